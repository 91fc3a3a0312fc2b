"""Where a person stands: the part of a procedure that their answers lead through."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, TypeGuard

if TYPE_CHECKING:
    from datetime import date

    from kiosk.domain.expressions import Expression
    from kiosk.domain.procedure import (
        Answer,
        Answers,
        Field,
        Offer,
        Option,
        Paper,
        Procedure,
        Step,
        Task,
    )
    from kiosk.domain.submission import Attachment

ROW_ID: Final = "id"


@dataclass(frozen=True, slots=True)
class RowPath:
    """One row of a repeating group: the fields asked in it, and its answers on the path."""

    id: str
    fields: tuple[Field, ...]
    answers: Answers


@dataclass(frozen=True, slots=True)
class StepPath:
    """A step on the path, with the fields that are asked: on the path and not computed."""

    step: Step
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class TaskPath:
    """A row of the task list with its steps on the path."""

    task: Task
    steps: tuple[StepPath, ...]


@dataclass(frozen=True, slots=True)
class Offered:
    """An offer with the answer that it stands for now."""

    offer: Offer
    answer: Answer


@dataclass(frozen=True, slots=True)
class Path:
    """The way through a procedure that these answers make, on this day.

    `answers` are those on the path, computed ones too, in the order of the document: they are
    what is submitted. `rows` has the rows of each repeating group, by its field. `papers` are
    those that are needed or may be added. `sources` names, for each field on the path, the field
    whose answer it shows: itself where it is asked, else the last one asked that it is computed
    from; a constant has no source.
    """

    today: date
    answers: Answers
    tasks: tuple[TaskPath, ...] = ()
    papers: tuple[Paper, ...] = ()
    rows: Mapping[str, tuple[RowPath, ...]] = field(default_factory=dict)
    sources: Mapping[str, str] = field(default_factory=dict)

    @property
    def steps(self) -> tuple[StepPath, ...]:
        """The steps of all tasks, in the order of the document."""
        return tuple(step for task in self.tasks for step in task.steps)

    def step(self, step_id: str) -> StepPath | None:
        """The step with that id, where it is on the path."""
        return next((step for step in self.steps if step.step.id == step_id), None)

    def value(self, expression: Expression, row: Answers | None = None) -> Answer | None:
        """What the expression says of the answers on the path; None where it is silent."""
        return expression.value(self.answers, self.today, row)

    def holds(self, when: Expression | None, row: Answers | None = None) -> bool:
        """Whether a condition holds: always where there is none, never where it is silent."""
        return when is None or self.value(when, row) is True

    def awaits(self, expression: Expression) -> bool:
        """Whether the expression reads a field that is asked and not yet answered."""
        asked = {field.id for step in self.steps for field in step.fields}
        return any(name in asked and name not in self.answers for name in expression.reads)

    def options(self, field: Field, row: Answers | None = None) -> tuple[Option, ...]:
        """The choices of a field that are offered now."""
        return tuple(option for option in field.options if self.holds(option.when, row))

    def offers(self, field: Field, people: Mapping[str, Answers]) -> tuple[Offered, ...]:
        """What may be used again for a field, each answer once, in the order of the document.

        `people` are the facts about those met in this visit, by their part in the procedure.
        """
        offered: list[Offered] = []
        codes = {option.code for option in self.options(field)}
        for offer in field.offers:
            about = offer.known_as
            if offer.value is not None:
                answer = self.value(offer.value)
            else:
                answer = people.get(about.person, {}).get(about.fact) if about is not None else None
            chosen = not codes or answer in codes
            if is_answered(answer) and chosen and all(it.answer != answer for it in offered):
                offered.append(Offered(offer, answer))
        return tuple(offered)

    def attached(self, attachments: tuple[Attachment, ...]) -> tuple[Attachment, ...]:
        """The attachments that go along: those of papers on the path."""
        papers = {paper.id for paper in self.papers}
        return tuple(it for it in attachments if it.paper in papers)


def follow(procedure: Procedure, answers: Answers, today: date) -> Path:
    """The path, walked in the order of the document: each `when` sees what came before it.

    Answers to questions that are not asked are left out, so that changing an earlier answer
    repairs what follows; nothing is deleted from `answers` itself.
    """
    walk = _Walk(answers, today)
    tasks = []
    for task in procedure.tasks:
        steps = []
        for step in task.steps:
            asked = walk.fields(step.fields) if walk.path.holds(step.when) else ()
            if asked:
                steps.append(StepPath(step, asked))
        if steps or not task.steps:
            tasks.append(TaskPath(task, tuple(steps)))
    papers = tuple(paper for paper in procedure.papers if walk.path.holds(paper.when))
    return Path(today, walk.walked, tuple(tasks), papers, walk.rows, walk.sources)


class _Walk:
    """One walk through a procedure; `path` shows what has been passed so far."""

    def __init__(self, given: Answers, today: date) -> None:
        self._given = given
        self.walked: dict[str, Answer] = {}
        self.rows: dict[str, tuple[RowPath, ...]] = {}
        self.sources: dict[str, str] = {}
        self.path = Path(today, self.walked)

    def fields(self, fields: tuple[Field, ...]) -> tuple[Field, ...]:
        """Pass the fields of one step; those that are asked."""
        asked = []
        for each in fields:
            if not self.path.holds(each.when):
                continue
            is_asked, answer = self._answer(each, self._given, None)
            if is_asked:
                asked.append(each)
                self.sources[each.id] = each.id
                if each.fields:
                    answer = self._group(each, answer)
            else:
                self._trace(each)
            if is_answered(answer):
                self.walked[each.id] = answer
        return tuple(asked)

    def _trace(self, computed: Field) -> None:
        """Note the last answer that a computed one was made from, or that had it computed."""
        made = computed.computed
        expressions = [made.value, made.when, computed.when] if made is not None else []
        for expression in expressions:
            reads = expression.reads if expression is not None else frozenset[str]()
            found = [source for name, source in self.sources.items() if name in reads]
            if found:
                self.sources[computed.id] = max(found, key=list(self.sources).index)
                return

    def _answer(self, of: Field, given: Answers, row: Answers | None) -> tuple[bool, Answer | None]:
        """Whether a field is asked, and its answer: worked out, or given and still offered."""
        if of.computed is not None and self.path.holds(of.computed.when, row):
            return False, self.path.value(of.computed.value, row)
        answer = given.get(of.id)
        withdrawn = {it.code for it in of.options} - {it.code for it in self.path.options(of, row)}
        if isinstance(answer, list | tuple) and withdrawn:
            return True, [code for code in answer if not _is(code, withdrawn)]
        return True, None if _is(answer, withdrawn) else answer

    def _group(self, group: Field, answer: Answer | None) -> Answer | None:
        """The rows of a repeating group, each with the answers of its own path.

        What is no list of rows stays as it is, for validation to name.
        """
        if not isinstance(answer, list | tuple):
            return answer
        rows = []
        for given in answer:
            if not isinstance(given, Mapping):
                return answer
            rows.append(self._row(group, given))
        self.rows[group.id] = tuple(rows)
        return [dict(row.answers) for row in rows]

    def _row(self, group: Field, given: Answers) -> RowPath:
        name = str(given.get(ROW_ID, ""))
        walked: dict[str, Answer] = {ROW_ID: name}
        asked = []
        for each in group.fields:
            if self.path.holds(each.when, walked):
                is_asked, answer = self._answer(each, given, walked)
                if is_asked:
                    asked.append(each)
                if is_answered(answer):
                    walked[each.id] = answer
        return RowPath(name, tuple(asked), walked)


def _is(answer: Answer | None, codes: set[str]) -> bool:
    return isinstance(answer, str) and answer in codes


def is_answered(answer: Answer | None) -> TypeGuard[Answer]:
    """Whether there is an answer: an empty text, list or address is none."""
    return answer is not None and answer not in ("", [], (), {})
