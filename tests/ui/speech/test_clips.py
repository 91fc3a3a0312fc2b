"""Which sounds say a sentence: a recording, its own clip, or the longest clips that cover it."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pytest

from ui.speech.clips import Free, Shelf, clip_name, fixed_parts
from ui.speech.wording import in_words
from ui.texts import Texts

if TYPE_CHECKING:
    from pathlib import Path


@cache
def texts() -> Texts:
    return Texts.read("vi")


def shelf(folder: Path, *words: str) -> Shelf:
    """A shelf with a clip of each of these words."""
    (folder / "clips/vi").mkdir(parents=True, exist_ok=True)
    for each in words:
        (folder / "clips/vi" / clip_name(each, "vi")).write_bytes(b"")
    return Shelf(texts(), folder / "clips", [folder / "made", folder / "here"])


def heard(on: Shelf, sentence: str, *, voice: bool = False) -> list[list[str]]:
    """What is heard of a sentence, in the words of its clips."""
    known = {clip_name(it, "vi"): it for it in (*_KNOWN, sentence)}
    sounds = on.sounds(in_words([sentence], texts()), voice=voice)
    return [
        [f"({it.words})" if isinstance(it, Free) else known.get(it.name, it.name) for it in part]
        for part in sounds
    ]


_KNOWN = ("Còn", "câu", "ba", "năm", "Đồng ý", "giấy chứng sinh", "Giấy")


def test_a_sentence_with_a_clip_of_its_own_is_that_clip(tmp_path: Path) -> None:
    on = shelf(tmp_path, "Còn ba câu", *_KNOWN)
    [sound] = on.sounds(["còn ba câu."], voice=False)
    assert [it.name for it in sound if not isinstance(it, Free)] == [clip_name("Còn ba câu", "vi")]


def test_else_it_is_put_together_from_its_fixed_parts_and_its_numbers(tmp_path: Path) -> None:
    on = shelf(tmp_path, *_KNOWN)
    assert heard(on, "Còn 3 câu") == [["Còn", "ba", "câu"]]
    assert heard(on, "Đồng ý, giấy chứng sinh") == [["Đồng ý", "giấy chứng sinh"]]


def test_changed_words_never_find_the_clip_of_the_old_ones(tmp_path: Path) -> None:
    on = shelf(tmp_path, "Đồng ý gửi hồ sơ")
    assert on.sounds(["Đồng ý rút hồ sơ"], voice=False) == []


def test_what_makes_no_sound_changes_no_clip() -> None:
    assert clip_name(" Đồng  ý. ", "vi") == clip_name("đồng ý", "vi")
    assert clip_name("Đồng ý", "vi") != clip_name("Đồng ý", "en")
    assert clip_name("Đồng ý", "vi") != clip_name("Đông y", "vi")


def test_a_sentence_of_which_most_is_missing_is_left_out(tmp_path: Path) -> None:
    on = shelf(tmp_path, *_KNOWN)
    assert heard(on, "Còn người ta đi chợ") == []
    assert heard(on, "Còn ba câu nữa") == [["Còn", "ba", "câu"]]


def test_the_systems_voice_says_a_sentence_whole(tmp_path: Path) -> None:
    on = shelf(tmp_path, *_KNOWN)
    assert heard(on, "Còn 3 câu nữa", voice=True) == [["(Còn ba câu nữa)"]]
    assert heard(on, "Còn 3 câu", voice=True) == [["Còn", "ba", "câu"]]


def test_part_of_a_name_is_no_word(tmp_path: Path) -> None:
    on = shelf(tmp_path, *_KNOWN, "bà")
    assert heard(on, "Bà Nguyễn Thị Năm") == []
    assert heard(on, "Năm câu") == [["năm", "câu"]]


def test_an_empty_shelf_says_nothing(tmp_path: Path) -> None:
    on = Shelf(texts(), tmp_path / "nowhere", [tmp_path / "nowhere"])
    assert not on
    assert on.sounds(["Còn ba câu"], voice=False) == []


def test_a_recording_lies_over_the_clip_and_a_later_one_over_it(tmp_path: Path) -> None:
    title = texts().say("consent.title")
    made, here = tmp_path / "made/vi", tmp_path / "here/vi"
    for folder in (made, here):
        folder.mkdir(parents=True)
    (made / "consent.title.ogg").write_bytes(b"")
    said = in_words([title], texts())
    assert shelf(tmp_path, title).sounds(said, voice=True) == [(made / "consent.title.ogg",)]
    (here / "consent.title.wav").write_bytes(b"")
    (here / "no.such.key.wav").write_bytes(b"")
    (here / "consent.title.txt").write_bytes(b"")
    assert shelf(tmp_path, title).sounds(said, voice=True) == [(here / "consent.title.wav",)]


def test_a_recording_speaks_to_one_form_of_address(tmp_path: Path) -> None:
    folder = tmp_path / "made/vi"
    folder.mkdir(parents=True)
    (folder / "consent.title+female.ogg").write_bytes(b"")
    on = shelf(tmp_path)
    to_her = in_words([texts().addressing("female").say("consent.title")], texts())
    assert on.sounds(to_her, voice=False) == [(folder / "consent.title+female.ogg",)]
    assert on.sounds(in_words([texts().say("consent.title")], texts()), voice=False) == []


def test_a_recording_that_fits_no_text_is_named_in_the_log(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder = tmp_path / "here/vi"
    folder.mkdir(parents=True)
    wrong = ("consent.text.ogg", "consent.title+other.ogg", "check.faults.ogg")
    for name in (*wrong, "consent.title.ogg", "README.md"):
        (folder / name).write_bytes(b"")
    shelf(tmp_path)
    assert {vars(it)["reason"] for it in caplog.records} == {
        name.partition("+")[0].removesuffix(".ogg") for name in wrong
    }


def test_a_text_with_places_in_it_is_made_part_by_part_for_each_form() -> None:
    parts = fixed_parts("{Person} còn {count} câu. Bấm tiếp.", texts())
    assert {"câu", "bấm tiếp", "ông bà còn", "bà còn", "anh còn"} <= parts
    assert not any("{" in part for part in parts)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_text_of_the_screens_can_be_spoken_beforehand(language: str) -> None:
    from kiosk.clips import texts_said

    spoken = texts_said(language)
    assert len(spoken) > 1000
    assert not any(character.isdecimal() for words in spoken for character in words)


def test_a_name_is_said_syllable_by_syllable_or_not_at_all(tmp_path: Path) -> None:
    on = shelf(tmp_path, "lê", "toàn", "năm", "h'hen")
    [sound] = on.name("LÊ NĂM-TOÀN", voice=False)
    assert sound == tuple(
        tmp_path / "clips/vi" / clip_name(it, "vi") for it in ("lê", "năm", "toàn")
    )
    assert on.name("LÊ MINH TOÀN", voice=False) == []
    assert on.name(" ", voice=False) == []


def test_the_systems_voice_says_a_name_whole(tmp_path: Path) -> None:
    on = shelf(tmp_path, "lê")
    assert on.name("LÊ MINH TOÀN", voice=True) == [(Free("Lê Minh Toàn"),)]
    assert on.name("", voice=True) == []
