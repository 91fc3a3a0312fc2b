"""Takes the pages of a paper, before the camera or on the flatbed's glass, and binds them.

Until the paper is kept its pages lie in memory alone: who leaves, leaves none of them behind.
"""

from __future__ import annotations

import logging
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, TypeVar

from PySide6.QtCore import QElapsedTimer, QObject, Signal, Slot

from kiosk.domain.ports import PaperUnusable
from kiosk.papers.advice import Advice, Verdict, Watch
from kiosk.papers.darkroom import UNDEVELOPED
from kiosk.papers.flatbed import ScanFailed
from kiosk.papers.kinds import JPEG, PDF
from ui.camera.frames import colour_picture, grey_picture, shown_picture
from ui.screens.corners import CornersPage
from ui.screens.flatbed import FlatbedPage
from ui.screens.papers import keeping_page
from ui.screens.review import PageShown, ReviewPage, ReviewShown
from ui.screens.shoot import ShootPage

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future

    from PySide6.QtMultimedia import QVideoFrame

    from kiosk.domain.ports import ReadPaper
    from kiosk.domain.procedure import Paper
    from kiosk.papers.advice import Corners, Findings
    from kiosk.papers.darkroom import Developed, Picture
    from ui.conductor.scene import Scene
    from ui.look import Look
    from ui.page import Page

MOST_PAGES: Final = 10
"""Of one paper at a time: more are another file."""

_LOOK_MS: Final = 180
"""Between two looks at the live picture: five a second are enough to hold still by."""

_LOOKED_AT: Final = 1280
"""Dots of the longer side of the live picture as it is looked at."""

T = TypeVar("T")

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _TakenPage:
    """A page, its quarter turns clockwise, and the whole picture that it was cut from."""

    developed: Developed
    turns: int
    whole: Picture | None


def _whole(page: _TakenPage) -> Picture:
    """What corners are put right in: a photograph has it, and only there it is offered."""
    if page.whole is None:
        raise RuntimeError("a scan has no corners to put right")
    return page.whole


