"""All sides of a queue in memory."""

from __future__ import annotations

import hashlib
import secrets
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from io import BytesIO
from typing import TYPE_CHECKING, TypeVar
from uuid import UUID

import uuid6

from kiosk.domain.helping import help_figures, is_of_help
from kiosk.domain.journey import Journey, Unfinished
from kiosk.domain.ports import (
    ProfileLocked,
    QueueSummary,
    SlipTooLate,
    SlipUnknown,
    WrongState,
)
from kiosk.domain.slip import SECRET_BITS, TICKET_ALPHABET, Slip, Ticket
from kiosk.domain.staff import JournalLine, QueueHealth, Standing
from kiosk.domain.submission import (
    DOCUMENT_SCHEMA,
    Attachment,
    Document,
    Parcel,
    Receipt,
    Refusal,
    SealedFile,
    State,
    Submission,
    encode_document,
)
from kiosk.domain.validation import check_journey
from tests.fakes.clock import START, ManualClock

if TYPE_CHECKING:
    from collections.abc import Callable

    from kiosk.domain.helping import HelpFigures, Remark
    from kiosk.domain.procedure import Procedure
    from kiosk.domain.profile import CardKey, Profile
    from kiosk.domain.submission import Kind

T = TypeVar("T")

ACCOUNT_WITHDRAWN = Refusal("account-withdrawn", "")


@dataclass
class _Kept:
    journey: Journey
    state: State = State.DRAFT
    aside: bool = False
    slip_taken: bool = False
    touched: datetime = START
    procedure: Procedure | None = None
    contents: dict[UUID, bytes] = field(default_factory=dict)
    submission: Submission | None = None
    parcel: Parcel | None = None
    order: int = 0
    due: float = 0.0
    attempts: int = 0
    followed: UUID | None = None
    sent: dict[str, int] = field(default_factory=dict)
    finished: datetime | None = None
    settled: datetime | None = None
    size: int = 0
    files: int = 0
    files_sent: int = 0
    phone: str | None = None
    told: datetime | None = None

    @property
    def open(self) -> bool:
        return self.state is State.DRAFT and not self.aside


