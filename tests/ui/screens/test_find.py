"""A procedure is found by what happened at home, or by a few letters without marks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.ui.screens import shown
from tests.ui.screens.hands import Heard, Stand, settle, words_on
from ui.screens.find import Choice, FindPage, ProceduresPage, SearchPage

if TYPE_CHECKING:
    from ui.look import Look


@pytest.mark.parametrize("event", [event.id for event in shown.EVENTS])
def test_touching_an_event_reports_it(stand: Stand, look: Look, event: str) -> None:
    page = shown.find(look)
    stand.show(page, look)
    heard = Heard()
    page.event_chosen.connect(heard.hear)
    stand.touch(f"find.event.{event}")
    assert heard.all == [event]


def test_the_search_has_its_own_door(stand: Stand, look: Look) -> None:
    page = shown.find(look)
    stand.show(page, look)
    heard = Heard()
    page.search_wanted.connect(heard.hear)
    stand.touch("find.search")
    assert len(heard.all) == 1


def test_an_event_of_a_pack_whose_drawing_is_unknown_has_another(stand: Stand, look: Look) -> None:
    event = Choice("tax", "Nộp thuế", "", icon="no-such-drawing")
    page = FindPage(look, [event], checked_on="")
    stand.show(page, look)
    assert not page.grab().isNull()
    assert "find.event.tax" in stand.touchable()


def test_the_day_of_the_facts_is_said(stand: Stand, look: Look) -> None:
    page = shown.find(look)
    stand.show(page, look)
    assert "18 tháng 11 năm 2026" in words_on(page)


def test_more_procedures_than_fit_are_turned_to(stand: Stand, look: Look) -> None:
    page = shown.procedures(look)
    stand.show(page, look)
    heard = Heard()
    page.procedure_chosen.connect(heard.hear)
    last = f"find.procedure.{shown.PROCEDURES[-1].id}"
    assert last not in stand.touchable()
    stand.turn_to(last)
    stand.touch(last)
    assert heard.all == [shown.PROCEDURES[-1].id]


def test_an_event_without_procedures_says_whom_to_ask(stand: Stand, look: Look) -> None:
    nothing = look.say("find.empty_event", phone=shown.PHONE)
    page = ProceduresPage(look, heading="Nhà đất", procedures=(), nothing=nothing)
    stand.show(page, look)
    assert nothing in words_on(page)


@pytest.fixture
def search(stand: Stand, look: Look) -> SearchPage:
    page = SearchPage(look)
    stand.show(page, look)
    return page


def test_typing_begins_at_once_and_searches_at_each_letter(search: SearchPage) -> None:
    keyboard = search.keyboard()
    assert keyboard is not None
    heard = Heard()
    search.searched.connect(heard.hear)
    for letter in "kh":
        QTest.mouseClick(keyboard.key(letter), Qt.MouseButton.LeftButton)
    assert heard.all == ["k", "kh"]


def test_what_is_found_can_be_touched_above_the_keyboard(stand: Stand, search: SearchPage) -> None:
    heard = Heard()
    search.procedure_chosen.connect(heard.hear)
    search.show_found(shown.PROCEDURES, "")
    settle()
    assert search.keyboard() is not None
    stand.touch(f"find.procedure.{shown.PROCEDURES[0].id}")
    assert heard.all == [shown.PROCEDURES[0].id]


def test_finding_nothing_says_what_to_do_and_offers_the_nearest(
    stand: Stand, search: SearchPage, look: Look
) -> None:
    nothing = look.say("find.none", phone=shown.PHONE)
    search.show_found(shown.PROCEDURES[:3], nothing)
    settle()
    assert nothing in words_on(search)
    assert f"find.procedure.{shown.PROCEDURES[0].id}" in stand.touchable()


def test_the_words_survive_a_change_of_text_size_and_are_searched_again(
    stand: Stand, look: Look
) -> None:
    page = shown.search(look)
    again = SearchPage(look)
    again.restore(page.keep())
    heard = Heard()
    again.searched.connect(heard.hear)
    stand.show(again, look)
    assert heard.all == ["khai sinh"]
