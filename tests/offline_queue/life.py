"""The whole life of submissions, one promise at a time, and what must be found of each after it."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final, TypeVar
from uuid import UUID

import pyrage

from kiosk.domain.ports import QueueFailure, SlipTooLate, WrongState
from kiosk.domain.submission import Receipt, Refusal, State, parse_document
from offline_queue.finishing import SEALED
from offline_queue.key import DATABASE_KEY, FileSecrets
from offline_queue.queue import ATTACHMENTS, EncryptedQueue
from tests.fakes.clock import START, ManualClock
from tests.offline_queue.disks import EVERYTHING, SimulatedDisk
from tests.offline_queue.earlier import leave_as
from tests.offline_queue.forms import ANSWERS, account_form, birth_form, consent

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future
    from datetime import datetime
    from pathlib import Path

    from kiosk.domain.journey import Journey
    from kiosk.domain.submission import Kind, Parcel

T = TypeVar("T")
Papers = dict[UUID, str]
"""The digests of papers, by attachment."""

ACCOUNT, BIRTH = account_form(), birth_form()
FORMS: Final = {form.kind: form for form in (ACCOUNT, BIRTH)}
PORTAL: Final = pyrage.x25519.Identity.generate()
SLOW: Final = 1e9
"""Seconds after which a test has long ended."""


# --- what is kept ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Kept:
    """What must be found of one journey or submission, to the last byte."""

    state: State
    journey: Journey | None = None
    papers: Papers = field(default_factory=dict)
    offered: bool = False
    receipt: Receipt | None = None
    refusal: Refusal | None = None


Known = dict[str, Kept]
"""By the name that a test has for each."""


# --- the kiosk ------------------------------------------------------------------------------------


class Kiosk:
    """A queue on a simulated disk, and what the people before it know and have been promised.

    `answered` is told the moment a Future is done, on the store's own thread.
    """

    def __init__(
        self,
        disk: SimulatedDisk,
        now: datetime = START,
        answered: Callable[[], None] = lambda: None,
    ) -> None:
        self.disk = disk
        self.clock = ManualClock(now)
        self.answered = answered
        self.journeys: dict[str, Journey] = {}
        self.papers: dict[str, Papers] = {}
        self.known: Known = {}
        self.keys: tuple[str, ...] = (str(PORTAL.to_public()),)
        self._queue: EncryptedQueue | None = None

    def at(self, disk: SimulatedDisk) -> Kiosk:
        """The same people at the same time before another disk."""
        other = Kiosk(disk, self.clock.now())
        other.journeys = dict(self.journeys)
        other.papers = {name: dict(papers) for name, papers in self.papers.items()}
        other.known = dict(self.known)
        other.keys = self.keys
        return other

    @property
    def folder(self) -> Path:
        return self.disk.root / "data" / "queue"

    @property
    def queue(self) -> EncryptedQueue:
        """The queue, opened when it is first asked for."""
        if self._queue is None:
            self._queue = EncryptedQueue(
                self.folder,
                self._secrets(),
                clock=self.clock,
                point="TK",
                recipients=lambda: self.keys,
                disk=self.disk.disk,
            )
        return self._queue

    def close(self) -> None:
        """As at the end of a day; again is fine."""
        if self._queue is not None:
            queue, self._queue = self._queue, None
            queue.close()

    def leave_as(self, version: int) -> None:
        """As an earlier program, of that version of the tables, has left it."""
        self.close()
        leave_as(self.folder, self._secrets().get(DATABASE_KEY) or b"", version, self.disk.disk)

    def settle(self) -> None:
        """Wait until nothing asked for is still being done, the log's folding neither."""
        self.queue.waiting()

    def rest(self) -> None:
        """The same on a disk that fails."""
        if self._queue is not None:
            with suppress(QueueFailure):
                self.settle()

    def ask(self, asked: Callable[[], Future[T]]) -> T:
        """Ask, and tell the moment of the answer."""
        with self.disk.turn:  # or it might be done before anybody listens
            future = asked()
            future.add_done_callback(lambda _: self.answered())
        return future.result()

    def do(self, done: Callable[[], object]) -> None:
        """The courier's calls, which block."""
        done()
        self.answered()

    # --- what people and courier do

    def begin(self, name: str, kind: Kind, number: str, account: str | None = None) -> None:
        journey = self.queue.begin(kind, FORMS[kind]).result()
        if account is not None:
            journey = replace(journey, depends_on=self.journeys[account].id)
        journey = journey.answer(ANSWERS | {"number": number})
        self.save(name, journey.consent((consent("submit"), consent("messages"))))

    def save(self, name: str, journey: Journey) -> None:
        self.ask(lambda: self.queue.save(journey))
        self.journeys[name] = journey
        self._open(name)

    def add_paper(self, name: str, content: bytes) -> None:
        journey = self.journeys[name]
        paper = self.ask(
            lambda: self.queue.keep_attachment(
                journey.id, "birth-paper", content, "application/pdf", 1
            )
        )
        self.papers[name] = self.papers.get(name, {}) | {paper.id: digest(content)}
        self.known[name] = replace(self.known[name], papers=self.papers[name])
        self.journeys[name] = journey.attach(paper)

    def save_papers(self, name: str) -> None:
        self.save(name, self.journeys[name])

    def drop_paper(self, name: str) -> None:
        journey = self.journeys[name]
        dropped = journey.attachments[0].id
        self.ask(lambda: self.queue.drop_attachment(journey.id, dropped))
        self.papers[name] = {id_: it for id_, it in self.papers[name].items() if id_ != dropped}
        self.known[name] = replace(self.known[name], papers=self.papers[name])
        self.journeys[name] = journey.detach(dropped)

    def put_aside(self, name: str) -> None:
        self.ask(lambda: self.queue.put_aside(self.journeys[name].id))

    def discard(self, name: str) -> None:
        self.ask(lambda: self.queue.discard(self.journeys[name].id))
        del self.known[name]

    def finish(self, name: str, *, offered: bool = True) -> None:
        journey = self.journeys[name]
        self.ask(lambda: self.queue.finish(journey, FORMS[journey.kind], "N. T. C."))
        path = FORMS[journey.kind].path(journey.answers, self.clock.today())
        self.journeys[name] = replace(journey, answers=dict(path.answers), origins={})
        self._is(name, State.WAITING, offered=offered)

    def finish_unsealed(self, name: str) -> None:
        """At a portal that has told no keys."""
        self.keys = ()
        self.finish(name)

    def learn_keys(self) -> None:
        self.keys = (str(PORTAL.to_public()),)
        self.ask(self.queue.tidy)

    def reopen(self, name: str) -> None:
        self.ask(lambda: self.queue.reopen(self.journeys[name].slip))
        self._open(name)

    def withdraw(self, name: str) -> None:
        self.ask(lambda: self.queue.withdraw(self.journeys[name].slip))
        self.papers.pop(name, None)
        self.known[name] = Kept(State.WITHDRAWN)

    def attempt(self, name: str) -> None:
        parcel = self._parcel(name)
        self.do(lambda: self.queue.attempted(parcel.id, parcel.digest))
        self._is(name, State.WAITING, journey=None, offered=True)

    def turn_away(self, name: str) -> None:
        """The portal answered, and did not take it."""
        id_ = self.journeys[name].id
        self.do(lambda: self.queue.postponed(id_, 0.0, counts=False, turned_away=True))
        self._is(name, State.WAITING, offered=True)

    def deliver(self, name: str, *, frees: str | None = None) -> None:
        parcel = self._parcel(name)
        receipt = Receipt(parcel.id, parcel.digest, "H26.1", START)
        self.do(lambda: self.queue.delivered(receipt))
        self.papers.pop(name, None)
        self.known[name] = Kept(State.DELIVERED, receipt=receipt)
        if frees:
            self._is(frees, State.WAITING, offered=True)

    def refuse(self, name: str, *, and_with_it: str | None = None) -> None:
        refusal = Refusal("identity-mismatch", "name")
        self.do(lambda: self.queue.refused(self.journeys[name].id, refusal))
        for each in (name, and_with_it):
            if each:
                self._is(each, State.REFUSED, refusal=refusal)

    def hold(self, name: str) -> None:
        self.ask(lambda: self.queue.hold(self.journeys[name].id))
        self._is(name, State.HELD)

    def let_go(self, name: str) -> None:
        self.ask(lambda: self.queue.let_go(self.journeys[name].id))
        self._is(name, State.WAITING, offered=True)

    def tidy_after(self, gone: timedelta, *names: str) -> None:
        """Time passes, and these have no more of it."""
        self.clock.pass_(gone.total_seconds())
        self.ask(self.queue.tidy)
        for name in names:
            self.known.pop(name)

    def start(self) -> None:
        self.do(self.settle)

    def restart(self) -> None:
        self.close()
        self.start()

    def _secrets(self) -> FileSecrets:
        return FileSecrets(self.disk.root / "keys" / "keys.json", self.disk.disk)

    def _parcel(self, name: str) -> Parcel:
        wanted = self.journeys[name].id
        return next(it for it in parcels(self.queue) if it.id == wanted)

    def _open(self, name: str) -> None:
        self._is(name, State.DRAFT)

    def _is(self, name: str, state: State, **more: object) -> None:
        kept = Kept(state, self.journeys[name], self.papers.get(name, {}))
        self.known[name] = replace(kept, **more)  # type: ignore[arg-type]


