"""The tasks of a procedure: a row each with its state, and the roof that grows with them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout

from ui.art.tiles import TASK_ROOF_HEIGHT, TASK_ROOF_WIDTH, paint_task_roof
from ui.components.drawing import Drawing
from ui.components.paged_card import PagedCard
from ui.components.pager import Pager
from ui.components.panel import Divider, Panel
from ui.components.press_button import PressButton
from ui.components.rows import RowState, TaskRow
from ui.components.text_label import TextLabel
from ui.page import Aside, Footer, Page, Place
from ui.theme.tokens import Role

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QPainter

    from ui.look import Look

_TASK = "task."
_PITCH, _PITCH_OF_SEVEN = 98, 92
_SEVEN = 7
"""So many tasks just fit a page of the usual size: the last must not stand on one by itself."""
_CURL, _RIMS = 8, 8


@dataclass(frozen=True, slots=True)
class TaskShown:
    """One row: what the task is, what was answered in it, how it stands."""

    id: str
    title: str
    detail: str
    state: RowState
    words: str


@dataclass(frozen=True, slots=True)
class TasksShown:
    """All rows, and the procedure's short title.

    `left` questions are still to be answered, as far as one knows now; `minutes` is how long they
    may take, None where that can't be told.
    """

    procedure: str
    heading: str
    tasks: tuple[TaskShown, ...]
    left: int = 0
    minutes: int | None = None

    @property
    def done(self) -> int:
        """How many are done."""
        return sum(task.state is RowState.DONE for task in self.tasks)


class TaskListPage(Page):
    """Reports `opened` with the id of a task; the primary button opens the next one to do."""

    opened = Signal(str)
    aside_wanted = Signal()

    def __init__(self, look: Look, shown: TasksShown) -> None:
        super().__init__(
            look,
            name="task_list",
            heading=shown.heading,
            hint=look.say("tasks.hint"),
            aside=Aside.BESIDE_BODY,
        )
        self._shown = shown
        count = len(shown.tasks)
        self.place = Place(shown.procedure, look.say("tasks.caption"), shown.done / count)
        self.footer = Footer(
            back=look.say("footer.back"),
            leave=look.say("footer.leave"),
            primary=look.say("tasks.next"),
        )
        pitch = _PITCH_OF_SEVEN if count == _SEVEN else _PITCH
        self._card = PagedCard(look.tokens)
        for task in shown.tasks:
            row = TaskRow(
                look.tokens,
                task.title,
                task.detail,
                name=f"{_TASK}{task.id}",
                state=task.state,
                words=task.words,
                pitch=pitch,
            )
            row.tapped.connect(self._opened)
            self._card.add_row(row)
        self._pager = Pager(look.tokens, look.say("pager.up"), look.say("pager.down"))
        self._pager.up.connect(self._card.turn_up)
        self._pager.down.connect(self._card.turn_down)
        self._card.turned.connect(self._say_range)
        self._card.show_row(self._next_place())
        self.main.addWidget(self._card, 1)
        self.aside.addWidget(self._progress(shown))
        self.aside.addWidget(self._pager)
        self.aside.addStretch(1)
        self.primary.connect(self._next)

    def keep(self) -> object:
        """Which row is on top."""
        return self._card.first

    def restore(self, kept: object) -> None:
        """Show it again."""
        self._card.show_row(int(str(kept)))

    def _progress(self, shown: TasksShown) -> Panel:
        look, count = self.look, len(shown.tasks)
        tokens = look.tokens
        cramped = tokens.largest or (tokens.large and tokens.tight)
        panel = Panel(tokens, padding=24 if cramped else 36)
        panel.body.setSpacing(tokens.space(20))
        paint = partial(
            paint_task_roof, tasks=count, done=shown.done, contrast=tokens.theme.outlined
        )
        if not (tokens.tight or tokens.large):
            width = TASK_ROOF_WIDTH + 2 * _CURL
            roof = Drawing(tokens, partial(_with_room, paint), width, TASK_ROOF_HEIGHT)
            panel.body.addWidget(roof)
        progress = look.say("tasks.progress", done=shown.done, count=count)
        words = QVBoxLayout()
        words.setSpacing(tokens.px(4))
        words.addWidget(TextLabel(tokens, progress, Role.H2, name="tasks.progress"))
        roomy = not (tokens.tight or tokens.large)
        if shown.left and (roomy or tokens.portrait):
            words.addWidget(
                TextLabel(tokens, self._questions_left(shown), Role.SECONDARY, name="tasks.left")
            )
        panel.body.addLayout(words)
        if not cramped or tokens.portrait:
            panel.body.addWidget(Divider(tokens))
            panel.body.addWidget(TextLabel(tokens, look.say("tasks.kept"), Role.BODY))
        button = PressButton(
            tokens, look.say("tasks.put_aside"), name="tasks.put_aside", icon="ticket"
        )
        button.tapped.connect(self.aside_wanted)
        if count <= _SEVEN and roomy and not tokens.portrait:
            # As high as the card beside it, so that both end on one line.
            pitch = _PITCH_OF_SEVEN if count == _SEVEN else _PITCH
            panel.setMinimumHeight(tokens.px(pitch * count + _RIMS))
            panel.body.addStretch(1)
        panel.body.addWidget(button)
        return panel

    def _questions_left(self, shown: TasksShown) -> str:
        """How many questions there are still, and how long they may take at this person's pace."""
        if shown.minutes is None:
            return self.look.say("tasks.left", count=shown.left)
        return self.look.say("tasks.left.minutes", count=shown.left, minutes=shown.minutes)

    @Slot()
    def _say_range(self) -> None:
        first, last, count = self._card.shown
        tokens = self.look.tokens
        brief = tokens.large and not tokens.portrait
        key = "pager.rows-short" if brief else "pager.rows"
        words = self.look.say(key, first=first, last=last, count=count)
        self._pager.show_range(first, last, count, words)

    @Slot()
    def _opened(self) -> None:
        self.opened.emit(self.sender().objectName().removeprefix(_TASK))

    def _next_place(self) -> int:
        """The first task to do; the last one where nothing is left but it."""
        states = (RowState.ATTENTION, RowState.TODO)
        tasks = self._shown.tasks
        return next((at for at, it in enumerate(tasks) if it.state in states), len(tasks) - 1)

    @Slot()
    def _next(self) -> None:
        self.opened.emit(self._shown.tasks[self._next_place()].id)


def _with_room(paint: Callable[[QPainter], None], painter: QPainter) -> None:
    """The roof with room at both sides for the curls of its eave."""
    painter.translate(_CURL, 0)
    paint(painter)
