from __future__ import annotations

import sys

from PySide6.QtCore import QObject


def test_calls_into_qt_do_not_lose_the_references_that_keep_python_alive() -> None:
    thing = QObject()
    before = sys.getrefcount(None)
    for _ in range(1000):
        thing.setObjectName("")
    assert abs(sys.getrefcount(None) - before) < 500
