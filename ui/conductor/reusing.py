"""What may be used again at a question: answers that the procedure offers, people met before."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from kiosk.domain.path import is_answered
from kiosk.domain.person import printed_name
from kiosk.domain.procedure import Words
from ui.conductor.session import REQUESTER
from ui.conductor.showing import say_privately
from ui.screens.reuse import ReusePage, ReuseShown

if TYPE_CHECKING:
    from collections.abc import Callable

    from kiosk.domain.path import StepPath
    from kiosk.domain.procedure import Answer
    from ui.conductor.course import Course
    from ui.conductor.scene import Scene
    from ui.conductor.session import Met
    from ui.look import Look
    from ui.page import Page, Place


@dataclass(frozen=True, slots=True)
class _Choice:
    """The answers that one tap gives, and the person or offer that they come from."""

    answers: dict[str, Answer]
    source: Met | Words


class Reusing(QObject):
    """`chosen` carries the answers by field; `declined` means that the question is asked itself.

    What was declined once is not offered again at that step.
    """

    chosen = Signal(dict)
    declined = Signal()
    back = Signal()
    left = Signal()

    def __init__(self, scene: Scene, course: Course, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._scene = scene
        self._course = course
        self._declined: set[str] = set()

    def offer(self, step: StepPath, place: Callable[[Look, StepPath], Place]) -> bool:
        """Show what may be used again at this step; False where there is nothing."""
        answered = any(is_answered(self._course.journey.answers.get(it.id)) for it in step.fields)
        choices = () if answered or step.step.id in self._declined else self._choices(step)
        if not choices:
            return False

        def make(look: Look) -> Page:
            page = ReusePage(
                look,
                [self._shown(look, step, choice) for choice in choices],
                heading=self._scene.said(look, step.step.question),
                place=place(look, step),
            )
            page.chosen.connect(lambda number: self.chosen.emit(choices[number].answers))
            page.otherwise.connect(lambda: self._decline(step.step.id))
            page.back.connect(self.back)
            page.leave.connect(self.left)
            return page

        self._scene.stage.show(make)
        return True

    def _decline(self, step: str) -> None:
        self._declined.add(step)
        self.declined.emit()

    def _choices(self, step: StepPath) -> tuple[_Choice, ...]:
        people = {who: it.facts() for who, it in self._scene.session.people.items()}
        offered = tuple(
            _Choice({field.id: it.answer}, it.offer.name)
            for field in step.fields
            for it in self._course.path.offers(field, people)
        )
        choices = (*offered, *self._household(step))
        return tuple(it for it in choices if self._stands(it.answers))

    def _household(self, step: StepPath) -> tuple[_Choice, ...]:
        """Those met before in this visit who have no part in this procedure yet."""
        about = next((it.known_as for it in step.fields if it.known_as is not None), None)
        session, procedure = self._scene.session, self._course.procedure
        if about is None or about.person == REQUESTER or about.person in session.people:
            return ()
        choices = []
        for met in session.household:
            if met.person not in session.people.values():
                known = session.known_answers(procedure, about.person, met.person)
                choices.append(_Choice(known, met))
        return tuple(it for it in choices if any(field.id in it.answers for field in step.fields))

    def _stands(self, answers: dict[str, Answer]) -> bool:
        """Whether nothing is wrong, or doubtful, with these answers where they would stand."""
        trial = replace(self._course)
        trial.answer(answers, "reused")
        return not any(
            fault.key != "missing" and fault.field in answers
            for step in trial.path.steps
            for fault in trial.faults(step.step.id)
        )

    def _shown(self, look: Look, step: StepPath, choice: _Choice) -> ReuseShown:
        known = self._scene.known(look)
        source = choice.source
        if isinstance(source, Words):
            field = step.fields[0]
            answer = choice.answers[field.id]
            said = say_privately(known, field, answer)
            return ReuseShown(said, known.said(source), choice.answers)
        key = "reuse.from_card" if source.from_card else "reuse.told"
        said = look.say(key, time=look.texts.clock(source.at))
        return ReuseShown(printed_name(source.person.name or ""), said, choice.answers)

    def take(self, answers: dict[str, Answer], step: StepPath) -> None:
        """Note in whose part somebody met before stands from now on."""
        about = next((it.known_as for it in step.fields if it.known_as is not None), None)
        session = self._scene.session
        for met in session.household:
            if about is not None and answers == session.known_answers(
                self._course.procedure, about.person, met.person
            ):
                session.people[about.person] = met.person
