"""One switch, or two, are enough for every page, and a hand that shakes presses once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from kiosk.domain.procedure import FieldKind, Option, Words
from kiosk.settings import SwitchKeys
from tests.patience import ring
from tests.ui.inputs.hands import one, question
from tests.ui.taps import send, tap_at
from ui.components.press_button import PressButton
from ui.inputs.line import TextLine
from ui.look import Switches
from ui.page import Page
from ui.screens.more_ways import MoreWaysPage, WaysShown
from ui.switching import Switching
from ui.window import Frame, Point

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QObject
    from pytestqt.qtbot import QtBot

    from ui.look import Look

_PRESS = QMouseEvent.Type.MouseButtonPress
_RELEASE = QMouseEvent.Type.MouseButtonRelease
YES_NO = tuple(Option(it, Words(vi=it)) for it in ("a", "b"))


class Bench:
    """A window, and somebody with switches before it."""

    def __init__(self, frame: Frame, keys: SwitchKeys | None) -> None:
        self.frame = frame
        self.switching = Switching(frame, keys=keys)

    def names(self) -> list[str]:
        return [it.objectName() for it in self.switching.target]

    def on(self) -> list[str]:
        """The switch that goes on."""
        QTest.keyClick(self.frame.windowHandle(), Qt.Key.Key_Tab)
        return self.names()

    def take(self) -> list[str]:
        """The switch that takes."""
        QTest.keyClick(self.frame.windowHandle(), Qt.Key.Key_Space)
        QApplication.processEvents()
        return self.names()

    def go_to(self, name: str) -> None:
        """Go on until the ring is around that, or around a row that has it."""
        for _ in range(80):
            if name in self.names():
                return
            self.on()
        raise AssertionError(name)


@pytest.fixture
def bench(qtbot: QtBot, look: Look) -> Callable[[Page], Bench]:
    made: list[Bench] = []

    def bench(page: Page, keys: SwitchKeys | None = None) -> Bench:
        frame = Frame(look, Point("Nhà văn hoá", "xã"))
        qtbot.addWidget(frame)
        frame.setFixedSize(1920, 1080)
        frame.show_page(page)
        frame.show()
        frame.activateWindow()
        qtbot.waitUntil(frame.isActiveWindow)
        made.append(Bench(frame, keys))
        frame.windowHandle().installEventFilter(made[-1].switching)
        return made[-1]

    return bench


def test_two_switches_go_on_and_take(bench: Callable[[Page], Bench], look: Look) -> None:
    page = question(look, one(FieldKind.CHOICE, options=YES_NO))
    it = bench(page)
    it.switching.use(0)
    assert it.names() == ["option-it.a"]
    assert it.on() == ["option-it.b"]
    it.take()
    assert page.inputs["it"].answer() == "b"
    heard: list[object] = []
    page.answered.connect(heard.append)
    it.go_to("footer.primary")
    it.take()
    assert heard == [{"it": "b"}]


def test_a_name_is_written_row_by_row(bench: Callable[[Page], Bench], look: Look) -> None:
    page = question(look, one(FieldKind.NAME))
    it = bench(page)
    it.switching.use(0)
    line = page.findChild(TextLine)
    keyboard = page.keyboard()
    assert line is not None
    assert keyboard is not None
    for letter in "an":
        key = keyboard.key(letter).objectName()
        it.go_to(key)
        assert len(it.names()) > 5, "a row of keys"
        assert len(it.take()) == 1
        it.go_to(key)
        it.take()
        assert len(it.names()) > 5, "back at the row"
    assert line.text() == "An"
    assert line.hasFocus(), "what is written in keeps its caret"


def test_a_row_that_nobody_takes_a_key_of_is_left_at_its_end(
    bench: Callable[[Page], Bench], look: Look
) -> None:
    it = bench(question(look, one(FieldKind.PERSONAL_NUMBER)))
    it.switching.use(0)
    it.go_to("pad-1")
    assert it.names() == ["pad-1", "pad-2", "pad-3"]
    assert [it.take(), it.on(), it.on()] == [["pad-1"], ["pad-2"], ["pad-3"]]
    assert it.on() == ["pad-1", "pad-2", "pad-3"]
    assert it.on() == ["pad-4", "pad-5", "pad-6"]


def test_one_switch_waits_for_the_ring_to_come(bench: Callable[[Page], Bench], look: Look) -> None:
    page = question(look, one(FieldKind.CHOICE, options=YES_NO))
    it = bench(page)
    it.switching.use(60_000)
    assert it.names() == ["option-it.a"]
    ring(it.switching._pace)
    assert it.names() == ["option-it.b"]
    QTest.keyClick(it.frame.windowHandle(), Qt.Key.Key_Return)
    assert page.inputs["it"].answer() == "b"


def test_without_switches_keys_mean_what_they_mean(
    bench: Callable[[Page], Bench], look: Look
) -> None:
    page = question(look, one(FieldKind.NAME))
    it = bench(page)
    it.switching.use(0)
    it.switching.use(None)
    line = page.findChild(TextLine)
    assert line is not None
    QTest.keyClicks(line, "an ")
    assert line.text() == "An "


def key(receiver: QObject, kind: QEvent.Type, key: Qt.Key, timestamp: int = 0) -> None:
    """A real key goes down or up, at so many ms."""
    event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier)
    event.setTimestamp(timestamp)
    QApplication.sendEvent(receiver, event)


def test_switches_may_send_other_keys(bench: Callable[..., Bench], look: Look) -> None:
    page = question(look, one(FieldKind.CHOICE, options=YES_NO))
    it = bench(page, SwitchKeys(takes=("F1",), goes_on=("F2",)))
    it.switching.use(0)
    QTest.keyClick(it.frame.windowHandle(), Qt.Key.Key_Space)
    assert page.inputs["it"].answer() is None
    QTest.keyClick(it.frame.windowHandle(), Qt.Key.Key_F2)
    assert it.names() == ["option-it.b"]
    QTest.keyClick(it.frame.windowHandle(), Qt.Key.Key_F1)
    assert page.inputs["it"].answer() == "b"


def test_a_switch_that_is_pressed_by_a_hand_that_shakes_counts_once(
    bench: Callable[..., Bench], look: Look
) -> None:
    it = bench(question(look, one(FieldKind.PERSONAL_NUMBER)), SwitchKeys(bounce_s=0.3))
    it.switching.use(0)
    first = it.names()
    for at in (5000, 5250):
        key(it.frame.windowHandle(), QEvent.Type.KeyPress, Qt.Key.Key_Tab, at)
        key(it.frame.windowHandle(), QEvent.Type.KeyRelease, Qt.Key.Key_Tab, at + 40)
    after_two = it.names()
    assert after_two != first
    key(it.frame.windowHandle(), QEvent.Type.KeyPress, Qt.Key.Key_Tab, 5400)
    assert it.names() != after_two


@pytest.mark.parametrize(
    ("held", "wanted"), [(Qt.Key.Key_Space, Switches.ONE_SLOW), (Qt.Key.Key_Tab, Switches.TWO)]
)
def test_whoever_holds_a_switch_down_begins_to_use_switches(
    bench: Callable[..., Bench], look: Look, qtbot: QtBot, held: Qt.Key, wanted: Switches
) -> None:
    page = question(look, one(FieldKind.CHOICE, options=YES_NO))
    it = bench(page, SwitchKeys(hold_s=0.05))
    with qtbot.waitSignal(it.switching.wanted) as heard:
        key(it.frame.windowHandle(), QEvent.Type.KeyPress, held)
    assert heard.args == [wanted]
    it.switching.use(0)
    there = it.names()
    key(it.frame.windowHandle(), QEvent.Type.KeyRelease, held)
    assert it.names() == there, "the end of holding it down presses nothing"
    it.take()
    assert page.inputs["it"].answer() == "a"


def test_a_key_that_is_typed_with_begins_nothing(bench: Callable[..., Bench], look: Look) -> None:
    it = bench(question(look, one(FieldKind.NAME)), SwitchKeys())
    for _ in range(3):
        QTest.keyClick(it.frame.windowHandle(), Qt.Key.Key_Space)
    assert not it.switching._holding.isActive()


def test_a_point_may_do_without_holding(bench: Callable[..., Bench], look: Look) -> None:
    it = bench(question(look, one(FieldKind.NAME)), SwitchKeys(hold_s=0))
    key(it.frame.windowHandle(), QEvent.Type.KeyPress, Qt.Key.Key_Space)
    assert not it.switching._holding.isActive()


def test_more_ways_report_what_is_chosen(bench: Callable[[Page], Bench], look: Look) -> None:
    page = MoreWaysPage(look, WaysShown(steady=False, still=True, switches=Switches.NONE))
    it = bench(page)
    heard: list[object] = []
    for signal in (page.steady_chosen, page.still_chosen, page.switches_chosen):
        signal.connect(heard.append)
    it.switching.use(0)
    for name in ("steady.on", "still.off", "switches.one-slow"):
        it.go_to(f"more_ways.{name}")
        it.take()
    assert heard == [True, False, Switches.ONE_SLOW]


@pytest.fixture
def button(look: Look, bench: Callable[[Page], Bench]) -> PressButton:
    page = Page(look, name="page")
    made = PressButton(look.tokens, "Đây", name="here", guard_ms=0)
    page.main.addWidget(made)
    bench(page)
    return made


@pytest.mark.parametrize(("steady", "counted"), [(False, 2), (True, 1)])
def test_a_hand_that_shakes_presses_once_in_300_ms(
    button: PressButton, *, steady: bool, counted: int
) -> None:
    window = button.window()
    assert isinstance(window, Frame)
    window.steady = steady
    taps: list[bool] = []
    button.tapped.connect(lambda: taps.append(True))
    tap_at(button, 1000)
    tap_at(button, 1260)
    assert len(taps) == counted
    tap_at(button, 1600)
    assert len(taps) == counted + 1


@pytest.mark.parametrize(("steady", "counted"), [(False, 0), (True, 1)])
def test_a_hand_that_shakes_may_slip_further(
    button: PressButton, *, steady: bool, counted: int
) -> None:
    window = button.window()
    assert isinstance(window, Frame)
    window.steady = steady
    taps: list[bool] = []
    button.tapped.connect(lambda: taps.append(True))
    QTest.mousePress(button, Qt.MouseButton.LeftButton, pos=QPoint(50, 40))
    QTest.mouseRelease(button, Qt.MouseButton.LeftButton, pos=QPoint(95, 40))
    assert len(taps) == counted


def test_a_long_touch_counts_once_and_a_right_click_never(button: PressButton) -> None:
    taps: list[bool] = []
    button.tapped.connect(lambda: taps.append(True))
    send(button, _PRESS, 1000)
    send(button, _RELEASE, 9000)
    QTest.mouseClick(button, Qt.MouseButton.RightButton)
    assert taps == [True]


def test_a_palm_that_rests_elsewhere_does_not_take_the_tap(button: PressButton) -> None:
    taps: list[bool] = []
    button.tapped.connect(lambda: taps.append(True))
    device = QTest.createTouchDevice()
    window = button.window()
    at = button.mapTo(window, button.rect().center())
    palm = QPoint(900, 900)
    QTest.touchEvent(window, device).press(0, at, window).commit()
    QTest.touchEvent(window, device).stationary(0).press(1, palm, window).commit()
    QTest.touchEvent(window, device).release(0, at, window).stationary(1).commit()
    QTest.touchEvent(window, device).release(1, palm, window).commit()
    assert taps == [True]
