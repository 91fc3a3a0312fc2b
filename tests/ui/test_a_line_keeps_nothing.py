"""What was typed into a line can't be brought back by whoever comes next."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from ui.inputs.line import TextLine
from ui.keyboard.typist import Manner

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from ui.theme.tokens import Tokens

NUMBER = "068057001234"


@pytest.fixture
def line(qtbot: QtBot, tokens: Tokens) -> TextLine:
    made = TextLine(tokens, Manner(verbatim=True), name="number", spoken="Số căn cước")
    qtbot.addWidget(made)
    made.resize(900, 96)
    return made


def test_nothing_goes_to_the_clipboard(line: TextLine) -> None:
    clipboard = QApplication.clipboard()
    clipboard.clear()
    line.show_text(NUMBER)
    for key in (Qt.Key.Key_A, Qt.Key.Key_C, Qt.Key.Key_X):
        QTest.keyClick(line, key, Qt.KeyboardModifier.ControlModifier)
    assert not clipboard.text()
    assert line.text() == NUMBER


def test_what_was_erased_does_not_come_back(line: TextLine) -> None:
    QTest.keyClicks(line, NUMBER)
    for _ in NUMBER:
        QTest.keyClick(line, Qt.Key.Key_Backspace)
    QTest.keyClick(line, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(line, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert not line.text()
    assert not line.accessibleDescription()


def test_a_line_offers_no_menu(line: TextLine) -> None:
    assert line.contextMenuPolicy() is Qt.ContextMenuPolicy.NoContextMenu
    assert not line.acceptDrops()
