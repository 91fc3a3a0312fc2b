"""What staff do seldom: each errand with a line that says what it is for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal, Slot

from ui.components.action_tile import ActionTile
from ui.page import Door, Footer, Page, Place

if TYPE_CHECKING:
    from ui.look import Look

ERRANDS: Final = {"devices": "scan-line", "help": "users"}
"""What can be done from here, each with its icon."""


class DeskMorePage(Page):
    """One touch chooses: `chosen` carries the errand."""

    chosen = Signal(str)

    def __init__(self, look: Look) -> None:
        say = look.say
        super().__init__(look, name="desk.more", heading=say("desk.more.title"))
        self.place = Place(say("desk.caption"), say("desk.more"))
        self.door = Door.BEHIND
        self.footer = Footer(back=say("footer.back"))
        for errand, icon in ERRANDS.items():
            tile = ActionTile(
                look.tokens,
                say(f"desk.more.{errand}"),
                say(f"desk.more.{errand}.detail"),
                name=f"desk.more.{errand}",
                icon=icon,
            )
            tile.tapped.connect(self._tapped)
            self.main.addWidget(tile)
        self.main.addStretch(1)

    @Slot()
    def _tapped(self) -> None:
        self.chosen.emit(self.sender().objectName().removeprefix("desk.more."))
