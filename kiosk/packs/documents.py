"""Reads a pack's documents as JSON that can mean one thing only."""

from __future__ import annotations

import json
import unicodedata
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NoReturn

from kiosk.domain.parsing import json_pointer

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

SCHEMAS: Final = Path(__file__).resolve().parent.parent.parent / "assets" / "schemas"
"""The JSON Schemas of what packs hold; they are the program's, never a pack's."""

MOST_DEPTH: Final = 32
"""Levels of nesting; the deepest document that means something has about a dozen."""


_NEVER_SHOWN: Final = frozenset({"Cc", "Cs"})
_TURNING: Final = frozenset({"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"})
"""Signs that have what follows them read from the other side (UAX #9)."""


class DocumentInvalid(ValueError):
    """The bytes are no JSON document that we read; the message says why, a JSON Pointer where."""

    def __init__(self, reason: str, pointer: str = "") -> None:
        super().__init__(reason)
        self.pointer = pointer


def parse_document(content: bytes) -> object:
    """The JSON in `content`, UTF-8. Raises DocumentInvalid.

    A key that stands twice is refused, since readers differ in which one they believe, and so
    are NaN, infinities, anything nested without end, and what in a text is no letter or sign:
    controls, line ends too, halves of characters, and what turns the writing round.
    """
    try:
        document = json.loads(
            content.decode("utf-8"), object_pairs_hook=_once, parse_constant=_refuse_constant
        )
    except (ValueError, RecursionError) as failure:
        raise DocumentInvalid(f"is not JSON: {failure}") from failure
    level, depth = [("", document)], 0
    while level:
        depth += 1
        if depth > MOST_DEPTH:
            raise DocumentInvalid(f"is nested more than {MOST_DEPTH} levels deep")
        for place, part in level:
            if isinstance(part, str):
                _check_text(part, place)
        level = [below for place, part in level for below in _below(place, part)]
    return document


@cache
def read_schema(name: str) -> Mapping[str, object]:
    """One of the program's own schemas: `procedure`, `manifest`, `life_events`, `guide`."""
    schema: Mapping[str, object] = json.loads((SCHEMAS / f"{name}.json").read_bytes())
    return schema


def _below(place: str, part: object) -> Iterator[tuple[str, Any]]:
    """What stands in an object or array, each with its JSON Pointer."""
    if isinstance(part, dict):
        for key, value in part.items():
            where = f"{place}{json_pointer((key,))}"
            _check_text(key, where)
            yield where, value
    elif isinstance(part, list):
        for number, value in enumerate(part):
            yield f"{place}/{number}", value


def _check_text(text: str, place: str) -> None:
    if text.isascii() and text.isprintable():
        return
    for character in text:
        turning = unicodedata.bidirectional(character) in _TURNING
        if turning or unicodedata.category(character) in _NEVER_SHOWN:
            sign = f"U+{ord(character):04X}"
            raise DocumentInvalid(f"has {sign} in a text, where only letters and signs go", place)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    document = dict(pairs)
    if len(document) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"the key '{twice}' stands there twice")
    return document


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number of JSON")
