"""One row of a group, filled in field after field where the group stood."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from kiosk.domain.validation import check_field, normalise
from ui.inputs.address_input import AddressInput
from ui.inputs.registry import input_for
from ui.inputs.saying import fault_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kiosk.domain.procedure import Answer
    from ui.inputs.field_input import FieldInput
    from ui.inputs.group_input import GroupInput


class RowPage(Protocol):
    """The page that shows the input at hand."""

    def put_row_input(self, made: FieldInput) -> None:
        """Show the input of a row's field in the group's place."""

    def take_row_input(self, made: FieldInput) -> None:
        """Take it away with what was typed in it."""


@dataclass(frozen=True, slots=True)
class RowKept:
    """A row half filled in: what was answered of it in which group, and the field at hand."""

    group: str
    answers: dict[str, Answer]
    at: int


class RowEditing:
    """Goes through the fields of one row, one after another, on the group's own page.

    Each answer is looked at by itself before the next is asked; what answers mean together is
    judged with the whole group. Nothing of the row counts before its last field is passed; leaving
    it early changes nothing.
    """

    def __init__(
        self, page: RowPage, group: GroupInput, answers: Mapping[str, Answer], at: int = 0
    ) -> None:
        """`answers` are those of the row so far, `at` is the place of the field to begin with."""
        self._page = page
        self._group = group
        self._answers: dict[str, Answer] = dict(answers)
        self._at = at
        self._made = self._make()

    def kept(self) -> RowKept:
        """The row as it is now, for the same page in another look."""
        return RowKept(self._group.field.id, self._told(), self._at)

    def take_focus(self) -> None:
        """Write in the field at hand."""
        self._made.take_focus()

    def leave(self) -> None:
        """Leave the row, as it was before."""
        self._page.take_row_input(self._made)

    def forward(self) -> bool:
        """Keep the answer and show the next field; True when the row is whole.

        An answer that can't be is told at its input, which stays.
        """
        field = self._made.field
        faults = check_field(field, normalise(field, self._made.answer()))
        if faults:
            self._made.set_fault(fault_words(self._made.known, field, faults[0]))
            return False
        self._keep()
        if self._at + 1 >= len(self._group.field.fields):
            self._group.put_row(self._answers)
            return True
        self._at += 1
        self._made = self._make()
        return False

    def backward(self) -> bool:
        """Show the field before; True when the row is left, as it was before."""
        if isinstance(self._made, AddressInput) and self._made.step_back():
            return False
        self._keep()
        if self._at == 0:
            return True
        self._at -= 1
        self._made = self._make()
        return False

    def _make(self) -> FieldInput:
        field_at = self._group.field.fields[self._at]
        made = input_for(self._group.known, field_at)
        made.show_answer(self._answers.get(field_at.id))
        self._page.put_row_input(made)
        return made

    def _told(self) -> dict[str, Answer]:
        """What is answered of the row by now."""
        answer = self._made.answer()
        field_id = self._made.field.id
        told = {name: it for name, it in self._answers.items() if name != field_id}
        return told if answer is None else told | {field_id: answer}

    def _keep(self) -> None:
        self._answers = self._told()
        self._page.take_row_input(self._made)
