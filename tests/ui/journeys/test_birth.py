"""A birth is registered from the first touch to the portal's receipt, whoever comes for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.ui.journeys import people
from tests.ui.journeys.people import (
    HOA,
    HOA_CARD,
    HOI_CARD,
    NAM,
    NAM_CARD,
    PHUC_CARD,
    TUY_HOA,
    child,
    days_ago,
    nationality,
    parent,
    requester,
    result,
    without,
)
from ui.tour.story import Story

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from kiosk.domain.procedure import Answer
    from tests.ui.journeys.visiting import Visited

    Go = Callable[..., Visited]


NOTICE = {"birth-certificate": "giay-chung-sinh.jpg"}


def birth(
    answers: Mapping[str, Answer],
    card: str,
    papers: Mapping[str, str] = NOTICE,
    **more: object,
) -> Story:
    return Story(
        "birth",
        "1.001193",
        answers,
        card=card,
        suits=(False,),
        papers=papers,
        commune="22303",
        **more,  # type: ignore[arg-type]
    )


def assert_received(visited: Visited, answers: Mapping[str, Answer], papers: list[str]) -> None:
    """The page is green with the portal's own code, and the portal has this and nothing else."""
    assert visited.green
    assert visited.code == visited.portals_code
    assert visited.document.answers == answers
    assert visited.papers == papers
    assert len(visited.questions) == len(set(visited.questions)), "nothing is asked twice"


def test_a_mother_with_her_card_registers_her_child(go: Go) -> None:
    mother = {f"mother_{name}": it for name, it in zip(FACTS, HOA, strict=True)}
    told = requester("mother", *HOA) | child() | result()
    told |= {"parents_vietnamese": True, "father_recorded": True, "mother_ethnicity": "01"}
    told |= parent("father", *NAM)
    visited = go(
        birth(
            told,
            HOA_CARD,
            NOTICE | {"marriage": "giay-ket-hon.jpg"},
            cards={"father": NAM_CARD},
        )
    )
    assert_received(
        visited,
        told | mother | nationality() | {"child_ethnicity": "01"},
        ["birth-certificate", "marriage"],
    )
    assert visited.says("Không mất phí")
    assert visited.says("Đọc từ thẻ")
    before = visited.pages[visited.pages.index("check_answers") - 1]
    assert before == "question.delivery", "from the last question straight on to the checking"
    assert "father-number" not in visited.questions, "his card had told it"


FACTS = ("name", "number", "birth_date")


def test_a_grandmother_registers_a_child_without_a_father(go: Go) -> None:
    told = requester("grandparent", "Nguyễn Thị Hợi", "054157000012") | child() | result()
    told |= {"parents_vietnamese": True, "father_recorded": False, "child_ethnicity": "02"}
    told |= parent("mother", *HOA, ethnicity="02")
    visited = go(birth(told, HOI_CARD))
    assert_received(
        visited, told | without(nationality(), "father_nationality"), ["birth-certificate"]
    )
    assert not any(name.startswith("father-n") for name in visited.questions)


def test_a_neighbour_needs_the_parents_authorisation(go: Go) -> None:
    told = requester("other", "Phạm Phúc", "054070000034") | child() | result(delivery="post")
    told |= {"parents_vietnamese": True, "father_recorded": True}
    told |= without(parent("mother", *HOA), "mother_number") | parent("father", *NAM)
    told |= {"mother_residence": TUY_HOA, "delivery_address": people.HERE | {"hamlet": "Thôn Đông"}}
    papers = NOTICE | {"authorisation": "giay-uy-quyen.jpg"}
    visited = go(birth(told, PHUC_CARD, papers, helped="onbehalf", agrees=("submit", "helper")))
    assert_received(
        visited,
        told | nationality() | {"child_ethnicity": "01"},
        ["authorisation", "birth-certificate"],
    )
    assert visited.document.helping.mode == "onbehalf"
    assert visited.says("Bưu điện mang giấy khai sinh đến nhà")
    assert not visited.says("đến Uỷ ban xã nhận giấy khai sinh")


def test_a_father_types_only_what_his_card_does_not_say(go: Go) -> None:
    father = {f"father_{name}": it for name, it in zip(FACTS, NAM, strict=True)}
    told = requester("father", *NAM) | child(child_birth_facility="Trạm Y tế xã") | result()
    told |= {"wants_copies": True, "copies": 2, "parents_vietnamese": True}
    told |= parent("mother", *HOA) | {"father_ethnicity": "02", "child_ethnicity": "02"}
    visited = go(birth(told, NAM_CARD))
    assert_received(
        visited,
        told | father | nationality() | {"father_recorded": True},
        ["birth-certificate"],
    )
    assert visited.says("16.000 đồng")


def test_an_abandoned_child_has_no_questions_about_parents(go: Go) -> None:
    told = requester("other", "Phạm Phúc", "054070000034") | result()
    told |= child(birth_paper="abandoned", child_name="Trần An")
    del told["child_birth_facility"]
    told |= {"child_found_place": "Cổng chùa", "child_nationality": "VN"}
    visited = go(birth(told, PHUC_CARD, {"abandonment": "bien-ban.jpg"}))
    assert_received(visited, told | {"parents_unknown": True}, ["abandonment"])
    assert not any(name.startswith(("mother", "father")) for name in visited.questions)
    assert "home-town" not in visited.questions, "it is where the child was found"


def test_a_late_registration_whose_fee_nobody_knows_is_received(go: Go) -> None:
    told = requester("mother", *HOA) | child(child_birth_date=days_ago(100)) | result()
    told |= {"parents_vietnamese": True, "father_recorded": False, "child_ethnicity": "01"}
    told |= {"mother_ethnicity": "01"}
    mother = {f"mother_{name}": it for name, it in zip(FACTS, HOA, strict=True)}
    visited = go(birth(told, HOA_CARD))
    assert_received(
        visited,
        told | mother | without(nationality(), "father_nationality"),
        ["birth-certificate"],
    )
    assert "late-fee" in visited.questions
    assert visited.says("Xã báo khi nhận hồ sơ")


def test_foreign_parents_say_which_country_is_theirs(go: Go) -> None:
    told = requester("mother", *HOA) | child() | result(delivery="electronic")
    told |= {"parents_vietnamese": False, "father_recorded": True, "mother_ethnicity": "01"}
    told |= without(parent("father", "Kim Min", "", "1990"), "father_number")
    told |= {"mother_nationality": "VN", "father_nationality": "other", "child_nationality": "VN"}
    told |= {"father_nationality_other": "Mông Cổ", "father_residence": people.HERE}
    mother = {f"mother_{name}": it for name, it in zip(FACTS, HOA, strict=True)}
    visited = go(birth(told, HOA_CARD))
    assert_received(visited, told | mother | {"child_ethnicity": "01"}, ["birth-certificate"])