def parcels(queue: EncryptedQueue) -> list[Parcel]:
    """All that may go, in the order in which it would; it is due no more after this."""
    queue.hasten()
    found = []
    while parcel := queue.next_due():
        found.append(parcel)
        queue.postponed(parcel.id, SLOW, counts=False)
    queue.hasten()
    return found


# --- the life -------------------------------------------------------------------------------------

SMALL, LARGE = b"%PDF-1.7 small " * 9, b"%PDF-1.7 large " + bytes(range(256)) * 20
"""A paper within one sector, and one that spans many."""

HALF_HOUR, MONTH = timedelta(minutes=31), timedelta(days=31)
KIND_OF_ACCOUNT, KIND_OF_BIRTH = ACCOUNT.kind, BIRTH.kind
DATABASE_PATH: Final = "data/queue/queue.db"


@dataclass(frozen=True, slots=True)
class Step:
    """One thing asked of the queue; `one_by_one` where it is not all done in one transaction."""

    name: str
    does: Callable[[Kiosk], None]
    one_by_one: bool = False

    def allows(self, there: Known, before: Known, after: Known) -> bool:
        """Whether what is there is a state of before the step or after it, and none between."""
        if not self.one_by_one:
            return there in (before, after)
        return all(
            there.get(name) in (before.get(name), after.get(name))
            for name in before | after | there
        )


