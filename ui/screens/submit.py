"""The last question before submitting, with the declaration; and the wait that follows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ui.components.panel import Notice, Panel
from ui.components.pressing import GUARD_SUBMIT_MS
from ui.components.text_label import TextLabel
from ui.page import Footer, Page, Place
from ui.theme.tokens import Role

if TYPE_CHECKING:
    from ui.look import Look


@dataclass(frozen=True, slots=True)
class SubmitShown:
    """What is submitted; `subject` is "" for a dossier and "account." for an account."""

    caption: str
    declaration: str
    subject: str
    online: bool


class SubmitPage(Page):
    """The label follows the state of the network: submit, or keep until it is back."""

    def __init__(self, look: Look, shown: SubmitShown) -> None:
        key = f"submit.{shown.subject}{'online' if shown.online else 'offline'}"
        super().__init__(look, name="submit", heading=look.say(f"{key}.title"))
        self.place = Place(shown.caption, look.say("submit.caption"), 1.0, waiting=True)
        self.footer = Footer(
            back=look.say("footer.back"),
            leave=look.say("footer.leave"),
            primary=look.say(f"{key}.button"),
            primary_guard_ms=GUARD_SUBMIT_MS,
        )
        self.main.addWidget(Notice(look.tokens, look.say(f"{key}.text"), icon="info"))
        panel = Panel(look.tokens)
        words = look.say("submit.declaration")
        panel.body.addWidget(TextLabel(look.tokens, words, Role.CAPTION_STRONG))
        panel.body.addWidget(TextLabel(look.tokens, shown.declaration, Role.BODY))
        self.main.addWidget(panel)
        self.main.addStretch(1)
