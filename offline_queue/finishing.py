"""How a journey becomes a submission: sealed once, for the portal and for its slip."""

from __future__ import annotations

import hashlib
import logging
from dataclasses import replace
from typing import TYPE_CHECKING, Final
from uuid import UUID

from kiosk.domain.journey import Unfinished
from kiosk.domain.ports import QueueDamaged, WrongState
from kiosk.domain.submission import (
    DOCUMENT_SCHEMA,
    Document,
    State,
    encode_document,
    parse_document,
    written,
)
from kiosk.domain.validation import check_journey
from offline_queue.dependants import hindrance
from offline_queue.drafts import first_answer
from offline_queue.records import (
    known_record,
    known_submission,
    milliseconds,
    record_of,
    write_journal,
)
from offline_queue.sealing import seal

if TYPE_CHECKING:
    from collections.abc import Callable

    from kiosk.domain.helping import Remark
    from kiosk.domain.journey import Journey
    from kiosk.domain.ports import Clock
    from kiosk.domain.procedure import Procedure
    from kiosk.domain.submission import (
        Submission,
    )
    from offline_queue.drafts import Drafts
    from offline_queue.papers import Papers, Written
    from offline_queue.records import Record
    from offline_queue.store import Store

SEALED: Final = "application/age"
PLAIN: Final = "application/json"

_UNSEALED: Final = "sealed = 0 AND state IN ('waiting', 'held', 'refused')"

_log = logging.getLogger(__name__)


class Finishing:
    """Finishes journeys, on the store's thread; `recipients` tells the portal's keys of now."""

    def __init__(
        self,
        store: Store,
        papers: Papers,
        drafts: Drafts,
        *,
        clock: Clock,
        recipients: Callable[[], tuple[str, ...]],
    ) -> None:
        self._store = store
        self._papers = papers
        self._drafts = drafts
        self._clock = clock
        self._recipients = recipients
        self._unsealable: set[bytes] = set()

    def finish(self, journey: Journey, procedure: Procedure, masked_name: str) -> Submission:
        """Seal files and document and let them wait; these bytes are what will be sent.

        Raises Unfinished, WrongState, QueueFull.
        """
        today = self._clock.today()
        faults = check_journey(
            procedure, journey.answers, journey.attachments, today, journey.accepted
        )
        if faults:
            raise Unfinished(faults)
        if record_of(self._store, journey.id) is None:
            self._drafts.save(journey)
        record = known_record(self._store, journey.id)
        if not record.open:
            raise WrongState(str(journey.id))
        path = procedure.path(journey.answers, today)
        portal = self._recipients()
        recipients = (*portal, record.recipient) if portal else ()
        files: list[Written] = []
        with self._papers.undone_on_failure(files):
            attachments = []
            for each in path.attached(journey.attachments):
                file = self._papers.seal(journey.id, each.id, recipients)
                files.append(file)
                attachments.append(replace(each, size=file.size, digest=file.digest or ""))
            body = encode_document(
                Document(
                    schema=DOCUMENT_SCHEMA,
                    id=journey.id,
                    kind=journey.kind,
                    procedure=journey.procedure,
                    version=journey.version,
                    ticket=str(journey.slip.ticket),
                    finished_on=today,
                    depends_on=journey.depends_on,
                    answers=dict(path.answers),
                    attachments=tuple(attachments),
                    helping=journey.helping,
                    consents=journey.consents,
                    accepted=journey.accepted,
                )
            )
            content = seal(body, recipients) if recipients else body
            phone = first_answer(path.answers, record.applicant.phone)
            with self._store.transaction():
                for line in journey.help_lines(len(path.steps)):
                    self._write_line(journey, line)
                dropped = self._papers.replace(journey.id, files)
                blocked, refusal = hindrance(self._store, journey.depends_on)
                account = journey.depends_on.bytes if journey.depends_on else None
                now = milliseconds(self._clock.now())
                self._store.write(
                    "UPDATE submission SET state = ?, content = ?, sealed = ?, secret = NULL,"
                    " number_mark = NULL, phone_mark = NULL, slip_taken = 1, touched_at = ?,"
                    " sequence = ?, finished_on = ?, finished_at = ?, masked_name = ?, phone = ?,"
                    " media_type = ?, size = ?, digest = ?, files = ?, files_size = ?,"
                    " files_sent = 0, help_mode = ?, depends_on = ?, blocked = ?, refusal = ?,"
                    " settled_at = ?, followed = ? WHERE id = ?",
                    (
                        State.WAITING if refusal is None else State.REFUSED,
                        content,
                        bool(recipients),
                        now,
                        write_journal(self._store, self._clock.now(), "finished", journey.id),
                        today.isoformat(),
                        now,
                        masked_name,
                        phone if journey.agreed("messages") else None,
                        SEALED if recipients else PLAIN,
                        len(content),
                        hashlib.sha256(content).hexdigest(),
                        len(files),
                        sum(file.size for file in files),
                        journey.helping.mode,
                        account,
                        blocked,
                        None if refusal is None else written(refusal).decode(),
                        None if refusal is None else now,
                        None if refusal is None else account,
                        journey.id.bytes,
                    ),
                )
        self._papers.erase(dropped)
        if not recipients:
            _log.warning("submission %s is not sealed: the portal has told no keys", journey.id)
        return known_submission(self._store, journey.id)

    def _write_line(self, journey: Journey, line: Remark) -> None:
        write_journal(self._store, self._clock.now(), line.what, journey.id, line.count)

    def seal_late(self) -> None:
        """Seal what was finished before the portal's keys were known, and was never on its way.

        Nobody has seen those bytes yet; what was tried once keeps its own for ever. Raises
        QueueFull, QueueLocked.
        """
        if self._store.row(f"SELECT 1 FROM submission WHERE {_UNSEALED} LIMIT 1") is None:  # noqa: S608
            return
        portal = self._recipients()
        if not portal:
            return
        rows = self._store.rows(
            f"SELECT id FROM submission WHERE {_UNSEALED} AND NOT EXISTS"  # noqa: S608
            " (SELECT 1 FROM attempt WHERE attempt.submission = submission.id) ORDER BY sequence"
        )
        for (id_,) in rows:
            if id_ in self._unsealable:
                continue
            try:
                self._seal_late(known_record(self._store, UUID(bytes=id_)), portal)
            except QueueDamaged:
                self._unsealable.add(id_)
                _log.exception("submission %s can't be read to be sealed", UUID(bytes=id_))

    def _seal_late(self, record: Record, portal: tuple[str, ...]) -> None:
        recipients = (*portal, record.recipient)
        document = parse_document(record.content)
        files: list[Written] = []
        with self._papers.undone_on_failure(files):
            attachments = []
            for each in document.attachments:
                file = self._papers.seal_late(record.id, each.id, recipients)
                files.append(file)
                attachments.append(replace(each, size=file.size, digest=file.digest or ""))
            body = encode_document(replace(document, attachments=tuple(attachments)))
            content = seal(body, recipients)
            with self._store.transaction():
                dropped = self._papers.replace(record.id, files)
                self._store.write(
                    "UPDATE submission SET content = ?, sealed = 1, media_type = ?, size = ?,"
                    " digest = ?, files_size = ?, files_sent = 0 WHERE id = ?",
                    (
                        content,
                        SEALED,
                        len(content),
                        hashlib.sha256(content).hexdigest(),
                        sum(file.size for file in files),
                        record.id.bytes,
                    ),
                )
                write_journal(self._store, self._clock.now(), "sealed", record.id)
        self._papers.erase(dropped)
