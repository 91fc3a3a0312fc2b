"""Vietnamese spelling made comparable: without marks, and without regard to where a tone stands."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_TONES: Final = "\u0300\u0301\u0303\u0309\u0323"
_DASHES: Final = "\u2010\u2011\u2012\u2013\u2014"
_SEPARATING: Final = "-_./,;:()"
_TO_SPACES: Final = bytes.maketrans(_SEPARATING.encode(), b" " * len(_SEPARATING))
_NOTHING: Final = b"'`"
_SEPARATORS: Final = str.maketrans(dict.fromkeys(_DASHES + _SEPARATING, " "))
_APOSTROPHES: Final = str.maketrans("", "", "'\u2019\u02bc\u2018`")
_SYLLABLE: Final = re.compile(r"\S+")


def tidy(text: str) -> str:
    """The text in NFC, without control characters, with single spaces between words."""
    kept = "".join(
        " " if character.isspace() else character
        for character in unicodedata.normalize("NFC", text)
        if character.isspace() or unicodedata.category(character) not in {"Cc", "Cf", "Cs"}
    )
    return " ".join(kept.split())


def plain(text: str) -> str:
    """What people type who leave out marks: `Đắk R'lấp` and `DAK RLAP` are both `dak rlap`.

    Hyphens and points are spaces, apostrophes are nothing. To be compared, never to be shown.
    """
    lowered = text.casefold().replace("đ", "d")
    if not lowered.isascii():
        for dash in _DASHES:
            lowered = lowered.replace(dash, "-")
        lowered = unicodedata.normalize("NFD", lowered)
    bare = lowered.encode("ascii", "ignore").translate(_TO_SPACES, _NOTHING).decode("ascii")
    return " ".join(bare.split())


def spelled(text: str) -> str:
    """The text with its marks, each tone at the end of its syllable: `hoà` and `hòa` are one."""
    lowered = text.casefold().translate(_APOSTROPHES).translate(_SEPARATORS)
    decomposed = unicodedata.normalize("NFD", lowered)
    return " ".join(_tone_last(found.group()) for found in _SYLLABLE.finditer(decomposed))


def _tone_last(syllable: str) -> str:
    letters = "".join(character for character in syllable if character not in _TONES)
    tones = "".join(character for character in syllable if character in _TONES)
    return letters + tones
