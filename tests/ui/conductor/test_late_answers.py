"""An answer that comes late is shown where it was asked for, or nowhere."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from kiosk.domain.ports import PortalRefused, PortalUnreachable
from kiosk.domain.submission import Refusal
from tests.fakes.clock import ManualClock
from tests.fakes.portal import PortalSimulator
from tests.ui.conductor.house import ACCOUNT, House

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime
    from uuid import UUID

    from kiosk.domain.journey import Journey
    from kiosk.domain.ports import Activation, Progress


class SlowPortal(PortalSimulator):
    """Answers what a page asks for as soon as `go_on` is set, which it is at first.

    The progress of what is in `held` is told once that one's own event is set.
    """

    def __init__(self, clock: ManualClock) -> None:
        super().__init__(clock)
        self.go_on = threading.Event()
        self.go_on.set()
        self.held: dict[UUID, threading.Event] = {}
        self.code_refused = ""
        self.gone_at_code = False

    def find(
        self,
        *,
        ids: tuple[UUID, ...] = (),
        ticket: str | None = None,
        code: str | None = None,
        phone_ending: str | None = None,
    ) -> tuple[Progress, ...]:
        found = super().find(ids=ids, ticket=ticket, code=code, phone_ending=phone_ending)
        for submission in ids:
            if submission in self.held:
                self.held[submission].wait()
        return found

    def send_code(self, account: UUID) -> datetime:
        sent = super().send_code(account)
        self.go_on.wait()
        return sent

    def activate(self, account: UUID, code: str) -> Activation:
        activated = super().activate(account, code)
        self.go_on.wait()
        if self.gone_at_code:
            raise PortalUnreachable("gone")
        if self.code_refused:
            raise PortalRefused(Refusal(self.code_refused, ""))
        return activated


@pytest.fixture
def portal() -> Iterator[SlowPortal]:
    portal = SlowPortal(ManualClock())
    yield portal
    portal.go_on.set()


@pytest.fixture
def house(build: Callable[..., House], portal: SlowPortal) -> Iterator[House]:
    yield build(portal=portal, clock=portal.clock).open()
    portal.go_on.set()


def handed_in(house: House) -> Journey:
    """A dossier that the portal has; home is on the glass."""
    journey = house.to_submit()
    house.tap("footer.primary")
    house.wait_page("outcome")
    house.conductor.go_home()
    house.wait_page("home")
    return journey


def to_code(house: House) -> Journey:
    """An account that the portal has, at the page that asks for the code."""
    journey = house.to_submit(ACCOUNT)
    house.messages[journey.id] = "123456"
    house.tap("footer.primary")
    house.wait_page("code_entry")
    return journey


def type_code(house: House, portal: SlowPortal, code: str) -> None:
    house.digits(code)
    if not portal.asked("activate"):
        house.tap("footer.primary")
    house.wait(lambda: bool(portal.asked("activate")))


def test_progress_asked_for_with_one_slip_is_not_shown_for_the_next(
    house: House, portal: SlowPortal
) -> None:
    first, second = handed_in(house), handed_in(house)
    portal.held = {first.id: threading.Event(), second.id: threading.Event()}
    try:
        house.scan(first.slip.qr_text)
        house.wait(lambda: portal.asked("find") == 1)
        house.scan(second.slip.qr_text)
        house.wait(lambda: portal.asked("find") == 2)
        portal.held[first.id].set()
        house.flush()
        assert not house.conductor.progress_heard
        assert str(second.slip.ticket) in house.words()
        assert portal.receipts[first.id].code not in house.words()
    finally:
        for held in portal.held.values():
            held.set()
    house.wait(lambda: house.conductor.progress_heard)
    assert portal.receipts[second.id].code in house.words()


def kept_for_later(house: House) -> None:
    """From the page that hands in to the last one, with the portal away."""
    house.portal_goes(down=True)
    house.tap("footer.primary")
    house.wait_page("outcome")


def while_help_is_called(house: House, becomes: str) -> None:
    """Help lies over the page while the portal comes back and answers; then it goes."""
    house.tap("header.help")
    house.wait_page("helper")
    house.portal_goes(down=False)
    house.wait(lambda: house.states() == [becomes])
    house.flush()
    house.tap("footer.primary")


def test_what_the_portal_has_by_the_end_of_a_call_for_help_turns_the_page_green(
    house: House, portal: SlowPortal
) -> None:
    journey = house.to_submit()
    kept_for_later(house)
    while_help_is_called(house, "delivered")
    house.wait_page("outcome")
    assert not house.page.place.waiting
    assert portal.receipts[journey.id].code in house.words()


def test_what_is_refused_during_a_call_for_help_is_said_after_it(
    house: House, portal: SlowPortal
) -> None:
    journey = house.to_submit()
    portal.refusals[journey.id] = Refusal("unknown-field", "")
    kept_for_later(house)
    while_help_is_called(house, "refused")
    house.wait_page("notice.refused")


def test_progress_that_came_during_a_call_for_help_is_shown_after_it(
    house: House, portal: SlowPortal
) -> None:
    journey = house.to_submit()
    kept_for_later(house)
    house.conductor.go_home()
    house.scan(journey.slip.qr_text)
    house.wait_page("progress")
    while_help_is_called(house, "delivered")
    house.wait_page("progress")
    assert portal.receipts[journey.id].code in house.words()
    assert house.find("progress.reopen") is None


def test_who_put_the_code_off_is_not_asked_for_it_at_another_page(
    house: House, portal: SlowPortal
) -> None:
    to_code(house)
    portal.go_on.clear()
    house.tap("code.not-received")
    house.wait(lambda: portal.asked("send_code") == 2)
    house.tap("code.wrong-phone")
    house.wait_page("notice.wrong_phone")
    house.tap("footer.primary")
    house.wait_page("outcome")
    house.tap("footer.back")
    house.wait_page("find")
    portal.go_on.set()
    house.flush()
    house.flush()
    assert house.name == "find"


def test_a_portal_that_goes_away_after_the_code_was_put_off_is_nobodys_business(
    house: House, portal: SlowPortal
) -> None:
    to_code(house)
    portal.gone_at_code = True
    portal.go_on.clear()
    type_code(house, portal, "123456")
    house.tap("code.wrong-phone")
    house.wait_page("notice.wrong_phone")
    house.tap("footer.primary")
    house.wait_page("outcome")
    house.tap("footer.back")
    house.wait_page("find")
    portal.go_on.set()
    house.flush()
    house.flush()
    assert house.name == "find"


def test_a_code_refused_during_a_call_for_help_can_be_typed_again_after_it(
    house: House, portal: SlowPortal
) -> None:
    to_code(house)
    portal.code_refused = "code-wrong"
    portal.go_on.clear()
    type_code(house, portal, "123456")
    house.tap("header.help")
    house.wait_page("helper")
    portal.go_on.set()
    house.flush()
    house.flush()
    house.tap("footer.primary")
    house.wait_page("code_entry")
    assert house.say("refusal.code-wrong").lower() in house.words().lower()


def test_a_code_that_comes_while_another_is_asked_for_opens_the_account(
    house: House, portal: SlowPortal
) -> None:
    to_code(house)
    portal.go_on.clear()
    house.tap("code.not-received")
    house.wait(lambda: portal.asked("send_code") == 2)
    type_code(house, portal, "123456")
    portal.go_on.set()
    house.wait_page("outcome")
    assert house.conductor.account_code == "TK-000001"
    house.flush()
    house.flush()
    assert house.name == "outcome"
