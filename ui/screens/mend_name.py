"""A name that the scanner damaged, made whole by choosing: one syllable after the other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QGridLayout

from ui.components.action_tile import ActionTile
from ui.components.panel import Panel
from ui.components.text_label import TextLabel
from ui.page import Footer, Page, Place
from ui.theme.tokens import Role

if TYPE_CHECKING:
    from ui.look import Look

_MOST, _MOST_LARGEST = 7, 5
"""How many choices have room beside the way to the keyboard."""

_BLANK: Final = "____"
_LEAST: Final = 120


@dataclass(frozen=True, slots=True)
class NameAsked:
    """The name so far; at `place` one of `choices` is wanted, with no choices: is it right so."""

    syllables: tuple[str, ...]
    place: int = 0
    choices: tuple[str, ...] = ()


class MendNamePage(Page):
    """Reports `chosen` with a choice, `right` for the whole name, or `other`: to be typed."""

    chosen = Signal(str)
    right = Signal()
    other = Signal()

    def __init__(self, look: Look, asked: NameAsked, *, heading: str, caption: str) -> None:
        hint = look.say("mend.hint" if asked.choices else "mend.right_hint")
        super().__init__(look, name="mend_name", heading=heading, hint=hint)
        self.place = Place(caption)
        self.footer = Footer(back=look.say("footer.back"), leave=look.say("footer.leave"))
        tokens = look.tokens
        panel = Panel(tokens, padding=28)
        shown = [
            _BLANK if asked.choices and place == asked.place else syllable.upper()
            for place, syllable in enumerate(asked.syllables)
        ]
        role = Role.H1 if tokens.largest or tokens.tight else Role.DISPLAY
        panel.body.addWidget(TextLabel(tokens, " ".join(shown), role, name="mend.name"))
        self.main.addWidget(panel)
        self._columns = 2 if tokens.portrait or not asked.choices else 3 if tokens.largest else 4
        self._grid = QGridLayout()
        self._grid.setSpacing(tokens.px(24))
        if asked.choices:
            most = _MOST_LARGEST if tokens.largest and not tokens.portrait else _MOST
            for choice in asked.choices[:most]:
                tile = self._add(f"mend.choice.{choice}", choice.upper(), None)
                tile.tapped.connect(self._chosen)
        else:
            self._add("mend.right", look.say("mend.right"), "check").tapped.connect(self.right)
        self._add("mend.other", look.say("mend.other"), "keyboard").tapped.connect(self.other)
        for column in range(self._columns):
            self._grid.setColumnStretch(column, 1)
        self.main.addLayout(self._grid)
        self.main.addStretch(1)

    def _add(self, name: str, words: str, icon: str | None) -> ActionTile:
        """The next tile of the grid."""
        tile = ActionTile(
            self.look.tokens,
            words,
            name=name,
            icon=icon,
            least=_LEAST,
            chevron=False,
            role=Role.H2,
        )
        row, column = divmod(self._grid.count(), self._columns)
        self._grid.addWidget(tile, row, column)
        return tile

    @Slot()
    def _chosen(self) -> None:
        self.chosen.emit(self.sender().objectName().removeprefix("mend.choice."))
