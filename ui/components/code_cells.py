"""Codes and numbers whose every glyph stands in a cell of its own, to be read out and compared."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from ui.components.shapes import Face, paint_face
from ui.components.text_box import TextBox
from ui.theme.text_layout import ABOVE, BELOW, advance, cells_of, paint_cells
from ui.theme.tokens import Role

if TYPE_CHECKING:
    from PySide6.QtGui import QMouseEvent, QPaintEvent

    from ui.theme.tokens import Tokens

_CELL = 42
_CELL_GAP = 6
_GROUP_GAP = 30
_BOX = (112, 128)
_BOX_GAP = 16
_BOX_GROUP_GAP = 48
_PAD = 36
_HALF_CAPITAL = 0.37


class CodeLabel(QLabel):
    """A code painted in cells. It is read aloud glyph by glyph."""

    def __init__(
        self,
        tokens: Tokens,
        code: str,
        role: Role = Role.CODE,
        *,
        colour: str = "text",
        name: str = "",
    ) -> None:
        """`colour` is a colour name of the theme."""
        super().__init__()
        self._tokens = tokens
        self._role = role
        self._colour = colour
        self._code = ""
        self.setObjectName(name)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.set_code(code)

    @property
    def code(self) -> str:
        """The code as shown."""
        return self._code

    def set_code(self, code: str) -> None:
        """Show another code."""
        self._code = code
        self.setAccessibleName(" ".join(code))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """The whole code on one line."""
        font = self._tokens.font(self._role)
        width = cells_of(self._code, font)[1]
        return QSize(ceil(width) + 2, ceil((ABOVE + BELOW) * font.pixelSize()))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """A code is never broken or cut off: where it must be narrower its glyphs shrink."""
        hint = self.sizeHint()
        return QSize(hint.width() // 2, hint.height())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the glyphs on one base line."""
        del event
        painter = QPainter(self)
        font = self._tokens.font(self._role)
        baseline = ABOVE * font.pixelSize()
        wanted = cells_of(self._code, font)[1]
        if wanted > self.width():
            font = QFont(font)
            font.setPixelSize(int(font.pixelSize() * self.width() / wanted))
        paint_cells(painter, self._code, font, 0, baseline, self._tokens.colour(self._colour))
        painter.end()


class DigitField(TextBox):
    """Digits typed into cells, in groups as they stand on the card; or each in a box of its own."""

    def __init__(
        self,
        tokens: Tokens,
        *,
        groups: tuple[int, ...] = (3, 1, 2, 6),
        name: str,
        spoken: str,
        boxed: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """`boxed` is the form of a one-time code."""
        super().__init__(
            tokens, name=name, spoken=spoken, digits=True, limit=sum(groups), parent=parent
        )
        self._groups = groups
        self._boxed = boxed
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """All cells on one line."""
        right = self._cell(self._limit - 1).right()
        if not self._boxed:
            right += self._tokens.px(_PAD)
        return QSize(ceil(right) + 1, self._high())

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """All cells on one line."""
        return self.sizeHint()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Digits are added at the end, wherever the field is touched."""
        event.accept()
        self._move_to(self._limit)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the cells, the digits in them and the place of the next."""
        del event
        painter = QPainter(self)
        if not self._boxed:
            self._paint_frame(painter)
        for place in range(self._limit):
            self._paint_cell(painter, place, self._cell(place))
        painter.end()

    def _paint_cell(self, painter: QPainter, place: int, cell: QRectF) -> None:
        tokens = self._tokens
        following = place == len(self._text)
        here = self.hasFocus() and following
        if self._boxed:
            rim = tokens.colour("danger" if self._faulty else "rim")
            frame = 4 if self._faulty else 2
            face = Face(rim, tokens.colour("paper"), frame=frame, edge=frame, focused=here)
            paint_face(painter, tokens, cell, face)
        else:
            name = "divider"
            if following and (self._faulty or here):
                name = "danger" if self._faulty else "primary"
            painter.fillRect(
                QRectF(cell.left(), cell.bottom() + tokens.px(8), cell.width(), tokens.px(4)),
                tokens.colour(name),
            )
        font = tokens.font(Role.CODE if self._boxed else Role.PAD)
        baseline = cell.center().y() + _HALF_CAPITAL * font.pixelSize()
        if place < len(self._text):
            digit = self._text[place]
            x = cell.center().x() - advance(digit, font) / 2
            painter.setFont(font)
            painter.setPen(tokens.colour("text"))
            painter.drawText(QPointF(x, baseline), digit)
        elif here:
            height = font.pixelSize()
            top = cell.center().y() - height / 2
            caret = QRectF(cell.center().x() - tokens.px(2), top, tokens.px(4), height)
            painter.fillRect(caret, tokens.colour("primary"))

    def _cell(self, place: int) -> QRectF:
        tokens = self._tokens
        group = 0
        last = 0
        for length in self._groups[:-1]:
            last += length
            group += place >= last
        if self._boxed:
            width, height = _BOX
            x = place * (width + _BOX_GAP) + group * (_BOX_GROUP_GAP - _BOX_GAP)
            return QRectF(tokens.px(x), 0, tokens.px(width), tokens.px(height))
        width = max(_CELL, ceil(0.76 * tokens.size(Role.PAD) / tokens.scale))
        x = _PAD + place * (width + _CELL_GAP) + group * _GROUP_GAP
        return QRectF(tokens.px(x), tokens.px(24), tokens.px(width), tokens.px(60))

    def _high(self) -> int:
        return self._tokens.px(_BOX[1] if self._boxed else 112)
