"""A question of a procedure: its inputs, what helps to answer it, and one way on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from kiosk.domain.procedure import FieldKind
from ui.components.error_summary import ErrorSummary
from ui.components.press_button import PressButton
from ui.inputs.address_input import AddressInput
from ui.inputs.date_input import DateInput
from ui.inputs.field_input import FieldInput, Pad
from ui.inputs.group_input import GroupInput
from ui.inputs.numbers import digits_of
from ui.inputs.registry import input_for
from ui.keyboard.calendar_pad import CalendarPad
from ui.keyboard.month_pad import MonthPad
from ui.keyboard.number_pad import NumberPad
from ui.page import Aside, Footer, Place
from ui.screens.question_parts import EchoCard, PaperPicture
from ui.screens.question_row import RowEditing, RowKept
from ui.screens.typing_page import TypingPage
from ui.speech.script import Name

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from PySide6.QtWidgets import QBoxLayout

    from kiosk.domain.procedure import Answer, Answers, Field, Step
    from ui.inputs.field_input import Known

_DIGITS = frozenset({FieldKind.NUMBER, FieldKind.PERSONAL_NUMBER, FieldKind.PHONE, FieldKind.DATE})
_LETTERS = frozenset({FieldKind.NAME, FieldKind.TEXT, FieldKind.EMAIL})
_GROWING = frozenset({FieldKind.ADDRESS, FieldKind.GROUP})
_FEW_OPTIONS = 8
_ALL = 100
"""So much stretch leaves nothing to what stands below."""
_OWN_CARD = "requester"
_BESIDE_PICTURE = (7, 5)
"""The shares of the inputs and of the picture beside them."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a question page shows: a step, the fields asked on it, and the answers so far.

    `fields` have only the options that are offered now (`Path.options`). `years` begin dates, by
    field: the year of birth that somebody's personal number tells. `homes` begin addresses in the
    same way. `beside` stands below the question: what a card says of it.
    """

    step: Step
    fields: tuple[Field, ...]
    answers: Answers = field(default_factory=dict)
    place: Place = Place()  # noqa: RUF009 - a frozen value
    years: Mapping[str, str] = field(default_factory=dict)
    homes: Mapping[str, Answer] = field(default_factory=dict)
    beside: str = ""


class QuestionPage(TypingPage):
    """Shows a step and reports what was answered; it judges nothing itself.

    `answered` carries field id to answer, None for what was left empty or isn't known. Whoever
    hears it may answer with `show_faults`. `went_back`: the person wants the page before.
    `scan_wanted`: the card of that person (`mother` …) is to be scanned instead of typing.
    """

    answered = Signal(object)
    went_back = Signal()
    scan_wanted = Signal(str)

    def __init__(self, known: Known, asked: Asked) -> None:
        """A page for one step."""
        self._known = known
        self._asked = asked
        step = asked.step
        super().__init__(
            known.look,
            name=f"question.{step.id}",
            heading=known.said(step.question),
            hint="" if _cramped(known) else _hint(known, asked),
            aside=_aside_of(known, asked),
            habits=known.habits,
        )
        self.place = asked.place
        self.footer = Footer(
            back=known.look.say("footer.back"),
            leave=known.look.say("footer.leave"),
            primary=known.look.say("footer.continue"),
        )
        self.inputs: dict[str, FieldInput] = {}
        self._row: RowEditing | None = None
        self._echo: EchoCard | None = None
        self._picture: PaperPicture | None = None
        self._calendar: PressButton | None = None
        self._below: list[PressButton] = []
        self._current: FieldInput | None = None
        self._columns: QBoxLayout = QVBoxLayout() if known.look.tokens.portrait else QHBoxLayout()
        self._columns.setSpacing(known.look.tokens.gutter)
        self._inputs_at = QVBoxLayout()
        self._inputs_at.setSpacing(known.look.tokens.space(24))
        self._columns.addLayout(self._inputs_at, 1)
        self.main.addLayout(self._columns, 1)
        self._add_inputs()
        self._add_beside()
        self._add_below()
        self.back.connect(self._go_back)
        self.primary.connect(self._continue)

    def show_faults(self, faults: Sequence[tuple[str, str]]) -> None:
        """Say what is to be put right: pairs of field id and words, in the order of the page."""
        said = dict(reversed(faults))
        for field_id, each in self.inputs.items():
            each.set_fault(said.get(field_id))
        if not faults:
            self.show_strip(None)
            return
        say = self.look.say
        title = say("question.faults-one")
        if len(faults) > 1:
            title = say("question.faults", count=len(faults))
        self.type_nothing()
        if len(faults) > 1 or not _cramped(self._known):
            strip = ErrorSummary(self.look.tokens, title, list(faults))
            strip.asked.connect(self.go_to)
            self.show_strip(strip)
        writing = self.focusWidget()
        if writing is not None:
            writing.clearFocus()
        first = next((self.inputs[it] for it, _ in faults if it in self.inputs), None)
        if first is not None and first.wants in {Pad.DIGITS, Pad.BOXES}:
            self._current = None
            first.take_focus()
        else:
            self.read_strip()

    @Slot(str)
    def go_to(self, field_id: str) -> None:
        """Write in that field."""
        if field_id in self.inputs:
            self.inputs[field_id].take_focus()

    def answers(self) -> dict[str, Answer | None]:
        """What stands in the inputs now."""
        return {field_id: each.answer() for field_id, each in self.inputs.items()}

    def entered(self) -> None:
        """Write in the first input, where that can be done without a tap."""
        if self._row is not None:
            self._row.take_focus()
            return
        first = next(iter(self.inputs.values()), None)
        if first is not None:
            first.take_focus()

    def keep(self) -> object:
        """What stands in the inputs, for the same page in another look; a row begun as well."""
        return self.answers(), self._row.kept() if self._row is not None else None

    def restore(self, kept: object) -> None:
        """Show it again."""
        match kept:
            case (dict() as answers, row):
                for field_id, answer in answers.items():
                    if field_id in self.inputs:
                        self.inputs[field_id].show_answer(answer)
                if isinstance(row, RowKept):
                    self._go_on_with(row)
                self._show_echo()

    def show_voice(self, *, heard: bool) -> None:
        """A name can be heard where there is room for the button over the keyboard."""
        if self._echo is not None:
            tokens = self.look.tokens
            cramped = tokens.tight or tokens.largest or bool(self._below and self._beside_tray())
            self._echo.offer_voice(heard=heard and not cramped)

    def tray_opens(self, *, opens: bool) -> None:
        """The keyboard needs the lower part: the picture gives way, in low windows the hint too."""
        tokens = self.look.tokens
        if self._row is None and (tokens.largest or tokens.tight):
            step = self._asked.step
            no_hint = opens or _cramped(self._known)
            hint = "" if no_hint else _hint(self._known, self._asked)
            self.set_heading(self._known.said(step.question), hint)
        if self._picture is not None:
            self._picture.setVisible(not opens)
        # While a list is searched its tiles need the room; where words are the answer, none do.
        writes = bool(_kinds_of(self._asked) & _LETTERS)
        for button in self._below:
            button.setVisible(not opens or writes)

    # --- building -------------------------------------------------------------------------------

    def _add_inputs(self) -> None:
        labelled = len(self._asked.fields) > 1
        for each in self._asked.fields:
            made = input_for(self._known, each, labelled=labelled)
            begun = self._asked.homes.get(each.id)
            made.show_answer(self._asked.answers.get(each.id, begun))
            if isinstance(made, DateInput) and each.id in self._asked.years:
                made.begin_with(self._asked.years[each.id])
            self._connect(made)
            self.inputs[each.id] = made
            self._inputs_at.addWidget(made)
        self._stretch()

    def _connect(self, made: FieldInput) -> None:
        made.changed.connect(self._changed)
        made.focused.connect(self._focus_moved)
        made.wants_changed.connect(self._wants_changed)
        made.finished.connect(self._finished)
        made.by_hand_keyboard.connect(self.type_by_hand)
        made.touched.connect(self.type_by_touch)
        if isinstance(made, GroupInput):
            made.row_wanted.connect(self._edit_row)

    def _stretch(self) -> None:
        """Inputs that grow (tiles) take the room, others leave it below them."""
        fields = [*self._asked.fields, *(row for it in self._asked.fields for row in it.fields)]
        if not all(_grows(it) for it in fields):
            self._inputs_at.addStretch(1)

    def _add_beside(self) -> None:
        tokens = self.look.tokens
        kinds = _kinds_of(self._asked)
        if kinds & {FieldKind.NAME}:
            self._echo = EchoCard(self.look)
            self._echo.hear_wanted.connect(self._hear_name)
            if tokens.portrait:
                self._inputs_at.insertWidget(len(self.inputs), self._echo)
            else:
                self.aside.addWidget(self._echo)
                if not kinds & _DIGITS:
                    self.aside.addStretch(1)
            self._show_echo()
        picture = self._asked.step.picture
        dated = kinds & _DIGITS
        if dated:
            self._add_pads(kinds)
        if picture is None or tokens.portrait or tokens.tight:
            return
        if FieldKind.DATE in kinds and not tokens.large:
            self._picture = PaperPicture(self.look, picture)
            self._columns.addWidget(self._picture, 1)
            self._columns.setStretch(0, _BESIDE_PICTURE[0])
            self._columns.setStretch(1, _BESIDE_PICTURE[1])
        elif not dated and not kinds & _LETTERS:
            self._picture = PaperPicture(self.look, picture)
            self.aside.addWidget(self._picture, 1)

    def _add_pads(self, kinds: set[FieldKind]) -> None:
        """What is tapped instead of a keyboard: digits, months, the days of a calendar."""
        tokens = self.look.tokens
        self.aside.addStretch(1)
        self.aside.addWidget(NumberPad(self.look, forward=FieldKind.DATE in kinds), 20)
        if FieldKind.DATE in kinds:
            months = MonthPad(self.look)
            months.hide()
            self.aside.addWidget(months, 20)
        if self._recent is not None:
            calendar = CalendarPad(self.look, self._known.today)
            calendar.hide()
            self.aside.addWidget(calendar, 20)
            around = self.aside.parentWidget()
            if around is not None and not tokens.portrait:
                least = calendar.minimumSizeHint().width()
                around.setFixedWidth(max(tokens.columns(4), least))
        self.pad_stays = any(it.kind in _DIGITS or digits_of(it) for it in self._asked.fields)
        self._show_pad(shown=self.pad_stays)

    def _add_below(self) -> None:
        """Ways out of typing: a calendar, another person's card, and not knowing."""
        if self._recent is not None:
            self._calendar = self._button("question.calendar", "calendar", icon="calendar")
            self._calendar.tapped.connect(self._recent.turn_calendar)
        persons = [
            it.known_as.person
            for it in self._asked.fields
            if it.known_as is not None and it.known_as.person != _OWN_CARD
        ]
        for person in dict.fromkeys(persons):
            key = f"question.scan.{person}"
            if key in self.look.texts:
                button = self._button(key, f"scan.{person}", icon="scan-line")
                button.tapped.connect(self._scan_tapped)
        if all(it.unknown for it in self._asked.fields):
            button = self._button("question.unknown", "unknown")
            button.tapped.connect(self._unknown_tapped)
        if self._below:
            self._place_below()

    def _place_below(self) -> None:
        """Under the inputs, or in the aside where the keyboard doesn't reach them."""
        if self._beside_tray():
            for place, button in enumerate(self._below, start=1):
                self.aside.insertWidget(place, button)
            if self.look.tokens.tight and self._echo is not None:
                # The keyboard's suggestions save more than the echo tells.
                self._echo.hide()
                self._echo = None
            return
        row = QHBoxLayout()
        row.setSpacing(self.look.tokens.gutter)
        for button in self._below:
            row.addWidget(button, 1)
        tokens = self.look.tokens
        if self._columns.count() > 1:  # the picture beside them reaches to the foot of the page
            row.setSpacing(tokens.px(16))
            self._inputs_at.addLayout(row)
            return
        if len(self._below) == 1 and not (tokens.portrait or tokens.large):
            row.addStretch(1)
        self.main.addLayout(row)

    @property
    def _recent(self) -> DateInput | None:
        """The one date that is asked for, where a calendar reaches it."""
        made = next(iter(self.inputs.values()))
        recent = len(self.inputs) == 1 and made.field.recent
        return made if recent and isinstance(made, DateInput) else None

    def _button(self, key: str, name: str, icon: str | None = None) -> PressButton:
        button = PressButton(self.look.tokens, self.look.say(key), name=name, icon=icon)
        self._below.append(button)
        return button

    def _beside_tray(self) -> bool:
        """Whether the buttons stand in the aside, where the keyboard doesn't reach them."""
        return self._echo is not None and not self.look.tokens.portrait

    # --- what happens ---------------------------------------------------------------------------

    @Slot()
    def _hear_name(self) -> None:
        """Who can't read well hears whether the marks are right."""
        if self._echo is not None:
            self.read_wanted.emit((Name(self._echo.words),))

    @Slot()
    def _changed(self) -> None:
        self._show_echo()
        self.refresh_keyboard()

    def _show_echo(self) -> None:
        if self._echo is None:
            return
        named = self._current
        if named is None or named.echo() is None:
            named = next((it for it in self.inputs.values() if it.echo() is not None), None)
        echo = named.echo() if named is not None else None
        self._echo.setVisible(echo is not None)
        if echo is not None:
            self._echo.show_echo(echo)

    @Slot()
    def _focus_moved(self) -> None:
        current = self.sender()
        if isinstance(current, FieldInput):
            self._current = current
            self._bring_pad(current)

    @Slot()
    def _wants_changed(self) -> None:
        current = self.sender()
        if isinstance(current, FieldInput):
            self._bring_pad(current)

    def _bring_pad(self, current: FieldInput) -> None:
        typist, digits = current.typist(), current.digits()
        months, days = current.months(), current.days()
        if self._calendar is not None:
            way = "digits" if current.wants is Pad.DAYS else "calendar"
            self._calendar.set_text(self.look.say(f"question.{way}"))
        match current.wants:
            case Pad.LETTERS | Pad.TEXT | Pad.EMAIL | Pad.CODE if typist is not None:
                if self.keyboard() is None:
                    self.show_strip(None)
                whole = current.suggests_whole
                self.type_letters(
                    typist,
                    current.wants,
                    current.suggest(),
                    whole=whole,
                    strip=current.wants_strip,
                )
            case Pad.DIGITS | Pad.BOXES if digits is not None:
                self.type_digits(digits)
            case Pad.MONTHS if months is not None:
                self.type_month(months)
            case Pad.DAYS if days is not None:
                self.type_day(days)
            case _:
                self.type_nothing()

    @Slot()
    def _finished(self) -> None:
        """Enter goes to the next input, and on to the next page where there is but one."""
        order = list(self.inputs.values())
        sender = self.sender()
        place = order.index(sender) if sender in order else len(order) - 1
        if place + 1 < len(order):
            order[place + 1].take_focus()
        elif len(order) == 1:
            self._continue()
        else:
            self.focusNextChild()

    @Slot()
    def _scan_tapped(self) -> None:
        self.scan_wanted.emit(self.sender().objectName().partition(".")[2])

    @Slot()
    def _unknown_tapped(self) -> None:
        self.answered.emit(dict.fromkeys(self.inputs))

    @Slot()
    def _continue(self) -> None:
        if self._row is None:
            self.answered.emit(self.answers())
        elif self._row.forward():
            self._row = None
            self._show_group(shown=True)

    @Slot()
    def _go_back(self) -> None:
        if self._row is not None:
            if self._row.backward():
                self._row = None
                self._show_group(shown=True)
            return
        inside = [it for it in self.inputs.values() if isinstance(it, AddressInput)]
        if not any(it.step_back() for it in inside):
            self.went_back.emit()

    # --- one row of a group ---------------------------------------------------------------------

    @Slot(str)
    def _edit_row(self, row_id: str) -> None:
        group = self.sender()
        if isinstance(group, GroupInput):
            self._show_group(shown=False)
            self._row = RowEditing(self, group, group.row(row_id))

    def _go_on_with(self, kept: RowKept) -> None:
        """Go on with a row where it was left, not with the one that begins by itself."""
        group = self.inputs.get(kept.group)
        if isinstance(group, GroupInput):
            if self._row is not None:
                self._row.leave()
            self._show_group(shown=False)
            self._row = RowEditing(self, group, kept.answers, kept.at)

    def _show_group(self, *, shown: bool) -> None:
        self.type_nothing()
        for each in self.inputs.values():
            each.setVisible(shown)
        if self._picture is not None:
            self._picture.setVisible(shown)
        step = self._asked.step
        self.set_heading(self._known.said(step.question), _hint(self._known, self._asked))

    def put_row_input(self, made: FieldInput) -> None:
        """Show the input of a row's field in the group's place."""
        self._connect(made)
        self._inputs_at.insertWidget(0, made, _ALL if _grows(made.field) else 0)
        known = self._known
        label = made.field.label or made.field.name
        self.set_heading(known.said(label), known.said(made.field.hint))
        made.show()
        self.type_nothing()
        made.take_focus()

    def take_row_input(self, made: FieldInput) -> None:
        """Take it away with what was typed in it."""
        self.setFocus()  # else it would go to the header, and show there
        made.clear()
        self._inputs_at.removeWidget(made)
        made.hide()
        made.setParent(None)
        made.deleteLater()


