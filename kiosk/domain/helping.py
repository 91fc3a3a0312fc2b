"""Who pressed the keys: said by the person at the start, kept with the submission."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


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
