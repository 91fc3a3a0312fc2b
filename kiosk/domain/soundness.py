"""Whether what a document says of one field makes sense; the reasons are for who writes it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from jsonschema import Draft202012Validator, SchemaError

from kiosk.domain.expressions import GIVEN, RESERVED, Sort, matches
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
    {"$comment", "title", "description", "default", "examples", "else", "then"}
    | {"contentEncoding", "contentMediaType", "maxContains", "minContains"}
)
_LEFT_OUT: Final = frozenset({"$ref", "$dynamicRef", "patternProperties"})
"""One answer needs no references, which may go in circles, and has no properties to name anew."""

_KEYWORDS: Final = _ANNOTATIONS | frozenset(Draft202012Validator.VALIDATORS) - _LEFT_OUT
_DATA: Final = frozenset({"const", "default", "enum", "examples"})
"""Keywords with values that are no schemas."""

_NAMED: Final = frozenset({"dependentSchemas", "properties"})
"""Keywords with schemas below names of the answer's own."""

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
    if "known_as" in field:
        yield from _unsound_fact(kind, field["known_as"], "")
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
        if "known_as" in offer:
            yield from _unsound_fact(kind, offer["known_as"], f"/offers/{place}")


def _unsound_fact(kind: FieldKind, known_as: Mapping[str, str], place: str) -> Iterator[Unsound]:
    fact = known_as["fact"]
    if kind not in FACT_KINDS[fact]:
        yield f"{place}/known_as/fact", f"a {kind} is no '{fact}'"


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
    yield from _unsound_keywords(rule, "/rule")


def _unsound_keywords(schema: Mapping[str, object], place: str) -> Iterator[Unsound]:
    for keyword, value in schema.items():
        where = f"{place}/{keyword}"
        if keyword not in _KEYWORDS:
            yield where, "is no keyword of a rule (JSON Schema 2020-12 without references)"
        elif keyword == "pattern" and matches("", str(value)) is None:
            yield where, f"'{value}' is no pattern of RE2"
        elif keyword in _NAMED and isinstance(value, Mapping):
            for name, part in value.items():
                yield from _unsound_part(part, f"{where}/{name}")
        elif keyword not in _DATA:
            yield from _unsound_part(value, where)


def _unsound_part(part: object, place: str) -> Iterator[Unsound]:
    """A schema inside of a rule, or several."""
    if isinstance(part, Mapping):
        yield from _unsound_keywords(part, place)
    elif isinstance(part, Sequence) and not isinstance(part, str):
        for number, each in enumerate(part):
            yield from _unsound_part(each, f"{place}/{number}")
