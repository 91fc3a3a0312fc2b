"""Pages come and go, in every look, and hand nothing on that was not meant."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from ui.background import Background
from ui.components.press_button import PressButton
from ui.page import Page
from ui.stage import Choices, Stage
from ui.theme.tokens import TextSize
from ui.window import Frame, Point

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QPaintEvent
    from pytestqt.qtbot import QtBot

    from ui.look import Look


class _Typed(Page):
    """A page with something typed in it."""

    def __init__(self, look: Look, name: str) -> None:
        super().__init__(look, name=name)
        self.typed = ""

    def keep(self) -> object:
        return self.typed

    def restore(self, kept: object) -> None:
        self.typed = str(kept)


def _page(name: str) -> Callable[[Look], Page]:
    return lambda look: _Typed(look, name)


@pytest.fixture
def stage(qtbot: QtBot, look: Look) -> Stage:
    frame = Frame(look, Point("Nhà văn hoá", "xã"))
    qtbot.addWidget(frame)
    frame.resize(1920, 1080)
    return Stage(frame, Choices("vi"), 102.5)


def _shown(stage: Stage) -> _Typed:
    page = stage.frame.page
    assert isinstance(page, _Typed)
    return page


def test_the_same_page_in_another_look_keeps_what_was_typed(stage: Stage) -> None:
    stage.show(_page("one"))
    _shown(stage).typed = "0987"
    stage.choose(text_size=TextSize.LON)
    assert _shown(stage).typed == "0987"


def test_a_window_that_is_turned_is_laid_out_anew_and_keeps_what_was_typed(
    qtbot: QtBot, stage: Stage
) -> None:
    stage.show(_page("one"))
    stage.frame.show()
    qtbot.waitExposed(stage.frame)
    _shown(stage).typed = "0987"
    stage.frame.resize(1080, 1920)
    qtbot.waitUntil(lambda: stage.frame.look.tokens.portrait)
    assert _shown(stage).look.tokens.portrait
    assert _shown(stage).typed == "0987"


def test_another_page_is_not_handed_what_was_typed_in_the_former(stage: Stage) -> None:
    stage.show(_page("one"))
    _shown(stage).typed = "0987"
    stage.address("female")
    stage.show(_page("two"))
    assert _shown(stage).objectName() == "two"
    assert _shown(stage).typed == ""


def test_pages_come_back_in_the_order_in_which_they_were_covered(stage: Stage) -> None:
    stage.show(_page("one"))
    _shown(stage).typed = "0987"
    stage.cover(_page("two"))
    stage.cover(_page("three"))
    stage.uncover()
    assert _shown(stage).objectName() == "two"
    stage.uncover()
    assert _shown(stage).objectName() == "one"
    assert _shown(stage).typed == "0987"
    assert not stage.covered
    stage.uncover()
    assert _shown(stage).objectName() == "one"


def test_a_page_shown_meanwhile_waits_behind_what_covers_it(stage: Stage) -> None:
    stage.show(_page("one"))
    _shown(stage).typed = "0987"
    stage.cover(_page("helper"))
    stage.show(_page("two"))
    assert _shown(stage).objectName() == "helper"
    stage.uncover()
    assert _shown(stage).objectName() == "two"
    assert _shown(stage).typed == ""


def test_what_was_asked_for_a_person_does_not_come_back_after_they_left(qtbot: QtBot) -> None:
    heard: list[str] = []
    asked: Future[str] = Future()
    lasting: Future[str] = Future()
    with ThreadPoolExecutor(1) as pool:
        background = Background(pool)
        background.watch(asked, heard.append, lambda failure: heard.append(repr(failure)))
        background.watch(
            lasting, heard.append, lambda failure: heard.append(repr(failure)), lasting=True
        )
        background.forget()
        asked.set_result("the person's")
        lasting.set_result("the machine's")
        qtbot.waitUntil(lambda: heard == ["the machine's"])


def test_what_nobody_wants_any_more_is_not_brought_but_a_bug_in_it_is_loud(qtbot: QtBot) -> None:
    heard: list[object] = []
    wanted = True
    with ThreadPoolExecutor(1) as pool:
        background = Background(pool)

        def ask(work: Callable[[], str]) -> None:
            background.run(
                work, heard.append, heard.append, wanted=lambda: wanted, named=(OSError,)
            )

        def fail(failure: Exception) -> str:
            raise failure

        ask(lambda: "wanted")
        qtbot.waitUntil(lambda: heard == ["wanted"])
        wanted = False
        with qtbot.captureExceptions() as loud:
            ask(lambda: "late")
            ask(lambda: fail(OSError()))
            ask(lambda: fail(KeyError("bug")))
            qtbot.waitUntil(lambda: bool(loud))
    assert heard == ["wanted"]
    assert [kind for kind, _, _ in loud] == [KeyError]


class _Painted(Page):
    """A page that counts how often it was painted."""

    def __init__(self, look: Look, name: str) -> None:
        super().__init__(look, name=name, heading="Một trang")
        self.main.addWidget(PressButton(look.tokens, "Đây", name="here"))
        self.times = 0

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        super().paintEvent(event)
        self.times += 1


def test_a_page_is_on_the_glass_at_once_and_painted_once(qtbot: QtBot, stage: Stage) -> None:
    """Also as the former page is destroyed, which had its place until then."""
    with qtbot.waitExposed(stage.frame):
        stage.frame.show()
    QApplication.processEvents()
    for name in ("one", "two", "three"):
        stage.show(lambda look, name=name: _Painted(look, name))  # type: ignore[misc]
        page = stage.frame.page
        assert isinstance(page, _Painted)
        assert page.times == 1
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        QApplication.processEvents()
        assert page.times == 1
