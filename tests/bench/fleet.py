"""Ten thousand kiosks come back at once: the real courier beside textbook full jitter, simulated.

Each kiosk is a `Courier` with a clock and an outbox of its own, and a line to one portal that
serves so many requests a second and turns the rest away with 503 and Retry-After.
"""

from __future__ import annotations

import heapq
import logging
import statistics
from collections import Counter
from datetime import UTC, datetime, timedelta
from io import BytesIO
from itertools import count
from random import Random
from typing import TYPE_CHECKING, Final
from uuid import UUID

from kiosk.domain.ports import (
    Activation,
    Heartbeat,
    HeartbeatAnswer,
    PortalDescription,
    PortalUnreachable,
    Progress,
)
from kiosk.domain.submission import Kind, Parcel, Receipt, Refusal, SealedFile
from offline_queue.courier import Courier
from offline_queue.retry import pause
from tests.bench.figures import Figure, at_most, publish

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

KIOSKS: Final = 10_000
DOSSIERS: Final = 6
"""That each kiosk has waiting, with one paper each."""

NEEDED: Final = 2 + 3 * DOSSIERS
"""Requests that a kiosk can't do without: test and token; begin a paper, send it, hand over."""

CAPACITY: Final = 885
"""Requests that the portal serves in a second: all that is needed takes it nearly four minutes."""

OUTAGE: Final = 3600.0
QUEUE: Final = 2.0
"""Seconds of work that the portal lets wait; whatever comes then is turned away."""

BUSY_FOR: Final = 30.0
"""Seconds that the portal names in Retry-After."""

PEAK_AIM: Final = 1.3
WASTE_AIM: Final = 8.0
TIME_AIM: Final = 1.4
RUNS: Final = 3

_ANSWER_TAKES: Final = 0.2
_SILENCE_TAKES: Final = 10.0
_BEGAN: Final = datetime(2026, 11, 26, 1, 0, tzinfo=UTC)
_DIGEST: Final = "0" * 64
_PAPER: Final = SealedFile(_DIGEST, 1, lambda: BytesIO(b"\0"))
_IS: Final = PortalDescription("", "1", _BEGAN, 1, (), "portal", ())


class Crowded:
    """The portal: away before second 0, then so many requests a second, and a short queue."""

    def __init__(self) -> None:
        self.arrived: Counter[int] = Counter()
        self.turned_away = 0
        self._queue = 0.0
        self._at = 0.0

    def take(self, at: float) -> None:
        """One request. Raises PortalUnreachable."""
        self.arrived[int(at)] += 1
        if at > self._at:
            self._queue = max(0.0, self._queue - (at - self._at) * CAPACITY)
            self._at = at
        if self._queue > QUEUE * CAPACITY:
            self.turned_away += 1
            raise PortalUnreachable("503", BUSY_FOR, turned_away=True)
        self._queue += 1


class Site:
    """One kiosk: its clock, its outbox, and its line to the portal."""

    def __init__(self, portal: Crowded, time: float, finished: list[float]) -> None:
        self.time = time
        self.due = {UUID(int=number): at for number, at in enumerate(finished, 1)}
        self.delivered_at = time
        self._portal = portal
        self._first = min(finished)
        self._attempts: Counter[UUID] = Counter()
        self._known = False

    # --- its clock

    def now(self) -> datetime:
        return _BEGAN + timedelta(seconds=self.time)

    def today(self) -> date:
        return _BEGAN.date()

    def monotonic(self) -> float:
        return self.time

    # --- its line

    drift = timedelta()

    def describe(self) -> PortalDescription:
        self._ask()
        return _IS

    def heartbeat(self, heartbeat: Heartbeat) -> HeartbeatAnswer:  # noqa: ARG002 — nobody reads it
        self._ask_as_known()
        return HeartbeatAnswer(None, ())

    def upload(self, file: SealedFile) -> None:  # noqa: ARG002 — all are alike
        self._ask_as_known()
        self._ask()

    def deliver(self, parcel: Parcel) -> Receipt:
        self._ask_as_known()
        return Receipt(parcel.id, parcel.digest, "1", _BEGAN)

    def send_code(self, account: UUID) -> datetime:
        raise NotImplementedError

    def activate(self, account: UUID, code: str) -> Activation:
        raise NotImplementedError

    def find(
        self,
        *,
        ids: tuple[UUID, ...] = (),
        ticket: str | None = None,
        code: str | None = None,
        phone_ending: str | None = None,
    ) -> tuple[Progress, ...]:
        raise NotImplementedError

    def _ask_as_known(self) -> None:
        if not self._known:
            self._ask()  # for a token
            self._known = True
        self._ask()

    def _ask(self) -> None:
        if self.time < 0:
            self.time += _SILENCE_TAKES
            raise PortalUnreachable("silence")
        at = self.time
        self.time += _ANSWER_TAKES
        self._portal.take(at)

    # --- its outbox

    def next_due(self, *, with_files: bool = True) -> Parcel | None:  # noqa: ARG002 — at any hour
        ready = [(self._attempts[it], due, it) for it, due in self.due.items() if due <= self.time]
        if not ready:
            return None
        attempts, _, id_ = min(ready)
        return Parcel(id_, Kind.DOSSIER, b"", "application/age", _DIGEST, (_PAPER,), attempts)

    def seconds_until_due(self, *, with_files: bool = True) -> float | None:  # noqa: ARG002
        return max(0.0, min(self.due.values()) - self.time) if self.due else None

    def attempted(self, submission: UUID, digest: str) -> None:
        """A power cut is not simulated."""

    def file_sent(self, submission: UUID, digest: str, sent: int) -> None:
        """Each is sent whole, or anew."""

    def delivered(self, receipt: Receipt) -> None:
        del self.due[receipt.id]
        self.delivered_at = self.time

    def delivered_and_next(self, receipt: Receipt, *, with_files: bool = True) -> Parcel | None:  # noqa: ARG002
        self.delivered(receipt)
        return None  # they all have a file

    def refused(
        self, submission: UUID, refusal: Refusal, *, digest: str | None = None
    ) -> tuple[UUID, ...]:
        raise NotImplementedError

    def postponed(
        self,
        submission: UUID,
        seconds: float,
        *,
        counts: bool,
        turned_away: bool = False,  # noqa: ARG002 — nobody takes anything back
    ) -> None:
        self.due[submission] = self.time + seconds
        self._attempts[submission] += counts

    def hasten(self) -> None:
        self.due = {it: min(due, self.time) for it, due in self.due.items()}

    def was_sent(self, submission: UUID, digest: str) -> bool:  # noqa: ARG002
        return False

    def waiting(self) -> int:
        return len(self.due)

    def oldest(self) -> datetime | None:
        """Of what is there already."""
        there = self._first <= self.time
        return _BEGAN + timedelta(seconds=self._first) if there else None

    def paused(self) -> bool:
        return False

    def set_paused(self, *, paused: bool) -> None:
        raise NotImplementedError


