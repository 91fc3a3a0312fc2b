"""Staff's time at the machine: the door, the queue, the stick, the checkup, and the lock."""

from __future__ import annotations

import threading
from concurrent.futures import Future
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from kiosk.domain.events import Delivered, PortalReached, Sending
from kiosk.domain.helping import Helping, HelpMode
from kiosk.domain.ports import QueueFailure, QueueFull, QueueLocked
from kiosk.domain.staff import (
    Exported,
    Finding,
    Imported,
    LineState,
    Soundness,
    StickUnusable,
)
from kiosk.domain.submission import Receipt, Refusal, State
from tests.fakes.portal import PortalSimulator
from tests.fakes.queue import MemoryQueue
from tests.patience import PATIENCE
from tests.ui.conductor.house import ACCOUNT, ACCOUNT_ANSWERS, CARD, House
from tests.ui.staff_area import PIN, UNKNOWN_LINE
from ui.components.rows import AnswerRow
from ui.screens.desk_row import StandingRow

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from kiosk.domain.events import Event
    from kiosk.domain.slip import Slip
    from kiosk.domain.staff import Line
    from ui.edges import Edges

NAME = "L. T. HOA"
REFUSED = Refusal("phone-not-owned", "")


class StillCourier:
    """Carries nothing; the test says how the line is, and tells its events."""

    def __init__(self, notify: Callable[[Event], None]) -> None:
        self.notify = notify
        self.state: Line = UNKNOWN_LINE
        self.nudged = 0
        self.sent_now = 0

    def run(self, stop: threading.Event) -> None:
        stop.wait()

    def nudge(self) -> None:
        self.nudged += 1

    def send_now(self) -> None:
        self.sent_now += 1

    def look(self) -> None:
        """There is nothing to look at."""

    def pause(self) -> None:
        self.state = replace(self.state, paused=True)

    def resume(self) -> None:
        self.state = replace(self.state, paused=False)

    def line(self) -> Line:
        return self.state


class StaffQueueFails(MemoryQueue):
    """A queue whose disk is full for whatever staff ask to be done."""

    def hold(self, submission: UUID) -> Future[None]:
        del submission
        return failed(QueueFull())


def failed(failure: Exception) -> Future[Any]:
    answer: Future[Any] = Future()
    answer.set_exception(failure)
    return answer


