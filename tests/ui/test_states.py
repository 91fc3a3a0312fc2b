"""Every screen is seen as it usually is, when something goes wrong, and without the portal."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QWidget

from tests.gallery.matrix import Way, every_way, some_ways
from tests.gallery.scenes import SCENES, every_page
from tests.gallery.seen import Seen, settle
from tests.gallery.states import AWAY, INSTEAD, SOUND, WRONG, State, network_of, screens, state_of
from tests.ui.screens import shown
from ui.body import Body
from ui.screens.notice import NoticePage
from ui.screens.typing_page import TypingPage
from ui.speech.wording import in_words
from ui.theme.tokens import TextSize
from ui.window import Network

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from ui.look import Look
    from ui.page import Page

_OTHER_NOTICES = (
    "progress.withdraw",
    "recover",
    "remember",
    "consent.helper",
    "desk.told",
    "desk.changed",
    "desk.trouble",
    "stick.writing",
    "stick.reading",
    "stick.written",
    "stick.read",
    "checkup.running",
    "measure.ask",
    "measure.failed",
)
"""Notices whose texts stand with the page that they belong to."""

_TROUBLES = ("fault", "trouble", "wrong", "fail", "lost", "unusable", "unread", "unknown")


@pytest.fixture(scope="module")
def states(qapp: object) -> dict[type[Page], dict[State, list[str]]]:
    del qapp
    return screens(Way().look())


@cache
def spoken(scene: str) -> Counter[str]:
    """All that is read aloud on a scene, and how often."""
    look = Way().look()
    seen = Seen(SCENES[scene](look), look, Way().pixels, network_of(scene, Way()))
    try:
        return Counter(in_words(seen.page.script(), look.texts))
    finally:
        seen.close()


def test_every_screen_is_seen_in_every_state(
    states: dict[type[Page], dict[State, list[str]]],
) -> None:
    lacking = {
        (kind.__name__, state.value)
        for kind in every_page()
        for state in State
        if not states.get(kind, {}).get(state)
    }
    excused = {(kind.__name__, State.ERROR.value) for kind in SOUND}
    assert lacking == excused


def test_every_notice_is_seen(qtbot: QtBot) -> None:
    """By its title, with anything in the place of what is put in."""
    look = Way().look()
    headings = set()
    for make in SCENES.values():
        page = make(look)
        qtbot.addWidget(page)
        if isinstance(page, NoticePage):
            headings.add(page.heading)
    words = look.texts.words
    titles = {it for it in words if it.startswith("notice.") and it.endswith(".title")}
    titles |= {f"{it}.title" for it in _OTHER_NOTICES}
    anything = re.compile(r"\\\{\w+\\\}")
    said = {it: anything.sub(".+", re.escape(words[it])) for it in titles}
    unseen = [it for it, how in said.items() if not any(re.fullmatch(how, on) for on in headings)]
    assert unseen == []


def test_what_stands_in_the_lists_is_a_scene() -> None:
    assert set(WRONG) | set(AWAY) | set(AWAY.values()) <= set(SCENES)
    assert {state_of(make.__name__) for make in INSTEAD.values()} == {State.ERROR}


def test_the_cut_and_the_whole_meet_every_screen_without_the_portal() -> None:
    for place, scene in enumerate(SCENES):
        wanted = Network.ONLINE if scene in AWAY.values() else Network.OFFLINE
        assert wanted in {network_of(scene, way)[0] for way in some_ways(place)}, scene
    words = {(it.size, it.window, it.language) for it in every_way()}
    for state in (Network.ONLINE, Network.OFFLINE):
        assert words == {
            (it.size, it.window, it.language) for it in every_way() if it.network[0] is state
        }


@pytest.mark.parametrize("scene", sorted(WRONG))
def test_what_went_wrong_is_said(
    scene: str, states: dict[type[Page], dict[State, list[str]]], qtbot: QtBot
) -> None:
    del qtbot
    usual = next(it[State.USUAL] for it in states.values() if scene in it[State.ERROR])
    assert all(spoken(scene) - spoken(it) for it in usual)


@pytest.mark.parametrize("scene", AWAY)
def test_what_is_otherwise_without_the_portal_is_said(scene: str, qtbot: QtBot) -> None:
    del qtbot
    assert spoken(scene) - spoken(AWAY[scene])


@pytest.mark.parametrize("make", [shown.consent, shown.confirm], ids=lambda make: make.__name__)
def test_what_went_wrong_comes_into_sight_on_a_page_that_was_turned(
    make: Callable[[Look], Page], qtbot: QtBot
) -> None:
    del qtbot
    way = Way(TextSize.RAT_LON, window="1366x768")
    look = way.look()
    seen = Seen(make(look), look, way.pixels)
    body = seen.page.parentWidget()
    assert isinstance(body, Body)
    while body.has_more_below:
        body.turn_down()
    assert body.has_more_above
    seen.page.primary.emit()
    settle()
    strip = seen.page.findChild(QWidget, "error-summary")
    assert strip is not None
    assert body.rect().contains(QRect(strip.mapTo(body, QPoint(0, 0)), strip.size()))
    seen.close()


@pytest.mark.parametrize("kind", SOUND, ids=lambda kind: kind.__name__)
def test_a_screen_on_which_nothing_goes_wrong_takes_nothing_that_could(kind: type[Page]) -> None:
    """Nothing is typed there, and nothing of it tells of a trouble."""
    assert not issubclass(kind, TypingPage)
    assert not [
        it for it in dir(kind) if it.startswith("show_") and any(word in it for word in _TROUBLES)
    ]
