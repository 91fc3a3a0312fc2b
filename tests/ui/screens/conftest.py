"""A window and a finger for each test of a screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtTest import QTest

from tests.ui.screens.hands import Stand

if TYPE_CHECKING:
    from PySide6.QtGui import QPointingDevice
    from pytestqt.qtbot import QtBot


@pytest.fixture(scope="session")
def finger(qapp: object) -> QPointingDevice:
    del qapp
    return QTest.createTouchDevice()


@pytest.fixture
def stand(qtbot: QtBot, finger: QPointingDevice) -> Stand:
    return Stand(qtbot, finger)
