"""No text widget cuts off a mark, whatever the text size."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QColor, QImage, QPainter, qGray

from ui.components.choice_tile import ChoiceTile
from ui.components.code_cells import CodeLabel
from ui.components.press_button import Kind, PressButton
from ui.components.rows import AnswerRow, RowState, TaskRow
from ui.components.text_label import TextLabel
from ui.inputs.line import TextLine
from ui.keyboard.typist import Manner
from ui.theme.text_layout import cells_of, lay_out
from ui.theme.tokens import Role, TextSize, Tokens

if TYPE_CHECKING:
    from PySide6.QtGui import QFont
    from PySide6.QtWidgets import QWidget
    from pytestqt.qtbot import QtBot

HARDEST = "ỔẪẰ ỆỖỮ Ộgjpqy"
SIZES = list(TextSize)
_CLOSE = 40


def ink_of(image: QImage, colour: QColor, within: QRect | None = None) -> tuple[int, int]:
    """The first and last row of an image with pixels about as dark as a colour."""
    grey = image.copy(within or image.rect()).convertToFormat(QImage.Format.Format_Grayscale8)
    wanted = qGray(colour.rgb())
    mark = bytes(1 if abs(level - wanted) < _CLOSE else 0 for level in range(256))
    pixels, line = bytes(grey.constBits()), grey.bytesPerLine()
    rows = [
        y
        for y in range(grey.height())
        if 1 in pixels[y * line : y * line + grey.width()].translate(mark)
    ]
    return (rows[0], rows[-1]) if rows else (0, -1)


def unclipped_height(font: QFont, text: str = HARDEST) -> int:
    """How many rows of ink a line of text has where nothing can clip it."""
    em = font.pixelSize()
    image = QImage(em * 14, em * 4, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    painter.setFont(font)
    painter.setPen(Qt.GlobalColor.black)
    painter.drawText(QPointF(em, em * 2), text)
    painter.end()
    top, bottom = ink_of(image, QColor(Qt.GlobalColor.black))
    return bottom - top + 1


def grab(widget: QWidget, qtbot: QtBot, width: int | None = None) -> QImage:
    qtbot.addWidget(widget)
    width = width or widget.sizeHint().width()
    height = widget.sizeHint().height()
    if widget.hasHeightForWidth():
        height = widget.heightForWidth(width)
    widget.setFixedSize(width, height)
    image = QImage(widget.size(), QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    widget.render(image)
    return image


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("role", list(Role))
def test_a_label_paints_every_mark(role: Role, size: TextSize, qtbot: QtBot) -> None:
    tokens = Tokens.for_window(1920, 1080, text_size=size)
    label = TextLabel(tokens, HARDEST, role, colour="text")
    top, bottom = ink_of(grab(label, qtbot), tokens.colour("text"))
    assert bottom - top + 1 >= unclipped_height(tokens.font(role)) - 1


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("kind", list(Kind))
def test_a_button_paints_every_mark(kind: Kind, size: TextSize, qtbot: QtBot) -> None:
    tokens = Tokens.for_window(1920, 1080, text_size=size)
    button = PressButton(tokens, HARDEST, name="b", kind=kind)
    image = grab(button, qtbot)
    inner = image.rect().adjusted(20, 6, -20, -9)
    top, bottom = ink_of(image, button._ink(), inner)
    assert bottom - top + 1 >= unclipped_height(button._font()) - 1


@pytest.mark.parametrize("size", SIZES)
def test_an_input_paints_every_mark(size: TextSize, qtbot: QtBot) -> None:
    tokens = Tokens.for_window(1920, 1080, text_size=size)
    line = TextLine(tokens, Manner(), name="b", spoken="Tên")
    line.show_text(HARDEST)
    image = grab(line, qtbot, 900)
    inner = image.rect().adjusted(12, 6, -12, -6)
    top, bottom = ink_of(image, tokens.colour("text"), inner)
    assert bottom - top + 1 >= unclipped_height(tokens.font(Role.INPUT_LARGE)) - 1


@pytest.mark.parametrize("size", SIZES)
def test_tiles_and_rows_paint_every_mark(size: TextSize, qtbot: QtBot) -> None:
    tokens = Tokens.for_window(1920, 1080, text_size=size)
    strong = unclipped_height(tokens.font(Role.STRONG))
    tile = ChoiceTile(tokens, HARDEST, name="t")
    image = grab(tile, qtbot, 900)
    within = image.rect().adjusted(tile._words_at(), 8, -20, -12)
    top, bottom = ink_of(image, tokens.colour("text"), within)
    assert bottom - top + 1 >= unclipped_height(tokens.font(Role.H3)) - 1
    row = AnswerRow(tokens, HARDEST, HARDEST, name="r", change=None)
    top, bottom = ink_of(grab(row, qtbot, 1200), tokens.colour("text"))
    assert bottom - top + 1 >= strong - 1
    task = TaskRow(tokens, HARDEST, HARDEST, name="r", state=RowState.DONE, words="Xong")
    top, bottom = ink_of(grab(task, qtbot, 1400), tokens.colour("primary"))
    assert bottom - top + 1 >= unclipped_height(tokens.font(Role.H3)) - 1


def test_two_lines_of_capitals_do_not_touch(tokens: Tokens) -> None:
    """The dots below one line stay clear of the marks above the next."""
    font = tokens.font(Role.H1)
    block = lay_out("ỘỘỘỘ\nỔỔỔỔ", font, None, pitch=1.3)
    em = font.pixelSize()
    image = QImage(em * 6, block.height, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    block.paint(painter, 0, 0, QColor(Qt.GlobalColor.black))
    painter.end()
    black = QColor(Qt.GlobalColor.black)
    rows = [QRect(0, y, image.width(), 1) for y in range(em, block.height - em)]
    assert any(ink_of(image, black, row) == (0, -1) for row in rows)


def test_a_word_longer_than_its_column_is_broken_not_cut(tokens: Tokens) -> None:
    font = tokens.font(Role.BODY)
    block = lay_out("Nghiêngnghiêngnghiêng", font, 100)
    assert block.lines > 1
    assert block.width <= 100


def test_every_digit_of_a_code_has_a_wide_cell(tokens: Tokens) -> None:
    """The font's "1" is narrow; in a code it takes as much room as the others."""
    em = tokens.size(Role.CODE)
    widths = [cell.width for cell in cells_of("0123456789", tokens.font(Role.CODE))[0]]
    assert min(widths) >= 0.72 * em
    assert max(widths) - min(widths) < 0.05 * em


def test_a_code_too_wide_for_its_place_shrinks_whole(qtbot: QtBot, tokens: Tokens) -> None:
    label = CodeLabel(tokens, "H15.87.03-261126-010042")
    qtbot.addWidget(label)
    label.setFixedWidth(label.sizeHint().width() * 2 // 3)
    image = QImage(label.size(), QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    label.render(image)
    right = QRect(image.width() - 2, 0, 2, image.height())
    assert ink_of(image, tokens.colour("text"), right) == (0, -1)
