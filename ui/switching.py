"""Works the screens with one switch or two: a ring goes from part to part, a press takes it."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QWidget

from kiosk.settings import SwitchKeys
from ui.components.pressing import Pressing
from ui.focus import reading_order, takes_focus
from ui.keyboard.key import Key
from ui.look import Switches

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from ui.window import Frame

_KEYS: Final = frozenset({QEvent.Type.KeyPress, QEvent.Type.KeyRelease})

_AIR: Final = 10
_WIDTH: Final = 5

Row = tuple[QWidget, ...]


class Switching(QObject):
    """An event filter for the program's window. Switches are heard as the keys that they send.

    With two, Tab or Enter goes on and Space takes what the ring is around (the settings may name
    others). With one, the ring goes on by itself, and any of these keys takes. Keys to type with
    come row by row: first the row is taken, then the key. What is written in keeps the focus
    meanwhile. `wanted` carries the `Switches` of who holds one of these keys down while none are
    used.
    """

    wanted = Signal(object)

    def __init__(
        self, frame: Frame, parent: QObject | None = None, keys: SwitchKeys | None = None
    ) -> None:
        super().__init__(parent)
        keys = keys or SwitchKeys()
        self._frame = frame
        self._takes = frozenset(map(_key, keys.takes))
        self._goes_on = frozenset(map(_key, keys.goes_on))
        self._bounce_ms = round(keys.bounce_s * 1000)
        self._pressed_at = 0
        self._held: Qt.Key | None = None
        self._begun_with: Qt.Key | None = None
        self._holding = QTimer(self)
        self._holding.setSingleShot(True)
        self._holding.setInterval(round(keys.hold_s * 1000))
        self._holding.timeout.connect(self._held_long)
        self._on = False
        self._ring: _Ring | None = None
        self._at: Row = ()
        self._place = 0
        self._key: int | None = None
        self._pace = QTimer(self)
        self._pace.timeout.connect(self.go_on)

    @property
    def target(self) -> Row:
        """What the ring is around: one part, or a row of keys."""
        return self._at if self._key is None else (self._at[self._key],)

    def use(self, pace_ms: int | None) -> None:
        """Be used from now on: with one switch at this pace, or (0) with two; None: not at all."""
        if pace_ms is None:
            if self._on:
                self._stop()
            return
        if not self._on:
            self._on = True
            self._ring = _Ring(self._frame)
        self._at, self._place, self._key = (), 0, None
        self._pace.stop()
        if pace_ms:
            self._pace.start(pace_ms)
        self.go_on()

    def _stop(self) -> None:
        self._on = False
        self._pace.stop()
        if self._ring is not None:
            self._ring.hide()
            self._ring.deleteLater()
            self._ring = None

    def eventFilter(self, receiver: QObject, event: QEvent) -> bool:
        """Hear the switches, and nothing else."""
        del receiver
        if event.type() not in _KEYS or not isinstance(event, QKeyEvent):
            return False
        key = Qt.Key(event.key())
        if key not in self._takes | self._goes_on:
            return False
        if key == self._begun_with:
            # Still down from before: what it would have pressed is not there any more.
            if event.type() is QEvent.Type.KeyRelease and not event.isAutoRepeat():
                self._begun_with = None
            return True
        if not self._on:
            self._watch_hold(key, event)
            return False
        if event.type() is QEvent.Type.KeyPress and not event.isAutoRepeat():
            if self._is_bounce(event.timestamp()):
                return True
            if key in self._takes or self._pace.isActive():
                self.take()
            else:
                self.go_on()
        return True

    def _is_bounce(self, timestamp: int) -> bool:
        """Whether a press, at so many ms, follows the one before as a hand that shakes makes it."""
        since = timestamp - self._pressed_at
        if timestamp and self._pressed_at and 0 <= since < self._bounce_ms:
            return True
        self._pressed_at = timestamp
        return False

    def _watch_hold(self, key: Qt.Key, event: QKeyEvent) -> None:
        if event.isAutoRepeat() or not self._holding.interval():
            return
        if event.type() is QEvent.Type.KeyPress:
            self._held = key
            self._holding.start()
        else:
            self._holding.stop()

    @Slot()
    def _held_long(self) -> None:
        """Whoever holds what takes has it alone, perhaps; what goes on is one of two."""
        self._begun_with = self._held
        one = self._held in self._takes
        self.wanted.emit(Switches.ONE_SLOW if one else Switches.TWO)

    @Slot()
    def go_on(self) -> None:
        """Put the ring around what comes next: inside a row its next key, then the row again."""
        if self._key is not None:
            self._key += 1
            if self._key >= len(self._at):
                self._key = None
        else:
            rows = self._rows()
            if not rows:
                return
            # What the ring was around may be gone: what stands in its place now follows.
            now = rows.index(self._at) if self._at in rows else min(self._place, len(rows)) - 1
            self._place = (now + 1) % len(rows)
            self._at = rows[self._place]
        self._show()

    @Slot()
    def take(self) -> None:
        """Press what the ring is around; a row is gone into."""
        rows = self._rows()
        if self._at not in rows:
            self.go_on()
            return
        self._place = rows.index(self._at)
        if self._pace.isActive():
            self._pace.start()
        if len(self._at) > 1 and self._key is None:
            self._key = 0
        else:
            part = self.target[0]
            self._key = None
            if isinstance(part, Pressing):
                part.press()
            else:
                part.setFocus(Qt.FocusReason.TabFocusReason)
        self._show()

    def _rows(self) -> list[Row]:
        """All that can be pressed or written in; keys of one height are one row."""
        parts = dict.fromkeys(
            it for room in self._frame.rooms() for it in (room, *reading_order(room))
        )
        pressable = [it for it in parts if takes_focus(it) or isinstance(it, Key)]
        rows: list[Row] = []
        for row, members in groupby(pressable, _row_of):
            together = tuple(members)
            rows += [together] if row is not None else [(it,) for it in together]
        return rows

    def _show(self) -> None:
        if self._ring is None or not self._at:
            return
        target = [it for it in self.target if it.isVisible()]
        if target:
            self._frame.reach(target[0])
            places = [QRect(it.mapTo(self._frame, QPoint(0, 0)), it.size()) for it in target]
            around = places[0]
            for place in places[1:]:
                around = around.united(place)
            self._ring.show_around(around)
        else:
            self._ring.hide()


def _key(name: str) -> Qt.Key:
    """A key by the name that the settings have for it."""
    return Qt.Key[f"Key_{name}"]


def _row_of(part: QWidget) -> tuple[QWidget, int] | None:
    """Keys with the same are one row; None is no key."""
    parent = part.parentWidget()
    return (parent, part.y()) if isinstance(part, Key) and parent is not None else None


class _Ring(QWidget):
    """The ring of the focus, over whatever it is around."""

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame)
        self._frame = frame
        self.setObjectName("switch-ring")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def show_around(self, place: QRect) -> None:
        """Be there, above all else."""
        air = self._frame.look.px(_AIR)
        self.setGeometry(place.adjusted(-air, -air, air, air))
        self.raise_()
        self.show()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Dark outside, yellow inside it: seen on light buttons and on dark ones."""
        del event
        tokens = self._frame.look.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = tokens.px(_WIDTH)
        for place, name in enumerate(("text", "focus", "text")):
            painter.setPen(QPen(tokens.colour(name), width))
            inset = width * (place + 0.5)
            rect = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
            painter.drawRoundedRect(rect, tokens.px(_AIR), tokens.px(_AIR))
        painter.end()
