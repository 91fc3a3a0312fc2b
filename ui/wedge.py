"""Tells a scanner that types like a keyboard from fingers, wherever the focus is."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent
from shiboken6 import isValid

_GAP_S: Final = 0.03
"""Keys of a scanner come closer together than this; no finger does that eight times running."""

_FEWEST: Final = 9
_MOST: Final = 4096
_KEYS: Final = frozenset({QEvent.Type.KeyPress, QEvent.Type.KeyRelease})
_HELD_DOWN: Final = frozenset(
    {Qt.Key.Key_Shift, Qt.Key.Key_AltGr, Qt.Key.Key_CapsLock, Qt.Key.Key_NumLock}
)
"""Keys that a scanner presses between letters to get another letter."""


class WedgeScanner(QObject):
    """An event filter for the whole program: a burst of keys ended by Enter is one scan.

    The keys of a possible burst are held back for 30 ms. If it turns out to be fingers they are
    given to where they were going; a scan never lands in a field.
    """

    scanned = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._held: list[tuple[QObject, QKeyEvent]] = []
        self._giving_back = False
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(round(_GAP_S * 1000))
        self._pause.timeout.connect(self._give_back)

    def eventFilter(self, receiver: QObject, event: QEvent) -> bool:
        """Hold back keys while they may be a burst."""
        if self._giving_back or event.type() not in _KEYS or not isinstance(event, QKeyEvent):
            return False
        if not receiver.isWidgetType() or event.key() in _HELD_DOWN:
            return False
        if event.type() == QEvent.Type.KeyRelease:
            if self._held:
                self._held.append((receiver, QKeyEvent(event)))
            return bool(self._held)
        if event.text() in {"\r", "\n"} and self._held:
            return self._end_of_burst()
        if not event.text().isprintable() or not event.text() or len(self._held) >= _MOST:
            self._give_back()
            return False
        self._held.append((receiver, QKeyEvent(event)))
        self._pause.start()
        return True

    def _end_of_burst(self) -> bool:
        text = "".join(
            event.text() for _, event in self._held if event.type() == QEvent.Type.KeyPress
        )
        if len(text) < _FEWEST:
            self._give_back()
            return False
        self._pause.stop()
        self._held.clear()
        self.scanned.emit(text)
        return True

    @Slot()
    def _give_back(self) -> None:
        self._pause.stop()
        held, self._held = self._held, []
        self._giving_back = True
        try:
            for receiver, event in held:
                if isValid(receiver):  # its page may have gone meanwhile
                    QCoreApplication.sendEvent(receiver, event)
        finally:
            self._giving_back = False
