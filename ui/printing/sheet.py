"""A black and white column that is measured without a painter and painted with one."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen

from ui.art.tiles import tile
from ui.printing.qr import QUIET_ZONE, modules, paint_qr
from ui.theme.text_layout import ABOVE, cells_of, lay_out, paint_cells
from ui.theme.tokens import FAMILY, REGULAR, SEMIBOLD, load_fonts

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ui.theme.text_layout import Block

    Drawing = Callable[["Sheet"], None]

_BLACK = QColor("#000000")
_WHITE = QColor("#FFFFFF")
_LINE = 3.0
_TILE = 57.6
# Wide enough for facts to have their label in a column of its own.
_WIDE = 800
_UNITS = 8

# 34 eighths of a millimetre are 12.05 points: nothing on any paper is smaller.
BODY = 34
NAME = 40


class Paper(Enum):
    """The papers that are printed on: width, height (0: as long as needed) and margin in mm."""

    ROLL = (80.0, 0.0, 4.0)
    A5 = (148.0, 210.0, 7.0)

    @property
    def width(self) -> float:
        """Width in mm."""
        return self.value[0]

    @property
    def height(self) -> float:
        """Height in mm, 0 for a roll."""
        return self.value[1]

    @property
    def margin(self) -> float:
        """Margin on every side in mm."""
        return self.value[2]


class Sheet:
    """Goes down the paper: each method puts one thing at `y` and moves `y` below it.

    Lengths are eighths of a millimetre. Without a painter nothing is drawn, so that the length
    of a slip is known before its page is made. What doesn't fit on a page goes to the next.
    """

    def __init__(
        self,
        painter: QPainter | None,
        width: float,
        margin: float,
        *,
        height: float | None = None,
        turn: Callable[[], object] | None = None,
    ) -> None:
        """`height` is that of a page, None for a roll; `turn` begins the next page."""
        load_fonts()
        self._painter = painter
        self._margin = margin
        self._left = margin
        self._width = width - 2 * margin
        self._bottom = None if height is None else height - margin
        self._turn = turn
        self.y = margin

    @property
    def wide(self) -> bool:
        """Whether two things fit beside one another."""
        return self._width > _WIDE

    def _room(self, height: float) -> None:
        if self._bottom is not None and self.y + height > self._bottom and self._turn is not None:
            self._turn()
            self.y = self._margin

    def gap(self, height: float) -> None:
        """Leave some paper white."""
        self.y += height

    def tiles(self) -> None:
        """The eave of the screens, in lines."""
        count = round(self._width / _TILE)
        width = self._width / count
        height = width * 0.6
        if self._painter is not None:
            painter = self._painter
            painter.save()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setClipRect(QRectF(self._left, self.y, self._width, height * 1.4))
            painter.setPen(QPen(_BLACK, _LINE))
            painter.setBrush(_WHITE)
            for row, shift in ((1, width / 2), (0, 0.0)):
                for column in range(count + 1):
                    x = self._left + column * width - shift
                    y = self.y - height * (0.62 if row == 0 else 0.12)
                    painter.drawPath(tile(x, y, width, height, height * 0.46))
            painter.restore()
        self.y += height + 16

    def text(self, text: str, size: int, *, strong: bool = False, emphasis: str = "") -> None:
        """A paragraph."""
        block = _block(text, size, self._width, strong=strong, emphasis=emphasis)
        self._room(block.height)
        self._paint(block, self._left, self.y, _BLACK)
        self.y += block.height

    def banner(self, text: str, size: int) -> None:
        """White words on black."""
        side = 24
        block = _block(text, size, self._width - 2 * side, strong=True)
        pad = 10 if self.wide else 14
        height = block.height + 2 * pad
        self._room(height)
        if self._painter is not None:
            self._painter.fillRect(QRectF(self._left, self.y, self._width, height), _BLACK)
        self._paint(block, self._left + side, self.y + pad, _WHITE)
        self.y += height

    def rule(self) -> None:
        """A line across."""
        gap = 11 if self.wide else 14
        self.y += gap
        if self._painter is not None:
            self._painter.fillRect(QRectF(self._left, self.y, self._width, _LINE), _BLACK)
        self.y += gap + _LINE

    def code(self, code: str, size: int, *, least: int) -> None:
        """A code in cells, as large as the width allows, broken after a dash where it must be."""
        fitting = min(size, int(size * self._width / cells_of(code, _font(size))[1]))
        lines = [code]
        if fitting < least:
            cut = code.rfind("-", 0, len(code) - 1) + 1 or len(code) // 2
            lines = [code[:cut], code[cut:]]
            fitting = max(
                least,
                min(
                    size,
                    *(int(size * self._width / cells_of(line, _font(size))[1]) for line in lines),
                ),
            )
        for line in lines:
            self._cells(line, fitting)

    def scannable(
        self, text: str, size: float, words: str, typed: str, groups: Sequence[str], font: int
    ) -> None:
        """A QR code with `words` beside it, and the same secret for typing.

        The paper's margin is the left part of the quiet zone.
        """
        count = len(modules(text))
        side = int(size / (count + 2 * QUIET_ZONE))
        across = side * count
        quiet = side * QUIET_ZONE
        self._room(across + quiet)
        top = self.y
        if self._painter is not None:
            paint_qr(self._painter, text, QRectF(self._left, top, across, across), quiet=False)
        inset = across + quiet + 12
        whole = self._left, self._width
        self._left, self._width = self._left + inset, self._width - inset
        self.y -= 6
        self.text(words, font)
        if whole[1] <= _WIDE:
            self._left, self._width = whole
            self.y = max(self.y, top + across + quiet / 2)
        self.gap(8)
        self.text(typed, font)
        self._groups(groups, font)
        self._left, self._width = whole
        self.y = max(self.y, top + across + quiet / 2)

    def _groups(self, groups: Sequence[str], size: int) -> None:
        line = groups[0]
        for group in groups[1:]:
            if cells_of(f"{line} {group}", _font(size))[1] > self._width:
                self._cells(line, size)
                line = group
            else:
                line = f"{line} {group}"
        self._cells(line, size)

    def fact(self, label: str, values: Sequence[str], size: int) -> None:
        """A label and its values: beside it on a wide sheet, below it on a roll."""
        label_width = self._width * 0.32 if self.wide else self._width
        value_left = label_width + 16 if self.wide else 0.0
        name = _block(label, size, label_width)
        blocks = [_block(value, size, self._width - value_left, strong=True) for value in values]
        self._room(name.height + blocks[0].height)
        self._paint(name, self._left, self.y, _BLACK)
        bottom = self.y + name.height
        if not self.wide:
            self.y = bottom - 8
        for block in blocks:
            self._room(block.height)
            self._paint(block, self._left + value_left, self.y, _BLACK)
            self.y += block.height - 4
        self.y = self.y + 8 if not self.wide else max(self.y, bottom - 4)

    def numbered(self, number: int, text: str, size: int) -> None:
        """One of several steps, its number white on a black disc."""
        disc = size * 1.3
        block = _block(text, size, self._width - disc - 16)
        self._room(block.height)
        if self._painter is not None:
            self._painter.save()
            self._painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._painter.setPen(Qt.PenStyle.NoPen)
            self._painter.setBrush(_BLACK)
            middle = QPointF(self._left + disc / 2, self.y + size * 0.85)
            self._painter.drawEllipse(middle, disc / 2, disc / 2)
            figure = _font(size)
            width = cells_of(str(number), figure)[1]
            paint_cells(
                self._painter,
                str(number),
                figure,
                middle.x() - width / 2,
                middle.y() + size * 0.37,
                _WHITE,
            )
            self._painter.restore()
        self._paint(block, self._left + disc + 16, self.y, _BLACK)
        self.y += block.height + 4

    def boxed(self, text: str, size: int, *, emphasis: str) -> None:
        """A paragraph in a frame."""
        side = 22
        block = _block(text, size, self._width - 2 * side, emphasis=emphasis)
        height = block.height + 2 * 12
        self._room(height)
        if self._painter is not None:
            self._painter.setPen(QPen(_BLACK, 4))
            self._painter.setBrush(Qt.BrushStyle.NoBrush)
            self._painter.drawRect(QRectF(self._left + 2, self.y, self._width - 4, height))
        self._paint(block, self._left + side, self.y + 12, _BLACK)
        self.y += height

    def _cells(self, code: str, size: int) -> None:
        font = _font(size)
        self._room(size * 1.45)
        if self._painter is not None:
            paint_cells(self._painter, code, font, self._left, self.y + size * ABOVE, _BLACK)
        self.y += size * 1.45

    def _paint(self, block: Block, x: float, y: float, colour: QColor) -> None:
        if self._painter is not None:
            block.paint(self._painter, x, y, colour)


def _font(size: int, *, strong: bool = True) -> QFont:
    font = QFont(FAMILY)
    font.setPixelSize(size)
    font.setWeight(QFont.Weight(SEMIBOLD if strong else REGULAR))
    # Lines are measured on the screen and printed at another density: hinting would differ.
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font


def _block(
    text: str, size: int, width: float, *, strong: bool = False, emphasis: str = ""
) -> Block:
    return lay_out(text, _font(size, strong=strong), width, pitch=1.35, emphasis=emphasis)


def sheet_height(draw: Drawing, paper: Paper) -> float:
    """How long what `draw` puts on a sheet is in mm, margins included."""
    sheet = Sheet(None, paper.width * _UNITS, paper.margin * _UNITS)
    draw(sheet)
    return (sheet.y + paper.margin * _UNITS) / _UNITS


def paint_sheet(painter: QPainter, draw: Drawing, paper: Paper, turn: Callable[[], object]) -> None:
    """Paint from the upper left corner, a unit being an eighth of a millimetre.

    `turn` begins another page where the paper is full; a roll is never.
    """
    height = paper.height * _UNITS if paper.height else None
    draw(Sheet(painter, paper.width * _UNITS, paper.margin * _UNITS, height=height, turn=turn))
