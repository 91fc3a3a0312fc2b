"""Expressions are typed when they are read, and silent while they can't be certain."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.dates import earliest, latest
from kiosk.domain.expressions import RESERVED, ExpressionInvalid, Sort, Vocabulary

if TYPE_CHECKING:
    from kiosk.domain.expressions import Expression
    from kiosk.domain.procedure import Answer, Answers

TODAY: Final = date(2026, 11, 26)
VOCABULARY: Final = Vocabulary(
    {
        "name": Sort.TEXT,
        "copies": Sort.NUMBER,
        "late": Sort.YES_NO,
        "birth": Sort.DATE,
        "death": Sort.DATE,
        "wishes": Sort.CODES,
        "home": Sort.ADDRESS,
        "number": Sort.TEXT,
        "children": Sort.ROWS,
        **{f"day_{number}": Sort.DATE for number in range(7)},
        **{f"text_{number}": Sort.TEXT for number in range(30)},
    },
    {"children": {"age": Sort.NUMBER, "born": Sort.DATE}},
)


def read(text: str, sort: Sort = Sort.YES_NO, group: str | None = None) -> Expression:
    return VOCABULARY.expression(text, sort, group)


def say(
    text: str,
    answers: Answers,
    sort: Sort = Sort.YES_NO,
    row: Answers | None = None,
) -> Answer | None:
    group = "children" if row is not None else None
    return read(text, sort, group).value(answers, TODAY, row)


def refusal(text: str, sort: Sort = Sort.YES_NO, group: str | None = None) -> str:
    with pytest.raises(ExpressionInvalid) as caught:
        read(text, sort, group)
    return caught.value.reason


@pytest.mark.parametrize(
    ("text", "answers", "expected"),
    [
        ("name == 'An'", {"name": "An"}, True),
        ("copies > 3 || late", {"copies": 1, "late": False}, False),
        ("'copy' in wishes", {"wishes": ["copy"]}, True),
        ("home.province == '66' && !has(home.street)", {"home": {"province": "66"}}, True),
        ("birth < today", {"birth": "1957-03-21"}, True),
        ("name_given && !late_given", {"name": "An"}, True),
        ("size(children) == 2", {"children": [{"id": "a"}, {"id": "b"}]}, True),
    ],
)
def test_answers_of_every_sort_can_be_spoken_of(
    text: str, answers: Answers, *, expected: bool
) -> None:
    assert say(text, answers) is expected


@pytest.mark.parametrize(
    ("text", "sort", "answers", "expected"),
    [
        ("8000 * copies", Sort.NUMBER, {"copies": 3}, 24000),
        ("name + '!'", Sort.TEXT, {"name": "An"}, "An!"),
        ("birth + duration('24h')", Sort.DATE, {"birth": "1957-12-31"}, "1958-01-01"),
        ("wishes", Sort.CODES, {"wishes": ["copy"]}, ["copy"]),
        ("home", Sort.ADDRESS, {"home": {"province": "66"}}, {"province": "66"}),
        ("years_between(birth, today)", Sort.NUMBER, {"birth": "2008-11-27"}, 17),
        ("days_between(birth, today)", Sort.NUMBER, {"birth": "2026-11-01"}, 25),
        ("number_sex(number)", Sort.TEXT, {"number": "066157001234"}, "female"),
        ("number_birth_year(number)", Sort.NUMBER, {"number": "066257001234"}, 2057),
        ("sum(children.map(c, c.age))", Sort.NUMBER, {"children": [{"age": 3}, {"age": 4}]}, 7),
        ("children.filter(c, date(c.born) < today).size()", Sort.NUMBER,
         {"children": [{"born": "2020-01-01"}]}, 1),
    ],
)  # fmt: skip
def test_an_expression_answers_in_the_sort_that_its_place_wants(
    text: str, sort: Sort, answers: Answers, expected: Answer
) -> None:
    assert say(text, answers, sort) == expected


def test_within_a_row_its_own_answers_are_known_too() -> None:
    row = {"id": "a", "born": "2020-01-01"}
    assert say("row.born > birth && !row.age_given", {"birth": "1990-01-01"}, row=row) is True
    assert say("row.age > 3", {}, row=row) is None
    assert read("row.age > 3 && late", group="children").reads == {"row.age", "late"}


@pytest.mark.parametrize(
    ("text", "answers"),
    [
        ("name == 'An'", {}),
        ("late || name == 'An'", {"late": True}),
        ("10 / copies > 1", {"copies": 0}),
        ("children[0].age > 1", {"children": [{"id": "a"}]}),
        ("number_sex(number) == 'male'", {"number": "12"}),
        ("birth < today", {"birth": "hôm qua"}),
        ("birth < today", {"birth": 1957}),
        ("copies > 1", {"copies": "ba"}),
        ("name == 'An'", {"name": "\ud800"}),
        ("date(children[0].born) < today", {"children": [{"born": "2020"}]}),
        ("sum(children.map(c, c.age)) > 1", {"children": [{"age": "ba"}]}),
        ("wishes.all(a, wishes.all(b, wishes.all(c, a + b + c != '')))",
         {"wishes": ["x"] * 60}),
    ],
)  # fmt: skip
def test_it_is_silent_where_something_is_unanswered_or_fails(text: str, answers: Answers) -> None:
    assert say(text, answers) is None


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("name ==", "Syntax error"),
        ("nickname == 'An'", "undeclared reference to 'nickname'"),
        ("copies == 'An'", "no matching overload"),
        ("row.age > 1", "undeclared reference to 'row.age'"),
        ("copies + 1", "must say bool, but says int"),
        ("children[0].age", "must say bool, but says dyn"),
        ("1 + ", "1:5"),
        ("name == '\ud800'", "surrogates"),
    ],
)
def test_what_does_not_compile_or_type_is_refused_with_the_reason(text: str, part: str) -> None:
    assert part in refusal(text)


def test_all_that_it_reads_is_known_however_much_it_is() -> None:
    names = [f"text_{number}" for number in range(30)]
    text = " && ".join(f"{name} != ''" for name in names)
    assert read(text).reads == set(names)


def test_the_names_of_its_own_loops_and_functions_are_not_answers() -> None:
    text = "children.exists(x, x.age > 3) && timestamp('2020-01-01T00:00:00Z') < today"
    assert read(text).reads == {"children"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [("1950", True), ("1951", None), ("1951-11", None), ("1951-10", True), ("1952", False)],
)
def test_a_year_alone_decides_only_what_every_day_of_it_would(
    text: str, *, expected: bool | None
) -> None:
    assert say("years_between(birth, today) >= 75", {"birth": text}) is expected


def test_two_partial_dates_are_compared_only_where_they_do_not_overlap() -> None:
    assert say("birth < death", {"birth": "1957", "death": "1958-01"}) is True
    assert say("birth < death", {"birth": "1957", "death": "1957-06"}) is None


def test_too_many_partial_dates_say_nothing() -> None:
    days = [f"day_{number}" for number in range(7)]
    text = " && ".join(f"{day} < today" for day in days)
    assert say(text, dict.fromkeys(days, "1957")) is None
    assert say(text, {**dict.fromkeys(days, "1957"), "day_0": "1957-01-01"}) is True


partial_dates = st.dates(date(1900, 1, 1), date(2026, 12, 31)).flatmap(
    lambda day: st.sampled_from([day.isoformat(), day.isoformat()[:7], day.isoformat()[:4]])
)


@given(partial_dates, st.integers(0, 120), st.data())
def test_what_is_said_of_a_partial_date_holds_of_each_day_in_it(
    text: str, years: int, data: st.DataObject
) -> None:
    expression = read(f"years_between(birth, today) >= {years}")
    said = expression.value({"birth": text}, TODAY)
    length = (latest(text) - earliest(text)).days
    day = earliest(text) + timedelta(days=data.draw(st.integers(0, length)))
    certain = expression.value({"birth": day.isoformat()}, TODAY)
    assert certain is not None
    assert said in {None, certain}


@pytest.mark.parametrize("name", sorted(RESERVED - {"today", "row", "optional", "google"}))
def test_names_that_the_language_has_taken_stay_reserved(name: str) -> None:
    """`timestamp` and `duration` compile, but would read as the types that they are elsewhere."""
    if name in {"timestamp", "duration"}:
        return
    with pytest.raises(ExpressionInvalid):
        Vocabulary({name: Sort.NUMBER}, {}).expression(f"{name} > 1", Sort.YES_NO)
