"""What looks for faults while hands do anything finds those that are there."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from tests.ui.monkey.person import CANARIES
from tests.ui.monkey.promises import Promises
from ui.page import Footer, Page

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.ui.conductor.house import House
    from ui.look import Look


class _Told:
    """What was wrong, in order."""

    def __init__(self) -> None:
        self.all: list[str] = []

    def __call__(self, what: str, **_more: object) -> None:
        self.all.append(what)


@pytest.fixture
def told() -> _Told:
    return _Told()


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "kiosk.log"


@pytest.fixture
def promises(house: House, log: Path, tmp_path: Path, told: _Told) -> Promises:
    return Promises(house.program, log, tmp_path, told)


def _page(heading: str, footer: Footer) -> Callable[[Look], Page]:
    def make(look: Look) -> Page:
        page = Page(look, name="broken", heading=heading)
        page.footer = footer
        return page

    return make


@pytest.mark.parametrize(
    ("heading", "footer", "wrong"),
    [
        ("", Footer(), "the page has no heading"),
        ("Ông bà cần gì?", Footer(back="Quay lại"), "what is offered leads nowhere"),
        ("Ông bà cần gì?", Footer(primary="Tiếp tục"), "what is offered leads nowhere"),
        ("Ông bà cần gì?", Footer(), None),
    ],
)
def test_a_page_that_breaks_a_promise_is_found(
    house: House,
    promises: Promises,
    told: _Told,
    heading: str,
    footer: Footer,
    wrong: str | None,
) -> None:
    house.frame.show_page(_page(heading, footer)(house.frame.look))
    promises.look()
    assert told.all == ([wrong] if wrong else [])


def test_a_failure_and_a_name_in_the_log_are_found_once(
    promises: Promises, log: Path, told: _Told
) -> None:
    log.write_text(json.dumps({"level": "info", "event": "delivered"}) + "\n", encoding="utf-8")
    promises.look()
    assert told.all == []
    with log.open("a", encoding="utf-8") as lines:
        lines.write(json.dumps({"event": "unhandled", "failures": []}) + "\n")
        lines.write(json.dumps({"event": CANARIES[0]}) + "\n")
    for _ in range(2):
        promises.look()
    assert told.all == ["a failure in the log", "the log names somebody"]


def test_what_is_left_of_somebody_at_home_is_found(
    house: House, promises: Promises, told: _Told
) -> None:
    promises.look_at_home()
    assert told.all == []
    left = QWidget(house.frame)
    left.setAccessibleName(f"Bà {CANARIES[0]}")
    QGuiApplication.clipboard().setText(CANARIES[1])
    promises.look_at_home()
    QGuiApplication.clipboard().clear()
    left.deleteLater()
    assert told.all == [
        "something of somebody is left at home",
        "something is left on the clipboard",
    ]
