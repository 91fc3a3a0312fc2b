"""Reads the page on the screen aloud: when it is asked for, or each page as it comes."""

from __future__ import annotations

import logging
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING, Final, cast

from PySide6.QtCore import QEvent, QObject, QTimer, Signal, Slot
from PySide6.QtGui import QMouseEvent

from ui.multimedia import MULTIMEDIA, SPEECH, link, load_multimedia
from ui.speech.clips import SIGNALS, Shelf
from ui.speech.script import Name
from ui.speech.wording import in_words
from ui.window import Voice

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from ui.edges import Sounds
    from ui.look import Look
    from ui.page import Page
    from ui.speech.clips import Free
    from ui.speech.script import Utterance
    from ui.speech.speaker import Speaker
    from ui.stage import Stage
    from ui.texts import Texts

_SETTLED_MS: Final = 250
"""So long after a page has come it is read: by then it stands, and the tap has died away."""
_BUTTON: Final = "header.read-aloud"
_CONTROLS: Final = "voice"
_NAMES: Final = "vi"
"""The language that names are said in."""

_log = logging.getLogger(__name__)


def load(sounds: Sounds, languages: Iterable[Texts]) -> dict[str, Shelf]:
    """Look for clips, a shelf a language, and link what plays them; never on the GUI thread.

    Raises ImportError or OSError where nothing can play them.
    """
    link(MULTIMEDIA, SPEECH)
    return {texts.language: Shelf(texts, sounds.clips, sounds.recordings) for texts in languages}


def _speaker(sounds: Sounds, parent: QObject) -> Speaker:
    """What plays the clips, once it is linked. Raises ImportError."""
    load_multimedia()
    if sounds.make_speaker is not None:
        return sounds.make_speaker(parent)
    from ui.speech.speaker import Speaker  # noqa: PLC0415 — not on the way to home

    return Speaker(parent, signals=sounds.clips / SIGNALS)


