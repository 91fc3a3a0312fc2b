"""A kiosk of many short lives over one data folder, most of them ended by a kill.

Everything is loaded once; each life is a fork of that. People's doings and the courier are real
and run at the same time. What they are about to do, and what they were told is done, is written
down line by line where a kill can't take it back: `Ledger` reads from that what must be true.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import select
import signal
import subprocess
import sys
import threading
import time
import traceback
import zlib
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any, Final, NoReturn, Self, TypeVar
from uuid import UUID

from kiosk.domain.ports import SlipTooLate
from kiosk.domain.slip import Slip
from kiosk.domain.submission import State
from kiosk.training.controls import TrainingControls
from offline_queue import store as opening
from offline_queue.schema import MIGRATIONS
from tests.offline_queue.forms import ANSWERS, birth_form, consent
from tests.patience import PATIENCE
from tests.portal.point import Point, counted, enrol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from concurrent.futures import Future
    from types import FrameType

    from kiosk.domain.journey import Journey
    from tests.portal.apart import Apart

T = TypeVar("T")

ROOT: Final = Path(__file__).resolve().parents[2]
SAID: Final = "said"
"""The file beside the data folder that a life writes down its lines in."""

REACHING: Final = frozenset(
    {"close", "connect", "execute", "fsync", "open", "replace", "sendall", "recv_into", "unlink"}
    | {"wal_checkpoint", "write", "mkdir", "rename"}
)
"""The calls by which something reaches the disk or the network."""

PLACE_DEPTH: Final = 6
"""Lines of the stack that tell one place from another."""

ONE_PLACE_OF: Final = 250
MOST_SECONDS: Final = 0.12
MOST_SECONDS_TO_A_PLACE: Final = 0.24
MOST_SECONDS_TRACED: Final = 3.0
LONGEST_WAIT: Final = 90.0
"""Seconds that a life which is not to be killed may take."""

LIVES_TO_A_MIGRATION: Final = 10
LATER: Final = tuple(
    f"CREATE TABLE later_{number} (submission BLOB NOT NULL) STRICT;"
    f" INSERT INTO later_{number} SELECT id FROM submission;"
    f" ALTER TABLE submission ADD COLUMN later_{number} INTEGER NOT NULL DEFAULT {number};"
    for number in range(8)
)
"""Migrations of programs to come: a kiosk may be killed at its first start with each."""

OPEN: Final = b" "
"""What a life tells once its queue is open; before a report it is nothing."""

FORM: Final = birth_form()
_STATES: Final = {State.DRAFT: {"open", "aside"}, State.WITHDRAWN: {"withdrawn"}}


@dataclass(frozen=True, slots=True)
class Known:
    """How a journey may stand: `gone`, `open`, `aside`, `finished` or `withdrawn`, with what."""

    state: str = "gone"
    note: str = ""
    papers: tuple[str, ...] = ()

    @classmethod
    def of(cls, journey: Journey) -> Known:
        papers = tuple(str(it.digest) for it in journey.attachments)
        return cls("open", str(journey.answers["note"]), papers)

    def after(self, change: dict[str, Any]) -> Known:
        """What a doing makes of it."""
        papers = change.get("papers", self.papers)
        return Known(change["state"], change.get("note", self.note), tuple(papers))


@dataclass(slots=True)
class Ledger:
    """What was said, read again: the slip of each journey, and every way it may stand now."""

    slips: dict[str, Slip] = field(default_factory=dict)
    may_be: dict[str, set[Known]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    done: int = 0
    _before: dict[str, set[Known]] = field(default_factory=dict)

    @classmethod
    def read(cls, file: Path) -> Ledger:
        ledger = cls()
        if file.exists():
            for line in file.read_text(encoding="utf-8").splitlines():
                ledger.hear(json.loads(line))
        return ledger

    def hear(self, line: dict[str, Any]) -> None:
        """One line: about to do something, whether it was done, or a fault that was found."""
        match line:
            case {"fault": fault}:
                self.faults.append(str(fault))
            case {"id": id_, "about": change}:
                if "slip" in line:
                    self.slips[id_] = Slip.from_qr(line["slip"])
                before = self.may_be.get(id_, {Known()})
                self._before[id_] = before
                self.may_be[id_] = before | {it.after(change) for it in before}
            case {"id": id_, "done": change}:
                self.done += 1
                self.may_be[id_] = {it.after(change) for it in self._before[id_]}
            case {"id": id_}:
                self.may_be[id_] = self._before[id_]


class Life:
    """One life: what people do, in one order by a seed, while the courier carries."""

    def __init__(self, folder: Path, url: str, seed: int) -> None:
        self._random = Random(seed)
        self._file = folder / SAID
        self.ledger = Ledger.read(self._file)
        self.point = Point(folder, url)
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self.point.courier.run, args=(self._stop,))
        self._line = os.open(self._file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *failure: object) -> None:
        self._stop.set()
        self._thread.join()
        self.point.close()
        os.close(self._line)

    def go_on(self) -> None:
        """Do one thing after another until the end comes."""
        while True:
            self._do_something()

    def settle(self, controls: TrainingControls) -> int:
        """Hand in all that is still a draft, and wait until nothing waits; how many are there.

        What is not there as it was acknowledged, once, is noted as a fault.
        """
        for id_ in self.ledger.slips:
            standing = self._standing(id_)
            if standing is not None and standing.state in {"open", "aside"}:
                journey = self._reopen(id_)
                if journey is not None:
                    self._finish(journey)
        end = time.monotonic() + PATIENCE
        while self.point.queue.waiting() and time.monotonic() < end:
            self.point.courier.nudge()
            time.sleep(0.05)
        return sum(self._arrived(id_, controls) for id_ in self.ledger.slips)

    def _do_something(self) -> None:
        known = [it for it, may_be in self.ledger.may_be.items() if may_be != {Known()}]
        if not known or self._random.random() < 0.3:
            self._begin()
            return
        # Of all that ever was, the last few are those whose people are still about.
        id_ = self._random.choice(known[-4:])
        standing = self._standing(id_)
        if standing is None or standing.state in {"gone", "withdrawn"}:
            return
        if standing.state == "finished":
            self._random.choice([self._withdraw, self._reopen, self._tidy, self._tidy])(id_)
            return
        journey = self._reopen(id_)
        if journey is not None:
            doings = [self._type, self._scan, self._scan, self._finish, self._finish, self._finish]
            self._random.choice([*doings, self._put_aside, self._discard, self._unscan])(journey)

    def _standing(self, id_: str) -> Known | None:
        """How it stands in fact, which must be one of the ways in which it may."""
        found = self.point.queue.look_up(self.ledger.slips[id_].ticket).result()
        states = {"gone"} if found is None else _STATES.get(found.state, {"finished"})
        left = {it for it in self.ledger.may_be[id_] if it.state in states}
        if not left:
            self._fault(id_, f"is {sorted(states)}")
            return None
        self.ledger.may_be[id_] = left
        return min(left, key=str)

    def _arrived(self, id_: str, controls: TrainingControls) -> bool:
        standing, there = self._standing(id_), controls.dossier(id_)
        if standing is None:
            return there is not None
        if standing.state != "finished":
            if there is not None:
                self._fault(id_, "is at the portal")
            return there is not None
        known = self.point.queue.submission(UUID(id_)).result()
        if there is None or known.receipt is None or known.receipt.code != there["code"]:
            self._fault(id_, f"is {known.state}; at the portal {there}")
            return there is not None
        held = Known("finished", there["answers"]["note"], tuple(there["contents"]))
        if held not in self.ledger.may_be[id_]:
            self._fault(id_, f"arrived as {held}")
        return True

    # --- the doings -------------------------------------------------------------------------------

    def _begin(self) -> None:
        journey = self.point.queue.begin(FORM.kind, FORM).result()
        journey = journey.answer(ANSWERS).consent((consent("submit"),))
        self._save(journey, self._something(), slip=journey.slip.qr_text)

    def _type(self, journey: Journey) -> None:
        self._save(journey, self._something())

    def _scan(self, journey: Journey) -> None:
        content = self._random.randbytes(self._random.choice([100, 3000, 20_000]))
        keep = self.point.queue.keep_attachment
        kept = keep(journey.id, "birth-paper", content, "image/png", 1).result()
        self._save(journey.attach(kept), journey.answers["note"])

    def _unscan(self, journey: Journey) -> None:
        if journey.attachments:
            last = journey.attachments[-1].id
            self._save(journey.detach(last), journey.answers["note"])
            self.point.queue.drop_attachment(journey.id, last).result()

    def _save(self, journey: Journey, note: str, **slip: str) -> None:
        journey = journey.answer({"more": True, "note": note})
        change = asdict(Known.of(journey))
        self._do(str(journey.id), change, lambda: self.point.queue.save(journey), **slip)

    def _finish(self, journey: Journey) -> None:
        finish = self.point.queue.finish
        change = {"state": "finished"}
        self._do(str(journey.id), change, lambda: finish(journey, FORM, "N. T. C."))
        self.point.courier.nudge()

    def _put_aside(self, journey: Journey) -> None:
        put_aside = self.point.queue.put_aside
        self._do(str(journey.id), {"state": "aside"}, lambda: put_aside(journey.id))

    def _discard(self, journey: Journey) -> None:
        discard = self.point.queue.discard
        self._do(str(journey.id), asdict(Known()), lambda: discard(journey.id))

    def _withdraw(self, id_: str) -> None:
        slip = self.ledger.slips[id_]
        self._do(id_, {"state": "withdrawn"}, lambda: self.point.queue.withdraw(slip))

    def _tidy(self, _id: str) -> None:
        self.point.queue.tidy().result()

    def _reopen(self, id_: str) -> Journey | None:
        """Open it with its slip; what it holds must be what it may hold."""
        slip = self.ledger.slips[id_]
        journey = self._do(id_, {"state": "open"}, lambda: self.point.queue.reopen(slip))
        if journey is None:
            return None
        held = Known.of(journey)
        if held not in self.ledger.may_be[id_]:
            self._fault(id_, f"holds {held}")
        for paper in journey.attachments:
            content = self.point.queue.attachment(journey.id, paper.id).result()
            if hashlib.sha256(content).hexdigest() != paper.digest:
                self._fault(id_, "has another paper than was scanned")
        return journey

    def _do(
        self, id_: str, change: dict[str, Any], work: Callable[[], Future[T]], **slip: str
    ) -> T | None:
        """Do it between two lines; None where the portal has, or may have, it already."""
        self._say({"id": id_, "about": change, **slip})
        try:
            done = work().result()
        except SlipTooLate:
            self._say({"id": id_})
            return None
        self._say({"id": id_, "done": change})
        return done

    def _something(self) -> str:
        return str(self._random.randrange(10**9))

    def _fault(self, id_: str, what: str) -> None:
        self._say({"fault": f"{id_} {what}, but may be {self.ledger.may_be[id_]}"})

    def _say(self, line: dict[str, Any]) -> None:
        os.write(self._line, (json.dumps(line) + "\n").encode())
        self.ledger.hear(line)


class _Failures(logging.Handler):
    """What the program calls an error is a fault of a life too."""

    def __init__(self, ledger: Ledger) -> None:
        super().__init__(logging.ERROR)
        self._ledger = ledger

    def emit(self, record: logging.LogRecord) -> None:
        self._ledger.faults.append(f"logged: {record.getMessage()} {record.exc_info}")


# --- the process ----------------------------------------------------------------------------------


def main() -> None:
    """A life for each line of input, and a line about how it ended for an answer."""
    for line in sys.stdin:
        asked = json.loads(line)
        told, telling = os.pipe()
        child = os.fork()
        if not child:
            _only_child(asked, telling)
        os.close(telling)
        if asked.get("once_open"):
            os.read(told, len(OPEN))
        if not select.select([told], [], [], asked.get("after", LONGEST_WAIT))[0]:
            os.kill(child, signal.SIGKILL)
        with os.fdopen(told) as report:
            said = report.read()
        _, status = os.waitpid(child, 0)
        answer = {"ended": os.waitstatus_to_exitcode(status), "said": json.loads(said or "{}")}
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


def _only_child(asked: dict[str, Any], telling: int) -> NoReturn:
    status = 1
    try:
        if asked.get("somewhere"):
            _die_somewhere(asked["seed"])
        said = _live(asked, telling)
        os.write(telling, json.dumps(said).encode())
        status = 0
    except BaseException:  # noqa: BLE001 — or there were a second parent
        traceback.print_exc()
    finally:
        os._exit(status)


def _live(asked: dict[str, Any], telling: int) -> dict[str, Any]:
    folder, url = Path(asked["folder"]), str(asked["url"])
    if "code" in asked:
        enrol(folder, url, asked["code"])
        return {}
    vars(opening)["MIGRATIONS"] = (*MIGRATIONS, *LATER[: asked["migrated"]])
    with Life(folder, url, asked["seed"]) as life:
        if asked.get("once_open"):
            os.write(telling, OPEN)
        logging.getLogger().addHandler(_Failures(life.ledger))
        if asked["seed"] is not None:
            life.go_on()
        there = life.settle(TrainingControls(url))
        return {"faults": life.ledger.faults, "there": there, "done": life.ledger.done}


def _die_somewhere(seed: int) -> None:
    """Be killed at the first of some places, of all that reach the disk or the network.

    A place is before or after a call, by the lines that led to it; which are taken is chance, so
    that rare ones are as likely as those that are passed with each doing.
    """

    def reached(frame: FrameType, event: str, call: Any) -> None:  # noqa: ANN401
        if event not in {"c_call", "c_return"} or call.__name__ not in REACHING:
            return
        place = [str(seed), event, call.__name__]
        above: FrameType | None = frame
        for _ in range(PLACE_DEPTH):
            if above is not None:
                place.append(f"{above.f_code.co_name}:{above.f_lineno}")
                above = above.f_back
        if zlib.crc32(" ".join(place).encode()) % ONE_PLACE_OF == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    threading.setprofile(reached)
    sys.setprofile(reached)


class Lives:
    """The process that forks a life for each call, from outside; `traced` kills them by itself."""

    def __init__(self, process: subprocess.Popen[str], *, traced: bool) -> None:
        self._process = process
        self._traced = traced

    def enrol(self, folder: Path, url: str, code: str) -> None:
        """Make the kiosk of a folder known."""
        folder.mkdir()
        assert self._ask(folder, url, code=code)["ended"] == 0

    def live(self, folder: Path, url: str, seed: int, migrated: int) -> bool:
        """One life of a program with so many later migrations; whether the kill ended it.

        Half of them are killed at any time, half at a place, if they are not killed from outside.
        """
        random = Random(seed)
        somewhere = random.random() < 0.5 and not self._traced
        after = MOST_SECONDS_TRACED
        if not self._traced:
            after = random.uniform(0, MOST_SECONDS_TO_A_PLACE if somewhere else MOST_SECONDS)
        # One in eight of those that are killed at any time may be so before all is open.
        once_open = somewhere or random.random() < 0.875
        how = {
            "seed": seed,
            "migrated": migrated,
            "after": after,
            "once_open": once_open,
            "somewhere": somewhere,
        }
        return bool(self._ask(folder, url, **how)["ended"] == -signal.SIGKILL)

    def settle(self, folder: Path, url: str, migrated: int) -> dict[str, Any]:
        """The last life: `faults`, how many dossiers are `there`, how many doings were `done`."""
        answer = self._ask(folder, url, seed=None, migrated=migrated)
        assert answer["ended"] == 0
        return dict(answer["said"])

    def _ask(self, folder: Path, url: str, **how: object) -> dict[str, Any]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps({"folder": str(folder), "url": url, **how}) + "\n")
        self._process.stdin.flush()
        return dict(json.loads(self._process.stdout.readline()))


@contextmanager
def lives(*tracer: str) -> Iterator[Lives]:
    """A process with everything loaded, to fork lives from; under a program that traces it."""
    with subprocess.Popen(
        [*tracer, sys.executable, "-m", "tests.offline_queue.lives"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        try:
            yield Lives(process, traced=bool(tracer))
        finally:
            os.killpg(process.pid, signal.SIGKILL)


@dataclass(slots=True)
class Toll:
    """What came of so many kills: of dossiers handed in, how many are there, and every fault."""

    kills: int = 0
    there: int = 0
    done: int = 0
    faults: list[str] = field(default_factory=list)


def killed(
    where: Path,
    apart: Apart,
    seeds: Iterable[int],
    toll: Toll,
    each: Lives,
    killing: Lives | None = None,
) -> None:
    """Over one new data folder: a life for each seed, killed, and a last one that settles all.

    Those to be killed are forked from `killing`, if that is another.
    """
    controls = apart.controls
    before = counted(controls)
    each.enrol(where, apart.url, controls.enrolment_code())
    migrated = 0
    for life, seed in enumerate(seeds):
        migrated = min(life // LIVES_TO_A_MIGRATION, len(LATER))
        if (killing or each).live(where, apart.url, seed, migrated):
            toll.kills += 1
        else:
            toll.faults.append(f"life {seed} ended by itself")
    settled = each.settle(where, apart.url, migrated)
    toll.there += settled["there"]
    toll.done += settled["done"]
    toll.faults += settled["faults"]
    if counted(controls) - before != settled["there"]:
        toll.faults.append(f"{counted(controls) - before} at the portal, not {settled['there']}")


if __name__ == "__main__":
    main()