LIFE: Final[tuple[Step, ...]] = (
    Step("start", lambda it: it.start()),
    Step("an account is begun", lambda it: it.begin("account", KIND_OF_ACCOUNT, "001190000001")),
    Step("it is finished", lambda it: it.finish("account")),
    Step(
        "its dossier is begun",
        lambda it: it.begin("birth", KIND_OF_BIRTH, "001190000001", "account"),
    ),
    Step("a paper is added", lambda it: it.add_paper("birth", LARGE)),
    Step("another, small", lambda it: it.add_paper("birth", SMALL)),
    Step("both are in the draft", lambda it: it.save_papers("birth")),
    Step("it is put aside", lambda it: it.put_aside("birth")),
    Step("it is opened again", lambda it: it.reopen("birth")),
    Step("a paper is dropped", lambda it: it.drop_paper("birth")),
    Step("the draft knows", lambda it: it.save_papers("birth")),
    Step("the dossier is finished", lambda it: it.finish("birth", offered=False)),
    Step("the account is tried", lambda it: it.attempt("account")),
    Step("and delivered", lambda it: it.deliver("account", frees="birth")),
    Step("the kiosk is restarted", lambda it: it.restart()),
    Step("the dossier is corrected", lambda it: it.reopen("birth")),
    Step("and finished again", lambda it: it.finish("birth")),
    Step("it is tried", lambda it: it.attempt("birth")),
    Step("and turned away", lambda it: it.turn_away("birth")),
    Step("it is held", lambda it: it.hold("birth")),
    Step("and let go", lambda it: it.let_go("birth")),
    Step("it is refused", lambda it: it.refuse("birth")),
    Step("a second account", lambda it: it.begin("second", KIND_OF_ACCOUNT, "001190000002")),
    Step("finished", lambda it: it.finish("second")),
    Step("its dossier", lambda it: it.begin("follower", KIND_OF_BIRTH, "001190000003", "second")),
    Step("finished too", lambda it: it.finish("follower", offered=False)),
    Step("both are refused", lambda it: it.refuse("second", and_with_it="follower")),
    Step("the refused account is withdrawn", lambda it: it.withdraw("second")),
    Step("someone begins", lambda it: it.begin("leaver", KIND_OF_BIRTH, "001190000004")),
    Step("and gives up", lambda it: it.discard("leaver")),
    Step("someone else begins", lambda it: it.begin("walker", KIND_OF_BIRTH, "001190000005")),
    Step("with a paper", lambda it: it.add_paper("walker", SMALL)),
    Step("and walks away", lambda it: it.tidy_after(HALF_HOUR, "walker"), one_by_one=True),
    Step("someone takes a slip", lambda it: it.begin("aside", KIND_OF_BIRTH, "001190000007")),
    Step("and puts it aside", lambda it: it.put_aside("aside")),
    Step("comes back", lambda it: it.reopen("aside")),
    Step("and is called away", lambda it: it.tidy_after(HALF_HOUR)),
    Step("one comes before the keys", lambda it: it.begin("plain", KIND_OF_BIRTH, "001190000008")),
    Step("has a paper", lambda it: it.add_paper("plain", SMALL)),
    Step("in the draft", lambda it: it.save_papers("plain")),
    Step("finishes unsealed", lambda it: it.finish_unsealed("plain")),
    Step("and is sealed", lambda it: it.learn_keys()),
    Step("a last one begins", lambda it: it.begin("last", KIND_OF_BIRTH, "001190000006")),
    Step("brings a paper", lambda it: it.add_paper("last", LARGE)),
    Step("which is in the draft", lambda it: it.save_papers("last")),
    Step("and finishes", lambda it: it.finish("last")),
    Step(
        "a month goes by",
        lambda it: it.tidy_after(MONTH, "account", "second", "aside"),
        one_by_one=True,
    ),
    Step("the kiosk starts once more", lambda it: it.restart()),
)


