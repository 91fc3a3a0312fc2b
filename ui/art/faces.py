"""Three faces: how it was, from unhappy to happy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ui.art.ink import Colour, Ink, Line, disc, trail

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter

FACES: Final = (1, 2, 3)
"""The unhappy one, the one in between, the happy one."""

# How far the middle of the mouth hangs below its ends.
_MOUTH: Final = {1: -34.0, 2: 0.0, 3: 34.0}


def paint_face_of(painter: QPainter, face: int, *, contrast: bool = False) -> None:
    """One of `FACES`, 220 by 193."""
    ink = Ink(painter, contrast=contrast)
    ink.fill(disc(110, 96, 84), Colour.GOLD, Line.HOUSE)
    for x in (82, 138):
        ink.fill(disc(x, 76, 10, 13), Colour.HAIR)
    hang = _MOUTH[face]
    y = 128 - hang / 4
    ink.stroke(trail((72, y), ((110, y + hang, 148, y),)), Colour.HAIR, 10)
