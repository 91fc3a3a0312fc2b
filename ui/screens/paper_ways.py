"""How a paper comes into the machine: by camera, flatbed, phone or stick."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QGridLayout

from ui.components.action_tile import ActionTile
from ui.components.panel import Notice
from ui.page import Footer, Page, Place
from ui.theme.tokens import Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ui.look import Look

_WAY = "ways."


class PaperWay(Enum):
    """A way in; each has words under `ways.` and the icon that stands beside them."""

    CAMERA = "camera"
    FLATBED = "flatbed"
    PHONE = "phone"
    STICK = "stick"

    @property
    def icon(self) -> str:
        """The drawing of this way."""
        icons = {"camera": "camera", "flatbed": "scan-line", "phone": "smartphone", "stick": "usb"}
        return icons[self.value]


class PaperWaysPage(Page):
    """Offers the ways that there are here, one tile each; `chosen` brings the PaperWay."""

    chosen = Signal(object)

    def __init__(
        self, look: Look, ways: Sequence[PaperWay], *, paper: str, missing: str = ""
    ) -> None:
        """`paper` is the paper's own name; `missing` says when another way will be there."""
        super().__init__(
            look,
            name="paper_ways",
            heading=look.say("ways.title", paper=paper),
            hint="" if look.tokens.largest else look.say("ways.hint"),
        )
        tokens = look.tokens
        self.place = Place(look.say("papers.caption"))
        self.footer = Footer(back=look.say("footer.back"))
        columns = 1 if tokens.portrait or tokens.large else 2
        grid = QGridLayout()
        grid.setHorizontalSpacing(tokens.gutter)
        grid.setVerticalSpacing(tokens.space(20 if tokens.largest else 24))
        for number, way in enumerate(ways):
            tile = ActionTile(
                tokens,
                look.say(f"ways.{way.value}"),
                look.say(f"ways.{way.value}.detail"),
                name=f"{_WAY}{way.value}",
                icon=way.icon,
                least=168 if not tokens.tight else None,
                role=Role.H3 if tokens.largest else Role.H2,
            )
            tile.tapped.connect(self._chosen)
            grid.addWidget(tile, number // columns, number % columns)
        for column in range(columns):
            grid.setColumnStretch(column, 1)
        self.main.addLayout(grid)
        if missing:
            self.main.addWidget(Notice(tokens, missing, icon="wifi-off"))
        self.main.addStretch(1)

    @Slot()
    def _chosen(self) -> None:
        self.chosen.emit(PaperWay(self.sender().objectName().removeprefix(_WAY)))
