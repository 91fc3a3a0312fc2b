"""A row of places for digits: the number of a card, of a phone, or a code from a message."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.accessible import WritePart, heard, tell_change
from ui.components.shapes import RADIUS, Face, paint_face
from ui.theme.text_layout import advance
from ui.theme.tokens import Role

if TYPE_CHECKING:
    from PySide6.QtGui import QAccessibleInterface, QFocusEvent, QKeyEvent, QMouseEvent, QPaintEvent

    from ui.theme.tokens import Tokens


class DigitKeys(QWidget):
    """Takes digits from the pad and from a real keyboard. Subclasses paint them.

    `edited`: the digits changed. `entered`: the Enter key. `by_hand_keyboard`: a real key was used,
    `touched`: the digits were. `focused`: they are written now.
    """

    edited = Signal()
    entered = Signal()
    focused = Signal()
    by_hand_keyboard = Signal()
    touched = Signal()
    secret = False
    """Whether the digits are read aloud to nobody."""

    def __init__(self, tokens: Tokens, most: int, *, name: str, spoken: str) -> None:
        """At most `most` digits; `spoken` is the accessible name."""
        super().__init__()
        self._tokens = tokens
        self._most = most
        self._typed = ""
        self._fault = False
        self.setObjectName(name)
        self.setAccessibleName(spoken)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def typed(self) -> str:
        """The digits so far."""
        return self._typed

    def text(self) -> str:
        """The digits so far."""
        return self._typed

    def cursor_place(self) -> int:
        """Digits come one after the other."""
        return len(self._typed)

    def write(self, text: str) -> None:
        """Have the digits of this text stand here, as if they had been typed."""
        self.erase_all()
        for digit in text:
            if digit.isascii() and digit.isdecimal():
                self.digit(digit)

    def accessible(self) -> QAccessibleInterface:
        """A line that a reader of screens reads, unless it is secret, and writes."""
        return WritePart(self, self)

    def show_digits(self, digits: str) -> None:
        """Show these digits without a word about it."""
        self._typed = digits[: self._most]
        self.update()

    def digit(self, digit: str) -> None:
        """Take one more digit, where there is room for it."""
        if len(self._typed) < self._most:
            self._change(self._typed + digit)

    def erase(self) -> None:
        """Take the last digit away."""
        if self._typed:
            self._change(self._typed[:-1])

    def erase_all(self) -> None:
        """Take all digits away."""
        self._change("")

    def forward(self) -> None:
        """Go on to the next box: here there is one alone."""

    def show_fault(self, *, faulty: bool) -> None:
        """Mark in red what is missing, or not."""
        self._fault = faulty
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A touch means: write here."""
        event.accept()
        self.touched.emit()
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self.focused.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Say that these digits are written now."""
        super().focusInEvent(event)
        self.update()
        self.focused.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Digits and the delete key of a real keyboard; blanks, dots and dashes are nothing."""
        typed = event.text()
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.entered.emit()
            case Qt.Key.Key_Backspace:
                self.erase()
            case Qt.Key.Key_Tab | Qt.Key.Key_Backtab | Qt.Key.Key_Escape:
                event.ignore()
                return
            case _ if typed and typed.isascii() and typed.isdecimal():
                for digit in typed:
                    self.digit(digit)
            case _:
                event.ignore()
                return
        event.accept()
        self.by_hand_keyboard.emit()

    def _paint_frame(self, painter: QPainter) -> None:
        """One frame around all places; red after a fault."""
        colour = self._tokens.colour
        frame = 4 if self._fault else 2
        face = Face(
            colour("danger" if self._fault else "rim"),
            colour("paper"),
            radius=RADIUS,
            edge=frame,
            frame=frame,
            focused=self.hasFocus(),
        )
        paint_face(painter, self._tokens, QRectF(self.rect()), face)

    def _change(self, digits: str) -> None:
        former = heard(self)
        self._typed = digits
        tell_change(self, former, heard(self))
        self.update()
        self.edited.emit()


