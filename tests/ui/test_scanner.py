"""The code scanner on its serial line, and the one that types."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget

from ui.scanner import SerialScanner
from ui.wedge import WedgeScanner

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

pytestmark = pytest.mark.skipif(not hasattr(os, "openpty"), reason="there are no pseudo-terminals")


class _Line:
    """A serial line: what is written here the kiosk's device reads."""

    def __init__(self, folder: Path) -> None:
        self.device = folder / "scanner"
        self._ends: tuple[int, int] | None = None

    def plug_in(self) -> None:
        here, there = os.openpty()
        self._ends = (here, there)
        self.device.symlink_to(os.ttyname(there))

    def pull_out(self) -> None:
        if self._ends is not None:
            self.device.unlink()
            for end in self._ends:
                os.close(end)
            self._ends = None

    def send(self, content: bytes) -> None:
        assert self._ends is not None
        while content:
            content = content[os.write(self._ends[0], content[:1000]) :]


@pytest.fixture
def line(tmp_path_factory: pytest.TempPathFactory) -> Iterator[_Line]:
    line = _Line(tmp_path_factory.mktemp("serial"))
    line.plug_in()
    yield line
    line.pull_out()


@pytest.fixture
def scanner(qtbot: QtBot, line: _Line) -> Iterator[SerialScanner]:
    scanner = SerialScanner(str(line.device), reconnect=0.05)
    with qtbot.waitSignal(scanner.ready, timeout=5000):
        scanner.start()
    yield scanner
    scanner.close()


@pytest.fixture
def heard(scanner: SerialScanner) -> list[str]:
    heard: list[str] = []
    scanner.scanned.connect(heard.append)
    return heard


@pytest.mark.parametrize("end", [b"\r\n", b"\n", b"\r", b""])
def test_a_scan_ends_with_its_line_or_with_a_pause(
    qtbot: QtBot, line: _Line, heard: list[str], end: bytes
) -> None:
    line.send("054198001234||Lê Thị Hoa|12031998|Nữ".encode() + end)
    qtbot.waitUntil(lambda: bool(heard))
    assert heard == ["054198001234||Lê Thị Hoa|12031998|Nữ"]


@pytest.mark.parametrize("end", [b"\r\n", b"\r"])
def test_two_scans_in_a_row_are_two(
    qtbot: QtBot, line: _Line, heard: list[str], end: bytes
) -> None:
    line.send(b"one" + end + b"two" + end)
    qtbot.waitUntil(lambda: len(heard) == 2)
    assert heard == ["one", "two"]


@pytest.mark.parametrize("pieces", [[5000], [2000] * 6])
def test_noise_is_no_scan_and_the_next_scan_is_heard(
    qtbot: QtBot, line: _Line, scanner: SerialScanner, heard: list[str], pieces: list[int]
) -> None:
    left = [b"x" * size for size in pieces]
    clock = QTimer()
    clock.timeout.connect(lambda: line.send(left.pop()) if left else None)
    clock.start(60)
    qtbot.waitUntil(lambda: not left)
    clock.stop()
    # It is deaf until the noise has paused; a scan is repeated until it is heard, as people do.
    for _ in range(20):
        if heard:
            break
        line.send(b"after the noise\r\n")
        with qtbot.waitSignal(scanner.scanned, timeout=700, raising=False):
            pass
    assert set(heard) == {"after the noise"}


def test_letters_that_are_no_utf8_are_marked_as_lost(
    qtbot: QtBot, line: _Line, heard: list[str]
) -> None:
    line.send("Lê".encode("cp1258") + b"|\xff\xfe\r\n")
    qtbot.waitUntil(lambda: bool(heard))
    assert "\ufffd" in heard[0]


def test_a_scanner_that_was_pulled_out_is_found_again(
    qtbot: QtBot, line: _Line, scanner: SerialScanner, heard: list[str]
) -> None:
    with qtbot.waitSignal(scanner.lost, timeout=5000):
        line.pull_out()
    with qtbot.waitSignal(scanner.ready, timeout=5000):
        line.plug_in()
    line.send(b"again\r\n")
    qtbot.waitUntil(lambda: heard == ["again"])


