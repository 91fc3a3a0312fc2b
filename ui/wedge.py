"""Tells a scanner that types like a keyboard from fingers, wherever the focus is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent, QWindow
from shiboken6 import isValid

if TYPE_CHECKING:
    from collections.abc import Iterable

_GAP_MS: Final = 30
"""Keys of a scanner come closer together than this; no finger does that eight times running."""

_FEWEST: Final = 9
_MOST: Final = 4096
"""More keys than any code has: what comes after them is dropped, and the scan is too long."""

_KEYS: Final = frozenset({QEvent.Type.KeyPress, QEvent.Type.KeyRelease})
_HELD_DOWN: Final = frozenset(
    {
        Qt.Key.Key_Shift,
        Qt.Key.Key_AltGr,
        Qt.Key.Key_CapsLock,
        Qt.Key.Key_NumLock,
        Qt.Key.Key_Control,
        Qt.Key.Key_Alt,
        Qt.Key.Key_Meta,
    }
)
"""Keys that a scanner presses between letters to get another letter."""

_COMMANDS: Final = (
    Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.MetaModifier
)
"""With these a key is an order and no letter; a code made for that can contain them."""


class WedgeScanner(QObject):
    """An event filter for the program's window: a burst of keys ended by Enter is one scan.

    The keys of a possible burst are held back for 30 ms, whatever they are. If it turns out to be
    fingers the window gets them after all; a scan never lands in a field, and no key in it is
    obeyed.
    """

    scanned = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._held: list[tuple[QWindow, QObject, QKeyEvent]] = []
        self._presses = 0
        self._last = 0
        self._giving_back = False
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_GAP_MS)
        self._pause.timeout.connect(self._look_again)
        self._sure = QTimer(self)
        self._sure.setSingleShot(True)
        self._sure.setInterval(0)
        self._sure.timeout.connect(self._give_back)

    def eventFilter(self, receiver: QObject, event: QEvent) -> bool:
        """Hold back keys while they may be a burst."""
        if self._giving_back or event.type() not in _KEYS or not isinstance(event, QKeyEvent):
            return False
        return isinstance(receiver, QWindow) and self._holds(receiver, event)

    def _holds(self, window: QWindow, event: QKeyEvent) -> bool:
        if event.isAutoRepeat() or event.timestamp() - self._last > _GAP_MS:
            # A finger that stays down; or keys that waited while the screens were busy.
            self._give_back()
        if event.isAutoRepeat():
            return False
        if event.type() == QEvent.Type.KeyRelease:
            if self._held:
                self._hold(window, event)
            return bool(self._held)
        if event.text() in {"\r", "\n"} and self._held:
            return self._end_of_burst()
        if not self._held and not _begins(event):
            return False
        self._presses += event.key() not in _HELD_DOWN
        self._hold(window, event)
        self._sure.stop()
        self._pause.start()
        return True

    def _hold(self, window: QWindow, event: QKeyEvent) -> None:
        self._last = event.timestamp()
        if self._presses <= _MOST:
            self._held.append((window, window.focusObject(), QKeyEvent(event)))

    def _end_of_burst(self) -> bool:
        if self._presses < _FEWEST:
            self._give_back()
            return False
        text = _written(event for *_, event in self._held)
        self._forget()
        self.scanned.emit(text)
        return True

    @Slot()
    def _look_again(self) -> None:
        """The pause is over; but keys may wait that came while the screens were busy."""
        self._sure.start()

    @Slot()
    def _give_back(self) -> None:
        held, presses = self._held, self._presses
        self._forget()
        if presses > _MOST:
            return
        self._giving_back = True
        try:
            for window, meant, event in held:
                # its page may have gone meanwhile; and no finger gives orders at that pace
                if isValid(meant) and not (presses >= _FEWEST and event.modifiers() & _COMMANDS):
                    QCoreApplication.sendEvent(window, event)
        finally:
            self._giving_back = False

    def _forget(self) -> None:
        self._pause.stop()
        self._sure.stop()
        self._held = []
        self._presses = 0


def _begins(event: QKeyEvent) -> bool:
    """Whether a burst may begin with this key: a letter, or an order."""
    if event.key() in _HELD_DOWN:
        return False
    text = event.text()
    return bool(text and text.isprintable()) or bool(event.modifiers() & _COMMANDS)


def _written(events: Iterable[QKeyEvent]) -> str:
    """What the keys write: letters, and those whose numbers are typed with Alt held down."""
    written: list[str] = []
    number = ""
    for event in events:
        pressed = event.type() == QEvent.Type.KeyPress
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if pressed and alt and Qt.Key.Key_0 <= event.key() <= Qt.Key.Key_9:
            number += chr(event.key())
        elif event.key() == Qt.Key.Key_Alt and not pressed:
            written.append(_numbered(number))
            number = ""
        elif pressed and event.text().isprintable() and not event.modifiers() & _COMMANDS:
            written.append(event.text())
    return "".join(written)


def _numbered(number: str) -> str:
    """The letter of an Alt code: with a 0 before it of Windows-1252, else of Unicode."""
    value = int(number or "0")
    if number.startswith("0") and 0 < value < 256:
        return bytes([value]).decode("cp1252", errors="replace")
    return chr(value) if 31 < value < 0x110000 else ""
