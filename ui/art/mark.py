"""The point mark: a small house with one roof and four columns."""

from __future__ import annotations

from PySide6.QtGui import QColor, QPainter

from ui.art.ink import Colour, Line, block, trail

MARK_SIZE = 64


def paint_mark(painter: QPainter, *, contrast: bool = False) -> None:
    """The mark in a box of 64 by 64; in high contrast a solid one, as it is too small for lines."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    roof = trail(
        (16, 8),
        (
            (48, 8),
            (51, 21, 64, 27),
            (64, 32),
            (0, 32),
            (0, 27),
            (13, 21, 16, 8),
        ),
        closed=True,
    )
    tile = QColor(Line.HOUSE if contrast else Colour.TILE)
    wood = QColor(Line.HOUSE if contrast else Colour.WOOD)
    painter.fillPath(roof, tile)
    for x in (6.0, 21.5, 36.5, 52.0):
        painter.fillPath(block(x, 35, 6, 19), wood)
    painter.fillPath(block(2, 56, 60, 5), wood)
