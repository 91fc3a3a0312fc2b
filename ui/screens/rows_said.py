"""How much of a list is shown, in as many words as the footer has room for."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ui.look import Look


def rows_said(look: Look, first: int, last: int, count: int) -> str:
    """The places shown, from 1: in words, in a narrow footer as numbers, in an upright one not."""
    tokens = look.tokens
    if tokens.portrait:
        return ""
    key = "pager.rows-short" if tokens.large or tokens.narrow else "pager.rows"
    return look.say(key, first=first, last=last, count=count)
