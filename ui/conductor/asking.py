"""Asks one question until its answer stands: faults are said, doubts asked about, cards read."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from kiosk.domain.procedure import Severity
from kiosk.domain.validation import normalise
from ui.conductor.cards import Cards
from ui.conductor.reusing import Reusing
from ui.conductor.scene import answered
from ui.conductor.showing import faults_said
from ui.page import Place
from ui.screens.notice import NoticePage, Way
from ui.screens.question import Asked, QuestionPage

if TYPE_CHECKING:
    from kiosk.domain.path import StepPath
    from kiosk.domain.procedure import Answer
    from kiosk.domain.validation import Fault
    from ui.conductor.course import Course
    from ui.conductor.scene import Scene
    from ui.look import Look
    from ui.page import Page


def doubt_page(look: Look, words: str) -> NoticePage:
    """What was answered is unlikely, and may be right all the same."""
    return NoticePage(
        look,
        name="doubt",
        title=look.say("notice.doubt.title"),
        lines=(words,),
        ways=(
            Way("change", look.say("notice.doubt.change")),
            Way("keep", look.say("notice.doubt.keep")),
        ),
        picture="triangle-alert",
    )


class Asking(QObject):
    """`answered`: the step's answers stand in the course, and `newly` says what they led to.

    `gone` means that the path does not ask the step any more.
    """

    answered = Signal()
    gone = Signal()
    back = Signal()
    left = Signal()

    def __init__(self, scene: Scene, course: Course, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._scene = scene
        self._course = course
        self._step = ""
        self.newly: set[str] = set()
        self._cards = Cards(scene, course, self)
        self._cards.read.connect(self._ask_again)
        self._cards.back.connect(self._ask_again)
        self._cards.left.connect(self.left)
        self._reusing = Reusing(scene, course, self)
        self._reusing.chosen.connect(self._used_again)
        self._reusing.declined.connect(self._ask_again)
        self._reusing.back.connect(self.back)
        self._reusing.left.connect(self.left)

    # --- the question ---

    def ask(self, step: str) -> None:
        """Show a step of the path as a question; first what may be used again for it."""
        self._step = step
        self._scene.session.tempo.asked(self._scene.opening.clock.monotonic())
        there = self._course.path.step(step)
        if there is None or not self._reusing.offer(there, self._place):
            self._scene.stage.show(self._question)

    @Slot()
    def _ask_again(self) -> None:
        self._scene.stage.show(self._question)

    @Slot(dict)
    def _used_again(self, answers: dict[str, Answer]) -> None:
        """What was offered and taken stands as if it had been typed, with its origin."""
        step = self._course.path.step(self._step)
        if step is None:
            self.gone.emit()
            return
        before = self._course.asked()
        self._reusing.take(answers, step)
        self._course.answer(answers, "reused")
        self.newly |= self._course.asked() - before
        self._doubt_or_go_on(())

    def _place(self, look: Look, step: StepPath) -> Place:
        task = next(it for it in self._course.path.tasks if step in it.steps)
        number, count = task.steps.index(step) + 1, len(task.steps)
        return Place(
            self._scene.said(look, self._course.procedure.short_title),
            look.say("question.place", number=number, count=count),
            (number - 1) / count,
        )

    def _question(self, look: Look) -> Page:
        path = self._course.path
        step = path.step(self._step)
        if step is None:
            message = f"the step {self._step} is not on the path"
            raise LookupError(message)
        place = self._place(look, step)
        fields = tuple(replace(field, options=path.options(field)) for field in step.fields)
        asked = Asked(
            step.step,
            fields,
            self._course.journey.answers,
            place,
            self._course.years(),
            self._course.homes(),
            self._on_the_card(look, step),
        )
        page = QuestionPage(self._scene.known(look), asked)
        page.answered.connect(self._answered)
        page.went_back.connect(self.back)
        page.scan_wanted.connect(self._cards.wait_for)
        page.leave.connect(self.left)
        return page

    def _on_the_card(self, look: Look, step: StepPath) -> str:
        """The line of a card that says, in words of its own, what the step asks; "" for none."""
        for field in step.fields:
            about = field.known_as
            if about is None or about.fact != "residence":
                continue
            person = self._scene.session.people.get(about.person)
            if person is not None and person.residence is None and person.residence_text:
                return look.say("question.card-says", line=person.residence_text)
        return ""

    def scanned(self, text: str) -> None:
        """A card was scanned: it counts where the question is about somebody."""
        step = self._course.path.step(self._step)
        if step is not None:
            self._cards.scanned(text, step)

    # --- the answer ---

    @Slot(object)
    def _answered(self, answers: dict[str, Answer | None]) -> None:
        step = self._course.path.step(self._step)
        if step is None:
            self.gone.emit()
            return
        before, asked_before = self._course.journey, self._course.asked()
        self._course.answer(
            {
                field.id: normalise(field, answers[field.id])
                for field in step.fields
                if field.id in answers
            }
        )
        faults = self._course.faults(self._step)
        errors = tuple(fault for fault in faults if fault.severity is Severity.ERROR)
        if errors:
            self._course.journey = before
            self._say(errors)
            return
        self.newly |= self._course.asked() - asked_before
        self._doubt_or_go_on(faults)

    def _say(self, errors: tuple[Fault, ...]) -> None:
        page = self._scene.stage.frame.page
        if isinstance(page, QuestionPage):
            known = self._scene.known(page.look)
            page.show_faults(faults_said(known, self._course.procedure, errors))

    def _doubt_or_go_on(self, doubts: tuple[Fault, ...]) -> None:
        if doubts:
            self._ask_whether_right(doubts[0])
            return
        step = self._course.path.step(self._step)
        self.newly -= {field.id for field in step.fields} if step else set()
        self._scene.session.tempo.answered(self._scene.opening.clock.monotonic())
        self.answered.emit()

    def _ask_whether_right(self, fault: Fault) -> None:
        def make(look: Look) -> NoticePage:
            return doubt_page(look, self._scene.said(look, fault.words))

        def chosen(meaning: str) -> None:
            if meaning == "change":
                self._ask_again()
                return
            self._course.journey = self._course.journey.accept(fault.question)
            self._doubt_or_go_on(self._course.faults(self._step))

        self._scene.stage.show(answered(make, chosen))
