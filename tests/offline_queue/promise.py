"""Any order of taps, courier's steps, crashes, clocks and answers, and what may be relied on.

The model knows what persons were told was kept, and what the portal has: nothing of how.
"""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from datetime import timedelta
from itertools import count
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Final, TypeVar

import pyrage
from hypothesis import strategies as some
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
)

from kiosk.domain.events import Delivered
from kiosk.domain.ports import (
    PortalNotAuthorised,
    PortalRefused,
    PortalUnreachable,
    SlipTooLate,
    SlipUnknown,
    WrongState,
)
from kiosk.domain.submission import Kind, Receipt, Refusal, State, parse_document
from offline_queue.courier import Courier
from offline_queue.dependants import ACCOUNT_WITHDRAWN
from offline_queue.files import DiskFiles
from offline_queue.key import FileSecrets
from offline_queue.queue import ATTACHMENTS, EncryptedQueue
from offline_queue.retention import KEPT_REFUSED, KEPT_SETTLED
from offline_queue.retry import LONGEST_NAMED
from tests.fakes.clock import START, ManualClock
from tests.fakes.portal import PortalSimulator
from tests.offline_queue.forms import PAPER, account_form, begun, birth_form, with_paper

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime
    from uuid import UUID

    from kiosk.domain.events import Event
    from kiosk.domain.journey import Journey
    from kiosk.domain.submission import Parcel, Submission

T = TypeVar("T")
FORMS: Final = {Kind.ACCOUNT: account_form(), Kind.DOSSIER: birth_form()}
IDENTITY: Final = pyrage.x25519.Identity.generate()
RECIPIENT: Final = str(IDENTITY.to_public())
FAILURES: Final = {
    "unreachable": PortalUnreachable("502"),
    "busy": PortalUnreachable("503", retry_after=900.0),
    "not-authorised": PortalNotAuthorised("403"),
    "refused": PortalRefused(Refusal("identity-mismatch", "")),
    "registered": PortalRefused(Refusal("number-already-registered", "")),
}
DIES: Final = some.none() | some.integers(0, 8)
DAY: Final = 86400
IN_MEMORY: Final = next((it for it in ("/dev/shm",) if Path(it).is_dir()), None)
"""Where it is there: what ends here is the program, and a disk would only be slower."""

TAPS: Final[dict[State | None, tuple[str, ...]]] = {
    State.DRAFT: ("finish", "put_aside", "reopen", "withdraw"),
    State.WAITING: ("correct", "hold", "withdraw", "reopen"),
    State.HELD: ("let_go", "correct", "withdraw"),
    State.REFUSED: ("correct", "retry", "reopen"),
    None: ("reopen", "withdraw", "finish"),
}
"""By state: what may be tapped; None stands for every other, and for what is not there."""
REASONS: Final = {
    "identity-mismatch",
    "number-already-registered",
    "conflict",
    ACCOUNT_WITHDRAWN.type,
}
PAPER_DIGEST: Final = hashlib.sha256(PAPER).hexdigest()


# --- the model ------------------------------------------------------------------------------------


class Promises:
    """Submissions that were acknowledged, each with the digest of its content, and the portal's."""

    def __init__(self) -> None:
        self.kept: dict[UUID, str] = {}
        self.portal: dict[UUID, str] = {}
        self.broken: list[str] = []

    def acknowledged(self, submission: UUID, content: str) -> None:
        """A person was told that it is kept, as it was at that moment."""
        self.kept[submission] = content

    def taken_back(self, submission: UUID) -> None:
        """Its slip opened or withdrew it: that may be only where the portal doesn't have it."""
        if self.kept.pop(submission, None) and submission in self.portal:
            self.broken.append("taken back although the portal has it")

    def arrived(self, submission: UUID, content: str) -> None:
        """The portal took it: once, and as it was frozen."""
        if submission in self.portal:
            self.broken.append("arrived twice")
        if self.kept.get(submission) != content:
            self.broken.append("arrived otherwise than it was kept")
        self.portal[submission] = content

    def check(self, shown: Submission, receipts: dict[UUID, Receipt]) -> None:
        """How it is shown is true."""
        match shown.state:
            case State.DELIVERED:
                assert shown.receipt == receipts[shown.id]
                assert self.portal[shown.id] == self.kept[shown.id]
            case State.REFUSED:
                assert shown.refusal is not None
                assert shown.refusal.type in REASONS
                assert shown.id not in self.portal
            case _:
                assert shown.state in {State.WAITING, State.HELD}


