"""Journeys that go on, drafts put aside, and how each is finished, reopened or withdrawn."""

from __future__ import annotations

import hashlib
import hmac
import logging
import secrets
import zlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final
from uuid import UUID

from kiosk.domain.journey import Journey, journey_to_json
from kiosk.domain.ports import QueueDamaged, SlipTooLate, SlipUnknown, WrongState
from kiosk.domain.profile import PHONE_DIGITS
from kiosk.domain.slip import SECRET_BITS, TICKET_ALPHABET, Slip, Ticket
from kiosk.domain.submission import (
    Attachment,
    State,
    parse_document,
    written,
)
from offline_queue.dependants import ACCOUNT_WITHDRAWN, set_aside
from offline_queue.records import (
    Applicant,
    known_record,
    milliseconds,
    record_of,
    record_where,
    unpacked,
    write_journal,
)
from offline_queue.sealing import recipient_of, seal, unseal

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from kiosk.domain.helping import Remark
    from kiosk.domain.ports import Clock
    from kiosk.domain.procedure import Procedure
    from kiosk.domain.submission import (
        Kind,
    )
    from offline_queue.papers import Papers, Written
    from offline_queue.records import (
        Record,
    )
    from offline_queue.store import Store

RECOVERABLE: Final = timedelta(minutes=30)
"""How long a journey that was broken off is offered to the same person."""

_SECRET_BYTES: Final = 13
_MOST_BEGUN: Final = 16
"""Journeys begun last: the screens are in one of them, and may save it again after a wipe."""

_TICKET_LENGTH: Final = 5

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Aside:
    """What is sealed of a draft put aside: the journey, and the keys of its captured files."""

    journey: Journey
    keys: dict[str, str]