class Office:
    """A kiosk with submissions in a queue in memory, and the finger of somebody of the staff."""

    def __init__(
        self,
        build: Callable[..., House],
        *,
        queue: MemoryQueue | None = None,
        **how: object,
    ) -> None:
        portal = PortalSimulator()
        portal.down = True
        self.couriers: list[StillCourier] = []
        self.ready = threading.Event()
        self.ready.set()
        self.house: House = build(opened=self._edges, portal=portal, **how)
        self.queue = queue or MemoryQueue(self.house.clock)
        self.slips: list[Slip] = []

    def _edges(self, house: House) -> Edges:
        assert self.ready.wait(PATIENCE)
        edges = house.edges()
        edges.close()

        def make(notify: Callable[[Event], None]) -> StillCourier:
            self.couriers.append(StillCourier(notify))
            return self.couriers[-1]

        return edges._replace(
            queue=self.queue,
            staff=house.staff(self.queue),
            make_courier=make,
            close=self.queue.close,
        )

    @property
    def courier(self) -> StillCourier:
        return self.couriers[0]

    def finish(self, count: int = 1, *, phone: bool = False) -> list[UUID]:
        """So many accounts, finished and waiting; with `phone` they agreed to be called."""
        procedure = self.house.library.packs.procedure(ACCOUNT)
        assert procedure is not None
        ids = []
        for _ in range(count):
            journey = self.queue.begin(procedure.kind, procedure).result()
            journey = journey.answer(ACCOUNT_ANSWERS)
            self.queue.save(journey).result()
            self.queue.finish(journey, procedure, NAME).result()
            if phone:
                self.queue._kept[journey.id].phone = "0912345678"
            self.slips.append(journey.slip)
            ids.append(journey.id)
        return ids

    def refuse(self, submission: UUID) -> None:
        self.queue.refused(submission, REFUSED)

    def deliver(self, submission: UUID) -> Receipt:
        parcel = self.queue._kept[submission].parcel
        assert parcel is not None
        self.queue.attempted(submission, parcel.digest)
        receipt = Receipt(submission, parcel.digest, "H26.000001", self.house.clock.now())
        self.queue.delivered(receipt)
        return receipt

    def state(self, submission: UUID) -> State:
        return self.queue.submission(submission).result().state

    def open(self) -> Office:
        self.house.open()
        return self

    def come(self) -> Office:
        """To the staff's door, and through it."""
        self.knock()
        self.enter(PIN)
        self.house.wait_page("desk.queue")
        return self

    def knock(self) -> None:
        self.house.tap("header.staff")
        self.house.wait_page("pin")

    def enter(self, pin: str) -> None:
        self.house.digits(pin)
        self.house.tap("footer.primary")

    def take_stick(self) -> None:
        """To the page of the sticks."""
        self.house.tap("desk.stick")
        self.house.wait_page("desk.stick")

    def rows(self) -> list[str]:
        """The submissions whose rows can be seen."""
        rows = self.house.frame.findChildren(StandingRow)
        return [row.shown.id for row in rows if row.isVisible()]

    def wait_rows(self, *submissions: UUID) -> None:
        """Until these are the rows that can be seen."""
        self.house.wait(lambda: self.rows() == [str(it) for it in submissions])

    def spoken(self) -> str:
        """All that the screen could show or read aloud."""
        parts = [part for part in self.house.frame.findChildren(QWidget) if part.isVisible()]
        return "\n".join(part.accessibleName() for part in parts)


@pytest.fixture
def office(build: Callable[..., House]) -> Office:
    return Office(build)


# --- the door -------------------------------------------------------------------------------------


def test_the_door_is_on_home_and_on_no_page_of_a_person(office: Office) -> None:
    house = office.open().house
    assert house.find("header.staff") is not None
    house.tap("home.account")
    assert house.find("header.staff") is None
    assert house.find("header.help") is not None


def test_the_right_pin_opens_the_desk_and_is_nowhere_after(office: Office) -> None:
    office.open().come()
    assert office.house.pin.checked == [PIN]
    assert office.house.find("header.lock") is not None
    assert office.house.find("header.help") is None
    assert PIN not in office.spoken()


def test_a_demonstration_says_the_pin_that_opens_its_desk(office: Office) -> None:
    office.house.practice_pin = PIN
    office.open().knock()
    assert office.house.find("pin.practice") is not None
    assert PIN in office.spoken()
    office.enter(PIN)
    office.house.wait_page("desk.queue")


def test_a_real_kiosk_says_no_pin(office: Office) -> None:
    office.open().knock()
    assert office.house.find("pin.practice") is None


def test_what_is_typed_is_neither_shown_nor_read_aloud(office: Office) -> None:
    office.open().knock()
    office.house.digits("2951")
    line = office.house.find("pin.digits")
    assert line is not None
    assert "2951" not in line.accessibleName() + line.accessibleDescription()


def test_a_wrong_pin_says_how_many_tries_are_left(office: Office) -> None:
    house = office.open().house
    office.knock()
    office.enter("111222")
    house.wait(lambda: house.say("pin.wrong", count=4) in house.words())
    office.enter(PIN)
    house.wait_page("desk.queue")


def test_too_many_wrong_pins_close_the_pad_and_count_the_seconds(office: Office) -> None:
    house = office.open().house
    house.pin.left = 1
    office.knock()
    office.enter("111222")
    house.wait(lambda: house.say("pin.locked", count=15) in house.words())
    assert house.find("pad-1") is None
    assert house.find("footer.primary") is None
    house.wait(lambda: house.say("pin.locked", count=14) in house.words())
    house.tap("header.text-size")
    assert house.find("pad-1") is None
    house.tap("footer.back")
    house.wait_page("home")


