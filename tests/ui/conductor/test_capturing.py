"""Papers before the camera and on the scanner's glass: taken, judged, turned, bound and kept.

The camera is fed with drawn photographs; darkroom, queue and scanner (SANE's own test device) are
real.
"""

from __future__ import annotations

import threading
from concurrent.futures import Future
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QImage
from PySide6.QtMultimedia import QVideoFrame, QVideoFrameInput

from kiosk.domain.ports import QueueFull
from tests.papers.photographs import FAULTS, Scene, photograph
from tests.patience import PATIENCE
from tests.programs import need
from tests.searching import below, homes_in
from tests.ui.conductor.house import BIRTH, BIRTH_ANSWERS, House, Keeping
from ui.components.page_tile import PagePicture
from ui.conductor.showing import faults_of
from ui.screens.corners import CornersPage
from ui.screens.shoot import ShootPage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from kiosk.papers.darkroom import Picture

PAPER = "birth-certificate"
SHARP = Scene(seed=6, fill=0.84, landscape=True, size=(1600, 900))


class Table(QObject):
    """What lies before the camera; it films fifteen times a second."""

    def __init__(self, house: House) -> None:
        super().__init__()
        camera = house.program.camera
        assert camera is not None
        self.input = QVideoFrameInput(self)
        self._camera = camera
        self._image = QImage()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._film)
        self._timer.start(66)
        camera.feed(self.input)

    def lay(self, scene: Scene) -> None:
        grey = photograph(scene).grey
        height, width = grey.shape
        colours = np.dstack([grey, grey, grey, np.full_like(grey, 255)])
        image = QImage(colours.tobytes(), width, height, QImage.Format.Format_RGB32)
        self._image = image.copy()

    def clear(self) -> None:
        self._timer.stop()
        self._camera.feed(None)

    def _film(self) -> None:
        if not self._image.isNull():
            self.input.sendVideoFrame(QVideoFrame(self._image))


@pytest.fixture
def table(house: House) -> Iterator[Table]:
    there = Table(house)
    yield there
    there.clear()


def to_camera(house: House) -> None:
    house.resume(house.kept(BIRTH, BIRTH_ANSWERS, papers=False))
    house.tap("task.papers", f"papers.add.{PAPER}", "ways.camera")
    house.wait_page("shoot")


def kept(house: House) -> bytes:
    house.wait_page("papers")
    house.wait(lambda: len(house.journey.attachments) == 1)
    assert house.queue is not None
    attachment = house.journey.attachments[0]
    # What comes of it is what the procedure takes, by the rules that the portal has too.
    walk = house.conductor.walk
    assert walk is not None
    faults = faults_of(walk.procedure, walk.journey, walk.path)
    assert [it.key for it in faults if it.key.startswith("paper-")] == []
    return house.queue.attachment(house.journey.id, attachment.id).result(timeout=PATIENCE)


def shown_picture(house: House) -> QImage:
    """The page as it is looked at."""
    picture = house.page.findChild(PagePicture)
    assert picture is not None
    return picture.grab().toImage()


def test_a_sheet_held_still_is_taken_by_itself_and_kept(house: House, table: Table) -> None:
    to_camera(house)
    table.lay(SHARP)
    house.wait_page("review")
    assert house.say("review.verdict.clear") in house.words()
    house.tap("footer.primary")
    assert kept(house).startswith(b"\xff\xd8\xff")
    attachment = house.journey.attachments[0]
    assert (attachment.media_type, attachment.pages) == ("image/jpeg", 1)
    assert not house.program.camera.films  # type: ignore[union-attr]


def test_one_thing_to_do_is_said_at_a_time(house: House, table: Table) -> None:
    to_camera(house)
    for scene, advice in ((FAULTS["show"], "show"), (FAULTS["closer"], "closer")):
        table.lay(scene)
        words = house.say(f"shoot.advice.{advice}")
        house.wait(lambda words=words: words in house.words())  # type: ignore[misc]
    assert house.name == "shoot"


def test_a_poor_picture_is_advised_against_and_may_be_used(house: House, table: Table) -> None:
    to_camera(house)
    table.lay(FAULTS["still"])
    page = house.page
    assert isinstance(page, ShootPage)
    house.wait(lambda: page.view.shows)
    house.tap("footer.primary")
    house.wait_page("review")
    assert house.say("review.verdict.blurred") in house.words()
    assert house.button("footer.primary") == house.say("review.again")
    house.tap("review.use")
    assert kept(house)
    assert list(house.journey.poor.values()) == [1]


def test_what_lay_there_before_is_not_taken_for_what_lies_there_now(
    house: House, table: Table
) -> None:
    to_camera(house)
    table.lay(SHARP)
    good = house.say("shoot.advice.good")
    house.wait(lambda: good in house.words())
    table.lay(FAULTS["show"])
    none = house.say("shoot.advice.show")
    house.wait(lambda: none in house.words())
    house.tap("footer.primary")
    house.wait_page("review")
    assert house.say("review.verdict.corners") in house.words()


