"""Every answer is seen once more before it is handed in, and each can be changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.patience import ring
from tests.ui.screens import shown
from tests.ui.screens.hands import Heard, Stand, settle, words_on
from ui.components.rows import AnswerRow, SectionRow
from ui.screens.confirm_person import REVEAL_MS
from ui.speech.script import Name

if TYPE_CHECKING:
    from ui.look import Look
    from ui.screens.check_answers import CheckAnswersPage

FAULT = "Ngày sinh của cha còn thiếu ngày"


def listen(page: CheckAnswersPage) -> tuple[Heard, Heard]:
    changed, checked = Heard(), Heard()
    page.change_wanted.connect(changed.hear)
    page.checked.connect(checked.hear)
    return changed, checked


def rows(page: CheckAnswersPage) -> list[str]:
    return [row.objectName() for row in page.findChildren(AnswerRow) if row.isVisible()]


def test_all_answers_are_seen_before_going_on(stand: Stand, look: Look) -> None:
    page = shown.check(look)
    stand.show(page, look)
    _, checked = listen(page)
    seen = rows(page)
    assert page.pages > 1
    for _ in range(page.pages - 1):
        stand.touch("footer.primary")
        seen += rows(page)
        assert checked.all == []
    everything = [f"check.{it.field}" for part in shown.SECTIONS for it in part.answers]
    assert seen == everything
    stand.touch("footer.primary")
    assert len(checked.all) == 1


def test_one_can_turn_back(stand: Stand, look: Look) -> None:
    page = shown.check(look)
    stand.show(page, look)
    first = rows(page)
    stand.touch("pager.down")
    assert rows(page) != first
    stand.touch("pager.up")
    assert rows(page) == first


def test_where_a_section_goes_on_its_heading_stands_again(stand: Stand, look: Look) -> None:
    page = shown.check(look)
    stand.show(page, look, (1366, 768))
    for _ in range(page.pages):
        heads = [it for it in page.findChildren(SectionRow) if it.isVisible()]
        visible = [it for it in page.findChildren(AnswerRow) if it.isVisible()]
        assert heads
        assert min(it.y() for it in heads) < min(it.y() for it in visible)
        assert max(it.y() for it in heads) < max(it.y() for it in visible)
        stand.touch("footer.primary")


def test_changing_an_answer_reports_its_step(stand: Stand, look: Look) -> None:
    page = shown.check(look)
    stand.show(page, look)
    changed, _ = listen(page)
    stand.touch("check.applicant-2")
    assert changed.all == ["applicant-step-2"]


def test_an_answer_that_follows_from_others_is_only_read(stand: Stand, look: Look) -> None:
    page = shown.check(look)
    stand.show(page, look)
    changed, _ = listen(page)
    stand.turn_to("check.baby.nationality")
    stand.touch("check.baby.nationality")
    assert changed.all == []


def test_the_header_says_which_part_is_shown(stand: Stand, look: Look) -> None:
    page = shown.check(look)
    stand.show(page, look)
    stand.touch("footer.primary")
    said = look.say("check.caption", page=2, pages=page.pages)
    assert page.place.steps == said


def test_the_same_answers_are_seen_after_a_change_of_text_size(stand: Stand, look: Look) -> None:
    page = shown.check(look)
    stand.show(page, look)
    stand.touch("footer.primary")
    top = rows(page)[0]
    again = shown.check(look)
    again.restore(page.keep())
    stand.show(again, look)
    settle()
    assert top in rows(again)


def test_each_fault_leads_to_where_it_is_mended(stand: Stand, look: Look) -> None:
    page = shown.check_with_faults(look)
    stand.show(page, look)
    changed, _ = listen(page)
    assert look.say("check.faults", count=3) in words_on(page)
    stand.touch("fault.father-step-1")
    assert changed.all == ["father-step-1"]


def test_a_single_fault_has_a_button_that_leads_there(stand: Stand, look: Look) -> None:
    page = shown.check(look, (FAULT, "father-step-2"))
    stand.show(page, look)
    changed, _ = listen(page)
    assert FAULT in words_on(page)
    stand.touch("check.mend")
    assert changed.all == ["father-step-2"]


def test_papers_and_who_pressed_stand_beside(stand: Stand, look: Look) -> None:
    page = shown.check(look)
    stand.show(page, look)
    words = words_on(page)
    assert look.say("check.papers_count", count=2, pages=3) in words
    assert look.say("check.helping.guided") in words


def spoken_names(page: CheckAnswersPage) -> list[str]:
    return [it.accessibleName() for it in page.findChildren(AnswerRow) if it.isVisible()]


def test_masked_numbers_stand_whole_for_a_moment(stand: Stand, look: Look) -> None:
    page = shown.check(look)
    stand.show(page, look)

    def sees(number: str) -> bool:
        return any(number in it for it in spoken_names(page))

    assert sees(shown.MASKED)
    assert not sees(shown.NUMBER)
    stand.touch("check.reveal")
    assert sees(shown.NUMBER)
    assert sees("0912 345 678")
    assert page._hiding.interval() == REVEAL_MS
    ring(page._hiding)
    assert sees(shown.MASKED)
    assert not sees(shown.NUMBER)


def test_numbers_are_masked_again_when_the_page_is_turned(stand: Stand, look: Look) -> None:
    page = shown.check(look)
    stand.show(page, look)
    stand.touch("check.reveal")
    assert page._hiding.isActive()
    stand.touch("pager.down")
    assert not page._hiding.isActive()
    assert "check.reveal" not in stand.touchable()
    stand.touch("pager.up")
    assert not any(shown.NUMBER in it for it in spoken_names(page))


def test_all_of_it_is_heard_from_any_part_and_no_number_of_it(stand: Stand, look: Look) -> None:
    page = shown.check(look)
    stand.show(page, look)
    assert "check.hear" not in stand.touchable()
    page.show_voice(heard=True)
    settle()
    heard = Heard()
    page.read_wanted.connect(lambda script: heard.hear(list(script)))
    stand.touch("check.reveal")
    stand.touch("check.hear")
    [script] = heard.all
    assert isinstance(script, list)
    for section in shown.SECTIONS:
        assert section.title in script
        assert all(answer.value in script for answer in section.answers)
    assert [it for it in script if isinstance(it, Name)] == [shown.NAME]
    assert not any(
        answer.whole in script for it in shown.SECTIONS for answer in it.answers if answer.whole
    )
