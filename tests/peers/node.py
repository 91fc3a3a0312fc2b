"""Runs the peers: programs for Node that others wrote, installed beside this file by npm."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import threading
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from tests.patience import PATIENCE
from tests.programs import lack, need

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE: Final = Path(__file__).parent
PACKAGES: Final = (
    "@tus/server",
    "@tus/file-store",
    "tus-js-client",
    "@stoplight/prism-cli",
    "playwright-core",
)


def missing() -> str | None:
    """What is missing of the peers; None where all are there."""
    if shutil.which("node") is None:
        return "Node"
    for name in PACKAGES:
        if not (HERE / "node_modules" / name).is_dir():
            return f"{name} (npm ci in tests/peers)"
    return None


def need_peers() -> None:
    """Skip the test where a peer is missing, or fail it where they are required."""
    what = missing()
    if what is not None:
        lack(what)


def need_chromium() -> str:
    """Where Chromium is, as Debian has it; skips or fails as `need_peers` where it isn't."""
    need("chromium")
    return str(shutil.which("chromium"))


class Peer:
    """A program that serves; `lines` are what it has printed."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self._printed = threading.Condition()
        self._over = False
        self.lines: list[str] = []
        self._thread = threading.Thread(target=self._listen)
        self._thread.start()

    def line(self, containing: str, number: int = 1) -> str:
        """The line with that in it (the second …), waited for. Raises AssertionError without."""

        def found() -> list[str]:
            return [line for line in self.lines if containing in line][number - 1 :]

        with self._printed:
            self._printed.wait_for(lambda: self._over or found(), timeout=PATIENCE)
            assert found(), "\n".join(self.lines)
            return found()[0]

    def stop(self) -> None:
        """End it, and have all that it printed."""
        self._process.terminate()
        self._process.wait(PATIENCE)
        self._thread.join(PATIENCE)

    def _listen(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            with self._printed:
                self.lines.append(line.rstrip())
                self._printed.notify_all()
        with self._printed:
            self._over = True
            self._printed.notify_all()


@contextmanager
def serving(*command: str | Path) -> Iterator[Peer]:
    """A program for Node that serves until the end."""
    with subprocess.Popen(
        ["node", *command],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        env=os.environ | {"NO_COLOR": "1", "FORCE_COLOR": "0"},
    ) as process:
        peer = Peer(process)
        try:
            yield peer
        finally:
            peer.stop()


def told(program: Path, question: dict[str, Any]) -> dict[str, Any]:
    """What a program for Node answers to one line of JSON."""
    answered = subprocess.run(
        ["node", program],
        input=json.dumps(question),
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=PATIENCE,
        check=False,
    )
    assert answered.returncode == 0, answered.stderr
    return dict(json.loads(answered.stdout))
