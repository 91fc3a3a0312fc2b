"""The words of the screens in one language: keyed texts, dates, times and money as people say them.

Words are read from gettext `.po` files, which translators' tools can edit. Reading 1,400 messages
with this reader takes about two milliseconds, so nothing is compiled or cached.
"""

from __future__ import annotations

import re
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping

TEXTS = Path(__file__).resolve().parent.parent / "assets" / "texts"
BASE = "vi"
"""The language that is always whole; another one says in it what it lacks."""

_NOON = 12
# What a text may say besides what the Vietnamese says: how the person is addressed, and in dates
# the month by its name or number.
_ANYWHERE = frozenset({"person", "Person"})
_IN_DATES = frozenset({"day", "month", "year", "name", "weekday", "date"})
_VALUE = re.compile(r"{([^{}]*)}")
_BETWEEN = r"(?:#.*\n|\n)*"
_MORE = r'((?: *".*"\n)*)'
_ENTRY = re.compile(rf'{_BETWEEN}msgid *"(.*)"\n{_MORE}msgstr *"(.*)"\n{_MORE}')
_REST = re.compile(rf'{_BETWEEN}(msgid *".*"\n{_MORE})?')
"""What follows the last entry that can be read, as far as that could become another one."""
_UNITS = (("day", 86_400), ("hour", 3600), ("minute", 60))
_SIZES = (("gigabytes", 10**9), ("megabytes", 10**6), ("kilobytes", 10**3))
_HOURS = ((4, "night"), (11, "morning"), (13, "noon"), (18, "afternoon"), (22, "evening"))


class TextsInvalid(ValueError):
    """A `.po` file breaks the little grammar that we use; says file and line."""


