"""Drawings as pixmaps, kept from page to page: painting them anew would be most of the work."""

from __future__ import annotations

from functools import lru_cache, partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPixmap

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

_KEPT: Final = 40
"""Pictures: those of home and of the pages around it, in two looks."""


def picture(
    paint: Callable[[QPainter], None], size: QSize, units: tuple[float, float], ratio: float
) -> QPixmap:
    """What `paint` draws in `units` (width, height), as a pixmap of `size` pixels at a `ratio`.

    The drawings of a module say nothing about anybody and are kept. What else paints (a method, a
    function inside another) may know a person's answers: it is asked anew each time.
    """
    key = _key(paint)
    if key is None:
        return _painted(paint, size, units, ratio)
    return _kept(_Drawn(paint, key), size.toTuple(), units, ratio)


class _Drawn:
    """A drawing that equals another of the same function with the same arguments."""

    def __init__(self, paint: Callable[[QPainter], None], key: Hashable) -> None:
        self.paint = paint
        self._key = key

    def __hash__(self) -> int:
        return hash(self._key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Drawn) and other._key == self._key


@lru_cache(maxsize=_KEPT)
def _kept(
    drawn: _Drawn, size: tuple[int, int], units: tuple[float, float], ratio: float
) -> QPixmap:
    return _painted(drawn.paint, QSize(*size), units, ratio)


def _painted(
    paint: Callable[[QPainter], None], size: QSize, units: tuple[float, float], ratio: float
) -> QPixmap:
    pixmap = QPixmap(size * ratio)
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(size.width() / units[0], size.height() / units[1])
    paint(painter)
    painter.end()
    return pixmap


def _key(paint: Callable[..., None]) -> Hashable | None:
    """What a drawing of a module is known by, its arguments with it; None for anything else."""
    if not isinstance(paint, partial):
        return None if "." in getattr(paint, "__qualname__", ".") else paint
    given = [paint.func, *paint.args, *paint.keywords.values()]
    known = [_key(it) if callable(it) else it for it in given]
    plain = all(callable(it) or isinstance(it, str | int | float) for it in given)
    return (*known, *paint.keywords) if plain and None not in known else None