MIGRATION: Final[tuple[Step, ...]] = (
    Step("an earlier program's database is opened", lambda it: it.start()),
    Step("one begins after it", lambda it: it.begin("later", KIND_OF_ACCOUNT, "001190000009")),
    Step("and finishes in it", lambda it: it.finish("later")),
)
"""What is done where an earlier program was, after most of the life."""


def after_an_earlier_program() -> Kiosk:
    """The people before a kiosk whose database is of the first version."""
    kiosk = Kiosk(SimulatedDisk())
    for step in LIFE[: [step.name for step in LIFE].index("and finishes")]:
        step.does(kiosk)
    kiosk.leave_as(1)
    return kiosk.at(kiosk.disk.after_cut(EVERYTHING))


RECOVERY: Final[tuple[Step, ...]] = (
    Step("a damaged database is opened", lambda it: it.start()),
    Step(
        "one begins with the new one", lambda it: it.begin("later", KIND_OF_ACCOUNT, "001190000010")
    ),
    Step("and finishes in that", lambda it: it.finish("later")),
)
"""What is done where the database was damaged, after most of the life."""


def after_damage() -> Kiosk:
    """The people before a kiosk whose database has lost a part of its first page."""
    kiosk = Kiosk(SimulatedDisk())
    for step in LIFE[: [step.name for step in LIFE].index("and finishes")]:
        step.does(kiosk)
    kiosk.close()
    content = kiosk.disk.contents()[DATABASE_PATH]
    kiosk.disk.put(DATABASE_PATH, content[:100] + bytes(400) + content[500:])
    return kiosk.at(kiosk.disk.after_cut(EVERYTHING))


# --- what is found --------------------------------------------------------------------------------


def found(kiosk: Kiosk, *expectations: Known) -> Known:
    """What there is of all that is known, and may be wanted, by the ways of people and courier."""
    queue, journeys = kiosk.queue, kiosk.journeys
    offered = {parcel.id: parcel for parcel in parcels(queue)}
    there: Known = {}
    for name, journey in journeys.items():
        shown = queue.look_up(journey.slip.ticket).result()
        if shown is None:
            continue
        wanted = {id_ for known in expectations for id_ in _papers(known, name)}
        parcel = offered.get(journey.id)
        kept = Kept(shown.state, None, {}, parcel is not None, shown.receipt, shown.refusal)
        if parcel is not None:
            kept = replace(kept, papers=_opened(parcel, journey))
        if shown.state not in {State.DELIVERED, State.WITHDRAWN}:
            try:
                kept = replace(kept, journey=queue.reopen(journey.slip).result())
            except SlipTooLate:
                pass
            else:
                kept = replace(kept, papers=_captured(queue, journey.id, wanted))
        there[name] = kept
    return there


def _papers(known: Known, name: str) -> Papers:
    return known[name].papers if name in known else {}


def _captured(queue: EncryptedQueue, journey: UUID, wanted: set[UUID]) -> Papers:
    content = {}
    for id_ in wanted:
        try:
            content[id_] = digest(queue.attachment(journey, id_).result())
        except WrongState:
            continue
    return content


def _opened(parcel: Parcel, journey: Journey) -> Papers:
    """The papers of a parcel, as the portal opens them; its document is the journey's."""
    assert hashlib.sha256(parcel.body).hexdigest() == parcel.digest
    sealed = parcel.media_type == SEALED
    document = parse_document(_unsealed(parcel.body) if sealed else parcel.body)
    assert document.id == journey.id
    assert document.answers.items() <= journey.answers.items()
    content = {}
    for each, file in zip(document.attachments, parcel.files, strict=True):
        assert each.digest == file.digest
        with file.open() as opened:
            sent = opened.read()
        content[each.id] = digest(_unsealed(sent) if sealed else sent)
    return content


def _unsealed(content: bytes) -> bytes:
    return bytes(pyrage.decrypt(content, [PORTAL]))


def difference(there: Known, expected: Known) -> str:
    return "; ".join(
        f"{name}: {there.get(name)} for {expected.get(name)}"
        for name in there | expected
        if there.get(name) != expected.get(name)
    )


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def files_left(kiosk: Kiosk) -> int:
    """How many files of papers there are."""
    return len(kiosk.disk.listdir(kiosk.folder / ATTACHMENTS))
