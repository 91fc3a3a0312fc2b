"""Notices that nobody touches the screen any more; asks, counts down, and lets go."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, QTimer, Signal, Slot

if TYPE_CHECKING:
    from kiosk.settings import Patience

_SECOND_MS: Final = 1000
_TOUCHES: Final = frozenset(
    {
        QEvent.Type.TouchBegin,
        QEvent.Type.TouchEnd,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseButtonRelease,
        QEvent.Type.KeyPress,
    }
)


class IdleWatch(QObject):
    """An event filter for the program's window, which hears of a touch before any part of it.

    `warned` comes after the patience, then `counted` each second with what is left, then `gone`.
    Any touch starts it afresh, until it has warned; then `expect` does: the page that warns
    decides what a touch on it means.
    """

    warned = Signal(int)
    counted = Signal(int)
    gone = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._patience: Patience | None = None
        self._left = 0
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.timeout.connect(self._warn)
        self._second = QTimer(self)
        self._second.setInterval(_SECOND_MS)
        self._second.timeout.connect(self._count)

    def expect(self, patience: Patience | None) -> None:
        """Watch with this patience from now on; None watches nothing."""
        self._patience = patience
        self._second.stop()
        self._left = 0
        if patience is None:
            self._quiet.stop()
        else:
            self._quiet.start(patience.warn_after * _SECOND_MS)

    @Slot()
    def touched(self) -> None:
        """Somebody is there: a touch, a key, a scan."""
        if self._patience is not None and not self._left:
            self._quiet.start()

    def eventFilter(self, receiver: QObject, event: QEvent) -> bool:
        """Any touch or key means that somebody is there; nothing is held back."""
        del receiver
        if event.type() in _TOUCHES:
            self.touched()
        return False

    @Slot()
    def _warn(self) -> None:
        if self._patience is not None:
            self._left = self._patience.countdown
            self._second.start()
            self.warned.emit(self._left)

    @Slot()
    def _count(self) -> None:
        self._left -= 1
        if self._left > 0:
            self.counted.emit(self._left)
            return
        self._second.stop()
        self.gone.emit()
