"""A page is read when it is asked for, or as it comes; a touch stops it, and nobody inherits it."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtMultimedia import QAudioBufferOutput
from PySide6.QtTest import QTest

from kiosk.clips import make_clips
from kiosk.packs import PACKS
from tests.ui.conductor.house import BIRTH, BIRTH_ANSWERS, CARD, House, library
from tests.ui.staff_area import PIN
from ui.edges import Sounds
from ui.inputs.field_input import FieldInput
from ui.speech.clips import SIGNALS, Free, clip_name, normal
from ui.speech.pace import USUAL_VOLUME, Pace
from ui.speech.script import Name
from ui.speech.speaker import Speaker
from ui.speech.wording import in_words
from ui.window import Voice

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from PySide6.QtCore import QObject
    from PySide6.QtWidgets import QWidget
    from pytestqt.qtbot import QtBot

    from ui.conductor.reading import Reading
    from ui.speech.script import Utterance

pytestmark = pytest.mark.qt_log_ignore("PulseAudioService")


class Signalling(Speaker):
    """The real speaker, which tells too what was asked of it."""

    asked: list[str]
    spoken: list[Path | Free]

    def speak(self, sentences: Sequence[tuple[Path | Free, ...]], **how: Any) -> None:  # noqa: ANN401
        self.spoken.extend(part for sentence in sentences for part in sentence)
        super().speak(sentences, **how)

    def signal(self, name: str, volume: int = USUAL_VOLUME) -> None:
        self.asked.append(name)
        super().signal(name, volume)


class Room:
    """A kiosk in which it can be heard what is read."""

    def __init__(self, qtbot: QtBot, folder: Path, clips: Path) -> None:
        self.into = QAudioBufferOutput()
        self.signals: list[str] = []
        self.spoken: list[Path | Free] = []

        def make(parent: QObject) -> Speaker:
            speaker = Signalling(parent, signals=clips / SIGNALS, into=self.into)
            speaker.asked, speaker.spoken = self.signals, self.spoken
            return speaker

        self.house = House(qtbot, folder, sounds=Sounds(clips, (), make)).open()
        self.house.wait(lambda: self.shows(Voice.READY))

    def shows(self, voice: Voice) -> bool:
        """Whether the header offers this now."""
        return self.house.frame.voice is voice

    @property
    def reading(self) -> Reading:
        reading = self.house.program._reading
        assert reading is not None
        return reading

    def press(self, name: str = "header.read-aloud") -> None:
        """Touch one control, and nothing beside it before."""
        control = self.control(name)
        QTest.mouseClick(control, Qt.MouseButton.LeftButton)

    def control(self, name: str) -> QWidget:
        found = self.house.find(name)
        assert found is not None, name
        return found


@pytest.fixture
def spoken(clips: Path, tmp_path: Path) -> Path:
    """Clips of what these tests meet, made by the real programs beside the few that there are."""
    words = (
        "chào bà con",
        "mời chạm để bắt đầu",
        "hôm nay ai bấm máy",
        "có",
        "không",
        "tiếp tục",
        "cỡ chữ",
        "lê",
        "toàn",
        "máy chưa biết đọc tên này",
    )
    sample = "máy sẽ đọc to và rõ như thế này"
    cards = [normal(card.title.said("vi")) for card in library().packs.guides[0].cards[:2]]
    folder = tmp_path / "clips"
    make_clips(
        folder,
        PACKS,
        lambda language, _packs: (*words, *cards, sample) if language == "vi" else ("yes",),
    )
    del clips
    return folder


@pytest.fixture
def room(qtbot: QtBot, tmp_path: Path, spoken: Path) -> Iterator[Room]:
    made = Room(qtbot, tmp_path / "house", spoken)
    yield made
    made.house.close()


def test_the_page_is_read_stopped_and_heard_again(room: Room) -> None:
    assert room.house.button("header.read-aloud") == "Đọc to"
    assert room.house.find("header.voice") is None
    room.press()
    room.house.wait(lambda: room.shows(Voice.SPEAKING))
    assert room.house.button("header.read-aloud") == "Dừng đọc"
    # A second tap would be the tail of the first, had no time passed.
    room.house.qtbot.wait(300)
    room.press()
    assert room.shows(Voice.HEARD)
    assert room.house.button("header.read-aloud") == "Nghe lại"
    room.house.qtbot.wait(300)
    room.press()
    assert room.shows(Voice.SPEAKING)


def test_it_falls_silent_by_itself_at_the_end(room: Room) -> None:
    room.reading.say_sample()
    assert room.shows(Voice.SPEAKING)
    room.house.wait(lambda: room.shows(Voice.HEARD))


def test_a_touch_beside_its_button_stops_it(room: Room) -> None:
    room.press()
    room.house.wait(lambda: room.shows(Voice.SPEAKING))
    window = room.house.frame.windowHandle()
    QTest.mousePress(window, Qt.MouseButton.LeftButton, pos=QPoint(9, 500))
    assert room.shows(Voice.HEARD)


def test_each_page_is_read_as_it_comes_once_that_is_wanted(room: Room) -> None:
    room.house.tap("home.dossier")
    room.house.wait_page("how_to_use")
    room.house.tap("voice.reads.yes")
    room.house.wait(lambda: room.shows(Voice.SPEAKING))
    room.house.tap("footer.primary")
    room.house.wait_page("who_presses")
    assert room.shows(Voice.READY)
    room.house.wait(lambda: room.shows(Voice.SPEAKING))


def test_another_card_of_the_same_page_is_read_too(room: Room) -> None:
    room.house.program.stage.choose(read_aloud=True)
    room.house.tap("home.guide")
    room.house.wait(lambda: room.shows(Voice.SPEAKING))
    room.house.tap("footer.primary")
    assert room.shows(Voice.READY)
    room.house.wait(lambda: room.shows(Voice.SPEAKING))


def test_a_loudspeaker_that_is_pulled_out_takes_the_button_along(room: Room) -> None:
    speaker = room.reading.speaker
    assert speaker is not None
    room.press()
    assert room.shows(Voice.SPEAKING)
    speaker._into = None
    if speaker.can_be_heard:
        pytest.skip("this machine has a loudspeaker")
    speaker._choose_output()
    assert room.shows(Voice.NONE)
    assert not speaker.speaking
    speaker._into = room.into
    speaker._choose_output()
    assert room.shows(Voice.READY)


def test_the_page_of_the_voice_says_when_the_loudspeaker_is_pulled_out(room: Room) -> None:
    speaker = room.reading.speaker
    assert speaker is not None
    room.press()
    room.house.tap("header.voice")
    room.house.wait_page("voice")
    silent = room.house.say("voice.silent")
    assert silent not in room.house.words()
    speaker._into = None
    if speaker.can_be_heard:
        pytest.skip("this machine has a loudspeaker")
    speaker._choose_output()
    assert silent in room.house.words()
    assert room.house.find("voice.try") is None
    room.house.tap("voice.pace.slow")
    assert silent in room.house.words()
    speaker._into = room.into
    speaker._choose_output()
    assert silent not in room.house.words()
    assert room.house.find("voice.try") is not None


def test_the_next_person_inherits_nothing(room: Room) -> None:
    stage = room.house.program.stage
    stage.choose(read_aloud=True, pace=Pace.FAST, volume=5)
    room.house.wait(lambda: room.shows(Voice.SPEAKING))
    room.house.conductor.go_home()
    assert room.shows(Voice.READY)
    choices = stage.choices
    assert (choices.read_aloud, choices.pace, choices.volume) == (False, Pace.NORMAL, 3)


def test_how_it_is_read_is_chosen_on_a_page_that_covers_and_uncovers(room: Room) -> None:
    room.press()
    room.house.wait(lambda: room.shows(Voice.SPEAKING))
    room.house.tap("header.voice")
    room.house.wait_page("voice")
    room.house.tap("voice.pace.slow")
    room.house.wait(lambda: room.shows(Voice.SPEAKING))
    room.house.tap("voice.volume.5")
    choices = room.house.program.stage.choices
    assert (choices.pace, choices.volume) == (Pace.SLOW, 5)
    room.house.tap("footer.primary")
    room.house.wait_page("home")


def test_the_page_of_the_looks_leads_there_too(room: Room) -> None:
    room.house.tap("home.dossier", "how_to_use.voice")
    room.house.wait_page("voice")
    room.house.tap("footer.primary")
    room.house.wait_page("how_to_use")


def test_another_language_is_read_in_its_own_voice_or_not_at_all(room: Room) -> None:
    room.house.tap("header.language")
    assert room.shows(Voice.READY)
    room.reading._shelves = {"vi": room.reading._shelves["vi"]}
    room.house.tap("header.text-size")
    assert room.shows(Voice.NONE)
    room.house.tap("header.language")
    assert room.shows(Voice.READY)


def test_without_clips_and_voice_the_button_is_not_there(
    qtbot: QtBot, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    sounds = Sounds(tmp_path / "nowhere", (), partial(Speaker, into=QAudioBufferOutput()))
    house = House(qtbot, tmp_path, sounds=sounds).open()
    house.wait(lambda: any("read aloud" in it.getMessage() for it in caplog.records))
    assert house.frame.voice is Voice.NONE
    assert house.find("header.read-aloud") is None
    house.tap("home.dossier")
    house.wait_page("how_to_use")
    assert house.find("voice.reads.yes") is None
    house.close()


def test_without_a_loudspeaker_the_button_is_not_there(
    qtbot: QtBot, tmp_path: Path, spoken: Path, caplog: pytest.LogCaptureFixture
) -> None:
    from PySide6.QtMultimedia import QMediaDevices

    if QMediaDevices.audioOutputs():
        pytest.skip("this machine has a loudspeaker")
    caplog.set_level("INFO")
    house = House(qtbot, tmp_path, sounds=Sounds(spoken)).open()
    house.wait(lambda: any("read aloud" in it.getMessage() for it in caplog.records))
    assert house.find("header.read-aloud") is None
    house.close()


def test_who_is_read_to_is_there(room: Room) -> None:
    alive: list[None] = []
    room.reading.alive.connect(lambda: alive.append(None))
    room.reading.say_sample()
    room.house.wait(lambda: bool(alive))


def test_a_number_that_is_typed_is_never_said_nor_is_it_when_it_is_wrong(room: Room) -> None:
    house = room.house
    house.identify()
    house.tap("identity.by_hand")
    house.wait_page("question.personal_number")
    spoken = []
    for number in (CARD[:11], "98765432109"):
        for digit in number:
            QTest.mouseClick(room.control(f"pad-{digit}"), Qt.MouseButton.LeftButton)
        house.tap("footer.primary")
        house.wait(lambda: house.page._strip is not None)
        spoken.append(in_words(house.page.script(), house.page.look.texts))
        house.page.findChild(FieldInput).clear()  # type: ignore[union-attr]
    assert spoken[0] == spoken[1]
    assert not any(it.isdecimal() for sentence in spoken[0] for it in sentence)


def test_a_touch_that_counts_is_heard_and_what_wants_attention_too(room: Room) -> None:
    house = room.house
    room.signals.clear()
    house.identify()
    house.tap("identity.by_hand")
    assert room.signals == ["click"] * len(room.signals)
    house.tap("footer.primary")
    house.wait(lambda: house.page._strip is not None)
    assert room.signals[-1] == "attention"


def test_staff_hear_the_sound_that_they_try_each_time(room: Room) -> None:
    house = room.house
    house.tap("header.staff")
    house.wait_page("pin")
    house.digits(PIN)
    house.tap("footer.primary")
    house.wait_page("desk.queue")
    house.tap("desk.more", "desk.more.devices")
    house.wait_page("desk.devices")
    for _ in range(2):
        room.signals.clear()
        house.tap("devices.sound")
        assert "attention" in room.signals


def test_a_page_that_turns_green_is_heard_to_do_so(room: Room) -> None:
    house = room.house
    house.resume(house.kept(BIRTH, BIRTH_ANSWERS))
    house.look_through()
    house.check()
    house.wait_page("submit")
    house.portal_goes(down=True)
    house.tap("footer.primary")
    house.wait_page("outcome")
    assert "success" not in room.signals
    house.portal_goes(down=False)
    house.wait(lambda: not house.page.place.waiting)
    assert room.signals.count("success") == 1
    house.tap("header.text-size")
    assert room.signals.count("success") == 1


def heard_of(room: Room, *script: Utterance) -> list[str]:
    """The files of what a page has read out of it."""
    room.spoken.clear()
    room.house.page.read_wanted.emit(script)
    return [it.name if isinstance(it, Path) else it.words for it in room.spoken]


def test_a_name_is_said_in_vietnamese_whatever_the_screens_language(room: Room) -> None:
    clips = [clip_name(it, "vi") for it in ("lê", "toàn")]
    assert heard_of(room, Name("LÊ TOÀN")) == clips
    assert room.shows(Voice.SPEAKING)
    room.house.tap("header.language")
    assert heard_of(room, "Yes", Name("LÊ TOÀN")) == [clip_name("yes", "en"), *clips]


def test_of_a_name_that_cant_be_said_it_is_said_that_it_cant(room: Room) -> None:
    unknown = clip_name("máy chưa biết đọc tên này", "vi")
    assert unknown in heard_of(room, Name("LÊ XYZ"))


def test_digits_of_a_name_are_never_said(room: Room) -> None:
    assert not any("0541" in it for it in heard_of(room, Name("Lê 054157005678")))


def test_who_wants_no_clicks_hears_none(room: Room) -> None:
    room.press()
    room.house.tap("header.voice", "voice.signals.no")
    room.signals.clear()
    room.house.tap("footer.primary")
    room.house.wait_page("home")
    assert not room.signals
    room.house.conductor.go_home()
    room.house.tap("home.guide")
    assert room.signals == ["click"]
