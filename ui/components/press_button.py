"""Buttons: an icon and a word in a frame with a thick lower edge."""

from __future__ import annotations

from enum import Enum
from math import ceil
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from ui.components.pressing import GUARD_MS, Pressing
from ui.components.shapes import EDGE, EDGE_SMALL, Face, paint_face
from ui.theme.icons import paint_icon
from ui.theme.text_layout import lay_out, longest_word
from ui.theme.tokens import Role

if TYPE_CHECKING:
    from PySide6.QtGui import QColor, QFont, QPaintEvent
    from PySide6.QtWidgets import QWidget

    from ui.theme.text_layout import Block
    from ui.theme.tokens import Tokens


class Kind(Enum):
    """What a button is for, which decides its look and its least size."""

    PRIMARY = "primary"
    SECONDARY = "secondary"
    QUIET = "quiet"
    SMALL = "small"
    TINTED = "tinted"
    HEADER = "header"
    HEADER_HELP = "header-help"


_HEADER = (Kind.HEADER, Kind.HEADER_HELP)
_HEIGHT = {Kind.SMALL: 72, Kind.HEADER: 72, Kind.HEADER_HELP: 72}
_HEIGHT_LARGEST = {Kind.SMALL: 88, Kind.HEADER: 104, Kind.HEADER_HELP: 104}
_SIDE = {Kind.QUIET: 20, Kind.SMALL: 24, Kind.HEADER: 20, Kind.HEADER_HELP: 20}
_DRAWN_IN = 27
_ICON = {Kind.SMALL: 32, Kind.HEADER: 30, Kind.HEADER_HELP: 30}


