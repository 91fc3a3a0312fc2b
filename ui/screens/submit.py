"""The last question before submitting, with the declaration; and the wait that follows."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from ui.art.tiles import RESULT_HOUSE_HEIGHT, RESULT_HOUSE_WIDTH, paint_result_house
from ui.components.drawing import Drawing
from ui.components.panel import Notice, Panel
from ui.components.pressing import GUARD_SUBMIT_MS
from ui.components.text_label import TextLabel
from ui.page import Aside, Footer, Page, Place
from ui.theme.tokens import Role

if TYPE_CHECKING:
    from ui.look import Look

_ICONS = {True: "send", False: "archive"}


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
        super().__init__(
            look, name="submit", heading=look.say(f"{key}.title"), aside=Aside.BESIDE_BODY
        )
        self.place = Place(
            shown.caption, look.say(f"submit.{shown.subject}caption"), 1.0, waiting=True
        )
        self.footer = Footer(
            back=look.say("footer.back"),
            leave=look.say("footer.leave"),
            primary=look.say(f"{key}.button"),
            primary_guard_ms=GUARD_SUBMIT_MS,
        )
        tokens = look.tokens
        self.main.addWidget(Notice(tokens, look.say(f"{key}.text"), icon=_ICONS[shown.online]))
        panel = Panel(tokens)
        panel.body.setSpacing(tokens.space(16))
        panel.body.addWidget(TextLabel(tokens, look.say("submit.declaration"), Role.H2))
        panel.body.addWidget(TextLabel(tokens, shown.declaration, Role.BODY))
        self.main.addWidget(panel)
        self.main.addStretch(1)
        self.aside.addWidget(self._house())
        self.aside.addStretch(1)

    def _house(self) -> Panel:
        """The house still lacks one lane of tiles: nothing has been sent."""
        look = self.look
        tokens = look.tokens
        panel = Panel(tokens)
        panel.body.setSpacing(tokens.space(20))
        paint = partial(
            paint_result_house,
            line=tokens.colour("warning"),
            ground=tokens.colour("paper"),
            whole=False,
        )
        if not (tokens.portrait and tokens.largest):  # words need its room there
            panel.body.addWidget(Drawing(tokens, paint, RESULT_HOUSE_WIDTH, RESULT_HOUSE_HEIGHT))
        panel.body.addWidget(TextLabel(tokens, look.say("submit.not_yet"), Role.BODY))
        return panel
