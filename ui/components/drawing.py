"""A drawing on a page, kept in its proportions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme.pictures import picture

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QAccessibleInterface, QPaintEvent

    from ui.theme.tokens import Tokens


class Drawing(QWidget):
    """Shows what `paint` draws in `width` x `height` reference pixels; says nothing aloud.

    It grows no larger than that; in less room it shrinks as a whole.
    """

    def __init__(
        self,
        tokens: Tokens,
        paint: Callable[[QPainter], None],
        width: float,
        height: float,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._paint = paint
        self._whole = (width, height)
        self._hint = QSize(tokens.px(width), tokens.px(height))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.setMaximumHeight(self._hint.height())

    def redraw(self, paint: Callable[[QPainter], None]) -> None:
        """Show another drawing of the same size."""
        self._paint = paint
        self.update()

    def sizeHint(self) -> QSize:
        """The size on this screen."""
        return self._hint

    def minimumSizeHint(self) -> QSize:
        """Half of it still shows what is meant."""
        return self._hint / 2

    def accessible(self) -> QAccessibleInterface:
        """Nothing that is read aloud."""
        from ui.accessible import SilentPart  # noqa: PLC0415 — not on the way to home

        return SilentPart(self)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the picture in its proportions, at the top of the middle."""
        del event
        size = self._hint.scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        size = size.boundedTo(self._hint)
        painter = QPainter(self)
        shown = picture(self._paint, size, self._whole, self.devicePixelRatioF())
        painter.drawPixmap((self.width() - size.width()) // 2, 0, shown)
        painter.end()
