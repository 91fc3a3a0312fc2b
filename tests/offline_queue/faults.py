"""Lets each call on the disk fail, once or from then on, and looks at what became of promises."""

from __future__ import annotations

import errno
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kiosk.domain.ports import QueueFailure
from offline_queue.files import UNFINISHED
from offline_queue.store import DATABASE
from tests.offline_queue.disks import NOTHING, SHORT, Call, SimulatedDisk, no_fault
from tests.offline_queue.life import LIFE, MIGRATION, Kiosk, difference, found

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tests.offline_queue.life import Known, Step

_WRITING: Final = (errno.EIO, errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.ENOMEM)
_FAULTS: Final[dict[str, tuple[int, ...]]] = {
    "open": (errno.EIO, errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EMFILE, errno.ENOMEM),
    "pwrite": (*_WRITING, SHORT),
    "fsync": (errno.EIO, errno.ENOSPC, errno.EDQUOT),
    "ftruncate": (errno.EIO, errno.EROFS),
    "replace": _WRITING,
    "unlink": (errno.EIO, errno.EROFS),
    "mkdir": _WRITING,
    "rmdir": (errno.EIO, errno.EROFS),
    "chmod": (errno.EIO, errno.EROFS),
    "listdir": (errno.EIO, errno.EMFILE, errno.ENOMEM),
    "pread": (errno.EIO,),
    "fstat": (errno.EIO,),
    "access": (errno.EIO,),
    "lock": (errno.EIO,),
}
"""What each call may fail with."""

_OF_SQLITE: Final = (errno.EIO, errno.ENOSPC, SHORT)
"""Those that SQLite tells apart: every other is to it as EIO is (os_unix.c)."""


def faults_of(call: Call) -> tuple[int, ...]:
    """What one call may fail with."""
    faults = _FAULTS[call.what]
    if call.name.startswith((DATABASE, "queue.lock")):
        return tuple(error for error in faults if error in _OF_SQLITE)
    return faults


@dataclass(frozen=True, slots=True)
class Before:
    """The disk and the people before a step, and the calls that the step will make."""

    step: Step
    disk: SimulatedDisk
    people: Kiosk
    calls: tuple[Call, ...]


@dataclass(frozen=True, slots=True)
class Failing:
    """A call that fails: the how manyeth of its step, and whether all others after it do too."""

    place: int
    call: Call
    error: int
    lasting: bool

    def __str__(self) -> str:
        how = "short" if self.error == SHORT else errno.errorcode[self.error]
        since = " from then on" if self.lasting else ""
        return f"call {self.place}, {self.call.what} of {self.call.name}: {how}{since}"

    def fault(self, first: int) -> Callable[[Call], int]:
        """The fault, where the step's first call is the one of that number."""

        def failing(call: Call) -> int:
            place = call.number - first
            hit = place >= self.place if self.lasting else place == self.place
            return self.error if hit and self.error in _FAULTS[call.what] else 0

        return failing


def lived(steps: Sequence[Step] = LIFE, kiosk: Kiosk | None = None) -> list[Before]:
    """Live once, before a new kiosk or the one given, and keep what was there before each step."""
    kiosk = kiosk or Kiosk(SimulatedDisk())
    disk = kiosk.disk
    befores: list[Before] = []
    for step in steps:
        image, people = disk.copy(), kiosk.at(disk)
        befores.append(Before(step, image, people, calls_of(step, people.at(image.copy()))))
        step.does(kiosk)
        kiosk.settle()
    kiosk.close()
    return befores


def calls_of(step: Step, kiosk: Kiosk) -> tuple[Call, ...]:
    """The calls that a step makes, the log's folding after it too."""
    made: list[Call] = []
    _ready(step, kiosk)

    def noted(call: Call) -> int:
        made.append(call)
        return 0

    kiosk.disk.fault = noted
    step.does(kiosk)
    kiosk.settle()
    kiosk.disk.fault = no_fault
    kiosk.close()
    return tuple(made)


def failings(before: Before) -> list[Failing]:
    """All that can fail in a step."""
    return [
        Failing(place, call, error, lasting)
        for place, call in enumerate(before.calls)
        for error in faults_of(call)
        for lasting in (False, True)
    ]


