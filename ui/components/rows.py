"""Lists: one card with rows to press, or to read, and a line between them."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QHBoxLayout,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ui.components.pressable_row import PressableRow
from ui.components.shapes import RADIUS_CARD, Face, paint_face
from ui.components.text_label import TextLabel
from ui.speech.script import MASK, Pointed
from ui.theme.icons import paint_icon
from ui.theme.text_layout import cells_of, lay_out, longest_word, paint_cells
from ui.theme.tokens import Role

if TYPE_CHECKING:
    from PySide6.QtGui import QFont, QPaintEvent

    from ui.speech.script import Utterance
    from ui.theme.text_layout import Block
    from ui.theme.tokens import Tokens

_SIDE = 34


class RowState(Enum):
    """How far a task is: shape first, then colour. The values are icon and ink."""

    DONE = ("circle-check", "success")
    ATTENTION = ("triangle-alert", "warning")
    WAITING = ("clock", "warning")
    HELD = ("pause", "secondary")
    TODO = ("circle", "secondary")
    LOCKED = ("lock", "secondary")


class TaskRow(PressableRow):
    """A task of the list: title, what is known of it, how far it is. A locked one isn't pressed."""

    def __init__(
        self,
        tokens: Tokens,
        title: str,
        detail: str,
        *,
        name: str,
        state: RowState,
        words: str,
        pitch: int = 98,
    ) -> None:
        """`words` say the state, such as "Xong"; for a locked row `detail` says the reason."""
        super().__init__()
        self._title = title
        self._detail = detail
        self._state = state
        self._words = words
        self._begin_row(tokens, name, f"{title}, {detail}, {words}", pitch)
        self.setEnabled(state is not RowState.LOCKED)

    def said(self) -> tuple[Utterance, ...]:
        """Title, detail and state, each by itself."""
        return self._title, self._detail, self._words

    def heightForWidth(self, width: int) -> int:
        """Title and detail under one another."""
        words = sum(block.height for block in self._blocks(width))
        return max(self._least(), words + self._tokens.px(10 if self._tokens.large else 4))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the words at the left, the state and the chevron at the right."""
        del event
        tokens = self._tokens
        colour = tokens.colour
        painter = QPainter(self)
        self._paint_ground(painter)
        middle = self.height() / 2
        title, detail = self._blocks(self.width())
        below = detail.height if self._detail else 0
        y = middle - (title.height + below) / 2 + tokens.px(1)
        if not below:  # level with the state beside it
            y = middle - title.middle
        locked = self._state is RowState.LOCKED
        left = tokens.px(_SIDE)
        title.paint(painter, left, y, colour("secondary" if locked else "primary"))
        detail.paint(painter, left, y + title.height - tokens.px(3), colour("secondary"))
        icon, ink = self._state.value
        state = self._state_block()
        x = self.width() - tokens.px(_SIDE + 20) - tokens.icon(36) - state.width
        state.paint(painter, x, middle - state.middle, colour(ink))
        size = tokens.icon(36)
        paint_icon(painter, icon, x - size - tokens.px(10), middle - size / 2, size, colour(ink))
        if not locked:
            x = self.width() - tokens.px(_SIDE) - size
            paint_icon(painter, "chevron-right", x, middle - size / 2, size, colour("primary"))
        painter.end()

    def _state_block(self) -> Block:
        quiet = self._state in (RowState.TODO, RowState.LOCKED)
        font = self._tokens.font(Role.BODY if quiet else Role.STRONG)
        return lay_out(self._words, font, None)

    def _blocks(self, width: int) -> tuple[Block, Block]:
        tokens = self._tokens
        right = self._state_block().width + tokens.px(_SIDE + 20 + 10 + 24) + 2 * tokens.icon(36)
        room = max(1.0, width - tokens.px(_SIDE) - right)
        title = lay_out(self._title, tokens.font(Role.H3), room, pitch=1.3)
        detail = lay_out(self._detail, tokens.font(Role.CAPTION), room, pitch=1.3)
        return title, detail


class AnswerRow(PressableRow):
    """An answer to be checked: label, value, and the word that leads back to its question."""

    def __init__(
        self,
        tokens: Tokens,
        label: str,
        value: str,
        *,
        name: str,
        change: str | None,
        code: bool = False,
        pitch: int = 80,
        label_width: int = 236,
    ) -> None:
        """`change` is the word "Sửa" (None: only read); `code` paints the value in cells.

        A `value` that is a `Name` is read aloud as one.
        """
        super().__init__()
        self._label = label
        self._value = value
        self._said: Utterance = Pointed.CODE if code and MASK not in value else value
        self._change = change
        self._code = code
        self._label_width = label_width
        self._begin_row(tokens, name, "", pitch)
        self.show_value(value)
        self.setEnabled(change is not None)

    def show_value(self, value: str) -> None:
        """Show the value in another form, as a number whole; what is read aloud stays as it was."""
        self._value = value
        self.setAccessibleName(f"{self._label}: {value}. {self._change or ''}".strip())
        self.update()

    def said(self) -> tuple[Utterance, ...]:
        """Label and value; of a masked number its end, and a code is only pointed to."""
        return self._label, self._said

    def heightForWidth(self, width: int) -> int:
        """Label and value beside one another."""
        label, value = self._blocks(width)
        return max(self._least(), max(label.height, value.height) + self._tokens.px(20))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint label, value and the word at the right."""
        del event
        tokens = self._tokens
        painter = QPainter(self)
        self._paint_ground(painter)
        middle = self.height() / 2
        label, value = self._blocks(self.width())
        label.paint(painter, tokens.px(_SIDE), middle - label.middle, tokens.colour("secondary"))
        ink = tokens.colour("text")
        if self._code:
            font = self._cells_font()
            baseline = middle + 0.36 * font.pixelSize()
            paint_cells(painter, self._value, font, self._value_at(), baseline, ink)
        else:
            value.paint(painter, self._value_at(), middle - value.middle, ink)
        if self._change is not None:
            word = lay_out(self._change, tokens.font(Role.STRONG), None)
            primary = tokens.colour("primary")
            x = self.width() - tokens.px(28) - word.width
            word.paint(painter, x, middle - word.middle, primary)
            size = tokens.icon(32)
            paint_icon(
                painter, "pencil", x - size - tokens.px(10), middle - size / 2, size, primary
            )
        painter.end()

    def _cells_font(self) -> QFont:
        """A code is never broken: where there is no room for it it is written smaller."""
        tokens = self._tokens
        font = tokens.font(Role.STRONG)
        room = self.width() - self._value_at() - self._right()
        wide = cells_of(self._value, font)[1] / max(1.0, room)
        smaller = font.pixelSize() / max(1.0, wide) / tokens.scale
        return font if wide <= 1 else tokens.font_of(int(smaller), strong=True)

    def _right(self) -> float:
        """What the way back takes at the right."""
        tokens = self._tokens
        if self._change is None:
            return tokens.px(28)
        word = lay_out(self._change, tokens.font(Role.STRONG), None).width
        return round(word) + tokens.px(28 + 10 + 24) + tokens.icon(32)

    def _value_at(self) -> float:
        tokens = self._tokens
        font = tokens.font(Role.SECONDARY)
        width = max(tokens.px(self._label_width), longest_word(self._label, font) + tokens.px(20))
        return tokens.px(_SIDE) + width

    def _blocks(self, width: int) -> tuple[Block, Block]:
        tokens = self._tokens
        at = self._value_at()
        font = tokens.font(Role.SECONDARY)
        label = lay_out(self._label, font, at - tokens.px(_SIDE + 16), pitch=1.3)
        room = max(1.0, width - at - self._right())
        strong = tokens.font(Role.STRONG)
        if self._code:
            room = max(room, cells_of(self._value, strong)[1])
        return label, lay_out(self._value, strong, room, pitch=1.3)


