"""Runs the courier beside the screens: one thread, one signal."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from collections.abc import Callable

    from kiosk.domain.events import Event
    from kiosk.domain.staff import Line
    from ui.edges import Carrier


_PATIENCE_S: Final = 10.0


class CourierThread(QObject):
    """The courier on its own thread; `happened` brings its events to the GUI thread.

    `broke` brings the failure that nobody named and that ended it: from then on nothing is sent.
    """

    happened = Signal(object)
    broke = Signal(object)

    def __init__(
        self,
        make_courier: Callable[[Callable[[Event], None]], Carrier],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._courier = make_courier(self.happened.emit)
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="courier", daemon=True)

    def start(self) -> None:
        """Begin to deliver."""
        self._thread.start()

    def nudge(self) -> None:
        """Try at once: something was finished."""
        self._courier.nudge()

    def send_now(self) -> None:
        """Try everything at once, files outside their hours too: staff asked for it."""
        self._courier.send_now()

    def pause(self) -> None:
        """Send nothing until `resume`."""
        self._courier.pause()

    def resume(self) -> None:
        """Go on sending."""
        self._courier.resume()

    def line(self) -> Line:
        """How it stands with the portal."""
        return self._courier.line()

    def close(self) -> None:
        """End the thread; a long upload is left to end with the program, to go on from its byte."""
        self._stop.set()
        self._courier.nudge()
        if self._thread.is_alive():
            self._thread.join(_PATIENCE_S)

    def _run(self) -> None:
        try:
            self._courier.run(self._stop)
        except Exception as failure:  # noqa: BLE001 — raised again where it is heard
            self.broke.emit(failure)
