"""Patience runs out in seconds, and any touch begins it anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, QObject

from kiosk.settings import Patience
from tests.patience import ring
from ui.idle import IdleWatch

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


@pytest.fixture
def watch(qtbot: QtBot) -> IdleWatch:
    del qtbot
    return IdleWatch()


def test_the_time_passes_by_itself(qtbot: QtBot, watch: IdleWatch) -> None:
    counted: list[int] = []
    watch.counted.connect(counted.append)
    with qtbot.waitSignal(watch.warned) as warned:
        watch.expect(Patience(0, 2))
    assert warned.args == [2]
    with qtbot.waitSignal(watch.gone):
        pass
    assert counted == [1]


def test_a_second_is_a_second(watch: IdleWatch) -> None:
    watch.expect(Patience(60, 20))
    assert watch._quiet.interval() == 60_000
    assert watch._second.interval() == 1000


def test_a_touch_begins_it_anew_until_it_has_warned(watch: IdleWatch) -> None:
    watch.expect(Patience(60, 20))
    watch._quiet.stop()
    watch.eventFilter(QObject(), QEvent(QEvent.Type.MouseMove))
    assert not watch._quiet.isActive()
    watch.eventFilter(QObject(), QEvent(QEvent.Type.TouchBegin))
    ring(watch._quiet)
    watch.touched()
    assert not watch._quiet.isActive()
    assert watch._second.isActive()
    watch.expect(None)
    assert not watch._second.isActive()
    watch.touched()
    assert not watch._quiet.isActive()
