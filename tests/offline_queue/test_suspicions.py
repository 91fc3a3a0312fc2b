"""What a suspicious tester tried on the courier and its outbox: races, faults, frozen bytes."""

from __future__ import annotations

import logging
import threading
from dataclasses import replace
from random import Random
from typing import TYPE_CHECKING

import pytest

from kiosk.domain.events import Delivered, PortalLost, PortalReached, SetAside
from kiosk.domain.ports import (
    PortalNotAuthorised,
    PortalRefused,
    PortalUnreachable,
    QueueDamaged,
    QueueFailure,
    QueueLocked,
)
from kiosk.domain.submission import Receipt, Refusal, State
from offline_queue.courier import ATTACHMENT_DAMAGED, Courier
from tests.fakes.clock import START
from tests.fakes.portal import PortalSimulator
from tests.offline_queue.forms import NUMBER, account_form, begun, birth_form, finished
from tests.patience import PATIENCE

if TYPE_CHECKING:
    from collections.abc import Callable

    from kiosk.domain.events import Event
    from kiosk.domain.journey import Journey
    from kiosk.domain.submission import Parcel, SealedFile
    from offline_queue.queue import EncryptedQueue
    from tests.fakes.clock import ManualClock
    from tests.fakes.queue import MemoryQueue


class Round:
    """A courier with its outbox and portal, driven by hand."""

    def __init__(self, queue: EncryptedQueue | MemoryQueue, clock: ManualClock) -> None:
        self.clock = clock
        self.queue = queue
        self.portal = PortalSimulator(clock)
        self.events: list[Event] = []
        self.courier = Courier(queue, self.portal, clock, Random(7), self.hear)

    def hear(self, event: Event) -> None:
        self.events.append(event)

    def settle(self) -> float:
        while not (seconds := self.courier.step()):
            pass
        return seconds

    def over(self, seconds: float) -> None:
        end = self.clock.monotonic() + seconds
        while (left := end - self.clock.monotonic()) > 0:
            self.clock.pass_(min(max(self.settle(), 0.001), left))
        self.settle()

    def state(self, journey: object) -> State:
        return self.queue.submission(journey.id).result().state  # type: ignore[attr-defined]


@pytest.fixture
def trip(queue: EncryptedQueue | MemoryQueue, clock: ManualClock) -> Round:
    return Round(queue, clock)


def test_a_refused_file_tells_nothing_of_a_document_whose_answer_was_lost(trip: Round) -> None:
    journey = finished(trip.queue)
    trip.portal.lost = 1
    trip.settle()
    parcel = trip.portal.parcels[journey.id]
    del trip.portal.files[parcel.files[0].digest]
    gone = PortalRefused(Refusal("too-large", ""))
    trip.portal.broken_files[parcel.files[0].digest] = [gone] * 9
    trip.over(60)
    assert trip.state(journey) is State.DELIVERED
    assert trip.portal.delivered_ids() == [journey.id]


def test_a_damaged_file_tells_nothing_of_a_document_whose_answer_was_lost(
    trip: Round, monkeypatch: pytest.MonkeyPatch
) -> None:
    journey = finished(trip.queue)
    trip.portal.lost = 1
    trip.settle()

    def damaged(_file: SealedFile) -> None:
        raise QueueDamaged

    monkeypatch.setattr(trip.portal, "upload", damaged)
    trip.over(60)
    assert trip.state(journey) is State.DELIVERED


def test_what_was_tried_and_is_not_there_is_sent_with_its_files(trip: Round) -> None:
    journey = finished(trip.queue)
    trip.portal.failing[journey.id] = [PortalUnreachable("cut")]
    trip.settle()
    trip.portal.files.clear()
    trip.over(60)
    assert trip.state(journey) is State.DELIVERED


