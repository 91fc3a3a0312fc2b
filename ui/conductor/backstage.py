"""What is behind the screens: opened once, kept in order, and closed with the window."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from kiosk.domain.ports import (
    QueueDamaged,
    QueueFailure,
    QueueInUse,
    QueueLocked,
    QueueTooNew,
)
from ui.background import ignore
from ui.courier_thread import CourierThread

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future

    from kiosk.domain.journey import Journey
    from ui.background import Background
    from ui.edges import Edges, Opening

_TIDY_MS = 60_000
_CLOSED = {
    QueueLocked: "locked",
    QueueDamaged: "damaged",
    QueueTooNew: "too-new",
    QueueInUse: "in-use",
    QueueFailure: "full",
}
"""Why there is no queue; what has no class of its own is a disk that doesn't give or take."""


_log = logging.getLogger(__name__)


class Backstage(QObject):
    """Opens the edges, runs the courier over them, and has the queue tidied once a minute.

    `ready` brings the Edges; `shut` says why there are none, as a key under `home.closed`;
    `happened` brings what the courier tells, `broke` the failure that ended it. `open_journey`
    answers the journey that somebody is at, which is not to be tidied away.
    """

    ready = Signal(object)
    shut = Signal(str)
    happened = Signal(object)
    broke = Signal(object)

    def __init__(
        self,
        background: Background,
        opening: Opening,
        open_journey: Callable[[], Journey | None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._background = background
        self._opening = opening
        self._open_journey = open_journey
        self._coming: Future[Edges] | None = None
        self._edges: Edges | None = None
        self._courier: CourierThread | None = None
        self._tidying = QTimer(self)
        self._tidying.timeout.connect(self.tidy)

    @property
    def edges(self) -> Edges | None:
        """Everything behind the screens, once it is open."""
        return self._edges

    def open(self) -> None:
        """Have everything opened, beside the screens."""
        self._coming = self._opening.edges()
        self._background.watch(self._coming, self._opened, self._not_opened, lasting=True)

    def _opened(self, edges: Edges) -> None:
        self._edges = edges
        self._courier = CourierThread(edges.make_courier, self)
        self._courier.happened.connect(self.happened)
        self._courier.broke.connect(self.broke)
        self.ready.emit(edges)
        self._courier.start()
        self._tidying.start(_TIDY_MS)

    def _not_opened(self, failure: Exception) -> None:
        """Nothing can be done here; a failure that nobody named is raised once that was said."""
        reasons = (reason for kind, reason in _CLOSED.items() if isinstance(failure, kind))
        self.shut.emit(next(reasons, "damaged"))
        if not isinstance(failure, QueueFailure):
            raise failure
        _log.error("the queue is not open", extra={"failure": type(failure).__name__})

    @property
    def courier(self) -> CourierThread | None:
        """What carries submissions, once everything is open."""
        return self._courier

    @property
    def paused(self) -> bool:
        """Whether staff have stopped the sending."""
        return self._courier is not None and self._courier.line().paused

    @Slot()
    def nudge(self) -> None:
        """Have the courier try at once."""
        if self._courier is not None:
            self._courier.nudge()

    def look(self) -> None:
        """Have the courier see whether the portal answers: somebody is at the screen."""
        if self._courier is not None:
            self._courier.look()

    @Slot()
    def tidy(self) -> None:
        """What nobody came back for goes when its time has come; the open journey has not."""
        if self._edges is None:
            return
        queue = self._edges.queue
        journey = self._open_journey()
        if journey is not None:
            self._watch(queue.save(journey))
        self._watch(queue.tidy())

    def _watch(self, asked: Future[None]) -> None:
        self._background.watch(asked, ignore, self._not_tidied, lasting=True)

    def _not_tidied(self, failure: Exception) -> None:
        if not isinstance(failure, QueueFailure):
            raise failure
        _log.error("not tidied", extra={"failure": type(failure).__name__})

    def close(self) -> None:
        """End the courier, then the queue; called once, when the window goes."""
        self._tidying.stop()
        if self._courier is not None:
            self._courier.close()
        if self._edges is not None:
            self._edges.close()
        elif self._coming is not None:
            self._coming.add_done_callback(_close_unused)


def _close_unused(coming: Future[Edges]) -> None:
    """The window was closed before everything behind it was open."""
    if not coming.cancelled() and coming.exception() is None:
        coming.result().close()
