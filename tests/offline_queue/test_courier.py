"""The courier against a portal that is down, refuses, or loses its answer."""

from __future__ import annotations

import threading
from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING
from uuid import UUID

import pytest

from kiosk.domain.events import (
    Delivered,
    PortalLost,
    PortalReached,
    PortalShut,
    Sending,
    SetAside,
)
from kiosk.domain.ports import (
    CertificateNotInForce,
    Heartbeat,
    HeartbeatAnswer,
    Notice,
    PortalConflict,
    PortalNotAuthorised,
    PortalRefused,
    PortalUnreachable,
    QueueFull,
    SlipTooLate,
)
from kiosk.domain.staff import Line, LineState
from kiosk.domain.submission import Receipt, Refusal, State
from offline_queue.courier import CONNECTION_TEST, FRESH, FURTHER, HEARTBEAT, Courier
from offline_queue.retry import LONGEST, LONGEST_PROBE, WINDOW
from tests.fakes.clock import START, ManualClock
from tests.fakes.portal import PortalSimulator
from tests.fakes.queue import MemoryQueue
from tests.offline_queue.forms import account_form, finished
from tests.patience import PATIENCE

if TYPE_CHECKING:
    from collections.abc import Callable

    from kiosk.domain.events import Event
    from kiosk.domain.journey import Journey
    from kiosk.domain.ports import PortalFailure
    from kiosk.domain.submission import Parcel, SealedFile
    from offline_queue.queue import EncryptedQueue

DOWN = PortalUnreachable("503")


class Post:
    """A courier with its outbox, portal and clock, driven by hand."""

    def __init__(self) -> None:
        self.clock = ManualClock()
        self.queue = MemoryQueue(self.clock)
        self.portal = PortalSimulator(self.clock)
        self.events: list[Event] = []
        self.courier = Courier(self.queue, self.portal, self.clock, Random(7), self.events.append)

    def account(self) -> Journey:
        return finished(self.queue, account_form())

    def dossier(self, depends_on: UUID | None = None) -> Journey:
        return finished(self.queue, depends_on=depends_on)

    def settle(self) -> float:
        """Step until there is nothing to do now; the seconds until there is."""
        while not (seconds := self.courier.step()):
            pass
        return seconds

    def over(self, seconds: float) -> None:
        """Let time pass, and the courier do what comes due in it."""
        end = self.clock.monotonic() + seconds
        while (left := end - self.clock.monotonic()) > 0:
            self.clock.pass_(min(max(self.settle(), 0.001), left))
        self.settle()

    def state(self, journey: Journey) -> State:
        return self.queue.submission(journey.id).result().state

    def heard(self, kind: type[Event]) -> list[Event]:
        return [event for event in self.events if isinstance(event, kind)]


@pytest.fixture
def post() -> Post:
    return Post()


def test_what_waits_is_delivered_with_its_files_first(post: Post) -> None:
    journey = post.dossier()
    assert 0.8 * CONNECTION_TEST <= post.settle() <= CONNECTION_TEST
    assert [name for name, _ in post.portal.calls] == ["describe", "upload", "deliver"]
    receipt = post.portal.receipts[journey.id]
    assert post.state(journey) is State.DELIVERED
    assert post.events == [
        PortalReached(),
        Sending(1),
        Delivered(journey.id, receipt),
        Sending(0),
    ]


def test_nothing_is_sent_before_the_portal_has_answered_as_agreed(post: Post) -> None:
    journey = post.dossier()
    post.portal.down = True
    assert 2.5 <= post.settle() <= 5.0
    assert [name for name, _ in post.portal.calls] == ["describe"]
    assert post.events == [PortalLost()]
    assert post.state(journey) is State.WAITING


def test_a_dead_network_is_tested_ever_more_seldom_and_not_hammered(post: Post) -> None:
    for _ in range(20):
        post.account()
    post.portal.down = True
    post.over(600)
    assert 7 <= len(post.portal.calls) <= 12
    assert {name for name, _ in post.portal.calls} == {"describe"}
    post.portal.down = False
    post.over(600)
    assert len(post.portal.receipts) == 20
    assert post.heard(PortalLost) == [PortalLost()]
    assert post.heard(PortalReached) == [PortalReached()]