class FullJitter:
    """The textbook: try at once; after each failure wait any time up to a bound that doubles.

    https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
    """

    def __init__(self, site: Site, random: Random) -> None:
        self._site = site
        self._random = random
        self._failures = 0

    def nudge(self) -> None:
        """What was just finished is tried at once, as everything is."""

    def step(self) -> float:
        parcel = self._site.next_due()
        if parcel is None:
            return self._site.seconds_until_due() or float("inf")
        try:
            for file in parcel.files:
                self._site.upload(file)
            self._site.delivered(self._site.deliver(parcel))
        except PortalUnreachable:
            self._failures += 1
            return pause(self._failures, self._random)
        self._failures = 0
        return 0.0


def courier(site: Site, random: Random) -> Courier:
    """The real one, with heartbeats."""
    counts = Heartbeat(DOSSIERS, int(OUTAGE), 0, "1.0.0", 0, 1)
    return Courier(site, site, site, random, lambda _event: None, heartbeat=lambda: counts)


Carrier = Courier | FullJitter


def power_returns(random: Random) -> tuple[float, list[float]]:
    """All start in the same second, with what was finished before the cut."""
    return random.random(), [-OUTAGE * random.uniform(1, 2) for _ in range(DOSSIERS)]


def line_returns(random: Random) -> tuple[float, list[float]]:
    """All have run on; what waits was finished meanwhile, and tried when it was."""
    return -OUTAGE - 120 * random.random(), [-OUTAGE * random.random() for _ in range(DOSSIERS)]


def came_back(
    make: Callable[[Site, Random], Carrier],
    begin: Callable[[Random], tuple[float, list[float]]],
    seed: int,
) -> tuple[float, float, float]:
    """Peak of arrivals over capacity, percent turned away, time over ideal."""
    random = Random(seed)
    portal = Crowded()
    order = count()
    sites: list[Site] = []
    carriers: list[Carrier] = []
    heap: list[tuple[float, int, int, bool]] = []
    for number in range(KIOSKS):
        start, finished = begin(random)
        site = Site(portal, start, finished)
        sites.append(site)
        carriers.append(make(site, Random(random.random())))
        heap.append((start, next(order), number, False))
        heap += [(at, next(order), number, True) for at in finished if at > start]
    heapq.heapify(heap)
    planned = [site.time for site in sites]
    left = KIOSKS
    while left:
        at, _, number, finished_now = heapq.heappop(heap)
        site, carrier = sites[number], carriers[number]
        if finished_now:
            carrier.nudge()
        elif at != planned[number]:
            continue
        site.time = max(at, site.time)
        had = len(site.due)
        seconds = carrier.step()
        left -= had > 0 and not site.due
        planned[number] = site.time + seconds
        heapq.heappush(heap, (planned[number], next(order), number, False))
    ideal = KIOSKS * NEEDED / CAPACITY
    return (
        max(portal.arrived.values()) / CAPACITY,
        100 * portal.turned_away / portal.arrived.total(),
        max(site.delivered_at for site in sites) / ideal,
    )


def main() -> int:
    """Simulate, print and write; 0 whether or not an aim was met: the table says which."""
    logging.disable()
    figures = []
    for what, begin in (("power back", power_returns), ("line back", line_returns)):
        ours = [came_back(courier, begin, seed) for seed in range(RUNS)]
        peer = [came_back(FullJitter, begin, seed) for seed in range(RUNS)]
        rows = (("peak / capacity", "times", PEAK_AIM), ("turned away", "%", WASTE_AIM))
        for place, (name, unit, aim) in enumerate((*rows, ("done / ideal", "times", TIME_AIM))):
            figures.append(
                Figure(
                    name=f"{what}, {name}",
                    unit=unit,
                    peer_name="textbook full jitter",
                    peer=statistics.median(it[place] for it in peer),
                    ours=(value := statistics.median(it[place] for it in ours)),
                    ratio=value,
                    aim=at_most(aim),
                    pairs=RUNS,
                )
            )
    notes = [
        f"{KIOSKS} kiosks, each with {DOSSIERS} dossiers of one paper each.",
        f"The portal serves {CAPACITY} requests a second, tests and heartbeats among them.",
    ]
    publish("fleet", figures, notes)
    return 0
