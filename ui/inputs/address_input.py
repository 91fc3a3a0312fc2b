"""An address: this very commune first, else a search by old or new name, or by province."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.components.panel import Panel
from ui.components.press_button import Kind, PressButton
from ui.components.text_label import TextLabel
from ui.inputs.field_input import FieldInput, Pad
from ui.inputs.line import TextLine
from ui.inputs.tiles import Tile, TileBoard
from ui.keyboard.composition import composed, read_as_telex
from ui.keyboard.suggestions import MOST, suggest_text
from ui.keyboard.typist import Manner
from ui.theme.tokens import Role

if TYPE_CHECKING:
    from collections.abc import Callable

    from kiosk.domain.address import Commune, Hit, Province
    from kiosk.domain.procedure import Answer, Field
    from ui.inputs.field_input import Known
    from ui.keyboard.typist import Typist

_MOST_HITS = 40
_ELSEWHERE = "elsewhere"
_OTHER_HAMLET = "other-hamlet"
_UNITS = ("Thành phố ", "Tỉnh ", "Huyện ", "Quận ", "Thị xã ")


class _Stage(Enum):
    """What of the address is being asked."""

    WHERE = "where"
    SEARCH = "search"
    PROVINCE = "province"
    COMMUNE = "commune"
    HAMLET = "hamlet"
    HOUSE = "house"


class AddressInput(FieldInput):
    """Asks for the commune by a tap or a search, then for hamlet and street, which may be left."""

    def __init__(self, known: Known, field: Field, *, labelled: bool) -> None:
        """Where the help point's commune is known it is the first thing offered."""
        super().__init__(known, field, labelled=labelled)
        look = known.look
        self._here = known.addresses.commune(known.here) if known.here else None
        self._commune: Commune | None = None
        self._province: Province | None = None
        self._stage = _Stage.WHERE
        self._line: TextLine | None = None
        self._search = self._made_line("search", "input.address.search", placeholder=True)
        self._search.edited.connect(self._searched)
        self._by_province = PressButton(
            look.tokens, look.say("input.address.by-province"), name=f"by-province-{field.id}"
        )
        self._by_province.tapped.connect(self._list_provinces)
        self._asking = TextLabel(look.tokens, "", Role.STRONG)
        self._board = TileBoard(look, name=f"place-{field.id}")
        self._board.tapped.connect(self._tapped)
        self._chosen = TextLabel(look.tokens, "", Role.H3, name=f"commune-{field.id}")
        self._chosen_in = TextLabel(look.tokens, "", Role.SECONDARY)
        self._other = PressButton(
            look.tokens,
            look.say("input.address.change"),
            name=f"change-{field.id}",
            kind=Kind.SMALL,
        )
        self._other.tapped.connect(self._begin_again)
        self._hamlet = self._made_line("hamlet", "input.address.hamlet")
        self._street = self._made_line("street", "input.address.street")
        self._house = self._made_house()
        finder = QHBoxLayout()
        finder.setSpacing(look.px(20))
        finder.addWidget(self._search, 1)
        finder.addWidget(self._by_province)
        self._layout.addLayout(finder)
        self._layout.addWidget(self._asking)
        self._layout.addWidget(self._board, 1)
        self._layout.addWidget(self._house)
        self._show(_Stage.WHERE)

    @property
    def wants(self) -> Pad:
        """Letters while a line is written in."""
        return Pad.TEXT if self._line is not None else Pad.NONE

    def show_answer(self, answer: Answer | None) -> None:
        """Show an address; one that is but begun goes on, without one the question is where."""
        given: Mapping[str, Answer] = answer if isinstance(answer, Mapping) else {}
        self._commune = self.known.addresses.commune(str(given.get("commune", "")))
        self._province = self.known.addresses.province(str(given.get("province", "")))
        if self._commune is not None:
            self._province = self._commune.province
        self._hamlet.show_text(str(given.get("hamlet", "")))
        self._street.show_text(str(given.get("street", "")))
        self._search.show_text("")
        self._line = None
        begun = _Stage.WHERE if self._province is None else _Stage.COMMUNE
        self._show(_Stage.HOUSE if self._commune is not None else begun)

    def answer(self) -> Mapping[str, Answer] | None:
        """Province, commune, and what was written of hamlet and street."""
        if self._commune is None:
            return None if self._province is None else {"province": self._province.code}
        answer: dict[str, Answer] = {
            "province": self._commune.province.code,
            "commune": self._commune.code,
        }
        for name, line in (("hamlet", self._hamlet), ("street", self._street)):
            written = composed(line.text()).strip()
            if written:
                answer[name] = written
        return answer

    def step_back(self) -> bool:
        """Go back inside the input; False where it stands at its beginning."""
        back = {_Stage.COMMUNE: _Stage.PROVINCE, _Stage.PROVINCE: _Stage.SEARCH}
        if self._stage is _Stage.SEARCH and self._here is not None:
            self._show(_Stage.WHERE)
            return True
        if self._stage is _Stage.HAMLET:
            self._begin_again()
            return True
        if self._stage in back:
            self._show(back[self._stage])
            return True
        return False

    @property
    def wants_strip(self) -> bool:
        """Not while searching: the tiles are the suggestions."""
        return self._line is not self._search

    def typist(self) -> Typist | None:
        """What writes into the line at hand."""
        return self._line.typist if self._line is not None else None

    def suggest(self) -> Callable[[str, int], tuple[str, ...]] | None:
        """Hamlets and streets of the commune of the help point, where that is the one."""
        return self._lists if self._is_here and self._line is not self._search else None

    @property
    def suggests_whole(self) -> bool:
        """A hamlet or street replaces what was begun."""
        return True

    def _lists(self, text: str, cursor: int) -> tuple[str, ...]:
        phrases = self.known.hamlets if self._line is self._hamlet else self.known.streets
        return suggest_text(phrases, text, cursor) if text.strip() else phrases[:MOST]

    def take_focus(self) -> None:
        """Nothing opens by itself: tapping comes before typing."""

    def _made_line(self, part: str, key: str, *, placeholder: bool = False) -> TextLine:
        say = self.known.look.say
        line = TextLine(
            self.known.look.tokens,
            Manner(
                style=self.known.style,
                capitals=part == "hamlet",
                sentence=part == "street",
                telex=part != "search",
                vni=self.known.vni and part != "search",
            ),
            name=f"{part}-{self.field.id}",
            spoken=say(key),
            placeholder=say(key) if placeholder else "",
        )
        line.focused.connect(self._line_focused)
        line.edited.connect(self.changed)
        line.entered.connect(self.finished)
        line.by_hand_keyboard.connect(self.by_hand_keyboard)
        line.touched.connect(self.touched)
        return line

    def _made_house(self) -> QWidget:
        tokens = self.known.look.tokens
        say = self.known.look.say
        house = QWidget()
        column = QVBoxLayout(house)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.space(16))
        card = Panel(tokens, padding=24)
        commune = QHBoxLayout()
        commune.setSpacing(tokens.px(24))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._chosen)
        words.addWidget(self._chosen_in)
        commune.addLayout(words, 1)
        commune.addWidget(self._other)
        card.body.addLayout(commune)
        column.addWidget(card)
        lines = QVBoxLayout() if tokens.portrait else QHBoxLayout()
        lines.setSpacing(tokens.gutter)
        for key, line in (
            ("input.address.hamlet", self._hamlet),
            ("input.address.street", self._street),
        ):
            part = QVBoxLayout()
            part.setSpacing(tokens.px(4))
            part.addWidget(TextLabel(tokens, say(key), Role.STRONG))
            part.addWidget(line)
            lines.addLayout(part, 1)
        column.addLayout(lines)
        column.addStretch(1)
        return house

    @Slot()
    def _line_focused(self) -> None:
        line = self.sender()
        if isinstance(line, TextLine) and line is not self._line:
            self._line = line
            self._board.make_way(makes_way=True)
            self.focused.emit()
            self.wants_changed.emit()

    @Slot()
    def _searched(self) -> None:
        text = self._search.text()
        province = self._province.code if self._stage is _Stage.COMMUNE and self._province else None
        if not text.strip():
            self._show_tiles()
            return
        search = self.known.addresses.search
        hits = search(text, _MOST_HITS, province)
        hits = hits or search(read_as_telex(text), _MOST_HITS, province)
        tiles: dict[str, Tile] = {}
        for hit in hits:
            for commune in hit.communes:
                tiles.setdefault(commune.code, self._tile_of(hit, commune))
        self._board.show_tiles(tuple(tiles.values()))
        none = not tiles
        key = "input.address.nothing-found"
        self._asking.set_text(self.known.look.say(key) if none else "")
        self._asking.setVisible(none)

    def _tile_of(self, hit: Hit, commune: Commune) -> Tile:
        """A commune, and where an old name found it, that name: "trước là …"."""
        if hit.former is None:
            return Tile(commune.code, commune.name, commune.province.name)
        parts = (_bare(hit.former.district), _bare(commune.province.name))
        detail = ", ".join(it for it in (hit.former.name, *parts) if it)
        said = self.known.look.say("input.address.formerly", former=detail)
        return Tile(commune.code, commune.name, said)

    @Slot()
    def _list_provinces(self) -> None:
        self._put_line_away()
        self._show(_Stage.PROVINCE)

    @Slot()
    def _begin_again(self) -> None:
        self._commune = None
        self._province = None
        self._put_line_away()
        self._show(_Stage.WHERE)
        self.changed.emit()

    @Slot(str)
    def _tapped(self, value: str) -> None:
        addresses = self.known.addresses
        if self._stage is _Stage.WHERE and value == _ELSEWHERE:
            self._show(_Stage.SEARCH)
            return
        if self._stage is _Stage.PROVINCE and addresses.province(value) is not None:
            self._province = addresses.province(value)
            self._show(_Stage.COMMUNE)
            return
        if self._stage is _Stage.HAMLET:
            if value != _OTHER_HAMLET:
                self._hamlet.show_text(value)
            self._show(_Stage.HOUSE)
            self.changed.emit()
            return
        self._commune = addresses.commune(value)
        self._province = self._commune.province if self._commune is not None else None
        self._put_line_away()
        self._show(_Stage.HAMLET if self._is_here and self.known.hamlets else _Stage.HOUSE)
        self.changed.emit()

    @property
    def asks_hamlet(self) -> bool:
        """Whether the hamlets of the help point's commune are listed now."""
        return self._stage is _Stage.HAMLET

    @property
    def _is_here(self) -> bool:
        return self._commune is not None and self._commune == self._here

    def _put_line_away(self) -> None:
        self._search.show_text("")
        if self._line is not None:
            self._line.clearFocus()
            self._line = None
            self._board.make_way(makes_way=False)
            self.wants_changed.emit()

    def _show(self, stage: _Stage) -> None:
        if stage is _Stage.WHERE and self._here is None:
            stage = _Stage.SEARCH
        self._stage = stage
        self._search.setVisible(stage in {_Stage.SEARCH, _Stage.COMMUNE})
        self._by_province.setVisible(stage is _Stage.SEARCH)
        self._board.setVisible(stage is not _Stage.HOUSE)
        self._house.setVisible(stage is _Stage.HOUSE)
        if stage is _Stage.HOUSE and self._commune is not None:
            self._asking.hide()
            self._chosen.set_text(self._commune.name)
            self._chosen_in.set_text(self._commune.province.name)
        else:
            self._show_tiles()
        self.updateGeometry()

    def _show_tiles(self) -> None:
        addresses = self.known.addresses
        say = self.known.look.say
        question = ""
        tiles: tuple[Tile, ...] = ()
        match self._stage:
            case _Stage.WHERE if self._here is not None:
                here = say("input.address.here", commune=_inside(self._here.name))
                elsewhere = say("input.address.elsewhere")
                tiles = (
                    Tile(self._here.code, here, self._here.province.name),
                    Tile(_ELSEWHERE, elsewhere, say("input.address.elsewhere-detail")),
                )
            case _Stage.HAMLET:
                question = say("input.address.which-hamlet")
                other = Tile(_OTHER_HAMLET, say("input.address.other-hamlet"))
                tiles = (*(Tile(it, it) for it in self.known.hamlets), other)
            case _Stage.PROVINCE:
                question = say("input.address.which-province")
                tiles = tuple(Tile(it.code, it.name) for it in addresses.provinces())
            case _Stage.COMMUNE if self._province is not None:
                question = say("input.address.which-commune", province=self._province.name)
                found = addresses.communes(self._province.code)
                tiles = tuple(Tile(it.code, it.name) for it in found)
            case _:
                question = say("input.address.old-names")
        self._asking.set_text(question)
        self._asking.setVisible(bool(question))
        self._board.show_tiles(tiles)


def _inside(name: str) -> str:
    """`Xã Phú Hòa 2` inside a sentence: `xã Phú Hòa 2`."""
    return name[:1].lower() + name[1:]


def _bare(name: str) -> str:
    """`Huyện Phú Hòa` without its unit, where a line must be short."""
    unit = next((it for it in _UNITS if name.startswith(it)), "")
    return name[len(unit) :]
