"""The courier's side of the store: what is due, what was tried, and how it ended."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Final, NamedTuple

from kiosk.domain.ports import QueueDamaged, WrongState
from kiosk.domain.submission import Parcel, State, written
from offline_queue.dependants import (
    ALREADY_REGISTERED,
    CONTENT_DAMAGED,
    hindrance,
    release,
    set_aside,
)
from offline_queue.records import (
    instant,
    known_record,
    milliseconds,
    record_where,
    write_journal,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from uuid import UUID

    from kiosk.domain.ports import Clock
    from kiosk.domain.submission import Receipt, Refusal
    from offline_queue.papers import Papers
    from offline_queue.records import Record
    from offline_queue.store import Store

_PAUSED: Final = "sending-paused"
_RESUMED: Final = "sending-resumed"

_TO_SEND: Final = (
    "submission INDEXED BY submission_to_send"
    " WHERE state IN ('waiting', 'held') AND state = 'waiting'"
)
"""What waits; the first condition says to SQLite that the index has it all."""

_log = logging.getLogger(__name__)


class _First(NamedTuple):
    """Where a submission stands among those that wait, and its row; the least goes first."""

    attempts: int
    due: float
    sequence: int
    row: int


class Dispatch:
    """What leaves the store. Every method is called on the store's thread alone.

    When something is due is told in seconds of the store's own. They go with the monotonic clock,
    from the latest that was put off in the run before: so after a start everything that waits is
    due, without being written anew, and a clock that was set wrong or right delays nothing.
    """

    def __init__(self, store: Store, papers: Papers, clock: Clock) -> None:
        self._store = store
        self._papers = papers
        self._clock = clock
        self._unreadable: set[int] = set()
        self._since = clock.monotonic()
        self._seconds_then = self._since
        self.hasten()

    @property
    def unreadable(self) -> int:
        """How many that wait were found to be unreadable."""
        return len(self._unreadable)

    def next_due(self, *, with_files: bool = True, but: UUID | None = None) -> Parcel | None:
        """The next that may go: fewest attempts first, or one bad row would block the rest.

        So would one that the disk doesn't give back any more: it is passed over until `look_again`.
        `but` is left out.
        """
        while (row := self._next_row(with_files, but)) is not None:
            try:
                record = record_where(self._store, "row = ?", row)
                return None if record is None else self._parcel(record)
            except QueueDamaged:
                _log.exception("a submission that waits can't be read")
                self._unreadable.add(row)
        return None

    def seconds_until_due(self, *, with_files: bool = True) -> float | None:
        """How long until the next one is due, 0 where one is; None where nothing waits."""
        soonest = min((first.due for first in self._firsts(with_files)), default=None)
        return None if soonest is None else self.seconds_until(soonest)

    def seconds_until(self, due: float) -> float:
        """How long until a row's `due`; 0 where it has come."""
        return max(0.0, due - self._seconds())

    def attempted(self, submission: UUID, digest: str) -> None:
        """Durable before the attempt. Raises WrongState where it doesn't wait so any more."""
        with self._store.transaction():
            self._attempted(submission, digest)

    def handed_out(self, submission: UUID) -> Parcel:
        """What leaves on a stick. Raises WrongState where it doesn't wait or isn't sealed."""
        record = known_record(self._store, submission)
        if not record.sealed:
            raise WrongState(str(submission))
        with self._store.transaction():
            self._attempted(submission, record.digest)
            write_journal(self._store, self._clock.now(), "handed-out", submission)
        return self._parcel(record)

    def file_sent(self, submission: UUID, digest: str, sent: int) -> None:
        """So many of its files are with the portal; nothing where it doesn't wait so any more."""
        with self._store.transaction():
            self._store.write(
                "UPDATE submission SET files_sent = min(?, files)"
                " WHERE id = ? AND state = 'waiting' AND digest = ? AND files_sent < ?",
                (sent, submission.bytes, digest, sent),
            )

    def delivered(self, receipt: Receipt, following: Parcel | None = None) -> bool:
        """Receipt, erasure and journal row in one transaction; False where that is known already.

        The one that is `following` is attempted in the same transaction. Raises WrongState where
        no bytes of that digest were ever sent, and where its slip has opened it since.
        """
        row = self._store.row(
            "SELECT state FROM submission WHERE id = ? AND sequence IS NOT NULL",
            (receipt.id.bytes,),
        )
        if row is None or not self.was_sent(receipt.id, receipt.digest):
            raise WrongState(str(receipt.id))
        if row[0] == State.DELIVERED:
            return False
        with self._store.transaction():
            dropped = self._papers.replace(receipt.id, [])
            self._store.write(
                "UPDATE submission SET state = ?, content = NULL, secret = NULL, receipt = ?,"
                " refusal = NULL, told_at = NULL, followed = NULL, blocked = 0,"
                " masked_name = coalesce(masked_name, ''), files_sent = files, settled_at = ?"
                " WHERE id = ?",
                (State.DELIVERED, written(receipt).decode(), self._now(), receipt.id.bytes),
            )
            self._settle_attempts(receipt.id)
            write_journal(self._store, self._clock.now(), "delivered", receipt.id)
            release(self._store, receipt.id)
            if following is not None:
                self._attempted(following.id, following.digest)
        self._papers.erase(dropped)
        return True

    def delivered_and_next(self, receipt: Receipt, *, with_files: bool) -> Parcel | None:
        """As `delivered`, with the next that is due, if there is a document alone to send."""
        # Looked for before the transaction: what can't be read there must not undo the receipt.
        following = self.next_due(with_files=with_files, but=receipt.id)
        if following is not None and following.files:
            following = None
        return following if self.delivered(receipt, following) else None

    def refused(
        self, submission: UUID, refusal: Refusal, *, digest: str | None = None
    ) -> tuple[UUID, ...]:
        """Set it aside, and what depends on it; nothing where it doesn't wait so any more."""
        with self._store.transaction():
            changed = self._store.write(
                "UPDATE submission SET state = ?, refusal = ?, blocked = 0, settled_at = ?"
                " WHERE id = ? AND state IN ('waiting', 'held') AND digest = coalesce(?, digest)",
                (
                    State.REFUSED,
                    written(refusal).decode(),
                    self._now(),
                    submission.bytes,
                    digest,
                ),
            )
            if not changed:
                return ()
            self._settle_attempts(submission)
            write_journal(self._store, self._clock.now(), "refused", submission)
            if refusal.type == ALREADY_REGISTERED:
                release(self._store, submission)
                return (submission,)
            followers = set_aside(self._store, self._clock.now(), submission, refusal)
            return (submission, *followers)

    def postponed(
        self, submission: UUID, seconds: float, *, counts: bool, turned_away: bool = False
    ) -> None:
        """Not now; `turned_away` takes back the last `attempted`: its outcome is known."""
        with self._store.transaction():
            self._store.write(
                "UPDATE submission SET due = ?, attempts = attempts + ?"
                " WHERE id = ? AND state IN ('waiting', 'held')",
                (self._seconds() + seconds, counts, submission.bytes),
            )
            if turned_away:
                self._store.write(
                    "UPDATE attempt SET unanswered = unanswered - 1"
                    " WHERE submission = :id AND unanswered > 0"
                    " AND digest = (SELECT digest FROM submission WHERE id = :id)",
                    {"id": submission.bytes},
                )

    def hasten(self) -> None:
        """All that waits is due now: the store's seconds go on from the latest that was put off."""
        due = self._store.rows(f"SELECT max(due) FROM {_TO_SEND}")[0][0]  # noqa: S608
        self._seconds_then = max(self._seconds(), due or 0.0)
        self._since = self._clock.monotonic()

    def was_sent(self, submission: UUID, digest: str) -> bool:
        """Whether these bytes were ever on their way."""
        row = self._store.row(
            "SELECT 1 FROM attempt WHERE submission = ? AND digest = ?",
            (submission.bytes, digest),
        )
        return row is not None

    def waiting(self) -> int:
        """How many wait, those for their account too; not those held by staff."""
        return int(
            self._store.rows(f"SELECT count(*) FROM {_TO_SEND}")[0][0]  # noqa: S608
        )

    def oldest(self) -> datetime | None:
        """When the oldest one that waits was finished; None where nothing waits."""
        oldest = self._store.rows(f"SELECT min(finished_at) FROM {_TO_SEND}")[0][0]  # noqa: S608
        return None if oldest is None else instant(oldest)

    def paused(self) -> bool:
        """Whether sending was paused last, by the journal."""
        row = self._store.row(
            "SELECT what FROM journal WHERE submission IS NULL AND what IN (?, ?)"
            " ORDER BY sequence DESC LIMIT 1",
            (_PAUSED, _RESUMED),
        )
        return row is not None and row[0] == _PAUSED

    def set_paused(self, *, paused: bool) -> None:
        """A line in the journal: who looks later sees when nothing was sent, too."""
        with self._store.transaction():
            write_journal(self._store, self._clock.now(), _PAUSED if paused else _RESUMED)

    def hold(self, submission: UUID) -> None:
        """Staff keep it back. Raises WrongState where it doesn't wait."""
        self._move(submission, State.WAITING, State.HELD)

    def let_go(self, submission: UUID) -> None:
        """Staff let it wait again, due now. Raises WrongState where it isn't held."""
        self._move(submission, State.HELD, State.WAITING)

    def retry(self, submission: UUID) -> None:
        """Staff have it tried now, with the same bytes: one that waits, or was refused itself.

        Raises WrongState for any other, and where its account must come right first.
        """
        record = known_record(self._store, submission)
        blocked, refusal = hindrance(self._store, record.depends_on)
        if refusal is not None or record.refusal == CONTENT_DAMAGED:
            raise WrongState(str(submission))
        with self._store.transaction():
            changed = self._store.write(
                "UPDATE submission SET due = 0 WHERE id = ? AND state = 'waiting'",
                (submission.bytes,),
            ) or self._store.write(
                "UPDATE submission SET state = 'waiting', due = 0, attempts = 0, blocked = ?,"
                " refusal = NULL, told_at = NULL, settled_at = NULL"
                " WHERE id = ? AND state = 'refused' AND followed IS NULL",
                (blocked, submission.bytes),
            )
            if not changed:
                raise WrongState(str(submission))
            write_journal(self._store, self._clock.now(), "retried", submission)

    def told(self, submission: UUID) -> None:
        """The person knows of the refusal; again is fine. Raises WrongState where there is none."""
        with self._store.transaction():
            row = self._store.row(
                "SELECT told_at FROM submission WHERE id = ? AND state = 'refused'",
                (submission.bytes,),
            )
            if row is None:
                raise WrongState(str(submission))
            if row[0] is None:
                self._store.write(
                    "UPDATE submission SET told_at = ?, phone = NULL WHERE id = ?",
                    (self._now(), submission.bytes),
                )
                write_journal(self._store, self._clock.now(), "told", submission)

    def look_again(self) -> None:
        """What could not be read may be readable now."""
        self._unreadable.clear()

    def _seconds(self) -> float:
        return self._seconds_then + (self._clock.monotonic() - self._since)

    def _next_row(self, with_files: bool, but: UUID | None) -> int | None:  # noqa: FBT001 — as it was asked
        now = self._seconds()
        due = [first for first in self._firsts(with_files, but) if first.due <= now]
        return min(due).row if due else None

    def _firsts(self, with_files: bool, but: UUID | None = None) -> Iterator[_First]:  # noqa: FBT001 — likewise
        """Of those that may go, the first one for each number of attempts; `but` is left out.

        It takes one look into the index for each, however many wait.
        """
        look = (
            f"SELECT attempts, due, sequence, row FROM {_TO_SEND}"  # noqa: S608
            " AND blocked = 0 AND (files_sent < files) = ? AND attempts >= ? AND id <> ?"
        )
        if self._unreadable:
            look += f" AND row NOT IN ({', '.join(map(str, sorted(self._unreadable)))})"
        look += " ORDER BY attempts, due, sequence LIMIT 1"
        other = b"" if but is None else but.bytes
        for files_left in (False, True) if with_files else (False,):
            attempts = 0
            while (found := self._store.row(look, (files_left, attempts, other))) is not None:
                first = _First(*found)
                yield first
                attempts = first.attempts + 1

    def _parcel(self, record: Record) -> Parcel:
        return Parcel(
            id=record.id,
            kind=record.kind,
            body=record.content,
            media_type=record.media_type,
            digest=record.digest,
            files=self._papers.to_send(record.id),
            attempts=record.attempts,
        )

    def _attempted(self, submission: UUID, digest: str) -> None:
        waits = self._store.row(
            "SELECT 1 FROM submission WHERE id = ? AND state = 'waiting' AND digest = ?",
            (submission.bytes, digest),
        )
        if waits is None:
            raise WrongState(str(submission))
        self._store.write(
            "INSERT INTO attempt (submission, digest, unanswered) VALUES (?, ?, 1)"
            " ON CONFLICT DO UPDATE SET unanswered = unanswered + 1",
            (submission.bytes, digest),
        )

    def _move(self, submission: UUID, before: State, after: State) -> None:
        with self._store.transaction():
            changed = self._store.write(
                "UPDATE submission SET state = ?, due = 0 WHERE id = ? AND state = ?",
                (after, submission.bytes, before),
            )
            if not changed:
                raise WrongState(str(submission))
            write_journal(self._store, self._clock.now(), after, submission)

    def _settle_attempts(self, submission: UUID) -> None:
        self._store.write(
            "UPDATE attempt SET unanswered = 0 WHERE submission = ?", (submission.bytes,)
        )

    def _now(self) -> int:
        return milliseconds(self._clock.now())
