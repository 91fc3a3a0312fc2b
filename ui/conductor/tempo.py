"""How fast this person answers, by the clock of this visit alone: what remains is told from it."""

from __future__ import annotations

from math import ceil
from statistics import median
from typing import Final

_ENOUGH: Final = 3
"""So many answers make a tempo."""
_LONGEST_S: Final = 120.0
"""Who took longer was doing something else."""


class Tempo:
    """Seconds from question to answer, forgotten with the session; nobody's answers are in it."""

    def __init__(self) -> None:
        self._asked_at: float | None = None
        self._took: list[float] = []

    def asked(self, at: float) -> None:
        """A question came on the glass; `at` in seconds that only grow."""
        self._asked_at = at

    def answered(self, at: float) -> None:
        """It was answered."""
        if self._asked_at is not None:
            self._took.append(min(at - self._asked_at, _LONGEST_S))
            self._asked_at = None

    def minutes(self, questions: int) -> int | None:
        """How long so many questions may take still, in whole minutes; None while nobody knows."""
        if len(self._took) < _ENOUGH or not questions:
            return None
        return max(1, ceil(median(self._took) * questions / 60))
