"""Where a page stands; one that is higher than the window is turned by a screenful, not dragged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, Signal, Slot
from PySide6.QtWidgets import QApplication, QWidget

if TYPE_CHECKING:
    from PySide6.QtCore import QObject
    from PySide6.QtGui import QResizeEvent

    from ui.page import Page

_UNSNAPPED = 0.8


class Body(QWidget):
    """Shows as much of a page as there is height for. `turned` says that what can be seen changed.

    At the usual text size pages fit. At the largest, and in low windows, the page keeps its full
    height behind this window, which moves to where nothing is cut in two.
    """

    turned = Signal()

    def __init__(self) -> None:
        """Empty until `show_page`."""
        super().__init__()
        self._page: Page | None = None
        self._offset = 0
        self._told: tuple[bool, bool, int] | None = None
        QApplication.instance().focusChanged.connect(self._follow_focus)  # type: ignore[union-attr]

    @property
    def has_more_above(self) -> bool:
        """Whether part of the page is hidden above."""
        return self._offset > 0

    @property
    def has_more_below(self) -> bool:
        """Whether part of the page is hidden below."""
        page = self._page
        return page is not None and self._offset + self.height() + _spare(page) < page.height()

    def holds(self, height: int) -> bool:
        """Whether the whole page could be seen in so many pixels of height."""
        page = self._page
        return page is None or self._needed(page) <= height + _spare(page)

    def take(self, page: Page) -> None:
        """Hold a page, not yet seen, in place of the former one, which the caller destroys."""
        self.forget_page()
        self._page = page
        self._offset = 0
        self._told = None
        page.setParent(self)
        page.noticed.connect(self._show_top)
        page.setGeometry(self.rect())

    def show_page(self) -> None:
        """Show the page that was taken, from its top."""
        page = self._page
        if page is not None:
            self.place()
            page.show()
            page.installEventFilter(self)

    @Slot()
    def _show_top(self) -> None:
        """What was put over the heading is to be seen, however far the page was turned."""
        self._move(0)

    def forget_page(self) -> None:
        """Show nothing."""
        if self._page is not None:
            self._page.removeEventFilter(self)
        self._page = None

    def place(self) -> None:
        """Give the page the height that it needs, and keep what has the focus in sight."""
        page = self._page
        if page is None:
            return
        need = max(self.height(), self._needed(page))
        self._offset = min(self._offset, need - self.height())
        page.setGeometry(0, -self._offset, self.width(), need)
        self._reach(QApplication.focusWidget())
        seen = (self.has_more_above, self.has_more_below, self.width())
        if seen != self._told:
            self._told = seen
            self.turned.emit()

    @Slot()
    def turn_down(self) -> None:
        """Show what follows."""
        if self._page is None:
            return
        whole = self._page.height()
        seen = self._offset + self.height()
        if seen < whole:
            step = self._break_before(seen)
            self._move(min(step, whole - self.height()))

    @Slot()
    def turn_up(self) -> None:
        """Show what comes before."""
        self._move(max(0, self._offset - round(_UNSNAPPED * self.height())))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The page may fit now, or no longer."""
        super().resizeEvent(event)
        self.place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Measure the page again when something in it has grown."""
        if event.type() is QEvent.Type.LayoutRequest and watched is self._page:
            self.place()
        return False

    @Slot(QWidget, QWidget)
    def _follow_focus(self, former: QWidget | None, widget: QWidget | None) -> None:
        del former
        self._reach(widget)

    def reach(self, widget: QWidget) -> None:
        """Move so that `widget`, where it is a part of the page, can be seen."""
        self._reach(widget)

    def _reach(self, widget: QWidget | None) -> None:
        """Move so that `widget`, a part of the page, can be seen."""
        page = self._page
        if page is None or widget is None or widget is page or not page.isAncestorOf(widget):
            return
        top = widget.mapTo(page, QPoint(0, 0)).y()
        bottom = top + widget.height()
        if bottom > self._offset + self.height():
            self._move(min(top, bottom - self.height()))
        elif top < self._offset:
            self._move(top)

    def _move(self, offset: int) -> None:
        if self._page is not None and offset != self._offset:
            self._offset = offset
            self._page.move(0, -offset)
            self.turned.emit()

    def _needed(self, page: Page) -> int:
        layout = page.layout()
        if layout is None:
            return 0
        if layout.hasHeightForWidth():
            return layout.totalMinimumHeightForWidth(self.width())
        return layout.totalMinimumSize().height()

    def _break_before(self, seen: int) -> int:
        """The lowest line above `seen` that cuts no part of the page in two."""
        page = self._page
        if page is None:
            return 0
        spans = []
        for part in page.findChildren(QWidget):
            if part.isVisible() and not any(child.isVisible() for child in _children(part)):
                top = part.mapTo(page, QPoint(0, 0)).y()
                spans.append((top, top + part.height()))
        tops = sorted((top for top, _ in spans if self._offset < top <= seen), reverse=True)
        for line in tops:
            if not any(top < line < bottom for top, bottom in spans):
                return line
        return self._offset + round(_UNSNAPPED * self.height())


def _spare(page: Page) -> int:
    """That a page's own empty margin is cut short is no reason to turn it."""
    layout = page.layout()
    return layout.contentsMargins().bottom() * 3 // 4 if layout is not None else 0


def _children(part: QWidget) -> list[QWidget]:
    return [child for child in part.children() if isinstance(child, QWidget)]
