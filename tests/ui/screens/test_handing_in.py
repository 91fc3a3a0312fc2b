"""Submitting, putting aside, looking up, and one thing to say: honest words in fixed places."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.ui.screens import shown
from tests.ui.screens.hands import Heard, Stand, code_of, words_on
from ui.components.pressing import GUARD_SUBMIT_MS
from ui.components.ring import ProgressRing
from ui.components.tones import Tone
from ui.screens.notice import NoticePage, Way
from ui.screens.progress import CanBe, ProgressPage, ProgressShown

if TYPE_CHECKING:
    from ui.look import Look


@pytest.mark.parametrize(
    ("online", "words"), [(True, "Nộp hồ sơ"), (False, "Cất để gửi khi có mạng")]
)
def test_the_button_says_what_will_happen(
    stand: Stand, look: Look, *, online: bool, words: str
) -> None:
    page = shown.submit(look, online=online)
    stand.show(page, look)
    assert stand.find("footer.primary").accessibleName() == words
    assert page.footer is not None
    assert page.footer.primary_guard_ms == GUARD_SUBMIT_MS


@pytest.mark.parametrize("online", [True, False])
def test_before_submitting_nothing_claims_to_be_sent(
    stand: Stand, look: Look, *, online: bool
) -> None:
    page = shown.submit(look, online=online)
    stand.show(page, look)
    assert page.place.waiting
    assert look.say("submit.declaration") in words_on(page)
    assert "Chưa gửi" in words_on(page)


def test_the_slip_stands_whole_on_the_screen(stand: Stand, look: Look) -> None:
    page = shown.put_aside(look)
    stand.show(page, look)
    assert look.say("caution.slip") in words_on(page)
    assert code_of(page, "put_aside.ticket") == "TK-3K7-52Y"
    assert code_of(page, "put_aside.typed") == "9A7D-K2MN-4PQR-STUV-W8XY"
    assert "26 tháng 12 năm 2026" in words_on(page)


def test_printing_is_asked_for_and_its_failure_is_said(stand: Stand, look: Look) -> None:
    page = shown.put_aside(look)
    stand.show(page, look)
    heard = Heard()
    page.print_wanted.connect(heard.hear)
    stand.touch("put_aside.print")
    assert len(heard.all) == 1
    words = look.say("printing.failed.printer")
    page.show_printing_failed(words)
    assert words in words_on(page)


def test_after_putting_aside_there_is_no_way_back_into_it(stand: Stand, look: Look) -> None:
    page = shown.put_aside(look)
    stand.show(page, look)
    assert page.footer is not None
    assert page.footer.back is None
    assert page.footer.leave is None


def test_progress_never_says_sent_without_a_code(stand: Stand, look: Look) -> None:
    page = shown.progress(look)
    stand.show(page, look)
    words = words_on(page)
    assert look.say("progress.waiting") in words
    assert "đã nhận" not in words
    assert look.say("progress.code") not in words
    assert page.place.waiting


def test_nothing_is_green_without_a_code(stand: Stand, look: Look) -> None:
    page = ProgressPage(
        look,
        ProgressShown(
            "Hồ sơ", "Đã rút lại", Tone.SUCCESS, "", "", None, "TK-3K7-52Y", "", CanBe.NOTHING
        ),
    )
    stand.show(page, look)
    green = look.tokens.colour(Tone.SUCCESS.ground)
    image = page.grab().toImage()
    across = range(0, image.width(), 8)
    assert not any(
        image.pixelColor(x, y) == green for x in across for y in range(0, image.height(), 8)
    )


def test_progress_shows_the_portals_code_once_there_is_one(stand: Stand, look: Look) -> None:
    page = shown.progress_sent(look)
    stand.show(page, look)
    assert code_of(page, "progress.code") == "H15.87.03-261126-010042"
    assert not page.place.waiting


@pytest.mark.parametrize("what", ["reopen", "withdraw"])
def test_what_the_slip_still_allows_is_offered(stand: Stand, look: Look, what: str) -> None:
    page = shown.progress(look)
    stand.show(page, look)
    heard = Heard()
    getattr(page, f"{what}_wanted").connect(heard.hear)
    stand.touch(f"progress.{what}")
    assert len(heard.all) == 1


def test_what_was_delivered_cannot_be_changed_here(stand: Stand, look: Look) -> None:
    stand.show(shown.progress_sent(look), look)
    assert not [it for it in stand.touchable() if it.startswith("progress.")]


def notice(look: Look, *ways: Way, waiting: bool = False) -> NoticePage:
    return NoticePage(
        look,
        name="notice.x",
        title="Một điều",
        lines=["Dòng một", "Dòng hai"],
        ways=ways,
        waiting=waiting,
    )


@pytest.mark.parametrize(
    ("place", "meaning"),
    [
        ("footer.primary", "first"),
        ("footer.back", "second"),
        ("notice.x.third", "third"),
        ("notice.x.fourth", "fourth"),
    ],
)
def test_each_way_on_from_a_notice_has_its_place(
    stand: Stand, look: Look, place: str, meaning: str
) -> None:
    ways = [Way(it, it.title()) for it in ("first", "second", "third", "fourth")]
    page = notice(look, *ways)
    stand.show(page, look)
    heard = Heard()
    page.chosen.connect(heard.hear)
    stand.touch(place)
    assert heard.all == [meaning]


def test_what_destroys_never_stands_where_back_is(stand: Stand, look: Look) -> None:
    page = shown.leaving(look)
    stand.show(page, look)
    heard = Heard()
    page.chosen.connect(heard.hear)
    stand.touch("footer.back")
    stand.touch("footer.leave")
    assert heard.all == ["aside", "erase"]
    page = notice(look, Way("keep", "Quay lại"), Way("withdraw", "Rút lại"))
    stand.show(page, look)
    assert page.footer is not None
    assert page.footer.back is None
    assert page.footer.leave == "Rút lại"


def test_a_notice_that_waits_turns_a_ring_and_offers_nothing(stand: Stand, look: Look) -> None:
    page = notice(look, waiting=True)
    stand.show(page, look)
    assert page.findChildren(ProgressRing)
    assert page.footer is not None
    assert (page.footer.back, page.footer.leave, page.footer.primary) == (None, None, None)
    assert "Dòng hai" in words_on(page)
