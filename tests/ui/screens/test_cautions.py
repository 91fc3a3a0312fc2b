"""The red strip against fraud stands wherever a code, a PIN or money is spoken of."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QWidget

import ui.screens
from tests.ui.conductor.house import library
from tests.ui.screens import shown, shown_staff
from ui.components.error_summary import Strip
from ui.conductor.cautions import caution
from ui.look import Look
from ui.screens.caution import Caution, show_caution
from ui.screens.code_entry import CodeEntryPage
from ui.texts import Texts
from ui.theme.tokens import TextSize, Tokens

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from tests.ui.screens.hands import Stand


def code(look: Look) -> CodeEntryPage:
    return CodeEntryPage(look, "09•• ••• 678", 14)


WARNED = {"code": code, "payment": shown.fee, "pin": shown_staff.pin}
"""Every page on which a one-time code or a PIN is typed, or money is spoken of."""


@pytest.mark.parametrize("about", WARNED)
@pytest.mark.parametrize(
    ("window", "size", "language"),
    [
        ((1920, 1080), TextSize.VUA, "en"),
        ((1366, 768), TextSize.RAT_LON, "vi"),
        ((1080, 1920), TextSize.LON, "vi"),
    ],
)
def test_the_strip_stands_above_all_else(
    stand: Stand, about: str, window: tuple[int, int], size: TextSize, language: str
) -> None:
    look = Look(Tokens.for_window(*window, text_size=size), Texts.read(language))
    page = WARNED[about](look)
    frame = stand.show(page, look, window)
    strip = page.findChild(QWidget, "fraud-warning")
    assert isinstance(strip, Strip)
    assert look.say(f"caution.{about}") in strip.accessibleName()
    top = strip.mapTo(frame, strip.rect().topLeft()).y()
    heading = page.findChild(QWidget, "heading")
    assert heading is not None
    assert 0 < top < heading.mapTo(frame, heading.rect().topLeft()).y()


def test_no_page_asks_for_a_code_without_the_strip(qtbot: QtBot) -> None:
    del qtbot
    rooms = Path(str(ui.screens.__file__)).parent.glob("*.py")
    signs = ("CodeBoxes(", "HiddenDigits(tokens", "fee.total")
    asking = {room.stem for room in rooms if any(sign in room.read_text() for sign in signs)}
    look = Look(Tokens.for_window(1920, 1080), Texts.read("vi"))
    warned = {type(make(look)).__module__.rpartition(".")[2] for make in WARNED.values()}
    assert asking == warned


def test_a_packs_own_words_come_before_the_programs(look: Look) -> None:
    packs = library().packs
    guide = packs.guide("fraud")
    assert guide is not None
    assert caution(packs, look, "code").title == guide.warnings["code"].title["vi"]
    bare = replace(packs, guides=())
    assert caution(bare, look, "code") == Caution.spoken(look, "code")
    silent = replace(packs, guides=(replace(guide, warnings={}),))
    assert caution(silent, look, "pin") == Caution.spoken(look, "pin")


def test_at_the_largest_words_the_first_sentence_is_enough(stand: Stand) -> None:
    tokens = Tokens.for_window(1366, 768, text_size=TextSize.RAT_LON)
    look = Look(tokens, Texts.read("vi"))
    page = shown.leaving(look)
    show_caution(page, Caution("Một câu.", "Hai câu."))
    stand.show(page, look, (1366, 768))
    strip = page.findChild(QWidget, "fraud-warning")
    assert strip is not None
    assert strip.accessibleName() == "Một câu."
