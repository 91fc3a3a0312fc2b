"""Answers a page of questions as the script says, with the pads that the page offers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.domain.procedure import FieldKind
from ui.inputs.words import LineInput
from ui.screens.question import QuestionPage
from ui.tour.finger import NotThere

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kiosk.domain.procedure import Answer
    from ui.inputs.field_input import FieldInput
    from ui.tour.finger import Finger
    from ui.window import Frame

_DIGITS = {FieldKind.PERSONAL_NUMBER, FieldKind.PHONE, FieldKind.NUMBER}
_WORDS = {FieldKind.NAME, FieldKind.TEXT, FieldKind.EMAIL}


class Answering:
    """Fills in whatever the page asks and the script knows; else says "I don't know"."""

    def __init__(self, finger: Finger, answers: Mapping[str, Answer], frame: Frame) -> None:
        self._finger = finger
        self._answers = answers
        self._frame = frame

    def is_answered(self) -> bool:
        """Whether the page shows an answer to everything it asks."""
        return all(it.answer() is not None for it in self._page().inputs.values())

    def answer(self) -> None:
        """Answer everything, then go on."""
        page = self._page()
        for name in list(page.inputs):
            given = page.inputs[name]
            if given.answer() is not None:
                continue
            if given.field.kind is FieldKind.ADDRESS:
                self._finger.tap(f"place-{name}.{given.known.here}")
            elif name in self._answers:
                self._fill(given, name, self._answers[name])
            elif self._finger.find("unknown") is not None:
                self._finger.tap("unknown")
                return
            elif given.field.required:
                raise NotThere(f"the script has no answer to {name}")
        self._finger.tap("footer.primary")

    def _page(self) -> QuestionPage:
        page = self._frame.page
        if not isinstance(page, QuestionPage):
            raise NotThere("a page of questions")
        return page

    def _fill(self, given: FieldInput, name: str, answer: Answer) -> None:
        kind = given.field.kind
        if kind in _WORDS and isinstance(given, LineInput):
            given_line = given
            self._finger.type_words(str(answer), lambda: str(given_line.answer() or ""))
        elif kind in _DIGITS:
            self._finger.type_digits(str(answer))
        elif kind is FieldKind.DATE:
            self._type_date(str(answer))
        else:
            value = {True: "yes", False: "no"}.get(answer, str(answer))  # type: ignore[call-overload]
            board = f"option-{name}"
            self._finger.tap_pages(f"{board}.{value}", f"{board}-down")

    def _type_date(self, answer: str) -> None:
        year, month, day = answer.split("-")
        for place, part in enumerate((day, month, year)):
            self._finger.type_digits(part)
            if place < 2:
                self._finger.tap("pad-forward")
