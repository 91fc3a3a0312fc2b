"""The panel of a result, its badge under the title where both don't fit on one line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from ui.components.panel import IconMark
from ui.components.result_panel import Badge, ResultPanel
from ui.components.text_label import TextLabel
from ui.theme.text_layout import advance
from ui.theme.tokens import Role

if TYPE_CHECKING:
    from ui.theme.tokens import Tokens

# Sides of the panel, icon, gaps, badge's own sides, the QR code.
_BESIDE_WORDS = 2 * 48 + 84 + 2 * 24 + 48 + 28 + 296


def qr_beside(tokens: Tokens) -> bool:
    """Whether the QR code stands in the panel: large words on an upright screen need its place."""
    return not (tokens.portrait and tokens.large)


class OutcomePanel(ResultPanel):
    """As ResultPanel, for windows of every width."""

    def _head(self, title: str, badge: str, icon: str | None) -> QHBoxLayout:
        tokens = self._tokens
        font = tokens.font(Role.DISPLAY)
        room = tokens.px(tokens.width - _BESIDE_WORDS) - 2 * tokens.margin
        fits = advance(title, font) + advance(badge, font) <= room
        if not badge or (fits and not tokens.large):
            return super()._head(title, badge, icon)
        head = QHBoxLayout()
        head.setSpacing(tokens.px(24))
        ink = self._tone.ink
        shape = icon or "inbox"
        head.addWidget(IconMark(tokens, shape, size=84, colour=ink), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(tokens.px(4))
        words.addWidget(TextLabel(tokens, title, Role.DISPLAY, name="result.title"))
        under = Badge(tokens, badge, ink=f"on_{self._tone.value}", ground=ink)
        words.addWidget(under, 0, Qt.AlignmentFlag.AlignLeft)
        head.addLayout(words, 1)
        return head
