"""The house of home: three bays side by side, or one bay with three rows where it is upright."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QRectF

from ui.art.ink import Colour, Ink, Line, block, polygon, trail
from ui.art.tiles import HOME_ROOF_ROWS, home_roof_height

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter, QPainterPath

_COLUMN_WIDTH = 24.0
_LANDSCAPE_COLUMNS: tuple[int, ...] = (76, 664, 1232, 1820)
_LANDSCAPE_WIDTH = 1920
_PORTRAIT_EDGE = 60.0
_BEAM = 24.0
STEP = 32.0


class House(NamedTuple):
    """Where the house stands on the screen: `top` is that of its roof, `ground` where the yard is.

    All in reference units; `upright` is for screens higher than wide; `one_bay` leaves out the
    columns in the middle.
    """

    width: float
    top: float
    ground: float
    upright: bool = False
    one_bay: bool = False
    roof_rows: int = HOME_ROOF_ROWS

    @property
    def wall_top(self) -> float:
        """Where the beam ends and the bays begin."""
        return self.top + home_roof_height(self.roof_rows) + _BEAM

    @property
    def columns(self) -> tuple[float, ...]:
        """The left edge of each column."""
        if self.upright:
            return (_PORTRAIT_EDGE, self.width - _PORTRAIT_EDGE - _COLUMN_WIDTH)
        columns = _LANDSCAPE_COLUMNS
        if self.one_bay:
            columns = (columns[0], columns[-1])
        return tuple(x * self.width / _LANDSCAPE_WIDTH for x in columns)

    @property
    def bays(self) -> tuple[QRectF, ...]:
        """The walls between the columns, under the beam and above the step."""
        top = self.wall_top
        bottom = self.ground - STEP
        columns = self.columns
        return tuple(
            QRectF(left + _COLUMN_WIDTH, top, right - left - _COLUMN_WIDTH, bottom - top)
            for left, right in itertools.pairwise(columns)
        )


def paint_walls(painter: QPainter, house: House, *, contrast: bool = False) -> None:
    """The house under its roof: beam, columns, walls, step and the edge of the yard."""
    ink = Ink(painter, contrast=contrast)
    columns = house.columns
    wall_top = house.wall_top
    step = house.ground - STEP
    left, right = columns[0], columns[-1] + _COLUMN_WIDTH
    ink.ground(block(left + 12, wall_top, right - left - 24, step - wall_top), Colour.LIME)
    beam_top = wall_top - _BEAM - 4
    ink.fill(
        block(44, beam_top, house.width - 88, wall_top - beam_top), Colour.WOOD_DARK, Line.HOUSE
    )
    for x in columns:
        ink.fill(block(x, wall_top, _COLUMN_WIDTH, step - wall_top), Colour.WOOD, Line.HOUSE)
        ink.ground(block(x, wall_top, 6, step - wall_top), Colour.WOOD_LIT)
        ink.ground(_cap(x, wall_top), Colour.WOOD_DARK)
        ink.ground(_foot(x, step), Colour.STONE_DARK)
    ink.fill(block(44, step, house.width - 88, 16), Colour.STONE, Line.HOUSE)
    ink.ground(block(0, step + 16, house.width, 16), Colour.STONE_DARK)


def _cap(x: float, y: float) -> QPainterPath:
    return trail(
        (x - 14, y),
        (
            (x + 38, y),
            (x + 24, y + 2, x + 24, y + 18),
            (x, y + 18),
            (x, y + 2, x - 14, y),
        ),
        closed=True,
    )


def _foot(x: float, step: float) -> QPainterPath:
    top = step - 20
    return polygon(
        (x - 5, top),
        (x + _COLUMN_WIDTH + 5, top),
        (x + _COLUMN_WIDTH + 10, step),
        (x - 10, step),
    )
