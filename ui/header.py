"""The top of every screen: where one is, whether there is a network, and the ways to be helped."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from PySide6.QtCore import QRectF, QSize, Signal, Slot
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QAbstractButton,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ui.art.mark import MARK_SIZE, paint_mark
from ui.components.panel import Divider
from ui.components.press_button import Kind, PressButton
from ui.components.pressing import GUARD_MS, Pressing
from ui.components.shapes import Face, paint_face
from ui.page import Door
from ui.theme.icons import paint_icon
from ui.theme.text_layout import advance, has_stacked_capitals, lay_out
from ui.theme.tokens import Role

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from PySide6.QtCore import SignalInstance
    from PySide6.QtGui import QAccessibleInterface, QPaintEvent

    from ui.look import Look
    from ui.page import Place
    from ui.theme.text_layout import Block
    from ui.theme.tokens import Tokens


# Distance of two lines in em: as headings have it, and where a capital bears two marks; and the
# height of the ink of one such line.
_CLOSE, _WIDE = 1.3, 1.45
_INK = {_CLOSE: 1.25, _WIDE: 1.45}


class Network(Enum):
    """What the network chip says."""

    ONLINE = "online"
    OFFLINE = "offline"
    SENDING = "sending"
    PAUSED = "paused"


class Voice(Enum):
    """What the header offers of reading aloud. Values: the button's words, and its icon."""

    NONE = ("", "")
    READY = ("header.read-aloud", "volume-2")
    SPEAKING = ("header.read-aloud.stop", "volume-x")
    HEARD = ("header.read-aloud.again", "volume-2")


class Help(Enum):
    """How it stands with help: it is offered, somebody was called, or somebody types."""

    OFFERED = "offered"
    CALLED = "called"
    TYPING = "typing"

    @property
    def icon(self) -> str:
        """What its button shows beside the words."""
        return {Help.OFFERED: "hand", Help.CALLED: "circle-check", Help.TYPING: "pause"}[self]


class Point(NamedTuple):
    """The help point's name and the commune it stands in, as the header says them."""

    name: str
    commune: str


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


_LOCK = 30
_UNDER_BANNER = 12
OFFERS = ("text-size", "read-aloud", "language", "help")
"""The buttons of the header, in their order."""


