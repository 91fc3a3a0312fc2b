"""Does harm to one dossier after another on its way, and says what was wrong in the end."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random
from typing import TYPE_CHECKING, Final

from tests.portal.point import HASTY, Point, counted
from tests.portal.toxics import (
    After,
    At,
    Cut,
    FaultyLine,
    Latency,
    LimitData,
    Place,
    Reset,
    Silence,
    Slices,
    SlowClose,
    Strike,
    Thin,
    Way,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from kiosk.domain.journey import Journey
    from kiosk.portal.connection import Patience
    from tests.portal.apart import Apart
    from tests.portal.toxics import Toxic

PAPER: Final = bytes(range(256)) * 7
"""Sealed it is of 2 KiB at most."""

ENDING: Final[dict[str, Callable[[], Toxic]]] = {
    "cut": Cut,
    "reset": Reset,
    "black hole": Silence,
    "slow close": lambda: SlowClose(0.02),
    "data limit": lambda: LimitData(17),
}

SLOWING: Final[dict[str, Callable[[], Toxic]]] = {
    "latency": lambda: Latency(0.005),
    "jitter": lambda: Latency(0.0, 0.01, Random(7)),
    "bandwidth": lambda: Thin(400_000),
    "slices": Slices,
}
"""These end nothing, so all that follows their beginning is slow as well."""

EXCHANGES: Final[dict[str, frozenset[Place]]] = {
    "GET /v1/portal": frozenset(Place) - {Place.BODY},
    "POST /v1/token": frozenset(Place),
    "POST /v1/files": frozenset(Place) - {Place.BODY},
    "PATCH /v1/files": frozenset(Place),
    "PUT /v1/dossiers": frozenset(Place),
}
"""All that is asked to deliver one dossier with one paper, and where each can be struck."""


@dataclass(slots=True)
class Outcome:
    """What came of so many dossiers, each harmed once."""

    harmed: int = 0
    faults: list[str] = field(default_factory=list)


class Harmed:
    """A help point over whose line one dossier after another is sent, each harmed on its way."""

    def __init__(self, folder: Path, there: Apart) -> None:
        self.there = there
        self._controls = there.controls
        self._before = counted(self._controls)
        self._delivered = 0
        self._codes: set[str] = set()
        self.line = FaultyLine(there.url)
        self.line.__enter__()
        self.point = Point(folder, self.line.url, self._controls.enrolment_code())
        self.outcome = Outcome()

    def close(self) -> None:
        self.point.close()
        self.line.__exit__(None, None, None)

    def deliver(self, *strikes: Strike) -> Journey:
        """One dossier from a start of the program on, struck like this, until it is settled."""
        self.start(HASTY)
        journey = self.point.hand_in(PAPER)
        self.line.strike(*strikes)
        self.point.until_sent()
        return journey

    def start(self, patience: Patience | None = None) -> None:
        """As if the program had just been started: nobody has been asked or told anything."""
        self.point.connect(self.line.url, patience)
        self.point.events.clear()
        self.line.questions.clear()

    def puts(self) -> list[str]:
        """Which dossiers were handed over since the start, in order: their ids."""
        wanted = "PUT /v1/dossiers/"
        asked = [it for it in self.line.questions if it.startswith(wanted)]
        return [it.removeprefix(wanted).partition(" ")[0] for it in asked]

    def harm(self, strike: Strike) -> None:
        """As `deliver`; whatever is not as it must be afterwards is noted."""
        journey = self.deliver(strike)
        self.outcome.harmed += self.line.struck
        self.look_at(journey, str(strike), PAPER)

    def look_at(self, journey: Journey, harm: str, *papers: bytes) -> None:
        """Note what is not as it must be of a dossier that should be there."""
        found = self.point.faults(self._controls, journey, *papers)
        self.outcome.faults += [f"{harm}: {fault}" for fault in found]
        self._delivered += journey.id in self.point.receipts()
        self._codes |= {it.code for it in self.point.receipts().values() if it.id == journey.id}

    def finished(self) -> Outcome:
        """The outcome, once the portal's own count has been compared."""
        there = counted(self._controls) - self._before
        if not there == self._delivered == len(self._codes):
            told = f"{self._delivered} told in {len(self._codes)} codes"
            self.outcome.faults.append(f"{there} dossiers there, {told}")
        return self.outcome


def cut_at_bytes(harmed: Harmed, every: int = 1, start: int = 0) -> Outcome:
    """A dossier for each `every`-th byte of all questions and answers, cut before that byte."""
    harmed.look_at(harmed.deliver(), "unharmed", PAPER)
    sizes = dict(harmed.line.totals)
    positions = [After(way, count) for way in Way for count in range(sizes[way])]
    for position in positions[start::every]:
        harmed.harm(Strike(position, Cut()))
    return harmed.finished()


def strikes(toxic: str, exchange: str) -> Iterator[Strike]:
    """One strike for each place of an exchange that it can be done to."""
    if toxic in SLOWING:
        yield Strike(At(exchange, Place.HEADERS), SLOWING[toxic]())
        return
    for place in sorted(EXCHANGES[exchange]):
        yield Strike(At(exchange, place), ENDING[toxic]())


def poison(harmed: Harmed, every: Iterable[Strike]) -> Outcome:
    """A dossier for each strike."""
    for strike in every:
        harmed.harm(strike)
    return harmed.finished()


def lose_answers(harmed: Harmed, dossiers: int) -> Outcome:
    """So many dossiers, of each of which the first answer is lost once the portal has it."""
    harmed.start()
    journeys = [harmed.point.hand_in() for _ in range(dossiers)]
    lost = {"method": "PUT", "path": "/v1/dossiers", "times": dossiers}
    harmed.there.controls.behave("lose-answer", **lost)
    harmed.point.until_sent(dossiers * 3600)
    harmed.outcome.harmed += len(harmed.puts()) - dossiers
    for journey in journeys:
        harmed.look_at(journey, "answer lost")
    return harmed.finished()
