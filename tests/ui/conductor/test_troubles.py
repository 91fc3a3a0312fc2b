"""When the machine itself can't: each time a clear page, and nothing lost."""

from __future__ import annotations

import threading
from concurrent.futures import Future
from typing import TYPE_CHECKING

import pytest

from kiosk.domain.events import PortalReached
from kiosk.domain.ports import (
    QueueDamaged,
    QueueFailure,
    QueueFull,
    QueueInUse,
    QueueLocked,
    QueueTooNew,
    WrongState,
)
from offline_queue.key import FileSecrets
from offline_queue.queue import EncryptedQueue
from tests.fakes.portal import PortalSimulator
from tests.ui.conductor.house import (
    ACCOUNT,
    ACCOUNT_ANSWERS,
    BIRTH,
    BIRTH_ANSWERS,
    CARD,
    House,
)
from tests.ui.staff_area import UNKNOWN_LINE
from ui.screens.idle import Then

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from kiosk.domain.events import Event
    from kiosk.domain.journey import Journey
    from kiosk.domain.staff import Line
    from ui.edges import Edges

_PHONE_LESS = {name: it for name, it in ACCOUNT_ANSWERS.items() if name != "phone"}


def _failing(failure: Exception) -> Callable[[House], Edges]:
    def opened(_house: House) -> Edges:
        raise failure

    return opened


@pytest.mark.parametrize(
    ("failure", "reason"),
    [
        (QueueLocked("locked"), "locked"),
        (QueueLocked("wrong"), "locked"),
        (QueueDamaged(), "damaged"),
        (QueueTooNew(), "too-new"),
        (QueueInUse(), "in-use"),
        (QueueFull(), "full"),
        (QueueFailure("too many files are open"), "full"),
    ],
)
def test_home_says_why_nothing_can_be_done_here(
    build: Callable[..., House], failure: Exception, reason: str
) -> None:
    house = build(opened=_failing(failure))
    house.program.begin()
    house.wait(lambda: house.say(f"home.closed.{reason}.title") in house.words())
    assert house.find("home.account") is None
    assert "0257" in house.words().replace("\u00a0", " ")


def test_who_was_quicker_than_the_kiosk_hears_that_it_can_not(
    build: Callable[..., House],
) -> None:
    house = build(opened=_failing(QueueInUse()))
    house.tap("home.account")
    house.wait_page("wait")
    house.program.begin()
    house.wait_page("home")
    assert house.say("home.closed.in-use.title") in house.words()


def test_a_second_kiosk_on_the_same_data_says_so_and_harms_nothing(
    house: House, qtbot: QtBot, tmp_path: Path
) -> None:
    journey = house.kept(ACCOUNT, ACCOUNT_ANSWERS)
    second = House(qtbot, tmp_path)
    try:
        second.program.begin()
        second.wait(lambda: second.say("home.closed.in-use.title") in second.words())
    finally:
        second.close()
    house.resume(journey)


def test_a_wrong_key_opens_nothing_and_harms_nothing(
    build: Callable[..., House], tmp_path: Path
) -> None:
    house = build()
    queue = house.edges().queue
    assert isinstance(queue, EncryptedQueue)
    queue.close()
    keys = tmp_path / "data" / "keys.json"
    right = keys.read_bytes()
    keys.unlink()
    other = EncryptedQueue(
        tmp_path / "other",
        FileSecrets(keys),
        clock=house.clock,
        point="TK",
        recipients=lambda: (),
    )
    other.close()
    house.program.begin()
    house.wait(lambda: house.say("home.closed.locked.title") in house.words())
    keys.write_bytes(right)
    again = house.edges().queue
    assert isinstance(again, EncryptedQueue)
    again.close()


def test_a_failure_that_nobody_named_is_not_swallowed(
    build: Callable[..., House], qtbot: QtBot
) -> None:
    house = build(opened=_failing(ZeroDivisionError()))
    with qtbot.capture_exceptions() as raised:
        house.program.begin()
        house.wait(lambda: bool(raised))
    assert [kind for kind, _, _ in raised] == [ZeroDivisionError]
    assert house.find("home.account") is None


class _Idle:
    """A courier that does nothing that it is asked for."""

    def nudge(self) -> None:
        """There is nothing to try."""

    def look(self) -> None:
        """There is nothing to look at."""

    def send_now(self) -> None:
        """There is nothing to send."""

    def pause(self) -> None:
        """There is nothing to stop."""

    def resume(self) -> None:
        """There is nothing to go on with."""

    def line(self) -> Line:
        return UNKNOWN_LINE


