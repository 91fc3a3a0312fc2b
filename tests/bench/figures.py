"""Ratios of interleaved rounds, printed as a table and kept as JSON."""

from __future__ import annotations

import json
import platform
import statistics
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

T = TypeVar("T")

RESULTS = Path(__file__).resolve().parent.parent.parent / "bench-results"


@dataclass(frozen=True, slots=True)
class Start:
    """One start: milliseconds from the call to the first paint, and PSS in MiB after it."""

    painted_ms: float
    mib: float


@dataclass(frozen=True, slots=True)
class Aim:
    """What a ratio is to reach: at most `limit`, or at least."""

    limit: float
    at_least: bool = False

    def __str__(self) -> str:
        return f"{'≥' if self.at_least else '≤'} {self.limit:.2f}"

    def is_met_by(self, ratio: float) -> bool:
        return ratio >= self.limit if self.at_least else ratio <= self.limit


def at_most(limit: float) -> Aim:
    return Aim(limit)


def at_least(limit: float) -> Aim:
    return Aim(limit, at_least=True)


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured figure: `ratio` is the median over pairs of ours to the peer's."""

    name: str
    unit: str
    peer_name: str
    peer: float
    ours: float
    ratio: float
    aim: Aim | None
    pairs: int

    @property
    def is_met(self) -> bool:
        return self.aim is None or self.aim.is_met_by(self.ratio)


def interleaved(rounds: int, *measured: Callable[[], T]) -> list[tuple[T, ...]]:
    """One value of each for every round, taken A B, B A so that a drift hits all alike."""
    rows = []
    for turn in range(rounds):
        there = range(len(measured))
        order = reversed(there) if turn % 2 else there
        values = {each: measured[each]() for each in order}
        rows.append(tuple(values[each] for each in there))
    return rows


def figure(
    name: str, unit: str, peer_name: str, pairs: Sequence[tuple[float, ...]], aim: Aim | None
) -> Figure:
    """The figure of pairs (ours, peer)."""
    return Figure(
        name=name,
        unit=unit,
        peer_name=peer_name,
        peer=statistics.median(peer for _, peer in pairs),
        ours=statistics.median(ours for ours, _ in pairs),
        ratio=statistics.median(ours / peer for ours, peer in pairs),
        aim=aim,
        pairs=len(pairs),
    )


def against(
    name: str,
    unit: str,
    peers: Mapping[str, Aim | None],
    rows: Sequence[tuple[float, ...]],
) -> list[Figure]:
    """A figure for each peer, from rows of (ours, first peer, second peer, …)."""
    return [
        figure(name, unit, peer, [(row[0], row[place]) for row in rows], aim)
        for place, (peer, aim) in enumerate(peers.items(), start=1)
    ]


def publish(bench: str, figures: Sequence[Figure], notes: Sequence[str]) -> None:
    """Print the table and write it, with the machine it was measured on, to bench-results."""
    print(f"{'figure':46} {'peer':30} {'peer':>9} {'ours':>9} {'ratio':>7} {'aim':>7}  n")
    for it in figures:
        met = "" if it.is_met else "  MISSED"
        print(
            f"{it.name + ', ' + it.unit:46} {it.peer_name:30} {it.peer:9.2f} {it.ours:9.2f}"
            f" {it.ratio:7.3f} {it.aim or ''!s:>7}  {it.pairs}{met}"
        )
    for note in notes:
        print(note)
    _write(bench, {"figures": [asdict(it) | {"met": it.is_met} for it in figures]}, notes)


def publish_faults(
    bench: str, counts: Mapping[str, float], faults: Sequence[str], notes: Sequence[str]
) -> int:
    """Print and write what was counted and what was wrong; 1 where something was."""
    for name, counted in counts.items():
        print(f"{name:44} {counted:12,.5g}")
    for line in (*faults, *notes):
        print(line)
    _write(bench, {"counts": dict(counts), "faults": list(faults)}, notes)
    return 1 if faults else 0


def _write(bench: str, found: Mapping[str, object], notes: Sequence[str]) -> None:
    RESULTS.mkdir(exist_ok=True)
    document = {
        "bench": bench,
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": f"{platform.system()} {platform.machine()} Python {platform.python_version()}",
        **found,
        "notes": list(notes),
    }
    text = json.dumps(document, ensure_ascii=False, indent=2)
    (RESULTS / f"{bench}.json").write_text(text + "\n", encoding="utf-8")
