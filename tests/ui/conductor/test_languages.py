"""A further language is a file in a folder: found, fallen back from, refused, and chosen."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest

from kiosk.domain.staff import Soundness
from kiosk.logs import JsonLine
from kiosk.operations.doctor import _texts
from tests.gallery.pseudo import pseudo_of
from tests.operations.scene import Scene
from tests.ui.conductor.house import House
from ui.texts import TEXTS, Languages, Texts, read_po

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

PSEUDO = "xx"


def write_po(path: Path, words: dict[str, str]) -> None:
    lines = ['msgid ""', 'msgstr ""', f'"Language: {path.stem}\\n"']
    for key, said in words.items():
        quoted = said.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
        lines += ["", f'msgid "{key}"', f'msgstr "{quoted}"']
    path.write_text("\n".join(lines), encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The program's own languages, and the pseudo-language dropped in beside them."""
    texts = tmp_path / "texts"
    shutil.copytree(TEXTS, texts)
    words = pseudo_of(read_po(TEXTS / "vi.po"))
    write_po(texts / f"{PSEUDO}.po", words | {"language.name": "Ẫllenisch"})
    return texts


def test_a_language_is_a_file_and_nothing_else(folder: Path) -> None:
    languages = Languages.read(("vi", PSEUDO), folder)
    assert languages.refused == {}
    assert [it.name for it in languages.texts.values()] == ["Tiếng Việt", "Ẫllenisch"]


def test_what_a_language_lacks_is_said_in_vietnamese(tmp_path: Path) -> None:
    shutil.copy(TEXTS / "vi.po", tmp_path)
    write_po(tmp_path / "xx.po", {"footer.back": "Retro", "footer.leave": ""})
    texts = Texts.read("xx", tmp_path)
    vietnamese = Texts.read("vi")
    assert texts.say("footer.back") == "Retro"
    assert texts.say("footer.leave") == vietnamese.say("footer.leave")
    assert texts.say("home.title") == vietnamese.say("home.title")


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ('msgid "a\nmsgstr "b"\n', 'xx.po, line 1: msgid "a'),
        ('msgid "find.none"\nmsgstr "Ring {number}"\n', "find.none wants a value"),
        ('msgid "find.none"\nmsgstr "Ring {phone"\n', "find.none has a brace"),
        ('msgid "find.none"\nmsgstr "Ring {phone!x}"\n', "find.none wants a value"),
        (None, "there is no xx.po"),
    ],
)
def test_a_broken_file_is_refused_and_the_others_go_on(
    written: str | None, said: str, folder: Path
) -> None:
    (folder / "xx.po").unlink()
    if written is not None:
        (folder / "xx.po").write_text(written, encoding="utf-8")
    languages = Languages.read(("xx", "en"), folder)
    assert list(languages.texts) == ["en"]
    assert said in languages.refused["xx"]
    assert languages.first.language == "en"


def test_letters_that_are_none_are_refused_too(folder: Path) -> None:
    (folder / "xx.po").write_bytes(b'msgid "a"\nmsgstr "\xff"\n')
    languages = Languages.read(("xx",), folder)
    assert list(languages.texts) == ["vi"]
    assert "xx.po" in languages.refused["xx"]


def test_the_doctor_tells_which_language_is_broken(tmp_path: Path) -> None:
    found = Scene(tmp_path).found(refused={"xx": "xx.po, line 3: msgid"})
    assert found["texts.refused"].values == {"language": "xx", "reason": "xx.po, line 3: msgid"}
    (sound,) = _texts(Scene(tmp_path).point)
    assert sound.soundness is Soundness.SOUND


def test_of_two_languages_the_button_shows_the_other_one(qtbot: QtBot, tmp_path: Path) -> None:
    house = House(qtbot, tmp_path, languages=("vi", "en")).open()
    house.tap("header.language")
    assert house.program.stage.choices.language == "en"
    house.close()


def test_where_a_page_was_waited_for_its_header_is_there_too(house: House) -> None:
    house.program.stage.choose(language="en")
    house.wait_page("home")
    assert house.button("header.help") == house.say("header.help")


def test_of_more_languages_the_person_chooses(qtbot: QtBot, tmp_path: Path, folder: Path) -> None:
    house = House(qtbot, tmp_path, languages=("vi", "en", PSEUDO), texts=folder).open()
    house.tap("header.language")
    house.wait_page("languages")
    house.tap("header.language")  # it is there already
    house.tap("footer.back")
    house.wait_page("home")
    house.tap("header.language")
    house.tap(f"languages.{PSEUDO}")
    house.wait_page("home")
    page = house.frame.page
    assert page is not None
    assert page.heading == Texts.read(PSEUDO, folder).say("home.title")
    house.close()


def test_a_broken_language_is_not_offered_and_the_log_names_its_file(
    qtbot: QtBot, tmp_path: Path, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (folder / f"{PSEUDO}.po").write_text("nothing", encoding="utf-8")
    house = House(qtbot, tmp_path, languages=("vi", PSEUDO), texts=folder).open()
    assert house.find("header.language") is None
    house.close()
    (told,) = (it for it in caplog.records if it.msg == "a language is left out")
    assert json.loads(JsonLine().format(told))["reason"] == f"{PSEUDO}.po"
