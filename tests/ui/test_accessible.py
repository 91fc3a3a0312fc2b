"""What a reader of screens is told, and what it can do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.domain.procedure import FieldKind
from tests.ui.inputs.hands import one, question
from ui.art.people import paint_account
from ui.components.choice_tile import CheckTile, ChoiceTile
from ui.components.drawing import Drawing
from ui.components.error_summary import ErrorSummary
from ui.components.press_button import PressButton
from ui.components.ring import ProgressRing
from ui.inputs.cells import CodeBoxes, DigitCells
from ui.inputs.line import TextLine
from ui.keyboard.number_pad import NumberPad
from ui.keyboard.typist import Manner
from ui.screens.pin_entry import HiddenDigits
from ui.window import Frame, Point

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from ui.look import Look
    from ui.theme.tokens import Tokens

Role, Text = QAccessible.Role, QAccessible.Text


@pytest.fixture
def read(qtbot: QtBot) -> Callable[[QWidget], QAccessibleInterface]:
    """What stands on a shown window, as a reader sees it."""
    holder = QWidget()
    qtbot.addWidget(holder)
    column = QVBoxLayout(holder)
    column.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)

    def read(part: QWidget) -> QAccessibleInterface:
        column.addWidget(part)
        holder.show()
        said = QAccessible.queryAccessibleInterface(part)
        assert said is not None
        return said

    return read


def test_a_press_by_a_reader_counts_once_like_a_touch(
    read: Callable[[QWidget], QAccessibleInterface], tokens: Tokens, qtbot: QtBot
) -> None:
    button = PressButton(tokens, "Tiếp tục", name="go")
    said = read(button)
    assert said.text(Text.Name) == "Tiếp tục"
    action = said.actionInterface()
    assert action is not None
    with qtbot.waitSignal(button.tapped):
        action.doAction("Press")


@pytest.mark.parametrize(
    ("kind", "role"), [(ChoiceTile, Role.RadioButton), (CheckTile, Role.CheckBox)]
)
def test_a_tile_says_whether_it_is_chosen(
    read: Callable[[QWidget], QAccessibleInterface],
    tokens: Tokens,
    qtbot: QtBot,
    kind: type[ChoiceTile | CheckTile],
    role: QAccessible.Role,
) -> None:
    tile = kind(tokens, "Mẹ", "người sinh", name="mother")
    said = read(tile)
    assert said.role() is role
    assert said.text(Text.Name) == "Mẹ, người sinh"
    assert said.state().checkable
    assert not said.state().checked
    action = said.actionInterface()
    assert action is not None
    with qtbot.waitSignal(tile.tapped):
        action.doAction("Press")
    assert said.state().checked


def test_what_cannot_be_pressed_now_offers_no_press(
    read: Callable[[QWidget], QAccessibleInterface], tokens: Tokens
) -> None:
    button = PressButton(tokens, "Nộp", name="submit")
    button.setEnabled(False)
    action = read(button).actionInterface()
    assert action is not None
    assert action.actionNames() == []


def test_a_line_is_read_and_written_like_any_other(
    read: Callable[[QWidget], QAccessibleInterface], tokens: Tokens
) -> None:
    line = TextLine(tokens, Manner(), name="line", spoken="Họ và tên")
    said = read(line)
    edits: list[str] = []
    line.edited.connect(lambda: edits.append(line.text()))
    assert said.role() is Role.EditableText
    assert said.text(Text.Name) == "Họ và tên"
    said.setText(Text.Value, "Trần Toàn")
    editing, reading = said.editableTextInterface(), said.textInterface()
    assert editing is not None
    assert reading is not None
    editing.insertText(4, " Minh")
    editing.deleteText(0, 5)
    assert said.text(Text.Value) == reading.text(0, 100) == line.text() == "Minh Toàn"
    assert reading.cursorPosition() == reading.characterCount() == 9
    assert edits == ["Trần Toàn", "Trần Minh Toàn", "Minh Toàn"]


@pytest.mark.parametrize("kind", [CodeBoxes, HiddenDigits])
def test_a_secret_is_written_and_never_read(
    read: Callable[[QWidget], QAccessibleInterface],
    tokens: Tokens,
    kind: type[CodeBoxes | HiddenDigits],
) -> None:
    boxes = kind(tokens, 6, name="code", spoken="Mã")
    said = read(boxes)
    said.setText(Text.Value, "12 34 56 7")
    assert boxes.typed == "123456"
    assert said.state().passwordEdit
    told = {said.text(kind) for kind in Text}
    reading = said.textInterface()
    assert reading is not None
    told.add(reading.text(0, 6))
    assert not any(digit in words for words in told for digit in "123456")
    assert reading.text(0, 6) == "••••••"


def test_a_number_of_ones_own_is_read(
    read: Callable[[QWidget], QAccessibleInterface], tokens: Tokens
) -> None:
    cells = DigitCells(tokens, (4, 3, 3), name="cells", spoken="Số điện thoại")
    said = read(cells)
    said.setText(Text.Value, "0912 345 678")
    assert said.text(Text.Value) == cells.typed == "0912345678"
    assert not said.state().passwordEdit


def test_parts_that_paint_themselves_say_what_they_are(
    read: Callable[[QWidget], QAccessibleInterface], look: Look
) -> None:
    tokens = look.tokens
    summary = ErrorSummary(tokens, "Có 1 chỗ cần sửa", [("name", "Chưa có tên")])
    said = read(summary)
    assert (said.role(), said.text(Text.Name)) == (
        Role.AlertMessage,
        "Có 1 chỗ cần sửa. Chưa có tên",
    )
    pad = read(NumberPad(look))
    assert (pad.role(), pad.text(Text.Name)) == (Role.Grouping, look.say("pad.name"))
    assert [pad.child(at).role() for at in range(pad.childCount())] == [Role.Button] * 12
    ring = ProgressRing(tokens)
    ring.show_part(0.5, "45", "giây")
    assert (read(ring).role(), read(ring).text(Text.Name)) == (Role.ProgressBar, "45 giây")
    drawing = read(Drawing(tokens, paint_account, 220, 193))
    assert drawing.state().invisible
    assert drawing.text(Text.Name) == ""


def test_a_page_is_called_by_its_heading_and_a_fault_stands_at_its_field(
    qtbot: QtBot, look: Look
) -> None:
    frame = Frame(look, Point("Nhà văn hoá", "xã"))
    qtbot.addWidget(frame)
    page = question(look, one(FieldKind.NAME))
    frame.show_page(page)
    frame.show()
    said = QAccessible.queryAccessibleInterface(page)
    assert said is not None
    assert (said.role(), said.text(Text.Name)) == (Role.Grouping, "Điều này là gì?")
    heading = page.findChild(QWidget, "heading")
    assert heading is not None
    head = QAccessible.queryAccessibleInterface(heading)
    assert head is not None
    assert (head.role(), head.text(Text.Name)) == (Role.Heading, "Điều này là gì?")
    page.show_faults([("it", "Chưa có tên")])
    line = page.findChild(TextLine)
    assert line is not None
    field = QAccessible.queryAccessibleInterface(line)
    assert field is not None
    assert field.text(Text.Description) == "Chưa có tên"
    QTest.keyClick(frame, Qt.Key.Key_Tab)
    page.show_faults([])
    assert field.text(Text.Description) == ""
