"""What the person agreed to, provable afterwards."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime  # noqa: TC003 — read at run time by the JSON form
from typing import Final

TOUCH: Final = "touch"
"""How agreement was given here so far: by a touch of the screen."""


@dataclass(frozen=True, slots=True)
class Consent:
    """One thing the person agreed to or declined, and the exact wording that they saw.

    `purpose` is `submit`, `reuse`, `messages` or `helper`; `wording` is the SHA-256 of the words
    shown (64 hexadecimal digits). Law 91/2025/QH15, articles 4 and 9: per purpose, provable.
    `how` says by what they told it, `helper` the code of who stood by, where that is known.
    """

    purpose: str
    agreed: bool
    wording: str
    language: str
    at: datetime
    how: str = TOUCH
    helper: str | None = None

    @classmethod
    def of(
        cls,
        purpose: str,
        words: str,
        *,
        agreed: bool,
        language: str,
        at: datetime,
        helper: str | None = None,
    ) -> Consent:
        """What was told at these very words."""
        wording = hashlib.sha256(words.encode()).hexdigest()
        return cls(purpose, agreed, wording, language, at, TOUCH, helper)
