"""What the drawings are made of: named colours, and an ink that fills, or only draws lines."""

from __future__ import annotations

from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

if TYPE_CHECKING:
    from collections.abc import Iterable


class Colour(StrEnum):
    """The colours of the drawings; none of them is a state except DONE and ACTION."""

    TILE = "#9A3B24"
    TILE_LIGHT = "#A2442B"
    TILE_DARK = "#91351F"
    TILE_SEAM = "#6E2616"
    BARE = "#EFE8D9"
    BARE_SEAM = "#C4B99F"
    LIME = "#F1DFB4"
    DISC = "#F4E3BC"
    WOOD = "#6B4A32"
    WOOD_LIT = "#7C583C"
    WOOD_DARK = "#543823"
    STONE = "#CFC6B4"
    STONE_DARK = "#B8AE9A"
    PAPER = "#FFFFFF"
    FOLD = "#D6CFBF"
    SLATE = "#4F5961"
    SLATE_DARK = "#343D44"
    NIGHT = "#14181C"
    ACTION = "#0A3A73"
    ACTION_TINT = "#E7EFF9"
    DONE = "#084529"
    ROAD = "#C5B79D"
    RING = "#8F0D12"
    STAMP = "#B5564A"
    BAR = "#A8A091"
    BAR_PALE = "#C9C0AE"
    PAPER_EDGE = "#8A8069"
    CARD = "#E3EFE9"
    CARD_BAR = "#8AA79B"
    CARD_BAR_DARK = "#3F4A50"
    CHIP = "#D9B866"
    CHIP_LINE = "#8A6A1F"
    SKY = "#CFE0EA"
    GOLD = "#E6BE69"
    SKIN = "#DDAE82"
    SKIN_SHADE = "#C99668"
    NAIL = "#F0CBA8"
    HAIR = "#2B2522"
    HAIR_GREY = "#8C8880"
    GREEN_SHIRT = "#3D7053"
    SLEEVE = "#8F3C28"
    LIGHT_BEAM = "#F7C9B6"
    LIGHT_RED = "#D2452F"
    LIGHT_GREEN = "#9BE8BD"


class Line(StrEnum):
    """What a fill becomes in high contrast: a line in one of three colours, on black."""

    HOUSE = "#FFE066"
    DRAWING = "#FFFFFF"
    ACTION = "#9FD0FF"


_BLACK = QColor("#000000")
_CONTRAST_WIDTH = 4.0


class Ink:
    """Fills shapes with solid colours; in high contrast every fill becomes a line on black.

    Shapes painted later cover earlier ones in both, so one drawing serves all themes.
    """

    def __init__(self, painter: QPainter, *, contrast: bool = False) -> None:
        self.painter = painter
        self.contrast = contrast
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)

    def fill(
        self,
        shape: QPainterPath,
        colour: Colour,
        line: Line = Line.DRAWING,
        *,
        edge: Colour | None = None,
        width: float = 0,
    ) -> None:
        """Fill a shape; `edge` gives it an outline of `width` as well."""
        if self.contrast:
            self._paint(shape, _BLACK, _pen(line, width or _CONTRAST_WIDTH))
        elif edge is None:
            self.painter.fillPath(shape, QColor(colour))
        else:
            self._paint(shape, QColor(colour), _pen(edge, width))

    def ground(self, shape: QPainterPath, colour: Colour) -> None:
        """Fill what only lies behind (a disc, a wall): left out in high contrast."""
        if not self.contrast:
            self.painter.fillPath(shape, QColor(colour))

    def stroke(
        self, shape: QPainterPath, colour: Colour, width: float, line: Line = Line.DRAWING
    ) -> None:
        """Draw along a path with round ends."""
        self._paint(shape, None, _pen(line if self.contrast else colour, width))

    def _paint(self, shape: QPainterPath, fill: QColor | None, pen: QPen) -> None:
        self.painter.setPen(pen)
        self.painter.setBrush(Qt.BrushStyle.NoBrush if fill is None else fill)
        self.painter.drawPath(shape)


@cache
def _pen(colour: Colour | Line, width: float) -> QPen:
    return QPen(
        QColor(colour),
        width,
        Qt.PenStyle.SolidLine,
        Qt.PenCapStyle.RoundCap,
        Qt.PenJoinStyle.RoundJoin,
    )


def block(x: float, y: float, width: float, height: float, radius: float = 0) -> QPainterPath:
    """A rectangle, rounded where a radius is given."""
    path = QPainterPath()
    path.addRoundedRect(QRectF(x, y, width, height), radius, radius)
    return path


def disc(x: float, y: float, radius: float, radius_y: float | None = None) -> QPainterPath:
    """A circle around a point, or an ellipse."""
    path = QPainterPath()
    path.addEllipse(QPointF(x, y), radius, radius if radius_y is None else radius_y)
    return path


def polygon(*points: tuple[float, float]) -> QPainterPath:
    """A closed shape of straight lines."""
    path = QPainterPath()
    path.addPolygon(QPolygonF([QPointF(x, y) for x, y in points]))
    path.closeSubpath()
    return path


def trail(
    start: tuple[float, float], parts: Iterable[tuple[float, ...]], *, closed: bool = False
) -> QPainterPath:
    """A path from `start`: a part of two numbers is a line, of four a quadratic curve."""
    path = QPainterPath(QPointF(*start))
    for part in parts:
        if len(part) == 2:
            path.lineTo(*part)
        else:
            path.quadTo(*part)
    if closed:
        path.closeSubpath()
    return path


def tick(x: float, y: float, size: float = 1) -> QPainterPath:
    """A tick around a point; at size 1 it is 23 wide."""
    return trail(
        (x - 11 * size, y),
        ((x - 2.7 * size, y + 8.3 * size), (x + 11.7 * size, y - 7.6 * size)),
    )
