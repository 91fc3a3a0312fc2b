"""Every procedure of every pack is completed by touches, by keys, and by a reader of screens."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kiosk.clock import SystemClock
from kiosk.domain.procedure import FieldKind, TaskKind
from kiosk.packs import PACKS, load_packs
from tests.ui.journeys.hands import KeyHands, ReadersHands
from tests.ui.journeys.people import HERE, HOA, HOA_CARD, PHONE, child, days_ago, requester
from tests.ui.journeys.test_extracts import ROWS
from tests.ui.journeys.visiting import QuickFinger
from ui.inputs.numbers import digits_of
from ui.tour.story import Story

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from kiosk.domain.procedure import Answer, Field, Procedure
    from tests.ui.journeys.visiting import Visited

    Go = Callable[..., Visited]

PROCEDURES = load_packs(PACKS, SystemClock().today()).procedures
HANDS = {"touch": QuickFinger, "keys": KeyHands, "reader": ReadersHands}
SAID: Mapping[str, dict[str, Answer]] = {
    "1.001193": requester("mother", *HOA)
    | child()
    | {"parents_vietnamese": True, "father_recorded": False},
    "2.000635": {"extracts": ROWS},
}
"""What has to fit together in a procedure; anything else is answered by its kind."""

ANYTHING: Mapping[FieldKind, Answer] = {
    FieldKind.PERSONAL_NUMBER: "054198001234",
    FieldKind.PHONE: PHONE,
    FieldKind.NAME: "Trần Minh Toàn",
    FieldKind.TEXT: "Thôn Đông",
    FieldKind.EMAIL: "hoa@thon.vn",
    FieldKind.NUMBER: 2,
    FieldKind.DATE: days_ago(9),
    FieldKind.YES_NO: True,
    FieldKind.ADDRESS: HERE,
}


def anything(asked: Field) -> Answer:
    """An answer that is right for this kind of field."""
    digits = digits_of(asked)
    if asked.kind is FieldKind.TEXT and digits:
        return "1" * sum(digits)
    if asked.suggestions:
        return asked.suggestions[0]
    if asked.options:
        return asked.options[0].code
    if asked.kind is FieldKind.GROUP:
        return [{it.id: anything(it) for it in asked.fields if it.required}]
    return ANYTHING[asked.kind]


def story(procedure: Procedure, number: str) -> Story:
    """Hoa's visit; `number` is hers where she has no card with her: one account a person."""
    fields = [it for step in procedure.steps() for it in step.fields]
    account = procedure.life_event is None
    facts = {"birth_date": "1998-03-12", "name": "Lê Thị Hoa", "sex": "female"}
    facts |= {"personal_number": number, "phone": f"09123456{number[-2:]}"}
    answers = {it.id: anything(it) for it in fields}
    answers |= {
        it.id: facts[it.known_as.fact]
        for it in fields
        if it.known_as is not None and it.known_as.fact in facts
    }
    return Story(
        procedure.life_event or "",
        procedure.code,
        answers | SAID.get(procedure.code, {}),
        card=None if account else HOA_CARD,
        suits=tuple(it.proceed_with for it in procedure.suitability),
        papers={it.id: f"{it.id}.jpg" for it in procedure.papers if it.required},
        commune="22303",
    )


@pytest.mark.parametrize("hands", HANDS)
@pytest.mark.parametrize("procedure", PROCEDURES, ids=[it.code for it in PROCEDURES])
def test_every_procedure_is_completed_in_three_ways(
    go: Go, procedure: Procedure, hands: str
) -> None:
    errand = "account" if procedure.life_event is None else "dossier"
    visited = go(story(procedure, f"0541980012{[*HANDS].index(hands):02}"), errand, HANDS[hands])
    assert visited.green
    assert visited.code == visited.portals_code
    assert any(it.kind is not TaskKind.PAPERS for it in procedure.tasks)
