"""The languages of the matrix, and whether something is said in one or in another of them."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from tests.gallery.pseudo import pseudo_texts
from ui.texts import Texts

if TYPE_CHECKING:
    from collections.abc import Mapping

LANGUAGES = ("vi", "en", "pseudo")
_VALUE = re.compile(r"{[^{}]*}")
_WORD = re.compile(r"[^\W\d_]+")
# What says fewer words than these may be a word of a pack too: "Số căn cước".
_TELLING, _TELLING_BESIDE_VALUES = 4, 3
# What a language calls itself is said so in every language.
_EVERYWHERE = "language.name"


@cache
def texts_of(language: str) -> Texts:
    """The words of a language, or of the one that is made up."""
    return pseudo_texts() if language == "pseudo" else Texts.read(language)


def language_of(words: Mapping[str, str]) -> str:
    """The language whose words these are."""
    return next(it for it in LANGUAGES if texts_of(it).words == words)


@cache
def other_language(said: str, language: str) -> str:
    """The key of a text that another language says so, and this one doesn't; "" if there is none.

    What a person, a pack or a paper says is in no language of the screens.
    """
    if _key_of(said, language):
        return ""
    keys = (_key_of(said, other) for other in LANGUAGES if other != language)
    return next(filter(None, keys), "")


def _key_of(said: str, language: str) -> str:
    whole, with_values = _said_in(language)
    if said in whole:
        return whole[said]
    return next((key for key, pattern in with_values if pattern.fullmatch(said)), "")


@cache
def _said_in(language: str) -> tuple[dict[str, str], list[tuple[str, re.Pattern[str]]]]:
    """The keys of all that a language says: word for word, and around values."""
    whole: dict[str, str] = {}
    with_values: list[tuple[str, re.Pattern[str]]] = []
    for key, words in texts_of(language).words.items():
        parts = _VALUE.split(words)
        count = len(_WORD.findall(" ".join(parts)))
        if key == _EVERYWHERE or count < _TELLING:
            continue
        if len(parts) == 1:
            whole[words] = key
        elif count >= _TELLING_BESIDE_VALUES:
            with_values.append((key, re.compile(".+".join(map(re.escape, parts)), re.DOTALL)))
    return whole, with_values
