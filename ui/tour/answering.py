"""Answers a page of questions as the story says, with the pads that the page offers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Final

from kiosk.domain.procedure import FieldKind
from kiosk.domain.spelling import plain
from ui.inputs.address_input import AddressInput
from ui.inputs.date_input import DateInput
from ui.inputs.field_input import FieldInput
from ui.inputs.group_input import GroupInput
from ui.inputs.line import TextLine
from ui.inputs.numbers import digits_of
from ui.inputs.words import LineInput
from ui.screens.question import QuestionPage
from ui.tour.finger import NotThere

if TYPE_CHECKING:
    from collections.abc import Callable

    from kiosk.domain.procedure import Answer
    from ui.tour.finger import Finger
    from ui.window import Frame

_DIGITS: Final = {FieldKind.PERSONAL_NUMBER, FieldKind.PHONE, FieldKind.NUMBER}
_WORDS: Final = {FieldKind.NAME, FieldKind.TEXT, FieldKind.EMAIL}
_BEGINS: Final = ("line", "cells", "number", "day")
_UNITS: Final = ("Xã ", "Phường ", "Đặc khu ")
_YES_NO: Final = {True: "yes", False: "no"}


class Answering:
    """Fills in whatever the page asks and the story knows; else says "I don't know"."""

    def __init__(
        self,
        finger: Finger,
        answers: Mapping[str, Answer],
        frame: Frame,
        seen: Callable[[str], None],
    ) -> None:
        """`seen` is told of each question inside a row, before it is touched."""
        self._finger = finger
        self._seen = seen
        self._answers = answers
        self._frame = frame

    def is_answered(self) -> bool:
        """Whether the page shows an answer to everything it asks."""
        return all(it.answer() is not None for it in self._page().inputs.values())

    def answer(self) -> None:
        """Answer everything, then go on."""
        page = self._page()
        for place, (name, given) in enumerate(page.inputs.items()):
            if isinstance(given, GroupInput):
                self._fill_rows(given, self._answers[name])
            elif given.answer() is not None:
                continue
            elif given.field.kind is FieldKind.ADDRESS and name not in self._answers:
                self._finger.tap(f"place-{name}.{given.known.here}")
                self._choose_hamlet(name, "")
            elif name in self._answers:
                if place:
                    self._go_to(name)
                self._fill(given, self._answers[name])
            elif self._finger.find("unknown") is not None:
                self._finger.tap("unknown")
                return
            elif given.field.required:
                raise NotThere(f"the story has no answer to {name}")
        self._finger.tap("footer.primary")

    def _go_to(self, name: str) -> None:
        """Touch what is typed into, where anything is."""
        for begins in _BEGINS:
            if self._finger.find(f"{begins}-{name}") is not None:
                self._finger.tap(f"{begins}-{name}")
                return

    def _page(self) -> QuestionPage:
        page = self._frame.page
        if not isinstance(page, QuestionPage):
            raise NotThere("a page of questions")
        return page

    def _fill(self, given: FieldInput, answer: Answer) -> None:
        kind, name = given.field.kind, given.field.id
        if kind in _WORDS and isinstance(given, LineInput):
            self._finger.type_words(str(answer), given.line.text)
        elif kind in _DIGITS or digits_of(given.field):
            self._finger.type_digits(str(answer))
        elif kind is FieldKind.DATE:
            self._type_date(given, str(answer))
        elif isinstance(answer, Mapping):
            self._choose_place(given, answer)
        else:
            value = _YES_NO[answer] if isinstance(answer, bool) else str(answer)
            board = f"option-{name}"
            self._finger.tap_pages(f"{board}.{value}", f"{board}-down")

    def _type_date(self, given: FieldInput, answer: str) -> None:
        """Day, month and year, or the year alone; a year that stands there already is right."""
        name = given.field.id
        year, month, day = [*answer.split("-"), "", ""][:3]
        if not month:
            self._finger.tap(f"only-year-{name}")
            self._finger.type_digits(year)
            return
        self._finger.type_digits(day)
        self._finger.next_box()
        self._finger.choose_month(month)
        if isinstance(given, DateInput) and given.parts().year == year:
            return
        self._finger.type_digits(year)

    def _choose_place(self, given: FieldInput, answer: Mapping[str, Answer]) -> None:
        """The commune by a tap where it is this one, else by the fewest letters that find it."""
        name, code = given.field.id, str(answer["commune"])
        tile = f"place-{name}.{code}"
        if self._finger.find(tile) is None:
            self._finger.tap(f"place-{name}.elsewhere")
            self._finger.tap(f"search-{name}")
            self._finger.type_until(self._letters_of(given, code), tile)
        self._finger.tap(tile)
        listed = self._choose_hamlet(name, str(answer.get("hamlet", "")))
        for part in ("hamlet", "street"):
            if part in answer and not (part == "hamlet" and listed):
                line = f"{part}-{name}"
                self._finger.tap(line)
                self._finger.type_words(str(answer[part]), partial(self._text_of, line))

    def _choose_hamlet(self, name: str, hamlet: str) -> bool:
        """Answer where the hamlets of this commune are listed; whether this one was there."""
        board, other = f"place-{name}", f"place-{name}.other-hamlet"
        asked = self._finger.find(f"input-{name}")
        if not isinstance(asked, AddressInput) or not asked.asks_hamlet:
            return False
        listed = hamlet in asked.known.hamlets
        self._finger.tap_pages(f"{board}.{hamlet}" if listed else other, f"{board}-down")
        return listed

    def _letters_of(self, given: FieldInput, code: str) -> str:
        commune = given.known.addresses.commune(code)
        if commune is None:
            raise NotThere(f"there is no commune {code}")
        unit = next((it for it in _UNITS if commune.name.startswith(it)), "")
        return plain(commune.name.removeprefix(unit))

    def _text_of(self, line: str) -> str:
        found = self._finger.find(line)
        return found.text() if isinstance(found, TextLine) else ""

    def _fill_rows(self, group: GroupInput, rows: Answer) -> None:
        """One row after another, each field on a page of its own."""
        for row in rows if isinstance(rows, Sequence) and not isinstance(rows, str) else ():
            if not isinstance(row, Mapping):
                continue
            if group.isVisible():
                self._finger.tap(f"add-{group.field.id}")
            for field in group.field.fields:
                self._finger.rest()
                self._seen(f"row.{field.id}")
                given = self._finger.find(f"input-{field.id}")
                if field.id in row and isinstance(given, FieldInput):
                    self._fill(given, row[field.id])
                self._finger.tap("footer.primary")
            self._finger.rest()
