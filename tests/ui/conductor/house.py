"""A whole kiosk in the test's process: window, conductor, queue, courier and packs are real."""

from __future__ import annotations

import os
import random
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache, partial
from itertools import product
from typing import TYPE_CHECKING

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from kiosk.app import _library
from kiosk.domain.consent import Consent
from kiosk.packs import PACKS
from kiosk.papers import Darkroom, Flatbed, fetch_paper, list_papers
from kiosk.papers.flatbed import NO_FLATBED
from kiosk.papers.reader import PaperReader
from kiosk.settings import IdleTimes, demo_settings
from kiosk.settings.glass import keep_measured
from offline_queue.courier import Courier
from offline_queue.key import FileSecrets
from offline_queue.queue import EncryptedQueue
from tests.fakes.clock import START, ManualClock
from tests.fakes.portal import PortalSimulator
from tests.patience import ring
from tests.ui.dead_ends import dead_ends
from tests.ui.staff_area import KnownPin, StickAtHand
from ui.application import Program
from ui.components.code_cells import CodeLabel
from ui.components.text_label import TextLabel
from ui.edges import Edges, Library, Opening, OwnPhone, Papers, ScanSource, Sounds, Staff
from ui.screens.check_answers import CheckAnswersPage
from ui.texts import TEXTS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from uuid import UUID

    import pytest
    from pytestqt.qtbot import QtBot

    from kiosk.domain.events import Event
    from kiosk.domain.journey import Journey
    from kiosk.domain.ports import ReadPaper
    from kiosk.domain.procedure import Answer
    from kiosk.domain.staff import Finding, StaffQueue
    from kiosk.domain.submission import Attachment
    from ui.page import Page

__all__ = ["PACKS", "House", "library"]

CARD = "054198001234||Lê Thị Hoa|12031998|Nữ|Thôn Đông, Hòa Trị, Phú Hòa, Phú Yên|15062021"
FATHERS_CARD = (
    "054095004321||Trần Văn Nam|05091995|Nam|Thôn Đông, Hòa Trị, Phú Hòa, Phú Yên|15062021"
)
HERE = {"province": "66", "commune": "22303"}
ACCOUNT_ANSWERS: dict[str, Answer] = {
    "phone": "0912345678",
    "name": "Lê Thị Hoa",
    "personal_number": "054198001234",
    "birth_date": "1998-03-12",
    "sex": "female",
    "residence": HERE,
}
BIRTH_ANSWERS: dict[str, Answer] = {
    "requester_relation": "mother",
    "requester_name": "Lê Thị Hoa",
    "requester_number": "054198001234",
    "requester_phone": "0912345678",
    "requester_birth_date": "1998-03-12",
    "birth_paper": "certificate",
    "child_name": "Trần Minh Toàn",
    "child_sex": "male",
    "child_birth_date": "2026-11-14",
    "child_birth_facility": "Trung tâm Y tế Phú Hòa",
    "child_birth_place": HERE,
    "child_home_town": HERE,
    "parents_vietnamese": True,
    "mother_ethnicity": "01",
    "father_recorded": True,
    "father_name": "Trần Văn Nam",
    "father_number": "054095004321",
    "father_birth_date": "1995-09-05",
    "father_ethnicity": "01",
    "child_ethnicity": "01",
    "wants_copies": False,
    "delivery": "commune",
}
ACCOUNT, BIRTH = "account.portal", "1.001193"


def without(answers: dict[str, Answer], *names: str) -> dict[str, Answer]:
    """The answers but for those."""
    return {name: answer for name, answer in answers.items() if name not in names}


@cache
def library() -> Library:
    """The packs as delivered, read once."""
    return _library(ManualClock())


