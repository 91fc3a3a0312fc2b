"""After a person walked away: says what was done, and shows no code and no name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from ui.components.panel import Divider, Notice, Panel
from ui.page import Footer, Page
from ui.theme.tokens import Role

if TYPE_CHECKING:
    from ui.look import Look


class WipedPage(Page):
    """`kept` says that the journey lies encrypted in the kiosk; else nothing of it is left."""

    home_wanted = Signal()
    resume_wanted = Signal()

    def __init__(self, look: Look, *, kept: bool) -> None:
        key = "wiped.kept" if kept else "wiped.gone"
        super().__init__(look, name="wiped", heading=look.say(f"{key}.title"))
        tokens, say = look.tokens, look.say
        self.footer = Footer(
            back=say("wiped.resume") if kept else None,
            back_icon="history",
            primary=say("wiped.home"),
        )
        self.primary.connect(self.home_wanted)
        self.back.connect(self.resume_wanted)
        panel = Panel(tokens)
        text = say(f"{key}.text")
        panel.body.addWidget(Notice(tokens, text, icon="shield-check", role=Role.INPUT))
        if kept:
            for name, icon in (("card", "id-card"), ("slip", "ticket")):
                panel.body.addSpacing(tokens.space(8))
                panel.body.addWidget(Divider(tokens))
                panel.body.addSpacing(tokens.space(8))
                title, detail = say(f"{key}.{name}.title"), say(f"{key}.{name}.text")
                panel.body.addWidget(Notice(tokens, title, detail, icon=icon))
        self.main.addWidget(panel)
        self.main.addStretch(1)
