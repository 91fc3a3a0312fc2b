"""What the strip above the keyboard offers: surnames, middle and given names, phrases."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from ui.keyboard.composition import capitalised, composed, without_marks

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

MOST: Final = 5
"""How many suggestions have room in the strip."""


@dataclass(frozen=True, slots=True)
class NameLists:
    """Syllables of names, the most frequent first, as the national pack brings them."""

    surnames: tuple[str, ...] = ()
    middle: tuple[str, ...] = ()
    given: tuple[str, ...] = ()

    @classmethod
    def parse(cls, document: Mapping[str, object]) -> NameLists:
        """Read `{"surnames": [...], "middle": [...], "given": [...]}`; a missing list is empty.

        Raises ValueError where one of them isn't a list of texts.
        """
        return cls(*(_texts(document, name) for name in ("surnames", "middle", "given")))

    def beginning_with(self, surnames: tuple[str, ...]) -> NameLists:
        """The lists with these surnames before all others."""
        return replace(self, surnames=(*surnames, *self.surnames)) if surnames else self

    def at(self, place: int, count: int) -> tuple[str, ...]:
        """What can stand at a place of a name of `count` syllables, what does mostly first."""
        if place == 0:
            return self.surnames
        if place == count - 1:
            return (*self.given, *self.middle)
        return (*self.middle, *self.given, *self.surnames)


def suggest_name(lists: NameLists, text: str, cursor: int) -> tuple[str, ...]:
    """At most five syllables for the one that the cursor is behind, or for the next one.

    A first syllable is a surname; what follows may be a middle or a given name, and while nothing
    of it is typed the second is taken for a middle name, a later one for a given name.
    """
    before = text[:cursor]
    start = before.rfind(" ") + 1
    begun = before[start:]
    position = len(before[:start].split())
    if position == 0:
        pool = lists.surnames
    elif position == 1:
        pool = (*lists.middle, *lists.given)
    else:
        pool = (*lists.given, *lists.middle)
    return tuple(capitalised(word) for word in matches(pool, begun))


def suggest_text(phrases: Iterable[str], text: str, cursor: int) -> tuple[str, ...]:
    """At most five whole phrases (hamlets, streets) that begin as the text does."""
    begun = text[:cursor].strip()
    return tuple(it for it in matches(phrases, begun) if it != text) if begun else ()


def are_names(phrases: Iterable[str]) -> bool:
    """Whether there are phrases, and each syllable of them has a capital, as countries have."""
    syllables = [syllable for phrase in phrases for syllable in phrase.split()]
    return bool(syllables) and all(syllable[:1].isupper() for syllable in syllables)


def goes_on_large(phrases: Iterable[str], before: str) -> bool:
    """Whether what comes after `before` begins with a capital: as a phrase goes on there.

    What is added to a whole phrase is the name of a place: "Trạm Y tế xã Hòa Phú".
    """
    bare = without_marks(before)
    for phrase in map(composed, phrases):
        known = without_marks(phrase)
        if known.startswith(bare):
            return phrase[len(bare) : len(bare) + 1].isupper()
        if bare.startswith(f"{known} "):
            return True
    return False


def matches(pool: Iterable[str], begun: str) -> tuple[str, ...]:
    """Of the pool what begins with `begun`, without regard to marks that aren't typed yet.

    What has the very letters comes first, then what is exactly as long, then the pool's order.
    """
    bare = without_marks(begun)
    typed = composed(begun).casefold()
    found = [
        word for word in dict.fromkeys(map(composed, pool)) if without_marks(word).startswith(bare)
    ]
    if bare:
        found.sort(
            key=lambda word: (
                not _fits(word.casefold(), typed),
                len(without_marks(word)) != len(bare),
            )
        )
        found = [word for word in found if word.casefold() != typed]
    return tuple(found[:MOST])


def _fits(word: str, typed: str) -> bool:
    """Whether each mark that was typed is also in the word; an unmarked letter fits any."""
    return all(
        asked in {there, there_bare}
        for there, there_bare, asked in zip(word, without_marks(word), typed, strict=False)
    )


def _texts(document: Mapping[str, object], name: str) -> tuple[str, ...]:
    listed = document.get(name, [])
    if not isinstance(listed, list) or not all(isinstance(it, str) for it in listed):
        message = f"{name} is not a list of texts"
        raise ValueError(message)
    return tuple(listed)
