"""How far a dossier has come, in one plain sentence, and what can still be done about it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from ui.components.code_cells import CodeLabel
from ui.components.panel import IconMark, Notice, Panel
from ui.components.press_button import PressButton
from ui.components.text_label import TextLabel
from ui.components.tones import Tone
from ui.page import Aside, Footer, Page, Place
from ui.theme.tokens import Role

if TYPE_CHECKING:
    from ui.look import Look


class CanBe(Enum):
    """What the slip still allows."""

    NOTHING = "nothing"
    REOPENED = "reopened"


@dataclass(frozen=True, slots=True)
class ProgressShown:
    """The state in words; `code` is the portal's, None while it has none."""

    title: str
    state: str
    tone: Tone
    text: str
    code_label: str
    code: str | None
    ticket: str
    updated: str
    can_be: CanBe


class ProgressPage(Page):
    """Never says "sent" without the portal's code."""

    reopen_wanted = Signal()
    withdraw_wanted = Signal()

    def __init__(self, look: Look, shown: ProgressShown) -> None:
        super().__init__(look, name="progress", heading=shown.title, aside=Aside.BESIDE_BODY)
        self.place = Place(look.say("progress.caption"), waiting=shown.code is None)
        self.footer = Footer(back=look.say("footer.back"), primary=look.say("progress.home"))
        tokens = look.tokens
        self.main.addWidget(self._state(shown))
        if shown.code is not None:
            self.main.addWidget(self._code(shown.code_label, shown.code, "progress.code"))
        self.main.addWidget(Notice(tokens, shown.updated, icon="clock"))
        self.main.addStretch(1)
        ticket = look.say("progress.ticket")
        self.aside.addWidget(self._code(ticket, shown.ticket, "progress.ticket"))
        if shown.can_be is CanBe.REOPENED:
            self._offer()
        self.aside.addStretch(1)

    def _state(self, shown: ProgressShown) -> Panel:
        """The state in large words on its own ground, with its shape beside."""
        tokens = self.look.tokens
        tone = shown.tone
        if tone is Tone.SUCCESS and shown.code is None:
            # Green is the portal's code alone.
            tone = Tone.INFO
        panel = Panel(tokens, tint=tone.ground)
        row = QHBoxLayout()
        row.setSpacing(tokens.px(32))
        waits = shown.code is None and tone is Tone.WARNING
        icon = "clock" if waits else tone.icon
        mark = IconMark(tokens, icon, size=84, colour=tone.ink)
        row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(tokens.space(8))
        words.addStretch(1)
        words.addWidget(TextLabel(tokens, shown.state, Role.H1, name="progress.state"))
        if shown.text:
            words.addWidget(TextLabel(tokens, shown.text, Role.BODY))
        words.addStretch(1)
        row.addLayout(words, 1)
        panel.body.addLayout(row)
        return panel

    def _code(self, label: str, code: str, name: str) -> Panel:
        tokens = self.look.tokens
        panel = Panel(tokens)
        panel.body.setSpacing(tokens.px(4))
        panel.body.addWidget(TextLabel(tokens, label, Role.CAPTION))
        panel.body.addWidget(CodeLabel(tokens, code, Role.H1, name=name))
        return panel

    def _offer(self) -> None:
        look = self.look
        reopen = PressButton(
            look.tokens, look.say("progress.reopen"), name="progress.reopen", icon="pencil"
        )
        reopen.tapped.connect(self.reopen_wanted)
        withdraw = PressButton(
            look.tokens, look.say("progress.withdraw"), name="progress.withdraw", icon="trash-2"
        )
        withdraw.tapped.connect(self.withdraw_wanted)
        self.aside.addWidget(reopen)
        self.aside.addWidget(withdraw)
