"""A code held before the camera is read once; as long as it isn't, one tip follows the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QVBoxLayout, QWidget

from tests.patience import ring
from tests.ui.camera.filming import CARD, Film, code, frame, scene
from ui.camera.finder import CodeFinder

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from ui.camera.device import Camera
    from ui.look import Look


@pytest.fixture
def build(qtbot: QtBot, look: Look, camera: Camera) -> Callable[..., CodeFinder]:
    windows: list[QWidget] = []

    def building() -> CodeFinder:
        window = QWidget()
        windows.append(window)
        finder = CodeFinder(look, camera, "card")
        for timer in (finder._tip, finder._same):
            timer.setInterval(3_600_000)  # time passes where a test lets it
        QVBoxLayout(window).addWidget(finder)
        window.setFixedSize(900, 700)
        qtbot.addWidget(window)
        window.show()
        return finder

    return building


def test_a_code_that_stays_in_sight_is_read_once_and_again_when_it_comes_back(
    qtbot: QtBot, camera: Camera, film: Film, build: Callable[..., CodeFinder], look: Look
) -> None:
    finder = build()
    heard: list[str] = []
    camera.scanned.connect(heard.append)
    seen: list[object] = []
    assert finder._reader is not None
    finder._reader.done.connect(seen.append)
    for count in range(1, 6):
        film.send(frame(scene(code(CARD, 4))))
        qtbot.waitUntil(lambda count=count: len(seen) == count)  # type: ignore[misc]
    assert heard == [CARD]
    assert finder.view.words == look.say("camera.card.read")
    ring(finder._same)
    film.send(frame(scene(code(CARD, 4))))
    qtbot.waitUntil(lambda: heard == [CARD, CARD])


def test_another_code_is_read_at_once(
    qtbot: QtBot, camera: Camera, film: Film, build: Callable[..., CodeFinder]
) -> None:
    build()
    heard: list[str] = []
    camera.scanned.connect(heard.append)
    for text in ("first", "second"):
        film.send(frame(scene(code(text))))
        qtbot.waitUntil(lambda text=text: text in heard)  # type: ignore[misc]
    assert heard == ["first", "second"]


def test_one_tip_follows_the_other_until_hands_are_the_last_way(
    qtbot: QtBot, film: Film, build: Callable[..., CodeFinder], look: Look
) -> None:
    finder = build()
    assert finder.view.words == look.say("camera.opening")
    film.send(frame(scene()))
    qtbot.waitUntil(finder._tip.isActive)
    said = [finder.view.words]
    for _ in range(5):
        ring(finder._tip)
        said.append(finder.view.words)
    tips = ("aim", "closer", "tilt", "still", "light", "hand")
    assert said == [look.say(f"camera.card.{it}") for it in tips]


def test_a_dark_place_is_said_before_anything_else(
    qtbot: QtBot, film: Film, build: Callable[..., CodeFinder], look: Look
) -> None:
    finder = build()
    film.send(frame(scene(light=20) // 4))
    qtbot.waitUntil(lambda: finder._hindrance is not None)
    assert finder.view.words == look.say("camera.card.aim")
    ring(finder._tip)
    assert finder.view.words == look.say("camera.card.light")


def test_nothing_is_read_any_more_once_it_is_off_the_glass(
    qtbot: QtBot, camera: Camera, film: Film, build: Callable[..., CodeFinder]
) -> None:
    finder = build()
    film.send(frame(scene()))
    qtbot.waitUntil(lambda: finder.view.shows)
    finder.window().hide()
    assert not camera.films
    assert finder._reader is None
    assert not finder.view.shows
