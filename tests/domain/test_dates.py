"""Dates are read as people know them, and what is missing is said before what can't be."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.dates import completed_years, date_fault, earliest, is_partial, latest, tidy_date

days = st.dates(date(1850, 1, 1), date(2150, 12, 31))


def key(text: str, *, partial: bool = False) -> str | None:
    fault = date_fault(text, partial=partial)
    return None if fault is None else fault[0]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("1957", date(1957, 1, 1), date(1957, 12, 31)),
        ("1956-02", date(1956, 2, 1), date(1956, 2, 29)),
        ("1957-03-21", date(1957, 3, 21), date(1957, 3, 21)),
    ],
)
def test_a_partial_date_reaches_from_its_first_to_its_last_day(
    text: str, first: date, last: date
) -> None:
    assert (earliest(text), latest(text)) == (first, last)
    assert is_partial(text) == (first != last)


@pytest.mark.parametrize("text", ["", "57", "1957-3", "21/03/1957", "1957-02-30", "1957-13"])
def test_what_is_no_date_is_not_guessed_at(text: str) -> None:
    with pytest.raises(ValueError, match=r"month|day|^\S*$"):
        latest(text)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("7/3/1957", "1957-03-07"),
        ("07.03.1957", "1957-03-07"),
        ("1957-3-7", "1957-03-07"),
        (" 1957 - 3 ", "1957-03"),
        ("1957", "1957"),
        ("1957--7", "1957--07"),
        ("/3/1957", "1957-03"),
        ("1957--", "1957"),
        ("-3-7", "-03-07"),
    ],
)
def test_a_date_is_kept_year_first(typed: str, kept: str) -> None:
    assert tidy_date(typed) == kept


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("-03-07", "missing-year"),
        ("1957", "missing-month"),
        ("1957--07", "missing-month"),
        ("1957--99", "missing-month"),
        ("1957-03", "missing-day"),
        ("1957-13", "missing-day"),
        ("1957-13-01", "impossible-month"),
        ("1957-00-01", "impossible-month"),
        ("1957-02-29", "impossible-day"),
        ("1957-02-00", "impossible-day"),
        ("0057-02-01", "year-range"),
        ("57-02-01", "year-range"),
        ("1849-12-31", "year-range"),
        ("1850-01-01", None),
        ("2150-12-31", None),
        ("2151-01-01", "year-range"),
        ("2957-02-01", "year-range"),
        ("1957-02-01-01", "form"),
        ("hôm qua-02-01", "form"),
        ("1957-٣-01", "form"),
        ("1957-03-21", None),
    ],
)
def test_what_is_missing_is_said_before_what_cannot_be(text: str, expected: str | None) -> None:
    assert key(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1957", None),
        ("1957-03", None),
        ("1957-13", "impossible-month"),
        ("1957--07", "missing-month"),
        ("-03", "missing-year"),
    ],
)
def test_a_partial_date_may_end_early_but_has_no_holes(text: str, expected: str | None) -> None:
    assert key(text, partial=True) == expected


def test_an_impossible_day_names_its_month() -> None:
    assert date_fault("1957-02-30", partial=False) == (
        "impossible-day",
        {"day": 30, "month": 2, "year": 1957},
    )


@given(days)
def test_every_day_is_a_date(day: date) -> None:
    text = day.isoformat()
    assert key(text) is None
    assert tidy_date(f"{day.day}/{day.month}/{day.year}") == text
    assert earliest(text) == latest(text) == day


@given(days, days)
def test_years_are_complete_on_the_same_day_of_the_year(start: date, end: date) -> None:
    years = completed_years(start, end)
    assert (years >= 0) == (end >= start)
    assert completed_years(start, end + timedelta(days=1)) in {years, years + 1}


def test_a_leap_day_completes_its_year_on_the_first_of_march() -> None:
    assert completed_years(date(2008, 2, 29), date(2026, 2, 28)) == 17
    assert completed_years(date(2008, 2, 29), date(2026, 3, 1)) == 18
