"""Where each key lies: rows of letters, tones and words for a tray of any width."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Final

DIGITS: Final = "1234567890"
QWERTY: Final = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
SIGN_ROWS: Final = (DIGITS, "/,.-()+:&", "\"'%@#_;")
ALPHABET: Final = ("abcdefghij", "klmnopqrs", "tuvwxyz")
VIETNAMESE: Final = ("ăâđ", "êôơ", "ư'-")
SIGNS: Final = ("@.-", "_")
CHIPS: Final = ("@gmail.com", "@yahoo.com", "@outlook.com", ".com", ".vn")

STRIP_WORDS: Final = 5
STRIP_PHRASES: Final = 3
"""Phrases are longer than words, so fewer of them have room."""

GAP: Final = 12
_KEY_HEIGHT: Final = 78
_KEY_HEIGHT_TIGHT: Final = 64
_PADDING: Final = 17
_BLOCK_GAP: Final = 32
_KEY_WIDTH: Final = 100
_REFERENCE_WIDTH: Final = 1792
_TONES: Final = 6
_NO_TONE_WIDER: Final = 66


class Letters(Enum):
    """Which keys a tray has: Vietnamese letters, these and signs, an e-mail's, or a code's."""

    VIETNAMESE = "vietnamese"
    TEXT = "text"
    EMAIL = "email"
    CODE = "code"


WITH_TONES: Final = frozenset({Letters.VIETNAMESE, Letters.TEXT})


class Room(Enum):
    """How much height the tray may take: the strip and the keys' height give way to the page."""

    FULL = "full"
    FULL_NO_STRIP = "full-no-strip"
    LOW_KEYS = "low-keys"
    NO_STRIP = "no-strip"


