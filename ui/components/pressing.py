"""When a touch counts: on release, within 30 pixels of where it began, and once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QAbstractButton, QWidget

if TYPE_CHECKING:
    from PySide6.QtGui import QAccessibleInterface, QKeyEvent, QMouseEvent

    from ui.theme.tokens import Tokens

SLIP = 30
SLIP_STEADY = 60
"""For a hand that shakes: so far it slips on what it touches, and not to the next."""

BOUNCE_MS = 300
"""For a hand that shakes: what is touched so soon after a tap is the tap once more."""

GUARD_MS = 250
GUARD_SUBMIT_MS = 1000


class TapGate(QWidget):
    """A window that turns taps away for a moment after its page has changed.

    Without it the second half of a double tap would press whatever the new page has there.
    While it is `steady`, for a hand that shakes, it does so after every tap.
    """

    steady = False

    def turns_away(self, timestamp: int) -> bool:
        """Whether a touch that began at `timestamp` (ms, of its event) is too early to count."""
        raise NotImplementedError

    def counted(self, timestamp: int, guard_ms: int) -> None:
        """A tap counted at `timestamp` (ms), on something that is pressed once in `guard_ms`."""
        raise NotImplementedError

    def changes_underneath(self) -> None:
        """What the finger is on becomes something else: turn away the rest of a double tap."""
        raise NotImplementedError


class Pressing(QAbstractButton if TYPE_CHECKING else object):  # type: ignore[misc]
    """Mixed into a QAbstractButton: replaces Qt's rules of pressing by ours.

    A class that uses it has a signal `tapped` and calls `_begin_pressing` when it is made.
    Space and Enter press like a touch. Touches arrive as the mouse events that Qt makes of them.
    """

    _tokens: Tokens
    _guard_ms: int
    _press_at: QPointF | None
    _last_tap: int | None

    def _begin_pressing(self, tokens: Tokens, name: str, spoken: str, guard_ms: int) -> None:
        self._tokens = tokens
        self._guard_ms = guard_ms
        self._press_at = None
        self._last_tap = None
        self.setObjectName(name)
        self.setAccessibleName(spoken)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setAttribute(Qt.WidgetAttribute.WA_NoMousePropagation)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remember where the touch began."""
        event.accept()
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        window = self.window()
        if isinstance(window, TapGate) and window.turns_away(event.timestamp()):
            return
        self._press_at = event.position()
        self.setDown(True)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """The second touch of two quick ones is a touch like any other."""
        self.mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show whether the touch would count if it ended here."""
        event.accept()
        if self._press_at is not None:
            self.setDown(self._near(event.position()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Count the touch where it ended near its beginning."""
        event.accept()
        if event.button() is not Qt.MouseButton.LeftButton or self._press_at is None:
            return
        counts = self._near(event.position())
        self._press_at = None
        self.setDown(False)
        if counts:
            self._count(event.timestamp())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space and Enter press; holding them down doesn't repeat."""
        if event.key() not in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()
            return
        event.accept()
        if not event.isAutoRepeat():
            self._count(event.timestamp())

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Nothing happens on release of a key."""
        event.accept()

    def press(self) -> None:
        """Press it without a finger: by a switch, or for a reader of screens."""
        self._count(0)

    def accessible(self) -> QAccessibleInterface:
        """What a reader of screens presses."""
        from ui.accessible import PressPart  # noqa: PLC0415 — not on the way to home

        return PressPart(self, self.press)

    def _near(self, where: QPointF) -> bool:
        if self._press_at is None:
            return False
        away = where - self._press_at
        window = self.window()
        steady = isinstance(window, TapGate) and window.steady
        slip = self._tokens.px(SLIP_STEADY if steady else SLIP)
        return float(QPointF.dotProduct(away, away)) <= float(slip**2)

    def _count(self, timestamp: int) -> None:
        last = self._last_tap
        # Keys made by a test or a reader may carry no time at all (0): they always count.
        if timestamp and last is not None and 0 <= timestamp - last < self._guard_ms:
            return
        self._last_tap = timestamp
        window = self.window()
        if isinstance(window, TapGate):
            window.counted(timestamp, self._guard_ms)
        self._tap()

    def _tap(self) -> None:
        """What a counted touch does; QAbstractButton's own click says the rest."""
        self.tapped.emit()
