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
    "id, kind, procedure, version, ticket, recipient, state, content, sealed, secret, slip_taken,"
    " applicant, started_at, sequence, finished_on, masked_name, media_type, digest, depends_on,"
    " attempts, receipt, refusal"
)


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
    procedure: str
    version: str
    ticket: Ticket
    recipient: str
    state: State
    content: bytes
    sealed: bool
    secret: bytes | None
    slip_taken: bool
    applicant: Applicant
    started_at: datetime
    sequence: int | None
    finished_on: date | None
    masked_name: str
    media_type: str
    digest: str
    depends_on: UUID | None
    attempts: int
    receipt: Receipt | None
    refusal: Refusal | None

    @property
    def open(self) -> bool:
        """Whether it is a journey that goes on: neither put aside nor finished."""
        return self.secret is not None

    def submission(self) -> Submission:
        """What of it may be shown."""
        return Submission(
            id=self.id,
            kind=self.kind,
            procedure=self.procedure,
            version=self.version,
            ticket=self.ticket,
            state=self.state,
            finished_on=self.finished_on,
            masked_name=self.masked_name,
            depends_on=self.depends_on,
            receipt=self.receipt,
            refusal=self.refusal,
        )


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


def record_of(store: Store, submission: UUID) -> Record | None:
    """The record of that id."""
    return record_where(store, "id = ?", submission.bytes)


def known_record(store: Store, submission: UUID) -> Record:
    """The record of that id. Raises WrongState where there is none."""
    record = record_of(store, submission)
    if record is None:
        raise WrongState(str(submission))
    return record


def write_journal(store: Store, at: datetime, what: str, submission: UUID) -> int:
    """Add a line to the journal, inside a transaction; answers its place in the order."""
    rows = store.rows(
        "INSERT INTO journal (at, what, submission) VALUES (?, ?, ?) RETURNING sequence",
        (milliseconds(at), what, submission.bytes),
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
        procedure=row[2],
        version=row[3],
        ticket=Ticket.parse(row[4]),
        recipient=row[5],
        state=State(row[6]),
        content=row[7] or b"",
        sealed=bool(row[8]),
        secret=row[9],
        slip_taken=bool(row[10]),
        applicant=read_json(row[11].encode(), Applicant),
        started_at=instant(row[12]),
        sequence=row[13],
        finished_on=None if row[14] is None else date.fromisoformat(row[14]),
        masked_name=row[15] or "",
        media_type=row[16] or "",
        digest=row[17] or "",
        depends_on=None if row[18] is None else UUID(bytes=row[18]),
        attempts=row[19],
        receipt=None if row[20] is None else read_json(row[20].encode(), Receipt),
        refusal=None if row[21] is None else read_json(row[21].encode(), Refusal),
    )
