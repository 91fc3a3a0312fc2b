"""What the tests of screens share: no screen is needed, and each has its look."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QCoreApplication, QEvent

from ui.accessible import listen
from ui.look import Look
from ui.texts import Texts
from ui.theme.tokens import Tokens
from ui.window import Frame, Point

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot


listen()


@pytest.fixture(autouse=True)
def nothing_piles_up() -> Iterator[None]:
    """What a test's windows leave to an event loop is destroyed with the test."""
    yield
    if QCoreApplication.instance() is not None:
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def tokens(qtbot: QtBot) -> Tokens:
    del qtbot
    return Tokens.for_window(1920, 1080)


@pytest.fixture
def look(tokens: Tokens) -> Look:
    return Look(tokens, Texts.read("vi"))


@pytest.fixture
def frame(qtbot: QtBot, look: Look) -> Frame:
    """The program's window, in the usual size and look, without a page."""
    shown = Frame(look, Point("Nhà văn hoá thôn Đông", "xã Phú Hòa 2"))
    qtbot.addWidget(shown)
    shown.resize(1920, 1080)
    shown.show()
    return shown
