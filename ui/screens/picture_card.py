"""A card with a picture, what it is for, and one line more: the bays of home, who presses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractButton, QGridLayout, QSizePolicy

from ui.art.people import ART_HEIGHT, ART_WIDTH
from ui.components.pressing import GUARD_MS, Pressing
from ui.components.shapes import RADIUS_CARD, Face, paint_face
from ui.theme.icons import paint_icon
from ui.theme.pictures import picture
from ui.theme.text_layout import lay_out
from ui.theme.tokens import Role

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QPaintEvent
    from PySide6.QtWidgets import QWidget

    from ui.page import Page
    from ui.theme.text_layout import Block
    from ui.theme.tokens import Tokens

_SIDE, _SIDE_NARROW = 34, 28
_NARROW = 480
_LEAST_ART = 56
_ART_LARGEST = 150
_CHEVRON = 52
_TOP = 25
_OVERLAP = 4
_LEAST_ROW = 150
_MOST_HEIGHT = 440


class PictureCard(Pressing, QAbstractButton):
    """A pressable card: the picture above its words, or beside them where the card is a row."""

    tapped = Signal()

    def __init__(
        self,
        tokens: Tokens,
        art: Callable[[QPainter], None],
        title: str,
        text: str,
        *,
        name: str,
        row: bool,
        brief: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """`art` paints 220 by 193 reference units; `row` puts it at the left of the words.

        A `brief` card leaves its line of text out where it is too low for it: the title says
        enough.
        """
        super().__init__(parent)
        self._art = art
        self._title = title
        self._text = text
        self._row = row
        self._brief = brief
        self._beside: Sequence[PictureCard] = (self,)
        self._laid: tuple[int, list[Block]] | None = None
        self._begin_pressing(tokens, name, f"{title}, {text}" if text else title, GUARD_MS)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.MinimumExpanding)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def sizeHint(self) -> QSize:
        """A bay of the landscape house."""
        return QSize(self._tokens.px(516), self._tokens.px(348))

    def minimumSizeHint(self) -> QSize:
        """Narrow enough for four beside one another."""
        return QSize(self._tokens.px(300), self._tokens.px(120))

    def heightForWidth(self, width: int) -> int:
        """The words with a little air, and a small picture above them."""
        tokens = self._tokens
        if self._row:
            words = self._least_words(self._row_room(width)[1])
            return max(words + tokens.px(22), tokens.px(_LEAST_ROW))
        side = tokens.px(_SIDE_NARROW if width < tokens.px(_NARROW) else _SIDE)
        return self._least_words(width - 2 * side) + tokens.px(_TOP + 28 + _LEAST_ART)

    def _least_words(self, width: int) -> int:
        """The height of the words that can't be left out."""
        blocks = self._words(width)
        return sum(block.height for block in blocks[: 1 if self._brief else None])

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

    def picture_room(self) -> int:
        """The height in pixels that the words leave to a picture above them."""
        top = self._words_top(self._shown_words(self.width() - 2 * self._side()))
        return top - self._tokens.px(_TOP + 2)

    def stand_beside(self, cards: Sequence[PictureCard]) -> None:
        """Stand in a row with these (the card itself among them): their pictures are alike."""
        self._beside = cards

    def _words_top(self, blocks: list[Block]) -> int:
        overlap = self._tokens.px(_OVERLAP)
        height = sum(block.height for block in blocks) - overlap * (len(blocks) - 1)
        return self.height() - self._tokens.px(28) - height

    def _paint_column(self, painter: QPainter) -> None:
        tokens = self._tokens
        side = self._side()
        blocks = self._shown_words(self.width() - 2 * side)
        # All pictures of a row are as high as the lowest: one card may have a title of two lines.
        room = min(card.picture_room() for card in self._beside)
        self._paint_art(painter, side, tokens.px(_TOP), room)
        self._paint_words(painter, blocks, side, self._words_top(blocks))
        chevron = tokens.px(_CHEVRON)
        self._paint_chevron(painter, self.width() - chevron - tokens.px(26), tokens.px(26))

    def _paint_row(self, painter: QPainter) -> None:
        tokens = self._tokens
        room = self.height() - tokens.px(6)
        left, width = self._row_room(self.width())
        art = min(self._row_art(), room - tokens.px(16))
        self._paint_art(painter, tokens.px(_SIDE), (room - art) // 2, art)
        chevron = tokens.px(_CHEVRON)
        blocks = self._shown_words(width)
        overlap = tokens.px(_OVERLAP)
        height = sum(block.height for block in blocks) - overlap * (len(blocks) - 1)
        self._paint_words(painter, blocks, left, (room - height) // 2)
        x = self.width() - chevron - tokens.px(34)
        self._paint_chevron(painter, x, (room - chevron) // 2)

    def _row_art(self) -> int:
        return self._tokens.px(_ART_LARGEST if self._tokens.largest else ART_HEIGHT)

    def _row_room(self, width: int) -> tuple[int, int]:
        """Where the words of a row begin, and how wide they may be."""
        tokens = self._tokens
        left = tokens.px(_SIDE + 26) + self._row_art() * ART_WIDTH // ART_HEIGHT
        return left, width - left - tokens.px(_CHEVRON + 40)

    def _paint_art(self, painter: QPainter, x: int, y: int, height: int) -> None:
        tokens = self._tokens
        height = min(height, tokens.px(ART_HEIGHT))
        if height < tokens.px(_LEAST_ART):
            return
        size = QSize(height * ART_WIDTH // ART_HEIGHT, height)
        units = (ART_WIDTH, ART_HEIGHT)
        painter.drawPixmap(x, y, picture(self._art, size, units, self.devicePixelRatioF()))

    def _side(self) -> int:
        tokens = self._tokens
        narrow = self.width() < tokens.px(_NARROW)
        return tokens.px(_SIDE_NARROW if narrow else _SIDE)

    def _paint_words(self, painter: QPainter, blocks: list[Block], x: int, y: int) -> None:
        overlap = self._tokens.px(_OVERLAP)
        inks = (self._tokens.colour("primary"), self._tokens.colour("secondary"))
        for block, ink in zip(blocks, inks, strict=False):
            block.paint(painter, x, y, ink)
            y += block.height - overlap

    def _paint_chevron(self, painter: QPainter, x: int, y: int) -> None:
        size = self._tokens.px(_CHEVRON)
        paint_icon(painter, "chevron-right", x, y, size, self._tokens.colour("primary"))

    def _shown_words(self, width: int) -> list[Block]:
        """Title and text, or the title alone in a brief card that is too low for both."""
        blocks = self._words(width)
        around = self._tokens.px(22 if self._row else _TOP + _CHEVRON + 28)
        if self._brief and sum(block.height for block in blocks) + around > self.height():
            return blocks[:1]
        return blocks

    def _words(self, width: int) -> list[Block]:
        """Title and text in a column of `width` pixels; the last ones are kept."""
        tokens = self._tokens
        if self._laid is None or self._laid[0] != width:
            blocks = [lay_out(self._title, tokens.font(Role.H2), width, pitch=1.3)]
            if self._text:
                blocks.append(lay_out(self._text, tokens.font(Role.BODY), width, pitch=1.3))
            self._laid = (width, blocks)
        return self._laid[1]


def add_cards(page: Page, cards: Sequence[PictureCard], columns: int) -> None:
    """Fill a page with cards in so many columns, their words level with one another."""
    tokens = page.look.tokens
    grid = QGridLayout()
    grid.setSpacing(tokens.gutter if columns > 1 else tokens.px(24))
    for place, card in enumerate(cards):
        card.setMaximumHeight(tokens.px(_MOST_HEIGHT))
        grid.addWidget(card, place // columns, place % columns)
    page.main.addLayout(grid, 100)
    page.main.addStretch(1)
    for card in cards:
        card.stand_beside(cards)