class Reading(QObject):
    """Ties the voice to the stage. `alive` says that somebody is being read to.

    Any touch beside its own button stops it: it is an event filter for the program's window, where
    touches are made mouse events. Where nothing can be heard its button is not there.
    """

    alive = Signal()

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self._stage = stage
        self._frame = stage.frame
        self._speaker: Speaker | None = None
        self._shelves: Mapping[str, Shelf] = {}
        self._heard: tuple[object, ...] = ()
        self._came = ("", "")
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_SETTLED_MS)
        self._soon.timeout.connect(self._read)
        stage.shown.connect(self._shown)
        if self._frame.page is not None:
            self._attend(self._frame.page)
        self._frame.read_aloud.connect(self._pressed)
        self._frame.voice_wanted.connect(self._show_controls)
        self._frame.tapped.connect(partial(self._signal, "click"))
        self._frame.sound_wanted.connect(self._signal)

    def loaded(self, sounds: Sounds, shelves: Mapping[str, Shelf]) -> None:
        """There may be a voice now."""
        try:
            speaker = _speaker(sounds, self)
        except ImportError as failure:
            self.not_loaded(failure)
            return
        self._shelves, self._speaker = shelves, speaker
        speaker.sentence.connect(self.alive)
        speaker.ended.connect(self._ended)
        speaker.outputs_changed.connect(self._offer)
        self._offer()
        if self._frame.voice is Voice.NONE:
            _log.info("nothing is read aloud", extra={"reason": self._why_silent()})

    def not_loaded(self, failure: Exception) -> None:
        """Without what plays sound the screens do all they do; a bug among them is loud."""
        if not isinstance(failure, ImportError | OSError):
            raise failure
        _log.error("nothing is read aloud", extra={"failure": type(failure).__name__})

    @property
    def speaker(self) -> Speaker | None:
        """What speaks, once it is loaded."""
        return self._speaker

    def _why_silent(self) -> str:
        heard = self._speaker is not None and self._speaker.can_be_heard
        return "no-clips" if heard else "no-loudspeaker"

    @Slot()
    def _offer(self) -> None:
        """Show the button where this language can be heard."""
        can = self._can_speak
        if self._frame.page is not None:
            self._frame.page.show_voice(heard=can)
        if not can or self._frame.voice is Voice.NONE:
            self._frame.show_voice(Voice.READY if can else Voice.NONE)

    @property
    def _can_speak(self) -> bool:
        language = self._stage.choices.language
        return (
            self._speaker is not None
            and self._speaker.can_be_heard
            and (bool(self._shelves.get(language)) or self._speaker.speaks(language))
        )

    # --- reading ---

    @Slot()
    def _pressed(self) -> None:
        if self._speaker is not None and self._speaker.speaking:
            self._speaker.stop()
        else:
            self._read()

    @Slot()
    def _read(self) -> None:
        """Read the page from its beginning."""
        page = self._frame.page
        if page is not None:
            self._heard = _reads(page)
            self._say(page.script(), page.look.texts)

    @Slot(object)
    def _read_part(self, script: Sequence[Utterance]) -> None:
        """Read what a page hands over now; of a name that can't be said, that it can't."""
        texts = self._stage.look.texts
        if len(script) == 1 and isinstance(script[0], Name) and not self._named(script[0]):
            script = (texts.say("speech.name-unknown"),)
        self._say(script, texts)

    def _named(self, name: Name) -> list[tuple[Path | Free, ...]]:
        shelf, texts = self._shelves.get(_NAMES), self._stage.texts.get(_NAMES)
        if shelf is None or texts is None or self._speaker is None:
            return []
        words = " ".join(in_words([name], texts))
        return shelf.name(words, voice=self._speaker.speaks(_NAMES))

    def _say(self, script: Sequence[Utterance], texts: Texts) -> None:
        speaker, shelf = self._speaker, self._shelves.get(texts.language)
        if speaker is None or shelf is None or not self._can_speak:
            return
        choices = self._stage.choices
        voice = speaker.speaks(texts.language)
        sounds: list[tuple[Path | Free, ...]] = []
        for is_name, run in groupby(script, key=lambda it: isinstance(it, Name)):
            if is_name:
                for name in run:
                    sounds += self._named(cast("Name", name))
            else:
                sounds += shelf.sounds(in_words(run, texts), voice=voice)
        if not sounds:
            return
        speaker.speak(sounds, language=texts.language, pace=choices.pace, volume=choices.volume)
        self._frame.show_voice(Voice.SPEAKING)

    @Slot()
    def _ended(self) -> None:
        if self._frame.voice is Voice.SPEAKING:
            self._frame.show_voice(Voice.HEARD)

    @Slot()
    def stop(self) -> None:
        """Say nothing more."""
        self._soon.stop()
        if self._speaker is not None:
            self._speaker.stop()

    @Slot(object)
    def _shown(self, page: Page) -> None:
        self.stop()
        self._frame.show_voice(Voice.READY if self._can_speak else Voice.NONE)
        self._heard = ()
        came = (page.objectName(), page.sound)
        if came != self._came:  # else the same page was made anew
            self._came = came
            self._signal(page.sound)
        self._attend(page)
        if self._stage.choices.read_aloud and page.objectName() != _CONTROLS:
            self._soon.start()

    def _attend(self, page: Page) -> None:
        """Hear what this page wants read."""
        page.show_voice(heard=self._can_speak)
        page.read_wanted.connect(self._read_part)
        page.changed.connect(self._changed)
        page.noticed.connect(self._noticed)

    @Slot()
    def _changed(self) -> None:
        """A page that turns to another card of its own is another page to the ear."""
        page = self._frame.page
        if page is None or not self._heard or self._heard == _reads(page):
            return
        self.stop()
        self._frame.show_voice(Voice.READY)
        if self._stage.choices.read_aloud:
            self._soon.start()

    @Slot()
    def _noticed(self) -> None:
        """Something was put at the top of the page that is to be heard."""
        self._signal("attention")
        if self._stage.choices.read_aloud:
            self._soon.start()

    @Slot(str)
    def _signal(self, name: str) -> None:
        choices = self._stage.choices
        if name and choices.signals and self._speaker is not None:
            self._speaker.signal(name, choices.volume)

    def eventFilter(self, receiver: QObject, event: QEvent) -> bool:
        """Any touch stops the voice; nothing is held back."""
        del receiver
        if event.type() == QEvent.Type.MouseButtonPress and isinstance(event, QMouseEvent):
            self._touched(self._frame.childAt(event.position().toPoint()))
        elif event.type() == QEvent.Type.KeyPress:
            self._touched(self._frame.focusWidget())
        return False

    def _touched(self, part: QWidget | None) -> None:
        if part is None or part.objectName() != _BUTTON:
            self.stop()

    # --- how it is read ---

    @Slot()
    def _show_controls(self) -> None:
        if not self._stage.shows(_CONTROLS):
            self._stage.cover(self._controls)

    def _controls(self, look: Look) -> Page:
        from ui.screens.voice import VoicePage  # noqa: PLC0415 — not on the way to home

        choices = self._stage.choices
        page = VoicePage(
            look,
            reads=choices.read_aloud,
            pace=choices.pace,
            volume=choices.volume,
            signals=choices.signals,
        )
        page.reads_chosen.connect(partial(self._choose, "read_aloud"))
        page.pace_chosen.connect(partial(self._choose, "pace"))
        page.volume_chosen.connect(partial(self._choose, "volume"))
        page.signals_chosen.connect(self._choose_signals)
        page.try_wanted.connect(self.say_sample)
        page.finished.connect(self._stage.uncover)
        return page

    def _choose(self, name: str, value: object) -> None:
        self._stage.choose(**{name: value})
        self.say_sample()

    @Slot(bool)
    def _choose_signals(self, wanted: bool) -> None:  # noqa: FBT001 — Qt's signal carries it
        self._stage.choose(signals=wanted)
        self._signal("click")

    @Slot()
    def say_sample(self) -> None:
        """Let the person hear how it is read now."""
        look = self._stage.look
        self._say((look.say("voice.sample"),), look.texts)


def _reads(page: Page) -> tuple[object, ...]:
    """What makes a page another page to the ear."""
    return page.heading, page.place
