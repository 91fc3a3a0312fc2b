"""Finds what a page says, in the order in which it is read: from its layouts, top to bottom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, cast, runtime_checkable

from PySide6.QtWidgets import QAbstractButton, QGridLayout, QWidget

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from PySide6.QtWidgets import QLayout

    from ui.speech.script import Utterance


@runtime_checkable
class Speaking(Protocol):
    """A part of a page that knows better than its accessible name what is said of it."""

    def said(self) -> tuple[Utterance, ...]:
        """What is said of it and of all in it; nothing for what only hands can use."""


def read(part: QWidget, chosen: str) -> Iterator[Utterance]:
    """What can be read on a part of a page, without what is hidden.

    `chosen` is said of what is ticked.
    """
    if isinstance(part, Speaking):
        yield from part.said()
    elif isinstance(part, QAbstractButton):
        words = part.accessibleName()
        yield f"{words}, {chosen}" if part.isCheckable() and part.isChecked() else words
    else:
        for child in _in_order(part):
            if not child.isHidden():
                yield from read(child, chosen)


def _in_order(part: QWidget) -> list[QWidget]:
    """The children of a part: as they are laid out, then those that are placed by hand."""
    layout = part.layout()
    placed = list(_laid_out(layout)) if layout is not None else []
    others = [it for it in part.children() if isinstance(it, QWidget) and it not in placed]
    return placed + sorted(others, key=lambda it: (it.y(), it.x()))


def _laid_out(layout: QLayout) -> Iterator[QWidget]:
    places: Sequence[int] = range(layout.count())
    if isinstance(layout, QGridLayout):
        # a grid is filled in any order, and read row by row
        grid = layout
        places = sorted(places, key=lambda place: _row_and_column(grid, place))
    for place in places:
        item = layout.itemAt(place)
        if item is None:
            continue
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            yield widget
        elif inner is not None:
            yield from _laid_out(inner)


def _row_and_column(grid: QGridLayout, place: int) -> tuple[int, int]:
    row, column, *_ = cast("tuple[int, int, int, int]", grid.getItemPosition(place))
    return row, column
