"""Twelve large keys in the aside: the digits, Xoá, and Tiếp or Xoá hết."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QSize, QTimer, Slot
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.keyboard.key import Key, Look

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtGui import QAccessibleInterface, QResizeEvent

    from ui.look import Look as PageLook

_ROWS = ("123", "456", "789")
_GAP = 12
_KEY_HEIGHT = 141
_LEAST_KEY_HEIGHT = 70
_ASK_AGAIN_MS = 4000


def pad_height(look: PageLook) -> int:
    """How high a pad of four rows is at its full size, in pixels of this screen."""
    return look.px(4 * _KEY_HEIGHT + 3 * _GAP)


def pad_least_size(look: PageLook) -> QSize:
    """The least that such a pad may be: keys of 17 mm."""
    return QSize(look.px(3 * 120 + 2 * _GAP), look.px(4 * _LEAST_KEY_HEIGHT + 3 * _GAP))


def lay_in_rows(pad: QWidget, look: PageLook, keys: Iterable[Key]) -> None:
    """Share the room of a pad among twelve keys, three a row."""
    gap = look.px(_GAP)
    width = (pad.width() - 2 * gap) / 3
    height = (pad.height() - 3 * gap) / 4
    for place, key in enumerate(keys):
        row, column = divmod(place, 3)
        left, top = round(column * (width + gap)), round(row * (height + gap))
        key.setGeometry(left, top, round(width), round(height))


class DigitTarget(Protocol):
    """Something that digits are typed into."""

    def digit(self, digit: str) -> None:
        """Take one more digit."""

    def erase(self) -> None:
        """Take the last digit away."""

    def erase_all(self) -> None:
        """Take all digits away."""

    def forward(self) -> None:
        """Go on to the next box."""


class NumberPad(QWidget):
    """Types digits into whatever it is joined to."""

    def __init__(self, look: PageLook, *, forward: bool = False) -> None:
        """With `forward` the last key goes on to the next box, else it takes all away."""
        super().__init__()
        self._look = look
        self._target: DigitTarget | None = None
        self._keys: dict[str, Key] = {}
        self._sure = QTimer(self)
        self._sure.setSingleShot(True)
        self._sure.setInterval(_ASK_AGAIN_MS)
        self._sure.timeout.connect(self._ask_no_more)
        self.setObjectName("number-pad")
        self.setAccessibleName(look.say("pad.name"))
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setSizePolicy(policy)
        self.setMaximumHeight(pad_height(look))
        for digit in "".join(_ROWS):
            self._add(digit, digit, Look.DIGIT)
        self._add("erase", look.say("keyboard.erase"), Look.WORD, "delete")
        self._add("0", "0", Look.DIGIT)
        if forward:
            self._add("forward", look.say("pad.forward"), Look.VIETNAMESE_WORD, "chevron-right")
        else:
            self._add("erase-all", look.say("keyboard.erase-all"), Look.WORD)

    def join(self, target: DigitTarget | None) -> None:
        """Type into `target` from now on; None: nowhere."""
        self._target = target

    def key(self, label: str) -> Key:
        """The key with that digit or name (`erase`, `erase-all`, `forward`). Raises KeyError."""
        return self._keys[label]

    def accessible(self) -> QAccessibleInterface:
        """The keys, as a whole with a name."""
        from PySide6.QtGui import QAccessible  # noqa: PLC0415 — not on the way to home

        from ui.accessible import TitledPart  # noqa: PLC0415 — likewise

        return TitledPart(self, QAccessible.Role.Grouping)

    def sizeHint(self) -> QSize:
        """The pad at its full size."""
        return QSize(self._look.px(576), pad_height(self._look))

    def minimumSizeHint(self) -> QSize:
        """Keys of 17 mm."""
        return pad_least_size(self._look)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the room among the keys."""
        super().resizeEvent(event)
        lay_in_rows(self, self._look, self._keys.values())

    def _add(self, name: str, label: str, look: Look, icon: str | None = None) -> None:
        key = Key(self._look.tokens, label, name=f"pad-{name}", look=look, icon=icon, parent=self)
        key.tapped.connect(self._key_tapped)
        self._keys[name] = key

    @Slot()
    def _key_tapped(self) -> None:
        key = self.sender()
        target = self._target
        if not isinstance(key, Key) or target is None:
            return
        name = key.objectName().removeprefix("pad-")
        if name != "erase-all":
            self._ask_no_more()
        match name:
            case "erase":
                target.erase()
            case "erase-all":
                self._erase_all(target)
            case "forward":
                target.forward()
            case _:
                target.digit(name)

    def _erase_all(self, target: DigitTarget) -> None:
        if self._sure.isActive():
            self._ask_no_more()
            target.erase_all()
            return
        key = self._keys["erase-all"]
        key.show_label(self._look.say("pad.erase-all-sure"), filled=True)
        self._sure.start()

    @Slot()
    def _ask_no_more(self) -> None:
        self._sure.stop()
        if "erase-all" in self._keys:
            self._keys["erase-all"].show_label(self._look.say("keyboard.erase-all"))
