"""A kiosk that is killed at its work, again and again, keeps every promise it made."""

from __future__ import annotations

import os
from random import SystemRandom
from typing import TYPE_CHECKING

import pytest

from tests.offline_queue.lives import Toll, killed, lives
from tests.portal.apart import portal_apart

if TYPE_CHECKING:
    from pathlib import Path

KILLS = 200
FOLDERS = 4
"""Each begins with no database at all, so that the making of one is killed too."""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="lives are forks")
def test_two_hundred_kills_lose_nothing_and_send_nothing_twice(tmp_path: Path) -> None:
    seed = SystemRandom().randrange(10**9)
    toll = Toll()
    with portal_apart(tmp_path / "portal") as apart, lives() as each:
        for number in range(FOLDERS):
            seeds = range(seed + number * 1000, seed + number * 1000 + KILLS // FOLDERS)
            killed(tmp_path / str(number), apart, seeds, toll, each)
    assert toll.faults == []
    assert toll.kills == KILLS
    assert toll.there > KILLS // 10
