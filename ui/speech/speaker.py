"""Plays clips one after the other, and has the system's voice say what no clip says.

Loaded long after home has been painted, since Qt's multimedia and speech come with it.
"""

from __future__ import annotations

import logging
from collections import deque
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QLocale, QObject, QTimer, QUrl, Signal, Slot
from PySide6.QtMultimedia import (
    QAudioBufferOutput,
    QAudioOutput,
    QMediaDevices,
    QMediaPlayer,
    QSoundEffect,
)
from PySide6.QtTextToSpeech import QTextToSpeech

from ui.speech.clips import SIGNAL_SUFFIX
from ui.speech.pace import USUAL_VOLUME, VOLUMES, Pace

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtMultimedia import QAudioDevice

    from ui.speech.clips import Free

_BETWEEN_MS: Final = 280
"""The pause after a sentence."""
_HEADPHONES: Final = ("headphone", "headset", "earphone", "tai nghe")
_FASTER: Final = {Pace.SLOW: -0.3, Pace.NORMAL: 0.0, Pace.FAST: 0.35}
_NOT_VOICES: Final = frozenset({"mock", "none"})

_log = logging.getLogger(__name__)


def preferred(names: Sequence[str], usual: str) -> str:
    """Which output speaks: a headphone where there is one, else the system's usual one."""
    worn = (name for name in names if any(it in name.casefold() for it in _HEADPHONES))
    return next(worn, usual)