class PressButton(Pressing, QAbstractButton):
    """A button with words, and icons before or after them. `tapped` says that it was pressed.

    It grows to two lines where its words need them and is never narrower than its longest word.
    `reason` says why it can't be pressed now; such a button is grey and is not pressed.
    """

    tapped = Signal()

    def __init__(  # noqa: PLR0913 - a look is a list of small choices
        self,
        tokens: Tokens,
        text: str,
        *,
        name: str,
        kind: Kind = Kind.SECONDARY,
        icon: str | None = None,
        spoken: str | None = None,
        centred: bool = True,
        radius: int = 8,
        guard_ms: int = GUARD_MS,
        parent: QWidget | None = None,
    ) -> None:
        """`spoken` is what is read aloud where it differs from the words shown."""
        super().__init__(parent)
        self._kind = kind
        self._words = text
        self._blocks: dict[float | None, Block] = {}
        # In a narrow window the header's icons give way, so that its words needn't.
        self._bare = kind in _HEADER and tokens.narrow and not tokens.largest
        self._icon = None if self._bare else icon
        self._centred = centred
        self._radius = radius
        self._stacked = kind in _HEADER and tokens.stacked
        self._drawn_in = False
        self._begin_pressing(tokens, name, spoken or text, guard_ms)
        across = QSizePolicy.Policy.Fixed if kind in _HEADER else QSizePolicy.Policy.Preferred
        policy = QSizePolicy(across, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @property
    def words(self) -> str:
        """The words as shown."""
        return self._words

    def set_text(self, text: str, *, spoken: str | None = None, icon: str | None = None) -> None:
        """Show other words, and another icon where one is given."""
        self._words = text
        self._blocks.clear()
        if not self._bare:
            self._icon = icon or self._icon
        self.setAccessibleName(spoken or text)
        self.updateGeometry()
        self.update()

    def draw_in(self, *, drawn_in: bool) -> bool:
        """Take less room across: smaller words, no icon beside them. Whether that is new."""
        if drawn_in == self._drawn_in:
            return False
        self._drawn_in = drawn_in
        self._blocks.clear()
        self.updateGeometry()
        self.update()
        return True

    def heightForWidth(self, width: int) -> int:
        """At least the kind's height, more where the words wrap."""
        block = self._block(self._room(width))
        return max(self._least_height(), block.height + self._tokens.px(24))

    def sizeHint(self) -> QSize:
        """One line of words with the kind's sides."""
        words = self._block(None).width
        width = ceil(words) + self._beside()
        if self._kind is Kind.PRIMARY:
            width = max(width, self._tokens.px(360))
        return QSize(max(width, self._tokens.px(72)), self._least_height())

    def minimumSizeHint(self) -> QSize:
        """The longest word with the kind's sides; header buttons stay on one line."""
        if self._kind in _HEADER:
            return self.sizeHint()
        word = longest_word(self._words, self._font())
        width = ceil(word) + 1 + self._beside()
        return QSize(max(width, self._tokens.px(72)), self._least_height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the frame, then icon and words."""
        del event
        tokens = self._tokens
        painter = QPainter(self)
        pressed = self.isDown()
        inside = QRectF(self.rect())
        if self._kind is not Kind.QUIET or self.hasFocus():
            paint_face(painter, tokens, inside, self._face(pressed=pressed))
        edge = 0 if self._kind is Kind.QUIET else tokens.px(self._edge() - 2)
        content = QRectF(0, 0, self.width(), self.height() - edge)
        if pressed:
            content.translate(0, tokens.px(2))
        if self._stacked:
            self._paint_stacked(painter, content)
        else:
            self._paint_in_line(painter, content)
        painter.end()

    def _face(self, *, pressed: bool) -> Face:
        colour = self._tokens.colour
        match self._kind:
            case Kind.PRIMARY if self.isEnabled():
                rim = colour("primary_edge")
                fill = colour("primary_edge") if pressed else colour("primary")
            case Kind.TINTED | Kind.HEADER_HELP:
                rim, fill = colour("rim"), colour("primary_tint")
            case Kind.QUIET:
                rim = fill = colour("plinth")
            case _:
                rim, fill = colour("rim"), colour("primary_tint" if pressed else "paper")
        return Face(
            rim,
            fill,
            radius=self._radius,
            edge=self._edge(),
            pressed=pressed,
            focused=self.hasFocus(),
        )

    def _edge(self) -> int:
        return EDGE_SMALL if self._kind in (*_HEADER, Kind.SMALL) else EDGE

    def _ink(self) -> QColor:
        colour = self._tokens.colour
        if not self.isEnabled():
            return colour("secondary")
        if self._kind is Kind.PRIMARY:
            return colour("on_primary")
        return colour("text" if self._kind is Kind.QUIET else "primary")

    def _font(self) -> QFont:
        role = Role.HEADER_STRONG if self._kind in _HEADER else Role.BUTTON
        if self._kind is Kind.SMALL:
            role = Role.STRONG
        if self._drawn_in:
            least = min(self._tokens.size(role), self._tokens.px(_DRAWN_IN))
            return self._tokens.font_of(least / self._tokens.scale, strong=True)
        return self._tokens.font(role)

    def _block(self, width: float | None) -> Block:
        block = self._blocks.get(width)
        if block is None:
            block = self._blocks[width] = lay_out(self._words, self._font(), width, pitch=1.3)
        return block

    def _icon_size(self) -> int:
        base = _ICON.get(self._kind, 36)
        if self._kind not in _HEADER and self._tokens.large:
            base += 8
        return self._tokens.px(base)

    def _side(self) -> int:
        return self._tokens.px(12 if self._drawn_in else _SIDE.get(self._kind, 32))

    def _gap(self) -> int:
        return self._tokens.px(10 if self._kind in _HEADER else 14) if self._words else 0

    def _beside(self) -> int:
        """What stands beside the words: sides, an icon and its gap."""
        icons = 0 if self._icon is None or self._stacked or self._drawn_in else 1
        return 2 * self._side() + icons * (self._icon_size() + self._gap()) + 2

    def _room(self, width: int) -> float | None:
        if self._kind in _HEADER:
            return None
        return max(1, width - self._beside() + 2)

    def _least_height(self) -> int:
        table = _HEIGHT_LARGEST if self._tokens.largest or self._stacked else _HEIGHT
        return self._tokens.px(table.get(self._kind, 112 if self._tokens.largest else 88))

    def _paint_in_line(self, painter: QPainter, content: QRectF) -> None:
        block = self._block(self._room(self.width()))
        icon, gap = self._icon_size(), self._gap()
        drawing = None if self._drawn_in else self._icon
        before = icon + gap if drawing else 0
        whole = before + block.width
        x = (content.width() - whole) / 2 if self._centred else self._side()
        middle = content.center().y()
        ink = self._ink()
        if drawing:
            paint_icon(painter, drawing, x, middle - icon / 2, icon, ink)
        block.paint(painter, x + before, middle - block.middle, ink)

    def _paint_stacked(self, painter: QPainter, content: QRectF) -> None:
        block = self._block(None)
        icon = self._tokens.px(36)
        ink = self._ink()
        top = content.center().y() - (icon + block.height) / 2
        if self._icon:
            paint_icon(painter, self._icon, content.center().x() - icon / 2, top, icon, ink)
        block.paint(painter, content.center().x() - block.width / 2, top + icon, ink)
