"""Tiles to choose from: one of several (radio) or any of several (tick box)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QGridLayout,
    QRadioButton,
    QSizePolicy,
    QWidget,
)

from ui.components.pressing import GUARD_MS, Pressing
from ui.components.shapes import choice_face, paint_face
from ui.theme.icons import paint_icon
from ui.theme.text_layout import lay_out, longest_word
from ui.theme.tokens import Role

if TYPE_CHECKING:
    from PySide6.QtGui import QColor, QPaintEvent

    from ui.theme.text_layout import Block
    from ui.theme.tokens import Tokens

_SIDE = 28
_GAP = 24


class _Tile(Pressing):
    """What both kinds of tile share: a mark at the left, a title and a line of detail."""

    value: object
    _title: str
    _detail: str
    _icon: str | None

    def _begin_tile(
        self, tokens: Tokens, title: str, detail: str, name: str, value: object, icon: str | None
    ) -> None:
        self._title = title
        self._detail = detail
        self._icon = icon
        self.value = title if value is None else value
        spoken = f"{title}, {detail}" if detail else title
        self._begin_pressing(tokens, name, spoken, GUARD_MS)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def heightForWidth(self, width: int) -> int:
        """At least 112 (128 at the largest text), more where the words wrap."""
        words = sum(block.height for block, _ in self._blocks(width))
        return max(self._tokens.px(self._least()), words + self._tokens.px(28))

    def sizeHint(self) -> QSize:
        """Half of the main part: 576 wide."""
        return QSize(self._tokens.px(576), self._tokens.px(self._least()))

    def minimumSizeHint(self) -> QSize:
        """The longest word beside the mark."""
        word = longest_word(self._title, self._tokens.font(Role.H3))
        return QSize(int(word) + self._words_at() + self._side(), self._tokens.px(self._least()))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint frame, mark, title and detail."""
        del event
        tokens = self._tokens
        chosen = self.isChecked()
        painter = QPainter(self)
        face = choice_face(tokens, chosen=chosen, pressed=self.isDown(), focused=self.hasFocus())
        paint_face(painter, tokens, QRectF(self.rect()), face)
        middle = (self.height() - tokens.px(4)) / 2 + (tokens.px(2) if self.isDown() else 0)
        mark = self._mark_size()
        self._paint_mark(painter, QRectF(self._side(), middle - mark / 2, mark, mark))
        blocks = self._blocks(self.width())
        y = middle - sum(block.height for block, _ in blocks) / 2
        y = middle - blocks[0][0].middle if len(blocks) == 1 else y - tokens.px(2)
        for block, ink in blocks:
            block.paint(painter, self._words_at(), y, ink)
            y += block.height - tokens.px(3)
        if self._icon:
            size = tokens.px(40)
            x = self.width() - self._side() - size
            ink = tokens.colour("primary")
            paint_icon(painter, self._icon, x, middle - size / 2, size, ink)
        painter.end()

    def _paint_mark(self, painter: QPainter, rect: QRectF) -> None:
        raise NotImplementedError

    def _least(self) -> int:
        return 128 if self._tokens.largest else 112

    def _side(self) -> int:
        return self._tokens.px(_SIDE)

    def _mark_size(self) -> int:
        return self._tokens.px(60 if self._tokens.largest else 44)

    def _words_at(self) -> int:
        return self._side() + self._mark_size() + self._tokens.px(_GAP)

    def _blocks(self, width: int) -> list[tuple[Block, QColor]]:
        tokens = self._tokens
        room = max(1, width - self._words_at() - self._side())
        if self._icon:
            room -= tokens.px(56)
        title = lay_out(self._title, tokens.font(Role.H3), room, pitch=1.3)
        blocks = [(title, tokens.colour("text"))]
        if self._detail:
            detail = lay_out(self._detail, tokens.font(Role.BODY), room, pitch=1.3)
            blocks.append((detail, tokens.colour("secondary")))
        return blocks


