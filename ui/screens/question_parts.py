"""What stands beside the input of a question: the answer echoed, and a picture of the paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from ui.art.papers import PAPER_HEIGHT, PAPER_WIDTH, paint_paper
from ui.components.panel import Panel
from ui.components.press_button import Kind, PressButton
from ui.components.text_label import NameLabel, TextLabel
from ui.theme.tokens import Role

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from ui.inputs.field_input import Echo
    from ui.look import Look


class EchoCard(Panel):
    """Repeats an answer as the paper will have it; `hear_wanted`: it is to be said aloud."""

    hear_wanted = Signal()

    def __init__(self, look: Look) -> None:
        """A card that says nothing yet, and offers no voice."""
        super().__init__(look.tokens, padding=28)
        tokens = look.tokens
        self.setObjectName("echo")
        self._caption = TextLabel(tokens, "", Role.SECONDARY)
        self._words = NameLabel(tokens, "", Role.H1, name="echo-words")
        self._line = TextLabel(tokens, "", Role.SECONDARY)
        self.body.setSpacing(tokens.px(4))
        for label in (self._caption, self._words, self._line):
            self.body.addWidget(label)
        self._heard = False
        button = PressButton(
            tokens, look.say("input.name.hear"), name="echo.hear", kind=Kind.SMALL, icon="volume-2"
        )
        button.tapped.connect(self.hear_wanted)
        self._hear = QWidget()
        row = QVBoxLayout(self._hear)
        row.setContentsMargins(0, tokens.space(12), 0, 0)
        row.addWidget(button)
        self._hear.hide()
        self.body.addWidget(self._hear)

    @property
    def words(self) -> str:
        """The answer as it is shown."""
        return self._words.words

    def show_echo(self, echo: Echo) -> None:
        """Repeat this."""
        self._caption.set_text(echo.caption)
        self._words.set_text(echo.words or " ")
        self._line.set_text(echo.line)
        self._line.setVisible(bool(echo.line))
        self._offer()

    def offer_voice(self, *, heard: bool) -> None:
        """Offer to hear it, or don't."""
        self._heard = heard
        self._offer()

    def _offer(self) -> None:
        """There must be something to be heard, too."""
        self._hear.setVisible(self._heard and bool(self.words.strip()))


class PaperPicture(QWidget):
    """A paper with the line framed where the answer stands, and what paper it is; it only helps."""

    def __init__(self, look: Look, picture: str) -> None:
        """`picture` is `paper:line`, as a step names it; a paper of no known name goes without."""
        super().__init__()
        self.setObjectName("picture")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px(2))
        paper, _, line = picture.partition(":")
        key = f"picture.{paper}"
        if key in look.texts:
            column.addWidget(TextLabel(look.tokens, look.say(key), Role.H3))
            if line:
                column.addWidget(TextLabel(look.tokens, look.say("picture.line"), Role.SECONDARY))
            column.addSpacing(look.px(12))
        column.addWidget(_Paper(look, picture), 1)


class _Paper(QWidget):
    """The drawing alone."""

    def __init__(self, look: Look, picture: str) -> None:
        super().__init__()
        self._look = look
        self._picture = picture
        self.setAccessibleName(look.say("question.picture"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        """As it is drawn."""
        return QSize(self._look.px(PAPER_WIDTH), self._look.px(PAPER_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """It gives way to everything else."""
        return QSize(self._look.px(160), self._look.px(120))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint it as large as there is room for, from the top."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        scale = min(
            self.width() / PAPER_WIDTH,
            self.height() / PAPER_HEIGHT,
            self._look.tokens.scale * 1.2,
        )
        painter.translate((self.width() - PAPER_WIDTH * scale) / 2, 0)
        painter.scale(scale, scale)
        paint_paper(painter, self._picture, contrast=self._look.tokens.theme.outlined)
        painter.end()
