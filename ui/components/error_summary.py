"""What has to be put right, said at the top of the page and again at the field."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.components.panel import IconMark
from ui.components.pressing import GUARD_MS, Pressing
from ui.components.shapes import Face, paint_face
from ui.components.text_label import TextLabel
from ui.components.tones import Tone
from ui.theme.tokens import Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QAccessibleInterface, QPaintEvent

    from ui.theme.tokens import Tokens


class Strip(QWidget):
    """A notice across the page: a bar at its left, square corners, on a tint."""

    def __init__(
        self,
        tokens: Tokens,
        title: str,
        body: str = "",
        *,
        tone: Tone = Tone.DANGER,
        icon: str | None = None,
        title_colour: str | None = None,
        name: str = "strip",
    ) -> None:
        """The title is semibold text unless `title_colour` names another colour."""
        super().__init__()
        self._tokens = tokens
        self._tone = tone
        self.setObjectName(name)
        self.setAccessibleName(f"{title}. {body}" if body else title)
        row = QHBoxLayout(self)
        down = tokens.space(16)
        row.setContentsMargins(tokens.px(42), down, tokens.px(32), down)
        row.setSpacing(tokens.px(30))
        row.addWidget(IconMark(tokens, icon or tone.icon, size=64, colour=tone.ink))
        self.words = QVBoxLayout()
        self.words.setSpacing(0)
        self.words.addStretch(1)
        self.words.addWidget(TextLabel(tokens, title, Role.H3, colour=title_colour or "text"))
        if body:
            self.words.addWidget(TextLabel(tokens, body, Role.BODY))
        self.words.addStretch(1)
        row.addLayout(self.words, 1)
        self.setMinimumHeight(tokens.space(120))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

    def accessible(self) -> QAccessibleInterface:
        """What is said at once, as soon as it is there."""
        from PySide6.QtGui import QAccessible  # noqa: PLC0415 — not on the way to home

        from ui.accessible import TitledPart  # noqa: PLC0415 — likewise

        return TitledPart(self, QAccessible.Role.AlertMessage)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint tint and bar."""
        del event
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._tokens.colour(self._tone.ground))
        bar = self._tokens.px(8)
        painter.fillRect(0, 0, bar, self.height(), self._tokens.colour(self._tone.ink))
        painter.end()


class ErrorSummary(Strip):
    """How many places need putting right, and which. A line with a field leads there."""

    asked = Signal(str)

    def __init__(
        self,
        tokens: Tokens,
        title: str,
        lines: Sequence[tuple[str, str]],
        *,
        name: str = "error-summary",
    ) -> None:
        """`lines` are pairs of field and words; several lines can be tapped to go to the field."""
        super().__init__(tokens, title, tone=Tone.DANGER, title_colour="danger", name=name)
        self.setAccessibleName(". ".join([title, *(words for _, words in lines)]))
        for field, words in lines:
            at = self.words.count() - 1
            if len(lines) == 1:
                self.words.insertWidget(at, TextLabel(tokens, words, Role.STRONG))
            else:
                line = _Line(tokens, words, field)
                line.tapped.connect(self._lead)
                self.words.insertWidget(at, line)

    def _lead(self) -> None:
        line = self.sender()
        if isinstance(line, _Line):
            self.asked.emit(line.field)


class _Line(Pressing, QAbstractButton):
    """One fault among several: tapped, it leads to its field."""

    tapped = Signal()

    def __init__(self, tokens: Tokens, words: str, field: str) -> None:
        super().__init__()
        self.field = field
        self._begin_pressing(tokens, f"fault.{field}", words, GUARD_MS)
        row = QHBoxLayout(self)
        side = tokens.px(12)
        row.setContentsMargins(side, 0, side, 0)
        label = TextLabel(tokens, words, Role.STRONG)
        label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        row.addWidget(label)
        self.setMinimumHeight(tokens.px(68))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the line under words that can be tapped, and the ring."""
        del event
        painter = QPainter(self)
        if self.hasFocus():
            ground = self._tokens.colour("danger_tint")
            face = Face(ground, ground, edge=0, frame=0, focused=True)
            paint_face(painter, self._tokens, QRectF(self.rect()), face)
        line = self._tokens.px(2)
        painter.fillRect(0, self.height() - line, self.width(), line, self._tokens.colour("rim"))
        painter.end()
