"""Whether what a document says of one field makes sense; the reasons are for who writes it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from jsonschema import Draft202012Validator, SchemaError

from kiosk.domain.expressions import GIVEN, RESERVED, Sort
from kiosk.domain.path import ROW_ID
from kiosk.domain.procedure import FieldKind

if TYPE_CHECKING:
    from collections.abc import Iterator

SORTS: Final = {
    FieldKind.NAME: Sort.TEXT,
    FieldKind.TEXT: Sort.TEXT,
    FieldKind.NUMBER: Sort.NUMBER,
    FieldKind.PERSONAL_NUMBER: Sort.TEXT,
    FieldKind.PHONE: Sort.TEXT,
    FieldKind.EMAIL: Sort.TEXT,
    FieldKind.DATE: Sort.DATE,
    FieldKind.CHOICE: Sort.TEXT,
    FieldKind.CHOICES: Sort.CODES,
    FieldKind.YES_NO: Sort.YES_NO,
    FieldKind.ADDRESS: Sort.ADDRESS,
    FieldKind.GROUP: Sort.ROWS,
}
"""What an answer of each kind is to an expression."""

FACT_KINDS: Final = {
    "name": {FieldKind.NAME},
    "personal_number": {FieldKind.PERSONAL_NUMBER},
    "birth_date": {FieldKind.DATE},
    "sex": {FieldKind.CHOICE},
    "residence": {FieldKind.ADDRESS},
    "phone": {FieldKind.PHONE},
}
"""What kinds of field may be answered with a fact about a person."""

_CHOOSING: Final = frozenset({FieldKind.CHOICE, FieldKind.CHOICES})
_WRITTEN: Final = frozenset({FieldKind.NAME, FieldKind.TEXT})
_ANNOTATIONS: Final = frozenset(
    {"$comment", "$defs", "title", "description", "default", "examples", "else", "then"}
    | {"contentEncoding", "contentMediaType", "maxContains", "minContains"}
)
_KEYWORDS: Final = _ANNOTATIONS | frozenset(Draft202012Validator.VALIDATORS)

Unsound = tuple[str, str]
"""Where below the field (a piece of a JSON Pointer, or nothing) and why."""


def unsound(field: Any, *, in_group: bool) -> Iterator[Unsound]:  # noqa: ANN401 — JSON
    """What doesn't fit together in a field of the right shape."""
    kind = FieldKind(field["kind"])
    yield from _unsound_name(field["id"], in_group=in_group)
    if field.get("unknown") and field.get("required", True):
        yield "/unknown", "a required field can't be answered with 'I don't know'"
    if field.get("partial") and kind is not FieldKind.DATE:
        yield "/partial", "only a date can be partial"
    if field.get("suggestions") and kind not in _WRITTEN:
        yield "/suggestions", "only a name or a text has suggestions"
    if field.get("unit") and kind is not FieldKind.NUMBER:
        yield "/unit", "only a number has a unit"
    yield from _unsound_offers(field, kind, in_group=in_group)
    if bool(field.get("options")) != (kind in _CHOOSING):
        yield "/options", "choice and choices have options, the other kinds have none"
    if bool(field.get("fields")) != (kind is FieldKind.GROUP):
        yield "/fields", "a group has fields, the other kinds have none"
    if kind is FieldKind.GROUP and (in_group or field.get("computed")):
        yield "/kind", "a group stands in no other group, and is never computed"
    yield from _repeated(field.get("options", ()), "options", "code")
    yield from _repeated(field.get("fields", ()), "fields", "id")
    if "rule" in field:
        yield from _unsound_schema(field["rule"])


def _unsound_name(name: str, *, in_group: bool) -> Iterator[Unsound]:
    if name in RESERVED or name.endswith(GIVEN) or (in_group and name == ROW_ID):
        yield "/id", f"'{name}' means something else in expressions"


def _unsound_offers(
    field: Any,  # noqa: ANN401 — JSON
    kind: FieldKind,
    *,
    in_group: bool,
) -> Iterator[Unsound]:
    offers = field.get("offers", ())
    if offers and (in_group or kind in {FieldKind.GROUP, FieldKind.CHOICES}):
        yield "/offers", "only a field with one answer, in no group, is offered any"
    for place, offer in enumerate(offers):
        fact = offer["known_as"]["fact"] if "known_as" in offer else None
        if fact is not None and kind not in FACT_KINDS[fact]:
            yield f"/offers/{place}/known_as/fact", f"a {kind} is no '{fact}'"


def _repeated(parts: Sequence[Mapping[str, str]], where: str, name: str) -> Iterator[Unsound]:
    seen = set()
    for place, part in enumerate(parts):
        if part[name] in seen:
            yield f"/{where}/{place}/{name}", f"'{part[name]}' stands there twice"
        seen.add(part[name])


def _unsound_schema(rule: Mapping[str, object]) -> Iterator[Unsound]:
    """A rule is JSON Schema 2020-12 in itself: a misspelt keyword would pass everything."""
    try:
        Draft202012Validator.check_schema(rule, format_checker=Draft202012Validator.FORMAT_CHECKER)
    except SchemaError as error:
        yield "/rule" + "".join(f"/{part}" for part in error.absolute_path), error.message
    for keyword in rule:
        if keyword not in _KEYWORDS:
            yield f"/rule/{keyword}", "is no keyword of JSON Schema 2020-12"
    for reference in _references(rule):
        if not reference.startswith("#"):
            yield "/rule", f"may not fetch '{reference}'"


def _references(part: object) -> Iterator[str]:
    if isinstance(part, Mapping):
        for keyword, value in part.items():
            if keyword in {"$ref", "$dynamicRef"}:
                yield str(value)
            yield from _references(value)
    elif isinstance(part, Sequence) and not isinstance(part, str):
        for value in part:
            yield from _references(value)