def test_who_presses_twice_takes_the_picture_once(house: House, table: Table) -> None:
    to_camera(house)
    table.lay(FAULTS["show"])
    page = house.page
    assert isinstance(page, ShootPage)
    house.wait(lambda: page.view.shows)
    gate = threading.Event()
    house.darkroom._thread.submit(gate.wait)
    house.tap("footer.primary")
    table.lay(SHARP)
    for _ in range(3):  # until the camera sees it
        with house.qtbot.waitSignal(page.view.frame):
            pass
    house.tap("footer.primary")
    gate.set()
    house.wait_page("review")
    assert house.say("review.verdict.corners") in house.words()


def test_pages_are_added_turned_dropped_and_bound(house: House, table: Table) -> None:
    to_camera(house)
    table.lay(SHARP)
    house.wait_page("review")
    house.tap("review.turn", "review.add")
    house.wait_page("shoot")
    house.tap("footer.back")  # what is there stays
    house.wait_page("review")
    for _ in range(2):
        house.tap("review.add")
        house.wait_page("review")
    assert house.button("footer.primary") == house.say("review.use.pages", count=3)
    house.tap("review.page.0", "review.drop")
    assert house.button("footer.primary") == house.say("review.use.pages", count=2)
    house.tap("footer.primary")
    assert kept(house).startswith(b"%PDF-")
    assert house.journey.attachments[0].pages == 2


def test_corners_are_put_by_hand(house: House, table: Table) -> None:
    to_camera(house)
    table.lay(FAULTS["show"])
    page = house.page
    assert isinstance(page, ShootPage)
    house.wait(lambda: page.view.shows)
    house.tap("footer.primary")
    house.wait_page("review")
    assert house.say("review.verdict.corners") in house.words()
    house.tap("review.corners")
    corners = house.page
    assert isinstance(corners, CornersPage)
    house.tap("footer.primary")
    house.wait_page("review")
    assert house.say("review.verdict.corners") not in house.words()


def test_corners_put_by_hand_and_then_left_change_no_page(house: House, table: Table) -> None:
    to_camera(house)
    table.lay(SHARP)
    house.wait_page("review")
    table.lay(FAULTS["show"])
    house.tap("review.add")
    page = house.page
    assert isinstance(page, ShootPage)
    house.wait(lambda: page.view.shows)
    house.tap("footer.primary")
    house.wait_page("review")
    house.tap("review.page.0")
    first = shown_picture(house)
    house.tap("review.page.1", "review.corners", "footer.primary", "footer.back", "review.page.0")
    house.darkroom._thread.submit(lambda: None).result()
    house.flush()
    assert shown_picture(house) == first
    house.tap("review.page.1")
    assert house.say("review.verdict.corners") in house.words()


