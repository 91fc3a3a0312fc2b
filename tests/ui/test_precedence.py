"""While a touch is answered the rest waits, and no longer than that."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QWidget

from kiosk.app import give_way
from tests.ui.conductor.house import House
from ui.precedence import Precedence

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtGui import QPaintEvent
    from pytestqt.qtbot import QtBot


class _Seen(QWidget):
    """Whether the others were free while this was painted."""

    def __init__(self, free: threading.Event) -> None:
        super().__init__()
        self._free = free
        self.painted: list[bool] = []

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        del event
        self.painted.append(self._free.is_set())


def test_what_is_painted_after_a_touch_is_painted_before_the_others_go_on(qtbot: QtBot) -> None:
    free = threading.Event()
    precedence = Precedence(free)
    assert free.is_set()
    seen = _Seen(free)
    qtbot.addWidget(seen)
    seen.show()
    qtbot.waitUntil(lambda: bool(seen.painted))
    seen.painted.clear()
    precedence.begin()
    seen.update()
    qtbot.waitUntil(lambda: bool(seen.painted))
    assert not seen.painted[0]
    qtbot.waitUntil(free.is_set)


def test_a_touch_and_a_page_go_first(qtbot: QtBot, tmp_path: Path) -> None:
    house = House(qtbot, tmp_path).open()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    qtbot.waitUntil(house.free.is_set)
    found: list[bool] = []
    house.program.stage.shown.connect(lambda _: found.append(house.free.is_set()))
    house.frame.tapped.connect(lambda: found.append(house.free.is_set()))
    house.tap("home.account")
    assert found == [False, False]
    qtbot.waitUntil(house.free.is_set)
    house.close()
    assert house.free.is_set()


def test_nobody_waits_long_for_screens_that_hang() -> None:
    free = threading.Event()
    began = time.monotonic()
    give_way(free)
    assert time.monotonic() - began > 0.04
    free.set()
    give_way(free)
