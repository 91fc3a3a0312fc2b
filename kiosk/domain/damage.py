"""Texts that a scanner damaged: what can be made whole by itself, and what it may have been."""

from __future__ import annotations

import re
import unicodedata
from math import ceil
from typing import TYPE_CHECKING, Final

from kiosk.domain.spelling import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_HEX: Final = re.compile(r"\s*(?:[0-9A-Fa-f]{2})+\s*")
_SEPARATOR: Final = b"|"
_MOST_BYTES_OF_A_LETTER: Final = 3
"""In UTF-8, of all letters of Vietnamese; some scanners send a mark of loss for each byte."""

_LOST: Final = frozenset("?\ufffd")
"""What a scanner puts in a line of an address for a letter that it hasn't."""

_TCVN3: Final = {
    ord(sent): meant
    for sent, meant in zip(
        "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\xadõøö÷ùúýûüþ§¡¢£¤¥¦",
        "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵĐĂÂÊÔƠƯ",
        strict=True,
    )
}
"""The letters of TCVN 5712:1993, third set, by what Windows-1252 has at their places."""

_STRANGE: Final = re.compile(
    "[" + re.escape("µ¸¶¹¨»¾¼½Æ©ÇËÎÏÑÖ×ØÜÞß®ªäåæç«ëîï¬\xadöøû÷üþ§¡¢£¤¥¦ðÐ") + "]|[a-zà-ÿ][ÌÒ]"
)
"""What no line in Vietnamese has, and such character sets leave behind taken for Windows-1252."""

_MARK_AFTER_A_OR_E: Final = re.compile(r"[ae][^\x00-\x7f\s|đĐ’]", re.IGNORECASE)
"""As in `Leâ` and `Vaên`, where a character set writes marks as letters of their own."""

_IN_NAMES: Final = frozenset("'\u2019\u02bc-\u2010.")


def unmixed(text: str) -> str:
    """The text as it was written, where a scanner sent its bytes and not its letters.

    Some send the bytes in hexadecimal digits; others, or the system behind them, take the bytes
    of UTF-8, of Windows-1258 or of TCVN3 for letters of Windows-1252 (`Nguyá»…n`, `Nguyêßn`,
    `NguyÔn`). UTF-8 is known by being sound, which text that was not damaged never is by chance;
    the others where strange letters show that something is wrong and none is left after it.
    """
    if _HEX.fullmatch(text):
        content = bytes.fromhex(text)
        return _decoded(content, text) if _SEPARATOR in content else text
    try:
        content = b"".join(map(_byte, text))
    except UnicodeEncodeError:
        return text
    decoded = _decoded(content, text)
    if decoded != text or not _STRANGE.search(text):
        return decoded
    tones_apart = content.decode("cp1258", "replace")
    readings = (unicodedata.normalize("NFC", tones_apart), text.translate(_TCVN3))
    return next((it for it in readings if _is_vietnamese(it)), text)


def is_garbled(text: str) -> bool:
    """Whether it has letters that no Vietnamese has, or has them where no syllable does."""
    composed = unicodedata.normalize("NFC", text)
    return any(sign.search(composed) for sign in (_STRANGE, _MARK_AFTER_A_OR_E))


def _is_vietnamese(text: str) -> bool:
    return not is_garbled(text) and all(map(_can_be_written, text))


def _can_be_written(character: str) -> bool:
    """Whether it is ASCII, or a letter of Vietnamese: each mark stands on a vowel."""
    if character.isascii() or character in "đĐ":
        return True
    apart = unicodedata.normalize("NFD", character)
    return len(apart) > 1 and apart[0] in "aeiouyAEIOUY"


def _decoded(content: bytes, otherwise: str) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return otherwise


def _byte(character: str) -> bytes:
    """The byte behind a letter; Windows-1252 leaves five of them to Latin-1."""
    try:
        return character.encode("cp1252")
    except UnicodeEncodeError:
        return character.encode("latin-1")


