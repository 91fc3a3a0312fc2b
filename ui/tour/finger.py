"""A finger that touches the window as a person's does, and counts what it did."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from ui.components.pressing import GUARD_MS
from ui.keyboard.composition import Syllable, Tone
from ui.keyboard.keyboard import Keyboard

if TYPE_CHECKING:
    from collections.abc import Callable

    from ui.window import Frame

_PATIENCE_MS: Final = 60_000
_LOOK_MS: Final = 10
_PAUSE_MS: Final = 700
_KEY_PAUSE_MS: Final = 180
_AIM_MS: Final = 120
_MARK_MS: Final = 500


_HALO: Final = QColor("#FFFFFF")
_RING: Final = QColor("#0A3A73")
_TOUCHED: Final = QColor(255, 200, 40, 110)


class NotThere(RuntimeError):
    """What the tour looks for is not on the screen; the message says what and where."""


class Interrupted(Exception):
    """A person has touched the screen: the example makes way."""


class Finger:
    """Touches controls by their names. `taps` and `typed` are what `tour.json` reports."""

    def __init__(self, frame: Frame, *, fast: bool) -> None:
        self._frame = frame
        self._fast = fast
        self.device = QTest.createTouchDevice()
        self.must_stop: Callable[[], bool] = _never
        self._mark = None if fast else _Mark(frame)
        self.taps = 0
        self.typed = 0

    def wait_for(self, condition: Callable[[], bool], what: str) -> None:
        """Let the window live until the condition holds. Raises NotThere."""
        waited = 0
        while not condition():
            if waited > _PATIENCE_MS:
                raise NotThere(self._said(what))
            self._wait(_LOOK_MS)
            waited += _LOOK_MS

    def pause(self, milliseconds: int = _PAUSE_MS) -> None:
        """Wait as long as a person needs to see what there is."""
        if not self._fast:
            self._wait(milliseconds)

    def rest(self, guard_ms: int = GUARD_MS) -> None:
        """Wait until a new page takes touches: it turns away the tail of a double tap."""
        self._wait(max(guard_ms + _LOOK_MS, 0 if self._fast else _PAUSE_MS))

    def _wait(self, milliseconds: int) -> None:
        """Let the window live so long. Raises Interrupted."""
        QTest.qWait(milliseconds)
        if self.must_stop():
            raise Interrupted

    def find(self, name: str) -> QWidget | None:
        """The control of that name, where it can be touched now."""
        for found in self._frame.findChildren(QWidget, name):
            if found.isVisible() and found.isEnabled():
                return found
        return None

    def tap(self, name: str) -> None:
        """Touch the control of that name in its middle. Raises NotThere."""
        self.pause()
        self.wait_for(lambda: self.find(name) is not None, name)
        self._turn_to(name)
        found = self.find(name)
        if found is not None:
            self._touch(found)

    def tap_pages(self, name: str, next_page: str) -> None:
        """Touch a control that may be on a later page of a long list."""
        while self.find(name) is None and self.find(next_page) is not None:
            self.tap(next_page)
        self.tap(name)

    def _turn_to(self, name: str) -> None:
        """Turn a page that is higher than its place until the control's middle is in sight."""
        for turner in ("turner.down", "turner.up"):
            while not self._in_sight(name) and self.find(turner) is not None:
                self.tap(turner)
                self.rest()

    def _in_sight(self, name: str) -> bool:
        found = self.find(name)
        return found is None or found.visibleRegion().contains(found.rect().center())

    def type_digits(self, digits: str) -> None:
        """Type on the number pad."""
        for digit in digits:
            self._key(f"pad-{digit}")

    def choose_month(self, month: str) -> None:
        """The month of a date, of two digits; the year comes next."""
        self.tap(f"month-{int(month)}")
        self.rest()  # other keys lie there now, and the tail of a double tap is turned away

    def next_box(self) -> None:
        """Go on to the next box of a date."""
        self.tap("pad-forward")

    def type_words(self, words: str, text_now: Callable[[], str]) -> None:
        """Type on the keyboard, taking a suggestion wherever it says just what is meant."""
        self.wait_for(lambda: self.find("keyboard") is not None, "keyboard")
        begun = self._take_beginning(words)
        syllables = words[len(begun) :].split()
        if begun and syllables and not text_now().endswith(" "):
            self._key("key-space")
        for place, syllable in enumerate(syllables):
            self._type_syllable(syllable)
            if place + 1 < len(syllables) and not text_now().endswith(" "):
                self._key("key-space")

    def type_until(self, letters: str, wanted: str) -> None:
        """Type into a search, no further than until `wanted` can be touched. Raises NotThere."""
        self.wait_for(lambda: self.find("keyboard") is not None, "keyboard")
        for letter in letters:
            if letter == " ":
                self._key("key-space")
            else:
                self._letter(letter)
            if self.find(wanted) is not None:
                return
        raise NotThere(self._said(wanted))

    def press_key(self, character: str) -> None:
        """Press a key of a real keyboard, as a scanner that types does."""
        QApplication.sendEvent(
            self._frame.windowHandle(),
            QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, character),
        )

    def _type_syllable(self, syllable: str) -> None:
        """Letters first, then the mark, unless the strip already offers the whole of it."""
        parsed = Syllable.parse(syllable)
        for letter in parsed.letters.lower():
            if self._take_suggestion(syllable):
                return
            self._letter(letter)
        if parsed.tone is not Tone.NONE and not self._take_suggestion(syllable):
            self._key(f"key-tone.{parsed.tone.value}")

    def _take_beginning(self, words: str) -> str:
        """Take the longest phrase of the strip that the words begin with; what it was."""
        phrases = [it for it in self._offered() if " " in it and f"{words} ".startswith(f"{it} ")]
        begun = max(phrases, key=len, default="")
        if begun:
            self._take_suggestion(begun)
        return begun

    def _offered(self) -> list[str]:
        keyboard, offered = self._keyboard(), []
        for name in (f"strip.{place}" for place in range(5)):
            try:
                key = keyboard.key(name)
            except KeyError:
                break
            if key.isVisible():
                offered.append(key.label)
        return offered

    def _take_suggestion(self, syllable: str) -> bool:
        keyboard = self._keyboard()
        for name in (f"strip.{place}" for place in range(5)):
            try:
                key = keyboard.key(name)
            except KeyError:
                return False
            if key.isVisible() and key.label == syllable:
                self.pause(_KEY_PAUSE_MS)
                self._touch(key)
                self.typed += 1
                return True
        return False

    def _letter(self, letter: str) -> None:
        self.pause(_KEY_PAUSE_MS)
        try:
            key = self._keyboard().key(letter)
        except KeyError:  # digits and signs stand behind a key of their own
            self._key("key-signs")
            key = self._keyboard().key(letter)
        self._touch(key)
        self.typed += 1

    def _key(self, name: str) -> None:
        self.pause(_KEY_PAUSE_MS)
        self.wait_for(lambda: self.find(name) is not None, name)
        found = self.find(name)
        if found is not None:
            self._touch(found)
            self.typed += 1

    def _keyboard(self) -> Keyboard:
        found = self._frame.findChild(Keyboard)
        if found is None:
            raise NotThere(self._said("keyboard"))
        return found

    def _touch(self, widget: QWidget) -> None:
        """Press and release where the control is on the glass."""
        middle = widget.mapTo(self._frame, widget.rect().center())
        if not self._frame.rect().contains(middle):
            raise NotThere(self._said(f"{widget.objectName()} lies outside the window"))
        if self._mark is not None:
            self._mark.show_at(middle)
            self.pause(_AIM_MS)
        self._press(middle)
        self.taps += 1
        QApplication.processEvents()

    def _press(self, place: QPoint) -> None:
        """One touch of the glass, let go where it began."""
        QTest.touchEvent(self._frame, self.device).press(0, place, self._frame).commit()
        QTest.touchEvent(self._frame, self.device).release(0, place, self._frame).commit()

    def _said(self, what: str) -> str:
        page = self._frame.page
        return f"{what} is not on {page.objectName() if page else 'the window'}"


def _never() -> bool:
    return False


class _Mark(QWidget):
    """A ring where the finger touches, for those who watch."""

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        side = frame.look.px(88)
        self.resize(side, side)
        self._gone = QTimer(self)
        self._gone.setSingleShot(True)
        self._gone.setInterval(_MARK_MS)
        self._gone.timeout.connect(self.hide)

    def show_at(self, place: QPoint) -> None:
        """Be where the finger is."""
        self.move(place - self.rect().center())
        self.raise_()
        self.show()
        self._gone.start()

    def paintEvent(self, event: QPaintEvent) -> None:
        """A dark ring with a white one around it: seen on light buttons and dark ones alike."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(_TOUCHED)
        for width, colour in ((14, _HALO), (6, _RING)):
            painter.setPen(QPen(colour, width))
            painter.drawEllipse(self.rect().adjusted(8, 8, -8, -8))
            painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.end()
