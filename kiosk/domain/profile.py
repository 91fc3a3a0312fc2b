"""What a person lets the kiosk keep of themselves, so that next time it need not be typed again."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date  # noqa: TC003 — read at run time by the JSON form
from typing import Any, Final

PHONE_DIGITS: Final = 4
"""So many of the phone's last digits open a profile, together with the card."""


@dataclass(frozen=True, slots=True)
class CardKey:
    """What of an identity card opens its owner's profile: both stand on the card alone."""

    number: str = field(repr=False)
    issued_on: date = field(repr=False)


@dataclass(frozen=True, slots=True)
class Profile:
    """Facts about one person as `Person.facts` has them, no papers, and the day they were kept."""

    facts: dict[str, Any] = field(repr=False)
    kept_on: date

    @property
    def phone_ending(self) -> str | None:
        """The digits that open it; None where no phone is known, and then it can't be kept."""
        phone = str(self.facts.get("phone", ""))
        return phone[-PHONE_DIGITS:] if len(phone) >= PHONE_DIGITS else None
