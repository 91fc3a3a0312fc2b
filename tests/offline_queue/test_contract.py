"""What every queue promises: run against the encrypted one and against the fake in memory."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, TypeAlias
from uuid import UUID

import pytest

from kiosk.domain.helping import REMARKS, HelpedStep, Helping, HelpMode, Reason, Remark
from kiosk.domain.journey import Unfinished
from kiosk.domain.ports import SlipTooLate, SlipUnknown, WrongState
from kiosk.domain.slip import Slip
from kiosk.domain.submission import Kind, Receipt, Refusal, State
from offline_queue.queue import EncryptedQueue
from tests.fakes.clock import START
from tests.fakes.queue import MemoryQueue
from tests.offline_queue.forms import (
    ANSWERS,
    NUMBER,
    PAPER,
    PHONE,
    account_form,
    begun,
    birth_form,
    finished,
    nobodys_form,
    with_paper,
)

if TYPE_CHECKING:
    from kiosk.domain.journey import Journey
    from kiosk.domain.ports import OfflineQueue, Outbox
    from kiosk.domain.submission import Parcel
    from tests.fakes.clock import ManualClock

Queue: TypeAlias = EncryptedQueue | MemoryQueue

REFUSAL = Refusal("identity-mismatch", "the number is another person's")


def both_sides(queue: Queue) -> tuple[OfflineQueue, Outbox]:
    return queue, queue


def sent(queue: Queue) -> Receipt:
    """What is due goes to the portal, and its receipt comes back."""
    parcel = queue.next_due()
    assert parcel is not None
    queue.attempted(parcel.id, parcel.digest)
    receipt = _receipt(parcel)
    queue.delivered(receipt)
    return receipt


def _receipt(parcel: Parcel) -> Receipt:
    return Receipt(parcel.id, parcel.digest, "H26.000001", START)


def state_of(queue: Queue, journey: Journey) -> State:
    return queue.submission(journey.id).result().state


def test_a_queue_has_both_sides(queue: Queue) -> None:
    assert both_sides(queue) == (queue, queue)


def test_a_new_journey_is_not_kept_before_it_is_saved(queue: Queue) -> None:
    journey = queue.begin(Kind.DOSSIER, birth_form()).result()
    assert journey.id.version == 7
    assert (journey.kind, journey.procedure, journey.version) == (
        Kind.DOSSIER,
        "1.001193",
        "2026.1",
    )
    assert journey.started_at == START
    assert journey.slip.ticket.point == "TK"
    assert queue.look_up(journey.slip.ticket).result() is None
    with pytest.raises(WrongState):
        queue.submission(journey.id).result()


def test_a_saved_journey_is_a_draft(queue: Queue) -> None:
    journey = begun(queue, birth_form())
    known = queue.look_up(journey.slip.ticket).result()
    assert known is not None
    assert (known.id, known.state, known.masked_name) == (journey.id, State.DRAFT, "")
    summary = queue.summary().result()
    assert (summary.drafts, summary.waiting, summary.oldest) == (1, 0, None)


def test_a_discarded_journey_is_gone_and_unknown_ids_are_fine(queue: Queue) -> None:
    journey = with_paper(queue, begun(queue, birth_form()))
    queue.discard(journey.id).result()
    queue.discard(journey.id).result()
    queue.discard(UUID(int=7)).result()
    assert queue.look_up(journey.slip.ticket).result() is None
    assert queue.summary().result().drafts == 0


def test_what_was_finished_or_put_aside_is_not_discarded(queue: Queue) -> None:
    aside = begun(queue, birth_form())
    queue.put_aside(aside.id).result()
    for journey in (aside, finished(queue)):
        with pytest.raises(WrongState):
            queue.discard(journey.id).result()
        with pytest.raises(WrongState):
            queue.save(journey).result()
    assert queue.summary().result().drafts == 1


def test_a_draft_put_aside_opens_with_its_slip_and_keeps_its_papers(queue: Queue) -> None:
    journey = with_paper(queue, begun(queue, birth_form()))
    never_attached = queue.keep_attachment(journey.id, "birth-paper", b"x", "image/png", 1).result()
    queue.put_aside(journey.id).result()
    with pytest.raises(WrongState):
        queue.attachment(journey.id, journey.attachments[0].id).result()
    again = queue.reopen(Slip.from_qr(journey.slip.qr_text)).result()
    assert again == journey
    assert queue.attachment(journey.id, journey.attachments[0].id).result() == PAPER
    with pytest.raises(WrongState):
        queue.attachment(journey.id, never_attached.id).result()
    assert queue.finish(again, birth_form(), "N. T. C.").result().state is State.WAITING


def test_only_an_open_journey_is_put_aside(queue: Queue) -> None:
    for journey in (finished(queue), queue.begin(Kind.DOSSIER, birth_form()).result()):
        with pytest.raises(WrongState):
            queue.put_aside(journey.id).result()


def test_a_reopened_draft_that_was_broken_off_opens_again(queue: Queue) -> None:
    journey = begun(queue, birth_form())
    queue.put_aside(journey.id).result()
    changed = queue.reopen(journey.slip).result().answer({"more": True})
    queue.save(changed).result()
    assert queue.reopen(journey.slip).result() == changed


def test_another_secret_opens_nothing(queue: Queue) -> None:
    journey = begun(queue, birth_form())
    queue.put_aside(journey.id).result()
    wrong = replace(journey.slip, secret=journey.slip.secret ^ 1)
    unknown = queue.begin(Kind.DOSSIER, birth_form()).result().slip
    for slip in (wrong, unknown):
        with pytest.raises(SlipUnknown):
            queue.reopen(slip).result()
        with pytest.raises(SlipUnknown):
            queue.withdraw(slip).result()


def test_a_paper_is_kept_read_and_dropped(queue: Queue) -> None:
    journey = begun(queue, birth_form())
    paper = queue.keep_attachment(journey.id, "birth-paper", PAPER, "application/pdf", 3).result()
    assert (paper.paper, paper.media_type, paper.size, paper.pages) == (
        "birth-paper",
        "application/pdf",
        len(PAPER),
        3,
    )
    assert paper.digest == hashlib.sha256(PAPER).hexdigest()
    assert queue.attachment(journey.id, paper.id).result() == PAPER
    queue.drop_attachment(journey.id, paper.id).result()
    queue.drop_attachment(journey.id, paper.id).result()
    with pytest.raises(WrongState):
        queue.attachment(journey.id, paper.id).result()


def test_papers_belong_to_open_journeys_alone(queue: Queue) -> None:
    journey = finished(queue)
    paper = journey.attachments[0].id
    with pytest.raises(WrongState):
        queue.keep_attachment(journey.id, "birth-paper", b"x", "image/png", 1).result()
    with pytest.raises(WrongState):
        queue.attachment(journey.id, paper).result()
    with pytest.raises(WrongState):
        queue.drop_attachment(journey.id, paper).result()
    with pytest.raises(WrongState):
        queue.keep_attachment(UUID(int=7), "birth-paper", b"x", "image/png", 1).result()


def test_an_unfinished_journey_is_not_sent(queue: Queue) -> None:
    form = birth_form()
    journey = begun(queue, form).answer({"name": None})
    with pytest.raises(Unfinished) as caught:
        queue.finish(journey, form, "").result()
    assert [fault.field for fault in caught.value.faults] == ["name"]
    assert state_of(queue, journey) is State.DRAFT
    assert queue.next_due() is None


def test_a_finished_journey_waits_and_says_no_more_than_it_may(
    queue: Queue, clock: ManualClock
) -> None:
    form = birth_form()
    journey = begun(queue, form)
    submission = queue.finish(journey, form, "N. T. C.").result()
    assert submission == queue.submission(journey.id).result()
    assert submission == queue.look_up(journey.slip.ticket).result()
    assert (submission.state, submission.masked_name) == (State.WAITING, "N. T. C.")
    assert submission.finished_on == clock.today()
    summary = queue.summary().result()
    assert (summary.drafts, summary.waiting, summary.oldest) == (0, 1, START)
    assert queue.waiting() == 1
    with pytest.raises(WrongState):
        queue.finish(journey, form, "N. T. C.").result()


def test_a_journey_may_be_finished_before_it_was_ever_saved(queue: Queue) -> None:
    form = account_form()
    journey = queue.begin(form.kind, form).result().answer(ANSWERS)
    assert queue.finish(journey, form, "N.").result().state is State.WAITING


def test_the_bytes_of_every_try_are_the_same(queue: Queue) -> None:
    finished(queue)
    first, second = queue.next_due(), queue.next_due()
    assert first is not None
    assert second is not None
    assert (first.body, first.digest) == (second.body, second.digest)
    assert first.digest == hashlib.sha256(first.body).hexdigest()
    for one, other in zip(first.files, second.files, strict=True):
        with one.open() as file, other.open() as again:
            content = file.read()
            assert content == again.read()
        assert (len(content), hashlib.sha256(content).hexdigest()) == (one.size, one.digest)
        assert one.digest == other.digest


def test_what_is_delivered_is_gone_but_for_its_receipt(queue: Queue) -> None:
    journey = finished(queue)
    receipt = sent(queue)
    known = queue.submission(journey.id).result()
    assert (known.state, known.receipt, known.masked_name) == (
        State.DELIVERED,
        receipt,
        "N. T. C.",
    )
    queue.delivered(receipt)
    assert queue.next_due() is None
    assert queue.seconds_until_due() is None
    for gone in (queue.reopen, queue.withdraw):
        with pytest.raises(SlipTooLate):
            gone(journey.slip).result()


def test_a_receipt_for_what_was_never_sent_is_no_delivery(queue: Queue) -> None:
    journey = finished(queue)
    for id_ in (journey.id, UUID(int=7)):
        with pytest.raises(WrongState):
            queue.delivered(Receipt(id_, "0" * 64, "H26.000001", START))
    assert state_of(queue, journey) is State.WAITING


def test_what_was_finished_first_goes_first(queue: Queue, clock: ManualClock) -> None:
    journeys = [finished(queue, account_form())]
    clock.jump(timedelta(days=-7000))
    journeys.append(finished(queue, account_form()))
    assert [sent(queue).id for _ in journeys] == [journey.id for journey in journeys]


def test_fewer_attempts_go_first(queue: Queue, clock: ManualClock) -> None:
    tried, fresh = finished(queue, account_form()), finished(queue, account_form())
    queue.postponed(tried.id, 5.0, counts=True)
    assert queue.seconds_until_due() == 0.0
    clock.pass_(6.0)
    first = queue.next_due()
    assert first is not None
    assert (first.id, first.attempts) == (fresh.id, 0)
    queue.postponed(fresh.id, 60.0, counts=False)
    second = queue.next_due()
    assert second is not None
    assert (second.id, second.attempts) == (tried.id, 1)


def test_what_is_postponed_is_due_later_or_when_hastened(queue: Queue, clock: ManualClock) -> None:
    journey = finished(queue)
    queue.postponed(journey.id, 10.0, counts=True)
    assert queue.next_due() is None
    assert queue.seconds_until_due() == pytest.approx(10.0)
    clock.jump(timedelta(days=7000))
    assert queue.next_due() is None
    clock.pass_(4.0)
    assert queue.seconds_until_due() == pytest.approx(6.0)
    queue.hasten()
    assert queue.next_due() is not None
    queue.postponed(UUID(int=7), 10.0, counts=True)


def test_a_dossier_waits_for_its_accounts_receipt(queue: Queue) -> None:
    account = finished(queue, account_form())
    dossier = finished(queue, depends_on=account.id)
    queue.postponed(account.id, 10.0, counts=True)
    assert queue.next_due() is None
    assert queue.waiting() == 2
    queue.hasten()
    assert [sent(queue).id for _ in range(2)] == [account.id, dossier.id]


@pytest.mark.parametrize("delivered_first", [True, False])
def test_a_number_already_registered_is_as_good_as_a_receipt(
    queue: Queue, *, delivered_first: bool
) -> None:
    account = finished(queue, account_form())
    dossier = None if delivered_first else finished(queue, depends_on=account.id)
    assert queue.refused(account.id, Refusal("number-already-registered", "")) == (account.id,)
    dossier = dossier or finished(queue, depends_on=account.id)
    assert sent(queue).id == dossier.id
    assert state_of(queue, account) is State.REFUSED


def test_a_dossier_follows_its_account_into_refusal_and_back(queue: Queue) -> None:
    account = finished(queue, account_form())
    dossiers = [finished(queue, depends_on=account.id) for _ in range(2)]
    assert queue.refused(account.id, REFUSAL) == (account.id, *(it.id for it in dossiers))
    late = finished(queue, depends_on=account.id)
    for journey in (account, *dossiers, late):
        known = queue.submission(journey.id).result()
        assert (known.state, known.refusal) == (State.REFUSED, REFUSAL)
    assert queue.next_due() is None
    assert queue.summary().result().refused == 4

    corrected = queue.reopen(account.slip).result().answer({"more": True, "note": "đúng"})
    queue.finish(corrected, account_form(), "N.").result()
    assert state_of(queue, dossiers[0]) is State.REFUSED
    assert [sent(queue).id for _ in range(4)] == [account.id, *(it.id for it in dossiers), late.id]


@pytest.mark.parametrize("how", ["withdrawn", "discarded"])
def test_a_dossier_without_its_account_is_set_aside(queue: Queue, how: str) -> None:
    account = begun(queue, account_form())
    dossier = finished(queue, depends_on=account.id)
    assert queue.next_due() is None
    if how == "withdrawn":
        queue.withdraw(account.slip).result()
        late = finished(queue, depends_on=account.id)
        refusal = queue.submission(late.id).result().refusal
        assert refusal is not None
        assert refusal.type == "account-withdrawn"
    else:
        queue.discard(account.id).result()
    known = queue.submission(dossier.id).result()
    assert known.state is State.REFUSED
    assert known.refusal is not None
    assert known.refusal.type == "account-withdrawn"


def test_an_account_known_here_no_more_holds_nothing_back(queue: Queue) -> None:
    dossier = finished(queue, depends_on=UUID(int=7))
    assert sent(queue).id == dossier.id


def test_a_dossier_after_its_accounts_receipt_goes_at_once(queue: Queue) -> None:
    account = finished(queue, account_form())
    sent(queue)
    dossier = finished(queue, depends_on=account.id)
    assert sent(queue).id == dossier.id


def test_what_is_refused_is_corrected_with_the_slip_under_its_own_id(queue: Queue) -> None:
    journey = finished(queue)
    first = queue.next_due()
    assert first is not None
    queue.attempted(first.id, first.digest)
    assert queue.refused(journey.id, REFUSAL) == (journey.id,)
    assert queue.refused(journey.id, REFUSAL) == ()
    again = queue.reopen(journey.slip).result()
    assert again.id == journey.id
    assert again.answers == {key: value for key, value in ANSWERS.items() if key != "note"}
    assert again.attachments == journey.attachments
    assert (again.consents, again.slip) == (journey.consents, journey.slip)
    assert queue.attachment(again.id, again.attachments[0].id).result() == PAPER
    queue.finish(again.answer({"name": "Trần Văn Đúng"}), birth_form(), "T.").result()
    second = queue.next_due()
    assert second is not None
    assert second.digest != first.digest
    assert queue.was_sent(journey.id, first.digest)
    assert not queue.was_sent(journey.id, second.digest)
    assert sent(queue).id == journey.id


def test_while_an_outcome_is_unknown_nothing_is_changed(queue: Queue) -> None:
    journey = finished(queue)
    parcel = queue.next_due()
    assert parcel is not None
    queue.attempted(parcel.id, parcel.digest)
    queue.postponed(parcel.id, 5.0, counts=True)
    queue.attempted(parcel.id, parcel.digest)
    queue.postponed(parcel.id, 5.0, counts=False, turned_away=True)
    for asked in (queue.reopen, queue.withdraw):
        with pytest.raises(SlipTooLate):
            asked(journey.slip).result()


def test_an_attempt_that_was_turned_away_binds_nothing(queue: Queue) -> None:
    journey = finished(queue)
    parcel = queue.next_due()
    assert parcel is not None
    queue.attempted(parcel.id, parcel.digest)
    queue.postponed(parcel.id, 5.0, counts=False, turned_away=True)
    queue.postponed(parcel.id, 5.0, counts=False, turned_away=True)
    assert queue.reopen(journey.slip).result().id == journey.id


def test_a_receipt_and_the_next_attempt_are_kept_together(queue: Queue) -> None:
    first, second = finished(queue, account_form()), finished(queue, account_form())
    parcel = queue.next_due()
    assert parcel is not None
    queue.attempted(parcel.id, parcel.digest)
    following = queue.delivered_and_next(_receipt(parcel))
    assert following is not None
    assert following.id == second.id
    assert state_of(queue, first) is State.DELIVERED
    assert queue.was_sent(second.id, following.digest)
    with pytest.raises(SlipTooLate):
        queue.withdraw(second.slip).result()
    queue.postponed(second.id, 0.0, counts=False, turned_away=True)
    assert queue.next_due() == following
    queue.withdraw(second.slip).result()


def test_a_receipt_that_is_known_already_starts_no_attempt(queue: Queue) -> None:
    finished(queue, account_form())
    parcel = queue.next_due()
    assert parcel is not None
    queue.attempted(parcel.id, parcel.digest)
    assert queue.delivered_and_next(_receipt(parcel)) is None
    waiting = finished(queue, account_form())
    assert queue.delivered_and_next(_receipt(parcel)) is None
    queue.withdraw(waiting.slip).result()


def test_with_a_receipt_nothing_is_attempted_before_its_files_are_there(queue: Queue) -> None:
    finished(queue, account_form())
    parcel = queue.next_due()
    assert parcel is not None
    dossier = finished(queue)
    queue.attempted(parcel.id, parcel.digest)
    assert queue.delivered_and_next(_receipt(parcel)) is None
    following = queue.next_due()
    assert following is not None
    assert following.id == dossier.id
    assert not queue.was_sent(dossier.id, following.digest)


def test_a_receipt_that_nothing_was_sent_for_starts_no_attempt(queue: Queue) -> None:
    first, second = finished(queue, account_form()), finished(queue, account_form())
    parcel = queue.next_due()
    assert parcel is not None
    with pytest.raises(WrongState):
        queue.delivered_and_next(_receipt(parcel))
    assert state_of(queue, first) is State.WAITING
    queue.withdraw(second.slip).result()


def test_what_was_reopened_meanwhile_is_not_attempted(queue: Queue) -> None:
    journey = finished(queue)
    parcel = queue.next_due()
    assert parcel is not None
    queue.reopen(journey.slip).result()
    with pytest.raises(WrongState):
        queue.attempted(parcel.id, parcel.digest)
    with pytest.raises(WrongState):
        queue.attempted(UUID(int=7), parcel.digest)
    assert queue.refused(journey.id, REFUSAL) == ()
    assert state_of(queue, journey) is State.DRAFT


def test_a_withdrawn_submission_is_not_sent_and_opens_no_more(queue: Queue) -> None:
    journey = finished(queue)
    queue.withdraw(journey.slip).result()
    known = queue.submission(journey.id).result()
    assert (known.state, known.masked_name) == (State.WITHDRAWN, "")
    assert queue.next_due() is None
    with pytest.raises(SlipUnknown):
        queue.reopen(journey.slip).result()


def test_what_staff_hold_is_not_sent_until_they_let_go(queue: Queue) -> None:
    journey = finished(queue)
    queue.hold(journey.id).result()
    assert queue.next_due() is None
    assert queue.summary().result().waiting == 1
    with pytest.raises(WrongState):
        queue.hold(journey.id).result()
    queue.let_go(journey.id).result()
    with pytest.raises(WrongState):
        queue.let_go(journey.id).result()
    assert sent(queue).id == journey.id


def test_what_is_held_is_reopened_with_the_slip(queue: Queue) -> None:
    journey = finished(queue)
    queue.hold(journey.id).result()
    assert queue.reopen(journey.slip).result().id == journey.id


def test_a_broken_off_journey_is_offered_to_the_same_person_for_half_an_hour(
    queue: Queue, clock: ManualClock
) -> None:
    journey = begun(queue, birth_form())
    assert queue.recover(NUMBER, None).result() == journey
    assert queue.recover(NUMBER, PHONE[-4:]).result() == journey
    assert queue.recover(NUMBER, "0000").result() is None
    assert queue.recover("001190099999", None).result() is None
    clock.pass_(1801)
    assert queue.recover(NUMBER, None).result() is None


def test_of_two_broken_off_journeys_the_last_is_offered(queue: Queue, clock: ManualClock) -> None:
    begun(queue, account_form())
    clock.pass_(60)
    last = begun(queue, birth_form())
    assert queue.recover(NUMBER, None).result() == last


def test_nobody_is_offered_a_journey_that_names_nobody(queue: Queue) -> None:
    form = birth_form()
    journey = queue.begin(form.kind, form).result()
    queue.save(journey).result()
    assert queue.recover(NUMBER, None).result() is None
    assert queue.recover("", None).result() is None


def test_a_form_that_asks_for_no_person_is_kept_all_the_same(queue: Queue) -> None:
    form = nobodys_form()
    journey = queue.begin(form.kind, form).result().answer({"name": "Canary", "number": NUMBER})
    queue.save(journey).result()
    assert queue.recover(NUMBER, None).result() is None
    assert queue.reopen(journey.slip).result() == journey


def test_two_journeys_never_have_the_same_ticket(
    queue: Queue, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = begun(queue, birth_form())
    letters = iter(first.slip.ticket.body + "23456")
    with monkeypatch.context() as luck:
        luck.setattr(secrets, "choice", lambda _: next(letters))
        second = queue.begin(Kind.DOSSIER, birth_form()).result()
    assert second.slip.ticket.body == "23456"


def test_what_was_put_aside_or_finished_waits_for_its_slip_alone(queue: Queue) -> None:
    queue.put_aside(begun(queue, birth_form()).id).result()
    finished(queue)
    assert queue.recover(NUMBER, None).result() is None


def test_after_half_an_hour_what_has_no_slip_is_wiped(queue: Queue, clock: ManualClock) -> None:
    left = with_paper(queue, begun(queue, birth_form()))
    reopened = with_paper(queue, begun(queue, birth_form()))
    queue.put_aside(reopened.id).result()
    queue.reopen(reopened.slip).result()
    queue.tidy().result()
    assert queue.recover(NUMBER, None).result() is not None
    clock.pass_(1801)
    queue.tidy().result()
    assert queue.look_up(left.slip.ticket).result() is None
    assert queue.reopen(reopened.slip).result() == reopened


def test_a_draft_put_aside_is_kept_as_long_as_its_slip_says(
    queue: Queue, clock: ManualClock
) -> None:
    journey = begun(queue, birth_form())
    queue.put_aside(journey.id).result()
    clock.pass_(timedelta(days=30, seconds=-1).total_seconds())
    queue.tidy().result()
    assert queue.look_up(journey.slip.ticket).result() is not None
    clock.pass_(2)
    queue.tidy().result()
    assert queue.look_up(journey.slip.ticket).result() is None


def test_what_is_settled_is_forgotten_in_time(queue: Queue, clock: ManualClock) -> None:
    delivered = finished(queue)
    sent(queue)
    withdrawn, refused, waiting = finished(queue), finished(queue), finished(queue)
    queue.withdraw(withdrawn.slip).result()
    queue.refused(refused.id, REFUSAL)
    clock.pass_(timedelta(days=30, seconds=1).total_seconds())
    queue.tidy().result()
    for gone in (delivered, withdrawn):
        assert queue.look_up(gone.slip.ticket).result() is None
    assert state_of(queue, refused) is State.REFUSED
    clock.pass_(timedelta(days=60).total_seconds())
    queue.tidy().result()
    assert queue.look_up(refused.slip.ticket).result() is None
    assert state_of(queue, waiting) is State.WAITING


def test_what_the_person_knows_of_is_forgotten_sooner(queue: Queue, clock: ManualClock) -> None:
    told, untold = finished(queue), finished(queue)
    for journey in (told, untold):
        queue.refused(journey.id, REFUSAL)
    clock.pass_(timedelta(days=20).total_seconds())
    queue.told(told.id).result()
    clock.pass_(timedelta(days=30, seconds=-1).total_seconds())
    queue.tidy().result()
    assert state_of(queue, told) is State.REFUSED
    clock.pass_(2)
    queue.tidy().result()
    assert queue.look_up(told.slip.ticket).result() is None
    assert queue.history(told.id).result()[-1].what == "purged"
    assert queue.reopen(untold.slip).result().answers["name"] == ANSWERS["name"]


def test_a_phone_number_is_kept_thirty_days_after_the_refusal(
    queue: Queue, clock: ManualClock
) -> None:
    refused, waiting = finished(queue), finished(queue)
    clock.pass_(timedelta(days=40).total_seconds())
    queue.refused(refused.id, REFUSAL)
    for days, phone in ((30, PHONE), (1, None)):
        clock.pass_(timedelta(days=days).total_seconds())
        queue.tidy().result()
        standing = queue.standing(refused.slip.ticket).result()
        assert standing is not None
        assert standing.phone == phone
    assert queue.history(refused.id).result()[-1].what == "phone-forgotten"
    standing = queue.standing(waiting.slip.ticket).result()
    assert standing is not None
    assert standing.phone == PHONE


def test_what_may_be_known_of_a_submission_says_what_it_is(queue: Queue) -> None:
    form = birth_form()
    journey = finished(queue, form)
    known = queue.submission(journey.id).result()
    assert (known.kind, known.procedure, known.version) == (form.kind, form.code, form.version)
    assert (known.id, known.ticket) == (journey.id, journey.slip.ticket)


def test_what_a_person_says_of_the_help_stands_in_the_journal_and_changes_nothing(
    queue: Queue,
) -> None:
    journey = finished(queue)
    before = queue.submission(journey.id).result()
    for remark in (Remark.because(Reason.EYES), Remark.pressed(HelpMode.SELF), Remark.rated(3)):
        queue.remark(journey.id, remark).result()
    told = [line.what for line in queue.history(journey.id).result()]
    assert told[-3:] == ["because-eyes", "pressed-self", "rated"]
    assert REMARKS.issuperset(told[-3:])
    assert queue.submission(journey.id).result() == before
    assert sent(queue).id == journey.id


def test_staff_learn_how_journeys_came_about_and_no_history_shows_it(queue: Queue) -> None:
    form = birth_form()
    helped = begun(queue, form)
    helped = helped.step_came_about("name", HelpMode.ON_BEHALF).called({"identity"})
    helped = helped.helped(Helping(HelpMode.ON_BEHALF, "L"))
    queue.finish(helped, form, "N. T. HỢI").result()
    alone = finished(queue)
    figures = queue.help_given(START).result()
    assert figures.modes[HelpMode.ON_BEHALF] == figures.alone == 1
    assert figures.steps == (
        HelpedStep(form.code, "identity", called=1),
        HelpedStep(form.code, "name", typed=1),
    )
    for journey in (helped, alone):
        told = [line.what for line in queue.history(journey.id).result()]
        assert told == ["finished"]


def test_the_journal_has_the_pages_that_were_wanted_though_they_came_out_badly(
    queue: Queue,
) -> None:
    form = birth_form()
    journey = with_paper(queue, begun(queue, form))
    paper = journey.attachments[0]
    journey = journey.detach(paper.id).attach(paper, 2)
    queue.finish(journey, form, "N. T. HỢI").result()
    told = [line.what for line in queue.history(journey.id).result()]
    assert told == ["poor-pages", "finished"]


def test_what_is_corrected_counts_once(queue: Queue) -> None:
    form = birth_form()
    journey = begun(queue, form).step_came_about("name", HelpMode.GUIDED)
    queue.finish(journey, form, "N. T. HỢI").result()
    again = queue.reopen(journey.slip).result()
    assert again.helped_at == {}
    queue.finish(again.step_came_about("born", HelpMode.GUIDED), form, "N. T. HỢI").result()
    figures = queue.help_given(START).result()
    assert figures.journeys == 1
    assert [it.step for it in figures.steps] == ["born", "name"]


def test_what_was_finished_earlier_is_not_counted(queue: Queue, clock: ManualClock) -> None:
    finished(queue)
    clock.pass_(3600)
    since = clock.now()
    assert queue.help_given(since).result().journeys == 0
    finished(queue)
    assert queue.help_given(since).result().journeys == 1


def test_nothing_is_said_of_what_was_never_kept(queue: Queue) -> None:
    unknown = UUID("0193a1b2-0000-7000-8000-000000000001")
    with pytest.raises(WrongState):
        queue.remark(unknown, Remark.rated(1)).result()