def _hint(known: Known, asked: Asked) -> str:
    """What helps to answer; what stands on a card comes first."""
    return " ".join(it for it in (asked.beside, known.said(asked.step.hint)) if it)


def _grows(field: Field) -> bool:
    """Whether the input takes the room there is."""
    return field.kind in _GROWING or len(field.options) > _FEW_OPTIONS


def _cramped(known: Known) -> bool:
    """Whether large text stands in a low window: what is said twice is then said once."""
    tokens = known.look.tokens
    return tokens.tight and tokens.large


def _kinds_of(asked: Asked) -> set[FieldKind]:
    """The kinds on the page, those of rows too; a text of digits alone counts as a number."""
    fields = [*asked.fields, *(row for it in asked.fields for row in it.fields)]
    return {FieldKind.NUMBER if digits_of(it) else it.kind for it in fields}


def _aside_of(known: Known, asked: Asked) -> Aside:
    """An aside only where something stands in it."""
    kinds = _kinds_of(asked)
    pictured = asked.step.picture is not None and not known.look.tokens.tight
    tiles_only = not kinds & (_DIGITS | _LETTERS)
    if kinds & _DIGITS or FieldKind.NAME in kinds or (pictured and tiles_only):
        return Aside.BESIDE_HEADING
    return Aside.NONE
