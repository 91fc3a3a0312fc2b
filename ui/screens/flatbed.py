"""Asks for a sheet on the flatbed's glass, scans it, and says what went wrong where it did."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from ui.components.error_summary import ErrorSummary
from ui.components.panel import IconMark, Panel
from ui.components.ring import ProgressRing
from ui.components.text_label import TextLabel
from ui.page import Footer, Page, Place
from ui.theme.tokens import Role

if TYPE_CHECKING:
    from ui.look import Look


class FlatbedPage(Page):
    """Reports `scan` and, while that goes on, `stop`."""

    scan = Signal()
    stop = Signal()

    def __init__(self, look: Look, *, paper: str, number: int) -> None:
        """`paper` is the paper's own name, `number` that of the page to be scanned, from 1 on."""
        title = "flatbed.title" if number == 1 else "flatbed.title.next"
        super().__init__(look, name="flatbed", heading=look.say(title, paper=paper, page=number))
        tokens = look.tokens
        self.place = Place(look.say("papers.caption"))
        self._scans = False
        self.primary.connect(self._pressed)
        panel = Panel(tokens)
        row = QHBoxLayout()
        row.setSpacing(tokens.px(36))
        self._mark = IconMark(tokens, "scan-line", size=84, colour="primary")
        self._ring = ProgressRing(tokens, size=120, thickness=14)
        self._ring.hide()
        for sign in (self._mark, self._ring):
            row.addWidget(sign, 0, Qt.AlignmentFlag.AlignVCenter)
        words = QVBoxLayout()
        words.setSpacing(tokens.px(12))
        self._what = TextLabel(tokens, "", Role.H2, name="flatbed.what")
        self._how = TextLabel(tokens, "", Role.BODY)
        words.addWidget(self._what)
        words.addWidget(self._how)
        row.addLayout(words, 1)
        panel.body.addLayout(row)
        self.main.addWidget(panel)
        self.main.addStretch(1)
        self._ask()

    def show_scanning(self) -> None:
        """Say that the sheet is being scanned; it can be stopped."""
        self._scans = True
        self.show_strip(None)
        self._mark.hide()
        self._ring.show()
        self._ring.spin(moving=not self.look.still)
        self._say("flatbed.scanning", "flatbed.scanning.text")
        say = self.look.say
        self.footer = Footer(back=say("footer.back"), primary=say("flatbed.stop"), primary_icon="x")
        self.changed.emit()

    def show_part(self, part: float) -> None:
        """Show how much of the sheet is done, 0 to 1."""
        self._ring.show_part(part)

    def show_trouble(self, reason: str) -> None:
        """Say why no picture came; one that was stopped on purpose needs no reason."""
        self._ask()
        if reason != "stopped":
            look = self.look
            words = look.say(f"flatbed.failed.{reason}")
            title = look.say("flatbed.failed")
            self.show_strip(ErrorSummary(look.tokens, title, (("", words),)))

    def _ask(self) -> None:
        self._scans = False
        self._ring.hide()
        self._mark.show()
        self._say("flatbed.lay", "flatbed.lay.text")
        say = self.look.say
        self.footer = Footer(
            back=say("footer.back"), primary=say("flatbed.scan"), primary_icon="scan-line"
        )
        self.changed.emit()

    def _say(self, what: str, how: str) -> None:
        self._what.set_text(self.look.say(what))
        self._how.set_text(self.look.say(how))

    @Slot()
    def _pressed(self) -> None:
        if self._scans:
            self.stop.emit()
        else:
            self.scan.emit()