def test_a_pin_that_is_too_short_is_no_try(office: Office) -> None:
    house = office.open().house
    office.knock()
    office.enter("123")
    house.wait(lambda: house.say("pin.short", count=6) in house.words())
    assert house.pin.checked == []


@pytest.mark.parametrize(
    ("failure", "said"),
    [(None, "kiosk pin set"), (QueueLocked("locked"), "Chùm khoá")],
    ids=["not set", "keyring locked"],
)
def test_a_door_without_a_pin_says_who_can_open_it(
    office: Office, failure: QueueFailure | None, said: str
) -> None:
    house = office.open().house
    house.pin.pin, house.pin.failure = None, failure
    office.knock()
    house.wait(lambda: said in house.words())
    assert house.find("pad-1") is None
    house.tap("header.text-size")
    assert said in house.words()
    assert house.find("pad-1") is None


def test_larger_letters_take_away_what_was_typed_of_the_pin(office: Office) -> None:
    house = office.open().house
    office.knock()
    house.digits("295173")
    house.tap("header.text-size", "footer.primary")
    house.wait(lambda: house.say("pin.short", count=6) in house.words())


def test_whoever_goes_away_from_the_door_leaves_nothing(office: Office) -> None:
    house = office.open().house
    office.knock()
    house.digits("295")
    house.tap("footer.back")
    house.wait_page("home")
    office.knock()
    office.enter("173")
    house.wait(lambda: house.say("pin.short", count=6) in house.words())


def test_who_comes_before_everything_is_open_waits_at_the_door(office: Office) -> None:
    house = office.house
    office.ready.clear()
    house.program.begin()
    house.tap("header.staff")
    house.wait_page("wait")
    office.ready.set()
    house.wait_page("pin")


# --- the list -------------------------------------------------------------------------------------


def test_the_list_says_how_many_there_are_and_shows_one_heap_alone(office: Office) -> None:
    first, second, third, fourth = office.finish(4)
    office.refuse(first)
    office.queue.hold(second).result()
    office.deliver(third)
    house = office.open().come().house
    names = ("refused", "waiting", "held", "delivered")
    for heap in names:
        assert house.button(f"desk.heap.{heap}").startswith("1 "), heap
    assert office.rows() == [str(first), str(second), str(fourth)]
    for heap, shown in zip(names, (first, fourth, second, third), strict=True):
        house.tap(f"desk.heap.{heap}")
        office.wait_rows(shown)
    house.tap("desk.heap.delivered")
    house.wait(lambda: len(office.rows()) == 3)


def test_a_row_says_whose_it_is_and_why_it_waits(office: Office) -> None:
    (submission,) = office.finish()
    house = office.open().come().house
    spoken = house.button(f"desk.row.{submission}")
    assert NAME in spoken
    assert str(office.slips[0].ticket) in spoken
    assert house.say("desk.why.unknown") in spoken


def test_rows_that_dont_fit_are_turned_to_and_back(office: Office) -> None:
    ids = [str(it) for it in office.finish(7)]
    house = office.open().come().house
    above = office.rows()
    house.tap("pager.down")
    assert above + office.rows() == ids
    house.tap("pager.up")
    assert office.rows() == above


def test_rows_beyond_the_first_fifty_are_fetched_when_turned_to(office: Office) -> None:
    ids = [str(it) for it in office.finish(53)]
    house = office.open().come().house
    while ids[49] not in office.rows():
        house.tap("pager.down")
    last = office.rows()
    house.tap("pager.down")
    house.wait(lambda: office.rows() == ids[50:])
    house.tap("pager.up")
    house.wait(lambda: office.rows() == last)


def test_an_empty_queue_says_so(office: Office) -> None:
    house = office.open().come().house
    assert house.say("desk.nothing.open") in house.words()


def test_the_list_follows_what_the_courier_tells(office: Office) -> None:
    first, second = office.finish(2)
    house = office.open().come().house
    receipt = office.deliver(first)
    office.courier.notify(Delivered(first, receipt))
    office.wait_rows(second)
    assert house.button("desk.heap.delivered").startswith("1 ")


