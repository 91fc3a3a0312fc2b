"""Waits for an identity card at the scanner; offers every other way as well."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

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
from ui.components.tones import Tone
from ui.page import Footer, Page, Place
from ui.theme.tokens import Role

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QPainter
    from PySide6.QtWidgets import QBoxLayout

    from ui.look import Look

_BESIDE_WORDS = 320
_PADDING = 28


class IdentityPage(Page):
    """Shows where the code is on both cards. The scan itself comes from the scanner."""

    by_hand = Signal()
    without_card = Signal()

    def __init__(
        self, look: Look, *, heading: str, scanner_ready: bool, other: bool = False
    ) -> None:
        """`other`: the card is not that of the person at the screen."""
        super().__init__(look, name="identity", heading=heading, hint=look.say("identity.hint"))
        self._other = other
        self.place = Place(look.say("identity.other.caption" if other else "identity.caption"))
        self.footer = Footer(back=look.say("footer.back"), leave=look.say("footer.leave"))
        self.main.addLayout(self._pictures())
        self.main.addLayout(self._ways(scanner_ready=scanner_ready))
        self.main.addStretch(1)

    def show_unread(self, reason: str) -> None:
        """Say that the last scan was no card that can be read, and what to do."""
        title = self.look.say("identity.unread.title")
        self.show_strip(ErrorSummary(self.look.tokens, title, (("", reason),)))

    @property
    def _stacked(self) -> bool:
        """Whether three columns would be too narrow for the words."""
        return self.look.tokens.portrait or self.look.tokens.largest

    def _pictures(self) -> QBoxLayout:
        """Both cards and the hand at the scanner, each in a column of four."""
        tokens = self.look.tokens
        contrast = tokens.theme.outlined
        cards = QHBoxLayout()
        cards.setSpacing(tokens.gutter)
        for which, paint in (("old_card", paint_card_front), ("new_card", paint_card_back)):
            cards.addWidget(self._card(which, partial(paint, contrast=contrast)), 1)
        if tokens.largest and not tokens.portrait:
            return cards
        scan = Drawing(tokens, partial(paint_scan, contrast=contrast), SCAN_WIDTH, SCAN_HEIGHT)
        if tokens.portrait:
            column = QVBoxLayout()
            column.setSpacing(tokens.gutter)
            column.addLayout(cards)
            column.addWidget(scan)
            return column
        cards.addWidget(scan, 1)
        return cards

    def _card(self, which: str, paint: Callable[[QPainter], None]) -> Panel:
        tokens = self.look.tokens
        panel = Panel(tokens, padding=_PADDING)
        drawing = Drawing(tokens, paint, CARD_WIDTH, CARD_HEIGHT)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(TextLabel(tokens, self.look.say(f"identity.{which}.title"), Role.STRONG))
        words.addWidget(TextLabel(tokens, self.look.say(f"identity.{which}.text"), Role.CAPTION))
        words.addStretch(1)
        if tokens.largest and not tokens.portrait:
            # Beside the words, so that card and buttons are seen at once.
            row = QHBoxLayout()
            row.setSpacing(tokens.px(24))
            _fix_width(drawing, tokens.px(_BESIDE_WORDS))
            row.addWidget(drawing, 0, Qt.AlignmentFlag.AlignTop)
            row.addLayout(words, 1)
            panel.body.addLayout(row)
            return panel
        if tokens.portrait:
            inside = (tokens.columns(12) - tokens.gutter) // 2 - 2 * tokens.px(_PADDING)
            _fix_width(drawing, min(inside, tokens.px(CARD_WIDTH)))
        panel.body.addWidget(drawing)
        panel.body.addLayout(words)
        return panel

    def _ways(self, *, scanner_ready: bool) -> QGridLayout:
        """The state of the scanner, and the two ways without it."""
        look = self.look
        ways = QGridLayout()
        ways.setHorizontalSpacing(look.tokens.gutter)
        ways.setVerticalSpacing(look.tokens.space(20))
        state = self._waiting() if scanner_ready else self._no_scanner()
        by_hand = self._way("by_hand", "keyboard")
        by_hand.tapped.connect(self.by_hand)
        without = self._way("no_card", "id-card")
        without.tapped.connect(self.without_card)
        if self._stacked:
            ways.addWidget(state, 0, 0, 1, 2)
            ways.addWidget(by_hand, 1, 0)
            ways.addWidget(without, 1, 1)
            columns = 2
        else:
            for column, widget in enumerate((state, by_hand, without)):
                ways.addWidget(widget, 0, column)
            columns = 3
        for column in range(columns):
            ways.setColumnStretch(column, 1)
        return ways

    def _waiting(self) -> QWidget:
        look = self.look
        told = QWidget()
        row = QHBoxLayout(told)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look.px(24))
        ring = ProgressRing(look.tokens, size=72, thickness=9)
        ring.spin(moving=not look.still)
        row.addWidget(ring, 0, Qt.AlignmentFlag.AlignVCenter)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        title, text = look.say("identity.waiting.title"), look.say("identity.waiting.text")
        words.addWidget(TextLabel(look.tokens, title, Role.STRONG))
        words.addWidget(TextLabel(look.tokens, text, Role.CAPTION))
        words.addStretch(1)
        row.addLayout(words, 1)
        return told

    def _no_scanner(self) -> QWidget:
        title, text = (self.look.say(f"identity.no_scanner.{it}") for it in ("title", "text"))
        return Notice(self.look.tokens, title, text, icon=Tone.WARNING.icon, tone=Tone.WARNING)

    def _way(self, name: str, icon: str) -> PressButton:
        words = self.look.say(f"identity.other.{name}" if self._other else f"identity.{name}")
        return PressButton(
            self.look.tokens, words, name=f"identity.{name}", icon=icon, centred=False
        )


def _fix_width(drawing: Drawing, width: int) -> None:
    """Give a card's drawing a width, and the height that goes with it."""
    drawing.setFixedSize(width, round(width * CARD_HEIGHT / CARD_WIDTH))
