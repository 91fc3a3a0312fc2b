"""Whoever steps up next finds nothing of the one before: on no screen, in no object, in no file."""

from __future__ import annotations

import gc
import os
import sys
import tempfile
from types import FunctionType, MethodType
from typing import TYPE_CHECKING

import pyrage
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QMetaType, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from shiboken6 import isValid

from offline_queue import profiles
from tests.papers.making import jpeg
from tests.searching import forms, unpacked
from tests.ui.conductor.house import BIRTH_ANSWERS, FATHERS_CARD, House
from ui.keyboard.keyboard import Keyboard

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from ui.edges import Edges

CARD = (
    "054198007731||Lê Thị Kanarihoa|12031998|Nữ|Thôn Kanaridong, Hòa Trị, Phú Hòa, Phú Yên|15062021"
)
PHONE = "0912773355"
CHILD = "kanariminh"
FILE = "giay-kanari.jpg"
CODE = "123456"
SAID = ("Kanarihoa", "Kanaridong", "Kanariminh", "054198007731", PHONE, "kanari", "0912 773 355")
OURS = ("ui.", "kiosk.", "offline_queue.")
DEEP = 12
"""So many containers inside one another are looked into."""


@pytest.fixture(autouse=True)
def _quick_guesses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(profiles, "_MEMORY_KIB", 64)


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr(tempfile, "tempdir", None)
    return folder


@pytest.fixture
def sealing(build: Callable[..., House], temporary: Path) -> House:
    """A kiosk whose portal has told its keys: what is finished is sealed."""
    assert temporary.exists()
    keys = (str(pyrage.x25519.Identity.generate().to_public()),)

    def opened(house: House) -> Edges:
        edges = house.edges()
        assert house.queue is not None
        house.queue._parts.finishing._recipients = lambda: keys
        return edges

    return build(opened=opened).open()


# --- the visit ------------------------------------------------------------------------------------


def come(house: House) -> None:
    """Everything that tells of somebody: card, phone, code, another's card, names, and a paper."""
    (house.folder / "usb" / FILE).write_bytes(jpeg())
    house.tap("home.account", "footer.primary", "who_presses.self")
    house.suit()
    house.tap("footer.primary", "consent.submit.yes", "consent.reuse.yes", "footer.primary")
    house.wait_page("identity")
    house.scan(CARD)
    house.wait_page("confirm_person")
    assert any(telling(text) for _, text in shown()), "the search sees what is on the screen"
    house.confirm()
    house.wait_page("task_list")
    house.tap("footer.primary")
    house.wait_page("question.phone")
    house.digits(PHONE)
    house.tap("footer.primary")
    house.check()
    house.wait_page("submit")
    house.tap("footer.primary")
    house.wait_page("code_entry")
    house.digits(CODE)
    if house.name == "code_entry":
        house.tap("footer.primary")
    house.wait_page("outcome")
    house.tap("footer.back", "find.event.birth")
    house.suit()
    house.tap("footer.primary")
    house.wait_page("task_list")
    walk = house.conductor.walk
    assert walk is not None
    given = ("child_name", "father_name", "father_number", "father_birth_date")
    told = {name: it for name, it in BIRTH_ANSWERS.items() if name not in given}
    walk._course.answer(told | {"requester_phone": PHONE} | dict(walk.journey.answers))
    house.tap("task.child")
    house.wait_page("question.child-name")
    write(house, CHILD)
    house.tap("footer.primary")
    house.wait_page("task_list")
    house.tap("task.parents")
    house.wait_page("question.father-name")
    house.scan(FATHERS_CARD)
    house.wait(lambda: "father_number" in walk.journey.answers)
    house.tap("footer.primary")
    house.wait_page("task_list")
    add_paper(house)


def write(house: House, words: str) -> None:
    """Type it on the screen's keyboard, whose suggestions follow."""
    house.wait(lambda: house.find("keyboard") is not None)
    keyboard = house.frame.findChild(Keyboard)
    assert keyboard is not None
    for letter in words:
        QTest.mouseClick(keyboard.key(letter), Qt.MouseButton.LeftButton)
    QApplication.processEvents()


def add_paper(house: House) -> None:
    house.tap("task.papers", "papers.add.birth-certificate", "ways.stick")
    house.wait_page("pick_file")
    house.tap("pick.0")
    house.wait_page("papers")


