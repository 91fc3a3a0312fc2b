"""Lists: one card with rows to press, or to read, and a line between them."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QAbstractButton,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ui.components.pressing import GUARD_MS, Pressing
from ui.components.shapes import RADIUS_CARD, Face, paint_face
from ui.components.text_label import TextLabel
from ui.theme.icons import paint_icon
from ui.theme.text_layout import Block, cells_of, lay_out, longest_word, paint_cells
from ui.theme.tokens import Role

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent, QResizeEvent

    from ui.theme.tokens import Tokens

_SIDE = 34
_DEAD = 12


class RowState(Enum):
    """How far a task is: shape first, then colour. The values are icon and ink."""

    DONE = ("circle-check", "success")
    ATTENTION = ("triangle-alert", "warning")
    WAITING = ("clock", "warning")
    HELD = ("pause", "secondary")
    TODO = ("circle", "secondary")
    LOCKED = ("lock", "secondary")


class _Row(Pressing, QAbstractButton):
    """A row of a card: its own rect is 12 px shorter than the pitch, so rows don't touch."""

    _pitch: int
    tapped = Signal()

    def _begin_row(self, tokens: Tokens, name: str, spoken: str, pitch: int) -> None:
        self._pitch = pitch
        self._begin_pressing(tokens, name, spoken, GUARD_MS)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def hasHeightForWidth(self) -> bool:  # noqa: N802 - Qt's name
        """Words that wrap make the row higher."""
        return True

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """The pitch of the list."""
        return QSize(self._tokens.px(600), self._least())

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """The pitch of the list, and some words."""
        return QSize(self._tokens.px(360), self._least())

    def hitButton(self, pos: object) -> bool:  # noqa: N802 - Qt's name
        """Qt's own rule isn't used."""
        del pos
        return False

    def _least(self) -> int:
        return self._tokens.px(self._pitch)

    def _paint_ground(self, painter: QPainter) -> None:
        tokens = self._tokens
        dead = tokens.px(_DEAD / 2)
        inner = QRectF(self.rect()).adjusted(dead, dead, -dead, -dead)
        if self.hasFocus():
            fill = tokens.colour("paper")
            face = Face(fill, fill, radius=RADIUS_CARD - 4, edge=0, frame=0, focused=True)
            paint_face(painter, tokens, inner, face)
        elif self.isDown():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tokens.colour("primary_tint"))
            radius = tokens.px(RADIUS_CARD - 4)
            painter.drawRoundedRect(inner, radius, radius)


