"""An administrative procedure as data: its tasks, steps and fields."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias, Union

from kiosk.domain.path import follow

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet
    from datetime import date

    from kiosk.domain.expressions import Expression
    from kiosk.domain.path import Path
    from kiosk.domain.submission import Kind

Answer: TypeAlias = Union[str, int, bool, "Sequence[Answer]", "Mapping[str, Answer]"]
"""One answer, as JSON: text, code or date as a string, a whole number, yes or no, several codes,
an address (`province`, `commune`, `hamlet`, `street`), or the rows of a repeating group (each with
its own `id`). An unanswered field has no key."""

Answers: TypeAlias = "Mapping[str, Answer]"


class Words(dict[str, str]):
    """One text in several languages; Vietnamese is always there."""

    def said(self, language: str) -> str:
        """The text in `language`, or in Vietnamese where that is missing."""
        return self.get(language) or self["vi"]


class FieldKind(StrEnum):
    """What sort of answer a field takes; each kind has one input on the screen."""

    NAME = "name"
    TEXT = "text"
    NUMBER = "number"
    PERSONAL_NUMBER = "personal-number"
    PHONE = "phone"
    EMAIL = "email"
    DATE = "date"
    CHOICE = "choice"
    CHOICES = "choices"
    YES_NO = "yes-no"
    ADDRESS = "address"
    GROUP = "group"


@dataclass(frozen=True, slots=True)
class Option:
    """One choice: the code that is submitted, its words, and when it is offered."""

    code: str
    label: Words
    hint: Words | None = None
    when: Expression | None = None


@dataclass(frozen=True, slots=True)
class KnownAs:
    """A field asks for a fact about a person (`requester`, `mother` …): nothing is asked twice.

    `fact` is one of `name`, `personal_number`, `birth_date`, `sex`, `residence`, `phone`.
    """

    person: str
    fact: str


@dataclass(frozen=True, slots=True)
class Computed:
    """While `when` holds (always, where there is none), `value` answers the field by itself."""

    value: Expression
    when: Expression | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """An answer that may be used again with one tap, where the person says that it is the same.

    Either `value` reads it from other answers, or `known_as` names a fact about somebody met in
    this visit; `name` says whose or what it is ("Nhà của mẹ").
    """

    name: Words
    value: Expression | None = None
    known_as: KnownAs | None = None


@dataclass(frozen=True, slots=True)
class Field:
    """One answer on a step.

    `name` is the short label of lists ("Ngày sinh"); `label` stands above the input where a step
    has several fields. `rule` is a JSON Schema (2020-12) for one answer; `messages` gives the
    words of a failed keyword. `partial` lets a date be a year or a month, `recent` says that it
    is mostly a few weeks ago and never to come: it is offered on a calendar. `unknown` offers
    "I don't know" (never on a required field). `unit` is said after a number. `offers` are answers
    to choose from before anything is typed; such a field stands alone on its step.
    """

    id: str
    kind: FieldKind
    name: Words
    label: Words | None = None
    hint: Words | None = None
    required: bool = True
    rule: Mapping[str, object] | None = None
    messages: Mapping[str, Words] | None = None
    when: Expression | None = None
    computed: Computed | None = None
    known_as: KnownAs | None = None
    offers: tuple[Offer, ...] = ()
    options: tuple[Option, ...] = ()
    partial: bool = False
    recent: bool = False
    unknown: bool = False
    suggestions: tuple[str, ...] = ()
    unit: Words | None = None
    fields: tuple[Field, ...] = ()


class Severity(StrEnum):
    """Whether a broken rule stops the person or only asks them."""

    ERROR = "error"
    QUESTION = "question"


@dataclass(frozen=True, slots=True)
class Rule:
    """What answers mean together: `expect` must hold, else `message` is shown at `field`."""

    id: str
    expect: Expression
    message: Words
    field: str
    severity: Severity = Severity.ERROR


@dataclass(frozen=True, slots=True)
class Step:
    """One screen of a procedure: one question, mostly one field.

    `picture` names a drawing of the paper where the answer stands (`birth-paper:date`).
    """

    id: str
    question: Words
    fields: tuple[Field, ...]
    hint: Words | None = None
    why: Words | None = None
    picture: str | None = None
    when: Expression | None = None
    rules: tuple[Rule, ...] = ()


class TaskKind(StrEnum):
    """What a row of the task list opens."""

    QUESTIONS = "questions"
    PAPERS = "papers"
    FEE = "fee"


@dataclass(frozen=True, slots=True)
class Task:
    """One row of the task list. `summary` names the fields whose answers stand under its title."""

    id: str
    kind: TaskKind
    title: Words
    steps: tuple[Step, ...] = ()
    hint: Words | None = None
    summary: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper that goes with a dossier: needed `when` holds (always, where there is none)."""

    id: str
    title: Words
    form: Words
    hint: Words | None = None
    when: Expression | None = None
    required: bool = True
    media_types: tuple[str, ...] = ("image/jpeg", "image/png", "application/pdf")
    most_files: int = 10
    most_bytes: int = 10 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class FeeItem:
    """One part of the fee: `amount` is a CEL expression in whole đồng; `rule` is always shown."""

    id: str
    name: Words
    amount: Expression
    rule: Words
    when: Expression | None = None


