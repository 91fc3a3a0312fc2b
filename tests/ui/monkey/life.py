"""One life of the program in a process of its own, from its start to its end or its kill.

Run by itself, with its orders as JSON: `python -m tests.ui.monkey.life '{"folder": …}'`. It says
what it does before it does it, in JSON lines on stdout: if it is brought down the last line says
by what.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from kiosk.app import CLIPS, LOG_FOLDER, _examine, give_way, open_edges, take_turns
from kiosk.clock import SystemClock
from kiosk.logs import crashes_to, logging_to
from kiosk.settings import IdleTimes, Patience, demo_settings
from tests.searching import homes_in
from tests.ui.monkey.doings import Doings
from tests.ui.monkey.promises import Promises
from ui.application import run
from ui.edges import Opening, Sounds
from ui.tour.finger import NotThere

if TYPE_CHECKING:
    from ui.application import Program

ROOT: Final = Path(__file__).resolve().parents[3]
_PATIENCE: Final = Patience(6, 2)
_LONGEST_S: Final = 1200


class End(StrEnum):
    """How a life ends."""

    CLOSED = "closed"
    KILLED = "killed"
    DRAINED = "drained"
    """Closed too, once the portal is sound and nothing waits any more."""


@dataclass(frozen=True, slots=True)
class Orders:
    """On what folder, against what portal at `url` (with its own things in `portal`), by what
    chance, how many steps, and the end.
    """

    folder: str
    url: str
    portal: str
    code: str
    seed: int
    steps: int
    end: str


@dataclass(slots=True)
class Lived:
    """What a life has told: the pages that were shown, what was wrong, the last steps."""

    pages: set[str] = field(default_factory=set)
    wrong: list[str] = field(default_factory=list)
    steps: list[str] = field(default_factory=list)


def live(orders: Orders) -> Lived:
    """Have it lived, and say what came of it."""
    lived = Lived()
    home = Path(orders.folder) / "home"
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "BROWSER": "true"}
    environment |= homes_in(home / str(orders.seed)) | _scanner_of_its_own(home)
    command = [sys.executable, "-m", "tests.ui.monkey.life", json.dumps(asdict(orders))]
    ended = subprocess.run(
        command,
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=_LONGEST_S,
    )
    for line in ended.stdout.splitlines():
        told = json.loads(line)
        if "do" in told:
            lived.pages.add(told["page"])
            lived.steps.append(f"{told['page']} {told['do']}")
        else:
            lived.wrong.append(f"{told} after {lived.steps[-12:]}")
    expected = -signal.SIGKILL if orders.end == End.KILLED else 0
    if ended.returncode != expected:
        after = f"after {lived.steps[-12:]}: {ended.stderr[-2000:]}"
        lived.wrong.append(f"it ended with {ended.returncode} {after}")
    return lived


def _scanner_of_its_own(folder: Path) -> dict[str, str]:
    """SANE's own test scanner, and no other."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "dll.conf").write_text("test\n", encoding="ascii")
    (folder / "test.conf").write_text('test-picture "Grid"\n', encoding="ascii")
    return {"SANE_CONFIG_DIR": str(folder)}


class _Life(QObject):
    """Step after step, and after each a look."""

    def __init__(self, program: Program, orders: Orders, log: Path) -> None:
        super().__init__(program)
        self._program = program
        self._orders = orders
        self._rng = random.Random(orders.seed)
        self._promises = Promises(program, log, Path(orders.portal), self._wrong)
        self._promises.hear_qt()
        self._doings = Doings(
            program, self._rng, Path(orders.folder), orders.url, self._promises, self._wrong
        )
        program.conductor.opened.connect(self._begin)

    def _wrong(self, what: str, **more: object) -> None:
        _say(wrong=what, did=self._doings.did, page=self._page, **more)

    @property
    def _page(self) -> str:
        page = self._program.frame.page
        return page.objectName() if page is not None else ""

    @Slot()
    def _begin(self) -> None:
        QTimer.singleShot(0, self, self._play)

    @Slot()
    def _play(self) -> None:
        try:
            for _ in range(self._orders.steps):
                self._step()
            if self._orders.end == End.KILLED:
                os.kill(os.getpid(), signal.SIGKILL)
            if self._orders.end == End.DRAINED:
                self._doings.mend_portal()
                self._program.conductor.go_home()
                self._promises.drain()
        finally:
            QApplication.exit(0)

    def _step(self) -> None:
        do = self._doings.some()
        _say(page=self._page, do=do.__name__)
        try:
            do()
        except NotThere:
            return  # what was aimed at went away: there is no harm in that
        finally:
            QTest.qWait(self._rng.choice((0, 0, 0, 5, 30, 120)))
            self._promises.look()


def _say(**what: object) -> None:
    sys.stdout.write(json.dumps(what, ensure_ascii=False, default=str) + "\n")
    sys.stdout.flush()


def main(orders: Orders) -> int:
    """Live, the program built as `kiosk.app` builds it, but with little patience."""
    folder = Path(orders.folder)
    usb = folder / "usb"
    if not (folder / "pulled-out").exists():
        usb.mkdir(parents=True, exist_ok=True)
    settings = demo_settings(
        data_folder=folder / "data",
        portal_url=orders.url,
        enrolment_code=orders.code,
        scanner_device=str(folder / "scanner"),
        media_folders=(usb,),
    )
    settings = settings._replace(idle=IdleTimes(*[_PATIENCE] * 5))
    clock, free = SystemClock(), threading.Event()
    logs = settings.data / LOG_FOLDER
    take_turns()
    with ExitStack() as stack:
        pool = stack.enter_context(ThreadPoolExecutor(max_workers=2))
        log = stack.enter_context(logging_to(logs))
        stack.enter_context(crashes_to(logs))
        opening = Opening(
            settings,
            clock,
            pool,
            lambda: pool.submit(open_edges, settings, clock, partial(give_way, free)),
            None,
            lambda: _examine(settings, clock),
            Sounds(CLIPS),
            free,
        )
        lives: list[_Life] = []
        return run(opening, play=lambda program: lives.append(_Life(program, orders, log)))


def _orders(line: str) -> Orders:
    told: dict[str, Any] = json.loads(line)
    return Orders(**told)


if __name__ == "__main__":
    sys.exit(main(_orders(sys.argv[1])))
