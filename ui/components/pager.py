"""Up and down for lists that are longer than the screen: nothing is dragged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.components.press_button import PressButton
from ui.components.text_label import TextLabel
from ui.theme.text_layout import advance
from ui.theme.tokens import Role

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QResizeEvent

    from ui.theme.tokens import Tokens

_BETWEEN, _BESIDE_CHEVRON = 16, 24


class Pager(QWidget):
    """Says which rows are shown, with a button up and one down. Hidden where all rows fit."""

    up = Signal()
    down = Signal()

    def __init__(
        self,
        tokens: Tokens,
        up_words: str,
        down_words: str,
        *,
        name: str = "pager",
    ) -> None:
        """The words are read aloud; the buttons show chevrons."""
        super().__init__()
        self._tokens = tokens
        self._down_words = down_words
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(tokens.px(_BETWEEN))
        self._range = TextLabel(tokens, "")
        self._range.hide()
        row.addWidget(self._range, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addStretch(1)
        self._up = PressButton(
            tokens, "", name=f"{name}.up", icon="chevron-up", spoken=up_words, guard_ms=0
        )
        self._down = PressButton(
            tokens, "", name=f"{name}.down", icon="chevron-down", spoken=down_words, guard_ms=0
        )
        self._up.tapped.connect(self.up)
        self._down.tapped.connect(self.down)
        for button in (self._up, self._down):
            keeping = button.sizePolicy()
            keeping.setRetainSizeWhenHidden(True)
            button.setSizePolicy(keeping)
        row.addWidget(self._up, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._down, 0, Qt.AlignmentFlag.AlignVCenter)

    def say_more(self, words: str, room: int) -> None:
        """Put words beside the lower chevron where all of it is no wider than `room` then."""
        tokens = self._tokens
        chevrons = 2 * self._up.sizeHint().width() + tokens.px(_BETWEEN + _BESIDE_CHEVRON)
        if self._range.words:
            chevrons += self._range.sizeHint().width() + tokens.px(_BETWEEN)
        fits = chevrons + advance(words, tokens.font(Role.BUTTON)) <= room
        shown = words if fits else ""
        if shown != self._down.words:
            self._down.set_text(shown, spoken=self._down_words)

    def show_range(self, first: int, last: int, count: int, words: str) -> None:
        """Rows `first` to `last` (from 1) of `count` are shown, which `words` say."""
        self._range.set_text(words)
        self._range.setVisible(bool(words))
        self.show_more(above=first > 1, below=last < count)

    def show_more(self, *, above: bool, below: bool) -> None:
        """Offer the directions in which there is more."""
        self._up.setVisible(above)
        self._down.setVisible(below)
        self.setVisible(above or below)


class PagedColumn(QWidget):
    """A column that shows as many of its rows as fit, a page at a time."""

    def __init__(
        self,
        tokens: Tokens,
        pager: Pager,
        say_range: Callable[[int, int, int], str] | None = None,
        more: str = "",
    ) -> None:
        """The pager stands below the rows until it is put elsewhere, as into the footer.

        `say_range(first, last, count)` gives the words of the pager; it has none without it.
        `more` stands beside its lower chevron, below the rows, where there is room.
        """
        super().__init__()
        self._pager = pager
        self._say_range = say_range
        self._more = more
        self._rows: list[QWidget] = []
        self._first = 0
        self._last = 0
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(max(tokens.px(12), tokens.space(16)))
        self._column.addStretch(1)
        self._column.addWidget(pager, 0, Qt.AlignmentFlag.AlignRight)
        self._least = tokens.px(112)
        self.setMinimumHeight(self._least)
        pager.up.connect(self._page_up)
        pager.down.connect(self._page_down)

    def set_rows(self, rows: Sequence[QWidget]) -> None:
        """Show other rows from the first; the former ones are destroyed."""
        for row in self._rows:
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows = list(rows)
        for place, row in enumerate(self._rows):
            self._column.insertWidget(place, row)
        self._first = 0
        self._show()

    def hasHeightForWidth(self) -> bool:
        """No: rows that don't fit are turned to, the page doesn't grow for them."""
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More or fewer rows fit now."""
        super().resizeEvent(event)
        self._show()

    def _keep_room(self) -> None:
        """Never be lower than the highest row, so that none is squeezed."""
        highest = max(map(self._height_of, self._rows), default=0)
        if len(self._rows) > 1 and self._pager.parent() is self:
            highest += self._pager.sizeHint().height()
        self.setMinimumHeight(max(self._least, highest))

    def _height_of(self, row: QWidget) -> int:
        if row.hasHeightForWidth():
            return row.heightForWidth(self.width()) + self._column.spacing()
        return row.sizeHint().height() + self._column.spacing()

    def _fitting_from(self, first: int) -> int:
        """The place after the last row that fits when `first` stands on top."""
        room = self.height() + self._column.spacing()
        if self._pager.parent() is self and sum(map(self._height_of, self._rows)) > room:
            room -= self._pager.sizeHint().height() + self._column.spacing()
        for place in range(first, len(self._rows)):
            room -= self._height_of(self._rows[place])
            if room < 0 and place > first:
                return place
        return len(self._rows)

    def _show(self) -> None:
        self._keep_room()
        self._last = self._fitting_from(self._first)
        for place, row in enumerate(self._rows):
            row.setVisible(self._first <= place < self._last)
        count = len(self._rows)
        words = self._say_range(self._first + 1, self._last, count) if self._say_range else ""
        self._pager.show_range(self._first + 1, self._last, count, words)
        if self._more and self._pager.parent() is self:
            self._pager.say_more(self._more, self.width())

    def _page_down(self) -> None:
        if self._last < len(self._rows):
            self._first = self._last
            self._show()

    def _page_up(self) -> None:
        first = self._first
        while first > 0 and self._fitting_from(first - 1) >= self._first:
            first -= 1
        self._first = first
        self._show()
