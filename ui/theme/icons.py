"""Lucide's drawings in the colours of the theme, kept as pixmaps once painted."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from ui.theme.tokens import ASSETS

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtGui import QColor

STROKE_STRONG = 2.5


@cache
def is_drawn(name: str) -> bool:
    """Whether there is a drawing of that name: those that packs name need not be."""
    return _file(name).is_file()


@cache
def _drawing(name: str) -> str:
    return _file(name).read_text(encoding="utf-8")


def _file(name: str) -> Path:
    return ASSETS / "icons" / f"{name}.svg"


@cache
def _pixmap(name: str, size: int, colour: str, stroke: float, ratio: float) -> QPixmap:
    drawing = _drawing(name).replace("currentColor", colour)
    drawing = drawing.replace('stroke-width="2"', f'stroke-width="{stroke}"')
    pixels = round(size * ratio)
    pixmap = QPixmap(pixels, pixels)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    QSvgRenderer(drawing.encode()).render(painter, QRectF(0, 0, pixels, pixels))
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


def icon(
    name: str, size: int, colour: QColor, *, stroke: float = STROKE_STRONG, ratio: float = 1.0
) -> QPixmap:
    """The drawing `name` of assets/icons as a square of `size` pixels.

    Raises FileNotFoundError where there is no such drawing.
    """
    return _pixmap(name, size, colour.name(), stroke, ratio)


def paint_icon(painter: QPainter, name: str, x: float, y: float, size: int, colour: QColor) -> None:
    """Paint a drawing with its upper left corner at x, y."""
    ratio = painter.device().devicePixelRatioF()
    painter.drawPixmap(round(x), round(y), icon(name, size, colour, ratio=ratio))
