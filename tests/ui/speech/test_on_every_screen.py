"""The button stands on every screen, in every window, and costs the first paint nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QAbstractButton

from tests.ui.screens import shown
from tests.ui.screens.hands import settle
from ui.header_parts import WordPair
from ui.look import Look
from ui.screens.how_to_use import HowToUsePage
from ui.screens.voice import VoicePage
from ui.speech.pace import Pace
from ui.texts import Texts
from ui.theme.tokens import TextSize, Tokens
from ui.window import Frame, Network, Point, Voice

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from ui.page import Page

WINDOWS = [(1920, 1080), (1366, 768), (1080, 1920)]
PAGES: tuple[Callable[[Look], Page], ...] = (
    lambda look: VoicePage(look, reads=True, pace=Pace.NORMAL, volume=3),
    lambda look: HowToUsePage(look, reads=True),
    shown.tasks,
)


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("size", TextSize)
@pytest.mark.parametrize("window", WINDOWS, ids=lambda window: f"{window[0]}x{window[1]}")
def test_the_header_has_room_for_it(
    qtbot: QtBot, window: tuple[int, int], size: TextSize, language: str
) -> None:
    look = Look(Tokens.for_window(*window, text_size=size), Texts.read(language))
    frame = Frame(look, Point("Nhà văn hoá thôn Đông", "xã Phú Hòa 2"))
    qtbot.addWidget(frame)
    frame.setFixedSize(*window)
    frame.show()
    for make in PAGES:
        for voice in (Voice.READY, Voice.SPEAKING, Voice.HEARD):
            frame.show_network(Network.OFFLINE)
            frame.show_voice(voice)
            frame.show_page(make(look))
            settle()
            parts = [
                it
                for it in (*frame.findChildren(QAbstractButton), *frame.findChildren(WordPair))
                if it.isVisible() and (isinstance(it, WordPair) or "header." in it.objectName())
            ]
            assert "header.read-aloud" in {it.objectName() for it in parts}
            rects: list[QRect] = []
            for part in parts:
                told = f"{part.objectName()} {part.accessibleName()}"
                rect = QRect(part.mapTo(frame, QPoint(0, 0)), part.size())
                assert frame.rect().contains(rect), told
                assert part.width() >= part.sizeHint().width(), told
                assert not any(rect.intersects(other) for other in rects), told
                rects.append(rect)
