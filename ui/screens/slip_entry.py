"""The slip of a journey: scanned, or its ticket typed, and its secret where something is opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kiosk.domain.slip import Slip, SlipUnreadable, Ticket, is_slip
from ui.camera.finder import CodeFinder
from ui.components.error_summary import ErrorSummary
from ui.components.press_button import Kind, PressButton
from ui.components.text_label import TextLabel
from ui.inputs.field_input import FaultLine, Pad
from ui.inputs.line import TextLine
from ui.keyboard.typist import Manner
from ui.page import Footer, Place
from ui.screens.typing_page import TypingPage
from ui.theme.tokens import Role

if TYPE_CHECKING:
    from PySide6.QtWidgets import QBoxLayout

    from ui.camera.device import Camera
    from ui.look import Look


class SlipEntryPage(TypingPage):
    """Asks for a slip. `slip_given` carries a Slip, `ticket_given` a Ticket alone.

    `opening`, to go on with what was kept, takes the secret too; to look up progress the ticket is
    enough. What the scanner read is handed to `show_scanned`. Where no scanner answers the camera
    reads it, until somebody would rather type.
    """

    slip_given = Signal(object)
    ticket_given = Signal(object)

    def __init__(
        self,
        look: Look,
        *,
        opening: bool,
        camera: Camera | None = None,
        scanner_ready: bool = False,
    ) -> None:
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
        self._lines = QWidget()
        self._row: QBoxLayout = (
            QVBoxLayout(self._lines) if look.tokens.portrait else QHBoxLayout(self._lines)
        )
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(look.tokens.gutter)
        self.main.addWidget(self._lines)
        for part in ("ticket", "secret") if opening else ("ticket",):
            self._add_line(part)
        self.main.addStretch(1)
        self.primary.connect(self._continue)
        # Nobody's journey is open here: back is home, and there is nothing to erase.
        self.footer = self._typed_footer = Footer(
            back=look.say("footer.back"), primary=look.say("footer.continue")
        )
        self._scanner_ready = scanner_ready
        self._camera = camera
        self._films = False
        self._use_camera = PressButton(
            look.tokens,
            look.say("slip_entry.by_camera"),
            name="slip.camera",
            kind=Kind.SMALL,
            icon="camera",
        )
        self._use_camera.hide()
        self._use_camera.tapped.connect(self._film)
        self.main.insertWidget(2, self._use_camera, 0, Qt.AlignmentFlag.AlignLeft)
        self._before_camera: QWidget | None = None
        self._finder: CodeFinder | None = None
        self._types = False
        if self._camera is not None:
            self._camera.look()
            self._camera.ready.connect(self._show_way)
            self._camera.lost.connect(self._show_way)
        self._show_way()

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
        """Write the ticket, unless the slip is held before the camera."""
        if self._before_camera is None:
            self.lines["ticket"].setFocus()

    def tray_opens(self, *, opens: bool) -> None:
        """In a low window or with large text the hint makes way for the keyboard."""
        tokens = self.look.tokens
        self._offer_camera(opens=opens)
        if tokens.tight or tokens.largest:
            hint = self.look.say(f"slip_entry.{self._kind}-hint")
            self.set_heading(self.heading, "" if opens else hint)

    def keep(self) -> object:
        """What was typed so far, and whether somebody would rather type."""
        typed = {part: line.text() for part, line in self.lines.items()}
        ways = {"types": self._types, "films": self._films}
        return typed | {way: "yes" for way, chosen in ways.items() if chosen}

    def restore(self, kept: object) -> None:
        """Show it again."""
        if isinstance(kept, dict):
            for part, line in self.lines.items():
                line.show_text(str(kept.get(part, "")))
            self._types, self._films = "types" in kept, "films" in kept
            self._show_way()

    def _offer_camera(self, *, opens: bool) -> None:
        """Where a scanner answers, or somebody would rather type, the camera is one tap away."""
        tokens = self.look.tokens
        cramped = opens and (tokens.tight or tokens.large)
        there = self._camera is not None and self._camera.found and self._before_camera is None
        self._use_camera.setVisible(there and not cramped)

    @Slot()
    def _film(self) -> None:
        self._films, self._types = True, False
        self._show_way()

    @Slot()
    def _type(self) -> None:
        self._films, self._types = False, True
        self._show_way()

    @Slot()
    def _show_way(self) -> None:
        """The camera's picture, or the lines to type into; what was begun is gone on with."""
        camera = self._camera
        typed = self._types or any(line.text() for line in self.lines.values())
        films = camera is not None and camera.found
        films = films and (self._films or not (typed or self._scanner_ready))
        if films is (self._before_camera is not None):
            self._offer_camera(opens=self.keyboard() is not None)
            return
        if camera is not None and films:
            self.type_nothing()
            self._before_camera = self._made_for(camera)
            self.main.insertWidget(1, self._before_camera)
            self.footer = Footer(back=self.look.say("footer.back"))
        elif self._before_camera is not None:
            self.main.removeWidget(self._before_camera)
            self._before_camera.hide()
            self._before_camera.deleteLater()
            self._before_camera = None
            self.footer = self._typed_footer
        self._lines.setVisible(not films)
        self._offer_camera(opens=self.keyboard() is not None)
        self._say_how()
        self.changed.emit()
        self.entered()

    def _made_for(self, camera: Camera) -> QWidget:
        """What the camera sees, and the way without it."""
        tokens = self.look.tokens
        made = QWidget()
        both: QBoxLayout = QVBoxLayout(made) if tokens.portrait else QHBoxLayout(made)
        both.setContentsMargins(0, 0, 0, 0)
        both.setSpacing(tokens.gutter)
        by_hand = PressButton(
            tokens,
            self.look.say("slip_entry.by_hand"),
            name="slip.by_hand",
            icon="keyboard",
            centred=False,
        )
        by_hand.tapped.connect(self._type)
        self._finder = CodeFinder(self.look, camera, "slip")
        self._finder.read.connect(self._read_before_camera)
        large = tokens.largest and not tokens.portrait
        both.addWidget(self._finder, 1 if large else 7, Qt.AlignmentFlag.AlignTop)
        both.addWidget(by_hand, 1 if large else 5, Qt.AlignmentFlag.AlignTop)
        return made

    @Slot(str)
    def _read_before_camera(self, text: str) -> None:
        """A slip comes back by `show_scanned`; who holds up something else is told."""
        if self._finder is not None and not is_slip(text):
            self._finder.say_other()

    def _say_how(self) -> None:
        """The hint that belongs to the way, where there is room for one."""
        tokens = self.look.tokens
        if self._before_camera is None:
            hint = f"slip_entry.{self._kind}-hint"
        elif tokens.largest and not tokens.portrait:
            hint = ""
        else:
            hint = "identity.camera.hint"
        self.set_heading(self.heading, self.look.say(hint) if hint else "")

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
