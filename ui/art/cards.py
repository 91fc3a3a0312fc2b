"""The two identity cards with the code to scan, and the hand that holds one to the scanner."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainterPath, QPainterPathStroker

from ui.art.ink import Colour, Ink, Line, block, disc, polygon, trail

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter

CARD_WIDTH = 508
CARD_HEIGHT = 320
SCAN_WIDTH = 576
SCAN_HEIGHT = 468

# 11 by 11 modules that look like a code and say nothing.
_FRONT_CODE = (
    "###.##..###",
    "#.#.#...#.#",
    "###..##.###",
    ".....#.....",
    "..#.##.#.##",
    "..##.#.#..#",
    "...####.#.#",
    "......##.#.",
    "###...#.#.#",
    "#.#.######.",
    "###...##...",
)
_BACK_CODE = (
    "###...#.###",
    "#.#.##..#.#",
    "###.#.#.###",
    "....##.....",
    "#...#.####.",
    "######.#..#",
    "#..#.###.#.",
    ".....##....",
    "###..###...",
    "#.#..######",
    "###.#......",
)


class CardPart(StrEnum):
    """A line on the front of the card that a picture can point at."""

    CODE = "code"
    NUMBER = "number"
    NAME = "name"
    DATE = "date"
    SEX = "sex"
    ADDRESS = "address"


_PARTS = {
    CardPart.NUMBER: (168, 141, 186, 31),
    CardPart.NAME: (168, 181, 288, 26),
    CardPart.DATE: (168, 207, 170, 26),
    CardPart.SEX: (168, 207, 170, 26),
    CardPart.ADDRESS: (168, 233, 288, 54),
}


def paint_card_front(
    painter: QPainter, part: CardPart | None = CardPart.CODE, *, contrast: bool = False
) -> None:
    """The front of the card of 2021, 508 by 320; `part` is framed, the code unless told else."""
    ink = Ink(painter, contrast=contrast)
    _paint_ground(ink)
    ink.ground(block(28, 110, 125, 169, 4), Colour.SKY)
    ink.fill(_bust(90.5, 279, 51.5, 61), Colour.SLATE)
    ink.fill(disc(90.5, 172, 31), Colour.SKIN)
    ink.ground(_hair(90.5, 172), Colour.HAIR_GREY)
    _bars(ink, Colour.CARD_BAR, ((28, 39.5, 225, 9), (28, 60.5, 140, 9), (178, 122, 106, 9)))
    _bars(ink, Colour.CARD_BAR_DARK, ((178, 149, 166, 15),))
    _bars(
        ink,
        Colour.CARD_BAR,
        ((178, 189, 225, 9), (178, 215, 142, 9), (178, 241, 260, 9), (178, 267, 213, 9)),
    )
    _paint_code(ink, _FRONT_CODE, framed=part is CardPart.CODE)
    if part is not None and part in _PARTS:
        x, y, width, height = _PARTS[part]
        ink.stroke(block(x, y, width, height, 8), Colour.ACTION, 6, Line.ACTION)


def paint_card_back(painter: QPainter, *, contrast: bool = False) -> None:
    """The back of the card of 2024, 508 by 320, its code framed."""
    ink = Ink(painter, contrast=contrast)
    _paint_ground(ink)
    _bars(ink, Colour.CARD_BAR, ((28, 34, 178, 10), (28, 91.5, 142, 10), (142, 162, 142, 10)))
    _bars(
        ink, Colour.CARD_BAR_DARK, ((28, 58.5, 261, 14), (28, 115.5, 225, 14), (142, 186, 107, 14))
    )
    _bars(ink, Colour.CARD_BAR, ((28, 250.5, 450, 14), (28, 279.5, 450, 14)))
    ink.fill(block(28, 153, 91, 70, 10), Colour.CHIP, edge=Colour.CHIP_LINE, width=2)
    contacts = QPainterPath()
    for x in (57, 90):
        contacts.moveTo(x, 153)
        contacts.lineTo(x, 223)
    for y in (177, 198):
        for left, right in ((28, 57), (90, 119)):
            contacts.moveTo(left, y)
            contacts.lineTo(right, y)
    ink.stroke(contacts, Colour.CHIP_LINE, 2)
    _paint_code(ink, _BACK_CODE, framed=True)


def paint_scan(painter: QPainter, *, contrast: bool = False) -> None:
    """A hand that holds the card to the scanner, 576 by 468."""
    ink = Ink(painter, contrast=contrast)
    painter.save()
    painter.setClipPath(block(0, 0, SCAN_WIDTH, SCAN_HEIGHT, 16), Qt.ClipOperation.IntersectClip)
    ink.ground(block(0, 0, SCAN_WIDTH, SCAN_HEIGHT), Colour.LIME)
    ink.fill(block(-4, 396, SCAN_WIDTH + 8, 80), Colour.STONE, Line.HOUSE)
    ink.ground(block(0, 396, SCAN_WIDTH, 8), Colour.STONE_DARK)
    ink.ground(polygon((354, 135), (424, 148), (424, 225), (354, 220)), Colour.LIGHT_BEAM)
    ink.fill(block(470, 300, 40, 96), Colour.SLATE_DARK, Line.HOUSE)
    ink.fill(
        trail(
            (428, 396),
            ((428, 384, 440, 384), (540, 384), (552, 384, 552, 396)),
            closed=True,
        ),
        Colour.SLATE_DARK,
        Line.HOUSE,
    )
    ink.fill(block(424, 96, 124, 219, 18), Colour.SLATE, Line.HOUSE)
    ink.fill(block(424, 128, 22, 123, 5), Colour.NIGHT, Line.HOUSE)
    ink.ground(block(430, 141.5, 8, 96, 4), Colour.LIGHT_RED)
    ink.fill(disc(500, 135.5, 9), Colour.LIGHT_GREEN, Line.HOUSE)
    ink.fill(polygon((-4, 383), (41, 338), (150, 371), (78, 472), (-4, 472)), Colour.SLEEVE)
    _capsule(ink, (100.7, 319.4), (134.6, 275.6), 121.6, Colour.SKIN_SHADE)
    painter.save()
    painter.translate(73, 66)
    painter.scale(281.5 / CARD_WIDTH, 281.5 / CARD_WIDTH)
    paint_card_front(painter, contrast=contrast)
    painter.restore()
    _capsule(ink, (117, 290.5), (173, 233), 51, Colour.SKIN)
    ink.fill(disc(180, 221, 14), Colour.NAIL)
    painter.restore()


def _paint_ground(ink: Ink) -> None:
    ink.fill(
        block(1, 1, CARD_WIDTH - 2, CARD_HEIGHT - 2, 20),
        Colour.CARD,
        edge=Colour.SLATE,
        width=2,
    )


def _bars(ink: Ink, colour: Colour, bars: tuple[tuple[float, float, float, float], ...]) -> None:
    for x, y, width, height in bars:
        if ink.contrast:
            ink.stroke(trail((x, y + height / 2), ((x + width, y + height / 2),)), colour, 3)
        else:
            ink.fill(block(x, y, width, height, 3), colour)


def _paint_code(ink: Ink, modules: tuple[str, ...], *, framed: bool) -> None:
    painter = ink.painter
    left, top, side = 374.0, 25.0, 9.6
    size = side * len(modules)
    painter.fillPath(block(left, top, size, size), QColor(Colour.PAPER))
    squares = QPainterPath()
    for row, line in enumerate(modules):
        for column, module in enumerate(line):
            if module == "#":
                squares.addRect(left + column * side, top + row * side, side, side)
    painter.fillPath(squares.simplified(), QColor(Colour.NIGHT))
    if framed:
        frame = block(360.5, 11, 132.5, 133, 14)
        ink.stroke(frame, Colour.ACTION, 8.5, Line.ACTION)


def _bust(x: float, bottom: float, half: float, height: float) -> QPainterPath:
    top = bottom - height
    return trail(
        (x - half, bottom),
        (
            (x - half + 2, bottom - height * 0.5, x - half * 0.68, top + height * 0.24),
            (x - half * 0.4, top, x, top),
            (x + half * 0.4, top, x + half * 0.68, top + height * 0.24),
            (x + half - 2, bottom - height * 0.5, x + half, bottom),
        ),
        closed=True,
    )


def _hair(x: float, y: float) -> QPainterPath:
    return trail(
        (x - 32, y),
        (
            (x - 35, y - 40, x, y - 40),
            (x + 35, y - 40, x + 32, y),
            (x + 29, y - 13, x + 19, y - 19),
            (x, y - 12, x - 19, y - 19),
            (x - 29, y - 13, x - 32, y),
        ),
        closed=True,
    )


def _capsule(
    ink: Ink, start: tuple[float, float], end: tuple[float, float], width: float, colour: Colour
) -> None:
    stroker = QPainterPathStroker()
    stroker.setWidth(width)
    stroker.setCapStyle(Qt.PenCapStyle.RoundCap)
    ink.fill(stroker.createStroke(trail(start, (end,))).simplified(), colour)
