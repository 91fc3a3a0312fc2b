"""What to bring, what it costs, how long it takes and who may submit: before the first question."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from ui.components.panel import Divider, IconMark, Notice, Panel
from ui.components.text_label import TextLabel
from ui.components.tones import Tone
from ui.page import Aside, Footer, Page, Place
from ui.theme.tokens import Role

if TYPE_CHECKING:
    from ui.look import Look


@dataclass(frozen=True, slots=True)
class PaperToBring:
    """One paper: what it is, original or copy, and whether it is always needed."""

    title: str
    form: str
    always: bool


@dataclass(frozen=True, slots=True)
class ProcedureShown:
    """A procedure in a few lines."""

    title: str
    cost: str
    duration: str
    who: str
    papers: tuple[PaperToBring, ...]
    checked_on: str


class BringPage(Page):
    """The papers in the main part; cost, time and who beside them."""

    def __init__(self, look: Look, shown: ProcedureShown) -> None:
        super().__init__(
            look,
            name="bring",
            heading=look.say("bring.title"),
            hint=look.say("bring.hint") if shown.papers else "",
            aside=Aside.BESIDE_BODY,
        )
        self.main.setSpacing(look.tokens.space(16))
        self.place = Place(shown.title, look.say("bring.title"))
        self.footer = Footer(back=look.say("footer.back"), primary=look.say("bring.start"))
        for paper in shown.papers:
            self.main.addWidget(self._paper(paper))
        if not shown.papers:
            words = look.say("bring.none")
            nothing = Notice(look.tokens, words, icon=Tone.SUCCESS.icon, tone=Tone.SUCCESS)
            self.main.addWidget(nothing)
        self.main.addStretch(1)
        self.aside.addWidget(self._facts(shown))
        self.aside.addStretch(1)

    def _paper(self, paper: PaperToBring) -> Panel:
        tokens = self.look.tokens
        panel = Panel(tokens, padding=20)
        row = QHBoxLayout()
        row.setSpacing(tokens.px(24))
        row.addWidget(Notice(tokens, paper.title, paper.form, icon="file-text"), 1)
        need = self.look.say("bring.always" if paper.always else "bring.maybe")
        role = Role.CAPTION_STRONG if paper.always else Role.CAPTION
        row.addWidget(TextLabel(tokens, need, role), 0, Qt.AlignmentFlag.AlignVCenter)
        panel.body.addLayout(row)
        return panel

    def _facts(self, shown: ProcedureShown) -> Panel:
        look = self.look
        tokens = look.tokens
        panel = Panel(tokens, padding=28)
        panel.body.setSpacing(tokens.space(16))
        role = Role.CAPTION_STRONG if tokens.tight or tokens.largest else Role.STRONG
        facts = (
            ("cost", shown.cost, "banknote"),
            ("duration", shown.duration, "calendar-clock"),
            ("who", shown.who, "users"),
        )
        for number, (name, value, icon) in enumerate(facts):
            if number:
                panel.body.addWidget(Divider(tokens))
            row = QHBoxLayout()
            row.setSpacing(tokens.px(20))
            if not (tokens.tight or tokens.large):
                mark = IconMark(tokens, icon, size=40, colour="primary")
                row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
            words = QVBoxLayout()
            words.setSpacing(tokens.px(2))
            words.addWidget(TextLabel(tokens, look.say(f"bring.{name}"), Role.CAPTION))
            words.addWidget(TextLabel(tokens, value, role))
            row.addLayout(words, 1)
            panel.body.addLayout(row)
        panel.body.addWidget(Divider(tokens))
        panel.body.addWidget(TextLabel(tokens, shown.checked_on, Role.CAPTION))
        return panel
