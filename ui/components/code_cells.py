"""Codes and numbers whose every glyph stands in a cell of its own, to be read out and compared."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QLabel, QSizePolicy

from ui.speech.script import MASK, Pointed
from ui.theme.text_layout import ABOVE, BELOW, cells_of, paint_cells
from ui.theme.tokens import Role

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from ui.speech.script import Utterance
    from ui.theme.tokens import Tokens


class CodeLabel(QLabel):
    """A code painted in cells. A screen reader spells it; it is never read aloud."""

    def __init__(
        self,
        tokens: Tokens,
        code: str,
        role: Role = Role.CODE,
        *,
        colour: str = "text",
        name: str = "",
    ) -> None:
        """`colour` is a colour name of the theme."""
        super().__init__()
        self._tokens = tokens
        self._role = role
        self._colour = colour
        self._code = ""
        self.setObjectName(name)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.set_code(code)

    @property
    def code(self) -> str:
        """The code as shown."""
        return self._code

    def said(self) -> tuple[Utterance, ...]:
        """Where it is to be read: others may stand behind. A masked number says its last digits."""
        return (self._code,) if MASK in self._code else (Pointed.CODE,)

    def set_code(self, code: str) -> None:
        """Show another code."""
        self._code = code
        self.setAccessibleName(" ".join(code))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """The whole code on one line."""
        font = self._tokens.font(self._role)
        width = cells_of(self._code, font)[1]
        return QSize(ceil(width) + 2, ceil((ABOVE + BELOW) * font.pixelSize()))

    def minimumSizeHint(self) -> QSize:
        """A code is never broken or cut off: where it must be narrower its glyphs shrink."""
        hint = self.sizeHint()
        return QSize(hint.width() // 2, hint.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the glyphs on one base line."""
        del event
        painter = QPainter(self)
        font = self._tokens.font(self._role)
        baseline = ABOVE * font.pixelSize()
        wanted = cells_of(self._code, font)[1]
        if wanted > self.width():
            font = QFont(font)
            font.setPixelSize(max(1, int(font.pixelSize() * self.width() / wanted)))
        paint_cells(painter, self._code, font, 0, baseline, self._tokens.colour(self._colour))
        painter.end()
