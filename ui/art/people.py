"""People without features: the one with the telephone, and helpers who have no photograph."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from ui.art.ink import Colour, Ink, Line, block, disc, polygon, tick, trail

if TYPE_CHECKING:
    from PySide6.QtGui import QImage, QPainterPath

ART_WIDTH = 220
ART_HEIGHT = 193
PORTRAIT_SIZE = 112


class Portrait(StrEnum):
    """Which drawing stands for a helper without a photograph."""

    WOMAN = "woman"
    MAN = "man"


def paint_account(painter: QPainter, *, contrast: bool = False) -> None:
    """A person with a telephone that says done, 220 by 193."""
    ink = Ink(painter, contrast=contrast)
    ink.ground(disc(92, 98, 92), Colour.DISC)
    ink.fill(
        trail(
            (2, 193),
            ((3, 158, 22, 141), (40, 125, 64, 125), (88, 125, 106, 141), (125, 158, 126, 193)),
            closed=True,
        ),
        Colour.ACTION,
    )
    ink.ground(block(50, 100, 28, 46, 14), Colour.SKIN_SHADE)
    ink.fill(disc(64, 79, 35), Colour.SKIN)
    ink.ground(
        trail(
            (28, 82),
            (
                (24, 38, 64, 38),
                (104, 38, 100.5, 82),
                (97, 68, 86, 61),
                (64, 67, 43, 61),
                (31, 68, 28, 82),
            ),
            closed=True,
        ),
        Colour.HAIR,
    )
    ink.fill(block(110, 67, 76, 126, 10), Colour.NIGHT, Line.HOUSE)
    ink.ground(block(118, 81, 60, 97, 3), Colour.PAPER)
    ink.stroke(tick(147, 130, 1.55), Colour.DONE, 9)


def paint_portrait(painter: QPainter, portrait: Portrait, *, contrast: bool = False) -> None:
    """A helper in a circle of 112; it stands for a photograph, so it keeps its colours."""
    ink = Ink(painter)
    circle = disc(56, 56, 56)
    painter.save()
    painter.setClipPath(circle, Qt.ClipOperation.IntersectClip)
    if portrait is Portrait.WOMAN:
        ink.fill(circle, Colour.GOLD)
        _paint_woman(ink)
    else:
        ink.fill(circle, Colour.SKY)
        _paint_man(ink)
    painter.restore()
    if contrast:
        Ink(painter, contrast=True).stroke(disc(56, 56, 55), Colour.NIGHT, 2, Line.DRAWING)


def paint_photograph(painter: QPainter, photograph: QImage) -> None:
    """A helper's photograph, cut to a circle of 112; it keeps its colours in every theme."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.setClipPath(disc(56, 56, 56), Qt.ClipOperation.IntersectClip)
    side = min(photograph.width(), photograph.height())
    middle = QRectF((photograph.width() - side) / 2, (photograph.height() - side) / 2, side, side)
    painter.drawImage(QRectF(0, 0, PORTRAIT_SIZE, PORTRAIT_SIZE), photograph, middle)
    painter.restore()


def _paint_woman(ink: Ink) -> None:
    ink.fill(block(30.5, 19.5, 51, 62, 25), Colour.HAIR)
    ink.fill(block(30.5, 46, 51, 35.5, 5), Colour.HAIR)
    ink.fill(block(46.5, 62, 19, 30), Colour.SKIN_SHADE)
    ink.fill(_shoulders(77), Colour.ACTION)
    ink.fill(polygon((47.5, 78), (64.5, 78), (56, 92)), Colour.SKIN_SHADE)
    ink.fill(
        polygon((40.5, 83), (46.5, 78.5), (56, 91.5), (65.5, 78.5), (71.5, 83), (56, 101)),
        Colour.PAPER,
    )
    ink.fill(disc(56, 52, 20), Colour.SKIN)
    ink.fill(
        trail(
            (34, 50),
            ((48, 49, 58, 37), (65, 45, 78, 47), (78, 24, 56, 23), (35, 24, 34, 50)),
            closed=True,
        ),
        Colour.HAIR,
    )


def _paint_man(ink: Ink) -> None:
    ink.fill(block(46.5, 62, 19, 30), Colour.SKIN_SHADE)
    ink.fill(_shoulders(77), Colour.GREEN_SHIRT)
    ink.fill(polygon((47.5, 78), (64.5, 78), (56, 92)), Colour.SKIN_SHADE)
    ink.fill(polygon((41, 80.5), (47, 78.5), (56, 91), (50, 97.5)), Colour.PAPER)
    ink.fill(polygon((71, 80.5), (65, 78.5), (56, 91), (62, 97.5)), Colour.PAPER)
    ink.fill(disc(56, 50, 20, 22.5), Colour.SKIN)
    ink.fill(
        trail(
            (35, 47),
            (
                (34, 21, 56, 21),
                (78, 21, 77, 47),
                (75, 38, 70, 34),
                (56, 36, 42, 34),
                (37, 38, 35, 47),
            ),
            closed=True,
        ),
        Colour.HAIR_GREY,
    )


def _shoulders(top: float) -> QPainterPath:
    return trail(
        (6, 112),
        ((14, top + 2, 46, top), (66, top), (98, top + 2, 106, 112)),
        closed=True,
    )
