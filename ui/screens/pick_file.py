"""Picks a file from a USB stick: names and dates as large rows, no file window of the system."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from ui.components.error_summary import ErrorSummary
from ui.components.pager import PagedColumn, Pager
from ui.components.panel import Notice
from ui.components.press_button import PressButton
from ui.page import Footer, Page, Place

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from ui.look import Look


@dataclass(frozen=True, slots=True)
class FileShown:
    """One file: its name, and a line with size and day."""

    name: str
    detail: str


class PickFilePage(Page):
    """Reports `picked` with the place of a file in the list that was shown."""

    picked = Signal(int)
    again = Signal()

    def __init__(self, look: Look, *, heading: str, hint: str) -> None:
        super().__init__(look, name="pick_file", heading=heading, hint=hint)
        self.place = Place(look.say("papers.caption"))
        self.footer = Footer(back=look.say("footer.back"), primary=look.say("pick.again"))
        self._pager = Pager(look.tokens, look.say("pager.up"), look.say("pager.down"))
        self._column = PagedColumn(look.tokens, self._pager)
        self.main.addWidget(self._column, 1)
        self.primary.connect(self.again)

    def show_files(self, files: Sequence[FileShown]) -> None:
        """Show what lies on the sticks now."""
        rows: list[QWidget] = []
        if not files:
            rows.append(Notice(self.look.tokens, self.look.say("pick.none"), icon="usb"))
        for place, file in enumerate(files):
            row = PressButton(
                self.look.tokens,
                file.name,
                name=f"pick.{place}",
                icon="file",
                icon_after="chevron-right",
                spoken=f"{file.name}, {file.detail}",
                centred=False,
            )
            row.tapped.connect(self._picked)
            rows.append(row)
        self._column.set_rows(rows)

    def show_unusable(self, reason: str) -> None:
        """Say why the file that was picked can't be used, and what to do."""
        title = self.look.say("pick.wrong")
        self.show_strip(ErrorSummary(self.look.tokens, title, (("", reason),)))

    def _picked(self) -> None:
        self.picked.emit(int(self.sender().objectName().removeprefix("pick.")))