def has_gap(text: str) -> bool:
    """Whether something stands in it that no name has: a letter was there before."""
    return any(map(_is_gap, unicodedata.normalize("NFC", text)))


def without_gaps(text: str) -> str:
    """The text with the letters alone that came through."""
    return "".join(it for it in unicodedata.normalize("NFC", text) if not _is_gap(it))


def lost_letters(line: str) -> bool:
    """Whether letters were lost of a line that has digits and signs of its own, as addresses do."""
    return not _LOST.isdisjoint(line)


def fits(damaged: str, name: str) -> bool:
    """Whether a part of such a line can have been this name."""
    wanted = re.compile(
        "".join(
            _letters(len(piece)) if lost_letters(piece) else re.escape(piece)
            for piece in re.split(r"([?\ufffd]+)", unicodedata.normalize("NFC", damaged).casefold())
        )
    )
    lowered = name.casefold()
    return any(wanted.fullmatch(unicodedata.normalize(form, lowered)) for form in ("NFC", "NFD"))


def fitting(damaged: str, pool: Iterable[str]) -> tuple[str, ...]:
    """Of the pool what the damaged word can have been, in the order of the pool.

    A gap stands for letters that are not ASCII, or for marks alone. Where there is none, marks
    were lost, or, where no word is that, the letters with them: `Nguyen` and `Nguyn` can be
    `Nguyễn`.
    """
    words = dict.fromkeys(unicodedata.normalize("NFC", it) for it in pool)
    if not has_gap(damaged):
        bare, left = plain(damaged), damaged.casefold()
        unmarked = tuple(it for it in words if plain(it) == bare)
        return unmarked or tuple(it for it in words if _ascii(it) == left)
    wanted = re.compile(
        "".join(
            _letters(len(run)) if _is_gap(run[0]) else re.escape(run)
            for run in _runs(unicodedata.normalize("NFC", damaged).casefold())
        )
    )
    return tuple(
        it
        for it in words
        if any(
            wanted.fullmatch(unicodedata.normalize(form, it.casefold())) for form in ("NFC", "NFD")
        )
    )


def name_choices(name: str, pool_at: Callable[[int], Iterable[str]]) -> tuple[tuple[str, ...], ...]:
    """For each syllable of a damaged name what it can have been, by its place.

    One choice is certain, or the best that is known; none means that nothing known fits. A
    syllable that came through whole is its own choice; without any mark in the name, none did.
    """
    marks_lost = name.isascii() and not has_gap(name)
    choices = tuple(
        _choices(syllable, pool_at(place), marks_lost=marks_lost)
        for place, syllable in enumerate(name.split())
    )
    if name.isupper():
        return tuple(tuple(it.upper() for it in one) for one in choices)
    return choices


def _choices(syllable: str, pool: Iterable[str], *, marks_lost: bool) -> tuple[str, ...]:
    if not marks_lost and not has_gap(syllable):
        return (syllable,)
    found = fitting(syllable, pool)
    return found or (() if has_gap(syllable) else (syllable,))


def _is_gap(character: str) -> bool:
    return bool(_STRANGE.fullmatch(character)) or not (
        character.isalpha()
        or character.isspace()
        or character in _IN_NAMES
        or unicodedata.combining(character)
    )


def _runs(text: str) -> list[str]:
    """The text in pieces that are gaps as a whole, or not at all."""
    runs: list[str] = []
    for character in text:
        if runs and _is_gap(runs[-1][0]) is _is_gap(character):
            runs[-1] += character
        else:
            runs.append(character)
    return runs


def _letters(gap: int) -> str:
    """What stood where `gap` signs of loss are: a letter for each, or one for its bytes."""
    return f"[^\\x00-\\x7f]{{{ceil(gap / _MOST_BYTES_OF_A_LETTER)},{gap}}}"


def _ascii(word: str) -> str:
    return "".join(it for it in word.casefold() if it.isascii())
