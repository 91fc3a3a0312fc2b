"""Every fault in the numbers that a run of the tests has no time for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tests.bench import faults_disk, faults_hands, faults_kill, faults_network, model

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

FAULTS: Final[Mapping[str, Callable[[], int]]] = {
    "kill": faults_kill.main,
    "network": faults_network.main,
    "power": faults_disk.power,
    "calls": faults_disk.calls,
    "room": faults_disk.room,
    "model": model.main,
    "hands": faults_hands.main,
}


def main(only: str | None = None) -> int:
    """All of them, or one; 1 where a promise was broken."""
    return max(FAULTS[name]() for name in FAULTS if only in {None, name})
