"""Where the focus goes next: in the order in which a page is read, or to a neighbour."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QRadioButton, QWidget

from ui.order import in_order

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_ASKEW = 3
"""How much worse it is to lie a pixel aside than a pixel further away."""


def reading_order(part: QWidget) -> Iterator[QWidget]:
    """All that can be seen inside `part`, in the order of reading."""
    for child in in_order(part):
        if not child.isHidden():
            yield child
            yield from reading_order(child)


def takes_focus(part: QWidget) -> bool:
    """Whether Tab comes to it: to every radio tile too, not just to the chosen one."""
    tabs = bool(part.focusPolicy() & Qt.FocusPolicy.TabFocus) or isinstance(part, QRadioButton)
    return tabs and part.isEnabled()


def reach_next(rooms: Iterable[QWidget], now: QWidget | None, *, onward: bool) -> None:
    """Give the focus to what follows `now`, or goes before it; after the last comes the first."""
    parts = list(dict.fromkeys(it for room in rooms for it in (room, *reading_order(room))))
    at = parts.index(now) if now in parts else -1
    after = [*parts[at + 1 :], *parts[: at + 1]]
    if not onward:
        after = [*reversed(parts[: max(at, 0)]), *reversed(parts[max(at, 0) :])]
    found = next((it for it in after if takes_focus(it)), None)
    if found is not None:
        reason = Qt.FocusReason.TabFocusReason if onward else Qt.FocusReason.BacktabFocusReason
        found.setFocus(reason)


def reach_beside(rooms: Iterable[QWidget], now: QWidget | None, direction: tuple[int, int]) -> None:
    """Give the focus to the nearest part in that direction (`(1, 0)` is right), if there is one.

    Without a place to go from, it is the first.
    """
    parts = [it for room in rooms for it in reading_order(room) if takes_focus(it)]
    if now not in parts:
        reach_next(parts, None, onward=True)
        return
    here = _on_window(now)
    found = [(far, it) for it in parts if (far := _distance(here, _on_window(it), direction))]
    if found:
        min(found, key=lambda pair: pair[0])[1].setFocus(Qt.FocusReason.TabFocusReason)


def _on_window(part: QWidget | None) -> QRect:
    if part is None:
        return QRect()
    return QRect(part.mapTo(part.window(), QPoint(0, 0)), part.size())


def _distance(here: QRect, there: QRect, direction: tuple[int, int]) -> int:
    """How far on it lies in that direction, what lies aside counted more; 0: it doesn't."""
    across, down = direction
    ahead = max(
        across * (there.center().x() - here.center().x()),
        down * (there.center().y() - here.center().y()),
    )
    if across:
        reached = there.left() >= here.right() or there.right() <= here.left()
        aside = max(0, there.top() - here.bottom(), here.top() - there.bottom())
    else:
        reached = there.top() >= here.bottom() or there.bottom() <= here.top()
        aside = max(0, there.left() - here.right(), here.left() - there.right())
    return ahead + _ASKEW * aside if reached and ahead > 0 else 0
