"""The courier's side of the store: what is due, what was tried, and how it ended."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from kiosk.domain.ports import QueueDamaged, QueueSummary, WrongState
from kiosk.domain.submission import Parcel, State, written
from offline_queue.dependants import ALREADY_REGISTERED, release, set_aside
from offline_queue.records import (
    instant,
    milliseconds,
    record_of,
    record_where,
    write_journal,
)

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from kiosk.domain.ports import Clock
    from kiosk.domain.submission import Receipt, Refusal
    from offline_queue.papers import Papers
    from offline_queue.records import Record
    from offline_queue.store import Store

KEPT_SETTLED: Final = timedelta(days=30)
KEPT_ASIDE: Final = timedelta(days=30)
"""As long as the slip of a draft says that it is kept."""

"""How long it stays known here that something was delivered or withdrawn."""

KEPT_REFUSED: Final = timedelta(days=90)
"""How long a refused submission waits, sealed, to be corrected."""

STEADY: Final = 60 * 60.0
"""Seconds that the wall clock must have gone evenly before anything is forgotten by it."""

_LEAP: Final = 5 * 60.0
"""Seconds by which the wall clock may be corrected without having leapt."""

_READY: Final = "state = 'waiting' AND blocked = 0"

_log = logging.getLogger(__name__)


class Dispatch:
    """What leaves the store. Every method is called on the store's thread alone.

    When something is due is told by the monotonic clock of this run: after a start everything
    that waits is due, and a clock that was set wrong or right delays nothing.
    """

    def __init__(self, store: Store, papers: Papers, clock: Clock) -> None:
        self._store = store
        self._papers = papers
        self._clock = clock
        self._counts_from_here = False
        self._unreadable: set[int] = set()
        self._ahead = self._wall_ahead()
        self._steady_since = clock.monotonic()

    def next_due(self) -> Parcel | None:
        """The next that may go: fewest attempts first, or one bad row would block the rest.

        So would one that the disk doesn't give back any more: it is passed over until `purge`.
        """
        self._forget_the_last_run()
        while (row := self._next_row()) is not None:
            try:
                record = record_where(self._store, "row = ?", row)
                return None if record is None else self._parcel(record)
            except QueueDamaged:
                _log.exception("a submission that waits can't be read")
                self._unreadable.add(row)
        return None

    def _next_row(self) -> int | None:
        # "+" keeps SQLite from finding all that is due only to sort it. Only the index is read.
        found = self._store.row(
            f"SELECT row FROM submission WHERE {self._readable()} AND +due <= ?"  # noqa: S608
            " ORDER BY attempts, due, sequence LIMIT 1",
            (self._clock.monotonic(),),
        )
        return None if found is None else int(found[0])

    def _readable(self) -> str:
        if not self._unreadable:
            return _READY
        return f"{_READY} AND row NOT IN ({', '.join(map(str, sorted(self._unreadable)))})"

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

    def seconds_until_due(self) -> float | None:
        """How long until the next one is due, 0 where one is; None where nothing waits."""
        self._forget_the_last_run()
        rows = self._store.rows(f"SELECT min(due) FROM submission WHERE {self._readable()}")  # noqa: S608
        due = rows[0][0]
        return None if due is None else max(0.0, due - self._clock.monotonic())

    def attempted(self, submission: UUID, digest: str) -> None:
        """Durable before the attempt. Raises WrongState where it doesn't wait so any more."""
        with self._store.transaction():
            record = record_of(self._store, submission)
            if record is None or record.state is not State.WAITING or record.digest != digest:
                raise WrongState(str(submission))
            self._store.write(
                "INSERT INTO attempt (submission, digest, unanswered) VALUES (?, ?, 1)"
                " ON CONFLICT DO UPDATE SET unanswered = unanswered + 1",
                (submission.bytes, digest),
            )

    def delivered(self, receipt: Receipt) -> None:
        """Receipt, erasure and journal row in one transaction; a repeated receipt changes nothing.

        Raises WrongState where no bytes of that digest were ever sent.
        """
        record = record_of(self._store, receipt.id)
        if record is None or not self.was_sent(receipt.id, receipt.digest):
            raise WrongState(str(receipt.id))
        if record.state is State.DELIVERED:
            return
        with self._store.transaction():
            dropped = self._papers.replace(receipt.id, [])
            self._store.write(
                "UPDATE submission SET state = ?, content = NULL, secret = NULL, receipt = ?,"
                " refusal = NULL, followed = NULL, blocked = 0, settled_at = ? WHERE id = ?",
                (State.DELIVERED, written(receipt).decode(), self._now(), receipt.id.bytes),
            )
            self._settle_attempts(receipt.id)
            write_journal(self._store, self._clock.now(), "delivered", receipt.id)
            release(self._store, receipt.id)
        self._papers.erase(dropped)

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
        self._forget_the_last_run()
        with self._store.transaction():
            self._store.write(
                "UPDATE submission SET due = ?, attempts = attempts + ?"
                " WHERE id = ? AND state IN ('waiting', 'held')",
                (self._clock.monotonic() + seconds, counts, submission.bytes),
            )
            if turned_away:
                self._store.write(
                    "UPDATE attempt SET unanswered = unanswered - 1"
                    " WHERE submission = :id AND unanswered > 0"
                    " AND digest = (SELECT digest FROM submission WHERE id = :id)",
                    {"id": submission.bytes},
                )

    def hasten(self) -> None:
        """All that waits is due now."""
        with self._store.transaction():
            self._store.write(
                "UPDATE submission SET due = 0 WHERE state IN ('waiting', 'held') AND due > 0"
            )

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
            self._store.rows(
                "SELECT count(*) FROM submission"
                " WHERE state IN ('waiting', 'held') AND state = 'waiting'"
            )[0][0]
        )

    def hold(self, submission: UUID) -> None:
        """Staff keep it back. Raises WrongState where it doesn't wait."""
        self._move(submission, State.WAITING, State.HELD)

    def let_go(self, submission: UUID) -> None:
        """Staff let it wait again. Raises WrongState where it isn't held."""
        self._move(submission, State.HELD, State.WAITING)

    def summary(self) -> QueueSummary:
        """Counts for the screen."""
        drafts, refused = self._store.rows(
            "SELECT count(*) FILTER (WHERE state = 'draft'),"
            " count(*) FILTER (WHERE state = 'refused')"
            " FROM submission WHERE state IN ('draft', 'refused')"
        )[0]
        waiting, oldest = self._store.rows(
            "SELECT count(*), min(finished_at) FROM submission WHERE state IN ('waiting', 'held')"
        )[0]
        return QueueSummary(drafts, waiting, refused, None if oldest is None else instant(oldest))

    def purge(self) -> None:
        """Forget what was settled long enough ago; each with its line in the journal.

        Not by a clock that has leapt within the hour: what it ended would be gone for good.
        """
        self._unreadable.clear()
        monotonic, ahead = self._clock.monotonic(), self._wall_ahead()
        if abs(ahead - self._ahead) > _LEAP:
            _log.warning("the clock has leapt", extra={"seconds": round(ahead - self._ahead)})
            self._steady_since = monotonic
        self._ahead = ahead
        if monotonic - self._steady_since < STEADY:
            return
        now = self._clock.now()
        self._purge("state IN ('delivered', 'withdrawn') AND settled_at < ?", now - KEPT_SETTLED)
        self._purge("state = 'refused' AND settled_at < ?", now - KEPT_REFUSED)
        self._purge("state = 'draft' AND sealed = 1 AND touched_at < ?", now - KEPT_ASIDE)

    def _forget_the_last_run(self) -> None:
        # Its monotonic seconds mean nothing in this one.
        if not self._counts_from_here:
            if self._store.row(
                "SELECT 1 FROM submission WHERE state IN ('waiting', 'held') AND due > 0"
            ):
                self.hasten()
            self._counts_from_here = True

    def _purge(self, condition: str, before: datetime) -> None:
        while record := record_where(self._store, condition, milliseconds(before)):
            dropped = self._papers.names(record.id)
            with self._store.transaction():
                self._store.write("DELETE FROM submission WHERE id = ?", (record.id.bytes,))
                write_journal(self._store, self._clock.now(), "purged", record.id)
            self._papers.erase(dropped)

    def _move(self, submission: UUID, before: State, after: State) -> None:
        with self._store.transaction():
            changed = self._store.write(
                "UPDATE submission SET state = ? WHERE id = ? AND state = ?",
                (after, submission.bytes, before),
            )
            if not changed:
                raise WrongState(str(submission))
            write_journal(self._store, self._clock.now(), after, submission)

    def _settle_attempts(self, submission: UUID) -> None:
        self._store.write(
            "UPDATE attempt SET unanswered = 0 WHERE submission = ?", (submission.bytes,)
        )

    def _wall_ahead(self) -> float:
        return self._clock.now().timestamp() - self._clock.monotonic()

    def _now(self) -> int:
        return milliseconds(self._clock.now())
