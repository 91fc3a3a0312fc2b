"""A date in three boxes, said again in words below them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from ui.components.panel import Notice, Panel
from ui.components.press_button import PressButton
from ui.components.text_label import TextLabel
from ui.inputs.dates import PARTS, DateParts, echo
from ui.inputs.field_input import FieldInput, Pad
from ui.inputs.numbers import DigitBox
from ui.theme.tokens import Role

if TYPE_CHECKING:
    from datetime import date

    from kiosk.domain.procedure import Answer, Field
    from ui.inputs.field_input import Known

_WIDTHS = {"day": 184, "month": 184, "year": 256}
_LENGTHS = {"day": 2, "month": 2, "year": 4}


class DateInput(FieldInput):
    """Day, month and year, each in its box; the pad's last key, or a month, goes on to the next."""

    def __init__(self, known: Known, field: Field, *, labelled: bool) -> None:
        """A field that takes partial dates has a button for a year alone."""
        super().__init__(known, field, labelled=labelled)
        look = known.look
        tokens = look.tokens
        self._current = PARTS[0]
        self._year_only = False
        self._by_calendar = False
        self._begun = ""
        self.boxes: dict[str, DigitBox] = {}
        self._columns: dict[str, list[TextLabel]] = {}
        row = QHBoxLayout()
        row.setSpacing(tokens.px(24))
        for part in PARTS:
            label = look.say(f"input.date.{part}")
            box = DigitBox(
                tokens,
                _LENGTHS[part],
                width=_WIDTHS[part],
                name=f"{part}-{field.id}",
                spoken=f"{self.spoken}, {label}",
            )
            box.edited.connect(self._edited)
            box.entered.connect(self._entered)
            box.focused.connect(self._box_focused)
            box.by_hand_keyboard.connect(self.by_hand_keyboard)
            box.touched.connect(self.touched)
            column = QVBoxLayout()
            column.setSpacing(tokens.px(8))
            caption = TextLabel(tokens, label, Role.STRONG)
            column.addWidget(caption)
            column.addWidget(box)
            row.addLayout(column)
            self.boxes[part] = box
            self._columns[part] = [caption]
        row.addStretch(1)
        beside = (tokens.tight or tokens.large) and not tokens.portrait
        self._partial = PressButton(
            tokens, look.say("input.date.only-year"), name=f"only-year-{field.id}"
        )
        self._partial.tapped.connect(self._turn_partial)
        if not field.partial:
            self._partial.hide()
        if beside:
            row.addWidget(self._partial, 0, Qt.AlignmentFlag.AlignBottom)
        self._layout.addLayout(row)
        self._layout.addSpacing(tokens.space(16))
        self._echo = Panel(tokens, padding=28)
        self._said = Notice(tokens, " ", " ", icon="calendar")
        self._echo.body.addWidget(self._said)
        self._layout.addWidget(self._echo)
        if not beside:
            self._layout.addWidget(self._partial)
        self._show_echo()

    @property
    def wants(self) -> Pad:
        """Digits with a key to the next box; of the month it wants but the name."""
        if self._by_calendar:
            return Pad.DAYS
        return Pad.MONTHS if self._current == "month" else Pad.BOXES

    def parts(self) -> DateParts:
        """What the boxes hold; those that are hidden hold nothing."""
        if self._year_only:
            return DateParts(year=self.boxes["year"].typed)
        return DateParts(**{part: box.typed for part, box in self.boxes.items()})

    def show_answer(self, answer: Answer | None) -> None:
        """Show a date as far as it goes."""
        parts = DateParts.of(answer)
        year_only = self.field.partial and bool(parts.year) and not (parts.day or parts.month)
        self._show_year_only(year_only=year_only)
        for part, box in self.boxes.items():
            box.show_digits(getattr(parts, part))
        self._current = "year" if year_only else PARTS[0]
        self._show_echo()

    def begin_with(self, year: str) -> None:
        """Show the year that is known from elsewhere; by itself it is no answer yet."""
        if self.parts().empty:
            self._begun = year
            self.boxes["year"].show_digits(year)
            self._show_echo()

    def answer(self) -> str | None:
        """`YYYY-MM-DD` as far as it is typed."""
        parts = self.parts()
        only_begun = not self._year_only and parts == DateParts(year=self._begun)
        return None if only_begun else parts.answer()

    def show_fault(self, *, faulty: bool) -> None:
        """Mark the empty boxes, or all where none is empty."""
        empty = [box for box in self.boxes.values() if not box.typed and box.isVisibleTo(self)]
        for box in self.boxes.values():
            box.show_fault(faulty=faulty and (box in empty or not empty))

    def take_focus(self) -> None:
        """Write in the first box that is empty, or in the first, unless a calendar is used."""
        if self._by_calendar:
            self.wants_changed.emit()
            return
        shown = [part for part in PARTS if not self.boxes[part].isHidden()]
        empty = [part for part in shown if not self.boxes[part].typed]
        self._write_in((empty or shown)[0])

    def digits(self) -> DateInput:
        """The three boxes together."""
        return self

    def months(self) -> DateInput:
        """The box of the month."""
        return self

    def chosen_month(self) -> int | None:
        """What stands in the box of the month."""
        typed = self.boxes["month"].typed
        return int(typed) if typed else None

    def choose_month(self, month: int) -> None:
        """Put the month into its box, and write the year next."""
        self.boxes["month"].show_digits(str(month))
        self._edited()
        self.forward()

    def turn_calendar(self) -> None:
        """Choose the day from a calendar, or type it again."""
        self._by_calendar = not self._by_calendar
        if self._by_calendar:
            for box in self.boxes.values():
                box.clearFocus()
            self.wants_changed.emit()
        else:
            self.take_focus()

    def days(self) -> DateInput:
        """The whole date."""
        return self

    def chosen_day(self) -> date | None:
        """The day that the boxes name, if it is a real one."""
        return self.parts().day_on_calendar()

    def choose_day(self, day: date) -> None:
        """Put the day into the boxes."""
        for part, box in self.boxes.items():
            box.show_digits(str(getattr(day, part)))
        self._edited()

    def digit(self, digit: str) -> None:
        """Type into the current box; a full one takes no more, and nothing jumps by itself."""
        self.boxes[self._current].digit(digit)

    def erase(self) -> None:
        """Take a digit away; from an empty box go back to the one before."""
        box = self.boxes[self._current]
        place = PARTS.index(self._current)
        if not box.typed and place > 0 and not self._year_only:
            self._write_in(PARTS[place - 1])
        else:
            box.erase()

    def erase_all(self) -> None:
        """Take all digits away and begin again."""
        for box in self.boxes.values():
            box.erase_all()
        self.take_focus()

    def forward(self) -> None:
        """Go on to the next box, from the last one to the first."""
        if self._year_only:
            return
        place = (PARTS.index(self._current) + 1) % len(PARTS)
        self._write_in(PARTS[place])

    def _write_in(self, part: str) -> None:
        """The keys go there, even while another window has the system's focus."""
        self._current = part
        self._by_calendar = False
        self.boxes[part].setFocus()
        self.focused.emit()

    @Slot()
    def _edited(self) -> None:
        self._show_echo()
        self.changed.emit()

    @Slot()
    def _entered(self) -> None:
        """Enter goes on, and from the year it says that the date is whole."""
        if self._current == "year":
            self.finished.emit()
        else:
            self.forward()

    @Slot()
    def _box_focused(self) -> None:
        for part, box in self.boxes.items():
            if box is self.sender():
                self._current = part
                self._by_calendar = False
        self.focused.emit()

    @Slot()
    def _turn_partial(self) -> None:
        self._show_year_only(year_only=not self._year_only)
        self._by_calendar = False
        self.take_focus()
        self._edited()

    def _show_year_only(self, *, year_only: bool) -> None:
        self._year_only = year_only
        for part in ("day", "month"):
            for widget in (self.boxes[part], *self._columns[part]):
                widget.setVisible(not year_only)
        key = "input.date.whole-date" if year_only else "input.date.only-year"
        self._partial.set_text(self.known.look.say(key))

    def _show_echo(self) -> None:
        known_as = self.field.known_as
        birth = known_as is not None and known_as.fact == "birth_date"
        said, line = echo(self.parts(), self.known.today, self.known.look.texts, birth=birth)
        self._said.title.set_text(said[:1].upper() + said[1:])
        self._said.detail.set_text(line)
        self._said.detail.setVisible(bool(line))
        self._echo.setVisible(bool(said))
