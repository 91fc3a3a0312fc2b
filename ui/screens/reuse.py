"""Offers what was told or read before: one tap answers, another asks as usual."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot

from ui.components.choice_tile import ChoiceGrid, ChoiceTile
from ui.page import Footer, Page, Place

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kiosk.domain.procedure import Answer
    from ui.look import Look


@dataclass(frozen=True, slots=True)
class ReuseShown:
    """One answer, or one person, in words: `origin` says where it comes from, and since when.

    `answers` are those that the tap gives, by field.
    """

    title: str
    origin: str
    answers: Mapping[str, Answer]


class ReusePage(Page):
    """Reports `chosen` with the place of what was tapped; `otherwise` asks the question itself."""

    chosen = Signal(int)
    otherwise = Signal()

    def __init__(
        self, look: Look, shown: Sequence[ReuseShown], *, heading: str, place: Place
    ) -> None:
        super().__init__(look, name="reuse", heading=heading, hint=look.say("reuse.hint"))
        tokens = look.tokens
        self.shown = tuple(shown)
        self.place = place
        self.footer = Footer(back=look.say("footer.back"), leave=look.say("footer.leave"))
        grid = ChoiceGrid(tokens, columns=1 if tokens.large else 2)
        for number, one in enumerate(self.shown):
            title = look.say("reuse.again", what=one.title)
            tile = ChoiceTile(tokens, title, one.origin, name=f"reuse.{number}", value=number)
            grid.add(tile)
        grid.add(ChoiceTile(tokens, look.say("reuse.other"), name="reuse.other"))
        grid.answered.connect(self._tapped)
        self.main.addWidget(grid)
        self.main.addStretch(1)

    @Slot(object)
    def _tapped(self, value: object) -> None:
        if isinstance(value, int):
            self.chosen.emit(value)
        else:
            self.otherwise.emit()
