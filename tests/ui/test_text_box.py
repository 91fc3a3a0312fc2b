"""Typing into a box, by hardware keys and by the keyboard on the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QInputMethodEvent, QInputMethodQueryEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from ui.components.text_box import TextBox

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from ui.theme.tokens import Tokens


@pytest.fixture
def box(qtbot: QtBot, tokens: Tokens) -> TextBox:
    made = TextBox(tokens, name="name", spoken="Họ và tên", limit=30)
    qtbot.addWidget(made)
    made.resize(900, 96)
    return made


def commit(box: TextBox, words: str, back: int = 0, length: int = 0) -> None:
    event = QInputMethodEvent()
    event.setCommitString(words, back, length)
    QApplication.sendEvent(box, event)


def ask(box: TextBox, query: Qt.InputMethodQuery) -> object:
    event = QInputMethodQueryEvent(query)
    QApplication.sendEvent(box, event)
    return event.value(query)


def test_hardware_keys_write_and_erase(box: TextBox) -> None:
    QTest.keyClicks(box, "Toanf")
    QTest.keyClick(box, Qt.Key.Key_Backspace)
    QTest.keyClick(box, Qt.Key.Key_Home)
    QTest.keyClick(box, Qt.Key.Key_Delete)
    assert box.text == "oan"


def test_the_keyboard_on_the_screen_replaces_the_syllable(box: TextBox) -> None:
    box.set_text("Lê Minh Toan")
    commit(box, "Toàn", -4, 4)
    assert box.text == "Lê Minh Toàn"
    assert ask(box, Qt.InputMethodQuery.ImSurroundingText) == "Lê Minh Toàn"
    assert ask(box, Qt.InputMethodQuery.ImCursorPosition) == 12


def test_text_is_kept_composed(box: TextBox) -> None:
    commit(box, "Toa\u0300n")
    assert box.text == "Toàn"
    assert box.caret == 4


def test_only_changes_by_the_person_are_told(box: TextBox) -> None:
    told: list[str] = []
    box.edited.connect(told.append)
    box.set_text("Lê")
    box.insert("a")
    box.erase_back()
    box.clear()
    assert told == ["Lêa", "Lê"]


def test_enter_is_told(qtbot: QtBot, box: TextBox) -> None:
    with qtbot.waitSignal(box.entered, timeout=100):
        QTest.keyClick(box, Qt.Key.Key_Return)


def test_no_more_is_taken_than_the_limit(box: TextBox) -> None:
    QTest.keyClicks(box, "a" * 40)
    assert len(box.text) == 30


def test_what_was_erased_does_not_come_back(box: TextBox) -> None:
    QTest.keyClicks(box, "068057001234")
    box.clear()
    QTest.keyClick(box, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(box, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert box.text == ""


def test_nothing_goes_to_the_clipboard(box: TextBox) -> None:
    clipboard = QApplication.clipboard()
    clipboard.clear()
    QTest.keyClicks(box, "068057001234")
    for key in (Qt.Key.Key_A, Qt.Key.Key_C, Qt.Key.Key_X):
        QTest.keyClick(box, key, Qt.KeyboardModifier.ControlModifier)
    assert clipboard.text() == ""
    assert box.text == "068057001234"


@pytest.mark.parametrize(
    ("text", "caret", "syllable"),
    [("Lê Minh Toan", 12, "Toan"), ("Lê Minh Toan", 5, "Minh"), ("Y-Blô", 5, "Blô"), ("", 0, "")],
)
def test_the_current_syllable_is_the_one_the_caret_touches(
    box: TextBox, text: str, caret: int, syllable: str
) -> None:
    box.set_text(text)
    box._move_to(caret)
    start, end = box.current_syllable()
    assert text[start:end] == syllable


def test_a_touch_puts_the_caret_nearest(box: TextBox) -> None:
    box.set_text("Toàn")
    QTest.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(1, 40))
    assert box.caret == 0
    QTest.mouseClick(box, Qt.MouseButton.LeftButton, pos=box.rect().bottomRight())
    assert box.caret == 4


def test_long_text_keeps_the_caret_in_sight(qtbot: QtBot, tokens: Tokens) -> None:
    narrow = TextBox(tokens, name="n", spoken="Tên")
    qtbot.addWidget(narrow)
    narrow.resize(300, 96)
    QTest.keyClicks(narrow, "Nguyen Thi Minh Khai Hoang")
    assert narrow._caret_rect().right() <= 300
    QTest.keyClick(narrow, Qt.Key.Key_Home)
    assert narrow._caret_rect().left() >= 0
