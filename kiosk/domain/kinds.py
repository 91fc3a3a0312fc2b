"""What an answer of each kind may be: the kind's own meaning, then the field's JSON Schema."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Final, TypeAlias, TypeGuard

from jsonschema import Draft202012Validator, ValidationError, validators

from kiosk.domain import person
from kiosk.domain.address import address_fault
from kiosk.domain.dates import date_fault
from kiosk.domain.expressions import matches
from kiosk.domain.path import ROW_ID
from kiosk.domain.procedure import FieldKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from kiosk.domain.procedure import Answer, Field

MOST_TEXT: Final = 2000
"""Characters of one text answer; what is longer came from a stuck key or a wrong scan."""

MOST_NUMBER: Final = 10**15
"""Larger than any count or sum of money here, and exact in every program that reads it."""

_CONTROLS: Final = frozenset({"Cc", "Cs"})
_ADDRESS_PARTS: Final = frozenset({"province", "commune", "hamlet", "street"})


def kind_fault(field: Field, value: Answer) -> person.PlainFault:
    """What no answer of this kind may be; `type` is a document's mistake, not a person's."""
    if _has_controls(value):
        return "characters", {}
    return _KINDS[field.kind](field, value)


def _has_controls(value: Answer) -> bool:
    """Whether a text, or one of an address's or a list's, holds what no key can type."""
    if isinstance(value, str):
        return any(unicodedata.category(character) in _CONTROLS for character in value)
    parts = value.values() if isinstance(value, Mapping) else value
    return isinstance(parts, Iterable) and any(_has_controls(part) for part in parts)


def _written(check: Callable[[Field, str], person.PlainFault]) -> _Check:
    """A check of an answer that has to be a text, and not one without end."""

    def checked(field: Field, value: Answer) -> person.PlainFault:
        if not isinstance(value, str):
            return "type", {}
        if len(value) > MOST_TEXT:
            return "long", {"most": MOST_TEXT, "length": len(value)}
        return check(field, value)

    return checked


def _number_fault(_: Field, value: Answer) -> person.PlainFault:
    if isinstance(value, str):
        return "whole", {}
    if not isinstance(value, int) or isinstance(value, bool):
        return "type", {}
    return ("range", {"most": MOST_NUMBER}) if abs(value) > MOST_NUMBER else None


def _yes_no_fault(_: Field, value: Answer) -> person.PlainFault:
    return None if isinstance(value, bool) else ("type", {})


def _option_fault(field: Field, code: str) -> person.PlainFault:
    known = {option.code for option in field.options}
    return None if code in known else ("option", {"code": code})


def _choices_fault(field: Field, codes: Answer) -> person.PlainFault:
    chosen = [code for code in codes if isinstance(code, str)] if _is_list(codes) else []
    if not _is_list(codes) or len(set(chosen)) < len(codes):
        return "type", {}
    return next(filter(None, (_option_fault(field, code) for code in chosen)), None)


def _rows_fault(_: Field, rows: Answer) -> person.PlainFault:
    """Rows are told apart by their ids."""
    named = [row.get(ROW_ID) for row in rows if isinstance(row, Mapping)] if _is_list(rows) else []
    ids = {it for it in named if isinstance(it, str) and it}
    return None if _is_list(rows) and len(ids) == len(rows) else ("type", {})


def _is_list(value: Answer) -> TypeGuard[Sequence[Answer]]:
    return isinstance(value, list | tuple)


def _address_parts_fault(_: Field, answer: Answer) -> person.PlainFault:
    if not isinstance(answer, Mapping) or not _ADDRESS_PARTS.issuperset(answer):
        return "type", {}
    if not all(isinstance(part, str) for part in answer.values()):
        return "type", {}
    return address_fault(dict(answer))


_Check: TypeAlias = "Callable[[Field, Answer], person.PlainFault]"

_KINDS: Final[Mapping[FieldKind, _Check]] = {
    FieldKind.NAME: _written(lambda _, text: person.name_fault(text)),
    FieldKind.TEXT: _written(lambda _field, _text: None),
    FieldKind.NUMBER: _number_fault,
    FieldKind.PERSONAL_NUMBER: _written(lambda _, text: person.personal_number_fault(text)),
    FieldKind.PHONE: _written(lambda _, text: person.phone_fault(text)),
    FieldKind.EMAIL: _written(lambda _, text: person.email_fault(text)),
    FieldKind.DATE: _written(lambda field, text: date_fault(text, partial=field.partial)),
    FieldKind.CHOICE: _written(_option_fault),
    FieldKind.CHOICES: _choices_fault,
    FieldKind.YES_NO: _yes_no_fault,
    FieldKind.ADDRESS: _address_parts_fault,
    FieldKind.GROUP: _rows_fault,
}
"""What is wrong with an answer of each kind, its field's own rule aside."""


def _pattern(_: object, pattern: str, answer: object, __: object) -> Iterator[ValidationError]:
    """Python's own patterns can take for ever over a few letters."""
    if isinstance(answer, str) and not matches(answer, pattern):
        yield ValidationError(pattern)


_Validator: Final = validators.extend(  # type: ignore[no-untyped-call]
    Draft202012Validator, {"pattern": _pattern}
)


def rule_fault(field: Field, value: Answer) -> person.PlainFault:
    """The first keyword of the field's JSON Schema that fails, its limit and what was given."""
    if field.rule is None:
        return None
    checker = Draft202012Validator.FORMAT_CHECKER
    validator = _Validator(field.rule, format_checker=checker)
    for error in validator.iter_errors(_plain(value)):
        given = error.instance
        measured = len(given) if isinstance(given, str | list) else given
        return str(error.validator), {"limit": error.validator_value, "given": measured}
    return None


def _plain(value: Answer) -> object:
    """The answer as JSON Schema knows it: it takes lists and dicts alone for arrays and objects."""
    if isinstance(value, Mapping):
        return {name: _plain(it) for name, it in value.items()}
    return [_plain(it) for it in value] if isinstance(value, list | tuple) else value