def test_a_lost_answer_does_not_send_two(post: Post) -> None:
    journey = post.dossier()
    post.portal.lost = 1
    post.settle()
    assert post.state(journey) is State.WAITING
    with pytest.raises(SlipTooLate):
        post.queue.reopen(journey.slip).result()
    post.over(10)
    assert post.state(journey) is State.DELIVERED
    assert post.portal.delivered_ids() == [journey.id]
    assert post.portal.asked("deliver") == 2
    assert post.heard(PortalLost) == []


def test_a_poisoned_submission_does_not_block_the_rest(post: Post) -> None:
    poisoned = post.account()
    post.portal.failing[poisoned.id] = [DOWN] * 1000
    rest = [post.account() for _ in range(30)]
    asked = post.clock.monotonic()
    post.settle()
    assert post.clock.monotonic() == asked
    assert post.portal.delivered_ids() == [journey.id for journey in rest]
    post.over(3600)
    assert post.state(poisoned) is State.WAITING
    assert post.portal.asked("deliver") < 30 + 25


def test_when_all_submissions_fail_the_portal_is_left_in_peace(post: Post) -> None:
    for _ in range(50):
        journey = post.account()
        post.portal.failing[journey.id] = [DOWN] * 1000
    post.over(60)
    assert post.portal.asked("deliver") < 15


def test_retry_after_is_obeyed_and_costs_no_attempt(post: Post) -> None:
    journey = post.account()
    post.portal.failing[journey.id] = [PortalUnreachable("429", retry_after=120.0)]
    assert 120.0 <= post.settle() <= 240.0
    post.courier.nudge()
    post.over(119)
    assert post.portal.asked("deliver") == 1
    parcel = post.queue.next_due()
    assert parcel is None or parcel.attempts == 0
    post.over(2)
    assert post.state(journey) is State.DELIVERED
    assert post.heard(PortalLost) == [PortalLost()]


def test_one_that_is_put_off_for_ever_does_not_block_the_rest(post: Post) -> None:
    put_off, fine = post.account(), post.account()
    post.portal.failing[put_off.id] = [PortalUnreachable("429", retry_after=30.0)] * 1000
    post.over(60)
    assert post.state(fine) is State.DELIVERED
    assert post.state(put_off) is State.WAITING


def cut(post: Post, *arrived: int) -> Journey:
    """A dossier whose file is cut each time that so many of its bytes have arrived."""
    journey = post.dossier()
    parcel = post.queue.next_due()
    assert parcel is not None
    cuts = [PortalUnreachable("cut", arrived=each) for each in arrived]
    post.portal.broken_files[parcel.files[0].digest] = [*cuts]
    return journey


def test_a_file_that_comes_further_at_each_cut_is_tried_again_soon(post: Post) -> None:
    journey = cut(post, *range(0, 100 * FURTHER, FURTHER))
    post.over(60)
    assert 10 < post.portal.asked("upload") < 50
    post.over(540)
    assert post.state(journey) is State.DELIVERED


def test_a_file_that_hardly_moves_is_put_off_for_ever_longer(post: Post) -> None:
    cut(post, *range(1000))
    post.over(3600)
    assert post.portal.asked("upload") < 25


def test_a_file_that_is_sent_from_its_beginning_again_and_again_is_put_off_too(post: Post) -> None:
    cut(post, *(FURTHER * (time % 5) for time in range(1000)))
    post.over(3600)
    assert post.portal.asked("upload") < 30


def test_a_file_that_is_cut_for_ever_keeps_none_of_the_others(post: Post) -> None:
    cut(post, *range(0, 10_000 * FURTHER, FURTHER))
    tried = [post.account() for _ in range(2)]
    for journey in tried:
        post.portal.failing[journey.id] = [DOWN] * 2
    post.over(600)
    assert {post.state(journey) for journey in tried} == {State.DELIVERED}


def test_a_time_that_is_named_in_the_middle_of_a_file_is_kept(post: Post) -> None:
    post.dossier()
    parcel = post.queue.next_due()
    assert parcel is not None
    later = PortalUnreachable("503", retry_after=120.0, arrived=FURTHER)
    post.portal.broken_files[parcel.files[0].digest] = [later]
    assert post.settle() >= 120


