"""A person who visits a real kiosk by touches alone, and what has arrived at the portal after."""

from __future__ import annotations

import os
import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from kiosk.app import open_edges
from kiosk.clock import SystemClock
from kiosk.domain.submission import parse_document
from kiosk.packs import PACKS, load_packs
from kiosk.settings import demo_settings
from kiosk.training.controls import TrainingControls
from kiosk.training.portal import TrainingPortal
from kiosk.training.seals import Seals
from tests.training.world import serving
from ui.application import Program
from ui.edges import Opening
from ui.printing.slip import SlipState
from ui.screens.outcome import OutcomePage
from ui.theme.tokens import TextSize
from ui.tour.finger import Finger
from ui.tour.visitor import Visitor

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtCore import QPoint

    from kiosk.domain.submission import Document
    from ui.tour.story import Story

PICTURES = os.environ.get("JOURNEY_PICTURES")
"""A folder to keep a picture of each page in, to be looked at."""


@dataclass(frozen=True)
class Town:
    """A training portal on loopback that knows the national pack."""

    url: str
    controls: TrainingControls
    folder: Path

    def document(self, ticket: str) -> tuple[Document, str]:
        """What was handed in under a ticket, its seal opened, and the portal's code for it."""
        with closing(sqlite3.connect(self.folder / "portal.sqlite")) as database:
            asked = "select body, code from submissions where ticket = ?"
            (body, code) = database.execute(asked, (ticket,)).fetchone()
        return parse_document(Seals(self.folder / "portal.key").open(body)), code

    def is_active(self, ticket: str) -> bool:
        """Whether the account that was handed in under that ticket is open."""
        with closing(sqlite3.connect(self.folder / "portal.sqlite")) as database:
            asked = "select activated_at from accounts join submissions using (id) where ticket = ?"
            return bool(database.execute(asked, (ticket,)).fetchone()[0])


@contextmanager
def town(folder: Path) -> Iterator[Town]:
    packs = load_packs(PACKS, SystemClock().today())
    training = TrainingPortal(folder, packs.procedure)
    with closing(training), serving(training.app) as url:
        yield Town(url, TrainingControls(url), folder)


@dataclass(frozen=True)
class Size:
    """How large the window is, and its text."""

    width: int = 1920
    height: int = 1080
    text: TextSize = TextSize.VUA


@contextmanager
def kiosk(folder: Path, town: Town, size: Size) -> Iterator[Program]:
    """The whole program as `kiosk.app` builds it, on a window, its queue in a folder of its own."""
    stick = folder / "usb"
    stick.mkdir()
    settings = demo_settings(
        data_folder=folder / "data",
        portal_url=town.url,
        enrolment_code=town.controls.enrolment_code(),
        media_folders=(stick,),
    )
    clock = SystemClock()
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    with ThreadPoolExecutor(max_workers=2) as pool:
        opening = Opening(
            settings,
            clock,
            pool,
            lambda: pool.submit(open_edges, settings, clock),
            None,
            lambda: (),
            None,
            threading.Event(),
        )
        program = Program(app, opening)
        program.frame.setFixedSize(QSize(size.width, size.height))
        program.frame.show()
        program.stage.choose(text_size=size.text)
        opened: list[bool] = []
        program.conductor.opened.connect(lambda: opened.append(True))
        program.begin()
        try:
            finger = QuickFinger(program.frame, fast=True)
            finger.wait_for(lambda: bool(opened) and program.conductor.online, "an open kiosk")
            yield program
        finally:
            program.end()
            program.frame.close()
            for part in (program.frame, program):
                part.deleteLater()
                QApplication.sendPostedEvents(part, QEvent.Type.DeferredDelete)


class QuickFinger(Finger):
    """Touches as a pointer whose events say that half a second has passed since the last.

    A page turns away the tail of a double tap by the times that events carry, so nothing has to
    be waited for. That real touches do the same is what the tour proves.
    """

    def rest(self, guard_ms: int = 0) -> None:
        if guard_ms > 500:  # the wall takes the touches whose time has to pass
            for _ in range(guard_ms // 500):
                QTest.mouseClick(self._frame.windowHandle(), Qt.MouseButton.LeftButton)
        QApplication.processEvents()

    def _press(self, place: QPoint) -> None:
        QTest.mouseClick(self._frame.windowHandle(), Qt.MouseButton.LeftButton, pos=place)


class Traveller(Visitor):
    """Does one errand from home to the last page, and remembers what was seen on the way."""

    def __init__(
        self, program: Program, story: Story, errand: str, name: str, hands: type[Finger]
    ) -> None:
        super().__init__(program, hands(program.frame, fast=True), story)
        self._errand = errand
        self._folder = Path(PICTURES) / name if PICTURES else None
        self.pages: list[str] = []
        self.said: set[str] = set()

    def seen(self, name: str) -> None:
        self.pages.append(name)
        frame = self.program.frame
        self.said |= {it.accessibleName() for it in frame.findChildren(QWidget) if it.isVisible()}
        if self._folder is not None:
            self._folder.mkdir(parents=True, exist_ok=True)
            frame.grab().save(str(self._folder / f"{len(self.pages):03d}-{name}.png"))

    def on_home(self) -> None:
        self.finger.tap(f"home.{self._errand}")

    def on_outcome(self) -> None:
        self.ended = True


@dataclass(frozen=True)
class Visited:
    """What the last page shows, what the portal has, and what the way was like."""

    green: bool
    code: str
    portals_code: str
    document: Document
    pages: list[str]
    said: set[str]

    @property
    def questions(self) -> list[str]:
        """The steps that were asked, in order; one that a card was held to counts once."""
        asked = [it for it in self.pages if it.startswith("question.") or it == "task_list"]
        return [it.partition(".")[2] for it, _ in groupby(asked) if it != "task_list"]

    @property
    def papers(self) -> list[str]:
        return sorted(it.paper for it in self.document.attachments)

    def says(self, words: str) -> bool:
        """Whether some page said that."""
        return any(words in said for said in self.said)


def visit(
    town: Town,
    program: Program,
    story: Story,
    name: str,
    errand: str,
    hands: type[Finger] = QuickFinger,
) -> Visited:
    """Do the errand to its end, by touches or with other hands."""
    traveller = Traveller(program, story, errand, name, hands)
    traveller.make_papers()
    traveller.visit()
    walk, page = program.conductor.walk, program.frame.page
    assert walk is not None
    assert isinstance(page, OutcomePage)
    ticket = str(walk.journey.slip.ticket)
    document, code = town.document(ticket)
    return Visited(
        page._shown.state is SlipState.RECEIVED,
        traveller.code("result.code"),
        code,
        document,
        traveller.pages,
        traveller.said,
    )
