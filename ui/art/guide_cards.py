"""What the guides warn of: a code under lock, a baited link, money that must stay, a shut bank."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt

from ui.art.ink import Colour, Ink, Line, block, disc, polygon, trail

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QPainter


def paint_guide_card(painter: QPainter, drawing: str, *, contrast: bool = False) -> None:
    """One of `GUIDE_CARDS`, 220 by 193."""
    ink = Ink(painter, contrast=contrast)
    ink.ground(disc(110, 98, 92), Colour.DISC)
    painter.save()
    painter.setClipRect(-4, -4, 228, 197, Qt.ClipOperation.IntersectClip)
    _PICTURES[drawing](ink)
    painter.restore()


def _paint_code(ink: Ink) -> None:
    """A message with six digits, and a padlock before it."""
    ink.fill(block(58, 14, 88, 168, 12), Colour.NIGHT, Line.HOUSE)
    ink.fill(block(67, 30, 70, 136, 4), Colour.PAPER)
    bubble = block(36, 48, 132, 46, 8).united(polygon((52, 92), (80, 92), (60, 110)))
    ink.fill(bubble, Colour.ACTION, Line.ACTION)
    for group in (0, 1):
        for place in range(3):
            ink.fill(disc(54 + group * 58 + place * 17, 71, 5), Colour.PAPER)
    _padlock(ink, 150, 142, 1.0)


def _paint_link(ink: Ink) -> None:
    """A message on a fishing hook."""
    message = block(40, 84, 116, 66, 8).united(polygon((62, 148), (94, 148), (70, 170)))
    ink.fill(message, Colour.PAPER, edge=Colour.PAPER_EDGE, width=3)
    ink.stroke(trail((58, 107), ((124, 107),)), Colour.BAR, 7)
    ink.stroke(trail((58, 128), ((112, 128),)), Colour.ACTION, 7, Line.ACTION)
    hook = trail((146, -2), ((146, 96), (146, 128, 120, 128), (98, 128, 98, 104)))
    ink.stroke(hook, Colour.SLATE_DARK, 9, Line.HOUSE)
    ink.stroke(trail((98, 104), ((112, 118),)), Colour.SLATE_DARK, 9, Line.HOUSE)


def _paint_money(ink: Ink) -> None:
    """Banknotes behind a bar."""
    for x, y in ((46, 92), (34, 76)):
        ink.fill(block(x, y, 130, 70, 7), Colour.CARD, edge=Colour.CARD_BAR, width=3)
        ink.fill(disc(x + 65, y + 35, 19), Colour.CARD_BAR)
        for corner in (16, 114):
            ink.fill(disc(x + corner, y + 35, 6), Colour.CARD_BAR)
    ink.stroke(disc(146, 70, 38), Colour.RING, 11, Line.HOUSE)
    ink.stroke(trail((120, 97), ((172, 43),)), Colour.RING, 11, Line.HOUSE)


def _paint_late(ink: Ink) -> None:
    """A bank, and its padlock shut."""
    ink.fill(polygon((26, 78), (110, 26), (194, 78)), Colour.TILE, Line.HOUSE)
    ink.fill(block(36, 80, 148, 14, 2), Colour.STONE_DARK)
    for x in (46, 82, 122, 158):
        ink.fill(block(x, 96, 17, 62, 2), Colour.STONE)
    ink.fill(block(28, 160, 164, 18, 3), Colour.STONE_DARK)
    _padlock(ink, 110, 132, 1.15)


def _padlock(ink: Ink, x: float, y: float, size: float) -> None:
    """A shut padlock whose body is around (x, y); at size 1 it is 56 wide."""
    bow = trail((-17, -16), ((-17, -32), (-17, -50, 0, -50), (17, -50, 17, -32), (17, -16)))
    ink.painter.save()
    ink.painter.translate(x, y)
    ink.painter.scale(size, size)
    ink.stroke(bow, Colour.SLATE_DARK, 9, Line.HOUSE)
    ink.fill(block(-28, -20, 56, 46, 7), Colour.GOLD, Line.HOUSE)
    ink.fill(disc(0, -1, 6), Colour.SLATE_DARK)
    ink.fill(block(-3, -1, 6, 15, 2), Colour.SLATE_DARK)
    ink.painter.restore()


_PICTURES: Final[dict[str, Callable[[Ink], None]]] = {
    "code": _paint_code,
    "late": _paint_late,
    "link": _paint_link,
    "money": _paint_money,
}
GUIDE_CARDS: Final = frozenset(_PICTURES)
"""The names that a pack's guide may use for its drawings."""
