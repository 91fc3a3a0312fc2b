"""A paragraph, a heading or one word: plain text that wraps, and is never cut off."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QLabel, QSizePolicy

from ui.speech.script import Name
from ui.theme.text_layout import advance, lay_out, longest_word, unbroken_height
from ui.theme.tokens import Role

if TYPE_CHECKING:
    from PySide6.QtGui import QAccessibleInterface, QColor, QPaintEvent
    from PySide6.QtWidgets import QWidget

    from ui.speech.script import Utterance
    from ui.theme.text_layout import Block
    from ui.theme.tokens import Tokens

_INK = {
    Role.SECONDARY: "secondary",
    Role.CAPTION: "secondary",
    Role.HEADER: "secondary",
}


_POLICY = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
_POLICY.setHeightForWidth(True)


class TextLabel(QLabel):
    """Shows one plain text. Its height follows its width; its accessible name is its text.

    It is a QLabel for the sake of accessibility alone (role "static text"); Qt paints nothing.
    `centred` is for single words in boxes; paragraphs are never centred.
    """

    def __init__(
        self,
        tokens: Tokens,
        text: str = "",
        role: Role = Role.BODY,
        *,
        colour: str | None = None,
        centred: bool = False,
        emphasis: str = "",
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """`colour` is a colour name of the theme; `emphasis` a part of the text made semibold."""
        super().__init__(parent)
        self._tokens = tokens
        self._role = role
        self._colour = colour or _INK.get(role, "text")
        self._centred = centred
        self._emphasis = emphasis
        self._text = ""
        self._blocks: dict[int, Block] = {}
        self.setSizePolicy(_POLICY)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        self.setObjectName(name)
        self.set_text(text, emphasis=emphasis)

    @property
    def words(self) -> str:
        """The text as shown."""
        return self._text

    def said(self) -> tuple[Utterance, ...]:
        """The text."""
        return (self._text,)

    def set_text(self, text: str, *, emphasis: str = "") -> None:
        """Show another text."""
        if text == self._text and emphasis == self._emphasis:
            return
        self._text = text
        self._emphasis = emphasis
        self._blocks.clear()
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def set_colour(self, name: str) -> None:
        """Paint in another colour of the theme."""
        self._colour = name
        self.update()

    def ink(self) -> QColor:
        """The colour that the text is painted in."""
        return self._tokens.colour(self._colour)

    def heightForWidth(self, width: int) -> int:
        """The height that the text needs in a column of `width` pixels."""
        return self._laid(width).height

    def sizeHint(self) -> QSize:
        """One line where there is room for it."""
        font = self._tokens.font(self._role)
        widest = max((advance(line, font) for line in self._text.split("\n")), default=0.0)
        width = ceil(widest) + 2
        if self._emphasis:
            width = ceil(widest * 1.06) + 2
            return QSize(width, self._laid(width).height)
        return QSize(width, unbroken_height(self._text, font, self._tokens.pitch(self._role)))

    def minimumSizeHint(self) -> QSize:
        """No narrower than the longest word, no lower than one line."""
        font = self._tokens.font(self._role)
        width = ceil(longest_word(self._text, font) * (1.06 if self._emphasis else 1)) + 2
        return QSize(width, unbroken_height("", font, 1))

    def accessible(self) -> QAccessibleInterface:
        """A text, or the heading of a page."""
        from PySide6.QtGui import QAccessible  # noqa: PLC0415 — not on the way to home

        from ui.accessible import TitledPart  # noqa: PLC0415 — likewise

        heads = self.objectName() == "heading"
        role = QAccessible.Role.Heading if heads else QAccessible.Role.StaticText
        return TitledPart(self, role)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the lines from the top."""
        del event
        painter = QPainter(self)
        block = self._laid(self.width())
        block.paint(painter, 0, 0, self.ink())
        painter.end()

    def _laid(self, width: int) -> Block:
        block = self._blocks.get(width)
        if block is None:
            block = self._blocks[width] = lay_out(
                self._text,
                self._tokens.font(self._role),
                width,
                pitch=self._tokens.pitch(self._role),
                centred=self._centred,
                emphasis=self._emphasis,
            )
        return block


class NameLabel(TextLabel):
    """Shows somebody's name, and has it read aloud as one."""

    def said(self) -> tuple[Utterance, ...]:
        """The name."""
        return (Name(self.words),)
