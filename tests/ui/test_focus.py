"""Everything is reached with a keyboard alone, in the order of reading, and is seen to be."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QGridLayout, QPushButton, QWidget

from kiosk.domain.procedure import FieldKind, Option, Words
from tests.ui.inputs.hands import one, question
from tests.ui.screens import shown, shown_staff
from ui.focus import reading_order, takes_focus
from ui.screens.code_entry import CodeEntryPage
from ui.screens.how_to_use import HowToUsePage
from ui.screens.pin_entry import PinEntryPage
from ui.screens.slip_entry import SlipEntryPage
from ui.screens.who_presses import WhoPressesPage
from ui.window import Frame, Point

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from ui.look import Look
    from ui.page import Page

OPTIONS = tuple(Option(it, Words(vi=f"Câu {it}")) for it in "abcd")
PAGES: list[Callable[[Look], Page]] = [
    HowToUsePage,
    WhoPressesPage,
    lambda look: CodeEntryPage(look, "09•• ••• 678", 14),
    lambda look: SlipEntryPage(look, opening=True),
    PinEntryPage,
    lambda look: question(look, one(FieldKind.NAME, unknown=True)),
    lambda look: question(look, one(FieldKind.DATE, partial=True)),
    lambda look: question(look, one(FieldKind.PERSONAL_NUMBER)),
    lambda look: question(look, one(FieldKind.CHOICE, options=OPTIONS)),
    lambda look: question(look, one(FieldKind.ADDRESS)),
    lambda look: question(look, one(FieldKind.NUMBER)),
    *(getattr(shown, name) for name in ("consent", "find", "search", "tasks", "papers", "pick")),
    *(getattr(shown, name) for name in ("check_with_faults", "submit", "progress", "leaving")),
    *(getattr(shown_staff, name) for name in ("queue", "submission", "stick", "checkup")),
]


@pytest.fixture
def stand(qtbot: QtBot, look: Look) -> Callable[[Page], Frame]:
    """A page on the one window that has the keyboard."""

    frames: list[Frame] = []

    def stand(page: Page) -> Frame:
        frame = Frame(look, Point("Nhà văn hoá", "xã"))
        frames.append(frame)
        qtbot.addWidget(frame)
        frame.setFixedSize(1920, 1080)
        frame.show_page(page)
        frame.show()
        frame.activateWindow()
        qtbot.waitUntil(frame.isActiveWindow)
        return frame

    return stand


def press(key: Qt.Key) -> QWidget:
    """Press a key of a real keyboard; what has the focus then."""
    focused = QApplication.focusWidget()
    assert focused is not None
    QTest.keyClick(focused, key)
    now = QApplication.focusWidget()
    assert now is not None
    return now


def touchable(frame: Frame) -> list[QWidget]:
    parts = [it for room in frame.rooms() for it in (room, *reading_order(room))]
    return list(dict.fromkeys(it for it in parts if takes_focus(it) and it.isVisible()))


@pytest.mark.parametrize("make", PAGES)
def test_tab_comes_to_everything_once_and_to_the_way_on_before_the_header(
    stand: Callable[[Page], Frame], look: Look, make: Callable[[Look], Page]
) -> None:
    frame = stand(make(look))
    expected = touchable(frame)
    met = [press(Qt.Key.Key_Tab) for _ in range(len(expected) + 2)]
    assert set(expected) <= set(met), "and to what turns the page, where it had to be turned"
    names = [it.objectName() for it in expected]
    assert names.index("footer.primary" if "footer.primary" in names else "footer.back") < (
        names.index("header.text-size")
    )
    backward = [press(Qt.Key.Key_Backtab) for _ in range(3)]
    assert backward == met[-2:-5:-1]


@pytest.mark.parametrize("make", PAGES)
def test_what_has_the_focus_wears_the_ring(
    stand: Callable[[Page], Frame], look: Look, make: Callable[[Look], Page]
) -> None:
    frame = stand(make(look))
    yellow = QColor(look.tokens.colour("focus"))
    for _ in touchable(frame):
        part = press(Qt.Key.Key_Tab)
        picture = part.grab().toImage()
        middle = picture.height() // 2
        edge = [picture.pixelColor(x, middle) for x in range(min(24, picture.width()))]
        assert edge.count(yellow) >= 3, part.objectName()


@pytest.mark.parametrize("make", PAGES)
def test_escape_and_keys_that_nobody_takes_leave_the_page_as_it_is(
    stand: Callable[[Page], Frame], look: Look, make: Callable[[Look], Page]
) -> None:
    page = make(look)
    frame = stand(page)
    said: list[str] = []
    page.back.connect(lambda: said.append("back"))
    page.leave.connect(lambda: said.append("leave"))
    page.primary.connect(lambda: said.append("primary"))
    for _ in touchable(frame):
        press(Qt.Key.Key_Tab)
        for key in (Qt.Key.Key_Escape, Qt.Key.Key_F10, Qt.Key.Key_Menu, Qt.Key.Key_F1):
            press(key)
    assert frame.isVisible()
    assert frame.page is page
    assert said == []


def test_a_grid_is_gone_through_row_by_row_whatever_it_was_filled_like(qtbot: QtBot) -> None:
    board = QWidget()
    qtbot.addWidget(board)
    grid = QGridLayout(board)
    for column in range(2):
        for row in range(2):
            button = QPushButton(f"{row}{column}")
            button.setObjectName(button.text())
            grid.addWidget(button, row, column)
    assert [it.objectName() for it in reading_order(board)] == ["00", "01", "10", "11"]


def test_arrows_go_to_the_neighbour_in_a_board_of_tiles(
    stand: Callable[[Page], Frame], look: Look
) -> None:
    stand(question(look, one(FieldKind.CHOICE, options=OPTIONS)))
    keys = (Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Up)
    met = [press(key).objectName() for key in keys]
    assert met == [f"option-it.{it}" for it in "abdca"]


def test_space_presses_what_has_the_focus(stand: Callable[[Page], Frame], look: Look) -> None:
    page = question(look, one(FieldKind.CHOICE, options=OPTIONS))
    stand(page)
    press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_Space)
    assert page.inputs["it"].answer() == "b"


def test_after_an_error_the_summary_comes_first_and_then_its_field(
    stand: Callable[[Page], Frame], look: Look
) -> None:
    page = question(look, one(FieldKind.NAME))
    stand(page)
    page.show_faults([("it", "Chưa có tên")])
    focused = QApplication.focusWidget()
    assert focused is not None
    assert focused.objectName() == "error-summary"
    assert press(Qt.Key.Key_Tab).objectName() == "line-it"
