"""Who pressed the keys: said by the person at the start, kept with the submission."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class HelpMode(StrEnum):
    """How much help there was, from most to least independent."""

    SELF = "self"
    GUIDED = "guided"
    FAMILY = "family"
    ON_BEHALF = "onbehalf"


class Reason(StrEnum):
    """Why somebody has the keys pressed for them."""

    TYPING = "typing"
    EYES = "eyes"
    HANDS = "hands"
    UNSURE = "unsure"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Remark:
    """What a person said of the help and of their visit, for the journal: a word and a number.

    It stands beside what was computed and never changes it.
    """

    what: str
    count: int = 1

    @classmethod
    def because(cls, reason: Reason) -> Remark:
        """Why they had the keys pressed for them."""
        return cls(f"because-{reason}")

    @classmethod
    def pressed(cls, mode: HelpMode) -> Remark:
        """Who, by their own word, pressed the keys."""
        return cls(f"pressed-{mode}")

    @classmethod
    def rated(cls, face: int) -> Remark:
        """How it was for them: 1 is the unhappy face, 3 the happy one."""
        return cls("rated", face)


REMARKS: Final = frozenset(
    {
        "rated",
        *(Remark.because(reason).what for reason in Reason),
        *(Remark.pressed(mode).what for mode in HelpMode),
    }
)
"""The words of all remarks: lines of the journal that say nothing of where a submission stands."""


@dataclass(frozen=True, slots=True)
class Helping:
    """The mode of a journey and the helper's code where one took part (never a name)."""

    mode: HelpMode
    helper: str | None = None

    def lessened(self, mode: HelpMode, helper: str | None = None) -> Helping:
        """The same journey with more help: a mode may only become less independent.

        `helper` is the code of who helps from now on; without one it stays as it was.
        """
        order = list(HelpMode)
        return Helping(max(self.mode, mode, key=order.index), helper or self.helper)
