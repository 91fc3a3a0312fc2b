"""After the last page: who pressed the keys, by the person's own word, and how it was."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from kiosk.domain.helping import HelpMode, Remark
from kiosk.domain.ports import QueueFailure
from ui.background import ignore
from ui.screens.rating import RatingPage
from ui.screens.who_presses import WhoPressesPage

if TYPE_CHECKING:
    from uuid import UUID

    from ui.conductor.scene import Scene
    from ui.look import Look
    from ui.page import Page

_log = logging.getLogger(__name__)


class Afterwards(QObject):
    """Two questions that nobody has to answer; `done` after them, or after none."""

    done = Signal()

    def __init__(self, scene: Scene, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._scene = scene
        self._submission: UUID

    def ask(self, submission: UUID) -> None:
        """Ask about the visit in which this was finished."""
        self._submission = submission
        self._scene.stage.show(self._who)

    def _who(self, look: Look) -> Page:
        page = WhoPressesPage(look, name="afterwards", skip=look.say("afterwards.skip"))
        page.chosen.connect(self._said_who)
        page.primary.connect(self.done)
        return page

    @Slot(object)
    def _said_who(self, mode: HelpMode) -> None:
        note(self._scene, self._submission, Remark.pressed(mode))
        self._scene.stage.show(self._how)

    def _how(self, look: Look) -> Page:
        page = RatingPage(look)
        page.rated.connect(self._rated)
        page.skipped.connect(self.done)
        return page

    @Slot(int)
    def _rated(self, face: int) -> None:
        note(self._scene, self._submission, Remark.rated(face))
        self.done.emit()


def note(scene: Scene, journey: UUID, remark: Remark) -> None:
    """Have it written into the journal; whoever said it has said it, and waits for nothing."""
    noted = scene.edges.queue.remark(journey, remark)
    scene.background.watch(noted, ignore, _not_noted, lasting=True)


def _not_noted(failure: Exception) -> None:
    """Nothing of the person depends on it: the log says that it is missing."""
    if not isinstance(failure, QueueFailure):
        raise failure
    _log.error("not noted", extra={"failure": type(failure).__name__})