class Header(QWidget):
    """The header's row (two rows in portrait), with signals named for what was asked."""

    text_size = Signal()
    read_aloud = Signal()
    voice_wanted = Signal()
    language = Signal()
    help_wanted = Signal()
    typing_ended = Signal()
    staff_wanted = Signal()
    lock_wanted = Signal()

    def __init__(self, look: Look, point: Point, offers: Collection[str] = OFFERS) -> None:
        """Says the point's name until `show_place` says where the person is.

        `offers` are the buttons that do something here: one language needs no button for it.
        """
        super().__init__()
        self._look = look
        self._offers = offers
        self._point = point
        tokens = look.tokens
        self._name = WordPair(tokens, strong=(0,))
        self._caption = WordPair(tokens, strong=(1,))
        self._divider = Divider(tokens)
        self._divider.setFixedSize(tokens.px(2), tokens.px(68))
        self.network = NetworkChip(look)
        self._place: Place | None = None
        self._door = Door.NONE
        self._help = Help.OFFERED
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(tokens.px(12))
        self._add_buttons(look)
        self._arrange()
        self.show_voice(Voice.NONE)
        self.show_place(None)

    def _add_buttons(self, look: Look) -> None:
        kinds: tuple[tuple[str, str, Kind, SignalInstance | Callable[[], None]], ...] = (
            ("voice", "sliders-horizontal", Kind.HEADER, self.voice_wanted),
            ("text-size", "a-large-small", Kind.HEADER, self.text_size),
            ("read-aloud", "volume-2", Kind.HEADER, self.read_aloud),
            ("language", "languages", Kind.HEADER, self.language),
            ("help", Help.OFFERED.icon, Kind.HEADER_HELP, self._help_pressed),
            ("lock", "lock", Kind.HEADER, self.lock_wanted),
        )
        self._button: dict[str, PressButton] = {}
        for name, drawing, kind, pressed in kinds:
            if name not in self._offers and name not in {"lock", "voice"}:
                continue
            words = look.say(f"header.{name}")
            button = PressButton(look.tokens, words, name=f"header.{name}", kind=kind, icon=drawing)
            policy = button.sizePolicy()
            policy.setHorizontalPolicy(
                QSizePolicy.Policy.Preferred if look.tokens.portrait else QSizePolicy.Policy.Fixed
            )
            policy.setVerticalPolicy(QSizePolicy.Policy.Fixed)
            button.setSizePolicy(policy)
            button.tapped.connect(pressed)
            if name != "voice":
                self._buttons.addWidget(button)
            self._button[name] = button

    def _arrange(self) -> None:
        tokens = self._look.tokens
        top = QHBoxLayout()
        top.setSpacing(tokens.px(16))
        self._mark = PointMark(tokens)
        self._staff = StaffDoor(self._look)
        self._staff.tapped.connect(self.staff_wanted)
        top.addWidget(self._mark)
        top.addWidget(self._staff)
        top.addWidget(self._name)
        top.addSpacing(tokens.px(12))
        top.addWidget(self._divider)
        top.addSpacing(tokens.px(12))
        top.addWidget(self._caption)
        top.addStretch(1)
        top.addWidget(self.network)
        top.addWidget(self._button["voice"])
        self._rows = QVBoxLayout(self)
        self._rows.setSpacing(tokens.px(12))
        self._rows.addLayout(top)
        if tokens.portrait:
            self._rows.addLayout(self._buttons)
        else:
            top.addSpacing(tokens.px(8))
            top.addLayout(self._buttons)
        self._stand()

    def _stand(self) -> None:
        """Leave the eave its room above; under a banner there is none."""
        tokens = self._look.tokens
        above = 28 if tokens.portrait else 8 if tokens.tight else 32
        if self._help is Help.TYPING:
            above = min(above, _UNDER_BANNER)
        self._rows.setContentsMargins(tokens.margin, tokens.px(above), tokens.margin, 0)
        if not tokens.portrait:
            self.setFixedHeight(tokens.px(above + (112 if tokens.largest else 80)))

    def show_help(self, help_: Help) -> None:
        """Offer to call somebody, say that they were called, or offer to end their typing."""
        self._help = help_
        if "help" in self._button:
            key = "header.help" if help_ is Help.OFFERED else f"header.help.{help_.value}"
            tokens = self._look.tokens
            # In a narrow window the header's icons give way, so that its words needn't.
            icon = None if tokens.narrow and not tokens.largest else help_.icon
            self._button["help"].set_text(self._look.say(key), icon=icon)
            self._buttons.invalidate()
        self._stand()
        self._fit()

    @Slot()
    def _help_pressed(self) -> None:
        if self._help is Help.TYPING:
            self.typing_ended.emit()
        else:
            self.help_wanted.emit()

    def show_place(self, place: Place | None, door: Door = Door.NONE) -> None:
        """Say the section and the step; without them the point's name and commune.

        Who is behind the staff's `door` needs no helper: they are offered to lock it.
        """
        self._place = place if place is not None and (place.caption or place.steps) else None
        self._door = door
        for name, shown in (("help", door is not Door.BEHIND), ("lock", door is Door.BEHIND)):
            if name in self._button:
                self._button[name].setVisible(shown)
        self._buttons.invalidate()
        self._fit()

    def show_voice(self, voice: Voice) -> None:
        """Offer to read the page, to stop, or to hear it again; nothing where nothing is heard.

        How it is read can be chosen once it is heard: the network's place is lent for that.
        """
        heard = voice in {Voice.SPEAKING, Voice.HEARD}
        self._button["voice"].setVisible(heard)
        self.network.setVisible(not heard)
        button = self._button.get("read-aloud")
        if button is not None:
            button.setVisible(voice is not Voice.NONE)
            if voice is not Voice.NONE:
                words, icon = voice.value
                button.set_text(self._look.say(words), icon=icon)
        self._buttons.invalidate()
        self._fit()

    def show_network(self, state: Network, waiting: int) -> None:
        """Say whether there is a network."""
        self.network.show_state(state, waiting)
        self._fit()

    def _fit(self) -> None:
        """Show what there is room for: the point's name gives way first, then the section."""
        place, point = self._place, self._point
        if place is None:
            self._name.show_lines(point.name, point.commune, strong=(0,))
            self._caption.show_lines()
            if self._crowded():
                self._name.show_lines(*in_two_lines(point.name, self._look.tokens), strong=(0, 1))
        else:
            self._name.show_lines(*in_two_lines(point.name, self._look.tokens), strong=(0, 1))
            self._caption.show_lines(place.caption, place.steps)
            if self._look.tokens.largest or self._crowded():
                self._name.show_lines()
            if self._crowded():
                self._caption.show_lines("", place.steps)
        self._staff.setVisible(self._door is Door.BEFORE)
        self._mark.setVisible(self._door is not Door.BEFORE)
        self._make_room()
        self._divider.setVisible(not self._caption.isHidden() and not self._name.isHidden())

    def _make_room(self) -> None:
        """Let what says least give way, until the row is as wide as the window.

        Most rows are not crowded at all, and are looked at once.
        """
        self.network.show_brief(brief=False)
        crowded = self._crowded()
        if crowded:
            self._mark.hide()
            crowded = self._crowded()
        if crowded:
            self.network.show_brief(brief=True)
            crowded = self._crowded()
        if self._draw_in(drawn_in=False):
            crowded = self._crowded()
        if crowded:
            self._draw_in(drawn_in=True)
            crowded = self._crowded()
        # What the heading says again goes last.
        for part in (self._name, self._caption):
            if crowded:
                part.show_lines()
                crowded = self._crowded()

    def _draw_in(self, *, drawn_in: bool) -> bool:
        """Whether the buttons take another room across now."""
        changed = [button.draw_in(drawn_in=drawn_in) for button in self._button.values()]
        if any(changed):
            self._buttons.invalidate()
        return any(changed)

    def _crowded(self) -> bool:
        """Whether what is shown now is wider than the window.

        Summed up by hand: Qt's layouts answer from a cache until the event loop has run.
        """
        tokens = self._look.tokens
        self._divider.setVisible(not self._caption.isHidden() and not self._name.isHidden())
        voice = self._button["voice"]
        shown = (self._mark, self._staff, self._name, self._divider, self._caption)
        parts = (*shown, self.network, voice)
        widths = [part.sizeHint().width() for part in parts if not part.isHidden()]
        if not tokens.portrait:
            widths.append(self._buttons.sizeHint().width() + tokens.px(8))
        spaces = (len(widths) - 1) * tokens.px(16) + 2 * tokens.px(12) + 2 * tokens.margin
        return sum(widths) + spaces > tokens.px(tokens.width)