def end(house: House, how: str) -> None:
    """Leave in one of the ways that there are, until the next person finds home."""
    if how == "walks away":
        house.conductor.gone()
        house.wait_page("wiped")
        house.conductor.go_home()
    elif how == "leaves and erases":
        house.tap("footer.leave")
        house.wait_page("notice.leave")
        house.tap("footer.leave")
    elif how == "puts it aside":
        house.conductor.put_aside()
        house.wait_page("put_aside")
        house.conductor.go_home()
    else:
        house.tap("footer.primary")
        house.wait_page("check_answers")
        house.check()
        house.wait_page("submit")
        house.tap("footer.primary")
        house.wait_page("outcome")
        house.tap("footer.primary")
        house.wait_page("afterwards")
        house.tap("footer.primary")
    house.wait_page("home")
    house.flush()
    house.wait(lambda: house.portal.asked("deliver") == house.states().count("delivered"))


# --- what is looked through -----------------------------------------------------------------------


def shown() -> Iterator[tuple[str, str]]:
    """Every word that a live object of the screens holds, and whose it is."""
    clipboard = QApplication.clipboard()
    yield "clipboard", clipboard.text()
    for widget in QApplication.allWidgets():
        if not isValid(widget):
            continue
        yield from properties(widget)
        if isinstance(widget, QLineEdit):
            yield f"undo of {widget.objectName()}", str(widget.isUndoAvailable())
    for found in gc.get_objects():
        if isinstance(found, QObject) and not isinstance(found, QWidget) and isValid(found):
            yield from properties(found)


def properties(of: QObject) -> Iterator[tuple[str, str]]:
    meta = of.metaObject()
    for number in range(meta.propertyCount()):
        one = meta.property(number)
        if one.metaType().id() == QMetaType.Type.QString.value:
            yield f"{meta.className()}.{one.name()!r}", str(one.read(of))


def held() -> Iterator[tuple[str, object]]:
    """Every text that our own objects hold, also inside their containers and closures."""
    gc.collect()
    for found in gc.get_objects():
        kind = type(found)
        name = f"{getattr(kind, '__module__', '')}.{kind.__qualname__}"
        if isinstance(found, FunctionType) and str(found.__module__).startswith(OURS):
            cells = [it.cell_contents for it in found.__closure__ or () if _is_filled(it)]
            yield from texts_in(cells, f"closure of {found.__qualname__}", DEEP)
        elif name.startswith(OURS):
            yield from texts_in(gc.get_referents(found), name, DEEP)


def _is_filled(cell: object) -> bool:
    try:
        return cell.cell_contents is not cell  # type: ignore[attr-defined]
    except ValueError:
        return False


def texts_in(found: object, whose: str, deep: int) -> Iterator[tuple[str, object]]:
    if isinstance(found, str | bytes | bytearray):
        yield whose, found
    elif deep and isinstance(found, list | tuple | set | frozenset):
        for each in found:
            yield from texts_in(each, whose, deep - 1)
    elif deep and isinstance(found, dict) and found is not sys.modules:
        if "__builtins__" not in found:
            for key, value in list(found.items()):
                yield from texts_in(key, whose, deep - 1)
                yield from texts_in(value, whose, deep - 1)
    elif deep and isinstance(found, MethodType):
        yield from texts_in(found.__self__, whose, deep - 1)


def telling(text: object) -> bool:
    said = text.encode() if isinstance(text, str) else bytes(text)  # type: ignore[call-overload]
    return any(it.encode() in said or it.upper().encode() in said for it in SAID)


def lying_about(*folders: Path) -> list[str]:
    wanted = [form for word in SAID for form in forms(word)]
    told = []
    for folder in folders:
        for file in folder.rglob("*"):
            if "kanari" in str(file).lower():
                told.append(str(file))
            if file.is_file():
                for content in unpacked(file.read_bytes()):
                    told += [str(file) for form in wanted if form in content]
    return told


WAYS = ("walks away", "leaves and erases", "puts it aside", "finishes")


@pytest.mark.parametrize("how", WAYS)
def test_nothing_of_a_whole_visit_is_left_for_the_next_person(
    sealing: House, temporary: Path, caplog: pytest.LogCaptureFixture, how: str
) -> None:
    come(sealing)
    before = [whose for whose, text in held() if telling(text)]
    assert before, "the search finds what is there"
    del before
    end(sealing, how)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QApplication.processEvents()
    assert [whose for whose, text in shown() if telling(text)] == []
    assert sorted({whose for whose, text in held() if telling(text)}) == []
    assert not any(telling(record.getMessage()) for record in caplog.records)
    assert not any(telling(str(vars(record))) for record in caplog.records)
    assert lying_about(sealing.folder / "data", temporary) == []
    assert os.environ["TMPDIR"] == str(temporary)
