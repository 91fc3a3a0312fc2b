"""What to bring, what it costs, how long it takes and who may submit: before the first question."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ui.components.pager import PagedColumn, Pager
from ui.components.panel import Divider, Notice, Panel
from ui.components.text_label import TextLabel
from ui.page import Aside, Footer, Page, Place
from ui.theme.tokens import Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

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
            hint=look.say("bring.hint"),
            aside=Aside.BESIDE_BODY,
        )
        self.place = Place(shown.title, look.say("bring.title"))
        self.footer = Footer(back=look.say("footer.back"), primary=look.say("bring.start"))
        pager = Pager(look.tokens, look.say("input.up"), look.say("input.down"))
        column = PagedColumn(look.tokens, pager)
        column.set_rows(self._papers(shown.papers))
        self.main.addWidget(column, 1)
        panel = Panel(look.tokens)
        facts = (("cost", shown.cost), ("duration", shown.duration), ("who", shown.who))
        for number, (name, value) in enumerate(facts):
            if number:
                panel.body.addWidget(Divider(look.tokens))
            panel.body.addWidget(TextLabel(look.tokens, look.say(f"bring.{name}"), Role.CAPTION))
            panel.body.addWidget(TextLabel(look.tokens, value, Role.STRONG))
        panel.body.addStretch(1)
        panel.body.addWidget(TextLabel(look.tokens, shown.checked_on, Role.CAPTION))
        self.aside.addWidget(panel, 1)

    def _papers(self, papers: Sequence[PaperToBring]) -> list[QWidget]:
        if not papers:
            return [Notice(self.look.tokens, self.look.say("bring.none"), icon="circle-check")]
        return [
            Notice(
                self.look.tokens,
                paper.title,
                paper.form if paper.always else f"{self.look.say('bring.maybe')}: {paper.form}",
                icon="file-text",
            )
            for paper in papers
        ]
