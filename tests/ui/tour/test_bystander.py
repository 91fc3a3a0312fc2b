"""The example makes way for a real person, and only for one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from ui.components.press_button import PressButton
from ui.page import Page
from ui.tour.bystander import Bystander
from ui.tour.finger import Finger, Interrupted
from ui.window import Frame, Point

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

    from ui.look import Look


@pytest.fixture
def stand(qtbot: QtBot, look: Look) -> Iterator[tuple[Frame, Finger, Bystander]]:
    frame = Frame(look, Point("Nhà văn hoá", "xã Phú Hòa 2"))
    qtbot.addWidget(frame)
    page = Page(look, name="page")
    page.main.addWidget(PressButton(look.tokens, "Đây", name="here"))
    frame.show_page(page)
    frame.setFixedSize(1920, 1080)
    with qtbot.waitExposed(frame):
        frame.show()
    finger = Finger(frame, fast=True)
    app = QApplication.instance()
    assert app is not None
    bystander = Bystander(finger.device)
    finger.must_stop = lambda: bystander.came
    app.installEventFilter(bystander)
    yield frame, finger, bystander
    app.removeEventFilter(bystander)


def test_the_tours_own_touches_do_not_end_it(stand: tuple[Frame, Finger, Bystander]) -> None:
    _, finger, bystander = stand
    finger.tap("here")
    finger.rest()
    assert not bystander.came
    assert finger.taps == 1


def test_a_persons_touch_ends_it_and_presses_nothing(
    stand: tuple[Frame, Finger, Bystander],
) -> None:
    frame, finger, bystander = stand
    taps: list[bool] = []
    here = finger.find("here")
    assert isinstance(here, PressButton)
    here.tapped.connect(lambda: taps.append(True))
    place = here.mapTo(frame, QPoint(20, 20))
    QTest.mouseClick(frame.windowHandle(), Qt.MouseButton.LeftButton, pos=place)
    assert bystander.came
    assert taps == []
    with pytest.raises(Interrupted):
        finger.rest()
