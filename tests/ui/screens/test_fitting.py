"""Every screen fits every window and text size: nothing is cut off, squeezed or too small."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QMargins, QPoint, QRect
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from tests.ui.screens import shown, shown_staff
from ui.components.pressable_row import PressableRow
from ui.look import Look
from ui.texts import Texts
from ui.theme.tokens import TextSize, Tokens

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.ui.screens.hands import Stand
    from ui.page import Page

WINDOWS = [(1920, 1080), (1366, 768), (1080, 1920)]
SIZES = [TextSize.VUA, TextSize.RAT_LON]


@pytest.mark.parametrize("make", [*shown.EVERY, *shown_staff.EVERY], ids=lambda make: make.__name__)
@pytest.mark.parametrize("size", SIZES, ids=lambda size: size.value)
@pytest.mark.parametrize("window", WINDOWS, ids=lambda window: f"{window[0]}x{window[1]}")
def test_nothing_is_cut_off_or_too_small_to_touch(
    stand: Stand, make: Callable[[Look], Page], size: TextSize, window: tuple[int, int]
) -> None:
    look = Look(Tokens.for_window(*window, text_size=size), Texts.read("vi"))
    page = make(look)
    stand.show(page, look, window)
    for part in page.findChildren(QWidget):
        if not part.isVisible():
            continue
        inside = QRect(part.mapTo(page, QPoint(0, 0)), part.size())
        assert page.rect().contains(inside), told(part)
        if isinstance(part, QLabel | QAbstractButton):
            assert part.width() >= part.minimumSizeHint().width(), told(part)
            if part.hasHeightForWidth():
                assert part.height() >= part.heightForWidth(part.width()), told(part)
    controls = [it for it in page.findChildren(QAbstractButton) if it.isVisible()]
    least = look.tokens.px(64)
    for control in controls:
        assert control.height() >= least, told(control)
        assert control.width() >= least, told(control)
    # Rows of a card keep a dead strip inside themselves.
    apart = look.tokens.px(12)
    framed = [
        QRect(it.mapTo(page, QPoint(0, 0)), it.size())
        for it in controls
        if not isinstance(it, PressableRow) and not it.objectName().startswith("fault.")
    ]
    for at, one in enumerate(framed):
        for other in framed[at + 1 :]:
            grown = one.marginsAdded(QMargins(apart, apart, apart, apart) - QMargins(1, 1, 1, 1))
            assert not grown.intersects(other), (one, other)


@pytest.mark.parametrize(
    "make",
    [
        it
        for it in (*shown.EVERY, *shown_staff.EVERY)
        if it not in (shown.papers, shown.check_with_faults, shown.confirm, shown.search)
    ],
    ids=lambda make: make.__name__,
)
def test_at_the_usual_size_nothing_need_be_turned(
    stand: Stand, make: Callable[[Look], Page], look: Look
) -> None:
    page = make(look)
    stand.show(page, look)
    body = page.parentWidget()
    assert body is not None
    assert page.height() == body.height()


def told(part: QWidget) -> str:
    return f"{type(part).__name__} {part.objectName()} {part.accessibleName()} {part.size()}"
