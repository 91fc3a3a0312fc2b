"""What the courier costs: draining, uploading, and memory over a thousand journeys."""

from __future__ import annotations

import random
import statistics
import time
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import psutil
import requests
from tusclient.client import TusClient

from kiosk.clock import SystemClock
from kiosk.domain.submission import Receipt
from offline_queue.courier import Courier
from tests.bench import inputs
from tests.bench.figures import against, at_least, at_most, figure, interleaved
from tests.bench.portals import bare_portal, portal_at
from tests.bench.queue import OurOutbox
from tests.offline_queue.forms import ANSWERS, birth_form

if TYPE_CHECKING:
    from collections.abc import Callable

    from kiosk.domain.events import Event
    from kiosk.domain.submission import SealedFile
    from offline_queue.queue import EncryptedQueue
    from tests.bench.figures import Figure

DRAINED = 60
FORM_BYTES = 4096
BUSY_PORTAL = 0.005
"""Seconds in which a portal that keeps what it is sent answers, at best."""

MIB = 1024 * 1024
SESSIONS = 1000


def main(rounds: int, *names: str) -> int:
    """Measure these parts, or all; print and write. 0 even where an aim was missed."""
    parts = (sessions, draining, uploading)
    return inputs.measure("sync", rounds, {part.__name__: part for part in parts}, names)


# --- draining and uploading -----------------------------------------------------------------------


def draining(rounds: int, folder: Path, notes: list[str]) -> list[Figure]:
    """Submissions delivered a second, each durably confirmed, against bare PUTs of as many."""
    notes.append(f"In each round {DRAINED} submissions of {FORM_BYTES} bytes are drained.")
    busy = f"in {BUSY_PORTAL * 1000:.0f} ms"
    return [
        figure(
            f"drained, answered {name}",
            "a second",
            "bare Session",
            _drained(rounds, folder / str(takes), takes),
            at_least(0.85),
        )
        for name, takes in (("at once", 0.0), (busy, BUSY_PORTAL))
    ]


def _drained(rounds: int, folder: Path, takes: float) -> list[tuple[float, ...]]:
    folder.mkdir()
    body = random.Random(2).randbytes(FORM_BYTES)
    headers = {"Content-Type": "application/age", "Authorization": "Bearer t"}
    with bare_portal(takes) as port, inputs.opened(folder) as queue, requests.Session() as session:
        url = f"http://127.0.0.1:{port}"
        outbox = OurOutbox(queue, iter(range(10, 10**9)))
        courier = Courier(queue, portal_at(url), SystemClock(), random.Random(1), _nobody)
        courier.nudge()  # a start with something waiting would spread its sending first

        def ours() -> float:
            outbox.fill(DRAINED, "waiting", FORM_BYTES)
            began = time.perf_counter()
            while not courier.step():
                pass
            return DRAINED / (time.perf_counter() - began)

        def bare() -> float:
            began = time.perf_counter()
            for _ in range(DRAINED):
                place = f"{url}/v1/dossiers/{uuid4()}"
                answer = session.put(place, data=body, headers=headers)
                answer.raise_for_status()
                answer.json()
            return DRAINED / (time.perf_counter() - began)

        ours(), bare()
        rows = interleaved(rounds, ours, bare)
        assert queue.waiting() == 0
    return rows


def _nobody(_: Event) -> None:
    """Nobody listens."""


def uploading(rounds: int, folder: Path, notes: list[str]) -> list[Figure]:
    """A sealed scan of 10 MB, resumable, against a plain PUT and tuspy at the same server."""
    with bare_portal() as port, inputs.opened(folder) as queue:
        url = f"http://127.0.0.1:{port}"
        file = _with_scan(queue, inputs.scan(random.Random(3)))
        plain = folder / "plain"
        with file.open() as content:
            plain.write_bytes(content.read())
        portal = portal_at(url)
        session = requests.Session()

        def ours() -> float:
            # A file that the portal has would not be sent again.
            session.delete(f"{url}/v1/files/{file.digest}").raise_for_status()
            return _rate(lambda: portal.upload(file))

        def put() -> float:
            def sending() -> None:
                with plain.open("rb") as content:
                    session.put(f"{url}/v1/files/plain", data=content).raise_for_status()

            return _rate(sending)

        def tuspy(chunk: int) -> Callable[[], float]:
            client = TusClient(f"{url}/v1/files")
            return lambda: _rate(client.uploader(str(plain), chunk_size=chunk).upload)

        rows = interleaved(2 * rounds, ours, put, tuspy(MIB), tuspy(2 * inputs.SCAN_BYTES))
        session.close()
        portal.close()
    peers = {"plain PUT": at_least(0.85), "tuspy, 1 MiB": None, "tuspy, one chunk": None}
    notes.append("The upload looks through the whole sealed file before its first byte is sent.")
    return against("10 MB scan sent", "MB a second", peers, rows)


def _rate(work: Callable[[], None]) -> float:
    began = time.perf_counter()
    work()
    return inputs.SCAN_BYTES / (time.perf_counter() - began) / 1e6


def _with_scan(queue: EncryptedQueue, content: bytes) -> SealedFile:
    """The scan of a dossier that waits, as the courier is handed it."""
    form = birth_form()
    journey = queue.begin(form.kind, form).result().answer(ANSWERS)
    queue.save(journey).result()
    paper = queue.keep_attachment(journey.id, "birth-paper", content, "application/pdf", 1)
    journey = journey.attach(paper.result())
    queue.finish(journey, form, "N. T. C.").result()
    inputs.rested(queue)
    parcel = queue.next_due()
    assert parcel is not None
    return parcel.files[0]


# --- memory ---------------------------------------------------------------------------------------


def sessions(rounds: int, folder: Path, notes: list[str]) -> list[Figure]:
    """Memory after a thousand journeys through the queue, in a process of its own."""
    del rounds
    with get_context("spawn").Pool(1) as pool:
        sizes = pool.apply(_memory_of_sessions, (str(folder),))
    early, late = sizes[4], sizes[-1]
    half = sizes[len(sizes) // 2 :]
    slope = statistics.linear_regression(range(len(half)), half).slope * 1024
    notes.append(
        f"Memory of {len(sizes)} journeys: three of four are finished with a paper of 256 KiB and"
        f" delivered, one is wiped. Slope of the last half: {slope:.2f} KiB a journey."
    )
    name = f"memory after {len(sizes)} journeys"
    return [figure(name, "MiB", "after 5", [(late, early)], at_most(1.1))]


def _memory_of_sessions(folder: str) -> list[float]:
    """Resident memory in MiB after each journey."""
    sizes = []
    process = psutil.Process()
    form, rng = birth_form(), random.Random(6)
    with inputs.opened(Path(folder)) as queue:
        for number in range(SESSIONS):
            journey = queue.begin(form.kind, form).result().answer(ANSWERS)
            queue.save(journey).result()
            content = rng.randbytes(MIB // 4)
            paper = queue.keep_attachment(journey.id, "birth-paper", content, "image/png", 1)
            journey = journey.attach(paper.result())
            queue.save(journey).result()
            if number % 4:
                queue.finish(journey, form, "N. T. C.").result()
                parcel = queue.next_due()
                assert parcel is not None
                parcel.files[0].open().close()
                queue.attempted(parcel.id, parcel.digest)
                queue.delivered(Receipt(parcel.id, parcel.digest, "C", datetime.now(UTC)))
            else:
                queue.discard(journey.id).result()
            inputs.rested(queue)
            sizes.append(process.memory_info().rss / MIB)
    return sizes
