"""Lets staff measure the screen, shows everything in the new size, and keeps what they confirm."""

from __future__ import annotations

from math import ceil, floor
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from kiosk.settings.glass import LEAST_INCHES, MOST_INCHES, card_on, diagonal_of
from ui.conductor.desk_showing import desk_notice
from ui.screens.measure import MeasurePage
from ui.screens.notice import Way
from ui.theme.tokens import ppi_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from ui.background import Background
    from ui.look import Look
    from ui.page import Page
    from ui.stage import Stage

CONFIRM_S: Final = 15
"""Seconds in which staff confirm the new size; a size in which they can't is taken back."""

_MOST_OF_WIDTH: Final = 0.9


class Measuring(QObject):
    """`done`: back to where staff came from."""

    done = Signal()

    def __init__(
        self,
        stage: Stage,
        background: Background,
        keep: Callable[[float], None],
        parent: QObject | None = None,
    ) -> None:
        """`keep` writes a diagonal in inches down, and raises OSError; it blocks."""
        super().__init__(parent)
        self._stage = stage
        self._background = background
        self._keep = keep
        self._former: float | None = None
        self._diagonal = 0.0
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(CONFIRM_S * 1000)
        self._patience.timeout.connect(self._undo)

    @Slot()
    def begin(self) -> None:
        """Show the frame, as large as the card would be by what is known."""
        self._stage.show(self._page)

    def end(self) -> None:
        """What nobody has confirmed is taken back, as when it is locked meanwhile."""
        self._patience.stop()
        if self._former is not None:
            self._stage.ppi, self._former = self._former, None

    def _page(self, look: Look) -> Page:
        width, height = self._stage.frame.width(), self._stage.frame.height()
        diagonal = self._stage.diagonal
        least = ceil(card_on(MOST_INCHES, width, height))
        most = floor(min(card_on(LEAST_INCHES, width, height), width * _MOST_OF_WIDTH))
        across = round(card_on(diagonal, width, height))
        page = MeasurePage(look, max(least, min(across, most)), least, most)
        page.measured.connect(self._measured)
        page.back.connect(self.done)
        return page

    @Slot(int)
    def _measured(self, across: int) -> None:
        width, height = self._stage.frame.width(), self._stage.frame.height()
        self._diagonal = diagonal_of(across, width, height)
        self._former = self._stage.ppi
        self._stage.ppi = ppi_of(self._diagonal, width, height)
        self._patience.start()
        self._stage.show(self._question)

    def _question(self, look: Look) -> Page:
        ways = (Way("keep", look.say("measure.keep")), Way("undo", look.say("measure.undo")))
        lines = (look.say("measure.ask.text", seconds=CONFIRM_S),)
        page = desk_notice(look, "measure.ask", lines, ways, picture="eye")
        page.chosen.connect(self._chosen)
        return page

    @Slot(str)
    def _chosen(self, meaning: str) -> None:
        if meaning == "undo":
            self._undo()
            return
        self._patience.stop()
        self._former = None
        self._background.run(lambda: self._keep(self._diagonal), self._kept, self._not_kept)

    @Slot()
    def _undo(self) -> None:
        self.end()
        self.begin()

    def _kept(self, nothing: None) -> None:
        del nothing
        self.done.emit()

    def _not_kept(self, failure: Exception) -> None:
        if not isinstance(failure, OSError):
            raise failure

        def page(look: Look) -> Page:
            ways = (Way("back", look.say("notice.back")),)
            lines = (look.say("measure.failed.text"),)
            made = desk_notice(look, "measure.failed", lines, ways, picture="triangle-alert")
            made.chosen.connect(self.done)
            return made

        self._stage.show(page)
