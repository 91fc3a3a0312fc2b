"""What is wrong with an answer, a step or a whole journey: each fault a field and a message key."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from dataclasses import field as attribute
from typing import TYPE_CHECKING, Final, TypeAlias, TypeGuard

from jsonschema import Draft202012Validator

from kiosk.domain import person
from kiosk.domain.address import address_fault
from kiosk.domain.dates import date_fault, tidy_date
from kiosk.domain.path import ROW_ID, follow, is_answered
from kiosk.domain.procedure import FieldKind, Severity
from kiosk.domain.spelling import tidy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from collections.abc import Set as AbstractSet
    from datetime import date

    from kiosk.domain.path import Path, RowPath, StepPath
    from kiosk.domain.procedure import Answer, Answers, Field, Paper, Procedure, Rule, Words
    from kiosk.domain.submission import Attachment

MOST_TEXT: Final = 2000
"""Characters of one text answer; what is longer came from a stuck key or a wrong scan."""

MOST_NUMBER: Final = 10**15
"""Larger than any count or sum of money here, and exact in every program that reads it."""

_WHOLE: Final = re.compile(r"-?[0-9]{1,20}")
_GROUPS: Final = str.maketrans("", "", " .\u00a0")
_CONTROLS: Final = frozenset({"Cc", "Cs"})
_ADDRESS_PARTS: Final = frozenset({"province", "commune", "hamlet", "street"})


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that isn't right yet, at one field.

    `key` and `values` make its words (`fault.<kind>.<key>`, then `fault.<key>`) unless the
    procedure has its own: `words`. `field` is the id of a field (`group.field` inside a repeating
    group, with the id of the `row`) or of a paper. `rule` names the broken rule of a step; where
    `severity` is QUESTION the person may say that it is right so: `question` is then accepted.
    """

    field: str
    key: str
    values: Mapping[str, object] = attribute(default_factory=dict)
    step: str | None = None
    task: str | None = None
    severity: Severity = Severity.ERROR
    words: Words | None = None
    row: str | None = None
    rule: str | None = None

    @property
    def question(self) -> str:
        """What a journey accepts: `field:rule`, for a repeating group `group:rule:row`."""
        accepted = f"{self.field.partition('.')[0]}:{self.rule}"
        return f"{accepted}:{self.row}" if self.row is not None else accepted


def normalise(field: Field, raw: Answer | None) -> Answer | None:
    """The answer as it is kept, from what was typed or scanned; None where there is none.

    Text is in NFC without control characters and with single spaces, digits lose what groups
    them, `+84` becomes `0`, a date is `YYYY-MM-DD` as far as it is known. What can't be read as
    its kind stays as it is, for `check_field` to name.
    """
    if isinstance(raw, str):
        raw = _normalised_text(field.kind, raw)
    elif isinstance(raw, Mapping):
        raw = {name: tidy(it) if isinstance(it, str) else it for name, it in raw.items()}
        raw = {name: it for name, it in raw.items() if is_answered(it)}
    elif isinstance(raw, list | tuple) and field.kind is FieldKind.GROUP:
        raw = [_normalised_row(field, row) if isinstance(row, Mapping) else row for row in raw]
    return raw if is_answered(raw) else None


def _normalised_text(kind: FieldKind, text: str) -> Answer:
    text = tidy(text)
    match kind:
        case FieldKind.PERSONAL_NUMBER:
            return person.clean_number(text)
        case FieldKind.PHONE:
            return person.clean_phone(text)
        case FieldKind.DATE:
            return tidy_date(text)
        case FieldKind.NUMBER:
            digits = text.translate(_GROUPS)
            return int(digits) if _WHOLE.fullmatch(digits) else text
        case _:
            return text


def _normalised_row(group: Field, row: Answers) -> Answers:
    inner = {field.id: normalise(field, row.get(field.id)) for field in group.fields}
    given = {name: answer for name, answer in inner.items() if answer is not None}
    return {ROW_ID: row.get(ROW_ID, "")} | given


# --- one answer -----------------------------------------------------------------------------------


def check_field(field: Field, value: Answer | None) -> tuple[Fault, ...]:
    """What is wrong with one answer by itself: missing, then impossible, then its rule.

    A repeating group answers with the faults of its rows, `when` left aside.
    """
    faults = tuple(_field_faults(field, value))
    if faults or field.kind is not FieldKind.GROUP or not isinstance(value, list | tuple):
        return faults
    rows = [row for row in value if isinstance(row, Mapping)]
    return tuple(
        _in_row(fault, field, str(row.get(ROW_ID, "")))
        for row in rows
        for inner in field.fields
        for fault in check_field(inner, row.get(inner.id))
    )


