"""A ring that empties as time runs out, and one that turns while the machine waits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt, QTimer, Slot
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QWidget

from ui.theme.text_layout import lay_out
from ui.theme.tokens import Role

if TYPE_CHECKING:
    from PySide6.QtGui import QAccessibleInterface, QHideEvent, QPaintEvent

    from ui.speech.script import Utterance
    from ui.theme.tokens import Tokens

_WHOLE = 360 * 16
_TOP = 90 * 16
_TURN_MS = 1600
_STEPS = 40


class ProgressRing(QWidget):
    """Shows a part of a whole, with a number inside where one is given."""

    def __init__(self, tokens: Tokens, size: int = 380, thickness: int = 24) -> None:
        """Sizes in reference pixels."""
        super().__init__()
        self._tokens = tokens
        self._thickness = tokens.px(thickness)
        self._part = 0.0
        self._start = 0.0
        self._number = ""
        self._unit = ""
        self._timer = QTimer(self)
        self._timer.setInterval(_TURN_MS // _STEPS)
        self._timer.timeout.connect(self._turn)
        self.setFixedSize(tokens.px(size), tokens.px(size))

    def said(self) -> tuple[Utterance, ...]:
        """Nothing: it counts for the eye alone."""
        return ()

    def show_part(self, part: float, number: str = "", unit: str = "") -> None:
        """Show a part (0 to 1) and the number that says it, standing still."""
        self._timer.stop()
        self._part, self._start = part, 0.0
        self._number, self._unit = number, unit
        self.setAccessibleName(f"{number} {unit}".strip())
        self.update()

    def spin(self, *, moving: bool) -> None:
        """Show that something is awaited: a quarter that turns once in 1.6 s, or stands still."""
        self._part, self._number, self._unit = 0.25, "", ""
        if moving:
            self._timer.start()
        self.update()

    def hideEvent(self, event: QHideEvent) -> None:
        """What isn't seen doesn't turn."""
        self._timer.stop()
        super().hideEvent(event)

    def accessible(self) -> QAccessibleInterface:
        """How far something is; the name has the number."""
        from PySide6.QtGui import QAccessible  # noqa: PLC0415 — not on the way to home

        from ui.accessible import TitledPart  # noqa: PLC0415 — likewise

        return TitledPart(self, QAccessible.Role.ProgressBar)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ground, the ring and the number."""
        del event
        tokens = self._tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        half = self._thickness / 2
        ring = QRectF(self.rect()).adjusted(half, half, -half, -half)
        pen = QPen(tokens.colour("divider"), self._thickness)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        painter.setBrush(tokens.colour("paper" if self._number else "wall"))
        painter.drawEllipse(ring)
        pen.setColor(tokens.colour("primary"))
        painter.setPen(pen)
        painter.drawArc(ring, round(_TOP - self._start * _WHOLE), round(-self._part * _WHOLE))
        if self._number:
            self._paint_number(painter)
        painter.end()

    def _paint_number(self, painter: QPainter) -> None:
        tokens = self._tokens
        number = lay_out(self._number, tokens.font(Role.COUNTDOWN), None)
        unit = lay_out(self._unit, tokens.font(Role.BODY), None)
        middle = self.height() / 2
        x = (self.width() - number.width) / 2
        number.paint(painter, x, middle - number.middle - tokens.px(14), tokens.colour("text"))
        x = (self.width() - unit.width) / 2
        y = middle + tokens.px(76) - unit.middle
        unit.paint(painter, x, y, tokens.colour("secondary"))

    @Slot()
    def _turn(self) -> None:
        self._start = (self._start + 1 / _STEPS) % 1.0
        self.update()
