"""How long it will take is told from how long it took this person, and from nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.ui.conductor.house import ACCOUNT, ACCOUNT_ANSWERS
from ui.conductor.tempo import Tempo

if TYPE_CHECKING:
    from tests.ui.conductor.house import House


def took(tempo: Tempo, *seconds: float) -> None:
    for each in seconds:
        tempo.asked(1000.0)
        tempo.answered(1000.0 + each)


def test_nothing_is_told_before_three_answers() -> None:
    tempo = Tempo()
    took(tempo, 30, 30)
    assert tempo.minutes(10) is None
    took(tempo, 30)
    assert tempo.minutes(10) == 5
    assert tempo.minutes(0) is None


def test_less_than_a_minute_is_one_and_a_part_counts_whole() -> None:
    tempo = Tempo()
    took(tempo, 5, 5, 5)
    assert tempo.minutes(1) == 1
    assert tempo.minutes(13) == 2


def test_one_long_pause_changes_little() -> None:
    tempo = Tempo()
    took(tempo, 20, 3600, 20, 3600, 3600)
    assert tempo.minutes(3) == 6


def test_an_answer_to_no_question_counts_for_nothing() -> None:
    tempo = Tempo()
    took(tempo, 10, 10, 10)
    tempo.answered(5000.0)
    assert tempo.minutes(6) == 1


def test_the_task_list_says_what_is_left(house: House) -> None:
    answers = {name: it for name, it in ACCOUNT_ANSWERS.items() if name != "phone"}
    house.resume(house.kept(ACCOUNT, answers))
    assert house.say("tasks.left", count=1) in house.words()
    visit = house.conductor._visit
    assert visit is not None
    tempo = visit.scene.session.tempo
    took(tempo, 70, 70)
    house.tap("footer.primary")
    house.wait_page("question.phone")
    house.clock.pass_(70)
    house.digits("0987654321")
    house.tap("footer.primary")
    house.wait_page("check_answers")
    assert tempo.minutes(1) == 2, "the question was the third"


def test_who_has_a_tempo_is_told_how_long(house: House) -> None:
    answers = {name: it for name, it in ACCOUNT_ANSWERS.items() if name != "phone"}
    house.resume(house.kept(ACCOUNT, answers))
    visit = house.conductor._visit
    assert visit is not None
    took(visit.scene.session.tempo, 70, 70, 70)
    house.tap("footer.primary", "footer.back")
    house.wait_page("task_list")
    assert house.say("tasks.left.minutes", count=1, minutes=2) in house.words()
