"""Drawings are painted once; what may know a person's answers is never kept."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor

from ui.theme.pictures import picture

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter, QPixmap

PAINTED: list[str] = []
SIZE = QSize(20, 10)


def paint_square(painter: QPainter, side: float, *, colour: str = "red") -> None:
    PAINTED.append(colour)
    painter.fillRect(0, 0, round(side), round(side), QColor(colour))


def paint_twice(paint: object, painter: QPainter) -> None:
    assert callable(paint)
    paint(painter)
    paint(painter)


@pytest.fixture(autouse=True)
def nothing_painted_yet(qapp: object) -> None:
    del qapp
    PAINTED.clear()


def shown(paint: object, ratio: float = 1.0) -> QPixmap:
    assert callable(paint)
    return picture(paint, SIZE, (40, 20), ratio)


def test_the_same_drawing_is_painted_once() -> None:
    one, other = (shown(partial(paint_square, side=7, colour="navy")) for _ in range(2))
    assert PAINTED == ["navy"]
    assert one.cacheKey() == other.cacheKey()


def test_another_colour_size_or_sharpness_is_another_drawing() -> None:
    shown(partial(paint_square, side=8, colour="teal"))
    shown(partial(paint_square, side=8, colour="brown"))
    sharp = shown(partial(paint_square, side=8, colour="brown"), 2.0)
    assert PAINTED == ["teal", "brown", "brown"]
    assert sharp.size() == SIZE * 2
    assert sharp.deviceIndependentSize() == SIZE.toSizeF()


def test_a_drawing_handed_to_another_is_known_with_it() -> None:
    for _ in range(2):
        shown(partial(paint_twice, partial(paint_square, side=9)))
    assert PAINTED == ["red", "red"]


def test_units_become_pixels() -> None:
    image = shown(partial(paint_square, side=16)).toImage()
    assert image.pixelColor(7, 7) == QColor("red")
    assert image.pixelColor(9, 9).alpha() == 0


@pytest.mark.parametrize("held", ["method", "inner", "value"])
def test_what_may_know_a_person_is_painted_anew(held: str) -> None:
    class Person:
        def paint(self, painter: QPainter) -> None:
            paint_square(painter, 5)

    def inner(painter: QPainter) -> None:
        paint_square(painter, 5)

    paint = {
        "method": Person().paint,
        "inner": inner,
        "value": partial(lambda _person, painter: paint_square(painter, 5), Person()),
    }[held]
    shown(paint)
    shown(paint)
    assert PAINTED == ["red", "red"]
