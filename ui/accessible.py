"""What a reader of screens is told of parts that paint themselves, and how it presses and writes.

Qt knows buttons and labels; of a part painted by hand it knows nothing. Such a part has a method
`accessible` that makes one of the interfaces here, and Qt asks for it when somebody listens.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Protocol, cast

from PySide6.QtCore import QObject, QRect, QTimer
from PySide6.QtGui import (
    QAccessible,
    QAccessibleActionInterface,
    QAccessibleAnnouncementEvent,
    QAccessibleEditableTextInterface,
    QAccessibleTextInterface,
    QAccessibleTextUpdateEvent,
)
from PySide6.QtWidgets import (
    QAbstractButton,
    QAccessibleWidget,
    QCheckBox,
    QRadioButton,
    QWidget,
)
from shiboken6 import VoidPtr

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QPoint
    from PySide6.QtGui import QAccessibleInterface

__all__ = ["PressPart", "SilentPart", "TitledPart", "WritePart", "Written", "announce", "listen"]

_HIDDEN = "•"


@cache
def listen() -> None:
    """Have Qt ask our parts about themselves, from now on and once for all."""
    QAccessible.installFactory(_asked)


def _asked(_kind: str, thing: QObject) -> QAccessibleInterface | None:
    make = getattr(thing, "accessible", None)
    return cast("QAccessibleInterface", make()) if make is not None else None


def announce(part: QWidget, words: str) -> None:
    """Say aloud what is new on the screen, where somebody listens."""
    if words and QAccessible.isActive():
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(part, words))


class TitledPart(QAccessibleWidget):
    """A part that is a whole with a name: a page, its heading, an alert, a group of keys."""

    def __init__(self, part: QWidget, role: QAccessible.Role) -> None:
        super().__init__(part, role)


class SilentPart(QAccessibleWidget):
    """A part that only adorns: a reader of screens passes it over."""

    def __init__(self, part: QWidget) -> None:
        super().__init__(part, QAccessible.Role.Whitespace)

    def state(self) -> QAccessible.State:
        """Not to be seen, as far as a reader is concerned."""
        state = super().state()
        state.invisible = True
        return state

    def text(self, _kind: QAccessible.Text) -> str:
        """Nothing."""
        return ""


class PressPart(QAccessibleWidget):
    """Whatever is pressed. A press that comes this way counts like one of the Enter key."""

    def __init__(self, part: QAbstractButton, press: Callable[[], None]) -> None:
        """`press` does what a touch of `part` does."""
        super().__init__(part, _role_of(part))
        self._part = part
        self._press = press

    def state(self) -> QAccessible.State:
        """Whether it can be chosen, and is."""
        state = super().state()
        part = self._part
        if isinstance(part, QRadioButton | QCheckBox):
            state.checkable = True
            state.checked = part.isChecked()
        return state

    def actionNames(self) -> list[str]:
        """Press, tick or choose, and take the focus."""
        names = [QAccessibleActionInterface.pressAction(), *super().actionNames()]
        if isinstance(self._part, QCheckBox):
            names.insert(1, QAccessibleActionInterface.toggleAction())
        return names if self._part.isEnabled() else []

    def doAction(self, name: str) -> None:
        """Do it after the reader has its answer: what is pressed may be gone by then."""
        part = self._part
        pressing = (
            QAccessibleActionInterface.pressAction(),
            QAccessibleActionInterface.toggleAction(),
        )
        if name in pressing and part.isEnabled():
            QTimer.singleShot(0, part, self._press)
        else:
            super().doAction(name)


def _role_of(part: QAbstractButton) -> QAccessible.Role:
    if isinstance(part, QRadioButton):
        return QAccessible.Role.RadioButton
    return QAccessible.Role.CheckBox if isinstance(part, QCheckBox) else QAccessible.Role.Button


class Written(Protocol):
    """A part that is written into. `secret`: what stands in it is told to nobody."""

    secret: bool

    def text(self) -> str:
        """All that stands in it."""

    def cursor_place(self) -> int:
        """Before which character the next one goes."""

    def write(self, text: str) -> None:
        """Have this text stand in it, as if it had been typed."""


def heard(part: Written) -> str:
    """What a reader may be told of the text."""
    text = part.text()
    return _HIDDEN * len(text) if part.secret else text


def tell_change(part: QWidget, former: str, now: str) -> None:
    """Let a reader say what was typed or taken away; both as they may be heard."""
    if not QAccessible.isActive():
        return
    same = 0
    while same < min(len(former), len(now)) and former[same] == now[same]:
        same += 1
    event = QAccessibleTextUpdateEvent(part, same, former[same:], now[same:])
    event.setCursorPosition(len(now))
    QAccessible.updateAccessibility(event)


class WritePart(QAccessibleWidget):
    """A line that is written into, by its whole text or a part of it."""

    def __init__(self, part: QWidget, written: Written) -> None:
        """`part` and `written` are the same thing, seen as a widget and as a text."""
        super().__init__(part, QAccessible.Role.EditableText)
        self._written = written
        self._reading = _Reading(written)
        self._editing = _Editing(written)

    def state(self) -> QAccessible.State:
        """It takes text; a secret is not to be read."""
        state = super().state()
        state.editable = True
        state.passwordEdit = self._written.secret
        return state

    def text(self, kind: QAccessible.Text) -> str:
        """The name, and what stands in the line."""
        if kind is QAccessible.Text.Value:
            return heard(self._written)
        return super().text(kind)

    def setText(self, kind: QAccessible.Text, text: str) -> None:
        """Write the whole line."""
        if kind is QAccessible.Text.Value:
            self._written.write(text)

    def interface_cast(self, kind: QAccessible.InterfaceType) -> int:
        """The line as a text, and as one that can be changed: what the binding calls an int."""
        casts: dict[object, object] = {
            QAccessible.InterfaceType.TextInterface: self._reading,
            QAccessible.InterfaceType.EditableTextInterface: self._editing,
        }
        found: object = casts.get(kind) or super().interface_cast(kind)
        # Of a None it would make a pointer to Python's None.
        return cast("int", VoidPtr(0) if found is None else found)


class _Reading(QAccessibleTextInterface):
    """Reads a line. Nothing in it can be marked."""

    def __init__(self, written: Written) -> None:
        super().__init__()
        self._written = written

    def text(self, start: int, end: int) -> str:
        return heard(self._written)[start:end]

    def characterCount(self) -> int:
        return len(self._written.text())

    def cursorPosition(self) -> int:
        return self._written.cursor_place()

    def setCursorPosition(self, _place: int) -> None:
        """The line's own affair."""

    def selectionCount(self) -> int:
        return 0

    def selection(self, _index: int) -> tuple[int, int]:
        return (0, 0)

    def addSelection(self, _start: int, _end: int) -> None:
        """There is nothing to mark."""

    def setSelection(self, _index: int, _start: int, _end: int) -> None:
        """There is nothing to mark."""

    def removeSelection(self, _index: int) -> None:
        """There is nothing marked."""

    def scrollToSubstring(self, _start: int, _end: int) -> None:
        """The line follows its cursor by itself."""

    def characterRect(self, _place: int) -> QRect:
        return QRect()

    def offsetAtPoint(self, _point: QPoint) -> int:
        return -1

    def attributes(self, _place: int) -> tuple[str, int, int]:
        return ("", 0, self.characterCount())


class _Editing(QAccessibleEditableTextInterface):
    """Writes a line."""

    def __init__(self, written: Written) -> None:
        super().__init__()
        self._written = written

    def deleteText(self, start: int, end: int) -> None:
        self.replaceText(start, end, "")

    def insertText(self, place: int, text: str) -> None:
        self.replaceText(place, place, text)

    def replaceText(self, start: int, end: int, text: str) -> None:
        whole = self._written.text()
        self._written.write(whole[:start] + text + whole[end:])
