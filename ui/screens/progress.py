"""How far a dossier has come, in one plain sentence, and what can still be done about it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from ui.components.code_cells import CodeLabel
from ui.components.panel import Divider, Notice, Panel, VerdictBar
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
        super().__init__(
            look, name="progress", heading=shown.title, aside=Aside.BESIDE_BODY
        )
        self.place = Place(look.say("progress.caption"), waiting=shown.code is None)
        self.footer = Footer(back=look.say("footer.back"), primary=look.say("progress.home"))
        panel = Panel(look.tokens)
        panel.body.addWidget(VerdictBar(look.tokens, shown.state, shown.tone))
        if shown.text:
            panel.body.addWidget(TextLabel(look.tokens, shown.text, Role.BODY))
        if shown.code is not None:
            panel.body.addWidget(Divider(look.tokens))
            panel.body.addWidget(TextLabel(look.tokens, shown.code_label, Role.CAPTION))
            panel.body.addWidget(
                CodeLabel(look.tokens, shown.code, Role.H2, name="progress.code")
            )
        self.main.addWidget(panel)
        self.main.addWidget(Notice(look.tokens, shown.updated, icon="clock"))
        self.main.addStretch(1)
        aside = Panel(look.tokens)
        aside.body.addWidget(TextLabel(look.tokens, look.say("progress.ticket"), Role.CAPTION))
        aside.body.addWidget(
            CodeLabel(look.tokens, shown.ticket, Role.H2, name="progress.ticket")
        )
        self.aside.addWidget(aside)
        if shown.can_be is CanBe.REOPENED:
            self._offer()
        self.aside.addStretch(1)

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
