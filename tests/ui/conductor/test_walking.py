"""Through the questions of a journey, and what the scanner does there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from offline_queue.courier import FRESH
from tests.ui.conductor.house import (
    ACCOUNT,
    ACCOUNT_ANSWERS,
    BIRTH,
    BIRTH_ANSWERS,
    CARD,
    FATHERS_CARD,
    House,
    without,
)
from ui.inputs.line import TextLine
from ui.screens.question import QuestionPage

if TYPE_CHECKING:
    from kiosk.domain.journey import Journey


def _kept(house: House) -> Journey:
    """The open journey as it lies on the disk."""
    assert house.queue is not None
    return house.queue.reopen(house.journey.slip).result()


def _question(house: House) -> QuestionPage:
    page = house.page
    assert isinstance(page, QuestionPage)
    return page


def test_the_header_follows_the_portal_as_somebody_turns_the_pages(house: House) -> None:
    house.resume(house.kept(ACCOUNT, without(ACCOUNT_ANSWERS, "phone")))
    for down, button in ((True, "footer.primary"), (False, "footer.back")):
        house.portal.down = down
        house.clock.pass_(FRESH)
        house.tap(button)
        house.wait(lambda: house.conductor.online is not house.portal.down)


def test_home_that_comes_by_itself_asks_the_portal_nothing(house: House) -> None:
    house.clock.pass_(FRESH)
    asked = house.portal.asked("describe")
    house.conductor.go_home()
    house.flush()
    house.clock.pass_(FRESH)
    house.portal.down = True
    house.tap("home.guide")
    house.wait(lambda: not house.conductor.online)
    assert house.portal.asked("describe") == asked + 1


def test_each_continue_keeps_the_answers(house: House) -> None:
    house.resume(house.kept(ACCOUNT, without(ACCOUNT_ANSWERS, "phone")))
    house.tap("footer.primary")
    house.wait_page("question.phone")
    house.digits("0987654321")
    assert "phone" not in _kept(house).answers
    house.tap("footer.primary")
    house.wait_page("check_answers")
    assert _kept(house).answers["phone"] == "0987654321"


def test_a_phone_of_the_wrong_length_is_said_to_be_wrong_and_kept_nowhere(house: House) -> None:
    house.resume(house.kept(ACCOUNT, without(ACCOUNT_ANSWERS, "phone")))
    house.tap("footer.primary")
    house.wait_page("question.phone")
    house.digits("098765")
    house.tap("footer.primary")
    assert house.name == "question.phone"
    assert house.find("error-summary") is not None
    assert "phone" not in house.journey.answers


def test_another_card_at_the_fathers_question_says_whose_it_is(house: House) -> None:
    house.resume(house.kept(BIRTH, without(BIRTH_ANSWERS, "father_name", "father_number")))
    house.tap("footer.primary")
    house.wait_page("question.father-name")
    house.scan(CARD)
    assert house.say("card.other", name="LÊ THỊ HOA") in house.words()
    assert "father_name" not in house.journey.answers
    house.scan(FATHERS_CARD)
    page = _question(house)
    assert page.inputs["father_name"].answer() == "Trần Văn Nam"


def test_a_strangers_card_does_not_take_the_place_of_the_person_at_the_screen(
    house: House,
) -> None:
    house.identify()
    house.scan(CARD)
    house.confirm()
    house.wait_page("task_list")
    house.tap("task.identity")
    house.wait(lambda: house.name.startswith("question."))
    before = house.journey.answers
    house.scan(FATHERS_CARD)
    assert house.say("card.other", name="TRẦN VĂN NAM") in house.words()
    assert house.journey.answers == before


def test_a_damaged_name_on_anothers_card_is_made_whole_by_choosing(house: House) -> None:
    house.resume(house.kept(BIRTH, without(BIRTH_ANSWERS, "father_name", "father_number")))
    house.tap("footer.primary")
    house.wait_page("question.father-name")
    house.scan(FATHERS_CARD.replace("Trần Văn", "Tr?n V?n"))
    house.wait_page("mend_name")
    assert house.say("mend.other_title", role=house.say("question.role.father")) in house.words()
    while house.find("mend.right") is None:
        here = [it for it in ("mend.choice.Trần", "mend.choice.Văn") if house.find(it)]
        house.tap(*here)
    house.tap("mend.right")
    house.wait_page("question.father-name")
    assert house.journey.answers["father_name"] == "Trần Văn Nam"
    assert house.journey.answers["father_number"] == "054095004321"


def test_a_name_of_another_that_is_to_be_typed_keeps_what_the_card_said(house: House) -> None:
    house.resume(house.kept(BIRTH, without(BIRTH_ANSWERS, "father_name", "father_number")))
    house.tap("footer.primary")
    house.wait_page("question.father-name")
    house.scan(FATHERS_CARD.replace("Trần Văn", "Tr?n V?n"))
    house.tap("mend.other")
    house.wait_page("question.father-name")
    assert _question(house).inputs["father_name"].answer() == "Trần Văn Nam"
    assert house.journey.answers["father_number"] == "054095004321"


def test_a_scanner_that_types_lands_in_no_field(house: House) -> None:
    house.resume(house.kept(BIRTH, without(BIRTH_ANSWERS, "father_name", "father_number")))
    house.tap("footer.primary")
    house.wait_page("question.father-name")
    line = _question(house).findChild(TextLine)
    assert isinstance(line, TextLine)
    line.setFocus()
    house.type_as_scanner(FATHERS_CARD.replace("|Nam|", "|NAM|"))
    assert house.name == "question.father-name"
    house.wait(lambda: house.conductor.walk is not None)
    assert "054095" not in str(_question(house).inputs["father_name"].answer())


def test_fingers_that_type_are_not_swallowed(house: House) -> None:
    house.resume(house.kept(BIRTH, without(BIRTH_ANSWERS, "father_name")))
    house.tap("footer.primary")
    house.wait_page("question.father-name")
    line = _question(house).findChild(TextLine)
    assert isinstance(line, TextLine)
    line.setFocus()
    for key in (Qt.Key.Key_N, Qt.Key.Key_A, Qt.Key.Key_M):
        QTest.keyClick(line, key)
        house.wait(lambda: not house.program._wedge._held)
    assert str(line.text()).lower() == "nam"


def test_a_number_that_does_not_fit_is_asked_about_until_what_it_reads_changes(
    house: House,
) -> None:
    answers = ACCOUNT_ANSWERS | {"sex": "female"}
    house.resume(house.kept(ACCOUNT, without(answers, "sex")))
    house.tap("footer.primary")
    house.wait_page("question.sex")
    house.tap("option-sex.male", "footer.primary")
    house.wait_page("doubt")
    house.tap("footer.primary")
    house.wait_page("question.sex")
    house.tap("footer.primary")
    house.wait_page("doubt")
    house.tap("footer.back")
    house.wait_page("check_answers")
    assert house.journey.accepted
    # It reads number, birth date and sex: it is not asked again while they stay as they are.
    assert house.find("check.mend") is None
    house.change("phone")
    house.wait_page("question.phone")
    house.tap("footer.primary")
    house.wait_page("check_answers")
    assert house.journey.accepted
    house.change("sex")
    house.tap("option-sex.female", "footer.primary")
    house.wait_page("check_answers")
    assert not house.journey.accepted
    house.change("sex")
    house.tap("option-sex.male", "footer.primary")
    house.wait_page("doubt")


def test_changing_an_early_answer_leads_through_what_it_newly_asks_and_back(
    house: House,
) -> None:
    gone = ("father_name", "father_number", "father_birth_date", "father_ethnicity")
    house.resume(house.kept(BIRTH, without(BIRTH_ANSWERS, *gone) | {"father_recorded": False}))
    house.look_through()
    house.change("father-recorded")
    house.wait_page("question.father-recorded")
    house.tap("option-father_recorded.yes", "footer.primary")
    house.wait_page("question.father-name")
    house.scan(FATHERS_CARD)
    seen = []
    while house.name != "check_answers":
        seen.append(house.name)
        house.tap("reuse.0" if house.name == "reuse" else "footer.primary")
    assert seen == [
        "question.father-name",
        "question.father-number",
        "question.father-birth-date",
        "reuse",
    ]
    assert house.find("check.mend") is None


def test_back_from_a_change_is_back_at_the_answers(house: House) -> None:
    house.resume(house.kept(BIRTH, BIRTH_ANSWERS))
    house.look_through()
    house.change("child-name")
    house.wait_page("question.child-name")
    house.tap("footer.back")
    house.wait_page("check_answers")


def test_text_size_and_language_keep_what_was_typed(house: House) -> None:
    house.resume(house.kept(ACCOUNT, without(ACCOUNT_ANSWERS, "phone")))
    house.tap("footer.primary")
    house.wait_page("question.phone")
    house.digits("0987")
    house.tap("header.text-size", "header.language")
    assert house.program.stage.choices.language == "en"
    house.digits("654321")
    house.tap("footer.primary")
    house.wait_page("check_answers")
    assert house.journey.answers["phone"] == "0987654321"


def test_the_order_of_the_letters_stays_for_the_person_and_not_for_the_next(
    house: House,
) -> None:
    house.resume(house.kept(BIRTH, without(BIRTH_ANSWERS, "father_name")))
    visit = house.conductor._visit
    assert visit is not None
    habits = visit.scene.session.habits
    assert visit.scene.known(house.program.stage.look).habits is habits
    house.conductor.go_home()
    after = house.conductor._visit
    assert after is not None
    assert after.scene.known(house.program.stage.look).habits is not habits
