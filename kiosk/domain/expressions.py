"""What answers mean together: typed expressions of CEL, silent while an answer is missing."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from enum import StrEnum
from itertools import product
from typing import TYPE_CHECKING, Final

from cel_expr_python import cel

from kiosk.domain.dates import completed_years, earliest, is_partial, latest
from kiosk.domain.person import PersonalNumber

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import date

    from kiosk.domain.procedure import Answer, Answers

MOST_UNCERTAIN: Final = 6
"""With more partial dates than this, an expression has nothing certain to say."""

MOST_LOOPS: Final = 3
"""Loops in one expression; each may hold what the last one made many times over."""

_LOOPS: Final = re.compile(r"\b(?:all|exists|exists_one|filter|map)\b\s*[(/]")

TODAY: Final = "today"
ROW: Final = "row"
GIVEN: Final = "_given"


class Sort(StrEnum):
    """What an answer is to an expression."""

    TEXT = "string"
    NUMBER = "int"
    YES_NO = "bool"
    DATE = "timestamp"
    CODES = "list(string)"
    ADDRESS = "map(string, string)"
    ROWS = "list(map(string, dyn))"


_TYPES: Final = {
    Sort.TEXT: cel.Type.STRING,
    Sort.NUMBER: cel.Type.INT,
    Sort.YES_NO: cel.Type.BOOL,
    Sort.DATE: cel.Type.TIMESTAMP,
    Sort.CODES: cel.Type.List(cel.Type.STRING),
    Sort.ADDRESS: cel.Type.Map(cel.Type.STRING, cel.Type.STRING),
    Sort.ROWS: cel.Type.List(cel.Type.Map(cel.Type.STRING, cel.Type.DYN)),
}

RESERVED: Final = frozenset(
    """
    today row bool bytes double duration dyn int list map null_type string timestamp type uint
    true false null in as break const continue else for function if import let loop package
    namespace return var void while google optional
    """.split()
)
"""Names that CEL or this program has taken (CEL language definition, "Syntax")."""


class ExpressionInvalid(ValueError):
    """The text can't be an expression there; `reason` says why, for who writes procedures."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class _Read:
    """One variable of an expression; `key` is its field, in the expression's row or outside."""

    name: str
    key: str
    sort: Sort
    in_row: bool
    given: bool


@dataclass(frozen=True, slots=True)
class Expression:
    """One expression, checked; it says something only where all that it reads is answered.

    `reads` names the fields it reads (`row.<field>` for those of its own row), whether by value
    or by `<field>_given`.
    """

    text: str
    sort: Sort
    reads: frozenset[str]
    _variables: tuple[_Read, ...] = field(repr=False, compare=False)
    _compiled: cel.Expression = field(repr=False, compare=False)

    def value(self, answers: Answers, today: date, row: Answers | None = None) -> Answer | None:
        """What it says of these answers as an answer, or None where it is silent.

        It is silent where a variable that it reads is unanswered, where it fails (a division by
        zero, a key that a row doesn't have, loops without end), and where a partial date leaves
        the outcome open: the first and the last day that each such date may mean are tried.
        """
        data: dict[str, object] = {TODAY: _midnight(today)}
        dates: dict[str, list[datetime]] = {}
        for read in self._variables:
            source = (row or {}) if read.in_row else answers
            if read.given:
                data[read.name] = read.key in source
            elif read.key not in source:
                return None
            elif read.sort is Sort.DATE:
                dates[read.name] = _instants(source[read.key])
            else:
                data[read.name] = source[read.key]
        if not all(dates.values()) or sum(map(len, dates.values())) > len(dates) + MOST_UNCERTAIN:
            return None
        outcomes = (
            self._outcome(data | dict(zip(dates, instants, strict=True)))
            for instants in product(*dates.values())
        )
        first = next(outcomes)
        return first if all(outcome == first for outcome in outcomes) else None

    def _outcome(self, data: Mapping[str, object]) -> Answer | None:
        try:
            value = self._compiled.eval(data=data)
        except (RuntimeError, UnicodeError):  # CEL's budget for loops; half a character
            return None
        if value.type() == cel.Type.ERROR:
            return None
        plain: Answer = value.plain_value()
        return plain.date().isoformat() if isinstance(plain, datetime) else plain


class Vocabulary:
    """The variables that the expressions of one procedure may read, with their sorts."""

    def __init__(
        self, fields: Mapping[str, Sort], groups: Mapping[str, Mapping[str, Sort]]
    ) -> None:
        outside = _variables(fields)
        self._reads: dict[str | None, dict[str, _Read]] = {None: outside}
        for group, inner in groups.items():
            self._reads[group] = outside | _variables(inner, in_row=True)
        self._environments = {scope: _environment(of) for scope, of in self._reads.items()}

    def expression(self, text: str, sort: Sort, group: str | None = None) -> Expression:
        """The expression, checked to be of `sort`. Raises ExpressionInvalid.

        Within the repeating group named, `row.<field>` are the answers of one row.
        """
        if len(_LOOPS.findall(text)) > MOST_LOOPS:
            raise ExpressionInvalid(f"has more than {MOST_LOOPS} loops (all, exists, map …)")
        try:
            text.encode()  # half a character of UTF-16 would not even reach the compiler
            compiled = self._environments[group].compile(text)
        except (RuntimeError, UnicodeError) as refusal:
            raise ExpressionInvalid(_reason(refusal)) from None
        if compiled.return_type() != _TYPES[sort]:
            said = compiled.return_type().name().lower()
            raise ExpressionInvalid(f"must say {sort}, but says {said}")
        known = self._reads[group]
        variables = tuple(
            known[name] for name in sorted(_names(compiled.serialize())) if name in known
        )
        reads = frozenset(f"{ROW}.{it.key}" if it.in_row else it.key for it in variables)
        return Expression(text, sort, reads, variables, compiled)


