"""Taps the real screens, and tells how long each took until the next one was painted.

Run by itself: `python -m tests.bench.touches WHAT FOLDER`. It prints one line of JSON: for
`touches` milliseconds of each touch while queue and courier are at work, and while they rest; for
`visits` the memory after each of a thousand people.
"""

from __future__ import annotations

import json
import os
import random
import sys
import threading
import time
from contextlib import contextmanager
from functools import partial
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, cast
from uuid import uuid4

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import psutil
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from kiosk.app import give_way, take_turns
from kiosk.clock import SystemClock
from kiosk.papers import fetch_paper
from offline_queue.courier import Courier
from offline_queue.key import FileSecrets
from offline_queue.queue import EncryptedQueue
from tests.bench import inputs
from tests.bench.portals import bare_portal, portal_at
from tests.bench.queue import OurOutbox
from tests.offline_queue.forms import ANSWERS, birth_form
from tests.patience import PATIENCE
from tests.ui.conductor.house import House, _read
from ui.edges import Edges, OwnPhone, Papers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pytestqt.qtbot import QtBot

    from tests.fakes.clock import ManualClock

MOST = 10_000
WARMING_UP = 40
WAITING = 10_000
"""Dossiers that lie in the queue meanwhile, behind an account that nobody has opened."""
VISITS = 1000
LONGEST_S = 150.0
"""Of the busy taps; the resting ones take a tenth."""

PATH = ("home.account", "footer.primary", "footer.back", "footer.back")
"""Greeted, asked who presses the keys, and back home: each leads to another page."""


class Waiting:
    """Waits for conditions as pytest-qt does: that is all a house asks for."""

    def waitUntil(self, condition: Callable[[], object]) -> None:  # noqa: N802
        end = time.monotonic() + PATIENCE
        while True:
            try:
                if condition() is not False:
                    return
            except AssertionError:
                pass
            assert time.monotonic() < end
            QApplication.processEvents()

    @contextmanager
    def waitExposed(self, _: object) -> Iterator[None]:  # noqa: N802
        yield
        QApplication.processEvents()

    @contextmanager
    def waitSignal(self, signal: object) -> Iterator[None]:  # noqa: N802
        came: list[object] = []
        signal.connect(lambda *_: came.append(None))  # type: ignore[attr-defined]
        yield
        self.waitUntil(lambda: bool(came))


