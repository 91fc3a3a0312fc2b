"""The fee: each part with the rule that made it, and the sum in words of money."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from ui.components.panel import Divider, Notice, Panel
from ui.components.text_label import TextLabel
from ui.page import Aside, Footer, Page, Place
from ui.screens.caution import Caution, show_caution
from ui.theme.tokens import Role

if TYPE_CHECKING:
    from ui.look import Look


@dataclass(frozen=True, slots=True)
class FeePartShown:
    """One part: its name with the amount, and the rule."""

    name: str
    amount: str
    rule: str


class FeePage(Page):
    """Shows the fee; nothing is paid here."""

    def __init__(
        self,
        look: Look,
        parts: tuple[FeePartShown, ...],
        *,
        total: str,
        caption: str,
        caution: Caution | None = None,
    ) -> None:
        """`caution` are the words against fraud, the program's own where none are given."""
        super().__init__(look, name="fee", heading=look.say("fee.title"), aside=Aside.BESIDE_BODY)
        self.place = Place(caption, look.say("tasks.fee.title"))
        self.footer = Footer(
            back=look.say("footer.back"),
            leave=look.say("footer.leave"),
            primary=look.say("footer.continue"),
        )
        tokens = look.tokens
        panel = Panel(tokens)
        panel.body.setSpacing(tokens.space(20))
        whole = QVBoxLayout()
        whole.setSpacing(0)
        whole.addWidget(TextLabel(tokens, look.say("fee.total"), Role.CAPTION))
        whole.addWidget(TextLabel(tokens, total, Role.DISPLAY, name="fee.total"))
        panel.body.addLayout(whole)
        for part in parts:
            panel.body.addWidget(Divider(tokens))
            panel.body.addLayout(self._part(part))
        self.main.addWidget(panel)
        self.main.addStretch(1)
        beside = Panel(tokens)
        beside.body.addWidget(Notice(tokens, look.say("fee.pay_later"), icon="info"))
        self.aside.addWidget(beside)
        self.aside.addStretch(1)
        show_caution(self, caution or Caution.spoken(look, "payment"))

    def _part(self, part: FeePartShown) -> QHBoxLayout:
        """The name over its rule; the amount at the right, as on a bill."""
        tokens = self.look.tokens
        row = QHBoxLayout()
        row.setSpacing(tokens.px(32))
        words = QVBoxLayout()
        words.setSpacing(tokens.px(2))
        words.addWidget(TextLabel(tokens, part.name, Role.STRONG))
        words.addWidget(TextLabel(tokens, part.rule, Role.SECONDARY))
        row.addLayout(words, 1)
        amount = TextLabel(tokens, part.amount, Role.STRONG)
        row.addWidget(amount, 0, Qt.AlignmentFlag.AlignTop)
        return row
