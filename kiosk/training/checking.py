"""What the training portal asks of a document: the same packs, the same rules, the same day."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final, TypeAlias

import msgspec

from kiosk.domain.path import ROW_ID, follow
from kiosk.domain.procedure import FieldKind, Procedure
from kiosk.domain.submission import Attachment, Document, RefusedAnswer
from kiosk.domain.validation import check_journey
from kiosk.training.problems import Problem

if TYPE_CHECKING:
    from kiosk.domain.path import Path
    from kiosk.domain.procedure import Answer, Field
    from kiosk.domain.validation import Fault

FindProcedure: TypeAlias = Callable[[str, str], Procedure | None]
"""The procedure with that code and version, where a pack has it."""

LAST_CALL: Final = timedelta(days=90)
"""For how long after its end a version of a procedure is still taken."""


@dataclass(frozen=True, slots=True)
class Applicant:
    """Whom a document is about, as far as the portal needs to know."""

    personal_number: str | None
    phone: str | None


def find_procedure(find: FindProcedure, document: Document, today: date) -> Procedure:
    """The procedure that a document was made with.

    Raises Problem: `procedure-unknown`, `procedure-expired`, `procedure-not-yet`,
    `finished-in-future`, `kind-differs`.
    """
    procedure = find(document.procedure, document.version)
    if procedure is None:
        raise Problem("procedure-unknown", detail=f"{document.procedure} {document.version}")
    if procedure.kind is not document.kind:
        raise Problem("kind-differs")
    if document.finished_on > today + timedelta(days=1):
        raise Problem("finished-in-future")
    if document.finished_on < procedure.source.effective_from:
        raise Problem("procedure-not-yet")
    ends = procedure.source.effective_to
    if ends is not None and (document.finished_on > ends or today > ends + LAST_CALL):
        raise Problem("procedure-expired")
    return procedure


def check_answers(
    procedure: Procedure, document: Document, attachments: tuple[Attachment, ...]
) -> Path:
    """The path of the document's answers, once nothing is wrong with them.

    `attachments` have the sizes of their opened contents. Raises Problem `answers-refused`.
    """
    strange = [_refused(at, "type") for at in _strange("/answers", document.answers)]
    if strange:
        raise Problem("answers-refused", errors=strange)
    path = follow(procedure, document.answers, document.finished_on)
    errors = [
        *_differences(path.answers, document.answers),
        *_stray_papers(path, attachments),
        *(
            _refused(_pointer(fault, document, path), _code(fault, path))
            for fault in check_journey(
                procedure,
                document.answers,
                attachments,
                document.finished_on,
                document.accepted,
            )
        ),
    ]
    if errors:
        raise Problem("answers-refused", errors=dict.fromkeys(errors))
    return path


def applicant(procedure: Procedure, path: Path) -> Applicant:
    """Number and phone of the person whose name the procedure calls the applicant's.

    A phone that no person is named for is the applicant's: it is the one to call.
    """
    fields = [field for step in path.steps for field in step.step.fields]
    whose = next(
        (it.known_as.person for it in fields if it.id == procedure.applicant and it.known_as), None
    )
    return Applicant(
        _fact(fields, path, whose, FieldKind.PERSONAL_NUMBER),
        _fact(fields, path, whose, FieldKind.PHONE),
    )


def _fact(fields: list[Field], path: Path, whose: str | None, kind: FieldKind) -> str | None:
    """The answer of that kind, that person's before one that no person is named for."""
    own = [it for it in fields if it.kind is kind and it.known_as and it.known_as.person == whose]
    nobodys = [it for it in fields if it.kind is kind and it.known_as is None]
    for field in own + nobodys:
        answer = path.answers.get(field.id)
        if isinstance(answer, str):
            return answer
    return None


def _strange(pointer: str, value: object) -> list[str]:
    """Where there is something that no answer is: a fraction, or null."""
    if isinstance(value, str | int):
        return []
    if isinstance(value, Mapping):
        return [it for key, inner in value.items() for it in _strange(_below(pointer, key), inner)]
    if isinstance(value, Sequence):
        return [it for n, inner in enumerate(value) for it in _strange(_below(pointer, n), inner)]
    return [pointer]


def _differences(
    expected: Mapping[str, Answer], given: Mapping[str, Answer]
) -> list[RefusedAnswer]:
    """Answers off the path, and computed ones that are missing or otherwise than computed."""
    differences = []
    for name in sorted(expected.keys() | given.keys()):
        if name not in expected:
            differences.append(_refused(_below("/answers", name), "off-path"))
        elif name not in given or _bytes(expected[name]) != _bytes(given[name]):
            differences.append(_refused(_below("/answers", name), "differs"))
    return differences


def _stray_papers(path: Path, attachments: tuple[Attachment, ...]) -> list[RefusedAnswer]:
    kept = path.attached(attachments)
    return [
        _refused(f"/attachments/{number}/paper", "off-path")
        for number, attachment in enumerate(attachments)
        if attachment not in kept
    ]


def _pointer(fault: Fault, document: Document, path: Path) -> str:
    if any(paper.id == fault.field for paper in path.papers):
        return "/attachments"
    field, _, inner = fault.field.partition(".")
    pointer = _below("/answers", field)
    if not inner:
        return pointer
    rows = document.answers.get(field, [])
    number = next((n for n, row in enumerate(rows) if row.get(ROW_ID) == fault.row), 0)
    return _below(_below(pointer, number), inner)


def _code(fault: Fault, path: Path) -> str:
    """The broken rule's name, or what is wrong; of a paper with the paper's name."""
    if any(paper.id == fault.field for paper in path.papers):
        return f"{fault.key}:{fault.field}"
    return fault.rule or fault.key


def _below(pointer: str, key: str | int) -> str:
    """JSON Pointer, RFC 6901."""
    return f"{pointer}/{str(key).replace('~', '~0').replace('/', '~1')}"


def _refused(pointer: str, code: str) -> RefusedAnswer:
    return RefusedAnswer(pointer, code)


def _bytes(answer: Answer) -> bytes:
    """Compared as JSON, since Python finds `True` and `1` equal."""
    return msgspec.json.encode(answer, order="sorted")


def with_sizes(document: Document, sizes: Mapping[str, int]) -> tuple[Attachment, ...]:
    """The document's attachments with the sizes of their contents, by the digests sent."""
    return tuple(replace(it, size=sizes[it.digest]) for it in document.attachments)
