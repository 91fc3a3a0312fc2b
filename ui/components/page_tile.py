"""A page of paper as a picture: large to be judged, or small to be chosen among several."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPen, QPixmap, QTransform
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from ui.components.pressing import GUARD_MS, Pressing
from ui.theme.text_layout import lay_out

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from ui.theme.tokens import Tokens

_LEAST = QSize(240, 240)
_TILE = QSize(104, 128)


class PagePicture(QWidget):
    """Shows the whole page as large as there is room, turned clockwise by quarters."""

    def __init__(self, tokens: Tokens, picture: bytes, turns: int, *, spoken: str) -> None:
        """`picture` is a PNG."""
        super().__init__()
        self._tokens = tokens
        self._picture = turned(picture, turns)
        self.setAccessibleName(spoken)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        """As much as the page can spare."""
        return QSize(self._tokens.px(880), self._tokens.px(560))

    def minimumSizeHint(self) -> QSize:
        """Whether a page is blurred can still be seen."""
        return QSize(self._tokens.px(_LEAST.width()), self._tokens.px(_LEAST.height()))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the page on the plinth's ground, with a thin frame: it can't be pressed."""
        del event
        tokens = self._tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.rect(), tokens.colour("plinth"))
        line = tokens.px(2)
        room = QRectF(self.rect()).adjusted(line, line, -line, -line)
        target = fitted(self._picture.size(), room)
        painter.drawPixmap(target, self._picture, QRectF(self._picture.rect()))
        painter.setPen(QPen(tokens.colour("divider"), line))
        painter.drawRect(target)
        painter.end()


class PageTile(Pressing, QAbstractButton):
    """One of several pages, with its number; `chosen` is the one that is shown large."""

    tapped = Signal()

    def __init__(
        self,
        tokens: Tokens,
        picture: bytes,
        turns: int,
        *,
        name: str,
        number: int,
        spoken: str,
        chosen: bool,
    ) -> None:
        """`picture` is a PNG."""
        super().__init__()
        self._picture = turned(picture, turns)
        self._number = str(number)
        self._chosen = chosen
        self._begin_pressing(tokens, name, spoken, GUARD_MS)
        self.setFixedSize(tokens.px(_TILE.width()), tokens.px(_TILE.height()))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the page in the frame of what can be pressed, its number as a stamp on it."""
        del event
        tokens = self._tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        picked = self._chosen or self.isDown()
        thick = tokens.px(5 if picked else 2)
        painter.fillRect(self.rect(), tokens.colour("primary_tint" if picked else "paper"))
        room = QRectF(self.rect()).adjusted(thick, thick, -thick, -thick)
        target = fitted(self._picture.size(), room)
        # Whatever its shape the page lies wholly under the stamp, which has one place in all tiles.
        target.moveBottomLeft(room.bottomLeft())
        painter.drawPixmap(target, self._picture, QRectF(self._picture.rect()))
        pen = QPen(tokens.colour("primary" if picked else "rim"), thick)
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        painter.setPen(pen)
        half = thick / 2
        painter.drawRect(QRectF(self.rect()).adjusted(half, half, -half, -half))
        words = lay_out(self._number, tokens.font_of(24, strong=True), None)
        side = tokens.px(38)
        ground = QRectF(thick, self.height() - thick - side, side, side)
        painter.fillRect(ground, tokens.colour("text"))
        x = ground.center().x() - words.width / 2
        words.paint(painter, x, ground.center().y() - words.middle, tokens.colour("wall"))
        if self.hasFocus():
            painter.setPen(QPen(tokens.colour("focus"), tokens.px(4)))
            painter.drawRect(QRectF(self.rect()).adjusted(half, half, -half, -half))
        painter.end()


def turned(picture: bytes, turns: int) -> QPixmap:
    """A PNG as a pixmap, turned clockwise by quarters."""
    pixmap = QPixmap()
    pixmap.loadFromData(picture)
    return pixmap.transformed(QTransform().rotate(90 * (turns % 4))) if turns % 4 else pixmap


def fitted(size: QSize, room: QRectF) -> QRectF:
    """The largest place of that shape in the middle of a room."""
    fits = size.scaled(room.size().toSize(), Qt.AspectRatioMode.KeepAspectRatio)
    place = QRectF(0, 0, fits.width(), fits.height())
    place.moveCenter(room.center())
    return place