def test_a_courier_that_broke_down_is_heard_and_the_screen_says_offline(
    build: Callable[..., House], qtbot: QtBot
) -> None:
    class Broken(_Idle):
        """Reaches the portal, and breaks down at the next nudge."""

        def __init__(self, notify: Callable[[Event], None]) -> None:
            self._notify = notify
            self._nudged = threading.Event()

        def run(self, _stop: threading.Event) -> None:
            self._notify(PortalReached())
            self._nudged.wait()
            raise ZeroDivisionError

        def nudge(self) -> None:
            self._nudged.set()

    house = build(opened=lambda house: house.edges()._replace(make_courier=Broken)).open()
    with qtbot.capture_exceptions() as raised:
        house.conductor._behind.nudge()
        house.wait(lambda: bool(raised))
    assert [kind for kind, _, _ in raised] == [ZeroDivisionError]
    assert not house.conductor.online


class _Save:
    """Stands before the queue's `save`: fails as often as it is told."""

    def __init__(self, house: House, monkeypatch: pytest.MonkeyPatch, failure: Exception) -> None:
        assert house.queue is not None
        self._save = house.queue.save
        self.failure: Exception | None = failure
        monkeypatch.setattr(house.queue, "save", self)

    def __call__(self, journey: object) -> object:
        if self.failure is None:
            return self._save(journey)  # type: ignore[arg-type]
        failed: Future[None] = Future()
        failed.set_exception(self.failure)
        return failed


def _at_phone(house: House) -> None:
    house.resume(house.kept(ACCOUNT, _PHONE_LESS))
    house.tap("footer.primary")
    house.wait_page("question.phone")
    house.digits("0987654321")