# --- what can be done -----------------------------------------------------------------------------


def test_one_tap_sends_a_waiting_one_now(office: Office) -> None:
    (submission,) = office.finish()
    office.queue.postponed(submission, 900.0, counts=True)
    house = office.open().come().house
    house.tap(f"desk.retry.{submission}")
    house.wait(lambda: office.courier.sent_now == 1)
    standing = office.queue.standing(office.slips[0].ticket).result()
    assert standing is not None
    assert standing.next_try_in == 0


def test_everything_is_sent_now(office: Office) -> None:
    office.finish(2)
    house = office.open().come().house
    house.tap("footer.primary")
    house.wait(lambda: office.courier.sent_now == 1)


def test_a_waiting_one_is_held_and_let_go_again(office: Office) -> None:
    (submission,) = office.finish()
    house = office.open().come().house
    house.tap(f"desk.row.{submission}", "desk.do.hold")
    house.wait(lambda: office.state(submission) is State.HELD)
    house.wait(lambda: house.find("desk.do.hold") is None)
    house.tap("footer.back")
    house.tap(f"desk.let_go.{submission}")
    house.wait(lambda: office.state(submission) is State.WAITING)
    house.wait(lambda: office.courier.nudged == 1)


def test_a_refused_one_says_whom_to_call_and_is_noted_as_told_only_when_confirmed(
    office: Office,
) -> None:
    (submission,) = office.finish(phone=True)
    office.refuse(submission)
    house = office.open().come().house
    house.tap(f"desk.row.{submission}")
    house.wait_page("desk.submission")
    assert "0912\u00a0345\u00a0678" in house.words()
    assert house.say(f"refusal.{REFUSED.type}") in house.words()
    house.tap("desk.do.told")
    house.wait_page("desk.told")
    house.tap("footer.back")
    house.wait_page("desk.submission")
    ticket = office.slips[0].ticket
    untold = office.queue.standing(ticket).result()
    assert untold is not None
    assert untold.told_at is None
    house.tap("desk.do.told", "footer.primary")
    house.wait_page("desk.submission")
    told = office.queue.standing(ticket).result()
    assert told is not None
    assert told.told_at is not None
    assert "0912" not in house.words()
    assert house.find("desk.do.told") is None


def test_a_refused_one_is_sent_again_as_it_is(office: Office) -> None:
    (submission,) = office.finish()
    office.refuse(submission)
    house = office.open().come().house
    house.tap(f"desk.open.{submission}", "desk.do.again")
    house.wait(lambda: office.state(submission) is State.WAITING)
    house.wait(lambda: office.courier.sent_now == 1)


def test_the_page_of_a_submission_tells_what_happened_to_it(office: Office) -> None:
    (submission,) = office.finish()
    office.queue.hold(submission).result()
    house = office.open().come().house
    house.tap(f"desk.row.{submission}")
    house.wait_page("desk.submission")
    house.tap("pager.down")
    spoken = office.spoken()
    assert house.say("desk.history.finished") in spoken
    assert house.say("desk.history.held") in spoken


def test_what_changed_meanwhile_is_said_and_nothing_is_done_twice(office: Office) -> None:
    (submission,) = office.finish()
    house = office.open().come().house
    office.refuse(submission)
    office.queue.retry(submission).result()
    office.deliver(submission)
    house.tap(f"desk.retry.{submission}")
    house.wait_page("desk.changed")
    house.tap("footer.primary")
    house.wait_page("desk.queue")
    assert office.rows() == []


def test_what_the_disk_refuses_is_said_and_leads_to_the_checkup(
    build: Callable[..., House],
) -> None:
    office = Office(build, queue=StaffQueueFails())
    (submission,) = office.finish()
    house = office.open().come().house
    house.tap(f"desk.row.{submission}", "desk.do.hold")
    house.wait_page("desk.trouble")
    assert office.state(submission) is State.WAITING
    house.tap("footer.back")
    house.wait_page("desk.checkup")


