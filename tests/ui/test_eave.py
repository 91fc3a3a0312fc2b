"""What is newly laid appears a moment after the page, once, and not for who wants it still."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kiosk.domain.submission import ReceiptState
from tests.ui.outcomes import outcome
from ui.components.appearing import Appearing
from ui.page import Page, Place
from ui.screens.outcome import OutcomePage
from ui.theme.tokens import TextSize, Tokens

if TYPE_CHECKING:
    from PySide6.QtGui import QColor
    from pytestqt.qtbot import QtBot

    from ui.look import Look
    from ui.window import Frame

TASK = "Đăng ký khai sinh"


def page(look: Look, progress: float | None, caption: str = TASK) -> Page:
    made = Page(look, name="some", heading="Tên của bé là gì?")
    made.place = Place(caption, "", progress)
    return made


def tile(frame: Frame, share: float) -> QColor:
    """The colour of the lower row of tiles, so far across the window."""
    return frame.grab().toImage().pixelColor(round(1920 * share / 40) * 40, 18)


def is_laid(frame: Frame, share: float) -> bool:
    colour = tile(frame, share)
    return colour.red() - colour.blue() > 80


def appears(frame: Frame) -> bool:
    return any(it.state() is Appearing.State.Running for it in frame.findChildren(Appearing))


def test_a_tile_that_is_newly_laid_appears_after_the_page(
    qtbot: QtBot, frame: Frame, look: Look
) -> None:
    frame.show_page(page(look, 2 / 9))
    assert is_laid(frame, 0.1)
    assert not is_laid(frame, 0.3)

    frame.show_page(page(look, 4 / 9))

    assert not is_laid(frame, 0.3)
    qtbot.waitUntil(lambda: is_laid(frame, 0.3) and not appears(frame))
    assert not is_laid(frame, 0.6)


def test_nothing_moves_for_who_wants_it_still(frame: Frame, look: Look) -> None:
    frame.restyle(look._replace(still=True), page(look, 2 / 9))
    frame.show_page(page(look, 4 / 9))

    assert is_laid(frame, 0.3)
    assert not appears(frame)


@pytest.mark.parametrize(
    ("former", "now"), [((TASK, 4 / 9), (TASK, 2 / 9)), (("", 0.2), (TASK, 0.5))]
)
def test_only_what_was_done_meanwhile_appears(
    frame: Frame, look: Look, former: tuple[str, float], now: tuple[str, float]
) -> None:
    frame.show_page(page(look, former[1], former[0]))
    frame.show_page(page(look, now[1], now[0]))

    assert not appears(frame)
    assert is_laid(frame, 0.4) is (now[1] > 0.4)


def test_a_page_that_tells_no_progress_leaves_the_tiles_as_they_are(
    frame: Frame, look: Look
) -> None:
    frame.show_page(page(look, 0.5))
    frame.show_page(page(look, None, "Giấy tờ"))
    assert is_laid(frame, 0.4)
    assert not is_laid(frame, 0.6)


def test_home_makes_the_eave_whole_for_the_next_person(frame: Frame, look: Look) -> None:
    frame.show_page(page(look, 0.5))
    home = page(look, None)
    home.eave = False
    frame.show_page(home)
    frame.show_page(page(look, None))
    assert is_laid(frame, 0.9)


def lines_of_the_roof(frame: Frame) -> bytes:
    return bytes(frame.grab().toImage().constBits())


def test_the_last_lane_of_the_roof_is_laid_once(qtbot: QtBot, frame: Frame, look: Look) -> None:
    shown = outcome(receipt=ReceiptState.RECEIVED)
    frame.show_page(OutcomePage(look, shown))
    assert appears(frame)
    with_a_lane_open = lines_of_the_roof(frame)
    qtbot.waitUntil(lambda: not appears(frame))
    assert lines_of_the_roof(frame) != with_a_lane_open

    larger = look._replace(tokens=Tokens.for_window(1920, 1080, text_size=TextSize.NHO))
    frame.restyle(larger, OutcomePage(larger, shown))
    assert not appears(frame)


@pytest.mark.parametrize("receipt", [None, ReceiptState.NEEDS_CONFIRMATION])
def test_what_still_waits_lays_no_lane(
    frame: Frame, look: Look, receipt: ReceiptState | None
) -> None:
    frame.show_page(OutcomePage(look, outcome(receipt=receipt)))
    assert not appears(frame)
    assert not is_laid(frame, 0.97)


def test_a_whole_roof_stands_still_at_once_for_who_wants_it(frame: Frame, look: Look) -> None:
    still = look._replace(still=True)
    frame.restyle(still, OutcomePage(still, outcome(receipt=ReceiptState.RECEIVED)))
    assert not appears(frame)
