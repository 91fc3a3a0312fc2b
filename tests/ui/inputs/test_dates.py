"""A date is said again in words, so that a slip of the finger is seen."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.procedure import FieldKind
from tests.ui.inputs.hands import one, question
from ui.inputs.date_input import DateInput
from ui.inputs.dates import DateParts, echo
from ui.texts import Texts

if TYPE_CHECKING:
    from ui.look import Look

TODAY = date(2026, 11, 26)


@pytest.fixture(scope="module")
def texts() -> Texts:
    return Texts.read("vi")


@pytest.mark.parametrize(
    ("answer", "birth", "said", "line"),
    [
        ("2026-11-12", True, "12 tháng 11 năm 2026", "Thứ năm, 14 ngày tuổi"),
        ("2026-11-26", True, "26 tháng 11 năm 2026", "Thứ năm, 0 ngày tuổi"),
        ("2025-05-30", True, "30 tháng 5 năm 2025", "Thứ sáu, 17 tháng tuổi"),
        ("1957-03-27", True, "27 tháng 3 năm 1957", "Thứ tư, 69 tuổi"),
        ("2026-11-26", False, "26 tháng 11 năm 2026", "Thứ năm, hôm nay"),
        ("2026-11-20", False, "20 tháng 11 năm 2026", "Thứ sáu, cách đây 6 ngày"),
        ("2020-01-01", False, "1 tháng 1 năm 2020", "Thứ tư"),
        ("2026-12-01", True, "1 tháng 12 năm 2026", "Thứ ba"),
        ("1957", True, "năm 1957", "Khoảng 69 tuổi"),
        ("1957", False, "năm 1957", ""),
        ("2026-02-31", True, "", ""),
        ("2026", False, "năm 2026", ""),
        ("-11-12", True, "", ""),
    ],
)
def test_a_date_is_said_with_its_weekday_and_an_age(
    texts: Texts, answer: str, *, birth: bool, said: str, line: str
) -> None:
    assert echo(DateParts.of(answer), TODAY, texts, birth=birth) == (said, line)


def test_boxes_that_are_not_all_filled_are_no_day() -> None:
    assert DateParts.of(None).empty
    assert DateParts().answer() is None
    assert DateParts("5", "", "2026").day_on_calendar() is None


@given(st.dates(date(1850, 1, 1), date(2150, 12, 31)))
def test_a_date_shown_and_read_again_is_the_same(day: date) -> None:
    parts = DateParts.of(day.isoformat())
    assert parts.answer() == day.isoformat()
    assert parts.day_on_calendar() == day


def test_a_year_known_from_elsewhere_is_no_date_by_itself(look: Look) -> None:
    page = question(look, one(FieldKind.DATE, partial=True))
    given = page.inputs["it"]
    assert isinstance(given, DateInput)
    given.begin_with("1998")
    assert given.parts().year == "1998"
    assert given.answer() is None, "the day and the month are still to come"
    given.begin_with("2001")
    assert given.parts().year == "1998", "what stands there is not written over"
    given.take_focus()
    for digit in "12":
        given.digit(digit)
    given.forward()
    given.digit("3")
    assert given.answer() == "1998-03-12"


def test_a_person_may_still_say_that_only_the_year_is_known(look: Look) -> None:
    page = question(look, one(FieldKind.DATE, partial=True))
    given = page.inputs["it"]
    assert isinstance(given, DateInput)
    given.begin_with("1998")
    given._turn_partial()
    assert given.answer() == "1998"
