"""A page is ready to be typed on as soon as it is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget

from kiosk.domain.procedure import FieldKind
from tests.ui.inputs.hands import one, question
from ui.components.error_summary import ErrorSummary
from ui.screens.code_entry import CodeEntryPage
from ui.screens.slip_entry import SlipEntryPage

if TYPE_CHECKING:
    from collections.abc import Callable

    from ui.look import Look
    from ui.page import Page

PAGES = [
    (FieldKind.NAME, "line-it"),
    (FieldKind.TEXT, "line-it"),
    (FieldKind.DATE, "day-it"),
    (FieldKind.PHONE, "cells-it"),
    (FieldKind.NUMBER, "number-it"),
]


class Windows(QObject):
    """Remembers what was shown as a window of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[QWidget] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() is QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.shown.append(watched)
        return False


@pytest.mark.parametrize(("kind", "name"), PAGES)
def test_the_first_place_to_write_has_the_focus(
    show: Callable[[Page], None], look: Look, kind: FieldKind, name: str
) -> None:
    show(question(look, one(kind, partial=kind is FieldKind.DATE)))
    QApplication.processEvents()
    focus = QApplication.focusWidget()
    assert focus is not None
    assert focus.objectName() == name


def test_no_part_of_a_page_opens_a_window_of_its_own(look: Look) -> None:
    windows = Windows()
    application = QApplication.instance()
    assert application is not None
    application.installEventFilter(windows)
    pages: list[Page] = [
        question(look, one(kind, partial=True, unknown=True)) for kind in FieldKind
    ]
    pages += [CodeEntryPage(look, "09•• ••• 678", 14), SlipEntryPage(look, opening=True)]
    application.removeEventFilter(windows)
    assert windows.shown == []
    for page in pages:
        page.deleteLater()


@pytest.mark.parametrize(("kind", "name"), PAGES)
def test_who_goes_on_twice_with_nothing_written_is_told_twice(
    show: Callable[[Page], None], look: Look, kind: FieldKind, name: str
) -> None:
    page = question(look, one(kind, partial=kind is FieldKind.DATE))
    show(page)
    for _ in range(3):
        page.show_faults([("it", f"It is missing in {name}")])
        QApplication.processEvents()
        told = [it for it in page.findChildren(ErrorSummary) if it.isVisible()]
        assert len(told) == 1
        assert page.keyboard() is None
