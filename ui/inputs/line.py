"""One line of text that fingers and a real keyboard write into; it keeps no history of itself."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.accessible import WritePart, tell_change
from ui.components.shapes import RADIUS, Face, paint_face
from ui.keyboard.typist import Typist
from ui.theme.text_layout import ABOVE, BELOW, advance
from ui.theme.tokens import Role

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QAccessibleInterface, QFocusEvent, QKeyEvent, QMouseEvent, QPaintEvent

    from ui.keyboard.typist import Manner
    from ui.theme.tokens import Tokens

_SIDE = 24
_HEIGHT = 96
_MOST = 500
"""More characters than any answer has: what a stuck key leaves behind."""

_MOVES: dict[int, Callable[[int, int], int]] = {
    Qt.Key.Key_Left: lambda cursor, _: cursor - 1,
    Qt.Key.Key_Right: lambda cursor, _: cursor + 1,
    Qt.Key.Key_Home: lambda _, __: 0,
    Qt.Key.Key_End: lambda _, length: length,
}


class TextLine(QWidget):
    """Shows and takes one line. It takes no input method, no clipboard and no drops.

    `edited`: the text changed. `entered`: the Enter key. `by_hand_keyboard`: a real key was used,
    so that the painted keyboard isn't needed. `touched`: a finger is on it, before `focused`.
    """

    edited = Signal()
    entered = Signal()
    focused = Signal()
    by_hand_keyboard = Signal()
    touched = Signal()
    secret = False
    """What is written in a line can be heard by who writes it."""

    def __init__(
        self,
        tokens: Tokens,
        manner: Manner,
        *,
        name: str,
        spoken: str,
        placeholder: str = "",
    ) -> None:
        """`spoken` is the line's accessible name: its question or label."""
        super().__init__()
        self._tokens = tokens
        self._text = ""
        self._cursor = 0
        self._scroll = 0.0
        self._fault = False
        self._placeholder = placeholder
        self._typist = Typist(self, manner)
        self.setObjectName(name)
        self.setAccessibleName(spoken)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, on=False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setCursor(Qt.CursorShape.IBeamCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def typist(self) -> Typist:
        """What writes into this line."""
        return self._typist

    def text(self) -> str:
        """All of it."""
        return self._text

    def cursor_place(self) -> int:
        """Before which character the next letter goes."""
        return self._cursor

    def replace(self, start: int, end: int, text: str, cursor: int) -> None:
        """Put `text` in the place of `start` to `end`, the cursor then standing at `cursor`."""
        changed = self._text[:start] + text + self._text[end:]
        if len(changed) > _MOST and len(changed) > len(self._text):
            return
        tell_change(self, self._text, changed)
        self._text = changed
        self._cursor = max(0, min(cursor, len(changed)))
        self.update()
        self.edited.emit()

    def show_text(self, text: str) -> None:
        """Show a text with the cursor at its end, without a word about it."""
        self._text = text
        self._cursor = len(text)
        self._scroll = 0.0
        self.update()

    def write(self, text: str) -> None:
        """Have this text stand in the line, as if it had been typed."""
        self.replace(0, len(self._text), text, len(text))

    def accessible(self) -> QAccessibleInterface:
        """A line that a reader of screens reads and writes."""
        return WritePart(self, self)

    def show_fault(self, *, faulty: bool) -> None:
        """Frame the line in red, or not."""
        self._fault = faulty
        self.update()

    def sizeHint(self) -> QSize:
        """Room for capitals with two marks."""
        font = self._tokens.font(Role.INPUT_LARGE)
        high = max(self._tokens.px(_HEIGHT), ceil(font.pixelSize() * 1.62) + self._tokens.px(16))
        return QSize(self._tokens.px(480), high)

    def minimumSizeHint(self) -> QSize:
        """A short word wide."""
        return QSize(self._tokens.px(200), self.sizeHint().height())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A touch puts the cursor where it is."""
        event.accept()
        self.touched.emit()
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self._cursor = self._place_at(event.position().x())
        self.update()
        self.focused.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Say that this line is written in now."""
        super().focusInEvent(event)
        self.update()
        self.focused.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A real keyboard writes by the same rules, silent Telex or VNI too."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.entered.emit()
        elif event.key() == Qt.Key.Key_Backspace:
            self._typist.erase()
        elif event.key() == Qt.Key.Key_Delete:
            if self._cursor < len(self._text):
                self._move(self._cursor + 1)
                self._typist.erase()
        elif event.key() in _MOVES:
            self._move(_MOVES[event.key()](self._cursor, len(self._text)))
        elif event.text() and event.text().isprintable() and not _is_command(event):
            for character in event.text():
                self._typist.letter(character, real=True)
        else:
            event.ignore()
            return
        event.accept()
        self.by_hand_keyboard.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint frame, text, the line under the syllable, and the caret."""
        del event
        tokens = self._tokens
        colour = tokens.colour
        painter = QPainter(self)
        active = self.hasFocus()
        rim = colour("danger") if self._fault else colour("rim")
        face = Face(
            rim,
            colour("paper"),
            radius=RADIUS,
            edge=4 if self._fault else 2,
            frame=4 if self._fault else 2,
            focused=active,
        )
        paint_face(painter, tokens, QRectF(self.rect()), face)
        side = tokens.px(_SIDE)
        room = QRectF(self.rect()).adjusted(side, tokens.px(8), -side, -tokens.px(8))
        painter.setClipRect(room.adjusted(-tokens.px(4), 0, tokens.px(4), 0))
        font = tokens.font(Role.INPUT_LARGE)
        baseline = (
            room.center().y() + font.pixelSize() * (ABOVE - BELOW) / 2 - font.pixelSize() * 0.08
        )
        self._follow_cursor(room.width())
        x = room.left() - self._scroll
        painter.setFont(font)
        if not self._text and self._placeholder:
            painter.setPen(colour("secondary"))
            left = room.left() + tokens.px(10)
            wide = advance(self._placeholder, font) / (room.right() - left)
            if wide > 1:  # said smaller rather than cut off
                painter.setFont(tokens.font_of(int(font.pixelSize() / wide / tokens.scale)))
            painter.drawText(QPointF(left, baseline), self._placeholder)
            painter.setFont(font)
        painter.setPen(colour("text"))
        painter.drawText(QPointF(x, baseline), self._text)
        if active:
            self._paint_syllable_and_caret(painter, x, baseline)
        painter.end()

    def _paint_syllable_and_caret(self, painter: QPainter, x: float, baseline: float) -> None:
        tokens = self._tokens
        ink = tokens.colour("primary")
        size = tokens.size(Role.INPUT_LARGE)
        thick = tokens.px(4)
        start, end = self._typist.bounds()
        if end > start and not self._typist.manner.verbatim:
            left = x + self._advance(start)
            under = baseline + size * BELOW
            painter.fillRect(
                QRectF(left, under, self._advance(end) - self._advance(start), thick), ink
            )
        caret = x + self._advance(self._cursor)
        painter.fillRect(QRectF(caret, baseline - size * 0.98, thick, size * 1.22), ink)

    def _advance(self, place: int) -> float:
        return advance(self._text[:place], self._tokens.font(Role.INPUT_LARGE))

    def _follow_cursor(self, width: float) -> None:
        """Keep the caret in sight in a text longer than the line."""
        at = self._advance(self._cursor)
        room = width - self._tokens.px(8)
        if at - self._scroll > room:
            self._scroll = at - room
        elif at < self._scroll:
            self._scroll = at
        self._scroll = max(0.0, min(self._scroll, self._advance(len(self._text)) - room))

    def _place_at(self, x: float) -> int:
        metrics = QFontMetricsF(self._tokens.font(Role.INPUT_LARGE))
        wanted = x - self._tokens.px(_SIDE) + self._scroll
        places = range(len(self._text) + 1)
        return min(places, key=lambda at: abs(metrics.horizontalAdvance(self._text[:at]) - wanted))

    def _move(self, cursor: int) -> None:
        self._cursor = max(0, min(cursor, len(self._text)))
        self.update()
        self.edited.emit()


def _is_command(event: QKeyEvent) -> bool:
    """Control and Alt make commands of letters, but AltGr writes signs."""
    modifiers = event.modifiers()
    control = bool(modifiers & Qt.KeyboardModifier.ControlModifier)
    alt = bool(modifiers & Qt.KeyboardModifier.AltModifier)
    return control is not alt if control or alt else False
