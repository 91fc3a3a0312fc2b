"""One of several, several of several, or yes and no: tiles, and a search where they are many."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Slot

from kiosk.domain.procedure import FieldKind
from kiosk.domain.spelling import plain
from ui.components.text_label import TextLabel
from ui.inputs.field_input import FieldInput, Pad
from ui.inputs.line import TextLine
from ui.inputs.tiles import Tile, TileBoard
from ui.keyboard.composition import read_as_telex
from ui.keyboard.typist import Manner

if TYPE_CHECKING:
    from kiosk.domain.procedure import Answer, Field
    from ui.inputs.field_input import Known
    from ui.keyboard.typist import Typist

SEARCHED_ABOVE = 12
"""With more options than this a line to search them stands above the tiles."""

YES, NO = "yes", "no"


class TilesInput(FieldInput):
    """An answer chosen by tapping tiles."""

    def __init__(self, known: Known, field: Field, *, labelled: bool) -> None:
        """The field's options, or yes and no."""
        super().__init__(known, field, labelled=labelled)
        look = known.look
        self._several = field.kind is FieldKind.CHOICES
        self._chosen: tuple[str, ...] = ()
        self._tiles = _tiles_of(known, field)
        self._search: TextLine | None = None
        if len(self._tiles) > SEARCHED_ABOVE:
            self._search = TextLine(
                look.tokens,
                Manner(telex=False, style=known.style),
                name=f"search-{field.id}",
                spoken=look.say("input.choice.search"),
                placeholder=look.say("input.choice.search"),
            )
            self._search.edited.connect(self._narrow)
            self._search.focused.connect(self._search_begun)
            self._search.by_hand_keyboard.connect(self.by_hand_keyboard)
            self._search.touched.connect(self.touched)
            self._layout.addWidget(self._search)
            self._layout.addSpacing(look.tokens.space(8))
        self._nothing = TextLabel(look.tokens, look.say("input.choice.nothing-found"))
        self._nothing.hide()
        self._layout.addWidget(self._nothing)
        self.board = TileBoard(look, name=f"option-{field.id}", several=self._several)
        self.board.tapped.connect(self._tapped)
        self._layout.addWidget(self.board)
        self._searching = False

    @property
    def wants(self) -> Pad:
        """Letters while the search line is written in, else nothing."""
        return Pad.LETTERS if self._searching else Pad.NONE

    def show_answer(self, answer: Answer | None) -> None:
        """Mark what was chosen."""
        chosen: tuple[str, ...] = ()
        if self.field.kind is FieldKind.YES_NO:
            chosen = (YES if answer else NO,) if isinstance(answer, bool) else ()
        elif isinstance(answer, str):
            chosen = (answer,)
        elif isinstance(answer, list | tuple):
            chosen = tuple(str(it) for it in answer)
        self._chosen = chosen
        if self._search is not None:
            self._search.show_text("")
        self.board.show_tiles(self._tiles, chosen)

    def answer(self) -> Answer | None:
        """The code, the codes, or yes or no."""
        if not self._chosen:
            return None
        if self.field.kind is FieldKind.YES_NO:
            return self._chosen[0] == YES
        return list(self._chosen) if self._several else self._chosen[0]

    @property
    def wants_strip(self) -> bool:
        """No: the tiles are the suggestions."""
        return False

    def typist(self) -> Typist | None:
        """What writes into the search line."""
        return self._search.typist if self._search is not None else None

    def leave_search(self) -> None:
        """Put the keyboard away."""
        if self._searching:
            self._searching = False
            self.board.make_way(makes_way=False)
            self.wants_changed.emit()

    @Slot()
    def _search_begun(self) -> None:
        if not self._searching:
            self._searching = True
            self.board.make_way(makes_way=True)
            self.focused.emit()
            self.wants_changed.emit()

    @Slot()
    def _narrow(self) -> None:
        if self._search is not None:
            text = self._search.text()
            fitting = self._fitting(text) or self._fitting(read_as_telex(text))
            self.board.show_tiles(fitting, self._chosen)
            self._nothing.setVisible(not fitting)

    def _fitting(self, text: str) -> list[Tile]:
        """The tiles with these letters, those that begin so first."""
        wanted = _letters(text)
        found = [tile for tile in self._tiles if wanted in _letters(tile.title)]
        return sorted(found, key=lambda tile: not _letters(tile.title).startswith(wanted))

    @Slot(str)
    def _tapped(self, value: str) -> None:
        if self._several:
            marked = set(self._chosen) ^ {value}
            self._chosen = tuple(tile.value for tile in self._tiles if tile.value in marked)
        else:
            self._chosen = (value,)
        self.changed.emit()
        self.leave_search()


def _tiles_of(known: Known, field: Field) -> tuple[Tile, ...]:
    if field.kind is FieldKind.YES_NO and not field.options:
        say = known.look.say
        return Tile(YES, say("input.yes")), Tile(NO, say("input.no"))
    return tuple(
        Tile(option.code, known.said(option.label), known.said(option.hint))
        for option in field.options
    )


def _letters(text: str) -> str:
    """Letters and digits alone: `Ê-đê` is found by `ede`."""
    return plain(text).replace(" ", "")
