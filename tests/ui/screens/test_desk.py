"""Staff's list in its window, and what the header offers on either side of their door."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QAbstractButton

from tests.ui.screens.hands import Heard, settle, words_on
from tests.ui.screens.shown import guide
from tests.ui.screens.shown_staff import line, rows
from ui.header_parts import Network, NetworkChip
from ui.look import Look
from ui.page import Door
from ui.screens.desk_queue import QueuePage, QueueShown
from ui.screens.desk_row import StandingRow, StandingWords
from ui.texts import Texts
from ui.theme.tokens import TextSize, Tokens

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from tests.ui.screens.hands import Stand

NONE = dict.fromkeys(("refused", "waiting", "held", "delivered"), "0")


def shown(look: Look, count: int = 7) -> QueueShown:
    short = tuple(replace(row, person="N. T. HỢI") for row in rows(count))
    return QueueShown(NONE | {"waiting": str(count)}, None, short, 0, count, line(look))


def in_sight(page: QueuePage) -> list[StandingRow]:
    return [row for row in page.findChildren(StandingRow) if row.isVisible()]


def test_five_rows_stand_on_a_page(stand: Stand, look: Look) -> None:
    usual = tuple(row for row in shown(look).rows if len(row.procedure) < 20) * 2
    page = QueuePage(look, replace(shown(look), rows=usual))
    stand.show(page, look)
    assert len(in_sight(page)) == 5


def test_an_age_that_needs_two_lines_lies_over_no_other_words(qtbot: QtBot) -> None:
    tokens = Tokens.for_window(1366, 768, text_size=TextSize.LON)
    row = rows(1)[0]

    def height(age: str) -> int:
        words = StandingWords(tokens, replace(row, age=age))
        qtbot.addWidget(words)
        return words.heightForWidth(tokens.px(900))

    assert height("less than a minute ago " * 4) > height("now")


def test_rows_that_stay_as_they_are_stay_in_place(stand: Stand, look: Look) -> None:
    page = QueuePage(look, shown(look))
    stand.show(page, look)
    before = in_sight(page)
    page.show_queue(replace(shown(look), counts=NONE | {"delivered": "31"}))
    settle()
    assert in_sight(page) == before
    assert stand.find("desk.heap.delivered").accessibleName().startswith("31 ")


def test_the_first_row_in_sight_stays_in_sight_when_others_come(stand: Stand, look: Look) -> None:
    page = QueuePage(look, shown(look))
    stand.show(page, look)
    stand.touch("pager.down")
    first = page.first
    assert first > 0
    page.show_queue(shown(look, 12))
    settle()
    assert page.first <= first < page.first + len(in_sight(page))


def test_the_page_tells_when_a_finger_is_on_it(stand: Stand, look: Look) -> None:
    page = QueuePage(look, shown(look))
    stand.show(page, look)
    told = {}
    for name in ("desk.row.0", "desk.open.0", "desk.pause"):
        for down in (False, True, False):
            stand.find(name).setDown(down)
            told[name, down] = page.pressed
    assert all(pressed is down for (_, down), pressed in told.items())


def test_a_full_list_that_empties_says_so(stand: Stand, look: Look) -> None:
    page = QueuePage(look, shown(look))
    stand.show(page, look)
    page.show_queue(replace(shown(look), rows=(), count=0))
    settle()
    assert in_sight(page) == []
    assert look.say("desk.nothing.open") in words_on(page)
    assert "pager.down" not in stand.touchable()


@pytest.mark.parametrize(
    ("door", "offered", "missing"),
    [
        (Door.NONE, {"header.help"}, {"header.staff", "header.lock"}),
        (Door.BEFORE, {"header.help", "header.staff"}, {"header.lock"}),
        (Door.BEHIND, {"header.lock"}, {"header.help", "header.staff"}),
    ],
)
def test_the_header_offers_what_belongs_to_this_side_of_the_door(
    stand: Stand, look: Look, door: Door, offered: set[str], missing: set[str]
) -> None:
    page = guide(look)
    page.door = door
    frame = stand.show(page, look)
    heard = Heard()
    frame.staff_wanted.connect(heard.hear)
    frame.lock_wanted.connect(heard.hear)
    for name in offered:
        stand.touch(name)
    assert len(heard.all) == len(offered - {"header.help"})
    visible = {it.objectName() for it in frame.findChildren(QAbstractButton) if it.isVisible()}
    assert not visible & missing


def test_the_header_says_that_sending_is_paused(stand: Stand, look: Look) -> None:
    frame = stand.show(guide(look), look)
    frame.show_network(Network.PAUSED)
    chip = frame.findChild(NetworkChip, "network")
    assert isinstance(chip, NetworkChip)
    assert look.say("network.paused") in chip.accessibleName()


def test_in_portrait_the_list_is_turned_beside_it_and_the_page_in_the_footer(
    stand: Stand,
) -> None:
    tokens = Tokens.for_window(1080, 1920, text_size=TextSize.RAT_LON)
    look = Look(tokens, Texts.read("vi"))
    page = QueuePage(look, shown(look))
    stand.show(page, look, (1080, 1920))
    assert page.isAncestorOf(stand.find("pager.down"))
    assert not page.isAncestorOf(stand.find("turner.down"))
