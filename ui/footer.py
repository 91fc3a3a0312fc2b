"""The plinth at the bottom: Back, leave and forget, and the one primary button."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.components.press_button import Kind, PressButton

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from ui.page import Footer
    from ui.theme.tokens import Tokens


# Height of the plinth, and what is left free over and under its buttons: a finger that aims at
# the lowest row must not meet the bezel.
_USUAL, _TIGHT, _LARGEST = (128, 16, 24), (112, 12, 12), (152, 16, 24)


class FooterBar(QWidget):
    """Shows a `Footer` in the same three places on every screen."""

    back = Signal()
    leave = Signal()
    primary = Signal()

    def __init__(self, tokens: Tokens) -> None:
        """Empty until `show_footer`."""
        super().__init__()
        self._tokens = tokens
        self._wanted: tuple[Footer, tuple[QWidget, ...]] | None = None
        self._joined = False
        self._filling = False
        self._middle: tuple[QWidget, ...] = ()
        height, above, below = _LARGEST if tokens.largest else _TIGHT if tokens.tight else _USUAL
        self.setMinimumHeight(tokens.px(height))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(tokens.margin, tokens.px(above), tokens.margin, tokens.px(below))
        rows.setSpacing(tokens.px(16))
        self._row = QHBoxLayout()
        self._row.setSpacing(tokens.px(24))
        # Large words in portrait need two rows: the primary button has the upper one to itself.
        self._primary_row = self._row
        if tokens.portrait and tokens.large:
            self._primary_row = QHBoxLayout()
            rows.addLayout(self._primary_row)
        rows.addLayout(self._row)
        self._buttons: list[PressButton] = []

    def show_footer(self, footer: Footer, *middle: QWidget) -> None:
        """Show words in the places that have some, and `middle` (pagers) between them."""
        if (footer, middle) == self._wanted:
            return
        self._wanted = (footer, middle)
        # What appears here moves the page, and a page that has moved asks for another footer.
        if self._filling:
            return
        self._filling = True
        filled = None
        while filled != self._wanted:
            filled = self._wanted
            self._fill(*filled)
        self._filling = False

    def _fill(self, footer: Footer, middle: tuple[QWidget, ...]) -> None:
        """Put everything in its place, and nothing else."""
        self._clear()
        self._middle = middle
        if footer.back is not None:
            back = self._button("back", footer.back, Kind.SECONDARY, footer.back_icon)
            back.tapped.connect(self.back)
        if footer.leave is not None:
            leave = self._button("leave", footer.leave, Kind.QUIET, footer.leave_icon)
            leave.tapped.connect(self.leave)
        self._row.addStretch(1)
        for widget in middle:
            self._row.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
            widget.show()
        if middle:
            self._row.addStretch(1)
        if footer.primary is not None:
            primary = PressButton(
                self._tokens,
                footer.primary,
                name="footer.primary",
                kind=Kind.PRIMARY,
                icon=footer.primary_icon,
                guard_ms=footer.primary_guard_ms,
            )
            self._buttons.append(primary)
            tokens = self._tokens
            if footer.primary_wide and not (tokens.portrait or tokens.large or tokens.narrow):
                primary.setMinimumWidth(tokens.columns(4))
            self._primary_row.addWidget(primary, 0, Qt.AlignmentFlag.AlignVCenter)
            primary.show()
            primary.tapped.connect(self.primary)

    @property
    def primary_button(self) -> PressButton | None:
        """The button that goes on, where there is one."""
        return next((it for it in self._buttons if it.objectName() == "footer.primary"), None)

    def width_without(self, middle: QWidget) -> int:
        """The width of all that stands in a row with `middle`, each on one line."""
        across = 2 * self._tokens.margin
        for place in range(self._row.count()):
            item = self._row.itemAt(place)
            widget = item.widget() if item is not None else None
            if widget is not None and widget is not middle:
                across += widget.sizeHint().width() + self._row.spacing()
        return across

    def join_tray(self, *, joined: bool) -> None:
        """Leave out the line on top where a keyboard's ground goes on into the plinth."""
        self._joined = joined
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the plinth and the line on top of it."""
        del event
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._tokens.colour("plinth"))
        if not self._joined:
            line = self._tokens.px(2)
            painter.fillRect(0, 0, self.width(), line, self._tokens.colour("divider"))
        painter.end()

    def _button(self, name: str, words: str, kind: Kind, icon: str | None) -> PressButton:
        button = PressButton(self._tokens, words, name=f"footer.{name}", kind=kind, icon=icon)
        self._buttons.append(button)
        self._row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        button.show()
        return button

    def _clear(self) -> None:
        for widget in self._middle:
            self._row.removeWidget(widget)
            widget.hide()
        for button in self._buttons:
            button.hide()
            button.resize(0, 0)  # as it goes nothing need be painted again
            # It lives until its own tap has been dealt with, but is no longer to be found.
            button.setObjectName("")
            button.deleteLater()
        self._buttons.clear()
        for row in (self._row, self._primary_row):
            while row.takeAt(0) is not None:
                pass
