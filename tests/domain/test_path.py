"""Where a person stands is computed: changing an earlier answer repairs what follows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.tiny import TODAY, procedure

if TYPE_CHECKING:
    from kiosk.domain.path import Path
    from kiosk.domain.procedure import Answer, Answers

WHEN: Final = procedure("when")
GROUP: Final = procedure("repeating_group")
COMPUTED: Final = procedure("computed")
OPTIONS: Final = procedure("options")
OFFERS: Final = procedure("offers")


def asked(path: Path) -> list[str]:
    return [field.id for step in path.steps for field in step.fields]


def test_a_question_is_asked_once_its_condition_holds() -> None:
    assert asked(WHEN.path({}, TODAY)) == ["full_name", "married"]
    assert asked(WHEN.path({"married": True}, TODAY)) == ["full_name", "married", "spouse_name"]
    answers: Answers = {"married": True, "spouse_name": "Lê An"}
    assert asked(WHEN.path(answers, TODAY))[-2:] == ["spouse_phone", "wedding_year"]


def test_a_condition_on_an_answer_that_is_not_asked_does_not_hold() -> None:
    answers: Answers = {"married": False, "spouse_name": "Lê An"}
    assert asked(WHEN.path(answers, TODAY)) == ["full_name", "married"]


def test_a_task_without_questions_is_not_on_the_path() -> None:
    answers: dict[str, Answer] = {"married": True, "spouse_name": "Lê An", "wedding_year": 2021}
    assert [task.task.id for task in WHEN.path(answers, TODAY).tasks] == ["you"]
    answers["wedding_year"] = 2019
    path = WHEN.path(answers, TODAY)
    assert [task.task.id for task in path.tasks] == ["you", "children"]
    assert path.step("children") is not None
    assert path.step("nowhere") is None


def test_tasks_for_papers_and_fee_are_always_there() -> None:
    for feature, task in (("papers", "papers"), ("fees", "fee")):
        assert procedure(feature).path({}, TODAY).tasks[-1].task.id == task


def test_answers_off_the_path_come_back_when_the_person_goes_back() -> None:
    answers: dict[str, Answer] = {"married": True, "spouse_name": "Lê An", "wedding_year": 1980}
    there = WHEN.path(answers, TODAY).answers
    assert WHEN.path({**answers, "married": False}, TODAY).answers == {"married": False}
    assert WHEN.path(answers, TODAY).answers == there == answers


@pytest.mark.parametrize("empty", ["", [], {}, None])
def test_an_empty_answer_is_no_answer(empty: Answer) -> None:
    assert WHEN.path({"full_name": empty}, TODAY).answers == {}


def test_a_computed_answer_is_filled_in_and_not_asked() -> None:
    path = COMPUTED.path({"birth_date": "1957-03-21", "age": 3}, TODAY)
    assert path.answers["age"] == 69
    assert "age" not in asked(path)


def test_a_computed_answer_is_asked_while_its_condition_does_not_hold() -> None:
    answers: Answers = {"full_name": "Lê An", "for_self": True, "person_name": "Lê Bình"}
    assert COMPUTED.path(answers, TODAY).answers["person_name"] == "Lê An"
    path = COMPUTED.path({**answers, "for_self": False}, TODAY)
    assert path.answers["person_name"] == "Lê Bình"
    assert "person_name" in asked(path)


def test_a_computed_date_is_a_date_again_and_says_nothing_of_a_partial_one() -> None:
    answers: Answers = {"birth_date": "1957-03-21", "for_self": True}
    assert COMPUTED.path(answers, TODAY).answers["same_day"] == "1957-03-21"
    assert "same_day" not in COMPUTED.path({**answers, "birth_date": "1957"}, TODAY).answers


def test_a_choice_that_is_no_longer_offered_is_no_answer() -> None:
    answers: Answers = {"sex": "female", "relation": "mother", "wishes": ["copy", "leave"]}
    assert OPTIONS.path(answers, TODAY).answers == answers
    changed = OPTIONS.path({**answers, "sex": "male"}, TODAY)
    assert changed.answers == {"sex": "male", "wishes": ["copy"]}
    offered = changed.options(OPTIONS.field("relation"))
    assert [option.code for option in offered] == ["father", "other"]


def test_each_row_of_a_group_has_a_path_of_its_own() -> None:
    path = GROUP.path(
        {
            "children": [
                {
                    "id": "a",
                    "name": "An",
                    "born_on": "2010-01-01",
                    "at_school": True,
                    "school": "A",
                },
                {"id": "b", "name": "Bé", "born_on": "2025-01-01", "at_school": True, "age": 9},
            ]
        },
        TODAY,
    )  # fmt: skip
    assert path.answers["children"] == [
        {
            "id": "a", "name": "An", "born_on": "2010-01-01", "at_school": True, "school": "A",
            "age": 16,
        },
        {"id": "b", "name": "Bé", "born_on": "2025-01-01", "age": 1},
    ]  # fmt: skip
    first, second = path.rows["children"]
    assert [field.id for field in first.fields] == ["name", "born_on", "at_school", "school"]
    assert [field.id for field in second.fields] == ["name", "born_on"]


@pytest.mark.parametrize("answer", ["three", 3, ["An"], [{"id": "a"}, "An"]])
def test_what_is_no_list_of_rows_stays_for_validation_to_name(answer: Answer) -> None:
    path = GROUP.path({"children": answer}, TODAY)
    assert path.answers["children"] == answer
    assert path.rows == {}


def test_a_sum_over_rows_opens_a_question() -> None:
    rows = [{"id": "a", "born_on": "2010-01-01"}, {"id": "b", "born_on": "2012-01-01"}]
    assert "ages" in asked(GROUP.path({"children": rows}, TODAY))
    assert "ages" not in asked(GROUP.path({"children": rows[:1]}, TODAY))


def test_a_partial_date_opens_only_what_is_certain() -> None:
    pensions = procedure("partial_date")
    assert "pension" in asked(pensions.path({"birth_date": "1950"}, TODAY))
    assert "pension" not in asked(pensions.path({"birth_date": "1951"}, TODAY))


def test_the_papers_needed_follow_the_answers() -> None:
    papers = procedure("papers")

    def needed(answers: Answers) -> list[str]:
        return [paper.id for paper in papers.path(answers, TODAY).papers]

    assert needed({}) == ["other"]
    assert needed({"at_home": True}) == ["witness", "other"]
    assert needed({"at_home": False}) == ["birth-paper", "other"]


def test_a_procedure_knows_its_parts_by_name() -> None:
    assert GROUP.step("children").id == "children"
    assert GROUP.field("children").fields
    assert GROUP.field("children.school").id == "school"
    assert procedure("papers").paper("witness").most_files == 1
    for look_up in (GROUP.step, GROUP.field, GROUP.paper):
        with pytest.raises(KeyError):
            look_up("children.nobody")


def test_what_comes_next_is_said_where_its_condition_holds() -> None:
    fees = procedure("fees")
    path = fees.path({"copies": 0}, TODAY)
    assert [path.holds(step.holds) for step in fees.next_steps] == [False, True]


names = st.sampled_from(["Lê An", "Không nhớ", ""])
any_answers = st.fixed_dictionaries(
    {},
    optional={
        "full_name": names,
        "married": st.booleans(),
        "spouse_name": names,
        "spouse_phone": st.just("0901234567"),
        "wedding_year": st.integers(1950, 2026),
        "children": st.integers(0, 9),
        "stranger": st.text(),
    },
)


@given(any_answers)
def test_nothing_off_the_path_is_submitted(answers: dict[str, Answer]) -> None:
    path = WHEN.path(answers, TODAY)
    assert set(path.answers) <= set(asked(path))
    assert all(answers[name] == answer for name, answer in path.answers.items())


@given(any_answers)
def test_the_path_of_what_is_submitted_is_the_same_path(answers: dict[str, Answer]) -> None:
    path = WHEN.path(answers, TODAY)
    assert WHEN.path(path.answers, TODAY) == path


@given(any_answers)
def test_looking_for_the_path_changes_no_answer(answers: dict[str, Answer]) -> None:
    original = dict(answers)
    WHEN.path(answers, TODAY)
    assert answers == original


HERE: Final[Answer] = {"province": "66", "commune": "22303"}
THERE: Final[Answer] = {"province": "66", "commune": "22015"}


def offered(answers: Answers, field: str, **homes: Answer) -> list[tuple[str, Answer]]:
    people = {who: {"residence": home} for who, home in homes.items()}
    path = OFFERS.path(answers, TODAY)
    return [(it.offer.name["vi"], it.answer) for it in path.offers(OFFERS.field(field), people)]


def test_what_is_known_is_offered_once_in_the_order_of_the_document() -> None:
    assert offered({}, "home") == []
    assert offered({"born_in": HERE}, "home", mother=THERE) == [
        ("Nơi sinh", HERE),
        ("Nhà của mẹ", THERE),
    ]
    assert offered({"born_in": HERE}, "home", requester=HERE) == [("Nơi sinh", HERE)]
    assert offered({"born_in": HERE}, "born_in", requester=THERE) == []


def test_only_what_can_be_chosen_is_offered() -> None:
    assert offered({"mothers": "02"}, "people") == [("Như mẹ", "02")]
    assert offered({"mothers": "99"}, "people") == []
