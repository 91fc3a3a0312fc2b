"""Asks the person's agreement: separate choices, none made beforehand, declining as easy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QBoxLayout, QButtonGroup, QHBoxLayout, QVBoxLayout

from ui.components.choice_tile import ChoiceTile
from ui.components.error_summary import ErrorSummary
from ui.components.panel import Divider, Panel
from ui.components.text_label import TextLabel
from ui.inputs.field_input import FaultLine
from ui.page import Aside, Footer, Page, Place
from ui.theme.tokens import Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from ui.look import Look

_YES, _NO = "yes", "no"
_TILE = 240


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
            aside=Aside.NONE if look.tokens.narrow else Aside.BESIDE_BODY,
        )
        self._asked = tuple(asked)
        self._groups: dict[str, QButtonGroup] = {}
        self._faults: dict[str, QWidget] = {}
        self.place = Place(look.say("consent.caption"))
        self.footer = Footer(
            back=look.say("footer.back"), leave=None, primary=look.say("footer.continue")
        )
        for one in self._asked:
            self._add(one)
        if look.tokens.narrow:
            self.main.addWidget(self._facts(facts))
        else:
            self.aside.addWidget(self._facts(facts), 1)
        self.main.addStretch(1)
        self.primary.connect(self._decide)

    def keep(self) -> object:
        """What was chosen so far, purpose by purpose."""
        return {purpose: self._chosen(purpose) for purpose in self._groups}

    def restore(self, kept: object) -> None:
        """Mark it again."""
        if isinstance(kept, dict):
            for purpose, group in self._groups.items():
                for tile in group.buttons():
                    if isinstance(tile, ChoiceTile):
                        tile.setChecked(tile.value == kept.get(purpose))

    def _add(self, one: ConsentAsked) -> None:
        tokens = self.look.tokens
        panel = Panel(tokens, padding=16)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        words.addWidget(TextLabel(tokens, one.title, Role.STRONG))
        words.addWidget(TextLabel(tokens, one.text, Role.CAPTION))
        if one.needed:
            fault = FaultLine(self.look)
            fault.show_words(self.look.say("consent.choose"))
            fault.hide()
            words.addWidget(fault)
            self._faults[one.purpose] = fault
        words.addStretch(1)
        # Words and choices stand beside one another where the words keep a readable width.
        beside = not (tokens.portrait or tokens.large)
        choices = QHBoxLayout()
        choices.setSpacing(tokens.px(16))
        group = QButtonGroup(panel)
        for value, key in ((_YES, "consent.agree"), (_NO, "consent.decline")):
            tile = ChoiceTile(
                tokens, self.look.say(key), name=f"consent.{one.purpose}.{value}", value=value
            )
            # Several are agreed to on one page: what is read aloud says which.
            tile.setAccessibleName(f"{self.look.say(key)}: {one.title}")
            tile.tapped.connect(self._forgive)
            if beside:
                tile.setFixedWidth(max(tokens.px(_TILE), tile.minimumSizeHint().width()))
            group.addButton(tile)
            choices.addWidget(tile, 1)
        row: QBoxLayout = QHBoxLayout() if beside else QVBoxLayout()
        row.setSpacing(tokens.px(20))
        row.addLayout(words, 1)
        row.addLayout(choices)
        panel.body.addLayout(row)
        self._groups[one.purpose] = group
        self.main.addWidget(panel)

    def _facts(self, facts: ConsentFacts) -> Panel:
        """Beside the choices, or below them in three columns where a row is short."""
        tokens = self.look.tokens
        panel = Panel(tokens, padding=28)
        values = {"commune": facts.commune, "point": facts.point, "phone": facts.phone}
        flow: QBoxLayout = panel.body
        if tokens.narrow and not tokens.large:
            flow = QHBoxLayout()
            flow.setSpacing(tokens.gutter)
            panel.body.addLayout(flow)
        for number, part in enumerate(("who", "kept", "rights")):
            if number and flow is panel.body:
                panel.body.addWidget(Divider(tokens))
            words = QVBoxLayout()
            words.setSpacing(tokens.px(4))
            title = self.look.say(f"consent.{part}.title")
            text = self.look.say(f"consent.{part}.text", **values)
            words.addWidget(TextLabel(tokens, title, Role.CAPTION_STRONG))
            words.addWidget(TextLabel(tokens, text, Role.CAPTION))
            words.addStretch(1)
            flow.addLayout(words, 0 if flow is panel.body else 1)
        panel.body.addStretch(1)
        return panel

    def _chosen(self, purpose: str) -> str | None:
        tile = self._groups[purpose].checkedButton()
        return str(tile.value) if isinstance(tile, ChoiceTile) else None

    @Slot()
    def _forgive(self) -> None:
        """What was missing has been chosen."""
        if not self._missing():
            self.show_strip(None)
            for fault in self._faults.values():
                fault.hide()

    def _missing(self) -> list[str]:
        return [
            one.purpose for one in self._asked if one.needed and self._chosen(one.purpose) is None
        ]

    @Slot()
    def _decide(self) -> None:
        missing = self._missing()
        if missing:
            words = self.look.say("consent.needed")
            self.show_strip(ErrorSummary(self.look.tokens, words, ()))
            for purpose in missing:
                self._faults[purpose].show()
            return
        self.decided.emit({name: self._chosen(name) == _YES for name in self._groups})
