"""The encrypted queue: the one thread with the only connection, and what is asked of it."""

from __future__ import annotations

import hashlib
import hmac
import logging
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from typing import TYPE_CHECKING, Final, ParamSpec, TypeVar
from uuid import UUID

import uuid6

from kiosk.domain.ports import QueueFailure, QueueLocked
from offline_queue.dispatch import Dispatch
from offline_queue.drafts import Drafts
from offline_queue.files import THIS_MACHINE, UNFINISHED, DiskFiles
from offline_queue.finishing import Finishing
from offline_queue.key import database_key
from offline_queue.papers import Papers
from offline_queue.profiles import KEPT_PROFILE, Profiles
from offline_queue.records import known_submission, submission_where
from offline_queue.recovery import has_queue, names_aside, open_store
from offline_queue.retention import Retention
from offline_queue.standing import Standings
from offline_queue.store import FolderLock

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future
    from datetime import datetime, timedelta
    from pathlib import Path

    from kiosk.domain.helping import HelpFigures, Remark
    from kiosk.domain.journey import Journey
    from kiosk.domain.ports import Clock, QueueSummary
    from kiosk.domain.procedure import Procedure
    from kiosk.domain.profile import CardKey, Profile
    from kiosk.domain.slip import Slip, Ticket
    from kiosk.domain.staff import JournalLine, QueueHealth, Standing
    from kiosk.domain.submission import (
        Attachment,
        Kind,
        Parcel,
        Receipt,
        Refusal,
        State,
        Submission,
    )
    from offline_queue.files import Disk, Files
    from offline_queue.key import SecretStore

P = ParamSpec("P")
T = TypeVar("T")

ATTACHMENTS: Final = "attachments"
_MARKING: Final = b"kiosk recovery marks 1"
_log = logging.getLogger(__name__)


def new_id() -> UUID:
    """A UUID of version 7 (RFC 9562): made by the kiosk, and in the order of making."""
    return UUID(int=uuid6.uuid7().int)


