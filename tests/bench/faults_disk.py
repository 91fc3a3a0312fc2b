"""A submission's whole life on a disk that loses its power, fails at a call, or is full."""

from __future__ import annotations

import logging
import os
import time
from concurrent.futures import ProcessPoolExecutor
from typing import TYPE_CHECKING, Final

from tests.bench.figures import publish_faults
from tests.offline_queue import faults
from tests.offline_queue import power as cutting
from tests.offline_queue.life import RECOVERY, after_damage

if TYPE_CHECKING:
    from collections.abc import Callable

ROOM_STEP: Final = 17
"""Bytes between two limits of a disk's room: a prime, so that each sector is met at many places."""

Share = tuple[int, int]
"""Which part of how many: each process lives for itself, and looks at every so-manyeth case."""

Tally = tuple[int, list[str]]
"""How many cases were looked at, and what was wrong."""


def power() -> int:
    """The power is cut at each change, of a recovery too, with 24 sorts of luck."""
    return _published("faults-power", "disks looked at after a power cut", _cut)


def calls() -> int:
    """Each call fails in each way that it may, once and from then on."""
    return _published("faults-calls", "failing calls", _failing)


def room() -> int:
    """The disk is full at many bytes of each step."""
    return _published("faults-room", "limits of a full disk", _full)


def _published(bench: str, what: str, part: Callable[[Share], Tally]) -> int:
    began, processes = time.monotonic(), os.cpu_count() or 1
    with ProcessPoolExecutor(processes) as pool:
        tallies = list(pool.map(part, [(number, processes) for number in range(processes)]))
    counted = sum(count for count, _ in tallies)
    wrong = [line for _, lines in tallies for line in lines]
    counts = {what: counted, "of them wrong": len(wrong), "seconds": time.monotonic() - began}
    notes = [] if wrong else [f"None wrong of {counted}: fewer than one in {counted // 3} (95 %)."]
    return publish_faults(bench, counts, wrong, notes)


def _cut(share: Share) -> Tally:
    _quiet()
    counted, wrong = 0, []
    cuts = cutting.lived() + cutting.lived(RECOVERY, after_damage())
    for cut in cuts[share[0] :: share[1]]:
        for luck, image in cutting.images(cut, cut.lucks()):
            counted += 1
            if lost := cutting.loss(cut, luck, image):
                wrong.append(str(lost))
    return counted, wrong


def _failing(share: Share) -> Tally:
    _quiet()
    cases = [(before, each) for before in faults.lived() for each in faults.failings(before)]
    found = [
        (before.step.name, failing, faults.when_failing(before, failing))
        for before, failing in cases[share[0] :: share[1]]
    ]
    return len(found), [f"{step}: {failing}: {it}" for step, failing, it in found if it]


def _full(share: Share) -> Tally:
    _quiet()
    cases = [
        (before, size)
        for before in faults.lived()
        for size in range(0, faults.growth(before) + 1, ROOM_STEP)
    ]
    found = [
        (before.step.name, size, faults.when_full(before, size))
        for before, size in cases[share[0] :: share[1]]
    ]
    return len(found), [f"{step}: room for {size}: {it}" for step, size, it in found if it]


def _quiet() -> None:
    # What fails on purpose is told by what is found; the log would tell it a thousand times.
    os.nice(10)
    logging.disable(logging.CRITICAL)
