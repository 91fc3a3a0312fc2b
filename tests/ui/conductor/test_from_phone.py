"""Pictures from a person's own phone: offered online, shown as they come, and erased at the end."""

from __future__ import annotations

import io
import threading
from concurrent.futures import Future
from typing import TYPE_CHECKING

import numpy as np
import pytest
import zxingcpp
from PIL import Image
from PySide6.QtGui import QImage
from shiboken6 import isValid

from kiosk.domain.ports import (
    HandedPicture,
    HandOffEnded,
    PortalNotAuthorised,
    PortalRefused,
    PortalUnreachable,
    QueueFull,
)
from kiosk.domain.submission import Refusal
from tests.fakes.clock import ManualClock
from tests.fakes.portal import PhoneWay, PortalSimulator
from tests.papers.making import PLACE, jpeg, pdf
from tests.patience import PATIENCE, ring
from tests.portal.phone import Phone, refused
from tests.training.world import world
from tests.ui.conductor.house import BIRTH, BIRTH_ANSWERS, CARD, House, Keeping
from ui.conductor import from_phone
from ui.conductor.from_phone import FromPhone
from ui.edges import OwnPhone
from ui.screens.from_phone import FromPhonePage
from ui.screens.thumbnail import Thumbnail

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from kiosk.domain.ports import HandOff, HandOffStanding
    from ui.edges import Edges

PAPER = "birth-certificate"


