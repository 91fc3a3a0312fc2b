"""How long tests wait for what must come, and how they let time pass without waiting for it.

A wait ends as soon as what it waits for is there, so being patient costs time only where a test
fails. What other work a machine does meanwhile must not decide how a test ends.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from PySide6.QtCore import QTimer

PATIENCE: Final = 120.0
"""Seconds that anything may take on a machine that does much else; less than a test may last."""


def ring(timer: QTimer) -> None:
    """The timer's time is over now; it must be running. Raises AssertionError."""
    assert timer.isActive(), "no time is running"
    if timer.isSingleShot():
        timer.stop()
    timer.timeout.emit()
