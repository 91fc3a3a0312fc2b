"""After the last page: two questions that nobody has to answer."""

from __future__ import annotations

from concurrent.futures import Future
from typing import TYPE_CHECKING

from kiosk.domain.ports import QueueFull
from tests.ui.conductor.house import BIRTH, BIRTH_ANSWERS, House

if TYPE_CHECKING:
    import pytest

    from kiosk.domain.journey import Journey


def finished(house: House) -> Journey:
    """A dossier that the portal has; what comes after its last page is on the glass."""
    journey = house.kept(BIRTH, BIRTH_ANSWERS)
    house.resume(journey)
    house.look_through()
    house.check()
    house.wait_page("submit")
    house.tap("footer.primary")
    house.wait_page("outcome")
    house.tap("footer.primary")
    house.wait_page("afterwards")
    return journey


def told(house: House, journey: Journey) -> list[str]:
    assert house.queue is not None
    return [line.what for line in house.queue.history(journey.id).result()]


def test_who_pressed_and_how_it_was_stand_beside_what_was_computed(house: House) -> None:
    journey = finished(house)
    house.tap("afterwards.guided")
    house.wait_page("afterwards.rating")
    house.tap("rating.3")
    house.wait_page("home")
    assert set(told(house, journey)[-2:]) == {"pressed-guided", "rated"}
    assert house.states() == ["delivered"]


def test_nobody_has_to_answer(house: House) -> None:
    journey = finished(house)
    house.tap("footer.primary")
    house.wait_page("home")
    assert told(house, journey)[-1] == "delivered"


def test_who_says_who_pressed_need_not_say_how_it_was(house: House) -> None:
    journey = finished(house)
    house.tap("afterwards.self", "footer.primary")
    house.wait_page("home")
    assert told(house, journey)[-1] == "pressed-self"


def test_a_word_that_cant_be_noted_keeps_nobody_from_going_home(
    house: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    finished(house)
    failed: Future[None] = Future()
    failed.set_exception(QueueFull())
    with monkeypatch.context() as patched:
        patched.setattr(house.queue, "remark", lambda *_said: failed)
        house.tap("afterwards.family", "rating.1")
        house.wait_page("home")
        house.wait(lambda: "not noted" in caplog.messages)