@pytest.fixture(autouse=True)
def _often(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests needn't wait for as long as people do."""
    monkeypatch.setattr(from_phone, "ASK_MS", 20)
    monkeypatch.setattr(from_phone, "_LOST_MS", 20)


def _way(house: House) -> PhoneWay:
    assert house.portal.way is not None
    return house.portal.way


def _to_code(house: House) -> None:
    house.resume(house.kept(BIRTH, BIRTH_ANSWERS, papers=False))
    house.tap("task.papers", f"papers.add.{PAPER}", "ways.phone")
    house.wait_page("from_phone")
    house.wait(lambda: house.portal.way is not None and "10" in house.words())


def _says(house: House, key: str, **values: object) -> None:
    words = house.say(key, **values)
    house.wait(lambda: words in house.words())


def _pictures(house: House) -> int:
    page = house.page
    assert isinstance(page, FromPhonePage)
    return len(page.findChildren(Thumbnail))


def _gone(house: House) -> None:
    """Until the portal holds nothing any more."""
    house.wait(lambda: house.portal.way is None)
    _heard(house)


def _heard(house: House) -> None:
    """Until what the portal was asked for so far has been heard of."""
    house.phone_thread.submit(lambda: None).result()
    house.flush()


def _phone(house: House) -> FromPhone:
    """What leads the pictures of this person's papers here."""
    assert house.conductor.walk is not None
    phone = house.conductor.walk.findChild(FromPhone)
    assert phone is not None
    return phone


def _asks(phone: FromPhone) -> bool:
    """Whether the portal is being asked, or will be without anybody's doing."""
    return isValid(phone) and (phone._way.asking or phone._ask_again.isActive())


def test_pictures_come_while_the_person_looks_and_are_kept_when_wanted(house: House) -> None:
    _to_code(house)
    wanted = _way(house).hand_off.wanted
    assert wanted.title == "Giấy chứng sinh"
    assert wanted.language == "vi"
    _says(house, "phone.waiting")
    assert house.find("footer.primary") is None
    _way(house).join()
    _says(house, "phone.joined")
    _way(house).send(jpeg())
    _says(house, "phone.arrived", count=1)
    _way(house).send(jpeg())
    _says(house, "phone.arrived", count=2)
    assert _pictures(house) == 2
    before = house.journey.attachments
    assert before == ()
    house.tap("footer.primary")
    house.wait_page("papers")
    assert [it.paper for it in house.journey.attachments] == [PAPER, PAPER]
    _gone(house)
    assert house.queue is not None
    house.states()  # what was asked to be kept has been kept
    kept = house.queue.reopen(house.journey.slip).result()
    assert len(kept.attachments) == 2
    first = house.queue.attachment(kept.id, kept.attachments[0].id).result()
    with Image.open(io.BytesIO(first)) as picture:
        assert picture.format == "JPEG"
    files = house.folder / "data" / "queue" / "attachments"
    stored = [it.read_bytes() for it in files.rglob("*") if it.is_file()]
    assert len(stored) == 2
    assert not any(content.startswith(b"\xff\xd8") for content in stored)


def test_each_picture_that_is_kept_stands_in_the_journey_though_the_next_one_is_not(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    _to_code(house)
    for count in (1, 2):
        _way(house).send(jpeg())
        _says(house, "phone.arrived", count=count)
    keeping = Keeping(house, monkeypatch)
    house.tap("footer.primary")
    keeping.keep()
    keeping.wait()
    for button in ("footer.back", "footer.primary", "footer.leave"):
        assert house.find(button) is None
    keeping.fail(QueueFull())
    house.wait_page("notice.not_kept")
    assert len(house.journey.attachments) == 1
    assert house.queue is not None
    assert len(house.queue.reopen(house.journey.slip).result().attachments) == 1
    house.tap("footer.primary")
    assert house.say("papers.keeping") in house.words()
    keeping.keep()
    house.wait_page("papers")
    assert len(house.journey.attachments) == 2


def test_without_a_network_it_is_not_offered_and_said_why(house: House) -> None:
    house.portal_goes(down=True)
    house.resume(house.kept(BIRTH, BIRTH_ANSWERS, papers=False))
    house.tap("task.papers", f"papers.add.{PAPER}")
    house.wait_page("pick_file")
    assert house.find("ways.phone") is None
    assert house.say("ways.phone.offline") in house.words()


def test_discarded_pictures_are_kept_nowhere(house: House) -> None:
    _to_code(house)
    _way(house).send(jpeg())
    _says(house, "phone.arrived", count=1)
    house.tap("footer.back")
    house.wait_page("paper_ways")
    _gone(house)
    assert house.journey.attachments == ()


@pytest.mark.parametrize("leave", ["home", "aside", "erase"])
def test_whoever_leaves_has_everything_erased(house: House, leave: str) -> None:
    _to_code(house)
    _way(house).send(jpeg())
    _says(house, "phone.arrived", count=1)
    phone = _phone(house)
    house.wait(lambda: _asks(phone))
    if leave == "home":
        house.conductor.gone()
    elif leave == "aside":
        house.conductor.put_aside()
    else:
        house.conductor.erase()
    _gone(house)
    assert house.name != "from_phone"
    assert not _asks(phone)


def test_a_page_over_it_holds_it_and_it_goes_on_afterwards(house: House) -> None:
    _to_code(house)
    house.conductor.call_helper()
    house.wait_page("helper")
    _heard(house)
    assert not _asks(_phone(house))
    assert house.portal.way is not None
    _way(house).send(jpeg())
    house.program.stage.uncover()
    house.wait_page("from_phone")
    _says(house, "phone.arrived", count=1)


def test_a_larger_text_keeps_what_has_come(house: House) -> None:
    _to_code(house)
    _way(house).send(jpeg())
    _says(house, "phone.arrived", count=1)
    begun = house.portal.asked("begin_hand_off")
    house.program.stage.choose(language="en")
    _says(house, "phone.arrived", count=1)
    assert _pictures(house) == 1
    assert house.portal.asked("begin_hand_off") == begun


def test_what_cannot_be_used_is_said_and_the_rest_goes_on(house: House) -> None:
    _to_code(house)
    _way(house).send(jpeg()[:300])
    _says(house, "paper.unusable.damaged")
    _way(house).send(pdf())
    _says(house, "paper.unusable.kind")
    _way(house).unreadable.add(3)
    _way(house).send(jpeg())
    _says(house, "phone.unreadable")
    assert _pictures(house) == 0
    _way(house).send(jpeg())
    _says(house, "phone.arrived", count=1)
    assert house.say("phone.wrong") not in house.words()


def test_a_lost_network_is_said_and_waited_for(house: House) -> None:
    _to_code(house)
    _way(house).send(jpeg())
    _says(house, "phone.arrived", count=1)
    house.portal.down = True
    _says(house, "phone.lost")
    assert _pictures(house) == 1
    house.portal.down = False
    _says(house, "phone.arrived", count=1)


def test_the_end_keeps_what_has_come_and_another_code_goes_on(house: House) -> None:
    _to_code(house)
    _way(house).send(jpeg())
    _says(house, "phone.arrived", count=1)
    room = _way(house).hand_off.wanted.most_files
    house.portal.way = None
    _says(house, "phone.over.kept")
    house.tap("phone.new")
    house.wait(lambda: house.portal.way is not None)
    assert _way(house).hand_off.wanted.most_files == room - 1
    _way(house).send(jpeg())
    _says(house, "phone.arrived", count=2)
    house.tap("footer.primary")
    house.wait_page("papers")
    assert len(house.journey.attachments) == 2


def test_where_no_more_may_come_no_other_code_is_offered(house: House) -> None:
    _to_code(house)
    most = _way(house).hand_off.wanted.most_files
    for count in range(most):
        _way(house).send(jpeg())
        _says(house, "phone.arrived", count=count + 1)
    house.portal.way = None
    _says(house, "phone.over.kept")
    assert house.find("phone.new") is None
    house.tap("footer.primary")
    house.wait_page("papers")
    assert len(house.journey.attachments) == most


def test_a_portal_that_hangs_holds_up_nothing_but_the_phone(
    build: Callable[..., House],
) -> None:
    asked, gate = threading.Event(), threading.Event()

    class Hanging(PortalSimulator):
        def hand_off_standing(self, hand_off: HandOff) -> HandOffStanding:
            asked.set()
            assert gate.wait(PATIENCE)
            return super().hand_off_standing(hand_off)

        def end_hand_off(self, hand_off: HandOff) -> None:
            assert gate.wait(PATIENCE)
            super().end_hand_off(hand_off)

    clock = ManualClock()
    house = build(clock=clock, portal=Hanging(clock)).open()
    (house.folder / "usb" / "giay.jpg").write_bytes(jpeg())
    _to_code(house)
    house.wait(asked.is_set)
    house.tap("footer.back", "ways.stick", "pick.0")
    house.wait_page("papers")
    gate.set()
    _gone(house)


def test_the_time_runs_out_by_the_kiosks_own_clock_too(
    build: Callable[..., House], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(from_phone, "_SECOND_MS", 20)
    house = build().open()
    _to_code(house)
    house.wait(lambda: house.say("phone.left", minutes=10) in house.words())
    house.portal.down = True
    _says(house, "phone.lost")
    house.clock.pass_(570)
    _says(house, "phone.left.last")
    house.clock.pass_(40)
    _says(house, "phone.over")


class _Failing(PortalSimulator):
    """Fails at the hand-off with what a test has prepared."""

    def __init__(self, clock: ManualClock) -> None:
        super().__init__(clock)
        self.at: dict[str, Exception] = {}

    def begin_hand_off(self, wanted: object) -> HandOff:
        self._fail("begin")
        return super().begin_hand_off(wanted)  # type: ignore[arg-type]

    def hand_off_standing(self, hand_off: HandOff) -> HandOffStanding:
        self._fail("standing")
        return super().hand_off_standing(hand_off)

    def handed_picture(self, hand_off: HandOff, picture: HandedPicture) -> bytes:
        self._fail("picture")
        return super().handed_picture(hand_off, picture)

    def end_hand_off(self, hand_off: HandOff) -> None:
        self._fail("end")
        super().end_hand_off(hand_off)

    def _fail(self, what: str) -> None:
        if what in self.at:
            raise self.at.pop(what)


@pytest.fixture
def failing(build: Callable[..., House]) -> House:
    clock = ManualClock()
    return build(clock=clock, portal=_Failing(clock)).open()


def _fail(house: House, what: str, failure: Exception) -> None:
    assert isinstance(house.portal, _Failing)
    house.portal.at[what] = failure


def test_a_code_that_cannot_be_had_is_asked_for_again(failing: House) -> None:
    _fail(failing, "begin", PortalUnreachable("down"))
    failing.resume(failing.kept(BIRTH, BIRTH_ANSWERS, papers=False))
    failing.tap("task.papers", f"papers.add.{PAPER}", "ways.phone")
    _says(failing, "phone.failed")
    failing.tap("footer.primary")
    _says(failing, "phone.waiting")


@pytest.mark.parametrize(
    "failure",
    [HandOffEnded("not-found"), PortalNotAuthorised("device-revoked")],
    ids=["ended", "shut out"],
)
def test_what_the_portal_has_let_go_of_is_over(failing: House, failure: Exception) -> None:
    _to_code(failing)
    _fail(failing, "standing", failure)
    _says(failing, "phone.over")


def test_a_busy_portal_is_not_asked_before_its_time(failing: House) -> None:
    _to_code(failing)
    _fail(failing, "standing", PortalUnreachable("503", 30))
    _says(failing, "phone.lost")
    asking = _phone(failing)._ask_again
    assert asking.interval() == 30_000
    ring(asking)
    _says(failing, "phone.waiting")


def test_a_picture_that_ends_on_the_way_is_no_fault(failing: House) -> None:
    _to_code(failing)
    _fail(failing, "picture", HandOffEnded("hand-off-ended"))
    _way(failing).send(jpeg())
    _says(failing, "phone.arrived", count=1)


def test_an_end_that_is_not_heard_costs_the_person_nothing(failing: House) -> None:
    _to_code(failing)
    _fail(failing, "end", PortalRefused(Refusal("portal-fault", "")))
    failing.tap("footer.back")
    failing.wait_page("paper_ways")
    _heard(failing)
    assert failing.portal.way is not None


def test_a_code_that_comes_after_the_person_has_left_is_ended(
    build: Callable[..., House],
) -> None:
    gate: Future[None] = Future()

    class Slow(PortalSimulator):
        def begin_hand_off(self, wanted: object) -> HandOff:
            gate.result(PATIENCE)
            return super().begin_hand_off(wanted)  # type: ignore[arg-type]

    clock = ManualClock()
    house = build(clock=clock, portal=Slow(clock)).open()
    house.resume(house.kept(BIRTH, BIRTH_ANSWERS, papers=False))
    house.tap("task.papers", f"papers.add.{PAPER}", "ways.phone")
    _says(house, "phone.beginning")
    house.conductor.gone()
    gate.set_result(None)
    house.wait(lambda: house.portal.asked("end_hand_off") == 1)
    assert house.portal.way is None


def test_in_a_demonstration_this_machine_may_play_the_phone(build: Callable[..., House]) -> None:
    opened: list[str] = []
    house = build()
    house.practise = opened.append
    house.open()
    _to_code(house)
    house.tap("phone.practice")
    house.wait(lambda: opened == [_way(house).hand_off.address])


def test_a_card_that_is_scanned_meanwhile_changes_nothing(house: House) -> None:
    _to_code(house)
    house.scan(CARD)
    assert house.name == "from_phone"


def test_the_code_on_the_glass_leads_a_phone_to_the_real_portal(
    build: Callable[..., House], tmp_path: Path
) -> None:
    with world(tmp_path / "portal") as there:

        def edges(house: House) -> Edges:
            return house.edges()._replace(phone=OwnPhone(there.portal, house.phone_thread, None))

        house = build(opened=edges).open()
        house.resume(house.kept(BIRTH, BIRTH_ANSWERS, papers=False))
        house.tap("task.papers", f"papers.add.{PAPER}", "ways.phone")
        _says(house, "phone.waiting")
        glass = house.frame.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)
        rows = np.frombuffer(glass.constBits(), np.uint8).reshape(glass.height(), -1)
        (code,) = zxingcpp.read_barcodes(np.ascontiguousarray(rows[:, : glass.width()]))
        phone = Phone(code.text)
        assert phone.join()[1]["title"] == "Giấy chứng sinh"
        _says(house, "phone.joined")
        most = phone.join()[1]["most_files"]
        assert phone.send(phone.seal(jpeg(), 1, most), 1)[0] == 201
        _says(house, "phone.arrived", count=1)
        house.tap("footer.primary")
        house.wait_page("papers")
        house.wait(lambda: there.training.hand_offs._open == {})
        assert refused(phone.join()) == (410, "hand-off-ended")
        (attachment,) = house.journey.attachments
        assert house.queue is not None
        kept = house.queue.attachment(house.journey.id, attachment.id).result()
        assert Image.open(io.BytesIO(kept)).size == Image.open(io.BytesIO(jpeg())).size
        assert PLACE not in kept, "where the phone was is nobody's business"
