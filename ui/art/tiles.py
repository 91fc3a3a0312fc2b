"""Roof tiles: the eave above every page, the roofs of home and task list, the house of a result."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPen

from ui.art.ink import Colour, Ink, Line, block, trail

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QRectF
    from PySide6.QtGui import QColor, QPainterPath

EAVE_HEIGHT = 24
TASK_ROOF_WIDTH = 512
TASK_ROOF_HEIGHT = 158
HOME_ROOF_ROWS = 6
RESULT_HOUSE_WIDTH = 300
RESULT_HOUSE_HEIGHT = 190

_TILE_WIDTH = 40
_SEAM = 1.5
_RIDGE = 16.0
_LAST_OPEN = 4
_TONES = (
    Colour.TILE,
    Colour.TILE_LIGHT,
    Colour.TILE,
    Colour.TILE_DARK,
    Colour.TILE,
)


def tile(x: float, y: float, width: float, height: float, shoulder: float) -> QPainterPath:
    """One tile: straight to the shoulder, then two quadratic curves to a blunt toe."""
    bend = y + shoulder + 0.62 * (height - shoulder)
    return trail(
        (x, y),
        (
            (x + width, y),
            (x + width, y + shoulder),
            (x + width, bend, x + width / 2, y + height),
            (x, bend, x, y + shoulder),
        ),
        closed=True,
    )


def paint_eave(
    painter: QPainter,
    width: float,
    progress: float,
    *,
    amber: bool = False,
    contrast: bool = False,
) -> None:
    """The strip at the top of a page, 24 high: `progress` (0 to 1) of its lower row is laid.

    `amber` leaves the last four tiles open whatever the progress: something still waits.
    """
    ink = Ink(painter, contrast=contrast)
    count = ceil((width + _TILE_WIDTH / 2) / _TILE_WIDTH)
    laid = round(min(max(progress, 0.0), 1.0) * count)
    if amber:
        laid = min(laid, count - _LAST_OPEN)
    for column in range(count):
        shape = tile(_TILE_WIDTH * column - _TILE_WIDTH / 2, -1, _TILE_WIDTH, 24, 11)
        _lay(ink, shape, column, 1, laid=column < laid)
    for column in range(count):
        shape = tile(_TILE_WIDTH * column, -13, _TILE_WIDTH, 24, 11)
        _lay(ink, shape, column, 0, laid=True)


class _Roof(NamedTuple):
    """The measures of a roof: `hip` is how far each hip's control point lies inside the ridge."""

    left: float
    right: float
    ridge_left: float
    ridge_right: float
    ridge: float
    eave: float
    hip_control: tuple[float, float]
    ridge_overhang: float
    stroke: float
    curl: float
    tile_width: float
    tile_height: float
    shoulder: float
    pitch: float
    first_row: float

    @property
    def outline(self) -> QPainterPath:
        """Inside the hips, open below so that the toes hang free."""
        run, control_y = self.hip_control
        toes = self.first_row + self.tile_height + 4
        return trail(
            (self.ridge_left, self.ridge),
            (
                (self.ridge_right, self.ridge),
                (self.ridge_right + run, control_y, self.right, self.eave),
                (self.right, toes),
                (self.left, toes),
                (self.left, self.eave),
                (self.ridge_left - run, control_y, self.ridge_left, self.ridge),
            ),
            closed=True,
        )

    def tiles(self, paint: Callable[[QPainterPath, int, int], None]) -> None:
        """Every tile, bottom to top, so that upper rows overlap: `paint(shape, column, row)`."""
        row = 0
        y = self.first_row
        while y + self.tile_height > self.ridge:
            shift = self.tile_width / 2 if row % 2 else 0.0
            columns = ceil((self.right - self.left + shift) / self.tile_width)
            first = tile(self.left - shift, y, self.tile_width, self.tile_height, self.shoulder)
            for column in range(columns):
                paint(first.translated(column * self.tile_width, 0), column, row)
            row += 1
            y -= self.pitch

    @property
    def ridge_and_hips(self) -> QPainterPath:
        """One stroke: the ridge, and each hip with the curl at its foot."""
        run, control_y = self.hip_control
        path = trail(
            (self.ridge_left - self.ridge_overhang, self.ridge),
            ((self.ridge_right + self.ridge_overhang, self.ridge),),
        )
        for inner, outer, way in (
            (self.ridge_left, self.left, -1),
            (self.ridge_right, self.right, 1),
        ):
            path.moveTo(inner, self.ridge)
            path.quadTo(inner + way * run, control_y, outer, self.eave)
            path.quadTo(
                outer + way * 12 * self.curl,
                self.eave + 3 * self.curl,
                outer + way * 18 * self.curl,
                self.eave - 7 * self.curl,
            )
        return path


HOME_ROOF_TOES = 14
"""How far the lowest tiles hang below the feet of the hips."""


def home_roof_height(rows: int) -> float:
    """From the top of the roof's box to the feet of its hips: 138 with all six rows."""
    return _RIDGE + 22 * rows - 10


