"""Putting the form of address before a masked name, where we know the form."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ui.texts import Texts


def with_form(texts: Texts, masked_name: str) -> str:
    """`Bà N. T. HỢI`; the name alone where the form isn't known."""
    if not masked_name or texts.person == texts.words["person.unknown"]:
        return masked_name
    return f"{texts.person[:1].upper()}{texts.person[1:]} {masked_name}"
