"""One portal for all journeys; for each a kiosk of its own, small or with large text if asked."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from tests.ui.journeys.visiting import QuickFinger, Size, Visited, kiosk, town, visit
from ui.theme.tokens import TextSize

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from tests.ui.journeys.visiting import Town
    from ui.tour.finger import Finger
    from ui.tour.story import Story


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with town(tmp_path_factory.mktemp("portal")) as it:
        yield it


@pytest.fixture
def go(
    qtbot: QtBot, portal: Town, tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[Callable[..., Visited]]:
    """Play a story on a kiosk; `errand` is what is tapped at home."""
    del qtbot
    width, height, text = os.environ.get("JOURNEY_WINDOW", "1920,1080,vua").split(",")
    size = Size(int(width), int(height), TextSize(text))
    with kiosk(tmp_path, portal, size) as program:

        def go(story: Story, errand: str = "dossier", hands: type[Finger] = QuickFinger) -> Visited:
            return visit(portal, program, story, request.node.name, errand, hands)

        yield go
