"""The strip offers the names that are likely where the cursor stands."""

from __future__ import annotations

import pytest

from ui.keyboard.suggestions import (
    NameLists,
    are_names,
    goes_on_large,
    suggest_name,
    suggest_text,
)

LISTS = NameLists(
    surnames=("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Huỳnh", "Hồ", "Lò"),
    middle=("Văn", "Thị", "Hữu", "Minh", "Đức"),
    given=("Hoa", "Hợi", "Hội", "Hồi", "Hới", "Hôi", "Hòa", "Toàn", "Đức"),
)


def test_a_name_begins_with_a_surname() -> None:
    assert suggest_name(LISTS, "", 0) == ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng")
    assert suggest_name(LISTS, "ho", 2) == ("Hồ", "Hoàng")
    assert suggest_name(LISTS, "l", 1) == ("Lê", "Lò")


def test_the_second_syllable_is_a_middle_name_and_then_a_given_name() -> None:
    assert suggest_name(LISTS, "Lê ", 3)[:2] == ("Văn", "Thị")
    assert suggest_name(LISTS, "Lê Thị ", 7)[0] == "Hoa"


def test_letters_without_marks_find_names_with_marks() -> None:
    assert suggest_name(LISTS, "Nguyễn Thị hoi", 14) == ("Hợi", "Hội", "Hồi", "Hới", "Hôi")
    assert suggest_name(LISTS, "Lê duc", 6) == ("Đức",)


def test_a_mark_that_is_typed_counts() -> None:
    assert suggest_name(LISTS, "Lê Thị hô", 9)[0] in {"Hội", "Hồi", "Hôi"}


def test_what_is_already_written_is_not_offered_again() -> None:
    assert "Lê" not in suggest_name(LISTS, "Lê", 2)


def test_no_more_than_five_are_offered_and_none_where_none_fits() -> None:
    assert len(suggest_name(LISTS, "Lê Thị h", 8)) == 5
    assert suggest_name(LISTS, "xyz", 3) == ()


def test_hamlets_are_offered_by_their_beginning() -> None:
    assert suggest_text(["Thôn Đông", "Thôn Đoài"], "thon d", 6) == ("Thôn Đông", "Thôn Đoài")
    assert suggest_text(["Thôn Đông"], "", 0) == ()


def test_phrases_are_offered_as_they_are_written() -> None:
    phrases = ("Trung tâm Y tế", "Trạm Y tế xã")
    assert suggest_text(phrases, "tr", 2) == phrases


def test_lists_that_are_no_lists_are_refused() -> None:
    assert NameLists.parse({"surnames": ["Lê"]}).surnames == ("Lê",)
    with pytest.raises(ValueError, match="given"):
        NameLists.parse({"given": "Lê"})


def test_each_place_of_a_name_has_its_own_syllables() -> None:
    lists = NameLists(surnames=("Lê",), middle=("Thị",), given=("Hoa",))
    assert [lists.at(place, 3) for place in range(3)] == [
        ("Lê",),
        ("Thị", "Hoa", "Lê"),
        ("Hoa", "Thị"),
    ]


@pytest.mark.parametrize(
    ("before", "large"),
    [
        ("Trạm ", True),
        ("tram ", True),
        ("Trạm Y ", False),
        ("Trạm Y tế ", False),
        ("Trạm Y tế xã ", True),
        ("Trạm y tế xã Hòa ", True),
        ("Bệnh viện Đa ", False),
        ("Nhà bà đỡ ", False),
    ],
)
def test_a_text_goes_on_as_its_phrases_do(before: str, *, large: bool) -> None:
    phrases = ("Trung tâm Y tế", "Trạm Y tế xã", "Bệnh viện Đa khoa", "Tại nhà")
    assert goes_on_large(phrases, before) is large


def test_phrases_of_capitals_alone_are_names() -> None:
    assert are_names(("Ấn Độ", "Anh", "Ma-lai-xi-a"))
    assert not are_names(("Tại nhà", "Anh"))
    assert not are_names(())
