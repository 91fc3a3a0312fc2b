"""Asks a person without a card for who they are, one question a screen."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal, Slot

from kiosk.domain.person import Person, PersonalNumber
from kiosk.domain.procedure import Field, FieldKind, Option, Step
from kiosk.domain.profile import PHONE_DIGITS
from kiosk.domain.validation import check_field, normalise
from ui.inputs.saying import fault_words
from ui.screens.question import Asked, QuestionPage

if TYPE_CHECKING:
    from kiosk.domain.procedure import Answer
    from ui.conductor.scene import Scene
    from ui.look import Look
    from ui.page import Page

_NUMBER: Final = "personal_number"
_PHONE_ENDING: Final = "phone_ending"
_ORDER: Final = (_NUMBER, "name", "birth_date", "sex")
_KINDS: Final = {
    _NUMBER: FieldKind.PERSONAL_NUMBER,
    "name": FieldKind.NAME,
    "birth_date": FieldKind.DATE,
    "sex": FieldKind.CHOICE,
}
_ENDING_RULE: Final = {"type": "string", "pattern": f"^[0-9]{{{PHONE_DIGITS}}}$"}


def phone_ending_field(scene: Scene, name: str) -> Field:
    """The field of a phone's last digits, which nobody has to know."""
    return Field(
        id=name,
        kind=FieldKind.TEXT,
        name=scene.words("identity.field.phone_ending"),
        required=False,
        unknown=True,
        rule=_ENDING_RULE,
    )


class ByHand(QObject):
    """Reports `entered` with the Person and the phone's last digits where they were asked.

    The digits are asked only while this machine has something to give back.
    """

    entered = Signal(object, str)
    back = Signal()
    left = Signal()

    def __init__(self, scene: Scene, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._scene = scene
        self._known = Person()
        self._answers: dict[str, Answer] = {}
        self._order: tuple[str, ...] = _ORDER
        self._place = 0
        self._told = False

    def begin(self, known: Person | None) -> None:
        """Start with what is known already, to be corrected."""
        self._known = known or Person()
        self._answers = dict(self._known.facts())
        self._place = 0
        self._scene.background.watch(
            self._scene.edges.queue.summary(),
            lambda summary: self._ask_first(something_kept=summary.drafts > 0),
            lambda failure: self._scene.not_kept(failure, self.back.emit),
        )

    def correct_name(self, known: Person) -> None:
        """Ask for the name alone of somebody of whom all else is known."""
        self._known = known
        self._answers = dict(known.facts())
        self._order = ("name",)
        self._place = 0
        self._ask()

    def _ask_first(self, *, something_kept: bool) -> None:
        self._order = (_NUMBER, _PHONE_ENDING, *_ORDER[1:]) if something_kept else _ORDER
        self._ask()

    def _ask(self) -> None:
        self._told = False
        self._scene.stage.show(self._page)

    def _page(self, look: Look) -> Page:
        name = self._order[self._place]
        step = self._step(name)
        progress = self._place / len(self._order)
        place = self._scene.place(look, look.say("identity.caption"), progress)
        page = QuestionPage(
            self._scene.known(look),
            Asked(step, step.fields, self._shown(name), place, self._years()),
        )
        page.answered.connect(self._answered)
        page.went_back.connect(self._back)
        page.leave.connect(self.left)
        return page

    def _shown(self, name: str) -> dict[str, Answer]:
        """What is answered; the sex as the personal number has it, for the person to look at."""
        told = {"sex": PersonalNumber(str(self._answers[_NUMBER])).sex} if name == "sex" else {}
        return told | self._answers

    def _years(self) -> dict[str, str]:
        """The year of birth as the personal number has it, where the date is not told yet."""
        number = self._answers.get(_NUMBER)
        return {"birth_date": str(PersonalNumber(str(number)).birth_year)} if number else {}

    def _step(self, name: str) -> Step:
        key = f"identity.{name}"
        hint = f"{key}.hint"
        return Step(
            id=name,
            question=self._scene.words(f"{key}.question"),
            hint=self._scene.words(hint) if hint in self._scene.stage.look.texts else None,
            fields=(self._field(name),),
        )

    def _field(self, name: str) -> Field:
        if name == _PHONE_ENDING:
            return phone_ending_field(self._scene, name)
        options: tuple[Option, ...] = ()
        if name == "sex":
            options = tuple(
                Option(code, self._scene.words(f"identity.sex.{code}"))
                for code in ("female", "male")
            )
        return Field(
            id=name,
            kind=_KINDS[name],
            name=self._scene.words(f"identity.field.{name}"),
            partial=name == "birth_date",
            options=options,
        )

    @Slot(object)
    def _answered(self, answers: dict[str, Answer | None]) -> None:
        if self._told:
            return  # it is being looked what is here of theirs, with the last question on the glass
        name = self._order[self._place]
        field = self._step(name).fields[0]
        answer = normalise(field, answers.get(name))
        faults = check_field(field, answer)
        page = self._scene.stage.frame.page
        if faults and isinstance(page, QuestionPage):
            known = self._scene.known(page.look)
            page.show_faults([(name, fault_words(known, field, fault)) for fault in faults])
            return
        if answer is None:
            self._answers.pop(name, None)
        else:
            self._answers[name] = answer
        if self._place + 1 < len(self._order):
            self._place += 1
            self._ask()
            return
        self._told = True
        # Another number is another person's: then nothing of the former one stays.
        same = self._known.personal_number == self._answers[_NUMBER]
        person = replace(
            self._known if same else Person(),
            name=str(self._answers["name"]),
            birth_date=str(self._answers["birth_date"]),
            sex=str(self._answers["sex"]),
            personal_number=str(self._answers[_NUMBER]),
        )
        self.entered.emit(person, str(self._answers.get(_PHONE_ENDING, "")))

    @Slot()
    def _back(self) -> None:
        if self._place == 0:
            self.back.emit()
            return
        self._place -= 1
        self._ask()
