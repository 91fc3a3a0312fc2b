"""Words compared as people write them: without marks, or with tones in either place."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.spelling import plain, spelled, tidy


def test_marks_case_hyphens_and_apostrophes_do_not_matter() -> None:
    assert plain("Đắk R'lấp") == plain("ĐẮK R\u2019LẤP") == "dak rlap"
    assert plain("Phan Rang-Tháp Chàm") == plain("phan rang \u2013 tháp chàm")
    assert plain("TP. Hồ  Chí Minh") == "tp ho chi minh"


def test_both_places_of_a_tone_are_one_spelling_but_two_tones_are_not() -> None:
    assert spelled("Hòa Phước") == spelled("HOÀ PHƯỚC")
    assert spelled("Hòa") != spelled("Hóa")
    assert spelled("Thuỳ-Thuý") == spelled("Thùy Thúy")


def test_control_characters_never_stay_in_what_is_kept() -> None:
    assert tidy("  Nguyễn\x00 \tThị\r\n Hợi\u200b ") == "Nguyễn Thị Hợi"
    assert tidy("An\ud800") == "An"


@given(st.text())
def test_tidy_text_is_composed_and_tidying_again_changes_nothing(text: str) -> None:
    once = tidy(text)
    assert unicodedata.is_normalized("NFC", once)
    assert tidy(once) == once


@given(st.text())
def test_plain_text_is_plain_whichever_form_it_came_in(text: str) -> None:
    assert plain(text).isascii()
    assert plain(unicodedata.normalize("NFD", text)) == plain(unicodedata.normalize("NFC", text))
