"""A finger, and a window to touch."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtTest import QTest

from ui.window import Frame, Point

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QPointingDevice
    from pytestqt.qtbot import QtBot

    from ui.look import Look
    from ui.page import Page


@pytest.fixture(scope="session")
def finger() -> QPointingDevice:
    return QTest.createTouchDevice()


@pytest.fixture
def show(qtbot: QtBot, look: Look) -> Callable[[Page], None]:
    frame = Frame(look, Point("Nhà văn hoá", "xã Phú Hòa 2"))
    qtbot.addWidget(frame)
    frame.setFixedSize(1920, 1080)
    with qtbot.waitExposed(frame):
        frame.show()
    frame.activateWindow()

    def shown(page: Page) -> None:
        frame.show_page(page)

    return shown
