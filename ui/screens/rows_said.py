"""How much of a list is shown, in as many words as the footer has room for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Slot

from ui.components.pager import Pager

if TYPE_CHECKING:
    from ui.components.paged_card import PagedCard
    from ui.look import Look
    from ui.page import Page


def rows_said(look: Look, first: int, last: int, count: int) -> str:
    """The places shown, from 1: in words, in a narrow footer as numbers, in an upright one not."""
    tokens = look.tokens
    if tokens.portrait:
        return ""
    key = "pager.rows-short" if tokens.large or tokens.narrow else "pager.rows"
    return look.say(key, first=first, last=last, count=count)


class RowsPager(Pager):
    """Turns a page's card of rows from the footer, and says which of them are shown."""

    def __init__(self, page: Page, card: PagedCard) -> None:
        """It is the page's until the footer takes it; `say_range` once the card has its rows."""
        look = page.look
        super().__init__(look.tokens, look.say("pager.up"), look.say("pager.down"))
        self.setParent(page)
        self.hide()
        self._look = look
        self._card = card
        self.up.connect(card.turn_up)
        self.down.connect(card.turn_down)
        card.turned.connect(self.say_range)

    @Slot()
    def say_range(self) -> None:
        """Say it of now."""
        first, last, count = self._card.shown
        self.show_range(first, last, count, rows_said(self._look, first, last, count))
