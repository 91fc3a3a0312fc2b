"""Which input a kind of field has: a new kind is one line here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kiosk.domain.procedure import FieldKind
from ui.inputs.address_input import AddressInput
from ui.inputs.choices import TilesInput
from ui.inputs.date_input import DateInput
from ui.inputs.group_input import GroupInput
from ui.inputs.numbers import DigitsInput, NumberInput, digits_of
from ui.inputs.words import LineInput

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kiosk.domain.procedure import Field
    from ui.inputs.field_input import FieldInput, Known

INPUTS: Final[Mapping[FieldKind, type[FieldInput]]] = {
    FieldKind.NAME: LineInput,
    FieldKind.TEXT: LineInput,
    FieldKind.EMAIL: LineInput,
    FieldKind.NUMBER: NumberInput,
    FieldKind.PERSONAL_NUMBER: DigitsInput,
    FieldKind.PHONE: DigitsInput,
    FieldKind.DATE: DateInput,
    FieldKind.CHOICE: TilesInput,
    FieldKind.CHOICES: TilesInput,
    FieldKind.YES_NO: TilesInput,
    FieldKind.ADDRESS: AddressInput,
    FieldKind.GROUP: GroupInput,
}


def input_for(known: Known, field: Field, *, labelled: bool = False) -> FieldInput:
    """The input for a field; `labelled` shows the field's label and hint above it."""
    if digits_of(field) is not None:
        return DigitsInput(known, field, labelled=labelled)
    return INPUTS[field.kind](known, field, labelled=labelled)
