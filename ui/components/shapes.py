"""The two round rectangles of whatever can be pressed, and the frames of what is only read."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter

if TYPE_CHECKING:
    from PySide6.QtCore import QRect, QRectF
    from PySide6.QtGui import QColor

    from ui.theme.tokens import Tokens

EDGE = 6
EDGE_SMALL = 5
PRESSED_EDGE = 2
PRESSED_DROP = 4
RADIUS = 8
RADIUS_CARD = 16


class Face(NamedTuple):
    """How a control looks now. Lengths are in reference pixels."""

    rim: QColor
    fill: QColor
    radius: int = RADIUS
    edge: int = EDGE
    frame: int = 2
    pressed: bool = False
    focused: bool = False


def choice_face(tokens: Tokens, *, chosen: bool, pressed: bool, focused: bool) -> Face:
    """How a tile to choose from looks: chosen, it has a thicker frame and a tint."""
    return Face(
        rim=tokens.colour("primary" if chosen else "rim"),
        fill=tokens.colour("primary_tint" if chosen or pressed else "paper"),
        radius=RADIUS_CARD,
        frame=4 if chosen else 2,
        edge=8 if chosen else 6,
        pressed=pressed,
        focused=focused,
    )


def paint_face(painter: QPainter, tokens: Tokens, rect: QRectF, face: Face) -> QRectF:
    """Paint a control and return the inside, where its words go."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    drop = tokens.px(PRESSED_DROP) if face.pressed else 0
    outer = rect.adjusted(0, drop, 0, 0)
    radius = tokens.px(face.radius)
    edge = tokens.px(PRESSED_EDGE if face.pressed else face.edge)
    if face.focused:
        return _paint_focus(painter, tokens, outer, radius, face.fill)
    frame = tokens.px(face.frame)
    _round(painter, outer, radius, face.rim)
    inner = outer.adjusted(frame, frame, -frame, -max(edge, frame))
    _round(painter, inner, max(0, radius - frame), face.fill)
    return inner


def paint_sheet(
    painter: QPainter, tokens: Tokens, rect: QRectF, *, fill: QColor, rim: QColor, frame: int = 2
) -> None:
    """Paint a card that is only read: a pale thin frame and no edge."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    width = tokens.px(frame)
    radius = tokens.px(RADIUS_CARD)
    _round(painter, rect, radius, rim)
    _round(painter, rect.adjusted(width, width, -width, -width), radius - width, fill)


def paint_ground(painter: QPainter, rect: QRect, colour: QColor) -> None:
    """Fill a rectangle with one colour.

    `QPainter.fillRect` takes gradients too, by the names of two hundred: the first call makes
    them all known to Python, which home, painted first, need not wait for.
    """
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawRect(rect)


def _paint_focus(
    painter: QPainter, tokens: Tokens, rect: QRectF, radius: int, fill: QColor
) -> QRectF:
    ring = tokens.px(4)
    _round(painter, rect, radius, tokens.colour("text"))
    _round(painter, rect.adjusted(ring, ring, -ring, -ring), radius - ring, tokens.colour("focus"))
    inner = rect.adjusted(2 * ring, 2 * ring, -2 * ring, -2 * ring)
    _round(painter, inner, max(0, radius - 2 * ring), fill)
    return inner


def _round(painter: QPainter, rect: QRectF, radius: float, colour: QColor) -> None:
    painter.setBrush(colour)
    painter.drawRoundedRect(rect, radius, radius)