class SectionRow(QWidget):
    """The heading of a part of a list, with a note at its right."""

    def __init__(self, tokens: Tokens, title: str, note: str = "") -> None:
        """Shorter than the rows below it."""
        super().__init__()
        self._tokens = tokens
        row = QHBoxLayout(self)
        row.setContentsMargins(tokens.px(_SIDE - 2), tokens.px(8), tokens.px(_SIDE), tokens.px(8))
        row.addWidget(TextLabel(tokens, title, Role.H3))
        row.addStretch(1)
        if note:
            row.addWidget(TextLabel(tokens, note, Role.CAPTION), 0, Qt.AlignmentFlag.AlignVCenter)
        self.setMinimumHeight(tokens.px(68))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the wall's colour, rounded at the top where it begins its card."""
        del event
        tokens = self._tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tokens.colour("wall"))
        radius = tokens.px(RADIUS_CARD - 2)
        rect = QRectF(self.rect())
        if self.y() <= tokens.px(2):
            painter.drawRoundedRect(rect, radius, radius)
            painter.drawRect(rect.adjusted(0, radius, 0, 0))
        else:
            painter.drawRect(rect.adjusted(0, 1, 0, 0))
        painter.end()


class FactRow(QWidget):
    """A label and what is so, with a line above: read only, on the wall or in a card."""

    def __init__(
        self, tokens: Tokens, label: str, value: str, *, label_width: int = 332, line: bool = True
    ) -> None:
        """Labels are semibold here, as in "Việc tiếp theo"."""
        super().__init__()
        self._tokens = tokens
        self._line = line
        row = QHBoxLayout(self)
        row.setContentsMargins(0, tokens.space(16), 0, tokens.space(12))
        row.setSpacing(tokens.px(16))
        title = TextLabel(tokens, label, Role.STRONG)
        title.setFixedWidth(tokens.px(label_width * (1.5 if tokens.largest else 1.0)))
        row.addWidget(title, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(TextLabel(tokens, value, Role.BODY), 1, Qt.AlignmentFlag.AlignTop)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the line above."""
        del event
        if self._line:
            painter = QPainter(self)
            height = self._tokens.px(2)
            painter.fillRect(0, 0, self.width(), height, self._tokens.colour("divider"))
            painter.end()


class ListCard(QWidget):
    """A card of rows. Rows that can be pressed give it a dark rim and a thick lower edge."""

    def __init__(self, tokens: Tokens, *, pressable: bool = True) -> None:
        """A list only read is not `pressable`."""
        super().__init__()
        self._tokens = tokens
        self._pressable = pressable
        self._rows: list[QWidget] = []
        self._column = QVBoxLayout(self)
        edge = tokens.px(6 if pressable else 2)
        rim = tokens.px(2)
        self._column.setContentsMargins(rim, rim, rim, edge)
        self._column.setSpacing(0)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

    def add_row(self, row: QWidget) -> None:
        """Put a row of any kind below the others."""
        self._rows.append(row)
        self._column.addWidget(row)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the card and the lines between its rows."""
        del event
        tokens = self._tokens
        painter = QPainter(self)
        face = Face(
            rim=tokens.colour("rim" if self._pressable else "divider"),
            fill=tokens.colour("paper"),
            radius=RADIUS_CARD,
            edge=6 if self._pressable else 2,
        )
        inside = paint_face(painter, tokens, QRectF(self.rect()), face)
        for row in [row for row in self._rows if row.isVisible()][1:]:
            line = QRectF(inside.left(), row.y() - 1, inside.width(), tokens.px(2))
            painter.fillRect(line, tokens.colour("divider"))
        painter.end()
