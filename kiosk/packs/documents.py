"""Reads a pack's documents as JSON that can mean one thing only."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NoReturn

if TYPE_CHECKING:
    from collections.abc import Mapping

SCHEMAS: Final = Path(__file__).resolve().parent.parent.parent / "assets" / "schemas"
"""The JSON Schemas of what packs hold; they are the program's, never a pack's."""

MOST_DEPTH: Final = 32
"""Levels of nesting; the deepest document that means something has about a dozen."""


class DocumentInvalid(ValueError):
    """The bytes are no JSON document that we read; the message says why."""


def parse_document(content: bytes) -> object:
    """The JSON in `content`, UTF-8. Raises DocumentInvalid.

    A key that stands twice is refused, since readers differ in which one they believe, and so
    are NaN, infinities and anything nested without end.
    """
    try:
        document = json.loads(
            content.decode("utf-8"), object_pairs_hook=_once, parse_constant=_refuse_constant
        )
    except (ValueError, RecursionError) as failure:
        raise DocumentInvalid(f"is not JSON: {failure}") from failure
    level, depth = [document], 0
    while level:
        depth += 1
        if depth > MOST_DEPTH:
            raise DocumentInvalid(f"is nested more than {MOST_DEPTH} levels deep")
        level = [below for part in level for below in _below(part)]
    return document


@cache
def read_schema(name: str) -> Mapping[str, object]:
    """One of the program's own schemas: `procedure`, `manifest`, `life_events`, `guide`."""
    schema: Mapping[str, object] = json.loads((SCHEMAS / f"{name}.json").read_bytes())
    return schema


def _below(part: object) -> list[Any]:
    if isinstance(part, dict):
        return list(part.values())
    return part if isinstance(part, list) else []


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    document = dict(pairs)
    if len(document) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"the key '{twice}' stands there twice")
    return document


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number of JSON")
