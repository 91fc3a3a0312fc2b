"""Clips are made by the real programs: what is missing, and nothing else."""

from __future__ import annotations

import array
import json
import os
import subprocess
import sys
import wave
from typing import TYPE_CHECKING

import pytest

from kiosk.clips import PROGRAMS, ProgramMissing, make_clips, texts_said
from kiosk.packs import PACKS
from tests.programs import need
from ui.speech.clips import SIGNALS, clip_name

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

needs_programs = pytest.mark.usefixtures("programs")


@pytest.fixture
def programs() -> None:
    need(*PROGRAMS)


def _say(*words: str) -> object:
    def texts(language: str, _packs: Path) -> Iterable[str]:
        return words if language == "vi" else ()

    return texts


@needs_programs
def test_what_is_there_stays_what_is_missing_is_made_what_is_stale_goes(tmp_path: Path) -> None:
    first = make_clips(tmp_path, PACKS, _say("đồng ý", "không"))  # type: ignore[arg-type]
    kept = tmp_path / "vi" / clip_name("không", "vi")
    before = kept.stat().st_mtime_ns
    again = make_clips(tmp_path, PACKS, _say("không", "có"))  # type: ignore[arg-type]
    assert (first.made, first.deleted) == (first.clips, 0)
    assert (again.made, again.deleted, again.clips) == (1, 1, first.clips)
    assert kept.stat().st_mtime_ns == before
    assert {it.name for it in (tmp_path / "vi").iterdir()} == {
        clip_name("không", "vi"),
        clip_name("có", "vi"),
    }


@needs_programs
def test_signals_are_short_waves_of_their_own(tmp_path: Path) -> None:
    make_clips(tmp_path, PACKS, _say())  # type: ignore[arg-type]
    seconds = {}
    for file in (tmp_path / SIGNALS).iterdir():
        with wave.open(str(file)) as sound:
            assert sound.getnchannels() == 1
            samples = array.array("h", sound.readframes(sound.getnframes()))
            assert 0.1 < max(map(abs, samples)) / 32_768 < 0.3
            seconds[file.stem] = sound.getnframes() / sound.getframerate()
    assert set(seconds) == {"click", "success", "attention"}
    assert seconds["click"] < 0.02
    assert max(seconds.values()) < 0.5


@needs_programs
def test_what_was_cut_off_while_it_was_made_is_made_again(tmp_path: Path) -> None:
    make_clips(tmp_path, PACKS, _say("có"))  # type: ignore[arg-type]
    clip = tmp_path / "vi" / clip_name("có", "vi")
    clip.rename(clip.with_suffix(".part"))
    again = make_clips(tmp_path, PACKS, _say("có"))  # type: ignore[arg-type]
    assert again.made == 1
    assert [it.name for it in (tmp_path / "vi").iterdir()] == [clip.name]


def test_a_program_that_is_missing_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ProgramMissing, match=PROGRAMS[0]):
        make_clips(tmp_path / "clips", PACKS, _say("có"))  # type: ignore[arg-type]
    ended = subprocess.run(
        [sys.executable, "-m", "kiosk", "clips", "--folder", str(tmp_path / "clips")],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"PATH": str(tmp_path)},
    )
    assert ended.returncode == 1
    assert ended.stderr == f"{PROGRAMS[0]} is not installed\n"


def test_syllables_of_names_are_spoken_with_every_tone(tmp_path: Path) -> None:
    (tmp_path / "pack").mkdir()
    names = {"surnames": ["Lê"], "middle": [], "given": ["Toàn"]}
    (tmp_path / "pack" / "names.json").write_text(json.dumps(names), encoding="utf-8")
    said = texts_said("vi", tmp_path)
    assert {"lê", "lễ", "toàn", "toan", "toán", "toản", "toãn", "toạn"} <= said
    assert "toạn" not in texts_said("en", tmp_path)
