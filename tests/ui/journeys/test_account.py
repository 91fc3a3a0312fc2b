"""An account is opened by hand and by touches alone, with the code that the phone received."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.ui.journeys.people import HERE, HOI
from ui.tour.story import Story

if TYPE_CHECKING:
    from collections.abc import Callable

    from kiosk.domain.procedure import Answer
    from tests.ui.journeys.visiting import Town, Visited

    Go = Callable[..., Visited]


def test_somebody_without_a_card_types_who_they_are_and_has_an_account(
    go: Go, portal: Town
) -> None:
    name, number, born = HOI
    told: dict[str, Answer] = {
        "personal_number": number,
        "name": name,
        "birth_date": born,
        "sex": "female",
        "phone": "0987654321",
        "residence": HERE | {"hamlet": "Thôn Đông"},
    }
    visited = go(Story("", "account.portal", told, suits=(True, True)), "account")
    assert visited.green
    assert visited.document.answers == told
    assert visited.code.startswith("TH.TK-")
    assert portal.is_active(visited.document.ticket)
    assert not visited.says("Đọc từ thẻ"), "there was no card"
    assert visited.questions[:4] == ["personal_number", "name", "birth_date", "sex"]
    assert visited.questions[4:] == ["phone", "residence"], "the rest is known"
