"""The one list of every screen in each of its notable states."""

from __future__ import annotations

import importlib
import pkgutil
from typing import TYPE_CHECKING

import ui
from tests.ui.inputs import shown as shown_questions
from tests.ui.screens import shown, shown_first, shown_staff
from ui.page import Page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ui.look import Look

ROOMS = {
    "first and last": shown_first.EVERY,
    "journey": shown.EVERY,
    "questions": shown_questions.EVERY,
    "staff": shown_staff.EVERY,
}
"""The groups of the gallery. A new screen stands in the `EVERY` of one of these modules."""

SCENES: dict[str, Callable[[Look], Page]] = {
    make.__name__: make for room in ROOMS.values() for make in room
}
"""Every scene by its name: what makes its page for a look."""


def every_page() -> set[type[Page]]:
    """Every page of the program that can be shown: those that no other class is made from."""
    for module in pkgutil.walk_packages(ui.__path__, "ui."):
        importlib.import_module(module.name)
    return {it for it in _below(Page) if it.__module__.startswith("ui.")}


def _below(kind: type[Page]) -> Iterator[type[Page]]:
    made = kind.__subclasses__()
    if not made:
        yield kind
    for each in made:
        yield from _below(each)
