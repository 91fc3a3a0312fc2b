"""Hands that never touch the glass: a keyboard alone, and a reader of screens alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAccessible, QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from tests.ui.journeys.visiting import QuickFinger
from ui.inputs.cells import DigitKeys
from ui.inputs.line import TextLine
from ui.keyboard.composition import Syllable, Tone
from ui.tour.finger import NotThere

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from PySide6.QtGui import QAccessibleInterface

_MOST_TABS: Final = 150
_TONES: Final = {
    Tone.NONE: "",
    Tone.ACUTE: "s",
    Tone.GRAVE: "f",
    Tone.HOOK: "r",
    Tone.TILDE: "x",
    Tone.DOT: "j",
}
_LETTERS: Final = {"ă": "aw", "â": "aa", "đ": "dd", "ê": "ee", "ô": "oo", "ơ": "ow", "ư": "uw"}


class KeyHands(QuickFinger):
    """Goes with Tab, presses with Space, and writes Telex, as on a keyboard without a mouse.

    Half a second passes from key to key, as its events say: what comes faster is a scanner.
    """

    _now = 1_000_000

    def type_digits(self, digits: str) -> None:
        """Where the focus is."""
        for digit in digits:
            self._key_of(digit)

    def choose_month(self, month: str) -> None:
        """Its digits, and on."""
        self.type_digits(month)
        self.next_box()

    def next_box(self) -> None:
        """Enter goes on to the next box."""
        self._press_key(Qt.Key.Key_Return)

    def type_words(self, words: str, text_now: Callable[[], str]) -> None:
        """Letters and marks as Telex has them, then see what stands there."""
        line = QApplication.focusWidget()
        if not isinstance(line, TextLine):
            raise NotThere(self._said("a line to write in"))
        verbatim = line.typist.manner.verbatim or not line.typist.manner.telex
        keys = words if verbatim else " ".join(map(_telex, words.split(" ")))
        for key in keys:
            self._key_of(key)
        # A line that is a name makes capitals by itself.
        if text_now().strip().lower() != words.lower():
            raise NotThere(self._said(f"{words!r}, but {text_now()!r},"))

    def type_until(self, letters: str, wanted: str) -> None:
        """Into the search, until what is meant is there."""
        for letter in letters:
            self._key_of(letter)
            if self.find(wanted) is not None:
                return
        raise NotThere(self._said(wanted))

    def _turn_to(self, name: str) -> None:
        """The page follows the focus."""

    def _touch(self, widget: QWidget) -> None:
        """Tab to it; what is not written into is pressed."""
        name = widget.objectName()  # on the way a list may be laid out anew
        for _ in range(_MOST_TABS):
            if self._focus().objectName() == name:
                break
            self._press_key(Qt.Key.Key_Tab)
        else:
            raise NotThere(self._said(f"a way by Tab to {name}"))
        if not isinstance(self._focus(), TextLine | DigitKeys):
            self._press_key(Qt.Key.Key_Space)
            self._press_key(Qt.Key.Key_End)
        self.taps += 1
        QApplication.processEvents()

    def _key_of(self, character: str) -> None:
        """Type it; End moves nothing, and shows that it was no scanner."""
        self._strike(Qt.Key(ord(character.upper())), character)
        self._press_key(Qt.Key.Key_End)
        self.typed += 1

    def _press_key(self, key: Qt.Key) -> None:
        text = {Qt.Key.Key_Space: " ", Qt.Key.Key_Return: "\r", Qt.Key.Key_Tab: "\t"}
        self._strike(key, text.get(key, ""))
        QApplication.processEvents()

    def _strike(self, key: Qt.Key, text: str) -> None:
        self._now += 500
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, text)
            event.setTimestamp(self._now)
            QApplication.sendEvent(self._focus(), event)

    def _focus(self) -> QWidget:
        return QApplication.focusWidget() or self._frame


def _telex(syllable: str) -> str:
    parsed = Syllable.parse(syllable)
    keys = ""
    for letter in parsed.letters:
        typed = _LETTERS.get(letter.lower(), letter.lower())
        keys += typed.upper() if letter.isupper() else typed
    return keys + _TONES[parsed.tone]


class ReadersHands(QuickFinger):
    """Finds everything by what it is and is called, and does what that offers: no places, no keys.

    A story names a control by its object's name; what that is called aloud is what is looked for,
    from the window down, and there must be one alone that is called so.
    """

    def type_digits(self, digits: str) -> None:
        """Into the line that has the focus."""
        self._write(digits)

    def type_words(self, words: str, text_now: Callable[[], str]) -> None:
        """The whole text at once, as dictation does."""
        self._write(words)
        if text_now().strip() != words:
            raise NotThere(self._said(f"{words!r}, but {text_now()!r},"))

    def type_until(self, letters: str, wanted: str) -> None:
        """Into the search, until what is meant is there."""
        for letter in letters:
            self._write(letter, more=True)
            if self.find(wanted) is not None:
                return
        raise NotThere(self._said(wanted))

    def _turn_to(self, name: str) -> None:
        """A reader hears the whole page."""

    def _touch(self, widget: QWidget) -> None:
        meant = _read(widget)
        wanted = (meant.role(), meant.text(QAccessible.Text.Name))
        if not wanted[1]:
            raise NotThere(self._said(f"a name for {widget.objectName()}"))
        found = [it for it in self._everything() if _called(it) == wanted]
        if len(found) != 1:
            raise NotThere(self._said(f"{len(found)} of {wanted}; one alone"))
        action = found[0].actionInterface()
        name = "SetFocus" if meant.state().editable else "Press"
        if name not in action.actionNames():
            raise NotThere(self._said(f"{name} on {wanted}"))
        action.doAction(name)
        self.taps += 1
        for _ in range(2):
            QApplication.processEvents()

    def _write(self, text: str, *, more: bool = False) -> None:
        lines = [it for it in self._everything() if it.state().editable and it.state().focused]
        if len(lines) != 1:
            raise NotThere(self._said("the line that is written in"))
        reading, editing = lines[0].textInterface(), lines[0].editableTextInterface()
        end = reading.characterCount()
        editing.replaceText(end if more else 0, end, text)
        QApplication.processEvents()

    def _everything(self) -> list[QAccessibleInterface]:
        return list(_below(_read(self._frame)))


def _read(widget: QWidget) -> QAccessibleInterface:
    said = QAccessible.queryAccessibleInterface(widget)
    if said is None:
        raise NotThere(widget.objectName())
    return said


def _called(it: QAccessibleInterface) -> tuple[QAccessible.Role, str]:
    return it.role(), it.text(QAccessible.Text.Name)


def _below(it: QAccessibleInterface) -> Iterator[QAccessibleInterface]:
    for place in range(it.childCount()):
        child = it.child(place)
        if not child.state().invisible:
            yield child
            yield from _below(child)
