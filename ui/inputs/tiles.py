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
_FEW = 8


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

    def __init__(self, look: Look, *, name: str, several: bool = False) -> None:
        """`name` begins the object names of the tiles: `name.value`."""
        super().__init__()
        self._look = look
        self._several = several
        self._heights: dict[tuple[str, str, int], int] = {}
        self._tiles: tuple[Tile, ...] = ()
        self._chosen: set[str] = set()
        self._first = 0
        self._yielding = False
        self._shown: list[ChoiceTile] = []
        self.setObjectName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        tokens = look.tokens
        self._wide: dict[str, int] = {}
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
        self._heights.clear()
        self._chosen = set(chosen)
        self._first = 0
        down = QSizePolicy.Policy.Preferred
        if len(self._tiles) > _FEW:
            down = QSizePolicy.Policy.Expanding
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, down)
        policy.setHeightForWidth(self.hasHeightForWidth())
        self.setSizePolicy(policy)
        self.updateGeometry()
        self._fill()
        marked = next((at for at, it in enumerate(tiles) if it.value in self._chosen), 0)
        while self._shown and marked >= self._first + len(self._shown):
            self._first += len(self._shown)
            self._fill()

    def make_way(self, *, makes_way: bool) -> None:
        """Be content with what fits while the keyboard is open: typing on finds the others."""
        self._yielding = makes_way
        self._first = 0
        self.updateGeometry()
        self._fill()

    def choose(self, values: Collection[str]) -> None:
        """Mark these values as chosen."""
        self._chosen = set(values)
        for tile in self._shown:
            tile.setChecked(tile.value in self._chosen)

    def hasHeightForWidth(self) -> bool:
        """Few tiles are all shown, however high they are; many are turned in pages."""
        return len(self._tiles) <= _FEW and not self._yielding

    def heightForWidth(self, width: int) -> int:
        """The height of all rows in so narrow a place."""
        return self._height_of_all(width)

    def sizeHint(self) -> QSize:
        """Room for all tiles where they are few, else for eight rows."""
        most = _FEW * (self._least() + self._gap())
        high = min(most, self._height_of_all(max(self.width(), self._look.px(760))))
        return QSize(self._look.px(_WIDEST), max(high, self.minimumSizeHint().height()))

    def minimumSizeHint(self) -> QSize:
        """Room for one row, and for the buttons to turn pages."""
        # A tile that was never laid out is 100 pixels wide, where every word would be a line.
        whole = max(self.width(), self._look.px(760))
        columns = self._cols(whole)
        width = self._widths(whole)[1]
        high = max((self._height_of(it, width) for it in self._tiles[:columns]), default=0)
        if len(self._tiles) > columns and not self._yielding:
            high += self._bar()
        return QSize(self._look.px(300), high)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the tiles anew."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()
        self._fill()

    def _cols(self, width: int) -> int:
        """Two columns; three where many tiles have the whole width; one in a narrow place."""
        tokens = self._look.tokens
        if width < self._look.px(760) or (tokens.largest and tokens.portrait):
            return 1
        wide = width >= self._look.px(3 * 440 + 2 * _COLUMN_GAP)
        many = len(self._tiles) > _FEW and not self._yielding
        return 3 if wide and many and not tokens.large else 2

    def _widths(self, whole: int) -> tuple[int, int]:
        """Of all columns together, and of one."""
        columns = self._cols(whole)
        px = self._look.px
        if columns < 3 and not self._look.tokens.large:
            whole = min(whole, px(_WIDEST))
        return whole, (whole - px(_COLUMN_GAP) * (columns - 1)) // columns

    def _least(self) -> int:
        return self._look.px(128 if self._look.tokens.largest else 112)

    def _gap(self) -> int:
        return max(self._look.px(12), self._look.tokens.space(_GAP))

    def _bar(self) -> int:
        return self._bar_button() + self._gap()

    def _bar_button(self) -> int:
        across = self._bar_part(self._widths(self.width())[0])
        for button, key in ((self._up, "up"), (self._down, "down")):
            words = self._look.say(f"input.tiles.{key}")
            shown = words if self._wide_of(words) <= across else ""  # the chevron says it
            if button.words != shown:
                button.set_text(shown, spoken=words)
        parts = (self._up, self._down, self._where)
        return max(part.heightForWidth(across) for part in parts)

    def _wide_of(self, words: str) -> int:
        """How wide a button with these words is at least."""
        if words not in self._wide:
            probe = PressButton(self._look.tokens, words, name="", icon="chevron-up")
            self._wide[words] = probe.minimumSizeHint().width()
            probe.deleteLater()
        return self._wide[words]

    def _bar_part(self, whole: int) -> int:
        """Up, where one is, and down share the width."""
        return max(1, (whole - 2 * self._look.px(_COLUMN_GAP)) // 3)

    def _height_of_all(self, whole: int) -> int:
        """The height of all rows as their words wrap; many tiles are taken for one line each."""
        columns = self._cols(whole)
        width = self._widths(whole)[1]
        rows = -(-len(self._tiles) // columns)
        if len(self._tiles) > 2 * _FEW:
            return rows * (self._least() + self._gap()) - self._gap()
        total = 0
        for start in range(0, len(self._tiles), columns):
            row = [self._height_of(tile, width) for tile in self._tiles[start : start + columns]]
            total += max(row) + self._gap()
        return max(0, total - self._gap())

    def _height_of(self, tile: Tile, width: int) -> int:
        """How high a tile is; asked of a real one once, since its words may wrap."""
        key = (tile.title, tile.detail, width)
        if key not in self._heights:
            probe = self._made(tile)
            self._heights[key] = max(self._least(), probe.heightForWidth(width))
            _throw_away(probe)
        return self._heights[key]

    def _fill(self) -> None:
        for old in self._shown:
            _throw_away(old)
        self._shown = []
        columns = self._cols(self.width())
        whole, width = self._widths(self.width())
        room = self.height()
        turned = self._first > 0 or self._highest_from(0, columns, width, room) < len(self._tiles)
        if turned and not self._yielding:
            room -= self._bar()
        y = 0
        end = self._highest_from(self._first, columns, width, room)
        for start in range(self._first, end, columns):
            row = self._tiles[start : start + columns]
            high = max(self._height_of(tile, width) for tile in row)
            for column, tile in enumerate(row):
                made = self._made(tile)
                made.setGeometry(column * (width + self._look.px(_COLUMN_GAP)), y, width, high)
                made.show()
                self._shown.append(made)
            y += high + self._gap()
        self._place_bar(whole)

    def _highest_from(self, first: int, columns: int, width: int, room: int) -> int:
        """The place after the last tile that has room when `first` stands on top."""
        for start in range(first, len(self._tiles), columns):
            row = self._tiles[start : start + columns]
            room -= max(self._height_of(tile, width) for tile in row)
            if room < 0 and start > first:
                return start
            room -= self._gap()
        return len(self._tiles)

    def _place_bar(self, width: int) -> None:
        last = self._first + len(self._shown)
        needed = (self._first > 0 or last < len(self._tiles)) and not self._yielding
        for part in (self._up, self._down, self._where):
            part.setVisible(needed)
        if not needed:
            return
        self._where.set_text(
            self._look.say(
                "input.tiles.where", first=self._first + 1, last=last, count=len(self._tiles)
            )
        )
        high = self._bar_button()
        top = self.height() - high
        across = self._bar_part(width)
        self._up.setGeometry(0, top, across, high)
        self._down.setGeometry(width - across, top, across, high)
        self._up.setVisible(self._first > 0)
        self._down.setVisible(last < len(self._tiles))
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
        self._first = max(0, self._first - max(len(self._shown), self._cols(self.width())))
        self._fill()

    @Slot()
    def _page_down(self) -> None:
        if self._first + len(self._shown) < len(self._tiles):
            self._first += len(self._shown)
            self._fill()


def _throw_away(tile: QWidget) -> None:
    """Out of sight and out of reach at once, out of memory as soon as its own tap has ended."""
    tile.hide()
    tile.setParent(None)
    tile.deleteLater()
