"""The draft is kept; the slip that opens it again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from ui.components.code_cells import CodeLabel
from ui.components.error_summary import ErrorSummary
from ui.components.panel import Notice, Panel
from ui.components.press_button import PressButton
from ui.components.result_panel import QrPicture
from ui.components.text_label import TextLabel
from ui.page import Footer, Page, Place
from ui.printing.qr import qr_image
from ui.screens.caution import Caution, show_caution
from ui.theme.tokens import Role

if TYPE_CHECKING:
    from PySide6.QtWidgets import QBoxLayout

    from ui.look import Look

_QR_SIDE: Final = 296


@dataclass(frozen=True, slots=True)
class AsideShown:
    """The slip in words: ticket, typed secret, QR text, and the day until it is kept."""

    caption: str
    ticket: str
    typed: str
    qr_text: str
    until: str


class PutAsidePage(Page):
    """Shown once the draft is sealed: after this the slip alone opens it."""

    print_wanted = Signal()

    def __init__(self, look: Look, shown: AsideShown) -> None:
        tokens = look.tokens
        # Where the strip over the heading has two sentences, the second says it.
        said = not tokens.portrait and not tokens.largest
        super().__init__(
            look,
            name="put_aside",
            heading=look.say("aside.title"),
            hint="" if said else look.say("aside.text"),
        )
        self.place = Place(shown.caption, look.say("aside.caption"))
        self.footer = Footer(primary=look.say("aside.done"))
        self.main.addWidget(self._slip(shown))
        self.main.addLayout(self._ways())
        self.main.addStretch(1)
        show_caution(self, Caution.spoken(look, "slip"))

    def _slip(self, shown: AsideShown) -> Panel:
        """What the paper slip says, large enough for a photograph."""
        look = self.look
        tokens = look.tokens
        panel = Panel(tokens, padding=20 if tokens.tight else 36)
        row: QBoxLayout = QVBoxLayout() if tokens.portrait else QHBoxLayout()
        row.setSpacing(tokens.px(36))
        words = QVBoxLayout()
        words.setSpacing(tokens.space(4))
        role = Role.CODE if tokens.tight or tokens.large else Role.SLIP_CODE
        for key, code, size, name in (
            ("progress.ticket", shown.ticket, role, "put_aside.ticket"),
            ("aside.typed", shown.typed, Role.H1, "put_aside.typed"),
        ):
            words.addWidget(TextLabel(tokens, look.say(key), Role.BODY))
            label = CodeLabel(tokens, code, size, name=name)
            label.setMinimumWidth(label.sizeHint().width() * 2 // 3)
            words.addWidget(label)
            words.addSpacing(tokens.space(12))
        until = look.say("aside.until", date=shown.until)
        words.addWidget(Notice(tokens, until, icon="calendar"))
        words.addStretch(1)
        row.addLayout(words, 1)
        picture = QrPicture(
            tokens, qr_image(shown.qr_text), _QR_SIDE, spoken=look.say("aside.caption")
        )
        row.addWidget(picture, 0, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignHCenter)
        panel.body.addLayout(row)
        return panel

    def _ways(self) -> QBoxLayout:
        look = self.look
        tokens = look.tokens
        row: QBoxLayout = QVBoxLayout() if tokens.portrait else QHBoxLayout()
        row.setSpacing(tokens.gutter)
        button = PressButton(
            tokens, look.say("aside.print"), name="put_aside.print", icon="printer"
        )
        button.tapped.connect(self.print_wanted)
        row.addWidget(button, 1)
        row.addWidget(Notice(tokens, look.say("put_aside.photo"), icon="camera"), 2)
        return row

    def show_printing_failed(self, words: str) -> None:
        """Say that the slip isn't on paper; the page itself can be written down or photographed."""
        # The strip says how to keep the slip without paper: the hint makes way for it.
        self.set_heading(self.heading)
        self.show_strip(ErrorSummary(self.look.tokens, words, ()))
