"""Who presses the keys: four pictures of hands and people before the machine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainterPathStroker

from kiosk.domain.helping import HelpMode
from ui.art.ink import Colour, Ink, Line, block, disc, polygon, trail

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter, QPainterPath


def paint_who(painter: QPainter, mode: HelpMode, *, contrast: bool = False) -> None:
    """The picture of one way of being helped, 220 by 193."""
    ink = Ink(painter, contrast=contrast)
    ink.ground(disc(110, 98, 92), Colour.DISC)
    painter.save()
    painter.setClipRect(-4, -4, 228, 197, Qt.ClipOperation.IntersectClip)
    _PICTURES[mode](ink)
    painter.restore()


def _paint_self(ink: Ink) -> None:
    """One's own finger on the button."""
    _screen(ink, 36, 18, 148, 112)
    ink.fill(block(58, 42, 104, 20, 6), Colour.ACTION_TINT, Line.DRAWING)
    ink.fill(block(58, 74, 104, 32, 6), Colour.ACTION, Line.ACTION)
    ink.fill(polygon((128, 200), (188, 168), (232, 214), (150, 240)), Colour.SLEEVE)
    ink.fill(_capsule((150, 158), (164, 180), 56), Colour.SKIN_SHADE)
    ink.fill(_capsule((122, 104), (150, 158), 23), Colour.SKIN)
    ink.fill(disc(118.5, 97, 6.5, 7.5), Colour.NAIL)


def _paint_guided(ink: Ink) -> None:
    """The one presses, the other shows where."""
    _person(ink, 68, 86, Colour.SLEEVE, Colour.HAIR_GREY, size=0.92)
    _person(ink, 162, 76, Colour.ACTION, Colour.HAIR, size=0.84)
    _screen(ink, 62, 128, 96, 80)
    ink.fill(block(80, 146, 60, 20, 5), Colour.ACTION, Line.ACTION)
    ink.fill(_capsule((58, 190), (92, 164), 20), Colour.SKIN)
    ink.fill(_capsule((186, 166), (162, 158), 16), Colour.SKIN_SHADE)
    ink.fill(_capsule((164, 158), (149, 156), 9), Colour.SKIN_SHADE)


def _paint_family(ink: Ink) -> None:
    """A grandmother and the child who helps her."""
    _person(ink, 82, 74, Colour.SLEEVE, Colour.HAIR_GREY, size=1.0, bun=True)
    _person(ink, 152, 104, Colour.GREEN_SHIRT, Colour.HAIR, size=0.76)


def _paint_on_behalf(ink: Ink) -> None:
    """A helper at the keyboard."""
    _person(ink, 110, 66, Colour.ACTION, Colour.HAIR, size=1.0, collar=True)
    ink.fill(block(28, 144, 164, 52, 9), Colour.SLATE, Line.DRAWING)
    for row, (start, count) in enumerate(((42, 9), (50, 8))):
        for key in range(count):
            ink.fill(block(start + key * 15.4, 153 + row * 16, 11, 11, 2), Colour.PAPER)
    for x, way in ((66, 1), (154, -1)):
        ink.fill(_capsule((x - way * 22, 196), (x, 172), 25), Colour.SKIN)


_PICTURES = {
    HelpMode.SELF: _paint_self,
    HelpMode.GUIDED: _paint_guided,
    HelpMode.FAMILY: _paint_family,
    HelpMode.ON_BEHALF: _paint_on_behalf,
}


def _person(
    ink: Ink,
    x: float,
    y: float,
    shirt: Colour,
    hair: Colour,
    *,
    size: float,
    bun: bool = False,
    collar: bool = False,
) -> None:
    """A bust whose head is around (x, y); at size 1 its head is 70 across."""
    ink.painter.save()
    ink.painter.translate(x, y)
    ink.painter.scale(size, size)
    if bun:
        ink.fill(disc(0, -42, 15), hair)
    ink.fill(
        trail(
            (-62, 160),
            (
                (-62, 118),
                (-62, 74, -38, 58),
                (-24, 48, 0, 48),
                (24, 48, 38, 58),
                (62, 74, 62, 118),
                (62, 160),
            ),
            closed=True,
        ),
        shirt,
    )
    ink.ground(block(-14, 20, 28, 46, 14), Colour.SKIN_SHADE)
    if collar:
        ink.fill(polygon((-25, 53), (-15, 46), (0, 66), (15, 46), (25, 53), (0, 84)), Colour.PAPER)
    ink.fill(disc(0, 0, 35), Colour.SKIN)
    ink.ground(
        trail(
            (-36, 3),
            (
                (-40, -41, 0, -41),
                (40, -41, 36.5, 3),
                (33, -11, 22, -18),
                (0, -12, -21, -18),
                (-33, -11, -36, 3),
            ),
            closed=True,
        ),
        hair,
    )
    ink.painter.restore()


def _screen(ink: Ink, x: float, y: float, width: float, height: float) -> None:
    ink.fill(block(x, y, width, height, 10), Colour.NIGHT, Line.HOUSE)
    ink.ground(block(x + 9, y + 9, width - 18, height - 18, 3), Colour.PAPER)


def _capsule(start: tuple[float, float], end: tuple[float, float], width: float) -> QPainterPath:
    stroker = QPainterPathStroker()
    stroker.setWidth(width)
    stroker.setCapStyle(Qt.PenCapStyle.RoundCap)
    return stroker.createStroke(trail(start, (end,))).simplified()
