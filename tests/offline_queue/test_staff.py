"""What staff see and do: run against the encrypted queue and against the fake in memory."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, TypeAlias
from uuid import UUID

import pytest

from kiosk.domain.ports import QueueDamaged, SlipTooLate, WrongState
from kiosk.domain.slip import Ticket
from kiosk.domain.submission import Receipt, Refusal, State
from offline_queue.queue import EncryptedQueue
from tests.fakes.clock import START
from tests.fakes.queue import MemoryQueue
from tests.offline_queue.forms import PHONE, account_form, begun, birth_form, finished

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from kiosk.domain.journey import Journey
    from kiosk.domain.staff import StaffQueue, Standing
    from kiosk.domain.submission import Parcel
    from tests.fakes.clock import ManualClock

Queue: TypeAlias = EncryptedQueue | MemoryQueue

REFUSAL = Refusal("identity-mismatch", "the number is another person's")
EVERY = frozenset(State)


def staff_side(queue: Queue) -> StaffQueue:
    return queue


def due(queue: Queue, *, with_files: bool = True) -> Parcel:
    parcel = queue.next_due(with_files=with_files)
    assert parcel is not None
    return parcel


def sent(queue: Queue) -> Receipt:
    parcel = due(queue)
    queue.attempted(parcel.id, parcel.digest)
    receipt = Receipt(parcel.id, parcel.digest, "H26.000001", START)
    queue.delivered(receipt)
    return receipt


def standing_of(queue: Queue, journey: Journey) -> Standing:
    found = queue.standing(journey.slip.ticket).result()
    assert found is not None
    return found


def told(queue: Queue, journey: Journey) -> list[str]:
    return [line.what for line in queue.history(journey.id).result()]


def test_a_queue_has_a_side_for_staff(queue: Queue) -> None:
    assert staff_side(queue) is queue


def test_staff_see_how_one_that_waits_stands(queue: Queue, clock: ManualClock) -> None:
    journey = finished(queue)
    parcel = due(queue)
    found = standing_of(queue, journey)
    assert found.submission == queue.submission(journey.id).result()
    assert (found.finished_at, found.settled_at, found.told_at) == (START, None, None)
    assert found.size == len(parcel.body) + sum(file.size for file in parcel.files)
    assert (found.files, found.files_sent, found.attempts) == (1, 0, 0)
    assert (found.next_try_in, found.blocked, found.in_doubt) == (0.0, False, False)
    assert found.phone == PHONE

    queue.file_sent(parcel.id, parcel.digest, 1)
    queue.attempted(parcel.id, parcel.digest)
    queue.postponed(parcel.id, 20.0, counts=True)
    clock.pass_(5.0)
    found = standing_of(queue, journey)
    assert (found.files_sent, found.attempts, found.in_doubt) == (1, 1, True)
    assert found.next_try_in == pytest.approx(15.0)


def test_staff_see_what_a_dossier_waits_for(queue: Queue) -> None:
    account = finished(queue, account_form())
    dossier = finished(queue, depends_on=account.id)
    found = standing_of(queue, dossier)
    assert (found.blocked, found.next_try_in) == (True, None)
    sent(queue)
    found = standing_of(queue, dossier)
    assert (found.blocked, found.next_try_in) == (False, 0.0)


def test_what_is_delivered_still_says_what_it_was(queue: Queue) -> None:
    journey = finished(queue)
    size = standing_of(queue, journey).size
    receipt = sent(queue)
    found = standing_of(queue, journey)
    assert found.submission.receipt == receipt
    assert (found.size, found.files, found.files_sent) == (size, 1, 1)
    assert (found.finished_at, found.settled_at) == (START, START)
    assert (found.next_try_in, found.in_doubt) == (None, False)


def test_staff_see_no_drafts(queue: Queue) -> None:
    journey = begun(queue, birth_form())
    aside = begun(queue, birth_form())
    queue.put_aside(aside.id).result()
    assert queue.standings(EVERY).result() == ()
    for each in (journey, aside):
        assert queue.standing(each.slip.ticket).result() is None
    assert queue.standing(Ticket("TK", "22222")).result() is None
    withdrawn = begun(queue, birth_form())
    queue.withdraw(withdrawn.slip).result()
    found = standing_of(queue, withdrawn)
    assert (found.submission.state, found.finished_at, found.size) == (State.WITHDRAWN, None, 0)


def of_each_state(queue: Queue, clock: ManualClock) -> list[Journey]:
    """Two of each state, in the order in which staff are told."""
    made: dict[State, list[Journey]] = {}
    for state in (
        State.DELIVERED,
        State.WITHDRAWN,
        State.HELD,
        State.REFUSED,
        State.WAITING,
    ):
        made[state] = []
        for _ in range(2):
            journey = finished(queue, account_form())
            clock.pass_(1)
            if state is State.DELIVERED:
                sent(queue)
            elif state is State.WITHDRAWN:
                queue.withdraw(journey.slip).result()
            elif state is State.HELD:
                queue.hold(journey.id).result()
            elif state is State.REFUSED:
                queue.refused(journey.id, REFUSAL)
            made[state].append(journey)
    return [
        *made[State.REFUSED],
        *made[State.HELD],
        *made[State.WAITING],
        *reversed(made[State.WITHDRAWN]),
        *reversed(made[State.DELIVERED]),
    ]


def test_what_needs_somebody_comes_first(queue: Queue, clock: ManualClock) -> None:
    expected = [journey.id for journey in of_each_state(queue, clock)]
    found = [it.submission.id for it in queue.standings(EVERY).result()]
    assert found == expected
    some = frozenset({State.HELD, State.DELIVERED})
    found = [it.submission.id for it in queue.standings(some).result()]
    assert found == [*expected[2:4], *expected[8:]]


@pytest.mark.parametrize("count", [1, 3, 4, 10])
def test_pages_hold_every_submission_once(queue: Queue, clock: ManualClock, count: int) -> None:
    expected = [journey.id for journey in of_each_state(queue, clock)]
    found = [
        it.submission.id
        for start in range(0, 12, count)
        for it in queue.standings(EVERY, start=start, count=count).result()
    ]
    assert found == expected


def test_the_summary_counts_each_state(queue: Queue, clock: ManualClock) -> None:
    of_each_state(queue, clock)
    begun(queue, birth_form())
    summary = queue.summary().result()
    assert (summary.drafts, summary.waiting, summary.held) == (1, 4, 2)
    assert (summary.refused, summary.delivered) == (2, 2)
    assert summary.oldest == START + timedelta(seconds=4)


def test_the_journal_tells_what_happened(queue: Queue, clock: ManualClock) -> None:
    account = finished(queue, account_form())
    dossier = finished(queue, depends_on=account.id)
    clock.pass_(60)
    queue.refused(account.id, REFUSAL)
    queue.told(account.id).result()
    queue.retry(account.id).result()
    queue.hold(account.id).result()
    queue.let_go(account.id).result()
    assert told(queue, account) == ["finished", "refused", "told", "retried", "held", "waiting"]
    assert told(queue, dossier) == ["finished", "refused"]
    lines = queue.history(dossier.id).result()
    assert [line.at for line in lines] == [START, START + timedelta(seconds=60)]
    assert queue.history(UUID(int=7)).result() == ()
    queue.withdraw(dossier.slip).result()
    assert told(queue, dossier)[2:] == ["withdrawn"]
    aside = begun(queue, birth_form())
    queue.put_aside(aside.id).result()
    queue.reopen(aside.slip).result()
    queue.discard(aside.id).result()
    assert told(queue, aside) == ["put-aside", "reopened", "discarded"]


# --- trying again ---------------------------------------------------------------------------------


def test_one_that_waits_is_tried_again_at_once(queue: Queue) -> None:
    journey, other = finished(queue), finished(queue)
    for each in (journey, other):
        queue.postponed(each.id, 500.0, counts=True)
    queue.retry(journey.id).result()
    assert due(queue).id == journey.id
    assert standing_of(queue, other).next_try_in == pytest.approx(500.0)


def test_one_that_was_refused_waits_again_with_the_same_bytes(queue: Queue) -> None:
    journey = finished(queue)
    first = due(queue)
    queue.attempted(first.id, first.digest)
    queue.postponed(first.id, 500.0, counts=True)
    queue.refused(journey.id, REFUSAL)
    queue.told(journey.id).result()
    queue.retry(journey.id).result()
    again = due(queue)
    assert (again.id, again.body, again.attempts) == (first.id, first.body, 0)
    assert [it.digest for it in again.files] == [it.digest for it in first.files]
    found = standing_of(queue, journey)
    assert (found.submission.state, found.submission.refusal) == (State.WAITING, None)
    assert (found.settled_at, found.told_at, found.in_doubt) == (None, None, False)
    assert sent(queue).id == journey.id


def test_a_refused_account_that_is_tried_again_brings_its_dossiers(queue: Queue) -> None:
    account = finished(queue, account_form())
    dossier = finished(queue, depends_on=account.id)
    queue.refused(account.id, REFUSAL)
    with pytest.raises(WrongState):
        queue.retry(dossier.id).result()
    queue.retry(account.id).result()
    assert [sent(queue).id for _ in range(2)] == [account.id, dossier.id]


def test_a_refused_dossier_is_not_tried_while_its_account_is_refused(queue: Queue) -> None:
    account = finished(queue, account_form())
    queue.refused(account.id, Refusal("number-already-registered", ""))
    dossier = finished(queue, depends_on=account.id)
    queue.refused(dossier.id, REFUSAL)
    queue.retry(account.id).result()
    queue.refused(account.id, REFUSAL)
    with pytest.raises(WrongState):
        queue.retry(dossier.id).result()
    queue.retry(account.id).result()
    queue.retry(dossier.id).result()
    assert standing_of(queue, dossier).blocked
    assert [sent(queue).id for _ in range(2)] == [account.id, dossier.id]


def test_only_what_waits_or_was_refused_is_tried_again(queue: Queue) -> None:
    held, delivered = finished(queue, account_form()), finished(queue, account_form())
    queue.hold(held.id).result()
    sent(queue)
    for id_ in (held.id, delivered.id, begun(queue, birth_form()).id, UUID(int=7)):
        with pytest.raises(WrongState):
            queue.retry(id_).result()


def test_what_staff_let_go_is_due_at_once(queue: Queue) -> None:
    journey = finished(queue)
    queue.postponed(journey.id, 500.0, counts=True)
    queue.hold(journey.id).result()
    assert standing_of(queue, journey).next_try_in is None
    queue.hasten()
    queue.let_go(journey.id).result()
    assert due(queue).id == journey.id


# --- telling the person ---------------------------------------------------------------------------


def test_who_was_told_is_not_called_again(queue: Queue, clock: ManualClock) -> None:
    journey = finished(queue)
    queue.refused(journey.id, REFUSAL)
    assert standing_of(queue, journey).phone == PHONE
    clock.pass_(60)
    queue.told(journey.id).result()
    clock.pass_(60)
    queue.told(journey.id).result()
    found = standing_of(queue, journey)
    assert (found.told_at, found.phone) == (START + timedelta(seconds=60), None)
    assert told(queue, journey) == ["finished", "refused", "told"]
    assert queue.reopen(journey.slip).result().answers["phone"] == PHONE


def test_nobody_is_told_of_what_was_not_refused(queue: Queue) -> None:
    for id_ in (finished(queue).id, UUID(int=7)):
        with pytest.raises(WrongState):
            queue.told(id_).result()


@pytest.mark.parametrize("how", ["withdrawn", "delivered", "released", "reopened"])
def test_what_is_refused_no_more_is_not_told(queue: Queue, how: str) -> None:
    account = finished(queue, account_form())
    dossier = finished(queue, depends_on=account.id)
    parcel = due(queue)
    queue.attempted(parcel.id, parcel.digest)
    queue.refused(account.id, REFUSAL)
    for journey in (account, dossier):
        queue.told(journey.id).result()
    if how == "withdrawn":
        queue.withdraw(account.slip).result()
    elif how == "reopened":
        queue.finish(queue.reopen(account.slip).result(), account_form(), "N.").result()
    else:
        queue.delivered(Receipt(account.id, parcel.digest, "H26.000001", START))
    journey = dossier if how == "released" else account
    assert standing_of(queue, journey).told_at is None


# --- files ----------------------------------------------------------------------------------------


def test_without_files_only_bare_documents_go(queue: Queue, clock: ManualClock) -> None:
    dossier = finished(queue)
    account = finished(queue, account_form())
    assert due(queue).id == dossier.id
    assert due(queue, with_files=False).id == account.id
    queue.postponed(account.id, 10.0, counts=True)
    assert queue.next_due(with_files=False) is None
    assert queue.seconds_until_due() == 0.0
    assert queue.seconds_until_due(with_files=False) == pytest.approx(10.0)
    clock.pass_(10)
    assert due(queue, with_files=False).id == account.id
    queue.hold(account.id).result()
    assert queue.seconds_until_due(with_files=False) is None


def test_a_document_whose_files_are_with_the_portal_goes_without_them(queue: Queue) -> None:
    finished(queue)
    parcel = due(queue)
    queue.file_sent(parcel.id, "0" * 64, 1)
    queue.file_sent(UUID(int=7), parcel.digest, 1)
    assert queue.next_due(with_files=False) is None
    queue.file_sent(parcel.id, parcel.digest, 1)
    queue.file_sent(parcel.id, parcel.digest, 0)
    queue.file_sent(parcel.id, parcel.digest, 9)
    assert due(queue, with_files=False).id == parcel.id


def test_corrected_files_are_sent_anew(queue: Queue) -> None:
    journey = finished(queue)
    parcel = due(queue)
    queue.file_sent(parcel.id, parcel.digest, 1)
    queue.finish(queue.reopen(journey.slip).result(), birth_form(), "N.").result()
    assert standing_of(queue, journey).files_sent == 0
    assert queue.next_due(with_files=False) is None


def test_fewer_attempts_go_first_however_many_there_are(queue: Queue, clock: ManualClock) -> None:
    journeys = [finished(queue, account_form()) for _ in range(4)]
    for attempts, journey in enumerate(journeys):
        for _ in range(attempts * 3):
            queue.postponed(journey.id, 100.0, counts=True)
    queue.postponed(journeys[0].id, 50.0, counts=False)
    assert queue.next_due() is None
    clock.pass_(50)
    assert due(queue).id == journeys[0].id
    queue.postponed(journeys[0].id, 500.0, counts=False)
    clock.pass_(50)
    assert due(queue).id == journeys[1].id


# --- on a stick -----------------------------------------------------------------------------------


@pytest.fixture(params=["memory", "disk"])
def sealing(
    request: pytest.FixtureRequest, clock: ManualClock, open_queue: Callable[..., EncryptedQueue]
) -> Queue:
    return MemoryQueue(clock) if request.param == "memory" else open_queue()


def test_what_waits_leaves_in_the_order_of_its_finishing(sealing: Queue) -> None:
    account = finished(sealing, account_form())
    dossier = finished(sealing, depends_on=account.id)
    held = finished(sealing)
    sealing.hold(held.id).result()
    sealing.postponed(account.id, 500.0, counts=True)
    assert sealing.outgoing().result() == (account.id, dossier.id)


def test_what_was_handed_out_is_in_doubt_until_its_receipt_comes(sealing: Queue) -> None:
    journey = finished(sealing)
    waiting = due(sealing)
    parcel = sealing.handed_out(journey.id).result()
    assert (parcel.body, parcel.digest) == (waiting.body, waiting.digest)
    assert standing_of(sealing, journey).in_doubt
    with pytest.raises(SlipTooLate):
        sealing.reopen(journey.slip).result()
    assert due(sealing).id == journey.id
    receipt = Receipt(journey.id, parcel.digest, "H26.000001", START)
    assert sealing.receipt_came(receipt).result() is True
    assert sealing.receipt_came(receipt).result() is False
    assert standing_of(sealing, journey).submission.receipt == receipt
    assert told(sealing, journey) == ["finished", "handed-out", "delivered"]


def test_what_was_withdrawn_after_a_refusal_is_delivered_if_the_portal_took_it_after_all(
    sealing: Queue,
) -> None:
    journey = finished(sealing)
    parcel = sealing.handed_out(journey.id).result()
    sealing.refused(journey.id, REFUSAL)
    sealing.withdraw(journey.slip).result()
    receipt = Receipt(journey.id, parcel.digest, "H26.000001", START)
    assert sealing.receipt_came(receipt).result() is True
    assert standing_of(sealing, journey).submission.receipt == receipt


def test_a_receipt_for_what_was_opened_again_changes_nothing(sealing: Queue) -> None:
    journey = finished(sealing)
    parcel = sealing.handed_out(journey.id).result()
    sealing.refused(journey.id, REFUSAL)
    reopened = sealing.reopen(journey.slip).result()
    receipt = Receipt(journey.id, parcel.digest, "H26.000001", START)
    with pytest.raises(WrongState):
        sealing.receipt_came(receipt).result()
    sealing.save(reopened).result()
    sealing.withdraw(journey.slip).result()
    with pytest.raises(WrongState):
        sealing.receipt_came(receipt).result()


def test_only_what_waits_is_handed_out(sealing: Queue) -> None:
    held, delivered = finished(sealing), finished(sealing)
    sealing.hold(held.id).result()
    sent(sealing)
    for id_ in (held.id, delivered.id, UUID(int=7)):
        with pytest.raises(WrongState):
            sealing.handed_out(id_).result()


def test_a_receipt_for_bytes_that_never_left_is_not_believed(sealing: Queue) -> None:
    journey = finished(sealing)
    for id_ in (journey.id, UUID(int=7)):
        with pytest.raises(WrongState):
            sealing.receipt_came(Receipt(id_, "0" * 64, "H26.000001", START)).result()
    assert standing_of(sealing, journey).submission.state is State.WAITING


def test_what_is_not_sealed_never_leaves_on_a_stick(
    open_queue: Callable[..., EncryptedQueue],
) -> None:
    queue = open_queue(sealed=False)
    journey = finished(queue)
    assert queue.outgoing().result() == ()
    with pytest.raises(WrongState):
        queue.handed_out(journey.id).result()
    assert not standing_of(queue, journey).in_doubt
    assert not standing_of(queue, journey).sealed


# --- health ---------------------------------------------------------------------------------------


def test_the_store_says_how_it_is(open_queue: Callable[..., EncryptedQueue]) -> None:
    queue = open_queue(sealed=False)
    finished(queue)
    health = queue.health().result()
    assert (health.set_aside, health.unreadable, health.unsealed) == ((), 0, 1)
    assert health.schema >= 2
    assert health.free_bytes > 0
    assert replace(health, free_bytes=0) == replace(queue.health().result(), free_bytes=0)


def test_a_disk_that_is_gone_is_named(encrypted: EncryptedQueue, folder: Path) -> None:
    shutil.move(folder, folder.with_name("moved"))
    with pytest.raises(QueueDamaged):
        encrypted.health().result()
    shutil.move(folder.with_name("moved"), folder)
