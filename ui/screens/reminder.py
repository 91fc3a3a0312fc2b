"""The end of a guide: what to remember, and the card with it to take home."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from ui.components.error_summary import Strip
from ui.components.panel import Divider, Notice, Panel
from ui.components.pressing import GUARD_SUBMIT_MS
from ui.components.result_panel import QrPicture
from ui.components.text_label import TextLabel
from ui.components.tones import Tone
from ui.page import Footer, Page, Place
from ui.printing.qr import qr_image
from ui.theme.tokens import Role

if TYPE_CHECKING:
    from ui.look import Look

_QR_SIDE: Final = 400


@dataclass(frozen=True, slots=True)
class ReminderShown:
    """What goes home: a headline, its lines, whom to ring, and all of it as one text for a QR."""

    headline: str
    lines: tuple[str, ...]
    calls: tuple[str, ...]
    text: str


class ReminderPage(Page):
    """Wants the card printed, or home. Where it can't be printed, a code on the screen has it."""

    print_wanted = Signal()
    finished = Signal()

    def __init__(self, look: Look, shown: ReminderShown) -> None:
        super().__init__(look, name="guide.reminder", heading=shown.headline)
        tokens = look.tokens
        self._shown = shown
        self.place = Place(look.say("guide.caption"), look.say("guide.reminder.steps"), 1.0)
        self._show_footer(look.say("guide.print"))
        self.leave.connect(self.finished)
        self.primary.connect(self.print_wanted)
        row: QBoxLayout = QVBoxLayout() if tokens.portrait else QHBoxLayout()
        row.setSpacing(tokens.gutter)
        row.addWidget(self._lines(), 1)
        self._code = QVBoxLayout()
        self._code.setSpacing(tokens.space(12))
        holder = QWidget()
        holder.setLayout(self._code)
        self._code.setContentsMargins(0, 0, 0, 0)
        self._beside = holder
        holder.hide()
        row.addWidget(holder, 0, Qt.AlignmentFlag.AlignHCenter)
        self.main.addLayout(row)
        self.main.addStretch(1)

    def _show_footer(self, print_words: str) -> None:
        self.footer = Footer(
            back=self.look.say("footer.back"),
            leave=self.look.say("guide.leave"),
            leave_icon="house",
            primary=print_words,
            primary_icon="printer",
            primary_guard_ms=GUARD_SUBMIT_MS,
        )
        self.changed.emit()

    def _lines(self) -> Panel:
        tokens = self.look.tokens
        panel = Panel(tokens)
        for line in self._shown.lines:
            panel.body.addWidget(Notice(tokens, line, icon="check", role=Role.INPUT))
        panel.body.addWidget(Divider(tokens))
        for call in self._shown.calls:
            panel.body.addWidget(Notice(tokens, call, icon="phone", role=Role.STRONG))
        return panel

    def show_printed(self) -> None:
        """The printer has taken the card."""
        self._show_footer(self.look.say("guide.print.again"))
        words = self.look.say("guide.printed")
        self.show_strip(Strip(self.look.tokens, words, tone=Tone.SUCCESS, icon="printer"))

    def show_print_failed(self) -> None:
        """It isn't on paper: the same words are in a code that a telephone reads."""
        tokens, say = self.look.tokens, self.look.say
        words = say("guide.not_printed")
        self.show_strip(Strip(tokens, words, tone=Tone.WARNING, icon="smartphone"))
        if self._code.count():
            return
        image = qr_image(self._shown.text, sturdy=False)
        picture = QrPicture(tokens, image, _QR_SIDE, spoken=words)
        picture.setObjectName("guide.code")
        self._beside.setFixedWidth(picture.width())
        self._code.addWidget(picture)
        words_below = TextLabel(tokens, say("guide.scan"), Role.CAPTION)
        words_below.setFixedHeight(words_below.heightForWidth(picture.width()))
        self._code.addWidget(words_below)
        self._code.addStretch(1)
        self._beside.show()
