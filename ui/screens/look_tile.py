"""A tile that shows what it offers: letters of a size, or of a colour on a ground."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QRadioButton, QSizePolicy

from ui.components.pressing import GUARD_MS, Pressing
from ui.components.shapes import choice_face, paint_face
from ui.theme.icons import paint_icon
from ui.theme.text_layout import lay_out, unbroken_height
from ui.theme.tokens import REGULAR, Role

if TYPE_CHECKING:
    from PySide6.QtGui import QFont, QPaintEvent
    from PySide6.QtWidgets import QWidget

    from ui.theme.palettes import Theme
    from ui.theme.text_layout import Block
    from ui.theme.tokens import Tokens

_SIDE = 26
_TICK = 36
_ICON = 48
_SWATCH = (104, 82)
_LARGEST = 49


@dataclass(frozen=True, slots=True)
class Sample:
    """What a tile shows beside its name: words in a font, "Aa" in a theme's colours, an icon."""

    words: str = ""
    font: QFont | None = None
    theme: Theme | None = None
    icon: str = ""


class LookTile(Pressing, QRadioButton):
    """One of several looks. `tapped` says that it is wanted."""

    tapped = Signal()

    def __init__(
        self,
        tokens: Tokens,
        title: str,
        detail: str = "",
        *,
        sample: Sample,
        name: str,
        chosen: bool,
        parent: QWidget | None = None,
    ) -> None:
        """`chosen` frames the tile and ticks it."""
        super().__init__(parent)
        self._title = title
        self._detail = detail
        self._sample = sample
        self._laid: dict[int, list[Block]] = {}
        self._begin_pressing(tokens, name, f"{title}, {detail}" if detail else title, GUARD_MS)
        self.setAutoExclusive(False)
        self.setChecked(chosen)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def heightForWidth(self, width: int) -> int:
        """High enough for the sample and the words."""
        tokens = self._tokens
        if self._sample.font is not None:
            largest = tokens.font_of(_LARGEST, strong=True)
            sample = unbroken_height(self._sample.words, largest, 1)
            title = unbroken_height(self._title, tokens.font(Role.BODY), 1)
            return max(tokens.px(132 if tokens.tight else 148), sample + title + tokens.px(26))
        words = sum(block.height for block in self._blocks(self._words_at()[1] + width))
        return max(self._least(), words + tokens.px(32))

    def sizeHint(self) -> QSize:
        """A quarter or a third of the main part."""
        width = self._tokens.px(240 if self._sample.font is not None else 340)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """No narrower than the sample."""
        width = 150 if self._sample == Sample() else 200
        return QSize(self._tokens.px(width), self._least())

    def _least(self) -> int:
        swatch = self._sample.theme is not None
        return self._tokens.px((104 if swatch else 96) if self._tokens.tight else 124)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint frame, sample, name and tick."""
        del event
        tokens = self._tokens
        chosen = self.isChecked()
        painter = QPainter(self)
        face = choice_face(tokens, chosen=chosen, pressed=self.isDown(), focused=self.hasFocus())
        paint_face(painter, tokens, QRectF(self.rect()), face)
        if self._sample.font is not None:
            self._paint_letters(painter, self._sample.font)
        else:
            self._paint_beside(painter)
        if chosen:
            size = tokens.px(_TICK)
            x = self.width() - size - tokens.px(14)
            ink = tokens.colour("primary")
            paint_icon(painter, "circle-check", x, tokens.px(14), size, ink)
        painter.end()

    def _paint_letters(self, painter: QPainter, font: QFont) -> None:
        tokens = self._tokens
        side = tokens.px(_SIDE)
        tick = tokens.px(_TICK) if self.isChecked() else 0
        name = self._fitted(self._title, tokens.font(Role.BODY), 0)
        sample = self._fitted(self._sample.words, font, tick)
        y = self.height() - tokens.px(14) - name.height
        name.paint(painter, side, y, tokens.colour("secondary"))
        sample.paint(painter, side, y - sample.height + tokens.px(4), tokens.colour("text"))

    def _fitted(self, words: str, font: QFont, less: int) -> Block:
        """The words no wider than the tile, smaller where they would be."""
        room = self.width() - 2 * self._tokens.px(_SIDE) - less
        block = lay_out(words, font, None)
        if block.width <= room:
            return block
        smaller = int(font.pixelSize() * room / block.width / self._tokens.scale)
        strong = font.weight() > REGULAR
        return lay_out(words, self._tokens.font_of(smaller, strong=strong), None)

    def _paint_beside(self, painter: QPainter) -> None:
        tokens = self._tokens
        side = tokens.px(_SIDE)
        middle = (self.height() - tokens.px(4)) / 2
        if self._sample.theme is not None:
            self._paint_swatch(painter, self._sample.theme, side, middle)
        if self._sample.icon:
            size = tokens.px(_ICON)
            ink = tokens.colour("primary")
            paint_icon(painter, self._sample.icon, side, middle - size / 2, size, ink)
        left, less = self._words_at()
        blocks = self._blocks(self.width() + less)
        y = middle - sum(block.height for block in blocks) / 2
        for block, ink_name in zip(blocks, ("primary", "secondary"), strict=False):
            block.paint(painter, left, y, tokens.colour(ink_name))
            y += block.height

    def _words_at(self) -> tuple[int, int]:
        """Where the words begin, and how much less than the tile they may take (negative)."""
        beside = _SWATCH[0] if self._sample.theme is not None else _ICON
        left = self._tokens.px(_SIDE + (beside + 20 if self._sample != Sample() else 0))
        tick = _TICK if self.isChecked() else 0
        return left, -left - self._tokens.px(20 + tick)

    def _paint_swatch(self, painter: QPainter, theme: Theme, left: int, middle: float) -> None:
        tokens = self._tokens
        width, height = tokens.px(_SWATCH[0]), tokens.px(_SWATCH[1])
        painter.setPen(QPen(QColor(theme.rim), tokens.px(2)))
        painter.setBrush(QColor(theme.paper))
        box = QRectF(left, middle - height / 2, width, height)
        painter.drawRoundedRect(box, tokens.px(8), tokens.px(8))
        letters = lay_out("Aa", tokens.font_of(46, strong=True), None)
        x = box.center().x() - letters.width / 2
        letters.paint(painter, x, middle - letters.middle, QColor(theme.text))

    def _blocks(self, width: int) -> list[Block]:
        blocks = self._laid.get(width)
        if blocks is None:
            tokens = self._tokens
            blocks = [lay_out(self._title, tokens.font(Role.H3), width, pitch=1.3)]
            if self._detail:
                blocks.append(lay_out(self._detail, tokens.font(Role.BODY), width, pitch=1.3))
            self._laid[width] = blocks
        return blocks
