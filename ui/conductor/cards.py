"""The card of somebody whom a question asks about: read at the question, or waited for."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from kiosk.domain.person import CardUnreadable, IdentityCard, name_fault, printed_name
from ui.conductor.mending import Mending
from ui.conductor.session import REQUESTER
from ui.screens.identity import IdentityPage
from ui.screens.question import QuestionPage

if TYPE_CHECKING:
    from kiosk.domain.path import StepPath
    from kiosk.domain.person import Person
    from ui.conductor.course import Course
    from ui.conductor.scene import Scene
    from ui.look import Look
    from ui.page import Page


class Cards(QObject):
    """`read`: a card has filled in what it says of its owner. `back`: to the question again."""

    read = Signal()
    back = Signal()
    left = Signal()

    def __init__(self, scene: Scene, course: Course, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._scene = scene
        self._course = course
        self._damaged: tuple[Person, str] | None = None
        self._mending = Mending(scene, self)
        self._mending.mended.connect(self._named)
        self._mending.typing.connect(self._named)
        self._mending.back.connect(self.back)
        self._mending.left.connect(self.left)

    @Slot(str)
    def wait_for(self, person: str) -> None:
        """Wait for the card of the person who has that part in the procedure."""
        role = f"question.role.{person}"

        def make(look: Look) -> Page:
            page = IdentityPage(
                look,
                heading=look.say("identity.other.title", role=look.say(role)),
                scanner_ready=self._scene.scanner_ready,
                camera=self._scene.camera,
                other=True,
            )
            page.by_hand.connect(self.back)
            page.without_card.connect(self.back)
            page.back.connect(self.back)
            page.leave.connect(self.left)
            return page

        self._scene.stage.show(make)

    def scanned(self, text: str, step: StepPath) -> None:
        """A card was scanned at a step about somebody: fill in what it says of them."""
        page = self._scene.stage.frame.page
        if not isinstance(page, QuestionPage | IdentityPage):
            return
        about = next((field.known_as for field in step.fields if field.known_as), None)
        if about is None:
            return
        try:
            card = IdentityCard.parse(text)
        except CardUnreadable as error:
            _tell(page, step, page.look.say(f"card.unreadable.{error.reason}"))
            return
        if not self._may_be(about.person, str(card.number)):
            _tell(page, step, page.look.say("card.other", name=printed_name(card.name)))
            return
        person = self._scene.with_residence(card.person(), about.person)
        if card.name_damaged:
            self._damaged = (person, about.person)
            own = about.person == REQUESTER
            self._mending.begin(card.name, "" if own else f"question.role.{about.person}")
        else:
            self._fill_in(person, about.person)

    @Slot(str)
    def _named(self, name: str) -> None:
        """The name is whole, or as whole as it gets before it is typed into the question."""
        if self._damaged is not None:
            (person, who), self._damaged = self._damaged, None
            whole = None if name_fault(name) is not None else name
            self._fill_in(replace(person, name=whole), who)

    def _fill_in(self, person: Person, who: str) -> None:
        session = self._scene.session
        session.people[who] = person
        session.read[who] = self._scene.local_now
        self._course.answer(session.known_answers(self._course.procedure, who), "card")
        self.read.emit()

    def _may_be(self, who: str, number: str) -> bool:
        """Whether a card with that number may be that person's, by those who are known already."""
        numbers = self._numbers()
        if who == REQUESTER and numbers.get(who, number) != number:
            return False
        return all(known != number for other, known in numbers.items() if other != who)

    def _numbers(self) -> dict[str, str]:
        """The personal numbers of those met in this session or named in the journey."""
        answers = self._course.journey.answers
        numbers = {
            field.known_as.person: str(answers[field.id])
            for step in self._course.procedure.steps()
            for field in step.fields
            if field.known_as is not None
            and field.known_as.fact == "personal_number"
            and field.id in answers
        }
        return numbers | {
            who: person.personal_number
            for who, person in self._scene.session.people.items()
            if person.personal_number is not None
        }


def _tell(page: QuestionPage | IdentityPage, step: StepPath, words: str) -> None:
    """Say at the place where the card was wanted what is the matter with it."""
    if isinstance(page, IdentityPage):
        page.show_unread(words)
    else:
        page.show_faults([(step.fields[0].id, words)])
