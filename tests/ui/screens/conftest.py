"""A window for each test of a screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.ui.screens.hands import Stand

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


@pytest.fixture
def stand(qtbot: QtBot) -> Stand:
    return Stand(qtbot)
