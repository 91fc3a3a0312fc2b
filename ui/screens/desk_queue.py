"""Staff's list: what waits, what is refused, and the line to the portal. Nothing opens a seal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractButton, QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout

from ui.components.paged_card import PagedCard
from ui.components.pager import Pager
from ui.components.panel import IconMark, Panel
from ui.components.pressing import GUARD_MS, Pressing
from ui.components.shapes import choice_face, paint_face
from ui.components.text_label import TextLabel
from ui.page import Aside, Door, Footer, Page, Place
from ui.screens.desk_line import LinePanel
from ui.screens.desk_row import Heap, StandingRow
from ui.screens.rows_said import rows_said
from ui.theme.icons import paint_icon
from ui.theme.text_layout import lay_out
from ui.theme.tokens import Role

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from ui.look import Look
    from ui.screens.desk_line import LineShown
    from ui.screens.desk_row import RowShown
    from ui.speech.script import Utterance
    from ui.theme.text_layout import Block
    from ui.theme.tokens import Tokens

COUNTED: Final = {
    "refused": Heap.REFUSED,
    "waiting": Heap.WAITING,
    "held": Heap.HELD,
    "delivered": Heap.DELIVERED,
}
"""The four heaps, in their order on the screen."""

_LEAST = 284
_SHORT_NUMBER = 3
_ACTIONS = ("open", "retry", "let_go")


@dataclass(frozen=True, slots=True)
class QueueShown:
    """`counts` by heap, in words; `chosen` is the heap that alone is shown, None for all open ones.

    `start` is the place (from 0) of the first of `rows` in the whole list, which is `count` long.
    """

    counts: dict[str, str]
    chosen: str | None
    rows: tuple[RowShown, ...]
    start: int
    count: int
    line: LineShown


class CountTile(Pressing, QAbstractButton):
    """How many there are of one heap; pressed, it shows these alone."""

    tapped = Signal()

    def __init__(
        self, tokens: Tokens, heap: str, words: str, *, chosen: bool, stacked: bool
    ) -> None:
        """`stacked` has the word below icon and number."""
        super().__init__()
        self._words = words
        self._number = ""
        self._icon, self._ink = COUNTED[heap].value
        self._chosen = chosen
        self._stacked = stacked
        self._begin_pressing(tokens, f"desk.heap.{heap}", words, GUARD_MS)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_number(self, number: str) -> None:
        """Show another number."""
        if number != self._number:
            self._number = number
            self.setAccessibleName(f"{number} {self._words}")
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        """Icon, number and word in one line, or the word below."""
        px = self._tokens.px
        number, word = self._number_block(), self._word_block()
        beside = self._tokens.icon(40) + px(14) + number.width
        if self._stacked:
            tallest = lay_out("", self._tokens.font(Role.H1), None, pitch=1.3).height
            high = tallest + word.height + px(4 + 20)
            return QSize(round(max(beside, word.width)) + px(2 * 14 + 4), round(high))
        return QSize(round(beside + word.width) + px(12 + 2 * 18 + 4), px(100))

    def minimumSizeHint(self) -> QSize:
        """Never less than that."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the tile."""
        del event
        tokens = self._tokens
        painter = QPainter(self)
        face = choice_face(
            tokens, chosen=self._chosen, pressed=self.isDown(), focused=self.hasFocus()
        )
        inside = paint_face(painter, tokens, QRectF(self.rect()), face)
        number, word = self._number_block(), self._word_block()
        colour = tokens.colour("text")
        left = tokens.px(16 if self._stacked else 20)
        middle = inside.center().y() - (word.height / 2 if self._stacked else 0)
        size = tokens.icon(40)
        paint_icon(painter, self._icon, left, middle - size / 2, size, tokens.colour(self._ink))
        x = left + size + tokens.px(14)
        number.paint(painter, x, middle - number.middle, colour)
        if self._stacked:
            below = inside.center().y() + max(number.height / 2, size / 2 + tokens.px(6))
            word.paint(painter, left, below - word.middle, colour)
        else:
            word.paint(painter, x + number.width + tokens.px(12), middle - word.middle, colour)
        painter.end()

    def _number_block(self) -> Block:
        tokens = self._tokens
        crowded = tokens.portrait and tokens.large and len(self._number) > _SHORT_NUMBER
        role = Role.CAPTION_STRONG if crowded else Role.H1
        return lay_out(self._number, tokens.font(role), None, pitch=1.3)

    def _word_block(self) -> Block:
        role = Role.CAPTION_STRONG if self._tokens.narrow and self._stacked else Role.STRONG
        return lay_out(self._words, self._tokens.font(role), None, pitch=1.3)


