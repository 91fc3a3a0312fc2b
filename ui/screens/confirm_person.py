"""Shows who was read or entered; an old commune that was split is decided by the person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout

from ui.components.choice_tile import ChoiceGrid, ChoiceTile
from ui.components.code_cells import CodeLabel
from ui.components.error_summary import ErrorSummary
from ui.components.panel import Divider, Notice, Panel
from ui.components.press_button import Kind, PressButton
from ui.components.text_label import NameLabel, TextLabel
from ui.inputs.field_input import FaultLine
from ui.page import Aside, Footer, Page, Place
from ui.screens.place_tree import PlaceTree
from ui.theme.text_layout import advance
from ui.theme.tokens import Role

if TYPE_CHECKING:
    from ui.look import Look

REVEAL_MS: Final = 5000
_UNSURE: Final = "unsure"
_BESIDE_NAME: Final = 260
_TOP: Final = Qt.AlignmentFlag.AlignTop


@dataclass(frozen=True, slots=True)
class PlaceChoice:
    """One commune that an old one became; `written` is the whole address as it will stand."""

    code: str
    name: str
    province: str
    written: str


@dataclass(frozen=True, slots=True)
class ResidenceShown:
    """The residence on the card, and what it may be now; one choice needs no choosing.

    `unsure`: letters were lost, so that one choice is to be chosen too. `details_lost`: hamlet and
    street are asked for later.
    """

    on_card: str
    former: str
    choices: tuple[PlaceChoice, ...]
    unsure: bool = False
    details_lost: bool = False

    @property
    def asks(self) -> bool:
        """Whether the person must choose."""
        return len(self.choices) > (0 if self.unsure else 1)


@dataclass(frozen=True, slots=True)
class PersonShown:
    """A person in words: `number` is whole, `masked` is what stands until it is revealed.

    `may_forget`: something may be kept of them here, which they can have erased.
    """

    name: str
    birth_date: str
    sex: str
    number: str
    masked: str
    origin: str
    residence: ResidenceShown | None
    may_forget: bool = False


class ConfirmPersonPage(Page):
    """Reports `confirmed` with the code of the commune chosen, or "" where none is known."""

    confirmed = Signal(str)
    edit = Signal()
    forget = Signal()

    def __init__(self, look: Look, shown: PersonShown, *, heading: str) -> None:
        """The number stands whole for `REVEAL_MS` after it was asked for, then masked again."""
        super().__init__(look, name="confirm_person", heading=heading, aside=Aside.BESIDE_BODY)
        self.place = Place(look.say("identity.caption"))
        self.footer = Footer(
            back=look.say("footer.back"),
            leave=look.say("footer.leave"),
            primary=look.say("confirm.yes"),
        )
        self._shown = shown
        self._grid: ChoiceGrid | None = None
        self._said: TextLabel | None = None
        self._tree: PlaceTree | None = None
        self._fault = FaultLine(look)
        self._fault.show_words(look.say("confirm.choose_place"))
        self._fault.hide()
        self._hiding = QTimer(self)
        self._hiding.setSingleShot(True)
        self._hiding.setInterval(REVEAL_MS)
        self._hiding.timeout.connect(self._mask)
        self.main.setSpacing(look.tokens.space(16))
        self.main.addWidget(self._card())
        residence = shown.residence
        if residence is not None and residence.asks:
            self._ask_place(residence)
        self.main.addStretch(1)
        self.aside.addWidget(self._beside(), 1 if residence is not None else 0)
        if residence is None:
            self.aside.addStretch(1)
        self.primary.connect(self._confirm)

    def keep(self) -> object:
        """The place chosen so far."""
        return self._grid.chosen if self._grid is not None else None

    def restore(self, kept: object) -> None:
        """Choose it again."""
        if self._grid is not None:
            self._grid.choose(kept)
            self._place_chosen(kept)

    def _card(self) -> Panel:
        look, shown = self.look, self._shown
        tokens = look.tokens
        panel = Panel(tokens, padding=32)
        panel.body.setSpacing(0)
        top = QHBoxLayout()
        top.setSpacing(look.px(24))
        small = self._long_name or tokens.tight or tokens.largest
        role = Role.H1 if small else Role.DISPLAY
        top.addWidget(NameLabel(tokens, shown.name, role, name="confirm.name"), 1)
        edit = PressButton(
            tokens, look.say("confirm.edit"), name="confirm.edit", kind=Kind.SMALL, icon="pencil"
        )
        edit.tapped.connect(self.edit)
        top.addWidget(edit, 0, Qt.AlignmentFlag.AlignTop)
        panel.body.addLayout(top)
        panel.body.addLayout(self._facts())
        return panel

    @property
    def _long_name(self) -> bool:
        """Whether the name in its usual size would not stand on one line."""
        tokens = self.look.tokens
        room = tokens.columns(8) - tokens.px(_BESIDE_NAME)
        return advance(self._shown.name, tokens.font(Role.DISPLAY)) > room

    def _facts(self) -> QGridLayout:
        look, shown = self.look, self._shown
        tokens = look.tokens
        rows = QGridLayout()
        rows.setHorizontalSpacing(look.px(32))
        rows.setVerticalSpacing(tokens.space(8 if self._long_name else 12))
        # In low windows, and under a name of two lines, the choices need the third line.
        beside = (tokens.tight or self._long_name) and not (
            tokens.narrow or tokens.large or tokens.portrait
        )
        places = ((0, 0), (0, 2), (1, 0)) if beside else ((0, 0), (1, 0), (2, 0))
        middle = Qt.AlignmentFlag.AlignVCenter
        for (row, column), name in zip(places, ("birth_date", "sex", "number"), strict=True):
            label = TextLabel(tokens, look.say(f"confirm.{name}"), Role.SECONDARY)
            rows.addWidget(label, row, column, middle if name == "number" else _TOP)
        for (row, column), value in zip(places, (shown.birth_date, shown.sex), strict=False):
            rows.addWidget(TextLabel(tokens, value, Role.STRONG), row, column + 1)
        rows.setColumnStretch(3 if beside else 1, 1)
        self._number = CodeLabel(tokens, shown.masked, Role.STRONG, name="confirm.number")
        reveal = PressButton(
            tokens, look.say("confirm.reveal"), name="confirm.reveal", kind=Kind.SMALL, icon="eye"
        )
        reveal.tapped.connect(self._reveal)
        number = QHBoxLayout()
        number.setSpacing(look.px(24))
        number.addWidget(self._number, 0, middle)
        number.addWidget(reveal, 0, middle)
        number.addStretch(1)
        if shown.may_forget and not (tokens.large or tokens.portrait):
            number.addWidget(self._eraser(), 0, middle)
        rows.addLayout(number, places[2][0], 1, 1, 3 if beside else 1)
        return rows

    def _ask_place(self, residence: ResidenceShown) -> None:
        look = self.look
        tokens = look.tokens
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(TextLabel(tokens, look.say("confirm.where"), Role.H2))
        former = _within_a_sentence(residence.former)
        said = look.say("confirm.split", former=former, count=len(residence.choices))
        if residence.unsure:
            said = look.say("confirm.unclear")
        words.addWidget(TextLabel(tokens, said, Role.SECONDARY))
        words.addWidget(self._fault)
        self.main.addLayout(words)
        self._grid = ChoiceGrid(tokens, columns=2, upright_columns=1 if tokens.large else 2)
        for choice in residence.choices:
            self._grid.add(
                ChoiceTile(
                    tokens,
                    choice.name,
                    choice.province,
                    name=f"confirm.place.{choice.code}",
                    value=choice.code,
                )
            )
        self._grid.add(
            ChoiceTile(
                tokens,
                look.say("confirm.unsure"),
                look.say("confirm.unsure_hint"),
                name="confirm.place.unsure",
                value=_UNSURE,
            )
        )
        self._grid.answered.connect(self._place_chosen)
        self.main.addWidget(self._grid)

    def _beside(self) -> Panel:
        """What the card says, what became of it, and what the dossier will say."""
        look, residence = self.look, self._shown.residence
        tokens = look.tokens
        panel = Panel(tokens)
        panel.body.setSpacing(tokens.space(24))
        if residence is not None:
            panel.body.addLayout(
                _said(look, "confirm.card_says", TextLabel(tokens, residence.on_card))
            )
            if residence.choices and residence.former and not residence.unsure:
                former = look.say("confirm.former", former=residence.former)
                names = [choice.name for choice in residence.choices]
                self._tree = PlaceTree(tokens, former, names)
                if residence.asks:
                    self._tree.choose(None)
                panel.body.addWidget(self._tree)
            self._said = TextLabel(tokens, self._written(), Role.STRONG, name="confirm.written")
            panel.body.addLayout(_said(look, "confirm.dossier_says", self._said))
            if residence.details_lost:
                later = look.say("confirm.details_later")
                panel.body.addWidget(TextLabel(tokens, later, Role.CAPTION))
        panel.body.addStretch(1)
        if residence is not None:
            panel.body.addWidget(Divider(tokens))
        panel.body.addWidget(Notice(tokens, self._shown.origin, icon="info", role=Role.CAPTION))
        if self._shown.may_forget and (tokens.large or tokens.portrait):
            panel.body.addWidget(self._eraser())
        return panel

    def _eraser(self) -> PressButton:
        erase = PressButton(
            self.look.tokens,
            self.look.say("confirm.forget"),
            name="confirm.forget",
            kind=Kind.SMALL,
            icon="trash-2",
        )
        erase.tapped.connect(self.forget)
        return erase

    def _written(self, chosen: object = None) -> str:
        """The address as the dossier will have it."""
        residence = self._shown.residence
        choices = residence.choices if residence is not None else ()
        if choices and residence is not None and not residence.asks:
            return choices[0].written
        written = {choice.code: choice.written for choice in choices}
        if chosen == _UNSURE or not choices:
            return self.look.say("confirm.unsure_hint")
        return written.get(str(chosen)) or self.look.say("confirm.choose_place")

    @Slot()
    def _reveal(self) -> None:
        self._number.set_code(self._shown.number)
        self._hiding.start()

    @Slot()
    def _mask(self) -> None:
        self._number.set_code(self._shown.masked)

    @Slot(object)
    def _place_chosen(self, code: object) -> None:
        residence = self._shown.residence
        if residence is None or self._said is None:
            return
        codes = [choice.code for choice in residence.choices]
        self._said.set_text(self._written(code))
        if self._tree is not None:
            self._tree.choose(codes.index(str(code)) if code in codes else None)
        if code is not None:
            self._fault.hide()
            self.show_strip(None)

    @Slot()
    def _confirm(self) -> None:
        residence = self._shown.residence
        if self._grid is None:
            only = residence.choices[0].code if residence and residence.choices else ""
            self.confirmed.emit(only)
        elif self._grid.chosen is None:
            words = self.look.say("confirm.choose_place")
            self._fault.show()
            self.show_strip(ErrorSummary(self.look.tokens, words, ()))
        else:
            self.confirmed.emit("" if self._grid.chosen == _UNSURE else str(self._grid.chosen))


def _said(look: Look, key: str, words: TextLabel) -> QVBoxLayout:
    """A small label over what it is about."""
    column = QVBoxLayout()
    column.setSpacing(look.px(4))
    column.addWidget(TextLabel(look.tokens, look.say(key), Role.CAPTION))
    column.addWidget(words)
    return column


def _within_a_sentence(former: str) -> str:
    """A commune's name as it stands after other words: "Xã Hòa Trị" becomes "xã Hòa Trị"."""
    return former[:1].lower() + former[1:]
