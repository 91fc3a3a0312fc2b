"""The example in `docs/procedures.md` is a procedure that works."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

from kiosk.domain.expressions import Sort, Vocabulary
from kiosk.domain.fees import fee
from kiosk.domain.parsing import parse_procedure
from kiosk.domain.procedure import FieldKind
from kiosk.domain.validation import check_journey
from kiosk.packs.documents import read_schema

if TYPE_CHECKING:
    from kiosk.domain.procedure import Procedure

TODAY: Final = date(2026, 11, 26)
PAGE: Final = (Path(__file__).parents[2] / "docs" / "procedures.md").read_text("utf-8")


@pytest.fixture(scope="module")
def example() -> Procedure:
    (text,) = re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)
    return parse_procedure(json.loads(text), read_schema("procedure"))


def test_the_example_can_be_followed_to_its_end(example: Procedure) -> None:
    answers: dict[str, Any] = {
        "full_name": "Lê An",
        "birth_date": "1957",
        "household": [{"id": "a", "name": "Lê Bé", "born_on": "2015-01-01"}],
        "copies": 2,
    }
    assert check_journey(example, answers, (), TODAY) == ()
    path = example.path(answers, TODAY)
    assert fee(example, path).total == 10_000
    assert [field.id for field in path.rows["household"][0].fields] == ["name", "born_on", "school"]
    (fault,) = check_journey(example, {**answers, "birth_date": "2010"}, (), TODAY)
    assert fault.rule == "of_age"


def test_every_kind_of_answer_is_explained() -> None:
    assert all(f"`{kind}`" in PAGE for kind in FieldKind)


def test_every_function_that_is_explained_is_there() -> None:
    vocabulary = Vocabulary({"number": Sort.TEXT, "day": Sort.DATE}, {})
    for text, sort in (
        ("years_between(day, today)", Sort.NUMBER),
        ("days_between(day, today)", Sort.NUMBER),
        ("date('2026-01-01')", Sort.DATE),
        ("sum([1, 2])", Sort.NUMBER),
        ("number_sex(number)", Sort.TEXT),
        ("number_birth_year(number)", Sort.NUMBER),
    ):
        assert f"`{text.partition('(')[0]}(" in PAGE
        assert vocabulary.expression(text, sort).sort is sort