def content_of(answers: dict[str, object], papers: Iterable[str]) -> str:
    """The digest of what a person has said and shown."""
    return hashlib.sha256(repr((sorted(answers.items()), list(papers))).encode()).hexdigest()


# --- what it is held against ----------------------------------------------------------------------


class Crash(BaseException):
    """The program ends here, as by SIGKILL; nothing in it may catch this."""


class FusedFiles(DiskFiles):
    """The files of the disk; before and after each change the program may end."""

    def __init__(self, folder: Path, point: Callable[[], object]) -> None:
        super().__init__(folder)
        self._point = point

    def write(self, name: str, pieces: Iterable[bytes]) -> None:
        self._point()
        super().write(name, pieces)
        self._point()

    def erase(self, name: str) -> None:
        self._point()
        super().erase(name)
        self._point()


class FusedPortal(PortalSimulator):
    """The simulator; before it hears and after it has stored the kiosk's program may end."""

    def __init__(
        self, clock: ManualClock, point: Callable[[], object], arrived: Callable[[UUID, str], None]
    ) -> None:
        super().__init__(clock)
        self._point = point
        self._arrived = arrived

    def deliver(self, parcel: Parcel) -> Receipt:
        self._point()
        known = parcel.id in self.receipts
        try:
            return super().deliver(parcel)
        finally:
            if parcel.id in self.receipts and not known:
                self._arrived(parcel.id, self._content(parcel))
            self._point()

    def _content(self, parcel: Parcel) -> str:
        document = parse_document(pyrage.decrypt(parcel.body, [IDENTITY]))
        papers = (
            hashlib.sha256(pyrage.decrypt(self.files[it.digest], [IDENTITY])).hexdigest()
            for it in document.attachments
        )
        return content_of(dict(document.answers), papers)


