"""Twelve months in the place of the number pad: one tap is the whole answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

from PySide6.QtCore import QSize, Slot
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.components.pressing import TapGate
from ui.keyboard.key import Key, Look
from ui.keyboard.number_pad import lay_in_rows, pad_height, pad_least_size
from ui.theme.text_layout import advance
from ui.theme.tokens import Role

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from ui.look import Look as PageLook

MONTHS: Final = range(1, 13)


class MonthTarget(Protocol):
    """Something that a month is chosen for."""

    def chosen_month(self) -> int | None:
        """The month that stands there now, 1 to 12."""

    def choose_month(self, month: int) -> None:
        """Take that month, 1 to 12, and go on to what comes after it."""


class MonthPad(QWidget):
    """Chooses a month for whatever it is joined to."""

    def __init__(self, look: PageLook) -> None:
        """Three months a row, where the digits stand otherwise."""
        super().__init__()
        self._look = look
        self._target: MonthTarget | None = None
        self.setObjectName("month-pad")
        self.setAccessibleName(look.say("pad.months"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMaximumHeight(pad_height(look))
        self._keys: dict[int, Key] = {}
        font = look.tokens.font(Role.INPUT)
        widest = max(map(self._named, MONTHS), key=lambda label: advance(label, font))
        for month in MONTHS:
            key = Key(
                look.tokens,
                self._named(month),
                name=f"month-{month}",
                look=Look.WORD,
                parent=self,
                like=widest,
            )
            key.tapped.connect(self._key_tapped)
            self._keys[month] = key

    def join(self, target: MonthTarget | None) -> None:
        """Choose for `target` from now on, and show the month that it has; None: for nothing."""
        self._target = target
        chosen = target.chosen_month() if target is not None else None
        for month, key in self._keys.items():
            key.show_label(self._named(month), filled=month == chosen)

    def key(self, month: int) -> Key:
        """The key of a month. Raises KeyError."""
        return self._keys[month]

    def sizeHint(self) -> QSize:
        """As the number pad."""
        return QSize(self._look.px(576), pad_height(self._look))

    def minimumSizeHint(self) -> QSize:
        """As the number pad."""
        return pad_least_size(self._look)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the room among the keys."""
        super().resizeEvent(event)
        lay_in_rows(self, self._look, self._keys.values())

    def _named(self, month: int) -> str:
        return self._look.say("pad.month", name=self._look.texts.month(month))

    @Slot()
    def _key_tapped(self) -> None:
        key = self.sender()
        target = self._target
        if target is None:
            return
        window = self.window()
        if isinstance(window, TapGate):
            window.changes_underneath()
        target.choose_month(next(month for month, it in self._keys.items() if it is key))