class MemoryQueue:
    """All sides of a queue without a disk: every Future is done when it is answered."""

    def __init__(self, clock: ManualClock | None = None, point: str = "TK") -> None:
        self.clock = clock or ManualClock()
        self._point = point
        self._kept: dict[UUID, _Kept] = {}
        self._begun: dict[UUID, Procedure] = {}
        self._order = 0
        self._journal: list[tuple[UUID, JournalLine]] = []
        self._since = self._seconds_then = self.clock.monotonic()
        self._paused = False
        self._profiles: dict[CardKey, Profile] = {}
        self._tries: dict[CardKey, tuple[int, datetime]] = {}

    # --- OfflineQueue

    def begin(self, kind: Kind, procedure: Procedure) -> Future[Journey]:
        def work() -> Journey:
            journey = Journey(
                id=UUID(int=uuid6.uuid7().int),
                kind=kind,
                procedure=procedure.code,
                version=procedure.version,
                slip=Slip(self._new_ticket(), secrets.randbits(SECRET_BITS)),
                started_at=self.clock.now(),
            )
            self._begun[journey.id] = procedure
            return journey

        return _done(work)

    def save(self, journey: Journey) -> Future[None]:
        def work() -> None:
            kept = self._kept.get(journey.id)
            if kept is None:
                kept = self._kept[journey.id] = _Kept(journey)
                kept.procedure = self._begun.get(journey.id)
            elif not kept.open:
                raise WrongState(str(journey.id))
            kept.journey = journey
            kept.touched = self.clock.now()

        return _done(work)

    def discard(self, journey: UUID) -> Future[None]:
        def work() -> None:
            kept = self._kept.get(journey)
            if kept is None:
                return
            if not kept.open:
                raise WrongState(str(journey))
            del self._kept[journey]
            self._write("discarded", journey)
            self._set_aside(journey, ACCOUNT_WITHDRAWN)

        return _done(work)

    def remark(self, journey: UUID, remark: Remark) -> Future[None]:
        def work() -> None:
            if journey not in self._kept:
                raise WrongState(str(journey))
            self._write(remark.what, journey)

        return _done(work)

    def put_aside(self, journey: UUID) -> Future[None]:
        return _done(lambda: self._put_aside(self._open(journey)))

    def reopen(self, slip: Slip) -> Future[Journey]:
        def work() -> Journey:
            kept = self._opened_by(slip)
            kept.state = State.DRAFT
            kept.aside = False
            kept.submission = kept.parcel = kept.followed = None
            kept.finished = kept.settled = kept.told = kept.phone = None
            kept.touched = self.clock.now()
            kept.attempts = kept.size = kept.files = kept.files_sent = 0
            kept.due = 0.0
            self._write("reopened", kept.journey.id)
            return kept.journey

        return _done(work)

    def withdraw(self, slip: Slip) -> Future[None]:
        def work() -> None:
            kept = self._opened_by(slip)
            kept.state = State.WITHDRAWN
            kept.contents.clear()
            kept.settled = self.clock.now()
            kept.phone = kept.told = None
            self._write("withdrawn", kept.journey.id)
            self._set_aside(kept.journey.id, ACCOUNT_WITHDRAWN)

        return _done(work)

    def recover(self, personal_number: str, phone_ending: str | None) -> Future[Journey | None]:
        def work() -> Journey | None:
            for kept in sorted(self._kept.values(), key=lambda it: it.touched, reverse=True):
                if not kept.open or kept.touched < self.clock.now() - timedelta(minutes=30):
                    continue
                number = self._fact(kept, "personal_number")
                phone = self._fact(kept, "phone")
                if number == personal_number and (
                    phone_ending is None or (phone or "")[-4:] == phone_ending
                ):
                    return kept.journey
            return None

        return _done(work)

    def keep_profile(self, card: CardKey, profile: Profile) -> Future[None]:
        def work() -> None:
            if profile.phone_ending is not None:
                self._profiles[card] = profile

        return _done(work)

    def profile(self, card: CardKey, phone_ending: str) -> Future[Profile | None]:
        def work() -> Profile | None:
            now = self.clock.now()
            wrong, tried_at = self._tries.get(card, (0, now))
            tried_at = min(tried_at, now)
            if now - tried_at >= timedelta(hours=1):
                wrong = 0
            if wrong >= 5:
                self._tries[card] = wrong, tried_at
                raise ProfileLocked("too many wrong tries")
            self._tries[card] = wrong + 1, now
            found = self._profiles.get(card)
            if found is None or found.phone_ending != phone_ending:
                return None
            del self._tries[card]
            return found

        return _done(work)

    def forget_profile(self, card: CardKey) -> Future[None]:
        def work() -> None:
            self._profiles.pop(card, None)

        return _done(work)

    def keeps_profiles(self) -> Future[bool]:
        return _done(lambda: bool(self._profiles))

    def keep_attachment(
        self, journey: UUID, paper: str, content: bytes, media_type: str, pages: int
    ) -> Future[Attachment]:
        def work() -> Attachment:
            kept = self._open(journey)
            attachment = Attachment(
                UUID(int=uuid6.uuid7().int),
                paper,
                media_type,
                len(content),
                pages,
                _digest(content),
            )
            kept.contents[attachment.id] = content
            return attachment

        return _done(work)

    def attachment(self, journey: UUID, attachment: UUID) -> Future[bytes]:
        def work() -> bytes:
            kept = self._open(journey)
            if attachment not in kept.contents:
                raise WrongState(str(attachment))
            return kept.contents[attachment]

        return _done(work)

    def drop_attachment(self, journey: UUID, attachment: UUID) -> Future[None]:
        def work() -> None:
            self._open(journey).contents.pop(attachment, None)

        return _done(work)

    def finish(
        self, journey: Journey, procedure: Procedure, masked_name: str
    ) -> Future[Submission]:
        def work() -> Submission:
            today = self.clock.today()
            faults = check_journey(
                procedure, journey.answers, journey.attachments, today, journey.accepted
            )
            if faults:
                raise Unfinished(faults)
            if journey.id not in self._kept:
                self.save(journey)
            kept = self._open(journey.id)
            path = procedure.path(journey.answers, today)
            attachments = path.attached(journey.attachments)
            if missing := [it.id for it in attachments if it.id not in kept.contents]:
                raise WrongState(str(missing[0]))
            files = tuple(
                SealedFile(it.digest, it.size, _Opening(kept.contents[it.id])) for it in attachments
            )
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
                    attachments=attachments,
                    helping=journey.helping,
                    consents=journey.consents,
                    accepted=journey.accepted,
                )
            )
            self._order += 1
            kept.order = self._order
            kept.slip_taken = True
            kept.journey = replace(
                journey,
                answers=dict(path.answers),
                attachments=attachments,
                helped_at={},
                called_at=frozenset(),
                poor={},
            )
            kept.parcel = Parcel(
                journey.id, journey.kind, body, "application/json", _digest(body), files
            )
            kept.size = len(body) + sum(file.size for file in files)
            kept.files = len(files)
            kept.finished = self.clock.now()
            kept.phone = self._fact(kept, "phone") if journey.agreed("messages") else None
            poor = journey.poor_lines(path.attached(journey.attachments))
            for line in (*poor, *journey.help_lines(len(path.steps))):
                self._write(line.what, journey.id)
            self._write("finished", journey.id)
            refusal = self._hindrance(kept)
            kept.state = State.REFUSED if refusal else State.WAITING
            kept.followed = journey.depends_on if refusal else None
            kept.settled = self.clock.now() if refusal else None
            kept.submission = Submission(
                id=journey.id,
                kind=journey.kind,
                procedure=journey.procedure,
                version=journey.version,
                ticket=journey.slip.ticket,
                state=kept.state,
                finished_on=today,
                masked_name=masked_name,
                depends_on=journey.depends_on,
                refusal=refusal,
            )
            return kept.submission

        return _done(work)

    def look_up(self, ticket: Ticket) -> Future[Submission | None]:
        def work() -> Submission | None:
            for kept in self._kept.values():
                if kept.journey.slip.ticket == ticket:
                    return self._shown(kept)
            return None

        return _done(work)

    def submission(self, id: UUID) -> Future[Submission]:  # noqa: A002
        def work() -> Submission:
            if id not in self._kept:
                raise WrongState(str(id))
            return self._shown(self._kept[id])

        return _done(work)

    def summary(self) -> Future[QueueSummary]:
        def work() -> QueueSummary:
            states = [kept.state for kept in self._kept.values()]
            oldest = [
                kept.finished or START
                for kept in self._kept.values()
                if kept.state in {State.WAITING, State.HELD}
            ]
            return QueueSummary(
                drafts=states.count(State.DRAFT),
                waiting=len(oldest),
                held=states.count(State.HELD),
                refused=states.count(State.REFUSED),
                delivered=states.count(State.DELIVERED),
                oldest=min(oldest, default=None),
            )

        return _done(work)

    def tidy(self) -> Future[None]:
        def work() -> None:
            for kept in list(self._kept.values()):
                if kept.open:
                    self._leave_behind(kept)
                elif self._is_over(kept):
                    self._purge(kept)
                elif kept.phone and self._is_older(kept.settled, 30):
                    kept.phone = None
                    self._write("phone-forgotten", kept.journey.id)

        return _done(work)

    # --- StaffQueue

    def standings(
        self, states: frozenset[State], *, start: int = 0, count: int = 50
    ) -> Future[tuple[Standing, ...]]:
        def work() -> tuple[Standing, ...]:
            found: list[_Kept] = []
            for state in (
                State.REFUSED,
                State.HELD,
                State.WAITING,
                State.WITHDRAWN,
                State.DELIVERED,
            ):
                group = [it for it in self._kept.values() if it.state is state and state in states]
                if state in {State.HELD, State.WAITING}:
                    group.sort(key=lambda it: it.order)
                else:
                    group.sort(key=lambda it: it.settled or START)
                if state in {State.WITHDRAWN, State.DELIVERED}:
                    group.reverse()
                found += group
            return tuple(self._standing(it) for it in found[start : start + count])

        return _done(work)

    def standing(self, ticket: Ticket) -> Future[Standing | None]:
        def work() -> Standing | None:
            for kept in self._kept.values():
                if kept.journey.slip.ticket == ticket and kept.state is not State.DRAFT:
                    return self._standing(kept)
            return None

        return _done(work)

    def history(self, submission: UUID) -> Future[tuple[JournalLine, ...]]:
        return _done(
            lambda: tuple(
                line
                for id_, line in self._journal
                if id_ == submission and not is_of_help(line.what)
            )
        )

    def help_given(self, since: datetime) -> Future[HelpFigures]:
        return _done(
            lambda: help_figures(
                (submission, line.what) for submission, line in self._journal if line.at >= since
            )
        )

    def retry(self, submission: UUID) -> Future[None]:
        def work() -> None:
            kept = self._known(submission)
            if kept.state is State.REFUSED and not kept.followed and not self._hindrance(kept):
                kept.state = State.WAITING
                kept.submission = replace(self._shown(kept), refusal=None)
                kept.attempts = 0
                kept.settled = kept.told = None
            elif kept.state is not State.WAITING:
                raise WrongState(str(submission))
            kept.due = 0.0
            self._write("retried", submission)

        return _done(work)

    def hold(self, submission: UUID) -> Future[None]:
        return _done(lambda: self._move(submission, State.WAITING, State.HELD))

    def let_go(self, submission: UUID) -> Future[None]:
        return _done(lambda: self._move(submission, State.HELD, State.WAITING))

    def told(self, submission: UUID) -> Future[None]:
        def work() -> None:
            kept = self._known(submission)
            if kept.state is not State.REFUSED:
                raise WrongState(str(submission))
            if kept.told is None:
                kept.told = self.clock.now()
                kept.phone = None
                self._write("told", submission)

        return _done(work)

    def health(self) -> Future[QueueHealth]:
        return _done(lambda: QueueHealth(0, (), 0, 0, 10**9))

    def outgoing(self) -> Future[tuple[UUID, ...]]:
        def work() -> tuple[UUID, ...]:
            waiting = [it for it in self._kept.values() if it.state is State.WAITING]
            return tuple(it.journey.id for it in sorted(waiting, key=lambda it: it.order))

        return _done(work)

    def handed_out(self, submission: UUID) -> Future[Parcel]:
        def work() -> Parcel:
            parcel = _parcel(self._known(submission))
            self.attempted(submission, parcel.digest)
            self._write("handed-out", submission)
            return parcel

        return _done(work)

    def receipt_came(self, receipt: Receipt) -> Future[bool]:
        def work() -> bool:
            known = self._known(receipt.id).state is State.DELIVERED
            self.delivered(receipt)
            return not known

        return _done(work)

    def close(self) -> None:
        """Nothing to let go of."""

    def restart(self) -> None:
        """As after a start of the program: what was never saved is forgotten, all is due."""
        self._begun.clear()
        self.hasten()

    # --- Outbox

    def next_due(self, *, with_files: bool = True) -> Parcel | None:
        return self._first_due(with_files=with_files)

    def seconds_until_due(self, *, with_files: bool = True) -> float | None:
        due = [kept.due for kept in self._ready(with_files=with_files)]
        return max(0.0, min(due) - self._seconds()) if due else None

    def file_sent(self, submission: UUID, digest: str, sent: int) -> None:
        kept = self._kept.get(submission)
        if kept and kept.state is State.WAITING and _parcel(kept).digest == digest:
            kept.files_sent = max(kept.files_sent, min(sent, kept.files))

    def attempted(self, submission: UUID, digest: str) -> None:
        kept = self._kept.get(submission)
        if kept is None or kept.state is not State.WAITING or _parcel(kept).digest != digest:
            raise WrongState(str(submission))
        kept.sent[digest] = kept.sent.get(digest, 0) + 1

    def delivered(self, receipt: Receipt) -> None:
        kept = self._kept.get(receipt.id)
        if kept is None or kept.submission is None or not self.was_sent(receipt.id, receipt.digest):
            raise WrongState(str(receipt.id))
        if kept.state is State.DELIVERED:
            return
        kept.state = State.DELIVERED
        kept.submission = replace(self._shown(kept), receipt=receipt, refusal=None)
        kept.contents.clear()
        kept.parcel = kept.told = kept.followed = None
        kept.files_sent = kept.files
        kept.settled = self.clock.now()
        self._write("delivered", receipt.id)
        kept.sent = dict.fromkeys(kept.sent, 0)
        for other in self._kept.values():
            if other.followed == receipt.id:
                other.state = State.WAITING
                other.followed = other.told = other.settled = None
                other.submission = replace(self._shown(other), refusal=None)

    def delivered_and_next(self, receipt: Receipt, *, with_files: bool = True) -> Parcel | None:
        kept = self._kept.get(receipt.id)
        new = kept is not None and kept.state is not State.DELIVERED
        following = self._first_due(with_files=with_files, but=receipt.id)
        self.delivered(receipt)
        if following is None or following.files or not new:
            return None
        self.attempted(following.id, following.digest)
        return following

    def refused(
        self, submission: UUID, refusal: Refusal, *, digest: str | None = None
    ) -> tuple[UUID, ...]:
        kept = self._kept.get(submission)
        if kept is None or kept.state not in {State.WAITING, State.HELD}:
            return ()
        if digest not in {None, _parcel(kept).digest}:
            return ()
        kept.state = State.REFUSED
        kept.submission = replace(self._shown(kept), refusal=refusal)
        kept.settled = self.clock.now()
        kept.sent = dict.fromkeys(kept.sent, 0)
        self._write("refused", submission)
        if refusal.type == "number-already-registered":
            return (submission,)
        return (submission, *self._set_aside(submission, refusal))

    def postponed(
        self, submission: UUID, seconds: float, *, counts: bool, turned_away: bool = False
    ) -> None:
        kept = self._kept.get(submission)
        if kept is None or kept.parcel is None:
            return
        kept.due = self._seconds() + seconds
        kept.attempts += counts
        digest = kept.parcel.digest
        if turned_away and kept.sent.get(digest):
            kept.sent[digest] -= 1

    def hasten(self) -> None:
        latest = max((kept.due for kept in self._ready()), default=0.0)
        self._seconds_then = max(self._seconds(), latest)
        self._since = self.clock.monotonic()

    def was_sent(self, submission: UUID, digest: str) -> bool:
        return submission in self._kept and digest in self._kept[submission].sent

    def oldest(self) -> datetime | None:
        waiting = [
            it.finished
            for it in self._kept.values()
            if it.state is State.WAITING and it.finished is not None
        ]
        return min(waiting, default=None)

    def paused(self) -> bool:
        return self._paused

    def set_paused(self, *, paused: bool) -> None:
        self._paused = paused

    def waiting(self) -> int:
        return sum(kept.state is State.WAITING for kept in self._kept.values())

    # --- how

    def _first_due(self, *, with_files: bool, but: UUID | None = None) -> Parcel | None:
        ready = [
            kept
            for kept in self._ready(with_files=with_files)
            if kept.due <= self._seconds() and kept.journey.id != but
        ]
        ready.sort(key=lambda it: (it.attempts, it.due, it.order))
        return _parcel(ready[0]) if ready else None

    def _seconds(self) -> float:
        return self._seconds_then + (self.clock.monotonic() - self._since)

    def _write(self, what: str, submission: UUID) -> None:
        self._journal.append((submission, JournalLine(self.clock.now(), what)))

    def _new_ticket(self) -> Ticket:
        taken = {kept.journey.slip.ticket for kept in self._kept.values()}
        while True:
            body = "".join(secrets.choice(TICKET_ALPHABET) for _ in range(5))
            if (ticket := Ticket(self._point, body)) not in taken:
                return ticket

    def _leave_behind(self, kept: _Kept) -> None:
        if kept.touched < self.clock.now() - timedelta(minutes=30):
            if kept.slip_taken:
                self._put_aside(kept)
            else:
                self._purge(kept)

    def _is_over(self, kept: _Kept) -> bool:
        if kept.state is State.DRAFT:
            return self._is_older(kept.touched, 30)
        if kept.state is State.REFUSED:
            return self._is_older(kept.told, 30) or self._is_older(kept.settled, 90)
        return self._is_older(kept.settled, 30)

    def _is_older(self, at: datetime | None, days: int) -> bool:
        return at is not None and at < self.clock.now() - timedelta(days=days)

    def _purge(self, kept: _Kept) -> None:
        del self._kept[kept.journey.id]
        self._write("purged", kept.journey.id)

    def _put_aside(self, kept: _Kept) -> None:
        kept.aside = True
        kept.slip_taken = True
        kept.touched = self.clock.now()
        listed = {it.id for it in kept.journey.attachments}
        kept.contents = {id_: it for id_, it in kept.contents.items() if id_ in listed}
        self._write("put-aside", kept.journey.id)

    def _ready(self, *, with_files: bool = True) -> list[_Kept]:
        return [
            kept
            for kept in self._kept.values()
            if kept.state is State.WAITING
            and not self._blocked(kept)
            and (with_files or kept.files_sent == kept.files)
        ]

    def _hindrance(self, kept: _Kept) -> Refusal | None:
        """What a dossier is set aside for because its account is."""
        account = self._kept.get(kept.journey.depends_on) if kept.journey.depends_on else None
        if account is None:
            return None
        if account.state is State.WITHDRAWN:
            return ACCOUNT_WITHDRAWN
        refusal = self._shown(account).refusal
        registered = refusal and refusal.type == "number-already-registered"
        return None if registered else refusal

    def _standing(self, kept: _Kept) -> Standing:
        waits = kept.state in {State.WAITING, State.HELD}
        blocked = waits and self._blocked(kept)
        goes = kept.state is State.WAITING and not blocked
        return Standing(
            submission=self._shown(kept),
            finished_at=kept.finished,
            settled_at=kept.settled,
            size=kept.size,
            files=kept.files,
            files_sent=kept.files_sent,
            attempts=kept.attempts,
            next_try_in=max(0.0, kept.due - self._seconds()) if goes else None,
            blocked=blocked,
            in_doubt=any(kept.sent.values()),
            sealed=True,
            phone=kept.phone,
            told_at=kept.told,
        )

    def _blocked(self, kept: _Kept) -> bool:
        account = self._kept.get(kept.journey.depends_on) if kept.journey.depends_on else None
        return (
            account is not None
            and account.state is not State.DELIVERED
            and account.state is not State.REFUSED
        )

    def _set_aside(self, account: UUID, refusal: Refusal) -> tuple[UUID, ...]:
        followers = [
            kept
            for kept in self._kept.values()
            if kept.journey.depends_on == account and kept.state in {State.WAITING, State.HELD}
        ]
        for kept in followers:
            kept.state = State.REFUSED
            kept.followed = account
            kept.submission = replace(self._shown(kept), refusal=refusal)
            kept.settled = self.clock.now()
        for kept in sorted(followers, key=lambda it: it.order):
            self._write("refused", kept.journey.id)
        return tuple(kept.journey.id for kept in sorted(followers, key=lambda it: it.order))

    def _shown(self, kept: _Kept) -> Submission:
        journey = kept.journey
        known = kept.submission or Submission(
            id=journey.id,
            kind=journey.kind,
            procedure=journey.procedure,
            version=journey.version,
            ticket=journey.slip.ticket,
            state=kept.state,
            finished_on=None,
            masked_name="",
            depends_on=None,
        )
        if kept.state is State.WITHDRAWN:
            known = replace(known, masked_name="", refusal=None)
        return replace(known, state=kept.state)

    def _move(self, submission: UUID, before: State, after: State) -> None:
        kept = self._known(submission)
        if kept.state is not before:
            raise WrongState(str(submission))
        kept.state = after
        kept.due = 0.0
        self._write(after, submission)

    def _known(self, submission: UUID) -> _Kept:
        if submission not in self._kept:
            raise WrongState(str(submission))
        return self._kept[submission]

    def _open(self, journey: UUID) -> _Kept:
        kept = self._kept.get(journey)
        if kept is None or not kept.open:
            raise WrongState(str(journey))
        return kept

    def _opened_by(self, slip: Slip) -> _Kept:
        for kept in self._kept.values():
            if kept.journey.slip == slip and kept.state is not State.WITHDRAWN:
                if kept.state is State.DELIVERED or any(kept.sent.values()):
                    raise SlipTooLate(str(slip.ticket))
                return kept
        raise SlipUnknown(str(slip.ticket))

    def _fact(self, kept: _Kept, fact: str) -> str | None:
        if kept.procedure is None:
            return None
        person = kept.procedure.field(kept.procedure.applicant).known_as
        for step in kept.procedure.steps():
            for each in step.fields:
                known = each.known_as
                if (
                    known
                    and person
                    and (known.person, known.fact) == (person.person, fact)
                    and each.id in kept.journey.answers
                ):
                    return str(kept.journey.answers[each.id])
        return None


@dataclass(frozen=True)
class _Opening:
    content: bytes

    def __call__(self) -> BytesIO:
        return BytesIO(self.content)


def _parcel(kept: _Kept) -> Parcel:
    if kept.parcel is None:
        raise WrongState(str(kept.journey.id))
    return replace(kept.parcel, attempts=kept.attempts)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _done(work: Callable[[], T]) -> Future[T]:
    answer: Future[T] = Future()
    try:
        answer.set_result(work())
    except Exception as error:  # noqa: BLE001 — a Future carries whatever went wrong
        answer.set_exception(error)
    return answer