def test_a_kiosk_shut_out_while_files_go_again_leaves_no_open_question(trip: Round) -> None:
    journey = finished(trip.queue)
    trip.portal.failing[journey.id] = [PortalNotAuthorised("401")]
    trip.settle()
    digest = next(iter(trip.portal.files))
    trip.portal.files.clear()
    trip.portal.broken_files[digest] = [PortalNotAuthorised("401")]
    trip.courier.nudge()
    trip.settle()
    assert trip.queue.reopen(journey.slip).result().id == journey.id


@pytest.mark.parametrize("how", ["refused", "damaged"])
def test_what_was_corrected_meanwhile_is_not_set_aside_for_its_older_bytes(
    trip: Round, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    journey = finished(trip.queue)
    upload = trip.portal.upload
    failures: list[Exception] = [
        PortalRefused(Refusal("too-large", "")) if how == "refused" else QueueDamaged()
    ]

    def corrected_while_uploading(file: SealedFile) -> None:
        if not failures:
            upload(file)
            return
        journey_again = trip.queue.reopen(journey.slip).result()
        corrected = journey_again.answer({"name": "Trần Văn Đúng"})
        trip.queue.finish(corrected, birth_form(), "T.").result()
        raise failures.pop()

    monkeypatch.setattr(trip.portal, "upload", corrected_while_uploading)
    trip.settle()
    assert [event for event in trip.events if isinstance(event, SetAside)] == []
    assert trip.state(journey) is State.DELIVERED


@pytest.mark.parametrize("failure", [OSError("EIO"), QueueFailure("too many open files")])
def test_a_file_that_cannot_be_read_now_is_sent_later(
    trip: Round, failure: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad, fine = finished(trip.queue), finished(trip.queue, account_form())

    def unreadable(_file: SealedFile) -> None:
        raise failure

    with monkeypatch.context() as disk:
        disk.setattr(trip.portal, "upload", unreadable)
        trip.settle()
    assert trip.state(bad) is State.WAITING
    assert trip.state(fine) is State.DELIVERED
    trip.over(60)
    assert trip.state(bad) is State.DELIVERED


def test_a_file_that_is_damaged_sets_its_submission_aside(
    trip: Round, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad, fine = finished(trip.queue), finished(trip.queue, account_form())

    def unreadable(_file: SealedFile) -> None:
        raise QueueDamaged("hole")

    monkeypatch.setattr(trip.portal, "upload", unreadable)
    trip.settle()
    assert SetAside(bad.id, ATTACHMENT_DAMAGED) in trip.events
    assert trip.state(fine) is State.DELIVERED


def test_a_fault_of_our_own_over_one_submission_blocks_no_other(
    trip: Round, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    bad, fine = finished(trip.queue, account_form()), finished(trip.queue, account_form())
    deliver = trip.portal.deliver

    def stumbling(parcel: Parcel) -> Receipt:
        if parcel.id == bad.id:
            raise ZeroDivisionError
        return deliver(parcel)

    monkeypatch.setattr(trip.portal, "deliver", stumbling)
    with caplog.at_level(logging.ERROR):
        trip.over(30)
    assert (trip.state(bad), trip.state(fine)) == (State.WAITING, State.DELIVERED)
    assert "ZeroDivisionError" in caplog.text
    monkeypatch.undo()
    trip.over(900)
    assert trip.state(bad) is State.DELIVERED


def test_a_fault_of_our_own_ends_nothing(
    trip: Round, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    journey = finished(trip.queue, account_form())
    with monkeypatch.context() as broken, caplog.at_level(logging.ERROR):

        def stumbling(**_how: object) -> None:
            raise ZeroDivisionError

        broken.setattr(trip.queue, "next_due", stumbling)
        assert trip.settle() == pytest.approx(60.0)
    assert "ZeroDivisionError" in caplog.text
    trip.over(61)
    assert trip.state(journey) is State.DELIVERED


def test_who_could_not_be_told_is_told_again(trip: Round) -> None:
    heard: list[Event] = []
    troubles: list[Exception] = [QueueLocked("locked"), ZeroDivisionError()]

    def hear(event: Event) -> None:
        if troubles and isinstance(event, PortalReached):
            raise troubles.pop()
        heard.append(event)

    trip.courier = Courier(trip.queue, trip.portal, trip.clock, Random(7), hear)
    trip.over(300)
    assert heard == [PortalLost(), PortalReached()]


def test_the_thread_outlives_a_fault_of_our_own(trip: Round) -> None:
    delivered = threading.Event()
    troubles: list[Exception] = [ZeroDivisionError()]

    def hear(event: Event) -> None:
        if isinstance(event, Delivered):
            delivered.set()
        if troubles:
            raise troubles.pop()

    courier = Courier(trip.queue, trip.portal, trip.clock, Random(7), hear)
    stop = threading.Event()
    thread = threading.Thread(target=courier.run, args=(stop,))
    thread.start()
    try:
        finished(trip.queue, account_form())
        for _ in range(100):
            courier.nudge()
            if delivered.wait(0.1):
                break
        assert delivered.is_set()
    finally:
        stop.set()
        courier.resume()
        thread.join(PATIENCE)
    assert not thread.is_alive()


def test_a_refusal_of_other_bytes_changes_nothing(queue: EncryptedQueue | MemoryQueue) -> None:
    journey = finished(queue)
    parcel = queue.next_due()
    assert parcel is not None
    refusal = Refusal("too-large", "")
    assert queue.refused(journey.id, refusal, digest="0" * 64) == ()
    assert queue.submission(journey.id).result().state is State.WAITING
    assert queue.refused(journey.id, refusal, digest=parcel.digest) == (journey.id,)
    assert replace(parcel, attempts=0) == parcel


def rewritten(queue: EncryptedQueue, sql: str, journey: Journey) -> None:
    """A row as another version of the program might have written it."""
    store = queue._parts._store
    queue._thread.submit(lambda: store.write(sql, (journey.id.bytes,))).result()


def test_a_row_that_another_version_wrote_blocks_no_other(
    encrypted: EncryptedQueue, caplog: pytest.LogCaptureFixture
) -> None:
    strange, fine = finished(encrypted, account_form()), finished(encrypted, account_form())
    rewritten(encrypted, "UPDATE submission SET ticket = 'TK-1' WHERE id = ?", strange)
    parcel = encrypted.next_due()
    assert parcel is not None
    assert parcel.id == fine.id
    assert "can't be read" in caplog.text
    with pytest.raises(QueueDamaged):
        encrypted.submission(strange.id).result()


def test_a_row_that_another_version_wrote_undoes_no_receipt_before_it(
    encrypted: EncryptedQueue,
) -> None:
    first, strange, fine = (finished(encrypted, account_form()) for _ in range(3))
    parcel = encrypted.next_due()
    assert parcel is not None
    encrypted.attempted(parcel.id, parcel.digest)
    rewritten(encrypted, "UPDATE submission SET ticket = 'TK-1' WHERE id = ?", strange)
    following = encrypted.delivered_and_next(Receipt(parcel.id, parcel.digest, "C", START))
    assert encrypted.submission(first.id).result().state is State.DELIVERED
    assert following is not None
    assert following.id == fine.id


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE submission SET ticket = 'TK-1' WHERE id = ?",
        "UPDATE submission SET content = x'00', slip_taken = 1 WHERE id = ?",
    ],
)
def test_a_draft_that_another_version_wrote_keeps_no_other_lying_about(
    open_queue: Callable[[], EncryptedQueue], clock: ManualClock, sql: str
) -> None:
    queue = open_queue()
    strange = begun(queue, birth_form())
    clock.pass_(1)
    journey = begun(queue, birth_form())
    rewritten(queue, sql, strange)
    assert queue.recover(NUMBER, None).result() == journey
    queue.close()
    clock.pass_(1801)
    queue = open_queue()
    assert queue.look_up(journey.slip.ticket).result() is None
    queue.tidy().result()
