"""Finds a procedure: by what happened in the family, or by words without marks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from ui.components.action_tile import ActionTile
from ui.components.pager import PagedColumn, Pager
from ui.components.panel import Notice
from ui.components.text_label import TextLabel
from ui.inputs.line import TextLine
from ui.keyboard.typist import Manner
from ui.page import Footer, Page, Place
from ui.screens.typing_page import TypingPage
from ui.theme.icons import is_drawn
from ui.theme.tokens import Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ui.keyboard.habits import TypingHabits
    from ui.look import Look

_EVENT = "find.event."
_PROCEDURE = "find.procedure."


@dataclass(frozen=True, slots=True)
class Choice:
    """One tile: a life event, or a procedure with a line about it."""

    id: str
    title: str
    detail: str
    icon: str | None = None


def _icon(choice: Choice) -> str:
    """The drawing that the pack names, where this program has it."""
    return choice.icon if choice.icon is not None and is_drawn(choice.icon) else "file-text"


class FindPage(Page):
    """The life events as tiles, and a door to the search."""

    event_chosen = Signal(str)
    search_wanted = Signal()

    def __init__(self, look: Look, events: Sequence[Choice], *, checked_on: str) -> None:
        super().__init__(
            look, name="find", heading=look.say("find.title"), hint=look.say("find.hint")
        )
        tokens = look.tokens
        self.place = Place(look.say("find.caption"))
        self.footer = Footer(back=look.say("footer.back"))
        columns = 2 if tokens.portrait or tokens.large else 3
        if tokens.portrait and tokens.largest:
            columns = 1
        grid = QGridLayout()
        grid.setHorizontalSpacing(tokens.gutter)
        grid.setVerticalSpacing(max(look.px(12), tokens.space(20)))
        for number, event in enumerate(events):
            tile = ActionTile(
                tokens,
                event.title,
                event.detail,
                name=f"{_EVENT}{event.id}",
                icon=_icon(event),
                chevron=not tokens.narrow,
            )
            tile.tapped.connect(self._chosen)
            grid.addWidget(tile, number // columns, number % columns)
        search = ActionTile(
            tokens,
            look.say("find.search"),
            look.say("find.search_hint"),
            name="find.search",
            icon="search",
            tinted=True,
        )
        search.tapped.connect(self.search_wanted)
        row, column = divmod(len(events), columns)
        # The search takes what is left of the last row.
        grid.addWidget(search, row, column, 1, columns - column)
        for column in range(columns):
            grid.setColumnStretch(column, 1)
        self.main.addLayout(grid)
        self.main.addStretch(1)
        if checked_on:
            self.main.addWidget(TextLabel(tokens, checked_on, Role.CAPTION))

    @Slot()
    def _chosen(self) -> None:
        self.event_chosen.emit(self.sender().objectName().removeprefix(_EVENT))


class ProceduresPage(Page):
    """The procedures of one event, each a tile to touch."""

    procedure_chosen = Signal(str)

    def __init__(
        self, look: Look, *, heading: str, procedures: Sequence[Choice], nothing: str
    ) -> None:
        super().__init__(look, name="procedures", heading=heading)
        self.place = Place(look.say("find.caption"))
        self.footer = Footer(back=look.say("footer.back"))
        found = _Found(look, columns=1)
        found.chosen.connect(self.procedure_chosen)
        found.show_found(procedures, "" if procedures else nothing)
        self.main.addWidget(found, 1)


class SearchPage(TypingPage):
    """Words typed, and what they find, at each letter."""

    searched = Signal(str)
    procedure_chosen = Signal(str)

    def __init__(self, look: Look, habits: TypingHabits | None = None) -> None:
        """`habits` are the person's, kept from page to page."""
        super().__init__(look, name="search", heading=look.say("find.search"), habits=habits)
        tokens = look.tokens
        self.place = Place(look.say("find.caption"))
        self.footer = Footer(back=look.say("footer.back"))
        self.line = TextLine(
            tokens,
            Manner(),
            name="search.line",
            spoken=look.say("find.search"),
            placeholder=look.say("find.search_placeholder"),
        )
        self.line.edited.connect(self._edited)
        self.line.focused.connect(self._focused)
        self.line.by_hand_keyboard.connect(self.type_by_hand)
        self.line.touched.connect(self.type_by_touch)
        self._found = _Found(
            look, columns=1 if tokens.portrait or tokens.large or tokens.narrow else 2
        )
        self._found.chosen.connect(self.procedure_chosen)
        asked = QVBoxLayout()
        asked.setSpacing(tokens.space(12))
        asked.addWidget(self.line)
        if not (tokens.tight or tokens.largest):
            asked.addWidget(TextLabel(tokens, look.say("find.search_hint"), Role.CAPTION))
        asked.addWidget(self._found.pager, 0, Qt.AlignmentFlag.AlignLeft)
        row: QBoxLayout = QVBoxLayout() if tokens.portrait else QHBoxLayout()
        row.setSpacing(tokens.gutter)
        row.addLayout(asked, 4)
        if not tokens.portrait:
            asked.addStretch(1)
        row.addWidget(self._found, 8)
        self.main.addLayout(row, 1)

    def show_found(self, procedures: Sequence[Choice], nothing: str) -> None:
        """Show what was found; `nothing` says what to do where that is nothing."""
        self._found.show_found(procedures, nothing)

    def entered(self) -> None:
        """Typing begins at once; what was typed before is looked for again."""
        self.line.setFocus()
        if self.line.text():
            self.searched.emit(self.line.text())

    def keep(self) -> object:
        """The words typed so far."""
        return self.line.text()

    def restore(self, kept: object) -> None:
        """Take back the words."""
        self.line.show_text(str(kept))

    @Slot()
    def _edited(self) -> None:
        self.refresh_keyboard()
        self.searched.emit(self.line.text())

    @Slot()
    def _focused(self) -> None:
        self.type_letters(self.line.typist, strip=False)


class _Found(QWidget):
    """Procedures as tiles, a page at a time; the pager may be put elsewhere."""

    chosen = Signal(str)

    def __init__(self, look: Look, *, columns: int) -> None:
        super().__init__()
        self._look = look
        self._columns = columns
        self.pager = Pager(look.tokens, look.say("pager.up"), look.say("pager.down"))
        self._column = PagedColumn(look.tokens, self.pager, more=look.say("pager.more"))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self._column, 1)

    def show_found(self, procedures: Sequence[Choice], nothing: str) -> None:
        """Show these, under a word of advice where there is one."""
        rows: list[QWidget] = []
        if nothing:
            rows.append(Notice(self._look.tokens, nothing, icon="info"))
        tiles = [self._tile(one) for one in procedures]
        rows.extend(
            self._row(tiles[start : start + self._columns])
            for start in range(0, len(tiles), self._columns)
        )
        self._column.set_rows(rows)

    def _tile(self, one: Choice) -> ActionTile:
        tile = ActionTile(
            self._look.tokens,
            one.title,
            one.detail,
            name=f"{_PROCEDURE}{one.id}",
            icon=_icon(one),
        )
        tile.tapped.connect(self._tapped)
        return tile

    def _row(self, tiles: Sequence[ActionTile]) -> QWidget:
        if self._columns == 1:
            return tiles[0]
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self._look.px(16))
        for tile in tiles:
            row.addWidget(tile, 1)
        for _ in range(self._columns - len(tiles)):
            row.addStretch(1)
        return holder

    @Slot()
    def _tapped(self) -> None:
        self.chosen.emit(self.sender().objectName().removeprefix(_PROCEDURE))