class EncryptedQueue:
    """All sides of the queue, `OfflineQueue`, `StaffQueue` and `Outbox`, over one store thread.

    `folder` is the data folder, made where there is none; `point` the two letters of the help
    point's tickets; `recipients` tells the portal's public keys of now (none: the portal takes
    plain JSON); `lead` is the public key for which drafts put aside are sealed too; profiles are
    forgotten `profiles_kept` after their last use. `give_way` is called before each thing that the
    courier asks for and before each piece that is sealed, and may wait. A damaged database is set
    aside and recovered. Raises QueueInUse, QueueLocked, QueueDamaged (the disk
    can't be read), QueueTooNew, QueueFull. `close` ends the thread.
    """

    def __init__(  # noqa: PLR0913 — all that it needs is handed in
        self,
        folder: Path,
        secrets: SecretStore,
        *,
        clock: Clock,
        point: str,
        recipients: Callable[[], tuple[str, ...]],
        lead: str | None = None,
        profiles_kept: timedelta = KEPT_PROFILE,
        files: Files | None = None,
        disk: Disk = THIS_MACHINE,
        new_id: Callable[[], UUID] = new_id,
        give_way: Callable[[], None] | None = None,
    ) -> None:
        self._give_way = give_way
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="store")

        def opened() -> _Parts:
            return _Parts(
                folder,
                secrets,
                clock,
                point,
                recipients,
                lead,
                profiles_kept,
                files,
                disk,
                new_id,
                give_way,
            )

        self._closed = False
        self._clock = clock
        self._asked_at = clock.monotonic()
        try:
            self._parts = self._thread.submit(opened).result()
        except BaseException:
            self._thread.shutdown()
            raise

    def close(self) -> None:
        """Finish what was asked, close the database and end the thread; again is fine."""
        if not self._closed:
            self._closed = True
            try:
                self._thread.submit(self._parts.close).result()
            finally:
                self._thread.shutdown()

    # --- OfflineQueue: answers at once with a Future ----------------------------------------------

    def begin(self, kind: Kind, procedure: Procedure) -> Future[Journey]:
        """A new journey with id and slip; nothing is on the disk before `save`."""
        return self._soon(self._parts.drafts.begin, kind, procedure)

    def save(self, journey: Journey) -> Future[None]:
        """Keep the journey. Raises WrongState where it was finished or put aside meanwhile."""
        return self._soon(self._parts.drafts.save, journey)

    def discard(self, journey: UUID) -> Future[None]:
        """Wipe an open journey; unknown ids are fine. Raises WrongState for any other."""
        return self._erasing(self._parts.drafts.discard, journey)

    def put_aside(self, journey: UUID) -> Future[None]:
        """Seal the draft for its slip. Raises WrongState where no such journey is open."""
        return self._erasing(self._parts.drafts.put_aside, journey)

    def reopen(self, slip: Slip) -> Future[Journey]:
        """Open a draft or submission with its slip. Raises SlipUnknown, SlipTooLate."""
        return self._soon(self._parts.drafts.reopen, slip)

    def withdraw(self, slip: Slip) -> Future[None]:
        """Take back what the portal doesn't have. Raises SlipUnknown, SlipTooLate."""
        return self._erasing(self._parts.drafts.withdraw, slip)

    def recover(self, personal_number: str, phone_ending: str | None) -> Future[Journey | None]:
        """The journey that a cut or the idle wipe broke off, for 30 minutes."""
        return self._soon(self._parts.drafts.recover, personal_number, phone_ending)

    def keep_profile(self, card: CardKey, profile: Profile) -> Future[None]:
        """Keep what the person lets us keep, locked by card and phone."""
        return self._erasing(self._parts.profiles.keep, card, profile)

    def profile(self, card: CardKey, phone_ending: str) -> Future[Profile | None]:
        """What is kept of the card's owner. Raises ProfileLocked."""
        return self._soon(self._parts.profiles.open, card, phone_ending)

    def forget_profile(self, card: CardKey) -> Future[None]:
        """Erase what is kept of the card's owner, if anything is."""
        return self._erasing(self._parts.profiles.forget, card)

    def keeps_profiles(self) -> Future[bool]:
        """Whether anything is kept of anybody here."""
        return self._soon(self._parts.profiles.any_kept)

    def keep_attachment(
        self, journey: UUID, paper: str, content: bytes, media_type: str, pages: int
    ) -> Future[Attachment]:
        """Keep the content, for a journey that was saved. Raises WrongState, QueueFull."""
        return self._soon(
            self._parts.drafts.keep_attachment, journey, paper, content, media_type, pages
        )

    def attachment(self, journey: UUID, attachment: UUID) -> Future[bytes]:
        """The content of a captured paper of an open journey. Raises WrongState, QueueDamaged."""
        return self._soon(self._parts.drafts.attachment, journey, attachment)

    def drop_attachment(self, journey: UUID, attachment: UUID) -> Future[None]:
        """Erase a captured paper: key and file."""
        return self._erasing(self._parts.drafts.drop_attachment, journey, attachment)

    def finish(
        self, journey: Journey, procedure: Procedure, masked_name: str
    ) -> Future[Submission]:
        """Seal the journey once and let it wait. Raises Unfinished, WrongState, QueueFull."""
        return self._erasing(self._parts.finishing.finish, journey, procedure, masked_name)

    def remark(self, journey: UUID, remark: Remark) -> Future[None]:
        """Add what the person said to the journal. Raises WrongState for unknown ids."""
        return self._soon(self._parts.drafts.remark, journey, remark)

    def look_up(self, ticket: Ticket) -> Future[Submission | None]:
        """What is known here of a ticket, without opening it."""
        return self._soon(self._parts.look_up, ticket)

    def submission(self, id: UUID) -> Future[Submission]:  # noqa: A002 — the field's word
        """One submission by id. Raises WrongState where there is none."""
        return self._soon(self._parts.submission, id)

    def summary(self) -> Future[QueueSummary]:
        """How many wait."""
        return self._soon(self._parts.standings.summary)

    def tidy(self) -> Future[None]:
        """Seal or wipe what was broken off, forget what was settled long ago: once a minute."""
        idle = self._clock.monotonic() - self._asked_at
        answer = self._thread.submit(self._parts.tidy, idle)
        self._thread.submit(self._parts.fold)
        return answer

    # --- StaffQueue: answers at once with a Future ------------------------------------------------

    def standings(
        self, states: frozenset[State], *, start: int = 0, count: int = 50
    ) -> Future[tuple[Standing, ...]]:
        """Submissions in those states, `count` at most from `start` on."""
        return self._soon(self._parts.standings.standings, states, start=start, count=count)

    def standing(self, ticket: Ticket) -> Future[Standing | None]:
        """The one with that ticket; None where there is none, or where it is a draft."""
        return self._soon(self._parts.standings.standing, ticket)

    def history(self, submission: UUID) -> Future[tuple[JournalLine, ...]]:
        """What the journal says of one submission, in order; the lines of figures left out."""
        return self._soon(self._parts.standings.history, submission)

    def help_given(self, since: datetime) -> Future[HelpFigures]:
        """How what was finished since then came about, and which steps needed help."""
        return self._soon(self._parts.standings.help_given, since)

    def retry(self, submission: UUID) -> Future[None]:
        """Try again now: one that waits, or was refused, as it is. Raises WrongState."""
        return self._soon(self._parts.dispatch.retry, submission)

    def hold(self, submission: UUID) -> Future[None]:
        """Keep a waiting submission back. Raises WrongState."""
        return self._soon(self._parts.dispatch.hold, submission)

    def let_go(self, submission: UUID) -> Future[None]:
        """Let a held submission wait again. Raises WrongState."""
        return self._soon(self._parts.dispatch.let_go, submission)

    def told(self, submission: UUID) -> Future[None]:
        """The person knows of the refusal; their phone number goes. Raises WrongState."""
        return self._erasing(self._parts.dispatch.told, submission)

    def health(self) -> Future[QueueHealth]:
        """What the store knows of itself."""
        return self._soon(self._parts.standings.health)

    def outgoing(self) -> Future[tuple[UUID, ...]]:
        """The sealed submissions that wait, in the order of their finishing."""
        return self._soon(self._parts.standings.outgoing)

    def handed_out(self, submission: UUID) -> Future[Parcel]:
        """What leaves on a stick; durable first that it may reach the portal. Raises WrongState."""
        return self._soon(self._parts.dispatch.handed_out, submission)

    def receipt_came(self, receipt: Receipt) -> Future[bool]:
        """A receipt from a stick; False where it is known already. Raises WrongState."""
        return self._soon(self._parts.dispatch.delivered, receipt)

    # --- Outbox: blocks, for the courier's thread -------------------------------------------------

    def next_due(self, *, with_files: bool = True) -> Parcel | None:
        """The next submission whose time has come and whose account has its receipt."""
        return self._carried(self._parts.next_due, with_files=with_files)

    def seconds_until_due(self, *, with_files: bool = True) -> float | None:
        """How long until the next one is due; None where nothing waits."""
        return self._carried(self._parts.dispatch.seconds_until_due, with_files=with_files)

    def file_sent(self, submission: UUID, digest: str, sent: int) -> None:
        """So many of its files, the first ones, are with the portal."""
        self._carried(self._parts.dispatch.file_sent, submission, digest, sent)

    def attempted(self, submission: UUID, digest: str) -> None:
        """Make durable, before the attempt, that these bytes may reach the portal."""
        self._carried(self._parts.dispatch.attempted, submission, digest)

    def delivered(self, receipt: Receipt) -> None:
        """Receipt, erasure of the content and journal row, in one transaction."""
        self._carried(self._parts.dispatch.delivered, receipt)

    def delivered_and_next(self, receipt: Receipt, *, with_files: bool = True) -> Parcel | None:
        """As `delivered`, and in the same transaction `attempted` for the next that is due."""
        return self._carried(self._parts.delivered_and_next, receipt, with_files=with_files)

    def refused(
        self, submission: UUID, refusal: Refusal, *, digest: str | None = None
    ) -> tuple[UUID, ...]:
        """Set it aside with its reason, and what depends on it; answers all ids set aside."""
        return self._carried(self._parts.dispatch.refused, submission, refusal, digest=digest)

    def postponed(
        self, submission: UUID, seconds: float, *, counts: bool, turned_away: bool = False
    ) -> None:
        """Not now: due again in `seconds`."""
        self._carried(
            self._parts.dispatch.postponed,
            submission,
            seconds,
            counts=counts,
            turned_away=turned_away,
        )

    def hasten(self) -> None:
        """All that waits is due now."""
        self._carried(self._parts.dispatch.hasten)

    def was_sent(self, submission: UUID, digest: str) -> bool:
        """Whether these bytes were ever on their way."""
        return self._carried(self._parts.dispatch.was_sent, submission, digest)

    def waiting(self) -> int:
        """How many wait."""
        return self._carried(self._parts.dispatch.waiting)

    def oldest(self) -> datetime | None:
        """When the oldest one that waits was finished; None where nothing waits."""
        return self._carried(self._parts.dispatch.oldest)

    def paused(self) -> bool:
        """Whether sending was paused when this was last said, in this run or an earlier one."""
        return self._carried(self._parts.dispatch.paused)

    def set_paused(self, *, paused: bool) -> None:
        """Make durable that sending is paused, or goes on."""
        self._carried(self._parts.dispatch.set_paused, paused=paused)

    def _carried(self, asked: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        if self._give_way is not None:
            self._give_way()
        answer = self._thread.submit(asked, *args, **kwargs).result()
        if self._parts.wants_rest:
            self._thread.submit(self._parts.rest)
        return answer

    def _soon(self, asked: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        self._asked_at = self._clock.monotonic()
        answer = self._thread.submit(asked, *args, **kwargs)
        self._thread.submit(self._parts.rest)
        return answer

    def _erasing(self, asked: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        self._asked_at = self._clock.monotonic()
        answer = self._thread.submit(asked, *args, **kwargs)
        # What was open lies in the log too, until that is folded away: after the answer.
        self._thread.submit(self._parts.fold)
        return answer


class _Parts:
    """What lives on the store's thread."""

    def __init__(  # noqa: PLR0913, PLR0917 — as handed to the queue
        self,
        folder: Path,
        secrets: SecretStore,
        clock: Clock,
        point: str,
        recipients: Callable[[], tuple[str, ...]],
        lead: str | None,
        profiles_kept: timedelta,
        files: Files | None,
        disk: Disk,
        new_id: Callable[[], UUID],
        give_way: Callable[[], None] | None,
    ) -> None:
        kept = files or DiskFiles(folder / ATTACHMENTS, disk)  # makes the folder above it too
        with ExitStack() as opened:
            self._lock = FolderLock(folder, disk)
            opened.callback(self._lock.release)
            here = DiskFiles(folder, disk)
            key = database_key(secrets, folder_has_queue=has_queue(here))
            whole = any(not name.endswith(UNFINISHED) for name in kept.names())
            self._store = open_store(folder, key, clock.now(), disk, papers_lie_there=whole)
            opened.callback(self._store.close)
            self._papers = Papers(self._store, kept, give_way)
            marking_key = hmac.digest(key, _MARKING, hashlib.sha256)
            self.profiles = Profiles(self._store, clock, marking_key)
            self.drafts = Drafts(
                self._store,
                self._papers,
                clock=clock,
                point=point,
                marking_key=marking_key,
                new_id=new_id,
                lead=lead,
            )
            self.finishing = Finishing(
                self._store, self._papers, self.drafts, clock=clock, recipients=recipients
            )
            self.dispatch = Dispatch(self._store, self._papers, clock)
            self.standings = Standings(self._store, self.dispatch, lambda: names_aside(here))
            # What no row names may belong to the rows that are lost.
            self._papers.sweep(whole_ones=not names_aside(here))
            self._retention = Retention(here, self._store, self._papers, clock, profiles_kept)
            self._quietly(lambda: self.tidy(0.0))
            self.fold()
            self._closing = opened.pop_all()

    def look_up(self, ticket: Ticket) -> Submission | None:
        """What is known of a ticket."""
        return submission_where(self._store, "ticket = ?", str(ticket))

    def submission(self, submission: UUID) -> Submission:
        """One submission by id."""
        return known_submission(self._store, submission)

    def next_due(self, *, with_files: bool) -> Parcel | None:
        """What goes next; never unsealed where the portal's keys have become known."""
        self._quietly(self.finishing.seal_late)
        return self.dispatch.next_due(with_files=with_files)

    def delivered_and_next(self, receipt: Receipt, *, with_files: bool) -> Parcel | None:
        """A receipt, and what goes next; never unsealed, as above: then the receipt alone."""
        try:
            self._quietly(self.finishing.seal_late)
        except QueueLocked:
            self.dispatch.delivered(receipt)
            return None
        return self.dispatch.delivered_and_next(receipt, with_files=with_files)

    def tidy(self, idle: float) -> None:
        """What time has ended, and what can be sealed now; nobody was there for `idle` seconds."""
        self.drafts.leave_behind()
        self.profiles.tidy()
        self.dispatch.look_again()
        self._retention.purge()
        self.finishing.seal_late()
        self._retention.shrink(idle)

    @property
    def wants_rest(self) -> bool:
        """Whether `rest` has anything to do; to be asked on any thread."""
        return self._store.wants_rest

    def rest(self) -> None:
        """Fold a log that has grown long."""
        self._quietly(self._store.rest)

    def fold(self) -> None:
        """Fold the log now."""
        self._quietly(self._store.fold)

    def close(self) -> None:
        """Close the database and let go of the folder."""
        self._closing.close()

    def _quietly(self, work: Callable[[], None]) -> None:
        # Nobody asked for it, and it is done again later: a full disk is told to who writes next.
        try:
            work()
        except QueueLocked:
            raise  # nothing can be sealed: that is for staff
        except QueueFailure:
            _log.warning("the queue could not be put in order yet", exc_info=True)
