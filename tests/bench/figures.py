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
class Figure:
    """One measured figure: `ratio` is the median over pairs of ours to the peer's."""

    name: str
    unit: str
    peer_name: str
    peer: float
    ours: float
    ratio: float
    aim: float | None
    pairs: int

    @property
    def is_met(self) -> bool:
        return self.aim is None or self.ratio <= self.aim


def interleaved(rounds: int, ours: Callable[[], T], peer: Callable[[], T]) -> list[tuple[T, T]]:
    """Pairs of (ours, peer), taken A B B A so that a drift of the machine hits both alike."""
    pairs = []
    for turn in range(rounds):
        if turn % 2:
            of_peer = peer()
            pairs.append((ours(), of_peer))
        else:
            of_ours = ours()
            pairs.append((of_ours, peer()))
    return pairs


def figure(
    name: str, unit: str, peer_name: str, pairs: Sequence[tuple[float, float]], aim: float | None
) -> Figure:
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


def publish(bench: str, figures: Sequence[Figure], notes: Sequence[str]) -> None:
    """Print the table and write it, with the machine it was measured on, to bench-results."""
    print(f"{'figure':34} {'peer':24} {'peer':>9} {'ours':>9} {'ratio':>6} {'aim':>6}  n")
    for it in figures:
        aim = "" if it.aim is None else f"{it.aim:.2f}"
        met = "" if it.is_met else "  MISSED"
        print(
            f"{it.name + ', ' + it.unit:34} {it.peer_name:24} {it.peer:9.1f} {it.ours:9.1f}"
            f" {it.ratio:6.2f} {aim:>6}  {it.pairs}{met}"
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
