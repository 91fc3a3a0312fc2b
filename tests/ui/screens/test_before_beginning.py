"""Before the first question: whether it can be done here, and what to bring."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.ui.screens import shown
from tests.ui.screens.hands import Heard, Stand, words_on
from ui.screens.bring import BringPage, ProcedureShown

if TYPE_CHECKING:
    from ui.look import Look


@pytest.mark.parametrize(("answer", "reported"), [("yes", True), ("no", False)])
def test_suitability_is_answered_by_one_touch(
    stand: Stand, look: Look, answer: str, *, reported: bool
) -> None:
    page = shown.suitability(look)
    stand.show(page, look)
    heard = Heard()
    page.answered.connect(heard.hear)
    stand.touch(f"suitability.{answer}")
    assert heard.all == [reported]


def test_every_paper_says_whether_it_is_always_needed(stand: Stand, look: Look) -> None:
    page = shown.bring(look)
    stand.show(page, look)
    lines = words_on(page).split("\n")
    assert lines.count(look.say("bring.always")) == 2
    assert lines.count(look.say("bring.maybe")) == 3


def test_cost_time_and_who_may_submit_stand_beside_the_papers(stand: Stand, look: Look) -> None:
    page = shown.bring(look)
    stand.show(page, look)
    words = words_on(page)
    assert "8.000 đồng" in words
    assert "ngày làm việc tiếp theo" in words
    assert "người thân của bé" in words


def test_a_procedure_without_papers_says_so(stand: Stand, look: Look) -> None:
    page = BringPage(look, ProcedureShown(shown.BIRTH, "-", "-", "-", (), "hôm nay"))
    stand.show(page, look)
    assert look.say("bring.none") in words_on(page)
