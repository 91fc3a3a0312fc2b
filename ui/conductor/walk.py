"""Leads a journey through its tasks, question by question, until every answer has been checked."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from kiosk.domain.person import CardUnreadable, IdentityCard, printed_name
from kiosk.domain.procedure import Severity, TaskKind
from kiosk.domain.validation import check_journey, check_step, normalise
from ui.conductor.papers import PaperRound
from ui.conductor.session import REQUESTER
from ui.conductor.showing import check_shown, faults_of, faults_said, fee_shown, tasks_shown
from ui.page import Place
from ui.screens.check_answers import CheckAnswersPage
from ui.screens.fee import FeePage
from ui.screens.identity import IdentityPage
from ui.screens.notice import NoticePage, Way
from ui.screens.question import Asked, QuestionPage
from ui.screens.task_list import TaskListPage

if TYPE_CHECKING:
    from kiosk.domain.journey import Journey
    from kiosk.domain.path import Path, StepPath, TaskPath
    from kiosk.domain.procedure import Answer, Procedure
    from kiosk.domain.validation import Fault
    from ui.conductor.scene import Scene
    from ui.look import Look
    from ui.page import Page

CHECK = "check"
"""The task that every procedure ends with."""


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
        self.journey = journey
        self.procedure = procedure
        self._task = ""
        self._step = ""
        self._seen: set[str] = set()
        self._newly: set[str] = set()
        self._checking = False
        self._papers = PaperRound(scene, self)
        self._papers.changed.connect(self._papers_changed)
        self._papers.done.connect(self._papers_done)
        self._papers.back.connect(self.show_tasks)
        self._papers.left.connect(self.leave_wanted)

    @property
    def path(self) -> Path:
        """Where the answers lead, computed anew each time."""
        return self.procedure.path(self.journey.answers, self._scene.today)

    # --- the task list ---

    @Slot()
    def show_tasks(self) -> None:
        """Show the tasks."""
        self._checking = False
        self._newly.clear()
        self._scene.stage.show(self._task_list)

    def _task_list(self, look: Look) -> Page:
        shown = tasks_shown(self._scene.known(look), self.procedure, self.journey, self.path)
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
            self._papers.open(self.journey, self.procedure, self.path)
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
                or self._faults(step.step.id)
            )
        ]

    def _faults(self, step: str) -> tuple[Fault, ...]:
        return check_step(self.procedure, self.path, step, self.journey.accepted)

    # --- questions ---

    def _ask(self, step: str) -> None:
        self._step = step
        self._scene.stage.show(self._question)

    def _question(self, look: Look) -> Page:
        path = self.path
        step = path.step(self._step)
        if step is None:
            message = f"the step {self._step} is not on the path"
            raise LookupError(message)
        task = next(it for it in path.tasks if step in it.steps)
        number, count = task.steps.index(step) + 1, len(task.steps)
        place = Place(
            self._scene.said(look, self.procedure.short_title),
            look.say("question.place", number=number, count=count),
            (number - 1) / count,
        )
        fields = tuple(replace(field, options=path.options(field)) for field in step.fields)
        page = QuestionPage(
            self._scene.known(look), Asked(step.step, fields, self.journey.answers, place)
        )
        page.answered.connect(self._answered)
        page.went_back.connect(self._step_back)
        page.scan_wanted.connect(self._wait_for_card)
        page.leave.connect(self.leave_wanted)
        return page

    @Slot(object)
    def _answered(self, answers: dict[str, Answer | None]) -> None:
        step = self.path.step(self._step)
        if step is None:
            self.show_tasks()
            return
        before, asked_before = self.journey, self._asked()
        tidy = {
            field.id: normalise(field, answers[field.id])
            for field in step.fields
            if field.id in answers
        }
        self.journey = self._reconsidered(before, self.journey.answer(tidy))
        faults = self._faults(self._step)
        errors = tuple(fault for fault in faults if fault.severity is Severity.ERROR)
        if errors:
            self.journey = before
            page = self._scene.stage.frame.page
            if isinstance(page, QuestionPage):
                page.show_faults(faults_said(self._scene.known(page.look), self.procedure, errors))
            return
        self._newly |= self._asked() - asked_before
        if faults:
            self._ask_whether_right(faults[0])
        else:
            self._keep_and_go_on()

    def _asked(self) -> set[str]:
        """Everything that the path asks for now."""
        return {field.id for step in self.path.steps for field in step.fields}

    def _reconsidered(self, before: Journey, after: Journey) -> Journey:
        """A question that was answered "it is right so" comes again when what it reads changed."""
        changed = {
            name
            for name in before.answers.keys() | after.answers.keys()
            if before.answers.get(name) != after.answers.get(name)
        }
        rules = {rule.id for rule in self.procedure.rules_reading(changed)}
        return after.reconsider(rules)

    def _ask_whether_right(self, fault: Fault) -> None:
        def make(look: Look) -> Page:
            page = NoticePage(
                look,
                name="doubt",
                title=look.say("notice.doubt.title"),
                lines=(self._scene.said(look, fault.words),),
                ways=(
                    Way("change", look.say("notice.doubt.change")),
                    Way("keep", look.say("notice.doubt.keep")),
                ),
                picture="triangle-alert",
            )
            page.chosen.connect(chosen)
            return page

        def chosen(meaning: str) -> None:
            if meaning == "change":
                self._ask(self._step)
                return
            self.journey = self.journey.accept(fault.question)
            rest = self._faults(self._step)
            if rest:
                self._ask_whether_right(rest[0])
            else:
                self._keep_and_go_on()

        self._scene.stage.show(make)

    def _keep_and_go_on(self) -> None:
        self._seen.add(self._step)
        step = self.path.step(self._step)
        self._newly -= {field.id for field in step.fields} if step else set()
        self._scene.session.learn(self.procedure, self.path.answers)
        self.keep()
        self._go_on()

    def keep(self) -> None:
        """Have the journey kept as it stands; the person is told only where that fails."""
        self._scene.background.watch(
            self._scene.edges.queue.save(self.journey),
            lambda _none: None,
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
            if any(field.id in self._newly for field in step.fields)
            or any(fault.severity is Severity.ERROR for fault in self._faults(step.step.id))
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

    # --- somebody else's card ---

    @Slot(str)
    def _wait_for_card(self, person: str) -> None:
        role = f"question.role.{person}"

        def make(look: Look) -> Page:
            page = IdentityPage(
                look,
                heading=look.say("identity.other.title", role=look.say(role)),
                scanner_ready=self._scene.scanner_ready,
            )
            page.by_hand.connect(self._ask_again)
            page.without_card.connect(self._ask_again)
            page.back.connect(self._ask_again)
            page.leave.connect(self.leave_wanted)
            return page

        self._scene.stage.show(make)

    @Slot()
    def _ask_again(self) -> None:
        self._ask(self._step)

    def scanned(self, text: str) -> None:
        """A card was scanned at a question about somebody: fill in what it says of them."""
        page = self._scene.stage.frame.page
        step = self.path.step(self._step)
        if not isinstance(page, QuestionPage | IdentityPage) or step is None:
            return
        about = next((field.known_as for field in step.fields if field.known_as), None)
        if about is None:
            return
        try:
            card = IdentityCard.parse(text)
        except CardUnreadable as error:
            self._tell_card(page, step, page.look.say(f"card.unreadable.{error.reason}"))
            return
        number = str(card.number)
        if not self._may_be(about.person, number):
            words = page.look.say("card.other", name=printed_name(card.name))
            self._tell_card(page, step, words)
            return
        person = self._scene.with_residence(card.person())
        if card.name_damaged:
            person = replace(person, name=None)  # the person writes it as it stands on the card
        session = self._scene.session
        session.people[about.person] = person
        known = session.known_answers(self.procedure, about.person)
        self.journey = self._reconsidered(self.journey, self.journey.answer(known, "card"))
        self._ask(self._step)

    def _may_be(self, who: str, number: str) -> bool:
        """Whether a card with that number may be that person's, by those who are known already."""
        numbers = self._numbers()
        if who == REQUESTER and numbers.get(who, number) != number:
            return False
        return all(known != number for other, known in numbers.items() if other != who)

    def _numbers(self) -> dict[str, str]:
        """The personal numbers of those met in this session or named in the journey."""
        numbers = {
            field.known_as.person: str(self.journey.answers[field.id])
            for step in self.procedure.steps()
            for field in step.fields
            if field.known_as is not None
            and field.known_as.fact == "personal_number"
            and field.id in self.journey.answers
        }
        people = self._scene.session.people
        return numbers | {
            who: person.personal_number
            for who, person in people.items()
            if person.personal_number is not None
        }

    @staticmethod
    def _tell_card(page: QuestionPage | IdentityPage, step: StepPath, words: str) -> None:
        """Say at the place where the card was wanted what is the matter with it."""
        if isinstance(page, IdentityPage):
            page.show_unread(words)
        else:
            page.show_faults([(step.fields[0].id, words)])

    # --- fee and papers ---

    def _fee(self, look: Look) -> Page:
        parts, total = fee_shown(self._scene.known(look), self.procedure, self.path)
        caption = self._scene.said(look, self.procedure.short_title)
        page = FeePage(look, parts, total=total, caption=caption)
        page.primary.connect(self.show_tasks)
        page.back.connect(self.show_tasks)
        page.leave.connect(self.leave_wanted)
        return page

    @Slot(object)
    def _papers_changed(self, journey: Journey) -> None:
        self.journey = journey

    @Slot()
    def _papers_done(self) -> None:
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
            self._papers.open(self.journey, self.procedure, self.path)
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
