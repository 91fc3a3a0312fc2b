"""What everybody in the hall sees while a helper types: a teal border, and above it a name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QRegion
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme.icons import paint_icon
from ui.theme.text_layout import lay_out
from ui.theme.tokens import Role

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from ui.theme.tokens import Tokens

BORDER: Final = 12
"""Reference pixels: less than stands free at the sides of every page and below every button."""

_HEIGHT, _HEIGHT_LARGEST = 56, 64


class HelpingBanner(QWidget):
    """Says across the top of the window who types; it stands where the eave does else."""

    def __init__(self, tokens: Tokens) -> None:
        super().__init__()
        self._tokens = tokens
        self._words = ""
        self.setObjectName("helping.banner")
        self.setFixedHeight(tokens.px(_HEIGHT_LARGEST if tokens.large else _HEIGHT))
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.hide()

    @property
    def words(self) -> str:
        """What it says."""
        return self._words

    def show_words(self, words: str) -> None:
        """Say it; with no words it goes away."""
        self._words = words
        self.setAccessibleName(words)
        self.setVisible(bool(words))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ground, a hand, and the words, white on teal."""
        del event
        tokens = self._tokens
        painter = QPainter(self)
        painter.fillRect(self.rect(), tokens.colour("helper"))
        ink = tokens.colour("wall")
        icon = tokens.px(34)
        left = tokens.margin
        paint_icon(painter, "keyboard", left, (self.height() - icon) / 2, icon, ink)
        room = self.width() - 2 * left - icon - tokens.px(16)
        block = lay_out(self._words, tokens.font(Role.HEADER_STRONG), room)
        block.paint(painter, left + icon + tokens.px(16), self.height() / 2 - block.middle, ink)
        painter.end()


class HelpingBorder(QWidget):
    """The border around the window: over everything, and in the way of no touch."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._tokens: Tokens | None = None
        self.setObjectName("helping.border")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def surround(self, tokens: Tokens, whole: QRect) -> None:
        """Lie around `whole`, above all that was put there since."""
        self._tokens = tokens
        self.setGeometry(whole)
        width = tokens.px(BORDER)
        inner = self.rect().adjusted(width, width, -width, -width)
        self.setMask(QRegion(self.rect()) - QRegion(inner))
        self.raise_()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint all that the mask leaves of it."""
        del event
        if self._tokens is None:
            return
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._tokens.colour("helper"))
        painter.end()
