"""What tests of screens share: a finger, and what can be read on a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget

from ui.components.code_cells import CodeLabel
from ui.window import Frame, Point

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from ui.look import Look
    from ui.page import Page


class Stand:
    """A window with one page in it, and a finger in front of it."""

    def __init__(self, qtbot: QtBot) -> None:
        self._qtbot = qtbot
        self._frames: list[Frame] = []

    def show(self, page: Page, look: Look, size: tuple[int, int] = (1920, 1080)) -> Frame:
        frame = Frame(look, Point("Nhà văn hoá thôn Đông", "xã Phú Hòa 2"))
        self._frames.append(frame)
        self._qtbot.addWidget(frame)
        frame.setFixedSize(*size)
        frame.show_page(page)
        frame.show()
        settle()
        return frame

    def turn_to(self, name: str) -> None:
        """Turn the pages of a list until this control is there."""
        for _ in range(20):
            if name in self.touchable():
                return
            self.touch("pager.down")
        raise AssertionError(name)

    def touch(self, name: str) -> None:
        """Touch the control of this name, in its middle."""
        control = self.find(name)
        assert control.isVisibleTo(self._frames[-1]), name
        QTest.mouseClick(control, Qt.MouseButton.LeftButton)
        settle()

    def find(self, name: str) -> QAbstractButton:
        found = [
            button
            for button in self._frames[-1].findChildren(QAbstractButton, name)
            if button.isVisibleTo(self._frames[-1])
        ]
        assert found, name
        return found[-1]

    def touchable(self) -> list[str]:
        """The names of all that can be touched on the page now."""
        page = self._frames[-1].page
        assert page is not None
        return [it.objectName() for it in page.findChildren(QAbstractButton) if it.isVisible()]


class Heard:
    """What a signal carried, in order."""

    def __init__(self) -> None:
        self.all: list[object] = []

    def hear(self, *values: object) -> None:
        self.all.append(values[0] if len(values) == 1 else values)


def settle() -> None:
    """Let layouts come to rest."""
    for _ in range(3):
        QApplication.processEvents()


def words_on(page: QWidget) -> str:
    """All that can be read, a line each."""
    labels = [label for label in page.findChildren(QLabel) if label.isVisible()]
    return "\n".join(label.accessibleName() for label in labels)


def code_of(page: QWidget, name: str) -> str:
    label = page.findChild(CodeLabel, name)
    assert label is not None, name
    return label.code
