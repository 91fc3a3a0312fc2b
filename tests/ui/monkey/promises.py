"""What must hold after anything that hands did, and when everything has been sent."""

from __future__ import annotations

import json
import sqlite3
import time
import traceback
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QCoreApplication, QEvent, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from tests.searching import told
from tests.ui.dead_ends import dead_ends
from tests.ui.monkey.person import CANARIES
from ui.printing.slip import SlipState
from ui.screens.outcome import OutcomePage
from ui.screens.papers import KEEPING

if TYPE_CHECKING:
    from collections.abc import Callable

    from ui.application import Program

BUSY: Final = frozenset({"sending", "wait", KEEPING})
"""Pages on which nothing can be done but wait."""

_LONGEST_BUSY_S: Final = 75.0
_LONGEST_DRAIN_S: Final = 90.0
_MOST_PARTS: Final = 3
"""So many times the parts of the first home are more than any other home has."""


class Promises:
    """Looks at the program from all sides; `tell` is told what is wrong, with what belongs to it.

    `log` is the program's log, `portal` the folder of the training portal.
    """

    def __init__(
        self, program: Program, log: Path, portal: Path, tell: Callable[..., None]
    ) -> None:
        self._program = program
        self._log = log
        self._portal = portal / "portal.sqlite"
        self._tell = tell
        self._read = log.stat().st_size if log.exists() else 0
        self._busy_since: float | None = None
        self._parts = 0

    def hear_qt(self) -> None:
        """From now on what Qt complains of is wrong too."""
        qInstallMessageHandler(self._qt_says)

    def look(self) -> None:
        """What holds on every page."""
        page = self._program.frame.page
        if page is None:
            self._tell("there is no page")
            return
        if not page.accessibleName().strip():
            self._tell("the page has no heading")
        if dead := dead_ends(page):
            self._tell("what is offered leads nowhere", which=dead)
        if page.objectName() not in BUSY:
            self._busy_since = None
        elif self._busy_since is None:
            self._busy_since = time.monotonic()
        elif time.monotonic() - self._busy_since > _LONGEST_BUSY_S:
            self._tell("it waits for ever")
            self._busy_since = None
        if isinstance(page, OutcomePage) and page._shown.state is SlipState.RECEIVED:
            ticket = str(page._shown.submission.ticket)
            if len(self.at_portal("select id from submissions where ticket = ?", ticket)) != 1:
                self._tell("shown as received, and not at the portal", ticket=ticket)
        self.read_log()

    def look_at_home(self) -> None:
        """Nothing of anybody is in any part of the window, and the parts don't pile up."""
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        frame = self._program.frame
        left = {part.objectName() for part in frame.findChildren(QWidget) if _names_somebody(part)}
        if left:
            self._tell("something of somebody is left at home", parts=sorted(left))
        if QGuiApplication.clipboard().text():
            self._tell("something is left on the clipboard")
        parts = len(QApplication.allWidgets())
        self._parts = self._parts or parts
        if parts > _MOST_PARTS * self._parts:
            self._tell("parts pile up", parts=parts, first=self._parts)
        windows = [it for it in QApplication.topLevelWidgets() if it.isVisible() and it != frame]
        if windows:
            self._tell("another window is open", which=[type(it).__name__ for it in windows])

    def read_log(self) -> None:
        """Nothing in the log is a failure that nobody caught, and nothing names somebody."""
        if not self._log.exists():
            return
        if self._log.stat().st_size < self._read:  # it was turned over
            self._read = 0
        with self._log.open("rb") as log:
            log.seek(self._read)
            fresh = log.read()
        self._read += len(fresh)
        for line in fresh.splitlines():
            entry = json.loads(line)
            if "failures" in entry:
                self._tell("a failure in the log", entry=entry)
        if fresh and told([fresh], CANARIES):
            self._tell("the log names somebody")

    def drain(self) -> None:
        """With a sound portal all that can go goes, and both sides say the same of it."""
        edges, courier = self._program.conductor.edges, self._program.conductor._behind.courier
        if edges is None or courier is None:
            self._tell("nothing is open behind the screens")
            return
        queue: Any = edges.queue
        courier.resume()
        until = time.monotonic() + _LONGEST_DRAIN_S
        waits = True
        while waits and time.monotonic() < until:
            courier.send_now()
            QTest.qWait(500)
            summary = queue.summary().result()
            waits = summary.waiting > summary.held
        if waits:
            self._tell("something waits for ever")

        def read() -> list[tuple[str, str]]:
            rows = queue._parts._store.rows("SELECT lower(hex(id)), state FROM submission")
            return [(str(id_), str(state)) for id_, state in rows]

        states = dict(queue._thread.submit(read).result())
        there = {id_.replace("-", "") for (id_,) in self.at_portal("select id from submissions")}
        delivered = {id_ for id_, state in states.items() if state == "delivered"}
        if delivered - there:
            self._tell("delivered, and not at the portal", count=len(delivered - there))
        if kept := {id_ for id_ in states if id_ in there} - delivered:
            self._tell("at the portal, and not delivered", states=[states[it] for it in kept])
        tickets = Counter(self.at_portal("select ticket from submissions"))
        if any(count > 1 for count in tickets.values()):
            self._tell("one ticket is twice at the portal")

    def at_portal(self, sql: str, *values: str) -> list[tuple[str, ...]]:
        """Rows of the training portal's own database."""
        address = f"file:{self._portal}?mode=ro"
        with closing(sqlite3.connect(address, uri=True, timeout=10)) as database:
            return list(database.execute(sql, values))

    def _qt_says(self, kind: QtMsgType, _context: object, message: str | None) -> None:
        said = message or ""
        # A machine without a loudspeaker is told of by Qt, and the program does without.
        if kind in {QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg} or "PulseAudio" in said:
            return
        stack = traceback.extract_stack()[-6:-1]
        places = [f"{Path(it.filename).name}:{it.lineno} {it.name}" for it in stack]
        self._tell("Qt complains", message=said, places=places)


def _names_somebody(part: QWidget) -> bool:
    said = [part.accessibleName(), part.accessibleDescription()]
    for name in ("words", "code", "text"):
        value = getattr(part, name, "")
        said.append(str(value() if callable(value) else value))
    return any(canary in it for it in said for canary in CANARIES)