def test_a_correction_needs_the_slip_and_locks_the_desk_first(office: Office) -> None:
    (submission,) = office.finish()
    office.refuse(submission)
    house = office.open().come().house
    house.tap(f"desk.open.{submission}")
    house.wait_page("desk.submission")
    house.tap("footer.primary")
    house.wait_page("slip_entry.resume")
    assert house.conductor._desk is None
    house.scan(office.slips[0].qr_text)
    house.wait_page("task_list")


# --- pausing --------------------------------------------------------------------------------------


def test_paused_sending_is_said_to_everybody_until_it_goes_on(office: Office) -> None:
    office.finish()
    house = office.open().come().house
    office.courier.notify(PortalReached())
    house.wait(lambda: house.conductor.online)
    house.tap("desk.pause")
    house.wait(lambda: house.say("network.paused") in office.spoken())
    house.wait(lambda: house.find("desk.resume") is not None)
    assert not house.conductor.sends
    office.courier.notify(Sending(1))
    house.flush()
    house.tap("header.lock")
    house.wait_page("home")
    assert house.say("network.paused") in office.spoken()
    office.come()
    house.tap("desk.resume")
    house.wait(lambda: house.conductor.sends)
    assert office.courier.nudged == 1
    house.wait(lambda: house.find("desk.pause") is not None)
    assert house.say("network.paused") not in office.spoken()


def test_the_line_is_told_as_the_courier_sees_it(office: Office) -> None:
    house = office.open().house
    office.courier.state = replace(UNKNOWN_LINE, state=LineState.SHUT, next_try_in=300.0)
    office.come()
    assert house.say("desk.line.shut") in house.words()
    assert "5 phút" in house.words()


# --- the stick ------------------------------------------------------------------------------------


def test_what_waits_is_written_to_the_stick_that_is_there(office: Office) -> None:
    office.finish(2)
    house = office.open().come().house
    house.stick.exported = Exported(2, house.folder / "usb" / "phieu-TK", 1)
    office.take_stick()
    assert house.say("stick.outgoing", count=2) in house.words()
    house.tap("footer.primary")
    house.wait_page("desk.stick.written")
    assert house.stick.used == [("export", house.folder / "usb")]
    assert "phieu-TK" in house.words()
    assert house.say("stick.written.left", count=1) in house.words()
    house.tap("footer.primary")
    house.wait_page("desk.queue")


def test_receipts_are_taken_in_from_the_stick(office: Office) -> None:
    house = office.open().come().house
    house.stick.imported = Imported(3, 1, 0)
    house.tap("desk.stick", "stick.import")
    house.wait_page("desk.stick.read")
    assert house.stick.used == [("import", house.folder / "usb")]
    assert house.say("stick.read.delivered", count=3) in house.words()
    assert house.say("stick.read.refused", count=1) in house.words()


def test_of_several_sticks_one_must_be_chosen(office: Office) -> None:
    office.finish()
    house = office.open().come().house
    house.stick.sticks = (house.folder / "a", house.folder / "b")
    office.take_stick()
    assert house.find("stick.import") is None
    house.tap("stick.1", "footer.primary")
    house.wait_page("desk.stick.written")
    assert house.stick.used == [("export", house.folder / "b")]


def test_a_stick_is_looked_for_again(office: Office) -> None:
    office.finish()
    house = office.open().come().house
    sticks, house.stick.sticks = house.stick.sticks, ()
    office.take_stick()
    assert house.say("stick.none") in house.words()
    house.stick.sticks = sticks
    house.tap("footer.primary")
    house.wait(lambda: house.find("stick.0") is not None)


