"""Papers: the dossier with its pencil, small sheets, and a paper with one line framed."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QRectF

from ui.art.cards import CARD_HEIGHT, CARD_WIDTH, CardPart, paint_card_front
from ui.art.ink import Colour, Ink, Line, block, disc, polygon, trail

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter

SHEET_WIDTH = 150
SHEET_HEIGHT = 206
PAPER_WIDTH = 480
PAPER_HEIGHT = 472


def paint_dossier(painter: QPainter, *, contrast: bool = False) -> None:
    """A sheet with a folded corner and a pencil, 220 by 193."""
    ink = Ink(painter, contrast=contrast)
    ink.ground(disc(92, 98, 92), Colour.DISC)
    page = trail(
        (30, 23),
        (
            (30, 16, 37, 16),
            (115, 16),
            (154, 55),
            (154, 185),
            (154, 192, 147, 192),
            (37, 192),
            (30, 192, 30, 185),
        ),
        closed=True,
    )
    ink.fill(page, Colour.PAPER, edge=Colour.SLATE, width=3)
    fold = trail((115, 16), ((115, 48), (115, 55, 122, 55), (154, 55)), closed=True)
    ink.fill(fold, Colour.FOLD, edge=Colour.SLATE, width=1.5)
    for y, end in ((84, 116), (109, 125), (134, 95)):
        ink.stroke(trail((56, y), ((end, y),)), Colour.SLATE, 7)
    ink.stroke(disc(71, 166, 16), Colour.RING, 6, Line.HOUSE)
    ink.fill(polygon((183, 77), (200, 91), (139, 164), (123, 150)), Colour.GOLD, Line.HOUSE)
    ink.fill(polygon((123, 150), (139, 164), (117, 175)), Colour.HAIR, Line.HOUSE)


class _Layout(NamedTuple):
    """The lines of one kind of paper, by name, top to bottom; a framed border where it has one."""

    lines: tuple[str, ...]
    bordered: bool = False


_LAYOUTS = {
    "birth-paper": _Layout(("mother", "name", "date", "sex", "place", "number")),
    "birth-certificate": _Layout(
        ("number", "name", "date", "sex", "place", "mother", "father"), bordered=True
    ),
    "marriage-paper": _Layout(("number", "wife", "husband", "date", "place"), bordered=True),
    "residence-paper": _Layout(("name", "number", "address", "date")),
    "authorisation": _Layout(("name", "number", "address", "date")),
}
_ANY = _Layout(("name", "number", "date", "address", "place"))


def paint_paper(painter: QPainter, picture: str, *, contrast: bool = False) -> None:
    """A paper with one of its lines framed, 480 by 472: `picture` is `paper:line`.

    An unknown paper is drawn as any paper, an unknown line frames nothing: a pack may name more
    than is drawn here.
    """
    kind, _, line = picture.partition(":")
    if kind == "id-card":
        _paint_card(painter, line, contrast=contrast)
        return
    ink = Ink(painter, contrast=contrast)
    layout = _LAYOUTS.get(kind, _ANY)
    ink.fill(
        block(1, 1, PAPER_WIDTH - 2, PAPER_HEIGHT - 2, 4),
        Colour.PAPER,
        edge=Colour.PAPER_EDGE,
        width=2,
    )
    if layout.bordered:
        ink.stroke(block(14, 14, PAPER_WIDTH - 28, PAPER_HEIGHT - 28), Colour.STAMP, 3, Line.HOUSE)
    middle = PAPER_WIDTH / 2
    _bar(ink, middle - 112, 44, 224, 10, Colour.SLATE)
    _bar(ink, middle - 68, 72, 136, 7, Colour.BAR_PALE)
    top = 106.0
    pitch = (PAPER_HEIGHT - 104 - top) / (len(layout.lines) + 1)
    y = top
    for index, name in enumerate(layout.lines):
        if name == line:
            _frame_line(ink, QRectF(22, y, PAPER_WIDTH - 44, pitch * 2 - 8), dated=name == "date")
            y += pitch * 2
        else:
            _bar(ink, 44, y + pitch / 2 - 4, 92, 7, Colour.BAR)
            _bar(ink, 150, y + pitch / 2 - 4, (262, 208, 236, 168)[index % 4], 7, Colour.BAR_PALE)
            y += pitch
    ink.stroke(disc(PAPER_WIDTH - 92, PAPER_HEIGHT - 62, 34), Colour.STAMP, 4, Line.HOUSE)
    _bar(ink, 44, PAPER_HEIGHT - 60, 104, 7, Colour.BAR)


def _paint_card(painter: QPainter, line: str, *, contrast: bool) -> None:
    part = CardPart(line) if line in set(CardPart) else None
    scale = PAPER_WIDTH / CARD_WIDTH
    painter.save()
    painter.translate(0, (PAPER_HEIGHT - CARD_HEIGHT * scale) / 2)
    painter.scale(scale, scale)
    paint_card_front(painter, part, contrast=contrast)
    painter.restore()


def _frame_line(ink: Ink, place: QRectF, *, dated: bool) -> None:
    frame = block(place.x(), place.y(), place.width(), place.height(), 10)
    ink.fill(frame, Colour.ACTION_TINT, Line.ACTION, edge=Colour.ACTION, width=6)
    left = place.x() + 22
    _bar(ink, left, place.y() + place.height() * 0.28 - 4, 190, 9, Colour.SLATE)
    y = place.y() + place.height() * 0.7
    boxes = ((0, 52), (86, 52), (172, 104)) if dated else ((0, 360),)
    for offset, width in boxes:
        ink.stroke(trail((left + offset, y), ((left + offset + width, y),)), Colour.NIGHT, 5)
    if dated:
        for offset in (60, 146):
            slash = trail((left + offset + 2, y), ((left + offset + 12, y - 18),))
            ink.stroke(slash, Colour.NIGHT, 4)


def paint_sheet(painter: QPainter, paper: str = "", *, contrast: bool = False) -> None:
    """A small sheet, 150 by 206, that stands for a paper to bring or one that was handed in."""
    ink = Ink(painter, contrast=contrast)
    bordered = _LAYOUTS.get(paper, _ANY).bordered
    ink.fill(
        block(1.5, 1.5, SHEET_WIDTH - 3, SHEET_HEIGHT - 3),
        Colour.PAPER,
        edge=Colour.PAPER_EDGE,
        width=3,
    )
    middle = SHEET_WIDTH / 2
    if bordered:
        ink.stroke(block(10, 10, SHEET_WIDTH - 20, SHEET_HEIGHT - 20), Colour.STAMP, 3, Line.HOUSE)
        _bar(ink, middle - 39, 31, 78, 7, Colour.SLATE)
        _bar(ink, middle - 23, 54, 46, 5, Colour.BAR)
        for y in (82, 100, 118):
            _bar(ink, 26, y, 42, 5, Colour.BAR)
            _bar(ink, 82, y, 42, 5, Colour.BAR)
        ink.stroke(disc(middle, 164, 18), Colour.STAMP, 4, Line.HOUSE)
        return
    _bar(ink, middle - 41, 23, 82, 7, Colour.SLATE)
    _bar(ink, middle - 25, 40, 50, 5, Colour.BAR)
    for y, width in ((64, 112), (80, 100), (96, 112), (112, 72), (128, 112)):
        _bar(ink, 19, y, width, 5, Colour.BAR)
    _bar(ink, 21, 158, 40, 5, Colour.BAR)
    _bar(ink, 21, 172, 30, 5, Colour.BAR)
    ink.stroke(disc(104, 168, 22), Colour.STAMP, 4, Line.HOUSE)


def _bar(ink: Ink, x: float, y: float, width: float, height: float, colour: Colour) -> None:
    if ink.contrast:
        ink.stroke(trail((x, y + height / 2), ((x + width, y + height / 2),)), colour, 3)
    else:
        ink.fill(block(x, y, width, height, height / 2), colour)
