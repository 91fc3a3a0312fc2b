"""Copies of two extracts are asked for in one dossier, at their price or for nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.ui.journeys.people import HERE, HOA, HOA_CARD, PHONE, TUY_HOA
from ui.tour.story import Story

if TYPE_CHECKING:
    from collections.abc import Callable

    from kiosk.domain.procedure import Answer
    from tests.ui.journeys.visiting import Visited

    Go = Callable[..., Visited]


NAME, NUMBER, BORN = HOA
ROWS: list[dict[str, Answer]] = [
    {"event": "birth", "place": HERE, "registered_on": "1998", "number": "123/1998", "copies": 2},
    {"event": "marriage", "place": TUY_HOA, "registered_on": "2020-05-04", "copies": 3},
]


def asked(exemption: str) -> dict[str, Any]:
    return {
        "requester_relation": "self",
        "requester_name": NAME,
        "requester_number": NUMBER,
        "requester_birth_date": BORN,
        "requester_sex": "female",
        "requester_phone": PHONE,
        "extracts": ROWS,
        "exemption": exemption,
        "delivery": "commune",
    }


@pytest.mark.parametrize(
    ("exemption", "total"), [("none", "40.000 đồng"), ("poor", "Không mất phí")]
)
def test_two_extracts_cost_what_their_copies_cost_unless_exempt(
    go: Go, exemption: str, total: str
) -> None:
    visited = go(Story("copies", "2.000635", asked(exemption), card=HOA_CARD, commune="22303"))
    assert visited.green
    assert visited.code == visited.portals_code
    answers = dict(visited.document.answers)
    rows = answers.pop("extracts")
    assert isinstance(rows, list)
    assert [{it: row[it] for it in row if it != "id"} for row in rows] == ROWS
    assert len({row["id"] for row in rows}) == 2
    told = asked(exemption)
    del told["extracts"]
    of_oneself = {"name": NAME, "number": NUMBER, "birth_date": BORN, "sex": "female"}
    assert answers == told | {f"person_{name}": it for name, it in of_oneself.items()}
    assert visited.papers == []
    assert visited.says(total)
    assert len(visited.questions) == len(set(visited.questions)), "nothing is asked twice"
