"""Works on one frame at a time beside the screens; of those that come meanwhile the newest wins."""

from __future__ import annotations

from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal, Slot

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtMultimedia import QVideoFrame


class Newest(QObject):
    """`done` brings what `work` made of a frame to the GUI thread.

    `work` runs on a thread of its own and must touch no widget. A frame that comes while it is busy
    waits in place of the one that waited before. A failure in it is raised on the GUI thread.
    """

    done = Signal(object)
    _finished = Signal(object)

    def __init__(
        self, work: Callable[[QVideoFrame], object], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._work = work
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="frames")
        self._busy = False
        self._next: QVideoFrame | None = None
        self._closed = False
        self._finished.connect(self._tell, Qt.ConnectionType.QueuedConnection)

    @Slot(object)
    def take(self, frame: QVideoFrame) -> None:
        """Work on this frame next."""
        if self._closed:
            return
        self._next = frame
        if not self._busy:
            self._begin()

    def close(self) -> None:
        """Work no more, and wait for what is being worked on."""
        self._closed = True
        self._next = None
        self._thread.shutdown(cancel_futures=True)

    def _begin(self) -> None:
        frame, self._next = self._next, None
        if frame is not None:
            self._busy = True
            self._thread.submit(self._work, frame).add_done_callback(self._finished.emit)

    @Slot(object)
    def _tell(self, future: Future[object]) -> None:
        self._busy = False
        if self._closed:
            return
        self._begin()
        try:
            made = future.result()
        except CancelledError:
            return
        self.done.emit(made)
