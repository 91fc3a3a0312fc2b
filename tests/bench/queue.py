"""What the queue costs: adding, its tail, taking from a long queue, bytes written, a scan kept."""

from __future__ import annotations

import hashlib
import json
import math
import os
import random
import statistics
import time
import tracemalloc
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from kiosk.domain.slip import TICKET_ALPHABET, Ticket
from kiosk.domain.submission import Receipt
from tests.bench import inputs
from tests.bench.figures import against, at_least, at_most, figure, interleaved
from tests.bench.peers import (
    Appending,
    Huey,
    LiteQueue,
    PersistAckQueue,
    PersistFileQueue,
    SqlCipher,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from offline_queue.queue import EncryptedQueue
    from tests.bench.figures import Aim, Figure
    from tests.bench.peers import Adding, Taking

BATCH = 60
TAIL = 20_000
TAIL_S = 150.0
"""The tail is looked at no longer, however many there were."""

MANY = 100_000
FEW = 100
TAKEN = 25
SEED = 20261122

LIMIT = "append + fdatasync"
UNSYNCED = "persist-queue, files, unsynced"
"""It syncs a file when that is full: what was added since is lost at a power cut."""

DURABLE = at_least(1.0)


def main(rounds: int, *names: str) -> int:
    """Measure these parts, or all; print and write. 0 even where an aim was missed."""
    parts = (adding, tail, taking, bytes_written, scans)
    return inputs.measure("queue", rounds, {part.__name__: part for part in parts}, names)


# --- adding ---------------------------------------------------------------------------------------


@dataclass(slots=True)
class Added:
    """Seconds of each: until the answer, in its transaction alone, and with the fold after it."""

    kept: list[float] = field(default_factory=list)
    committed: list[float] = field(default_factory=list)
    folded: list[float] = field(default_factory=list)


class Kept:
    """What the kiosk does when a screen says "kept safe"."""

    def __init__(self, queue: EncryptedQueue) -> None:
        self._queue = queue
        self._form = inputs.form()
        self._random = random.Random(SEED)
        self.submission = b""

    def add(self, times: int, seconds: float = math.inf) -> Added:
        """Finish so many journeys; each was saved before, and the store has rested."""
        added, end = Added(), time.monotonic() + seconds
        while len(added.kept) < times and time.monotonic() < end:
            journey = inputs.begun(self._queue, self._form, self._random)
            with _timed_transactions(self._queue, added.committed):
                began = time.perf_counter()
                self._queue.finish(journey, self._form, "N. T. C.").result()
                added.kept.append(time.perf_counter() - began)
            inputs.rested(self._queue)
            added.folded.append(time.perf_counter() - began)
        return added

    def bytes_kept(self) -> bytes:
        """The bytes of the last one, as they are kept and sent."""

        def read() -> bytes:
            sql = "SELECT content FROM submission ORDER BY sequence DESC LIMIT 1"
            return bytes(self._queue._parts._store.rows(sql)[0][0])

        return self._queue._thread.submit(read).result()


@contextmanager
def _timed_transactions(queue: EncryptedQueue, seconds: list[float]) -> Iterator[None]:
    """How long each transaction takes, from its begin until it is on the disk."""
    store = queue._parts._store
    plain = store.transaction

    @contextmanager
    def timed() -> Iterator[None]:
        began = time.perf_counter()
        with plain():
            yield
        seconds.append(time.perf_counter() - began)

    store.transaction = timed  # type: ignore[method-assign]
    try:
        yield
    finally:
        del store.transaction


def adding(rounds: int, folder: Path, notes: list[str]) -> list[Figure]:
    """A 4 KiB submission, its state and its journal line, in one commit; by the batch's median."""
    with inputs.opened(folder) as queue:
        ours = Kept(queue)
        ours.add(BATCH)
        content = ours.bytes_kept()
        peers: dict[str, Adding] = {
            LIMIT: Appending(_made(folder / "limit")),
            "persist-queue, SQLite": PersistAckQueue(_made(folder / "ack")),
            UNSYNCED: PersistFileQueue(_made(folder / "files")),
            "huey": Huey(_made(folder / "huey")),
            "litequeue": LiteQueue(_made(folder / "lite")),
            "sqlcipher3, a bare row": SqlCipher(_made(folder / "cipher")),
        }
        measured = [_rate_of(peer, content) for peer in peers.values()]
        added: list[Added] = []

        def committed() -> float:
            added.append(ours.add(BATCH))
            return 1 / statistics.median(added[-1].committed)

        rows = interleaved(rounds, committed, *measured)
        notes.append(f"A submission is {len(content)} bytes, sealed; the peers add these bytes.")
        kept = [1 / statistics.median(batch.kept) for batch in added]
        folded = [1 / statistics.median(batch.folded) for batch in added]
        limit = [row[1] for row in rows]
    aims: dict[str, Aim | None] = dict.fromkeys(peers, DURABLE)
    aims |= {LIMIT: at_least(0.85), UNSYNCED: None}
    return [
        *against("add, one commit", "a second", aims, rows),
        figure("kept safe: checked, sealed, added", "a second", LIMIT, _pairs(kept, limit), None),
        figure("the same with the fold after it", "a second", LIMIT, _pairs(folded, limit), None),
    ]


def _rate_of(peer: Adding, content: bytes) -> Callable[[], float]:
    def rate() -> float:
        seconds = []
        for _ in range(BATCH):
            began = time.perf_counter()
            peer.add(content)
            seconds.append(time.perf_counter() - began)
        return 1 / statistics.median(seconds)

    return rate


def tail(rounds: int, folder: Path, notes: list[str]) -> list[Figure]:
    """How much longer than usual the slowest take, until "kept safe" may be said."""
    del rounds
    with inputs.opened(folder) as queue:
        added = Kept(queue).add(TAIL, TAIL_S)
    figures = []
    for name, seconds in (("add", added.committed), ("kept safe", added.kept)):
        inorder = sorted(seconds)
        usual = statistics.median(inorder)
        late, worst = inorder[int(len(inorder) * 0.99)], inorder[-1]
        figures += [
            figure(f"{name}: 99 of 100", "ms", "its median", [_ms(late, usual)], at_most(2.5)),
            figure(f"{name}: the worst", "ms", "its median", [_ms(worst, usual)], at_most(25)),
        ]
    notes.append(f"The tail is that of {len(added.kept)} adds, one after the other.")
    return figures


# --- taking ---------------------------------------------------------------------------------------


class OurOutbox:
    """The courier's three calls for each submission, with a portal that takes everything."""

    def __init__(self, queue: EncryptedQueue, ids: Iterator[int]) -> None:
        self._queue = queue
        self._ids = ids
        self._form = inputs.form()
        self._random = random.Random(SEED)
        journey = inputs.begun(queue, self._form, self._random)
        queue.finish(journey, self._form, "N. T. C.").result()

    def fill(self, count: int, state: str, size: int = 1024, behind: UUID | None = None) -> None:
        """So many more like the first, waiting or delivered, written straight into the tables.

        Those that wait `behind` an account are not due before its receipt.
        """
        self._queue._thread.submit(self._fill, count, state, size, behind).result()
        self._queue._thread.submit(self._queue._parts.fold).result()
        inputs.rested(self._queue)

    def take_and_settle(self) -> None:
        parcel = self._queue.next_due()
        assert parcel is not None
        self._queue.attempted(parcel.id, parcel.digest)
        self._queue.delivered(Receipt(parcel.id, parcel.digest, "C", datetime.now(UTC)))

    def _fill(self, count: int, state: str, size: int, behind: UUID | None) -> None:
        store = self._queue._parts._store
        columns = [row[1] for row in store.rows("PRAGMA table_info (submission)")]
        settled = state == "delivered"
        receipt = {"code": "C", "digest": "0" * 64, "id": str(UUID(int=0))} | {
            "received_at": "2026-11-22T00:00:00Z",
            "state": "received",
            "promised_on": None,
        }
        new = {"row": "NULL", "id": "?1", "ticket": "?2", "sequence": "?3", "state": "?4"}
        new |= {"content": "NULL" if settled else "?5", "receipt": "?6", "settled_at": "?7"}
        new |= {"digest": "?8", "size": "?9", "depends_on": "?10", "blocked": "?11"}
        # A kilobyte each: a hundred thousand of four would take the machine's memory, not ours.
        taken = ", ".join(new.get(column, column) for column in columns)
        sql = (
            f"INSERT INTO submission ({', '.join(columns)}) SELECT {taken} FROM submission"
            " WHERE row = 1"
        )
        with store.transaction():
            for number in islice(self._ids, count):
                content = self._random.randbytes(size)
                store.write(
                    sql,
                    (
                        UUID(int=number).bytes,
                        str(_ticket(number)),
                        number,
                        state,
                        content,
                        json.dumps(receipt) if settled else None,
                        0 if settled else None,
                        hashlib.sha256(content).hexdigest(),
                        len(content),
                        behind.bytes if behind is not None else None,
                        behind is not None,
                    ),
                )


def taking(rounds: int, folder: Path, notes: list[str]) -> list[Figure]:
    """Takes and settles a second: from a long queue against a short one of the same kind."""
    figures: list[Figure] = []
    with ExitStack() as stack:
        ids = iter(range(10, 10**9))
        queues = [
            stack.enter_context(inputs.opened(_made(folder / name)))
            for name in ("few", "many", "settled")
        ]
        few, many, settled = (OurOutbox(queue, ids) for queue in queues)
        for outbox in (few, many, settled):
            outbox.fill(FEW, "waiting")
        many.fill(MANY, "waiting")
        settled.fill(MANY, "delivered")

        def measured(outbox: OurOutbox) -> Callable[[], float]:
            def rate() -> float:
                outbox.fill(TAKEN, "waiting")
                return _takes(outbox)

            return rate

        rows = interleaved(rounds, *map(measured, (many, settled, few)))
        figures += _of_lengths("take and settle", rows, at_least(0.95))
    makers: dict[str, Callable[[Path], Taking]] = {
        "persist-queue": PersistAckQueue,
        "litequeue": LiteQueue,
    }
    some = [random.Random(SEED).randbytes(1024)] * (FEW + rounds * TAKEN)
    for name, make in makers.items():
        few_, many_, settled_ = (
            make(_made(folder / f"{name}-{size}")) for size in ("few", "many", "settled")
        )
        settled_.fill(some[:1] * MANY)
        settled_.settle_all()
        many_.fill(some[:1] * MANY)
        for peer in (few_, many_, settled_):
            peer.fill(some)
        rows = interleaved(rounds, *(partial(_takes, it) for it in (many_, settled_, few_)))
        figures += _of_lengths(name, rows, None)
    notes.append(f"What waits in a long queue is 1 KiB each; {TAKEN} are taken in each round.")
    return figures


def _of_lengths(name: str, rows: list[tuple[float, ...]], aim: Aim | None) -> list[Figure]:
    """Rows of (many wait, many are settled, few wait)."""
    return [
        figure(f"{name}, {when}", "a second", f"itself at {FEW}", pairs, aim)
        for when, pairs in (
            (f"{MANY} waiting", [(row[0], row[2]) for row in rows]),
            (f"{MANY} settled", [(row[1], row[2]) for row in rows]),
        )
    ]


def _takes(queue: OurOutbox | Taking) -> float:
    began = time.perf_counter()
    for _ in range(TAKEN):
        queue.take_and_settle()
    return TAKEN / (time.perf_counter() - began)


def _ticket(number: int) -> Ticket:
    letters = []
    for _ in range(5):
        number, place = divmod(number, len(TICKET_ALPHABET))
        letters.append(TICKET_ALPHABET[place])
    return Ticket("ZZ", "".join(letters))


# --- bytes and scans ------------------------------------------------------------------------------


def bytes_written(rounds: int, folder: Path, notes: list[str]) -> list[Figure]:
    """What the program hands the system to write, for a form saved once and then finished."""
    form, rng = inputs.form(), random.Random(SEED)
    handed, dirtied = [], []
    with inputs.opened(folder) as queue:
        kept = Kept(queue)
        kept.add(BATCH)
        for _ in range(rounds):
            before, size = _written(), 0
            for _ in range(BATCH):
                journey = inputs.begun(queue, form, rng)
                queue.finish(journey, form, "N. T. C.").result()
                inputs.rested(queue)
                size += len(kept.bytes_kept())
            after = _written()
            handed.append(((after["wchar"] - before["wchar"]) / BATCH, size / BATCH))
            dirtied.append((after["write_bytes"] - before["write_bytes"]) / size)
    notes.append(f"In blocks of the file system: {statistics.median(dirtied):.1f} times the form.")
    return [figure("written for a form, log and fold", "bytes", "the form", handed, at_most(1.5))]


def _written() -> dict[str, int]:
    """Bytes that this process has handed to write calls, and blocks that it has dirtied."""
    lines = Path("/proc/self/io").read_text(encoding="ascii").splitlines()
    return {name: int(count) for name, count in (line.split(": ") for line in lines)}


def scans(rounds: int, folder: Path, notes: list[str]) -> list[Figure]:
    """A scan of 10 MB kept, encrypted and durable, against the bare file."""
    content = inputs.scan(random.Random(SEED))
    bare = _made(folder / "bare")
    form, rng = inputs.form(), random.Random(SEED)
    with inputs.opened(folder) as queue:
        journey = inputs.begun(queue, form, rng)

        def kept() -> float:
            inputs.rested(queue)
            began = time.perf_counter()
            paper = queue.keep_attachment(journey.id, "paper", content, "application/pdf", 1)
            id_ = paper.result().id
            seconds = time.perf_counter() - began
            queue.drop_attachment(journey.id, id_).result()
            inputs.rested(queue)
            return len(content) / seconds / 1e6

        def plain() -> float:
            began = time.perf_counter()
            with (bare / "scan.part").open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            (bare / "scan.part").replace(bare / "scan")
            handle = os.open(bare, os.O_RDONLY)
            os.fsync(handle)
            os.close(handle)
            seconds = time.perf_counter() - began
            (bare / "scan").unlink()
            return len(content) / seconds / 1e6

        kept(), plain()
        rows = interleaved(3 * rounds, kept, plain)
        tracemalloc.start()
        before = tracemalloc.get_traced_memory()[0]
        tracemalloc.reset_peak()
        queue.keep_attachment(journey.id, "paper", content, "application/pdf", 1).result()
        more = (tracemalloc.get_traced_memory()[1] - before) / 2**20
        tracemalloc.stop()
    notes.append("The scan itself is in memory before; counted is what keeping it takes besides.")
    return [
        figure("10 MB scan kept", "MB a second", "the bare file, durable", rows, at_least(0.75)),
        figure("memory besides the scan", "MiB", "4 MiB", [(more, 4)], at_most(1)),
    ]


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


def _pairs(ours: list[float], peer: list[float]) -> list[tuple[float, float]]:
    return list(zip(ours, peer, strict=True))


def _ms(ours: float, peer: float) -> tuple[float, float]:
    return ours * 1000, peer * 1000
