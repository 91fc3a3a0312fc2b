"""At the staff's door: the PIN is asked for, checked beside the screens, and never kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from kiosk.domain.ports import QueueLocked
from kiosk.domain.staff import PinLocked, PinNotSet, PinWrong
from ui.conductor.cautions import caution
from ui.screens.pin_entry import PinEntryPage

if TYPE_CHECKING:
    from ui.background import Background
    from ui.edges import Edges
    from ui.look import Look
    from ui.page import Page
    from ui.stage import Stage


class StaffEntry(QObject):
    """`opened`: the PIN was right. `left`: whoever came went away again."""

    opened = Signal()
    left = Signal()

    def __init__(
        self,
        stage: Stage,
        background: Background,
        edges: Edges,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._stage = stage
        self._background = background
        self._pin = edges.staff.pin
        self._practice_pin = edges.staff.practice_pin
        self._packs = edges.library.packs
        self._busy = False

    def ask(self) -> None:
        """Show the pad; whether there is a PIN at all is found meanwhile."""
        self._stage.show(self._page)
        self._background.run(self._pin.is_set, self._found, self._refused)

    def _page(self, look: Look) -> Page:
        page = PinEntryPage(
            look, practice=self._practice_pin, caution=caution(self._packs, look, "pin")
        )
        page.entered_pin.connect(self._check)
        page.back.connect(self.left)
        return page

    def _found(self, is_set: bool) -> None:  # noqa: FBT001 — what the Future brings
        page = self._stage.frame.page
        if not is_set and isinstance(page, PinEntryPage):
            page.show_closed("not-set")

    @Slot(str)
    def _check(self, pin: str) -> None:
        if self._busy:
            return
        self._busy = True
        check = self._pin.check
        self._background.run(lambda: check(pin), self._right, self._refused)

    def _right(self, _none: None) -> None:
        self._busy = False
        self.opened.emit()

    def _refused(self, failure: Exception) -> None:
        self._busy = False
        if not isinstance(failure, PinWrong | PinLocked | PinNotSet | QueueLocked):
            raise failure
        page = self._stage.frame.page
        if not isinstance(page, PinEntryPage):
            return
        match failure:
            case PinWrong():
                page.show_wrong(failure.left)
            case PinLocked():
                page.show_locked(failure.seconds)
            case PinNotSet():
                page.show_closed("not-set")
            case QueueLocked():
                page.show_closed("unreadable")
