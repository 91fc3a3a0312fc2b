"""The cards of a guide, one a page: what to know, and what has happened to others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout

from ui.art.guide_cards import paint_guide_card
from ui.art.people import ART_HEIGHT, ART_WIDTH
from ui.components.drawing import Drawing
from ui.components.panel import Panel
from ui.components.press_button import PressButton
from ui.components.text_label import TextLabel
from ui.page import Footer, Page, Place
from ui.theme.tokens import Role

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QPainter

    from ui.look import Look

_GROWN = 1.7


@dataclass(frozen=True, slots=True)
class CardShown:
    """One card in words; `drawing` is one of `GUIDE_CARDS`, `source` says who published a case."""

    title: str
    text: str
    drawing: str
    source: str = ""


class GuidePage(Page):
    """Turns its own cards. `finished`: the last one was read; `left`: the person has had enough.

    `example_wanted`: they would rather see how it is done.
    """

    finished = Signal()
    left = Signal()
    example_wanted = Signal()

    def __init__(
        self, look: Look, cards: Sequence[CardShown], *, heading: str, at_end: bool = False
    ) -> None:
        """`at_end` shows the last card, for who comes back to it."""
        super().__init__(look, name="guide", heading=heading)
        tokens = look.tokens
        self._cards = cards
        self._card = 0
        self._example = PressButton(
            tokens, look.say("home.tour"), name="guide.example", icon="play", parent=self
        )
        self._example.tapped.connect(self.example_wanted)
        self._example.hide()
        panel = Panel(tokens, padding=56)
        row: QBoxLayout = QVBoxLayout() if tokens.portrait else QHBoxLayout()
        row.setSpacing(tokens.px(56))
        width, height = ART_WIDTH * _GROWN, ART_HEIGHT * _GROWN
        self._drawing = Drawing(tokens, self._painter(), width, height)
        # The largest words leave room for one of the two, and the words say more.
        if tokens.largest and not tokens.portrait:
            self._drawing.hide()
        self._drawing.setFixedSize(tokens.px(width), tokens.px(height))
        row.addWidget(self._drawing, 0, Qt.AlignmentFlag.AlignCenter)
        words = QVBoxLayout()
        words.setSpacing(tokens.space(16))
        self._title = TextLabel(tokens, "", Role.DISPLAY, name="guide.card.title")
        self._text = TextLabel(tokens, "", Role.INPUT, name="guide.card.text")
        self._source = TextLabel(tokens, "", Role.CAPTION, name="guide.card.source")
        if not tokens.portrait:
            words.addStretch(1)
        words.addWidget(self._title)
        words.addWidget(self._text)
        words.addWidget(self._source)
        words.addStretch(1)
        row.addLayout(words, 1)
        panel.body.addLayout(row, 1)
        self.main.addWidget(panel, 1)
        self.back.connect(self._back)
        self.leave.connect(self.left)
        self.primary.connect(self._forward)
        self.show_card(len(cards) - 1 if at_end else 0)

    def _painter(self) -> Callable[[QPainter], None]:
        name, contrast = self._cards[self._card].drawing, self.look.tokens.theme.outlined

        def paint(painter: QPainter) -> None:
            painter.scale(_GROWN, _GROWN)
            paint_guide_card(painter, name, contrast=contrast)

        return paint

    def show_card(self, number: int) -> None:
        """Show one of the cards, counted from 0."""
        self._card = number
        card, count = self._cards[number], len(self._cards)
        say = self.look.say
        self._drawing.redraw(self._painter())
        self._title.set_text(card.title)
        self._text.set_text(card.text)
        self._source.set_text(card.source)
        self._source.setVisible(bool(card.source))
        steps = say("guide.steps", number=number + 1, count=count)
        self.place = Place(say("guide.caption"), steps, (number + 1) / count)
        last = number == count - 1
        self.footer_middle = None if number else self._example
        self.footer = Footer(
            back=say("guide.previous" if number else "footer.back"),
            leave=say("guide.leave") if number else None,
            leave_icon="house",
            primary=say("guide.to_quiz" if last else "guide.next"),
        )
        self.changed.emit()

    def keep(self) -> object:
        """Which card is shown."""
        return self._card

    def restore(self, kept: object) -> None:
        """Show the card that was shown."""
        if isinstance(kept, int):
            self.show_card(kept)

    @Slot()
    def _back(self) -> None:
        if self._card:
            self.show_card(self._card - 1)
        else:
            self.left.emit()

    @Slot()
    def _forward(self) -> None:
        if self._card + 1 < len(self._cards):
            self.show_card(self._card + 1)
        else:
            self.finished.emit()
