"""A clock moved by hand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from kiosk.clock import VIETNAM

if TYPE_CHECKING:
    from datetime import date

START = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


class ManualClock:
    """Stands still until it is moved; the wall clock may also jump alone."""

    def __init__(self, now: datetime = START) -> None:
        self._now = now
        self._monotonic = 1000.0

    def now(self) -> datetime:
        return self._now

    def today(self) -> date:
        return self._now.astimezone(VIETNAM).date()

    def monotonic(self) -> float:
        return self._monotonic

    def pass_(self, seconds: float) -> None:
        self._now += timedelta(seconds=seconds)
        self._monotonic += seconds

    def jump(self, by: timedelta) -> None:
        self._now += by