class Speaker(QObject):
    """One thing is said at a time. `ended` comes when all of it was said, or it was stopped.

    `sentence` comes at the beginning of each sentence; `outputs_changed` when a loudspeaker or a
    headphone came or went: `can_be_heard` answers whether there is one.
    """

    sentence = Signal()
    ended = Signal()
    outputs_changed = Signal()

    def __init__(
        self,
        parent: QObject | None = None,
        *,
        signals: Path | None = None,
        into: QAudioBufferOutput | None = None,
        engine: str | None = None,
    ) -> None:
        """`signals` is the folder of the short sounds.

        `into` takes the speech where there is no loudspeaker; `engine` is the voice's own.
        """
        super().__init__(parent)
        self._into = into
        self._sentences: deque[tuple[Path | Free, ...]] = deque()
        self._parts: deque[Path | Free] = deque()
        self._speaking = False
        self._pace = Pace.NORMAL
        self._unheard: set[str] = set()
        self._folder = signals
        self._signals: dict[str, QSoundEffect] = {}
        self._devices = QMediaDevices(self)
        self._devices.audioOutputsChanged.connect(self._choose_output)
        self._output: QAudioOutput | None = None
        self._player = QMediaPlayer(self)
        self._player.setPitchCompensation(True)
        self._player.mediaStatusChanged.connect(self._status_changed)
        self._player.errorOccurred.connect(self._failed)
        if into is not None:
            self._player.setAudioBufferOutput(into)
        self._voice = self._system_voice(engine)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.timeout.connect(self._next)
        self._choose_output()

    @property
    def can_be_heard(self) -> bool:
        """Whether there is anything that the sound can come out of."""
        return self._into is not None or bool(self._devices.audioOutputs())

    @property
    def speaking(self) -> bool:
        """Whether something is being said."""
        return self._speaking

    def speaks(self, language: str) -> bool:
        """Whether the system has a voice of this language."""
        return self._locale(language) is not None

    def speak(
        self,
        sentences: Sequence[tuple[Path | Free, ...]],
        *,
        language: str = "vi",
        pace: Pace = Pace.NORMAL,
        volume: int = USUAL_VOLUME,
    ) -> None:
        """Say these sentences in place of what is being said. `volume` counts from 1."""
        self._fall_silent()
        self._sentences.extend(it for it in sentences if it)
        self._speaking = True
        self._pace = pace
        loudness = VOLUMES[volume - 1]
        if self._output is not None:
            self._output.setVolume(loudness)
        locale = self._locale(language)
        if self._voice is not None and locale is not None:
            self._voice.setLocale(locale)
            self._voice.setRate(_FASTER[pace])
            self._voice.setVolume(loudness)
        self._pause.start(0)

    def signal(self, name: str, volume: int = USUAL_VOLUME) -> None:
        """Let a short sound be heard beside whatever is said; nothing where it isn't there."""
        effect = self._signals.get(name)
        if effect is not None:
            effect.setVolume(VOLUMES[volume - 1])
            effect.play()

    @Slot()
    def stop(self) -> None:
        """Say nothing more."""
        if self._speaking:
            self._fall_silent()
            self.ended.emit()

    def _fall_silent(self) -> None:
        self._speaking = False
        self._pause.stop()
        self._sentences.clear()
        self._parts.clear()
        self._player.stop()
        if self._voice is not None and self._voice.state() is QTextToSpeech.State.Speaking:
            self._voice.stop()

    @Slot()
    def _next(self) -> None:
        """Say the next part of the sentence, or the next sentence."""
        if not self._speaking:
            return
        if not self._parts:
            if not self._sentences:
                self._speaking = False
                self.ended.emit()
                return
            self._parts.extend(self._sentences.popleft())
            self.sentence.emit()
        part = self._parts.popleft()
        if isinstance(part, Path):
            # the same clip twice is two clips: it is let go of in between
            self._player.setSource(QUrl())
            self._player.setSource(QUrl.fromLocalFile(str(part)))
            self._player.setPlaybackRate(self._pace.value)
            self._player.play()
        elif self._voice is not None:
            self._voice.say(part.words)
        else:
            self._pause.start(0)

    def _go_on(self) -> None:
        """A part was said; what follows waits for the event loop: the player is still busy."""
        if self._speaking:
            self._pause.start(0 if self._parts else _BETWEEN_MS)

    @Slot(QMediaPlayer.MediaStatus)
    def _status_changed(self, status: QMediaPlayer.MediaStatus) -> None:
        if status is QMediaPlayer.MediaStatus.EndOfMedia:
            self._go_on()

    @Slot(QMediaPlayer.Error, str)
    def _failed(self, _error: QMediaPlayer.Error, _words: str) -> None:
        """A clip that can't be played is passed over."""
        name = self._player.source().fileName()
        if name and name not in self._unheard:
            self._unheard.add(name)
            _log.warning("a clip can't be played", extra={"reason": name})
        self._go_on()

    @Slot(QTextToSpeech.State)
    def _voice_changed(self, state: QTextToSpeech.State) -> None:
        if state is QTextToSpeech.State.Ready:
            self._go_on()
        elif state is QTextToSpeech.State.Error:
            _log.warning("the system's voice failed")
            self._voice = None
            self._go_on()

    def _system_voice(self, engine: str | None) -> QTextToSpeech | None:
        engines = [it for it in QTextToSpeech.availableEngines() if it not in _NOT_VOICES]
        named = engine or next(iter(engines), None)
        if named is None:
            return None
        voice = QTextToSpeech(named, self)
        if voice.state() is QTextToSpeech.State.Error:
            voice.deleteLater()
            return None
        voice.stateChanged.connect(self._voice_changed)
        return voice

    def _locale(self, language: str) -> QLocale | None:
        if self._voice is None:
            return None
        locales = self._voice.availableLocales()
        return next((it for it in locales if it.name().partition("_")[0] == language), None)

    @Slot()
    def _choose_output(self) -> None:
        """Follow the system, and a headphone that was plugged in."""
        outputs = {device.description(): device for device in self._devices.audioOutputs()}
        if outputs and self._into is None:
            usual = QMediaDevices.defaultAudioOutput().description()
            self._speak_from(outputs.get(preferred(list(outputs), usual)))
        elif not outputs and self._into is None:
            self.stop()
        self.outputs_changed.emit()

    def _speak_from(self, device: QAudioDevice | None) -> None:
        if self._output is None:
            self._output = QAudioOutput(self)
            self._player.setAudioOutput(self._output)
            self._load_signals()
        if device is not None:
            self._output.setDevice(device)
            for effect in self._signals.values():
                effect.setAudioDevice(device)

    def _load_signals(self) -> None:
        """They are held ready: a click that comes late belongs to no touch."""
        folder = self._folder
        if folder is None or not folder.is_dir():
            return
        for file in sorted(folder.glob(f"*{SIGNAL_SUFFIX}")):
            effect = QSoundEffect(self)
            effect.setSource(QUrl.fromLocalFile(str(file)))
            self._signals[file.stem] = effect
