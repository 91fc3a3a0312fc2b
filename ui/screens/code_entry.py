"""The one-time code from a message: typed, handed on at once, and kept nowhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout

from ui.components.panel import Notice, Panel
from ui.components.press_button import PressButton
from ui.inputs.cells import CodeBoxes
from ui.inputs.field_input import FaultLine
from ui.keyboard.number_pad import NumberPad
from ui.page import Aside, Footer, Place
from ui.screens.caution import Caution, show_caution
from ui.screens.typing_page import TypingPage

if TYPE_CHECKING:
    from ui.keyboard.habits import TypingHabits
    from ui.look import Look

LENGTH = 6


class CodeEntryPage(TypingPage):
    """Asks for the code. `entered_code` carries six digits; the page forgets them at once.

    `not_received`: another code is wanted. `wrong_phone`: it went to a wrong number. `leave`: the
    account is opened later; the portal has it, so there is nothing to go back to nor to erase.
    """

    entered_code = Signal(str)
    not_received = Signal()
    wrong_phone = Signal()

    def __init__(
        self,
        look: Look,
        phone: str,
        minutes: int,
        place: Place | None = None,
        *,
        caution: Caution | None = None,
        habits: TypingHabits | None = None,
    ) -> None:
        """`phone` is masked already; `minutes` are those that the code is good for.

        `caution` are the words against fraud, the program's own where none are given. `habits` are
        the person's, kept from page to page.
        """
        super().__init__(
            look,
            name="code_entry",
            heading=look.say("code_entry.question"),
            hint=look.say("code_entry.sent-to", phone=phone),
            aside=Aside.BESIDE_HEADING,
            habits=habits,
        )
        self.place = place or Place(look.say("code_entry.caption"))
        self.footer = Footer(
            leave=look.say("code_entry.later"),
            leave_icon="clock",
            primary=look.say("footer.continue"),
        )
        self._practised = False
        tokens = look.tokens
        if tokens.largest:
            self.main.setSpacing(tokens.px(8))
        self._fault = FaultLine(look)
        self._fault.hide()
        self.boxes = CodeBoxes(tokens, LENGTH, name="code", spoken=look.say("code_entry.question"))
        self.boxes.entered.connect(self._continue)
        self.boxes.by_hand_keyboard.connect(self.type_by_hand)
        self.boxes.touched.connect(self.type_by_touch)
        self.boxes.focused.connect(self._write)
        self._minutes = Notice(tokens, " ", icon="clock")
        self.main.addWidget(self._fault)
        self.main.addWidget(self.boxes)
        self.main.addWidget(self._minutes)
        self._practice = Notice(
            tokens, look.say("code_entry.practice-phone"), " ", icon="smartphone"
        )
        self._practice_panel = Panel(tokens, tint="primary_tint", padding=20)
        self._practice_panel.setObjectName("practice-phone")
        self._practice_panel.body.addWidget(self._practice)
        self._practice_panel.hide()
        self.main.addWidget(self._practice_panel)
        self.main.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(tokens.gutter)
        for key, signal in (
            ("not-received", self.not_received),
            ("wrong-phone", self.wrong_phone),
        ):
            button = PressButton(tokens, look.say(f"code_entry.{key}"), name=f"code.{key}")
            button.tapped.connect(signal)
            row.addWidget(button, 1)
        self.main.addLayout(row)
        self.aside.addStretch(1)
        self.aside.addWidget(NumberPad(look), 20)
        self._write()
        self.show_minutes(minutes)
        show_caution(self, caution or Caution.spoken(look, "code"))
        self.primary.connect(self._continue)

    @property
    def _cramped(self) -> bool:
        """Whether in so little room only what is most needed leaves the pad in sight."""
        tokens = self.look.tokens
        return (tokens.large or tokens.tight) and not tokens.portrait

    def show_minutes(self, minutes: int) -> None:
        """Say how long the code is still good; 0: less than a minute; below 0: no longer."""
        say = self.look.say
        self._minutes.setVisible(not (self._cramped and self._practised))
        if minutes > 0:
            emphasis = say("code_entry.minutes-number", minutes=minutes)
            self._minutes.title.set_text(
                say("code_entry.minutes", minutes=minutes), emphasis=emphasis
            )
        else:
            key = "last-minute" if minutes == 0 else "over"
            self._minutes.title.set_text(say(f"code_entry.{key}"))

    def show_practice(self, code: str | None) -> None:
        """Show what the practice phone of a demonstration received; None: there is none."""
        self._practised = code is not None
        self._practice_panel.setVisible(self._practised)
        if self._cramped:
            self._practice.title.hide()
            self._minutes.setVisible(not self._practised)
        if code is not None:
            message = self.look.say("code_entry.practice-message", code=code)
            self._practice.detail.set_text(message)

    def show_fault(self, words: str) -> None:
        """Say what was wrong with the code; it is to be typed again."""
        self.boxes.erase_all()
        self.boxes.setFocus()
        self._say_fault(words[:1].upper() + words[1:])

    def entered(self) -> None:
        """Write in the boxes."""
        self.boxes.setFocus()

    @Slot()
    def _write(self) -> None:
        self.type_digits(self.boxes)

    @Slot()
    def _continue(self) -> None:
        code = self.boxes.typed
        if len(code) < LENGTH:
            self._say_fault(self.look.say("code_entry.short", count=len(code)))
            return
        self.boxes.show_fault(faulty=False)
        self.boxes.show_digits("")
        self.entered_code.emit(code)

    def _say_fault(self, words: str) -> None:
        self.boxes.show_fault(faulty=True)
        self._fault.show_words(words)
        self._fault.show()
        self._minutes.hide()
