"""The fee: each part with the rule that made it, and the sum in words of money."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ui.components.panel import Notice, Panel
from ui.components.rows import FactRow
from ui.components.text_label import TextLabel
from ui.page import Footer, Page, Place
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
        self, look: Look, parts: tuple[FeePartShown, ...], *, total: str, caption: str
    ) -> None:
        super().__init__(look, name="fee", heading=look.say("fee.title"))
        self.place = Place(caption, look.say("tasks.fee.title"))
        self.footer = Footer(
            back=look.say("footer.back"),
            leave=look.say("footer.leave"),
            primary=look.say("footer.continue"),
        )
        panel = Panel(look.tokens)
        panel.body.addWidget(TextLabel(look.tokens, look.say("fee.total"), Role.CAPTION))
        panel.body.addWidget(TextLabel(look.tokens, total, Role.DISPLAY, name="fee.total"))
        for part in parts:
            panel.body.addWidget(FactRow(look.tokens, part.name, f"{part.amount}. {part.rule}"))
        self.main.addWidget(panel)
        self.main.addWidget(Notice(look.tokens, look.say("fee.pay_later"), icon="info"))
        self.main.addStretch(1)
