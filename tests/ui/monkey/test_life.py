"""A short life under hands that do anything: nothing is wrong, and a death is noticed."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from kiosk.demonstration import TrainingProcess
from tests.ui.monkey.life import End, Orders, live

if TYPE_CHECKING:
    from pathlib import Path

STEPS = 40

pytestmark = [
    pytest.mark.timeout(300),
    pytest.mark.skipif(not hasattr(os, "openpty"), reason="the scanner is a pseudo-terminal"),
]


def test_whatever_hands_do_every_promise_is_kept(tmp_path: Path) -> None:
    kiosk, portal = tmp_path / "kiosk", tmp_path / "portal"
    with TrainingProcess(portal) as town:
        orders = [
            Orders(str(kiosk), town.url, str(portal), town.enrolment_code, seed, STEPS, end)
            for seed, end in enumerate((End.KILLED, End.DRAINED), start=7)
        ]
        lives = [live(it) for it in orders]
    assert [it.wrong for it in lives] == [[], []]
    assert [len(it.steps) for it in lives] == [STEPS, STEPS]
    assert "home" in lives[0].pages
    assert len(lives[0].pages | lives[1].pages) > 5


def test_a_program_that_does_not_end_as_it_should_is_told_of(tmp_path: Path) -> None:
    orders = Orders(str(tmp_path / "kiosk"), "no address", str(tmp_path), "", 7, 1, End.CLOSED)
    [wrong] = live(orders).wrong
    assert wrong.startswith("it ended with 1")