@pytest.mark.parametrize("reason", ["full", "pulled", "of-a-kind-nobody-has-words-for"])
def test_why_a_stick_cant_be_used_is_said(office: Office, reason: str) -> None:
    office.finish()
    house = office.open().come().house
    house.stick.failure = StickUnusable(reason)
    office.take_stick()
    house.tap("footer.primary")
    key = f"stick.unusable.{reason}"
    look = house.program.stage.look
    words = look.say(key if key in look.texts else "stick.unusable.other")
    house.wait(lambda: words in house.words())
    house.stick.failure = None
    house.tap("footer.primary")
    house.wait_page("desk.stick.written")


def test_a_queue_that_fails_at_the_stick_is_said(office: Office) -> None:
    office.finish()
    house = office.open().come().house
    house.stick.failure = QueueFull()
    office.take_stick()
    house.tap("footer.primary")
    house.wait_page("desk.trouble")


# --- the checkup ----------------------------------------------------------------------------------

FOUND = (
    Finding("store", "whole", Soundness.SOUND, {}),
    Finding("moon", "too-bright", Soundness.BROKEN, {"lux": 3}),
)


def test_staff_see_who_did_it_themselves_and_what_needed_help(office: Office) -> None:
    procedure = office.house.library.packs.procedure(ACCOUNT)
    assert procedure is not None
    office.finish(2)
    journey = office.queue.begin(procedure.kind, procedure).result().answer(ACCOUNT_ANSWERS)
    journey = journey.step_came_about("phone", HelpMode.ON_BEHALF).called({"identity", "new-one"})
    journey = journey.helped(Helping(HelpMode.ON_BEHALF, "L"))
    office.queue.finish(journey, procedure, NAME).result()
    office.open().come().house.tap("desk.more")
    office.house.wait_page("desk.more")
    office.house.tap("desk.more.help")
    office.house.wait_page("desk.help")
    rows = {row.said() for row in office.house.page.findChildren(AnswerRow)}
    say = office.house.say
    assert (say("desk.help.alone"), say("desk.help.share", count=2, whole=3, percent=67)) in rows
    title = procedure.short_title.said("vi")
    identity = f"{title}: {say('desk.help.at.identity')}"
    assert (identity, say("desk.help.called", count=1)) in rows
    other = f"{title}: {say('desk.help.at.other')}"
    assert (other, say("desk.help.called", count=1)) in rows
    asked = next(it for it in procedure.steps() if it.id == "phone").question.said("vi")
    phone = f"{title}: {office.house.page.look.texts.addressed(asked)}"
    assert (phone, say("desk.help.typed", count=1)) in rows
    office.house.tap("footer.back")
    office.house.wait_page("desk.more")
    office.house.tap("footer.back")
    office.house.wait_page("desk.queue")


def test_a_desk_where_nobody_finished_anything_says_so(office: Office) -> None:
    office.open().come().house.tap("desk.more")
    office.house.wait_page("desk.more")
    office.house.tap("desk.more.help")
    office.house.wait_page("desk.help")
    assert office.house.say("desk.help.none", days=30) in office.house.words()


def test_the_checkup_tells_the_worst_first_even_without_words_for_it(office: Office) -> None:
    house = office.open().come().house
    house.found = FOUND
    house.tap("desk.checkup")
    house.wait_page("desk.checkup")
    words = house.words()
    assert house.say("checkup.wrong", count=1) in words
    assert "moon: too-bright" in words
    assert house.say("doctor.other.fix") in words
    house.found = ()
    house.tap("footer.primary")
    house.wait(lambda: house.say("checkup.sound") in house.words())
    house.tap("footer.back")
    house.wait_page("desk.queue")


def test_a_kiosk_that_is_out_of_order_can_still_be_examined(build: Callable[..., House]) -> None:
    def opened(_house: House) -> Edges:
        raise QueueLocked("missing")

    house = build(opened=opened)
    house.found = FOUND
    house.program.begin()
    house.wait(lambda: house.find("home.closed") is not None)
    house.tap("header.staff")
    house.wait_page("checkup")
    assert "moon: too-bright" in house.words()
    house.tap("footer.back")
    house.wait_page("home")


# --- the lock -------------------------------------------------------------------------------------


