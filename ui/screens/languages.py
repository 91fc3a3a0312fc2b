"""Which language the screens speak, each called as it calls itself: for more of them than two."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from ui.components.choice_tile import ChoiceGrid, ChoiceTile
from ui.page import Footer, Page

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ui.look import Look


class LanguagesPage(Page):
    """One touch chooses: `chosen` carries the language, as "vi"."""

    chosen = Signal(object)

    def __init__(self, look: Look, names: Mapping[str, str]) -> None:
        """`names` are the languages and what they call themselves, in their order."""
        super().__init__(look, name="languages", heading=look.say("languages.title"))
        self.footer = Footer(back=look.say("footer.back"))
        grid = ChoiceGrid(look.tokens)
        for language, name in names.items():
            tile = ChoiceTile(look.tokens, name, name=f"languages.{language}", value=language)
            grid.add(tile)
        grid.choose(look.texts.language)
        grid.answered.connect(self.chosen)
        self.main.addWidget(grid)
        self.main.addStretch(1)
