"""Answers as people say them, and what is to be put right about one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from kiosk.domain.procedure import FieldKind

if TYPE_CHECKING:
    from kiosk.domain.procedure import Answer, Field
    from kiosk.domain.validation import Fault
    from ui.inputs.field_input import Known


def answer_in_words(known: Known, field: Field, answer: Answer) -> str:
    """The words of one answer: labels for codes, dates in words, addresses in one line.

    Of rows of a group the first answer of each.
    """
    labels = {option.code: known.said(option.label) for option in field.options}
    match answer:
        case bool():
            return known.look.say("input.yes" if answer else "input.no")
        case int():
            unit = known.said(field.unit)
            return f"{answer:,}".replace(",", ".") + (f" {unit}" if unit else "")
        case str():
            return _text(known, field, answer, labels)
        case Mapping():
            return known.addresses.written(answer)
    if field.kind is FieldKind.GROUP:
        rows = [row_in_words(known, field, row) for row in answer]
        return ", ".join(said[0] for said in rows if said)
    return ", ".join(labels.get(str(code), str(code)) for code in answer)


def fault_words(known: Known, field: Field | None, fault: Fault) -> str:
    """What is to be put right, as the pack says it or else the program."""
    texts = known.look.texts
    if fault.words is not None:
        return known.said(fault.words)
    kind = field.kind if field else "paper"
    keys = (f"fault.{kind}.{fault.key}", f"fault.{fault.key}", "fault.other")
    return texts.say(next(key for key in keys if key in texts), **fault.values)


def row_in_words(known: Known, group: Field, row: Answer) -> list[str]:
    """What a row of a group says, field by field; what isn't answered is left out."""
    if not isinstance(row, Mapping):
        return []
    return [
        answer_in_words(known, field, row[field.id]) for field in group.fields if field.id in row
    ]


def _text(known: Known, field: Field, answer: str, labels: Mapping[str, str]) -> str:
    if field.kind is FieldKind.DATE:
        return known.look.texts.partial_date(answer)
    if field.kind is FieldKind.PERSONAL_NUMBER:
        return " ".join((answer[:3], answer[3:4], answer[4:6], answer[6:]))
    if field.kind is FieldKind.PHONE:
        return " ".join((answer[:4], answer[4:7], answer[7:]))
    return labels.get(answer, answer)
