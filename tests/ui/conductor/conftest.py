"""A kiosk for each test, closed with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.ui.conductor.house import House

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot


@pytest.fixture
def build(qtbot: QtBot, tmp_path: Path) -> Iterator[Callable[..., House]]:
    """Builds a kiosk that is not open yet; all data lies in the test's folder."""
    built: list[House] = []

    def building(**how: object) -> House:
        built.append(House(qtbot, tmp_path, **how))  # type: ignore[arg-type]
        return built[-1]

    yield building
    for house in built:
        house.close()


@pytest.fixture
def house(build: Callable[..., House]) -> House:
    """A kiosk with its portal, open."""
    return build().open()
