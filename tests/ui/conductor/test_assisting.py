"""Help at the machine: called for, there, and typing where everybody can see it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QAbstractButton

from kiosk.domain.helping import Helping, HelpMode, Reason
from tests.ui.conductor.house import ACCOUNT, ACCOUNT_ANSWERS, CARD, House
from ui.banner import BORDER, HelpingBanner
from ui.conductor.session import Session

if TYPE_CHECKING:
    from kiosk.domain.journey import Journey

LAN = "Chị Trần Thị Lan"


def banner(house: House) -> str:
    """What stands above everything while a helper types."""
    found = house.find("helping.banner")
    assert found is None or isinstance(found, HelpingBanner)
    assert (found is None) is (house.find("helping.border") is None)
    return found.words if found is not None else ""


def typed_for(house: House) -> None:
    """From home to the page after the greeting, with the first helper at the keys."""
    house.tap("home.account", "footer.primary", "who_presses.onbehalf")
    house.wait_page("helper_choice")
    house.tap("helper_choice.0")
    house.wait_page("help_reason")
    house.tap("help_reason.eyes")


def at_the_phone(house: House) -> Journey:
    """A journey of somebody who presses the keys, at the question about the phone."""
    answers = {name: it for name, it in ACCOUNT_ANSWERS.items() if name != "phone"}
    journey = house.kept(ACCOUNT, answers)
    house.resume(journey)
    house.tap("footer.primary")
    house.wait_page("question.phone")
    return journey


def helping(house: House) -> Helping:
    return house.journey.helping


def helped_on_behalf(house: House) -> None:
    """The helper who was called is there, and takes the keys."""
    house.tap("header.help", "footer.back")
    house.wait_page("helper.arrived")
    house.tap("helper.arrived.onbehalf")


def test_whoever_has_it_typed_says_by_whom_and_why_and_all_can_see_it(house: House) -> None:
    typed_for(house)
    assert banner(house) == house.say("helping.banner", helper=LAN)
    assert house.button("header.help") == house.say("header.help.typing")
    house.suit()
    house.tap("footer.primary", "consent.submit.yes", "consent.helper.yes", "footer.primary")
    house.wait_page("identity")
    house.scan(CARD)
    house.confirm()
    house.wait_page("task_list")
    assert helping(house) == Helping(HelpMode.ON_BEHALF, "07")
    assert banner(house)
    visit = house.conductor._visit
    assert visit is not None
    assert visit.scene.session.reason is Reason.EYES


def test_whoever_will_not_have_it_typed_presses_themselves(house: House) -> None:
    typed_for(house)
    house.suit()
    house.tap("footer.primary", "consent.submit.yes", "consent.helper.no", "footer.primary")
    house.wait_page("identity")
    assert not banner(house)
    house.scan(CARD)
    house.confirm()
    house.wait_page("task_list")
    assert helping(house) == Helping(HelpMode.GUIDED, "07")


def test_back_from_who_helps_asks_again_who_presses(house: House) -> None:
    house.tap("home.account", "footer.primary", "who_presses.onbehalf")
    house.tap("helper_choice.1")
    house.wait_page("help_reason")
    house.tap("footer.back")
    house.wait_page("who_presses")
    house.tap("who_presses.family")
    house.suit()
    assert not banner(house)


def test_who_is_called_is_named_and_the_person_goes_on_meanwhile(house: House) -> None:
    at_the_phone(house)
    house.digits("0987")
    house.tap("header.help")
    house.wait_page("helper")
    assert LAN in house.words()
    assert "2 phút" in house.words()
    house.tap("footer.primary")
    house.wait_page("question.phone")
    assert house.button("header.help") == house.say("header.help.called")
    house.digits("654321")
    house.tap("footer.primary")
    house.wait_page("check_answers")
    assert house.button("header.help") == house.say("header.help.called")
    assert house.journey.answers["phone"] == "0987654321"
    house.conductor.go_home()
    house.wait(lambda: house.find("header.help") is not None)
    assert house.button("header.help") == house.say("header.help")


def test_a_helper_who_came_takes_the_keys_only_with_a_reason_and_a_yes(house: House) -> None:
    journey = at_the_phone(house)
    house.digits("0987")
    helped_on_behalf(house)
    house.tap("helper_choice.1", "help_reason.hands")
    house.wait_page("helper.consent")
    assert not banner(house)
    house.tap("footer.primary")
    house.wait_page("question.phone")
    assert banner(house) == house.say("helping.banner", helper="Bác Phạm Phúc")
    house.digits("654321")
    house.tap("footer.primary")
    house.wait_page("check_answers")
    assert helping(house) == Helping(HelpMode.ON_BEHALF, "12")
    queue = house.queue
    assert queue is not None
    queue.put_aside(journey.id).result()
    kept = queue.reopen(journey.slip).result()
    assert kept.helping == Helping(HelpMode.ON_BEHALF, "12")
    assert kept.agreed("helper")
    assert "because-hands" in [line.what for line in queue.history(journey.id).result()]


def test_without_a_yes_the_helper_only_shows_how(house: House) -> None:
    at_the_phone(house)
    helped_on_behalf(house)
    house.tap("helper_choice.0", "help_reason.other", "footer.back")
    house.wait_page("question.phone")
    assert not banner(house)
    assert helping(house) == Helping(HelpMode.GUIDED, "07")


def test_a_helper_who_only_shows_how_is_noted_too(house: House) -> None:
    at_the_phone(house)
    house.tap("header.help", "footer.back", "helper.arrived.guided", "helper_choice.0")
    house.wait_page("question.phone")
    assert helping(house) == Helping(HelpMode.GUIDED, "07")
    assert house.button("header.help") == house.say("header.help")


def test_keys_let_go_are_taken_again_without_asking_twice(house: House) -> None:
    at_the_phone(house)
    helped_on_behalf(house)
    house.tap("helper_choice.0", "help_reason.typing", "footer.primary")
    house.tap("header.help")
    assert house.name == "question.phone"
    assert not banner(house)
    assert helping(house).mode is HelpMode.ON_BEHALF
    helped_on_behalf(house)
    house.tap("helper_choice.0")
    house.wait_page("question.phone")
    assert banner(house)


def test_a_yes_counts_for_its_day_alone(house: House) -> None:
    at_the_phone(house)
    helped_on_behalf(house)
    house.tap("helper_choice.0", "help_reason.typing", "footer.primary", "header.help")
    house.clock.pass_(24 * 3600)
    helped_on_behalf(house)
    house.tap("helper_choice.0", "help_reason.typing")
    house.wait_page("helper.consent")


def test_a_helper_is_no_less_there_for_having_shown_how_before(house: House) -> None:
    at_the_phone(house)
    helped_on_behalf(house)
    house.tap("helper_choice.0", "help_reason.typing", "footer.primary", "header.help")
    house.tap("header.help", "footer.back", "helper.arrived.guided", "helper_choice.0")
    assert helping(house).mode is HelpMode.ON_BEHALF, "a mode only becomes less independent"
    assert not banner(house)


def test_typing_ends_with_the_visit_and_with_another_persons_slip(house: House) -> None:
    other = house.kept(ACCOUNT, ACCOUNT_ANSWERS)
    typed_for(house)
    assert banner(house)
    house.scan(other.slip.qr_text)
    house.wait_page("task_list")
    assert not banner(house)
    house.conductor.go_home()
    typed_for(house)
    house.conductor.gone()
    house.wait_page("home")
    assert not banner(house)


def test_who_was_called_is_still_called_for_when_a_slip_is_read(house: House) -> None:
    journey = house.kept(ACCOUNT, ACCOUNT_ANSWERS)
    house.tap("header.help")
    house.wait_page("helper")
    house.scan(journey.slip.qr_text)
    house.wait_page("task_list")
    assert house.button("header.help") == house.say("header.help.called")


def test_each_step_says_who_pressed_at_it(house: House) -> None:
    at_the_phone(house)
    helped_on_behalf(house)
    house.tap("helper_choice.1", "help_reason.hands", "footer.primary")
    house.wait_page("question.phone")
    house.tap("header.help")  # the helper lets go, and has had the keys here
    house.digits("0912345678")
    house.tap("footer.primary")
    house.wait_page("check_answers")
    assert house.journey.helped_at == {"phone": HelpMode.ON_BEHALF}
    assert house.journey.called_at == {"phone"}


@pytest.mark.parametrize(
    ("mode", "typing", "pressing"),
    [
        (HelpMode.ON_BEHALF, True, HelpMode.ON_BEHALF),
        (HelpMode.ON_BEHALF, False, HelpMode.GUIDED),
        (HelpMode.FAMILY, False, HelpMode.FAMILY),
    ],
)
def test_a_helper_who_has_let_go_of_the_keys_shows_how(
    mode: HelpMode, *, typing: bool, pressing: HelpMode
) -> None:
    assert Session(helping=Helping(mode), typing=typing).pressing is pressing


def test_a_step_that_was_answered_alone_says_nothing(house: House) -> None:
    at_the_phone(house)
    house.digits("0912345678")
    house.tap("footer.primary")
    house.wait_page("check_answers")
    assert (house.journey.helped_at, house.journey.called_at) == ({}, frozenset())


def test_out_of_hours_the_telephone_is_told_and_nobody_is_promised(house: House) -> None:
    at_the_phone(house)
    house.clock.pass_(3 * 3600)
    house.tap("header.help")
    house.wait_page("helper")
    assert house.say("notice.helper.away.title") in house.words()
    assert "0257\u00a0000\u00a01234" in house.words()
    assert LAN not in house.words()
    house.tap("footer.primary")
    assert house.button("header.help") == house.say("header.help")


def test_help_called_while_saying_who_helps_loses_nothing(house: House) -> None:
    house.tap("home.account", "footer.primary", "who_presses.guided")
    house.tap("header.help")
    house.wait_page("helper")
    assert house.find("footer.back") is None
    house.tap("footer.primary", "helper_choice.1")
    house.suit()
    visit = house.conductor._visit
    assert visit is not None
    assert visit.scene.session.helping == Helping(HelpMode.GUIDED, "12")


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_banner_is_said_in_the_language_of_the_screen(house: House, language: str) -> None:
    typed_for(house)
    house.program.stage.choose(language=language)
    assert banner(house) == house.say("helping.banner", helper=LAN)
    assert LAN in banner(house)


def test_the_border_covers_nothing_that_can_be_pressed(house: House) -> None:
    typed_for(house)
    width = house.program.stage.look.tokens.px(BORDER)
    inside = house.frame.rect().adjusted(width, width, -width, -width)
    for button in house.frame.findChildren(QAbstractButton):
        if button.isVisible():
            place = QRect(button.mapTo(house.frame, QPoint()), button.size())
            assert inside.contains(place), button.objectName()