def _field_faults(field: Field, value: Answer | None) -> Iterator[Fault]:
    """At most one fault: a person mends one thing at a time."""
    if not is_answered(value):
        if field.required:
            yield _fault(field, "missing", {})
        return
    plain = _kind_fault(field, value) or _rule_fault(field, value)
    if plain is not None:
        yield _fault(field, *plain)


def _fault(field: Field, key: str, values: Mapping[str, object]) -> Fault:
    return Fault(field.id, key, values, words=(field.messages or {}).get(key))


def _kind_fault(field: Field, value: Answer) -> person.PlainFault:
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


def _rule_fault(field: Field, value: Answer) -> person.PlainFault:
    """The first keyword of the field's JSON Schema that fails, its limit and what was given."""
    if field.rule is None:
        return None
    checker = Draft202012Validator.FORMAT_CHECKER
    validator = Draft202012Validator(field.rule, format_checker=checker)
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


def _in_row(fault: Fault, group: Field, row: str) -> Fault:
    return replace(fault, field=f"{group.id}.{fault.field}", row=row)


# --- one step, and all of them --------------------------------------------------------------------


def check_step(
    procedure: Procedure,
    path: Path,
    step_id: str,
    accepted: AbstractSet[str] = frozenset(),
) -> tuple[Fault, ...]:
    """What is wrong with the answers of one step; nothing where it isn't on the path.

    Rules speak after the answers themselves are in order: a rule at a field that has a fault
    already is left out, and so is a question that the person has accepted.
    """
    for task in path.tasks:
        for step in task.steps:
            if step.step.id == step_id:
                name = procedure.step(step_id).id
                return tuple(
                    replace(fault, step=name, task=task.task.id)
                    for fault in _step_faults(path, step, accepted)
                )
    return ()


def _step_faults(path: Path, step: StepPath, accepted: AbstractSet[str]) -> Iterator[Fault]:
    faults: list[Fault] = []
    for each in step.fields:
        value = path.answers.get(each.id)
        own = tuple(_field_faults(each, value))
        faults += own
        for row in () if own else path.rows.get(each.id, ()):
            faults += [_in_row(it, each, row.id) for it in _row_faults(row)]
    yield from faults
    taken = {(fault.field, fault.row) for fault in faults}
    for rule in step.step.rules:
        for fault in _rule_faults(path, rule):
            silent = fault.severity is Severity.QUESTION and fault.question in accepted
            if not silent and (fault.field, fault.row) not in taken:
                yield fault


def _row_faults(row: RowPath) -> Iterator[Fault]:
    for inner in row.fields:
        yield from _field_faults(inner, row.answers.get(inner.id))


def _rule_faults(path: Path, rule: Rule) -> Iterator[Fault]:
    """A rule at a field of a repeating group speaks of each row, the others once."""
    broken = Fault(rule.field, "rule", severity=rule.severity, words=rule.message, rule=rule.id)
    group, inner, _ = rule.field.partition(".")
    if not inner:
        if path.value(rule.expect) is False:
            yield broken
        return
    for row in path.rows.get(group, ()):
        if path.value(rule.expect, row.answers) is False:
            yield replace(broken, row=row.id)


def check_journey(
    procedure: Procedure,
    answers: Answers,
    attachments: Sequence[Attachment],
    today: date,
    accepted: AbstractSet[str] = frozenset(),
) -> tuple[Fault, ...]:
    """All that is wrong with a journey before it can be finished, in the order of the document.

    The portal asks the same of what it receives, with the day on which it was finished.
    """
    path = follow(procedure, answers, today)
    faults = [
        fault
        for step in path.steps
        for fault in check_step(procedure, path, step.step.id, accepted)
    ]
    for paper in path.papers:
        mine = [it for it in attachments if it.paper == paper.id]
        faults += _paper_faults(paper, mine)
    return tuple(faults)


def _paper_faults(paper: Paper, attachments: Sequence[Attachment]) -> Iterator[Fault]:
    if paper.required and not attachments:
        yield Fault(paper.id, "paper-missing")
    if len(attachments) > paper.most_files:
        most = {"most": paper.most_files, "given": len(attachments)}
        yield Fault(paper.id, "paper-too-many", most)
    for attachment in attachments:
        if attachment.media_type not in paper.media_types:
            yield Fault(paper.id, "paper-kind", {"media_type": attachment.media_type})
        if attachment.size > paper.most_bytes:
            size = {"most": paper.most_bytes, "given": attachment.size}
            yield Fault(paper.id, "paper-too-large", size)
