"""Ways to stop: take the slip and go on later, or erase everything; and what is said after."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from kiosk.domain.ports import QueueFailure, WrongState
from ui.conductor.scene import answered, notice_page
from ui.conductor.slips import draft_slip, kept_until, print_on_paper
from ui.printing.qr import forget
from ui.screens.put_aside import AsideShown, PutAsidePage
from ui.screens.wiped import WipedPage

if TYPE_CHECKING:
    from kiosk.domain.journey import Journey
    from kiosk.domain.procedure import Procedure
    from ui.conductor.scene import Scene
    from ui.look import Look
    from ui.page import Page
    from ui.screens.notice import NoticePage


_log = logging.getLogger(__name__)


def leave_page(look: Look) -> NoticePage:
    """Whoever would leave chooses what becomes of the journey."""
    ways = ("notice.leave.stay", "notice.leave.aside", "notice.leave.erase")
    return notice_page(look, "leave", ways=ways, picture="log-out")


def tell_not_erased(scene: Scene, failure: Exception) -> None:
    """Say that it is still there, who may open it, and for how long.

    A failure that nobody named is raised once that was said.
    """
    scene.notice(
        "not_erased",
        lambda _meaning: scene.go_home(),
        ways=("progress.home",),
        picture="triangle-alert",
        phone=scene.phone,
    )
    if not isinstance(failure, QueueFailure):
        raise failure
    _log.error("not erased", extra={"failure": type(failure).__name__})


class Leaving(QObject):
    """`stayed`: the person goes on. `gone`: nothing of them is on the screen any more.

    `closing` comes before anything is erased or sealed: from then on the journey must not be kept
    again as it stands. `sealed`: it lies under its slip; `open_still`: neither could be done.
    `resume_wanted` comes from the page that is left behind for whoever comes back.
    """

    closing = Signal()
    sealed = Signal()
    open_still = Signal()

    stayed = Signal()
    gone = Signal()
    resume_wanted = Signal()

    def __init__(self, scene: Scene, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._scene = scene
        self._journey: Journey
        self._procedure: Procedure
        self._busy = False

    def ask(self, journey: Journey, procedure: Procedure) -> None:
        """Ask before erasing anything."""
        self._journey = journey
        self._procedure = procedure
        self._scene.stage.show(answered(leave_page, self._chosen))

    @Slot(str)
    def _chosen(self, meaning: str) -> None:
        if meaning == "stay":
            self.stayed.emit()
        elif meaning == "aside":
            self.put_aside(self._journey, self._procedure)
        elif not self._busy:
            self._busy = True
            self.closing.emit()
            self._scene.background.watch(
                self._scene.edges.queue.discard(self._journey.id),
                lambda _none: self.gone.emit(),
                self._not_erased,
            )

    def put_aside(self, journey: Journey, procedure: Procedure) -> None:
        """Seal the draft for its slip, then show the slip; after this nobody else opens it."""
        if self._busy:
            return
        self._busy = True
        self.closing.emit()
        self._journey = journey
        self._procedure = procedure
        queue = self._scene.edges.queue
        self._scene.background.watch(
            queue.save(journey),
            lambda _none: self._scene.background.watch(
                queue.put_aside(journey.id), self._show_slip, self._failed
            ),
            self._failed,
        )

    def _failed(self, failure: Exception) -> None:
        self._busy = False
        if not isinstance(failure, WrongState):
            self.open_still.emit()
        self._scene.not_kept(failure, self.stayed.emit)

    def _not_erased(self, failure: Exception) -> None:
        if isinstance(failure, WrongState):
            self._failed(failure)
            return
        self._busy = False
        self.open_still.emit()
        tell_not_erased(self._scene, failure)

    def _show_slip(self, _none: None) -> None:
        self._busy = False
        self.sealed.emit()
        self._scene.stage.show(self._slip_page)

    def _slip_page(self, look: Look) -> Page:
        slip = self._journey.slip
        shown = AsideShown(
            caption=self._scene.said(look, self._procedure.short_title),
            ticket=str(slip.ticket),
            typed=slip.typed,
            qr_text=slip.qr_text,
            until=look.texts.date(kept_until(self._scene)),
        )
        page = PutAsidePage(look, shown)
        page.print_wanted.connect(self._print)
        page.primary.connect(self.gone)
        return page

    @Slot()
    def _print(self) -> None:
        content = draft_slip(self._scene, self._journey, self._procedure)
        wrong = print_on_paper(self._scene, content)
        page = self._scene.stage.frame.page
        if wrong is not None and isinstance(page, PutAsidePage):
            page.show_printing_failed(page.look.say(f"printing.failed.{wrong}"))

    @staticmethod
    def forget_codes() -> None:
        """Let go of the codes drawn last: each opens what a person has kept."""
        forget()

    def tell_gone(self, *, kept: bool) -> None:
        """Say to whoever comes back that the machine has covered what was there."""

        def make(look: Look) -> Page:
            page = WipedPage(look, kept=kept)
            page.home_wanted.connect(self.gone)
            page.resume_wanted.connect(self.resume_wanted)
            return page

        self._scene.stage.show(make)
