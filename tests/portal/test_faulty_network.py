"""Between the kiosk and a real portal the network fails in every way, and one dossier arrives."""

from __future__ import annotations

from random import SystemRandom
from typing import TYPE_CHECKING

import pytest

from tests.portal.harm import ENDING, EXCHANGES, SLOWING, Harmed, cut_at_bytes, poison, strikes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.portal.apart import Apart

CUT_EVERY = 83
"""Bytes; `dev.py bench faults --only network` cuts at every one."""


@pytest.fixture(scope="module")
def harmed(tmp_path_factory: pytest.TempPathFactory, there: Apart) -> Iterator[Harmed]:
    harmed = Harmed(tmp_path_factory.mktemp("harmed"), there)
    yield harmed
    harmed.close()


def test_cut_at_any_byte_of_question_or_answer_one_dossier_arrives(harmed: Harmed) -> None:
    start = SystemRandom().randrange(CUT_EVERY)
    outcome = cut_at_bytes(harmed, CUT_EVERY, start)
    assert outcome.faults == []
    assert outcome.harmed > 50


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
