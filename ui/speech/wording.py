"""Turns what stands on a page into what may be said aloud: in words, and without anybody's numbers.

Others stand behind the person. Everything that is ever spoken comes out of `in_words`, and that
gives no digit: it says the numbers that it knows to be harmless (counts, dates, times, sums of
money) in words, and of every other only where it is to be read. What a component knows to be a code
does not even come this far: it hands over a `Pointed`, which holds no characters.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ui.speech.numbers import COUNTED, MOST, cardinal, digits, year
from ui.speech.script import MASK, Pointed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ui.speech.script import Utterance
    from ui.texts import Texts


_LAST: Final = 4
_YEARS: Final = range(1800, 2200)
_SENTENCE: Final = re.compile(r"(?<=[.?!:;…])\s+|\n+")
_CURRENCY: Final = r"(?=\s*(?:đồng|dong)(?!\w))"
_BETWEEN: Final = r"(?:[^\w•,;\n]|_)"
"""What stands between the digits of one number, however it is written."""
# A date or a time must stand by itself; what only looks like the beginning of one is a chain.
_ALONE: Final = rf"(?![\w•]|{_BETWEEN}{{1,3}}[\d•])"
_NUMBERS: Final = re.compile(
    r"(?P<code>(?<!\w)(?=[\w.:/-]*\d)(?=[\d_.:/-]*[^\W\d_])\w(?:[\w.:/-]*\w)?)"
    rf"|(?P<money>\d{{1,3}}(?:[.,]\d{{3}})+{_CURRENCY})"
    rf"|(?P<clock>\d{{1,2}}:\d{{2}}{_ALONE})"
    rf"|(?P<date>\d{{1,2}}/\d{{1,2}}(?:/\d{{4}})?{_ALONE})"
    rf"|(?P<chain>[\d•](?:{_BETWEEN}{{0,3}}[\d•])*)"
)
_COMPOUND: Final = re.compile(r"(\d{1,2})-([a-z]{3,})")
"""As in "a 6-digit code"; what people are known by is never written so."""
_MASKED: Final = re.compile(r"[•\s]+(\d{4})")


def in_words(script: Iterable[Utterance], texts: Texts) -> list[str]:
    """The sentences of a script as they are said. None of them has a digit in it."""
    said: list[str] = []
    for utterance in script:
        if isinstance(utterance, Pointed):
            said.append(texts.say(utterance.value))
        else:
            said += sentences(utterance, texts)
    return said


def sentences(words: str, texts: Texts) -> Iterator[str]:
    """The sentences of a text as they are said."""
    for sentence in _SENTENCE.split(words):
        said = _NUMBERS.sub(lambda found: _number_said(found, texts), sentence)
        if any(character.isalpha() for character in said):
            yield " ".join(said.split())


def _number_said(found: re.Match[str], texts: Texts) -> str:
    written, language = found[0], texts.language
    said: str | None
    match found.lastgroup:
        case _ if language not in COUNTED:
            said = None
        case "code":
            compound = _COMPOUND.fullmatch(written)
            if compound is None:
                return texts.say(Pointed.CODE.value)
            said = f"{cardinal(int(compound[1]), language)} {compound[2]}"
        case "money":
            said = _money(re.sub(r"[.,]", "", written), language)
        case "clock":
            said = _clock(written, texts)
        case "date":
            said = _date(written, texts)
        case _:
            said = _chain(written, texts)
    said = said or texts.say(Pointed.NUMBER.value)
    before, after = found.string[: found.start()], found.string[found.end() :]
    return f"{' ' if before[-1:].isalnum() else ''}{said}{' ' if after[:1].isalnum() else ''}"


def _money(written: str, language: str) -> str | None:
    return cardinal(int(written), language) if len(written) <= len(str(MOST)) else None


def _clock(written: str, texts: Texts) -> str | None:
    hour, minute = written.split(":")
    if int(hour) > 24 or int(minute) > 59:
        return None
    named = "" if minute == "00" else _small(minute, texts.language)
    return texts.say("speech.clock", hour=_small(hour, texts.language), minute=named).strip()


def _date(written: str, texts: Texts) -> str | None:
    day, month, *years = (int(part) for part in written.split("/"))
    if not (1 <= day <= 31 and 1 <= month <= 12 and all(it in _YEARS for it in years)):
        return None
    language = texts.language
    name = texts.say(f"date.month-{month}")
    named = cardinal(int(name), language) if name.isdecimal() else name
    said = texts.say("speech.date", day=cardinal(day, language), month=named)
    if years:
        said += " " + texts.say("speech.year", year=year(years[0], language))
    return said


def _chain(written: str, texts: Texts) -> str | None:
    """Groups of digits that belong together; None for what is not to be said."""
    masked = _MASKED.fullmatch(written)
    if masked is not None:
        return texts.say("speech.last-four", digits=digits(masked[1], texts.language))
    groups = re.findall(r"[\d•]+", written)
    if MASK in written or sum(map(len, groups)) > _LAST:
        return None
    if any(len(group) > 2 and group[0] == "0" for group in groups):
        return None
    if len(groups) > 1:
        return ", ".join(_small(group, texts.language) for group in groups)
    if len(written) == _LAST:
        return year(int(written), texts.language) if int(written) in _YEARS else None
    return _small(written, texts.language)


def _small(written: str, language: str) -> str:
    """A short number; one with a nought before it digit by digit, as in "9 giờ 05"."""
    if written[0] == "0" and len(written) > 1:
        return digits(written, language)
    return cardinal(int(written), language)
