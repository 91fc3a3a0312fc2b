"""A camera that films pictures of the test: everything behind the lens is real."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.ui.camera.filming import Film
from ui.camera.device import Camera

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot


@pytest.fixture
def camera(qtbot: QtBot) -> Iterator[Camera]:
    del qtbot
    camera = Camera()
    yield camera
    camera.close()


@pytest.fixture
def film(qtbot: QtBot, camera: Camera) -> Film:
    film = Film(qtbot)
    film.put_before(camera)
    return film
