"""Who pressed the keys, step by step, and the figures that are made of it."""

from __future__ import annotations

from uuid import UUID

from kiosk.domain.helping import (
    HelpedStep,
    HelpFigures,
    HelpMode,
    Remark,
    call_line,
    help_figures,
    is_of_help,
    step_line,
    whole_line,
)

ONE, TWO, THREE = (UUID(int=number) for number in (1, 2, 3))
BIRTH = "1.001193"


def lines(*told: tuple[UUID, Remark]) -> HelpFigures:
    return help_figures((submission, remark.what) for submission, remark in told)


def test_of_all_who_finished_it_is_told_how_many_did_it_themselves() -> None:
    figures = lines(
        (ONE, whole_line(HelpMode.SELF, 9)),
        (TWO, whole_line(HelpMode.FAMILY, 9)),
        (THREE, whole_line(HelpMode.ON_BEHALF, 9)),
    )
    assert (figures.journeys, figures.alone, figures.themselves) == (3, 1, 2)


def test_where_nothing_was_finished_there_is_nothing_to_tell() -> None:
    figures = lines()
    assert (figures.journeys, figures.alone, figures.themselves) == (0, 0, 0)
    assert figures.steps == ()


def test_a_person_who_says_otherwise_is_counted_and_changes_nothing() -> None:
    figures = lines(
        (ONE, whole_line(HelpMode.SELF, 9)),
        (ONE, Remark.pressed(HelpMode.ON_BEHALF)),
        (TWO, whole_line(HelpMode.SELF, 9)),
        (TWO, Remark.pressed(HelpMode.SELF)),
        (TWO, Remark.rated(3)),
    )
    assert (figures.alone, figures.differs) == (2, 1)


def test_what_was_corrected_counts_once_as_it_came_about_in_the_end() -> None:
    figures = lines(
        (ONE, step_line(BIRTH, "name", HelpMode.GUIDED)),
        (ONE, whole_line(HelpMode.GUIDED, 9)),
        (ONE, step_line(BIRTH, "name", HelpMode.GUIDED)),
        (ONE, whole_line(HelpMode.ON_BEHALF, 9)),
    )
    assert figures.modes[HelpMode.ON_BEHALF] == figures.journeys == 1
    assert figures.steps == (HelpedStep(BIRTH, "name", guided=1),)


def test_the_step_at_which_help_was_called_for_most_comes_first() -> None:
    figures = lines(
        (ONE, step_line(BIRTH, "name", HelpMode.ON_BEHALF)),
        (ONE, step_line(BIRTH, "born", HelpMode.GUIDED)),
        (ONE, call_line(BIRTH, "born")),
        (TWO, step_line(BIRTH, "name", HelpMode.FAMILY)),
        (TWO, step_line(BIRTH, "place", HelpMode.GUIDED)),
    )
    assert figures.steps == (
        HelpedStep(BIRTH, "born", called=1, guided=1),
        HelpedStep(BIRTH, "name", guided=1, typed=1),
        HelpedStep(BIRTH, "place", guided=1),
    )


def test_the_lines_of_figures_are_told_from_what_happened() -> None:
    made = (
        whole_line(HelpMode.SELF, 9),
        step_line(BIRTH, "name", HelpMode.GUIDED),
        call_line(BIRTH, "name"),
    )
    assert all(is_of_help(it.what) for it in made)
    assert not any(is_of_help(what) for what in ("finished", "rated", "pressed-self"))
