"""Picks a file from a USB stick: names and dates as large rows, no file window of the system."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout

from ui.components.action_tile import ActionTile
from ui.components.error_summary import ErrorSummary
from ui.components.pager import PagedColumn, Pager
from ui.components.panel import IconMark, Panel
from ui.components.press_button import PressButton
from ui.components.ring import ProgressRing
from ui.components.text_label import TextLabel
from ui.page import Footer, Page, Place
from ui.theme.tokens import Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from ui.look import Look
    from ui.speech.script import Utterance

_FILE = "pick."
_SIGN = 84


@dataclass(frozen=True, slots=True)
class FileShown:
    """One file: its name, and a line with size and day."""

    name: str
    detail: str


class _FileTile(ActionTile):
    """A file; what people and cameras call their files is no use to the ear."""

    def said(self) -> tuple[Utterance, ...]:
        """Nothing."""
        return ()


class PickFilePage(Page):
    """Reports `picked` with the place of a file in the list that was shown."""

    picked = Signal(int)
    again = Signal()

    def __init__(self, look: Look, *, heading: str, hint: str) -> None:
        super().__init__(look, name="pick_file", heading=heading, hint=hint)
        self.place = Place(look.say("papers.caption"))
        self.footer = Footer(back=look.say("footer.back"))
        pager = Pager(look.tokens, look.say("pager.up"), look.say("pager.down"))
        self._column = PagedColumn(look.tokens, pager, self._range, look.say("pager.more"))
        self.main.addWidget(self._column, 1)
        self._again = PressButton(
            look.tokens, look.say("pick.again"), name="pick.again", parent=self
        )
        self._again.tapped.connect(self._look_again)
        self._again.hide()
        self.primary.connect(self._look_again)

    def show_looking(self) -> None:
        """Say that the sticks are being looked into; what lies on them isn't known yet."""
        ring = ProgressRing(self.look.tokens, size=_SIGN, thickness=10)
        ring.spin(moving=not self.look.still)
        self._column.set_rows([self._told(ring, "pick.looking")])

    def show_files(self, files: Sequence[FileShown]) -> None:
        """Show what lies on the sticks now; to look again is the first thing only without any."""
        say = self.look.say
        self.footer = Footer(back=say("footer.back"), primary=None if files else say("pick.again"))
        self.footer_middle = self._again if files else None
        self._again.setVisible(bool(files))
        self.changed.emit()
        tokens = self.look.tokens
        rows: list[QWidget] = []
        if not files:
            mark = IconMark(tokens, "usb", size=_SIGN, colour="primary")
            rows.append(self._told(mark, "pick.none"))
        for place, file in enumerate(files):
            name = f"{_FILE}{place}"
            tile = _FileTile(tokens, file.name, file.detail, name=name, icon="file")
            tile.tapped.connect(self._picked)
            rows.append(tile)
        self._column.set_rows(rows)

    def _told(self, sign: QWidget, key: str) -> Panel:
        tokens = self.look.tokens
        panel = Panel(tokens)
        row = QHBoxLayout()
        row.setSpacing(tokens.px(36))
        row.addWidget(sign, 0, Qt.AlignmentFlag.AlignVCenter)
        words = TextLabel(tokens, self.look.say(key), Role.INPUT)
        row.addWidget(words, 1, Qt.AlignmentFlag.AlignVCenter)
        panel.body.addLayout(row)
        return panel

    def show_unusable(self, reason: str) -> None:
        """Say why the file that was picked can't be used, and what to do."""
        title = self.look.say("pick.wrong")
        self.show_strip(ErrorSummary(self.look.tokens, title, (("", reason),)))

    def _range(self, first: int, last: int, count: int) -> str:
        return self.look.say("find.found", first=first, last=last, count=count)

    @Slot()
    def _look_again(self) -> None:
        """What was found may be the same: that it was looked for is seen all the same."""
        self.show_looking()
        self.again.emit()

    @Slot()
    def _picked(self) -> None:
        self.picked.emit(int(self.sender().objectName().removeprefix(_FILE)))