class DigitCells(DigitKeys):
    """Digits in one frame, each over a short line, in groups as the paper has them."""

    def __init__(self, tokens: Tokens, groups: tuple[int, ...], *, name: str, spoken: str) -> None:
        """`groups` are the lengths of the groups, such as 3, 1, 2, 6."""
        super().__init__(tokens, sum(groups), name=name, spoken=spoken)
        self._groups = groups

    def sizeHint(self) -> QSize:
        """As wide as its cells, room for the focus ring above and below."""
        px = self._tokens.px
        return QSize(ceil(self._x_of(self._most)) + px(20), px(112))

    def minimumSizeHint(self) -> QSize:
        """Never less than all cells."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the frame, the lines and the digits; the missing places of a fault are red."""
        del event
        tokens = self._tokens
        colour = tokens.colour
        painter = QPainter(self)
        self._paint_frame(painter)
        font = tokens.font(Role.PAD)
        baseline = self.height() / 2 + font.pixelSize() * 0.26
        under = baseline + font.pixelSize() * 0.42
        painter.setFont(font)
        for place in range(self._most):
            x = self._x_of(place)
            missing = self._fault and len(self._typed) == place
            thick = tokens.px(4)
            line = colour("danger" if missing else "divider")
            painter.fillRect(QRectF(x, under, self._cell(), thick), line)
            if place < len(self._typed):
                painter.setPen(colour("text"))
                inset = (self._cell() - advance(self._typed[place], font)) / 2
                painter.drawText(QPointF(x + inset, baseline), self._typed[place])
        if self.hasFocus() and len(self._typed) < self._most:
            size = font.pixelSize()
            caret = QRectF(
                self._x_of(len(self._typed)) + self._cell() / 2 - tokens.px(2),
                baseline - size * 0.9,
                tokens.px(4),
                size * 1.1,
            )
            painter.fillRect(caret, colour("primary"))
        painter.end()

    def _cell(self) -> float:
        return max(self._tokens.px(42), self._tokens.size(Role.PAD) * 0.86)

    def _x_of(self, place: int) -> float:
        """Where the cell of a place begins; of the place after the last, where all end."""
        px = self._tokens.px
        breaks = 0
        end = 0
        for length in self._groups:
            end += length
            breaks += place >= end and end < self._most
        side = px(36)
        x = side + place * (self._cell() + px(6)) + breaks * px(24)
        return x + side - px(6) if place == self._most else x


class CodeBoxes(DigitKeys):
    """A box for each digit of a code from a message, in two groups."""

    secret = True

    def __init__(self, tokens: Tokens, length: int, *, name: str, spoken: str) -> None:
        """`length` boxes, a wider gap in the middle."""
        super().__init__(tokens, length, name=name, spoken=spoken)

    def sizeHint(self) -> QSize:
        """As wide as its boxes."""
        px = self._tokens.px
        return QSize(round(self._x_of(self._most - 1)) + px(112), px(128))

    def minimumSizeHint(self) -> QSize:
        """Never less than all boxes."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the boxes; the one to be filled next has the focus ring and the caret."""
        del event
        tokens = self._tokens
        colour = tokens.colour
        painter = QPainter(self)
        font = tokens.font(Role.CODE)
        baseline = self.height() / 2 + font.pixelSize() * 0.36
        for place in range(self._most):
            x = self._x_of(place)
            active = self.hasFocus() and place == min(len(self._typed), self._most - 1)
            missing = self._fault and place >= len(self._typed)
            rim = colour("danger" if missing else "rim")
            frame = 4 if missing else 2
            face = Face(
                rim, colour("paper"), radius=RADIUS, edge=frame, frame=frame, focused=active
            )
            box = QRectF(x, 0, tokens.px(112), self.height())
            paint_face(painter, tokens, box, face)
            if place < len(self._typed):
                painter.setFont(font)
                painter.setPen(colour("text"))
                inset = (box.width() - advance(self._typed[place], font)) / 2
                painter.drawText(QPointF(x + inset, baseline), self._typed[place])
            if active and place == len(self._typed):
                size = font.pixelSize()
                caret = QRectF(
                    box.center().x() - tokens.px(2), baseline - size * 0.85, tokens.px(4), size
                )
                painter.fillRect(caret, colour("primary"))
        painter.end()

    def _x_of(self, place: int) -> float:
        px = self._tokens.px
        return place * px(112 + 16) + (px(32) if place * 2 >= self._most else 0)
