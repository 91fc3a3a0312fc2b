"""The plinth at the bottom: Back, leave and forget, and the one primary button."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.components.press_button import Kind, PressButton
from ui.components.pressing import GUARD_MS

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from ui.page import Footer
    from ui.theme.tokens import Tokens


class FooterBar(QWidget):
    """Shows a `Footer` in the same three places on every screen."""

    back = Signal()
    leave = Signal()
    primary = Signal()

    def __init__(self, tokens: Tokens) -> None:
        """Empty until `show_footer`."""
        super().__init__()
        self._tokens = tokens
        self._shown: Footer | None = None
        self._middle: QWidget | None = None
        height = 152 if tokens.largest else 112 if tokens.tight else 128
        self.setFixedHeight(tokens.px(height))
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(tokens.margin, 0, tokens.margin, 0)
        self._row.setSpacing(tokens.px(24))
        self._buttons: list[PressButton] = []

    def show_footer(self, footer: Footer, middle: QWidget | None) -> None:
        """Show words in the places that have some, and `middle` (a pager) between them."""
        if footer == self._shown and middle is self._middle:
            return
        self._clear()
        self._shown = footer
        self._middle = middle
        if footer.back is not None:
            back = self._button("back", footer.back, Kind.SECONDARY, footer.back_icon)
            back.tapped.connect(self.back)
        if footer.leave is not None:
            leave = self._button("leave", footer.leave, Kind.QUIET, footer.leave_icon)
            leave.tapped.connect(self.leave)
        self._row.addStretch(1)
        if middle is not None:
            self._row.addWidget(middle)
            middle.show()
            self._row.addStretch(1)
        if footer.primary is not None:
            primary = self._button(
                "primary",
                footer.primary,
                Kind.PRIMARY,
                footer.primary_icon,
                footer.primary_guard_ms,
            )
            primary.tapped.connect(self.primary)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the plinth and the line on top of it."""
        del event
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._tokens.colour("plinth"))
        painter.fillRect(0, 0, self.width(), self._tokens.px(2), self._tokens.colour("divider"))
        painter.end()

    def _button(
        self, name: str, words: str, kind: Kind, icon: str | None, guard_ms: int = GUARD_MS
    ) -> PressButton:
        button = PressButton(
            self._tokens, words, name=f"footer.{name}", kind=kind, icon=icon, guard_ms=guard_ms
        )
        self._buttons.append(button)
        self._row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        return button

    def _clear(self) -> None:
        if self._middle is not None:
            self._row.removeWidget(self._middle)
            self._middle.hide()
        for button in self._buttons:
            button.hide()
            button.deleteLater()
        self._buttons.clear()
        while self._row.takeAt(0) is not None:
            pass