class Capturing(QObject):
    """`made` brings the paper once all of its pages are there, and how many came out badly.

    `back`: none is wanted.
    """

    made = Signal(object, int)
    back = Signal()
    _part = Signal(float)

    def __init__(self, scene: Scene, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._scene = scene
        self._paper: Paper
        self._scanned = False
        self._pages: list[_TakenPage] = []
        self._at = 0
        self._replaced: int | None = None
        self._run = 0
        self._watch = Watch()
        self._clock = QElapsedTimer()
        self._looking = False
        self._working = False
        self._best: QVideoFrame | None = None
        self._newest: QVideoFrame | None = None
        self._advice = Advice.SHOW
        self._scanning = False
        self._part.connect(self._show_part)
        papers = scene.edges.papers
        self.destroyed.connect(papers.darkroom.rest)
        self.destroyed.connect(papers.flatbed.stop)

    def open(self, paper: Paper, *, scanned: bool) -> None:
        """Take a paper, from the flatbed's glass or before the camera."""
        self._paper = paper
        self._scanned = scanned
        self._pages = []
        self._take(None)

    @property
    def _title(self) -> Callable[[Look], str]:
        paper = self._paper
        return lambda look: self._scene.said(look, paper.title)

    # --- taking ---

    def _take(self, replaced: int | None) -> None:
        """Take the next page, or the one that is `replaced` anew."""
        self._replaced = replaced
        self._begin()
        self._scene.stage.show(self._flatbed_page if self._scanned else self._shoot_page)

    def _begin(self) -> None:
        """Whatever is still on its way is not wanted any more."""
        self._run += 1
        self._looking = self._working = self._scanning = False
        self._look_anew()
        self._clock.invalidate()

    def _look_anew(self) -> None:
        """What was seen so far may not be what lies there now."""
        self._watch = Watch()
        self._best = self._newest = None

    @property
    def _number(self) -> int:
        return (len(self._pages) if self._replaced is None else self._replaced) + 1

    @Slot()
    def _taking_left(self) -> None:
        """Back to the pages that are there; without any, to the ways."""
        self._scene.edges.papers.flatbed.stop()
        self._begin()
        if self._pages:
            self._review()
        else:
            self._end()
            self.back.emit()

    def _end(self) -> None:
        self._begin()
        self._pages = []
        self._scene.edges.papers.darkroom.rest()

    def _wait_for(
        self,
        future: Future[T],
        done: Callable[[T], None],
        failed: Callable[[Exception], None],
    ) -> None:
        """Wait for what is still wanted until something else is begun."""
        run = self._run
        self._scene.background.watch(
            future,
            done,
            failed,
            wanted=lambda: run == self._run,
            named=(PaperUnusable, ScanFailed),
        )

    # --- before the camera ---

    def _shoot_page(self, look: Look) -> Page:
        camera = self._scene.camera
        if camera is None:
            raise RuntimeError("no picture is taken where no camera is")
        self._look_anew()
        page = ShootPage(look, camera, paper=self._title(look), number=self._number)
        if self._working:
            page.show_working()
        page.view.frame.connect(self._framed)
        page.primary.connect(self._shoot_now)
        page.back.connect(self._taking_left)
        camera.lost.connect(page.show_lost)
        return page

    @property
    def _shown_shoot(self) -> ShootPage | None:
        page = self._scene.stage.frame.page
        return page if isinstance(page, ShootPage) else None

    @Slot(object)
    def _framed(self, frame: QVideoFrame) -> None:
        if self._working:
            return
        self._newest = frame
        if self._looking or (self._clock.isValid() and self._clock.elapsed() < _LOOK_MS):
            return
        self._looking = True
        self._clock.start()
        self._wait_for(
            self._scene.edges.papers.darkroom.look(lambda: grey_picture(frame, _LOOKED_AT)),
            lambda found: self._looked(frame, found),
            self._not_looked,
        )

    def _looked(self, frame: QVideoFrame, found: Findings) -> None:
        self._looking = False
        seen = self._watch.see(found)
        if seen.advice is not Advice.GOOD:
            self._best = None
        elif seen.best:
            self._best = frame
        page = self._shown_shoot
        if page is None:
            return
        # What was seen once may have been a hand passing by.
        if seen.advice is self._advice or seen.advice is Advice.GOOD:
            page.show_advice(seen.advice, found.corners)
        self._advice = seen.advice
        if seen.shoot and self._best is not None:
            self._shoot(self._best)

    def _not_looked(self, failure: Exception) -> None:
        """One look that failed is no reason to stop looking."""
        self._looking = False
        self._look_anew()
        if not isinstance(failure, PaperUnusable):
            raise failure

    @Slot()
    def _shoot_now(self) -> None:
        frame = self._best or self._newest
        if frame is not None:
            self._shoot(frame)

    def _shoot(self, frame: QVideoFrame) -> None:
        self._begin()
        self._working = True  # no more looks: this is the picture
        if self._shown_shoot is not None:
            self._shown_shoot.show_working()
        self._develop(lambda: colour_picture(frame), keep_whole=True)

    def _develop(self, take: Callable[[], Picture], *, keep_whole: bool) -> None:
        """Make a page of a picture."""
        taken: list[Picture] = []

        def once() -> Picture:
            taken.append(take())
            return taken[0]

        def done(developed: Developed) -> None:
            self._developed(developed, taken[0] if keep_whole else None)

        self._wait_for(
            self._scene.edges.papers.darkroom.develop(once, self._paper.most_bytes),
            done,
            self._not_developed,
        )

    def _developed(self, developed: Developed, whole: Picture | None) -> None:
        page = _TakenPage(developed, 0, whole)
        if self._replaced is None:
            self._pages.append(page)
            self._at = len(self._pages) - 1
        else:
            self._pages[self._replaced] = page
            self._at = self._replaced
        self._begin()
        self._review()

    def _not_developed(self, failure: Exception) -> None:
        self._begin()
        if not isinstance(failure, PaperUnusable):
            raise failure
        page = self._scene.stage.frame.page
        if isinstance(page, ShootPage):
            page.show_failed()
        elif isinstance(page, FlatbedPage):
            page.show_trouble("failed")

    # --- on the flatbed's glass ---

    def _flatbed_page(self, look: Look) -> Page:
        page = FlatbedPage(look, paper=self._title(look), number=self._number)
        page.scan.connect(self._scan)
        page.stop.connect(self._stop_scan)
        page.back.connect(self._taking_left)
        if self._scanning:
            page.show_scanning()
        return page

    @property
    def _shown_flatbed(self) -> FlatbedPage | None:
        page = self._scene.stage.frame.page
        return page if isinstance(page, FlatbedPage) else None

    @Slot()
    def _scan(self) -> None:
        if self._scanning:
            return
        self._begin()
        self._scanning = True
        if self._shown_flatbed is not None:
            self._shown_flatbed.show_scanning()
        self._wait_for(
            self._scene.edges.papers.flatbed.scan(self._tell_part),
            self._has_scanned,
            self._not_scanned,
        )

    @Slot()
    def _stop_scan(self) -> None:
        self._scene.edges.papers.flatbed.stop()

    def _tell_part(self, part: float) -> None:
        """Called on the flatbed's thread, which hears later than others that nobody is there."""
        with suppress(RuntimeError):
            self._part.emit(part)

    @Slot(float)
    def _show_part(self, part: float) -> None:
        if self._scanning and self._shown_flatbed is not None:
            self._shown_flatbed.show_part(part)

    def _has_scanned(self, picture: Picture) -> None:
        self._develop(lambda: picture, keep_whole=False)

    def _not_scanned(self, failure: Exception) -> None:
        self._begin()
        if not isinstance(failure, ScanFailed):
            raise failure
        if failure.reason != "stopped":
            _log.warning("nothing was scanned", extra={"failure": failure.reason})
        if self._shown_flatbed is not None:
            self._shown_flatbed.show_trouble(failure.reason)

    # --- what came of it ---

    def _review(self) -> None:
        self._scene.stage.show(self._review_page)

    def _review_page(self, look: Look) -> Page:
        shown = ReviewShown(
            self._title(look),
            tuple(
                PageShown(it.developed.preview, it.turns, it.developed.verdict)
                for it in self._pages
            ),
            self._at,
            self._scanned,
            more=PDF in self._paper.media_types and len(self._pages) < MOST_PAGES,
        )
        page = ReviewPage(look, shown)
        page.again.connect(self._again)
        page.turn.connect(self._turn)
        page.corners.connect(self._put_corners)
        page.add.connect(self._add)
        page.drop.connect(self._drop)
        page.picked.connect(self._look_at)
        page.use.connect(self._use)
        page.back.connect(self._again)
        return page

    @Slot()
    def _again(self) -> None:
        self._take(self._at)

    @Slot()
    def _add(self) -> None:
        self._take(None)

    @Slot()
    def _turn(self) -> None:
        page = self._pages[self._at]
        self._pages[self._at] = replace(page, turns=(page.turns + 1) % 4)
        self._review()

    @Slot()
    def _drop(self) -> None:
        del self._pages[self._at]
        self._at = min(self._at, len(self._pages) - 1)
        self._review()

    @Slot(int)
    def _look_at(self, place: int) -> None:
        self._at = place
        self._review()

    # --- corners put right by hand ---

    @Slot()
    def _put_corners(self) -> None:
        self._scene.stage.show(self._corners_page)

    def _corners_page(self, look: Look) -> Page:
        page = self._pages[self._at]
        shown = CornersPage(look, shown_picture(_whole(page)), page.developed.corners)
        shown.put.connect(self._corners_put)
        shown.back.connect(self._corners_left)
        return shown

    @Slot()
    def _corners_left(self) -> None:
        self._begin()
        self._review()

    @Slot(object)
    def _corners_put(self, corners: Corners) -> None:
        at, page = self._at, self._pages[self._at]
        whole = _whole(page)
        self._begin()

        def done(developed: Developed) -> None:
            self._pages[at] = replace(page, developed=developed)
            self._review()

        self._wait_for(
            self._scene.edges.papers.darkroom.develop(
                lambda: whole, self._paper.most_bytes, corners
            ),
            done,
            self._in_trouble,
        )

    # --- using it ---

    @Slot()
    def _use(self) -> None:
        self._begin()
        poor = sum(it.developed.verdict is not Verdict.CLEAR for it in self._pages)
        pdf = len(self._pages) > 1 or JPEG not in self._paper.media_types

        def done(paper: ReadPaper) -> None:
            if poor:
                _log.info("pages are used though they came out badly", extra={"count": poor})
            self._end()
            self.made.emit(paper, poor)

        pages = [(it.developed.jpeg, it.turns) for it in self._pages]
        self._scene.stage.show(keeping_page)
        self._wait_for(
            self._scene.edges.papers.darkroom.bind(pages, self._paper.most_bytes, pdf=pdf),
            done,
            self._in_trouble,
        )

    def _in_trouble(self, failure: Exception) -> None:
        if not isinstance(failure, PaperUnusable):
            raise failure
        if not isinstance(self._scene.stage.frame.page, ReviewPage):
            self._review()
        page = self._scene.stage.frame.page
        if isinstance(page, ReviewPage):
            reason = failure.reason if failure.reason == "too-large" else UNDEVELOPED
            page.show_trouble(page.look.say(f"review.trouble.{reason}"))