def test_a_kiosk_that_is_not_accepted_stops_and_tells_until_staff_act(post: Post) -> None:
    journey = post.dossier()
    post.portal.not_authorised = PortalNotAuthorised("401")
    assert 0.8 * LONGEST <= post.settle() <= LONGEST
    post.over(0.8 * LONGEST - 1)
    assert post.events == [PortalShut()]
    assert len(post.portal.calls) == 1
    post.over(0.2 * LONGEST + 2)
    assert len(post.portal.calls) == 2
    post.portal.not_authorised = None
    post.courier.nudge()
    post.settle()
    assert post.state(journey) is State.DELIVERED


def test_a_submission_turned_away_with_the_kiosk_can_still_be_corrected(post: Post) -> None:
    journey = post.account()
    post.portal.failing[journey.id] = [PortalNotAuthorised("403")]
    post.settle()
    assert post.heard(PortalShut) == [PortalShut()]
    assert post.heard(Sending) == [Sending(1), Sending(0)]
    assert post.queue.reopen(journey.slip).result().id == journey.id


def test_a_lost_answer_stays_unknown_when_the_kiosk_is_turned_away_later(post: Post) -> None:
    journey = post.dossier()
    post.portal.failing[journey.id] = [DOWN, PortalNotAuthorised("401")]
    post.over(20)
    assert post.heard(PortalShut) == [PortalShut()]
    with pytest.raises(SlipTooLate):
        post.queue.reopen(journey.slip).result()


def test_a_refusal_sets_aside_and_the_rest_goes_on(post: Post) -> None:
    refused, fine = post.account(), post.account()
    refusal = Refusal("identity-mismatch", "")
    post.portal.refusals[refused.id] = refusal
    post.settle()
    assert post.heard(SetAside) == [SetAside(refused.id, refusal)]
    assert (post.state(refused), post.state(fine)) == (State.REFUSED, State.DELIVERED)


def test_a_file_that_the_portal_refuses_sets_its_submission_aside(post: Post) -> None:
    journey = post.dossier()
    parcel = post.queue.next_due()
    assert parcel is not None
    refusal = Refusal("too-large", "")
    post.portal.broken_files[parcel.files[0].digest] = [PortalRefused(refusal)]
    post.settle()
    assert post.heard(SetAside) == [SetAside(journey.id, refusal)]


def test_the_account_goes_before_its_dossier(post: Post) -> None:
    account = post.account()
    dossier = post.dossier(depends_on=account.id)
    post.portal.failing[account.id] = [DOWN]
    post.over(20)
    assert post.portal.delivered_ids() == [account.id, dossier.id]


def test_a_dossier_is_set_aside_with_its_account(post: Post) -> None:
    account = post.account()
    dossier = post.dossier(depends_on=account.id)
    refusal = Refusal("phone-not-owned", "")
    post.portal.refusals[account.id] = refusal
    post.settle()
    assert post.heard(SetAside) == [SetAside(account.id, refusal), SetAside(dossier.id, refusal)]
    assert post.portal.asked("upload") == 0


def test_a_number_already_registered_lets_the_dossier_go(post: Post) -> None:
    account = post.account()
    dossier = post.dossier(depends_on=account.id)
    post.portal.refusals[account.id] = Refusal("number-already-registered", "")
    post.settle()
    assert post.portal.delivered_ids() == [dossier.id]


def conflicting(post: Post, journey: Journey, digest: str, held: str | None = None) -> None:
    receipt = Receipt(journey.id, held or digest, "H26.000009", START)
    post.portal.failing[journey.id] = [PortalConflict(digest, receipt)]


def test_a_conflict_with_bytes_that_we_sent_is_a_delivery(post: Post) -> None:
    journey = post.account()
    parcel = post.queue.next_due()
    assert parcel is not None
    conflicting(post, journey, parcel.digest)
    post.settle()
    assert post.state(journey) is State.DELIVERED
    assert len(post.heard(Delivered)) == 1


def test_a_conflict_with_bytes_that_we_never_sent_is_a_refusal(post: Post) -> None:
    journey = post.account()
    conflicting(post, journey, "0" * 64)
    post.settle()
    assert post.heard(SetAside) == [SetAside(journey.id, Refusal("conflict", "0" * 64))]


def test_a_conflict_whose_receipt_is_for_something_else_settles_nothing(post: Post) -> None:
    journey = post.account()
    conflicting(post, journey, "0" * 64, held="1" * 64)
    post.settle()
    assert post.state(journey) is State.WAITING
    post.over(10)
    assert post.state(journey) is State.DELIVERED


