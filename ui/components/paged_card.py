"""A card of rows that shows as many as fit, a page at a time, each under its section's heading."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Signal, Slot
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from ui.components.rows import ListCard

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from ui.components.rows import SectionRow
    from ui.theme.tokens import Tokens

_LEAST, _LEAST_LARGEST = 280, 400
_RIMS = 8


class PagedCard(QWidget):
    """Rows in one card. `turned` says that another page is shown, or that there are more or fewer.

    A heading never stands alone at the foot of a page, and stands again on top of the next where
    its section goes on.
    """

    turned = Signal()

    def __init__(self, tokens: Tokens, *, pressable: bool = True, least: int | None = None) -> None:
        """`least` is the least height of the card, in reference pixels."""
        super().__init__()
        self._tokens = tokens
        self._least = tokens.px(least or (_LEAST_LARGEST if tokens.largest else _LEAST))
        self.card = ListCard(tokens, pressable=pressable)
        self._head: SectionRow | None = None
        self._heads: list[SectionRow] = []
        self._rows: list[tuple[QWidget, SectionRow | None]] = []
        self._pages: list[tuple[int, int]] = [(0, 0)]
        self._first = 0
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.card)
        column.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    @property
    def pages(self) -> int:
        """How many pages there are now."""
        return len(self._pages)

    @property
    def page(self) -> int:
        """Which page is shown, from 0."""
        return next(at for at, (_, end) in enumerate(self._pages) if self._first < end or not end)

    @property
    def first(self) -> int:
        """The place of the first row that is shown; it stays in sight when pages change."""
        return self._pages[self.page][0]

    @property
    def shown(self) -> tuple[int, int, int]:
        """First and last row shown (from 1), and how many there are."""
        first, end = self._pages[self.page]
        return first + 1, end, len(self._rows)

    def begin_section(self, head: SectionRow) -> None:
        """Put a heading over the rows that follow."""
        self._head = head
        self._heads.append(head)
        self.card.add_row(head)

    def add_row(self, row: QWidget) -> None:
        """Put a row below the others."""
        self._rows.append((row, self._head))
        self.card.add_row(row)
        self._pages = [(0, len(self._rows))]

    def show_row(self, place: int) -> None:
        """Show the page that this row is on."""
        self._first = max(0, min(place, len(self._rows) - 1))
        self._show()

    @Slot()
    def turn_down(self) -> None:
        """Show the next page, if there is one."""
        if self.page + 1 < self.pages:
            self.show_row(self._pages[self.page + 1][0])

    @Slot()
    def turn_up(self) -> None:
        """Show the page before, if there is one."""
        if self.page > 0:
            self.show_row(self._pages[self.page - 1][0])

    def hasHeightForWidth(self) -> bool:
        """No: rows that don't fit are turned to, the page doesn't grow for them."""
        return False

    def sizeHint(self) -> QSize:
        """All rows."""
        width = self._tokens.columns(8)
        high = self._tokens.px(_RIMS) + sum(
            self._height(part, width) for part in (*self._heads, *(row for row, _ in self._rows))
        )
        return QSize(width, high)

    def minimumSizeHint(self) -> QSize:
        """Room for a heading and two rows, unless it may be lower; never less than for a row."""
        # Never laid out, it is 100 pixels wide, where every word would be a line.
        width = max(self.width(), self._tokens.columns(8))
        highest = max(
            (
                self._height(row, width) + (self._height(over, width) if over is not None else 0)
                for row, over in self._rows
            ),
            default=0,
        )
        least = max(self._least, highest + self._tokens.px(_RIMS))
        return QSize(self._tokens.px(400), min(least, self.sizeHint().height()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More or fewer rows fit now."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()
        self._pages = self._paged()
        self._show()

    def _height(self, part: QWidget, width: int) -> int:
        least = part.minimumHeight()
        if part.hasHeightForWidth():
            return max(part.heightForWidth(width), part.minimumSizeHint().height(), least)
        return max(part.sizeHint().height(), least)

    def _paged(self) -> list[tuple[int, int]]:
        width = max(1, self.width() - self._tokens.px(4))
        room = self.height() - self._tokens.px(_RIMS)
        pages: list[tuple[int, int]] = []
        start, used = 0, 0
        head: SectionRow | None = None
        for place, (row, over) in enumerate(self._rows):
            high = self._height(row, width)
            above = self._height(over, width) if over is not None and over is not head else 0
            if used + above + high > room and place > start:
                pages.append((start, place))
                start, used = place, 0
                above = self._height(over, width) if over is not None else 0
            used += above + high
            head = over
        pages.append((start, len(self._rows)))
        return pages

    def _show(self) -> None:
        first, end = self._pages[self.page]
        heads = {id(over) for _, over in self._rows[first:end]}
        for head in self._heads:
            head.setVisible(id(head) in heads)
        for place, (row, _) in enumerate(self._rows):
            row.setVisible(first <= place < end)
        self.card.update()
        self.turned.emit()
