"""Each fault is a field and a message key; what is missing is said before what can't be."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kiosk.domain.kinds import MOST_NUMBER
from kiosk.domain.procedure import Severity
from kiosk.domain.submission import Attachment
from kiosk.domain.validation import (
    check_field,
    check_journey,
    check_step,
    normalise,
)
from tests.domain.tiny import TODAY, procedure

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kiosk.domain.procedure import Answer, Answers
    from kiosk.domain.validation import (
        Fault,
    )

KINDS: Final = procedure("every_kind")
RULES: Final = procedure("rules")
GROUP: Final = procedure("repeating_group")
PAPERS: Final = procedure("papers")
WHEN: Final = procedure("when")

GOOD: Final[dict[str, Any]] = {
    "full_name": "Lê Thị An",
    "note": "Gửi sớm",
    "copies": 2,
    "number": "066157001234",
    "phone": "0901234567",
    "email": "an@example.org",
    "birth_date": "1957-03-21",
    "sex": "female",
    "wishes": ["paper"],
    "agrees": False,
    "home": {"province": "66", "commune": "22240", "hamlet": "Thôn Đông"},
    "children": [{"id": "a", "child_name": "Lê Bé"}],
}


def keys(faults: Iterable[Fault]) -> list[str]:
    return [fault.key for fault in faults]


def keys_at(field: str, value: Answer | None) -> list[str]:
    return keys(check_field(KINDS.field(field), value))


def attachment(paper: str, size: int = 500, media_type: str = "application/pdf") -> Attachment:
    return Attachment(UUID(int=1), paper, media_type, size, 1, "0" * 64)


# --- one answer -----------------------------------------------------------------------------------


@pytest.mark.parametrize("field", sorted(GOOD))
def test_a_good_answer_of_every_kind_has_no_fault(field: str) -> None:
    assert keys_at(field, GOOD[field]) == []


@pytest.mark.parametrize("empty", [None, "", [], {}])
def test_a_required_answer_that_is_empty_is_missing(empty: Answer | None) -> None:
    assert keys_at("full_name", empty) == ["missing"]
    assert keys_at("note", empty) == []


@pytest.mark.parametrize(
    ("field", "value", "key"),
    [
        ("full_name", "An 3", "character"),
        ("full_name", "A" * 3000, "long"),
        ("full_name", "An\x00", "characters"),
        ("note", "a\nb c", "characters"),
        ("note", "\ud800" * 4, "characters"),
        ("home", {"province": "66", "commune": "22240", "hamlet": "\x07"}, "characters"),
        ("copies", "ba", "whole"),
        ("copies", MOST_NUMBER + 1, "range"),
        ("number", "06615700123", "length"),
        ("phone", "0101234567", "prefix"),
        ("email", "an.example.org", "at"),
        ("birth_date", "1957", "missing-month"),
        ("birth_date", "1957-02-30", "impossible-day"),
        ("sex", "other", "option"),
        ("wishes", ["paper", "stone"], "option"),
        ("home", {"province": "66"}, "commune"),
    ],
)
def test_what_an_answer_of_its_kind_cannot_be_has_a_key(
    field: str, value: Answer, key: str
) -> None:
    assert keys_at(field, value) == [key]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("full_name", 3),
        ("birth_date", 1957),
        ("sex", ["female"]),
        ("copies", True),
        ("copies", [3]),
        ("agrees", "true"),
        ("wishes", "paper"),
        ("wishes", ["paper", "paper"]),
        ("wishes", ["paper", 3]),
        ("home", "Thôn Đông"),
        ("home", {"province": "66", "commune": "22240", "planet": "Earth"}),
        ("home", {"province": "66", "commune": 22240}),
        ("children", "two"),
        ("children", ["An"]),
        ("children", [{"child_name": "An"}]),
        ("children", [{"id": "", "child_name": "An"}]),
        ("children", [{"id": "a", "child_name": "An"}, {"id": "a", "child_name": "Bé"}]),
    ],
)
def test_an_answer_of_another_shape_is_named(field: str, value: Answer) -> None:
    assert keys_at(field, value) == ["type"]


@pytest.mark.parametrize(
    ("field", "value", "key", "values"),
    [
        ("note", "ab", "minLength", {"limit": 3, "given": 2}),
        ("note", "a" * 11, "maxLength", {"limit": 10, "given": 11}),
        ("copies", 0, "minimum", {"limit": 1, "given": 0}),
        ("wishes", ["paper", "file"], "maxItems", {"limit": 1, "given": 2}),
        ("wishes", ("paper", "file"), "maxItems", {"limit": 1, "given": 2}),
    ],
)
def test_a_rule_of_one_answer_says_its_limit_and_what_was_given(
    field: str, value: Answer, key: str, values: dict[str, object]
) -> None:
    (fault,) = check_field(KINDS.field(field), value)
    assert (fault.field, fault.key, fault.values) == (field, key, values)


@pytest.mark.parametrize(
    ("pattern", "value", "faults"),
    [
        ("^(a+)+$", "a" * 1999 + "b", ["pattern"]),
        ("^([a-z]+)*$", "a" * 2000, []),
        ("^[0-9]{3}$", "123 ", ["pattern"]),
        ("b", "abc", []),
    ],
)
def test_a_pattern_is_decided_at_once_whatever_is_typed(
    pattern: str, value: str, faults: list[str]
) -> None:
    note = replace(KINDS.field("note"), rule={"pattern": pattern})
    assert [it.key for it in check_field(note, value)] == faults


def test_an_address_can_have_a_rule() -> None:
    (fault,) = check_field(KINDS.field("home"), {"province": "66", "commune": "22240"})
    assert fault.key == "required"


def test_the_procedure_s_own_words_go_with_the_fault() -> None:
    (fault,) = check_field(KINDS.field("note"), "ab")
    assert fault.words == {"vi": "Xin viết thêm."}
    assert check_field(KINDS.field("note"), "a" * 11)[0].words is None


def test_a_group_s_fault_names_the_row() -> None:
    rows = [{"id": "a", "child_name": "An"}, {"id": "b"}]
    (fault,) = check_field(KINDS.field("children"), rows)
    assert (fault.field, fault.row, fault.key) == ("children.child_name", "b", "missing")


@pytest.mark.parametrize(
    ("field", "raw", "kept"),
    [
        ("full_name", "  Nguye\u0302\u0303n \x00  Thị\u200bAn ", "Nguyễn ThịAn"),
        ("note", "một\n\thai", "một hai"),
        ("number", "066 157.001-234", "066157001234"),
        ("phone", "+84 90 123 45 67", "0901234567"),
        ("birth_date", "7/3/1957", "1957-03-07"),
        ("copies", "1.200", 1200),
        ("copies", "-3", -3),
        ("copies", "ba", "ba"),
        ("copies", 3, 3),
        ("agrees", False, False),
        ("wishes", ["paper"], ["paper"]),
        ("home", {"province": "66", "hamlet": " Thôn  Đông ", "street": " "},
         {"province": "66", "hamlet": "Thôn Đông"}),
        ("home", {"province": 66}, {"province": 66}),
        ("home", {"hamlet": " "}, None),
        ("children", [{"id": "a", "child_name": " Bé ", "hat": "red"}, {"child_name": ""}, "An"],
         [{"id": "a", "child_name": "Bé"}, {"id": ""}, "An"]),
        ("note", " \x00 ", None),
        ("wishes", [], None),
        ("note", None, None),
    ],
)  # fmt: skip
def test_an_answer_is_kept_clean(field: str, raw: Answer | None, kept: Answer | None) -> None:
    assert normalise(KINDS.field(field), raw) == kept


@given(st.sampled_from(sorted(GOOD)), st.text())
@example("number", "\u0339 \u0334")
@example("phone", "\u0339 \u0334")
def test_cleaning_twice_changes_nothing_and_leaves_no_control_characters(
    field: str, raw: str
) -> None:
    kept = normalise(KINDS.field(field), raw)
    assert normalise(KINDS.field(field), kept) == kept
    assert "characters" not in keys_at(field, kept)


json_answers = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=6,
)


@given(st.dictionaries(st.sampled_from(sorted(GOOD)), json_answers))
def test_no_answer_brings_the_program_down(answers: dict[str, Any]) -> None:
    """A portal is sent anything."""
    check_journey(KINDS, answers, (), TODAY)
    for each in KINDS.step("all").fields:
        check_field(each, normalise(each, answers.get(each.id)))


# --- one step -------------------------------------------------------------------------------------

IDENTITY: Final[dict[str, Any]] = {
    "number": "066157001234",
    "sex": "female",
    "birth_date": "1957-03-21",
}


def step_faults(answers: Answers, accepted: frozenset[str] = frozenset()) -> tuple[Fault, ...]:
    return check_step(RULES, RULES.path(answers, TODAY), "identity", accepted)


def test_answers_that_fit_together_have_no_fault() -> None:
    assert step_faults(IDENTITY) == ()


def test_a_broken_rule_stops_the_person_at_its_field() -> None:
    (fault,) = step_faults({**IDENTITY, "number": "066327001234", "birth_date": "2027-01-01"})
    assert (fault.field, fault.rule, fault.severity) == ("birth_date", "past", Severity.ERROR)
    assert fault.words == {"vi": "Ngày sinh chưa tới."}
    assert (fault.step, fault.task) == ("identity", "you")


def test_a_number_that_speaks_of_another_sex_or_year_is_a_question() -> None:
    faults = step_faults({**IDENTITY, "number": "066060001234"})
    assert [(it.field, it.rule, it.severity) for it in faults] == [
        ("sex", "sex_fits", Severity.QUESTION),
        ("birth_date", "year_fits", Severity.QUESTION),
    ]
    assert [it.question for it in faults] == ["sex:sex_fits", "birth_date:year_fits"]


def test_a_question_is_silent_once_the_person_has_said_that_it_is_right_so() -> None:
    answers = {**IDENTITY, "sex": "male"}
    assert step_faults(answers, frozenset({"sex:sex_fits"})) == ()


def test_an_error_cannot_be_accepted() -> None:
    answers = {**IDENTITY, "number": "066327001234", "birth_date": "2027-01-01"}
    assert keys(step_faults(answers, frozenset({"birth_date:past"}))) == ["rule"]


def test_a_rule_is_silent_where_its_field_has_a_fault_of_its_own() -> None:
    faults = step_faults({**IDENTITY, "sex": "other"})
    assert [(it.field, it.key) for it in faults] == [("sex", "option")]


def test_a_rule_is_silent_while_something_is_unanswered() -> None:
    assert keys(step_faults({"sex": "male", "birth_date": "1957"})) == ["missing"]


def test_a_step_that_is_not_on_the_path_has_no_faults() -> None:
    path = WHEN.path({"married": False, "spouse_name": "An 3"}, TODAY)
    assert check_step(WHEN, path, "spouse") == ()
    assert keys(check_step(WHEN, WHEN.path({"married": True}, TODAY), "spouse")) == ["missing"]


def child(row: str, born_on: str, name: str = "Bé") -> dict[str, Answer]:
    return {"id": row, "name": name, "born_on": born_on, "at_school": False}


def group_faults(answers: Answers, accepted: frozenset[str] = frozenset()) -> list[Fault]:
    path = GROUP.path({"birth_date": "1957-03-21", **answers}, TODAY)
    return list(check_step(GROUP, path, "children", accepted))


def test_a_rule_at_a_row_names_the_row() -> None:
    rows = [child("a", "1980-01-01", "An"), child("b", "1950-01-01"), child("c", "2020-01-01", "C")]
    faults = group_faults({"children": rows})
    assert [(it.field, it.row, it.rule, it.question) for it in faults] == [
        ("children.born_on", "b", "younger", "children:younger:b"),
        ("children.born_on", "c", "old_parent", "children:old_parent:c"),
    ]
    accepted = frozenset({"children:old_parent:c"})
    assert [it.row for it in group_faults({"children": rows}, accepted)] == ["b"]


def test_a_rule_over_all_rows_speaks_once() -> None:
    (fault,) = group_faults({"children": [child("a", "1980-01-01"), child("b", "1982-01-01")]})
    assert (fault.field, fault.row, fault.rule) == ("children", None, "names")


def test_only_what_is_asked_in_a_row_is_missed() -> None:
    rows: list[Answer] = [{"id": "a", "name": "An", "born_on": "2010-01-01"}, {"id": "b"}]
    assert [(it.field, it.row) for it in group_faults({"children": rows})] == [
        ("children.at_school", "a"),
        ("children.name", "b"),
        ("children.born_on", "b"),
    ]


def test_too_many_rows_are_named_before_what_is_in_them() -> None:
    rows: list[Answer] = [{"id": row} for row in "abcd"]
    assert keys(group_faults({"children": rows})) == ["maxItems"]


COPIED: Final = procedure("rules_of_computed")
MOTHER: Final[dict[str, Any]] = {
    "full_name": "Lê An",
    "is_mother": True,
    "birth_date": "1998-05-02",
    "child_birth_date": "2026-11-12",
    "count": 3,
}


def copied_faults(
    answers: Answers | None = None, accepted: frozenset[str] = frozenset()
) -> list[tuple[str | None, str, str | None]]:
    faults = check_journey(COPIED, {**MOTHER, **(answers or {})}, (), TODAY, accepted)
    return [(it.step, it.field, it.rule) for it in faults]


def test_a_rule_of_a_computed_answer_speaks_where_that_answer_was_given() -> None:
    assert copied_faults() == []
    assert copied_faults({"birth_date": "2026-11-20"}) == [("birth", "birth_date", "before_child")]
    assert copied_faults({"birth_date": "2018-01-01"}) == [("birth", "birth_date", "mother_age")]
    accepted = frozenset({"birth_date:mother_age"})
    assert copied_faults({"birth_date": "2018-01-01"}, accepted) == []


def test_a_rule_speaks_at_its_own_field_where_that_is_asked() -> None:
    apart: dict[str, Answer] = {"is_mother": False, "mother_birth_date": "2026-12-01", "count": 6}
    assert copied_faults(apart) == [("mother", "mother_birth_date", "before_child")]


def test_what_was_asked_of_an_answer_is_not_asked_again_of_its_copy() -> None:
    assert copied_faults({"birth_date": "2012-01-01"}) == [("birth", "birth_date", "of_age")]
    accepted = frozenset({"birth_date:of_age"})
    assert copied_faults({"birth_date": "2012-01-01"}, accepted) == []


def test_a_copy_is_asked_what_was_not_asked_before() -> None:
    answers: dict[str, Answer] = {"birth_date": "2012-01-01", "child_birth_date": "2020-01-01"}
    assert copied_faults(answers) == [
        ("birth", "birth_date", "of_age"),
        ("birth", "birth_date", "mother_age"),
    ]


def test_a_rule_of_what_is_computed_without_an_answer_of_its_own_speaks_at_its_condition() -> None:
    assert copied_faults({"count": 0}) == [("count", "count", "positive")]


def test_a_rule_at_a_constant_or_at_what_is_not_asked_is_silent() -> None:
    assert copied_faults({"nickname": "x", "nation": "VN", "count": 1}) == []


# --- a whole journey ------------------------------------------------------------------------------


def test_a_whole_journey_is_checked_in_the_order_of_its_document() -> None:
    faults = check_journey(WHEN, {"married": True, "spouse_name": "An 3"}, (), TODAY)
    assert [(it.step, it.field, it.key) for it in faults] == [
        ("name", "full_name", "missing"),
        ("spouse", "spouse_name", "character"),
        ("wedding", "wedding_year", "missing"),
    ]


def test_an_accepted_question_does_not_stop_the_journey() -> None:
    answers = {"full_name": "Lê An", **IDENTITY, "sex": "male"}
    assert keys(check_journey(RULES, answers, (), TODAY)) == ["rule"]
    assert check_journey(RULES, answers, (), TODAY, {"sex:sex_fits"}) == ()


ANSWERED: Final[dict[str, Any]] = {"full_name": "Lê An", "at_home": True}


def paper_faults(*attachments: Attachment, **answers: Answer) -> list[tuple[str, str]]:
    faults = check_journey(PAPERS, {**ANSWERED, **answers}, attachments, TODAY)
    return [(it.field, it.key) for it in faults]


def test_a_paper_that_is_needed_and_not_there_is_named() -> None:
    assert paper_faults() == [("witness", "paper-missing")]
    assert paper_faults(attachment("witness")) == []
    assert paper_faults(attachment("birth-paper", media_type="image/png"), at_home=False) == []


def test_papers_keep_to_their_limits() -> None:
    assert paper_faults(attachment("witness"), attachment("witness")) == [
        ("witness", "paper-too-many")
    ]
    assert paper_faults(attachment("witness", size=1000)) == []
    assert paper_faults(attachment("witness", size=1001)) == [("witness", "paper-too-large")]
    assert paper_faults(attachment("witness", media_type="image/png")) == [
        ("witness", "paper-kind")
    ]


def test_papers_off_the_path_are_not_sent() -> None:
    kept, dropped = attachment("witness"), attachment("birth-paper")
    assert PAPERS.path(ANSWERED, TODAY).attached((kept, dropped)) == (kept,)


some_answers = st.fixed_dictionaries(
    {},
    optional={
        "full_name": st.sampled_from(["Lê An", "An 3", ""]),
        "married": st.booleans(),
        "spouse_name": st.sampled_from(["Lê An", "Không nhớ", "3"]),
        "spouse_phone": st.sampled_from(["0901234567", "12"]),
        "wedding_year": st.integers(1950, 2026),
        "children": st.integers(0, 9),
    },
)


@given(some_answers)
def test_the_portal_finds_the_same_faults_in_what_is_submitted(answers: dict[str, Answer]) -> None:
    submitted = WHEN.path(answers, TODAY).answers
    assert check_journey(WHEN, submitted, (), TODAY) == check_journey(WHEN, answers, (), TODAY)


def test_a_changed_answer_names_the_rules_that_read_it() -> None:
    every = [rule for step in RULES.steps() for rule in step.rules]
    for rule in every:
        read = next(iter(rule.expect.reads))
        assert rule in RULES.rules_reading({read})
    assert RULES.rules_reading({"no-such-field"}) == ()
