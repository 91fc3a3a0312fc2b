"""The way of a dossier: two milestones behind, a message ahead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.art.ink import Colour, Ink, Line, block, disc, polygon, tick, trail

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter


def paint_path(painter: QPainter, *, contrast: bool = False) -> None:
    """Milestones and a message, 220 by 193."""
    ink = Ink(painter, contrast=contrast)
    ink.ground(disc(103, 98, 92), Colour.DISC)
    road = trail(
        (27.5, 164),
        ((27, 139, 54, 138), (79, 137, 88, 107), (97, 78, 134, 75)),
    )
    ink.stroke(road, Colour.ROAD, 4 if contrast else 16)
    for x, y in ((27.5, 164.0), (89.0, 106.6)):
        ink.fill(disc(x, y, 25), Colour.DONE)
        ink.stroke(tick(x, y), Colour.PAPER, 7)
    message = block(125.6, 13, 85, 82, 6).united(polygon((154, 94), (184, 94), (168.5, 114)))
    ink.fill(message, Colour.ACTION, Line.HOUSE)
    for y, end in ((35.5, 190.0), (54.0, 190.0), (72.5, 172.0)):
        ink.stroke(trail((146.5, y), ((end, y),)), Colour.PAPER, 6.5)
