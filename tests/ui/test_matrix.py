"""Every screen in a pairwise cut of all looks: nothing cut off, too small, faint or nameless."""

from __future__ import annotations

import re
from collections import Counter
from itertools import combinations
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QWidget

from kiosk.domain.procedure import FieldKind, Option, Words
from tests.gallery.matrix import WINDOWS, Way, every_way, look_at, some_ways
from tests.gallery.parts import PARTS
from tests.gallery.pseudo import LONGER, lengthened
from tests.gallery.scenes import SCENES
from tests.gallery.seen import Seen, cut_off, overlapping, script
from tests.ui.inputs.hands import one, question
from tests.ui.screens import shown, shown_first, shown_staff
from ui.body import Body
from ui.components.text_label import TextLabel
from ui.footer import FooterBar
from ui.keyboard.composition import Tone
from ui.page import Page
from ui.screens.look_tile import LookTile
from ui.texts import Texts
from ui.theme.tokens import TextSize

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from ui.look import Look

_TURNED = {
    shown.papers,
    shown.check_with_faults,
    shown.consent_missing,
    shown.confirm_unchosen,
}
"""What is longer than the usual window at the usual size, and may be; nothing else is."""


_ANSWERS = {
    FieldKind.NAME: "Nguyễn Thị Hợi",
    FieldKind.DATE: "1957-03-27",
    FieldKind.PERSONAL_NUMBER: "05419600123",
}


@pytest.mark.parametrize("scene", SCENES)
def test_a_screen_can_be_read_and_pressed(scene: str, qtbot: QtBot) -> None:
    del qtbot
    found = {
        str(way): findings
        for way in some_ways(list(SCENES).index(scene))
        if (findings := look_at(scene, way))
    }
    assert not found


def test_screens_are_called_by_names_of_their_own(qtbot: QtBot) -> None:
    look = Way().look()
    called: dict[str, set[str]] = {}
    for make in SCENES.values():
        page = make(look)
        qtbot.addWidget(page)
        called.setdefault(page.accessibleName(), set()).add(type(page).__name__)
    assert {name: pages for name, pages in called.items() if len(pages) > 1} == {}


@pytest.mark.parametrize("make", [*shown.EVERY, *shown_staff.EVERY], ids=lambda make: make.__name__)
def test_at_the_usual_size_nothing_else_need_be_turned(
    make: Callable[[Look], Page], qtbot: QtBot
) -> None:
    del qtbot
    way = Way()
    look = way.look()
    seen = Seen(make(look), look, way.pixels)
    body = seen.page.parentWidget()
    assert isinstance(body, Body)
    assert body.has_more_below is (make in _TURNED)
    seen.close()


@pytest.mark.parametrize("kind", [it for it in FieldKind if it is not FieldKind.GROUP])
@pytest.mark.parametrize("size", [TextSize.VUA, TextSize.RAT_LON])
@pytest.mark.parametrize("window", WINDOWS)
def test_a_question_needs_no_turning(
    kind: FieldKind, size: TextSize, window: str, qtbot: QtBot
) -> None:
    """With its keyboard or its pad open, in every window and at the largest text."""
    del qtbot
    way = Way(size, window=window)
    look = way.look()
    options = tuple(Option(f"c{at}", Words(vi=f"Điều {at}")) for at in range(20))
    asked = one(kind, options=options if kind.value.startswith("choice") else ())
    answer = _ANSWERS.get(kind)
    page = question(look, asked, answers={} if answer is None else {"it": answer})
    seen = Seen(page, look, way.pixels)
    body = page.parentWidget()
    assert body is not None
    assert page.height() <= body.height()
    pad = page.number_pad()
    assert pad is None or pad.key("0").height() >= look.tokens.mm(14)
    seen.close()


@pytest.mark.parametrize("scene", ["code", "code_practised", "code_wrong", "pin_practice"])
@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize(
    ("size", "window"),
    [*((size, "1366x768") for size in TextSize), (TextSize.RAT_LON, "1920x1080")],
)
def test_a_pad_beside_a_caution_is_seen_whole(
    scene: str, size: TextSize, window: str, language: str, qtbot: QtBot
) -> None:
    del qtbot
    way = Way(size, window=window, language=language)
    look = way.look()
    seen = Seen(SCENES[scene](look), look, way.pixels)
    body = seen.page.parentWidget()
    assert isinstance(body, Body)
    assert not body.has_more_below
    seen.close()


@pytest.mark.parametrize("scene", ["how_to_use", "how_to_hear"])
@pytest.mark.parametrize("size", TextSize)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_no_word_of_a_look_is_broken_on_a_laptop(
    scene: str, size: TextSize, language: str, qtbot: QtBot
) -> None:
    del qtbot
    way = Way(size, window="1366x768", language=language)
    look = way.look()
    seen = Seen(SCENES[scene](look), look, way.pixels)
    for tile in [it for it in seen.shown if isinstance(it, LookTile)]:
        written = " ".join(ink.words for ink in seen.inks if ink.widget is tile)
        assert {*re.findall(r"\w+", tile.accessibleName())} <= {*re.findall(r"\w+", written)}
    seen.close()


def test_a_number_is_stamped_on_its_page_at_the_largest_on_the_finest_screen(qtbot: QtBot) -> None:
    del qtbot
    assert look_at("review_many", Way(TextSize.RAT_LON, window="3840x2160")) == []


