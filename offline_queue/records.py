"""One row of the table of submissions as a value, and the questions asked of it."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Final, TypeVar
from uuid import UUID

from kiosk.domain.ports import QueueDamaged, WrongState
from kiosk.domain.procedure import KnownAs
from kiosk.domain.slip import Ticket
from kiosk.domain.submission import Kind, Receipt, Refusal, State, Submission, read_json

if TYPE_CHECKING:
    from kiosk.domain.procedure import Procedure
    from offline_queue.store import Row, Store, Value

T = TypeVar("T")

_COLUMNS: Final = (
    "id, kind, ticket, recipient, state, content, sealed, secret, slip_taken, applicant,"
    " started_at, media_type, digest, depends_on, attempts, refusal"
)
SHOWN: Final = (
    "id, kind, procedure, version, ticket, state, finished_on, masked_name, depends_on, receipt,"
    " refusal"
)
"""The columns of which `shown` makes a submission."""


@dataclass(frozen=True, slots=True)
class Applicant:
    """The fields of a procedure that ask for the applicant's personal number and phone."""

    number: tuple[str, ...] = ()
    phone: tuple[str, ...] = ()

    @classmethod
    def of(cls, procedure: Procedure) -> Applicant:
        """Those of `procedure`."""
        known = procedure.field(procedure.applicant).known_as
        if known is None:
            return cls()
        return cls(
            _asking(procedure, KnownAs(known.person, "personal_number")),
            _asking(procedure, KnownAs(known.person, "phone")),
        )


@dataclass(frozen=True, slots=True)
class Record:
    """A journey or submission as it is kept."""

    id: UUID
    kind: Kind
    ticket: Ticket
    recipient: str
    state: State
    content: bytes
    sealed: bool
    secret: bytes | None
    slip_taken: bool
    applicant: Applicant
    started_at: datetime
    media_type: str
    digest: str
    depends_on: UUID | None
    attempts: int
    refusal: Refusal | None

    @property
    def open(self) -> bool:
        """Whether it is a journey that goes on: neither put aside nor finished."""
        return self.secret is not None


def unpacked(content: bytes, kind: type[T]) -> T:
    """A value as it was packed here (JSON, compressed). Raises QueueDamaged."""
    try:
        return read_json(zlib.decompress(content), kind)
    except (zlib.error, ValueError) as error:
        raise QueueDamaged("what was kept can't be read") from error


def record_where(store: Store, condition: str, *values: Value) -> Record | None:
    """The first record of which `condition` (SQL of our own) holds. Raises QueueDamaged."""
    row = store.row(f"SELECT {_COLUMNS} FROM submission WHERE {condition} LIMIT 1", values)  # noqa: S608 — the condition is never a person's text
    try:
        return None if row is None else _record(row)
    except ValueError as error:
        # Another version of the program wrote it: this one submission, and no other, is lost on us.
        raise QueueDamaged("a row can't be read") from error


def submission_where(store: Store, condition: str, *values: Value) -> Submission | None:
    """What may be shown of the first record of which `condition` holds. Raises QueueDamaged."""
    row = store.row(f"SELECT {SHOWN} FROM submission WHERE {condition} LIMIT 1", values)  # noqa: S608 — as above
    return None if row is None else shown(row)


def known_submission(store: Store, submission: UUID) -> Submission:
    """The submission of that id. Raises WrongState where there is none."""
    found = submission_where(store, "id = ?", submission.bytes)
    if found is None:
        raise WrongState(str(submission))
    return found


def shown(row: Row) -> Submission:
    """What may be shown of a row that begins with the columns of `SHOWN`. Raises QueueDamaged."""
    try:
        return Submission(
            id=UUID(bytes=row[0]),
            kind=Kind(row[1]),
            procedure=row[2],
            version=row[3],
            ticket=Ticket.parse(row[4]),
            state=State(row[5]),
            finished_on=None if row[6] is None else date.fromisoformat(row[6]),
            masked_name=row[7] or "",
            depends_on=None if row[8] is None else UUID(bytes=row[8]),
            receipt=None if row[9] is None else read_json(row[9].encode(), Receipt),
            refusal=None if row[10] is None else read_json(row[10].encode(), Refusal),
        )
    except ValueError as error:
        raise QueueDamaged("a row can't be read") from error


def record_of(store: Store, submission: UUID) -> Record | None:
    """The record of that id."""
    return record_where(store, "id = ?", submission.bytes)


def known_record(store: Store, submission: UUID) -> Record:
    """The record of that id. Raises WrongState where there is none."""
    record = record_of(store, submission)
    if record is None:
        raise WrongState(str(submission))
    return record


def write_journal(
    store: Store, at: datetime, what: str, submission: UUID | None = None, count: int = 1
) -> int:
    """Add a line to the journal, inside a transaction; answers its place in the order."""
    rows = store.rows(
        "INSERT INTO journal (at, what, submission, count) VALUES (?, ?, ?, ?) RETURNING sequence",
        (milliseconds(at), what, None if submission is None else submission.bytes, count),
    )
    return int(rows[0][0])


def milliseconds(at: datetime) -> int:
    """An instant as it is stored: milliseconds since 1970 in UTC."""
    return round(at.timestamp() * 1000)


def instant(stored: int) -> datetime:
    """The instant that was stored."""
    return datetime.fromtimestamp(stored / 1000, UTC)


def _asking(procedure: Procedure, fact: KnownAs) -> tuple[str, ...]:
    return tuple(
        field.id for step in procedure.steps() for field in step.fields if field.known_as == fact
    )


def _record(row: Row) -> Record:
    return Record(
        id=UUID(bytes=row[0]),
        kind=Kind(row[1]),
        ticket=Ticket.parse(row[2]),
        recipient=row[3],
        state=State(row[4]),
        content=row[5] or b"",
        sealed=bool(row[6]),
        secret=row[7],
        slip_taken=bool(row[8]),
        applicant=read_json(row[9].encode(), Applicant),
        started_at=instant(row[10]),
        media_type=row[11] or "",
        digest=row[12] or "",
        depends_on=None if row[13] is None else UUID(bytes=row[13]),
        attempts=row[14],
        refusal=None if row[15] is None else read_json(row[15].encode(), Refusal),
    )
