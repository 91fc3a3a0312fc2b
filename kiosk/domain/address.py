"""Addresses: the 34 provinces with their communes, and what became of the old ones."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import TYPE_CHECKING, Final, TypeAlias, TypeVar

from kiosk.domain.address_line import (
    hamlet_and_street,
    plain_name,
    read_line,
    unit_and_name,
    without_short_units,
    without_units,
)
from kiosk.domain.damage import fits, lost_letters
from kiosk.domain.spelling import plain, spelled, tidy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from kiosk.domain.address_line import Part
    from kiosk.domain.procedure import Answer

_OTHER_NAMES: Final = {
    "thua thien hue": "hue",
    "dac lac": "dak lak",
    "dac nong": "dak nong",
    "bac can": "bac kan",
    "hcm": "ho chi minh",
    "tphcm": "ho chi minh",
    "sai gon": "ho chi minh",
    "brvt": "ba ria vung tau",
    "con tum": "kon tum",
    "hn": "ha noi",
    "buon me thuot": "buon ma thuot",
    "bmt": "buon ma thuot",
}
"""Other names and spellings of places, without marks, and the one of the tables."""

_I_OR_Y: Final = re.compile(r"\b(qu|[bcdghklmnpqrstvx]*)[iy]\b")
"""A syllable that ends in the one vowel that is written both ways: `Qui Nhơn`, `Vĩ Dạ`."""


@dataclass(frozen=True, slots=True)
class Province:
    """One of the 34 provinces and cities since 1 July 2025: two digits and the full name."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Commune:
    """A commune, ward or special zone since 1 July 2025: five digits and the full name."""

    code: str
    name: str
    province: Province


@dataclass(frozen=True, slots=True)
class FormerCommune:
    """A commune before 1 July 2025, and the codes that it became: more than one where it split.

    `name` is empty for five island districts that had no communes.
    """

    province: str
    district: str
    name: str
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """One find: a commune of today, or an old one with all that it became ("nay là …")."""

    communes: tuple[Commune, ...]
    former: FormerCommune | None = None


@dataclass(frozen=True, slots=True)
class Conversion:
    """What the line on a card means today.

    `candidates` are all the communes that it can be: none where nothing was recognised, more
    than one where the old commune was split or the line names two, and then the person chooses.
    `former` is the old commune where exactly one was recognised. `unsure`: letters were lost, so
    that even a single candidate is only what it may be. `details_lost`: of hamlet and street
    letters or marks were lost, and they are left out.
    """

    text: str
    hamlet: str | None = None
    street: str | None = None
    former: FormerCommune | None = None
    candidates: tuple[Commune, ...] = ()
    unsure: bool = False
    details_lost: bool = False

    def answer(self, commune: Commune) -> Mapping[str, Answer]:
        """The address answer with the commune that the person confirmed."""
        details = {"hamlet": self.hamlet, "street": self.street}
        return {"province": commune.province.code, "commune": commune.code} | {
            name: text for name, text in details.items() if text is not None
        }


_UNIT_WORDS: Final = (
    *("Xã ", "Phường ", "Đặc khu ", "Huyện ", "Quận "),
    *("Thị xã ", "Thị trấn ", "Thành phố ", "Tỉnh "),
)

_Entry: TypeAlias = tuple[str, str, tuple[str, ...], FormerCommune | None]
"""One row of the search: the short name, all words that may find it, each after a space, the
codes of today and the old commune. A tuple, since thirteen thousand of them are made at start."""


_Formers: TypeAlias = "Mapping[str, list[FormerCommune]]"
"""The old communes of a province by the short name of their district, without marks."""

_Unit = TypeVar("_Unit", Commune, FormerCommune)

_MOST_UNSURE: Final = 6
"""So many places are worth looking through; where more can be meant, none is offered."""


_OLD_TIERS: Final = tuple(map(attrgetter, ("province", "district", "name")))
_NEW_TIERS: Final = tuple(map(attrgetter, ("province.name", "name")))
"""The names of a commune's tiers, from the largest down."""


