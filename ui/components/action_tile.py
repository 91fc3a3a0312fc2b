"""A tile that leads somewhere: an icon, a title, a line of detail, and a chevron."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from ui.components.pressing import GUARD_MS, Pressing
from ui.components.shapes import RADIUS_CARD, Face, paint_face
from ui.theme.icons import paint_icon
from ui.theme.text_layout import lay_out, longest_word
from ui.theme.tokens import Role

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from ui.theme.text_layout import Block
    from ui.theme.tokens import Tokens

# Where a row across the window is short the words have the room that air and signs have else.
_SIDE, _SIDE_NARROW = 24, 16
_GAP, _GAP_NARROW = 20, 14
_DISC, _DISC_NARROW = 72, 60
_CHEVRON, _CHEVRON_NARROW = 36, 28
_LEAST, _LEAST_TIGHT = 104, 88


class ActionTile(Pressing, QAbstractButton):
    """One touch goes there. It grows with its words; `tapped` says that it was pressed."""

    tapped = Signal()

    def __init__(  # noqa: PLR0913 - a look is a list of small choices
        self,
        tokens: Tokens,
        title: str,
        detail: str = "",
        *,
        name: str,
        icon: str | None = None,
        tinted: bool = False,
        least: int | None = None,
        chevron: bool = True,
        role: Role = Role.H3,
    ) -> None:
        """`tinted` sets apart the one that is not like the others.

        `least` is the least height in reference pixels; without a `chevron` words have more room.
        """
        super().__init__()
        self._title = title
        self._detail = detail
        self._icon = icon
        self._tinted = tinted
        narrow = tokens.narrow
        self._least = least or (_LEAST_TIGHT if tokens.tight else _LEAST)
        self._side = tokens.px(_SIDE_NARROW if narrow else _SIDE)
        self._gap = tokens.px(_GAP_NARROW if narrow else _GAP)
        self._disc = tokens.px(_DISC_NARROW if narrow else _DISC)
        self._chevron = tokens.px(_CHEVRON_NARROW if narrow else _CHEVRON) if chevron else 0
        self._role = role
        self._begin_pressing(tokens, name, f"{title}. {detail}" if detail else title, GUARD_MS)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def heightForWidth(self, width: int) -> int:
        """At least its least height, more where the words wrap."""
        words = sum(block.height for block in self._blocks(width))
        return max(self._tokens.px(self._least), words + self._tokens.px(20))

    def sizeHint(self) -> QSize:
        """A third of the page."""
        width = self._tokens.columns(4)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """The longest word beside icon and chevron."""
        word = longest_word(self._title, self._tokens.font(self._role))
        return QSize(int(word) + 1 + self._beside(), self._tokens.px(self._least))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint frame, icon on its disc, words and chevron."""
        del event
        tokens = self._tokens
        painter = QPainter(self)
        filled = "primary_tint" if self._tinted or self.isDown() else "paper"
        face = Face(
            tokens.colour("rim"),
            tokens.colour(filled),
            radius=RADIUS_CARD,
            pressed=self.isDown(),
            focused=self.hasFocus(),
        )
        paint_face(painter, tokens, QRectF(self.rect()), face)
        middle = (self.height() - tokens.px(4)) / 2 + (tokens.px(2) if self.isDown() else 0)
        if self._icon is not None:
            self._paint_icon(painter, middle)
        blocks = self._blocks(self.width())
        y = middle - sum(block.height for block in blocks) / 2
        if len(blocks) == 1:
            y = middle - blocks[0].middle
        for block, name in zip(blocks, ("primary", "secondary"), strict=False):
            block.paint(painter, self._words_at(), y, tokens.colour(name))
            y += block.height
        size = self._chevron
        if size:
            x = self.width() - self._side - size
            ink = tokens.colour("primary")
            paint_icon(painter, "chevron-right", x, middle - size / 2, size, ink)
        painter.end()

    def _paint_icon(self, painter: QPainter, middle: float) -> None:
        tokens = self._tokens
        across, size = self._disc, tokens.px(40)
        left = self._side
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tokens.colour("paper" if self._tinted else "primary_tint"))
        painter.drawEllipse(QRectF(left, middle - across / 2, across, across))
        inset = (across - size) / 2
        ink = tokens.colour("primary")
        paint_icon(painter, self._icon or "", left + inset, middle - size / 2, size, ink)

    def _words_at(self) -> int:
        icon = self._disc + self._gap if self._icon is not None else self._tokens.px(8)
        return self._side + icon

    def _beside(self) -> int:
        after = self._chevron + self._tokens.px(12) if self._chevron else 0
        return self._words_at() + self._side + after

    def _blocks(self, width: int) -> list[Block]:
        tokens = self._tokens
        room = max(1, width - self._beside())
        blocks = [lay_out(self._title, tokens.font(self._role), room, pitch=1.3)]
        if self._detail:
            blocks.append(lay_out(self._detail, tokens.font(Role.CAPTION), room, pitch=1.3))
        return blocks
