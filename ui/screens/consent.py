"""Asks the person's agreement: separate choices, none made beforehand, declining as easy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from ui.components.choice_tile import ChoiceTile
from ui.components.error_summary import ErrorSummary
from ui.components.panel import Divider, Panel
from ui.components.text_label import TextLabel
from ui.page import Aside, Footer, Page, Place
from ui.theme.tokens import Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ui.look import Look


@dataclass(frozen=True, slots=True)
class ConsentAsked:
    """One purpose with the very words that the person reads; `needed` to go on."""

    purpose: str
    title: str
    text: str
    needed: bool = False


@dataclass(frozen=True, slots=True)
class ConsentFacts:
    """Who handles the information and whom to call."""

    commune: str
    point: str
    phone: str


class ConsentPage(Page):
    """Reports `decided` with what was agreed to, purpose by purpose; silence is no agreement."""

    decided = Signal(dict)

    def __init__(self, look: Look, asked: Sequence[ConsentAsked], facts: ConsentFacts) -> None:
        super().__init__(
            look,
            name="consent",
            heading=look.say("consent.title"),
            hint=look.say("consent.hint"),
            aside=Aside.BESIDE_HEADING,
        )
        self._asked = tuple(asked)
        self._tiles: dict[str, tuple[ChoiceTile, ChoiceTile]] = {}
        self.place = Place(look.say("consent.caption"))
        self.footer = Footer(
            back=look.say("footer.back"), leave=None, primary=look.say("footer.continue")
        )
        for one in self._asked:
            self._add(one)
        self.main.addStretch(1)
        self._tell(facts)
        self.primary.connect(self._decide)

    def _add(self, one: ConsentAsked) -> None:
        tokens = self.look.tokens
        panel = Panel(tokens, padding=24)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(TextLabel(tokens, one.title, Role.STRONG))
        words.addWidget(TextLabel(tokens, one.text, Role.CAPTION, colour="text_secondary"))
        choices = QHBoxLayout()
        choices.setSpacing(tokens.px(16))
        agree = ChoiceTile(tokens, self.look.say("consent.agree"), name=f"consent.{one.purpose}.yes")
        decline = ChoiceTile(
            tokens, self.look.say("consent.decline"), name=f"consent.{one.purpose}.no"
        )
        for tile in (agree, decline):
            tile.tapped.connect(self._chosen)
            choices.addWidget(tile, 1)
        panel.body.addLayout(words)
        panel.body.addLayout(choices)
        self._tiles[one.purpose] = (agree, decline)
        self.main.addWidget(panel)

    def _tell(self, facts: ConsentFacts) -> None:
        tokens = self.look.tokens
        panel = Panel(tokens)
        values = {"commune": facts.commune, "point": facts.point, "phone": facts.phone}
        for number, part in enumerate(("who", "kept", "rights")):
            if number:
                panel.body.addWidget(Divider(tokens))
            title = self.look.say(f"consent.{part}.title")
            text = self.look.say(f"consent.{part}.text", **values)
            panel.body.addWidget(TextLabel(tokens, title, Role.CAPTION_STRONG))
            panel.body.addWidget(TextLabel(tokens, text, Role.CAPTION))
        panel.body.addStretch(1)
        self.aside.addWidget(panel, 1)

    def _chosen(self) -> None:
        _, purpose, choice = self.sender().objectName().split(".")
        agree, decline = self._tiles[purpose]
        agree.setChecked(choice == "yes")
        decline.setChecked(choice == "no")

    def _decide(self) -> None:
        missing = [
            one.purpose
            for one in self._asked
            if one.needed and not any(tile.isChecked() for tile in self._tiles[one.purpose])
        ]
        if missing:
            words = self.look.say("consent.needed")
            self.show_strip(ErrorSummary(self.look.tokens, words, ()))
            return
        self.decided.emit({name: tiles[0].isChecked() for name, tiles in self._tiles.items()})
