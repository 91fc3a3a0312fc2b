"""Tiles to choose from, as many as fit, with up and down buttons where there are more."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Signal, Slot
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.components.choice_tile import CheckTile, ChoiceTile
from ui.components.press_button import PressButton
from ui.components.text_label import TextLabel
from ui.theme.tokens import Role

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from PySide6.QtGui import QResizeEvent

    from ui.look import Look

_GAP = 20
_COLUMN_GAP = 32
_WIDEST = 1184


@dataclass(frozen=True, slots=True)
class Tile:
    """One thing to choose: what it stands for, its title, and a line below."""

    value: str
    title: str
    detail: str = ""


class TileBoard(QWidget):
    """Shows tiles and reports the one that was tapped; it remembers what is chosen.

    With `several` each tile is ticked by itself, else one tile at most is chosen.
    """

    tapped = Signal(str)

    def __init__(
        self, look: Look, *, name: str, several: bool = False, columns: int = 2
    ) -> None:
        """`name` begins the object names of the tiles: `name.value`."""
        super().__init__()
        self._look = look
        self._several = several
        self._columns = columns
        self._tiles: tuple[Tile, ...] = ()
        self._chosen: set[str] = set()
        self._first = 0
        self._shown: list[ChoiceTile] = []
        self.setObjectName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        tokens = look.tokens
        self._up = PressButton(
            tokens, look.say("input.tiles.up"), name=f"{name}-up", icon="chevron-up", parent=self
        )
        self._down = PressButton(
            tokens,
            look.say("input.tiles.down"),
            name=f"{name}-down",
            icon="chevron-down",
            parent=self,
        )
        self._where = TextLabel(tokens, "", Role.SECONDARY, centred=True, parent=self)
        self._up.tapped.connect(self._page_up)
        self._down.tapped.connect(self._page_down)

    @property
    def chosen(self) -> tuple[str, ...]:
        """The values chosen, in the order of the tiles."""
        return tuple(tile.value for tile in self._tiles if tile.value in self._chosen)

    @property
    def count(self) -> int:
        """How many tiles there are, shown or not."""
        return len(self._tiles)

    def show_tiles(self, tiles: Sequence[Tile], chosen: Collection[str] = ()) -> None:
        """Show these tiles, the page with the first chosen one on top."""
        self._tiles = tuple(tiles)
        self._chosen = set(chosen)
        self._first = 0
        self.updateGeometry()
        self._fill()
        marked = next((at for at, it in enumerate(tiles) if it.value in self._chosen), 0)
        while self._shown and marked >= self._first + len(self._shown):
            self._first += len(self._shown)
            self._fill()

    def choose(self, values: Collection[str]) -> None:
        """Mark these values as chosen."""
        self._chosen = set(values)
        for tile in self._shown:
            tile.setChecked(tile.value in self._chosen)

    def sizeHint(self) -> QSize:
        """Room for all tiles, no more than for eight rows."""
        rows = -(-len(self._tiles) // self._cols())
        return QSize(self._look.px(_WIDEST), self._height_of(min(rows, 8)))

    def minimumSizeHint(self) -> QSize:
        """Room for one row, and for the buttons where there are more."""
        rows = -(-len(self._tiles) // self._cols())
        high = self._height_of(min(rows, 1))
        if rows > 1:
            high += self._bar()
        return QSize(self._look.px(300), high)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the tiles anew."""
        super().resizeEvent(event)
        self._fill()

    def _cols(self) -> int:
        narrow = self.width() < self._look.px(760) or (
            self._look.tokens.largest and self._look.tokens.portrait
        )
        return 1 if narrow and self._columns > 1 and self.width() > 100 else self._columns

    def _row_height(self) -> int:
        least = 128 if self._look.tokens.largest else 112
        return self._look.px(least)

    def _height_of(self, rows: int) -> int:
        gap = self._look.tokens.space(_GAP)
        return max(0, rows * (self._row_height() + gap) - gap)

    def _bar(self) -> int:
        return self._up.sizeHint().height() + self._look.tokens.space(_GAP)

    def _fill(self) -> None:
        for old in self._shown:
            old.hide()
            old.deleteLater()
        self._shown = []
        px = self._look.px
        gap, column_gap = self._look.tokens.space(_GAP), px(_COLUMN_GAP)
        columns = self._cols()
        whole = min(self.width(), px(_WIDEST)) if not self._look.tokens.large else self.width()
        width = (whole - column_gap * (columns - 1)) // columns
        room = self.height()
        if not self._fits_all(columns, width, gap) or self._first:
            room -= self._bar()
        y = 0
        at = self._first
        while at < len(self._tiles):
            row = [self._made(tile) for tile in self._tiles[at : at + columns]]
            high = max([self._row_height(), *(tile.heightForWidth(width) for tile in row)])
            if y + high > room and self._shown:
                for tile in row:
                    tile.hide()
                    tile.deleteLater()
                break
            for column, tile in enumerate(row):
                tile.setGeometry(column * (width + column_gap), y, width, high)
                tile.show()
            self._shown += row
            y += high + gap
            at += columns
        self._place_bar(whole)

    def _fits_all(self, columns: int, width: int, gap: int) -> bool:
        """Whether no buttons are needed: worked out with tiles of the least height first."""
        rows = -(-len(self._tiles) // columns)
        if self._height_of(rows) > self.height():
            return False
        total = 0
        for start in range(0, len(self._tiles), columns):
            row = [self._made(tile) for tile in self._tiles[start : start + columns]]
            total += gap + max(self._row_height(), *(it.heightForWidth(width) for it in row), 0)
            for tile in row:
                tile.deleteLater()
        return total - gap <= self.height()

    def _place_bar(self, width: int) -> None:
        last = self._first + len(self._shown)
        needed = self._first > 0 or last < len(self._tiles)
        for part in (self._up, self._down, self._where):
            part.setVisible(needed)
        if not needed:
            return
        high = self._up.sizeHint().height()
        top = self.height() - high
        across = (width - 2 * self._look.px(_COLUMN_GAP)) // 3
        self._up.setGeometry(0, top, across, high)
        self._down.setGeometry(width - across, top, across, high)
        self._up.setEnabled(self._first > 0)
        self._down.setEnabled(last < len(self._tiles))
        self._where.set_text(
            self._look.say(
                "input.tiles.where", first=self._first + 1, last=last, count=len(self._tiles)
            )
        )
        label_high = self._where.heightForWidth(across)
        self._where.setGeometry(
            across + self._look.px(_COLUMN_GAP), top + (high - label_high) // 2, across, label_high
        )

    def _made(self, tile: Tile) -> ChoiceTile:
        kind = CheckTile if self._several else ChoiceTile
        made = kind(
            self._look.tokens,
            tile.title,
            tile.detail,
            name=f"{self.objectName()}.{tile.value}",
            value=tile.value,
            parent=self,
        )
        made.setChecked(tile.value in self._chosen)
        made.tapped.connect(self._tile_tapped)
        return made

    @Slot()
    def _tile_tapped(self) -> None:
        tile = self.sender()
        if not isinstance(tile, QWidget):
            return
        value = tile.objectName().removeprefix(f"{self.objectName()}.")
        if self._several:
            self._chosen ^= {value}
        else:
            self._chosen = {value}
        self.choose(set(self._chosen))
        self.tapped.emit(value)

    @Slot()
    def _page_up(self) -> None:
        self._first = max(0, self._first - max(len(self._shown), self._cols()))
        self._fill()

    @Slot()
    def _page_down(self) -> None:
        if self._first + len(self._shown) < len(self._tiles):
            self._first += len(self._shown)
            self._fill()