class QueuePage(Page):
    """Rows to open, with one button each. `wanted` carries what is to be done, and with which one.

    `heap_chosen` carries a heap; `further` and `nearer` want the rows after or before those here;
    `turned` carries the place of the first row in sight.
    """

    heap_chosen = Signal(str)
    opened = Signal(str)
    wanted = Signal(str, str)
    further = Signal()
    nearer = Signal()
    turned = Signal(int)
    pause_wanted = Signal()
    resume_wanted = Signal()
    stick_wanted = Signal()
    checkup_wanted = Signal()
    more_wanted = Signal()

    def __init__(self, look: Look, shown: QueueShown) -> None:
        say = look.say
        # Beside the largest words there is room for the list alone.
        brief = look.tokens.largest and not look.tokens.portrait
        super().__init__(
            look,
            name="desk.queue",
            heading="" if brief else say("desk.queue.title"),
            aside=Aside.NONE if brief or look.tokens.portrait else Aside.BESIDE_BODY,
        )
        self.setAccessibleName(say("desk.queue.title"))
        self.place = Place(say("desk.caption"), say("desk.queue.short"))
        self.door = Door.BEHIND
        self.footer = Footer(
            back=say("footer.back"),
            primary=say("desk.send_all"),
            primary_icon="send",
        )
        self._tiles: dict[str, CountTile] = {}
        self.main.addLayout(self._heaps(shown))
        self._pager = Pager(look.tokens, say("pager.up"), say("pager.down"))
        self._pager.setParent(self)
        self._pager.hide()
        self._pager.up.connect(self._turn_up)
        self._pager.down.connect(self._turn_down)
        self._card: PagedCard | None = None
        self._nothing = self._empty(shown)
        self._shown = shown
        self._line = LinePanel(look, shown.line, brief=brief)
        self._line.pause_wanted.connect(self.pause_wanted)
        self._line.resume_wanted.connect(self.resume_wanted)
        self._line.stick_wanted.connect(self.stick_wanted)
        self._line.checkup_wanted.connect(self.checkup_wanted)
        self._line.more_wanted.connect(self.more_wanted)
        self._rows = QVBoxLayout()
        self.main.addLayout(self._rows, 1)
        if look.tokens.portrait:
            # A page that is turned has chevrons in the footer too, and it must be plain which turn.
            self.main.addWidget(self._pager)
        else:
            self.footer_middle = self._pager
        (self.main if brief or look.tokens.portrait else self.aside).addWidget(self._line)
        self._rows.addWidget(self._nothing, 1)
        self._show_rows()
        self.show_queue(shown)

    @property
    def first(self) -> int:
        """The place of the first row that can be seen, in the whole list."""
        return self._shown.start + (self._card.first if self._card is not None else 0)

    @property
    def pressed(self) -> bool:
        """Whether a finger is on a row or a button of the page."""
        return self._line.pressed or any(
            button.isDown() for button in self.findChildren(QAbstractButton)
        )

    def script(self) -> tuple[Utterance, ...]:
        """The heading first, also where there is no room for it beside the largest words."""
        begun = () if self.heading else (self.accessibleName(),)
        return (*begun, *super().script())

    def keep(self) -> object:
        """The first row in sight."""
        return self.first

    def restore(self, kept: object) -> None:
        """Show that row again."""
        self.show_first(int(str(kept)))

    def show_queue(self, shown: QueueShown) -> None:
        """Show how it stands now, in place; the first row in sight stays in sight."""
        former, first = self._shown, self.first
        self._shown = shown
        for heap, tile in self._tiles.items():
            tile.show_number(shown.counts[heap])
        self._line.show_line(shown.line)
        if shown.rows != former.rows or shown.start != former.start:
            self._show_rows()
            self.show_first(first)
        self._say_range()

    def show_first(self, place: int) -> None:
        """Turn to the row at this place of the whole list."""
        if self._card is not None:
            self._card.show_row(place - self._shown.start)

    def _heaps(self, shown: QueueShown) -> QGridLayout:
        """The four in a row, or two and two where their words are too wide for it."""
        look = self.look
        grid = QGridLayout()
        gap = look.px(16)
        grid.setSpacing(gap)
        stacked = look.tokens.portrait or look.tokens.large or look.tokens.narrow
        stacked = stacked or any(len(it) > _SHORT_NUMBER for it in shown.counts.values())
        for heap in COUNTED:
            words, chosen = look.say(f"desk.heap.{heap}"), heap == shown.chosen
            tile = CountTile(look.tokens, heap, words, chosen=chosen, stacked=stacked)
            tile.show_number(shown.counts[heap])
            tile.tapped.connect(self._heap_tapped)
            self._tiles[heap] = tile
        widest = max(tile.sizeHint().width() for tile in self._tiles.values())
        whole = look.tokens.portrait or look.tokens.largest
        room = look.tokens.columns(12 if whole else 8)
        columns = 4 if 4 * widest + 3 * gap <= room else 2
        for place, tile in enumerate(self._tiles.values()):
            grid.addWidget(tile, place // columns, place % columns)
        return grid

    def _empty(self, shown: QueueShown) -> Panel:
        look = self.look
        panel = Panel(look.tokens)
        row = QHBoxLayout()
        row.setSpacing(look.px(28))
        mark = IconMark(look.tokens, "inbox", size=84, colour="primary")
        row.addWidget(mark, 0, Qt.AlignmentFlag.AlignVCenter)
        words = look.say(f"desk.nothing.{shown.chosen or 'open'}")
        label = TextLabel(look.tokens, words, Role.INPUT, name="desk.nothing")
        row.addWidget(label, 1, Qt.AlignmentFlag.AlignVCenter)
        panel.body.addStretch(1)
        panel.body.addLayout(row)
        panel.body.addStretch(1)
        return panel

    def _show_rows(self) -> None:
        if self._card is not None:
            self._rows.removeWidget(self._card)
            self._card.hide()
            self._card.deleteLater()
            self._card = None
        self._nothing.setVisible(not self._shown.rows)
        if not self._shown.rows:
            return
        look = self.look
        self._card = card = PagedCard(look.tokens, least=_LEAST)
        wide = StandingRow.button_width(look, (look.say(f"desk.{it}") for it in _ACTIONS))
        for shown in self._shown.rows:
            row = StandingRow(look, shown, wide)
            row.opened.connect(self.opened)
            row.wanted.connect(self.wanted)
            card.add_row(row)
        card.turned.connect(self._say_range)
        self._rows.addWidget(card, 1)
        card.show()

    @Slot()
    def _say_range(self) -> None:
        shown = self._shown
        if self._card is None:
            self._pager.show_more(above=False, below=False)
            return
        first, last, _ = self._card.shown
        first, last = first + shown.start, last + shown.start
        # What was added or settled since the rows were asked for is not among them yet.
        count = max(shown.count, last)
        self._pager.show_range(first, last, count, rows_said(self.look, first, last, count))
        self.turned.emit(self.first)

    @Slot()
    def _turn_down(self) -> None:
        if self._card is None:
            return
        if self._card.page + 1 < self._card.pages:
            self._card.turn_down()
        else:
            self.further.emit()

    @Slot()
    def _turn_up(self) -> None:
        if self._card is None:
            return
        if self._card.page > 0:
            self._card.turn_up()
        else:
            self.nearer.emit()

    @Slot()
    def _heap_tapped(self) -> None:
        self.heap_chosen.emit(self.sender().objectName().removeprefix("desk.heap."))
