from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING

import pytest

from tests.bench import figures, fleet

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from random import Random


def test_rounds_are_interleaved_so_that_a_drift_hits_both_alike() -> None:
    calls: list[str] = []

    def call(name: str) -> float:
        calls.append(name)
        return len(calls)

    pairs = figures.interleaved(4, lambda: call("a"), lambda: call("b"))
    assert "".join(calls) == "abbaabba"
    assert pairs == [(1, 2), (4, 3), (5, 6), (8, 7)]
    calls.clear()
    figures.interleaved(2, lambda: call("a"), lambda: call("b"), lambda: call("c"))
    assert "".join(calls) == "abccba"


def test_a_ratio_is_the_median_of_the_pairs() -> None:
    figure = figures.figure(
        "painted", "ms", "a bare window", [(2, 1), (9, 3), (8, 2)], figures.at_most(2.5)
    )
    assert (figure.ours, figure.peer, figure.ratio, figure.pairs) == (8, 2, 3, 3)
    assert not figure.is_met


def test_some_aims_are_floors() -> None:
    assert figures.at_least(0.85).is_met_by(0.85)
    assert not figures.at_least(0.85).is_met_by(0.84)
    assert figures.at_most(0.85).is_met_by(0.85)
    assert not figures.at_most(0.85).is_met_by(0.86)
    assert [str(figures.at_least(0.85)), str(figures.at_most(2))] == ["≥ 0.85", "≤ 2.00"]


def test_one_run_is_held_against_several_peers() -> None:
    rows: list[tuple[float, ...]] = [(2, 1, 4), (6, 3, 12), (8, 2, 8)]
    peers = {"slow": figures.at_least(1), "fast": None}
    slow, fast = figures.against("adds", "a second", peers, rows)
    assert (slow.peer_name, slow.ratio, slow.aim) == ("slow", 2, figures.at_least(1))
    assert (fast.peer_name, fast.ratio, fast.aim) == ("fast", 0.5, None)


def test_the_table_says_what_was_missed_and_the_file_says_where(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(figures, "RESULTS", tmp_path / "results")
    missed = figures.figure("painted", "ms", "a bare window", [(3, 1)], figures.at_most(1.5))
    met = figures.figure("memory", "MiB", "a bare window", [(3, 2)], figures.at_most(1.5))
    figures.publish("start", [missed, met], ["no browser here"])
    table = capsys.readouterr().out.splitlines()
    assert table[1].endswith("MISSED")
    assert not table[2].endswith("MISSED")
    document = json.loads((tmp_path / "results" / "start.json").read_text(encoding="utf-8"))
    assert [it["met"] for it in document["figures"]] == [False, True]
    assert document["notes"] == ["no browser here"]
    assert "Python" in document["machine"]


@pytest.mark.parametrize("begin", [fleet.power_returns, fleet.line_returns])
def test_a_small_fleet_comes_back_whole_and_less_all_at_once_than_by_the_textbook(
    begin: Callable[[Random], tuple[float, list[float]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fleet, "KIOSKS", 100)
    monkeypatch.setattr(fleet, "CAPACITY", 12)
    logging.disable()
    try:
        peak, turned_away, _ = fleet.came_back(fleet.courier, begin, seed=1)
        textbook_peak, _, _ = fleet.came_back(fleet.FullJitter, begin, seed=1)
    finally:
        logging.disable(logging.NOTSET)
    assert turned_away < 30.0
    if begin is fleet.power_returns:
        assert peak < textbook_peak / 4
