"""Who comes to the kiosk, what for, and what they would say to each question."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kiosk.domain.procedure import Answer


@dataclass(frozen=True, slots=True)
class Story:
    """One invented person's visit.

    `card` is what the scanner reads of their card; None: they type who they are, as `answers` has
    it. `cards` are those of others, by their part in the procedure. `suits` are the answers to
    "can it be done here", in order. `papers` are files on the stick, by paper. An address that
    `answers` leaves out is the help point's own commune; anything else left out isn't known.
    `commune` is what the person chooses where their card's old address became several.
    """

    event: str
    procedure: str
    answers: Mapping[str, Answer]
    card: str | None = None
    cards: Mapping[str, str] = field(default_factory=dict)
    suits: tuple[bool, ...] = ()
    papers: Mapping[str, str] = field(default_factory=dict)
    commune: str | None = None
    helped: str = "self"
    agrees: tuple[str, ...] = ("submit",)

    @classmethod
    def of_tour(cls, script: Mapping[str, Any], *, born: str, with_card: bool) -> Self:
        """The story of the tour's script, the child born on that day."""
        person = script["person"]
        return cls(
            event="birth",
            procedure="1.001193",
            answers={**script["answers"], **person["answers"], "child_birth_date": born},
            card=person["card"] if with_card else None,
            cards=script["cards"] if with_card else {},
            suits=tuple(script["suits"]),
            papers=script["papers"],
            commune=person["commune"],
        )
