"""A document becomes a procedure, or is refused with the place and the reason."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.parsing import ProcedureInvalid, parse_procedure
from kiosk.domain.procedure import FieldKind, Severity, TaskKind
from kiosk.domain.submission import Kind
from tests.domain.tiny import DOCUMENTS, SCHEMA, document, procedure

if TYPE_CHECKING:
    from collections.abc import Mapping

FIRST = "/tasks/0/steps/0"
ALL_FIELDS = f"{FIRST}/fields"


def parent(whole: Any, pointer: str) -> tuple[Any, Any]:  # noqa: ANN401 — JSON
    """The object or array that holds the place a pointer names, and the key there."""
    *way, last = pointer.removeprefix("/").split("/")
    for part in way:
        whole = whole[int(part)] if isinstance(whole, list) else whole[part]
    return whole, int(last) if isinstance(whole, list) and last != "-" else last


def changed(feature: str, changes: Mapping[str, object]) -> dict[str, Any]:
    """A good document with some places set; `-` at the end of a pointer adds to an array."""
    whole = document(feature)
    for pointer, value in changes.items():
        at, key = parent(whole, pointer)
        if key == "-":
            at.append(value)
        else:
            at[key] = value
    return whole


def refused(feature: str, changes: Mapping[str, object]) -> ProcedureInvalid:
    with pytest.raises(ProcedureInvalid) as caught:
        parse_procedure(changed(feature, changes), SCHEMA)
    return caught.value


@pytest.mark.parametrize("feature", sorted(file.stem for file in DOCUMENTS.glob("[a-z]*.json")))
def test_every_feature_can_be_read(feature: str) -> None:
    whole = document(feature)
    read = parse_procedure(whole, SCHEMA)
    assert [task.id for task in read.tasks] == [task["id"] for task in whole["tasks"]]
    assert read == parse_procedure(whole)


def test_everything_in_a_document_arrives_in_its_value() -> None:
    read = procedure("every_kind")
    assert (read.code, read.version, read.kind) == ("9.000001", "2026.1", Kind.DOSSIER)
    assert read.title.said("en") == "A trial procedure"
    assert read.short_title.said("en") == "Thử"
    assert read.source.effective_from == date(2026, 1, 1)
    assert read.offered_on(date(2026, 1, 1))
    assert not read.offered_on(date(2025, 12, 31))
    (step,) = read.steps()
    assert step.picture == "paper:all"
    assert {field.kind for field in step.fields} == set(FieldKind)
    name = read.field("full_name")
    assert name.known_as is not None
    assert (name.known_as.person, name.known_as.fact) == ("requester", "name")
    assert (name.required, name.suggestions, name.options) == (True, ("Nguyễn",), ())
    note = read.field("note")
    assert (note.required, note.rule) == (False, {"minLength": 3, "maxLength": 10})
    assert note.messages is not None
    assert note.messages["minLength"].said("vi") == "Xin viết thêm."
    assert read.field("copies").unit == {"vi": "bản"}
    assert read.field("sex").options[0].hint == {"vi": "Con trai"}
    assert read.field("children").fields[0].id == "child_name"
    assert read.field("birth_date").recent
    assert not read.field("note").recent


def test_conditions_rules_papers_and_fees_arrive_too() -> None:
    rules = procedure("rules").step("identity").rules
    assert [rule.severity for rule in rules] == [
        Severity.ERROR, Severity.QUESTION, Severity.QUESTION,
    ]  # fmt: skip
    witness = procedure("papers").paper("witness")
    assert (witness.media_types, witness.most_files, witness.most_bytes) == (
        ("application/pdf",), 1, 1000,
    )  # fmt: skip
    assert witness.when is not None
    assert procedure("papers").paper("other").most_bytes == 10 * 1024 * 1024
    assert not procedure("papers").paper("other").required
    fees = procedure("fees")
    assert fees.tasks[-1].kind is TaskKind.FEE
    assert (fees.suitability[0].id, fees.suitability[0].proceed_with) == ("here", True)
    assert procedure("partial_date").field("birth_date").unknown
    assert procedure("when").tasks[0].summary == ("full_name",)


def test_an_end_of_validity_is_the_last_day() -> None:
    read = parse_procedure(changed("when", {"/source/effective_to": "2026-12-31"}), SCHEMA)
    assert read.offered_on(date(2026, 12, 31))
    assert not read.offered_on(date(2027, 1, 1))


@pytest.mark.parametrize(
    ("changes", "pointer", "reason"),
    [
        ({"/schema": 2}, "/schema", "1 was expected"),
        ({"/title": {"en": "Only English"}}, "/title", "'vi' is a required property"),
        ({"/title": {"vi": ""}}, "/title/vi", "non-empty"),
        ({"/title": {"vi": " "}}, "/title/vi", "does not match"),
        ({"/colour": "red"}, "", "'colour' was unexpected"),
        ({"/source/checked_on": "2026-02-30"}, "/source/checked_on", "is not a 'date'"),
        ({"/tasks": []}, "/tasks", "non-empty"),
        ({f"{FIRST}/fields/0/kind": "signature"}, f"{FIRST}/fields/0/kind", "'signature'"),
        ({f"{FIRST}/fields/0/id": "họ tên"}, f"{FIRST}/fields/0/id", "does not match"),
        ({f"{FIRST}/fields/0/messages": {"a/b~c": {}}},
         f"{FIRST}/fields/0/messages/a~1b~0c", "'vi' is a required property"),
    ],
)  # fmt: skip
def test_a_document_of_another_shape_is_refused_at_its_place(
    changes: dict[str, object], pointer: str, reason: str
) -> None:
    refusal = refused("when", changes)
    assert refusal.pointer == pointer
    assert reason in refusal.reason
    assert reason in str(refusal)


@pytest.mark.parametrize("whole", [None, [], "procedure", 3])
def test_what_is_no_object_is_refused(whole: object) -> None:
    with pytest.raises(ProcedureInvalid) as caught:
        parse_procedure(whole, SCHEMA)
    assert caught.value.pointer == ""


@pytest.mark.parametrize(
    ("feature", "pointer", "text", "reason"),
    [
        ("when", "/tasks/0/steps/2/when", "married &&", "Syntax error"),
        ("when", "/tasks/0/steps/2/when", "'yes'", "must say bool, but says string"),
        ("when", "/tasks/0/steps/2/when", "maried", "undeclared reference to 'maried'"),
        ("when", "/tasks/0/steps/2/when", "wedding_year > 1", "'wedding_year', which doesn't"),
        ("when", "/tasks/0/steps/2/when", "spouse_name_given", "'spouse_name', which doesn't"),
        ("when", "/tasks/0/steps/2/fields/0/when", "spouse_name == ''", "'spouse_name', which"),
        ("when", "/tasks/0/steps/2/fields/0/when", "row.name == ''", "undeclared reference"),
        ("computed", "/tasks/0/steps/1/fields/1/computed/value", "'old'", "must say int"),
        ("computed", "/tasks/0/steps/1/fields/1/computed/value", "age", "'age', which doesn't"),
        ("computed", "/tasks/0/steps/3/fields/0/computed/when", "1", "must say bool"),
        ("offers", "/tasks/0/steps/2/fields/0/offers/0/value", "full_name", "must say map(string"),
        ("offers", "/tasks/0/steps/2/fields/0/offers/0/value", "home", "offers a field its own"),
        ("options", "/tasks/0/steps/2/fields/0/options/0/when", "relation == ''", "'relation'"),
        ("repeating_group", "/tasks/0/steps/2/fields/0/fields/2/when", "row.school == ''",
         "'row.school', which doesn't come before it"),
        ("repeating_group", "/tasks/0/steps/2/rules/0/expect", "row.height > 1", "undeclared"),
        ("repeating_group", "/tasks/0/steps/2/rules/2/expect", "row.age > 1", "undeclared"),
        ("papers", "/papers/0/when", "at_home == 'no'", "no matching overload"),
        ("fees", "/fees/0/amount", "8000.5", "must say int, but says double"),
        ("fees", "/fees/0/when", "nobody", "undeclared"),
        ("fees", "/next_steps/0/holds", "copies", "must say bool"),
    ],
)  # fmt: skip
def test_an_expression_that_cannot_work_is_refused_at_its_place(
    feature: str, pointer: str, text: str, reason: str
) -> None:
    refusal = refused(feature, {pointer: text})
    assert refusal.pointer == pointer
    assert reason in refusal.reason


@pytest.mark.parametrize(
    ("feature", "pointer", "value", "at", "reason"),
    [
        ("when", "/applicant", "nobody", "", "there is no field 'nobody'"),
        ("when", "/tasks/0/summary/0", "nobody", "", "there is no field 'nobody'"),
        ("when", "/tasks/0/steps", [], "", "questions have steps"),
        ("papers", "/tasks/1/kind", "questions", "/tasks/1/steps", "questions have steps"),
        ("papers", "/tasks/1/kind", "fee", "/papers", "papers need a task"),
        ("when", "/tasks/1/id", "you", "", "'you' is the id of another task"),
        ("when", "/tasks/0/steps/1/id", "name", "", "'name' is the id of another step"),
        ("when", "/tasks/0/steps/1/fields/0/id", "full_name", "", "the id of another field"),
        ("papers", "/papers/0/id", "at_home", "", "the id of another field"),
        ("fees", "/fees/1/id", "copies", "", "the id of another fee"),
        ("fees", "/suitability/-", {
            "id": "here", "question": {"vi": "?"}, "proceed_with": True,
            "otherwise_title": {"vi": "."}, "otherwise": {"vi": "."},
        }, "/suitability/1/id", "the id of another question"),
        ("rules", "/tasks/0/steps/1/rules/1/id", "past", "", "the id of another rule"),
        ("rules", "/tasks/0/steps/1/rules/0/field", "full_name", "", "no 'full_name' on this step"),
        ("repeating_group", "/tasks/0/steps/2/rules/0/field", "children.hat", "", "no 'children.h"),
        ("when", f"{ALL_FIELDS}/0/id", "today", "", "'today' means something else"),
        ("when", f"{ALL_FIELDS}/0/id", "son_given", "", "'son_given' means something else"),
        ("repeating_group", "/tasks/0/steps/2/fields/0/fields/0/id", "id", "", "'id' means"),
        ("repeating_group", "/tasks/0/steps/2/fields/0/fields/1/id", "name",
         "/tasks/0/steps/2/fields/0/fields/1/id", "'name' stands there twice"),
        ("repeating_group", "/tasks/0/steps/2/fields/0/fields/0/kind", "group",
         "/tasks/0/steps/2/fields/0/fields/0/fields", "a group has fields"),
        ("repeating_group", "/tasks/0/steps/2/fields/0/computed", {"value": "1"},
         "/tasks/0/steps/2/fields/0/kind", "never computed"),
        ("options", "/tasks/0/steps/1/fields/0/options/1/code", "male", "", "'male' stands there"),
        ("options", "/tasks/0/steps/1/fields/0/options", [], "", "choice and choices have options"),
        ("options", "/tasks/0/steps/1/fields/0/kind", "text",
         "/tasks/0/steps/1/fields/0/options", "choice and choices have options"),
        ("offers", "/tasks/0/steps/2/fields/0/offers/1/known_as/fact", "name", "",
         "a address is no 'name'"),
        ("offers", "/tasks/0/steps/2/fields/-", {"id": "b", "kind": "text", "name": {"vi": "B"}},
         "/tasks/0/steps/2/fields/0/offers", "stands alone on its step"),
        ("repeating_group", "/tasks/0/steps/2/fields/0/fields/0/offers",
         [{"value": "full_name", "name": {"vi": "A"}}],
         "/tasks/0/steps/2/fields/0/fields/0/offers", "only a field with one answer"),
        ("when", f"{ALL_FIELDS}/0/unknown", True, "", "can't be answered with"),
        ("when", f"{ALL_FIELDS}/0/partial", True, "", "only a date"),
        ("when", f"{ALL_FIELDS}/0/unit", {"vi": "bản"}, "", "only a number"),
        ("when", "/tasks/0/steps/1/fields/0/suggestions", ["Có"], "", "only a name or a text"),
        ("when", f"{ALL_FIELDS}/0/fields", [{"id": "a", "kind": "text", "name": {"vi": "A"}}], "",
         "a group has fields"),
        ("every_kind", f"{ALL_FIELDS}/1/rule/minLength", -1, "", "less than the minimum"),
        ("every_kind", f"{ALL_FIELDS}/1/rule/pattern", "(", "", "is not a 'regex'"),
        ("every_kind", f"{ALL_FIELDS}/1/rule/pattern", "^(?=a)", "", "is no pattern of RE2"),
        ("every_kind", f"{ALL_FIELDS}/1/rule/pattern", r"(a)\1", "", "is no pattern of RE2"),
        ("every_kind", f"{ALL_FIELDS}/1/rule/pattern", "((a{99}){99}){99}", "", "is no pattern"),
        ("every_kind", f"{ALL_FIELDS}/1/rule/minLenght", 3, "", "is no keyword"),
        ("every_kind", f"{ALL_FIELDS}/1/rule", {"not": {"minLenght": 3}},
         f"{ALL_FIELDS}/1/rule/not/minLenght", "is no keyword"),
        ("every_kind", f"{ALL_FIELDS}/10/rule", {"properties": {"hamlet": {"pattern": "(?!a)"}}},
         f"{ALL_FIELDS}/10/rule/properties/hamlet/pattern", "is no pattern of RE2"),
        ("every_kind", f"{ALL_FIELDS}/1/rule", {"anyOf": [{"$ref": "http://example.org/a"}]},
         f"{ALL_FIELDS}/1/rule/anyOf/0/$ref", "is no keyword of a rule"),
        ("every_kind", f"{ALL_FIELDS}/1/rule", {"$ref": "#"},
         f"{ALL_FIELDS}/1/rule/$ref", "is no keyword of a rule"),
        ("every_kind", f"{ALL_FIELDS}/1/rule", {"$dynamicRef": "#a"},
         f"{ALL_FIELDS}/1/rule/$dynamicRef", "is no keyword of a rule"),
        ("every_kind", f"{ALL_FIELDS}/2/known_as", {"person": "requester", "fact": "name"},
         f"{ALL_FIELDS}/2/known_as/fact", "a number is no 'name'"),
        ("when", "/source/effective_to", "2025-12-31", "", "ends before it begins"),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused_at_its_place(
    feature: str, pointer: str, value: object, at: str, reason: str
) -> None:
    refusal = refused(feature, {pointer: value})
    assert reason in refusal.reason
    assert refusal.pointer == (at or pointer)


@pytest.mark.parametrize(
    "rule",
    [
        {"enum": ["a", {"minLenght": 3}]},
        {"properties": {"pattern": {"maxLength": 3}}, "required": ["pattern"]},
        {"anyOf": [{"pattern": "^[a-z]+$"}, {"maxLength": 3}]},
    ],
)
def test_a_rule_may_hold_whatever_json_schema_has_without_references(
    rule: dict[str, object],
) -> None:
    whole = changed("every_kind", {f"{ALL_FIELDS}/1/rule": rule})
    assert parse_procedure(whole, SCHEMA).field("note").rule == rule


@pytest.mark.parametrize(
    "expression",
    [
        "size([full_name]" + ".map(a, a + a)" * 20 + "[0]) > 3",
        "size([[copies]]" + ".map (a, a + a)" * 25 + "[0]) > 3",
        "[1, 2].all(a, [1, 2].all(b, [1, 2].all(c, [1, 2].all(d, a + b + c + d > 0))))",
    ],
)
def test_an_expression_that_grows_without_end_is_refused(expression: str) -> None:
    refusal = refused("every_kind", {"/tasks/0/steps/0/when": expression})
    assert refusal.pointer == "/tasks/0/steps/0/when"
    assert "more than 3 loops" in refusal.reason


def test_a_long_value_does_not_hide_what_is_wrong_with_it() -> None:
    refusal = refused("when", {"/keywords": ["giấy tờ rất dài"] * 51})
    assert refusal.pointer == "/keywords"
    assert refusal.reason.endswith("is too long")
    assert len(refusal.reason) < 120


def test_a_condition_may_read_what_stands_before_it_on_the_same_step() -> None:
    assert procedure("when").field("spouse_phone").when is not None


PLACES = [
    (feature, pointer)
    for feature, pointer in (
        ("when", "/tasks/0/steps/2/when"),
        ("rules", "/tasks/0/steps/1/rules/0/expect"),
        ("fees", "/fees/0/amount"),
    )
]


@given(st.sampled_from(PLACES), st.text(min_size=1, max_size=40))
def test_no_text_in_place_of_an_expression_brings_the_program_down(
    place: tuple[str, str], text: str
) -> None:
    feature, pointer = place
    try:
        parse_procedure(changed(feature, {pointer: text}), SCHEMA)
    except ProcedureInvalid as refusal:
        assert refusal.pointer == pointer  # noqa: PT017 — good expressions are fine as well


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(
    json_values,
    st.sampled_from(["/tasks", "/source", "/tasks/0/steps/0/fields/0", "/papers", "/kind"]),
)
def test_no_document_brings_the_program_down(part: object, pointer: str) -> None:
    whole = changed("when", {pointer: part})
    try:
        parse_procedure(json.loads(json.dumps(whole)), SCHEMA)
    except ProcedureInvalid as refusal:
        assert refusal.pointer.startswith(pointer)  # noqa: PT017 — an empty list of papers is fine