@dataclass(frozen=True, slots=True)
class Place:
    """A key's rectangle in reference pixels."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Arrangement:
    """The places of all keys by name, and the height of the whole. Reference pixels."""

    places: dict[str, Place]
    height: float


def arrange(
    width: float,
    margin: float,
    letters: Letters,
    room: Room,
    *,
    label: bool = True,
    slots: int = STRIP_WORDS,
) -> Arrangement:
    """Arrange a tray of `width` with `margin` at its sides; a narrow one has more rows.

    With `label` there is room before the strip for a word, where the tray is wide; the strip has
    `slots` places.

    Names: letters and signs are themselves; `strip.0` … `strip.4`, `tone.0` … `tone.5`, `space`,
    `erase`, `erase-all`, `order`, `digit.0` …; letters are named by their place, `letter.0.3`.
    """
    return _Arranging(width, margin, letters, room, label=label, slots=slots).done()


class _Arranging:
    def __init__(
        self,
        width: float,
        margin: float,
        letters: Letters,
        room: Room,
        *,
        label: bool,
        slots: int,
    ) -> None:
        self._slots = slots
        self._label = label
        self._left = margin
        self._width = width - 2 * margin
        self._letters = letters
        self._strip = letters is not Letters.CODE and room in {Room.FULL, Room.LOW_KEYS}
        self._key = _KEY_HEIGHT if room in {Room.FULL, Room.FULL_NO_STRIP} else _KEY_HEIGHT_TIGHT
        self._y = float(_PADDING)
        self._places: dict[str, Place] = {}

    def done(self) -> Arrangement:
        narrow = self._width < 1200
        if self._letters in WITH_TONES:
            if self._strip:
                self._suggestions(label=self._label and not narrow)
            self._tones(rows=2 if narrow else 1)
        elif self._strip:
            self._row([f"strip.{at}" for at in range(self._slots)], self._left, self._width)
            self._next()
        if narrow:
            self._narrow_rows()
        else:
            self._wide_rows()
        return Arrangement(self._places, self._y - GAP + _PADDING - 1)

    def _suggestions(self, *, label: bool) -> None:
        before = 132 if label else 0
        names = [f"strip.{at}" for at in range(self._slots)]
        self._row(names, self._left + before, self._width - before)
        self._next()

    def _tones(self, rows: int) -> None:
        each = _TONES // rows
        for row in range(rows):
            names = [f"tone.{at}" for at in range(row * each, (row + 1) * each)]
            wide = _NO_TONE_WIDER if row == 0 else 0
            self._put(names[0], self._left, self._share(each, wide) + wide)
            first = self._places[names[0]].width + GAP
            self._row(names[1:], self._left + first, self._width - first)
            self._next()

    def _wide_rows(self) -> None:
        key = _KEY_WIDTH * self._width / _REFERENCE_WIDTH
        block = self._left + 10 * key + 9 * GAP + _BLOCK_GAP
        words = block + 3 * key + 2 * GAP + _BLOCK_GAP
        words_width = self._left + self._width - words
        if self._letters is Letters.CODE:
            # A code has no signs but the dash, so its keys take the block's room.
            key = (words - _BLOCK_GAP - self._left - 9 * GAP) / 10
        if self._letters in WITH_TONES:
            blocks = [list(row) for row in VIETNAMESE]
            words_at: list[str | None] = ["erase", "erase-all", "order"]
        else:
            signs = self._letters is Letters.EMAIL
            self._line([f"digit.{digit}" for digit in DIGITS], self._left, key)
            self._line(list(SIGNS[0]) if signs else [], block, key)
            self._put("erase", words, words_width)
            self._next()
            blocks = [list(SIGNS[1]) if signs else [], [], []]
            words_at = ["erase-all", "order", None]
        rows = zip((10, 9, 7), blocks, words_at, strict=True)
        for row, (count, beside, word) in enumerate(rows):
            indent = (key + GAP) / 2 if row == 1 else 0
            self._line([f"letter.{row}.{at}" for at in range(count)], self._left + indent, key)
            self._line(beside, block, key)
            if word == "order" and self._letters is Letters.TEXT:
                self._line(["order", "signs"], words, (words_width - GAP) / 2)
            elif word is not None:
                self._put(word, words, words_width)
            if row == 2:
                self._after_letters(key)
            self._next()

    def _after_letters(self, key: float) -> None:
        """What stands behind the seven letters of the last row."""
        x = self._left + 7 * (key + GAP)
        if self._letters in WITH_TONES:
            self._put("space", x, 3 * key + 2 * GAP)
        elif self._letters is Letters.CODE:
            self._put("-", x, key)

    def _narrow_rows(self) -> None:
        key = (self._width - 9 * GAP) / 10
        if self._letters in WITH_TONES:
            self._row(list("".join(VIETNAMESE)), self._left, self._width)
        else:
            self._line([f"digit.{digit}" for digit in DIGITS], self._left, key)
        self._next()
        for row, count in enumerate((10, 9, 7)):
            indent = (key + GAP) / 2 if row == 1 else 0
            self._line([f"letter.{row}.{at}" for at in range(count)], self._left + indent, key)
            if row == 2:
                x = self._left + 7 * (key + GAP)
                if self._letters in WITH_TONES:
                    self._put("erase", x, 3 * key + 2 * GAP)
                elif self._letters is Letters.EMAIL:
                    self._line(list(SIGNS[0]), x, key)
                else:
                    self._put("-", x, key)
            self._next()
        last = ["erase-all", "space", "order"]
        if self._letters not in WITH_TONES:
            last = ["erase-all", "order", "erase"]
        if self._letters is Letters.TEXT:
            last.append("signs")
        if self._letters is Letters.EMAIL:
            last.insert(1, SIGNS[1])
        self._row(last, self._left, self._width)
        self._next()

    def _share(self, parts: int, taken: float) -> float:
        return (self._width - taken - GAP * (parts - 1)) / parts

    def _row(self, names: list[str], x: float, width: float) -> None:
        """Share a width between keys."""
        self._line(names, x, (width - GAP * (len(names) - 1)) / len(names))

    def _line(self, names: list[str], x: float, key: float) -> None:
        for at, name in enumerate(names):
            self._put(name, x + at * (key + GAP), key)

    def _put(self, name: str, x: float, width: float) -> None:
        self._places[name] = Place(x, self._y, width, self._key)

    def _next(self) -> None:
        self._y += self._key + GAP
