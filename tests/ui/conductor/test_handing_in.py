"""From the last question to the portal's word, with and without a network."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from shiboken6 import isValid

from kiosk.domain.ports import Activation, PortalRefused, PortalUnreachable
from kiosk.domain.submission import Refusal
from tests.fakes.clock import ManualClock
from tests.fakes.portal import PortalSimulator
from tests.ui.conductor.house import ACCOUNT, BIRTH, BIRTH_ANSWERS, House

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from uuid import UUID

    from kiosk.domain.journey import Journey
    from kiosk.domain.submission import Parcel, Receipt


class Portal(PortalSimulator):
    """Also refuses codes for a reason, and may go away between two answers."""

    def __init__(self, clock: ManualClock) -> None:
        super().__init__(clock)
        self.code_refused = ""
        self.after_receipt_gone = False
        self.silent: list[Parcel] = []
        self.answers = True

    def deliver(self, parcel: Parcel) -> Receipt:
        receipt = super().deliver(parcel)
        self.down = self.after_receipt_gone
        return receipt

    def send_code(self, account: UUID) -> datetime:
        if self.code_refused and self.asked("send_code"):
            self.calls.append(("send_code", account))
            raise PortalRefused(Refusal(self.code_refused, ""))
        return super().send_code(account)

    def activate(self, account: UUID, code: str) -> Activation:
        if self.code_refused:
            self.calls.append(("activate", account))
            raise PortalRefused(Refusal(self.code_refused, ""))
        return super().activate(account, code)


@pytest.fixture
def portal() -> Portal:
    return Portal(ManualClock())


@pytest.fixture
def house(build: Callable[..., House], portal: Portal) -> House:
    return build(portal=portal, clock=portal.clock).open()


def test_a_receipt_turns_the_page_green_with_the_portals_code(house: House, portal: Portal) -> None:
    journey = house.to_submit()
    house.tap("footer.primary")
    house.wait_page("outcome")
    assert portal.receipts[journey.id].code in house.words()
    assert str(journey.slip.ticket) not in house.words()
    assert house.states() == ["delivered"]


def test_the_words_of_the_button_follow_the_network(house: House) -> None:
    house.to_submit()
    assert house.button("footer.primary") == house.say("submit.online.button")
    house.portal_goes(down=True)
    assert house.button("footer.primary") == house.say("submit.offline.button")
    house.portal_goes(down=False)
    assert house.button("footer.primary") == house.say("submit.online.button")


def test_without_a_network_it_is_kept_in_amber_and_nothing_says_that_it_was_sent(
    house: House, portal: Portal
) -> None:
    journey = house.to_submit()
    house.portal_goes(down=True)
    house.tap("footer.primary")
    house.wait_page("outcome")
    assert house.words().count(str(journey.slip.ticket)) >= 1
    assert house.page.place.waiting
    assert portal.receipts == {}
    assert house.states() == ["waiting"]


def test_the_amber_page_turns_green_when_the_portal_has_it_after_all(
    house: House, portal: Portal
) -> None:
    journey = house.to_submit()
    house.portal_goes(down=True)
    house.tap("footer.primary")
    house.wait_page("outcome")
    house.portal_goes(down=False)
    house.wait(lambda: not house.page.place.waiting)
    assert portal.receipts[journey.id].code in house.words()


def test_a_later_delivery_makes_the_slip_say_the_portals_code(house: House, portal: Portal) -> None:
    journey = house.to_submit()
    house.portal_goes(down=True)
    house.tap("footer.primary")
    house.wait_page("outcome")
    house.tap("footer.primary", "footer.primary")
    house.wait_page("home")
    house.scan(journey.slip.qr_text)
    house.wait_page("progress")
    assert str(journey.slip.ticket) in house.words()
    house.tap("footer.primary")
    house.wait_page("home")
    house.portal_goes(down=False)
    house.wait(lambda: house.states() == ["delivered"])
    house.scan(journey.slip.qr_text)
    house.wait_page("progress")
    house.wait(lambda: house.conductor.progress_heard)
    assert portal.receipts[journey.id].code in house.words()


def test_the_delivery_of_another_dossier_turns_nothing_green(house: House, portal: Portal) -> None:
    first = house.to_submit()
    house.portal_goes(down=True)
    house.tap("footer.primary")
    house.wait_page("outcome")
    house.tap("footer.primary", "footer.primary")
    mine = house.to_submit()
    portal.failing[mine.id] = [PortalUnreachable("later", 600.0)]
    house.portal_goes(down=False)
    house.wait(lambda: first.id in portal.receipts)
    house.tap("footer.primary")
    house.wait(lambda: not portal.failing[mine.id])
    assert house.name == "sending"
    assert mine.id not in portal.receipts


def test_who_waited_long_enough_is_told_that_it_is_kept(
    build: Callable[..., House], portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.conductor.handing_in._PATIENCE_MS", 200)
    house = build(portal=portal, clock=portal.clock).open()
    journey = house.to_submit()
    portal.failing[journey.id] = [PortalUnreachable("later", 600.0)]
    house.tap("footer.primary")
    house.wait_page("outcome")
    assert house.page.place.waiting
    assert str(journey.slip.ticket) in house.words()


def test_a_refusal_says_why_and_can_be_corrected(house: House, portal: Portal) -> None:
    journey = house.to_submit()
    portal.refusals[journey.id] = Refusal("identity-mismatch", "")
    house.tap("footer.primary")
    house.wait_page("notice.refused")
    assert house.say("refusal.identity-mismatch") in house.words()
    assert house.states() == ["refused"]
    house.tap("footer.primary")
    house.wait_page("task_list")
    assert house.states() == ["draft"]
    del portal.refusals[journey.id]
    house.look_through()
    house.change("child-name")
    house.tap("footer.primary")
    house.check()
    house.tap("footer.primary")
    house.wait_page("outcome")
    assert portal.receipts[journey.id].code in house.words()


def test_a_refusal_without_words_of_its_own_still_has_some(house: House, portal: Portal) -> None:
    journey = house.to_submit()
    portal.refusals[journey.id] = Refusal("something-new", "")
    house.tap("footer.primary")
    house.wait_page("notice.refused")
    assert house.say("refusal.other") in house.words()
    house.tap("footer.back")
    house.wait_page("home")


def test_a_dossier_whose_account_was_refused_is_refused_at_once(
    house: House, portal: Portal
) -> None:
    account = house.to_submit(ACCOUNT)
    portal.refusals[account.id] = Refusal("phone-not-owned", "")
    house.tap("footer.primary")
    house.wait_page("notice.refused")
    house.tap("footer.back")
    dossier = house.kept(BIRTH, BIRTH_ANSWERS)
    house.resume(dossier)
    walk = house.conductor.walk
    assert walk is not None
    walk._course.journey = walk.journey.after(account.id)
    house.look_through()
    house.check()
    house.wait_page("submit")
    house.tap("footer.primary")
    house.wait_page("notice.refused")
    assert house.say("refusal.phone-not-owned") in house.words()


def test_who_has_an_account_already_goes_on_to_the_dossier(house: House, portal: Portal) -> None:
    journey = house.to_submit(ACCOUNT)
    portal.refusals[journey.id] = Refusal("number-already-registered", "")
    house.tap("footer.primary")
    house.wait_page("notice.account_known")
    house.tap("footer.primary")
    house.wait_page("find")


def _to_code(house: House) -> Journey:
    journey = house.to_submit(ACCOUNT)
    house.messages[journey.id] = "123456"
    house.tap("footer.primary")
    house.wait_page("code_entry")
    return journey


def test_the_code_from_the_message_opens_the_account(house: House, portal: Portal) -> None:
    _to_code(house)
    house.digits("123456")
    if house.name == "code_entry":
        house.tap("footer.primary")
    house.wait_page("outcome")
    assert house.conductor.account_code == "TK-000001"
    assert "TK-000001" in house.words()
    assert "123456" not in house.words()
    assert portal.asked("activate") == 1


@pytest.mark.parametrize("reason", ["code-wrong", "code-expired", "too-many-codes"])
def test_a_code_that_is_not_taken_is_said_why_and_can_be_typed_again(
    house: House, portal: Portal, reason: str
) -> None:
    _to_code(house)
    portal.code_refused = reason
    house.digits("654321")
    if portal.asked("activate") == 0:
        house.tap("footer.primary")
    words = house.say(f"refusal.{reason}")
    house.wait(lambda: words.lower() in house.words().lower())
    assert house.name == "code_entry"
    assert house.conductor.account_code is None
    portal.code_refused = ""
    house.digits("123456")
    if house.name == "code_entry":
        house.tap("footer.primary")
    house.wait_page("outcome")
    assert house.conductor.account_code == "TK-000001"


def test_no_other_code_where_there_were_too_many(house: House, portal: Portal) -> None:
    _to_code(house)
    portal.code_refused = "too-many-codes"
    house.tap("code.not-received")
    words = house.say("refusal.too-many-codes")
    house.wait(lambda: words.lower() in house.words().lower())
    assert house.name == "code_entry"


def test_who_has_no_phone_at_hand_leaves_the_code_for_later(house: House, portal: Portal) -> None:
    _to_code(house)
    assert house.find("footer.back") is None
    house.tap("footer.leave")
    house.wait_page("outcome")
    assert house.conductor.account_code is None
    assert portal.asked("activate") == 0


def test_the_portal_going_away_at_the_code_loses_nothing(house: House, portal: Portal) -> None:
    _to_code(house)
    portal.down = True
    house.digits("123456")
    if house.name == "code_entry" and portal.asked("activate") == 0:
        house.tap("footer.primary")
    house.wait_page("notice.code_later")
    portal.down = False
    house.tap("footer.primary")
    house.wait_page("code_entry")
    house.digits("123456")
    if house.name == "code_entry":
        house.tap("footer.primary")
    house.wait_page("outcome")
    assert house.conductor.account_code == "TK-000001"


def test_the_portal_going_away_between_receipt_and_code_leaves_the_account_for_later(
    house: House, portal: Portal
) -> None:
    house.to_submit(ACCOUNT)
    portal.after_receipt_gone = True
    house.tap("footer.primary")
    house.wait_page("notice.code_later")
    house.tap("footer.back")
    house.wait_page("outcome")
    assert house.conductor.account_code is None
    assert house.page.place.waiting
    assert house.states() == ["delivered"]


def test_an_account_that_lives_already_needs_no_code(house: House, portal: Portal) -> None:
    journey = _to_code(house)
    portal.code_refused = "account-active"
    house.tap("code.not-received")
    house.wait_page("outcome")
    assert not house.page.place.waiting
    assert portal.receipts[journey.id].code in house.words()


def test_the_last_page_offers_another_thing_without_asking_twice(house: House) -> None:
    house.to_submit()
    house.tap("footer.primary")
    house.wait_page("outcome")
    house.tap("footer.back")
    house.wait_page("find")


def test_who_came_back_with_a_slip_is_not_asked_again_who_they_are(house: House) -> None:
    house.to_submit()
    house.tap("footer.primary")
    house.wait_page("outcome")
    house.tap("footer.back", "find.event.copies")
    house.suit()
    house.tap("footer.primary")
    house.wait_page("task_list")
    told = ("requester_name", "requester_number", "requester_phone", "requester_birth_date")
    assert house.journey.answers == {name: BIRTH_ANSWERS[name] for name in told}


def test_leaving_while_a_receipt_is_awaited_shows_nothing_to_the_next_person(
    house: House, portal: Portal
) -> None:
    journey = house.to_submit()
    portal.failing[journey.id] = [PortalUnreachable("later", 600.0)]
    house.tap("footer.primary")
    house.wait(lambda: not portal.failing[journey.id])
    visit = house.conductor._visit
    house.conductor.go_home()
    house.wait(lambda: not isValid(visit))
    house.clock.pass_(700)
    house.conductor._behind.nudge()
    house.wait(lambda: house.states() == ["delivered"])
    assert house.name == "home"


def test_a_page_that_comes_while_help_is_called_waits_behind(house: House, portal: Portal) -> None:
    journey = house.to_submit()
    portal.failing[journey.id] = [PortalUnreachable("later", 600.0)]
    house.tap("footer.primary")
    house.wait(lambda: not portal.failing[journey.id])
    house.tap("header.help")
    house.wait_page("helper")
    house.clock.pass_(700)
    house.conductor._behind.nudge()
    house.wait(lambda: journey.id in portal.receipts)
    house.wait(lambda: house.states() == ["delivered"])
    house.tap("footer.primary")
    house.wait_page("outcome")
