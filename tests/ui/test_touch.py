"""When a touch counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from tests.ui.taps import Taps, tap_at
from ui.components.choice_tile import CheckTile, ChoiceGrid, ChoiceTile
from ui.components.press_button import PressButton
from ui.components.pressing import GUARD_SUBMIT_MS
from ui.components.rows import RowState, TaskRow
from ui.page import Page

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtGui import QPointingDevice
    from pytestqt.qtbot import QtBot

    from ui.look import Look
    from ui.theme.tokens import Tokens
    from ui.window import Frame


@pytest.fixture(scope="module")
def finger() -> QPointingDevice:
    return QTest.createTouchDevice()


@pytest.fixture
def button(qtbot: QtBot, tokens: Tokens) -> Iterator[PressButton]:
    holder = QWidget()
    qtbot.addWidget(holder)
    holder.resize(800, 400)
    pressed = PressButton(tokens, "Tiếp tục", name="go", parent=holder)
    pressed.setGeometry(100, 100, 360, 88)
    with qtbot.waitExposed(holder):
        holder.show()
    yield pressed
    holder.close()


def touch(finger: QPointingDevice, widget: QWidget, start: QPoint, end: QPoint) -> None:
    QTest.touchEvent(widget, finger).press(0, start, widget).commit()
    QTest.touchEvent(widget, finger).move(0, end, widget).commit()
    QTest.touchEvent(widget, finger).release(0, end, widget).commit()


def test_a_touch_counts_when_it_is_released(button: PressButton, finger: QPointingDevice) -> None:
    taps = Taps()
    button.tapped.connect(taps.more)
    QTest.touchEvent(button, finger).press(0, QPoint(50, 40), button).commit()
    assert taps.count == 0
    assert button.isDown()
    QTest.touchEvent(button, finger).release(0, QPoint(50, 40), button).commit()
    assert taps.count == 1
    assert not button.isDown()


def test_a_touch_that_slips_a_little_counts_even_over_the_edge(
    button: PressButton, finger: QPointingDevice
) -> None:
    taps = Taps()
    button.tapped.connect(taps.more)
    touch(finger, button, QPoint(350, 80), QPoint(370, 100))
    assert taps.count == 1


def test_a_touch_that_slips_far_does_not_count_even_inside(
    button: PressButton, finger: QPointingDevice
) -> None:
    taps = Taps()
    button.tapped.connect(taps.more)
    touch(finger, button, QPoint(50, 40), QPoint(90, 40))
    assert taps.count == 0


@pytest.mark.parametrize(("apart", "counted"), [(120, 1), (240, 1), (260, 2), (900, 2)])
def test_a_double_tap_within_a_quarter_second_counts_once(
    button: PressButton, apart: int, counted: int
) -> None:
    taps = Taps()
    button.tapped.connect(taps.more)
    tap_at(button, 1000)
    tap_at(button, 1000 + apart, second=True)
    assert taps.count == counted


@pytest.mark.parametrize(("apart", "counted"), [(300, 1), (990, 1), (1010, 2)])
def test_a_submit_button_counts_once_a_second(
    qtbot: QtBot, tokens: Tokens, apart: int, counted: int
) -> None:
    submit = PressButton(tokens, "Nộp hồ sơ", name="submit", guard_ms=GUARD_SUBMIT_MS)
    qtbot.addWidget(submit)
    submit.resize(360, 88)
    taps = Taps()
    submit.tapped.connect(taps.more)
    tap_at(submit, 5000)
    tap_at(submit, 5000 + apart)
    assert taps.count == counted


def test_space_and_enter_press(button: PressButton) -> None:
    taps = Taps()
    button.tapped.connect(taps.more)
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Space)
    QTest.keyClick(button, Qt.Key.Key_Return)
    assert taps.count == 2


def test_a_disabled_button_is_not_pressed(button: PressButton, finger: QPointingDevice) -> None:
    taps = Taps()
    button.tapped.connect(taps.more)
    button.setEnabled(False)
    touch(finger, button, QPoint(50, 40), QPoint(50, 40))
    assert taps.count == 0


def found(frame: Frame, name: str) -> PressButton:
    button = frame.findChild(PressButton, name)
    assert button is not None
    return button


def test_the_second_half_of_a_double_tap_presses_nothing_on_the_next_page(
    frame: Frame, look: Look
) -> None:
    first, second = Page(look, name="first"), Page(look, name="second")
    frame.show_page(first)
    taps = Taps()
    second.primary.connect(taps.more)
    first.primary.connect(lambda: frame.show_page(second))
    primary = found(frame, "footer.primary")
    tap_at(primary, 1000)
    assert frame.page is second
    primary = found(frame, "footer.primary")
    tap_at(primary, 1150)
    assert taps.count == 0
    tap_at(primary, 1400)
    assert taps.count == 1


def test_one_radio_tile_is_chosen_at_a_time(qtbot: QtBot, tokens: Tokens) -> None:
    grid = ChoiceGrid(tokens)
    qtbot.addWidget(grid)
    tiles = [ChoiceTile(tokens, word, name=word, value=word) for word in ("mẹ", "cha")]
    for tile in tiles:
        grid.add(tile)
    grid.resize(1200, 120)
    answers: list[object] = []
    grid.answered.connect(answers.append)
    for tile in (*tiles, tiles[1]):
        QTest.mouseClick(tile, Qt.MouseButton.LeftButton)
    assert answers == ["mẹ", "cha", "cha"]
    assert grid.chosen == "cha"


def test_a_tick_box_turns_over_with_each_tap(qtbot: QtBot, tokens: Tokens) -> None:
    tile = CheckTile(tokens, "Đồng ý", name="agree")
    qtbot.addWidget(tile)
    tile.resize(600, 112)
    QTest.mouseClick(tile, Qt.MouseButton.LeftButton)
    assert tile.isChecked()
    QTest.mouseClick(tile, Qt.MouseButton.LeftButton)
    assert not tile.isChecked()


def test_a_locked_task_says_so_and_is_not_pressed(qtbot: QtBot, tokens: Tokens) -> None:
    row = TaskRow(tokens, "Nộp", "Mở sau", name="t", state=RowState.LOCKED, words="Chưa mở")
    qtbot.addWidget(row)
    row.resize(900, 98)
    taps = Taps()
    row.tapped.connect(taps.more)
    QTest.mouseClick(row, Qt.MouseButton.LeftButton)
    assert taps.count == 0
    assert row.accessibleName() == "Nộp, Mở sau, Chưa mở"


def test_a_reader_of_screens_is_told_what_each_part_is(qtbot: QtBot, tokens: Tokens) -> None:
    parts = {
        PressButton(tokens, "Sửa", name="a"): QAccessible.Role.Button,
        ChoiceTile(tokens, "Mẹ", name="b"): QAccessible.Role.RadioButton,
        CheckTile(tokens, "Đồng ý", name="c"): QAccessible.Role.CheckBox,
    }
    for part, role in parts.items():
        qtbot.addWidget(part)
        spoken = QAccessible.queryAccessibleInterface(part)
        assert spoken is not None
        assert spoken.role() is role


def test_tab_walks_over_all_that_can_be_pressed(qtbot: QtBot, tokens: Tokens) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    column = QVBoxLayout(holder)
    column.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)
    parts = [PressButton(tokens, word, name=word) for word in ("một", "hai", "ba")]
    for part in parts:
        column.addWidget(part)
    holder.show()
    with qtbot.waitActive(holder):
        holder.activateWindow()
    parts[0].setFocus()
    order = [QApplication.focusWidget()]
    for _ in range(2):
        focused = QApplication.focusWidget()
        assert focused is not None
        QTest.keyClick(focused, Qt.Key.Key_Tab)
        order.append(QApplication.focusWidget())
    assert order == parts
