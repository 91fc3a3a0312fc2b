"""How people's journeys came about, for staff: how many did it themselves, and what needed help."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ui.components.paged_card import PagedCard
from ui.components.rows import AnswerRow, SectionRow
from ui.page import Door, Footer, Page, Place
from ui.screens.rows_said import RowsPager

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ui.look import Look

_LABEL, _LABEL_UPRIGHT = 900, 520
_PITCH = 72


@dataclass(frozen=True, slots=True)
class HelpShown:
    """In words: of what time and of how many (`span`), who pressed, and what needed help."""

    span: str
    who: Sequence[tuple[str, str]]
    steps: Sequence[tuple[str, str]]


class DeskHelpPage(Page):
    """One card, a page at a time."""

    def __init__(self, look: Look, shown: HelpShown) -> None:
        say, tokens = look.say, look.tokens
        # Beside the largest words there is room for the card alone, unless that is all there is.
        brief = tokens.largest and not tokens.portrait and shown.who
        hint = "" if brief else shown.span
        super().__init__(look, name="desk.help", heading=say("desk.help.title"), hint=hint)
        self.place = Place(say("desk.caption"), say("desk.more.help"))
        self.door = Door.BEHIND
        self.footer = Footer(back=say("footer.back"))
        self._card = PagedCard(tokens, pressable=False)
        self._add("who", shown.who)
        self._add("steps", shown.steps)
        self._pager = RowsPager(self, self._card)
        self.footer_middle = self._pager
        self.main.addWidget(self._card, 1)
        self._card.setVisible(bool(shown.who or shown.steps))
        self._pager.say_range()

    def keep(self) -> object:
        """The first row that is seen."""
        return self._card.first

    def restore(self, kept: object) -> None:
        """Show that row again."""
        self._card.show_row(int(str(kept)))

    def _add(self, section: str, rows: Sequence[tuple[str, str]]) -> None:
        if not rows:
            return
        tokens = self.look.tokens
        words = self.look.say(f"desk.help.{section}")
        self._card.begin_section(SectionRow(tokens, words))
        for place, (label, value) in enumerate(rows):
            row = AnswerRow(
                tokens,
                label,
                value,
                name=f"desk.help.{section}.{place}",
                change=None,
                pitch=_PITCH,
                label_width=_LABEL_UPRIGHT if tokens.portrait or tokens.large else _LABEL,
            )
            self._card.add_row(row)
