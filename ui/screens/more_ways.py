"""More ways to use the screen, for hands and eyes that need them; most people never come here."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout

from ui.components.choice_tile import ChoiceTile
from ui.components.text_label import TextLabel
from ui.look import Look, Switches
from ui.page import Footer, Page, Place
from ui.theme.tokens import Role

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


@dataclass(frozen=True, slots=True)
class WaysShown:
    """How the screen is used now."""

    steady: bool
    still: bool
    switches: Switches


class MoreWaysPage(Page):
    """Reports each choice at once."""

    steady_chosen = Signal(bool)
    still_chosen = Signal(bool)
    switches_chosen = Signal(Switches)
    finished = Signal()

    def __init__(self, look: Look, now: WaysShown) -> None:
        """`now` is marked as chosen."""
        super().__init__(look, name="more_ways", heading=look.say("more_ways.title"))
        say = look.say
        self.place = Place(say("how_to_use.caption"), say("how_to_use.steps"), 1.0)
        self.footer = Footer(primary=say("more_ways.done"))
        self.primary.connect(self.finished)
        self.main.setSpacing(look.tokens.space(12))
        answers = ((False, "off"), (True, "on"))
        switches = tuple((it, it.value) for it in Switches)
        self._add_row("steady", answers, now.steady, self.steady_chosen.emit)
        self._add_row("still", answers, now.still, self.still_chosen.emit)
        self._add_row("switches", switches, now.switches, self.switches_chosen.emit)
        self.main.addStretch(1)

    def _add_row(
        self,
        row: str,
        offered: Sequence[tuple[object, str]],
        chosen: object,
        tell: Callable[[object], None],
    ) -> None:
        tokens, say = self.look.tokens, self.look.say
        if self.main.count():
            self.main.addSpacing(tokens.space(12))
        title = say(f"more_ways.{row}")
        self.main.addWidget(TextLabel(tokens, title, Role.H3))
        grid = QGridLayout()
        grid.setHorizontalSpacing(tokens.gutter)
        grid.setVerticalSpacing(tokens.px(16))
        columns = 2
        if tokens.portrait and tokens.large:
            columns = 1
        for place, (value, words) in enumerate(offered):
            tile = ChoiceTile(
                tokens,
                say(f"more_ways.{row}.{words}"),
                say(f"more_ways.{row}.{words}-detail"),
                name=f"more_ways.{row}.{words}",
                value=value,
            )
            tile.setAccessibleName(f"{title}: {tile.accessibleName()}")
            tile.setAutoExclusive(False)
            tile.setChecked(value == chosen)
            tile.tapped.connect(partial(tell, value))
            grid.addWidget(tile, place // columns, place % columns)
            grid.setColumnStretch(place % columns, 1)
        self.main.addLayout(grid)