class House:
    """Taps controls by their names and reads what the window says."""

    def __init__(
        self,
        qtbot: QtBot,
        folder: Path,
        *,
        idle: IdleTimes | None = None,
        portal: PortalSimulator | None = None,
        clock: ManualClock | None = None,
        opened: Callable[[House], Edges] | None = None,
        pack: Library | None = None,
        sounds: Sounds | None = None,
        paper_scanner: str = NO_FLATBED,
        languages: tuple[str, ...] | None = None,
        texts: Path = TEXTS,
    ) -> None:
        self.qtbot = qtbot
        self.folder = folder
        self.clock = clock or ManualClock()
        self.portal = portal or PortalSimulator(self.clock)
        self.queue: EncryptedQueue | None = None
        self.messages: dict[UUID, str] = {}
        self.darkroom = Darkroom()
        self.flatbed = Flatbed(paper_scanner)
        self.phone_thread = ThreadPoolExecutor(max_workers=1)
        self.pin = KnownPin()
        self.practice_pin: str | None = None
        self.practise: Callable[[str], None] | None = None
        self.stick = StickAtHand(folder / "usb")
        self.found: tuple[Finding, ...] = ()
        self.library = pack or library()
        self.pages: list[str] = []
        (folder / "usb").mkdir(parents=True, exist_ok=True)
        settings = demo_settings(
            data_folder=folder / "data",
            portal_url="http://127.0.0.1:1",
            media_folders=(folder / "usb",),
        )
        settings = settings._replace(
            idle=idle or settings.idle,
            languages=languages or settings.languages,
        )
        self._pool = ThreadPoolExecutor(max_workers=2)
        make = opened or House.edges

        def edges() -> Future[Edges]:
            return self._pool.submit(make, self)

        self.free = threading.Event()
        opening = Opening(
            settings, self.clock, self._pool, edges, None, lambda: self.found, sounds, self.free
        )
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        self.program = Program(app, opening, texts=texts)
        self.frame = self.program.frame
        self.conductor = self.program.conductor
        self.program.stage.shown.connect(self._shown)
        self._elsewhere = QWidget()
        self._beside = QWidget(self._elsewhere)
        self._beside.setAttribute(Qt.WidgetAttribute.WA_NoMousePropagation)
        with qtbot.waitExposed(self.frame):
            self.frame.show()

    def open(self) -> House:
        """Begin, and wait until everything behind the screens is there."""
        with self.qtbot.waitSignal(self.conductor.opened):
            self.program.begin()
        if not self.portal.down:
            self.wait(lambda: self.conductor.online)
        return self

    def edges(self) -> Edges:
        """What the composition root would build, with the portal of the test."""
        self.queue = queue = EncryptedQueue(
            self.folder / "data" / "queue",
            FileSecrets(self.folder / "data" / "keys.json"),
            clock=self.clock,
            point="TK",
            recipients=lambda: (),
        )

        def make_courier(notify: Callable[[Event], None]) -> Courier:
            return Courier(queue, self.portal, self.clock, random.Random(1), notify)

        return Edges(
            queue=queue,
            staff=self.staff(queue),
            portal=self.portal,
            library=self.library,
            papers=Papers(
                lambda: list_papers((self.folder / "usb",)),
                fetch_paper,
                _read,
                self.darkroom,
                self.flatbed,
            ),
            phone=OwnPhone(self.portal, self.phone_thread, self.practise),
            make_courier=make_courier,
            practice_message=self.messages.get,
            close=self._close_edges,
        )

    def _close_edges(self) -> None:
        assert self.queue is not None
        self.phone_thread.shutdown()
        self.flatbed.close()
        self.darkroom.close()
        self.queue.close()

    def staff(self, queue: StaffQueue) -> Staff:
        """What staff work with: the PIN, the doctor and the stick of the test."""
        stick = self.stick
        return Staff(
            queue,
            self.pin,
            lambda: self.found,
            stick.plugged_in,
            stick.export,
            stick.import_receipts,
            self.practice_pin,
            partial(keep_measured, self.folder / "data"),
        )

    def close(self) -> None:
        """As when the window is closed."""
        self.program.end()
        self._pool.shutdown()
        self.frame.close()
        self.program.setParent(None)
        self.program.deleteLater()
        self.frame.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    # --- looking ---

    def _shown(self, page: Page) -> None:
        self.pages.append(page.objectName())
        assert dead_ends(page) == [], f"{page.objectName()} offers what leads nowhere"

    @property
    def page(self) -> Page:
        page = self.frame.page
        assert page is not None
        return page

    @property
    def name(self) -> str:
        """The page's name."""
        return self.page.objectName()

    @property
    def journey(self) -> Journey:
        """What the person at the screen has answered and brought so far."""
        walk = self.conductor.walk
        assert walk is not None
        return walk.journey

    def words(self) -> str:
        """Everything that stands on the page and in the frame around it."""
        texts = [label.words for label in self.frame.findChildren(TextLabel) if label.isVisible()]
        codes = [label.code for label in self.frame.findChildren(CodeLabel) if label.isVisible()]
        return "\n".join(texts + codes)

    def button(self, name: str) -> str:
        """The words on a button."""
        found = self.find(name)
        assert found is not None, name
        return found.accessibleName()

    def say(self, key: str, **values: object) -> str:
        """What a key says in the look of now."""
        return self.program.stage.look.say(key, **values)

    def find(self, name: str) -> QWidget | None:
        for found in self.frame.findChildren(QWidget, name):
            if found.isVisible() and found.isEnabled():
                return found
        return None

    def wait(self, condition: Callable[[], bool | None]) -> None:
        """Until it holds, and what came with it can be seen.

        Qt shows what is put into a layout (a header in another language) one turn of its loop
        later, and the wait may end between the two.
        """
        self.qtbot.waitUntil(condition)
        QCoreApplication.sendPostedEvents()

    def wait_page(self, name: str) -> None:
        def there() -> None:
            assert self.name == name

        self.wait(there)

    # --- doing ---

    def tap(self, *names: str) -> None:
        """Tap one control after the other, each as soon as it is there."""
        for name in names:

            def there(name: str = name) -> None:
                assert self.find(name) is not None, f"{name} is not on {self.name}"

            self.qtbot.waitUntil(there)
            found = self.find(name)
            assert found is not None
            # Two clicks beside everything let the time pass that turns a double tap away.
            for _ in range(2):
                QTest.mouseClick(self._beside, Qt.MouseButton.LeftButton)
            self.press(found)
            QApplication.processEvents()

    def press(self, part: QWidget) -> None:
        """Touch the glass where a part is; what has not been turned to is pressed all the same."""
        middle = part.mapTo(self.frame, part.rect().center())
        if self.frame.childAt(middle) is part:
            window = self.frame.windowHandle()
            QTest.mouseClick(window, Qt.MouseButton.LeftButton, pos=middle)
        else:
            QTest.mouseClick(part, Qt.MouseButton.LeftButton)

    def digits(self, digits: str) -> None:
        self.tap(*(f"pad-{digit}" for digit in digits))

    def scan(self, text: str) -> None:
        """As the serial scanner tells it."""
        self.conductor.scanned(text, ScanSource.SERIAL)

    def type_as_scanner(self, text: str) -> None:
        """A burst of keys with no time between them, ended by Enter."""
        kinds = (QEvent.Type.KeyPress, QEvent.Type.KeyRelease)
        for character, kind in product(text + "\r", kinds):
            key = QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, character)
            QApplication.sendEvent(self.frame.windowHandle(), key)

    def portal_goes(self, *, down: bool) -> None:
        """The network goes or comes; the courier notices at once."""
        self.portal.down = down
        self.clock.pass_(3600)
        self.conductor._behind.nudge()
        self.wait(lambda: self.conductor.online is not down)

    def nobody_touches(self) -> None:
        """For as long as the page waits; the screen asks whether somebody is there."""
        ring(self.program.attention.watch._quiet)
        self.wait_page("idle")

    def nobody_answers(self) -> None:
        """The seconds that the screen counts run out."""
        watch = self.program.attention.watch
        for _ in range(watch._left):
            ring(watch._second)

    def flush(self) -> None:
        """Until everything that was reported to the screens so far has been heard."""
        heard: list[None] = []
        self.conductor._background.run(lambda: None, heard.append, _raise)
        self.wait(lambda: bool(heard))

    # --- the way ---

    def identify(self, bay: str = "home.account") -> None:
        """From home to the page that waits for the card."""
        self.tap(bay, "footer.primary", "who_presses.self")
        if bay == "home.dossier":
            self.tap("find.event.birth", "find.procedure.1.001193")
        self.suit()
        self.tap("footer.primary", "consent.submit.yes", "footer.primary")
        self.wait_page("identity")

    def suit(self) -> None:
        """Answer what decides whether it can be done here."""
        procedure = self.conductor._visit._finding._procedure  # type: ignore[union-attr]
        assert procedure is not None
        for asked in procedure.suitability:
            self.wait_page("suitability")
            self.tap(f"suitability.{'yes' if asked.proceed_with else 'no'}")
        self.wait_page("bring")

    def confirm(self) -> None:
        """Say that it is the right person, at the commune of the point."""
        self.wait_page("confirm_person")
        if self.find("confirm.place.22303") is not None:
            self.tap("confirm.place.22303")
        self.tap("footer.primary")

    def kept(self, code: str, answers: dict[str, Answer], *, papers: bool = True) -> Journey:
        """A journey with these answers, put aside under its slip."""
        assert self.queue is not None
        procedure = self.library.packs.procedure(code)
        assert procedure is not None
        journey = self.queue.begin(procedure.kind, procedure).result()
        consent = Consent("submit", agreed=True, wording="0" * 64, language="vi", at=START)
        journey = journey.answer(answers).consent((consent,))
        self.queue.save(journey).result()
        path = procedure.path(journey.answers, self.clock.today())
        for paper in path.papers if papers else ():
            attachment = self.queue.keep_attachment(
                journey.id, paper.id, b"%PDF-1.7 " + paper.id.encode(), "application/pdf", 1
            ).result()
            journey = journey.attach(attachment)
        self.queue.save(journey).result()
        self.queue.put_aside(journey.id).result()
        return journey

    def resume(self, journey: Journey) -> None:
        """Hold the slip to the scanner at home, to go on."""
        self.wait_page("home")
        self.scan(journey.slip.qr_text)
        self.wait_page("task_list")

    def look_through(self) -> None:
        """From the task list of a complete journey to its answers."""
        self.wait_page("task_list")
        self.tap("task.check")
        self.wait_page("check_answers")

    def change(self, step: str) -> None:
        """Take the link to a question beside an answer."""
        page = self.page
        assert isinstance(page, CheckAnswersPage)
        page.change_wanted.emit(step)

    def check(self) -> None:
        """Look through all parts of the answers."""
        self.wait_page("check_answers")
        while self.name == "check_answers":
            self.tap("footer.primary")

    def to_submit(self, code: str = BIRTH) -> Journey:
        """A whole journey, from home to the page that hands it in."""
        journey = self.kept(code, BIRTH_ANSWERS if code == BIRTH else ACCOUNT_ANSWERS)
        self.resume(journey)
        self.look_through()
        self.check()
        self.wait_page("submit")
        return journey

    def states(self) -> list[str]:
        """The states of all that is on the disk, the oldest first."""
        queue = self.queue
        assert queue is not None

        def read() -> list[str]:
            rows = queue._parts._store.rows("SELECT state FROM submission ORDER BY started_at")
            return [str(row[0]) for row in rows]

        return queue._thread.submit(read).result()


