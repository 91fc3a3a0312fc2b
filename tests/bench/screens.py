"""What the screens cost: touches until the next is painted, memory, idling, typing, the camera."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psutil

from tests.bench import inputs
from tests.bench.camera import camera
from tests.bench.figures import at_most, figure
from tests.bench.keystrokes import typing
from tests.bench.start import ROOT, surroundings

if TYPE_CHECKING:
    from tests.bench.figures import Figure

FRAME = "a frame of 60 a second"
IDLE_S = 30.0
SETTLING_S = 12.0


def main(rounds: int, *names: str) -> int:
    """Measure these parts, or all; print and write. 0 even where an aim was missed."""
    parts = (idle, visits, touches, typing, camera)
    return inputs.measure("ui", rounds, {part.__name__: part for part in parts}, names)


def idle(rounds: int, folder: Path, notes: list[str]) -> list[Figure]:
    """The whole kiosk with an empty queue and no network, after it has settled."""
    del rounds
    environment = {
        "QT_QPA_PLATFORM": "offscreen",
        "KIOSK_SETTINGS": str(ROOT / "assets" / "settings" / "demo.toml"),
        "KIOSK_DATA": str(folder / "data"),
        "KIOSK_KEY_FILE": str(folder / "keys.json"),
        "KIOSK_PORTAL_URL": "http://127.0.0.1:9",
    }
    with subprocess.Popen(
        [sys.executable, "-m", "kiosk", "run"], cwd=ROOT, env=surroundings() | environment
    ) as process:
        try:
            watched = psutil.Process(process.pid)
            time.sleep(SETTLING_S)
            before, woken = watched.cpu_times(), _wake_ups(process.pid)
            time.sleep(IDLE_S)
            after, woken_after = watched.cpu_times(), _wake_ups(process.pid)
        finally:
            process.kill()
    spent = after.user + after.system - before.user - before.system
    by_thread = {name: (times - woken.get(name, 0)) / IDLE_S for name, times in woken_after.items()}
    told = ", ".join(f"{name[1]} {rate:.2f}" for name, rate in by_thread.items() if rate)
    notes.append(f"Idle over {IDLE_S:.0f} s; wake-ups a second by thread: {told or 'none'}.")
    return [
        figure("idle", "% of a core", "0.2 %", [(100 * spent / IDLE_S, 0.2)], at_most(1)),
        figure("idle", "wake-ups a second", "1", [(sum(by_thread.values()), 1)], at_most(1)),
    ]


def _wake_ups(pid: int) -> dict[tuple[str, str], int]:
    """How often each thread of a process has begun to run after waiting, by id and name."""
    counted = {}
    for task in Path(f"/proc/{pid}/task").iterdir():
        lines = (task / "status").read_text(encoding="utf-8").splitlines()
        status = dict(line.split(":", 1) for line in lines)
        times = int(status["voluntary_ctxt_switches"])
        counted[task.name, status["Name"].strip()] = times
    return counted


def touches(rounds: int, folder: Path, notes: list[str]) -> list[Figure]:
    """From a touch to the painted next screen, while the queue and the courier are at work."""
    del rounds
    told = _touched("touches", folder)
    notes += told["notes"]
    late, early = told["memory"]
    figures = [figure("memory after the touches", "MiB", "after 40", [(late, early)], at_most(1.1))]
    for name, aim in (("busy", at_most(1)), ("resting", None)):
        taken = sorted(told[name])
        usual, slow, worst = statistics.median(taken), taken[int(len(taken) * 0.99)], taken[-1]
        figures += [
            figure(f"touch to paint, {name}: usual", "ms", FRAME, [(usual, 16.7)], None),
            figure(f"touch to paint, {name}: 99 of 100", "ms", FRAME, [(slow, 16.7)], aim),
            figure(f"touch to paint, {name}: the worst", "ms", "0.1 s", [(worst, 100)], aim),
        ]
    return figures


def visits(rounds: int, folder: Path, notes: list[str]) -> list[Figure]:
    """Memory over a thousand people, each of whom types a name and goes away."""
    del rounds
    told = _touched("visits", folder)
    notes += told["notes"]
    sizes = told["memory"]
    early, late = sizes[4], sizes[-1]
    half = sizes[len(sizes) // 2 :]
    slope = statistics.linear_regression(range(len(half)), half).slope * 1024
    notes.append(f"Slope of the last half of {len(sizes)} visits: {slope:.2f} KiB a visit.")
    name = f"memory after {len(sizes)} visits"
    return [figure(name, "MiB", "after 5", [(late, early)], at_most(1.1))]


def _touched(what: str, folder: Path) -> dict[str, Any]:
    """What `tests.bench.touches` tells, in a process of its own: a screen, a queue, a courier."""
    ended = subprocess.run(
        [sys.executable, "-m", "tests.bench.touches", what, str(folder)],
        cwd=ROOT,
        env=surroundings() | {"QT_QPA_PLATFORM": "offscreen"},
        stdout=subprocess.PIPE,
        check=True,
    )
    told = json.loads(ended.stdout.splitlines()[-1])
    assert isinstance(told, dict)
    return told
