"""Next time a card and four digits bring back what the person let the kiosk keep; nothing else."""

from __future__ import annotations

import threading
from datetime import date
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from kiosk.domain.profile import CardKey, Profile
from offline_queue import profiles
from tests.ui.conductor.house import CARD, HERE, House

if TYPE_CHECKING:
    from kiosk.domain.profile import Profile as Kept

KEY = CardKey("054198001234", date(2021, 6, 15))
FACTS = {"name": "Lê Thị Hoa", "phone": "0912345678", "residence": HERE}
OTHER = CardKey("054070000034", date(2021, 6, 15))


@pytest.fixture(autouse=True)
def _quick_guesses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(profiles, "_MEMORY_KIB", 64)


def kept(house: House, key: CardKey = KEY) -> None:
    assert house.queue is not None
    house.queue.keep_profile(key, Profile(FACTS, date(2026, 11, 20))).result()


def there(house: House) -> Kept | None:
    assert house.queue is not None
    return house.queue.profile(KEY, "5678").result()


def asked(house: House, digits: str = "5678") -> None:
    """From home to the page after the digits."""
    house.identify()
    house.scan(CARD)
    house.wait_page("question.kept_phone_ending")
    house.digits(digits)
    house.tap("footer.primary")


def test_where_nobodys_details_are_kept_nobody_is_asked_for_them(house: House) -> None:
    house.identify()
    house.scan(CARD)
    house.wait_page("confirm_person")
    assert house.find("confirm.forget") is None


def test_card_and_digits_bring_back_phone_and_home(house: House) -> None:
    kept(house)
    asked(house)
    house.wait_page("notice.remembered")
    assert "20 tháng 11 năm 2026" in house.words()
    assert "xã Phú Hòa 2" in house.words()
    assert "0912345678" not in house.words()
    house.tap("footer.primary")
    house.wait_page("confirm_person")
    house.tap("footer.primary")
    house.wait_page("task_list")
    answers = house.journey.answers
    assert (answers["phone"], answers["residence"]) == ("0912345678", HERE)


@pytest.mark.parametrize("whose", [KEY, OTHER], ids=["one's own", "another's"])
def test_wrong_digits_say_the_same_whether_or_not_anything_is_kept(
    house: House, whose: CardKey
) -> None:
    kept(house, whose)
    asked(house, "0000")
    for _ in range(4):
        house.wait_page("notice.not_remembered")
        assert house.say("notice.not_remembered.text") in house.words()
        house.tap("footer.primary")
        house.wait_page("question.kept_phone_ending")
        house.digits("0000")
        house.tap("footer.primary")
    house.wait_page("notice.not_remembered")
    house.tap("footer.primary")
    house.wait_page("question.kept_phone_ending")
    house.digits("5678")
    house.tap("footer.primary")
    house.wait_page("notice.remember_locked")
    house.tap("footer.primary")
    house.wait_page("confirm_person")


def test_three_digits_are_too_few_and_none_is_no_answer(house: House) -> None:
    kept(house)
    asked(house, "567")
    assert house.name == "question.kept_phone_ending"
    house.tap("unknown")
    house.wait_page("confirm_person")
    house.tap("footer.back")
    house.wait_page("identity")


def test_who_presses_again_and_again_has_tried_once(house: House) -> None:
    kept(house)
    house.identify()
    house.scan(CARD)
    house.wait_page("question.kept_phone_ending")
    house.digits("0000")
    for _ in range(6):
        button = house.find("footer.primary")
        assert button is not None
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    house.wait_page("notice.not_remembered")
    assert there(house) is not None


@pytest.mark.parametrize("way_on", ["footer.back", "unknown"])
def test_who_has_gone_on_meanwhile_is_not_called_back(house: House, way_on: str) -> None:
    kept(house)
    gate = threading.Event()
    assert house.queue is not None
    house.identify()
    house.scan(CARD)
    house.wait_page("question.kept_phone_ending")
    house.digits("5678")
    house.queue._thread.submit(gate.wait)
    house.tap("footer.primary", way_on)
    page = house.name
    assert page in {"identity", "confirm_person"}
    gate.set()
    assert there(house) is not None
    house.flush()
    assert house.name == page


def test_what_is_declined_is_not_used(house: House) -> None:
    kept(house)
    asked(house)
    house.wait_page("notice.remembered")
    house.tap("footer.back")
    house.confirm()
    house.wait_page("task_list")
    assert "phone" not in house.journey.answers
    assert there(house) is not None


def test_it_is_erased_at_once_where_it_is_shown(house: House) -> None:
    kept(house)
    asked(house)
    house.wait_page("notice.remembered")
    house.tap("notice.remembered.forget")
    house.wait_page("notice.forgotten")
    assert there(house) is None
    house.tap("footer.primary")
    house.wait_page("confirm_person")


def test_one_may_leave_where_it_is_shown_and_it_stays_kept(house: House) -> None:
    kept(house)
    asked(house)
    house.wait_page("notice.remembered")
    house.tap("footer.leave")
    house.wait_page("home")
    assert not house.conductor.has_person
    assert there(house) is not None


def test_it_is_erased_unseen_for_whoever_brings_the_card(house: House) -> None:
    kept(house)
    house.identify()
    house.scan(CARD)
    house.wait_page("question.kept_phone_ending")
    house.tap("unknown")
    house.wait_page("confirm_person")
    house.tap("confirm.forget")
    house.wait_page("notice.forgotten")
    assert there(house) is None


def to_submit(house: House, *, agrees: bool) -> None:
    """An account for the card's owner, from home to the last question before it is sent."""
    house.tap("home.account", "footer.primary", "who_presses.self")
    house.suit()
    house.tap("footer.primary", "consent.submit.yes")
    house.tap("consent.reuse.yes" if agrees else "consent.reuse.no", "footer.primary")
    house.wait_page("identity")
    house.scan(CARD)
    house.confirm()
    house.wait_page("task_list")
    house.tap("footer.primary")
    house.wait_page("question.phone")
    house.digits("0912345678")
    house.tap("footer.primary")
    house.check()
    house.wait_page("submit")


def test_who_agrees_is_remembered_and_may_still_change_their_mind(house: House) -> None:
    to_submit(house, agrees=True)
    told = house.journey.consents
    assert [(it.purpose, it.agreed) for it in told] == [
        ("submit", True),
        ("reuse", True),
        ("messages", False),
    ]
    assert {it.how for it in told} == {"touch"}
    assert len({it.wording for it in told}) == 3
    house.tap("footer.primary")
    house.wait(lambda: there(house) is not None)
    profile = there(house)
    assert profile is not None
    assert profile.facts["phone"] == "0912345678"
    assert profile.facts["personal_number"] == KEY.number
    assert profile.kept_on == house.clock.today()


def test_who_declines_is_not(house: House) -> None:
    to_submit(house, agrees=False)
    house.tap("footer.primary")
    house.wait(lambda: house.name in {"outcome", "code_entry"})
    house.flush()
    assert there(house) is None
