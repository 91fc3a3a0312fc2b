"""From home to a known person."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from kiosk.packs import load_packs, seal_manifest
from tests.domain.tiny import document
from tests.packs.making import make_pack, write
from tests.ui.conductor.house import CARD, House, library
from ui.screens.find import SearchPage
from ui.screens.question import QuestionPage

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def test_nothing_is_on_the_disk_before_consent(house: House) -> None:
    house.tap("home.account", "footer.primary", "who_presses.self")
    house.suit()
    house.tap("footer.primary")
    house.wait_page("consent")
    assert house.states() == []
    house.tap("consent.submit.yes", "footer.primary")
    house.wait_page("identity")
    assert house.states() == []
    house.scan(CARD)
    house.confirm()
    house.wait_page("task_list")
    assert house.states() == ["draft"]


def test_a_dossier_without_a_tile_is_found_by_words_and_another_account_never(
    build: Callable[..., House], tmp_path: Path
) -> None:
    packs = tmp_path / "packs"
    pack = make_pack(packs, "fees", title={"vi": "Giấy lạ"})
    other = document("when") | {"code": "when", "kind": "account", "title": {"vi": "Thẻ lạ"}}
    write(pack / "procedures" / "when.json", other | {"life_event": "birth"})
    seal_manifest(pack)
    known = library()._replace(packs=load_packs(packs, date(2026, 11, 26)))
    assert known.packs.refused == ()
    house = build(pack=known).open()
    house.tap("home.dossier", "footer.primary", "who_presses.self", "find.search")
    page = house.page
    assert isinstance(page, SearchPage)
    page.searched.emit("la")
    house.wait(lambda: house.find("find.procedure.fees") is not None)
    assert house.find("find.procedure.when") is None


def test_who_declines_is_told_other_ways_and_nothing_is_kept(house: House) -> None:
    house.tap("home.account", "footer.primary", "who_presses.self")
    house.suit()
    house.tap("footer.primary", "consent.submit.no", "footer.primary")
    house.wait_page("notice.declined")
    assert "0257 000 1234" in house.words()
    house.tap("footer.primary")
    house.wait_page("home")
    assert house.states() == []


def test_a_card_fills_in_what_it_says_once_the_person_has_confirmed_it(house: House) -> None:
    house.identify()
    house.scan(CARD)
    house.wait_page("confirm_person")
    assert "LÊ THỊ HOA" in house.words()
    house.confirm()
    house.wait_page("task_list")
    answers = house.journey.answers
    assert answers["name"] == "Lê Thị Hoa"
    assert answers["personal_number"] == "054198001234"
    assert answers["birth_date"] == "1998-03-12"
    assert answers["sex"] == "female"
    residence = answers["residence"]
    assert isinstance(residence, dict)
    assert residence["commune"] == "22303"
    assert house.journey.origins["name"] == "card"


def test_a_person_is_addressed_as_their_card_says(house: House) -> None:
    house.identify()
    assert "ông bà" in house.say("notice.leave.text")
    house.scan(CARD)
    house.wait_page("confirm_person")
    assert "ông" not in house.say("notice.leave.text")


def test_the_header_says_what_the_person_came_for(house: House) -> None:
    house.identify()
    for name in ("identity", "confirm_person"):
        house.wait_page(name)
        assert house.page.place.caption == "Tạo tài khoản"
        assert house.page.place.steps == house.say("identity.caption")
        assert house.page.place.progress == 0.0
        house.scan(CARD)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "empty"),
        ("054198001234||Lê Thị Hoa", "short"),
        ("x" * 1500, "long"),
        ("https://example.invalid/", "not-a-card"),
        (CARD.replace("054198001234", "05419800123"), "number"),
        (CARD.replace("12031998", "31021998"), "birth-date"),
        ("\ufffd\ufffd\x00|||", "not-a-card"),
    ],
)
def test_a_text_that_is_no_card_is_said_to_be_none_and_the_page_stays(
    house: House, text: str, reason: str
) -> None:
    house.identify()
    house.scan(text)
    assert house.say(f"card.unreadable.{reason}") in house.words()
    assert house.name == "identity"
    house.scan(CARD)
    house.wait_page("confirm_person")


def test_a_damaged_name_is_made_whole_by_choosing_and_all_else_stays(house: House) -> None:
    house.identify()
    house.scan(CARD.replace("Lê Thị Hoa", "L? Thị H?a"))
    house.wait_page("mend_name")
    house.tap("mend.choice.Lê")
    assert "LÊ THỊ HÒA" in house.words()
    house.tap("mend.right")
    house.wait_page("confirm_person")
    house.confirm()
    house.wait_page("task_list")
    answers = house.journey.answers
    assert answers["name"] == "Lê Thị Hòa"
    assert answers["birth_date"] == "1998-03-12"
    assert house.journey.origins["name"] == "card"


def test_a_card_that_lost_every_mark_is_asked_syllable_by_syllable(house: House) -> None:
    house.identify()
    house.scan("054198001234||Nguyen Thi Hoa|12031998|Nu|Thon Dong, Hoa Tri, Phu Hoa, Phu Yen|")
    house.wait_page("mend_name")
    assert "NGUYỄN THỊ ____" in house.words()
    house.tap("mend.choice.Hòa", "footer.back")
    assert "NGUYỄN THỊ ____" in house.words()
    house.tap("mend.choice.Hoa", "mend.right")
    house.wait_page("confirm_person")
    assert "NGUYỄN THỊ HOA" in house.words()
    house.confirm()
    house.wait_page("task_list")


def test_a_name_that_is_not_among_the_choices_is_typed_on(house: House) -> None:
    house.identify()
    house.scan(CARD.replace("Lê Thị Hoa", "L? Thị Hoa"))
    house.wait_page("mend_name")
    house.tap("mend.other")
    house.wait_page("question.name")
    page = house.page
    assert isinstance(page, QuestionPage)
    assert page.inputs["name"].answer() == "Lê Thị Hoa"
    page.answered.emit({"name": "Lã Thị Hoa"})
    house.wait_page("confirm_person")
    assert "LÃ THỊ HOA" in house.words()
    assert house.say("confirm.entered") not in house.words()


def test_a_name_like_none_that_is_known_goes_to_the_keyboard_at_once(house: House) -> None:
    house.identify()
    house.scan(CARD.replace("Lê Thị Hoa", "Kz?x Thị Hoa"))
    house.wait_page("question.name")
    house.tap("footer.back")
    house.wait_page("identity")
    house.scan(CARD)
    house.wait_page("confirm_person")


LOST = "054198001234||Lê Thị Hoa|12031998|Nữ|Th?n ??ng, H?a Tr?, Ph? H?a, Ph? Y?n|15062021"


def test_a_place_that_lost_letters_is_chosen_and_the_rest_of_it_asked_for(house: House) -> None:
    house.identify()
    house.scan(LOST)
    house.wait_page("confirm_person")
    assert house.say("confirm.unclear") in house.words()
    house.tap("footer.primary")
    assert house.name == "confirm_person", "nothing is taken for theirs that they did not choose"
    house.tap("confirm.place.22303", "footer.primary")
    house.wait_page("task_list")
    walk = house.conductor.walk
    assert walk is not None
    assert "residence" not in walk.journey.answers
    walk._ask("residence")
    house.wait_page("question.residence")
    assert house.say("question.card-says", line=LOST.split("|")[5]) in house.words()
    page = house.page
    assert isinstance(page, QuestionPage)
    assert page.answers()["residence"] == {"province": "66", "commune": "22303"}
    house.tap("footer.primary")
    house.wait(lambda: house.name != "question.residence")
    assert walk.journey.answers["residence"] == {"province": "66", "commune": "22303"}


def test_who_does_not_know_the_place_is_asked_by_the_picker_later(house: House) -> None:
    house.identify()
    house.scan(LOST)
    house.wait_page("confirm_person")
    house.tap("confirm.place.unsure", "footer.primary")
    house.wait_page("task_list")
    walk = house.conductor.walk
    assert walk is not None
    walk._ask("residence")
    house.wait_page("question.residence")
    page = house.page
    assert isinstance(page, QuestionPage)
    assert page.answers()["residence"] is None
    assert house.say("question.card-says", line=LOST.split("|")[5]) in house.words()


def test_a_line_without_any_mark_keeps_its_place_and_asks_for_the_hamlet(house: House) -> None:
    house.identify()
    house.scan("054198001234||Nguyen Thi Hoa|12031998|Nu|Thon Dong, Hoa Tri, Phu Hoa, Phu Yen|")
    house.wait_page("mend_name")
    house.tap("mend.choice.Hoa", "mend.right")
    house.wait_page("confirm_person")
    assert house.say("confirm.details_later") in house.words()
    house.confirm()
    house.wait_page("task_list")
    assert "residence" not in house.journey.answers


def test_back_from_a_damaged_name_waits_for_the_card_again(house: House) -> None:
    house.identify()
    house.scan(CARD.replace("Lê Thị Hoa", "L? Thị H?a"))
    house.wait_page("mend_name")
    house.tap("footer.back")
    house.wait_page("identity")


def test_a_card_counts_only_where_the_person_is_asked_for_it(house: House) -> None:
    house.scan(CARD)
    assert house.name == "home"
    house.identify()
    house.tap("footer.leave")
    house.wait_page("home")
    house.scan(CARD)
    assert house.name == "home"
    assert not house.conductor.has_person


def test_a_scanner_that_types_is_one_scan_and_lands_in_no_field(house: House) -> None:
    house.identify()
    house.type_as_scanner(CARD)
    house.wait_page("confirm_person")


def test_facts_corrected_by_hand_stand_in_place_of_the_cards(house: House) -> None:
    house.identify()
    house.scan(CARD)
    house.wait_page("confirm_person")
    house.tap("confirm.edit")
    house.wait_page("question.personal_number")
    house.tap("footer.primary", "footer.primary", "footer.primary")
    house.wait_page("question.sex")
    house.tap("option-sex.male", "footer.primary")
    house.wait_page("confirm_person")
    person = house.conductor._visit.scene.session.requester  # type: ignore[union-attr]
    assert person is not None
    assert person.sex == "male"
    assert person.residence_text == "Thôn Đông, Hòa Trị, Phú Hòa, Phú Yên"


def test_who_goes_on_twice_at_the_last_question_is_asked_once_whether_it_is_them(
    house: House,
) -> None:
    house.identify()
    house.scan(CARD)
    house.wait_page("confirm_person")
    house.tap("confirm.edit")
    house.wait_page("question.personal_number")
    house.tap("footer.primary", "footer.primary", "footer.primary")
    house.wait_page("question.sex")
    for _ in range(2):
        house.page.primary.emit()
    house.program.stage.anew()
    assert house.name == "question.sex"
    house.wait_page("confirm_person")
    house.flush()
    assert house.pages.count("confirm_person") == 2


def test_who_presses_before_everything_is_there_is_led_on_when_it_is(
    build: Callable[..., House],
) -> None:
    house = build()
    house.tap("home.dossier")
    house.wait_page("wait")
    house.open()
    house.wait_page("how_to_use")


def test_reading_the_guide_while_the_kiosk_opens_does_not_keep_it_from_opening(
    build: Callable[..., House],
) -> None:
    house = build()
    house.program.begin()
    house.conductor.go_home()
    house.wait(lambda: house.conductor.edges is not None)


def test_nothing_of_a_person_stays_behind_in_the_conductor(house: House) -> None:
    house.identify()
    house.scan(CARD)
    house.wait_page("confirm_person")
    visit = house.conductor._visit
    assert visit is not None
    visit.scene.session.habits.order(alphabetical=True)
    house.tap("footer.leave")
    house.wait_page("home")
    after = house.conductor._visit
    assert after is not None
    assert after is not visit
    assert after.scene.session.people == {}
    assert after.scene.session.consents == ()
    assert after.scene.session.account is None
    assert not after.scene.session.habits.alphabetical


def ways(house: House) -> tuple[bool, bool, bool]:
    """Whether touches are filtered, all stands still, and the ring is there."""
    look = house.program.stage.look
    return house.frame.steady, look.still, house.find("switch-ring") is not None


def test_a_further_way_to_use_the_machine_is_chosen_and_ends_with_the_person(house: House) -> None:
    house.tap("home.dossier", "how_to_use.more")
    house.wait_page("more_ways")
    house.tap("more_ways.steady.on", "more_ways.still.on", "more_ways.switches.two")
    assert ways(house) == (True, True, True)
    house.tap("footer.primary")
    house.wait_page("how_to_use")
    assert ways(house) == (True, True, True)
    house.conductor.go_home()
    house.flush()
    assert ways(house) == (False, False, False)


def test_two_switches_lead_from_page_to_page(house: House) -> None:
    house.tap("home.dossier", "how_to_use.more", "more_ways.switches.two", "footer.primary")
    for page, wanted in (("how_to_use", "footer.primary"), ("who_presses", "who_presses.self")):
        house.wait_page(page)
        ring = house.program._switching
        while [it.objectName() for it in ring.target] != [wanted]:
            QTest.keyClick(house.frame.windowHandle(), Qt.Key.Key_Tab)
        QTest.keyClick(house.frame.windowHandle(), Qt.Key.Key_Space)
    house.wait_page("find")
