"""What tests of inputs share: a person's fingers, and pages to put them on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from kiosk.domain.address import Addresses, Commune, FormerCommune, Province
from kiosk.domain.procedure import Field, FieldKind, Step, Words
from ui.inputs.field_input import Known
from ui.keyboard.suggestions import NameLists
from ui.screens.question import Asked, QuestionPage

if TYPE_CHECKING:
    from PySide6.QtGui import QPointingDevice

    from kiosk.domain.procedure import Answer
    from ui.keyboard.habits import TypingHabits
    from ui.look import Look
    from ui.screens.code_entry import CodeEntryPage
    from ui.screens.slip_entry import SlipEntryPage

DAK_LAK = Province("66", "Tỉnh Đắk Lắk")
PHU_HOA = Commune("22240", "Xã Phú Hòa 2", DAK_LAK)
TUY_HOA = Commune("22015", "Phường Tuy Hòa", DAK_LAK)
ADDRESSES = Addresses(
    [PHU_HOA, TUY_HOA],
    [FormerCommune("Tỉnh Phú Yên", "Huyện Phú Hòa", "Xã Hòa Trị", ("22240", "22015"))],
)
NAMES = NameLists(("Nguyễn", "Lê"), ("Thị", "Văn"), ("Hợi", "Hội", "Hồi"))


def known(look: Look, habits: TypingHabits | None = None) -> Known:
    return Known(look, date(2026, 11, 26), ADDRESSES, "22240", NAMES, habits=habits)


def one(kind: FieldKind, **more: object) -> Field:
    return Field("it", kind, Words(vi="Thứ này"), **more)  # type: ignore[arg-type]


def question(
    look: Look, *fields: Field, answers: dict[str, Answer] | None = None, **knows: object
) -> QuestionPage:
    step = Step("step", Words(vi="Điều này là gì?"), fields)
    asked = Asked(step, fields, answers or {})
    return QuestionPage(replace(known(look), **knows), asked)  # type: ignore[arg-type]


class Heard:
    """What a page reported, in order."""

    def __init__(self, page: QuestionPage) -> None:
        self.answers: list[dict[str, Answer | None]] = []
        page.answered.connect(self.hear)

    def hear(self, answers: dict[str, Answer | None]) -> None:
        self.answers.append(answers)


def touch(finger: QPointingDevice, widget: QWidget) -> None:
    """A finger on the middle of a widget; Qt makes the mouse events of it that controls hear.

    The screen of the test platform is 800 by 800: the window is moved so that the finger is on it.
    """
    QApplication.processEvents()
    window = widget.window()
    window.move(QPoint(400, 400) - widget.mapTo(window, widget.rect().center()))
    QApplication.processEvents()
    at = QPoint(widget.width() // 2, widget.height() // 2)
    QTest.touchEvent(widget, finger).press(0, at, widget).commit()
    QTest.touchEvent(widget, finger).release(0, at, widget).commit()


def tap_keys(finger: QPointingDevice, page: QuestionPage | SlipEntryPage, *labels: str) -> None:
    for label in labels:
        QApplication.processEvents()
        keyboard = page.keyboard()
        assert keyboard is not None
        touch(finger, keyboard.key(label))


def tap_digits(finger: QPointingDevice, page: QuestionPage | CodeEntryPage, keys: str) -> None:
    for key in keys:
        pad = page.number_pad()
        assert pad is not None
        touch(finger, pad.key(key))


def child(page: QWidget, name: str) -> QWidget:
    found = page.findChild(QWidget, name)
    assert isinstance(found, QWidget), name
    return found
