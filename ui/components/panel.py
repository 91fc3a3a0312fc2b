"""What is only read: cards with a pale thin frame, notes, verdict bars and dividers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.components.shapes import paint_sheet
from ui.components.text_label import TextLabel
from ui.theme.icons import paint_icon
from ui.theme.tokens import Role

if TYPE_CHECKING:
    from PySide6.QtGui import QAccessibleInterface, QPaintEvent

    from ui.components.tones import Tone
    from ui.theme.tokens import Tokens

# How far below the middle of a one-line block its letters stand, in em.
_LETTERS_DROP = 0.105
# Icons up to this size stand beside body text and grow with it; larger ones are pictures.
_GROWING = 40


class Panel(QWidget):
    """A white card to read: put widgets into `body`."""

    def __init__(self, tokens: Tokens, *, tint: str | None = None, padding: int = 36) -> None:
        """`tint` is a colour name for another ground than paper; `padding` in reference pixels."""
        super().__init__()
        self._tokens = tokens
        self._tint = tint or "paper"
        self.body = QVBoxLayout(self)
        across, down = tokens.px(padding), tokens.space(padding - 4)
        self.body.setContentsMargins(across, down, across, down)
        self.body.setSpacing(tokens.space(12))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the card."""
        del event
        painter = QPainter(self)
        colour = self._tokens.colour
        fill, rim = colour(self._tint), colour("divider")
        paint_sheet(painter, self._tokens, QRectF(self.rect()), fill=fill, rim=rim)
        painter.end()


class Divider(QWidget):
    """A thin line across."""

    def __init__(self, tokens: Tokens) -> None:
        """Two reference pixels high, unless it is set to stand upright."""
        super().__init__()
        self._tokens = tokens
        self.setFixedHeight(tokens.px(2))

    def sizeHint(self) -> QSize:
        """As thin as the line."""
        return QSize(self._tokens.px(2), self._tokens.px(2))

    def accessible(self) -> QAccessibleInterface:
        """Nothing that is read aloud."""
        from ui.accessible import SilentPart  # noqa: PLC0415 — not on the way to home

        return SilentPart(self)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the line."""
        del event
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._tokens.colour("divider"))
        painter.end()


class IconMark(QWidget):
    """An icon by itself, beside words that say the same."""

    def __init__(
        self,
        tokens: Tokens,
        name: str,
        *,
        size: int = 34,
        colour: str = "text",
        beside: Role | None = None,
    ) -> None:
        """`size` in reference pixels; `colour` is a colour name of the theme.

        `beside` is the role of a one-line label next to it: the drawing then stands level with
        that label's letters, which are below the middle of its box.
        """
        super().__init__()
        self._tokens = tokens
        self._size = tokens.icon(size) if size <= _GROWING else tokens.px(size)
        self._drop = round(tokens.size(beside) * _LETTERS_DROP) if beside is not None else 0
        self._name = name
        self._colour = colour
        self.setFixedSize(self._size, self._size + 2 * self._drop)

    def show_icon(self, name: str, colour: str | None = None) -> None:
        """Show another drawing, in another colour where one is given."""
        self._name = name
        self._colour = colour or self._colour
        self.update()

    def accessible(self) -> QAccessibleInterface:
        """Nothing that is read aloud."""
        from ui.accessible import SilentPart  # noqa: PLC0415 — not on the way to home

        return SilentPart(self)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the drawing."""
        del event
        painter = QPainter(self)
        ink = self._tokens.colour(self._colour)
        paint_icon(painter, self._name, 0, 2 * self._drop, self._size, ink)
        painter.end()


class Notice(QWidget):
    """An icon with one or two texts beside it, without a frame."""

    def __init__(
        self,
        tokens: Tokens,
        title: str,
        detail: str = "",
        *,
        icon: str = "info",
        tone: Tone | None = None,
        role: Role | None = None,
    ) -> None:
        """With a `detail` the title is semibold, otherwise it is body text."""
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(tokens.px(20))
        ink = tone.ink if tone is not None else "text"
        beside = None if detail else Role.BODY
        colour = ink if tone is not None else "secondary"
        self.mark = IconMark(tokens, icon, size=36, colour=colour, beside=beside)
        row.addWidget(self.mark, 0, Qt.AlignmentFlag.AlignVCenter)
        words = QVBoxLayout()
        words.setSpacing(0)
        title_role = role or (Role.STRONG if detail else Role.BODY)
        self.title = TextLabel(tokens, title, title_role, colour=ink)
        self.detail = TextLabel(tokens, detail, Role.SECONDARY)
        if not detail:
            self.detail.hide()
        words.addStretch(1)
        words.addWidget(self.title)
        words.addWidget(self.detail)
        words.addStretch(1)
        row.addLayout(words, 1)


class VerdictBar(QWidget):
    """A bar that judges: an icon and a word on a tint, such as "Rõ, đủ bốn góc"."""

    def __init__(self, tokens: Tokens, words: str, tone: Tone, *, icon: str | None = None) -> None:
        """The icon is the tone's own where none is given."""
        super().__init__()
        self._tokens = tokens
        self._tone = tone
        row = QHBoxLayout(self)
        side = tokens.px(18)
        row.setContentsMargins(side, tokens.px(6), side, tokens.px(6))
        row.setSpacing(tokens.px(14))
        mark = icon or tone.icon
        row.addWidget(IconMark(tokens, mark, size=36, colour=tone.ink, beside=Role.STRONG))
        row.addWidget(TextLabel(tokens, words, Role.STRONG, colour=tone.ink), 1)
        self.setMinimumHeight(tokens.px(60))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.setAccessibleName(words)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the tint."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._tokens.colour(self._tone.ground))
        radius = self._tokens.px(6)
        painter.drawRoundedRect(QRectF(self.rect()), radius, radius)
        painter.end()
