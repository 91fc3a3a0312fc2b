"""Waits for an identity card at the scanner or the camera; offers every other way as well."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal, Slot
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
from ui.camera.finder import CodeFinder
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

    from ui.camera.device import Camera
    from ui.look import Look

_BESIDE_WORDS = 320
_SMALL_CARD = 176
_PADDING = 28
_SMALL_PADDING = 20
_PICTURE = QSize(640, 360)
_FAILURES = 3
"""After so many scans that were no card another way is offered."""


class IdentityPage(Page):
    """Shows where the code is on both cards. The scan itself comes from the scanner.

    The camera reads it too: where no scanner answers by itself, else when somebody wants it.
    """

    by_hand = Signal()
    without_card = Signal()

    def __init__(
        self,
        look: Look,
        *,
        heading: str,
        scanner_ready: bool,
        camera: Camera | None = None,
        other: bool = False,
    ) -> None:
        """`other`: the card is not that of the person at the screen."""
        super().__init__(look, name="identity", heading=heading, hint=look.say("identity.hint"))
        self._heading_words = heading
        self._other = other
        self._scanner_ready = scanner_ready
        self._camera = camera
        self._camera_wanted = False
        self._failures = 0
        self._content: QWidget | None = None
        self.place = Place(look.say("identity.other.caption" if other else "identity.caption"))
        self.footer = Footer(back=look.say("footer.back"), leave=look.say("footer.leave"))
        self.main.addStretch(1)
        if camera is not None:
            camera.look()
            camera.ready.connect(self._show_ways)
            camera.lost.connect(self._show_ways)
        self._show_ways()

    def show_unread(self, reason: str) -> None:
        """Say that the last scan was no card that can be read, and what to do."""
        self._failures += 1
        if self._failures >= _FAILURES:
            other = self._has_camera and not self._films
            reason = self.look.say(f"identity.unread.{'camera' if other else 'light'}")
        title = self.look.say("identity.unread.title")
        self.show_strip(ErrorSummary(self.look.tokens, title, (("", reason),)))

    def keep(self) -> object:
        """Whether the camera is wanted, and how often a card could not be read."""
        return self._camera_wanted, self._failures

    def restore(self, kept: object) -> None:
        """Go on with the camera."""
        if isinstance(kept, tuple):
            self._camera_wanted, self._failures = kept
            self._show_ways()

    @property
    def _has_camera(self) -> bool:
        return self._camera is not None and self._camera.found

    @property
    def _films(self) -> bool:
        """Whether the card is held before the camera."""
        return self._has_camera and (self._camera_wanted or not self._scanner_ready)

    @Slot()
    def _use_camera(self) -> None:
        self._camera_wanted = True
        self._show_ways()

    @Slot()
    def _show_ways(self) -> None:
        """Show what can be done now, in place of what could before."""
        if self._content is not None:
            self.main.removeWidget(self._content)
            self._content.hide()
            self._content.deleteLater()
        self._content = QWidget()
        if self._camera is not None and self._films:
            self._say_how("identity.camera.title", "identity.camera.hint")
            self._content.setLayout(self._before_camera(self._camera))
        else:
            self._say_how(None, "identity.hint")
            self._content.setLayout(self._before_scanner())
        self.main.insertWidget(0, self._content)
        self._content.show()
        self.changed.emit()

    def _say_how(self, title: str | None, hint: str) -> None:
        heading = self.look.say(title) if title and not self._other else self._heading_words
        no_room = self.look.tokens.largest and not self.look.tokens.portrait and self._films
        self.set_heading(heading, "" if no_room else self.look.say(hint))

    def _before_scanner(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self.look.tokens.space(20 if self.look.tokens.large else 44))
        column.addLayout(self._pictures())
        column.addLayout(self._ways())
        return column

    def _before_camera(self, camera: Camera) -> QBoxLayout:
        """What the camera sees, and beside it where the code is and the other ways."""
        tokens = self.look.tokens
        finder = CodeFinder(self.look, camera, "card", size=_PICTURE)
        finder.view.setObjectName("identity.picture")
        beside = QVBoxLayout()
        beside.setSpacing(tokens.space(20))
        if not tokens.largest or tokens.portrait:
            cards: QBoxLayout = QHBoxLayout() if tokens.portrait else QVBoxLayout()
            cards.setSpacing(tokens.space(20))
            for which, paint in (("old_card", paint_card_front), ("new_card", paint_card_back)):
                cards.addWidget(self._small_card(which, paint), 1)
            beside.addLayout(cards)
        by_hand, without = self._other_ways()
        buttons: QBoxLayout = QHBoxLayout() if tokens.portrait else QVBoxLayout()
        buttons.setSpacing(tokens.space(20))
        buttons.addWidget(by_hand, 1)
        buttons.addWidget(without, 1)
        beside.addLayout(buttons)
        beside.addStretch(1)
        both: QBoxLayout = QVBoxLayout() if tokens.portrait else QHBoxLayout()
        both.setContentsMargins(0, 0, 0, 0)
        both.setSpacing(tokens.gutter)
        large = tokens.largest and not tokens.portrait
        both.addWidget(finder, 1 if large else 7, Qt.AlignmentFlag.AlignTop)
        both.addLayout(beside, 1 if large else 5)
        return both

    def _small_card(self, which: str, paint: Callable[..., None]) -> Panel:
        """A card and where its code is, in one row."""
        tokens = self.look.tokens
        panel = Panel(tokens, padding=_SMALL_PADDING)
        contrast = tokens.theme.outlined
        drawing = Drawing(tokens, partial(paint, contrast=contrast), CARD_WIDTH, CARD_HEIGHT)
        _fix_width(drawing, tokens.px(_SMALL_CARD))
        row = QHBoxLayout()
        row.setSpacing(tokens.px(20))
        row.addWidget(drawing, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(self._card_words(which), 1)
        panel.body.addLayout(row)
        return panel

    def _card_words(self, which: str) -> QVBoxLayout:
        tokens = self.look.tokens
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(TextLabel(tokens, self.look.say(f"identity.{which}.title"), Role.STRONG))
        words.addWidget(TextLabel(tokens, self.look.say(f"identity.{which}.text"), Role.CAPTION))
        words.addStretch(1)
        return words

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
        words = self._card_words(which)
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

    def _ways(self) -> QGridLayout:
        """The state of the scanner, and the ways without it."""
        look = self.look
        ways = QGridLayout()
        ways.setHorizontalSpacing(look.tokens.gutter)
        ways.setVerticalSpacing(look.tokens.space(20))
        state = self._waiting() if self._scanner_ready else self._no_scanner()
        buttons = [*self._other_ways()]
        if self._has_camera:
            camera = self._way("camera", look.say("identity.camera"))
            camera.tapped.connect(self._use_camera)
            buttons.insert(0, camera)
        if self._stacked:
            ways.addWidget(state, 0, 0, 1, 2)
            for place, button in enumerate(buttons):
                ways.addWidget(button, 1 + place // 2, place % 2)
            columns = 2
        else:
            for column, widget in enumerate((state, *buttons)):
                ways.addWidget(widget, 0, column)
            columns = 1 + len(buttons)
        for column in range(columns):
            ways.setColumnStretch(column, 1)
        return ways

    def _other_ways(self) -> tuple[PressButton, PressButton]:
        """By hand, and without a card."""
        kind = "identity.other" if self._other else "identity"
        by_hand = self._way("by_hand", self.look.say(f"{kind}.by_hand"))
        by_hand.tapped.connect(self.by_hand)
        without = self._way("no_card", self.look.say(f"{kind}.no_card"))
        without.tapped.connect(self.without_card)
        return by_hand, without

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

    def _way(self, name: str, words: str) -> PressButton:
        return PressButton(
            self.look.tokens, words, name=f"identity.{name}", icon=_ICONS[name], centred=False
        )


_ICONS = {"by_hand": "keyboard", "no_card": "id-card", "camera": "camera"}


def _fix_width(drawing: Drawing, width: int) -> None:
    """Give a card's drawing a width, and the height that goes with it."""
    drawing.setFixedSize(width, round(width * CARD_HEIGHT / CARD_WIDTH))
