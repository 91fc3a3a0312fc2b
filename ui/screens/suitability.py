"""Asks, before anything else, whether it can be done here; and says what else to do where not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout

from ui.components.action_tile import ActionTile
from ui.page import Footer, Page, Place
from ui.theme.tokens import Role

if TYPE_CHECKING:
    from ui.look import Look

_LEAST = 168


class SuitabilityPage(Page):
    """One question with yes and no; one touch goes on."""

    answered = Signal(bool)

    def __init__(self, look: Look, *, caption: str, question: str, hint: str) -> None:
        super().__init__(look, name="suitability", heading=question, hint=hint)
        self.place = Place(caption, look.say("suitability.caption"))
        self.footer = Footer(back=look.say("footer.back"))
        tokens = look.tokens
        row: QBoxLayout = QVBoxLayout() if tokens.portrait else QHBoxLayout()
        row.setSpacing(tokens.gutter)
        yes, no = (
            ActionTile(
                tokens,
                look.say(f"suitability.{answer}"),
                name=f"suitability.{answer}",
                icon=icon,
                least=_LEAST,
                role=Role.H1,
            )
            for answer, icon in (("yes", "check"), ("no", "x"))
        )
        yes.tapped.connect(self._yes)
        no.tapped.connect(self._no)
        for tile in (yes, no):
            row.addWidget(tile, 1)
        self.main.addLayout(row)
        self.main.addStretch(1)

    @Slot()
    def _yes(self) -> None:
        self.answered.emit(True)

    @Slot()
    def _no(self) -> None:
        self.answered.emit(False)
