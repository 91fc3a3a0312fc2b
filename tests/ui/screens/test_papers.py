"""Papers: what is needed, what is there, and a file from a stick."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.ui.screens import shown
from tests.ui.screens.hands import Heard, Stand, settle, words_on
from ui.screens.papers import AttachmentShown, PaperShown, PapersPage
from ui.screens.thumbnail import Thumbnail

if TYPE_CHECKING:
    from ui.look import Look

THERE = PaperShown(
    "birth",
    "Giấy chứng sinh",
    "Bản chính",
    required=True,
    full=False,
    attachments=(
        AttachmentShown("one", 1, shown.picture()),
        AttachmentShown("two", 3, b""),
    ),
)
MISSING = PaperShown(
    "proof", "Giấy uỷ quyền", "Bản chính", required=True, full=False, attachments=()
)
FULL = PaperShown(
    "id",
    "Căn cước",
    "Bản chụp",
    required=False,
    full=True,
    attachments=(AttachmentShown("x", 1, b""),),
)


def papers(stand: Stand, look: Look) -> PapersPage:
    page = PapersPage(look, (THERE, MISSING, FULL), caption=shown.BIRTH)
    stand.show(page, look)
    return page


def test_a_paper_is_added_to_the_one_it_belongs_to(stand: Stand, look: Look) -> None:
    page = papers(stand, look)
    heard = Heard()
    page.add_wanted.connect(heard.hear)
    stand.touch("papers.add.proof")
    stand.touch("papers.add.birth")
    assert heard.all == ["proof", "birth"]


def test_each_captured_paper_can_be_taken_away(stand: Stand, look: Look) -> None:
    page = papers(stand, look)
    heard = Heard()
    page.remove_wanted.connect(heard.hear)
    stand.touch("papers.remove.two")
    assert heard.all == ["two"]


def test_a_paper_that_takes_no_more_files_offers_none(stand: Stand, look: Look) -> None:
    papers(stand, look)
    assert "papers.add.id" not in stand.touchable()


def test_the_verdict_is_said_in_words(stand: Stand, look: Look) -> None:
    words = words_on(papers(stand, look)).split("\n")
    assert look.say("papers.kept", pages=4) in words
    assert look.say("papers.missing") in words


def test_a_small_picture_that_is_not_there_yet_has_a_sheet_in_its_place(
    stand: Stand, look: Look
) -> None:
    page = papers(stand, look)
    seen = [it.has_picture for it in page.findChildren(Thumbnail)]
    assert seen == [True, False, False, False]


def test_without_any_paper_the_page_says_how_one_is_added(stand: Stand, look: Look) -> None:
    page = PapersPage(look, (MISSING,), caption=shown.BIRTH)
    stand.show(page, look)
    assert look.say("papers.hint.none") in words_on(page)


def test_the_file_that_is_touched_is_reported_by_its_place(stand: Stand, look: Look) -> None:
    page = shown.pick(look)
    stand.show(page, look)
    heard = Heard()
    page.picked.connect(heard.hear)
    stand.touch("pick.1")
    stand.turn_to("pick.7")
    stand.touch("pick.7")
    assert heard.all == [1, 7]


def test_an_empty_stick_says_what_to_do_and_can_be_looked_at_again(
    stand: Stand, look: Look
) -> None:
    page = shown.pick(look)
    stand.show(page, look)
    page.show_files(())
    settle()
    assert look.say("pick.none") in words_on(page)
    heard = Heard()
    page.again.connect(heard.hear)
    stand.touch("footer.primary")
    assert len(heard.all) == 1
    assert look.say("pick.looking") in words_on(page)
    page.show_files(())
    settle()
    assert look.say("pick.none") in words_on(page)


def test_a_file_that_cannot_be_used_says_why(stand: Stand, look: Look) -> None:
    page = shown.pick(look)
    stand.show(page, look)
    reason = look.say("paper.unusable.too-large", size=10)
    page.show_unusable(reason)
    assert reason in words_on(page)


def test_a_fee_stands_with_its_parts_and_their_rules(stand: Stand, look: Look) -> None:
    page = shown.fee(look)
    stand.show(page, look)
    words = words_on(page)
    for expected in ("24.000 đồng", "16.000 đồng", "8.000 đồng một bản, lấy 2 bản"):
        assert expected in words
    assert look.say("fee.pay_later") in words
