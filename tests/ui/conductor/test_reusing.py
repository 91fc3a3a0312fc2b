"""Nothing is asked twice: what was told or read before answers again with one tap."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.ui.conductor.house import BIRTH, BIRTH_ANSWERS, FATHERS_CARD, HERE, House, without

if TYPE_CHECKING:
    from kiosk.domain.procedure import Answer


def _once_more(house: House, **told: Answer) -> None:
    """The same mother registers another child, with these answers given already."""
    house.tap("footer.primary")
    house.wait_page("outcome")
    house.tap("footer.back", "find.event.birth")
    house.suit()
    house.tap("footer.primary")
    house.wait_page("task_list")
    walk = house.conductor.walk
    assert walk is not None
    walk._course.answer({"requester_relation": "mother", **told})


def _handed_in(house: House) -> None:
    house.resume(house.kept(BIRTH, BIRTH_ANSWERS))
    house.look_through()
    house.check()
    house.wait_page("submit")


CHILD: dict[str, Answer] = {
    "birth_paper": "certificate",
    "child_name": "Trần Minh Tâm",
    "child_birth_date": "2026-11-14",
    "parents_vietnamese": True,
    "mother_ethnicity": "01",
}


def test_the_father_of_the_first_child_is_offered_for_the_second(house: House) -> None:
    _handed_in(house)
    _once_more(house, **CHILD, father_recorded=True)
    assert "father_name" not in house.journey.answers, "a second child may have another father"
    house.tap("task.parents")
    house.wait_page("reuse")
    assert "TRẦN VĂN NAM" in house.button("reuse.0")
    assert "Đã khai lúc" in house.button("reuse.0")
    assert house.find("reuse.1") is None, "the child can't be its own father"
    house.tap("reuse.0")
    house.wait_page("reuse")
    journey = house.journey
    assert journey.answers["father_number"] == "054095004321"
    assert journey.answers["father_birth_date"] == "1995-09-05"
    assert journey.origins["father_name"] == "reused"
    assert "Kinh" in house.button("reuse.0"), "the father's people as the mother's"


def test_what_is_declined_is_asked_and_not_offered_again(house: House) -> None:
    _handed_in(house)
    _once_more(house, **CHILD, father_recorded=True)
    house.tap("task.parents")
    house.wait_page("reuse")
    house.tap("reuse.other")
    house.wait_page("question.father-name")
    house.tap("footer.back")
    house.wait_page("question.father-recorded")
    house.tap("footer.primary")
    house.wait_page("question.father-name")
    assert "father_name" not in house.journey.answers


def test_a_card_read_for_the_first_child_says_so_at_the_second(house: House) -> None:
    known = without(BIRTH_ANSWERS, "father_name", "father_number", "father_birth_date")
    house.resume(house.kept(BIRTH, known))
    house.tap("task.parents")
    house.wait_page("question.father-name")
    house.scan(FATHERS_CARD)
    house.wait(lambda: "father_name" in house.journey.answers)
    house.tap("footer.primary")
    house.wait_page("check_answers")
    house.check()
    house.wait_page("submit")
    _once_more(house, **CHILD, father_recorded=True)
    house.tap("task.parents")
    house.wait_page("reuse")
    assert "Đọc từ thẻ lúc" in house.button("reuse.0")


def test_the_childs_home_is_offered_where_it_was_born(house: House) -> None:
    house.resume(house.kept(BIRTH, without(BIRTH_ANSWERS, "child_home_town")))
    house.tap("task.child")
    house.wait_page("reuse")
    assert "Nơi sinh của bé" in house.button("reuse.0")
    house.tap("reuse.0")
    house.wait_page("check_answers")
    assert house.journey.answers["child_home_town"] == HERE
    house.change("home-town")
    house.wait_page("question.home-town")


def test_back_and_leave_work_where_something_is_offered(house: House) -> None:
    house.resume(house.kept(BIRTH, without(BIRTH_ANSWERS, "child_home_town")))
    house.tap("task.child")
    house.wait_page("reuse")
    house.tap("footer.back")
    house.wait_page("question.birth-commune")
    house.tap("footer.primary")
    house.wait_page("reuse")
    house.tap("footer.leave")
    house.wait_page("notice.leave")
