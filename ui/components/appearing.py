"""What is new on a page appears a moment after the page has come, once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QVariantAnimation

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

APPEARS_MS: Final = 100


class Appearing(QVariantAnimation):
    """Goes from 0 to 1 in 100 ms by the clock: a slow machine shows fewer steps, not more time.

    `valueChanged` says when to paint again, with `part` of what is new.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.setStartValue(0.0)
        self.setEndValue(1.0)
        self.setDuration(APPEARS_MS)

    @property
    def part(self) -> float:
        """How much of what is new can be seen: all of it, unless it is just appearing."""
        running = self.state() is QVariantAnimation.State.Running
        return float(self.currentValue()) if running else 1.0
