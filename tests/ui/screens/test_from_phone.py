"""The code for a phone: large enough, read by a reader of codes, and with its time beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
import zxingcpp
from PySide6.QtGui import QImage

from tests.ui.screens import shown
from tests.ui.screens.hands import Heard, Stand, words_on
from ui.look import Look
from ui.screens.from_phone import FromPhonePage, FromPhoneShown, HandOffShown
from ui.texts import Texts
from ui.theme.palettes import THEMES, ThemeName
from ui.theme.tokens import REFERENCE_PPI, TextSize, Tokens

if TYPE_CHECKING:
    from collections.abc import Callable

    from ui.page import Page

LEAST_MM = 60
WINDOWS = [(1920, 1080), (1366, 768), (1080, 1920)]
SIZES = [TextSize.VUA, TextSize.RAT_LON]


def _read(stand: Stand, page: Page, look: Look, window: tuple[int, int]) -> tuple[str, float]:
    """What a reader finds on the glass, and how wide it is in millimetres."""
    picture = stand.show(page, look, window).grab().toImage()
    picture = picture.convertToFormat(QImage.Format.Format_Grayscale8)
    rows = np.frombuffer(picture.constBits(), np.uint8).reshape(
        picture.height(), picture.bytesPerLine()
    )
    (found,) = zxingcpp.read_barcodes(np.ascontiguousarray(rows[:, : picture.width()]))
    place = found.position
    return found.text, (place.top_right.x - place.top_left.x) / REFERENCE_PPI * 25.4


@pytest.mark.parametrize("theme", [ThemeName.LIGHT, ThemeName.HIGH_CONTRAST])
@pytest.mark.parametrize("size", SIZES, ids=lambda size: size.value)
@pytest.mark.parametrize("window", WINDOWS, ids=lambda window: f"{window[0]}x{window[1]}")
def test_the_code_is_read_and_is_large_enough(
    stand: Stand, window: tuple[int, int], size: TextSize, theme: ThemeName
) -> None:
    tokens = Tokens.for_window(*window, text_size=size, theme=THEMES[theme])
    look = Look(tokens, Texts.read("vi"))
    text, across = _read(stand, shown.from_phone(look), look, window)
    assert text == shown.ADDRESS
    assert across >= LEAST_MM


def test_the_time_is_said_in_minutes(stand: Stand, look: Look) -> None:
    page = shown.from_phone(look)
    stand.show(page, look)
    assert look.say("phone.left", minutes=10) in words_on(page)
    page.show_left(125)
    assert look.say("phone.left", minutes=2) in words_on(page)
    page.show_left(20)
    assert look.say("phone.left.last") in words_on(page)


@pytest.mark.parametrize(
    ("make", "footer", "meaning"),
    [
        (shown.from_phone_arrived, "footer.primary", "used"),
        (shown.from_phone_over, "footer.primary", "used"),
        (shown.from_phone_over, "phone.new", "new_wanted"),
        (shown.from_phone_failed, "footer.primary", "new_wanted"),
        (shown.from_phone, "phone.practice", "practice_wanted"),
        (shown.from_phone, "footer.back", "back"),
    ],
)
def test_what_is_touched_is_reported(
    stand: Stand, look: Look, make: Callable[[Look], Page], footer: str, meaning: str
) -> None:
    page = make(look)
    stand.show(page, look)
    heard = Heard()
    getattr(page, meaning).connect(heard.hear)
    stand.touch(footer)
    assert len(heard.all) == 1


@pytest.mark.parametrize(
    ("state", "key"),
    [
        (HandOffShown.BEGINNING, "phone.beginning"),
        (HandOffShown.WAITING, "phone.waiting"),
        (HandOffShown.JOINED, "phone.joined"),
        (HandOffShown.OVER, "phone.over"),
        (HandOffShown.FAILED, "phone.failed"),
    ],
)
def test_each_state_is_said(stand: Stand, look: Look, state: HandOffShown, key: str) -> None:
    page = FromPhonePage(look, FromPhoneShown(shown.BIRTH, "Giấy", state, shown.ADDRESS, 600.0))
    stand.show(page, look)
    assert look.say(key) in words_on(page)
