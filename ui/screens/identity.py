"""Waits for an identity card at the scanner; offers every other way as well."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.art.cards import (
    CARD_HEIGHT,
    CARD_WIDTH,
    SCAN_HEIGHT,
    SCAN_WIDTH,
    paint_card_back,
    paint_card_front,
    paint_scan,
)
from ui.components.drawing import Drawing
from ui.components.error_summary import ErrorSummary
from ui.components.panel import Notice, Panel
from ui.components.press_button import PressButton
from ui.components.ring import ProgressRing
from ui.components.text_label import TextLabel
from ui.page import Footer, Page, Place
from ui.theme.tokens import Role

if TYPE_CHECKING:
    from ui.look import Look


class IdentityPage(Page):
    """Shows where the code is on both cards. The scan itself comes from the scanner."""

    by_hand = Signal()
    without_card = Signal()

    def __init__(self, look: Look, *, heading: str, scanner_ready: bool) -> None:
        super().__init__(
            look, name="identity", heading=heading, hint=look.say("identity.hint")
        )
        self.place = Place(look.say("identity.caption"))
        self.footer = Footer(back=look.say("footer.back"), leave=look.say("footer.leave"))
        contrast = look.tokens.theme.outlined
        cards = QHBoxLayout()
        cards.setSpacing(look.tokens.gutter)
        for which, paint in (("old_card", paint_card_front), ("new_card", paint_card_back)):
            cards.addWidget(self._card(which, partial(paint, contrast=contrast)), 1)
        if not look.tokens.portrait:
            scan = partial(paint_scan, contrast=contrast)
            cards.addWidget(Drawing(look.tokens, scan, SCAN_WIDTH, SCAN_HEIGHT), 1)
        self.main.addLayout(cards)
        self.main.addLayout(self._ways(scanner_ready=scanner_ready))
        self.main.addStretch(1)

    def show_unread(self, reason: str) -> None:
        """Say that the last scan was no card that can be read, and what to do."""
        title = self.look.say("identity.unread.title")
        self.show_strip(ErrorSummary(self.look.tokens, title, (("", reason),)))

    def _card(self, which: str, paint: partial[None]) -> QWidget:
        tokens = self.look.tokens
        panel = Panel(tokens, padding=24)
        panel.body.addWidget(Drawing(tokens, paint, CARD_WIDTH, CARD_HEIGHT))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(TextLabel(tokens, self.look.say(f"identity.{which}.title"), Role.STRONG))
        words.addWidget(TextLabel(tokens, self.look.say(f"identity.{which}.text"), Role.CAPTION))
        panel.body.addLayout(words)
        return panel

    def _ways(self, *, scanner_ready: bool) -> QHBoxLayout:
        look = self.look
        ways = QHBoxLayout()
        ways.setSpacing(look.tokens.gutter)
        state = "waiting" if scanner_ready else "no_scanner"
        told = QHBoxLayout()
        told.setSpacing(look.px(24))
        if scanner_ready:
            ring = ProgressRing(look.tokens, size=72, thickness=9)
            ring.spin()
            told.addWidget(ring)
        title, text = look.say(f"identity.{state}.title"), look.say(f"identity.{state}.text")
        if scanner_ready:
            words = QVBoxLayout()
            words.setSpacing(0)
            words.addWidget(TextLabel(look.tokens, title, Role.STRONG))
            words.addWidget(TextLabel(look.tokens, text, Role.CAPTION))
            told.addLayout(words, 1)
        else:
            told.addWidget(Notice(look.tokens, title, text, icon="triangle-alert"), 1)
        ways.addLayout(told, 1)
        by_hand = PressButton(
            look.tokens,
            look.say("identity.by_hand"),
            name="identity.by_hand",
            icon="keyboard",
            centred=False,
        )
        by_hand.tapped.connect(self.by_hand)
        without = PressButton(
            look.tokens,
            look.say("identity.no_card"),
            name="identity.no_card",
            icon="id-card",
            centred=False,
        )
        without.tapped.connect(self.without_card)
        ways.addWidget(by_hand, 1)
        ways.addWidget(without, 1)
        return ways