def paint_home_roof(
    painter: QPainter, width: float, *, rows: int = HOME_ROOF_ROWS, contrast: bool = False
) -> None:
    """The roof of home over its whole width, `home_roof_height(rows)` high to the hips' feet.

    The ridge is longer where the screen is upright; fewer rows make a lower roof.
    """
    ridge_inset = 220 if width > 1300 else 160
    eave = home_roof_height(rows)
    roof = _Roof(
        left=40,
        right=width - 40,
        ridge_left=ridge_inset,
        ridge_right=width - ridge_inset,
        ridge=_RIDGE,
        eave=eave,
        hip_control=(0.4 * (ridge_inset - 40), _RIDGE + 0.607 * (eave - _RIDGE)),
        ridge_overhang=10,
        stroke=12,
        curl=1,
        tile_width=_TILE_WIDTH,
        tile_height=34,
        shoulder=15,
        pitch=22,
        first_row=eave - 22,
    )
    ink = Ink(painter, contrast=contrast)
    painter.save()
    painter.setClipPath(roof.outline, Qt.ClipOperation.IntersectClip)
    # Between the shoulders of four tiles a dot stays open; under a whole roof it is dark.
    ink.ground(block(0, roof.ridge, width, roof.first_row + 8), Colour.TILE_SEAM)
    painter.restore()
    _paint_roof(ink, roof, lambda _column: True)


def paint_task_roof(painter: QPainter, tasks: int, done: int, *, contrast: bool = False) -> None:
    """The roof beside the task list, 512 by 158: each finished task lays a lane of tiles."""
    left, right = 12.0, TASK_ROOF_WIDTH - 12.0
    lane = max(2, round((right - left) / max(tasks, 1) / _TILE_WIDTH))
    roof = _Roof(
        left=left,
        right=right,
        ridge_left=74,
        ridge_right=TASK_ROOF_WIDTH - 74,
        ridge=16,
        eave=142,
        hip_control=(10, 84),
        ridge_overhang=6,
        stroke=9,
        curl=0.6,
        tile_width=(right - left) / (lane * max(tasks, 1)),
        tile_height=34,
        shoulder=15,
        pitch=21,
        first_row=122,
    )
    _paint_roof(Ink(painter, contrast=contrast), roof, lambda column: column < done * lane)


def paint_result_house(painter: QPainter, line: QColor, ground: QColor, *, whole: bool) -> None:
    """The house in lines of one colour, 300 by 190: whole when received, a lane open while not.

    `ground` is the colour of the panel behind it, with which upper tiles hide lower ones.
    """
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    roof = _Roof(
        left=11,
        right=RESULT_HOUSE_WIDTH - 11,
        ridge_left=54,
        ridge_right=RESULT_HOUSE_WIDTH - 54,
        ridge=6,
        eave=92,
        hip_control=(10, 51),
        ridge_overhang=4,
        stroke=6,
        curl=0.45,
        tile_width=(RESULT_HOUSE_WIDTH - 22) / 12,
        tile_height=25,
        shoulder=10.5,
        pitch=17,
        first_row=77,
    )
    laid = 12 if whole else 10

    def lay(shape: QPainterPath, column: int, _row: int) -> None:
        if column < laid:
            painter.fillPath(shape, ground)
            painter.drawPath(_toe(shape.boundingRect(), roof))

    painter.save()
    painter.setClipPath(roof.outline, Qt.ClipOperation.IntersectClip)
    painter.setPen(QPen(line, 1.8))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    roof.tiles(lay)
    painter.restore()
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(line, roof.stroke, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    painter.drawPath(roof.ridge_and_hips)
    for x in (34, 110, 186, 258):
        painter.fillPath(block(x, 108, 8, 68), line)
    painter.fillPath(block(8, 177, RESULT_HOUSE_WIDTH - 16, 10), line)
    if not whole:
        for x in (243, 261, 279):
            painter.fillPath(block(x, 100, 10, 4), line)


def _toe(place: QRectF, roof: _Roof) -> QPainterPath:
    """The part of a tile that the row above doesn't cover."""
    x, y, width = place.x(), place.y(), place.width()
    bend = y + roof.shoulder + 0.62 * (roof.tile_height - roof.shoulder)
    return trail(
        (x + width, y + roof.tile_height - roof.pitch),
        (
            (x + width, y + roof.shoulder),
            (x + width, bend, x + width / 2, y + roof.tile_height),
            (x, bend, x, y + roof.shoulder),
            (x, y + roof.tile_height - roof.pitch),
        ),
    )


def _lay(ink: Ink, shape: QPainterPath, column: int, row: int, *, laid: bool) -> None:
    if laid:
        tone = _TONES[(7 * column + 3 * row) % len(_TONES)]
        ink.fill(shape, tone, Line.HOUSE, edge=Colour.TILE_SEAM, width=_SEAM)
    else:
        ink.fill(shape, Colour.BARE, Line.DRAWING, edge=Colour.BARE_SEAM, width=_SEAM)


def _paint_roof(ink: Ink, roof: _Roof, laid: Callable[[int], bool]) -> None:
    ink.painter.save()
    ink.painter.setClipPath(roof.outline, Qt.ClipOperation.IntersectClip)
    roof.tiles(lambda shape, column, row: _lay(ink, shape, column, row, laid=laid(column)))
    ink.painter.restore()
    # On black the house is drawn in lines: a ridge as thick as by day would outshine the words.
    ridge = roof.stroke / 3 if ink.contrast else roof.stroke
    ink.stroke(roof.ridge_and_hips, Colour.TILE_SEAM, ridge, Line.HOUSE)