def test_closing_ends_the_thread(line: _Line, qtbot: QtBot) -> None:
    scanner = SerialScanner(str(line.device))
    with qtbot.waitSignal(scanner.ready, timeout=5000):
        scanner.start()
    scanner.close()
    assert not scanner._thread.is_alive()


def test_closing_ends_the_thread_while_the_device_is_looked_for(qtbot: QtBot) -> None:
    del qtbot
    scanner = SerialScanner("/nowhere/at/all", reconnect=3600.0)
    scanner.start()
    scanner.close()
    assert not scanner._thread.is_alive()


# --- the one that types ---


@pytest.fixture
def wedge(qtbot: QtBot) -> Iterator[WedgeScanner]:
    del qtbot
    app = QApplication.instance()
    assert app is not None
    wedge = WedgeScanner()
    app.installEventFilter(wedge)
    yield wedge
    app.removeEventFilter(wedge)


@pytest.fixture
def field(qtbot: QtBot) -> QLineEdit:
    field = QLineEdit()
    qtbot.addWidget(field)
    field.show()
    field.setFocus()
    return field


def test_a_burst_is_one_scan_and_lands_in_no_field(
    qtbot: QtBot, wedge: WedgeScanner, field: QLineEdit
) -> None:
    with qtbot.waitSignal(wedge.scanned) as told:
        QTest.keyClicks(field, "KIOSK1:TK-3K7-529:abcdef")
        QTest.keyClick(field, Qt.Key.Key_Return)
    assert told.args == ["KIOSK1:TK-3K7-529:abcdef"]
    assert field.text() == ""


def test_a_scanner_that_presses_shift_for_capitals_is_still_one_burst(
    qtbot: QtBot, wedge: WedgeScanner, field: QLineEdit
) -> None:
    with qtbot.waitSignal(wedge.scanned) as told:
        for character in "KIOSK1:TK-3K7":
            QTest.keyPress(field, Qt.Key.Key_Shift)
            QTest.keyClicks(field, character)
            QTest.keyRelease(field, Qt.Key.Key_Shift)
        QTest.keyClick(field, Qt.Key.Key_Enter)
    assert told.args == ["KIOSK1:TK-3K7"]
    assert field.text() == ""


def test_fingers_land_where_they_type(qtbot: QtBot, wedge: WedgeScanner, field: QLineEdit) -> None:
    del wedge
    QTest.keyClicks(field, "ab")
    qtbot.waitUntil(lambda: field.text() == "ab")
    QTest.keyClicks(field, "c")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert field.text() == "abc"


def test_a_key_that_writes_nothing_keeps_its_turn(wedge: WedgeScanner, field: QLineEdit) -> None:
    del wedge
    QTest.keyClicks(field, "abc")
    QTest.keyClick(field, Qt.Key.Key_Backspace)
    assert field.text() == "ab"


def test_a_key_held_back_is_released_too(
    qtbot: QtBot, wedge: WedgeScanner, qapp: QApplication
) -> None:
    del wedge

    class Heard(QWidget):
        def __init__(self) -> None:
            super().__init__()
            self.kinds: list[QEvent.Type] = []

        def event(self, event: QEvent) -> bool:
            if event.type() in {QEvent.Type.KeyPress, QEvent.Type.KeyRelease}:
                self.kinds.append(event.type())
            return super().event(event)

    del qapp
    widget = Heard()
    qtbot.addWidget(widget)
    QTest.keyClick(widget, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: len(widget.kinds) == 2)
    assert widget.kinds == [QEvent.Type.KeyPress, QEvent.Type.KeyRelease]


def test_keys_for_a_page_that_has_gone_meanwhile_are_dropped(
    qtbot: QtBot, wedge: WedgeScanner
) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    layout = QVBoxLayout(page)
    field = QLineEdit()
    layout.addWidget(field)
    QTest.keyClicks(field, "ab")
    field.deleteLater()
    del field
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    qtbot.waitUntil(lambda: not wedge._held)