def growth(before: Before) -> int:
    """How many bytes more all files hold in the middle of a step, at most."""
    disk = before.disk.copy()
    kiosk = before.people.at(disk)
    _ready(before.step, kiosk)
    begun, most = disk.used(), 0

    def measured() -> None:
        nonlocal most
        most = max(most, disk.used() - begun)

    disk.changed = measured
    before.step.does(kiosk)
    kiosk.close()
    return most


def when_failing(before: Before, failing: Failing) -> str | None:
    """What is wrong after a call has failed, if anything is."""

    def harm(disk: SimulatedDisk) -> None:
        disk.fault = failing.fault(disk.calls + 1)

    return _trouble(before, harm)


def when_full(before: Before, room: int) -> str | None:
    """What is wrong after the disk took so many bytes more and was full, if anything is."""

    def harm(disk: SimulatedDisk) -> None:
        disk.room = disk.used() + room

    return _trouble(before, harm)


def _trouble(before: Before, harm: Callable[[SimulatedDisk], None]) -> str | None:
    """What is wrong with how it was told, with what is kept, or with what works again."""
    kiosk = before.people.at(before.disk.copy())
    try:
        return _told_kept_and_working(before.step, kiosk, harm)
    finally:
        _heal(kiosk.disk)
        kiosk.close()


def _heal(disk: SimulatedDisk) -> None:
    disk.fault, disk.room = no_fault, None


def _told_kept_and_working(
    step: Step, kiosk: Kiosk, harm: Callable[[SimulatedDisk], None]
) -> str | None:
    _ready(step, kiosk)
    known = dict(kiosk.known)
    harm(kiosk.disk)
    failure = _tried(step, kiosk)
    _heal(kiosk.disk)
    if failure is not None and not isinstance(failure, QueueFailure):
        return f"no failure of the queue: {failure!r}"
    images = left(kiosk)
    if failure is not None:
        again = _tried(step, kiosk)
        if again is not None:
            return f"{failure!r}, and then it doesn't work again: {again!r}"
        for how, image in images.items():
            if wrong := _wrong(step, kiosk.at(image), known, kiosk.known):
                return f"{failure!r}, {how}: {wrong}"
        images = {"after a power cut": kiosk.disk.after_cut(NOTHING)}
    for how, image in images.items():
        if wrong := _wrong(step, kiosk.at(image), kiosk.known, kiosk.known):
            return f"done, {how}: {wrong}"
    return None


def left(kiosk: Kiosk) -> dict[str, SimulatedDisk]:
    """What is left when the power is cut, and when the program is killed, started, and then cut.

    What a failed sync gave up is still read after a start, and may not be taken as kept.
    """
    started = kiosk.at(kiosk.disk.copy())
    started.settle()
    images = {
        "after a power cut": kiosk.disk.after_cut(NOTHING),
        "killed, started, cut": started.disk.after_cut(NOTHING),
    }
    started.close()
    return images


def _ready(step: Step, kiosk: Kiosk) -> None:
    # A start is itself what fails; anything else is asked of a queue that is open.
    if step not in (LIFE[0], MIGRATION[0]):
        kiosk.settle()


def _tried(step: Step, kiosk: Kiosk) -> Exception | None:
    try:
        step.does(kiosk)
    except Exception as failure:  # noqa: BLE001 — which it is, is the question
        return failure
    finally:
        kiosk.rest()
    return None


def _wrong(step: Step, kiosk: Kiosk, before: Known, after: Known) -> str | None:
    try:
        there = found(kiosk, before, after)
    except QueueFailure as failure:
        return f"{failure!r}"
    finally:
        kiosk.close()
    return None if step.allows(there, before, after) else difference(there, after)


def pairwise(befores: list[Before]) -> list[tuple[Before, Failing]]:
    """Each call on each kind of file fails, at some step and in some way."""
    kinds: dict[tuple[str, str], list[tuple[Before, Failing]]] = defaultdict(list)
    for before in befores:
        for failing in failings(before):
            kinds[failing.call.what, _kind(failing.call.name)].append((before, failing))
    return [alike[turn * 101 % len(alike)] for turn, alike in enumerate(kinds.values())]


def _kind(name: str) -> str:
    if len(name.removesuffix(UNFINISHED)) == 32:
        return "paper" + name[32:]
    return "root" if name.isdigit() else name