class Painted(QObject):
    """Hears when a page is painted for the first time, and of no other part's events.

    A filter of the whole program would be asked hundreds of times a touch: a tenth of what it
    is there to measure.
    """

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self.at: float | None = None

    def expect(self, page: QObject) -> None:
        self.forget()
        page.installEventFilter(self)

    def forget(self) -> None:
        self.at = None

    def eventFilter(self, receiver: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() == QEvent.Type.Paint:
            receiver.removeEventFilter(self)
            self.at = time.perf_counter()
        return False


class Touching:
    """One house, its taps, and the work behind its screens."""

    def __init__(self, folder: Path, portal_url: str) -> None:
        app = QApplication.instance() or QApplication([])
        assert isinstance(app, QApplication)
        self._painted = Painted(app)
        take_turns()
        self._portal_url = portal_url
        self.delivered = 0
        self.house = House(
            cast("QtBot", Waiting()),  # all of pytest-qt that a house asks for
            folder,
            clock=cast("ManualClock", SystemClock()),  # it never moves this one
            opened=self._edges,
        )
        self.house.program.stage.shown.connect(self._painted.expect)
        self.house.portal.down = True  # so that nobody waits for the simulator
        self.house.open()

    def tap(self, name: str) -> float:
        """Tap a control; milliseconds until the page that it leads to has been painted."""
        house = self.house
        for _ in range(2):  # time passes for the guard against double taps
            QTest.mouseClick(house._beside, Qt.MouseButton.LeftButton)
        found = house.find(name)
        assert found is not None, f"{name} is not on {house.name}"
        painted = self._painted
        painted.forget()
        began = time.perf_counter()
        QTest.mouseClick(found, Qt.MouseButton.LeftButton)
        while painted.at is None:
            QApplication.processEvents()
        QApplication.processEvents()
        taken = (time.perf_counter() - began) * 1000
        # A loop of our own leaves behind what Qt's would clear away now: the page before.
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        return taken

    def taps(self, most: int, seconds: float) -> list[float]:
        """So many taps along the way, or as many as there is time for."""
        end = time.monotonic() + seconds
        taken: list[float] = []
        while len(taken) < most and time.monotonic() < end:
            taken += map(self.tap, PATH)
        return taken

    def work(self, stop: threading.Event) -> None:
        """Journeys with a scan of 4 MiB, finished one after the other; the courier takes them."""
        queue, form, rng = self._queue, birth_form(), random.Random(7)
        content = rng.randbytes(4 * 2**20)
        while not stop.is_set():
            journey = queue.begin(form.kind, form).result().answer(ANSWERS)
            queue.save(journey).result()
            paper = queue.keep_attachment(journey.id, "birth-paper", content, "image/png", 1)
            journey = journey.attach(paper.result())
            queue.finish(journey, form, "N. T. C.").result()
            self.house.conductor._behind.nudge()
            while queue.waiting() > WAITING + 2 and not stop.wait(0.05):
                pass
            self.delivered += 1

    def _edges(self, house: House) -> Edges:
        giving_way = partial(give_way, house.free)
        portal = portal_at(self._portal_url, give_way=giving_way)
        self._queue = house.queue = queue = EncryptedQueue(
            house.folder / "data" / "queue",
            FileSecrets(house.folder / "data" / "keys.json"),
            clock=house.clock,
            point=inputs.POINT,
            recipients=lambda: (inputs.PORTAL_KEY,),
            give_way=giving_way,
        )
        outbox = OurOutbox(queue, count(10**6))
        outbox.fill(WAITING, "waiting", behind=uuid4())
        return Edges(
            queue=queue,
            staff=self.house.staff(queue),
            portal=portal,
            library=house.library,
            papers=Papers(lambda: (), fetch_paper, _read, self.house.darkroom, self.house.flatbed),
            phone=OwnPhone(portal, self.house.phone_thread, None),
            make_courier=lambda notify: Courier(
                queue, portal, house.clock, random.Random(1), notify
            ),
            practice_message=None,
            close=self.house._close_edges,
        )


def touches(folder: Path) -> dict[str, object]:
    """Taps while all is at rest, and while scans are kept, sealed and sent."""
    told: dict[str, object] = {}
    process = psutil.Process()
    with bare_portal() as port:
        touching = Touching(folder, f"http://127.0.0.1:{port}")
        touching.taps(WARMING_UP, LONGEST_S)
        told["resting"] = touching.taps(MOST // 10, LONGEST_S / 10)
        stop = threading.Event()
        work = threading.Thread(target=touching.work, args=(stop,))
        work.start()
        touching.taps(WARMING_UP, LONGEST_S)
        early = process.memory_info().rss
        told["busy"] = busy = touching.taps(MOST, LONGEST_S)
        stop.set()
        work.join()
        late = process.memory_info().rss
        delivered = touching.delivered
        touching.house.close()
    told["memory"] = [late / 2**20, early / 2**20]
    told["notes"] = [
        f"Behind {len(busy)} touches {delivered} dossiers with 4 MiB each were kept and sent.",
        f"Meanwhile {WAITING} others waited.",
    ]
    return told


def visits(folder: Path) -> dict[str, object]:
    """MiB after each person, who agrees, types a number and a name, and goes without finishing."""
    process = psutil.Process()
    sizes = []
    with bare_portal() as port:
        house = Touching(folder, f"http://127.0.0.1:{port}").house
        for _ in range(VISITS):
            house.identify()
            house.tap("identity.by_hand")
            house.digits("000157000028")
            house.tap("footer.primary")
            house.tap(*(f"key-letter.{row}.{at}" for row in range(3) for at in range(7)))
            house.conductor.gone()
            house.conductor.go_home()
            house.wait_page("home")
            QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
            sizes.append(process.memory_info().rss / 2**20)
        house.close()
    return {"memory": sizes, "notes": [f"In each visit 33 keys were pressed; {WAITING} waited."]}


def main(what: str, folder: Path) -> None:
    print(json.dumps({"touches": touches, "visits": visits}[what](folder)))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
