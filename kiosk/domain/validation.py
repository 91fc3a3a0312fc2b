"""What is wrong with an answer, a step or a whole journey: each fault a field and a message key."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from dataclasses import field as attribute
from typing import TYPE_CHECKING, Final

from kiosk.domain import person
from kiosk.domain.dates import tidy_date
from kiosk.domain.kinds import kind_fault, rule_fault
from kiosk.domain.path import ROW_ID, follow, is_answered
from kiosk.domain.procedure import FieldKind, Severity
from kiosk.domain.spelling import tidy

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from collections.abc import Set as AbstractSet
    from datetime import date

    from kiosk.domain.path import Path, RowPath, StepPath
    from kiosk.domain.procedure import Answer, Answers, Field, Paper, Procedure, Rule, Words
    from kiosk.domain.submission import Attachment

_WHOLE: Final = re.compile(r"-?[0-9]{1,20}")
_GROUPS: Final = str.maketrans("", "", " .\u00a0")


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
        accepted = f"{_top(self.field)}:{self.rule}"
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
            return tidy(person.clean_number(text))
        case FieldKind.PHONE:
            return tidy(person.clean_phone(text))
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
    plain = kind_fault(field, value) or rule_fault(field, value)
    if plain is not None:
        yield _fault(field, *plain)


def _fault(field: Field, key: str, values: Mapping[str, object]) -> Fault:
    return Fault(field.id, key, values, words=(field.messages or {}).get(key))


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
    already is left out, and so is a question that the person has accepted. A rule at a field that
    isn't asked but computed speaks at the answer that it was computed from, on that one's step.
    """
    for task in path.tasks:
        for step in task.steps:
            if step.step.id == step_id:
                return tuple(
                    replace(fault, step=step_id, task=task.task.id)
                    for fault in _step_faults(procedure, path, step, accepted)
                )
    return ()


def _step_faults(
    procedure: Procedure, path: Path, step: StepPath, accepted: AbstractSet[str]
) -> Iterator[Fault]:
    faults: list[Fault] = []
    for each in step.fields:
        own = tuple(_field_faults(each, path.answers.get(each.id)))
        faults += own
        for row in () if own else path.rows.get(each.id, ()):
            faults += [_in_row(it, each, row.id) for it in _row_faults(row)]
    yield from faults
    taken = {(fault.field, fault.row) for fault in faults}
    for fault in _broken_rules(procedure, path, {each.id for each in step.fields}):
        silent = fault.severity is Severity.QUESTION and fault.question in accepted
        if not silent and (fault.field, fault.row) not in taken:
            yield fault


def _broken_rules(procedure: Procedure, path: Path, asked: AbstractSet[str]) -> Iterator[Fault]:
    """The rules that the answers to these fields break, those of computed fields last.

    What was asked of some answers is not asked again of their copies: a question of a computed
    field is left out where these same answers have broken a rule of their own.
    """
    rules = [(rule, _source(path, rule)) for step in procedure.steps() for rule in step.rules]
    broken = []
    for rule, source in rules:
        if source in asked and source == _top(rule.field):
            for fault in _rule_faults(path, rule):
                broken.append(_sources_read(path, rule))
                yield fault
    for rule, source in rules:
        if source is not None and source in asked and source != _top(rule.field):
            for fault in _rule_faults(path, rule):
                asked_before = any(_sources_read(path, rule) <= answers for answers in broken)
                if fault.severity is Severity.ERROR or not asked_before:
                    yield replace(fault, field=source)


def _sources_read(path: Path, rule: Rule) -> set[str]:
    """The answers that a rule speaks of, copies traced back to what was asked."""
    return {path.sources.get(name, name) for name in rule.expect.reads}


def _source(path: Path, rule: Rule) -> str | None:
    """The field asked at which a rule speaks; none where its field isn't on the path."""
    return path.sources.get(_top(rule.field))


def _top(field: str) -> str:
    """The field of a step that a field stands in: itself, or its repeating group."""
    return field.partition(".")[0]


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
