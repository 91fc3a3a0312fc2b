"""Cuts the power at every change that a life makes on its disk, and looks at what is left."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING, Final

from kiosk.domain.ports import QueueFailure
from tests.offline_queue.disks import (
    EVERYTHING,
    NAMES_FIRST,
    NO_NAMES,
    NOTHING,
    SimulatedDisk,
    shuffled,
)
from tests.offline_queue.life import LIFE, Kiosk, Known, difference, files_left, found

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tests.offline_queue.disks import Luck
    from tests.offline_queue.life import Step

SHUFFLES: Final = 20


@dataclass(frozen=True, slots=True)
class Cut:
    """The disk after one change of a life, or at an answer, and what people were promised by then.

    Found may be what was known `before` the step or `after` it, until it was `answered`.
    """

    number: int
    step: Step
    disk: SimulatedDisk
    people: Kiosk
    before: Known
    after: Known
    answered: bool

    def lucks(self) -> tuple[Luck, ...]:
        """What the disk may have written of what was not synced."""
        shuffles = (shuffled(Random(f"{self.number} {turn}")) for turn in range(SHUFFLES))
        return (NOTHING, EVERYTHING, NO_NAMES, NAMES_FIRST, *shuffles)

    def allows(self, there: Known) -> bool:
        before = self.after if self.answered else self.before
        return self.step.allows(there, before, self.after)


@dataclass(frozen=True, slots=True)
class Loss:
    """A promise that was not kept."""

    cut: int
    step: str
    answered: bool
    luck: str
    what: str


def lived(steps: Sequence[Step] = LIFE, kiosk: Kiosk | None = None) -> list[Cut]:
    """Live once, before a new kiosk or the one given, and keep the disk as it is at each change."""
    kiosk = kiosk or Kiosk(SimulatedDisk())
    disk = kiosk.disk
    taken: list[tuple[SimulatedDisk, bool]] = []
    answered = False

    def answer() -> None:
        nonlocal answered
        answered = True
        taken.append((disk.copy(), answered))

    kiosk.answered = answer
    disk.changed = lambda: taken.append((disk.copy(), answered))
    cuts: list[Cut] = []
    for step in steps:
        before, answered = dict(kiosk.known), False
        step.does(kiosk)
        kiosk.settle()
        people, after = kiosk.at(disk), dict(kiosk.known)
        cuts.extend(
            Cut(number, step, image, people, before, after, was_answered)
            for number, (image, was_answered) in enumerate(taken, start=len(cuts))
        )
        taken.clear()
    kiosk.close()
    return cuts


def images(cut: Cut, lucks: Sequence[Luck]) -> Iterator[tuple[Luck, SimulatedDisk]]:
    """What may be left after the cut, each different one once."""
    seen = set()
    for luck in lucks:
        image = cut.disk.after_cut(luck)
        name = hashlib.sha256(repr(image.contents()).encode()).digest()
        if name not in seen:
            seen.add(name)
            yield luck, image


def loss(cut: Cut, luck: Luck, image: SimulatedDisk) -> Loss | None:
    """What is lost, unreadable or half there in an image, if anything is."""
    kiosk = cut.people.at(image)
    try:
        there = found(kiosk, cut.before, cut.after)
        if not cut.allows(there):
            what = difference(there, cut.after if cut.answered else cut.before)
        elif files_left(kiosk) != sum(len(kept.papers) for kept in there.values()):
            what = "a file that nobody knows"
        else:
            return None
    except QueueFailure as failure:
        what = f"{type(failure).__name__}: {failure}"
    finally:
        kiosk.close()
    return Loss(cut.number, cut.step.name, cut.answered, luck.name, what)
