"""Any order of taps, courier's steps, restarts and time: the disk keeps what the memory keeps."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import pytest
from hypothesis import settings
from hypothesis import strategies as some
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, rule

from kiosk.domain.ports import QueueFailure
from kiosk.domain.submission import Kind, Receipt, Refusal
from offline_queue.key import FileSecrets
from offline_queue.queue import EncryptedQueue
from tests.fakes.clock import START, ManualClock
from tests.fakes.queue import MemoryQueue
from tests.offline_queue.forms import NUMBER, begun, with_paper
from tests.offline_queue.promise import FORMS, IN_MEMORY, RECIPIENT

if TYPE_CHECKING:
    from collections.abc import Callable

    from kiosk.domain.journey import Journey
    from kiosk.domain.submission import Parcel

T = TypeVar("T")
Pair = tuple["Journey", "Journey"]
"""The same journey on the disk and in the memory: each has an id and a slip of its own."""


class Queues(RuleBasedStateMachine):
    """The encrypted queue beside the one in memory."""

    journeys: Bundle[Pair] = Bundle("journeys")

    def __init__(self) -> None:
        super().__init__()
        self.place = tempfile.TemporaryDirectory(dir=IN_MEMORY)
        self.clock = ManualClock()
        self.memory = MemoryQueue(self.clock)
        self.disk = self._opened()
        self.known: list[Pair] = []
        self.accounts: list[Pair] = []

    def _opened(self) -> EncryptedQueue:
        folder = Path(self.place.name)
        return EncryptedQueue(
            folder / "data",
            FileSecrets(folder / "keys.json"),
            clock=self.clock,
            point="TK",
            recipients=lambda: (RECIPIENT,),
        )

    def teardown(self) -> None:
        self.disk.close()
        self.place.cleanup()

    def _both(self, disk: Callable[[], T], memory: Callable[[], T]) -> tuple[T, T] | None:
        """Ask both; they fail alike or not at all."""
        try:
            first = disk()
        except QueueFailure as failure:
            with pytest.raises(type(failure)):
                memory()
            return None
        return first, memory()

    @rule(target=journeys, kind=some.sampled_from(list(FORMS)), waits=some.booleans())
    def begin(self, kind: Kind, *, waits: bool) -> Pair:
        form = FORMS[kind]
        account = self.accounts[-1] if waits and kind is Kind.DOSSIER and self.accounts else None
        pair = (
            begun(self.disk, form, account and account[0].id),
            begun(self.memory, form, account and account[1].id),
        )
        if kind is Kind.DOSSIER:
            pair = (with_paper(self.disk, pair[0]), with_paper(self.memory, pair[1]))
        else:
            self.accounts.append(pair)
        self.known.append(pair)
        self.clock.pass_(1)
        return pair

    @rule(pair=journeys)
    def save(self, pair: Pair) -> None:
        self._both(
            lambda: self.disk.save(pair[0]).result(), lambda: self.memory.save(pair[1]).result()
        )

    @rule(pair=journeys)
    def finish(self, pair: Pair) -> None:
        form = FORMS[pair[0].kind]
        self._both(
            lambda: self.disk.finish(pair[0], form, "N.").result().state,
            lambda: self.memory.finish(pair[1], form, "N.").result().state,
        )

    @rule(pair=journeys)
    def put_aside(self, pair: Pair) -> None:
        self._both(
            lambda: self.disk.put_aside(pair[0].id).result(),
            lambda: self.memory.put_aside(pair[1].id).result(),
        )

    @rule(target=journeys, pair=consumes(journeys))
    def reopen(self, pair: Pair) -> Pair:
        opened = self._both(
            lambda: self.disk.reopen(pair[0].slip).result(),
            lambda: self.memory.reopen(pair[1].slip).result(),
        )
        if opened is None:
            return pair
        assert opened[0].answers == opened[1].answers
        assert [it.digest for it in opened[0].attachments] == [
            it.digest for it in opened[1].attachments
        ]
        return opened

    @rule(pair=journeys)
    def withdraw(self, pair: Pair) -> None:
        self._both(
            lambda: self.disk.withdraw(pair[0].slip).result(),
            lambda: self.memory.withdraw(pair[1].slip).result(),
        )

    @rule(pair=journeys)
    def hold(self, pair: Pair) -> None:
        self._both(
            lambda: self.disk.hold(pair[0].id).result(),
            lambda: self.memory.hold(pair[1].id).result(),
        )

    @rule(pair=journeys)
    def let_go(self, pair: Pair) -> None:
        self._both(
            lambda: self.disk.let_go(pair[0].id).result(),
            lambda: self.memory.let_go(pair[1].id).result(),
        )

    @rule(end=some.sampled_from(["delivered", "refused", "registered", "lost", "turned away"]))
    def carry(self, end: str) -> None:
        parcels = (self.disk.next_due(), self.memory.next_due())
        assert (parcels[0] is None) == (parcels[1] is None)
        if parcels[0] and parcels[1]:
            self._carried(self.disk, parcels[0], end)
            self._carried(self.memory, parcels[1], end)

    def _carried(self, queue: EncryptedQueue | MemoryQueue, parcel: Parcel, end: str) -> None:
        for file in parcel.files:
            with file.open() as content:
                assert len(content.read()) == file.size
        queue.attempted(parcel.id, parcel.digest)
        if end == "delivered":
            queue.delivered(Receipt(parcel.id, parcel.digest, "H26.1", START))
        elif end == "refused":
            queue.refused(parcel.id, Refusal("identity-mismatch", ""))
        elif end == "registered":
            queue.refused(parcel.id, Refusal("number-already-registered", ""))
        elif end == "lost":
            queue.postponed(parcel.id, 5.0, counts=True)
        else:
            queue.postponed(parcel.id, 5.0, counts=False, turned_away=True)

    @rule(seconds=some.sampled_from([1, 10, 1000, 3600, 31 * 86400]))
    def wait(self, seconds: int) -> None:
        self.clock.pass_(seconds)
        self.disk.tidy().result()
        self.memory.tidy().result()

    @rule()
    def restart(self) -> None:
        self.disk.close()
        self.disk = self._opened()
        self.memory.restart()
        self.memory.tidy().result()

    @invariant()
    def both_know_the_same(self) -> None:
        assert self.disk.summary().result() == self.memory.summary().result()
        assert self.disk.waiting() == self.memory.waiting()
        assert self.disk.seconds_until_due() == self.memory.seconds_until_due()
        found = self.disk.recover(NUMBER, None).result(), self.memory.recover(NUMBER, None).result()
        assert (found[0] is None) == (found[1] is None)
        for pair in self.known:
            shown = (
                self.disk.look_up(pair[0].slip.ticket).result(),
                self.memory.look_up(pair[1].slip.ticket).result(),
            )
            assert (shown[0] is None) == (shown[1] is None)
            if shown[0] and shown[1]:
                assert shown[0].state is shown[1].state
                assert shown[0].refusal == shown[1].refusal
                assert shown[0].masked_name == shown[1].masked_name
                assert (shown[0].receipt is None) == (shown[1].receipt is None)


TestQueues = Queues.TestCase
TestQueues.settings = settings(
    max_examples=20,
    stateful_step_count=25,
)
