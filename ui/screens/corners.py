"""Puts the four corners of a sheet right by hand, by a finger or by the arrow keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.components.page_tile import fitted
from ui.page import Footer, Page, Place
from ui.theme.palettes import OVER_PICTURE

if TYPE_CHECKING:
    from PySide6.QtGui import (
        QFocusEvent,
        QImage,
        QKeyEvent,
        QMouseEvent,
        QPaintEvent,
        QResizeEvent,
    )

    from kiosk.papers.advice import Corners
    from ui.look import Look
    from ui.theme.tokens import Tokens

HANDLE_MM: Final = 20
"""Across: a finger covers no more than that."""

_STEP: Final = 0.01
"""Of the picture: one press of an arrow key."""

_WAYS: Final = {
    Qt.Key.Key_Left: (-_STEP, 0.0),
    Qt.Key.Key_Right: (_STEP, 0.0),
    Qt.Key.Key_Up: (0.0, -_STEP),
    Qt.Key.Key_Down: (0.0, _STEP),
}
_CASING: Final = QColor(OVER_PICTURE.casing)
_LINE: Final = QColor(OVER_PICTURE.line)
_NAMES: Final = ("top_left", "top_right", "bottom_right", "bottom_left")


class CornersPage(Page):
    """Reports `put` with the corners as they were put."""

    put = Signal(object)

    def __init__(self, look: Look, picture: QImage, corners: Corners) -> None:
        super().__init__(
            look, name="corners", heading=look.say("corners.title"), hint=look.say("corners.hint")
        )
        self.place = Place(look.say("papers.caption"))
        self.footer = Footer(back=look.say("footer.back"), primary=look.say("corners.done"))
        names = [look.say(f"corners.{name}") for name in _NAMES]
        self._sheet = _Sheet(look.tokens, picture, corners, names)
        self.main.addWidget(self._sheet, 1)
        self.primary.connect(self._done)

    @Slot()
    def _done(self) -> None:
        self.footer = Footer(back=self.look.say("footer.back"))
        self.changed.emit()
        self.put.emit(self._sheet.corners)

    def keep(self) -> object:
        """Where the corners were put, for the page made in another look."""
        return self._sheet.corners

    def restore(self, kept: object) -> None:
        """Take them back."""
        self._sheet.put(kept)  # type: ignore[arg-type]


class _Sheet(QWidget):
    """The picture with a line between four handles."""

    def __init__(self, tokens: Tokens, picture: QImage, corners: Corners, names: list[str]) -> None:
        super().__init__()
        self._tokens = tokens
        self._picture = QPixmap.fromImage(picture)
        self._points = [QPointF(x, y) for x, y in corners]
        self._handles = [_Handle(self, tokens, place, name) for place, name in enumerate(names)]
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    @property
    def corners(self) -> Corners:
        """In shares of the picture's width and height."""
        a, b, c, d = ((point.x(), point.y()) for point in self._points)
        return a, b, c, d

    def put(self, corners: Corners) -> None:
        """Put all four."""
        self._points = [QPointF(x, y) for x, y in corners]
        self._place()

    def move_corner(self, place: int, to: QPointF) -> None:
        """Put one there, as far as the picture goes; corners never change sides."""
        x, y = min(1.0, max(0.0, to.x())), min(1.0, max(0.0, to.y()))
        before = self._points[place]
        self._points[place] = QPointF(x, y)
        if not _convex(self._points):
            self._points[place] = before
        self._place()

    def at(self, place: int) -> QPointF:
        """Where a corner is, in shares."""
        return self._points[place]

    def share(self, position: QPointF) -> QPointF:
        """Where in the picture that position of this widget is, in shares."""
        seen = self._seen()
        return QPointF(
            (position.x() - seen.x()) / max(1.0, seen.width()),
            (position.y() - seen.y()) / max(1.0, seen.height()),
        )

    def sizeHint(self) -> QSize:
        """As much as the page can spare."""
        return QSize(self._tokens.px(1184), self._tokens.px(560))

    def minimumSizeHint(self) -> QSize:
        """Handles must not lie on one another."""
        side = 3 * self._tokens.mm(HANDLE_MM)
        return QSize(side, side)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Handles follow the picture."""
        super().resizeEvent(event)
        self._place()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the picture and the outline."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawPixmap(self._seen(), self._picture, QRectF(self._picture.rect()))
        line = QPolygonF([self._position(point) for point in self._points])
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for colour, width in ((_CASING, 10), (_LINE, 5)):
            painter.setPen(QPen(colour, self._tokens.px(width)))
            painter.drawPolygon(line)
        painter.end()

    def _seen(self) -> QRectF:
        """Handles at the picture's own corners are to be seen whole."""
        half = self._tokens.mm(HANDLE_MM) / 2
        room = QRectF(self.rect()).adjusted(half, half, -half, -half)
        return fitted(self._picture.size(), room)

    def _position(self, point: QPointF) -> QPointF:
        seen = self._seen()
        return QPointF(seen.x() + point.x() * seen.width(), seen.y() + point.y() * seen.height())

    def _place(self) -> None:
        for handle, point in zip(self._handles, self._points, strict=True):
            position = self._position(point)
            half = handle.width() / 2
            handle.move(round(position.x() - half), round(position.y() - half))
        self.update()


class _Handle(QWidget):
    """One corner, to be dragged, or moved by the arrow keys while it has the focus."""

    def __init__(self, sheet: _Sheet, tokens: Tokens, place: int, name: str) -> None:
        super().__init__(sheet)
        self._sheet = sheet
        self._tokens = tokens
        self._at = place
        side = tokens.mm(HANDLE_MM)
        self.setFixedSize(side, side)
        self.setObjectName(f"corners.{_NAMES[place]}")
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.SizeAllCursor)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of it."""
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag it along."""
        self._sheet.move_corner(
            self._at, self._sheet.share(self.mapTo(self._sheet, event.position()))
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move it by a step."""
        way = _WAYS.get(Qt.Key(event.key()))
        if way is None:
            super().keyPressEvent(event)
            return
        self._sheet.move_corner(self._at, self._sheet.at(self._at) + QPointF(*way))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show which one the keys move."""
        super().focusInEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint a ring that leaves the corner itself to be seen."""
        del event
        tokens = self._tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        thick = tokens.px(10)
        ring = QRectF(self.rect()).adjusted(thick, thick, -thick, -thick)
        inner = tokens.colour("focus" if self.hasFocus() else "paper")
        for colour, width in ((tokens.colour("primary_edge"), 14), (inner, 7)):
            painter.setPen(QPen(colour, tokens.px(width)))
            painter.drawEllipse(ring)
        painter.end()


def _convex(points: list[QPointF]) -> bool:
    """Whether the way around turns right at every corner, and none lies on another."""
    for at in range(4):
        before, here, after = points[at - 1], points[at], points[(at + 1) % 4]
        one, two = here - before, after - here
        if one.x() * two.y() - one.y() * two.x() <= 0.002:
            return False
    return True
