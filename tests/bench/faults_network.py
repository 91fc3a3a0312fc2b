"""Harms the line between a kiosk and a real portal at every place, and counts what went wrong."""

from __future__ import annotations

import os
import tempfile
from contextlib import ExitStack, contextmanager
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.portal.connection import Patience
from tests.bench.figures import Figure, at_most, figure, interleaved, publish, publish_faults
from tests.portal.apart import portal_apart
from tests.portal.harm import (
    ENDING,
    EXCHANGES,
    SLOWING,
    Harmed,
    cut_at_bytes,
    lose_answers,
    poison,
    strikes,
)
from tests.portal.point import Point
from tests.portal.toxics import FaultyLine, Thin

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.portal.apart import Apart

LOST = 1000
OTHERS = 999
POISON_AIM = at_most(1.05)

LINE_BYTES_A_SECOND = 8000
LINE_SECONDS = 0.6
CUT_EVERY_SECONDS = 30
LINE_PAPERS = (600_000, 300_000)
LINE_AIM = at_most(1.05)
FASTER = 20
"""How many times faster than life the bad line is played; all its seconds are shorter alike."""


def main(rounds: int = 3, faster: float = FASTER) -> int:
    """Harm, print and write; 1 where anything was not as it must be."""
    os.nice(10)
    counts: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        where = (Path(folder) / str(number) for number in count())
        with portal_apart(next(where)) as apart:
            with _harmed(next(where), apart) as harmed:
                counts["cuts, one at each byte"] = cut_at_bytes(harmed).harmed
                for toxic in (*ENDING, *SLOWING):
                    before = harmed.outcome.harmed
                    for exchange in EXCHANGES:
                        poison(harmed, strikes(toxic, exchange))
                    counts[f"struck: {toxic}"] = harmed.outcome.harmed - before
                counts["answers lost"] = LOST
                faults = lose_answers(harmed, LOST).faults
            figures = [_poisoned(next(where), apart, rounds), _thin(next(where), apart, faster)]
    line = f"{LINE_BYTES_A_SECOND * 8 // 1000} kbit/s, {LINE_SECONDS * 1000:.0f} ms each way"
    note = f"The bad line: {line}, cut every {CUT_EVERY_SECONDS} s, played {faster:g} x as fast."
    publish("faults-network-figures", figures, [note])
    return publish_faults("faults-network", counts, faults, [])


@contextmanager
def _harmed(folder: Path, apart: Apart) -> Iterator[Harmed]:
    harmed = Harmed(folder, apart)
    try:
        yield harmed
    finally:
        harmed.close()


def _poisoned(folder: Path, apart: Apart, rounds: int) -> Figure:
    """Seconds until the others are there, with one before them that always fails and without.

    Seconds that the courier waits count, though nobody waits for them here.
    """

    def seconds(*, poisoned: bool) -> float:
        point.connect(apart.url)
        point.courier.step()  # a start with something waiting would be spread over its age
        if poisoned:
            first = point.hand_in()
            apart.controls.behave("500", path=f"/v1/dossiers/{first.id}")
        for _ in range(OTHERS):
            point.hand_in()
        point.events.clear()
        began = point.clock.monotonic()
        while len(point.receipts()) < OTHERS:
            point.clock.pass_(point.courier.step())
        took = point.clock.monotonic() - began
        apart.controls.behave("normal")
        point.until_sent()
        return took

    with Point(folder, apart.url, apart.controls.enrolment_code()) as point:
        pairs = interleaved(rounds, lambda: seconds(poisoned=True), lambda: seconds(poisoned=False))
    return figure(f"{OTHERS} others delivered", "s", "none poisoned", pairs, POISON_AIM)


def _thin(folder: Path, apart: Apart, faster: float) -> Figure:
    """Kilobytes that went on a bad line to those of the dossier, sealed."""
    usual = Patience()
    patience = Patience(
        usual.connect / faster, usual.read / faster, usual.total / faster, usual.slowest * faster
    )
    Point(folder, apart.url, apart.controls.enrolment_code()).close()
    thin = Thin(LINE_BYTES_A_SECOND * faster, LINE_SECONDS / faster)
    with ExitStack() as opened:
        line = FaultyLine(apart.url, always=thin, cut_every=CUT_EVERY_SECONDS / faster)
        opened.enter_context(line)
        point = opened.enter_context(Point(folder, line.url, patience=patience))
        point.hand_in(*(os.urandom(size) for size in LINE_PAPERS))
        parcel = point.queue.next_due()
        assert parcel is not None
        size = len(parcel.body) + sum(file.size for file in parcel.files)
        point.until_sent(24 * 3600)
        assert point.queue.waiting() == 0
    pairs = [(line.sent / 1000, size / 1000)]
    return figure("sent on a bad line", "kB", "the dossier", pairs, LINE_AIM)
