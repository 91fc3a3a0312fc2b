"""Numbers as they are said, in Vietnamese and English: no digit is ever handed to a voice."""

from __future__ import annotations

from typing import Final

_VI: Final = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_EN: Final = tuple(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen"
    " fifteen sixteen seventeen eighteen nineteen".split()
)
_EN_TENS: Final = tuple("twenty thirty forty fifty sixty seventy eighty ninety".split())
_VI_SCALES: Final = ("", "nghìn", "triệu", "tỷ")
_EN_SCALES: Final = ("", "thousand", "million", "billion")
COUNTED: Final = frozenset({"vi", "en"})
"""The languages whose numbers are known in words; in any other a number is only pointed to."""
MOST: Final = 10**12 - 1
"""The largest number that is said: sums of money stay far below it."""


def cardinal(number: int, language: str) -> str:
    """A whole number from 0 to `MOST` in words. Raises ValueError, KeyError for a language."""
    if not 0 <= number <= MOST:
        raise ValueError(number)
    return {"vi": _vietnamese, "en": _english}[language](number)


def year(number: int, language: str) -> str:
    """A year from 1000 to 2199 in words: English says it in two halves."""
    if language == "en" and not 2000 <= number <= 2009:
        century, rest = divmod(number, 100)
        if not rest:
            return f"{_english(century)} hundred"
        return f"{_english(century)} {_english(rest) if rest > 9 else f'oh {_EN[rest]}'}"
    return cardinal(number, language)


def digits(written: str, language: str) -> str:
    """Digits one by one, as those at the end of a number of which the rest is hidden."""
    names = {"vi": _VI, "en": _EN}[language]
    return " ".join(names[int(digit)] for digit in written)


def vocabulary(language: str) -> tuple[str, ...]:
    """All that numbers are put together from: to be had as clips of their own."""
    small = [cardinal(number, language) for number in range(100)]
    scales = {"vi": _VI_SCALES, "en": _EN_SCALES}[language][1:]
    if language == "vi":
        hundreds = [f"{digit} trăm" for digit in _VI]
        # 105 is "một trăm linh năm", the 05 of "9 giờ 05" is "không năm".
        linked = [f"linh {digit}" for digit in _VI[1:]]
        return (*small, *hundreds, *linked, *(f"không {digit}" for digit in _VI), *scales)
    hundreds = [f"{digit} hundred" for digit in _EN[1:]]
    return (*small, *hundreds, *(f"oh {digit}" for digit in _EN[:10]), "and", *scales)


def _vietnamese(number: int) -> str:
    if number == 0:
        return _VI[0]
    groups = _groups(number)
    said: list[str] = []
    for place, group in enumerate(groups):
        if group:
            words = _vietnamese_group(group, full=place > 0)
            said.append(f"{words} {_VI_SCALES[len(groups) - 1 - place]}".strip())
    return " ".join(said)


def _vietnamese_group(number: int, *, full: bool) -> str:
    """Up to 999; `full` says the hundreds even where there are none, after a larger group."""
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    said = [f"{_VI[hundreds]} trăm"] if hundreds or full else []
    if tens == 0:
        if ones:
            said.append(f"linh {_VI[ones]}" if said else _VI[ones])
        return " ".join(said)
    said.append("mười" if tens == 1 else f"{_VI[tens]} mươi")
    if ones == 5:
        said.append("lăm")
    elif ones == 1 and tens > 1:
        said.append("mốt")
    elif ones:
        said.append(_VI[ones])
    return " ".join(said)


def _english(number: int) -> str:
    if number == 0:
        return _EN[0]
    groups = _groups(number)
    said: list[str] = []
    for place, group in enumerate(groups):
        if group:
            scale = len(groups) - 1 - place
            # "eight thousand and five", "one hundred and five"
            link = "and " if scale == 0 and said and group < 100 else ""
            said.append(f"{link}{_english_group(group)} {_EN_SCALES[scale]}".strip())
    return " ".join(said)


def _english_group(number: int) -> str:
    hundreds, rest = divmod(number, 100)
    said = [f"{_EN[hundreds]} hundred"] if hundreds else []
    if rest:
        if said:
            said.append("and")
        tens, ones = divmod(rest, 10)
        if rest < 20:
            said.append(_EN[rest])
        else:
            said.append(_EN_TENS[tens - 2] + (f"-{_EN[ones]}" if ones else ""))
    return " ".join(said)


def _groups(number: int) -> list[int]:
    """The number in groups of three digits, the largest first."""
    groups: list[int] = []
    while number:
        number, group = divmod(number, 1000)
        groups.append(group)
    return groups[::-1]