class TaskRow(_Row):
    """A task of the list: title, what is known of it, how far it is. A locked one isn't pressed."""

    def __init__(  # noqa: PLR0913 - each word of a row is told apart
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

    def heightForWidth(self, width: int) -> int:  # noqa: N802 - Qt's name
        """Title and detail under one another."""
        words = sum(block.height for block in self._blocks(width))
        return max(self._least(), words + self._tokens.px(10))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the words at the left, the state and the chevron at the right."""
        del event
        tokens = self._tokens
        colour = tokens.colour
        painter = QPainter(self)
        self._paint_ground(painter)
        middle = self.height() / 2
        title, detail = self._blocks(self.width())
        y = middle - (title.height + detail.height) / 2 + tokens.px(1)
        locked = self._state is RowState.LOCKED
        left = tokens.px(_SIDE)
        title.paint(painter, left, y, colour("secondary" if locked else "primary"))
        detail.paint(painter, left, y + title.height - tokens.px(3), colour("secondary"))
        icon, ink = self._state.value
        state = self._state_block()
        x = self.width() - tokens.px(_SIDE + 34 + 22) - state.width
        state.paint(painter, x, middle - state.middle, colour(ink))
        size = tokens.px(36)
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
        right = self._state_block().width + tokens.px(_SIDE + 34 + 22 + 36 + 10 + 24)
        room = max(1.0, width - tokens.px(_SIDE) - right)
        title = lay_out(self._title, tokens.font(Role.H3), room, pitch=1.3)
        detail = lay_out(self._detail, tokens.font(Role.CAPTION), room, pitch=1.3)
        return title, detail


class ActionRow(_Row):
    """A row that leads somewhere: an icon where one is given, a title, a detail, a chevron."""

    def __init__(  # noqa: PLR0913 - each word of a row is told apart
        self,
        tokens: Tokens,
        title: str,
        detail: str = "",
        *,
        name: str,
        icon: str | None = None,
        pitch: int = 98,
    ) -> None:
        """Words wrap where the row is narrow."""
        super().__init__()
        self._title = title
        self._detail = detail
        self._icon = icon
        self._begin_row(tokens, name, f"{title}, {detail}" if detail else title, pitch)

    def heightForWidth(self, width: int) -> int:  # noqa: N802 - Qt's name
        """Title and detail under one another."""
        words = sum(block.height for block in self._blocks(width))
        return max(self._least(), words + self._tokens.px(10))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint icon, words and chevron."""
        del event
        tokens = self._tokens
        painter = QPainter(self)
        self._paint_ground(painter)
        middle = self.height() / 2
        size = tokens.px(36)
        if self._icon:
            ink = tokens.colour("primary")
            paint_icon(painter, self._icon, tokens.px(_SIDE), middle - size / 2, size, ink)
        blocks = self._blocks(self.width())
        y = middle - sum(block.height for block in blocks) / 2
        if len(blocks) == 1:
            y = middle - blocks[0].middle
        for block, name in zip(blocks, ("primary", "secondary"), strict=False):
            block.paint(painter, self._words_at(), y, tokens.colour(name))
            y += block.height
        x = self.width() - tokens.px(_SIDE) - size
        ink = tokens.colour("primary")
        paint_icon(painter, "chevron-right", x, middle - size / 2, size, ink)
        painter.end()

    def _words_at(self) -> int:
        return self._tokens.px(_SIDE + (56 if self._icon else 0))

    def _blocks(self, width: int) -> list[Block]:
        tokens = self._tokens
        room = max(1, width - self._words_at() - tokens.px(_SIDE + 36 + 20))
        blocks = [lay_out(self._title, tokens.font(Role.H3), room, pitch=1.3)]
        if self._detail:
            blocks.append(lay_out(self._detail, tokens.font(Role.CAPTION), room, pitch=1.3))
        return blocks


class AnswerRow(_Row):
    """An answer to be checked: label, value, and the word that leads back to its question."""

    def __init__(  # noqa: PLR0913 - each word of a row is told apart
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
        """`change` is the word "Sửa" (None: only read); `code` paints the value in cells."""
        super().__init__()
        self._label = label
        self._value = value
        self._change = change
        self._code = code
        self._label_width = label_width
        self._begin_row(tokens, name, f"{label}: {value}. {change or ''}".strip(), pitch)
        self.setEnabled(change is not None)

    def heightForWidth(self, width: int) -> int:  # noqa: N802 - Qt's name
        """Label and value beside one another."""
        label, value = self._blocks(width)
        return max(self._least(), max(label.height, value.height) + self._tokens.px(20))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
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
            font = tokens.font(Role.STRONG)
            baseline = middle + 0.36 * font.pixelSize()
            paint_cells(painter, self._value, font, self._value_at(), baseline, ink)
        else:
            value.paint(painter, self._value_at(), middle - value.middle, ink)
        if self._change is not None:
            word = lay_out(self._change, tokens.font(Role.STRONG), None)
            primary = tokens.colour("primary")
            x = self.width() - tokens.px(28) - word.width
            word.paint(painter, x, middle - word.middle, primary)
            size = tokens.px(32)
            paint_icon(
                painter, "pencil", x - size - tokens.px(10), middle - size / 2, size, primary
            )
        painter.end()

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
        right = tokens.px(28)
        if self._change is not None:
            word = lay_out(self._change, tokens.font(Role.STRONG), None).width
            right += round(word) + tokens.px(32 + 10 + 24)
        room = max(1.0, width - at - right)
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
            row.addWidget(TextLabel(tokens, note, Role.CAPTION))
        self.setMinimumHeight(tokens.px(68))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
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

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the line above."""
        del event
        if self._line:
            painter = QPainter(self)
            height = self._tokens.px(2)
            painter.fillRect(0, 0, self.width(), height, self._tokens.colour("divider"))
            painter.end()


class ListCard(QWidget):
    """A card of rows. Rows that can be pressed give it a dark rim and a thick lower edge."""

    def __init__(self, tokens: Tokens, pitch: int = 98, *, pressable: bool = True) -> None:
        """`pitch` is the least height of a task's row; a list only read is not `pressable`."""
        super().__init__()
        self._tokens = tokens
        self._pitch = pitch
        self._pressable = pressable
        self._rows: list[QWidget] = []
        self._column = QVBoxLayout(self)
        edge = tokens.px(6 if pressable else 2)
        rim = tokens.px(2)
        self._column.setContentsMargins(rim, rim, rim, edge)
        self._column.setSpacing(0)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

    def add_task(
        self, name: str, title: str, detail: str, state: RowState, words: str
    ) -> TaskRow:
        """Put a task's row below the others."""
        row = TaskRow(
            self._tokens, title, detail, name=name, state=state, words=words, pitch=self._pitch
        )
        self.add_row(row)
        return row

    def add_row(self, row: QWidget) -> None:
        """Put a row of any kind below the others."""
        self._rows.append(row)
        self._column.addWidget(row)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
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
        for row in self._rows[1:]:
            if row.isVisible():
                line = QRectF(inside.left(), row.y() - 1, inside.width(), tokens.px(2))
                painter.fillRect(line, tokens.colour("divider"))
        painter.end()