class ChoiceTile(_Tile, QRadioButton):
    """One of several answers. It stays chosen when tapped again."""

    tapped = Signal()

    def __init__(
        self,
        tokens: Tokens,
        title: str,
        detail: str = "",
        *,
        name: str,
        value: object = None,
        icon: str | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """`value` is the answer that the tile stands for (its title where none is given)."""
        super().__init__(parent)
        self._begin_tile(tokens, title, detail, name, value, icon)

    def _tap(self) -> None:
        self.setChecked(True)
        super()._tap()

    def _paint_mark(self, painter: QPainter, rect: QRectF) -> None:
        tokens = self._tokens
        chosen = self.isChecked()
        width = tokens.px(6 if chosen else 3)
        colour = tokens.colour("primary" if chosen else "rim")
        painter.setPen(QPen(colour, width))
        painter.setBrush(tokens.colour("paper"))
        painter.drawEllipse(rect.adjusted(width / 2, width / 2, -width / 2, -width / 2))
        if chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            dot = rect.width() * 0.24
            painter.drawEllipse(rect.center(), dot, dot)


class CheckTile(_Tile, QCheckBox):
    """One of several things that may be so at once. Each tap turns it over."""

    tapped = Signal()

    def __init__(
        self,
        tokens: Tokens,
        title: str,
        detail: str = "",
        *,
        name: str,
        value: object = None,
        parent: QWidget | None = None,
    ) -> None:
        """`value` is the answer that the tile stands for (its title where none is given)."""
        super().__init__(parent)
        self._begin_tile(tokens, title, detail, name, value, None)

    def _tap(self) -> None:
        self.setChecked(not self.isChecked())
        super()._tap()

    def _paint_mark(self, painter: QPainter, rect: QRectF) -> None:
        tokens = self._tokens
        chosen = self.isChecked()
        width = tokens.px(3)
        painter.setPen(QPen(tokens.colour("primary" if chosen else "rim"), width))
        painter.setBrush(tokens.colour("primary" if chosen else "paper"))
        radius = tokens.px(8)
        painter.drawRoundedRect(
            rect.adjusted(width / 2, width / 2, -width / 2, -width / 2), radius, radius
        )
        if chosen:
            pen = QPen(tokens.colour("on_primary"), tokens.px(5))
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            painter.setPen(pen)
            side = rect.width()
            tick = ((0.26, 0.52), (0.44, 0.70), (0.76, 0.32))
            painter.drawPolyline([rect.topLeft() + QPointF(x * side, y * side) for x, y in tick])


class ChoiceGrid(QWidget):
    """Radio tiles side by side; `answered` carries the value of the tile that was tapped."""

    answered = Signal(object)

    def __init__(
        self,
        tokens: Tokens,
        columns: int = 2,
        parent: QWidget | None = None,
        *,
        upright_columns: int = 1,
    ) -> None:
        """In portrait there are `upright_columns`, whatever `columns` says."""
        super().__init__(parent)
        self._columns = upright_columns if tokens.portrait else columns
        self._group = QButtonGroup(self)
        self._tiles: list[ChoiceTile] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(tokens.gutter)
        self._grid.setVerticalSpacing(max(tokens.px(16), tokens.space(20)))
        for column in range(self._columns):
            self._grid.setColumnStretch(column, 1)

    def add(self, tile: ChoiceTile) -> None:
        """Put a tile into the next place."""
        row, column = divmod(len(self._tiles), self._columns)
        self._tiles.append(tile)
        self._group.addButton(tile)
        self._grid.addWidget(tile, row, column)
        tile.tapped.connect(self._report)

    @property
    def chosen(self) -> object:
        """The value of the chosen tile, None where none is."""
        return next((tile.value for tile in self._tiles if tile.isChecked()), None)

    def choose(self, value: object) -> None:
        """Mark the tile with this value, as when an answer is shown again."""
        for tile in self._tiles:
            tile.setChecked(tile.value == value)

    def _report(self) -> None:
        self.answered.emit(self.chosen)