def test_while_a_paper_is_being_kept_there_is_nothing_else_to_press(
    house: House, table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    to_camera(house)
    table.lay(SHARP)
    house.wait_page("review")
    keeping = Keeping(house, monkeypatch)
    house.tap("footer.primary")
    keeping.wait()
    assert house.say("papers.keeping") in house.words()
    for button in ("footer.back", "footer.primary", "footer.leave", "review.turn", "review.add"):
        assert house.find(button) is None
    house.program.stage.choose(language="en")
    assert house.name == "keeping"
    keeping.keep()
    assert kept(house).startswith(b"\xff\xd8\xff")


def test_a_paper_that_could_not_be_kept_is_tried_again_whatever_happens_meanwhile(
    house: House, table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    to_camera(house)
    table.lay(SHARP)
    house.wait_page("review")
    keeping = Keeping(house, monkeypatch)
    house.tap("footer.primary")
    for _ in range(2):
        keeping.fail(QueueFull())
        house.wait_page("notice.not_kept")
        house.scan("no code of ours")
        house.program.stage.choose(language="en")
        house.wait_page("notice.not_kept")
        house.tap("footer.primary")
    keeping.keep()
    assert kept(house).startswith(b"\xff\xd8\xff")


def test_a_camera_pulled_out_is_said_to_be_gone(house: House, table: Table) -> None:
    to_camera(house)
    table.clear()
    house.wait(lambda: house.say("shoot.lost") in house.words())
    house.tap("footer.back")
    house.wait(lambda: house.name != "shoot")
    assert house.journey.attachments == ()


@pytest.fixture
def sane(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    need("scanimage")
    folder = tmp_path / "sane"
    folder.mkdir()
    (folder / "dll.conf").write_text("test\n")
    (folder / "test.conf").write_text('test-picture "Grid"\n')
    monkeypatch.setenv("SANE_CONFIG_DIR", str(folder))
    return folder


def test_the_ways_that_are_left_say_when_the_phone_is_one_again(
    sane: Path, build: Callable[..., House]
) -> None:
    del sane
    house = build(paper_scanner="test:0").open()
    house.portal_goes(down=True)
    house.resume(house.kept(BIRTH, BIRTH_ANSWERS, papers=False))
    house.tap("task.papers")
    round_ = house.conductor.walk._papers  # type: ignore[union-attr]
    house.wait(lambda: round_._flatbed_there)
    house.tap(f"papers.add.{PAPER}")
    house.wait_page("paper_ways")
    assert house.find("ways.phone") is None
    assert house.say("ways.phone.offline") in house.words()


def test_sheets_are_scanned_one_after_the_other(sane: Path, build: Callable[..., House]) -> None:
    house = build(paper_scanner="test:0").open()
    house.resume(house.kept(BIRTH, BIRTH_ANSWERS, papers=False))
    house.tap("task.papers")
    round_ = house.conductor.walk._papers  # type: ignore[union-attr]
    house.wait(lambda: round_._flatbed_there)
    house.tap(f"papers.add.{PAPER}", "ways.flatbed")
    house.wait_page("flatbed")
    (sane / "test.conf").write_text('read-status-code "SANE_STATUS_COVER_OPEN"\n')
    house.tap("footer.primary")
    house.wait(lambda: house.say("flatbed.failed.cover") in house.words())
    (sane / "test.conf").write_text('test-picture "Grid"\n')
    house.tap("footer.primary")
    house.wait_page("review")
    house.tap("review.add")
    house.wait(lambda: house.name == "flatbed")
    house.tap("footer.primary")
    house.wait_page("review")
    house.tap("footer.primary")
    assert kept(house).startswith(b"%PDF-")
    assert house.journey.attachments[0].pages == 2


@pytest.mark.usefixtures("sane")
def test_how_far_a_scan_is_may_be_told_when_nobody_is_there_any_more(
    build: Callable[..., House], monkeypatch: pytest.MonkeyPatch
) -> None:
    house = build(paper_scanner="test:0").open()
    told: list[Callable[[float], None]] = []

    def scan(progress: Callable[[float], None]) -> Future[Picture]:
        told.append(progress)
        return Future()

    monkeypatch.setattr(house.flatbed, "scan", scan)
    house.resume(house.kept(BIRTH, BIRTH_ANSWERS, papers=False))
    house.tap("task.papers")
    round_ = house.conductor.walk._papers  # type: ignore[union-attr]
    house.wait(lambda: round_._flatbed_there)
    house.tap(f"papers.add.{PAPER}", "ways.flatbed", "footer.primary")
    with house.qtbot.waitSignal(round_._capturing.destroyed):
        house.conductor.go_home()
    told[0](0.5)


MARKS = (b"\x10JFIF\0", b"\x89PNG\r\n\x1a\n", b"%PDF-", b"# SANE data follows")
"""How a picture in the clear begins, whichever way it was written."""


def in_the_clear(folder: Path, content: bytes = b"") -> list[str]:
    """Which marks, and whether a piece of the content, stand in anything below the folder."""
    looked_for = [*MARKS, *([content[len(content) // 2 :][:64]] if content else [])]
    found = list(below(folder))
    assert found
    return [repr(mark) for mark in looked_for if any(mark in piece for piece in found)]


@pytest.mark.usefixtures("sane")
def test_no_picture_is_ever_written_in_the_clear(
    build: Callable[..., House], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From the first frame to the slip; home, temporary and working folders are looked into too."""
    for name, home in homes_in(tmp_path / "homes").items():
        monkeypatch.setenv(name, home)
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    house = build(paper_scanner="test:0").open()
    table = Table(house)
    to_camera(house)
    table.lay(SHARP)
    house.wait_page("review")
    house.tap("review.add")
    assert in_the_clear(tmp_path) == []
    house.wait_page("review")
    capturing = house.conductor.walk._papers._capturing  # type: ignore[union-attr]
    page = capturing._pages[0].developed.jpeg
    assert MARKS[0] in page
    assert in_the_clear(tmp_path, page) == []
    house.tap("footer.primary")
    content = kept(house)
    assert content.startswith(MARKS[2])
    assert page[len(page) // 2 :][:64] in content
    house.tap(f"papers.add.{PAPER}", "ways.flatbed", "footer.primary")
    house.wait_page("review")
    house.tap("footer.primary")
    house.wait_page("papers")
    house.wait(lambda: len(house.journey.attachments) == 2)
    for made in (page, content):
        assert in_the_clear(tmp_path, made) == []
    assert sum(it.size for it in house.journey.attachments) > len(content)
    assert list((tmp_path / "here").iterdir()) == []
    table.clear()


def test_who_leaves_in_the_middle_leaves_no_process_and_no_page(house: House, table: Table) -> None:
    to_camera(house)
    table.lay(SHARP)
    house.wait_page("review")
    process = house.darkroom._process
    assert process is not None
    house.conductor.go_home()
    house.wait(lambda: process.poll() is not None)
    assert house.name == "home"
