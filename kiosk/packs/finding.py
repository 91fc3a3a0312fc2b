"""Finds procedures by what people call them, without marks, in any order of the words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kiosk.domain.spelling import plain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kiosk.domain.procedure import Procedure

SPOKEN: Final = {
    "sinh": "sanh",
    "ky": "ki",
    "nhan": "nhon",
    "chinh": "chanh",
}
"""Syllables without marks, and how the South says or some people write them ("khai sanh")."""


class Finder:
    """Finds procedures by their titles, their keywords and those of their life events."""

    def __init__(self, entries: Iterable[tuple[Procedure, Iterable[str]]]) -> None:
        """Each procedure with the words of its life event; the order breaks ties."""
        self._entries = [_Entry(procedure, around) for procedure, around in entries]

    def search(self, text: str) -> tuple[Procedure, ...]:
        """The procedures meant by `text`, best first; the last word may be half typed.

        More than half of the words must be found: "làm giấy khai sinh cho con" finds births.
        """
        wanted = plain(text)
        words = wanted.split()
        ranked = [(entry.rank(wanted, words), entry.procedure) for entry in self._entries]
        found = [(rank, procedure) for rank, procedure in ranked if rank is not None]
        found.sort(key=lambda it: it[0])
        complete = [procedure for rank, procedure in found if rank[0] == 0]
        return tuple(complete or [procedure for _, procedure in found])


class _Entry:
    """One procedure with everything that it may be called."""

    def __init__(self, procedure: Procedure, around: Iterable[str]) -> None:
        self.procedure = procedure
        names = (*procedure.title.values(), *procedure.short_title.values())
        titles = [plain(name) for name in names]
        keywords = [plain(it) for it in (*procedure.keywords, procedure.code)]
        self._phrases = titles + keywords
        self._titles = _spaced(titles)
        self._own = self._titles + _spaced(keywords)
        self._all = self._own + _spaced(plain(it) for it in around)

    def rank(self, wanted: str, words: list[str]) -> tuple[int, int] | None:
        """How many words are missing, then how close the name is; None is not found."""
        missing = sum(f" {word}" not in self._all for word in words)
        if missing * 2 >= len(words):
            return None
        if wanted in self._phrases:
            return missing, 0
        if any(phrase.startswith(wanted) for phrase in self._phrases):
            return missing, 1
        nearest = (self._titles, self._own, self._all)
        return missing, 2 + min(
            (place for place, there in enumerate(nearest) if _all_in(words, there)), default=3
        )


def _all_in(words: list[str], there: str) -> bool:
    return all(f" {word}" in there for word in words)


def _spaced(phrases: Iterable[str]) -> str:
    """All words with a space before each, so that a search for ` khai` finds starts of words."""
    words = {word for phrase in phrases for word in phrase.split()}
    spoken = {SPOKEN[word] for word in words if word in SPOKEN}
    return "".join(f" {word}" for word in sorted(words | spoken))
