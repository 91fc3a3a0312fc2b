from __future__ import annotations

from datetime import UTC, timedelta
from typing import TYPE_CHECKING

from kiosk.clock import VIETNAM, SystemClock

if TYPE_CHECKING:
    from kiosk.domain.ports import Clock


def test_the_day_is_vietnams_and_the_instant_is_utc() -> None:
    clock: Clock = SystemClock()
    before = clock.now()
    assert before.tzinfo is UTC
    assert clock.today() in {
        before.astimezone(VIETNAM).date(),
        clock.now().astimezone(VIETNAM).date(),
    }
    assert VIETNAM.utcoffset(None) == timedelta(hours=7)


def test_its_seconds_only_grow() -> None:
    clock = SystemClock()
    assert clock.monotonic() <= clock.monotonic()
