"""The page that people photograph: what became of the dossier, its code, and the QR beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.components.appearing import Appearing
from ui.components.code_cells import CodeLabel
from ui.components.panel import IconMark
from ui.components.shapes import RADIUS_CARD
from ui.components.text_label import TextLabel
from ui.components.tones import Tone
from ui.theme.text_layout import lay_out
from ui.theme.tokens import Role

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QImage, QPaintEvent

    from ui.speech.script import Utterance
    from ui.theme.tokens import Tokens

_HOUSE = (300, 190)
_QR = 296


class Badge(QWidget):
    """Words reversed out: the two that must be seen in a grey photograph."""

    def __init__(self, tokens: Tokens, words: str, *, ink: str, ground: str) -> None:
        """`ink` and `ground` are colour names of the theme."""
        super().__init__()
        self._tokens = tokens
        self._words = words
        self._ink = ink
        self._ground = ground
        self.setAccessibleName(words)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def said(self) -> tuple[Utterance, ...]:
        """The words."""
        return (self._words,)

    def sizeHint(self) -> QSize:
        """The words with room around them."""
        block = lay_out(self._words, self._tokens.font(Role.DISPLAY), None)
        return QSize(
            round(block.width) + self._tokens.px(48),
            block.height + 2 * self._drop() - self._tokens.px(8),
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint ground and words."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._tokens.colour(self._ground))
        radius = self._tokens.px(8)
        rect = QRectF(self.rect()).adjusted(0, 2 * self._drop(), 0, 0)
        painter.drawRoundedRect(rect, radius, radius)
        font = self._tokens.font(Role.DISPLAY)
        block = lay_out(self._words, font, None)
        room = self.width() - self._tokens.px(48)
        if block.width > room:  # said smaller rather than cut off
            smaller = font.pixelSize() * room / block.width / self._tokens.scale
            block = lay_out(self._words, self._tokens.font_of(int(smaller), strong=True), None)
        ink = self._tokens.colour(self._ink)
        block.paint(painter, self._tokens.px(24), rect.center().y() - block.middle, ink)
        painter.end()

    def _drop(self) -> int:
        """How far its letters stand below the middle, so that they are level with the title's."""
        return round(0.105 * self._tokens.size(Role.DISPLAY))


