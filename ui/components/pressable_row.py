"""What rows that can be pressed share: their ground, and the gap that keeps them apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from ui.components.pressing import GUARD_MS, Pressing
from ui.components.shapes import RADIUS_CARD, Face, paint_face

if TYPE_CHECKING:
    from ui.theme.tokens import Tokens

_DEAD = 12


class PressableRow(Pressing, QAbstractButton):
    """A row of a card: its own rect is 12 px shorter than the pitch, so rows don't touch."""

    _pitch: int
    tapped = Signal()

    def _begin_row(self, tokens: Tokens, name: str, spoken: str, pitch: int) -> None:
        self._pitch = pitch
        self._begin_pressing(tokens, name, spoken, GUARD_MS)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def sizeHint(self) -> QSize:
        """The pitch of the list."""
        return QSize(self._tokens.px(600), self._least())

    def minimumSizeHint(self) -> QSize:
        """The pitch of the list, and some words."""
        return QSize(self._tokens.px(360), self._least())

    def _least(self) -> int:
        return self._tokens.px(self._pitch)

    def _paint_ground(self, painter: QPainter) -> None:
        tokens = self._tokens
        dead = tokens.px(_DEAD / 2)
        inner = QRectF(self.rect()).adjusted(dead, dead, -dead, -dead)
        if self.hasFocus():
            fill = tokens.colour("paper")
            face = Face(fill, fill, radius=RADIUS_CARD - 4, edge=0, frame=0, focused=True)
            paint_face(painter, tokens, inner, face)
        elif self.isDown():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tokens.colour("primary_tint"))
            radius = tokens.px(RADIUS_CARD - 4)
            painter.drawRoundedRect(inner, radius, radius)
