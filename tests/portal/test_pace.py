"""Files keep to their part of the line; what a person waits for does not wait."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kiosk import __version__
from kiosk.portal import HttpPortal, Pace
from kiosk.portal.connection import PIECE
from tests.training.making import Kiosk, account
from tests.training.world import world

if TYPE_CHECKING:
    from pathlib import Path

CONTENT = b"\xff\xd8\xff" + bytes(100_000)
RATE = 8000.0


class Watch:
    """Time that passes only while somebody waits."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.waits: list[float] = []

    def monotonic(self) -> float:
        return self.seconds

    def wait(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.seconds += seconds


def test_what_is_more_urgent_is_let_through_before_each_piece(tmp_path: Path) -> None:
    asked: list[None] = []
    with world(tmp_path, sealed=False) as here:
        portal = HttpPortal(
            here.url,
            lambda audience: here.device.assertion(audience, here.clock.now()),
            __version__,
            pace=Pace(give_way=lambda: asked.append(None)),
        )
        portal.upload(Kiosk().file(CONTENT))
        assert len(asked) > len(CONTENT) // PIECE
        portal.close()


@pytest.mark.parametrize("rate", [0.0, RATE])
def test_a_file_takes_no_more_of_the_line_than_it_may(tmp_path: Path, rate: float) -> None:
    watch = Watch()
    with world(tmp_path, sealed=False) as here:
        portal = HttpPortal(
            here.url,
            lambda audience: here.device.assertion(audience, here.clock.now()),
            __version__,
            pace=Pace(rate, watch.monotonic, watch.wait),
        )
        file = Kiosk().file(CONTENT)
        portal.upload(file)
        if rate:
            # the last piece is on its way when the wait for it begins
            assert len(CONTENT) / rate == pytest.approx(watch.seconds, rel=0.01)
            assert max(watch.waits) < 9.0
        else:
            assert watch.waits == []
        before = len(watch.waits)
        portal.deliver(here.kiosk.parcel(account()))
        assert len(watch.waits) == before
        assert here.controls.counts()["files"] == 1
        portal.close()