@dataclass(frozen=True, slots=True)
class Suitability:
    """A yes-or-no question before anything else; the other answer leads to `otherwise`."""

    id: str
    question: Words
    proceed_with: bool
    otherwise_title: Words
    otherwise: Words
    hint: Words | None = None


@dataclass(frozen=True, slots=True)
class NextStep:
    """One line of "what happens next" after the portal's receipt: when, and what."""

    when: Words
    what: Words
    holds: Expression | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """Where the facts of a procedure come from, and when they were looked at."""

    legal_basis: tuple[str, ...]
    source: str
    checked_on: date
    effective_from: date
    effective_to: date | None
    form_version: str
    verified: bool


@dataclass(frozen=True, slots=True)
class Procedure:
    """One administrative procedure (thủ tục), whole.

    `level` is `full` (toàn trình) or `partial` (một phần), Decree 224/2026/NĐ-CP. `life_event`
    names a tile of the finder; `keywords` are what people also call it.
    """

    code: str
    version: str
    kind: Kind
    title: Words
    short_title: Words
    level: str
    life_event: str | None
    keywords: tuple[str, ...]
    source: Source
    duration: Words
    cost: Words
    who: Words
    tasks: tuple[Task, ...]
    papers: tuple[Paper, ...]
    fees: tuple[FeeItem, ...]
    suitability: tuple[Suitability, ...]
    declaration: Words
    applicant: str
    next_steps: tuple[NextStep, ...]

    def offered_on(self, day: date) -> bool:
        """Whether the facts are in force on `day` (a date of Asia/Ho_Chi_Minh)."""
        ends = self.source.effective_to
        return self.source.effective_from <= day and (ends is None or day <= ends)

    def path(self, answers: Answers, today: date) -> Path:
        """Where these answers lead; `today` is a date of Asia/Ho_Chi_Minh."""
        return follow(self, answers, today)

    def steps(self) -> Iterator[Step]:
        """All steps in the order of the document, on the path or not."""
        for task in self.tasks:
            yield from task.steps

    def step(self, step_id: str) -> Step:
        """The step with that id. Raises KeyError."""
        for step in self.steps():
            if step.id == step_id:
                return step
        raise KeyError(step_id)

    def field(self, field_id: str) -> Field:
        """The field with that id; `group.field` is one of a repeating group. Raises KeyError."""
        for step in self.steps():
            for field in step.fields:
                if field.id == field_id:
                    return field
                for inner in field.fields:
                    if f"{field.id}.{inner.id}" == field_id:
                        return inner
        raise KeyError(field_id)

    def rules_reading(self, fields: AbstractSet[str]) -> tuple[Rule, ...]:
        """The rules whose outcome may change when the answers to these fields do."""
        return tuple(
            rule
            for step in self.steps()
            for rule in step.rules
            if not rule.expect.reads.isdisjoint(fields)
        )

    def paper(self, paper_id: str) -> Paper:
        """The paper with that id. Raises KeyError."""
        for paper in self.papers:
            if paper.id == paper_id:
                return paper
        raise KeyError(paper_id)
