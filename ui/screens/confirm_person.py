"""Shows who was read or entered; an old commune that was split is decided by the person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout

from ui.components.choice_tile import ChoiceGrid, ChoiceTile
from ui.components.code_cells import CodeLabel
from ui.components.error_summary import ErrorSummary
from ui.components.panel import Divider, Notice, Panel
from ui.components.press_button import Kind, PressButton
from ui.components.text_label import TextLabel
from ui.page import Aside, Footer, Page, Place
from ui.theme.tokens import Role

if TYPE_CHECKING:
    from ui.look import Look

_REVEAL_MS: Final = 5000
_UNSURE: Final = "unsure"


@dataclass(frozen=True, slots=True)
class PlaceChoice:
    """One commune that an old one became; `written` is the whole address as it will stand."""

    code: str
    name: str
    province: str
    written: str


@dataclass(frozen=True, slots=True)
class ResidenceShown:
    """The residence on the card, and what it may be now; one choice needs no choosing."""

    on_card: str
    former: str
    choices: tuple[PlaceChoice, ...]


@dataclass(frozen=True, slots=True)
class PersonShown:
    """A person in words: `number` is whole, `masked` is what stands until it is revealed."""

    name: str
    birth_date: str
    sex: str
    number: str
    masked: str
    origin: str
    name_damaged: bool
    residence: ResidenceShown | None


class ConfirmPersonPage(Page):
    """Reports `confirmed` with the code of the commune chosen, or "" where none is known."""

    confirmed = Signal(str)
    edit = Signal()

    def __init__(self, look: Look, shown: PersonShown, *, heading: str) -> None:
        super().__init__(
            look, name="confirm_person", heading=heading, aside=Aside.BESIDE_HEADING
        )
        self.place = Place(look.say("identity.caption"))
        self.footer = Footer(
            back=look.say("footer.back"),
            leave=look.say("footer.leave"),
            primary=look.say("confirm.yes"),
        )
        self._shown = shown
        self._grid: ChoiceGrid | None = None
        self._said: TextLabel | None = None
        self.main.addWidget(self._card())
        residence = shown.residence
        if residence is not None and len(residence.choices) > 1:
            self._ask_place(residence)
        self.main.addStretch(1)
        self.aside.addWidget(self._aside(), 1)
        self.primary.connect(self._confirm)

    def _card(self) -> Panel:
        look, shown = self.look, self._shown
        panel = Panel(look.tokens)
        top = QHBoxLayout()
        top.addWidget(TextLabel(look.tokens, shown.name, Role.DISPLAY, name="confirm.name"), 1)
        edit = PressButton(
            look.tokens, look.say("confirm.edit"), name="confirm.edit", kind=Kind.SMALL, icon="pencil"
        )
        edit.tapped.connect(self.edit)
        top.addWidget(edit)
        panel.body.addLayout(top)
        if shown.name_damaged:
            words = look.say("confirm.name_damaged")
            panel.body.addWidget(Notice(look.tokens, words, icon="triangle-alert"))
        rows = QGridLayout()
        rows.setHorizontalSpacing(look.px(32))
        rows.setVerticalSpacing(look.tokens.space(12))
        rows.setColumnStretch(2, 1)
        facts = (("birth_date", shown.birth_date), ("sex", shown.sex))
        for place, (name, value) in enumerate(facts):
            label = TextLabel(look.tokens, look.say(f"confirm.{name}"), Role.SECONDARY)
            rows.addWidget(label, place, 0)
            rows.addWidget(TextLabel(look.tokens, value, Role.STRONG), place, 1, 1, 2)
        rows.addWidget(TextLabel(look.tokens, look.say("confirm.number"), Role.SECONDARY), 2, 0)
        self._number = CodeLabel(look.tokens, shown.masked, Role.STRONG, name="confirm.number")
        rows.addWidget(self._number, 2, 1)
        reveal = PressButton(
            look.tokens, look.say("confirm.reveal"), name="confirm.reveal", kind=Kind.SMALL, icon="eye"
        )
        reveal.tapped.connect(self._reveal)
        rows.addWidget(reveal, 2, 2)
        rows.setColumnStretch(3, 1)
        panel.body.addLayout(rows)
        return panel

    def _ask_place(self, residence: ResidenceShown) -> None:
        look = self.look
        self.main.addWidget(TextLabel(look.tokens, look.say("confirm.where"), Role.H2))
        said = look.say("confirm.split", former=residence.former, count=len(residence.choices))
        self.main.addWidget(TextLabel(look.tokens, said, Role.SECONDARY))
        self._grid = ChoiceGrid(look.tokens, columns=2)
        for choice in residence.choices:
            self._grid.add(
                ChoiceTile(
                    look.tokens,
                    choice.name,
                    choice.province,
                    name=f"confirm.place.{choice.code}",
                    value=choice.code,
                )
            )
        self._grid.add(
            ChoiceTile(
                look.tokens,
                look.say("confirm.unsure"),
                look.say("confirm.unsure_hint"),
                name="confirm.place.unsure",
                value=_UNSURE,
            )
        )
        self._grid.answered.connect(self._place_chosen)
        self.main.addWidget(self._grid)

    def _aside(self) -> Panel:
        look, residence = self.look, self._shown.residence
        panel = Panel(look.tokens)
        if residence is not None:
            panel.body.addWidget(
                TextLabel(look.tokens, look.say("confirm.card_says"), Role.CAPTION)
            )
            panel.body.addWidget(TextLabel(look.tokens, residence.on_card, Role.BODY))
            panel.body.addSpacing(look.tokens.space(24))
            panel.body.addWidget(
                TextLabel(look.tokens, look.say("confirm.dossier_says"), Role.CAPTION)
            )
            written = residence.choices[0].written if len(residence.choices) == 1 else ""
            self._said = TextLabel(
                look.tokens, written or look.say("confirm.choose_place"), Role.STRONG
            )
            panel.body.addWidget(self._said)
        panel.body.addStretch(1)
        panel.body.addWidget(Divider(look.tokens))
        panel.body.addWidget(Notice(look.tokens, self._shown.origin, icon="info"))
        return panel

    def _reveal(self) -> None:
        self._number.set_code(self._shown.number)
        QTimer.singleShot(_REVEAL_MS, self, self._mask)

    def _mask(self) -> None:
        self._number.set_code(self._shown.masked)

    def _place_chosen(self, code: object) -> None:
        residence = self._shown.residence
        if residence is None or self._said is None:
            return
        written = {choice.code: choice.written for choice in residence.choices}
        self._said.set_text(written.get(str(code)) or self.look.say("confirm.unsure_hint"))

    def _confirm(self) -> None:
        residence = self._shown.residence
        if self._grid is None:
            only = residence.choices[0].code if residence and residence.choices else ""
            self.confirmed.emit(only)
        elif self._grid.chosen is None:
            words = self.look.say("confirm.choose_place")
            self.show_strip(ErrorSummary(self.look.tokens, words, ()))
        else:
            self.confirmed.emit("" if self._grid.chosen == _UNSURE else str(self._grid.chosen))
