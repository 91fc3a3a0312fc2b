"""The camera reads cards and slips where the person is asked for them, and films nowhere else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.ui.camera.filming import Film, code, frame, scene
from tests.ui.conductor.house import BIRTH, BIRTH_ANSWERS, CARD, FATHERS_CARD, House
from ui.camera.finder import CodeFinder
from ui.screens.question import QuestionPage

if TYPE_CHECKING:
    from ui.camera.device import Camera


def _camera(house: House) -> Camera:
    camera = house.program.camera
    assert camera is not None
    return camera


@pytest.fixture
def film(house: House) -> Film:
    film = Film(house.qtbot)
    film.put_before(_camera(house))
    return film


def _hold(film: Film, text: str) -> None:
    film.send(frame(scene(code(text, 4))))


def test_a_card_before_the_camera_tells_who_is_there(house: House, film: Film) -> None:
    house.identify()
    _hold(film, CARD)
    house.wait_page("confirm_person")
    assert "LÊ THỊ HOA" in house.words()
    assert not _camera(house).films


def test_where_a_scanner_answers_nobody_is_filmed_unasked(house: House, film: Film) -> None:
    house.conductor.scanner_is_ready()
    house.identify()
    assert not _camera(house).films
    house.tap("identity.camera")
    assert _camera(house).films
    _hold(film, CARD)
    house.wait_page("confirm_person")


def test_the_camera_is_closed_on_the_way_home_and_while_help_is_called(
    house: House, film: Film
) -> None:
    del film
    house.identify()
    house.wait(lambda: _camera(house).films)
    house.conductor.call_helper()
    assert not _camera(house).films
    house.tap("footer.primary")
    house.wait_page("identity")
    house.wait(lambda: _camera(house).films)
    house.tap("footer.leave")
    house.wait_page("home")
    assert not _camera(house).films


def test_nobody_is_filmed_once_the_screen_asks_whether_somebody_is_there(
    house: House, film: Film
) -> None:
    del film
    house.identify()
    house.wait(lambda: _camera(house).films)
    house.nobody_touches()
    assert not _camera(house).films
    house.nobody_answers()
    house.wait_page("home")
    assert not _camera(house).films


def test_a_larger_text_goes_on_filming(house: House, film: Film) -> None:
    house.conductor.scanner_is_ready()
    house.identify()
    house.tap("identity.camera")
    house.frame.text_size.emit()
    house.wait(lambda: _camera(house).films)
    _hold(film, CARD)
    house.wait_page("confirm_person")


def test_a_camera_that_is_pulled_out_leaves_the_other_ways(house: House, film: Film) -> None:
    house.identify()
    assert house.page.findChild(CodeFinder) is not None
    _camera(house).feed(None)
    assert house.say("identity.no_scanner.title") in house.words()
    film.put_before(_camera(house))
    _hold(film, CARD)
    house.wait_page("confirm_person")


def test_a_code_that_is_no_card_is_said_to_be_none_before_the_camera_too(
    house: House, film: Film
) -> None:
    house.identify()
    _hold(film, "https://example.invalid/")
    house.wait(lambda: house.say("card.unreadable.not-a-card") in house.words())
    _hold(film, CARD)
    house.wait_page("confirm_person")


def test_after_three_scans_in_vain_another_way_is_offered(house: House, film: Film) -> None:
    del film
    house.conductor.scanner_is_ready()
    house.identify()
    for _ in range(3):
        house.scan("https://example.invalid/")
    assert house.say("identity.unread.camera") in house.words()
    house.tap("identity.camera")
    house.scan("https://example.invalid/")
    assert house.say("identity.unread.light") in house.words()


def test_a_slip_before_the_camera_opens_what_was_kept(house: House, film: Film) -> None:
    journey = house.kept(BIRTH, {"child_name": "Trần Minh Toàn"})
    house.tap("home.resume")
    house.wait_page("slip_entry.resume")
    _hold(film, CARD)
    house.wait(lambda: house.say("camera.slip.other") in house.words())
    _hold(film, journey.slip.qr_text)
    house.wait_page("task_list")
    assert not _camera(house).films


def test_a_scanner_that_comes_while_a_slip_is_asked_for_closes_the_camera(
    house: House, film: Film
) -> None:
    house.tap("home.resume")
    house.wait_page("slip_entry.resume")
    house.wait(lambda: _camera(house).films)
    house.conductor.scanner_is_ready()
    assert not _camera(house).films
    house.conductor.scanner_is_lost()
    journey = house.kept(BIRTH, {"child_name": "Trần Minh Toàn"})
    _hold(film, journey.slip.qr_text)
    house.wait_page("task_list")


def test_who_would_rather_type_the_slip_types_it(house: House, film: Film) -> None:
    del film
    house.tap("home.resume")
    house.wait_page("slip_entry.resume")
    house.tap("slip.by_hand")
    assert not _camera(house).films
    house.frame.text_size.emit()
    assert not _camera(house).films
    assert house.find("slip.ticket") is not None


def test_where_a_scanner_answers_a_slip_goes_before_the_camera_by_one_tap(
    house: House, film: Film
) -> None:
    journey = house.kept(BIRTH, {"child_name": "Trần Minh Toàn"})
    house.conductor.scanner_is_ready()
    house.tap("home.resume")
    house.wait_page("slip_entry.resume")
    assert not _camera(house).films
    house.tap("slip.camera")
    assert _camera(house).films
    house.tap("slip.by_hand")
    assert not _camera(house).films
    house.tap("slip.camera")
    house.frame.text_size.emit()
    assert _camera(house).films
    _hold(film, journey.slip.qr_text)
    house.wait_page("task_list")


def test_the_card_of_somebody_else_is_read_where_it_is_waited_for(house: House, film: Film) -> None:
    answers = {it: answer for it, answer in BIRTH_ANSWERS.items() if it != "father_name"}
    house.resume(house.kept(BIRTH, answers))
    house.tap("footer.primary")
    house.wait_page("question.father-name")
    assert not _camera(house).films
    house.tap("scan.father")
    house.wait_page("identity")
    _hold(film, FATHERS_CARD)
    house.wait_page("question.father-name")
    page = house.page
    assert isinstance(page, QuestionPage)
    assert page.inputs["father_name"].answer() == "Trần Văn Nam"
    assert not _camera(house).films
