"""Where each key lies: rows of letters, tones and words for a tray of any width."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Final

QWERTY: Final = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
ALPHABET: Final = ("abcdefghij", "klmnopqrs", "tuvwxyz")
VIETNAMESE: Final = ("ăâđ", "êôơ", "ư'-")
DIGITS: Final = "1234567890"
SIGNS: Final = ("@._", "-")
CHIPS: Final = ("@gmail.com", "@yahoo.com", "@outlook.com", ".com", ".vn")

GAP: Final = 12
_KEY_HEIGHT: Final = 78
_KEY_HEIGHT_TIGHT: Final = 58
_PADDING: Final = 17
_BLOCK_GAP: Final = 32
_KEY_WIDTH: Final = 100
_REFERENCE_WIDTH: Final = 1792
_TONES: Final = 6
_STRIP: Final = 5


class Letters(Enum):
    """Which letters a tray has: Vietnamese, an e-mail's, or a code's."""

    VIETNAMESE = "vietnamese"
    EMAIL = "email"
    CODE = "code"


class Room(Enum):
    """How much height the tray may take: the strip and the keys' height give way to the page."""

    FULL = "full"
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


def arrange(width: float, margin: float, letters: Letters, room: Room) -> Arrangement:
    """Arrange a tray of `width` with `margin` at its sides; a narrow one has more rows.

    Names: letters and signs are themselves; `strip.0` … `strip.4`, `tone.0` … `tone.5`, `space`,
    `erase`, `erase-all`, `order`, `digit.0` …; letters are named by their place, `letter.0.3`.
    """
    return _Arranging(width, margin, letters, room).done()


class _Arranging:
    def __init__(self, width: float, margin: float, letters: Letters, room: Room) -> None:
        self._left = margin
        self._width = width - 2 * margin
        self._letters = letters
        self._strip = letters is not Letters.CODE and room is not Room.NO_STRIP
        self._key = _KEY_HEIGHT if room is Room.FULL else _KEY_HEIGHT_TIGHT
        self._y = float(_PADDING)
        self._places: dict[str, Place] = {}

    def done(self) -> Arrangement:
        narrow = self._width < 1200
        if self._letters is Letters.VIETNAMESE:
            if self._strip:
                self._suggestions(label=not narrow)
            self._tones(rows=2 if narrow else 1)
        elif self._strip:
            self._row([f"strip.{at}" for at in range(_STRIP)], self._left, self._width)
            self._next()
        if narrow:
            self._narrow_rows()
        else:
            self._wide_rows()
        return Arrangement(self._places, self._y - GAP + _PADDING - 1)

    def _suggestions(self, *, label: bool) -> None:
        before = 132 if label else 0
        names = [f"strip.{at}" for at in range(_STRIP)]
        self._row(names, self._left + before, self._width - before)
        self._next()

    def _tones(self, rows: int) -> None:
        each = _TONES // rows
        for row in range(rows):
            names = [f"tone.{at}" for at in range(row * each, (row + 1) * each)]
            self._row(names, self._left, self._width)
            self._next()

    def _wide_rows(self) -> None:
        key = _KEY_WIDTH * self._width / _REFERENCE_WIDTH
        vietnamese = self._left + 10 * key + 9 * GAP + _BLOCK_GAP
        words = vietnamese + 3 * key + 2 * GAP + _BLOCK_GAP
        words_width = self._left + self._width - words
        if self._letters is not Letters.VIETNAMESE:
            self._line([f"digit.{digit}" for digit in DIGITS], self._left, key)
            self._line(list(SIGNS[0]), vietnamese, key)
            self._put("erase", words, words_width)
            self._next()
            columns = [["-"], [], []]
            right = ["erase-all", "order", None]
        else:
            columns = [list(row) for row in VIETNAMESE]
            right = ["erase", "erase-all", "order"]
        for row, (count, block, word) in enumerate(zip((10, 9, 7), columns, right, strict=True)):
            indent = (key + GAP) / 2 if row == 1 else 0
            self._line([f"letter.{row}.{at}" for at in range(count)], self._left + indent, key)
            self._line(block, vietnamese, key)
            if word is not None:
                self._put(word, words, words_width)
            if row == 2 and self._letters is Letters.VIETNAMESE:
                self._put("space", self._left + 7 * (key + GAP), 3 * key + 2 * GAP)
            self._next()

    def _narrow_rows(self) -> None:
        key = (self._width - 9 * GAP) / 10
        if self._letters is Letters.VIETNAMESE:
            self._row(list("".join(VIETNAMESE)), self._left, self._width)
            self._next()
        else:
            self._line([f"digit.{digit}" for digit in DIGITS], self._left, key)
            self._next()
        for row, count in enumerate((10, 9, 7)):
            indent = (key + GAP) / 2 if row == 1 else 0
            self._line([f"letter.{row}.{at}" for at in range(count)], self._left + indent, key)
            if row == 2:
                from_x = self._left + 7 * (key + GAP)
                if self._letters is Letters.VIETNAMESE:
                    self._put("erase", from_x, 3 * key + 2 * GAP)
                else:
                    self._line(list(SIGNS[0]), from_x, key)
            self._next()
        last = ["erase-all", "space", "order"]
        if self._letters is not Letters.VIETNAMESE:
            last = ["erase-all", "-", "order", "erase"]
        self._row(last, self._left, self._width)
        self._next()

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
