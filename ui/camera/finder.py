"""The live picture that a code is held into: reads it, and says what to do as long as it can't."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF, QTimer, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.camera.newest import Newest
from ui.camera.view import CameraView

if TYPE_CHECKING:
    from PySide6.QtCore import QSize
    from PySide6.QtGui import QHideEvent, QShowEvent
    from PySide6.QtMultimedia import QVideoFrame

    from ui.camera.codes import Sighting
    from ui.camera.device import Camera
    from ui.look import Look

_TIP_MS: Final = 4000
"""Time enough to read a line and to do what it says."""

_SAME_MS: Final = 3000
"""A code that was out of sight for this long counts again."""

_TIPS: Final = ("closer", "tilt", "still")
_LAST_TIPS: Final = ("light", "hand")
_PLACE: Final = QRectF(0.2, 0.14, 0.6, 0.72)


class CodeFinder(QWidget):
    """Reads codes of `kind` (`card`, `slip`) while it is on the glass, each one once.

    What was read goes out by `read`, and by the camera's `scanned` as a scanner's does. Nothing of
    a picture is kept.
    """

    read = Signal(str)

    def __init__(self, look: Look, camera: Camera, kind: str, *, size: QSize | None = None) -> None:
        """`size` of the picture in reference pixels."""
        super().__init__()
        self._look = look
        self._camera = camera
        self._kind = kind
        self._reader: Newest | None = None
        self._said: list[str] = []
        self._hindrance: str | None = None
        self._last = ""
        self.view = CameraView(
            look.tokens, camera, words=look.say("camera.opening"), mirrored=True, size=size
        )
        self.view.frame_in(_PLACE)
        self.view.frame.connect(self._arrived)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.view)
        self._tip = QTimer(self)
        self._tip.setInterval(_TIP_MS)
        self._tip.timeout.connect(self._next_tip)
        self._same = QTimer(self)
        self._same.setSingleShot(True)
        self._same.setInterval(_SAME_MS)
        self._same.timeout.connect(self._forget_last)

    def showEvent(self, event: QShowEvent) -> None:
        """Begin to read."""
        super().showEvent(event)
        self._reader = Newest(_look_for_codes, self)
        self._reader.done.connect(self._seen)

    def hideEvent(self, event: QHideEvent) -> None:
        """Read no more."""
        super().hideEvent(event)
        self._tip.stop()
        self._same.stop()
        if self._reader is not None:
            self._reader.close()
            self._reader.deleteLater()
            self._reader = None

    @Slot(object)
    def _arrived(self, frame: QVideoFrame) -> None:
        if not self._tip.isActive():
            self._say("aim")
            self._tip.start()
        if self._reader is not None:
            self._reader.take(frame)

    @Slot(object)
    def _seen(self, sighting: Sighting) -> None:
        self.view.outline(
            [QPointF(*corner) for corner in sighting.corners], found=bool(sighting.texts)
        )
        self._hindrance = sighting.hindrance
        for text in sighting.texts:
            self._same.start()
            if text != self._last:
                self._last = text
                self._said.clear()
                self._say("read")
                self._tip.start()
                self.read.emit(text)
                self._camera.scanned.emit(text)
                return

    @Slot()
    def _forget_last(self) -> None:
        self._last = ""

    @Slot()
    def _next_tip(self) -> None:
        """What the picture calls for, unless it was said already; else the next of all."""
        left = [tip for tip in _TIPS if tip not in self._said]
        if not left:
            left = [tip for tip in _LAST_TIPS if tip not in self._said]
        if not left:
            self._said.clear()
            left = list(_TIPS)
        fits = self._hindrance is not None and self._hindrance not in self._said
        tip = str(self._hindrance) if fits else left[0]
        self._said.append(tip)
        self._say(tip)

    def say_other(self) -> None:
        """Say that what was read is no code of that kind."""
        self._say("other")

    def _say(self, tip: str) -> None:
        self.view.say(self._look.say(f"camera.{self._kind}.{tip}"))


def _look_for_codes(frame: QVideoFrame) -> Sighting:
    from ui.camera.codes import look_for_codes  # noqa: PLC0415 — loads long, beside the screens

    return look_for_codes(frame)
