"""One line of an address read into its parts, whatever its units are shortened to."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from kiosk.domain.spelling import plain, spelled

_UNITS: Final = {
    "Xã": ("xa", "x"),
    "Phường": ("phuong", "p"),
    "Thị trấn": ("thi tran", "tt", "t t"),
    "Huyện": ("huyen dao", "huyen", "h"),
    "Quận": ("quan", "q"),
    "Thị xã": ("thi xa", "tx", "t x"),
    "Thành phố": ("thanh pho", "tp", "t p"),
    "Tỉnh": ("tinh", "t"),
    "Đặc khu": ("dac khu",),
}
"""Each kind of unit, in full and as cards shorten it, without marks."""

_FORMS: Final = sorted(
    ((form.split(), unit) for unit, forms in _UNITS.items() for form in forms),
    key=lambda it: -len(it[0]),
)
"""The words of each form with its unit, long forms first: `t p` before `t`."""

_STARTS: Final = tuple((unit.casefold(), forms[0]) for unit, forms in _UNITS.items())

_COMMUNE_UNITS: Final = frozenset({"Xã", "Phường", "Thị trấn", "Đặc khu"})

_HAMLETS: Final = (
    *("thon", "ap", "xom", "ban", "buon", "lang", "khom", "khu", "to", "bon", "plei", "soc"),
    *("doi", "tieu khu", "cum", "day", "phum", "kp", "tdp"),
)
"""Words that open the name of a hamlet or of a group of houses, without marks."""

_SHORTENED: Final = frozenset(
    {form.replace(" ", "") for forms in _UNITS.values() for form in forms if len(form) <= 3}
)
_SEARCHED_FOR: Final = re.compile(
    r"\b(?:"
    r"(?:(?:xa|phuong|huyen(?: dao)?|quan|thi (?:xa|tran)|thanh pho|tinh|dac khu)\b"
    rf"|(?:{'|'.join(_HAMLETS)}|khu pho|so(?: nha)?|to dan pho) ?[0-9]+[a-z]?\b) *(?!$)"
    r")"
)
"""Words of a search that tell no name: units in full, and hamlets with a number."""

_GLUED_NUMBER: Final = re.compile(r"\A([a-z]+?)([0-9]+)\Z")


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a part of a line: its name without marks and with them, and its unit."""

    plain: str
    spelled: str
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a line with its readings, likelier first.

    `PHUONG SON` may be Phương Sơn or phường Sơn, `Phường Đúc` the ward of that name or ward Đúc.
    """

    text: str
    readings: tuple[Reading, ...]

    @property
    def names_commune(self) -> bool:
        """Whether its unit says that it is a commune."""
        return self.readings[0].unit in _COMMUNE_UNITS

    @property
    def is_detail(self) -> bool:
        """Whether it is a hamlet or a house in a street, and no commune."""
        return plain(self.text)[:1].isdecimal() or self.is_hamlet

    @property
    def is_hamlet(self) -> bool:
        """Whether it opens as the name of a hamlet does."""
        bare = plain(self.text)
        return any(bare.startswith(f"{word} ") for word in _HAMLETS)


def read_line(line: str) -> list[Part]:
    """The parts between commas, or dashes where there are none, without the country at the end."""
    between = r"[,;]" if re.search(r"[,;]", line) else r"\s[-\u2010-\u2014]\s"
    parts = [_part(piece) for piece in re.split(between, line) if plain(piece)]
    if parts and parts[-1].readings[0].plain == "viet nam":
        parts.pop()
    return parts


def _part(piece: str) -> Part:
    """Takes the unit off: `TP. Tuy Hòa`, `P.1`, `Q1` and `xã Hòa Trị` all name one."""
    words, marked = plain(piece).split(), spelled(piece).split()
    glued = _GLUED_NUMBER.match(words[0])
    if glued is not None and any(form == [glued.group(1)] for form, _ in _FORMS):
        words[:1] = marked[:1] = glued.groups()
    whole = _reading(words, marked, None)
    for form, unit in _FORMS:
        count = len(form)
        if words[:count] != form or len(words) == count:
            continue
        taken = _reading(words[count:], marked[count:], unit)
        start = " ".join(marked[:count])
        if start == spelled(unit):
            return Part(piece.strip(), (taken, whole))
        if form != plain(unit).split():
            return Part(piece.strip(), (taken,))
        if start.isascii():
            return Part(piece.strip(), (whole, taken))
    return Part(piece.strip(), (whole,))


def _reading(words: list[str], marked: list[str], unit: str | None) -> Reading:
    return Reading(_without_zeros(" ".join(words)), " ".join(marked), unit)


def hamlet_and_street(rest: list[Part]) -> tuple[str | None, str | None]:
    """The last part is the hamlet where it says so or stands alone; the others are the street."""
    if not rest:
        return None, None
    if rest[-1].is_hamlet or (len(rest) == 1 and not rest[0].is_detail):
        return rest[-1].text, ", ".join(part.text for part in rest[:-1]) or None
    return None, ", ".join(part.text for part in rest)


def without_short_units(wanted: str) -> str:
    """The words of a search without `x.`, `TP.` or the `P` of `P7`; the last may be half typed."""
    *words, last = wanted.split() or [""]
    kept = [word for word in words if word not in _SHORTENED]
    return " ".join(map(_without_glued_unit, [*kept, last]))


def without_units(wanted: str) -> str:
    """The words of a search that are names: without units, and without hamlets of a number."""
    return _SEARCHED_FOR.sub("", wanted).strip() or wanted


def _without_glued_unit(word: str) -> str:
    glued = _GLUED_NUMBER.match(word)
    if glued is not None and glued.group(1) in _SHORTENED:
        word = glued.group(2)
    return _without_zeros(word) or word


def unit_and_name(full: str) -> tuple[str, str]:
    """The unit and the name without it, both without marks: `phuong`, `ben nghe`.

    `Phường 01` and `Phường 1` have the same name.
    """
    lowered = full.casefold()
    for unit, bare in _STARTS:
        if lowered.startswith(unit):
            return bare, _without_zeros(plain(full[len(unit) :]))
    return "", plain(full)


def plain_name(full: str) -> str:
    """The name without its unit and marks."""
    return unit_and_name(full)[1]


def _without_zeros(name: str) -> str:
    return name.lstrip("0") if name.isdecimal() else name
