"""The slip of a journey: scanned, or its ticket typed, and its secret where something is opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from kiosk.domain.slip import Slip, SlipUnreadable, Ticket
from ui.components.error_summary import ErrorSummary
from ui.components.text_label import TextLabel
from ui.inputs.field_input import FaultLine, Pad
from ui.inputs.line import TextLine
from ui.keyboard.typist import Manner
from ui.page import Place
from ui.screens.typing_page import TypingPage
from ui.theme.tokens import Role

if TYPE_CHECKING:
    from PySide6.QtWidgets import QBoxLayout

    from ui.look import Look


class SlipEntryPage(TypingPage):
    """Asks for a slip. `slip_given` carries a Slip, `ticket_given` a Ticket alone.

    `opening`, to go on with what was kept, takes the secret too; to look up progress the ticket is
    enough. What the scanner read is handed to `show_scanned`.
    """

    slip_given = Signal(object)
    ticket_given = Signal(object)

    def __init__(self, look: Look, *, opening: bool) -> None:
        """A page for one of the two ways that a slip is used."""
        kind = "resume" if opening else "progress"
        super().__init__(
            look,
            name=f"slip_entry.{kind}",
            heading=look.say(f"slip_entry.{kind}"),
            hint=look.say(f"slip_entry.{kind}-hint"),
        )
        self.place = Place(look.say("slip_entry.caption"))
        self._opening = opening
        self._kind = kind
        self._fault = FaultLine(look)
        self._fault.hide()
        self.main.addWidget(self._fault)
        self.lines: dict[str, TextLine] = {}
        self._row: QBoxLayout = QVBoxLayout() if look.tokens.portrait else QHBoxLayout()
        self._row.setSpacing(look.tokens.gutter)
        self.main.addLayout(self._row)
        for part in ("ticket", "secret") if opening else ("ticket",):
            self._add_line(part)
        self.main.addStretch(1)
        self.primary.connect(self._continue)

    def show_scanned(self, text: str) -> None:
        """Hand on the slip that was scanned, or say that it is none."""
        try:
            slip = Slip.from_qr(text)
        except SlipUnreadable as unreadable:
            self._say_unreadable(unreadable, None)
        else:
            self.slip_given.emit(slip)

    def show_unknown(self, words: str) -> None:
        """Say that this kiosk has no such slip."""
        self._say_fault(words, "ticket")

    def entered(self) -> None:
        """Write the ticket."""
        self.lines["ticket"].setFocus()

    def tray_opens(self, *, opens: bool) -> None:
        """In a low window or with large text the hint makes way for the keyboard."""
        tokens = self.look.tokens
        if tokens.tight or tokens.largest:
            hint = self.look.say(f"slip_entry.{self._kind}-hint")
            self.set_heading(self.heading, "" if opens else hint)

    def keep(self) -> object:
        """What was typed so far."""
        return {part: line.text() for part, line in self.lines.items()}

    def restore(self, kept: object) -> None:
        """Show it again."""
        if isinstance(kept, dict):
            for part, line in self.lines.items():
                line.show_text(str(kept.get(part, "")))

    def _add_line(self, part: str) -> None:
        look = self.look
        label = look.say(f"slip_entry.{part}")
        line = TextLine(
            look.tokens,
            Manner(verbatim=True),
            name=f"slip.{part}",
            spoken=label,
            placeholder=look.say(f"slip_entry.{part}-example"),
        )
        line.focused.connect(self._focus_moved)
        line.entered.connect(self._finished)
        line.by_hand_keyboard.connect(self.type_by_hand)
        line.touched.connect(self.type_by_touch)
        line.edited.connect(self.refresh_keyboard)
        column = QVBoxLayout()
        column.setSpacing(look.px(8))
        column.addWidget(TextLabel(look.tokens, label, Role.STRONG))
        column.addWidget(line)
        self._row.addLayout(column, 2 if part == "secret" else 1)
        if not self._opening and not look.tokens.portrait:
            self._row.addStretch(1)
        self.lines[part] = line

    @Slot()
    def _focus_moved(self) -> None:
        line = self.sender()
        if isinstance(line, TextLine):
            self.show_strip(None)
            self.type_letters(line.typist, Pad.CODE, strip=False)

    @Slot()
    def _finished(self) -> None:
        if self._opening and self.sender() is self.lines["ticket"]:
            self.lines["secret"].setFocus()
        else:
            self._continue()

    @Slot()
    def _continue(self) -> None:
        try:
            ticket = Ticket.parse(self.lines["ticket"].text())
        except SlipUnreadable as unreadable:
            self._say_unreadable(unreadable, "ticket")
            return
        if not self._opening:
            self.ticket_given.emit(ticket)
            return
        try:
            slip = Slip.from_typed(ticket, self.lines["secret"].text())
        except SlipUnreadable as unreadable:
            self._say_unreadable(unreadable, "secret")
        else:
            self.slip_given.emit(slip)

    def _say_unreadable(self, unreadable: SlipUnreadable, part: str | None) -> None:
        self._say_fault(self.look.say(f"slip.unreadable.{unreadable.reason}"), part)

    def _say_fault(self, words: str, part: str | None) -> None:
        """At the `ticket`, at the `secret`, or of the slip as a whole."""
        self.type_nothing()
        for name, line in self.lines.items():
            line.clearFocus()
            line.show_fault(faulty=name == part)
        self._fault.show_words(words)
        self._fault.show()
        title = self.look.say("question.faults-one")
        self.show_strip(ErrorSummary(self.look.tokens, title, [(part or "slip", words)]))
        self.read_strip()
