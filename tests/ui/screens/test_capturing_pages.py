"""The pages on which a paper is taken: ways, the picture, its verdict, its corners."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from kiosk.papers.advice import Advice, Verdict
from tests.ui.screens import shown
from tests.ui.screens.hands import Heard, Stand, settle, words_on
from ui.components.ring import ProgressRing
from ui.screens.flatbed import FlatbedPage
from ui.screens.from_phone import FromPhonePage, FromPhoneShown, HandOffShown
from ui.screens.paper_ways import PaperWay

if TYPE_CHECKING:
    from collections.abc import Callable

    from kiosk.papers.advice import Corners
    from ui.look import Look
    from ui.page import Page
    from ui.screens.corners import CornersPage


def test_the_way_that_is_touched_is_reported(stand: Stand, look: Look) -> None:
    page = shown.ways(look)
    stand.show(page, look)
    heard = Heard()
    page.chosen.connect(heard.hear)
    for way in PaperWay:
        stand.touch(f"ways.{way.value}")
    assert heard.all == list(PaperWay)


@pytest.mark.parametrize("advice", Advice)
def test_one_thing_to_do_stands_beside_the_picture(
    stand: Stand, look: Look, advice: Advice
) -> None:
    page = shown.shoot(look)
    stand.show(page, look)
    page.show_advice(advice, shown.CUT)
    said = [
        it for it in Advice if look.say(f"shoot.advice.{it.value}") in words_on(page).split("\n")
    ]
    assert said == [advice]


def test_a_clear_page_is_used_first_and_a_poor_one_taken_again(stand: Stand, look: Look) -> None:
    for verdict, first in ((Verdict.CLEAR, "use"), (Verdict.BLURRED, "again")):
        page = shown.review(look, verdict)
        stand.show(page, look)
        heard = Heard()
        page.use.connect(lambda heard=heard: heard.hear("use"))
        page.again.connect(lambda heard=heard: heard.hear("again"))
        stand.touch("footer.primary")
        stand.touch("review.again" if first == "use" else "review.use")
        assert heard.all[0] == first
        assert set(heard.all) == {"use", "again"}


def test_numbers_are_never_a_verdict(stand: Stand, look: Look) -> None:
    for verdict in (Verdict.CLEAR, Verdict.BLURRED):
        assert not any(it.isdigit() for it in look.say(f"review.verdict.{verdict.value}"))
    page = shown.review_poor(look)
    stand.show(page, look)
    assert look.say("review.verdict.blurred") in words_on(page)


def test_a_page_among_several_is_chosen_by_its_picture(stand: Stand, look: Look) -> None:
    page = shown.review(look, Verdict.CLEAR, 4)
    stand.show(page, look)
    heard = Heard()
    page.picked.connect(heard.hear)
    stand.touch("review.page.2")
    assert heard.all == [2]


def corners_of(page: CornersPage) -> Corners:
    kept = page.keep()
    assert isinstance(kept, tuple)
    return kept


def test_a_corner_goes_where_it_is_dragged_and_by_a_step_for_each_arrow(
    stand: Stand, look: Look
) -> None:
    page = shown.corners(look)
    stand.show(page, look)
    handle = page.findChild(QWidget, "corners.top_left")
    assert isinstance(handle, QWidget)
    assert handle.width() >= look.tokens.mm(20)
    QTest.keyClick(handle, Qt.Key.Key_Left)
    QTest.keyClick(handle, Qt.Key.Key_Down)
    assert corners_of(page)[0] == pytest.approx((0.19, 0.21))
    middle = handle.rect().center()
    QTest.mousePress(handle, Qt.MouseButton.LeftButton, pos=middle)
    QTest.mouseMove(handle, middle + QPoint(-30, -30))
    QTest.mouseRelease(handle, Qt.MouseButton.LeftButton)
    settle()
    x, y = corners_of(page)[0]
    assert x < 0.19
    assert y < 0.21


def test_corners_never_cross_and_stay_in_the_picture(stand: Stand, look: Look) -> None:
    page = shown.corners(look)
    stand.show(page, look)
    handle = page.findChild(QWidget, "corners.top_left")
    assert isinstance(handle, QWidget)
    for _ in range(120):
        QTest.keyClick(handle, Qt.Key.Key_Right)
    assert corners_of(page)[0][0] < 0.8
    for _ in range(120):
        QTest.keyClick(handle, Qt.Key.Key_Left)
    assert corners_of(page)[0][0] == 0.0
    heard = Heard()
    page.put.connect(heard.hear)
    stand.touch("footer.primary")
    assert heard.all == [corners_of(page)]


def test_what_a_scanner_does_is_told_and_can_be_stopped(stand: Stand, look: Look) -> None:
    page = shown.scanning(look)
    stand.show(page, look)
    heard = Heard()
    page.stop.connect(lambda: heard.hear("stop"))
    page.scan.connect(lambda: heard.hear("scan"))
    stand.touch("footer.primary")
    page.show_trouble("jammed")
    settle()
    assert look.say("flatbed.failed.jammed") in words_on(page)
    stand.touch("footer.primary")
    assert heard.all == ["stop", "scan"]


@pytest.mark.parametrize(
    "make",
    [
        shown.flatbed,
        lambda look: FromPhonePage(
            look, FromPhoneShown(shown.BIRTH, shown.ON_PHONE, HandOffShown.BEGINNING)
        ),
    ],
    ids=["flatbed", "phone"],
)
@pytest.mark.parametrize("still", [False, True])
def test_a_ring_stands_where_nothing_is_to_move(
    stand: Stand, look: Look, make: Callable[[Look], Page], *, still: bool
) -> None:
    look = look._replace(still=still)
    page = make(look)
    stand.show(page, look)
    if isinstance(page, FlatbedPage):
        page.show_scanning()
    (ring,) = page.findChildren(ProgressRing)
    assert any(it.isActive() for it in ring.findChildren(QTimer)) is not still
