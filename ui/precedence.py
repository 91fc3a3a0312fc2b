"""Lets what goes on behind the screens wait while a touch is answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Slot

if TYPE_CHECKING:
    import threading


class Precedence(QObject):
    """`free` is not set from a touch, or a page that comes, until there is nothing left to do.

    Python runs one thread at a time: what seals and sends meanwhile would have half of the time.
    """

    def __init__(self, free: threading.Event, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._free = free
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(0)  # it comes when the event loop has painted, and would sleep
        self._rest.timeout.connect(self.end)
        free.set()

    @Slot()
    def begin(self) -> None:
        """The screens have something to do."""
        self._free.clear()
        self._rest.start()

    @Slot()
    def end(self) -> None:
        """Whoever waits may go on."""
        self._free.set()
