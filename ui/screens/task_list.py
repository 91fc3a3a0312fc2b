"""The tasks of a procedure: a row each with its state, and the roof that grows with them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from ui.art.tiles import TASK_ROOF_HEIGHT, TASK_ROOF_WIDTH, paint_task_roof
from ui.components.drawing import Drawing
from ui.components.panel import Divider, Panel
from ui.components.press_button import PressButton
from ui.components.rows import ListCard, RowState
from ui.components.text_label import TextLabel
from ui.page import Aside, Footer, Page, Place
from ui.theme.tokens import Role

if TYPE_CHECKING:
    from ui.look import Look


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
    """All rows, and the procedure's short title."""

    procedure: str
    heading: str
    tasks: tuple[TaskShown, ...]

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
        card = ListCard(look.tokens, pitch=98)
        for task in shown.tasks:
            row = card.add_task(
                f"task.{task.id}", task.title, task.detail, task.state, task.words
            )
            row.tapped.connect(self._opened)
        self.main.addWidget(card)
        self.main.addStretch(1)
        self.aside.addWidget(self._aside(shown))
        self.aside.addStretch(1)
        self.primary.connect(self._next)

    def _aside(self, shown: TasksShown) -> Panel:
        look, count = self.look, len(shown.tasks)
        panel = Panel(look.tokens)
        paint = partial(
            paint_task_roof,
            tasks=count,
            done=shown.done,
            contrast=look.tokens.theme.outlined,
        )
        panel.body.addWidget(Drawing(look.tokens, paint, TASK_ROOF_WIDTH, TASK_ROOF_HEIGHT))
        progress = look.say("tasks.progress", done=shown.done, count=count)
        panel.body.addWidget(TextLabel(look.tokens, progress, Role.H2))
        panel.body.addWidget(Divider(look.tokens))
        panel.body.addWidget(TextLabel(look.tokens, look.say("tasks.kept"), Role.BODY))
        button = PressButton(
            look.tokens, look.say("tasks.put_aside"), name="tasks.put_aside", icon="ticket"
        )
        button.tapped.connect(self.aside_wanted)
        panel.body.addWidget(button)
        return panel

    def _opened(self) -> None:
        self.opened.emit(self.sender().objectName().removeprefix("task."))

    def _next(self) -> None:
        states = (RowState.ATTENTION, RowState.TODO)
        to_do = [task.id for task in self._shown.tasks if task.state in states]
        self.opened.emit(to_do[0] if to_do else self._shown.tasks[-1].id)
