"""Hands that do anything to the real program, thousands of times, and what they found."""

from __future__ import annotations

import os
import tempfile
import time
from pathlib import Path
from random import SystemRandom
from typing import Final

from kiosk.demonstration import TrainingProcess
from tests.bench.figures import publish_faults
from tests.searching import below, told
from tests.ui.monkey.life import End, Lived, Orders, live
from tests.ui.monkey.person import CANARIES

VISITS: Final = 20
"""Portals, each with a kiosk that lives three times on one folder: killed, closed, drained."""

STEPS: Final = 150
"""Of each life."""


def main(visits: int = VISITS, steps: int = STEPS) -> int:
    """Do anything, print and write; 1 where anything was not as it must be."""
    os.nice(10)
    first = SystemRandom().randrange(10**6)
    pages: set[str] = set()
    wrong: list[str] = []
    done, began = 0, time.monotonic()
    for number in range(first, first + visits):
        for life, lived in enumerate(three_lives(number, steps)):
            done += len(lived.steps)
            pages |= lived.pages
            wrong += [f"{number}, life {life}: {it}" for it in lived.wrong]
    counts = {
        "lives of the program": 3 * visits,
        "steps": done,
        "pages and notices met": len(pages),
        "of them wrong": len(wrong),
        "seconds": time.monotonic() - began,
    }
    notes = [f"The first seed was {first}; what time decides is not the same again."]
    return publish_faults("faults-hands", counts, wrong, notes)


def three_lives(seed: int, steps: int) -> list[Lived]:
    """A kiosk that is killed, started again and closed, then started again until all is sent."""
    lives: list[Lived] = []
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        with TrainingProcess(folder / "portal") as portal:
            for number, end in enumerate((End.KILLED, End.CLOSED, End.DRAINED)):
                orders = Orders(
                    str(folder / "kiosk"),
                    portal.url,
                    str(folder / "portal"),
                    portal.enrolment_code,
                    seed * 10 + number,
                    steps,
                    end,
                )
                lives.append(live(orders))
        if left := told(below(folder / "kiosk" / "data"), CANARIES):
            lives[-1].wrong.append(f"the data folder names {len(left)} of what was told")
    return lives
