"""A one-line input that keeps nothing: no undo, no clipboard, no menu, no dragging."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unicodedata import normalize

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.components.shapes import Face, paint_face
from ui.theme.text_layout import advance, lay_out
from ui.theme.tokens import Role

if TYPE_CHECKING:
    from PySide6.QtCore import QPointF
    from PySide6.QtGui import (
        QFocusEvent,
        QFont,
        QInputMethodEvent,
        QKeyEvent,
        QMouseEvent,
        QPaintEvent,
    )

    from ui.theme.text_layout import Block
    from ui.theme.tokens import Tokens

_MASK = "•"
_BREAKS = frozenset(" -")


class TextBox(QWidget):
    """One line of typed text with a steady caret and the current syllable underlined.

    It takes a hardware keyboard's keys and an on-screen keyboard's input method events. `edited`
    carries the text after each change made by the person; Enter emits `entered`.
    """

    edited = Signal(str)
    entered = Signal()
    focused = Signal()

    def __init__(  # noqa: PLR0913 - a look is a list of small choices
        self,
        tokens: Tokens,
        *,
        name: str,
        spoken: str,
        large: bool = False,
        upper: bool = False,
        digits: bool = False,
        limit: int = 120,
        masked: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """`spoken` is the label read aloud; `limit` is the most characters it takes."""
        super().__init__(parent)
        self._tokens = tokens
        self._role = Role.INPUT_LARGE if large else Role.INPUT
        self._upper = upper
        self._digits = digits
        self._limit = limit
        self._masked = masked
        self._text = ""
        self._cursor = 0
        self._preedit = ""
        self._faulty = False
        self._scroll = 0.0
        self.setObjectName(name)
        self.setAccessibleName(spoken)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def text(self) -> str:
        """The text, in NFC, without what a keyboard is still composing."""
        return self._text

    @property
    def caret(self) -> int:
        """The place of the caret in the text."""
        return self._cursor

    def set_text(self, text: str) -> None:
        """Show a text with the caret after it. Nothing is emitted."""
        self._text = normalize("NFC", text)[: self._limit]
        self._cursor = len(self._text)
        self._preedit = ""
        self._moved()

    def clear(self) -> None:
        """Empty the box. Nothing is emitted."""
        self.set_text("")

    def set_faulty(self, faulty: bool) -> None:  # noqa: FBT001 - a state, said by its name
        """Frame the box in red, or no longer."""
        self._faulty = faulty
        self.update()

    def current_syllable(self) -> tuple[int, int]:
        """Where the syllable that the caret touches begins and ends in the text."""
        start = end = self._cursor
        while start > 0 and self._text[start - 1] not in _BREAKS:
            start -= 1
        while end < len(self._text) and self._text[end] not in _BREAKS:
            end += 1
        return start, end

    def insert(self, typed: str) -> None:
        """Put characters where the caret is, as if they had been typed."""
        self._replace(self._cursor, self._cursor, typed)

    def erase_back(self) -> None:
        """Take away the character before the caret."""
        self._replace(max(0, self._cursor - 1), self._cursor, "")

    def sizeHint(self) -> QSize:
        """Wide, and high enough for capitals with two marks."""
        return QSize(self._tokens.px(576), self._height())

    def minimumSizeHint(self) -> QSize:
        """Some letters wide."""
        return QSize(self._tokens.px(160), self._height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys of a hardware keyboard; shortcuts do nothing."""
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.entered.emit()
            case Qt.Key.Key_Backspace:
                self.erase_back()
            case Qt.Key.Key_Delete:
                self._replace(self._cursor, min(len(self._text), self._cursor + 1), "")
            case Qt.Key.Key_Left:
                self._move_to(self._cursor - 1)
            case Qt.Key.Key_Right:
                self._move_to(self._cursor + 1)
            case Qt.Key.Key_Home:
                self._move_to(0)
            case Qt.Key.Key_End:
                self._move_to(len(self._text))
            case _:
                held = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
                typed = event.text()
                if event.modifiers() & held or not typed or not typed.isprintable():
                    event.ignore()
                    return
                self.insert(typed)
        event.accept()

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """What an on-screen keyboard or an input method commits or is composing."""
        self._preedit = event.preeditString()
        if event.commitString() or event.replacementLength():
            start = max(0, self._cursor + event.replacementStart())
            end = min(len(self._text), start + event.replacementLength())
            self._replace(start, end, event.commitString())
        self._moved()
        event.accept()

    def inputMethodQuery(self, query: Qt.InputMethodQuery) -> object:
        """What an input method asks: the text around the caret, and where the caret is."""
        hints = Qt.InputMethodHint.ImhNoPredictiveText | Qt.InputMethodHint.ImhSensitiveData
        if self._digits:
            hints |= Qt.InputMethodHint.ImhDigitsOnly
        asked = Qt.InputMethodQuery
        answers: dict[Qt.InputMethodQuery, object] = {
            asked.ImEnabled: True,
            asked.ImSurroundingText: self._text,
            asked.ImCursorPosition: self._cursor,
            asked.ImAnchorPosition: self._cursor,
            asked.ImMaximumTextLength: self._limit,
            asked.ImCurrentSelection: "",
            asked.ImCursorRectangle: self._caret_rect(),
            asked.ImHints: hints,
        }
        if query in answers:
            return answers[query]
        return super().inputMethodQuery(query)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A touch puts the caret nearest to it."""
        event.accept()
        self._move_to(self._place_at(event.position()))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Say so, for the keyboard that belongs to the box."""
        super().focusInEvent(event)
        self.focused.emit()
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Without the focus there is no caret."""
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the frame, the text, the line under the syllable and the caret."""
        del event
        painter = QPainter(self)
        self._paint_frame(painter)
        side = self._tokens.px(12)
        painter.setClipRect(self.rect().adjusted(side, 0, -side, 0))
        block = self._block()
        middle = self.height() / 2
        left = self._left()
        block.paint(painter, left, middle - block.middle, self._tokens.colour("text"))
        if self.hasFocus():
            self._paint_syllable(painter, left, middle)
            painter.fillRect(QRectF(self._caret_rect()), self._tokens.colour("primary"))
        painter.end()

    def _paint_frame(self, painter: QPainter) -> None:
        colour = self._tokens.colour
        face = Face(
            rim=colour("danger" if self._faulty else "rim"),
            fill=colour("paper"),
            frame=4 if self._faulty else 2,
            edge=4 if self._faulty else 2,
            focused=self.hasFocus(),
        )
        paint_face(painter, self._tokens, QRectF(self.rect()), face)

    def _paint_syllable(self, painter: QPainter, left: float, middle: float) -> None:
        start, end = self.current_syllable()
        if self._masked or self._digits or start == end:
            return
        shown = self._shown()
        x = left + advance(shown[:start], self._font())
        width = advance(shown[start : end + len(self._preedit)], self._font())
        y = middle + self._font().pixelSize() * 0.66
        line = QRectF(x, y, width, self._tokens.px(4))
        painter.fillRect(line, self._tokens.colour("primary"))

    def _font(self) -> QFont:
        return self._tokens.font(self._role)

    def _height(self) -> int:
        least = 112 if self._tokens.largest else 96
        return max(self._tokens.px(least), round(1.62 * self._tokens.size(self._role)))

    def _shown(self) -> str:
        text = self._text[: self._cursor] + self._preedit + self._text[self._cursor :]
        return _MASK * len(text) if self._masked else text

    def _block(self) -> Block:
        return lay_out(self._shown(), self._font(), None)

    def _left(self) -> float:
        return self._tokens.px(26) - self._scroll

    def _caret_at(self) -> int:
        return self._cursor + len(self._preedit)

    def _caret_rect(self) -> QRect:
        x = self._left() + advance(self._shown()[: self._caret_at()], self._font())
        height = round(1.2 * self._font().pixelSize())
        top = round((self.height() - height) / 2)
        return QRect(QPoint(round(x) + self._tokens.px(2), top), QSize(self._tokens.px(4), height))

    def _place_at(self, where: QPointF) -> int:
        shown, font = self._shown(), self._font()
        x = where.x() - self._left()
        return min(range(len(self._text) + 1), key=lambda at: abs(advance(shown[:at], font) - x))

    def _move_to(self, cursor: int) -> None:
        self._cursor = min(max(0, cursor), len(self._text))
        self._preedit = ""
        self._moved()

    def _replace(self, start: int, end: int, typed: str) -> None:
        typed = self._allowed(typed)
        text = normalize("NFC", self._text[:start] + typed + self._text[end:])
        if len(text) > self._limit or text == self._text:
            return
        self._cursor = len(normalize("NFC", self._text[:start] + typed))
        self._text = text
        self._preedit = ""
        self._moved()
        self.edited.emit(text)

    def _allowed(self, typed: str) -> str:
        if self._digits:
            return "".join(filter(str.isdecimal, typed))
        typed = "".join(filter(str.isprintable, typed))
        return typed.upper() if self._upper else typed

    def _moved(self) -> None:
        """Keep the caret inside the box where the text is longer than it."""
        room = self.width() - 2 * self._tokens.px(26) - self._tokens.px(8)
        x = advance(self._shown()[: self._caret_at()], self._font())
        self._scroll = min(max(self._scroll, x - room), x) if x > room else 0.0
        self.updateMicroFocus()
        self.update()
