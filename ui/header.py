"""The top of every screen: where one is, whether there is a network, and the ways to be helped."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.components.panel import Divider
from ui.components.press_button import Kind, PressButton
from ui.header_parts import NetworkChip, PointMark, StaffDoor, WordPair, in_two_lines
from ui.page import Door

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from PySide6.QtCore import SignalInstance

    from ui.header_parts import Network
    from ui.look import Look
    from ui.page import Place


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
