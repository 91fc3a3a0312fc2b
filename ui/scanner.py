"""Reads what a code scanner on a serial line (USB-CDC) sends: one text a scan, in UTF-8."""

from __future__ import annotations

import threading
from typing import Final

import serial
from PySide6.QtCore import QObject, Signal

_MOST_BYTES: Final = 4096
"""More than any identity card or slip says; a scanner gone wild is cut off here."""

_LOOK_S: Final = 1.0
"""While nothing is scanned the thread wakes this often, to notice a stop."""

_PAUSE_S: Final = 0.25
"""A pause this long ends a scan that has no line end."""

_RECONNECT_S: Final = 3.0
"""A scanner that was pulled out is looked for this often."""


class SerialScanner(QObject):
    """Listens on its own thread while it runs; `scanned` comes on the GUI thread.

    A scan ends with CR or LF, or with a pause. `ready` tells that the device is there, `lost`
    that it went away; it is looked for again every `reconnect` seconds until `close`.
    """

    scanned = Signal(str)
    ready = Signal()
    lost = Signal()

    def __init__(
        self, device: str, parent: QObject | None = None, *, reconnect: float = _RECONNECT_S
    ) -> None:
        super().__init__(parent)
        self._device = device
        self._reconnect = reconnect
        self._there = False
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._listen, name="scanner", daemon=True)

    def start(self) -> None:
        """Begin to listen."""
        self._thread.start()

    def close(self) -> None:
        """Stop listening and end the thread."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join()

    def _listen(self) -> None:
        while not self._stop.is_set():
            try:
                with serial.Serial(self._device, timeout=_LOOK_S) as line:
                    self._tell_there(there=True)
                    self._hear(line)
            except OSError:  # serial.SerialException is one
                self._tell_there(there=False)
                self._stop.wait(self._reconnect)

    def _tell_there(self, *, there: bool) -> None:
        """Once for each coming and going, not for each look."""
        if there != self._there:
            self._there = there
            (self.ready if there else self.lost).emit()

    def _hear(self, line: serial.Serial) -> None:
        heard = b""
        while not self._stop.is_set():
            line.timeout = _PAUSE_S if heard else _LOOK_S
            more = line.read(1)
            more += line.read(line.in_waiting)
            heard += more
            if len(heard) > _MOST_BYTES:
                self._let_pass(line)
                heard = b""
            elif heard and (not more or heard.endswith((b"\n", b"\r"))):
                self._tell(heard)
                heard = b""

    def _let_pass(self, line: serial.Serial) -> None:
        """Be deaf until there is a pause: the rest of noise is no scan either."""
        line.timeout = _PAUSE_S
        while not self._stop.is_set() and line.read(_MOST_BYTES):
            continue

    def _tell(self, heard: bytes) -> None:
        for part in heard.replace(b"\r", b"\n").split(b"\n"):
            if part.strip():
                self.scanned.emit(part.decode("utf-8", errors="replace"))
