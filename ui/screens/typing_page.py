"""A page with something to type on: it brings the keyboard or the number pad when one is wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Slot

from ui.inputs.field_input import Pad
from ui.keyboard.arrangement import Letters, Room
from ui.keyboard.keyboard import Keyboard
from ui.keyboard.number_pad import NumberPad
from ui.page import Page

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from ui.keyboard.keyboard import Suggest
    from ui.keyboard.number_pad import DigitTarget
    from ui.keyboard.typist import Typist

_LETTERS = {
    Pad.LETTERS: Letters.VIETNAMESE,
    Pad.EMAIL: Letters.EMAIL,
    Pad.CODE: Letters.CODE,
}


class TypingPage(Page):
    """Subclasses say `type_letters`, `type_digits` or `type_nothing` as the focus moves."""

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
    ) -> None:
        """Open the keyboard, or join the open one to another line."""
        self._show_pad(shown=False)
        letters = _LETTERS[pad]
        open_one = self.keyboard()
        if open_one is None or open_one.letters is not letters:
            self.tray_opens(opens=True)
            open_one = Keyboard(self.look, letters, room=self._room(letters))
            open_one.join(typist, suggest, whole=whole)
            self.show_tray(open_one)
        else:
            open_one.join(typist, suggest, whole=whole)

    def type_digits(self, target: DigitTarget) -> None:
        """Put the keyboard away and join the number pad."""
        self.put_keyboard_away()
        self._show_pad(shown=True)
        for pad in self.findChildren(NumberPad):
            pad.join(target)

    def type_nothing(self) -> None:
        """Put the keyboard away."""
        self.put_keyboard_away()
        self._show_pad(shown=True)
        for pad in self.findChildren(NumberPad):
            pad.join(None)

    @Slot()
    def put_keyboard_away(self) -> None:
        """Close the tray: a real keyboard is used, or nothing is typed."""
        if self.tray is not None:
            self.show_tray(None)
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
        for pad in self.findChildren(NumberPad):
            pad.setVisible(shown)

    def _room(self, letters: Letters) -> Room:
        """The largest tray that leaves the page what it needs."""
        free = self._free_height() - self._needed_height()
        for room in (Room.FULL, Room.LOW_KEYS):
            if Keyboard.height_of(self.look, letters, room) <= free:
                return room
        return Room.NO_STRIP

    def _free_height(self) -> int:
        """The height between header and footer, with or without a tray in it."""
        frame = self.parentWidget()
        layout = frame.layout() if frame is not None else None
        if frame is None or layout is None:
            tokens = self.look.tokens
            return tokens.px(tokens.height - 240)
        around = 0
        for place in range(layout.count()):
            widget = layout.itemAt(place).widget()
            if widget is None or widget is self or widget is self.tray or widget.isHidden():
                continue
            if not isinstance(widget, Keyboard):
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
