"""The way out where there is no network: sealed submissions on a stick, receipts back from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout

from ui.components.choice_tile import ChoiceGrid, ChoiceTile
from ui.components.error_summary import Strip
from ui.components.panel import IconMark, Notice, Panel
from ui.components.press_button import PressButton
from ui.components.text_label import TextLabel
from ui.components.tones import Tone
from ui.page import Aside, Door, Footer, Page, Place
from ui.theme.tokens import Role

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from ui.look import Look


@dataclass(frozen=True, slots=True)
class StickShown:
    """The names of the sticks that are plugged in, which one is meant, and what would be written.

    `outgoing` submissions are sealed and wait; `unsealed` ones can't leave on a stick. `fault` is
    what went wrong the last time, in words.
    """

    sticks: tuple[str, ...]
    chosen: int | None
    outgoing: int
    unsealed: int
    fault: str = ""


class StickPage(Page):
    """`export_wanted`, `import_wanted`: with the marked stick. `chosen` carries another's place."""

    chosen = Signal(object)
    again = Signal()
    export_wanted = Signal()
    import_wanted = Signal()

    def __init__(self, look: Look, shown: StickShown) -> None:
        say, tokens = look.say, look.tokens
        # Beside the largest words there is room for one column.
        brief = tokens.largest and not tokens.portrait
        super().__init__(
            look,
            name="desk.stick",
            heading=say("stick.title"),
            hint="" if brief else say("stick.hint"),
            aside=Aside.NONE if brief else Aside.BESIDE_BODY,
        )
        self._brief = brief
        self.place = Place(say("desk.caption"), say("stick.short"))
        self.door = Door.BEHIND
        ready = shown.chosen is not None
        export = ready and shown.outgoing > 0
        self.footer = Footer(
            back=say("footer.back"),
            primary=say("stick.export") if export else None if ready else say("stick.again"),
            primary_icon="usb" if export else None,
        )
        self.primary.connect(self.export_wanted if export else self.again)
        if shown.fault:
            strip = Strip(tokens, shown.fault, tone=Tone.DANGER, name="stick.fault")
            self.show_strip(strip)
        self.main.addWidget(self._sticks(shown))
        column = self.main
        if not brief:
            self.main.addStretch(1)
            column = self.aside
        column.addWidget(self._outgoing(shown))
        if ready:
            column.addWidget(self._receipts())
        column.addStretch(1)

    def _sticks(self, shown: StickShown) -> Panel | ChoiceGrid:
        tokens = self.look.tokens
        if not shown.sticks:
            panel = Panel(tokens)
            row = QHBoxLayout()
            row.setSpacing(tokens.px(36))
            mark = IconMark(tokens, "usb", size=84, colour="primary")
            row.addWidget(mark, 0, Qt.AlignmentFlag.AlignVCenter)
            words = TextLabel(tokens, self.look.say("stick.none"), Role.INPUT, name="stick.none")
            row.addWidget(words, 1, Qt.AlignmentFlag.AlignVCenter)
            panel.body.addLayout(row)
            return panel
        grid = ChoiceGrid(tokens, columns=1)
        for place, name in enumerate(shown.sticks):
            grid.add(ChoiceTile(tokens, name, name=f"stick.{place}", value=place, icon="usb"))
        grid.choose(shown.chosen)
        grid.answered.connect(self.chosen)
        return grid

    def _outgoing(self, shown: StickShown) -> Panel:
        look, tokens = self.look, self.look.tokens
        panel = Panel(tokens, padding=16 if self._brief else 28)
        panel.setObjectName("stick.outgoing")
        key = "stick.outgoing" if shown.outgoing else "stick.outgoing.none"
        words = look.say(key, count=shown.outgoing)
        panel.body.addWidget(Notice(tokens, words, icon="lock", role=Role.STRONG))
        if shown.unsealed:
            left = look.say("stick.unsealed", count=shown.unsealed)
            panel.body.addWidget(Notice(tokens, left, icon="info"))
        return panel

    def _receipts(self) -> QWidget:
        """The way back; beside the largest words the button says enough."""
        look = self.look
        button = PressButton(
            look.tokens, look.say("stick.import"), name="stick.import", icon="download"
        )
        button.tapped.connect(self.import_wanted)
        if self._brief:
            return button
        panel = Panel(look.tokens, padding=28)
        panel.body.addWidget(TextLabel(look.tokens, look.say("stick.receipts"), Role.BODY))
        panel.body.addWidget(button)
        return panel
