"""Stopping, being stopped, and coming back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from kiosk.domain.person import Person
from kiosk.domain.slip import SECRET_BITS, Slip
from kiosk.settings import IdleTimes, Patience
from tests.ui.conductor.house import (
    ACCOUNT,
    ACCOUNT_ANSWERS,
    BIRTH,
    BIRTH_ANSWERS,
    CARD,
    FATHERS_CARD,
    House,
    without,
)
from ui.components.code_cells import CodeLabel
from ui.conductor import attention
from ui.screens.question import QuestionPage

if TYPE_CHECKING:
    from collections.abc import Callable

    from kiosk.domain.journey import Journey

TIMES = IdleTimes(
    public=Patience(20, 30),
    personal=Patience(100, 60),
    waiting=Patience(200, 60),
    confirmation=Patience(30, 30),
)


def _half(house: House) -> Journey:
    """A journey that waits at the question about the phone."""
    journey = house.kept(ACCOUNT, without(ACCOUNT_ANSWERS, "phone"))
    house.resume(journey)
    house.tap("footer.primary")
    house.wait_page("question.phone")
    return journey


def _code(house: House, name: str) -> str:
    label = house.frame.findChild(CodeLabel, name)
    assert isinstance(label, CodeLabel)
    return label.code


# --- the slip ---


def test_what_was_put_aside_is_opened_by_its_slip(house: House) -> None:
    journey = _half(house)
    house.digits("0987654321")
    house.tap("footer.primary")
    house.wait_page("check_answers")
    house.tap("footer.back", "tasks.put_aside")
    house.wait_page("put_aside")
    assert _code(house, "put_aside.ticket") == str(journey.slip.ticket)
    house.tap("footer.primary")
    house.wait_page("home")
    house.tap("home.resume")
    house.wait_page("slip_entry.resume")
    house.scan(journey.slip.qr_text)
    house.wait_page("task_list")
    assert house.journey.answers["phone"] == "0987654321"


def test_a_slip_with_another_secret_opens_nothing_and_says_so(house: House) -> None:
    journey = house.kept(ACCOUNT, ACCOUNT_ANSWERS)
    wrong = Slip(journey.slip.ticket, journey.slip.secret ^ (1 << SECRET_BITS - 1))
    house.tap("home.resume")
    house.wait_page("slip_entry.resume")
    house.scan(wrong.qr_text)
    words = house.say("progress.unknown.text", phone="0257 000 1234")
    house.wait(lambda: words in house.words())
    assert house.name == "slip_entry.resume"


def test_a_text_that_is_no_slip_is_said_to_be_none(house: House) -> None:
    house.scan("KIOSK1:nonsense")
    house.wait_page("slip_entry.progress")
    assert house.find("error-summary") is not None


def test_a_slip_takes_back_what_the_portal_does_not_have(house: House) -> None:
    journey = _waiting(house)
    house.scan(journey.slip.qr_text)
    house.wait_page("progress")
    house.tap("progress.withdraw")
    house.wait_page("withdraw")
    house.tap("footer.leave")
    house.wait_page("progress_withdrawn")
    assert house.states() == ["withdrawn"]
    house.tap("footer.primary")
    house.wait_page("home")


def test_what_the_portal_has_by_now_can_not_be_corrected_here(house: House) -> None:
    journey = _waiting(house)
    house.scan(journey.slip.qr_text)
    house.wait_page("progress")
    house.portal_goes(down=False)
    house.wait(lambda: not house.page.place.waiting)
    assert house.find("progress.reopen") is None


def test_what_the_portal_has_by_now_can_not_be_withdrawn_here(house: House) -> None:
    journey = _waiting(house)
    house.scan(journey.slip.qr_text)
    house.wait_page("progress")
    house.tap("progress.withdraw")
    house.wait_page("withdraw")
    house.portal_goes(down=False)
    house.wait(lambda: house.states() == ["delivered"])
    house.tap("footer.leave")
    house.wait_page("progress_too_late")


def test_a_slip_held_to_the_scanner_while_help_is_called_is_read(house: House) -> None:
    journey = house.kept(ACCOUNT, ACCOUNT_ANSWERS)
    house.tap("header.help")
    house.wait_page("helper")
    house.scan(journey.slip.qr_text)
    house.wait_page("task_list")


def test_a_slip_says_who_is_there_and_nothing_known_of_the_last_is_theirs(house: House) -> None:
    him = Person(name="Trần Văn Nam", personal_number="054095004321", sex="male")
    journey = house.kept(ACCOUNT, dict(him.facts()))
    house.identify()
    house.scan(CARD)
    house.wait_page("confirm_person")
    assert house.program.stage.choices.address == "female"
    house.scan(journey.slip.qr_text)
    house.wait_page("task_list")
    visit = house.conductor._visit
    assert visit is not None
    assert visit.scene.session.requester == him
    assert house.program.stage.choices.address == "male"


def _waiting(house: House) -> Journey:
    """A dossier that waits for the network; home is on the glass."""
    journey = house.kept(BIRTH, BIRTH_ANSWERS)
    house.resume(journey)
    house.look_through()
    house.check()
    house.wait_page("submit")
    house.portal_goes(down=True)
    house.tap("footer.primary")
    house.wait_page("outcome")
    house.tap("footer.primary", "footer.primary")
    house.wait_page("home")
    return journey


# --- leaving ---


def test_leaving_asks_first_and_then_erases_everything(house: House) -> None:
    _half(house)
    house.tap("footer.leave")
    house.wait_page("notice.leave")
    assert house.states() == ["draft"]
    house.tap("footer.leave")
    house.wait_page("home")
    assert house.states() == []


def test_who_stays_goes_on(house: House) -> None:
    _half(house)
    house.tap("footer.leave")
    house.wait_page("notice.leave")
    house.tap("footer.primary")
    house.wait_page("task_list")
    assert house.states() == ["draft"]


# --- taking up again ---


def test_the_same_card_within_thirty_minutes_offers_to_go_on(house: House) -> None:
    house.identify()
    house.scan(CARD)
    house.confirm()
    house.wait_page("task_list")
    house.conductor.gone()
    house.wait_page("wiped")
    assert "HOA" not in house.words()
    house.tap("footer.primary")
    house.identify()
    house.scan(CARD)
    house.wait_page("recover")
    house.tap("footer.primary")
    house.wait_page("task_list")
    assert house.states() == ["draft"]


def test_the_number_and_the_end_of_the_phone_offer_to_go_on_without_a_card(
    house: House,
) -> None:
    house.resume(house.kept(ACCOUNT, without(ACCOUNT_ANSWERS, "residence")))
    house.conductor.gone()
    house.tap("footer.primary")
    house.identify()
    _by_hand(house, "0912")
    house.wait_page("confirm_person")
    house.tap("footer.leave")
    house.identify()
    _by_hand(house, "5678")
    house.wait_page("recover")
    house.tap("footer.primary")
    house.wait_page("task_list")


def _by_hand(house: House, ending: str) -> None:
    """Say who one is, without typing the name: that is tried elsewhere."""
    house.tap("identity.by_hand")
    house.wait_page("question.personal_number")
    house.digits("054198001234")
    house.tap("footer.primary")
    house.wait_page("question.phone_ending")
    page = house.page
    assert isinstance(page, QuestionPage)
    page.inputs["phone_ending"].show_answer(ending)
    house.tap("footer.primary")
    for name, answer in (("name", "Lê Thị Hoa"), ("birth_date", "1998"), ("sex", "female")):
        house.wait_page(f"question.{name}")
        page = house.page
        assert isinstance(page, QuestionPage)
        page.inputs[name].show_answer(answer)
        house.tap("footer.primary")


def test_beginning_anew_erases_what_was_broken_off(house: House) -> None:
    house.identify()
    house.scan(CARD)
    house.confirm()
    house.wait_page("task_list")
    house.conductor.gone()
    house.tap("footer.primary")
    house.identify()
    house.scan(CARD)
    house.wait_page("recover")
    house.tap("footer.back")
    house.wait_page("confirm_person")
    assert house.states() == []


def test_another_card_is_offered_nothing_of_it(house: House) -> None:
    house.identify()
    house.scan(CARD)
    house.confirm()
    house.wait_page("task_list")
    house.conductor.gone()
    house.tap("footer.primary")
    house.identify()
    house.scan(FATHERS_CARD)
    house.wait_page("confirm_person")


def test_after_thirty_minutes_nothing_is_offered_any_more(house: House) -> None:
    house.identify()
    house.scan(CARD)
    house.confirm()
    house.wait_page("task_list")
    house.conductor.gone()
    house.tap("footer.primary")
    house.clock.pass_(31 * 60)
    house.conductor._behind.tidy()
    house.wait(lambda: house.states() == [])
    house.identify()
    house.scan(CARD)
    house.wait_page("confirm_person")


def test_a_journey_that_somebody_is_at_is_not_tidied_away(house: House) -> None:
    _half(house)
    for _ in range(3):
        house.clock.pass_(29 * 60)
        house.conductor._behind.tidy()
    assert house.states() == ["draft"]
    house.digits("0987654321")
    house.tap("footer.primary")
    house.wait_page("check_answers")
    assert house.states() == ["draft"]


def test_what_is_being_erased_is_not_kept_once_more(house: House) -> None:
    _half(house)
    house.tap("footer.leave")
    house.wait_page("notice.leave")
    house.tap("footer.leave")
    house.conductor._behind.tidy()
    house.wait_page("home")
    assert house.states() == []


# --- nobody there ---


def test_the_patience_of_each_page_is_its_own() -> None:
    """The kinds of pages are told by their names: each name must be one that a page has."""
    import ui.conductor
    import ui.screens

    sources = ""
    for package in (ui.conductor, ui.screens):
        for file in sorted(Path(package.__path__[0]).glob("*.py")):
            if file.name != "attention.py":
                sources += file.read_text(encoding="utf-8")
    kinds = attention._RESTING | attention._PUBLIC | attention._WAITING | attention._CONFIRMATION
    kinds |= {attention._DESK}
    for kind in kinds:
        assert f'name="{kind}"' in sources or f'name=f"{kind}.' in sources, kind


@pytest.mark.parametrize(
    ("kind", "patience"),
    [
        ("home", None),
        ("sending", None),
        ("slip_entry", TIMES.public),
        ("find", TIMES.public),
        ("identity", TIMES.waiting),
        ("code_entry", TIMES.waiting),
        ("from_phone", TIMES.waiting),
        ("outcome", TIMES.confirmation),
        ("afterwards", TIMES.confirmation),
        ("question", TIMES.personal),
        ("put_aside", TIMES.personal),
        ("task_list", TIMES.personal),
    ],
)
def test_a_page_waits_as_long_as_what_is_on_it_allows(
    build: Callable[..., House], kind: str, patience: Patience | None
) -> None:
    house = build(idle=TIMES)
    house.program.begin()
    assert house.program.attention._patience(kind) == patience


def test_home_waits_for_ever(house: House) -> None:
    assert not house.program.attention.watch._quiet.isActive()


def test_a_touch_anywhere_goes_on_with_what_was_typed(house: House) -> None:
    _half(house)
    house.digits("0987")
    house.nobody_touches()
    assert "HOA" not in house.words().upper()
    # In the empty part of the header: nothing there can be pressed.
    QTest.mouseClick(house.frame, Qt.MouseButton.LeftButton, pos=QPoint(1, 1))
    house.wait_page("question.phone")
    house.digits("654321")
    house.tap("footer.primary")
    house.wait_page("check_answers")
    assert house.journey.answers["phone"] == "0987654321"


def test_a_finger_on_the_page_goes_on_too(house: House) -> None:
    finger = QTest.createTouchDevice()
    _half(house)
    house.nobody_touches()
    page = house.page
    house.frame.move(-600, -500)
    at = QPoint(700, 600)
    QTest.touchEvent(page, finger).press(0, at, page).commit()
    QTest.touchEvent(page, finger).release(0, at, page).commit()
    house.wait_page("question.phone")


def test_when_nobody_comes_the_journey_is_kept_and_no_name_is_shown(house: House) -> None:
    _half(house)
    house.nobody_touches()
    house.nobody_answers()
    house.wait_page("wiped")
    assert house.say("wiped.kept.title") in house.words()
    assert house.states() == ["draft"]
    assert house.conductor.walk is None
    assert "HOA" not in house.words().upper()
    house.nobody_touches()
    house.nobody_answers()
    house.wait_page("home")


def test_who_asks_for_it_has_everything_erased_at_once(house: House) -> None:
    _half(house)
    house.nobody_touches()
    house.tap("footer.leave")
    house.wait_page("home")
    house.wait(lambda: house.states() == [])


def test_who_asks_for_it_takes_the_slip_and_goes(house: House) -> None:
    journey = _half(house)
    house.nobody_touches()
    house.tap("footer.back")
    house.wait_page("put_aside")
    assert _code(house, "put_aside.ticket") == str(journey.slip.ticket)


def test_who_calls_for_help_during_the_countdown_is_heard(house: House) -> None:
    _half(house)
    house.nobody_touches()
    house.tap("header.help")
    house.wait_page("helper")
    house.tap("footer.primary")
    house.wait_page("question.phone")


def test_the_last_page_goes_home_without_a_word(house: House) -> None:
    journey = house.kept(BIRTH, BIRTH_ANSWERS)
    house.resume(journey)
    house.look_through()
    house.check()
    house.wait_page("submit")
    house.tap("footer.primary")
    house.wait_page("outcome")
    house.nobody_touches()
    assert house.find("footer.back") is None
    house.nobody_answers()
    house.wait_page("home")
    assert "wiped" not in house.pages
    assert house.states() == ["delivered"]


def test_a_larger_text_during_the_countdown_keeps_what_was_typed(house: House) -> None:
    _half(house)
    house.digits("0987654321")
    house.nobody_touches()
    house.tap("header.text-size")
    assert house.name == "idle"
    house.tap("footer.primary")
    house.wait_page("question.phone")
    house.tap("footer.primary")
    house.wait_page("check_answers")