def test_a_full_disk_at_a_continue_says_so_and_can_be_tried_again(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    _at_phone(house)
    save = _Save(house, monkeypatch, QueueFull())
    house.tap("footer.primary")
    house.wait_page("notice.not_kept")
    house.tap("footer.primary")
    house.wait_page("notice.not_kept")
    save.failure = None
    house.tap("footer.primary")
    house.wait_page("check_answers")
    assert house.queue is not None
    kept = house.queue.reopen(house.journey.slip).result()
    assert kept.answers["phone"] == "0987654321"


def test_who_cannot_wait_for_a_full_disk_stops_and_keeps_what_was_kept(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    _at_phone(house)
    _Save(house, monkeypatch, QueueFull())
    house.tap("footer.primary")
    house.wait_page("notice.not_kept")
    house.tap("footer.leave")
    house.wait_page("wiped")
    assert house.page.heading == house.say("wiped.kept.title")
    assert "0987654321" not in house.words()
    assert house.states() == ["draft"]


def test_a_helper_is_called_beside_what_could_not_be_kept(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    _at_phone(house)
    save = _Save(house, monkeypatch, QueueFull())
    house.tap("footer.primary")
    house.wait_page("notice.not_kept")
    house.tap("footer.back")
    house.wait_page("helper")
    house.tap("footer.primary")
    house.wait_page("notice.not_kept")
    save.failure = None
    house.tap("footer.primary")
    house.wait_page("check_answers")


def test_what_was_typed_meanwhile_is_still_there_after_a_full_disk(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    lacking = {name: it for name, it in _PHONE_LESS.items() if name != "personal_number"}
    house.resume(house.kept(ACCOUNT, lacking))
    house.tap("footer.primary")
    house.wait_page("question.phone")
    house.digits("0987654321")
    failed: Future[None] = Future()
    assert house.queue is not None
    with monkeypatch.context() as patched:
        patched.setattr(house.queue, "save", lambda _journey: failed)
        house.tap("footer.primary")
        house.wait_page("task_list")
        house.tap("task.identity")
        house.wait_page("question.personal-number")
        house.digits("054198")
        failed.set_exception(QueueFull())
        house.wait_page("notice.not_kept")
    house.tap("footer.primary")
    house.wait_page("question.personal-number")
    house.digits("001234")
    house.tap("footer.primary")
    assert house.journey.answers["personal_number"] == "054198001234"


def test_a_full_disk_at_the_end_loses_nothing(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.resume(house.kept(BIRTH, BIRTH_ANSWERS))
    house.look_through()
    house.check()
    house.wait_page("submit")
    failed: Future[None] = Future()
    failed.set_exception(QueueFull())
    assert house.queue is not None
    with monkeypatch.context() as patched:
        patched.setattr(house.queue, "finish", lambda *_asked: failed)
        house.tap("footer.primary")
        house.wait_page("notice.not_kept")
        house.scan("no code of ours")
        house.wait_page("notice.not_kept")
    house.tap("footer.primary")
    house.check()
    house.tap("footer.primary")
    house.wait_page("outcome")
    assert house.states() == ["delivered"]


def test_a_journey_that_was_wiped_meanwhile_says_so_and_leads_home(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    _at_phone(house)
    _Save(house, monkeypatch, WrongState("wiped"))
    house.tap("footer.primary")
    house.wait_page("notice.not_open")
    house.tap("footer.primary")
    house.wait_page("home")


def test_a_disk_that_is_full_when_somebody_begins_says_so(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.identify()
    save = _Save(house, monkeypatch, QueueFull())
    house.scan(CARD)
    house.confirm()
    house.wait_page("notice.not_kept")
    save.failure = None
    house.tap("footer.primary")
    house.wait_page("task_list")
    assert house.states() == ["draft"]


def test_what_could_not_be_erased_is_told(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    _at_phone(house)
    failed: Future[None] = Future()
    failed.set_exception(QueueFull())
    assert house.queue is not None
    with monkeypatch.context() as patched:
        patched.setattr(house.queue, "discard", lambda _journey: failed)
        house.conductor.erase()
        house.wait_page("notice.not_erased")
    assert not house.conductor.has_person


def test_what_could_not_be_erased_on_leaving_is_told_as_that_and_still_there(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    _at_phone(house)
    house.tap("footer.leave")
    house.wait_page("notice.leave")
    failed: Future[None] = Future()
    failed.set_exception(QueueFull())
    assert house.queue is not None
    with monkeypatch.context() as patched:
        patched.setattr(house.queue, "discard", lambda _journey: failed)
        house.tap("footer.leave")
        house.wait_page("notice.not_erased")
    assert house.conductor.then is Then.KEPT
    house.tap("footer.primary")
    house.wait_page("home")
    assert house.states() == ["draft"]


def test_what_could_not_be_put_aside_is_still_there(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    _at_phone(house)
    save = _Save(house, monkeypatch, QueueFull())
    house.conductor.put_aside()
    house.wait_page("notice.not_kept")
    assert house.conductor.then is Then.KEPT
    save.failure = None
    house.tap("footer.primary")
    house.wait_page("task_list")


def test_a_disk_that_takes_no_journey_is_tried_again(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.identify()
    house.scan(CARD)
    failed: Future[Journey] = Future()
    failed.set_exception(QueueFull())
    assert house.queue is not None
    with monkeypatch.context() as patched:
        patched.setattr(house.queue, "begin", lambda *_asked: failed)
        house.confirm()
        house.wait_page("notice.not_kept")
        house.tap("footer.primary")
        house.wait_page("notice.not_kept")
    house.tap("footer.primary")
    house.wait_page("task_list")
    assert house.states() == ["draft"]


def test_a_failure_that_nobody_named_still_leaves_a_way_on(
    house: House, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    _at_phone(house)
    save = _Save(house, monkeypatch, ZeroDivisionError())
    with qtbot.capture_exceptions() as raised:
        house.tap("footer.primary")
        house.wait(lambda: bool(raised))
    assert [kind for kind, _, _ in raised] == [ZeroDivisionError]
    house.wait_page("notice.not_kept")
    save.failure = None
    house.tap("footer.primary")
    house.wait_page("check_answers")


def test_a_window_closed_while_the_kiosk_opens_closes_the_queue_too(
    qtbot: QtBot, tmp_path: Path
) -> None:
    house = House(qtbot, tmp_path)
    house.program.begin()
    house.close()
    again = House(qtbot, tmp_path)
    try:
        again.open()
    finally:
        again.close()


def test_the_courier_is_ended_before_the_queue_that_it_works_with(
    qtbot: QtBot, tmp_path: Path
) -> None:
    ended: list[str] = []

    class Carrier(_Idle):
        def __init__(self, _notify: Callable[[Event], None]) -> None:
            """It tells nothing."""

        def run(self, stop: threading.Event) -> None:
            stop.wait()
            ended.append("courier")

    def opened(house: House) -> Edges:
        edges = house.edges()

        def close() -> None:
            ended.append("queue")
            edges.close()

        return edges._replace(make_courier=Carrier, close=close)

    portal = PortalSimulator()
    portal.down = True
    House(qtbot, tmp_path, opened=opened, portal=portal).open().close()
    assert ended == ["courier", "queue"]
    names = {thread.name.partition("_")[0] for thread in threading.enumerate()}
    assert names.isdisjoint({"courier", "store", "scanner"})