class Drafts:
    """The journeys of one store. Every method is called on the store's thread alone."""

    def __init__(
        self,
        store: Store,
        papers: Papers,
        *,
        clock: Clock,
        point: str,
        marking_key: bytes,
        new_id: Callable[[], UUID],
        lead: str | None,
    ) -> None:
        self._leads = () if lead is None else (lead,)
        if self._leads:
            seal(b"", self._leads)  # a key that is none is told now, not to who puts aside first
        self._store = store
        self._papers = papers
        self._clock = clock
        self._point = point
        self._marking_key = marking_key
        self._new_id = new_id
        self._begun: dict[UUID, Applicant] = {}
        self._touched: dict[UUID, float] = {}
        self._seen: dict[UUID, float] = {}

    def begin(self, kind: Kind, procedure: Procedure) -> Journey:
        """A new journey with id and slip; nothing is on the disk before `save`."""
        journey = Journey(
            id=self._new_id(),
            kind=kind,
            procedure=procedure.code,
            version=procedure.version,
            slip=Slip(self._new_ticket(), secrets.randbits(SECRET_BITS)),
            started_at=self._clock.now(),
        )
        self._begun[journey.id] = Applicant.of(procedure)
        if len(self._begun) > _MOST_BEGUN:
            del self._begun[next(iter(self._begun))]
        return journey

    def save(self, journey: Journey) -> None:
        """Keep the journey as it stands. Raises WrongState where it was finished or put aside."""
        with self._store.transaction():
            record = record_of(self._store, journey.id)
            if record is None:
                self._insert(journey)
                record = self._open(journey.id)
            elif not record.open:
                raise WrongState(str(journey.id))
            self._store.write(
                "UPDATE submission SET content = ?, number_mark = ?, phone_mark = ?,"
                " touched_at = ? WHERE id = ?",
                (
                    zlib.compress(journey_to_json(journey)),
                    *self._marks(journey, record.applicant),
                    self._now(),
                    journey.id.bytes,
                ),
            )
        self._touch(journey.id)

    def discard(self, journey: UUID) -> None:
        """Wipe an open journey; unknown ids are fine. Raises WrongState for any other."""
        record = record_of(self._store, journey)
        if record is None:
            return
        if not record.open:
            raise WrongState(str(journey))
        self._wipe(journey, "discarded")

    def remark(self, journey: UUID, remark: Remark) -> None:
        """A line of the journal beside what was computed. Raises WrongState for unknown ids."""
        known_record(self._store, journey)
        with self._store.transaction():
            write_journal(self._store, self._clock.now(), remark.what, journey, remark.count)

    def put_aside(self, journey: UUID) -> None:
        """Seal the draft for its slip, and the point's lead, with the keys of its files."""
        record = self._open(journey)
        draft = unpacked(record.content, Journey)
        kept = {str(attachment.id) for attachment in draft.attachments}
        keys = {id_: key for id_, key in self._papers.keys(journey).items() if id_ in kept}
        sealed = seal(zlib.compress(written(_Aside(draft, keys))), [record.recipient, *self._leads])
        with self._store.transaction():
            dropped = self._papers.lock(journey, draft.attachments)
            self._store.write(
                "UPDATE submission SET content = ?, sealed = 1, secret = NULL, slip_taken = 1,"
                " number_mark = NULL, phone_mark = NULL, touched_at = ? WHERE id = ?",
                (sealed, self._now(), journey.bytes),
            )
            write_journal(self._store, self._clock.now(), "put-aside", journey)
        self._papers.erase(dropped)

    def reopen(self, slip: Slip) -> Journey:
        """Open a draft put aside, or a submission that the portal doesn't have, to go on."""
        record = self._opened_by(slip)
        if record.state is not State.DRAFT:
            return self._back_from_finished(record, slip)
        if record.open:
            return unpacked(record.content, Journey)
        aside = unpacked(unseal(record.content, slip), _Aside)
        with self._store.transaction():
            self._papers.unlock(aside.keys)
            self._open_again(record, aside.journey)
        return aside.journey

    def withdraw(self, slip: Slip) -> None:
        """Take it back: its content is erased, and what depends on it is set aside."""
        record = self._opened_by(slip)
        with self._store.transaction():
            dropped = self._papers.replace(record.id, [])
            self._store.write(
                "UPDATE submission SET state = ?, content = NULL, secret = NULL,"
                " number_mark = NULL, phone_mark = NULL, masked_name = NULL, phone = NULL,"
                " refusal = NULL, followed = NULL, told_at = NULL, blocked = 0, settled_at = ?"
                " WHERE id = ?",
                (State.WITHDRAWN, self._now(), record.id.bytes),
            )
            write_journal(self._store, self._clock.now(), "withdrawn", record.id)
            set_aside(self._store, self._clock.now(), record.id, ACCOUNT_WITHDRAWN)
        self._papers.erase(dropped)

    def recover(self, personal_number: str, phone_ending: str | None) -> Journey | None:
        """The journey broken off within 30 minutes by the person with that number (and phone)."""
        marks = [self._mark("number", personal_number)]
        condition = "state = 'draft' AND sealed = 0 AND number_mark = ?"
        if phone_ending is not None:
            condition += " AND phone_mark = ?"
            marks.append(self._mark("phone", phone_ending))
        left = self._left_behind()
        rows = self._store.rows(
            f"SELECT id FROM submission WHERE {condition} ORDER BY touched_at DESC",  # noqa: S608
            marks,
        )
        found = next((it for it in (UUID(bytes=row[0]) for row in rows) if it not in left), None)
        record = None if found is None else record_of(self._store, found)
        return None if record is None else unpacked(record.content, Journey)

    def keep_attachment(
        self, journey: UUID, paper: str, content: bytes, media_type: str, pages: int
    ) -> Attachment:
        """Keep the content encrypted beside the database. Raises WrongState, QueueFull."""
        self._open(journey)
        id_ = self._new_id()
        # Taken while the disk is at work: of a scan of 10 MB it is a third of the time.
        with ThreadPoolExecutor(max_workers=1, thread_name_prefix="digest") as beside:
            digest = beside.submit(hashlib.sha256, content)
            capture = self._papers.capture(journey, id_, content)
        attachment = Attachment(
            id=id_,
            paper=paper,
            media_type=media_type,
            size=len(content),
            pages=pages,
            digest=digest.result().hexdigest(),
        )
        with self._papers.undone_on_failure([capture]), self._store.transaction():
            self._papers.keep(journey, capture)
            self._store.write(
                "UPDATE submission SET touched_at = ? WHERE id = ?", (self._now(), journey.bytes)
            )
        self._touch(journey)
        return attachment

    def attachment(self, journey: UUID, attachment: UUID) -> bytes:
        """The content of a captured paper of an open journey."""
        return self._papers.content(journey, attachment)

    def drop_attachment(self, journey: UUID, attachment: UUID) -> None:
        """Erase a captured paper: key, row and file."""
        self._open(journey)
        with self._store.transaction():
            dropped = self._papers.drop(journey, attachment)
        self._papers.erase(dropped)

    def leave_behind(self) -> None:
        """Journeys broken off over 30 minutes ago: sealed where a slip was taken, else wiped."""
        for journey, slip_taken in self._left_behind().items():
            try:
                if slip_taken:
                    self.put_aside(journey)
                else:
                    self._wipe(journey, "purged")
            except QueueDamaged:
                _log.exception("journey %s can't be put aside", journey)

    def _left_behind(self) -> dict[UUID, bool]:
        """The open journeys whose half hour is over, and whether a slip was taken.

        Those of this run by its own seconds: a clock that was set wrong or right neither ends one
        under a person's hands nor leaves one lying about. Those of an earlier run by the clock,
        and half an hour after they were first seen at the latest.
        """
        now = self._clock.monotonic()
        before = milliseconds(self._clock.now() - RECOVERABLE)
        still_open = {
            UUID(bytes=id_): (touched, bool(slip_taken))
            for id_, touched, slip_taken in self._store.rows(
                "SELECT id, touched_at, slip_taken FROM submission"
                " WHERE state = 'draft' AND sealed = 0"
            )
        }
        self._touched = {it: at for it, at in self._touched.items() if it in still_open}
        self._seen = {it: self._seen.get(it, now) for it in still_open if it not in self._touched}
        since = self._seen | self._touched
        return {
            journey: slip_taken
            for journey, (touched, slip_taken) in still_open.items()
            if now - since[journey] > RECOVERABLE.total_seconds()
            or (journey in self._seen and touched < before)
        }

    def _touch(self, journey: UUID) -> None:
        self._touched[journey] = self._clock.monotonic()

    def _insert(self, journey: Journey) -> None:
        applicant = self._begun.get(journey.id, Applicant())
        self._store.write(
            "INSERT INTO submission (id, kind, procedure, version, ticket, recipient, state,"
            " content, sealed, secret, slip_taken, applicant, started_at, touched_at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, x'', 0, ?, 0, ?, ?, ?)",
            (
                journey.id.bytes,
                journey.kind,
                journey.procedure,
                journey.version,
                str(journey.slip.ticket),
                recipient_of(journey.slip),
                State.DRAFT,
                _secret_bytes(journey.slip),
                written(applicant).decode(),
                milliseconds(journey.started_at),
                self._now(),
            ),
        )

    def _wipe(self, journey: UUID, what: str) -> None:
        dropped = self._papers.names(journey)
        with self._store.transaction():
            self._store.write("DELETE FROM submission WHERE id = ?", (journey.bytes,))
            write_journal(self._store, self._clock.now(), what, journey)
            set_aside(self._store, self._clock.now(), journey, ACCOUNT_WITHDRAWN)
        self._papers.erase(dropped)

    def _back_from_finished(self, record: Record, slip: Slip) -> Journey:
        body = unseal(record.content, slip) if record.sealed else record.content
        document = parse_document(body)
        captures: list[Written] = []
        attachments = []
        with self._papers.undone_on_failure(captures):
            for each in document.attachments:
                content, capture = self._papers.unseal(record.id, each.id, slip)
                captures.append(capture)
                digest = hashlib.sha256(content).hexdigest()
                attachments.append(replace(each, size=len(content), digest=digest))
            journey = Journey(
                id=record.id,
                kind=record.kind,
                procedure=document.procedure,
                version=document.version,
                slip=slip,
                started_at=record.started_at,
                answers=document.answers,
                attachments=tuple(attachments),
                consents=document.consents,
                helping=document.helping,
                accepted=document.accepted,
                depends_on=document.depends_on,
            )
            with self._store.transaction():
                dropped = self._papers.replace(record.id, captures)
                self._open_again(record, journey)
        self._papers.erase(dropped)
        return journey

    def _open_again(self, record: Record, journey: Journey) -> None:
        self._store.write(
            "UPDATE submission SET state = ?, content = ?, sealed = 0, secret = ?,"
            " number_mark = ?, phone_mark = ?, touched_at = ?, slip_taken = 1, depends_on = NULL,"
            " sequence = NULL, finished_on = NULL, finished_at = NULL, masked_name = NULL,"
            " phone = NULL, media_type = NULL, size = NULL, digest = NULL, files = 0,"
            " files_size = 0, files_sent = 0, help_mode = NULL, blocked = 0, followed = NULL,"
            " attempts = 0, due = 0, refusal = NULL, told_at = NULL, settled_at = NULL"
            " WHERE id = ?",
            (
                State.DRAFT,
                zlib.compress(journey_to_json(journey)),
                _secret_bytes(journey.slip),
                *self._marks(journey, record.applicant),
                self._now(),
                record.id.bytes,
            ),
        )
        write_journal(self._store, self._clock.now(), "reopened", record.id)
        self._touch(record.id)

    def _opened_by(self, slip: Slip) -> Record:
        record = record_where(self._store, "ticket = ?", str(slip.ticket))
        if (
            record is None
            or record.state is State.WITHDRAWN
            or not hmac.compare_digest(record.recipient, recipient_of(slip))
        ):
            raise SlipUnknown(str(slip.ticket))
        unanswered = self._store.row(
            "SELECT 1 FROM attempt WHERE submission = ? AND unanswered > 0", (record.id.bytes,)
        )
        if record.state is State.DELIVERED or unanswered:
            raise SlipTooLate(str(slip.ticket))
        return record

    def _open(self, journey: UUID) -> Record:
        record = known_record(self._store, journey)
        if not record.open:
            raise WrongState(str(journey))
        return record

    def _marks(self, journey: Journey, applicant: Applicant) -> tuple[bytes | None, bytes | None]:
        number = first_answer(journey.answers, applicant.number)
        phone = first_answer(journey.answers, applicant.phone)
        return (
            None if number is None else self._mark("number", number),
            None if phone is None else self._mark("phone", phone),
        )

    def _mark(self, what: str, text: str) -> bytes:
        # Keyed, so that not even the few possible endings of a phone can be tried out.
        digits = "".join(character for character in text if character.isdigit())
        said = digits[-PHONE_DIGITS:] if what == "phone" else digits
        return hmac.digest(self._marking_key, f"{what}:{said}".encode(), hashlib.sha256)

    def _new_ticket(self) -> Ticket:
        while True:
            body = "".join(secrets.choice(TICKET_ALPHABET) for _ in range(_TICKET_LENGTH))
            ticket = Ticket(self._point, body)
            if record_where(self._store, "ticket = ?", str(ticket)) is None:
                return ticket

    def _now(self) -> int:
        return milliseconds(self._clock.now())


def first_answer(answers: Mapping[str, object], fields: tuple[str, ...]) -> str | None:
    """The first of these fields that is answered."""
    return next((str(answers[name]) for name in fields if name in answers), None)


def _secret_bytes(slip: Slip) -> bytes:
    return slip.secret.to_bytes(_SECRET_BYTES, "big")
