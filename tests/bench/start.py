"""How long until the home screen is painted and how much memory it takes, beside its peers."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.bench.browser import PICTURE, chromium, start_of_chromium
from tests.bench.figures import Start, at_most, figure, interleaved, publish

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tests.bench.figures import Aim, Figure

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
PAINT_AIM = at_most(1.5)
MEMORY_AIM = at_most(1.6)


def main(rounds: int) -> int:
    """Measure, print and write; 0 whether or not an aim was met: the table says which."""
    notes = []
    with tempfile.TemporaryDirectory() as folder, screen() as where:
        environment = where | {
            "KIOSK_SETTINGS": str(ROOT / "assets" / "settings" / "demo.toml"),
            "KIOSK_DATA": str(Path(folder) / "data"),
            "KIOSK_KEY_FILE": str(Path(folder) / "keys.json"),
            "KIOSK_PORTAL_URL": "http://127.0.0.1:9",
        }
        kiosk = [sys.executable, "-m", "kiosk", "run", "--until-painted"]
        bare = [sys.executable, str(HERE / "bare_window.py")]
        start_of(kiosk, environment)  # the first start makes the data folder and the byte code
        width, height = report_of(bare, where)["size"]
        notes.append(f"The bare window is as large as the screen: {width} x {height}.")
        pairs = interleaved(
            rounds, lambda: start_of(kiosk, environment), lambda: start_of(bare, where)
        )
        figures = against("a bare window", pairs, PAINT_AIM, MEMORY_AIM)
        browser = chromium()
        if browser is None:
            notes.append("Chromium is not installed here: not compared with it.")
        elif not PICTURE.exists():
            notes.append("docs/pictures/home.png is missing: Chromium has nothing to show.")
        elif "DISPLAY" not in where and "WAYLAND_DISPLAY" not in where:
            notes.append("No screen here, not even a virtual one: not compared with Chromium.")
        else:
            pairs = interleaved(
                rounds,
                lambda: start_of(kiosk, environment),
                lambda: start_of_chromium(browser, where),
            )
            figures += against("Chromium, the same page", pairs, at_most(1.0), at_most(1.0))
        figures.append(
            figure(
                "kiosk --version",
                "ms",
                "python -c pass",
                interleaved(
                    rounds,
                    lambda: took([sys.executable, "-m", "kiosk", "--version"], environment),
                    lambda: took([sys.executable, "-c", "pass"], environment),
                ),
                None,
            )
        )
    notes.append(f"kiosk --version loads of Qt: {', '.join(qt_modules()) or 'nothing'}")
    publish("start", figures, notes)
    return 0


def against(
    peer: str, pairs: Sequence[tuple[Start, ...]], paint_aim: Aim, memory_aim: Aim
) -> list[Figure]:
    """The two figures of a start."""
    times = [(ours.painted_ms, theirs.painted_ms) for ours, theirs in pairs]
    sizes = [(ours.mib, theirs.mib) for ours, theirs in pairs]
    figures = [figure("home screen painted", "ms", peer, times, paint_aim)]
    if all(theirs for _, theirs in sizes):
        figures.append(figure("memory then (PSS)", "MiB", peer, sizes, memory_aim))
    return figures


def start_of(command: Sequence[str], environment: Mapping[str, str]) -> Start:
    """Start a program that reports its first paint and ends by itself."""
    began = time.monotonic_ns()
    report = report_of(command, environment)
    return Start((report["painted_at"] - began) / 1e6, report["pss_kib"] / 1024)


def report_of(command: Sequence[str], environment: Mapping[str, str]) -> dict[str, Any]:
    """The one line of JSON that a program ends with."""
    ended = subprocess.run(
        command,
        cwd=ROOT,
        env=surroundings() | dict(environment),
        stdout=subprocess.PIPE,
        check=True,
        timeout=60,
    )
    report: dict[str, Any] = json.loads(ended.stdout.splitlines()[-1])
    return report


def surroundings() -> dict[str, str]:
    """Our environment without what would keep Python from its byte code, or change how it runs."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}


def took(command: Sequence[str], environment: Mapping[str, str]) -> float:
    """Milliseconds from start to end of a program."""
    began = time.monotonic_ns()
    subprocess.run(
        command,
        cwd=ROOT,
        env=surroundings() | dict(environment),
        stdout=subprocess.DEVNULL,
        check=True,
    )
    return (time.monotonic_ns() - began) / 1e6


def qt_modules() -> list[str]:
    """What the command line has loaded of Qt when it has said its version."""
    code = (
        "import sys\nsys.argv = ['kiosk', '--version']\n"
        "from kiosk.cli import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "print(*(name for name in sys.modules if name.split('.')[0] in {'PySide6', 'shiboken6'}))"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return ended.stdout.splitlines()[-1].split()


@contextmanager
def screen() -> Iterator[dict[str, str]]:
    """The screen to paint on: this machine's, else a virtual one, else none (offscreen)."""
    if os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        yield {name: os.environ[name] for name in ("DISPLAY",) if name in os.environ}
    elif server := shutil.which("Xvfb"):
        reading, writing = os.pipe()
        with subprocess.Popen(
            [
                server,
                "-displayfd",
                str(writing),
                "-screen",
                "0",
                "1920x1080x24",
                "-nolisten",
                "tcp",
            ],
            pass_fds=[writing],
            stderr=subprocess.DEVNULL,
        ) as process:
            os.close(writing)
            with os.fdopen(reading) as numbers:
                number = numbers.readline().strip()
            try:
                yield {"DISPLAY": f":{number}", "QT_QPA_PLATFORM": "xcb"}
            finally:
                process.terminate()
    else:
        yield {"QT_QPA_PLATFORM": "offscreen"}
