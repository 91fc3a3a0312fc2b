"""The fee shows the rule that made it, and is unknown rather than wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from kiosk.domain.fees import fee
from tests.domain.tiny import TODAY, procedure

if TYPE_CHECKING:
    from kiosk.domain.procedure import Answers

FEES: Final = procedure("fees")


@pytest.mark.parametrize(
    ("answers", "parts", "total"),
    [
        ({}, [("copies", None)], None),
        ({"copies": 3}, [("copies", None)], None),
        ({"poor": False}, [("copies", None)], None),
        ({"copies": 3, "poor": False}, [("copies", 24000)], 24000),
        ({"copies": -3, "poor": False}, [("copies", -24000)], None),
        ({"copies": 3, "poor": True}, [("boat", None)], None),
        ({"copies": 3, "poor": True, "island": True}, [("boat", 5000)], 5000),
        ({"copies": 3, "poor": True, "island": False}, [], 0),
    ],
)
def test_each_part_of_the_fee_is_known_once_its_answers_are(
    answers: Answers, parts: list[tuple[str, int | None]], total: int | None
) -> None:
    made = fee(FEES, FEES.path(answers, TODAY))
    assert [(item.id, item.amount) for item in made.items] == parts
    assert made.total == total


def test_the_rule_that_made_the_fee_goes_with_it() -> None:
    (item,) = fee(FEES, FEES.path({"copies": 3, "poor": False}, TODAY)).items
    assert (item.name, item.rule) == ({"vi": "Bản sao"}, {"vi": "8.000 đồng một bản"})


def test_a_procedure_without_fees_is_free() -> None:
    when = procedure("when")
    assert fee(when, when.path({}, TODAY)).total == 0