def test_after_the_lock_nothing_of_the_desk_is_left(office: Office) -> None:
    (submission,) = office.finish(phone=True)
    house = office.open().come().house
    house.tap(f"desk.row.{submission}")
    house.wait_page("desk.submission")
    house.tap("header.lock")
    house.wait_page("home")
    QApplication.processEvents()
    assert house.conductor._desk is None
    every = house.frame.findChildren(QWidget)
    names = "\n".join(it.accessibleName() for it in every if it.isVisible())
    for told in (NAME, str(office.slips[0].ticket), "0912"):
        assert told not in names
    office.knock()


def test_the_desk_locks_itself_when_nobody_is_there(office: Office) -> None:
    office.finish()
    house = office.open().come().house
    house.nobody_touches()
    assert house.say("idle.then.locked") in house.words()
    assert NAME not in office.spoken()
    house.nobody_answers()
    house.wait_page("home")
    assert "wiped" not in house.pages
    assert house.conductor._desk is None


def test_who_is_still_at_the_desk_goes_on_where_they_were(office: Office) -> None:
    office.finish()
    house = office.open().come().house
    house.nobody_touches()
    house.tap("footer.primary")
    house.wait_page("desk.queue")


def test_an_answer_that_comes_after_the_lock_shows_nothing(
    build: Callable[..., House],
) -> None:
    late: list[Future[Any]] = []

    class Late(MemoryQueue):
        def history(self, submission: UUID) -> Future[Any]:
            del submission
            late.append(Future())
            return late[-1]

    office = Office(build, queue=Late())
    (submission,) = office.finish()
    house = office.open().come().house
    house.tap(f"desk.row.{submission}")
    house.wait(lambda: bool(late))
    house.tap("header.lock")
    late[0].set_result(())
    house.flush()
    assert house.name == "home"


def test_a_slip_that_is_scanned_at_the_desk_is_shown_to_its_person(office: Office) -> None:
    office.finish()
    house = office.open().come().house
    house.scan(office.slips[0].qr_text)
    house.wait_page("progress")
    assert house.find("header.lock") is None
    assert house.conductor._desk is None


def test_a_card_that_is_scanned_at_the_desk_is_nothing(office: Office) -> None:
    office.finish()
    house = office.open().come().house
    house.scan(CARD)
    house.flush()
    assert house.name == "desk.queue"
    assert not house.conductor.has_person


def test_larger_letters_leave_staff_where_they_were(office: Office) -> None:
    ids = [str(it) for it in office.finish(7)]
    house = office.open().come().house
    house.tap("pager.down")
    first = office.rows()[0]
    assert first != ids[0]
    house.tap("header.text-size")
    assert first in office.rows()


def test_nothing_moves_under_a_finger_that_is_about_to_press(office: Office) -> None:
    first, second = office.finish(2)
    house = office.open().come().house
    row = house.find(f"desk.row.{second}")
    desk = house.conductor._desk
    assert isinstance(row, QAbstractButton)
    assert desk is not None
    row.setDown(True)
    office.courier.notify(Delivered(first, office.deliver(first)))
    house.flush()
    desk._tick()
    house.flush()
    assert office.rows() == [str(first), str(second)]
    row.setDown(False)
    desk._tick()
    office.wait_rows(second)


def test_a_list_that_comes_late_does_not_push_aside_what_was_opened(
    build: Callable[..., House],
) -> None:
    late: list[tuple[Future[Any], Any]] = []

    class Late(MemoryQueue):
        slow = False

        def health(self) -> Future[Any]:
            if not self.slow:
                return super().health()
            late.append((Future(), super().health().result()))
            return late[-1][0]

    queue = Late()
    office = Office(build, queue=queue)
    (submission,) = office.finish()
    house = office.open().come().house
    queue.slow = True
    house.tap("footer.primary")
    house.wait(lambda: bool(late))
    house.tap(f"desk.row.{submission}")
    house.wait_page("desk.submission")
    for future, health in late:
        future.set_result(health)
    house.flush()
    assert house.name == "desk.submission"