class Texts(NamedTuple):
    """All words of one language, and how the person at the screen is addressed."""

    language: str
    words: Mapping[str, str]
    person: str

    @classmethod
    def read(
        cls, language: str, folder: Path = TEXTS, base: Mapping[str, str] | None = None
    ) -> Texts:
        """Read `<language>.po`; what it lacks is said in Vietnamese, key by key.

        `base` is the Vietnamese, where it has been read already.
        Raises FileNotFoundError, or TextsInvalid for a file that can't be read and for a text
        that wants a value which the Vietnamese has not.
        """
        words = read_po(folder / f"{language}.po")
        if language != BASE:
            base = base or read_po(folder / f"{BASE}.po")
            _check_values(folder / f"{language}.po", words, base)
            words = {**base, **{key: said for key, said in words.items() if said}}
        return cls(language, MappingProxyType(words), words["person.unknown"])

    @property
    def name(self) -> str:
        """What the language calls itself: "Tiếng Việt"."""
        return self.words["language.name"]

    def addressing(self, form: str) -> Texts:
        """The same words for a person of whom we know the form: unknown, male, female."""
        return self._replace(person=self.words[f"person.{form}"])

    def say(self, key: str, **values: object) -> str:
        """The words of a key with its values put in.

        `{person}` is the form of address, `{Person}` the same at the start of a sentence; a
        caller may hand in another `person`. Raises KeyError for a key or value that is missing.
        """
        words = self.words[key]
        if "{" not in words:
            return words
        person = str(values.pop("person", self.person))
        capital = person[:1].upper() + person[1:]
        return words.format(**values, person=person, Person=capital)

    def addressed(self, words: str) -> str:
        """Words of a pack, with the form of address put in for `{person}` and `{Person}`."""
        capital = self.person[:1].upper() + self.person[1:]
        return words.replace("{person}", self.person).replace("{Person}", capital)

    def __contains__(self, key: object) -> bool:
        """Whether there are words for a key."""
        return key in self.words

    def date(self, day: dt.date) -> str:
        """A date in words: "27 tháng 3 năm 1957"."""
        return self.say("date.full", day=day.day, year=day.year, name=self.month(day.month))

    def partial_date(self, answer: str) -> str:
        """A date answer (YYYY, YYYY-MM or YYYY-MM-DD) in words."""
        parts = [int(part) for part in answer.split("-")]
        match parts:
            case [year]:
                return self.say("date.year", year=year)
            case [year, month]:
                return self.say("date.month", year=year, name=self.month(month))
            case [year, month, day]:
                return self.say("date.full", day=day, year=year, name=self.month(month))
        raise ValueError(answer)

    def weekday(self, day: dt.date) -> str:
        """The day of the week: "Thứ năm"."""
        return self.say(f"date.weekday-{day.isoweekday()}")

    def date_with_weekday(self, day: dt.date) -> str:
        """A date with its weekday: "Thứ năm, 26 tháng 11 năm 2026"."""
        return self.say("date.with-weekday", weekday=self.weekday(day), date=self.date(day))

    def clock(self, moment: dt.datetime) -> str:
        """A time of day: "9 giờ 12 sáng". The moment is local already."""
        part = next((name for until, name in _HOURS if moment.hour < until), "night")
        hour = moment.hour if moment.hour <= _NOON else moment.hour - _NOON
        key = "clock.with-minutes" if moment.minute else "clock.whole"
        minute = f"{moment.minute:02d}"
        return self.say(key, hour=hour, minute=minute, part=self.say(f"clock.{part}"))

    def moment(self, moment: dt.datetime, today: dt.date) -> str:
        """When something was: "9 giờ 10 hôm nay". The moment is local already."""
        minute = f"{moment.minute:02d}"
        time = self.say("clock.short", hour=moment.hour, minute=minute)
        match (today - moment.date()).days:
            case 0:
                return self.say("moment.today", time=time)
            case 1:
                return self.say("moment.yesterday", time=time)
        return self.say("moment.earlier", time=time, day=moment.day, month=moment.month)

    def span(self, seconds: float) -> str:
        """How long: "40 phút", in the largest unit of which there is a whole one."""
        for unit, length in _UNITS:
            count = int(seconds // length)
            if count > 0:
                return self.say(f"span.{unit}{'s' if count > 1 else ''}", count=count)
        return self.say("span.moment")

    def size(self, count: int) -> str:
        """An amount of data, in bytes: "41 GB"."""
        for unit, length in _SIZES:
            if count >= length:
                return self.say(f"size.{unit}", count=round(count / length))
        return self.say("size.kilobytes", count=1)

    def money(self, dong: int) -> str:
        """An amount: "8.000 đồng"."""
        grouped = f"{dong:,}".replace(",", self.say("money.separator"))
        return self.say("money.amount", amount=grouped)

    def month(self, month: int) -> str:
        """What a month (1 to 12) is called inside a date: "3", "March"."""
        return self.say(f"date.month-{month}")


class Languages(NamedTuple):
    """The languages of the screens whose files can be read, in the order that was wanted.

    `refused` says of each of the others why, in English: which file, where in it and what.
    """

    texts: Mapping[str, Texts]
    refused: Mapping[str, str]

    @classmethod
    def read(cls, wanted: Iterable[str], folder: Path = TEXTS) -> Languages:
        """Read what can be read; Vietnamese where that is nothing. Raises TextsInvalid for it."""
        texts: dict[str, Texts] = {}
        refused: dict[str, str] = {}
        for language in wanted:
            try:
                base = texts[BASE].words if BASE in texts else None
                texts[language] = Texts.read(language, folder, base)
            except (OSError, ValueError) as failure:
                refused[language] = _why(failure, folder / f"{language}.po")
        if not texts:
            texts[BASE] = Texts.read(BASE, folder)
        return cls(MappingProxyType(texts), MappingProxyType(refused))

    @property
    def first(self) -> Texts:
        """The words that are shown first."""
        return next(iter(self.texts.values()))


def _why(failure: Exception, path: Path) -> str:
    match failure:
        case FileNotFoundError():
            return f"there is no {path.name}"
        case TextsInvalid():
            _, number, what = failure.args
            return f"{path.name}, line {number}: {what}" if number else f"{path.name}: {what}"
    return f"{path.name}: {failure}"


def _check_values(path: Path, words: Mapping[str, str], base: Mapping[str, str]) -> None:
    """Raise TextsInvalid for the first text that could not be said."""
    for key, said in words.items():
        if "{" not in said and "}" not in said:
            continue
        wanted = frozenset(_VALUE.findall(said))
        known = _ANYWHERE | frozenset(_VALUE.findall(base.get(key, "")))
        if key.startswith("date."):
            known |= _IN_DATES
        if not wanted <= known:
            unknown = ", ".join(sorted(wanted - known))
            raise TextsInvalid(path, 0, f"{key} wants a value that isn't there: {{{unknown}}}")
        if _VALUE.sub("", said).count("{") or _VALUE.sub("", said).count("}"):
            raise TextsInvalid(path, 0, f"{key} has a brace that stands alone")


def read_po(path: Path) -> dict[str, str]:
    """The messages of a `.po` file without its header. Raises TextsInvalid."""
    messages: dict[str, str] = {}
    text = path.read_text(encoding="utf-8") + "\n"
    read = 0
    for entry in _ENTRY.finditer(text):
        if entry.start() != read:
            break
        key, more_key, said, more = entry.groups()
        key = _whole(key, more_key)
        if key in messages:
            raise TextsInvalid(path, _line_at(text, entry.start(1)), f"{key} stands here twice")
        if key:
            messages[key] = _whole(said, more)
        read = entry.end()
    rest = _REST.match(text, read)
    if rest is None or rest[1] or rest.end() < len(text):
        at = rest.end() if rest else read
        raise TextsInvalid(path, _line_at(text, at), text[at:].partition("\n")[0])
    return messages


def _line_at(text: str, place: int) -> int:
    return text.count("\n", 0, place) + 1


def _whole(words: str, more: str) -> str:
    """What the strings of one message stand for: that of its first line, and those below it."""
    if more:
        words += "".join(line.strip()[1:-1] for line in more.splitlines())
    return _unescaped(words) if "\\" in words else words


def _unescaped(words: str) -> str:
    """What a quoted string of a `.po` file stands for. NUL, which no text has, keeps a place."""
    words = words.replace("\\\\", "\0").replace("\\n", "\n").replace('\\"', '"')
    return words.replace("\\t", "\t").replace("\0", "\\")
