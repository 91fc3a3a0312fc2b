"""What the doctor finds: how the machine is, part by part, and what mends it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.components.paged_card import PagedCard
from ui.components.panel import IconMark
from ui.components.text_label import TextLabel
from ui.components.tones import Tone
from ui.page import Door, Footer, Page, Place
from ui.screens.rows_said import RowsPager
from ui.theme.tokens import Role

if TYPE_CHECKING:
    from ui.look import Look

_SIDE = 34


@dataclass(frozen=True, slots=True)
class FindingShown:
    """One thing that was looked at, and what mends it, "" where nothing must be."""

    words: str
    fix: str
    tone: Tone


class FindingRow(QWidget):
    """The icon of how it is, what was found, and below it what to do."""

    def __init__(self, look: Look, shown: FindingShown) -> None:
        super().__init__()
        tokens = look.tokens
        row = QHBoxLayout(self)
        side, down = tokens.px(_SIDE), tokens.space(16)
        row.setContentsMargins(side, down, side, down)
        row.setSpacing(tokens.px(24))
        mark = IconMark(tokens, shown.tone.icon, size=40, colour=shown.tone.ink, beside=Role.BODY)
        row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(0)
        sound = shown.tone is Tone.SUCCESS
        words.addWidget(TextLabel(tokens, shown.words, Role.BODY if sound else Role.STRONG))
        if shown.fix:
            words.addWidget(TextLabel(tokens, shown.fix, Role.SECONDARY))
        row.addLayout(words, 1)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)


class CheckupPage(Page):
    """Findings in one card, a page at a time.

    `primary` wants another look, `leave` the screen measured.
    """

    def __init__(
        self, look: Look, findings: tuple[FindingShown, ...], *, behind: bool = True
    ) -> None:
        """`behind` the staff's door, or before it, where the kiosk is out of order."""
        say, tokens = look.say, look.tokens
        wrong = sum(it.tone is not Tone.SUCCESS for it in findings)
        super().__init__(
            look,
            name="checkup",
            heading=say("checkup.title"),
            hint=say("checkup.wrong", count=wrong) if wrong else say("checkup.sound"),
        )
        if behind:
            self.setObjectName("desk.checkup")
        self.place = Place(say("desk.caption"), say("checkup.short"))
        self.door = Door.BEHIND if behind else Door.NONE
        self.footer = Footer(
            back=say("footer.back"),
            leave=say("measure.short") if behind else None,
            leave_icon="id-card",
            primary=say("checkup.again"),
        )
        self._card = PagedCard(tokens, pressable=False)
        for finding in findings:
            self._card.add_row(FindingRow(look, finding))
        self._pager = RowsPager(self, self._card)
        self.footer_middle = self._pager
        self.main.addWidget(self._card, 1)
        self._pager.say_range()