def _variables(fields: Mapping[str, Sort], *, in_row: bool = False) -> dict[str, _Read]:
    """Each field's value, and whether it is given, by the name that expressions use."""
    prefix = f"{ROW}." if in_row else ""
    reads = {}
    for key, sort in fields.items():
        name = prefix + key
        reads[name] = _Read(name, key, sort, in_row=in_row, given=False)
        reads[name + GIVEN] = _Read(name + GIVEN, key, Sort.YES_NO, in_row=in_row, given=True)
    return reads


def _environment(reads: Mapping[str, _Read]) -> cel.Env:
    variables = {name: _TYPES[read.sort] for name, read in reads.items()}
    return cel.NewEnv(variables=variables | {TODAY: cel.Type.TIMESTAMP}, functions=list(_FUNCTIONS))


def _instants(answer: Answer) -> list[datetime]:
    """The first and the last day that a date may mean, one where it is whole; else nothing."""
    text = answer if isinstance(answer, str) else ""
    try:
        return [_midnight(day) for day in sorted({earliest(text), latest(text)})]
    except ValueError:
        return []


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


# --- functions added to CEL -----------------------------------------------------------------------


def _years_between(start: datetime, end: datetime) -> int:
    return completed_years(start.date(), end.date())


def _days_between(start: datetime, end: datetime) -> int:
    return (end.date() - start.date()).days


def _date(text: str) -> datetime:
    if is_partial(text):
        raise ValueError(text)
    return _midnight(earliest(text))


def _number_sex(number: str) -> str:
    return PersonalNumber(number).sex


def _number_birth_year(number: str) -> int:
    return PersonalNumber(number).birth_year


def _sum(numbers: Sequence[object]) -> int:
    whole = [number for number in numbers if isinstance(number, int)]
    if len(whole) < len(numbers):
        raise TypeError("sum takes whole numbers")
    return sum(whole)


def _function(
    name: str, answers: cel.Type, takes: list[cel.Type], does: Callable[..., object]
) -> cel.FunctionDecl:
    overload = cel.Overload(f"kiosk_{name}", return_type=answers, parameters=takes, impl=does)
    return cel.FunctionDecl(name, [overload])


_TWO_DAYS: Final = [cel.Type.TIMESTAMP, cel.Type.TIMESTAMP]
_FUNCTIONS: Final = (
    _function("years_between", cel.Type.INT, _TWO_DAYS, _years_between),
    _function("days_between", cel.Type.INT, _TWO_DAYS, _days_between),
    _function("date", cel.Type.TIMESTAMP, [cel.Type.STRING], _date),
    _function("number_sex", cel.Type.STRING, [cel.Type.STRING], _number_sex),
    _function("number_birth_year", cel.Type.INT, [cel.Type.STRING], _number_birth_year),
    _function("sum", cel.Type.INT, [cel.Type.List(cel.Type.DYN)], _sum),
)


# --- patterns -------------------------------------------------------------------------------------

_MATCHES: Final = cel.NewEnv(
    variables={"text": cel.Type.STRING, "pattern": cel.Type.STRING}
).compile("text.matches(pattern)")


def matches(text: str, pattern: str) -> bool | None:
    """Whether the pattern (RE2) is found in the text, in a time that grows as the text does.

    None where it is no such pattern: RE2 looks neither ahead nor back.
    """
    value = _MATCHES.eval(data={"text": text, "pattern": pattern})
    return None if value.type() == cel.Type.ERROR else bool(value.plain_value())


# --- what an expression reads ---------------------------------------------------------------------


def _reason(refusal: Exception) -> str:
    """The first complaint of the compiler, without its place marks."""
    first = str(refusal).partition("\n")[0]
    return first.removeprefix("INVALID_ARGUMENT: ").removeprefix("ERROR: <input>:")


def _names(checked: bytes) -> Iterator[str]:
    """What the names in a checked expression refer to, functions left out.

    The compiler's messages stop after twenty, so this reads its own list: `CheckedExpr` (cel-spec,
    `cel/expr/checked.proto`) in an `Any`, whose `reference_map` (2) holds a `Reference` (2) with
    `name` (1) and, for functions, `overload_id` (3).
    """
    for number, content in _parts(dict(_parts(checked))[2]):
        if number == 2:
            reference = dict(_parts(dict(_parts(content))[2]))
            if 3 not in reference:
                yield reference[1].decode()


def _parts(message: bytes) -> Iterator[tuple[int, bytes]]:
    """The fields of a protocol buffer that have a length; numbers are passed over."""
    place = 0
    while place < len(message):
        tag, place = _number(message, place)
        length, place = _number(message, place)
        if tag & 7:
            yield tag >> 3, message[place : place + length]
            place += length


def _number(message: bytes, place: int) -> tuple[int, int]:
    value, shift = 0, 0
    while message[place] & 0x80:
        value |= (message[place] & 0x7F) << shift
        shift += 7
        place += 1
    return value | message[place] << shift, place + 1
