"""Finds a procedure: by what happened in the family, or by words without marks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout

from ui.components.pager import PagedColumn, Pager
from ui.components.panel import Notice
from ui.components.press_button import PressButton
from ui.components.text_box import TextBox
from ui.components.text_label import TextLabel
from ui.keyboard.keyboard import Keyboard
from ui.page import Footer, Page, Place
from ui.theme.tokens import Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from ui.look import Look


@dataclass(frozen=True, slots=True)
class Choice:
    """One tile: a life event, or a procedure with a line about it."""

    id: str
    title: str
    detail: str
    icon: str | None = None


class FindPage(Page):
    """The life events as tiles, and a door to the search."""

    event_chosen = Signal(str)
    search_wanted = Signal()

    def __init__(self, look: Look, events: Sequence[Choice], *, checked_on: str) -> None:
        super().__init__(
            look, name="find", heading=look.say("find.title"), hint=look.say("find.hint")
        )
        self.place = Place(look.say("find.caption"))
        self.footer = Footer(back=look.say("footer.back"))
        columns = 2 if look.tokens.portrait or look.tokens.large else 3
        grid = QGridLayout()
        grid.setHorizontalSpacing(look.px(32))
        grid.setVerticalSpacing(look.tokens.space(20))
        for number, event in enumerate(events):
            tile = PressButton(
                look.tokens,
                event.title,
                name=f"find.event.{event.id}",
                icon=event.icon,
                icon_after="chevron-right",
                centred=False,
                radius=16,
            )
            tile.tapped.connect(self._chosen)
            grid.addWidget(tile, number // columns, number % columns)
        search = PressButton(
            look.tokens,
            look.say("find.search"),
            name="find.search",
            icon="search",
            centred=False,
            radius=16,
        )
        search.tapped.connect(self.search_wanted)
        grid.addWidget(search, len(events) // columns, len(events) % columns)
        for column in range(columns):
            grid.setColumnStretch(column, 1)
        self.main.addLayout(grid)
        self.main.addStretch(1)
        self.main.addWidget(TextLabel(look.tokens, checked_on, Role.CAPTION))

    def _chosen(self) -> None:
        self.event_chosen.emit(self.sender().objectName().removeprefix("find.event."))


class ProceduresPage(Page):
    """The procedures of one event, each a tile to touch."""

    procedure_chosen = Signal(str)

    def __init__(
        self, look: Look, *, heading: str, procedures: Sequence[Choice], nothing: str
    ) -> None:
        super().__init__(look, name="procedures", heading=heading)
        self.place = Place(look.say("find.caption"))
        self.footer = Footer(back=look.say("footer.back"))
        if not procedures:
            self.main.addWidget(Notice(look.tokens, nothing, icon="info"))
        for tile in _tiles(look, procedures):
            tile.tapped.connect(self._chosen)
            self.main.addWidget(tile)
        self.main.addStretch(1)

    def _chosen(self) -> None:
        self.procedure_chosen.emit(self.sender().objectName().removeprefix("find.procedure."))


class SearchPage(Page):
    """Words typed, and what they find, at each letter."""

    searched = Signal(str)
    procedure_chosen = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__(look, name="search", heading=look.say("find.search"))
        self.place = Place(look.say("find.caption"))
        self.footer = Footer(back=look.say("footer.back"))
        self._box = TextBox(look.tokens, name="search.box", spoken=look.say("find.search_hint"))
        self._box.edited.connect(self.searched)
        self.main.addWidget(self._box)
        self._pager = Pager(look.tokens, look.say("input.up"), look.say("input.down"))
        self._column = PagedColumn(look.tokens, self._pager)
        self.main.addWidget(self._column, 1)
        self.tray = Keyboard(look, self._box)

    def show_found(self, procedures: Sequence[Choice], nothing: str) -> None:
        """Show what was found; `nothing` says what to do where that is nothing."""
        rows: list[QWidget] = []
        if nothing:
            rows.append(Notice(self.look.tokens, nothing, icon="info"))
        for tile in _tiles(self.look, procedures):
            tile.tapped.connect(self._chosen)
            rows.append(tile)
        self._column.set_rows(rows)

    def entered(self) -> None:
        """Typing begins at once."""
        self._box.setFocus()

    def keep(self) -> object:
        """The words typed so far."""
        return self._box.text

    def restore(self, kept: object) -> None:
        """Take back the words."""
        self._box.set_text(str(kept))

    def _chosen(self) -> None:
        self.procedure_chosen.emit(self.sender().objectName().removeprefix("find.procedure."))


def _tiles(look: Look, procedures: Sequence[Choice]) -> list[PressButton]:
    return [
        PressButton(
            look.tokens,
            one.title,
            name=f"find.procedure.{one.id}",
            icon="file-text",
            icon_after="chevron-right",
            spoken=f"{one.title}. {one.detail}",
            centred=False,
            radius=16,
        )
        for one in procedures
    ]


