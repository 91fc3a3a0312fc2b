"""The guide against fraud, from home to the card that goes home."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tests.ui.conductor.house import House, library

if TYPE_CHECKING:
    from collections.abc import Callable


def cards(house: House) -> None:
    """From home through all cards to the first question."""
    house.tap("home.guide")
    house.wait_page("guide")
    while house.name == "guide":
        house.tap("footer.primary")


def test_the_guide_leads_from_its_cards_through_the_quiz_home(house: House) -> None:
    cards(house)
    house.wait_page("guide.quiz")
    for right in ("hang-up", "store", "bank"):
        house.tap(f"quiz.{right}")
        assert house.say("guide.quiz.right") in house.words()
        house.tap("footer.primary")
    house.wait_page("guide.reminder")
    assert "0257 000 1234" in house.words()
    house.tap("footer.leave")
    house.wait_page("home")


def test_what_was_answered_is_still_there_for_who_goes_back(house: House) -> None:
    cards(house)
    house.tap("quiz.tell", "footer.primary")
    house.tap("footer.back")
    assert house.say("guide.quiz.better") in house.words()
    house.tap("footer.back")
    house.wait_page("guide")
    assert "Bình Phước" in house.words()
    house.tap("footer.back", "footer.leave")
    house.wait_page("home")


def test_who_would_rather_see_it_done_is_shown_the_example(house: House) -> None:
    shown: list[None] = []
    visit = house.conductor._visit
    assert visit is not None
    visit.example_wanted.connect(lambda: shown.append(None))
    house.tap("home.guide")
    house.wait_page("guide")
    house.tap("guide.example")
    assert shown == [None]
    house.tap("footer.primary")
    assert house.find("guide.example") is None, "later cards have no place for it"


def test_without_a_printer_the_card_is_a_code_on_the_glass(house: House) -> None:
    cards(house)
    house.tap("quiz.tell", "footer.primary", "quiz.tap", "footer.primary", "quiz.more")
    house.tap("footer.primary")
    house.wait_page("guide.reminder")
    house.tap("footer.primary")
    assert house.say("guide.not_printed") in house.words()
    assert house.find("guide.code") is not None


def test_a_pack_without_a_guide_has_no_door_to_one(build: Callable[..., House]) -> None:
    whole = library()
    bare = whole._replace(packs=replace(whole.packs, guides=()))
    house = build(pack=bare)
    assert house.find("home.guide") is not None
    house.open()
    house.wait(lambda: house.find("home.guide") is None)
    assert house.find("home.resume") is not None
    assert house.find("home.tour") is not None


def test_a_door_pressed_before_it_is_known_that_there_is_no_guide_leads_home(
    build: Callable[..., House],
) -> None:
    whole = library()
    house = build(pack=whole._replace(packs=replace(whole.packs, guides=())))
    house.tap("home.guide")
    house.wait_page("wait")
    house.open()
    house.wait_page("home")
    assert house.find("home.guide") is None
