"""What hands do, and faults: one thing at a time, by chance."""

from __future__ import annotations

import os
import time
from collections import deque
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt
from PySide6.QtGui import QAccessible, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from kiosk.training.conduct import Mode
from kiosk.training.controls import TrainingControls, TrainingControlsFailed
from tests.papers.making import jpeg, pdf, png
from tests.papers.photographs import Scene, photograph
from tests.portal.phone import Phone
from tests.ui.journeys.hands import _below
from tests.ui.monkey.person import CARDS, ODD_CODES, TYPED, Person, stories
from tests.ui.monkey.promises import BUSY
from ui.components.error_summary import Strip
from ui.conductor.from_phone import FromPhone
from ui.inputs.field_input import FaultLine
from ui.look import Switches
from ui.theme.palettes import ThemeName
from ui.theme.tokens import TextSize
from ui.tour.finger import NotThere

if TYPE_CHECKING:
    import random
    from collections.abc import Callable
    from pathlib import Path

    from PySide6.QtGui import QAccessibleActionInterface
    from PySide6.QtMultimedia import QVideoFrameInput

    from kiosk.domain.ports import HandOff
    from tests.ui.monkey.promises import Promises
    from ui.application import Program
    from ui.window import Frame

SIZES: Final = ((1920, 1080), (1080, 1920), (1366, 768), (1280, 1024))
TURNS: Final = 60
"""In so many taps on whatever is there, rather on what leads back, everybody is home."""

_ANSWER_S: Final = 10.0
"""So soon something is seen of what was pressed."""

_LONGEST_IDLE_S: Final = 20.0
_KEYS: Final = {
    Qt.Key.Key_Tab: "\t",
    Qt.Key.Key_Backtab: "",
    Qt.Key.Key_Return: "\r",
    Qt.Key.Key_Space: " ",
    Qt.Key.Key_Escape: "",
    Qt.Key.Key_Backspace: "",
    Qt.Key.Key_Delete: "",
    Qt.Key.Key_Left: "",
    Qt.Key.Key_Right: "",
    Qt.Key.Key_Up: "",
    Qt.Key.Key_Down: "",
    Qt.Key.Key_Home: "",
    Qt.Key.Key_PageDown: "",
    Qt.Key.Key_F1: "",
    Qt.Key.Key_Menu: "",
}
_WORDS: Final = (TYPED, "ton nuwx khuee moocj", "12/3/1998", "🙂\u0301\u200b", "aaaaaaa" * 20)
_NAMES: Final = ("giay-chung-sinh.jpg", "giấy tờ.pdf", "x" * 180 + ".png", ".an.pdf", "a\nb.jpg")


