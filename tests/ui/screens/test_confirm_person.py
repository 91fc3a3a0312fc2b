"""The person sees who was read, with the number masked, and decides what the card can't know."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.patience import ring
from tests.ui.screens import shown
from tests.ui.screens.hands import Heard, Stand, code_of, words_on
from ui.screens.confirm_person import REVEAL_MS, ResidenceShown
from ui.screens.place_tree import PlaceTree

if TYPE_CHECKING:
    from ui.look import Look
    from ui.screens.confirm_person import ConfirmPersonPage


def confirmed(page: ConfirmPersonPage) -> Heard:
    heard = Heard()
    page.confirmed.connect(heard.hear)
    return heard


def test_the_number_is_masked_until_asked_for_and_masked_again(stand: Stand, look: Look) -> None:
    page = shown.confirm(look)
    stand.show(page, look)
    assert code_of(page, "confirm.number") == shown.MASKED
    stand.touch("confirm.reveal")
    assert code_of(page, "confirm.number") == shown.NUMBER
    ring(page._hiding)
    assert code_of(page, "confirm.number") == shown.MASKED


def test_the_number_is_shown_for_five_seconds_from_the_last_touch(stand: Stand, look: Look) -> None:
    page = shown.confirm(look)
    stand.show(page, look)
    stand.touch("confirm.reveal")
    assert page._hiding.interval() == REVEAL_MS == 5000
    assert page._hiding.isActive()


def test_a_page_made_anew_masks_the_number(stand: Stand, look: Look) -> None:
    page = shown.confirm(look)
    stand.show(page, look)
    stand.touch("confirm.reveal")
    again = shown.confirm(look)
    again.restore(page.keep())
    assert code_of(again, "confirm.number") == shown.MASKED


def test_where_an_old_commune_was_split_the_person_must_choose(stand: Stand, look: Look) -> None:
    page = shown.confirm(look)
    stand.show(page, look)
    heard = confirmed(page)
    stand.touch("footer.primary")
    assert heard.all == []
    assert words_on(page).count(look.say("confirm.choose_place")) >= 2


def test_the_chosen_commune_is_written_out_marked_and_reported(stand: Stand, look: Look) -> None:
    page = shown.confirm(look)
    stand.show(page, look)
    heard = confirmed(page)
    stand.touch("footer.primary")
    stand.touch("confirm.place.22256")
    assert shown.CHOICES[1].written in words_on(page)
    assert look.say("confirm.choose_place") not in words_on(page)
    assert page.findChildren(PlaceTree)[0].chosen == 1
    stand.touch("footer.primary")
    assert heard.all == ["22256"]


def test_who_is_not_sure_goes_on_without_a_commune(stand: Stand, look: Look) -> None:
    page = shown.confirm(look)
    stand.show(page, look)
    heard = confirmed(page)
    stand.touch("confirm.place.unsure")
    assert page.findChildren(PlaceTree)[0].chosen is None
    stand.touch("footer.primary")
    assert heard.all == [""]


def test_a_commune_that_is_whole_is_not_asked_about(stand: Stand, look: Look) -> None:
    page = shown.confirm_whole(look)
    stand.show(page, look)
    heard = confirmed(page)
    assert not any(name.startswith("confirm.place") for name in stand.touchable())
    assert shown.CHOICES[0].written in words_on(page)
    stand.touch("footer.primary")
    assert heard.all == ["22255"]


@pytest.mark.parametrize("residence", [None, ResidenceShown("Thôn 9, huyện Cũ", "Xã Không Rõ", ())])
def test_without_a_known_commune_none_is_guessed(
    stand: Stand, look: Look, residence: ResidenceShown | None
) -> None:
    page = shown.confirm(look, residence)
    stand.show(page, look)
    heard = confirmed(page)
    stand.touch("footer.primary")
    assert heard.all == [""]


def test_what_is_wrong_can_be_changed(stand: Stand, look: Look) -> None:
    page = shown.confirm_whole(look)
    stand.show(page, look)
    heard = Heard()
    page.edit.connect(heard.hear)
    stand.touch("confirm.edit")
    assert len(heard.all) == 1


def test_the_choice_survives_a_change_of_text_size(stand: Stand, look: Look) -> None:
    page = shown.confirm(look)
    stand.show(page, look)
    stand.touch("confirm.place.22257")
    again = shown.confirm(look)
    again.restore(page.keep())
    stand.show(again, look)
    assert shown.CHOICES[2].written in words_on(again)
    heard = confirmed(again)
    stand.touch("footer.primary")
    assert heard.all == ["22257"]


@pytest.mark.parametrize(("width", "stacked"), [(900, False), (300, True)])
def test_the_tree_stacks_names_that_do_not_fit_beside_one_another(
    look: Look, width: int, *, stacked: bool
) -> None:
    names = [choice.name for choice in shown.CHOICES]
    tree = PlaceTree(look.tokens, "Xã Hòa Trị cũ", names)
    one_row = PlaceTree(look.tokens, "Xã Hòa Trị cũ", names[:1]).heightForWidth(900)
    assert (tree.heightForWidth(width) > one_row) is stacked
