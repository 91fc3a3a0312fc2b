"""Short lessons against fraud, one card a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from ui.components.panel import IconMark, Panel
from ui.components.text_label import TextLabel
from ui.page import Footer, Page, Place
from ui.theme.tokens import Role

if TYPE_CHECKING:
    from ui.look import Look

_CARDS = (
    ("code", "message-square-text"),
    ("link", "shield-alert"),
    ("money", "triangle-alert"),
    ("late", "phone"),
)
_ICON = 148


class GuidePage(Page):
    """Turns its own cards; reports only that the person has seen enough."""

    finished = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__(look, name="guide", heading=look.say("guide.title"))
        tokens = look.tokens
        self._card = 0
        panel = Panel(tokens, padding=56)
        row = QHBoxLayout()
        row.setSpacing(tokens.px(56))
        self._icon = IconMark(tokens, _CARDS[0][1], size=_ICON, colour="danger")
        if tokens.largest:
            self._icon.hide()
        row.addWidget(self._icon)
        words = QVBoxLayout()
        words.setSpacing(tokens.space(16))
        self._title = TextLabel(tokens, "", Role.DISPLAY, name="guide.card.title")
        self._text = TextLabel(tokens, "", Role.INPUT, name="guide.card.text")
        words.addStretch(1)
        words.addWidget(self._title)
        words.addWidget(self._text)
        words.addStretch(1)
        row.addLayout(words, 1)
        panel.body.addLayout(row, 1)
        self.main.addWidget(panel, 1)
        self.back.connect(self._back)
        self.primary.connect(self._forward)
        self.show_card(0)

    def show_card(self, number: int) -> None:
        """Show one of the cards, counted from 0."""
        self._card = number
        name, icon = _CARDS[number]
        say = self.look.say
        self._icon.show_icon(icon)
        self._title.set_text(say(f"guide.{name}.title"))
        self._text.set_text(say(f"guide.{name}.text"))
        count = len(_CARDS)
        steps = say("guide.steps", number=number + 1, count=count)
        self.place = Place(say("guide.caption"), steps, (number + 1) / count)
        last = number == count - 1
        self.footer = Footer(
            back=say("guide.previous" if number else "footer.back"),
            primary=say("guide.done" if last else "guide.next"),
        )
        self.changed.emit()

    def keep(self) -> object:
        """Which card is shown."""
        return self._card

    def restore(self, kept: object) -> None:
        """Show the card that was shown."""
        if isinstance(kept, int):
            self.show_card(kept)

    def _back(self) -> None:
        if self._card:
            self.show_card(self._card - 1)
        else:
            self.finished.emit()

    def _forward(self) -> None:
        if self._card + 1 < len(_CARDS):
            self.show_card(self._card + 1)
        else:
            self.finished.emit()
