"""Staff try what is plugged in: what reads codes, the camera, the flatbed, printer and speaker."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout

from ui.camera.finder import CodeFinder
from ui.components.paged_card import PagedCard
from ui.components.panel import Notice, Panel
from ui.components.press_button import Kind, PressButton
from ui.components.tones import Tone
from ui.page import Aside, Door, Footer, Page, Place
from ui.screens.checkup import FindingRow, FindingShown
from ui.screens.rows_said import RowsPager
from ui.theme.tokens import Role

if TYPE_CHECKING:
    from PySide6.QtWidgets import QBoxLayout

    from ui.camera.device import Camera
    from ui.look import Look


_USUAL, _SMALL = (960, 540), (720, 405)
"""How large the camera's picture is, in reference pixels."""


@dataclass(frozen=True, slots=True)
class DevicesShown:
    """How each device is, and in words what was read last, "" before anything was."""

    devices: tuple[FindingShown, ...]
    read: str
    can_film: bool


class DevicesPage(Page):
    """`print_wanted`, `sound_wanted`, `film_wanted` say which trial was pressed."""

    print_wanted = Signal()
    sound_wanted = Signal()
    film_wanted = Signal()

    def __init__(self, look: Look, shown: DevicesShown) -> None:
        say, tokens = look.say, look.tokens
        # Beside the largest words there is room for one column.
        brief = tokens.largest and not tokens.portrait
        super().__init__(
            look,
            name="desk.devices",
            heading=say("devices.title"),
            hint="" if brief else say("devices.hint"),
            aside=Aside.NONE if brief else Aside.BESIDE_BODY,
        )
        self.place = Place(say("desk.caption"), say("desk.more.devices"))
        self.door = Door.BEHIND
        self.footer = Footer(back=say("footer.back"), primary=say("devices.again"))
        self._card = PagedCard(tokens, pressable=False)
        if brief and shown.read:
            self._card.add_row(FindingRow(look, FindingShown(shown.read, "", Tone.INFO)))
        for device in shown.devices:
            self._card.add_row(FindingRow(look, device))
        self._pager = RowsPager(self, self._card)
        self.footer_middle = self._pager
        self.main.addWidget(self._card, 1)
        trials = [("print", "printer", self.print_wanted), ("sound", "volume-2", self.sound_wanted)]
        if shown.can_film:
            trials.append(("film", "camera", self.film_wanted))
        row = QHBoxLayout()
        row.setSpacing(tokens.px(16))
        column: QBoxLayout = row if brief else self.aside
        if brief:
            self.main.addLayout(row)
        else:
            self.aside.addWidget(self._last(shown))
        for name, icon, signal in trials:
            button = PressButton(
                tokens,
                say(f"devices.{name}"),
                name=f"devices.{name}",
                kind=Kind.SMALL if brief else Kind.SECONDARY,
                icon=None if brief else icon,
            )
            button.tapped.connect(signal)
            column.addWidget(button)
        if not brief:
            self.aside.addStretch(1)
        self._pager.say_range()

    def _last(self, shown: DevicesShown) -> Panel:
        tokens = self.look.tokens
        panel = Panel(tokens, padding=28)
        words = shown.read or self.look.say("devices.nothing-read")
        panel.body.addWidget(Notice(tokens, words, icon="scan-line", role=Role.STRONG))
        return panel


class DeskCameraPage(Page):
    """The camera's picture: any code that is held into it goes the way of a scan."""

    def __init__(self, look: Look, camera: Camera) -> None:
        say = look.say
        super().__init__(
            look,
            name="desk.camera",
            heading=say("devices.camera.title"),
            hint=say("devices.camera.hint"),
        )
        self.place = Place(say("desk.caption"), say("desk.more.devices"))
        self.door = Door.BEHIND
        self.footer = Footer(back=say("footer.back"))
        small = look.tokens.tight or look.tokens.large or look.tokens.portrait
        size = QSize(*(_SMALL if small else _USUAL))
        finder = CodeFinder(look, camera, "card", size=size)
        # The picture is as high as it is wide: a row gives it its own width, and no more.
        finder.setFixedWidth(look.px(size.width()))
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(finder)
        row.addStretch(1)
        self.main.addLayout(row)
        self.main.addStretch(1)