class QrPicture(QWidget):
    """A QR code on white with its quiet zone, painted in whole pixels."""

    def __init__(self, tokens: Tokens, image: QImage, size: int = _QR, *, spoken: str) -> None:
        """`image` has one pixel a module, without a quiet zone; `size` in reference px."""
        super().__init__()
        self._image = image
        self.setFixedSize(tokens.px(size), tokens.px(size))
        self._radius = tokens.px(8)
        self.setAccessibleName(spoken)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the code in the middle of a white square, with four modules of white around."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(Qt.GlobalColor.white)
        painter.drawRoundedRect(QRectF(self.rect()), self._radius, self._radius)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        module = max(1, self.width() // (self._image.width() + 8))
        side = module * self._image.width()
        corner = (self.width() - side) // 2
        painter.drawImage(QRectF(corner, corner, side, side), self._image)
        painter.end()


class _House(QWidget):
    """A drawing given as a function of a painter, in its own box of reference pixels."""

    def __init__(self, tokens: Tokens, paint: Callable[[QPainter], None]) -> None:
        super().__init__()
        self._scale = tokens.scale
        self._paint = paint
        self._before: Callable[[QPainter], None] | None = None
        self._appearing = Appearing(self)
        self._appearing.valueChanged.connect(self.update)
        self.setFixedSize(tokens.px(_HOUSE[0]), tokens.px(_HOUSE[1]))

    def appear_over(self, before: Callable[[QPainter], None]) -> None:
        """Show this drawing first, and let its own appear over it."""
        self._before = before
        self._appearing.start()

    def stop(self) -> None:
        """Show nothing but its own drawing."""
        self._appearing.stop()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the drawing at the size of the screen."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(self._scale, self._scale)
        part = self._appearing.part
        if self._before is not None and part < 1.0:
            self._before(painter)
            painter.setOpacity(part)
        if part > 0.0:
            self._paint(painter)
        painter.end()


class ResultPanel(QWidget):
    """Green (received) fills the panel; amber (still waiting) is pale with a thick frame."""

    def __init__(  # noqa: PLR0913 - a look is a list of small choices
        self,
        tokens: Tokens,
        *,
        tone: Tone,
        title: str,
        label: str,
        code: str,
        lines: Sequence[tuple[str, str]],
        badge: str = "",
        label_emphasis: str = "",
        code_role: Role = Role.CODE,
        qr: QImage | None = None,
        qr_caption: str = "",
        house: Callable[[QPainter], None] | None = None,
        icon: str | None = None,
    ) -> None:
        """`tone` is SUCCESS or WARNING; `lines` are pairs of text and its semibold part."""
        super().__init__()
        self._tokens = tokens
        self._tone = tone
        self._ink = "on_success" if tone is Tone.SUCCESS else "text"
        self.setObjectName("result")
        self.setAccessibleName(f"{title} {badge}".strip())
        self.setMinimumHeight(tokens.space(412))
        row = QHBoxLayout(self)
        side = tokens.px(48)
        row.setContentsMargins(side, tokens.space(32), side, tokens.space(28))
        row.setSpacing(tokens.px(28))
        words = QVBoxLayout()
        words.setSpacing(tokens.px(4))
        words.addLayout(self._head(title, badge, icon))
        words.addStretch(1)
        words.addWidget(self._label(label, label_emphasis))
        words.addWidget(
            CodeLabel(tokens, code, code_role, colour=self._ink, name="result.code"),
            0,
            Qt.AlignmentFlag.AlignLeft,
        )
        words.addStretch(1)
        for text, emphasis in lines:
            words.addWidget(self._label(text, emphasis))
        row.addLayout(words, 1)
        self._house: _House | None = None
        if house is not None and not tokens.portrait and not tokens.large:
            self._house = _House(tokens, house)
            # It stands as low as the code beside it does.
            beside = QVBoxLayout()
            beside.addSpacing(tokens.px(_QR - _HOUSE[1]))
            beside.addWidget(self._house)
            beside.addStretch(1)
            row.addLayout(beside)
        if qr is not None:
            row.addLayout(self._qr(qr, qr_caption))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

    def finish_house(self, unfinished: Callable[[QPainter], None]) -> None:
        """Show the house as it was, and let what was missing appear."""
        if self._house is not None:
            self._house.appear_over(unfinished)

    def show_finished(self) -> None:
        """Show the house as it is."""
        if self._house is not None:
            self._house.stop()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the panel: filled, or pale in a frame."""
        del event
        tokens = self._tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        radius = tokens.px(RADIUS_CARD)
        rect = QRectF(self.rect())
        painter.setBrush(tokens.colour(self._tone.ink))
        painter.drawRoundedRect(rect, radius, radius)
        if self._tone is not Tone.SUCCESS:
            frame = tokens.px(4)
            painter.setBrush(tokens.colour(self._tone.ground))
            inner = rect.adjusted(frame, frame, -frame, -frame)
            painter.drawRoundedRect(inner, radius - frame, radius - frame)
        painter.end()

    def _head(self, title: str, badge: str, icon: str | None) -> QHBoxLayout:
        """Icon, title and badge; upright the badge has a line of its own."""
        tokens = self._tokens
        head = QHBoxLayout()
        head.setSpacing(tokens.px(24))
        shape = icon or ("circle-check" if self._tone is Tone.SUCCESS else "inbox")
        ink = self._ink if self._tone is Tone.SUCCESS else self._tone.ink
        head.addWidget(IconMark(tokens, shape, size=84, colour=ink, beside=Role.DISPLAY))
        label = TextLabel(tokens, title, Role.DISPLAY, colour=self._ink, name="result.title")
        if not badge:
            head.addWidget(label, 1, Qt.AlignmentFlag.AlignVCenter)
            return head
        mark = Badge(tokens, badge, ink=f"on_{self._tone.value}", ground=self._tone.ink)
        if tokens.portrait:
            words = QVBoxLayout()
            words.setSpacing(0)
            words.addWidget(label)
            words.addWidget(mark, 0, Qt.AlignmentFlag.AlignLeft)
            head.addLayout(words, 1)
            return head
        head.addWidget(label, 0, Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(mark)
        head.addStretch(1)
        return head

    def _label(self, text: str, emphasis: str) -> TextLabel:
        return TextLabel(self._tokens, text, Role.BODY, colour=self._ink, emphasis=emphasis)

    def _qr(self, qr: QImage, caption: str) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(self._tokens.px(4))
        column.addWidget(QrPicture(self._tokens, qr, spoken=caption))
        if caption:
            column.addWidget(TextLabel(self._tokens, caption, Role.CAPTION, colour=self._ink))
        column.addStretch(1)
        return column
