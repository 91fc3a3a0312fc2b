"""Who comes to the screen: invented people who know what they want, and what is held to it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication

from kiosk.operations.pin import PRACTICE_PIN
from tests.ui.journeys import people
from tests.ui.journeys.visiting import QuickFinger
from ui.inputs.field_input import FaultLine
from ui.tour.finger import NotThere
from ui.tour.story import Story
from ui.tour.visitor import Visitor

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

    from kiosk.domain.procedure import Answer
    from ui.application import Program

WALL: Final = QPoint(1, 1)
"""Where nothing is to be pressed."""

TYPED: Final = "Tôn Nữ Khuê Mộc"
OTHER_PHONE: Final = "0987654321"
CANARIES: Final = (
    *(who[0] for who in (people.HOA, people.NAM, people.HOI)),
    *(who[1] for who in (people.HOA, people.NAM, people.HOI)),
    "Trần Minh Toàn",
    TYPED,
    people.PHONE,
    OTHER_PHONE,
)
"""What stands nowhere but where somebody is asked for it."""

CARDS: Final = (people.HOA_CARD, people.NAM_CARD, people.HOI_CARD, people.PHUC_CARD)
ODD_CODES: Final = (
    "|||||||",
    "054198001234||Lê Thị Hoa|99999999|Nữ|Thôn Đông|15062021",
    "054198001234|" + "x" * 3000,
    "054198001234||Lê Thị Hoa\x00\x1b[31m|12031998|Nữ|x|15062021",
    "054198001234||L? Th? Hoa|12031998|N?|Th?n ??ng, H?a Tr?|15062021",
    '{"id": "054198001234", "name": ["Lê Thị Hoa"]}',
    "https://evil.invalid/?054198001234",
    "KIOSK1:TK-3K7-529:AAAAAAAAAAAAAAAAAAAA",
    "KIOSK1::",
    "KIOSK1:" + "9" * 500,
    "\ufeff054198001234||Lê Thị Hoa|12031998|Nữ|Thôn Đông, Hòa Trị, Phú Hòa, Phú Yên|15062021",
    "Nguyễn " * 40,
    "8938505974194",
    "%s%n{person}",
)
"""Damaged, foreign, too long, and meant for other programs."""

_PATIENCE_S: Final = 0.6


class QuickHands(QuickFinger):
    """A finger that doesn't wait for long."""

    def rest(self, guard_ms: int = 0) -> None:
        for _ in range(guard_ms // 500 + 1):  # the wall takes the touches whose time has to pass
            QTest.mouseClick(self._frame.windowHandle(), Qt.MouseButton.LeftButton, pos=WALL)
        QApplication.processEvents()

    def wait_for(self, condition: Callable[[], bool], what: str) -> None:
        until = time.monotonic() + _PATIENCE_S
        while not condition():
            if time.monotonic() > until:
                raise NotThere(self._said(what))
            QTest.qWait(10)


class Person(Visitor):
    """Does what a page asks for, one page at a time; now and then anything on it."""

    def __init__(self, program: Program, story: Story, rng: random.Random) -> None:
        super().__init__(program, QuickHands(program.frame, fast=True), story)
        self._rng = rng

    def act(self) -> None:
        """Do one thing. Raises NotThere."""
        name = self.page_name()
        kind = name.partition(".")[0]
        known = kind == "question" or hasattr(self, f"on_{kind}")
        if known and self._rng.random() < 0.9:
            try:
                self._act(name)
            except (NotThere, LookupError):
                self._anything()
        elif self._rng.random() < 0.6:
            self.finger.tap("footer.primary")
        else:
            self._anything()

    def _anything(self) -> None:
        page = self.page()
        ways = [
            it.objectName()
            for it in page.findChildren(QAbstractButton)
            if it.isVisible() and it.isEnabled()
        ]
        if ways:
            self.finger.tap(self._rng.choice(ways))
        if self._rng.random() < 0.7:
            self.finger.tap("footer.primary")

    def on_home(self) -> None:
        """Come for what the story is about."""
        self.finger.tap(f"home.{'dossier' if self.story.event else 'account'}")

    def on_suitability(self) -> None:
        """What goes on, nearly always."""
        wanted = (self.story.event != "birth") is not (self._rng.random() < 0.05)
        self.finger.tap(f"suitability.{'yes' if wanted else 'no'}")

    def on_question(self, step: str) -> None:
        """What was written wrong is erased before."""
        if any(it.isVisible() for it in self.page().findChildren(FaultLine)):
            for name in ("pad-erase-all", "key-erase-all"):
                if self.finger.find(name) is not None:
                    self.finger.tap(name)
        super().on_question(step)

    def on_paper_ways(self) -> None:
        """Any of the ways."""
        ways = (f"ways.{it}" for it in ("stick", "camera", "scanner", "phone"))
        there = [it for it in ways if self.finger.find(it) is not None]
        self.finger.tap(self._rng.choice(there or ["footer.back"]))

    def on_pin(self) -> None:
        """Staff know it; others go away."""
        if self._rng.random() < 0.8:
            self.finger.type_digits(PRACTICE_PIN)
        else:
            self.finger.tap("footer.back")

    def on_guide(self) -> None:
        """Some have read enough."""
        self.finger.tap(self._rng.choice(("footer.leave", "footer.primary")))


def stories() -> list[Story]:
    """What people come for: a birth, an account, a copy; with a card and without.

    Each knows what any of them would be asked: they find themselves on one another's pages.
    """
    birth: dict[str, Answer] = {
        **people.requester("mother", *people.HOA),
        **people.child(),
        "parents_vietnamese": True,
        "mother_ethnicity": "01",
        "father_recorded": False,
        "child_ethnicity": "01",
        **people.result(),
    }
    name, number, born = people.HOI
    account: dict[str, Answer] = {
        "personal_number": number,
        "name": name,
        "birth_date": born,
        "sex": "female",
        "phone": OTHER_PHONE,
        "residence": people.HERE,
    }
    row: dict[str, Answer] = {
        "event": "birth",
        "place": people.HERE,
        "registered_on": "1998",
        "copies": 2,
    }
    copy: dict[str, Answer] = {
        "requester_relation": "self",
        "requester_phone": people.PHONE,
        "extracts": [row | {"number": "123/1998"}],
        "exemption": "none",
        **people.result(),
    }
    everything = birth | copy | account
    papers = {"birth-certificate": "giay-chung-sinh.jpg"}
    here = people.HERE["commune"]
    hoa, nam = people.HOA_CARD, people.NAM_CARD
    return [
        Story("birth", "1.001193", everything | birth, card=hoa, papers=papers, commune=here),
        Story("birth", "1.001193", everything | birth, papers=papers, commune=here),
        Story("", "account.portal", everything),
        Story("", "account.portal", everything, card=nam, commune=here),
        Story("copies", "2.000635", everything | copy, card=hoa, commune=here),
    ]
