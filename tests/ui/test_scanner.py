"""The code scanner on its serial line, and the one that types."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QWindow
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from tests.patience import PATIENCE
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
    with qtbot.waitSignal(scanner.ready):
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


@pytest.mark.parametrize("end", [b"\r\n", b"\n", b"\r"])
def test_a_scan_that_has_its_line_end_waits_for_nothing(
    qtbot: QtBot, line: _Line, monkeypatch: pytest.MonkeyPatch, end: bytes
) -> None:
    monkeypatch.setattr("ui.scanner._LOOK_S", 2 * PATIENCE)
    monkeypatch.setattr("ui.scanner._PAUSE_S", 2 * PATIENCE)
    scanner = SerialScanner(str(line.device))
    with qtbot.waitSignal(scanner.ready):
        scanner.start()
    with qtbot.waitSignal(scanner.scanned):
        line.send(b"a scan" + end)
    line.pull_out()  # else it would go on listening for as long
    scanner.close()


@pytest.mark.parametrize("size", [5000, 12_000])
def test_noise_is_no_scan_and_the_next_scan_is_heard(
    qtbot: QtBot, line: _Line, scanner: SerialScanner, heard: list[str], size: int
) -> None:
    line.send(b"x" * size)
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
    with qtbot.waitSignal(scanner.lost):
        line.pull_out()
    with qtbot.waitSignal(scanner.ready):
        line.plug_in()
    line.send(b"again\r\n")
    qtbot.waitUntil(lambda: heard == ["again"])


def test_closing_ends_the_thread(line: _Line, qtbot: QtBot) -> None:
    scanner = SerialScanner(str(line.device))
    with qtbot.waitSignal(scanner.ready):
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
def wedge(qtbot: QtBot) -> WedgeScanner:
    del qtbot
    return WedgeScanner()


@pytest.fixture
def field(qtbot: QtBot, wedge: WedgeScanner) -> QLineEdit:
    field = QLineEdit()
    qtbot.addWidget(field)
    field.show()
    field.setFocus()
    _window(field).installEventFilter(wedge)
    return field


def _window(part: QWidget) -> QWindow:
    """Where keys arrive, before anything in the window has the focus."""
    window = part.window().windowHandle()
    assert window is not None
    return window


_NONE = Qt.KeyboardModifier.NoModifier
_CLICK = (QEvent.Type.KeyPress, QEvent.Type.KeyRelease)
_LETTERS = {
    Qt.Key.Key_Return: "\r",
    Qt.Key.Key_Enter: "\r",
    Qt.Key.Key_Backspace: "\b",
    Qt.Key.Key_Tab: "\t",
    Qt.Key.Key_Space: " ",
    Qt.Key.Key_A: "a",
    Qt.Key.Key_V: "v",
}


def _key(
    part: QWidget,
    key: Qt.Key,
    modifiers: Qt.KeyboardModifier = _NONE,
    kinds: tuple[QEvent.Type, ...] = _CLICK,
) -> None:
    """One key as the system hands it over; QTest would let time pass, and press modifiers too."""
    for kind in kinds:
        QApplication.sendEvent(
            _window(part), QKeyEvent(kind, key, modifiers, _LETTERS.get(key, ""))
        )


def _type(part: QWidget, text: str) -> None:
    for character in text:
        for kind in _CLICK:
            QApplication.sendEvent(_window(part), QKeyEvent(kind, 0, _NONE, character))


def test_a_burst_is_one_scan_and_lands_in_no_field(
    qtbot: QtBot, wedge: WedgeScanner, field: QLineEdit
) -> None:
    with qtbot.waitSignal(wedge.scanned) as told:
        _type(field, "KIOSK1:TK-3K7-529:abcdef")
        _key(field, Qt.Key.Key_Return)
    assert told.args == ["KIOSK1:TK-3K7-529:abcdef"]
    assert field.text() == ""


def test_a_scanner_that_presses_shift_for_capitals_is_still_one_burst(
    qtbot: QtBot, wedge: WedgeScanner, field: QLineEdit
) -> None:
    with qtbot.waitSignal(wedge.scanned) as told:
        for character in "KIOSK1:TK-3K7":
            _key(field, Qt.Key.Key_Shift, kinds=_CLICK[:1])
            _type(field, character)
            _key(field, Qt.Key.Key_Shift, kinds=_CLICK[1:])
        _key(field, Qt.Key.Key_Enter)
    assert told.args == ["KIOSK1:TK-3K7"]
    assert field.text() == ""


def test_fingers_land_where_they_type(qtbot: QtBot, wedge: WedgeScanner, field: QLineEdit) -> None:
    del wedge
    _type(field, "ab")
    qtbot.waitUntil(lambda: field.text() == "ab")
    _type(field, "c")
    _key(field, Qt.Key.Key_Return)
    assert field.text() == "abc"


def test_a_key_that_writes_nothing_keeps_its_turn(
    qtbot: QtBot, wedge: WedgeScanner, field: QLineEdit
) -> None:
    del wedge
    _type(field, "abc")
    _key(field, Qt.Key.Key_Backspace)
    qtbot.waitUntil(lambda: field.text() == "ab")


def test_a_key_that_stays_down_writes_at_once(wedge: WedgeScanner, field: QLineEdit) -> None:
    del wedge
    for _ in range(20):
        held_down = QKeyEvent(
            QEvent.Type.KeyPress, Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier, "a", True
        )
        QApplication.sendEvent(_window(field), held_down)
    _key(field, Qt.Key.Key_Return)
    assert field.text() == "a" * 20


_CARD = "054198001234|221234567|Le Thi Hoa|12031998|Nu|Thon Dong, Hoa Tri|15062021"


@pytest.mark.parametrize("modifier", ["Control", "Alt", "Meta"])
def test_no_key_in_a_burst_is_obeyed(
    qtbot: QtBot, wedge: WedgeScanner, field: QLineEdit, modifier: str
) -> None:
    """Ctrl+A, Delete and Ctrl+V in a code would empty a field and fill it again."""
    field.setText("kept")
    QApplication.clipboard().setText("pasted")
    key = getattr(Qt.Key, f"Key_{modifier}")
    held = getattr(Qt.KeyboardModifier, f"{modifier}Modifier")

    def order(letter: Qt.Key) -> None:
        _key(field, key, kinds=_CLICK[:1])
        _key(field, letter, held)
        _key(field, key, kinds=_CLICK[1:])

    with qtbot.waitSignal(wedge.scanned) as told:
        order(Qt.Key.Key_A)
        _key(field, Qt.Key.Key_Delete)
        _type(field, _CARD[:20])
        order(Qt.Key.Key_V)
        _key(field, Qt.Key.Key_F4, Qt.KeyboardModifier.AltModifier)
        _key(field, Qt.Key.Key_Tab)
        _key(field, Qt.Key.Key_Escape)
        _type(field, _CARD[20:])
        _key(field, Qt.Key.Key_Return)
    assert told.args == [_CARD]
    assert field.text() == "kept"
    assert field.hasFocus()


def test_orders_in_a_burst_that_never_ends_are_not_obeyed_either(
    qtbot: QtBot, wedge: WedgeScanner, field: QLineEdit
) -> None:
    field.setText("kept")
    _type(field, "123456789")
    _key(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    _type(field, "z")
    qtbot.waitUntil(lambda: not wedge._held)
    assert field.text() == "kept123456789z"


def test_a_finger_may_give_an_order(qtbot: QtBot, wedge: WedgeScanner, field: QLineEdit) -> None:
    del wedge
    field.setText("all of it")
    _key(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: field.selectedText() == "all of it")


def test_four_thousand_characters_at_a_thousand_keys_a_second_are_one_scan(
    qtbot: QtBot, wedge: WedgeScanner, field: QLineEdit
) -> None:
    text = "AbCdEfGh" * 500
    left = list(text)
    clock = QTimer()
    clock.setTimerType(Qt.TimerType.PreciseTimer)

    def next_keys() -> None:
        for _ in range(min(10, len(left))):
            _with_shift(field, left.pop(0))
        if not left:
            clock.stop()
            _key(field, Qt.Key.Key_Return)

    clock.timeout.connect(next_keys)
    with qtbot.waitSignal(wedge.scanned) as told:
        clock.start(10)
    assert told.args == [text]
    assert field.text() == ""


def _with_shift(field: QLineEdit, character: str) -> None:
    if character.isupper():
        _key(field, Qt.Key.Key_Shift, kinds=_CLICK[:1])
    _type(field, character)
    if character.isupper():
        _key(field, Qt.Key.Key_Shift, kinds=_CLICK[1:])


@pytest.mark.parametrize("ends", [True, False])
def test_a_burst_without_end_fills_neither_field_nor_memory(
    qtbot: QtBot, wedge: WedgeScanner, field: QLineEdit, *, ends: bool
) -> None:
    heard: list[str] = []
    wedge.scanned.connect(heard.append)
    _type(field, "x" * 6000)
    assert len(wedge._held) < 10_000
    if ends:
        _key(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not wedge._held)
    assert [len(it) for it in heard] == ([4096] if ends else [])
    assert field.text() == ""
    _type(field, "ab")
    qtbot.waitUntil(lambda: field.text() == "ab")


def test_a_burst_that_meets_a_busy_screen_is_still_one(
    qtbot: QtBot, wedge: WedgeScanner, field: QLineEdit
) -> None:
    """The pause runs out while the screen is busy, with the rest of the keys waiting."""
    with qtbot.waitSignal(wedge.scanned) as told:
        _type(field, _CARD[:30])
        QTimer.singleShot(0, field, wedge._pause.timeout.emit)
        QTimer.singleShot(0, field, lambda: _type(field, _CARD[30:]))
        QTimer.singleShot(0, field, lambda: _key(field, Qt.Key.Key_Return))
    assert told.args == [_CARD]
    assert field.text() == ""


def test_keys_of_fingers_that_waited_for_a_busy_screen_are_no_scan(
    wedge: WedgeScanner, field: QLineEdit
) -> None:
    heard: list[str] = []
    wedge.scanned.connect(heard.append)
    for at, letter in enumerate("nine letters\r"):
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            key = QKeyEvent(kind, Qt.Key.Key_unknown, Qt.KeyboardModifier.NoModifier, letter)
            key.setTimestamp(1000 + 150 * at)
            QApplication.sendEvent(_window(field), key)
    assert heard == []
    assert field.text() == "nine letters"


def test_letters_may_be_told_by_their_numbers(
    qtbot: QtBot, wedge: WedgeScanner, field: QLineEdit
) -> None:
    """As scanners do that know no keyboard: Alt held down, and digits of the number pad."""
    alt = Qt.KeyboardModifier.AltModifier
    with qtbot.waitSignal(wedge.scanned) as told:
        _type(field, "054198001234||")
        for number in ("76", "0234", "32", "7898"):
            _key(field, Qt.Key.Key_Alt, alt, kinds=_CLICK[:1])
            for digit in number:
                _key(field, Qt.Key(ord(digit)), alt)
            _key(field, Qt.Key.Key_Alt, kinds=_CLICK[1:])
        _key(field, Qt.Key.Key_Return)
    assert told.args == ["054198001234||Lê Ớ"]


def test_a_key_held_back_is_released_too(qtbot: QtBot, wedge: WedgeScanner) -> None:
    class Heard(QWidget):
        def __init__(self) -> None:
            super().__init__()
            self.kinds: list[QEvent.Type] = []

        def event(self, event: QEvent) -> bool:
            if event.type() in {QEvent.Type.KeyPress, QEvent.Type.KeyRelease}:
                self.kinds.append(event.type())
            return super().event(event)

    widget = Heard()
    qtbot.addWidget(widget)
    widget.show()
    _window(widget).installEventFilter(wedge)
    _key(widget, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: len(widget.kinds) == 2)
    assert widget.kinds == [QEvent.Type.KeyPress, QEvent.Type.KeyRelease]


def test_keys_for_a_page_that_has_gone_meanwhile_are_dropped(
    qtbot: QtBot, wedge: WedgeScanner
) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    page.resize(1920, 1080)
    field = QLineEdit(page)
    page.show()
    field.setFocus()
    _window(page).installEventFilter(wedge)
    _type(field, "ab")
    field.deleteLater()
    del field
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    qtbot.waitUntil(lambda: not wedge._held)
