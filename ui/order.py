"""The order in which the parts of a page are read, for the eye, the ear and the keyboard alike."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtWidgets import QGridLayout, QWidget

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from PySide6.QtWidgets import QLayout


def in_order(part: QWidget) -> list[QWidget]:
    """The children of a part: as they are laid out, then those that are placed by hand.

    The latter come row by row, from the left. Windows of their own are none of them.
    """
    layout = part.layout()
    placed = list(_laid_out(layout)) if layout is not None else []
    known = set(placed)
    others = [
        it
        for it in part.children()
        if isinstance(it, QWidget) and it not in known and not it.isWindow()
    ]
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
