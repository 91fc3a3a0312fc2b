"""The machine's clock, as the rest of the house asks for it."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import date

VIETNAM: Final = timezone(timedelta(hours=7), "Asia/Ho_Chi_Minh")
"""UTC+7 the whole year since 1975, so no table of time zones is needed on the machine."""


class SystemClock:
    """The time of this machine; `kiosk.domain.ports.Clock` says what each answer means."""

    def now(self) -> datetime:
        """This instant, in UTC."""
        return datetime.now(UTC)

    def today(self) -> date:
        """This day in Asia/Ho_Chi_Minh."""
        return datetime.now(VIETNAM).date()

    def monotonic(self) -> float:
        """Seconds that only grow, from an arbitrary start."""
        return time.monotonic()
