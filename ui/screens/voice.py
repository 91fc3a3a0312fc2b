"""How it is read aloud: whether each page is, how fast, how loud."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from ui.components.panel import VerdictBar
from ui.components.press_button import PressButton
from ui.components.text_label import TextLabel
from ui.components.tones import Tone
from ui.page import Footer, Page, Place
from ui.screens.look_tile import LookTile, Sample
from ui.speech.pace import VOLUMES, Pace
from ui.theme.tokens import Role

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ui.look import Look

_PACES = {Pace.SLOW: "slow", Pace.NORMAL: "normal", Pace.FAST: "fast"}


class VoicePage(Page):
    """Reports each choice at once: the page is then made anew, and a sample is heard.

    Where nothing can be heard, such as with the loudspeaker pulled out meanwhile, it says so.
    """

    reads_chosen = Signal(bool)
    pace_chosen = Signal(object)
    volume_chosen = Signal(int)
    signals_chosen = Signal(bool)
    try_wanted = Signal()
    finished = Signal()

    def __init__(
        self, look: Look, *, reads: bool, pace: Pace, volume: int, signals: bool = True
    ) -> None:
        """`volume` is a step, counted from 1; `signals`: a touch is heard to have counted."""
        super().__init__(look, name="voice", heading=look.say("voice.title"))
        tokens, say = look.tokens, look.say
        self.place = Place(say("voice.caption"))
        self.footer = Footer(primary=say("voice.done"), primary_icon="check")
        self.primary.connect(self.finished)
        self.main.setSpacing(tokens.space(12))
        self._silent = VerdictBar(tokens, say("voice.silent"), Tone.WARNING, icon="volume-x")
        self._silent.hide()
        self.main.addWidget(self._silent)
        self._add_row(
            say("how_to_use.voice"), reading_tiles(look, self.reads_chosen.emit, reads=reads)
        )
        paces = [
            self._tile(f"pace.{name}", self.pace_chosen.emit, step, chosen=step is pace)
            for step, name in _PACES.items()
        ]
        answers = [
            self._tile(f"signals.{name}", self.signals_chosen.emit, value, chosen=value is signals)
            for name, value in (("yes", True), ("no", False))
        ]
        volumes = [
            self._tile(f"volume.{step}", self.volume_chosen.emit, step, chosen=step == volume)
            for step in range(1, len(VOLUMES) + 1)
        ]
        if tokens.large or tokens.portrait:
            self._add_row(say("voice.pace"), paces)
            self._add_row(say("voice.volume"), volumes)
            self._add_row(say("voice.signals"), answers)
        else:
            beside = QHBoxLayout()
            beside.setSpacing(tokens.gutter)
            beside.addLayout(self._group(say("voice.pace"), paces), len(paces))
            beside.addLayout(self._group(say("voice.signals"), answers), len(answers))
            self.main.addSpacing(tokens.space(16))
            self.main.addLayout(beside)
            self._add_row(say("voice.volume"), volumes)
        self._try = PressButton(
            tokens, say("voice.try"), name="voice.try", icon="play", parent=self
        )
        self._try.tapped.connect(self.try_wanted)
        self.footer_middle = self._try
        self.main.addStretch(1)

    def show_voice(self, *, heard: bool) -> None:
        """Say where nothing can be heard, and offer to try it where something can."""
        self._silent.setVisible(not heard)
        self._try.setVisible(heard)
        # So much closer together that the bar costs no more room than a low window has.
        self.main.setSpacing(self.look.tokens.space(12 if heard else 8))
        self.footer_middle = self._try if heard else None
        self.changed.emit()

    def _tile(
        self, name: str, tell: Callable[[Any], None], value: object, *, chosen: bool
    ) -> LookTile:
        words = self.look.say(f"voice.{name}")
        tile = LookTile(
            self.look.tokens, words, sample=Sample(), name=f"voice.{name}", chosen=chosen
        )
        tile.tapped.connect(partial(tell, value))
        return tile

    def _add_row(self, words: str, tiles: Sequence[QWidget]) -> None:
        if self.main.count() > 1:
            self.main.addSpacing(self.look.tokens.space(16))
        self.main.addLayout(self._group(words, tiles))

    def _group(self, words: str, tiles: Sequence[QWidget]) -> QVBoxLayout:
        tokens = self.look.tokens
        columns = len(tiles)
        if tokens.portrait and tokens.large and columns > 2:
            columns = 1 if columns == len(_PACES) else 2
        grid = QGridLayout()
        grid.setHorizontalSpacing(tokens.gutter)
        grid.setVerticalSpacing(tokens.px(20))
        for place, tile in enumerate(tiles):
            grid.addWidget(tile, place // columns, place % columns)
            grid.setColumnStretch(place % columns, 1)
        group = QVBoxLayout()
        group.setSpacing(tokens.space(12))
        group.addWidget(TextLabel(tokens, words, Role.H3))
        group.addLayout(grid)
        return group


def reading_tiles(look: Look, tell: Callable[[bool], None], *, reads: bool) -> list[QWidget]:
    """Whether each page is read as it comes: yes or no. `tell` is told the answer."""
    tiles: list[QWidget] = []
    for name, answer, icon in (("yes", True, "volume-2"), ("no", False, "volume-x")):
        tile = LookTile(
            look.tokens,
            look.say(f"how_to_use.voice.{name}"),
            look.say(f"how_to_use.voice.{name}.text"),
            sample=Sample(icon=icon),
            name=f"voice.reads.{name}",
            chosen=answer is reads,
        )
        tile.tapped.connect(partial(tell, answer))
        tiles.append(tile)
    return tiles