class Keeping:
    """Stands before the queue's `keep_attachment` from now on: answers when it is told to."""

    def __init__(self, house: House, monkeypatch: pytest.MonkeyPatch) -> None:
        assert house.queue is not None
        self._house = house
        self._keep = house.queue.keep_attachment
        self._asked: list[tuple[tuple[object, ...], Future[Attachment]]] = []
        monkeypatch.setattr(house.queue, "keep_attachment", self)

    def __call__(self, *asked: object) -> Future[Attachment]:
        self._asked.append((asked, Future()))
        return self._asked[-1][1]

    def keep(self) -> None:
        """Once asked: keep it."""
        asked, answer = self._next()
        answer.set_result(self._keep(*asked).result())  # type: ignore[arg-type]

    def fail(self, failure: Exception) -> None:
        """Once asked: fail."""
        _, answer = self._next()
        answer.set_exception(failure)

    def _next(self) -> tuple[tuple[object, ...], Future[Attachment]]:
        self.wait()
        return self._asked.pop(0)

    def wait(self) -> None:
        """Until it is asked."""
        self._house.wait(lambda: bool(self._asked))


def _raise(failure: Exception) -> None:
    raise failure


def _read(content: bytes, most_bytes: int) -> ReadPaper:
    return PaperReader(most_bytes).read(content)