@pytest.mark.parametrize("wrong", ["id", "digest"])
def test_a_receipt_for_something_else_is_no_success(
    post: Post, wrong: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    journey = post.account()

    def answer(parcel: Parcel) -> Receipt:
        if wrong == "id":
            return Receipt(UUID(int=7), parcel.digest, "H26.1", START)
        return Receipt(parcel.id, "0" * 64, "H26.1", START)

    monkeypatch.setattr(post.portal, "deliver", answer)
    post.settle()
    assert post.state(journey) is State.WAITING
    assert post.heard(Delivered) == []


def test_the_connection_is_tested_while_nothing_waits(post: Post) -> None:
    post.over(CONNECTION_TEST * 10)
    assert 11 <= post.portal.asked("describe") <= 13
    post.portal.down = True
    post.over(CONNECTION_TEST)
    assert post.events == [PortalReached(), PortalLost()]


def test_paused_means_paused_also_for_retries(post: Post) -> None:
    journey = post.account()
    post.portal.failing[journey.id] = [DOWN]
    post.settle()
    post.courier.pause()
    post.over(3600)
    assert post.portal.asked("deliver") == 1
    assert post.portal.asked("describe") > 25
    post.courier.resume()
    post.settle()
    assert post.state(journey) is State.DELIVERED


@pytest.mark.parametrize("after", ["describe", "upload"])
def test_a_pause_in_the_middle_stops_before_the_next_request(
    post: Post, after: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    journey = post.dossier()
    asked = getattr(post.portal, after)

    def pausing(*arguments: object) -> object:
        post.courier.pause()
        return asked(*arguments)

    monkeypatch.setattr(post.portal, after, pausing)
    if after == "describe":
        post.settle()
        assert post.portal.asked("upload") == 0
        return
    post.settle()
    assert post.portal.asked("deliver") == 0
    assert post.state(journey) is State.WAITING
    assert post.queue.reopen(journey.slip).result().id == journey.id


def test_a_pause_between_two_files_stops_there(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    post.dossier()
    due = post.queue.next_due

    def pausing(*, with_files: bool) -> Parcel | None:
        post.courier.pause()
        return due(with_files=with_files)

    monkeypatch.setattr(post.queue, "next_due", pausing)
    post.settle()
    assert post.portal.asked("upload") == 0


def test_a_tap_on_send_now_tries_at_once(post: Post) -> None:
    journey = post.account()
    post.portal.down = True
    post.over(900)
    post.portal.down = False
    post.courier.nudge()
    post.settle()
    assert post.state(journey) is State.DELIVERED


def test_a_submission_taken_back_on_the_way_is_not_delivered(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    journey = post.dossier()
    upload = post.portal.upload

    def uploading(file: SealedFile) -> None:
        upload(file)
        post.queue.withdraw(journey.slip).result()

    monkeypatch.setattr(post.portal, "upload", uploading)
    post.settle()
    assert post.portal.asked("deliver") == 0
    assert post.state(journey) is State.WITHDRAWN


def test_a_full_disk_delays_the_delivery_and_loses_nothing(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    journey = post.account()
    with monkeypatch.context() as broken:

        def full(_receipt: Receipt) -> None:
            raise QueueFull("no space left")

        broken.setattr(post.queue, "delivered", full)
        assert post.settle() == pytest.approx(60.0)
        post.over(59)
        assert post.portal.asked("deliver") == 1
    post.over(2)
    assert post.state(journey) is State.DELIVERED
    assert post.portal.delivered_ids() == [journey.id]


def test_sending_is_told_at_most_once_a_second(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(5):
        post.account()
    deliver = post.portal.deliver

    def slow(parcel: Parcel) -> Receipt:
        post.clock.pass_(0.6)
        return deliver(parcel)

    monkeypatch.setattr(post.portal, "deliver", slow)
    post.settle()
    assert post.heard(Sending) == [Sending(5), Sending(3), Sending(1), Sending(0)]


def test_what_comes_next_is_noted_with_the_receipt_before_it(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    journeys = [post.account() for _ in range(3)]
    attempted, deliver, noted = post.queue.attempted, post.portal.deliver, []

    def noting(submission: UUID, digest: str) -> None:
        noted.append(submission)
        attempted(submission, digest)

    def checking(parcel: Parcel) -> Receipt:
        assert noted[-1] == parcel.id
        return deliver(parcel)

    monkeypatch.setattr(post.queue, "attempted", noting)
    monkeypatch.setattr(post.portal, "deliver", checking)
    post.settle()
    assert noted == post.portal.delivered_ids() == [journey.id for journey in journeys]


@pytest.mark.parametrize("how", ["pause", "stop"])
def test_who_hears_of_a_delivery_may_stop_the_next_one(how: str) -> None:
    post, stop = Post(), threading.Event()

    def hear(event: Event) -> None:
        if isinstance(event, Delivered):
            if how == "pause":
                post.courier.pause()
            stop.set()

    post.courier = Courier(post.queue, post.portal, post.clock, Random(7), hear)
    first, second = post.account(), post.account()
    post.courier.nudge()
    post.courier.run(stop)
    assert post.portal.delivered_ids() == [first.id]
    assert post.queue.reopen(second.slip).result().id == second.id


def test_a_nudge_in_the_middle_of_many_is_heard_before_the_next(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = post.account(), post.account()
    deliver, hasten = post.portal.deliver, post.queue.hasten
    taken_when_heard: list[list[UUID]] = []

    def nudging(parcel: Parcel) -> Receipt:
        if parcel.id == first.id:
            post.courier.nudge()
        return deliver(parcel)

    def hearing() -> None:
        taken_when_heard.append(post.portal.delivered_ids())
        hasten()

    monkeypatch.setattr(post.portal, "deliver", nudging)
    monkeypatch.setattr(post.queue, "hasten", hearing)
    post.settle()
    assert taken_when_heard == [[first.id]]
    assert post.portal.delivered_ids() == [first.id, second.id]


def test_the_thread_delivers_wakes_when_nudged_and_ends_when_told() -> None:
    delivered, reached = threading.Event(), threading.Event()
    post = Post()

    def hear(event: Event) -> None:
        if isinstance(event, Delivered):
            delivered.set()
        elif isinstance(event, PortalReached):
            reached.set()

    courier = Courier(post.queue, post.portal, post.clock, Random(7), hear)
    stop = threading.Event()
    thread = threading.Thread(target=courier.run, args=(stop,))
    thread.start()
    try:
        assert reached.wait(PATIENCE)
        post.account()
        courier.nudge()
        assert delivered.wait(PATIENCE)
    finally:
        stop.set()
        courier.resume()
        thread.join(PATIENCE)
    assert not thread.is_alive()


# --- somebody is at the screen --------------------------------------------------------------------


def look_on(post: Post, seconds: int) -> None:
    """Somebody turns a page every second for so long."""
    for _ in range(seconds):
        post.courier.look()
        post.over(1)


def test_who_is_at_the_screen_is_told_within_ten_seconds_what_has_changed(post: Post) -> None:
    post.settle()
    for down, told in ((True, PortalLost()), (False, PortalReached())):
        post.portal.down = down
        post.courier.look()
        post.over(FRESH)
        assert post.events[-1] == told


def test_who_turns_pages_has_the_connection_tested_every_ten_seconds_at_most(post: Post) -> None:
    post.settle()
    look_on(post, 49)
    assert post.portal.asked("describe") == 5
    post.over(CONNECTION_TEST)
    assert post.portal.asked("describe") in {6, 7}


@pytest.mark.parametrize("outage", [60, 4000])
def test_who_looks_neither_hastens_nor_delays_what_waits_after_an_outage(outage: int) -> None:
    alone, looked_at = Post(), Post()
    sent_after = []
    for post, turn in ((alone, Post.over), (looked_at, look_on)):
        post.settle()
        post.account()
        post.portal.down = True
        turn(post, outage)
        post.portal.down = False
        began = post.clock.monotonic()
        while not post.heard(Delivered):
            turn(post, 1)
        sent_after.append(post.clock.monotonic() - began)
    assert looked_at.portal.asked("describe") > alone.portal.asked("describe")
    assert sent_after[1] >= sent_after[0] - 1
    assert sent_after[1] <= WINDOW + LONGEST_PROBE


def test_who_looks_in_a_long_outage_is_told_of_its_end_long_before_anything_is_sent(
    post: Post,
) -> None:
    post.settle()
    post.account()
    post.portal.down = True
    post.over(4000)
    post.portal.down = False
    tried = post.portal.asked("deliver")
    closed = post.courier.line().next_try_in
    assert closed > FRESH
    post.courier.look()
    post.over(FRESH)
    assert [type(event) for event in post.events[-2:]] == [PortalLost, PortalReached]
    assert closed - FRESH - 1 < post.courier.line().next_try_in <= closed - FRESH
    post.portal.down = True
    post.courier.look()
    post.over(FRESH)
    assert [type(event) for event in post.events[-2:]] == [PortalReached, PortalLost]
    asked = post.portal.asked("describe")
    post.over(closed)
    assert post.portal.asked("describe") > asked
    assert post.portal.asked("deliver") == tried


@pytest.mark.parametrize(
    "failure", [PortalUnreachable("503", retry_after=600.0), PortalNotAuthorised("401")]
)
def test_a_portal_that_wants_to_be_left_alone_is_not_looked_at(
    post: Post, failure: PortalFailure
) -> None:
    post.portal.not_authorised = failure
    look_on(post, 590)
    assert len(post.portal.calls) == 1


def test_a_look_sends_nothing_while_sending_is_paused(post: Post) -> None:
    post.courier.pause()
    post.account()
    look_on(post, 30)
    assert {name for name, _ in post.portal.calls} == {"describe"}


# --- after an outage ------------------------------------------------------------------------------


def test_after_an_outage_the_first_try_is_spread_and_the_screen_is_told_at_once(
    post: Post,
) -> None:
    journey = post.account()
    post.portal.down = True
    post.over(60)
    post.portal.down = False
    while not post.heard(PortalReached):
        post.over(1)
    assert post.state(journey) is State.WAITING
    assert post.courier.line().next_try_in > 0
    post.over(90)
    assert post.state(journey) is State.DELIVERED


def test_what_a_person_finishes_after_an_outage_goes_at_once(post: Post) -> None:
    post.portal.down = True
    post.over(3600)
    post.portal.down = False
    journey = post.account()
    post.courier.nudge()
    post.settle()
    assert post.state(journey) is State.DELIVERED


def test_a_start_with_something_waiting_is_the_end_of_an_outage(post: Post) -> None:
    journey = post.account()
    post.clock.pass_(3600)
    assert 0 < post.settle() <= 60
    assert post.portal.calls == []
    post.over(60)
    assert post.heard(PortalReached) == [PortalReached()]
    post.over(300)
    assert post.state(journey) is State.DELIVERED


def test_a_start_by_a_clock_that_was_set_back_waits_no_longer(post: Post) -> None:
    journey = post.account()
    post.clock.jump(timedelta(days=-9000))
    post.over(301)
    assert post.state(journey) is State.DELIVERED


def test_a_portal_that_answers_later_for_ever_is_not_hammered(post: Post) -> None:
    journey = post.account()
    post.portal.failing[journey.id] = [PortalUnreachable("503", retry_after=0.0)] * 1000
    post.over(3600)
    assert post.portal.asked("deliver") < 100


# --- turned away ----------------------------------------------------------------------------------


def test_what_the_portal_itself_put_off_can_still_be_corrected(post: Post) -> None:
    journey = post.account()
    post.portal.failing[journey.id] = [PortalUnreachable("429", 60.0, turned_away=True)]
    post.settle()
    assert post.queue.reopen(journey.slip).result().id == journey.id


def test_what_a_gateway_put_off_may_have_arrived(post: Post) -> None:
    journey = post.account()
    post.portal.failing[journey.id] = [PortalUnreachable("503", 60.0)]
    post.settle()
    with pytest.raises(SlipTooLate):
        post.queue.reopen(journey.slip).result()


def test_a_file_that_was_put_off_says_nothing_of_a_lost_answer(post: Post) -> None:
    journey = post.dossier()
    parcel = post.queue.next_due()
    assert parcel is not None
    post.portal.failing[journey.id] = [DOWN, PortalRefused(Refusal("attachment-missing", ""))]
    post.settle()
    post.portal.broken_files[parcel.files[0].digest] = [
        PortalUnreachable("503", 60.0, turned_away=True)
    ]
    while post.portal.broken_files[parcel.files[0].digest]:
        post.over(1)
    with pytest.raises(SlipTooLate):
        post.queue.reopen(journey.slip).result()


# --- hours for files ------------------------------------------------------------------------------


class Hours(Post):
    """A courier that sends files only while `open` says so."""

    def __init__(self) -> None:
        super().__init__()
        self.open = False
        self.courier = Courier(
            self.queue,
            self.portal,
            self.clock,
            Random(7),
            self.events.append,
            files_may_go=lambda: self.open,
        )


def test_outside_their_hours_files_wait_and_what_has_none_goes() -> None:
    post = Hours()
    dossier, account = post.dossier(), post.account()
    post.courier.nudge()
    post.over(3600)
    assert (post.state(dossier), post.state(account)) == (State.WAITING, State.DELIVERED)
    assert post.portal.asked("upload") == 0
    post.open = True
    post.over(120)
    assert post.state(dossier) is State.DELIVERED


def test_send_now_sends_files_at_any_hour_and_then_they_wait_again() -> None:
    post = Hours()
    dossier = post.dossier()
    post.courier.send_now()
    post.settle()
    assert post.state(dossier) is State.DELIVERED
    later = post.dossier()
    post.courier.nudge()
    post.over(3600)
    assert post.state(later) is State.WAITING


# --- heartbeats -----------------------------------------------------------------------------------

COUNTS = Heartbeat(1, 2, 3, "1.0.0", 4, 5)


class Beating(Post):
    """A courier that has something to tell; `fail` is raised instead of counts."""

    def __init__(self) -> None:
        super().__init__()
        self.fail: Exception | None = None
        self.courier = Courier(
            self.queue,
            self.portal,
            self.clock,
            Random(7),
            self.events.append,
            heartbeat=self.counts,
        )

    def counts(self) -> Heartbeat:
        if self.fail is not None:
            raise self.fail
        return COUNTS


def test_a_heartbeat_comes_at_first_reach_and_then_every_quarter_of_an_hour() -> None:
    post = Beating()
    post.settle()
    assert post.portal.heartbeats == [COUNTS]
    post.over(4 * HEARTBEAT)
    assert 5 <= len(post.portal.heartbeats) <= 6


def test_a_heartbeat_never_goes_before_what_a_person_waits_for() -> None:
    post = Beating()
    for _ in range(3):
        post.account()
    post.settle()
    asked = [name for name, _ in post.portal.calls]
    assert asked == ["describe", "deliver", "deliver", "deliver", "heartbeat"]


@pytest.mark.parametrize(
    "failure",
    [
        PortalUnreachable("cut"),
        PortalUnreachable("503", 2000.0),
        PortalRefused(Refusal("not-found", "")),
        PortalNotAuthorised("401"),
        QueueFull("no space"),
        OSError("no folder"),
    ],
)
def test_a_heartbeat_that_fails_harms_nothing(failure: Exception) -> None:
    post = Beating()
    post.fail = failure
    post.settle()
    journey = post.account()
    post.courier.nudge()
    post.settle()
    assert post.state(journey) is State.DELIVERED
    assert post.heard(PortalLost) == post.heard(PortalShut) == []
    post.fail = None
    post.over(HEARTBEAT)
    named = getattr(failure, "retry_after", None)
    assert len(post.portal.heartbeats) == (0 if named else 1)
    post.over(2 * HEARTBEAT)
    assert post.portal.heartbeats


def test_the_portal_may_widen_the_window() -> None:
    post = Beating()
    post.portal.to_heartbeats = HeartbeatAnswer(3600.0, (Notice.PACK_CHANGED,))
    post.settle()
    post.portal.down = True
    post.over(7200)
    post.account()
    post.portal.down = False
    while len(post.heard(PortalReached)) < 2:
        post.over(1)
    assert post.courier.line().next_try_in > 100
    post.over(3600)
    assert len(post.heard(Delivered)) == 1


# --- the line -------------------------------------------------------------------------------------


def test_the_line_tells_staff_how_it_stands(post: Post) -> None:
    assert post.courier.line() == Line(LineState.UNKNOWN, False, None, None, 0.0, timedelta())
    post.account()
    post.portal.drift = timedelta(seconds=90)
    post.settle()
    line = post.courier.line()
    assert (line.state, line.drift) == (LineState.REACHED, timedelta(seconds=90))
    assert line.reached_at == line.delivered_at == START
    assert 0 < line.next_try_in <= CONNECTION_TEST
    post.portal.down = True
    post.over(CONNECTION_TEST)
    line = post.courier.line()
    assert (line.state, line.delivered_at) == (LineState.LOST, START)
    assert 0 < line.next_try_in <= 5
    post.portal.down = False
    post.portal.not_authorised = PortalNotAuthorised("401")
    post.over(30)
    assert post.courier.line().state is LineState.SHUT
    post.courier.pause()
    assert post.courier.line().paused


def test_a_certificate_that_is_not_in_force_has_staff_look_at_the_clock(post: Post) -> None:
    post.portal.not_authorised = CertificateNotInForce("SSLError")
    post.settle()
    assert post.events == [PortalLost(clock_doubted=True)]
    assert post.courier.line().clock_doubted
    post.portal.not_authorised = PortalUnreachable("silence")
    post.over(30)
    assert post.events[1:] == [PortalLost()]
    post.portal.not_authorised = None
    post.over(300)
    assert not post.courier.line().clock_doubted


def test_a_trouble_of_our_own_is_told_as_offline(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    post.settle()
    with monkeypatch.context() as broken:

        def full(**_how: object) -> None:
            raise QueueFull("no space left")

        broken.setattr(post.queue, "next_due", full)
        post.account()
        post.settle()
        assert post.events == [PortalReached(), PortalLost()]
        assert post.courier.line().state is LineState.LOST
    post.over(61)
    assert post.courier.line().state is LineState.REACHED


def test_who_stumbles_over_every_word_stops_nothing(
    post: Post, caplog: pytest.LogCaptureFixture
) -> None:
    def deaf(_event: Event) -> None:
        raise ZeroDivisionError

    post.courier = Courier(post.queue, post.portal, post.clock, Random(7), deaf)
    assert post.settle() == pytest.approx(60.0)
    assert "nobody could be told" in caplog.text


# --- a pause of staff's ---------------------------------------------------------------------------


def restarted(post: Post) -> None:
    post.courier = Courier(post.queue, post.portal, post.clock, Random(7), post.events.append)


def test_a_pause_outlives_the_program_until_somebody_ends_it(post: Post) -> None:
    post.courier.pause()
    post.settle()
    journey = post.account()
    restarted(post)
    post.over(3600)
    assert post.courier.line().paused
    assert post.state(journey) is State.WAITING
    post.courier.resume()
    post.over(1)
    assert post.state(journey) is State.DELIVERED
    restarted(post)
    post.settle()
    assert not post.courier.line().paused


def test_who_resumes_before_the_first_step_is_heard(post: Post) -> None:
    post.courier.pause()
    post.settle()
    restarted(post)
    post.courier.resume()
    post.settle()
    assert not post.queue.paused()


def test_the_store_remembers_a_pause_and_when_the_oldest_was_finished(
    open_queue: Callable[..., EncryptedQueue], clock: ManualClock
) -> None:
    queue = open_queue()
    assert not queue.paused()
    assert queue.oldest() is None
    queue.set_paused(paused=True)
    queue.close()
    queue = open_queue()
    assert queue.paused()
    queue.set_paused(paused=False)
    began = clock.now()
    finished(queue, account_form())
    clock.pass_(60)
    finished(queue, account_form())
    assert not queue.paused()
    assert queue.oldest() == began


def test_after_a_trouble_the_portal_is_tested_before_anything_else(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    post.account()
    post.clock.pass_(3600)
    post.clock.pass_(post.courier.step())
    assert post.courier.step() > 70
    assert post.heard(PortalReached)  # it waits for its moment, and tests no more
    with monkeypatch.context() as broken:

        def full(*, paused: bool) -> None:
            raise QueueFull(str(paused))

        broken.setattr(post.queue, "set_paused", full)
        post.courier.pause()
        post.courier.step()
        assert post.courier.line().state is LineState.LOST
    post.over(61)
    assert post.courier.line().state is LineState.REACHED


def test_who_asks_to_send_ends_the_rest_after_a_trouble(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = [post.account() for _ in range(3)]

    def full(**_how: object) -> None:
        raise QueueFull

    with monkeypatch.context() as broken:
        broken.setattr(post.queue, "next_due", full)
        post.courier.send_now()
        assert post.courier.step() > 30
    post.courier.send_now()
    while post.courier.step() == 0:
        pass
    assert post.portal.delivered_ids() == [journey.id for journey in asked]
