"""Codes of messages and slips are typed, handed on and kept nowhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QApplication

from kiosk.domain.slip import Slip, Ticket
from tests.ui.inputs.hands import (
    tap_digits,
    tap_keys,
    touch,
)
from ui.components.error_summary import ErrorSummary
from ui.screens.code_entry import CodeEntryPage
from ui.screens.slip_entry import SlipEntryPage

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QPointingDevice

    from ui.look import Look
    from ui.page import Page

SLIP = Slip(Ticket("TK", "3K752"), 0xABCDE)


def test_a_code_is_handed_on_and_forgotten(
    show: Callable[[Page], None], look: Look, finger: QPointingDevice
) -> None:
    page = CodeEntryPage(look, phone="09•• ••• 678", minutes=14)
    page.show_practice("482019")
    codes: list[str] = []
    page.entered_code.connect(codes.append)
    show(page)
    tap_digits(finger, page, "4820")
    page.primary.emit()
    assert codes == []
    tap_digits(finger, page, "196")
    page.primary.emit()
    assert codes == ["482019"]
    assert page.boxes.typed == ""
    page.show_minutes(0)
    page.show_fault("Mã chưa đúng")


def test_a_slip_is_typed_without_regard_to_dashes(
    show: Callable[[Page], None], look: Look, finger: QPointingDevice
) -> None:
    page = SlipEntryPage(look, opening=True)
    given: list[Slip] = []
    page.slip_given.connect(given.append)
    show(page)
    tap_keys(finger, page, *str(SLIP.ticket).replace("-", ""))
    page.primary.emit()
    assert given == []
    assert page.keyboard() is None
    touch(finger, page.lines["secret"])
    tap_keys(finger, page, *SLIP.typed.replace(" ", "-"))
    page.primary.emit()
    assert given == [SLIP]


def test_a_ticket_with_a_wrong_character_is_not_looked_up(
    show: Callable[[Page], None], look: Look, finger: QPointingDevice
) -> None:
    page = SlipEntryPage(look, opening=False)
    given: list[Ticket] = []
    page.ticket_given.connect(given.append)
    show(page)
    ticket = str(SLIP.ticket)
    tap_keys(finger, page, *ticket[:-1], "2" if ticket[-1] != "2" else "3")
    page.primary.emit()
    assert given == []
    touch(finger, page.lines["ticket"])
    tap_keys(finger, page, "erase", ticket[-1])
    page.primary.emit()
    assert given == [SLIP.ticket]


@pytest.mark.parametrize("opening", [True, False])
def test_who_goes_on_twice_with_a_wrong_slip_is_told_twice(
    show: Callable[[Page], None], look: Look, *, opening: bool
) -> None:
    page = SlipEntryPage(look, opening=opening)
    show(page)
    for _ in range(3):
        page.primary.emit()
        QApplication.processEvents()
        told = [it for it in page.findChildren(ErrorSummary) if it.isVisible()]
        assert len(told) == 1
        assert told[0].hasFocus()
        assert page.keyboard() is None


def test_a_scanned_slip_is_handed_on_and_anything_else_is_not(
    show: Callable[[Page], None], look: Look
) -> None:
    page = SlipEntryPage(look, opening=True)
    given: list[Slip] = []
    page.slip_given.connect(given.append)
    show(page)
    page.show_scanned("https://example.vn")
    assert given == []
    page.show_scanned(SLIP.qr_text)
    assert given == [SLIP]
