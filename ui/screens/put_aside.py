"""The draft is kept; the slip that opens it again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF, Signal

from ui.components.code_cells import CodeLabel
from ui.components.drawing import Drawing
from ui.components.error_summary import ErrorSummary
from ui.components.panel import Panel
from ui.components.press_button import PressButton
from ui.components.text_label import TextLabel
from ui.page import Aside, Footer, Page, Place
from ui.printing.qr import paint_qr
from ui.theme.tokens import Role

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter

    from ui.look import Look

_QR_SIDE: Final = 400


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
        super().__init__(
            look,
            name="put_aside",
            heading=look.say("aside.title"),
            hint=look.say("aside.text"),
            aside=Aside.BESIDE_BODY,
        )
        self.place = Place(shown.caption, look.say("aside.caption"))
        self.footer = Footer(primary=look.say("aside.done"))
        panel = Panel(look.tokens)
        ticket = look.say("progress.ticket")
        panel.body.addWidget(TextLabel(look.tokens, ticket, Role.CAPTION))
        panel.body.addWidget(
            CodeLabel(look.tokens, shown.ticket, Role.SLIP_CODE, name="put_aside.ticket")
        )
        panel.body.addWidget(TextLabel(look.tokens, look.say("aside.typed"), Role.CAPTION))
        panel.body.addWidget(CodeLabel(look.tokens, shown.typed, Role.H2, name="put_aside.typed"))
        until = look.say("aside.until", date=shown.until)
        panel.body.addWidget(TextLabel(look.tokens, until, Role.BODY))
        self.main.addWidget(panel)
        self.main.addStretch(1)
        self.aside.addWidget(self._qr(shown.qr_text))
        button = PressButton(
            look.tokens, look.say("aside.print"), name="put_aside.print", icon="printer"
        )
        button.tapped.connect(self.print_wanted)
        self.aside.addWidget(button)
        self.aside.addStretch(1)

    def show_printing_failed(self, words: str) -> None:
        """Say that the slip isn't on paper; the page itself can be written down or photographed."""
        self.show_strip(ErrorSummary(self.look.tokens, words, ()))

    def _qr(self, text: str) -> Drawing:
        side = QRectF(0, 0, _QR_SIDE, _QR_SIDE)

        def paint(painter: QPainter) -> None:
            paint_qr(painter, text, side, whole=False)

        return Drawing(self.look.tokens, paint, _QR_SIDE, _QR_SIDE)
