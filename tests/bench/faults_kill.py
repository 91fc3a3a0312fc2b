"""Kills a kiosk at its work thousands of times, and counts what was lost, doubled or stranded."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from contextlib import ExitStack
from itertools import count
from pathlib import Path
from random import SystemRandom
from typing import TYPE_CHECKING

from tests.bench.figures import publish_faults
from tests.offline_queue.lives import Toll, killed, lives
from tests.portal.apart import portal_apart

if TYPE_CHECKING:
    from collections.abc import Iterator

KILLS = 10_000
KILLS_EACH = 50
"""Of one data folder: the next begins with none."""

SYSTEM_CALLS = "pwrite64,fsync,fdatasync,ftruncate,rename,unlink,connect,sendto"
MOST_CALLS = 250
CALLS_BETWEEN = 37


def main(kills: int = KILLS) -> int:
    """Kill so often, a tenth more at system calls, print and write; 1 where anything went wrong."""
    os.nice(10)
    toll, calls, notes = Toll(), Toll(), []
    with tempfile.TemporaryDirectory() as folder, ExitStack() as ended:
        apart = ended.enter_context(portal_apart(Path(folder) / "portal"))
        each = ended.enter_context(lives())
        seeds = count(SystemRandom().randrange(10**9), 10**4)
        kiosks = (Path(folder) / str(number) for number in count())
        began = time.monotonic()
        while toll.kills < kills and not toll.faults:
            killed(next(kiosks), apart, _some(seeds), toll, each)
        minutes = (time.monotonic() - began) / 60
        if shutil.which("strace") is None:
            notes.append("strace is not installed here: nothing was killed at a system call.")
        else:
            while calls.kills < kills // 10 and not calls.faults:
                with lives(*_tracer(calls.kills)) as killing:
                    killed(next(kiosks), apart, _some(seeds), calls, each, killing)
    whole = toll.kills + calls.kills
    notes.append(
        f"None wrong of {whole} is, with 95 % confidence, fewer than one in {whole // 3}."
        if not toll.faults + calls.faults
        else f"The first wrong one of {whole} ended it."
    )
    return publish_faults(
        "faults-kill",
        {
            "kills at any time or place": toll.kills,
            "kills at a system call": calls.kills,
            "kills a minute": toll.kills / minutes,
            "doings acknowledged": toll.done + calls.done,
            "dossiers at the portal, each once": toll.there + calls.there,
        },
        toll.faults + calls.faults,
        notes,
    )


def _some(seeds: Iterator[int]) -> range:
    first = next(seeds)
    return range(first, first + KILLS_EACH)


def _tracer(kills: int) -> tuple[str, ...]:
    """Kills every thread at its so-many-th call that changes the disk or speaks to the portal."""
    when = 1 + kills // KILLS_EACH * CALLS_BETWEEN % MOST_CALLS
    at = f"inject={SYSTEM_CALLS}:signal=KILL:when={when}"
    return ("strace", "-f", "-qqq", "-o", os.devnull, "-e", f"trace={SYSTEM_CALLS}", "-e", at)
