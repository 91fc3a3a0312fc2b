"""Asks, before anything else, whether it can be done here; and says what else to do where not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from ui.components.press_button import PressButton
from ui.page import Footer, Page, Place

if TYPE_CHECKING:
    from ui.look import Look


class SuitabilityPage(Page):
    """One question with yes and no; one touch goes on."""

    answered = Signal(bool)

    def __init__(self, look: Look, *, caption: str, question: str, hint: str) -> None:
        super().__init__(look, name="suitability", heading=question, hint=hint)
        self.place = Place(caption, look.say("suitability.caption"))
        self.footer = Footer(back=look.say("footer.back"))
        row = QHBoxLayout()
        row.setSpacing(look.tokens.gutter)
        yes = PressButton(
            look.tokens, look.say("suitability.yes"), name="suitability.yes", icon="check", radius=16
        )
        no = PressButton(
            look.tokens, look.say("suitability.no"), name="suitability.no", icon="x", radius=16
        )
        yes.tapped.connect(self._yes)
        no.tapped.connect(self._no)
        for button in (yes, no):
            button.setMinimumHeight(look.px(200))
            row.addWidget(button, 1)
        self.main.addLayout(row)
        self.main.addStretch(1)

    def _yes(self) -> None:
        self.answered.emit(True)  # noqa: FBT003 — a signal has no keywords

    def _no(self) -> None:
        self.answered.emit(False)  # noqa: FBT003
