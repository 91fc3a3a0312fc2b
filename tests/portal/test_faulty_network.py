"""Between the kiosk and a real portal the network fails in every way, and one dossier arrives."""

from __future__ import annotations

from random import SystemRandom
from typing import TYPE_CHECKING

import pytest

from kiosk.domain.ports import PortalUnreachable
from tests.portal.harm import (
    ENDING,
    EXCHANGES,
    SLOWING,
    Harmed,
    cut_at_bytes,
    lose_answers,
    poison,
    strikes,
)
from tests.portal.point import HASTY
from tests.portal.toxics import At, Place, Strike

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.portal.apart import Apart

CUT_EVERY = 121
"""Bytes; `dev.py bench faults --only network` cuts at every one."""

LOST = 200


@pytest.fixture(scope="module")
def harmed(tmp_path_factory: pytest.TempPathFactory, there: Apart) -> Iterator[Harmed]:
    harmed = Harmed(tmp_path_factory.mktemp("harmed"), there)
    yield harmed
    harmed.close()


def test_cut_at_any_byte_of_question_or_answer_one_dossier_arrives(harmed: Harmed) -> None:
    start = SystemRandom().randrange(CUT_EVERY)
    outcome = cut_at_bytes(harmed, CUT_EVERY, start)
    assert outcome.faults == []
    assert outcome.harmed > 40


@pytest.mark.parametrize("exchange", EXCHANGES)
@pytest.mark.parametrize("toxic", [*ENDING, *SLOWING])
def test_whatever_befalls_the_line_one_dossier_arrives(
    harmed: Harmed, toxic: str, exchange: str
) -> None:
    before = harmed.outcome.harmed
    every = list(strikes(toxic, exchange))
    outcome = poison(harmed, every)
    assert outcome.faults == []
    assert outcome.harmed - before == len(every)


def test_every_answer_lost_after_the_portal_has_stored_leaves_one_of_each(harmed: Harmed) -> None:
    before = harmed.outcome.harmed
    outcome = lose_answers(harmed, LOST)
    assert outcome.faults == []
    assert outcome.harmed - before == LOST


def test_one_that_always_fails_is_tried_once_before_all_others_and_then_last(
    harmed: Harmed,
) -> None:
    controls = harmed.there.controls
    harmed.start()
    poisoned, *others = [harmed.point.hand_in() for _ in range(30)]
    controls.behave("500", path=f"/v1/dossiers/{poisoned.id}")
    harmed.point.over(3600)
    puts = harmed.puts()
    assert puts[: len(others) + 1] == [str(it.id) for it in (poisoned, *others)]
    assert set(puts[len(others) + 1 :]) == {str(poisoned.id)}
    assert len(puts) - len(others) < 20
    assert harmed.point.queue.waiting() == 1
    controls.behave("normal")
    harmed.point.until_sent()
    for journey in (poisoned, *others):
        harmed.look_at(journey, "one poisoned")
    assert harmed.finished().faults == []


@pytest.mark.parametrize("toxic", ENDING)
def test_an_account_opens_by_its_code_whatever_befalls_the_line(harmed: Harmed, toxic: str) -> None:
    controls = harmed.there.controls
    for place in sorted(Place):
        harmed.start()
        digits = f"{SystemRandom().randrange(10**6):06}"
        account = harmed.point.hand_in_account(f"001190{digits}", f"0987{digits}")
        harmed.point.until_sent()
        request = f"POST /v1/accounts/{account.id}/"
        harmed.point.portal.send_code(account.id)
        code = controls.messages(account.id)[0]["code"]
        code_told = harmed.point.receipts()[account.id].code
        harmed.line.strike(Strike(At(f"{request}activation", place), ENDING[toxic]()))
        harmed.start(HASTY)
        while not harmed.line.struck:
            with pytest.raises(PortalUnreachable):
                harmed.point.portal.activate(account.id, code)
        harmed.start()
        opened = harmed.point.portal.activate(account.id, code)
        assert opened.code == code_told
