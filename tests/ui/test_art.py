"""The drawings."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QColor, QImage, QPainter

from kiosk.domain.helping import HelpMode
from kiosk.packs.documents import read_schema
from ui.art.cards import CardPart, paint_card_back, paint_card_front, paint_scan
from ui.art.faces import FACES, paint_face_of
from ui.art.guide_cards import GUIDE_CARDS, paint_guide_card
from ui.art.house import House, paint_walls
from ui.art.mark import paint_mark
from ui.art.papers import paint_dossier, paint_paper, paint_sheet
from ui.art.path import paint_path
from ui.art.people import Portrait, paint_account, paint_photograph, paint_portrait
from ui.art.tiles import paint_eave, paint_result_house, paint_task_roof
from ui.art.who import paint_who

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

WALL = QColor("#F7F4EC")


def drawn(
    paint: Callable[[QPainter], None], width: int = 600, height: int = 500, wall: QColor = WALL
) -> QImage:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(wall)
    painter = QPainter(image)
    paint(painter)
    painter.end()
    return image


DRAWINGS: dict[str, Callable[..., None]] = {
    "account": paint_account,
    "dossier": paint_dossier,
    "path": paint_path,
    "mark": paint_mark,
    "front": paint_card_front,
    "back": paint_card_back,
    "scan": paint_scan,
    "sheet": paint_sheet,
    **{f"who {mode}": partial(paint_who, mode=mode) for mode in HelpMode},
    **{f"face {it}": partial(paint_face_of, face=it) for it in FACES},
    **{f"guide card {it}": partial(paint_guide_card, drawing=it) for it in sorted(GUIDE_CARDS)},
    **{f"portrait {it}": partial(paint_portrait, portrait=it) for it in Portrait},
}


@pytest.mark.parametrize("name", DRAWINGS)
@pytest.mark.parametrize("contrast", [False, True])
def test_every_drawing_leaves_ink_and_gives_the_painter_back(
    qtbot: QtBot, name: str, *, contrast: bool
) -> None:
    del qtbot
    wall = QColor("black") if contrast else WALL
    empty = drawn(lambda _painter: None, wall=wall)

    def paint(painter: QPainter) -> None:
        DRAWINGS[name](painter, contrast=contrast)
        assert painter.transform().isIdentity()
        assert not painter.hasClipping()

    assert drawn(paint, wall=wall) != empty


def test_a_guide_may_name_every_drawing_of_a_card_and_no_other() -> None:
    known = read_schema("guide")["$defs"]
    assert isinstance(known, dict)
    assert set(known["drawing"]["enum"]) == GUIDE_CARDS


def red_at(image: QImage, x: int, y: int) -> bool:
    colour = image.pixelColor(x, y)
    return colour.red() > 2 * colour.blue()


@pytest.mark.parametrize(("progress", "laid"), [(0.0, 0), (0.5, 24), (1.0, 49), (7.0, 49)])
def test_each_answered_question_lays_tiles_on_the_eave(
    qtbot: QtBot, progress: float, laid: int
) -> None:
    del qtbot
    image = drawn(lambda painter: paint_eave(painter, 1920, progress), 1920, 24)
    toes = [red_at(image, min(40 * column, 1919), 19) for column in range(49)]
    assert sum(toes) == laid
    assert toes == sorted(toes, reverse=True)


def test_while_something_waits_the_last_four_tiles_of_the_eave_are_open(qtbot: QtBot) -> None:
    del qtbot
    image = drawn(lambda painter: paint_eave(painter, 1920, 1.0, amber=True), 1920, 24)
    toes = [red_at(image, min(40 * column, 1919), 19) for column in range(49)]
    assert toes == [True] * 45 + [False] * 4


@pytest.mark.parametrize(("tasks", "done"), [(6, 0), (6, 3), (6, 6), (1, 1), (3, 1), (9, 4)])
def test_each_finished_task_lays_a_lane_of_tiles(qtbot: QtBot, tasks: int, done: int) -> None:
    del qtbot
    image = drawn(lambda painter: paint_task_roof(painter, tasks, done), 512, 158)
    lane = 488 / tasks
    laid = [red_at(image, round(12 + lane * (task + 0.5)), 140) for task in range(tasks)]
    assert laid == [True] * done + [False] * (tasks - done)


def test_the_house_of_a_result_is_whole_only_when_received(qtbot: QtBot) -> None:
    del qtbot
    line, ground = QColor("#000000"), QColor("#FFFFFF")
    paint = partial(paint_result_house, line=line, ground=ground)
    whole = drawn(lambda painter: paint(painter, whole=True), 300, 190, ground)
    open_lane = drawn(lambda painter: paint(painter, whole=False), 300, 190, ground)
    assert whole.copy(0, 0, 230, 190) == open_lane.copy(0, 0, 230, 190)
    assert whole.copy(230, 0, 70, 190) != open_lane.copy(230, 0, 70, 190)


def test_the_house_has_three_bays_or_one(qtbot: QtBot) -> None:
    del qtbot
    assert len(House(1920, 210, 800).bays) == 3
    assert len(House(1080, 410, 1452, upright=True).bays) == 1
    assert len(House(1920, 210, 800, one_bay=True).bays) == 1
    for house in (House(1920, 210, 800), House(1080, 210, 900, upright=True)):
        image = drawn(partial(paint_walls, house=house), 1920, 1000)
        for bay in house.bays:
            middle = bay.center().toPoint()
            assert image.pixelColor(middle) == QColor("#F1DFB4")


def test_a_paper_frames_the_line_that_is_asked_for_and_never_fails(qtbot: QtBot) -> None:
    del qtbot
    plain = drawn(partial(paint_paper, picture="birth-paper"))
    dated = drawn(partial(paint_paper, picture="birth-paper:date"))
    named = drawn(partial(paint_paper, picture="birth-paper:name"))
    assert plain != dated != named != plain
    for picture in ("", "birth-paper:nothing", "some-paper:date", "id-card:nothing"):
        drawn(partial(paint_paper, picture=picture))
    for part in CardPart:
        assert drawn(partial(paint_paper, picture=f"id-card:{part}")) != drawn(
            partial(paint_paper, picture="id-card:nothing")
        )


def test_a_photograph_is_cut_to_a_circle(qtbot: QtBot) -> None:
    del qtbot
    photograph = QImage(300, 200, QImage.Format.Format_RGB32)
    photograph.fill(QColor("#123456"))
    image = drawn(partial(paint_photograph, photograph=photograph), 112, 112)
    assert image.pixelColor(56, 56) == QColor("#123456")
    assert image.pixelColor(1, 1) == WALL
