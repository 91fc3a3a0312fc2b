"""Has the machine examined, and shows what was found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from ui.conductor.desk_showing import desk_notice, findings_shown
from ui.page import Door
from ui.screens.checkup import CheckupPage

if TYPE_CHECKING:
    from collections.abc import Callable

    from kiosk.domain.staff import Finding
    from ui.background import Background
    from ui.look import Look
    from ui.page import Page
    from ui.stage import Stage


class Examination(QObject):
    """`done`: staff have read it. `measure_wanted`: the screen is to be measured.

    No `door` is behind it where nothing but this can be shown.
    """

    done = Signal()
    measure_wanted = Signal()

    def __init__(
        self,
        stage: Stage,
        background: Background,
        examine: Callable[[], tuple[Finding, ...]],
        parent: QObject | None = None,
        *,
        door: Door = Door.BEHIND,
    ) -> None:
        super().__init__(parent)
        self._stage = stage
        self._background = background
        self._examine = examine
        self._behind = door is Door.BEHIND
        self._findings: tuple[Finding, ...] = ()

    @Slot()
    def begin(self) -> None:
        """Have everything looked at; that takes a moment."""
        self._stage.show(self._wait)
        self._background.run(self._examine, self._found, _raise)

    def _wait(self, look: Look) -> Page:
        text = look.say("checkup.running.text")
        page = desk_notice(look, "checkup.running", (text,), (), waiting=True)
        if not self._behind:
            page.door = Door.NONE
            page.setObjectName("checkup.running")
        return page

    def _found(self, findings: tuple[Finding, ...]) -> None:
        self._findings = findings
        self._stage.show(self._page)

    def _page(self, look: Look) -> Page:
        page = CheckupPage(look, findings_shown(look, self._findings), behind=self._behind)
        page.primary.connect(self.begin)
        page.back.connect(self.done)
        page.leave.connect(self.measure_wanted)
        return page


def _raise(failure: Exception) -> None:
    """The doctor tells what is wrong with the machine; that it can't is a bug."""
    raise failure
