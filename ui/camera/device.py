"""The camera that is plugged in, open only while a page shows what it sees."""

from __future__ import annotations

import logging
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from ui.multimedia import MULTIMEDIA, link, load_multimedia

if TYPE_CHECKING:
    from PySide6.QtMultimedia import (
        QCamera,
        QCameraDevice,
        QCameraFormat,
        QMediaCaptureSession,
        QMediaDevices,
        QVideoFrameInput,
        QVideoSink,
    )

NO_CAMERA: Final = "none"
"""The setting of a help point that has a camera and doesn't want it used."""

_MOST_PIXELS: Final = 1920 * 1080
"""A larger picture takes longer to look through and shows no more of a card held before it."""

_FEWEST_FRAMES: Final = 10.0
"""A second; with fewer the picture lags behind the hand."""

_AGAIN_MS: Final = 3000
"""A camera that failed is tried again this much later."""

_log = logging.getLogger(__name__)


class Camera(QObject):
    """One for the program. `frame` carries a QVideoFrame, on the GUI thread.

    `scanned` is a code that a page has read in it, as a scanner's is.

    `look` finds out whether there is one; from then on `ready` tells that it is there and `lost`
    that it went away, was taken by another program, or failed. Between `start` and `stop` it films,
    and at no other time: nobody is filmed unasked. No picture outlives the page that shows it.

    `wanted` is the name or the id of a device, empty for the first that is found, or NO_CAMERA.
    """

    frame = Signal(object)
    scanned = Signal(str)
    ready = Signal()
    lost = Signal()
    _linked = Signal()

    def __init__(self, wanted: str = "", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._wanted = wanted
        self._loader: ThreadPoolExecutor | None = None
        self._devices: QMediaDevices | None = None
        self._device: QCameraDevice | None = None
        self._fed: QVideoFrameInput | None = None
        self._on = False
        self._unusable: set[str] = set()
        self._open: tuple[QMediaCaptureSession, QVideoSink, QCamera | None] | None = None
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(_AGAIN_MS)
        self._again.timeout.connect(self._find)
        self._linked.connect(self._begin_to_look, Qt.ConnectionType.QueuedConnection)

    @property
    def found(self) -> bool:
        """Whether there is a camera to use, as far as was looked."""
        return self._fed is not None or self._device is not None

    @property
    def films(self) -> bool:
        """Whether it is open now."""
        return self._open is not None

    def look(self) -> None:
        """Find out whether there is a camera, and go on noticing; answers by `ready`."""
        if self._wanted == NO_CAMERA or self._loader is not None:
            return
        self._loader = ThreadPoolExecutor(1, thread_name_prefix="camera")
        self._loader.submit(link, MULTIMEDIA).add_done_callback(self._tell_linked)

    def start(self) -> None:
        """Film from now on, or as soon as there is a camera."""
        self._on = True
        self.look()
        self._film()

    def stop(self) -> None:
        """Close the camera; no frame comes after this."""
        self._on = False
        self._shut()

    def close(self) -> None:
        """Stop, and look for cameras no longer; called once, when the window goes."""
        self.stop()
        self._again.stop()
        if self._loader is not None:
            self._loader.shutdown()

    def feed(self, frames: QVideoFrameInput | None) -> None:
        """Film what another part of the program sends in place of a device's; None ends that."""
        before = self.found
        self._shut()
        self._fed = frames
        self._tell(before=before)

    @Slot(str)
    def note_unusable(self, form: str) -> None:
        """Tell the log, once for each form of pixels, that frames of it can't be used."""
        if form not in self._unusable:
            self._unusable.add(form)
            _log.warning("a camera's frames can't be used", extra={"reason": form})

    # --- which one ---

    def _tell_linked(self, future: Future[None]) -> None:
        failure = future.exception()
        if failure is None:
            self._linked.emit()
        else:
            _log.error("no camera can be used", extra={"failure": type(failure).__name__})

    @Slot()
    def _begin_to_look(self) -> None:
        load_multimedia()
        from PySide6.QtMultimedia import QMediaDevices  # noqa: PLC0415 — not on the way to home

        self._devices = QMediaDevices(self)
        self._devices.videoInputsChanged.connect(self._find)
        self._find()

    @Slot()
    def _find(self) -> None:
        """Take the device that is wanted, if it is there; another one only where it has gone."""
        from PySide6.QtMultimedia import QMediaDevices  # noqa: PLC0415 — not on the way to home

        before, former = self.found, self._device
        there = [it for it in QMediaDevices.videoInputs() if _is_wanted(it, self._wanted)]
        if former is None or former not in there:
            if self._fed is None:
                self._shut()
            self._device = there[0] if there else None
        self._tell(before=before)

    def _tell(self, *, before: bool) -> None:
        if self.found and not before:
            self.ready.emit()
        elif before and not self.found:
            self.lost.emit()
        self._film()

    # --- filming ---

    def _film(self) -> None:
        if not self._on or self._open is not None or not self.found:
            return
        load_multimedia()
        from PySide6.QtMultimedia import (  # noqa: PLC0415 — not on the way to home
            QCamera,
            QMediaCaptureSession,
            QVideoSink,
        )

        session, sink = QMediaCaptureSession(self), QVideoSink(self)
        session.setVideoSink(sink)
        sink.videoFrameChanged.connect(self._arrived)
        camera: QCamera | None = None
        if self._fed is not None:
            session.setVideoFrameInput(self._fed)
        elif self._device is not None:
            camera = QCamera(self._device, self)
            best = best_format(self._device.videoFormats())
            if best is not None:
                camera.setCameraFormat(best)
            camera.errorOccurred.connect(self._failed)
            session.setCamera(camera)
        self._open = (session, sink, camera)
        if camera is not None:
            camera.start()

    def _shut(self) -> None:
        if self._open is None:
            return
        (session, sink, camera), self._open = self._open, None
        sink.videoFrameChanged.disconnect(self._arrived)
        if camera is not None:
            camera.errorOccurred.disconnect(self._failed)
            camera.stop()
            camera.deleteLater()
        # Qt takes None for nothing; its types don't say so.
        session.setVideoFrameInput(None)  # type: ignore[arg-type]
        session.setCamera(None)  # type: ignore[arg-type]
        session.deleteLater()
        sink.deleteLater()

    @Slot()
    def _arrived(self) -> None:
        """The newest frame alone: while the screens were busy several may have come."""
        if self._open is not None:
            frame = self._open[1].videoFrame()
            if frame.isValid():
                self.frame.emit(frame)

    @Slot()
    def _failed(self) -> None:
        """Another program has it, or it broke: it counts as gone, and is tried again."""
        if self._open is None:
            return
        _log.warning("the camera failed")
        before = self.found
        self._shut()
        self._device = None
        self._again.start()
        self._tell(before=before)


def _is_wanted(device: QCameraDevice, wanted: str) -> bool:
    return not wanted or wanted in {
        device.description(),
        bytes(device.id().data()).decode("utf-8", errors="replace"),
    }


def best_format(formats: list[QCameraFormat]) -> QCameraFormat | None:
    """The most pixels up to 1080p that come fast enough, rather as they are than as JPEG.

    None where the camera names no format: it then films as it likes.
    """
    from PySide6.QtMultimedia import QVideoFrameFormat  # noqa: PLC0415 — not on the way to home

    def worth(offered: QCameraFormat) -> tuple[bool, bool, int, bool, float]:
        size = offered.resolution()
        pixels = size.width() * size.height()
        fits = pixels <= _MOST_PIXELS
        plain = offered.pixelFormat() != QVideoFrameFormat.PixelFormat.Format_Jpeg
        fast = offered.maxFrameRate() >= _FEWEST_FRAMES
        return fits, fast, pixels if fits else -pixels, plain, offered.maxFrameRate()

    return max(formats, key=worth, default=None)
