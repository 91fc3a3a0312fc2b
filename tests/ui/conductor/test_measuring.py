"""Staff measure the screen with a bank card: shown at once, kept when confirmed, else undone."""

from __future__ import annotations

import json
from math import hypot
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from kiosk.domain.staff import Soundness
from kiosk.operations.doctor import _screen
from kiosk.settings.glass import CARD_MM, FILE, card_on, diagonal_of, keep_measured, measured
from tests.ui.conductor.house import House
from tests.ui.staff_area import PIN
from ui.application import _diagonal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator[House]:
    """A house in which staff have gone to measure the screen."""
    house = House(qtbot, tmp_path).open()
    house.tap("header.staff")
    house.wait_page("pin")
    house.digits(PIN)
    house.tap("footer.primary", "desk.checkup", "footer.leave")
    house.wait_page("desk.measure")
    yield house
    house.close()


def test_a_card_tells_the_diagonal() -> None:
    """On 1920 x 1080 pixels a card of 345 pixels is that of a 21.5-inch screen."""
    assert card_on(21.5, 1920, 1080) == pytest.approx(345.3, abs=0.1)
    assert diagonal_of(card_on(27.0, 3840, 2160), 3840, 2160) == pytest.approx(27.0)
    assert CARD_MM[0] / 25.4 * hypot(1920, 1080) / 21.5 == pytest.approx(345.3, abs=0.1)


@pytest.mark.parametrize("card", [50, 1200])
def test_no_screen_is_so_small_or_so_large(card: int) -> None:
    with pytest.raises(ValueError, match=r"\d"):
        diagonal_of(card, 1920, 1080)


@pytest.mark.parametrize(
    "written", ["", "[]", "{}", '{"diagonal": "21"}', '{"diagonal": true}', '{"diagonal": 3}']
)
def test_what_is_no_measure_is_told_and_not_used(written: str, tmp_path: Path) -> None:
    (tmp_path / FILE).write_text(written, encoding="utf-8")
    with pytest.raises(ValueError, match=r".*"):
        measured(tmp_path)
    assert _screen(tmp_path).soundness is Soundness.POOR


def test_what_was_kept_is_read_again(tmp_path: Path) -> None:
    assert measured(tmp_path) is None
    assert _screen(tmp_path).what == "by-settings"
    keep_measured(tmp_path / "data", 24.004)
    assert measured(tmp_path / "data") == 24.0
    assert _screen(tmp_path / "data").values == {"inches": "24.0"}


def test_a_measure_that_is_confirmed_is_kept_and_wins_over_the_setting(
    desk: House, tmp_path: Path
) -> None:
    before = desk.program.stage.ppi
    desk.tap("measure.much-more", "measure.more", "measure.less", "footer.primary")
    desk.wait_page("desk.measure.ask")
    assert desk.program.stage.ppi > before
    desk.tap("footer.primary")
    desk.wait_page("desk.checkup")
    kept = json.loads((tmp_path / "data" / FILE).read_text(encoding="utf-8"))["diagonal"]
    assert kept == pytest.approx(diagonal_of(355, 1920, 1080), abs=0.05)
    assert _diagonal(desk.program.settings) == kept != desk.program.settings.screen_diagonal
    (tmp_path / "data" / FILE).write_text("nothing", encoding="utf-8")
    assert _diagonal(desk.program.settings) == desk.program.settings.screen_diagonal


def test_a_measure_that_nobody_confirms_is_taken_back(desk: House, tmp_path: Path) -> None:
    before = desk.program.stage.ppi
    at_work = desk.conductor._desk
    assert at_work is not None
    at_work._measuring._patience.setInterval(50)
    desk.tap("measure.much-less", "footer.primary")
    desk.wait_page("desk.measure")
    assert desk.program.stage.ppi == before
    assert not (tmp_path / "data" / FILE).exists()


def test_who_is_not_content_measures_again(desk: House) -> None:
    before = desk.program.stage.ppi
    desk.tap("measure.much-less", "footer.primary", "footer.back")
    desk.wait_page("desk.measure")
    assert desk.program.stage.ppi == before
    desk.tap("footer.back")
    desk.wait_page("desk.checkup")


def test_a_lock_takes_back_what_nobody_confirmed(desk: House) -> None:
    before = desk.program.stage.ppi
    desk.tap("measure.much-less", "footer.primary")
    desk.wait_page("desk.measure.ask")
    desk.tap("header.lock")
    desk.wait_page("home")
    assert desk.program.stage.ppi == before


def test_a_full_disk_is_told(desk: House, tmp_path: Path) -> None:
    (tmp_path / "data" / f"{FILE}.new").mkdir()
    desk.tap("footer.primary")
    desk.wait_page("desk.measure.ask")
    desk.tap("footer.primary")
    desk.wait_page("desk.measure.failed")
    desk.tap("footer.primary")
    desk.wait_page("desk.checkup")


def test_the_frame_is_never_larger_than_the_window(desk: House) -> None:
    for _ in range(200):
        button = desk.find("measure.much-more")
        assert button is not None
        QTest.keyClick(button, Qt.Key.Key_Return)
    page = desk.page
    kept = page.keep()
    assert isinstance(kept, int)
    assert kept <= 0.9 * desk.frame.width()
    assert diagonal_of(kept, 1920, 1080) >= 7
