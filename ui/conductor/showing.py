"""Turns a journey into what the screens show of it: rows, states, sums, all in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kiosk.domain.fees import fee
from kiosk.domain.path import is_answered
from kiosk.domain.person import (
    clean_phone,
    grouped_number,
    grouped_phone,
    masked_number,
    masked_phone,
    printed_name,
)
from kiosk.domain.procedure import FieldKind, TaskKind
from kiosk.domain.validation import check_journey
from ui.components.rows import RowState
from ui.inputs.saying import answer_in_words, fault_words, row_in_words
from ui.screens.check_answers import AnswerShown, CheckShown, SectionShown
from ui.screens.fee import FeePartShown
from ui.screens.task_list import TaskShown, TasksShown

if TYPE_CHECKING:
    from kiosk.domain.journey import Journey
    from kiosk.domain.path import Path, TaskPath
    from kiosk.domain.procedure import Answer, Field, Procedure
    from kiosk.domain.validation import Fault
    from ui.inputs.field_input import Known


def faults_of(procedure: Procedure, journey: Journey, path: Path) -> tuple[Fault, ...]:
    """Everything that is not right yet in the whole journey."""
    return check_journey(
        procedure, journey.answers, journey.attachments, path.today, journey.accepted
    )


def faults_said(
    known: Known, procedure: Procedure, faults: Sequence[Fault]
) -> list[tuple[str, str]]:
    """Each fault as the field that it stands at and its words, for a page of questions."""
    said = []
    for fault in faults:
        name = fault.field.partition(".")[0]
        inner = fault.field.rpartition(".")[2]
        fields = {it.id: it for step in procedure.steps() for it in step.fields}
        field = fields.get(name)
        if field is not None and fault.field != name:
            field = next((it for it in field.fields if it.id == inner), field)
        said.append((name, fault_words(known, field, fault)))
    return said


def say_privately(known: Known, field: Field, answer: Answer) -> str:
    """An answer in words, with numbers of people masked: others may stand behind."""
    match field.kind:
        case FieldKind.PERSONAL_NUMBER:
            return masked_number(str(answer))
        case FieldKind.PHONE:
            return masked_phone(str(answer))
        case FieldKind.NAME:
            return printed_name(str(answer))
        case _:
            return answer_in_words(known, field, answer)


def _whole(field: Field, answer: Answer) -> str:
    """What `say_privately` masks, for the moment in which the person wants to see it."""
    match field.kind:
        case FieldKind.PERSONAL_NUMBER:
            return grouped_number(str(answer))
        case FieldKind.PHONE:
            return grouped_phone(clean_phone(str(answer)))
        case _:
            return ""


def tasks_shown(known: Known, procedure: Procedure, journey: Journey, path: Path) -> TasksShown:
    """The task list, the checking of it as the last row."""
    faults = faults_of(procedure, journey, path)
    rows = [
        _task(known, procedure, journey, path, task, faults)
        for task in path.tasks
        if task.steps or task.task.kind is not TaskKind.QUESTIONS
    ]
    look = known.look
    ready = all(row.state is RowState.DONE for row in rows)
    rows.append(
        TaskShown(
            "check",
            look.say("tasks.check.title"),
            look.say("tasks.check.open" if ready else "tasks.check.locked"),
            RowState.TODO if ready else RowState.LOCKED,
            look.say("tasks.not_begun" if ready else "tasks.locked"),
        )
    )
    short = known.said(procedure.short_title)
    heading = look.say("tasks.title", procedure=short, count=len(rows))
    return TasksShown(short, heading, tuple(rows))


def _task(
    known: Known,
    procedure: Procedure,
    journey: Journey,
    path: Path,
    task: TaskPath,
    faults: Sequence[Fault],
) -> TaskShown:
    mine = [fault for fault in faults if fault.task == task.task.id]
    say = known.look.say
    title = known.said(task.task.title)
    if task.task.kind is TaskKind.PAPERS:
        missing = [fault for fault in faults if fault.key == "paper-missing"]
        count = len(path.attached(journey.attachments))
        detail = say("tasks.papers.count", count=count) if count else say("tasks.papers.none")
        state = RowState.TODO if missing else RowState.DONE
        if not count and not missing:
            detail = say("tasks.papers.optional")
        if not path.papers:
            open_yet = any(fault.key == "missing" for fault in faults)
            detail = say("tasks.papers.later" if open_yet else "tasks.papers.not_needed")
            state = RowState.TODO if open_yet else RowState.DONE
    elif task.task.kind is TaskKind.FEE:
        _, detail = fee_shown(known, procedure, path)
        known_fee = fee(procedure, path).total is not None
        state = RowState.DONE if known_fee or not faults else RowState.TODO
    else:
        answered = any(field.id in path.answers for step in task.steps for field in step.fields)
        wrong = any(fault.key != "missing" for fault in mine)
        state = RowState.DONE
        if mine:
            state = RowState.ATTENTION if wrong and answered else RowState.TODO
        detail = _summary(known, task, path) or known.said(task.task.hint)
    words = {
        RowState.DONE: say("tasks.done"),
        RowState.ATTENTION: say("tasks.look_again"),
        RowState.TODO: say("tasks.not_begun"),
    }[state]
    return TaskShown(task.task.id, title, detail, state, words)


def _summary(known: Known, task: TaskPath, path: Path) -> str:
    fields = {field.id: field for step in task.task.steps for field in step.fields}
    return ", ".join(
        say_privately(known, fields[name], path.answers[name])
        for name in task.task.summary
        if name in fields and is_answered(path.answers.get(name))
    )


def fee_shown(
    known: Known, procedure: Procedure, path: Path
) -> tuple[tuple[FeePartShown, ...], str]:
    """The parts of the fee with their rules, and the total in words."""
    look, whole = known.look, fee(procedure, path)
    parts = tuple(
        FeePartShown(
            known.said(part.name),
            look.say("fee.unknown") if part.amount is None else look.texts.money(part.amount),
            known.said(part.rule),
        )
        for part in whole.items
    )
    if whole.total is None:
        awaited = _awaited(procedure, path)
        total = look.say("tasks.fee.unknown" if awaited else "fee.by_commune")
    else:
        total = look.texts.money(whole.total) if whole.total else look.say("fee.free")
    return parts, total


def _awaited(procedure: Procedure, path: Path) -> bool:
    """Whether the fee waits for an answer that must be given; what may be left out never comes."""
    reads = {
        name
        for item in procedure.fees
        for read in (item.amount, item.when)
        if read is not None
        for name in read.reads
    }
    return any(
        field.required and field.id in reads and field.id not in path.answers
        for step in path.steps
        for field in step.fields
    )


def check_shown(known: Known, procedure: Procedure, journey: Journey, path: Path) -> CheckShown:
    """Every answer on the path, task by task, and what is not right yet."""
    look = known.look
    attached = path.attached(journey.attachments)
    _, total = fee_shown(known, procedure, path)
    return CheckShown(
        caption=known.said(procedure.short_title),
        sections=tuple(_section(known, journey, path, task, total) for task in path.tasks),
        papers=len(attached),
        pages=sum(attachment.pages for attachment in attached),
        helping=look.say(f"check.helping.{journey.helping.mode}"),
        faults=tuple(
            (words, fault.step or fault.task or "")
            for fault in faults_of(procedure, journey, path)
            for _, words in faults_said(known, procedure, (fault,))
        ),
    )


def _rows(known: Known, group: Field, rows: Answer, step: str | None) -> list[AnswerShown]:
    """The rows of a group, one below the other, numbered where there are several."""
    listed = list(rows) if isinstance(rows, Sequence) and not isinstance(rows, str) else []
    name = known.said(group.name)
    return [
        AnswerShown(
            f"{name} {number}" if len(listed) > 1 else name,
            ", ".join(row_in_words(known, group, row)),
            step,
            f"{group.id}.{number}",
        )
        for number, row in enumerate(listed, start=1)
    ]


def _section(
    known: Known, journey: Journey, path: Path, task: TaskPath, fee_said: str
) -> SectionShown:
    asked = {field.id: step.step.id for step in task.steps for field in step.fields}
    answers = []
    from_card = False
    for step in task.task.steps:
        for field in step.fields:
            answer = path.answers.get(field.id)
            if field.kind is FieldKind.GROUP and is_answered(answer):
                answers += _rows(known, field, answer, asked.get(field.id))
                continue
            whole, name = "", False
            if is_answered(answer):
                value, whole = say_privately(known, field, answer), _whole(field, answer)
                name = field.kind is FieldKind.NAME
            elif field.id in asked:
                value = known.look.say("check.unknown")
            else:
                continue
            from_card = from_card or journey.origins.get(field.id) == "card"
            label, step_id = known.said(field.name), asked.get(field.id)
            answers.append(AnswerShown(label, value, step_id, field.id, whole, is_name=name))
    if task.task.kind is TaskKind.FEE:
        answers.append(AnswerShown(known.look.say("fee.total"), fee_said, None, task.task.id))
    note = known.look.say("check.from_card") if from_card else ""
    return SectionShown(known.said(task.task.title), note, tuple(answers))
