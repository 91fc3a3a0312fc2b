"""How the screens address a person."""

from __future__ import annotations

import pytest

from kiosk.settings import FormOfAddress
from ui.addressing import form_for, with_form
from ui.texts import Texts

VIETNAMESE = Texts.read("vi")


@pytest.mark.parametrize(
    ("custom", "words"),
    [
        (FormOfAddress.ONG_BA, ("ông bà", "ông", "bà")),
        (FormOfAddress.ANH_CHI, ("anh chị", "anh", "chị")),
        (FormOfAddress.BAN, ("bạn", "bạn", "bạn")),
    ],
)
def test_the_point_says_how_people_are_addressed_and_their_papers_which_of_the_two(
    custom: FormOfAddress, words: tuple[str, str, str]
) -> None:
    said = [VIETNAMESE.addressing(form_for(custom, sex)).person for sex in (None, "male", "female")]
    assert tuple(said) == words


def test_a_form_stands_before_a_name_only_where_it_is_about_one_person() -> None:
    name = "N. T. HỢI"
    assert with_form(VIETNAMESE.addressing("female"), name) == "Bà N. T. HỢI"
    assert with_form(VIETNAMESE.addressing("unknown"), name) == name
    assert with_form(VIETNAMESE.addressing("ban"), name) == name
    assert with_form(VIETNAMESE.addressing("female"), "") == ""
    assert with_form(Texts.read("en").addressing("female"), name) == name
