"""One submission in staff's list: whose it is, how it stands and why, and the next thing to do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from ui.components.press_button import Kind, PressButton
from ui.components.pressable_row import PressableRow
from ui.theme.icons import paint_icon
from ui.theme.text_layout import cells_of, lay_out, paint_cells
from ui.theme.tokens import Role

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtGui import QPaintEvent

    from ui.look import Look
    from ui.speech.script import Utterance
    from ui.theme.text_layout import Block
    from ui.theme.tokens import Tokens

_PITCH = 112
_SIDE, _GAP = 30, 16
_TICKET, _WHAT = 202, 272
_ROOM = 12


class Heap(Enum):
    """Where a submission lies, for staff: shape first, then colour. Values are icon and ink."""

    REFUSED = ("triangle-alert", "danger")
    WAITING = ("clock", "warning")
    HELD = ("pause", "secondary")
    DELIVERED = ("circle-check", "success")
    WITHDRAWN = ("archive", "secondary")


@dataclass(frozen=True, slots=True)
class RowShown:
    """What a row says, all of it in words; `action` is the meaning of its button.

    `id` names the submission, and comes back with whatever is pressed.
    """

    id: str
    ticket: str
    age: str
    procedure: str
    person: str
    heap: Heap
    reason: str
    action: str
    action_words: str


class StandingWords(PressableRow):
    """The words of a row, side by side; where there is less room, under one another."""

    def __init__(self, tokens: Tokens, shown: RowShown) -> None:
        super().__init__()
        self._shown = shown
        self._stacked = tokens.portrait or tokens.large or tokens.narrow
        spoken = (shown.ticket, shown.age, shown.procedure, shown.person, shown.reason)
        name = f"desk.row.{shown.id}"
        self._begin_row(tokens, name, ", ".join(it for it in spoken if it), _PITCH)

    def said(self) -> tuple[Utterance, ...]:
        """What it is about, and how it stands: neither its ticket nor whose it is."""
        return self._shown.procedure, self._shown.age, self._shown.reason

    def heightForWidth(self, width: int) -> int:
        """As high as its words."""
        age, what, why = self._blocks(width)
        beside = max(self._line() + age.height, _height(what), why.height)
        stacked = self._head(age) + _height(what) + why.height
        words = stacked if self._stacked else beside
        return max(self._least(), round(words + self._tokens.px(2 * _ROOM)))

    def minimumSizeHint(self) -> QSize:
        """The pitch of the list, and some words."""
        return QSize(self._tokens.px(320), self._least())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the words."""
        del event
        painter = QPainter(self)
        self._paint_ground(painter)
        if self._stacked:
            self._paint_stacked(painter)
        else:
            self._paint_beside(painter)
        painter.end()

    def _paint_beside(self, painter: QPainter) -> None:
        tokens, middle, line = self._tokens, self.height() / 2, self._line()
        age, what, why = self._blocks(self.width())
        x = float(tokens.px(_SIDE))
        top = middle - (line + age.height) / 2
        self._paint_ticket(painter, x, top + line / 2)
        age.paint(painter, x, top + line, tokens.colour("secondary"))
        x += tokens.px(_TICKET + _GAP)
        self._paint_what(painter, x, middle - _height(what) / 2, what)
        x += tokens.px(_WHAT + _GAP)
        self._paint_why(painter, x, middle - why.height / 2, why, beside=why.height)

    def _paint_stacked(self, painter: QPainter) -> None:
        tokens, line = self._tokens, self._line()
        age, what, why = self._blocks(self.width())
        x = float(tokens.px(_SIDE))
        head = self._head(age)
        y = (self.height() - (head + _height(what) + why.height)) / 2
        self._paint_ticket(painter, x, y + line / 2)
        after = x + self._ticket_width() + tokens.px(_GAP)
        beside = max(y, y + line / 2 - age.middle)
        age.paint(painter, after, beside, tokens.colour("secondary"))
        self._paint_what(painter, x, y + head, what)
        self._paint_why(painter, x, y + head + _height(what), why, beside=line)

    def _paint_ticket(self, painter: QPainter, x: float, middle: float) -> None:
        font = self._tokens.font(Role.CAPTION_STRONG)
        baseline = middle + 0.36 * font.pixelSize()
        paint_cells(painter, self._shown.ticket, font, x, baseline, self._tokens.colour("text"))

    def _paint_what(self, painter: QPainter, x: float, y: float, what: tuple[Block, ...]) -> None:
        for block, colour in zip(what, ("text", "secondary"), strict=False):
            block.paint(painter, x, y, self._tokens.colour(colour))
            y += block.height

    def _paint_why(
        self, painter: QPainter, x: float, y: float, why: Block, *, beside: float
    ) -> None:
        """Paint the icon level with the first `beside` pixels of the words."""
        tokens = self._tokens
        icon, ink = self._shown.heap.value
        size = tokens.icon(34)
        paint_icon(painter, icon, x, y + (beside - size) / 2, size, tokens.colour(ink))
        why.paint(painter, x + size + tokens.px(_GAP), y, tokens.colour("text"))

    def _line(self) -> float:
        return float(self._block("", None).height)

    def _head(self, age: Block) -> float:
        """How high ticket and age are beside each other: the age may need a second line."""
        return max(self._line(), age.height)

    def _ticket_width(self) -> float:
        return cells_of(self._shown.ticket, self._tokens.font(Role.CAPTION_STRONG))[1]

    def _block(self, words: str, room: float | None) -> Block:
        room = None if room is None else max(1.0, room)
        return lay_out(words, self._tokens.font(Role.CAPTION), room, pitch=1.3)

    def _blocks(self, width: int) -> tuple[Block, tuple[Block, ...], Block]:
        """The age, what it is, and why it stands as it does, each as wide as it may be."""
        tokens, shown = self._tokens, self._shown
        room = width - tokens.px(_SIDE + _GAP / 2)
        icon = tokens.icon(34) + tokens.px(_GAP)
        if self._stacked:
            age = self._block(shown.age, room - self._ticket_width() - tokens.px(_GAP))
            what = self._block(f"{shown.procedure}, {shown.person}", room)
            return age, (what,), self._block(shown.reason, room - icon)
        age = self._block(shown.age, tokens.px(_TICKET))
        column = tokens.px(_WHAT)
        what_and_whose = self._block(shown.procedure, column), self._block(shown.person, column)
        room -= tokens.px(_TICKET + _WHAT + 2 * _GAP) + icon
        return age, what_and_whose, self._block(shown.reason, room)


