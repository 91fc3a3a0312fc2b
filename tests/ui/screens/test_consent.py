"""Consent is asked for purpose by purpose, and nothing is agreed to by silence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.ui.screens import shown
from tests.ui.screens.hands import Heard, Stand, words_on
from ui.components.choice_tile import ChoiceTile

if TYPE_CHECKING:
    from ui.look import Look
    from ui.screens.consent import ConsentPage


@pytest.fixture
def page(stand: Stand, look: Look) -> ConsentPage:
    page = shown.consent(look)
    stand.show(page, look)
    return page


@pytest.fixture
def decided(page: ConsentPage) -> Heard:
    heard = Heard()
    page.decided.connect(heard.hear)
    return heard


def test_nothing_is_chosen_beforehand(page: ConsentPage) -> None:
    tiles = page.findChildren(ChoiceTile)
    assert len(tiles) == 8
    assert not any(tile.isChecked() for tile in tiles)


def test_going_on_without_the_needed_one_says_which(
    stand: Stand, page: ConsentPage, decided: Heard, look: Look
) -> None:
    stand.touch("footer.primary")
    assert decided.all == []
    assert look.say("consent.needed") in words_on(page)
    assert look.say("consent.choose") in words_on(page)


def test_choosing_what_was_missing_takes_the_error_away(
    stand: Stand, page: ConsentPage, look: Look
) -> None:
    stand.touch("footer.primary")
    stand.touch("consent.submit.yes")
    assert look.say("consent.needed") not in words_on(page)
    assert look.say("consent.choose") not in words_on(page)


def test_what_is_not_chosen_is_not_agreed_to(
    stand: Stand, page: ConsentPage, decided: Heard
) -> None:
    del page
    stand.touch("consent.submit.yes")
    stand.touch("footer.primary")
    assert decided.all == [{"submit": True, "reuse": False, "messages": False, "helper": False}]


def test_declining_is_one_touch_like_agreeing_and_reports_no_agreement(
    stand: Stand, page: ConsentPage, decided: Heard
) -> None:
    del page
    stand.touch("consent.submit.no")
    stand.touch("footer.primary")
    assert decided.all == [{"submit": False, "reuse": False, "messages": False, "helper": False}]


def test_one_may_change_ones_mind(stand: Stand, page: ConsentPage, decided: Heard) -> None:
    del page
    for name in ("submit.yes", "helper.yes", "helper.no", "messages.no", "messages.yes"):
        stand.touch(f"consent.{name}")
    stand.touch("footer.primary")
    assert decided.all == [{"submit": True, "reuse": False, "messages": True, "helper": False}]


def test_choices_survive_a_change_of_text_size(stand: Stand, page: ConsentPage, look: Look) -> None:
    stand.touch("consent.submit.yes")
    stand.touch("consent.helper.no")
    again = shown.consent(look)
    again.restore(page.keep())
    stand.show(again, look)
    heard = Heard()
    again.decided.connect(heard.hear)
    stand.touch("footer.primary")
    assert heard.all == [{"submit": True, "reuse": False, "messages": False, "helper": False}]
    assert again.keep() == {"submit": "yes", "reuse": None, "messages": None, "helper": "no"}


def test_who_handles_the_information_and_whom_to_call_is_said(page: ConsentPage) -> None:
    words = words_on(page)
    assert "xã Phú Hòa 2" in words
    assert shown.PHONE in words