class Doings(QObject):
    """Does what `some` draws; `did` says what that was, `tell` is told what it showed to be wrong.

    `folder` has the stick in it (`usb`) and the scanner's line (`scanner`).
    """

    def __init__(
        self,
        program: Program,
        rng: random.Random,
        folder: Path,
        portal_url: str,
        promises: Promises,
        tell: Callable[..., None],
    ) -> None:
        super().__init__(program)
        self.did = ""
        self._program = program
        self._rng = rng
        self._usb, self._away = folder / "usb", folder / "pulled-out"
        self._line = folder / "scanner"
        self._url = portal_url
        self._controls = TrainingControls(portal_url)
        self._promises = promises
        self._tell = tell
        self._people = [Person(program, story, rng) for story in stories()]
        self._person = rng.choice(self._people)
        self._finger = self._person.finger
        self._touch = QTest.createTouchDevice()
        self._ends: tuple[int, int] | None = None
        self._film: QVideoFrameInput | None = None
        self._hand_off: HandOff | None = None
        self._own_phone: Phone
        self._sent = 0
        self._slips: deque[str] = deque(maxlen=5)
        program.stage.shown.connect(self._shown)
        self.plug_scanner()

    def some(self) -> Callable[[], None]:
        """One thing to do, such as fit the page rather than not."""
        kind = self._name.partition(".")[0]
        doings: list[tuple[Callable[[], None], float]] = [
            (self._person.act, 110),
            (self.another_person, 2),
            (self.tap, 14),
            (self.go_on, 6),
            (self.touch, 4),
            (self.tap_twice, 3),
            (self.drag_off, 2),
            (self.two_fingers, 2),
            (self.keys, 4),
            (self.words, 2),
            (self.shortcut, 1),
            (self.switch_off_screen, 0.5),
            (self.scan, 4),
            (self.scan_by_keys, 2),
            (self.own_slip, 3),
            (self.plug_scanner, 0.5),
            (self.look_changes, 4),
            (self.turn_window, 1),
            (self.read_screen, 1),
            (self.plug_camera, 1 if self._film else 3),
            (self.film, 3),
            (self.lay_sheet, 40 if kind == "shoot" else 0),
            (self.send_from_phone, 40 if kind == "from_phone" else 0),
            (self.change_stick, 2),
            (self.harm_portal, 3),
            (self.mend_portal, 15 if kind == "sending" else 3),
            (self.official_decides, 1),
            (self.work_at_desk, {"home": 12, "desk": 40}.get(kind, 0)),
            (self.guess_pin, 0.5 if kind == "home" else 0),
            (self.tidy, 0.5),
            (self.walk_away, 0.6),
            (self.go_home, 1.5),
        ]
        [drawn] = self._rng.choices([do for do, _ in doings], [weight for _, weight in doings])
        self.did = drawn.__name__
        return drawn

    # --- the glass ---

    @property
    def _frame(self) -> Frame:
        return self._program.frame

    @property
    def _name(self) -> str:
        return self._frame.page.objectName() if self._frame.page is not None else ""

    def _drawn(self, count: int = 1) -> list[QPoint]:
        """Where so many of the parts are that can be touched now; empty where there are fewer."""
        parts = [
            it
            for it in self._frame.findChildren(QAbstractButton)
            if it.isVisible() and it.isEnabled() and _in_sight(it)
        ]
        if len(parts) < count:
            return []
        drawn = self._rng.sample(parts, count)
        self.did += " " + " ".join(it.objectName() for it in drawn)
        return [it.mapTo(self._frame, it.rect().center()) for it in drawn]

    def _click(self, place: QPoint) -> None:
        QTest.mouseClick(self._frame.windowHandle(), Qt.MouseButton.LeftButton, pos=place)

    def _touch_at(self, place: QPoint) -> None:
        QTest.touchEvent(self._frame, self._touch).press(0, place, self._frame).commit()
        QTest.touchEvent(self._frame, self._touch).release(0, place, self._frame).commit()

    def another_person(self) -> None:
        """Somebody else wants something else."""
        self._person = self._rng.choice(self._people)

    def tap(self) -> None:
        for place in self._drawn():
            self._click(place)

    def touch(self) -> None:
        """With the times of real touches."""
        for place in self._drawn():
            self._touch_at(place)

    def tap_twice(self) -> None:
        for place in self._drawn():
            for _ in range(self._rng.choice((2, 2, 3, 8))):
                self._touch_at(place)

    def drag_off(self) -> None:
        """The page may become another meanwhile."""
        window, left = self._frame.windowHandle(), Qt.MouseButton.LeftButton
        for start in self._drawn():
            end = QPoint(*(self._rng.randrange(it) for it in self._frame.size().toTuple()))
            QTest.mousePress(window, left, pos=start)
            if self._rng.random() < 0.3:
                self.look_changes()
            QTest.mouseMove(window, end)
            QTest.mouseRelease(window, left, pos=end)

    def two_fingers(self) -> None:
        frame = self._frame
        drawn = self._drawn(2)
        if drawn:
            one, two = drawn
            QTest.touchEvent(frame, self._touch).press(0, one, frame).press(1, two, frame).commit()
            QTest.touchEvent(frame, self._touch).release(0, one, frame).stationary(1).commit()
            QTest.touchEvent(frame, self._touch).release(1, two, frame).commit()

    def go_on(self) -> None:
        """Press what leads on; something must be seen of that, unless a fault is said already."""
        self._finger.rest(1000)
        button = self._finger.find("footer.primary")
        said = [it for kind in (Strip, FaultLine) for it in self._frame.findChildren(kind)]
        if button is None or self._name in BUSY or any(it.isVisible() for it in said):
            return
        QTest.qWait(20)
        page, name, before = self._frame.page, self._name, self._frame.grab().toImage()
        self._finger.tap("footer.primary")
        until = time.monotonic() + _ANSWER_S
        while self._frame.page is page and self._frame.grab().toImage() == before:
            if time.monotonic() > until:
                self._tell("nothing is seen of what was pressed", on=name)
                return
            QTest.qWait(20)

    def go_home(self) -> None:
        """From any page, by what leads back rather than by anything else."""
        way = [self._name]
        while self._name != "home":
            if len(way) > TURNS:
                self._tell("home is not found", way=way)
                return
            back = [it for it in ("footer.leave", "footer.back") if self._finger.find(it)]
            if self._name in BUSY:
                QTest.qWait(1500)
            elif back and self._rng.random() < 0.7:
                with suppress(NotThere):
                    self._finger.tap(self._rng.choice(back))
            else:
                self.tap()
            self._finger.rest(1000)
            QTest.qWait(30)
            way.append(self._name)
            self._promises.look()
        self._promises.look_at_home()

    def walk_away(self) -> None:
        """Nobody is there any more: the watch must bring home, and hand nothing on."""
        self._finger.rest()
        until = time.monotonic() + _LONGEST_IDLE_S
        while self._name not in {"home", "wiped", *BUSY}:
            if time.monotonic() > until:
                self._tell("nobody is there, and the page stays")
                return
            QTest.qWait(100)

    def look_changes(self) -> None:
        """Sizes, colours, language, voice, and how it is pressed."""
        stage, rng = self._program.stage, self._rng
        change: Callable[[], object] = rng.choice(
            (
                partial(stage.choose_text_size, rng.choice(tuple(TextSize))),
                partial(stage.choose_theme, rng.choice(tuple(ThemeName))),
                self._frame.language.emit,
                partial(stage.choose_read_aloud, rng.random() < 0.5),
                partial(stage.choose_steady, rng.random() < 0.5),
                partial(stage.choose_still, rng.random() < 0.5),
                partial(stage.choose_switches, rng.choice((Switches.NONE, *Switches))),
            )
        )
        change()

    def turn_window(self) -> None:
        self._frame.resize(QSize(*self._rng.choice(SIZES)))

    def switch_off_screen(self) -> None:
        self._frame.hide()
        QTest.qWait(30)
        self._frame.show()

    def read_screen(self) -> None:
        """A reader of screens hears every part, and presses one."""
        presses: list[QAccessibleActionInterface] = []
        for part in _below(QAccessible.queryAccessibleInterface(self._frame)):
            for text in (QAccessible.Text.Name, QAccessible.Text.Value):
                part.text(text)
            part.state()
            action: QAccessibleActionInterface | None = part.actionInterface()
            if action is not None and "Press" in action.actionNames():
                presses.append(action)
        if presses:
            self._rng.choice(presses).doAction("Press")

    # --- keys and codes ---

    def _strike(
        self, key: int, text: str, how: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    ) -> None:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, key, how, text)
            event.setTimestamp(round(time.monotonic() * 1000))
            QApplication.sendEvent(self._frame.windowHandle(), event)

    def keys(self) -> None:
        for _ in range(self._rng.randrange(1, 8)):
            key, text = self._rng.choice(tuple(_KEYS.items()))
            self._strike(key, text)
            QTest.qWait(self._rng.choice((0, 0, 35)))

    def words(self) -> None:
        """As fingers type them, or faster."""
        for letter in self._rng.choice(_WORDS):
            self._strike(0, letter)
            QTest.qWait(self._rng.choice((0, 32, 32)))

    def shortcut(self) -> None:
        how = (Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier)
        self._strike(ord(self._rng.choice("ACVXZQWPF")), "", self._rng.choice(how))

    @property
    def _code(self) -> str:
        return self._rng.choice((*CARDS, *ODD_CODES, *self._slips))

    def scan(self) -> None:
        """On the serial line."""
        self._send(self._code.encode() + self._rng.choice((b"\r\n", b"\r", b"")))

    def own_slip(self) -> None:
        """One's own, or that of somebody who was here before."""
        if self._slips:
            self._send(self._rng.choice(tuple(self._slips)).encode() + b"\r\n")

    def _send(self, code: bytes) -> None:
        if self._ends is not None:
            with suppress(BlockingIOError):
                os.write(self._ends[0], code)
            QTest.qWait(self._rng.choice((0, 60, 300)))

    def scan_by_keys(self) -> None:
        for character in self._code + "\r":
            self._strike(0, character)

    def plug_scanner(self) -> None:
        """In, or out."""
        self._line.unlink(missing_ok=True)
        if self._ends is None:
            self._ends = os.openpty()
            os.set_blocking(self._ends[0], False)
            self._line.symlink_to(os.ttyname(self._ends[1]))
        else:
            for end in self._ends:
                os.close(end)
            self._ends = None

    def _shown(self) -> None:
        walk = self._program.conductor.walk
        if walk is not None and walk.journey.slip.qr_text not in self._slips:
            self._slips.append(walk.journey.slip.qr_text)

    # --- camera, phone and stick ---

    def plug_camera(self) -> None:
        """In, or out."""
        from PySide6.QtMultimedia import QVideoFrameInput

        camera = self._program.camera
        if camera is not None:
            self._film = QVideoFrameInput() if self._film is None else None
            camera.feed(self._film)

    def film(self) -> None:
        """Frames of all kinds, with a code in them or without; it may be pulled out after."""
        from tests.ui.camera import filming

        if self._film is None:
            return
        size = self._rng.choice(((1280, 720), (640, 480), (64, 48)))
        inset = filming.code(self._code[:300], 3)
        held = inset if max(inset.shape) < size[1] and self._rng.random() < 0.7 else None
        pixels = filming.scene(held, size, light=self._rng.choice((5, 150, 225)))
        frame = filming.frame(pixels, self._rng.choice(filming.FORMS))
        for _ in range(self._rng.randrange(1, 6)):
            self._film.sendVideoFrame(frame)
            QTest.qWait(15)
        if self._rng.random() < 0.2:
            self.plug_camera()

    def lay_sheet(self) -> None:
        """A sheet lies still before the camera, for a while."""
        from tests.ui.camera import filming

        if self._film is None:
            return
        grey = photograph(Scene(seed=self._rng.randrange(3), size=(1280, 720))).grey
        frame = filming.frame(grey[..., None].repeat(3, axis=2))
        for _ in range(self._rng.randrange(1, 12)):
            self._film.sendVideoFrame(frame)
            QTest.qWait(90)

    def send_from_phone(self) -> None:
        """A phone that has scanned the code sends pictures, some of which are none."""
        found = self._frame.findChildren(FromPhone)
        hand_off = next((it._way.hand_off for it in found if it._way.hand_off), None)
        if hand_off is None:
            return
        if hand_off is not self._hand_off:
            self._hand_off, self._sent = hand_off, 0
            self._own_phone = Phone(hand_off.address, at=self._url)
            self._ask(self._own_phone.join)
        content = self._rng.choice((jpeg(), jpeg()[:3000], png(), b"", b"x" * 500))
        sealed = self._own_phone.seal(content, self._sent + 1, hand_off.wanted.most_files)
        self._ask(partial(self._own_phone.send, sealed, self._sent + 1))
        self._sent += 1
        QTest.qWait(self._rng.choice((0, 500, 2500)))

    def change_stick(self) -> None:
        """Files come and go, hardly any of them what its name says; and so does the stick."""
        rng = self._rng
        if not self._usb.exists():
            self._away.rename(self._usb)
        elif rng.random() < 0.1:
            self._usb.rename(self._away)
        else:
            whole = rng.choice((jpeg, png, pdf))()
            noisy = bytearray(whole)
            for _ in range(40):
                noisy[rng.randrange(len(noisy))] = rng.randrange(256)
            cut = whole[: rng.randrange(len(whole))]
            content = rng.choice((whole, bytes(noisy), cut, b"", rng.randbytes(5000)))
            (self._usb / rng.choice(_NAMES)).write_bytes(content)

    # --- the portal, and staff ---

    def _ask(self, ask: Callable[[], Any]) -> None:
        """Of the portal: it may be behaving as it was told to."""
        with suppress(OSError, ValueError, TrainingControlsFailed):
            ask()

    def harm_portal(self) -> None:
        rng = self._rng
        how: dict[str, object] = {
            "path": rng.choice(("/v1", "/v1", "/v1/dossiers", "/v1/accounts", "/v1/uploads")),
            "seconds": rng.choice((0.2, 1, 3)),
        }
        times = rng.choice((None, 1, 3))
        if times is not None:
            how["times"] = times
        mode = rng.choice(tuple(Mode))
        self.did += f" {mode}"
        self._ask(partial(self._controls.behave, mode, **how))

    def mend_portal(self) -> None:
        self._ask(partial(self._controls.behave, Mode.NORMAL))
        self._program.conductor._behind.nudge()

    def official_decides(self) -> None:
        """At the portal a dossier is moved on."""
        rows = self._promises.at_portal("select id from submissions where kind = 'dossier'")
        if rows:
            dossier, status = UUID(self._rng.choice(rows)[0]), self._rng.randrange(1, 11)
            self._ask(partial(self._controls.move, dossier, status, "Bổ sung giấy tờ"))

    def work_at_desk(self) -> None:
        """Open it with the PIN, and press anything there; now and then lock it."""
        if self._name == "home":
            self._frame.staff_wanted.emit()
            QTest.qWait(50)
            self._person.on_pin()
            QTest.qWait(300)
        for _ in range(8):
            if self._name.startswith("desk"):
                self.tap()
                QTest.qWait(self._rng.choice((0, 20, 200)))
                self._promises.look()

    def guess_pin(self) -> None:
        self._frame.staff_wanted.emit()
        QTest.qWait(50)
        self._finger.type_digits("111111")

    def tidy(self) -> None:
        """A minute has passed."""
        self._program.conductor._behind.tidy()


def _in_sight(part: QWidget) -> bool:
    return part.visibleRegion().contains(part.rect().center())