class Kiosk(RuleBasedStateMachine):
    """The real queue and the real courier before a portal that may say anything.

    The program may end before each commit, around each change of a file, and before and after the
    portal has stored: at the first, second … of these points, and the next run finds the disk so.
    """

    journeys: Bundle[UUID] = Bundle("journeys")

    def __init__(self) -> None:
        super().__init__()
        self.place = tempfile.TemporaryDirectory(dir=IN_MEMORY)
        self.folders = (Path(self.place.name) / f"data-{number}" for number in count())
        self.folder = next(self.folders)
        self.versions = count()
        self.clock = ManualClock()
        self.promises = Promises()
        self.portal = FusedPortal(self.clock, self._point, self.promises.arrived)
        self.fuse: int | None = None
        self.screens: dict[UUID, Journey] = {}
        self.seen: dict[UUID, tuple[State, datetime]] = {}
        self.events: list[Event] = []
        self._start()

    def teardown(self) -> None:
        try:
            self._everything_arrives()
            self.what_was_promised_is_kept()
        finally:
            self.queue.close()
            self.place.cleanup()

    # --- the program's life

    def _start(self) -> None:
        self.queue = EncryptedQueue(
            self.folder,
            FileSecrets(Path(self.place.name) / "keys.json"),
            clock=self.clock,
            point="TK",
            recipients=lambda: (RECIPIENT,),
            files=FusedFiles(self.folder / ATTACHMENTS, self._point),
        )
        self.queue._parts._store._connection.set_commit_hook(self._point)
        self.courier = Courier(self.queue, self.portal, self.clock, Random(7), self.events.append)

    def _point(self) -> bool:
        """Here the program may end; for SQLite: the commit may go on."""
        if self.fuse is not None:
            self.fuse -= 1
            if self.fuse < 0:
                self.fuse = None
                self._leave_behind()
                raise Crash
        return False

    def _leave_behind(self) -> None:
        """From now on the folder is what lies on the disk at this moment."""
        before, self.folder = self.folder, next(self.folders)
        shutil.copytree(before, self.folder)

    def _run(self, work: Callable[[], T], dies_at: int | None = None) -> T | None:
        """Do it; None where the queue won't, or where the program ended over it."""
        self.fuse = dies_at
        try:
            return work()
        except (WrongState, SlipUnknown, SlipTooLate):
            return None
        except Crash:
            self._start_again(rebooted=True)
            return None
        finally:
            self.fuse = None

    def _start_again(self, *, rebooted: bool) -> None:
        self.queue.close()
        if rebooted:
            self.clock._monotonic = 1.0
        self._start()

    @rule(rebooted=some.booleans(), courtesy=some.booleans())
    def restart(self, *, rebooted: bool, courtesy: bool) -> None:
        """The program starts again; without courtesy from what lies on the disk at this moment."""
        if not courtesy:
            self._leave_behind()
        self._start_again(rebooted=rebooted)

    # --- taps

    @initialize(target=journeys)
    def somebody_was_here(self) -> UUID:
        return self._arrive(Kind.DOSSIER, waits=False, dies_at=None)

    @rule(target=journeys, kind=some.sampled_from(list(FORMS)), waits=some.booleans(), dies_at=DIES)
    def hand_in(self, kind: Kind, *, waits: bool, dies_at: int | None) -> UUID:
        return self._arrive(kind, waits=waits, dies_at=dies_at)

    def _arrive(self, kind: Kind, *, waits: bool, dies_at: int | None) -> UUID:
        accounts = [it.id for it in self.screens.values() if it.kind is Kind.ACCOUNT]
        account = accounts[-1] if waits and kind is Kind.DOSSIER and accounts else None
        journey = begun(self.queue, FORMS[kind], account)
        if kind is Kind.DOSSIER:
            journey = with_paper(self.queue, journey)
        self.screens[journey.id] = journey
        self._change(journey.id)
        self.finish(journey.id, dies_at)
        return journey.id

    @rule(journey=journeys, turn=some.integers(0, 3), dies_at=DIES)
    def tap(self, journey: UUID, turn: int, dies_at: int | None) -> None:
        """One of what the screens or staff offer for it."""
        taps = TAPS.get(self._state(journey), TAPS[None])
        getattr(self, taps[turn % len(taps)])(journey, dies_at)

    def finish(self, journey: UUID, dies_at: int | None) -> None:
        shown = self.screens[journey]
        form = FORMS[shown.kind]
        self._tapped(journey, lambda: self.queue.finish(shown, form, "N.").result(), dies_at)

    def reopen(self, journey: UUID, dies_at: int | None) -> None:
        slip, frozen = self.screens[journey].slip, self.promises.kept.get(journey)
        opened = self._tapped(journey, lambda: self.queue.reopen(slip).result(), dies_at)
        if opened is not None:
            assert frozen in {None, _content(opened)}
            self.screens[journey] = opened
            self._change(journey)

    def correct(self, journey: UUID, dies_at: int | None) -> None:
        self.reopen(journey, None)
        self.finish(journey, dies_at)

    def withdraw(self, journey: UUID, dies_at: int | None) -> None:
        slip = self.screens[journey].slip
        self._tapped(journey, lambda: self.queue.withdraw(slip).result(), dies_at)

    def put_aside(self, journey: UUID, dies_at: int | None) -> None:
        self._tapped(journey, lambda: self.queue.put_aside(journey).result(), dies_at)

    def hold(self, journey: UUID, dies_at: int | None) -> None:
        self._tapped(journey, lambda: self.queue.hold(journey).result(), dies_at)

    def let_go(self, journey: UUID, dies_at: int | None) -> None:
        self._tapped(journey, lambda: self.queue.let_go(journey).result(), dies_at)

    def retry(self, journey: UUID, dies_at: int | None) -> None:
        self._tapped(journey, lambda: self.queue.retry(journey).result(), dies_at)

    def _tapped(self, journey: UUID, tap: Callable[[], T], dies_at: int | None) -> T | None:
        """Tap, and note what the person may rely on from now on."""
        answer = self._run(tap, dies_at)
        state = self._state(journey)
        if state in {State.WAITING, State.HELD, State.REFUSED}:
            if journey not in self.promises.kept:
                self.promises.acknowledged(journey, _content(self.screens[journey]))
        elif state in {State.DRAFT, State.WITHDRAWN}:
            self.promises.taken_back(journey)
        return answer

    def _change(self, journey: UUID) -> None:
        """Say something that was never said before, on the path."""
        said = f"canary {next(self.versions)}"
        self.screens[journey] = self.screens[journey].answer({"more": True, "note": said})
        self.queue.save(self.screens[journey]).result()

    # --- time, courier, portal

    @rule(
        steps=some.integers(1, 6),
        hears=some.sampled_from(["taken", "lost", "lost", "taken", *FAILURES]),
        down=some.sampled_from([False, False, False, True]),
        dies_at=DIES,
    )
    def carry(self, steps: int, hears: str, dies_at: int | None, *, down: bool) -> None:
        """The courier's steps, each when it is due, all of which hear the same of the portal."""
        self.portal.down, self.portal.lost = down, steps if hears == "lost" else 0
        if failure := FAILURES.get(hears):
            # What it has it doesn't refuse any more.
            binding = self.portal.receipts if isinstance(failure, PortalRefused) else {}
            fails = [it for it in self.promises.kept if it not in binding]
            self.portal.failing = {it: [failure] * steps for it in fails}
        for _ in range(steps):
            self.clock.pass_(self._run(self.courier.step, dies_at) or 0.0)
        self._all_is_well()

    @rule(
        seconds=some.sampled_from([10, 1000, 3600, 31 * DAY, 91 * DAY]),
        set_by=some.sampled_from([0, 0, 0, -4000, -1, 1, 4000]),
        dies_at=DIES,
    )
    def wait(self, seconds: int, set_by: int, dies_at: int | None) -> None:
        """Time passes; the wall clock may be set by so many days in it."""
        self.clock.jump(timedelta(days=set_by))
        self.clock.pass_(seconds)
        self._run(lambda: self.queue.tidy().result(), dies_at)

    @rule(journey=journeys)
    def portal_holds_something_else(self, journey: UUID) -> None:
        forged = Receipt(journey, "f" * 64, "H26.666666", START)
        self.portal.receipts.setdefault(journey, forged)

    def _all_is_well(self) -> None:
        self.portal.down, self.portal.lost = False, 0
        self.portal.failing.clear()

    def _everything_arrives(self) -> None:
        """What waits, within as many steps as there are things to do and a little over an hour."""
        for journey in self.promises.kept:
            if self._state(journey) is State.HELD:
                self.queue.let_go(journey).result()
        self.courier.nudge()
        end = self.clock.monotonic() + LONGEST_NAMED + 60
        for _ in range(10 + 5 * len(self.promises.kept)):
            self.clock.pass_(self.courier.step())
            if self._nothing_waits():
                break
        assert self._nothing_waits()
        assert self.clock.monotonic() <= end

    def _nothing_waits(self) -> bool:
        """Beside a dossier whose account is being corrected."""
        waiting = [it for it in self.promises.kept if self._state(it) is State.WAITING]
        accounts = [self.screens[it].depends_on for it in waiting]
        return all(it is not None and self._state(it) is State.DRAFT for it in accounts)

    # --- what may be relied on

    @invariant()
    def what_was_promised_is_kept(self) -> None:
        assert not self.promises.broken, self.promises.broken
        for event in self.events:
            if isinstance(event, Delivered):
                assert event.receipt == self.portal.receipts[event.id]
        self.events.clear()
        for submission in list(self.promises.kept):
            try:
                shown = self.queue.submission(submission).result()
            except WrongState:
                self._was_forgotten_in_time(submission)
                continue
            self.promises.check(shown, self.portal.receipts)
            if self.seen.get(submission, (None,))[0] is not shown.state:
                self.seen[submission] = (shown.state, self.clock.now())

    def _was_forgotten_in_time(self, submission: UUID) -> None:
        state, since = self.seen[submission]
        kept_for = {State.DELIVERED: KEPT_SETTLED, State.REFUSED: KEPT_REFUSED}[state]
        assert self.clock.now() - since >= kept_for
        del self.promises.kept[submission]

    def _state(self, submission: UUID) -> State | None:
        try:
            return self.queue.submission(submission).result().state
        except WrongState:
            return None


def _content(journey: Journey) -> str:
    return content_of(dict(journey.answers), [PAPER_DIGEST for _ in journey.attachments])
