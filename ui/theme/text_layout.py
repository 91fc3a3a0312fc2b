"""Painting plain text with room for stacked Vietnamese marks, and never a line cut off.

The font declares less height than its capitals with two marks need (1.17 em above the line,
0.24 em below), so Qt's own labels clip them. Here lines are laid out by our own pitch, and a
block is as high as its ink: 1.45 em for one line.
"""

from __future__ import annotations

from functools import cache
from math import ceil
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import combining, normalize

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QTextLayout,
    QTextOption,
)

if TYPE_CHECKING:
    from PySide6.QtGui import (
        QColor,
        QPainter,
    )

ABOVE = 1.19
BELOW = 0.26
_EYE = 0.36
_CAPITALS_PITCH = 1.45


class Block(NamedTuple):
    """A text broken into lines for one width, ready to be painted. Sizes in pixels.

    `middle` is how far below its top the eye sees the middle of the text: between the middle of
    the capitals of its lines, higher than half the height, which keeps room for marks.
    """

    layout: QTextLayout
    lines: int
    width: float
    height: int
    middle: float

    def paint(self, painter: QPainter, x: float, y: float, colour: QColor) -> None:
        """Paint with the upper left corner of the block at x, y."""
        painter.setPen(colour)
        self.layout.draw(painter, QPointF(x, y))


def has_stacked_capitals(text: str) -> bool:
    """Whether some capital carries two marks above, as in NGUYỄN: its line needs the full pitch."""
    return any(map(_is_stacked, text))


@cache
def _is_stacked(character: str) -> bool:
    return character.isupper() and sum(map(bool, map(combining, normalize("NFD", character)))) > 1


def lay_out(
    text: str,
    font: QFont,
    width: float | None = None,
    *,
    pitch: float = 1.45,
    centred: bool = False,
    emphasis: str = "",
) -> Block:
    """Break `text` into lines of at most `width` pixels (None: only where it has newlines).

    `emphasis` is a part of the text to be painted semibold. A word longer than the width is
    broken rather than cut off.
    """
    em = font.pixelSize()
    if has_stacked_capitals(text):
        pitch = max(pitch, _CAPITALS_PITCH)
    layout = QTextLayout(text.replace("\n", "\u2028"), font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    if centred:
        option.setAlignment(Qt.AlignmentFlag.AlignHCenter)
    layout.setTextOption(option)
    layout.setCacheEnabled(True)
    if emphasis and (start := text.find(emphasis)) >= 0:
        from PySide6.QtGui import QTextCharFormat  # noqa: PLC0415 — home emphasizes nothing

        part = QTextLayout.FormatRange()
        part.start = start
        part.length = len(emphasis)
        strong = QTextCharFormat()
        strong.setFontWeight(QFont.Weight.DemiBold)
        part.format = strong
        layout.setFormats([part])
    layout.beginLayout()
    lines = 0
    widest = 0.0
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width if width is not None else 1e6)
        baseline = em * (ABOVE + lines * pitch)
        line.setPosition(QPointF(0, baseline - line.ascent()))
        widest = max(widest, line.naturalTextWidth())
        lines += 1
    layout.endLayout()
    height = _height(em, lines, pitch)
    middle = em * (ABOVE - _EYE + (max(lines, 1) - 1) * pitch / 2)
    return Block(layout, lines, widest, height, middle)


def unbroken_height(text: str, font: QFont, pitch: float) -> int:
    """Height in pixels of what `lay_out` makes of a text where no line is too long."""
    if has_stacked_capitals(text):
        pitch = max(pitch, _CAPITALS_PITCH)
    return _height(font.pixelSize(), text.count("\n") + 1, pitch)


def _height(em: int, lines: int, pitch: float) -> int:
    return ceil(em * (ABOVE + BELOW + (max(lines, 1) - 1) * pitch))


def advance(text: str, font: QFont) -> float:
    """Width of one line of text in pixels."""
    return QFontMetricsF(font).horizontalAdvance(text)


def longest_word(text: str, font: QFont) -> float:
    """Width of the widest word in pixels: no column may be narrower."""
    return max((advance(word, font) for word in text.split()), default=0.0)


class Cell(NamedTuple):
    """One glyph of a code, and where its cell begins and how wide it is, in pixels."""

    glyph: str
    x: float
    width: float


def cells_of(code: str, font: QFont) -> tuple[tuple[Cell, ...], float]:
    """The cells of a code and their whole width: the font has no digits of equal width."""
    em = font.pixelSize()
    placed: list[Cell] = []
    x = 0.0
    for glyph in code:
        match glyph:
            case "-":
                width = 0.61 * em
            case "." | " ":
                width = 0.36 * em
            case "•":
                width = 0.62 * em
            case _:
                width = max(0.72 * em, advance(glyph, font) + 0.04 * em)
        placed.append(Cell(glyph, x, width))
        x += width
    return tuple(placed), x


def paint_cells(
    painter: QPainter, code: str, font: QFont, x: float, baseline: float, colour: QColor
) -> None:
    """Paint a code glyph by glyph, each centred in its cell, on a baseline."""
    painter.setFont(font)
    painter.setPen(colour)
    for cell in cells_of(code, font)[0]:
        inset = (cell.width - advance(cell.glyph, font)) / 2
        painter.drawText(QPointF(x + cell.x + inset, baseline), cell.glyph)
