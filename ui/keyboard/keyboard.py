"""The tray above the footer: suggestions, tones, letters, and the words Xoá and Dấu cách."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QTimer, Signal, Slot
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.components.text_label import TextLabel
from ui.keyboard.arrangement import (
    ALPHABET,
    CHIPS,
    QWERTY,
    SIGN_ROWS,
    STRIP_PHRASES,
    STRIP_WORDS,
    WITH_TONES,
    Letters,
    Room,
    arrange,
)
from ui.keyboard.composition import Tone, tones_of
from ui.keyboard.key import Key, Look
from ui.theme.text_layout import advance
from ui.theme.tokens import Role

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QAccessibleInterface, QPaintEvent, QResizeEvent

    from ui.keyboard.arrangement import (
        Arrangement,
    )
    from ui.keyboard.typist import Typist
    from ui.look import Look as PageLook

    Suggest = Callable[[str, int], tuple[str, ...]]

_ASK_AGAIN_MS = 4000
_LABEL = 124
_TYPED = {"space": " ", "'": "'"}
"""What keys type that say something else."""

_TONE_NAMES = tuple(f"keyboard.tone.{tone.value}" for tone in Tone)


class Keyboard(QWidget):
    """Types into whatever it is joined to.

    `order_chosen` says whether the letters now stand in the order of the alphabet.
    """

    order_chosen = Signal(bool)

    def __init__(
        self,
        look: PageLook,
        letters: Letters = Letters.VIETNAMESE,
        *,
        alphabetical: bool = False,
        room: Room = Room.FULL,
    ) -> None:
        """`room` says how much height the page can spare."""
        super().__init__()
        self._look = look
        self._letters = letters
        self._alphabetical = alphabetical
        self._signs = False
        self._room = room
        self._typist: Typist | None = None
        self._suggest: Suggest | None = None
        self._whole = False
        self._offered: tuple[str, ...] = ()
        self._keys: dict[str, Key] = {}
        self._sure = QTimer(self)
        self._sure.setSingleShot(True)
        self._sure.setInterval(_ASK_AGAIN_MS)
        self._sure.timeout.connect(self._ask_no_more)
        self._strip_label = TextLabel(
            look.tokens, look.say("keyboard.suggestions"), Role.STRONG, parent=self
        )
        self.setObjectName("keyboard")
        self.setAccessibleName(look.say("keyboard.name"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._arrangement = self._arranged(look.tokens.width)
        self._make_keys()
        self.setFixedHeight(look.px(self._arrangement.height))
        self._place_keys()
        self.refresh()

    @property
    def letters(self) -> Letters:
        """Which letters it has."""
        return self._letters

    @staticmethod
    def height_of(look: PageLook, letters: Letters, room: Room) -> int:
        """How high such a tray is on this screen, in pixels."""
        tokens = look.tokens
        margin = tokens.margin / tokens.scale
        return tokens.px(arrange(tokens.width, margin, letters, room).height)

    def join(self, typist: Typist, suggest: Suggest | None = None, *, whole: bool = False) -> None:
        """Type with `typist` from now on.

        `suggest` gives words for a text and cursor; with `whole` one replaces the whole text.
        """
        self._typist = typist
        self._suggest = suggest
        if whole is not self._whole:
            self._whole = whole
            self._arrange_anew()
        self.refresh()

    def take_room(self, room: Room) -> None:
        """Be as high as the page can spare now."""
        if room is self._room:
            return
        self._room = room
        self._arrange_anew()
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Show the tones and suggestions of the text as it is now."""
        if self._letters in WITH_TONES:
            self._show_tones()
            self._show_suggestions()

    def key(self, label: str) -> Key:
        """The key with that name (`tone.acute`, `space`, `erase` …) or letter on it.

        Raises KeyError where the tray has none.
        """
        if label in self._keys:
            return self._keys[label]
        for key in self._keys.values():
            if key.label == label and not key.isHidden():
                return key
        raise KeyError(label)

    def labels(self) -> tuple[str, ...]:
        """The words of all keys that are shown."""
        return tuple(key.label for key in self._keys.values() if not key.isHidden())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange the keys anew where the width changed."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._arrange_anew()

    def accessible(self) -> QAccessibleInterface:
        """The keys, as a whole with a name."""
        from PySide6.QtGui import QAccessible  # noqa: PLC0415 — not on the way to home

        from ui.accessible import TitledPart  # noqa: PLC0415 — likewise

        return TitledPart(self, QAccessible.Role.Grouping)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ground and the line above it."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), self._look.tokens.colour("plinth"))
        line = QRect(0, 0, self.width(), self._look.px(2))
        if event.rect().intersects(line):
            painter.fillRect(line, self._look.tokens.colour("divider"))
        painter.end()

    def _arrange_anew(self) -> None:
        tokens = self._look.tokens
        width = self.width() / tokens.scale if self.isVisible() else tokens.width
        self._arrangement = self._arranged(width)
        self.setFixedHeight(self._look.px(self._arrangement.height))
        self._place_keys()
        if self._letters in WITH_TONES:
            self._show_tones()

    def _arranged(self, width: float) -> Arrangement:
        tokens = self._look.tokens
        word = self._look.say("keyboard.suggestions")
        label = advance(word, tokens.font(Role.STRONG)) <= tokens.px(_LABEL)
        margin = tokens.margin / tokens.scale
        return arrange(width, margin, self._letters, self._room, label=label, slots=self._slots())

    def _slots(self) -> int:
        """How many suggestions have room: phrases are longer than words."""
        if not self._whole:
            return STRIP_WORDS
        tokens = self._look.tokens
        return STRIP_PHRASES - (tokens.portrait or tokens.largest)

    def _make_keys(self) -> None:
        tokens = self._look.tokens
        margin = tokens.margin / tokens.scale
        for name in arrange(tokens.width, margin, self._letters, Room.FULL).places:
            self._keys[self._public(name)] = self._made(name)
        self._show_order()

    def _public(self, name: str) -> str:
        """Tones are called by their names, everything else as it is arranged."""
        head, _, at = name.partition(".")
        return f"tone.{tuple(Tone)[int(at)].value}" if head == "tone" else name

    def _made(self, name: str) -> Key:
        say = self._look.say
        head, _, at = name.partition(".")
        label, look, icon, spoken = name, Look.LETTER, None, None
        match head:
            case "strip":
                look, label = Look.SUGGESTION, ""
                if self._letters is Letters.EMAIL:
                    label = CHIPS[int(at)]
            case "tone":
                look, label = Look.VIETNAMESE, ""
            case "letter":
                label = ""
            case "digit":
                label = at
            case "erase":
                look, label, icon = Look.WORD, say("keyboard.erase"), "delete"
            case "erase-all" | "space" | "order" | "signs":
                look, label = Look.WORD, say(f"keyboard.{head}")
            case "":
                label, spoken = ".", say("keyboard.sign.dot")
            case "'" | "-" | "@" | "_":
                signs = {"'": "apostrophe", "-": "hyphen", "@": "at", "_": "underscore"}
                label = "\u2019" if head == "'" else head
                spoken = say(f"keyboard.sign.{signs[head]}")
            case _:
                look = Look.VIETNAMESE
        key = Key(
            self._look.tokens,
            label,
            name=f"key-{self._public(name)}",
            look=look,
            icon=icon,
            spoken=spoken,
            parent=self,
        )
        key.tapped.connect(self._key_tapped)
        return key

    def _place_keys(self) -> None:
        px = self._look.px
        for name, key in self._keys.items():
            if name.startswith("strip.") and name not in self._arrangement.places:
                key.hide()
        for name, place in self._arrangement.places.items():
            left, top = px(place.x), px(place.y)
            right, bottom = px(place.x + place.width), px(place.y + place.height)
            self._keys[self._public(name)].setGeometry(left, top, right - left, bottom - top)
        strip = self._arrangement.places.get("strip.0")
        shown = strip is not None and strip.x > self._look.tokens.margin / self._look.tokens.scale
        self._strip_label.setVisible(shown)
        if strip is not None and shown:
            height = self._strip_label.heightForWidth(px(132))
            top = px(strip.y) + (px(strip.height) - height) // 2
            self._strip_label.setGeometry(self._look.tokens.margin, top, px(_LABEL), height)

    def _show_order(self) -> None:
        rows = ALPHABET if self._alphabetical else QWERTY
        if self._signs:
            rows = SIGN_ROWS
        for row, letters in enumerate(rows):
            for at, letter in enumerate(letters):
                shown = letter.upper() if self._letters is Letters.CODE else letter
                self._keys[f"letter.{row}.{at}"].show_label(shown)
        say = self._look.say
        order = "order-usual" if self._alphabetical else "order"
        if "signs" in self._keys:
            self._keys["signs"].show_label(say(f"keyboard.{'letters' if self._signs else 'signs'}"))
            order += "-short"
        self._keys["order"].show_label(say(f"keyboard.{order}"))

    def _show_tones(self) -> None:
        syllable = self._typist.syllable() if self._typist is not None else ""
        style = self._typist.manner.style if self._typist is not None else None
        forms = tones_of(syllable, style) if syllable and style else ("",) * len(Tone)
        toned = len(set(forms)) > 1
        words = forms if toned else ("",) * len(Tone)
        keys = [self._keys[f"tone.{tone.value}"] for tone in Tone]
        names = [self._look.say(name) for name in _TONE_NAMES]
        sizes = [key.largest(*said) for key, *said in zip(keys, words, names, strict=True)]
        alike = min(label for label, _ in sizes), min(caption for _, caption in sizes)
        for key, form, name in zip(keys, words, names, strict=True):
            key.show_label(form, caption=name, filled=toned and form == syllable, sizes=alike)

    def _show_suggestions(self) -> None:
        if "strip.0" not in self._arrangement.places:
            return
        offered: tuple[str, ...] = ()
        if self._typist is not None:
            literal = self._typist.literal
            if self._suggest is not None:
                offered = self._suggest(self._typist.text(), self._typist.cursor())
            if literal is not None:
                offered = (self._look.say("keyboard.keep", letters=literal), *offered)
        offered = offered[: self._slots()]
        self._offered = offered
        self._strip_label.set_text(self._look.say("keyboard.suggestions") if offered else "")
        for at in range(STRIP_WORDS):
            key = self._keys[f"strip.{at}"]
            key.setVisible(at < len(offered))
            if at < len(offered):
                key.show_label(offered[at])

    @Slot()
    def _key_tapped(self) -> None:
        key = self.sender()
        typist = self._typist
        if not isinstance(key, Key):
            return
        name = key.objectName().removeprefix("key-")
        if name != "erase-all":
            self._ask_no_more()
        if name in {"order", "signs"}:
            self._turn(name)
            return
        if typist is None:
            return
        self._press(typist, name, key.label)
        self.refresh()

    def _press(self, typist: Typist, name: str, label: str) -> None:
        head, _, detail = name.partition(".")
        match head:
            case "strip":
                self._put_suggestion(typist, int(detail))
            case "tone":
                typist.tone(Tone(detail))
            case "erase":
                typist.erase()
            case "erase-all":
                self._erase_all(typist)
            case _:
                typist.letter(_TYPED.get(name, label))

    def _turn(self, name: str) -> None:
        """Other letters on the keys: in another order, or signs."""
        if name == "signs":
            self._signs = not self._signs
        else:
            self._signs = False
            self._alphabetical = not self._alphabetical
            self.order_chosen.emit(self._alphabetical)
        self._show_order()

    def _put_suggestion(self, typist: Typist, place: int) -> None:
        if self._letters is Letters.EMAIL:
            for character in CHIPS[place]:
                typist.letter(character)
        elif place == 0 and typist.literal is not None:
            typist.keep_literal()
        elif self._whole:
            typist.put_all(self._offered[place])
        else:
            typist.put_word(self._offered[place])

    def _erase_all(self, typist: Typist) -> None:
        key = self._keys["erase-all"]
        if self._sure.isActive():
            self._ask_no_more()
            typist.erase_all()
        elif typist.text():
            key.show_label(self._look.say("keyboard.erase-all-sure"), filled=True)
            self._sure.start()

    @Slot()
    def _ask_no_more(self) -> None:
        self._sure.stop()
        self._keys["erase-all"].show_label(self._look.say("keyboard.erase-all"))
