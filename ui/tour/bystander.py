"""Notices a real person at the screen while the tour plays by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QPointerEvent

if TYPE_CHECKING:
    from PySide6.QtGui import QPointingDevice

_TOUCHES: Final = frozenset({QEvent.Type.TouchBegin, QEvent.Type.MouseButtonPress})


class Bystander(QObject):
    """An event filter for the whole program: `came` once another device than the tour's touches.

    What they touched does nothing: it was the example's, not theirs.
    """

    def __init__(self, tours_own: QPointingDevice, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tours_own = tours_own
        self.came = False

    def eventFilter(self, receiver: QObject, event: QEvent) -> bool:
        """Hold back what a person does; the tour's own touches pass."""
        del receiver
        if event.type() == QEvent.Type.KeyPress and event.spontaneous():
            self.came = True
        elif event.type() in _TOUCHES and isinstance(event, QPointerEvent):
            self.came = self.came or event.pointingDevice() != self._tours_own
        return self.came and event.type() in _TOUCHES
