"""Leads a journey through its tasks, question by question, until every answer has been checked."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from kiosk.domain.helping import HelpMode
from kiosk.domain.procedure import Severity, TaskKind
from kiosk.domain.validation import check_journey
from ui.background import ignore
from ui.conductor.asking import Asking
from ui.conductor.course import Course
from ui.conductor.papers import PaperRound
from ui.conductor.showing import check_shown, faults_of, fee_shown, tasks_shown
from ui.screens.check_answers import CheckAnswersPage
from ui.screens.fee import FeePage
from ui.screens.task_list import TaskListPage

if TYPE_CHECKING:
    from kiosk.domain.journey import Journey
    from kiosk.domain.path import Path, StepPath, TaskPath
    from kiosk.domain.procedure import Procedure
    from ui.conductor.scene import Scene
    from ui.look import Look
    from ui.page import Page

CHECK = "check"
"""The task that every procedure ends with."""

_LESS_INDEPENDENT = tuple(HelpMode).index


class Walk(QObject):
    """One journey on the screen. What is answered is kept at each Continue.

    `checked` says that everything is there and was looked through; `aside_wanted` that the person
    wants to go on another time; `leave_wanted` that they want to stop.
    """

    checked = Signal()
    aside_wanted = Signal()
    leave_wanted = Signal()
    back = Signal()

    def __init__(
        self, scene: Scene, journey: Journey, procedure: Procedure, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._scene = scene
        self._course = Course(scene, journey, procedure)
        self._task = ""
        self._step = ""
        self._pressing = scene.session.pressing
        self._seen: set[str] = set()
        self._checking = False
        self._asking = Asking(scene, self._course, self)
        self._asking.answered.connect(self._answered)
        self._asking.gone.connect(self.show_tasks)
        self._asking.back.connect(self._step_back)
        self._asking.left.connect(self.leave_wanted)
        self._papers = PaperRound(scene, self)
        self._papers.changed.connect(self._papers_changed)
        self._papers.done.connect(self._papers_done)
        self._papers.back.connect(self.show_tasks)
        self._papers.left.connect(self.leave_wanted)

    @property
    def journey(self) -> Journey:
        """The journey as it stands now."""
        return self._course.journey

    @property
    def procedure(self) -> Procedure:
        """What it leads through."""
        return self._course.procedure

    @property
    def path(self) -> Path:
        """Where the answers lead, computed anew each time."""
        return self._course.path

    # --- the task list ---

    @Slot()
    def show_tasks(self) -> None:
        """Show the tasks."""
        self._checking = False
        self._asking.newly.clear()
        self._scene.stage.show(self._task_list)

    def _task_list(self, look: Look) -> Page:
        shown = tasks_shown(self._scene.known(look), self.procedure, self.journey, self.path)
        left = len(self._to_ask(self.path.steps))
        shown = replace(shown, left=left, minutes=self._scene.session.tempo.minutes(left))
        page = TaskListPage(look, shown)
        page.opened.connect(self.open_task)
        page.aside_wanted.connect(self.aside_wanted)
        page.back.connect(self.back)
        page.leave.connect(self.leave_wanted)
        return page

    @Slot(str)
    def open_task(self, task_id: str) -> None:
        """Open a task at its first question without an answer, or at its first."""
        if task_id == CHECK:
            self.check()
            return
        self._task = task_id
        task = self._task_path()
        if task is None:
            self.show_tasks()
        elif task.task.kind is TaskKind.PAPERS:
            self._open_papers(task_id)
        elif task.task.kind is TaskKind.FEE:
            self._scene.stage.show(self._fee)
        else:
            self._seen -= {step.step.id for step in task.steps}
            first = next(iter(self._to_ask(task.steps)), task.steps[0])
            self._ask(first.step.id)

    def _task_path(self) -> TaskPath | None:
        return next((it for it in self.path.tasks if it.task.id == self._task), None)

    def _to_ask(self, steps: tuple[StepPath, ...]) -> list[StepPath]:
        """The steps that still have something to ask and were not passed already."""
        path = self.path
        return [
            step
            for step in steps
            if step.step.id not in self._seen
            and (
                any(field.id not in path.answers for field in step.fields)
                or self._course.faults(step.step.id)
            )
        ]

    # --- questions ---

    def _come_to(self, step: str) -> None:
        self._step = step
        self._pressing = self._scene.session.pressing

    def _ask(self, step: str) -> None:
        self._come_to(step)
        self._asking.ask(step)

    def scanned(self, text: str) -> None:
        """A card was scanned: it counts where a question is about somebody."""
        self._asking.scanned(text)

    def help_changed(self) -> None:
        """Somebody else presses from now on: the step on the screen has come about so too."""
        self._pressing = max(self._pressing, self._scene.session.pressing, key=_LESS_INDEPENDENT)
        self.keep()

    def _came_about(self) -> None:
        """Note who pressed at the step that is being left."""
        self._course.journey = self.journey.step_came_about(self._step, self._pressing)

    @Slot()
    def _answered(self) -> None:
        self._seen.add(self._step)
        self._came_about()
        self._scene.session.learn(self.procedure, self.path.answers)
        self.keep()
        self._go_on()

    def keep(self) -> None:
        """Have the journey kept as it stands; the person is told only where that fails."""
        self._course.journey = self._scene.session.marked(self.journey)
        self._scene.background.watch(
            self._scene.edges.queue.save(self.journey),
            ignore,
            lambda failure: self._scene.not_kept(failure, self.keep),
        )

    def _go_on(self) -> None:
        if self._checking:
            self._back_to_check()
            return
        task = self._task_path()
        steps = task.steps if task else ()
        places = [place for place, step in enumerate(steps) if step.step.id == self._step]
        after = steps[places[0] + 1 :] if places else steps
        following = self._to_ask(after) or self._to_ask(steps)
        if following:
            self._ask(following[0].step.id)
        else:
            self._task_done()

    def _task_done(self) -> None:
        """Back to the tasks; from the last one straight on to the checking."""
        if faults_of(self.procedure, self.journey, self.path):
            self.show_tasks()
        else:
            self.check()

    def _back_to_check(self) -> None:
        """After a change: first what it newly asks for, then the answers again."""
        wanting = [
            step.step.id
            for step in self.path.steps
            if any(field.id in self._asking.newly for field in step.fields)
            or any(fault.severity is Severity.ERROR for fault in self._course.faults(step.step.id))
        ]
        if wanting:
            self._ask(wanting[0])
        else:
            self.check()

    @Slot()
    def _step_back(self) -> None:
        if self._checking:
            self.check()
            return
        task = self._task_path()
        steps = task.steps if task else ()
        places = [place for place, step in enumerate(steps) if step.step.id == self._step]
        if places and places[0] > 0:
            self._ask(steps[places[0] - 1].step.id)
        else:
            self.show_tasks()

    # --- fee and papers ---

    def _fee(self, look: Look) -> Page:
        parts, total = fee_shown(self._scene.known(look), self.procedure, self.path)
        caption = self._scene.said(look, self.procedure.short_title)
        caution = self._scene.caution(look, "payment")
        page = FeePage(look, parts, total=total, caption=caption, caution=caution)
        page.primary.connect(self.show_tasks)
        page.back.connect(self.show_tasks)
        page.leave.connect(self.leave_wanted)
        return page

    def _open_papers(self, task: str) -> None:
        self._come_to(task)
        self._papers.open(self.journey, self.procedure, self.path)

    @Slot(object)
    def _papers_changed(self, journey: Journey) -> None:
        self._course.journey = journey

    @Slot()
    def _papers_done(self) -> None:
        self._came_about()
        self.keep()
        if self._checking:
            self._back_to_check()
        else:
            self._task_done()

    # --- check ---

    @Slot()
    def check(self) -> None:
        """Show every answer once more."""
        self._checking = True
        self._scene.stage.show(self._check)

    def _check(self, look: Look) -> Page:
        known = self._scene.known(look)
        page = CheckAnswersPage(look, check_shown(known, self.procedure, self.journey, self.path))
        page.change_wanted.connect(self._change)
        page.checked.connect(self._all_checked)
        page.back.connect(self.show_tasks)
        page.leave.connect(self.leave_wanted)
        return page

    @Slot(str)
    def _change(self, step: str) -> None:
        task = next((it.task for it in self.path.tasks if it.task.id == step), None)
        if task is not None and task.kind is TaskKind.PAPERS:
            self._open_papers(task.id)
        elif self.path.step(step) is not None:
            self._ask(step)

    @Slot()
    def _all_checked(self) -> None:
        faults = check_journey(
            self.procedure,
            self.journey.answers,
            self.journey.attachments,
            self._scene.today,
            self.journey.accepted,
        )
        if faults:
            self.check()
        else:
            self.checked.emit()
