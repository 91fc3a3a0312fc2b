"""One painted key: it answers a touch at once and never takes the focus from the line."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractButton

from ui.components.pressing import Pressing
from ui.components.shapes import EDGE_SMALL, RADIUS, RADIUS_CARD, Face, paint_face
from ui.theme.icons import paint_icon
from ui.theme.text_layout import ABOVE, advance, has_stacked_capitals
from ui.theme.tokens import Role

if TYPE_CHECKING:
    from PySide6.QtGui import QColor, QFont, QPaintEvent
    from PySide6.QtWidgets import QWidget

    from ui.speech.script import Utterance
    from ui.theme.tokens import Tokens

_LEAST_TEXT, _LEAST_CAPTION = 20, 24
_BEFORE_LABEL, _FRAME = 14, 2
_MOST_OF_HEIGHT = 0.62
_CENTRE = 0.34
"""How far below the middle the baseline stands, in em: letters look centred by their capitals."""


class Look(Enum):
    """What a key is for, which decides its colours."""

    LETTER = "letter"
    VIETNAMESE = "vietnamese"
    WORD = "word"
    VIETNAMESE_WORD = "vietnamese-word"
    SUGGESTION = "suggestion"
    DIGIT = "digit"


_TINTED = frozenset({Look.VIETNAMESE, Look.VIETNAMESE_WORD})
_ROLES = {
    Look.DIGIT: Role.PAD,
    Look.WORD: Role.BUTTON,
    Look.VIETNAMESE_WORD: Role.BUTTON,
}


class Key(Pressing, QAbstractButton):
    """A key with a word or an icon, and a small caption before it (the name of a tone)."""

    tapped = Signal()

    def __init__(
        self,
        tokens: Tokens,
        label: str,
        *,
        name: str,
        look: Look = Look.LETTER,
        icon: str | None = None,
        spoken: str | None = None,
        like: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """`name` finds the key in tours and tests; `spoken` is read aloud where it differs.

        With `like` the label is written as large as this would be: keys beside one another then
        have letters of one size.
        """
        super().__init__(parent)
        self._begin_pressing(tokens, name, spoken or label, 0)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._label = label
        self._caption = ""
        self._look = look
        self._icon = icon
        self._filled = False
        self._like = like
        self._sizes = (0, 0)

    def said(self) -> tuple[Utterance, ...]:
        """Nothing: keys are for hands."""
        return ()

    @property
    def label(self) -> str:
        """The word on the key."""
        return self._label

    @property
    def filled(self) -> bool:
        """Whether the key is shown as the chosen one."""
        return self._filled

    def show_label(
        self,
        label: str,
        *,
        caption: str = "",
        filled: bool = False,
        spoken: str | None = None,
        sizes: tuple[int, int] = (0, 0),
    ) -> None:
        """Another word on the key; only a key that changes is painted again.

        `sizes` are the letters' pixels of label and caption: keys beside one another are written
        alike. A label of 0 is as large as this key has room for; a caption of 0 isn't written.
        """
        shown = (self._label, self._caption, self._filled, self._sizes)
        if (label, caption, filled, sizes) == shown:
            return
        self._label, self._caption, self._filled, self._sizes = label, caption, filled, sizes
        self.setAccessibleName(spoken or f"{caption} {label}".strip())
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the key."""
        del event
        painter = QPainter(self)
        pressed = self.isDown()
        inner = paint_face(painter, self._tokens, QRectF(self.rect()), self._face(pressed=pressed))
        self._paint_words(painter, inner.adjusted(self._side, 0, -self._side, 0))
        painter.end()

    @property
    def _side(self) -> int:
        return self._tokens.px(4 if self._like else 10)

    def largest(self, label: str, caption: str) -> tuple[int, int]:
        """The letters' pixels in which this label and this caption fit here, beside one another.

        The label gives way so far that the caption can be read; 0 where even so there is no room.
        """
        tokens = self._tokens
        around = 2 * (self._side + tokens.px(_FRAME))
        room = QRectF(0, 0, self.width() - around, self.height() - tokens.px(_FRAME + EDGE_SMALL))
        beside, taken = room, 0.0
        if label:
            gap = tokens.px(_BEFORE_LABEL)
            least = advance(caption, tokens.font_of(_LEAST_CAPTION)) + gap
            beside = room.adjusted(0, 0, -least, 0)
        font = fitted(tokens, label, tokens.size(Role.INPUT), beside, strong=True)
        if label:
            taken = advance(label, font) + gap
        left = room.adjusted(0, 0, -taken, 0)
        small = fitted(tokens, caption, tokens.size(Role.CAPTION), left, strong=not label)
        has_room = advance(caption, small) <= left.width()
        return font.pixelSize(), small.pixelSize() if has_room else 0

    def _face(self, *, pressed: bool) -> Face:
        colour = self._tokens.colour
        radius = RADIUS_CARD if self._look is Look.SUGGESTION else RADIUS
        rim = colour("rim")
        if self._filled:
            rim, fill = colour("primary_edge"), colour("primary")
        elif self._look in _TINTED:
            fill = colour("divider" if pressed else "primary_tint")
        else:
            fill = colour("primary_tint" if pressed else "paper")
        return Face(rim, fill, radius=radius, edge=EDGE_SMALL, pressed=pressed)

    def _ink(self) -> QColor:
        if self._filled:
            return self._tokens.colour("on_primary")
        if self._look in _TINTED or self._look is Look.SUGGESTION:
            return self._tokens.colour("primary")
        return self._tokens.colour("text")

    def _paint_words(self, painter: QPainter, room: QRectF) -> None:
        tokens = self._tokens
        role = _ROLES.get(self._look, Role.INPUT)
        size = self._sizes[0] or tokens.size(role)
        font = fitted(tokens, self._like or self._label, size, room, strong=True)
        icon = round(font.pixelSize() * 1.1) if self._icon else 0
        gap = tokens.px(12) if icon and self._label else 0
        if self._icon:
            font = fitted(
                tokens,
                self._label,
                tokens.size(role),
                room.adjusted(0, 0, -icon - gap, 0),
                strong=True,
            )
        width = advance(self._label, font) + icon + gap
        caption = self._caption_font()
        before = advance(self._caption, caption) if caption else 0.0
        before += tokens.px(_BEFORE_LABEL) if caption and self._label else 0.0
        x = room.center().x() - (width + before) / 2
        baseline = room.center().y() + font.pixelSize() * _CENTRE
        if caption is not None:
            painter.setFont(caption)
            painter.setPen(self._ink() if self._filled else tokens.colour("secondary"))
            painter.drawText(QPointF(x, baseline), self._caption)
            x += before
        after = self._look is Look.VIETNAMESE_WORD
        if self._icon:
            top = room.center().y() - icon / 2
            icon_x = x + width - icon if after else x
            paint_icon(painter, self._icon, icon_x, top, icon, self._ink())
            x += 0 if after else icon + gap
        painter.setFont(font)
        painter.setPen(self._ink())
        painter.drawText(QPointF(x, baseline), self._label)

    def _caption_font(self) -> QFont | None:
        size = self._sizes[1]
        if not (self._caption and size):
            return None
        return self._tokens.font_of(size / self._tokens.scale, strong=self._label == "")


def fitted(tokens: Tokens, text: str, size: int, room: QRectF, *, strong: bool) -> QFont:
    """A font of at most `size` pixels in which `text` fits `room`, and never under 5 mm high."""
    size = min(size, round(room.height() * _MOST_OF_HEIGHT / 0.9))
    if has_stacked_capitals(text):
        size = min(size, int(room.height() / 2 / (ABOVE - _CENTRE)))
    least = tokens.px(_LEAST_TEXT)
    font = tokens.font_of(size / tokens.scale, strong=strong)
    while size > least and advance(text, font) > room.width():
        size -= 1
        font = tokens.font_of(size / tokens.scale, strong=strong)
    return font
