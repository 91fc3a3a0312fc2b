"""Makes the clips that are read aloud: speech of every fixed text, and three short signals.

Made once for a build, by two programs of the system: espeak-ng speaks, opusenc packs. Neither is
linked or shipped. What is there already stays; a clip of words that are gone goes.
"""

from __future__ import annotations

import array
import io
import json
import math
import os
import shutil
import subprocess
import wave
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from kiosk.packs import PACKS
from ui.keyboard.composition import Tone, ToneStyle, with_tone
from ui.keyboard.suggestions import NameLists
from ui.speech.clips import SIGNAL_SUFFIX, SIGNALS, clip_name, fixed_parts, normal
from ui.speech.numbers import vocabulary
from ui.texts import TEXTS, Texts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

_ASSETS: Final = Path(__file__).resolve().parent.parent / "assets"
CLIPS: Final = _ASSETS / "sounds" / "clips"
PROGRAMS: Final = ("espeak-ng", "opusenc")
LANGUAGES: Final = ("vi", "en")
_NAMES: Final = "*/names.json"
"""Where packs have the syllables of names, which are said in Vietnamese."""
_VOICES: Final = {"vi": ("vi", 150), "en": ("en-gb", 150)}
"""The voice of a language, and how many words a minute it says."""
_BITRATE: Final = "20"
_SILENT: Final = ("command.", "slip.")
"""Texts that are on no screen: those of the command line, and of the printed slip."""
_QUIET: Final = 250
_AIR_S: Final = 0.05
_RATE: Final = 24_000
_TONES: Final[Mapping[str, tuple[tuple[float, float], ...]]] = {
    "click": ((1600.0, 0.012),),
    "success": ((660.0, 0.11), (880.0, 0.2)),
    "attention": ((587.0, 0.14), (440.0, 0.24)),
}
"""What each signal is made of: tones one after the other, as frequency (Hz) and length (s)."""
_LOUDNESS: Final = 0.25


class ProgramMissing(RuntimeError):
    """A program that clips are made with is not on this machine; the message names it."""


@dataclass(frozen=True, slots=True)
class Made:
    """What there was to do: clips made now, stale ones deleted, all there are, their bytes."""

    made: int
    deleted: int
    clips: int
    size: int


def texts_said(language: str, packs: Path = PACKS) -> frozenset[str]:
    """Every text of the screens and the packs that can be spoken beforehand, as it is said."""
    texts = Texts.read(language, TEXTS)
    messages = [words for key, words in texts.words.items() if not key.startswith(_SILENT)]
    for document in sorted(packs.glob("*/**/*.json")):
        messages += _words_of(json.loads(document.read_bytes()), language)
    said = {normal(words) for words in vocabulary(language)}
    for message in messages:
        said |= fixed_parts(message, texts)
    if language == "vi":
        for names in sorted(packs.glob(_NAMES)):
            said |= set(_syllables(NameLists.parse(json.loads(names.read_bytes()))))
    return frozenset(said)


def _syllables(names: NameLists) -> Iterator[str]:
    """What names are made of, each with every tone: what is heard is whether the tone is right."""
    for name in (*names.surnames, *names.middle, *names.given):
        for syllable in normal(name).replace("-", " ").split():
            yield from (normal(with_tone(syllable, tone, ToneStyle.OLD)) for tone in Tone)
            yield syllable


def make_clips(
    folder: Path = CLIPS,
    packs: Path = PACKS,
    texts: Callable[[str, Path], Iterable[str]] = texts_said,
) -> Made:
    """Have every clip in `folder` that is missing there, and nothing else.

    Raises ProgramMissing, subprocess.CalledProcessError, OSError.
    """
    for program in PROGRAMS:
        if shutil.which(program) is None:
            raise ProgramMissing(program)
    wanted: dict[Path, Callable[[], bytes]] = {
        folder / SIGNALS / f"{name}{SIGNAL_SUFFIX}": _signal(tones)
        for name, tones in _TONES.items()
    }
    for language in LANGUAGES:
        for words in texts(language, packs):
            wanted[folder / language / clip_name(words, language)] = _speech(words, language)
    there = {file for file in folder.glob("*/*") if file.is_file()}
    stale = there - wanted.keys()
    for file in stale:
        file.unlink()
    for name in (SIGNALS, *LANGUAGES):
        (folder / name).mkdir(parents=True, exist_ok=True)
    missing = [(file, sound) for file, sound in wanted.items() if file not in there]
    # Each clip is made by programs of its own, so threads are enough to keep every core busy.
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for _ in pool.map(lambda one: _make(*one), missing):
            pass
    size = sum(file.stat().st_size for file in wanted)
    return Made(len(missing), len(stale), len(wanted), size)


def _make(file: Path, sound: Callable[[], bytes]) -> None:
    """Write one clip whole, or not at all. A signal is so short that it stays as it is."""
    part = file.with_suffix(".part")
    if file.suffix == SIGNAL_SUFFIX:
        part.write_bytes(sound())
        part.replace(file)
        return
    command = ["opusenc", "--quiet", "--speech", "--bitrate", _BITRATE, "--padding", "0"]
    subprocess.run([*command, "--discard-comments", "-", part], input=sound(), check=True)
    part.replace(file)


def _speech(words: str, language: str) -> Callable[[], bytes]:
    def speak() -> bytes:
        voice, pace = _VOICES[language]
        spoken = subprocess.run(
            ["espeak-ng", "-v", voice, "-s", str(pace), "-b", "1", "--stdin", "--stdout"],
            input=words.encode(),
            capture_output=True,
            check=True,
        )
        return _trimmed(spoken.stdout)

    return speak


def _trimmed(sound: bytes) -> bytes:
    """Without the silence at both ends, which would part the pieces of a sentence."""
    with wave.open(io.BytesIO(sound)) as source:
        rate = source.getframerate()
        # A stream's header doesn't know how long it is: all there is is read.
        frames = array.array("h", source.readframes(len(sound) // 2))
    loud = [place for place, sample in enumerate(frames) if abs(sample) > _QUIET]
    air = int(_AIR_S * rate)
    kept = frames[max(0, loud[0] - air) : loud[-1] + air] if loud else frames
    return _as_wave(kept, rate)


def _signal(tones: Iterable[tuple[float, float]]) -> Callable[[], bytes]:
    def sound() -> bytes:
        frames = array.array("h")
        for frequency, length in tones:
            count = int(length * _RATE)
            for at in range(count):
                # It rises at once and dies away, like something that is struck.
                swell = min(1.0, at / (0.002 * _RATE)) * (1 - at / count) ** 2
                wave_now = math.sin(2 * math.pi * frequency * at / _RATE)
                frames.append(round(32_767 * _LOUDNESS * swell * wave_now))
        return _as_wave(frames, _RATE)

    return sound


def _as_wave(frames: array.array[int], rate: int) -> bytes:
    into = io.BytesIO()
    with wave.open(into, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(rate)
        sound.writeframes(frames.tobytes())
    return into.getvalue()


def _words_of(document: Any, language: str) -> Iterator[str]:  # noqa: ANN401 — any JSON
    """All words of a pack's document in one language, wherever they stand."""
    if isinstance(document, dict):
        if isinstance(document.get("vi"), str):
            yield document.get(language) or document["vi"]
            return
        document = list(document.values())
    if isinstance(document, list):
        for part in document:
            yield from _words_of(part, language)
