"""How it is easiest to read and hear: before any word matters."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from ui.components.panel import Divider, Notice, Panel
from ui.components.press_button import PressButton
from ui.components.shapes import Face, paint_face
from ui.components.text_label import TextLabel
from ui.page import Aside, Footer, Page, Place
from ui.screens.look_tile import LookTile, Sample
from ui.screens.voice import reading_tiles
from ui.theme.palettes import THEMES, ThemeName
from ui.theme.tokens import Role, TextSize

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPaintEvent

    from ui.look import Look

_SAMPLES = {TextSize.NHO: 21, TextSize.VUA: 29, TextSize.LON: 38, TextSize.RAT_LON: 49}


class HowToUsePage(Page):
    """Reports each choice at once: the page is then made anew in the look that was chosen."""

    text_size_chosen = Signal(TextSize)
    theme_chosen = Signal(ThemeName)
    reads_chosen = Signal(bool)
    voice_wanted = Signal()
    more_wanted = Signal()
    finished = Signal()

    def __init__(self, look: Look, *, reads: bool | None = None) -> None:
        """`reads`: each page is read aloud; None where nothing can be heard."""
        super().__init__(
            look,
            name="how_to_use",
            heading=look.say("how_to_use.title" if reads is None else "how_to_use.title.voice"),
            aside=Aside.NONE if self._sparing(look) else Aside.BESIDE_BODY,
        )
        say = look.say
        self.place = Place(say("how_to_use.caption"), say("how_to_use.steps"), 1.0)
        self.footer = Footer(back=say("footer.back"), primary=say("footer.continue"))
        self.primary.connect(self.finished)
        self.main.setSpacing(look.tokens.space(12))
        self._add_row(say("how_to_use.size"), self._sizes())
        if reads is not None:
            self._add_row(
                say("how_to_use.voice"), reading_tiles(look, self.reads_chosen.emit, reads=reads)
            )
        self._add_row(say("how_to_use.colour"), self._themes())
        sparing = self._sparing(look)
        if sparing and reads is None and not look.tokens.largest:
            self.main.addSpacing(look.px(8))
            self.main.addWidget(Notice(look.tokens, say("how_to_use.note"), role=Role.SECONDARY))
        more = self._more_button()
        usual = not (look.tokens.portrait or look.tokens.large)
        if (look.tokens.tight and sparing) or (usual and reads is not None):
            self.footer_middle = more  # so that nobody has to turn this page
        else:
            self.main.addSpacing(look.px(8))
            self.main.addWidget(more, 0, Qt.AlignmentFlag.AlignLeft)
        self.main.addStretch(1)
        if not sparing:
            self.aside.addWidget(self._sample(voiced=reads is not None), 1)

    @staticmethod
    def _sparing(look: Look) -> bool:
        """Whether there is room for the choices alone: what is chosen is seen on them too."""
        return look.tokens.largest or look.tokens.tight

    def _more_button(self) -> PressButton:
        words = self.look.say("how_to_use.more")
        more = PressButton(self.look.tokens, words, name="how_to_use.more", icon="plus")
        more.tapped.connect(self.more_wanted)
        return more

    def _add_row(self, words: str, tiles: Sequence[QWidget]) -> None:
        tokens = self.look.tokens
        if self.main.count():
            self.main.addSpacing(tokens.space(16))
        self.main.addWidget(TextLabel(tokens, words, Role.H3))
        columns = len(tiles)
        if tokens.portrait and columns == len(THEMES):
            columns = 1
        elif tokens.portrait and tokens.large:
            columns = 2
        grid = QGridLayout()
        grid.setSpacing(tokens.gutter if columns > 1 else tokens.px(20))
        for place, tile in enumerate(tiles):
            grid.addWidget(tile, place // columns, place % columns)
            grid.setColumnStretch(place % columns, 1)
        self.main.addLayout(grid)

    def _sizes(self) -> list[QWidget]:
        tokens, say = self.look.tokens, self.look.say
        tiles: list[QWidget] = []
        for size in TextSize:
            font = tokens.font_of(_SAMPLES[size], strong=True)
            tile = LookTile(
                tokens,
                say(f"how_to_use.size.{size.value}"),
                sample=Sample(words=say("how_to_use.size.sample"), font=font),
                name=f"how_to_use.size.{size.value}",
                chosen=size is tokens.text_size,
            )
            tile.tapped.connect(partial(self.text_size_chosen.emit, size))
            tiles.append(tile)
        return tiles

    def _themes(self) -> list[QWidget]:
        tokens = self.look.tokens
        tiles: list[QWidget] = []
        for name, theme in THEMES.items():
            tile = LookTile(
                tokens,
                self.look.say(f"how_to_use.colour.{name.value}"),
                sample=Sample(theme=theme),
                name=f"how_to_use.colour.{name.value}",
                chosen=name is tokens.theme.name,
            )
            tile.tapped.connect(partial(self.theme_chosen.emit, name))
            tiles.append(tile)
        return tiles

    def _voice_button(self) -> PressButton:
        say = self.look.say
        button = PressButton(
            self.look.tokens,
            say("how_to_use.voice.more"),
            name="how_to_use.voice",
            icon="sliders-horizontal",
            parent=self,
        )
        button.tapped.connect(self.voice_wanted)
        return button

    def _sample(self, *, voiced: bool) -> QWidget:
        """A question as it will look, and the way to how it will sound."""
        tokens, say = self.look.tokens, self.look.say
        panel = Panel(tokens)
        panel.body.addWidget(TextLabel(tokens, say("how_to_use.sample"), Role.CAPTION))
        panel.body.addWidget(TextLabel(tokens, say("how_to_use.sample.question"), Role.H1))
        panel.body.addWidget(TextLabel(tokens, say("how_to_use.sample.hint")))
        panel.body.addWidget(_Box(self.look, say("how_to_use.sample.answer")))
        if voiced:
            panel.body.addWidget(self._voice_button())
        panel.body.addStretch(1)
        panel.body.addWidget(Divider(tokens))
        panel.body.addWidget(Notice(tokens, say("how_to_use.note"), role=Role.SECONDARY))
        return panel


class _Box(QWidget):
    """A box with an answer in it, only to look at."""

    def __init__(self, look: Look, answer: str) -> None:
        super().__init__()
        self._tokens = look.tokens
        row = QHBoxLayout(self)
        side, above = look.px(24), look.px(14)
        row.setContentsMargins(side, above, side, above)
        row.addWidget(TextLabel(look.tokens, answer, Role.INPUT))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the frame of an input."""
        del event
        tokens = self._tokens
        painter = QPainter(self)
        face = Face(rim=tokens.colour("rim"), fill=tokens.colour("paper"), edge=2)
        paint_face(painter, tokens, QRectF(self.rect()), face)
        painter.end()
