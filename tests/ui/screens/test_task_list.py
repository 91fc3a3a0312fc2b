"""Tasks may be done in any order; the primary button knows which is next."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tests.ui.screens import shown
from tests.ui.screens.hands import Heard, Stand, settle, words_on
from ui.components.rows import RowState

if TYPE_CHECKING:
    from ui.look import Look
    from ui.screens.task_list import TaskListPage


def opened(page: TaskListPage) -> Heard:
    heard = Heard()
    page.opened.connect(heard.hear)
    return heard


def test_the_task_that_is_touched_opens(stand: Stand, look: Look) -> None:
    page = shown.tasks(look)
    stand.show(page, look)
    heard = opened(page)
    stand.touch("task.mother")
    assert heard.all == ["mother"]


def test_the_primary_button_opens_the_first_that_needs_the_person(stand: Stand, look: Look) -> None:
    page = shown.tasks(look)
    stand.show(page, look)
    heard = opened(page)
    stand.touch("footer.primary")
    assert heard.all == ["father"]


def test_with_all_done_the_primary_button_opens_the_last(stand: Stand, look: Look) -> None:
    done = tuple(replace(task, state=RowState.DONE) for task in shown.TASKS)
    page = shown.tasks(look, done)
    stand.show(page, look)
    heard = opened(page)
    stand.touch("footer.primary")
    assert heard.all == ["check"]


def test_what_is_locked_says_why_and_does_not_open(stand: Stand, look: Look) -> None:
    page = shown.tasks(look)
    stand.show(page, look)
    heard = opened(page)
    stand.turn_to("task.check")
    assert look.say("tasks.check.locked") in stand.find("task.check").accessibleName()
    stand.touch("task.check")
    assert heard.all == []


def test_a_long_list_is_turned_and_says_where_one_is(stand: Stand, look: Look) -> None:
    page = shown.tasks(look)
    stand.show(page, look)
    assert "task.check" not in stand.touchable()
    assert "1 đến 6 trên 9" in words_on(page)
    stand.touch("pager.down")
    assert "task.check" in stand.touchable()
    assert "task.applicant" not in stand.touchable()
    stand.touch("pager.up")
    assert "task.applicant" in stand.touchable()


def test_a_list_opens_where_the_next_task_is(stand: Stand, look: Look) -> None:
    late = tuple(
        replace(task, state=RowState.TODO if task.id == "result" else RowState.DONE)
        for task in shown.TASKS
    )
    stand.show(shown.tasks(look, late), look)
    assert "task.result" in stand.touchable()


def test_the_page_of_the_list_survives_a_change_of_text_size(stand: Stand, look: Look) -> None:
    page = shown.tasks(look)
    stand.show(page, look)
    stand.touch("pager.down")
    again = shown.tasks(look)
    again.restore(page.keep())
    stand.show(again, look)
    settle()
    assert "task.check" in stand.touchable()


def test_progress_is_said_in_words_and_the_slip_is_offered(stand: Stand, look: Look) -> None:
    page = shown.tasks(look)
    stand.show(page, look)
    assert look.say("tasks.progress", done=5, count=9) in words_on(page)
    heard = Heard()
    page.aside_wanted.connect(heard.hear)
    stand.touch("tasks.put_aside")
    assert len(heard.all) == 1