class Addresses:
    """All communes of today and of before, to be looked up, searched and converted."""

    def __init__(self, communes: Iterable[Commune], formers: Iterable[FormerCommune]) -> None:
        self._communes = {commune.code: commune for commune in communes}
        self._by_province: dict[str, list[Commune]] = {}
        self._provinces: dict[str, Province] = {}
        for commune in self._communes.values():
            self._provinces.setdefault(commune.province.code, commune.province)
            self._by_province.setdefault(commune.province.code, []).append(commune)
        self._entries: list[_Entry] = []
        self._old: dict[str, dict[str, list[FormerCommune]]] = {}
        self._new: dict[str, dict[str, list[Commune]]] = {}
        self._formers = tuple(formers)
        known: dict[str, str] = {}
        for commune in self._communes.values():
            self._index_commune(commune, known)
        for former in self._formers:
            self._index_former(former, known)

    def _index_commune(self, commune: Commune, known: dict[str, str]) -> None:
        unit, name = unit_and_name(commune.name)
        province = _remembered(commune.province.name, known)
        self._entries.append((name, f" {unit} {name} {province} ", (commune.code,), None))
        self._new.setdefault(province, {}).setdefault(name, []).append(commune)

    def _index_former(self, former: FormerCommune, known: dict[str, str]) -> None:
        unit, name = unit_and_name(former.name)
        district = _remembered(former.district, known)
        province = _remembered(former.province, known)
        words = f" {unit} {name} {district} {province} "
        self._entries.append((name or district, words, former.codes, former))
        self._old.setdefault(province, {}).setdefault(district, []).append(former)

    def provinces(self) -> tuple[Province, ...]:
        """The provinces, in the order of their names without "Tỉnh" and "Thành phố"."""
        return tuple(sorted(self._provinces.values(), key=lambda it: plain_name(it.name)))

    def province(self, code: str) -> Province | None:
        """The province with that code."""
        return self._provinces.get(code)

    def communes(self, province: str) -> tuple[Commune, ...]:
        """The communes of the province with that code, in the order of their short names."""
        return tuple(
            sorted(self._by_province.get(province, ()), key=lambda it: plain_name(it.name))
        )

    def commune(self, code: str) -> Commune | None:
        """The commune with that code."""
        return self._communes.get(code)

    def phrases(self, code: str | None, patterns: Iterable[str]) -> tuple[str, ...]:
        """Patterns with the names of a commune and of what it was made from, the short ones.

        `{commune}` is its own name and those of the old communes in it, `{district}` their old
        districts, `{province}` their old provinces and today's. What has no name to put in is
        left out: all that have a place in them, where no commune is known.
        """
        commune = self._communes.get(code or "")
        formers = [it for it in self._formers if code in it.codes]
        names = {
            "commune": [it.name for it in formers] + ([commune.name] if commune else []),
            "district": [it.district for it in formers],
            "province": [it.province for it in formers]
            + ([commune.province.name] if commune else []),
        }
        found: list[str] = []
        for pattern in patterns:
            place = next((it for it in names if f"{{{it}}}" in pattern), None)
            if place is None:
                found.append(pattern)
                continue
            short = (_without_unit(it) for it in names[place] if it)
            found += [pattern.replace(f"{{{place}}}", it) for it in short]
        return tuple(dict.fromkeys(found))

    def written(self, answer: Mapping[str, Answer]) -> str:
        """The address as one line: `Thôn Đông, xã Phú Hòa 2, tỉnh Đắk Lắk`."""
        commune = self._communes.get(str(answer.get("commune", "")))
        parts = [str(answer.get(name, "")) for name in ("street", "hamlet")]
        if commune is not None:
            parts += [_small_unit(commune.name), _small_unit(commune.province.name)]
        return ", ".join(part for part in parts if part)

    def search(self, text: str, limit: int = 20, province: str | None = None) -> tuple[Hit, ...]:
        """Communes found by words of new or old names, best first, marks left out at will.

        An old commune's, district's or province's name finds what it became. `province` is the
        code of the only province looked at. Where nothing bears the words as they stand, units,
        hamlets with a number, other names of a place and `i` for `y` are seen through.
        """
        wanted = without_short_units(plain(text))
        for asked in dict.fromkeys((wanted, *_spellings(_renamed(without_units(wanted))))):
            found = self._found(asked, limit, province)
            if found:
                return found
        return ()

    def _found(self, wanted: str, limit: int, province: str | None) -> tuple[Hit, ...]:
        words = [f" {word}" for word in wanted.split()]
        if not words:
            return ()
        found = []
        for place, entry in enumerate(self._entries):
            if all(word in entry[1] for word in words) and self._lies_in(entry[2], province):
                found.append((_rank(entry, wanted), entry[3] is not None, place))
        found.sort()
        return tuple(self._hit(self._entries[place]) for _, _, place in found[:limit])

    def _lies_in(self, codes: tuple[str, ...], province: str | None) -> bool:
        return province is None or any(
            self._communes[code].province.code == province for code in codes
        )

    def _hit(self, entry: _Entry) -> Hit:
        return Hit(tuple(self._communes[code] for code in entry[2]), entry[3])

    def convert(self, line: str) -> Conversion:
        """What the line of a card is today: old three tiers, new two, shortened or in full.

        Marks, hyphens and the place of a tone don't matter, unless two names differ by them alone.
        """
        text = tidy(line)
        parts = read_line(text)
        if lost_letters(text):
            return self._converted_by_what_is_left(text, parts)
        for reading in parts[-1].readings if parts else ():
            province = _key(reading.plain, self._old.keys() | self._new.keys())
            districts = self._old.get(province, {})
            found = (
                self._convert_old(text, parts, districts)
                or self._convert_new(text, parts, self._new.get(province, {}), districts)
                or self._convert_without_district(text, parts, districts)
            )
            if found:
                return _without_lost_marks(found)
        return Conversion(text)

    def _converted_by_what_is_left(self, text: str, parts: list[Part]) -> Conversion:
        """Every place, of before and of today, whose names can have stood in the line."""
        formers = _that_fit(parts, self._formers, _OLD_TIERS)
        communes = () if formers else _that_fit(parts, self._communes.values(), _NEW_TIERS)
        codes = dict.fromkeys(code for former in formers for code in former.codes)
        found = communes or tuple(self._communes[code] for code in codes)
        rest = parts[: -len(_NEW_TIERS if communes else _OLD_TIERS)]
        lost = any(lost_letters(part.text) for part in rest)
        hamlet, street = (None, None) if lost else hamlet_and_street(rest)
        return Conversion(
            text,
            hamlet,
            street,
            former=formers[0] if len(formers) == 1 else None,
            candidates=found if len(found) <= _MOST_UNSURE else (),
            unsure=True,
            details_lost=lost,
        )

    def _convert_old(self, text: str, parts: list[Part], districts: _Formers) -> Conversion | None:
        if len(parts) < 2 or parts[-2].names_commune:
            return None
        there = _named(parts[-2], districts, lambda it: it.district)
        if there and not there[0].name:
            return self._converted(text, parts[:-2], there)
        if len(parts) < 3:
            return None
        return self._converted(text, parts[:-3], _spelled_like(parts[-3], there))

    def _converted(
        self, text: str, rest: list[Part], formers: list[FormerCommune]
    ) -> Conversion | None:
        codes = dict.fromkeys(code for former in formers for code in former.codes)
        candidates = tuple(self._communes[code] for code in codes)
        former = formers[0] if len(formers) == 1 else None
        return Conversion(text, *hamlet_and_street(rest), former, candidates) if formers else None

    def _convert_new(
        self,
        text: str,
        parts: list[Part],
        communes: Mapping[str, list[Commune]],
        districts: _Formers,
    ) -> Conversion | None:
        """Many a commune of today has the name of an old district: then what precedes it tells.

        A line may also leave out the commune of that district; so the person is asked.
        """
        there = _named(parts[-2], communes, lambda it: it.name) if len(parts) > 1 else []
        old = len(parts) > 1 and not parts[-2].names_commune and _is_among(parts[-2], districts)
        if not there or (old and len(parts) > 2 and not parts[-3].is_detail):
            return None
        details = hamlet_and_street(parts[:-2])
        return Conversion(text, *details, candidates=tuple(there), unsure=old)

    def _convert_without_district(
        self, text: str, parts: list[Part], districts: _Formers
    ) -> Conversion | None:
        """The one such commune of the province, where its district is left out or long gone."""
        if len(parts) < 2 or _is_among(parts[-2], districts):
            return None
        everywhere = [former for formers in districts.values() for former in formers]
        for place in (-3, -2):
            matching = _spelled_like(parts[place], everywhere) if len(parts) >= -place else []
            if len(matching) == 1:
                return self._converted(text, parts[:place], matching)
        return None


