"""One bay of home: a picture, what it is for, and one line more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from ui.art.people import ART_HEIGHT, ART_WIDTH
from ui.components.pressing import GUARD_MS, Pressing
from ui.components.shapes import RADIUS_CARD, Face, paint_face
from ui.theme.icons import paint_icon
from ui.theme.text_layout import Block, lay_out
from ui.theme.tokens import Role

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QPaintEvent

    from ui.theme.tokens import Tokens

_SIDE = 34
_LEAST_ART = 64
_CHEVRON = 52


class HomeCard(Pressing, QAbstractButton):
    """A pressable card: the picture above its words, or beside them where the card is a row."""

    tapped = Signal()

    def __init__(  # noqa: PLR0913 - a card is made of these
        self,
        tokens: Tokens,
        art: Callable[[QPainter], None],
        title: str,
        text: str,
        *,
        name: str,
        row: bool,
        parent: QWidget | None = None,
    ) -> None:
        """`art` paints 220 by 193 reference units; `row` puts it at the left of the words."""
        super().__init__(parent)
        self._art = art
        self._title = title
        self._text = text
        self._row = row
        self._picture = QPixmap()
        self._begin_pressing(tokens, name, f"{title}, {text}" if text else title, GUARD_MS)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        """The card of the landscape house."""
        return QSize(self._tokens.px(516), self._tokens.px(348))

    def minimumSizeHint(self) -> QSize:
        """The words, and nothing cut off."""
        width = self._tokens.px(300)
        words = sum(block.height for block in self._words(width))
        return QSize(width, words + self._tokens.px(40))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the frame, the picture, the words and the chevron."""
        del event
        tokens = self._tokens
        painter = QPainter(self)
        face = Face(
            rim=tokens.colour("rim"),
            fill=tokens.colour("primary_tint" if self.isDown() else "paper"),
            radius=RADIUS_CARD,
            pressed=self.isDown(),
            focused=self.hasFocus(),
        )
        paint_face(painter, tokens, QRectF(self.rect()), face)
        if self.isDown():
            painter.translate(0, tokens.px(2))
        if self._row:
            self._paint_row(painter)
        else:
            self._paint_column(painter)
        painter.end()

    def _paint_column(self, painter: QPainter) -> None:
        tokens = self._tokens
        side = tokens.px(_SIDE)
        blocks = self._words(self.width() - 2 * side)
        overlap = tokens.px(4)
        height = sum(block.height for block in blocks) - overlap * (len(blocks) - 1)
        y = self.height() - tokens.px(28) - height
        top = tokens.px(25)
        self._paint_art(painter, side, top, y - top - tokens.px(2))
        self._paint_words(painter, blocks, side, y, overlap)
        chevron = tokens.px(_CHEVRON)
        self._paint_chevron(painter, self.width() - chevron - tokens.px(26), tokens.px(26))

    def _paint_row(self, painter: QPainter) -> None:
        tokens = self._tokens
        side = tokens.px(_SIDE)
        room = self.height() - tokens.px(6)
        art = min(tokens.px(ART_HEIGHT), room - tokens.px(24))
        self._paint_art(painter, side, (room - art) // 2, art)
        left = side + art * ART_WIDTH // ART_HEIGHT + tokens.px(30)
        chevron = tokens.px(_CHEVRON)
        blocks = self._words(self.width() - left - chevron - tokens.px(40))
        overlap = tokens.px(4)
        height = sum(block.height for block in blocks) - overlap * (len(blocks) - 1)
        self._paint_words(painter, blocks, left, (room - height) // 2, overlap)
        x = self.width() - chevron - tokens.px(34)
        self._paint_chevron(painter, x, (room - chevron) // 2)

    def _paint_art(self, painter: QPainter, x: int, y: int, height: int) -> None:
        tokens = self._tokens
        height = min(height, tokens.px(ART_HEIGHT))
        if height < tokens.px(_LEAST_ART):
            return
        size = QSize(height * ART_WIDTH // ART_HEIGHT, height)
        ratio = self.devicePixelRatioF()
        if self._picture.size() != size * ratio:
            pixmap = QPixmap(size * ratio)
            pixmap.fill(Qt.GlobalColor.transparent)
            drawing = QPainter(pixmap)
            drawing.scale(size.width() * ratio / ART_WIDTH, height * ratio / ART_HEIGHT)
            self._art(drawing)
            drawing.end()
            pixmap.setDevicePixelRatio(ratio)
            self._picture = pixmap
        painter.drawPixmap(x, y, self._picture)

    def _paint_words(
        self, painter: QPainter, blocks: list[Block], x: int, y: int, overlap: int
    ) -> None:
        inks = (self._tokens.colour("primary"), self._tokens.colour("secondary"))
        for block, ink in zip(blocks, inks, strict=False):
            block.paint(painter, x, y, ink)
            y += block.height - overlap

    def _paint_chevron(self, painter: QPainter, x: int, y: int) -> None:
        size = self._tokens.px(_CHEVRON)
        paint_icon(painter, "chevron-right", x, y, size, self._tokens.colour("primary"))

    def _words(self, width: int) -> list[Block]:
        tokens = self._tokens
        blocks = [lay_out(self._title, tokens.font(Role.H2), width, pitch=1.3)]
        if self._text:
            blocks.append(lay_out(self._text, tokens.font(Role.BODY), width, pitch=1.3))
        return blocks
