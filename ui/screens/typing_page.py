"""A page with something to type on: it brings the keyboard or the number pad when one is wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Slot

from ui.inputs.field_input import Pad
from ui.keyboard.arrangement import Letters, Room
from ui.keyboard.calendar_pad import CalendarPad
from ui.keyboard.habits import TypingHabits
from ui.keyboard.keyboard import Keyboard
from ui.keyboard.month_pad import MonthPad
from ui.keyboard.number_pad import NumberPad
from ui.page import Aside, Page

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent
    from PySide6.QtWidgets import QWidget

    from ui.keyboard.calendar_pad import DayTarget
    from ui.keyboard.keyboard import Suggest
    from ui.keyboard.month_pad import MonthTarget
    from ui.keyboard.number_pad import DigitTarget
    from ui.keyboard.typist import Typist
    from ui.look import Look

_LETTERS = {
    Pad.LETTERS: Letters.VIETNAMESE,
    Pad.TEXT: Letters.TEXT,
    Pad.EMAIL: Letters.EMAIL,
    Pad.CODE: Letters.CODE,
}


class TypingPage(Page):
    """Subclasses say `type_letters`, `type_digits` or `type_nothing` as the focus moves."""

    pad_stays = True
    """Whether the number pad is there even while nothing is typed."""

    def __init__(
        self,
        look: Look,
        *,
        name: str,
        heading: str = "",
        hint: str = "",
        aside: Aside = Aside.NONE,
        habits: TypingHabits | None = None,
    ) -> None:
        """As a page; `habits` are the person's, kept from page to page."""
        super().__init__(look, name=name, heading=heading, hint=hint, aside=aside)
        self._habits = habits or TypingHabits()
        self._strip_wanted = True

    def keyboard(self) -> Keyboard | None:
        """The tray, while it is open."""
        return self.tray if isinstance(self.tray, Keyboard) else None

    def number_pad(self) -> NumberPad | None:
        """The number pad, while it is there."""
        pads = self.findChildren(NumberPad)
        return pads[0] if pads and not pads[0].isHidden() else None

    def type_letters(
        self,
        typist: Typist,
        pad: Pad = Pad.LETTERS,
        suggest: Suggest | None = None,
        *,
        whole: bool = False,
        strip: bool = True,
    ) -> None:
        """Open the keyboard, or join the open one to another line.

        Who types on a real one has more of the page; a touch of a line brings the painted one.
        """
        self._show_pad(shown=False)
        if self._habits.real_keyboard:
            return
        letters = _LETTERS[pad]
        self._strip_wanted = strip
        open_one = self.keyboard()
        if open_one is None or open_one.letters is not letters:
            self.tray_opens(opens=True)
            open_one = Keyboard(
                self.look, letters, alphabetical=self._habits.alphabetical, room=self._room(letters)
            )
            open_one.order_chosen.connect(self._habits.order)
            open_one.join(typist, suggest, whole=whole)
            former = self.tray
            self.show_tray(open_one)
            _throw_away(former)
        else:
            open_one.take_room(self._room(letters))
            open_one.join(typist, suggest, whole=whole)

    def type_digits(self, target: DigitTarget) -> None:
        """Put the keyboard away and join the number pad; a real keyboard stands in for it too."""
        self.put_keyboard_away()
        self._show_pad(shown=True)
        for pad in self.findChildren(NumberPad):
            pad.join(target)

    def type_month(self, target: MonthTarget) -> None:
        """Put the twelve months where the number pad stands."""
        self.put_keyboard_away()
        self._show_pad(shown=False)
        for months in self.findChildren(MonthPad):
            months.join(target)
            months.setVisible(not self._habits.real_keyboard)

    def type_day(self, target: DayTarget) -> None:
        """Put the calendar where the number pad stands; it was asked for, so it comes always."""
        self.put_keyboard_away()
        self._show_pad(shown=False)
        for calendar in self.findChildren(CalendarPad):
            calendar.join(target)
            calendar.show()

    def type_nothing(self) -> None:
        """Put the keyboard away."""
        self.put_keyboard_away()
        self._show_pad(shown=self.pad_stays)
        for pad in self.findChildren(NumberPad):
            pad.join(None)

    @Slot()
    def type_by_hand(self) -> None:
        """A real key was used: the painted ones stay away, on the pages that follow too."""
        self._habits.real_keyboard = True
        self.put_keyboard_away()
        self._show_pad(shown=False)

    @Slot()
    def type_by_touch(self) -> None:
        """A line was touched: its painted keys come."""
        self._habits.real_keyboard = False

    def put_keyboard_away(self) -> None:
        """Close the tray: nothing is typed on it."""
        former = self.tray
        if former is not None:
            self.show_tray(None)
            _throw_away(former)
            self.tray_opens(opens=False)

    @Slot()
    def refresh_keyboard(self) -> None:
        """Let the tray show the tones and suggestions of what was typed."""
        open_one = self.keyboard()
        if open_one is not None:
            open_one.refresh()

    def tray_opens(self, *, opens: bool) -> None:
        """Called before the tray takes the lower part of the page, and after it gave it back."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the tray give way where the page has grown meanwhile."""
        super().resizeEvent(event)
        open_one = self.keyboard()
        if open_one is not None:
            open_one.take_room(self._room(open_one.letters))

    def _show_pad(self, *, shown: bool) -> None:
        for calendar in self.findChildren(CalendarPad):
            calendar.hide()
        for months in self.findChildren(MonthPad):
            months.hide()
        for pad in self.findChildren(NumberPad):
            pad.setVisible(shown and not self._habits.real_keyboard)

    def _room(self, letters: Letters) -> Room:
        """The largest tray that leaves the page what it needs."""
        free = self._free_height() - self._needed_height()
        for room in (Room.FULL, Room.LOW_KEYS, Room.FULL_NO_STRIP):
            if not self._strip_wanted and room is not Room.FULL_NO_STRIP:
                continue
            if Keyboard.height_of(self.look, letters, room) <= free:
                return room
        return Room.NO_STRIP

    def _free_height(self) -> int:
        """The height between header and footer, with or without a tray in it."""
        frame = self.window()
        layout = frame.layout()
        if frame is self or layout is None:
            tokens = self.look.tokens
            return tokens.px(tokens.height - 240)
        around = 0
        for place in range(layout.count()):
            item = layout.itemAt(place)
            widget = item.widget() if item is not None else None
            if widget is None or widget.isHidden() or isinstance(widget, Keyboard):
                continue
            if not widget.isAncestorOf(self):
                around += max(widget.minimumHeight(), widget.sizeHint().height())
        return frame.height() - around

    def _needed_height(self) -> int:
        layout = self.layout()
        if layout is None:
            return 0
        layout.activate()
        width = max(self.width(), self.look.tokens.px(self.look.tokens.width))
        if layout.hasHeightForWidth():
            return layout.totalMinimumHeightForWidth(width)
        return layout.totalMinimumSize().height()


def _throw_away(tray: QWidget | None) -> None:
    """A closed keyboard is not kept: the next one begins without a trace of what was typed."""
    if tray is not None:
        tray.hide()
        tray.setParent(None)
        tray.deleteLater()