def address_fault(
    value: Answer, addresses: Addresses | None = None
) -> tuple[str, Mapping[str, object]] | None:
    """`province` or `commune` where that is still to be chosen; `unknown` where there is no such.

    Without `addresses` only the form of the answer is looked at.
    """
    if not isinstance(value, Mapping) or not value.get("province"):
        return "province", {}
    if not value.get("commune"):
        return "commune", {}
    if addresses is None:
        return None
    commune = addresses.commune(str(value["commune"]))
    if commune is None or commune.province.code != value["province"]:
        return "unknown", {}
    return None


def _that_fit(
    parts: list[Part], units: Iterable[_Unit], tiers: tuple[Callable[[_Unit], str], ...]
) -> tuple[_Unit, ...]:
    """Those units of which each tier's name can have stood in the line, the largest at its end."""
    if len(parts) < len(tiers):
        return ()
    found = tuple(units)
    for part, tier in zip(reversed(parts), tiers, strict=False):
        fitting = {name for name in set(map(tier, found)) if _can_be(part, name)}
        found = tuple(it for it in found if tier(it) in fitting)
    return found


def _can_be(part: Part, name: str) -> bool:
    """Whether a part of a line, from which letters may be lost, can have been that unit's name."""
    if lost_letters(part.text):
        return fits(part.text, name) or fits(part.text, _without_unit(name))
    bare = plain_name(name)
    return any(bare in _spellings(it.plain) for it in part.readings)


