"""The kiosk worked over the real accessibility bus, as a screen reader works it: AT-SPI on Linux.

A program of the system's own Python finds everything by role and name, presses, writes and reads.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

from tests.bench.start import screen, surroundings
from ui.texts import Texts

HERE: Final = Path(__file__).resolve().parent
ROOT: Final = HERE.parent.parent
LAUNCHER: Final = Path("/usr/libexec/at-spi-bus-launcher")
SYSTEM_PYTHON: Final = Path("/usr/bin/python3")
_AT_MOST_S: Final = 120


def steps() -> list[dict[str, str]]:
    """From home to the search, which is written into and read again."""
    say = Texts.read("vi").addressing("unknown").say
    return [
        {"press": say("home.dossier.title"), "then": say("how_to_use.title")},
        {"press": say("footer.continue"), "then": say("who_presses.title")},
        {"press": say("who_presses.self"), "then": say("find.title")},
        {"press": say("find.search"), "then": say("find.search")},
        {"write": "khai sinh", "then": say("find.search")},
    ]


def main() -> int:
    """0 where every step was done; says what is missing where it can't be tried."""
    session = shutil.which("dbus-run-session")
    if session is None or not LAUNCHER.exists() or not shutil.which("Xvfb"):
        sys.stdout.write("dbus-run-session, at-spi2-core and Xvfb are needed\n")
        return 1
    with tempfile.TemporaryDirectory() as folder, screen() as where:
        environment = (
            surroundings()
            | where
            | {
                "XDG_RUNTIME_DIR": folder,
                "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
                "KIOSK_SETTINGS": str(ROOT / "assets" / "settings" / "demo.toml"),
                "KIOSK_DATA": str(Path(folder) / "data"),
                "KIOSK_KEY_FILE": str(Path(folder) / "keys.json"),
                "KIOSK_PORTAL_URL": "http://127.0.0.1:9",
            }
        )
        command = [session, "--", sys.executable, "-m", "tests.bench.reader", "inside"]
        ended = subprocess.run(command, cwd=ROOT, env=environment, check=False, timeout=_AT_MOST_S)
    return ended.returncode


def inside() -> int:
    """Inside a session bus of its own: the accessibility bus, the kiosk, and the reader."""
    parts = [[str(LAUNCHER), "--launch-immediately"], [sys.executable, "-m", "kiosk", "run"]]
    running = [subprocess.Popen(part, stdout=subprocess.DEVNULL, cwd=ROOT) for part in parts]
    try:
        told = json.dumps(steps())
        child = [str(SYSTEM_PYTHON), str(HERE / "bus_reader.py"), told]
        return subprocess.run(child, check=False, timeout=_AT_MOST_S).returncode
    finally:
        for process in reversed(running):
            process.terminate()
            process.wait(20)


if __name__ == "__main__":
    sys.exit(inside() if sys.argv[1:] == ["inside"] else main())