def _height(blocks: tuple[Block, ...]) -> int:
    return sum(block.height for block in blocks)


class StandingRow(QWidget):
    """The words, which open the submission's page, and a button for the next thing to do."""

    opened = Signal(str)
    wanted = Signal(str, str)

    def __init__(self, look: Look, shown: RowShown, button_width: int) -> None:
        """`wanted` carries the action's meaning and the submission; the buttons are in a row."""
        super().__init__()
        tokens = look.tokens
        self._tokens = tokens
        self.shown = shown
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, tokens.px(20), 0)
        row.setSpacing(tokens.px(12))
        self._words = StandingWords(tokens, shown)
        self._words.tapped.connect(self._open)
        row.addWidget(self._words, 1)
        self._button = PressButton(
            tokens,
            shown.action_words,
            name=f"desk.{shown.action}.{shown.id}",
            kind=Kind.SMALL,
            spoken=f"{shown.action_words}, {shown.ticket}",
        )
        self._button.tapped.connect(self._act)
        self._button.setFixedWidth(button_width)
        row.addWidget(self._button, 0, Qt.AlignmentFlag.AlignVCenter)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @staticmethod
    def button_width(look: Look, words: Iterable[str]) -> int:
        """How wide the buttons of all rows are, so that the widest of these words fits."""
        buttons = (PressButton(look.tokens, it, name="", kind=Kind.SMALL) for it in words)
        return max(button.sizeHint().width() for button in buttons)

    @property
    def pressed(self) -> bool:
        """Whether a finger is on it now."""
        return self._words.isDown() or self._button.isDown()

    def heightForWidth(self, width: int) -> int:
        """As high as its words need beside the button."""
        room = width - self._button.width() - self._tokens.px(20) - self._tokens.px(12)
        least = self._button.sizeHint().height() + self._tokens.px(20)
        return max(self._words.heightForWidth(room), least)

    @Slot()
    def _open(self) -> None:
        self.opened.emit(self.shown.id)

    @Slot()
    def _act(self) -> None:
        self.wanted.emit(self.shown.action, self.shown.id)