def _spellings(name: str) -> tuple[str, ...]:
    """A name without marks, and what else it may be in the tables."""
    other = _OTHER_NAMES.get(name, name)
    return (name, other, *(_I_OR_Y.sub(rf"\g<1>{vowel}", other) for vowel in "iy"))


def _key(name: str, known: Collection[str]) -> str:
    """As which of its spellings a name is known; itself where as none."""
    return next((it for it in _spellings(name) if it in known), name)


def _is_among(part: Part, known: Collection[str]) -> bool:
    return any(_key(it.plain, known) in known for it in part.readings)


def _renamed(wanted: str) -> str:
    """The words of a search with the tables' names for other ones."""
    around = f" {wanted} "
    for other, name in _OTHER_NAMES.items():
        around = around.replace(f" {other} ", f" {name} ")
    return around.strip()


def _without_lost_marks(found: Conversion) -> Conversion:
    """What was found, without details that have lost their marks: the names had some, too."""
    names = [it.name for it in found.candidates] + [it.province.name for it in found.candidates]
    if found.former is not None:
        names = [found.former.name, found.former.district, found.former.province]
    if not found.text.isascii() or all(_without_unit(it).isascii() for it in names):
        return found
    if not any(it.isalpha() for it in (found.hamlet or "") + (found.street or "")):
        return found
    return replace(found, hamlet=None, street=None, details_lost=True)


def _rank(entry: _Entry, wanted: str) -> int:
    """How well an entry answers: by its whole name, with its place, by its start, or somehow."""
    name, words, _, _ = entry
    tests = (
        name == wanted,
        wanted.startswith(f"{name} ") and f" {wanted} " in words,
        name.startswith(f"{wanted} "),
        wanted.startswith(f"{name} "),
        name.startswith(wanted),
        f" {wanted} " in words,
        f" {wanted}" in words,
        True,
    )
    return tests.index(True)


def _remembered(name: str, known: dict[str, str]) -> str:
    """The short name of a province or district, worked out once."""
    short = known.get(name)
    if short is None:
        short = known[name] = plain_name(name)
    return short


def _without_unit(name: str) -> str:
    """`Huyện Phú Hòa` as names of other things have it: `Phú Hòa`; `Phường 1` as it is."""
    unit = next((it for it in _UNIT_WORDS if name.startswith(it)), "")
    short = name[len(unit) :]
    return name if short.isdecimal() else short


def _small_unit(name: str) -> str:
    """`Xã Phú Hòa 2` inside a line: `xã Phú Hòa 2`."""
    return name[:1].lower() + name[1:]


def _named(
    part: Part, known: Mapping[str, list[_Unit]], full: Callable[[_Unit], str]
) -> list[_Unit]:
    """What bears the name of a part, and its unit where there is one of that unit."""
    for reading in part.readings:
        found = known.get(_key(reading.plain, known), [])
        if found and reading.unit is not None:
            unit = reading.unit.casefold()
            return [it for it in found if full(it).casefold().startswith(unit)] or found
        if found:
            return found
    return []


def _spelled_like(part: Part, formers: list[FormerCommune]) -> list[FormerCommune]:
    """The old communes with that name; of those alike without marks, the ones spelled the same."""
    known: dict[str, list[FormerCommune]] = {}
    for former in formers:
        known.setdefault(plain_name(former.name), []).append(former)
    found = _named(part, known, lambda it: it.name)
    spellings = tuple(f" {reading.spelled}" for reading in part.readings)
    return [it for it in found if spelled(it.name).endswith(spellings)] or found
