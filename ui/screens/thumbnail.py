"""A captured paper in small: its first page on a sheet, and how many pages it has."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen, QPixmap
from PySide6.QtWidgets import QWidget

from ui.theme.icons import paint_icon
from ui.theme.text_layout import lay_out

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from ui.theme.text_layout import Block
    from ui.theme.tokens import Tokens

_USUAL, _TIGHT = (150, 206), (105, 118)
"""Width and height; in low windows the words need the room."""


class Thumbnail(QWidget):
    """Shows the picture whole, a sheet where there is none, a dashed frame where no paper is."""

    def __init__(
        self, tokens: Tokens, picture: bytes = b"", *, pages: str = "", empty: bool = False
    ) -> None:
        """`picture` is a PNG, `pages` the words on its corner; `empty`: nothing is there yet."""
        super().__init__()
        self._tokens = tokens
        self._empty = empty
        self._picture = QPixmap()
        self._picture.loadFromData(picture)
        width, height = _TIGHT if tokens.tight else _USUAL
        self._room = QSize(tokens.px(width), tokens.px(height))
        self._words = lay_out(pages, tokens.font_of(24, strong=True), None) if pages else None
        # The words may be wider than the sheet that they lie on.
        stamp = ceil(self._words.width) + tokens.px(16) if self._words else 0
        self.setFixedSize(max(self._room.width(), stamp), self._room.height())
        self.setAccessibleName(pages)

    @property
    def has_picture(self) -> bool:
        """Whether the page itself can be seen."""
        return not self._picture.isNull()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the picture in its frame, or what stands for it."""
        del event
        tokens = self._tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        sheet = self._sheet()
        line = tokens.px(2)
        pen = QPen(tokens.colour("rim" if not self._empty else "divider"), line)
        if self._empty:
            pen.setStyle(Qt.PenStyle.DashLine)
        inside = sheet.adjusted(line / 2, line / 2, -line / 2, -line / 2)
        painter.setPen(pen)
        painter.setBrush(tokens.colour("paper"))
        painter.drawRect(inside)
        if self.has_picture:
            target = sheet.adjusted(line, line, -line, -line)
            painter.drawPixmap(target, self._picture, QRectF(self._picture.rect()))
        elif not self._empty:
            size = tokens.px(40)
            middle = sheet.center()
            ink = tokens.colour("secondary")
            paint_icon(
                painter, "file-text", middle.x() - size / 2, middle.y() - size / 2, size, ink
            )
        if self._words is not None:
            self._paint_pages(painter, sheet, self._words)
        painter.end()

    def _paint_pages(self, painter: QPainter, sheet: QRectF, words: Block) -> None:
        """White on dark at the lower left corner, as a stamp on a photograph."""
        tokens = self._tokens
        width, height = words.width + tokens.px(16), tokens.px(38)
        ground = QRectF(sheet.left(), sheet.bottom() - height, width, height)
        painter.fillRect(ground, tokens.colour("text"))
        y = ground.center().y() - words.middle
        words.paint(painter, ground.left() + tokens.px(8), y, tokens.colour("wall"))

    def _sheet(self) -> QRectF:
        """Where the sheet is: the picture's own proportions, or those of a paper."""
        shape = self._picture.size() if self.has_picture else QSize(119, 168)
        size = shape.scaled(self._room, Qt.AspectRatioMode.KeepAspectRatio)
        return QRectF(0, self.height() - size.height(), size.width(), size.height())
