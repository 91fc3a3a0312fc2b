"""Real clips are played by the real player: there is sound of the right length, in order.

There is no loudspeaker where tests run, so the player's sound is taken in front of it.
"""

from __future__ import annotations

import array
import time
from typing import TYPE_CHECKING

import pytest
from PySide6.QtMultimedia import QAudioBufferOutput

from ui.speech.clips import Free, clip_name
from ui.speech.pace import Pace
from ui.speech.speaker import Speaker, preferred

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PySide6.QtMultimedia import QAudioBuffer, QAudioFormat
    from pytestqt.qtbot import QtBot

# Qt looks for a sound server, says that there is none, and does without.
pytestmark = pytest.mark.qt_log_ignore("PulseAudioService", "Could not open media")
SHORT = "đồng ý"
LONG = "máy cần ông bà đồng ý trước khi nhập thông tin"


class Ear:
    """Hears what the player gives out."""

    def __init__(self) -> None:
        self.into = QAudioBufferOutput()
        self.into.audioBufferReceived.connect(self._hear)
        self.seconds = 0.0
        self.loudest = 0.0

    def _hear(self, buffer: QAudioBuffer) -> None:
        self.seconds += buffer.duration() / 1e6
        if buffer.byteCount():
            data = bytes(buffer.constData())
            self.loudest = max(self.loudest, _loudest(buffer.format(), data))


def _loudest(shape: QAudioFormat, data: bytes) -> float:
    kind, whole = {2: ("h", 32_768.0), 4: ("f", 1.0)}[shape.bytesPerSample()]
    return max(map(abs, array.array(kind, data)), default=0) / whole


@pytest.fixture
def ear() -> Ear:
    return Ear()


@pytest.fixture
def speaker(qtbot: QtBot, ear: Ear) -> Iterator[Speaker]:
    del qtbot
    made = Speaker(into=ear.into, engine="mock")
    yield made
    made.stop()
    made.deleteLater()


def clip(clips: Path, words: str) -> Path:
    file = clips / "vi" / clip_name(words, "vi")
    assert file.is_file()
    return file


def test_a_clip_is_heard(qtbot: QtBot, speaker: Speaker, ear: Ear, clips: Path) -> None:
    with qtbot.waitSignal(speaker.ended):
        speaker.speak([(clip(clips, LONG),)])
    assert not speaker.speaking
    assert 1.5 < ear.seconds < 6
    assert ear.loudest > 0.05


def test_the_parts_of_a_sentence_follow_one_another(
    qtbot: QtBot, speaker: Speaker, ear: Ear, clips: Path
) -> None:
    begun: list[float] = []
    speaker.sentence.connect(lambda: begun.append(ear.seconds))
    parts = tuple(clip(clips, it) for it in ("còn", "ba", "câu"))
    with qtbot.waitSignal(speaker.ended):
        speaker.speak([parts, (clip(clips, SHORT), clip(clips, SHORT))])
    assert len(begun) == 2
    assert begun[1] > 0.5
    assert ear.seconds > begun[1] + 0.2


def test_a_touch_stops_it_at_once(qtbot: QtBot, speaker: Speaker, ear: Ear, clips: Path) -> None:
    speaker.speak([(clip(clips, LONG),), (clip(clips, LONG),)])
    qtbot.waitUntil(lambda: ear.seconds > 0.1)
    with qtbot.waitSignal(speaker.ended):
        speaker.stop()
    assert not speaker.speaking


def test_what_is_read_slowly_takes_longer(
    qtbot: QtBot, speaker: Speaker, ear: Ear, clips: Path
) -> None:
    begun = time.monotonic()
    with qtbot.waitSignal(speaker.ended):
        speaker.speak([(clip(clips, LONG),)], pace=Pace.SLOW)
    assert time.monotonic() - begun > 1.1 * ear.seconds


def test_what_is_read_fast_is_played_faster(
    qtbot: QtBot, speaker: Speaker, ear: Ear, clips: Path
) -> None:
    speaker.speak([(clip(clips, LONG),)], pace=Pace.FAST)
    qtbot.waitUntil(lambda: ear.seconds > 0)
    assert speaker._player.playbackRate() > 1


def test_a_damaged_clip_is_passed_over_and_told_once(
    qtbot: QtBot,
    speaker: Speaker,
    ear: Ear,
    clips: Path,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    damaged = tmp_path / "damaged.opus"
    damaged.write_bytes(b"not a sound at all")
    with qtbot.waitSignal(speaker.ended):
        speaker.speak([(damaged,), (damaged,), (clip(clips, SHORT),)])
    assert ear.seconds > 0.2
    assert [it.getMessage() for it in caplog.records] == ["a clip can't be played"]


def test_the_systems_voice_says_what_no_clip_says(
    qtbot: QtBot, speaker: Speaker, clips: Path
) -> None:
    assert speaker.speaks("en")
    assert not speaker.speaks("vi")
    with qtbot.waitSignal(speaker.ended):
        speaker.speak([(Free("Mrs Hoi"),), (clip(clips, SHORT),)], language="en")


@pytest.mark.parametrize(
    ("names", "chosen"),
    [
        (["Built-in Audio", "HDMI"], "HDMI"),
        (["Built-in Audio", "USB Headphones"], "USB Headphones"),
        (["Tai nghe", "HDMI"], "Tai nghe"),
        ([], "HDMI"),
    ],
)
def test_speech_goes_to_a_headphone_where_there_is_one(names: list[str], chosen: str) -> None:
    assert preferred(names, "HDMI") == chosen


def test_without_a_loudspeaker_nothing_can_be_heard(qtbot: QtBot) -> None:
    del qtbot
    from PySide6.QtMultimedia import QMediaDevices

    speaker = Speaker()
    assert speaker.can_be_heard is bool(QMediaDevices.audioOutputs())
    speaker.deleteLater()