@pytest.mark.parametrize("part", PARTS)
def test_a_part_fits_its_sheet_in_every_window(part: str, qtbot: QtBot) -> None:
    del qtbot
    ways = [Way(size, window=window) for size in TextSize for window in WINDOWS]
    assert [finding for way in ways for finding in look_at(part, way)] == []


@pytest.mark.parametrize("size", TextSize)
@pytest.mark.parametrize("window", WINDOWS)
def test_tones_stand_in_letters_of_one_size(size: TextSize, window: str, qtbot: QtBot) -> None:
    """The words on six keys of unlike width, and what the syllable becomes beside them."""
    del qtbot
    way = Way(size, window=window)
    look = way.look()
    page = question(look, one(FieldKind.NAME), answers={"it": "Nguyễn Thị Hường"})
    seen = Seen(page, look, way.pixels)
    keyboard = page.keyboard()
    assert keyboard is not None
    keys = [keyboard.key(f"tone.{tone.value}") for tone in Tone]
    written = [[ink for ink in seen.inks if ink.widget is key] for key in keys]
    assert [len(inks) for inks in written] == [2] * len(keys)
    assert len({key._sizes for key in keys}) == 1
    assert list(cut_off(seen)) == []
    seen.close()


@pytest.mark.parametrize("size", TextSize)
@pytest.mark.parametrize("window", WINDOWS)
def test_the_camera_is_seen_whole_before_a_picture_is_taken(
    size: TextSize, window: str, qtbot: QtBot
) -> None:
    del qtbot
    way = Way(size, window=window)
    look = way.look()
    seen = Seen(shown.shoot(look), look, way.pixels)
    body = seen.page.parentWidget()
    assert isinstance(body, Body)
    assert not body.has_more_below
    seen.close()


def test_a_cut_through_the_matrix_meets_every_pair() -> None:
    factors = ("size", "theme", "window", "language", "network")
    whole = {
        (one, other, getattr(way, one), getattr(way, other))
        for way in every_way()
        for one, other in combinations(factors, 2)
    }
    cut = [way for scene in range(9) for way in some_ways(scene)]
    met = Counter(
        (one, other, getattr(way, one), getattr(way, other))
        for way in cut
        for one, other in combinations(factors, 2)
    )
    assert whole == set(met)
    for scene in range(9):
        for factor in factors[:-1]:
            values = {getattr(way, factor) for way in every_way()}
            assert {getattr(way, factor) for way in some_ways(scene)} == values


def test_the_pseudo_language_is_longer_and_keeps_what_is_put_in() -> None:
    words = "Còn {count} hồ sơ chờ gửi, {person} đợi một chút"
    longer = lengthened(words).format(count=3, person=4)
    letters, before = (
        sum(map(str.isalpha, it)) for it in (longer, words.format(count=3, person=4))
    )
    assert 1 + LONGER <= letters / before <= 1.6
    assert lengthened("…") == "…"
    for key, said in Texts.read("vi").words.items():
        assert said.count("{") == lengthened(said).count("{"), key


def test_what_is_cut_off_or_overlaps_is_found(qtbot: QtBot) -> None:
    """The measuring itself: a word in too small a box, and two words on one another."""
    del qtbot
    look = Way().look()
    page = Page(look, name="broken", heading="Hỏng")
    holder = QWidget()
    for top in (0, 10):
        label = TextLabel(look.tokens, "NGUYỄN THỊ ỞN", parent=holder)
        label.setGeometry(0, top, 300, 60)
    narrow = TextLabel(look.tokens, "Nghiêng", parent=holder)
    narrow.setGeometry(400, 0, 300, 20)
    page.main.addWidget(holder, 1)
    seen = Seen(page, look, (1920, 1080))
    assert [it.said.split("”")[0] for it in cut_off(seen)] == ["“Nghiêng"]
    assert {it.check for it in overlapping(seen)} == {"overlap"}
    seen.close()


def test_what_is_said_badly_is_found(qtbot: QtBot) -> None:
    """The measuring itself: English among Vietnamese words, and a page without its heading."""
    del qtbot
    way = Way()
    look = way.look()
    page = Page(look, name="broken", heading="Hỏng")
    for words in (Texts.read("en").say("notice.not_kept.text"), look.say("notice.not_kept.text")):
        page.main.addWidget(TextLabel(look.tokens, words))
    seen = Seen(page, look, way.pixels)
    assert [it.said.rpartition(" ")[2] for it in script(seen)] == ["notice.not_kept.text"]
    page._heading.hide()
    assert "begins with" in next(script(seen)).said
    seen.close()


@pytest.mark.parametrize(
    ("way", "turned"),
    [
        (Way(), False),
        (Way(TextSize.RAT_LON, window="1366x768", language="pseudo"), True),
        (Way(TextSize.RAT_LON, window="1080x1920", language="pseudo"), True),
    ],
    ids=str,
)
def test_a_page_without_a_footer_has_one_only_to_be_turned(
    way: Way, qtbot: QtBot, *, turned: bool
) -> None:
    del qtbot
    look = way.look()
    seen = Seen(shown_first.home(look), look, way.pixels)
    footer = seen.frame.findChild(FooterBar)
    assert footer is not None
    assert footer.isVisible() is turned
    body = seen.page.parentWidget()
    assert isinstance(body, Body)
    while body.has_more_below:
        body.turn_down()
    door = seen.page.findChild(QWidget, "home.guide")
    assert door is not None
    assert body.rect().contains(QRect(door.mapTo(body, QPoint(0, 0)), door.size()))
    seen.close()
