"""What stands in the top of every screen beside its buttons: words, the mark, the network."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QLabel, QSizePolicy, QWidget

from ui.art.mark import MARK_SIZE, paint_mark
from ui.components.pressing import GUARD_MS, Pressing
from ui.components.shapes import Face, paint_face
from ui.theme.icons import paint_icon
from ui.theme.text_layout import advance, has_stacked_capitals, lay_out
from ui.theme.tokens import Role

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtGui import QAccessibleInterface, QPaintEvent

    from ui.look import Look
    from ui.theme.text_layout import Block
    from ui.theme.tokens import Tokens


# Distance of two lines in em: as headings have it, and where a capital bears two marks; and the
# height of the ink of one such line.
_CLOSE, _WIDE = 1.3, 1.45
_INK = {_CLOSE: 1.25, _WIDE: 1.45}
_LOCK = 30


class Network(Enum):
    """What the network chip says."""

    ONLINE = "online"
    OFFLINE = "offline"
    SENDING = "sending"
    PAUSED = "paused"


class WordPair(QLabel):
    """One or two short texts under one another, the second close below the first."""

    def __init__(self, tokens: Tokens, *, strong: tuple[int, ...]) -> None:
        """`strong` are the places (0, 1) of semibold lines."""
        super().__init__()
        self._tokens = tokens
        self._strong = strong
        self._colour = "text"
        self._lines: tuple[str, ...] | None = None
        self._blocks: tuple[tuple[Block, str], ...] = ()
        self._size = tokens.size(Role.HEADER)
        self._pitch = _CLOSE
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_lines(
        self, *lines: str, colour: str | None = None, strong: tuple[int, ...] | None = None
    ) -> bool:
        """Show the lines that aren't empty; whether they are others than before."""
        strong = self._strong if strong is None else strong
        colour = colour or self._colour
        if (lines, strong, colour) == (self._lines, self._strong, self._colour):
            return False
        self._lines, self._strong, self._colour = lines, strong, colour
        self._blocks = tuple(self._lay_out(lines))
        self.setAccessibleName(", ".join(line for line in lines if line))
        self.setVisible(any(lines))
        self.updateGeometry()
        self.update()
        return True

    def sizeHint(self) -> QSize:
        """As wide as the wider line."""
        width = max((block.width for block, _ in self._blocks), default=0)
        return QSize(int(width) + 2, self._height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the lines, centred together in the height."""
        del event
        painter = QPainter(self)
        blocks = self._blocks
        step = self._pitch * self._size
        whole = (len(blocks) - 1) * step
        y = self.height() / 2 - whole / 2 - (blocks[0][0].middle if blocks else 0)
        # Marks and tails keep their room, where the middle of the letters would leave none.
        room = self.height() - whole - (blocks[0][0].height if blocks else 0)
        if self._pitch > _CLOSE:
            y = min(max(y, 0), max(0, room))
        for block, colour in blocks:
            block.paint(painter, 0, y, self._tokens.colour(colour))
            y += step
        painter.end()

    def _height(self) -> int:
        """The height of the header's row, which is higher at the largest text."""
        return self._tokens.px(104 if self._tokens.largest else 80)

    def _lay_out(self, lines: tuple[str, ...]) -> Iterator[tuple[Block, str]]:
        """The lines that aren't empty, and the colour of each."""
        tokens = self._tokens
        self._pitch = _CLOSE if not any(map(has_stacked_capitals, lines)) else _WIDE
        # Two lines that the row is too low for are written smaller, rather than cut off.
        most = self._height() / (_INK[self._pitch] + (self._pitch if all(lines[:2]) else 0))
        self._size = min(tokens.size(Role.HEADER), int(most))
        for place, line in enumerate(lines):
            if line:
                strong = place in self._strong
                font = tokens.font_of(self._size / tokens.scale, strong=strong)
                quiet = "secondary" if self._colour == "text" else self._colour
                yield lay_out(line, font, None), self._colour if strong else quiet


def in_two_lines(text: str, tokens: Tokens) -> tuple[str, str]:
    """The break of a name that makes the narrowest two lines."""
    words = text.split()
    font = tokens.font(Role.HEADER_STRONG)
    splits = [(" ".join(words[:at]), " ".join(words[at:])) for at in range(1, len(words))]
    if not splits:
        return text, ""
    return min(splits, key=lambda pair: max(advance(part, font) for part in pair))


class PointMark(QWidget):
    """The little house that stands for the help point."""

    def __init__(self, tokens: Tokens) -> None:
        """A square of 64 reference pixels."""
        super().__init__()
        self._tokens = tokens
        self.setFixedSize(self.sizeHint())

    def sizeHint(self) -> QSize:
        """A square."""
        side = self._tokens.px(MARK_SIZE)
        return QSize(side, side)

    def accessible(self) -> QAccessibleInterface:
        """Nothing that is read aloud."""
        from ui.accessible import SilentPart  # noqa: PLC0415 — not on the way to home

        return SilentPart(self)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the mark at the size of the widget."""
        del event
        painter = QPainter(self)
        painter.scale(self.width() / MARK_SIZE, self.height() / MARK_SIZE)
        paint_mark(painter, contrast=self._tokens.theme.outlined)
        painter.end()


class StaffDoor(Pressing, QAbstractButton):
    """The little house with a padlock beside it: quiet, since it is not for who comes here."""

    tapped = Signal()

    def __init__(self, look: Look) -> None:
        """As high as a header button."""
        super().__init__()
        self._begin_pressing(look.tokens, "header.staff", look.say("header.staff"), GUARD_MS)
        self.setFixedSize(self.sizeHint())

    def sizeHint(self) -> QSize:
        """The mark, and the padlock at its right."""
        px = self._tokens.px
        return QSize(px(MARK_SIZE + _LOCK + 12), px(72))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the mark and the padlock; without a frame, but for the focus."""
        del event
        tokens = self._tokens
        painter = QPainter(self)
        if self.hasFocus() or self.isDown():
            ground = tokens.colour("primary_tint" if self.isDown() else "wall")
            face = Face(ground, ground, edge=0, frame=0, focused=self.hasFocus())
            paint_face(painter, tokens, QRectF(self.rect()), face)
        painter.save()
        painter.translate(0, (self.height() - tokens.px(MARK_SIZE)) / 2)
        painter.scale(tokens.px(MARK_SIZE) / MARK_SIZE, tokens.px(MARK_SIZE) / MARK_SIZE)
        paint_mark(painter, contrast=tokens.theme.outlined)
        painter.restore()
        lock = tokens.px(_LOCK)
        x, y = tokens.px(MARK_SIZE + 8), (self.height() - lock) / 2
        paint_icon(painter, "lock", x, y, lock, tokens.colour("secondary"))
        painter.end()


class NetworkChip(QWidget):
    """Whether there is a network, in an icon and words; or that sending goes on, or is stopped."""

    _ICONS: ClassVar[dict[Network, tuple[str, str]]] = {
        Network.ONLINE: ("wifi", "success"),
        Network.OFFLINE: ("wifi-off", "warning"),
        Network.SENDING: ("send", "primary"),
        Network.PAUSED: ("pause", "warning"),
    }

    def __init__(self, look: Look) -> None:
        """Starts as online."""
        super().__init__()
        self._look = look
        self._state = Network.ONLINE
        self._lines: tuple[str, ...] = ()
        self._words = WordPair(look.tokens, strong=(0,))
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(look.px(42), 0, 0, 0)
        self._row.addWidget(self._words)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setObjectName("network")
        self.show_state(Network.ONLINE, 0)

    def show_state(self, state: Network, waiting: int) -> None:
        """Show a state; `waiting` is how many dossiers are being sent."""
        self._state = state
        say = self._look.say
        match state:
            case Network.ONLINE:
                self._lines = (say("network.online"),)
            case Network.OFFLINE:
                self._lines = (say("network.offline"), say("network.offline-still"))
            case Network.SENDING:
                self._lines = (say("network.sending", count=waiting),)
            case Network.PAUSED:
                self._lines = (say("network.paused"), say("network.offline-still"))
        self.setAccessibleName(", ".join(self._lines))
        self.show_brief(brief=False)
        self.update()

    def sizeHint(self) -> QSize:
        """The icon, and the lines that are shown."""
        words = self._words.sizeHint()
        return QSize(self._look.px(42) + words.width(), words.height())

    def show_brief(self, *, brief: bool) -> None:
        """Show the first line alone where there is no room for two; both are read aloud."""
        lines = self._lines[:1] if brief else self._lines
        if self._words.show_lines(*lines, colour=self._ICONS[self._state][1]):
            self._row.invalidate()
            self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the icon beside the words."""
        del event
        painter = QPainter(self)
        name, colour = self._ICONS[self._state]
        size = self._look.px(32)
        ink = self._look.tokens.colour(colour)
        paint_icon(painter, name, 0, (self.height() - size) / 2, size, ink)
        painter.end()
