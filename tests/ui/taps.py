"""Taps whose events say when they were."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget


class Taps:
    """Counts what a button said."""

    def __init__(self) -> None:
        self.count = 0

    def more(self) -> None:
        self.count += 1


def send(widget: QWidget, kind: QMouseEvent.Type, timestamp: int) -> None:
    """A press or a release inside the widget, at so many ms."""
    where = QPoint(50, 40)
    event = QMouseEvent(
        kind,
        where.toPointF(),
        widget.mapToGlobal(where).toPointF(),
        Qt.MouseButton.LeftButton,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    event.setTimestamp(timestamp)
    QApplication.sendEvent(widget, event)


def tap_at(widget: QWidget, timestamp: int, *, second: bool = False) -> None:
    """A short tap at so many ms, which the system may call the second of two."""
    press = QMouseEvent.Type.MouseButtonDblClick if second else QMouseEvent.Type.MouseButtonPress
    send(widget, press, timestamp)
    send(widget, QMouseEvent.Type.MouseButtonRelease, timestamp + 20)
