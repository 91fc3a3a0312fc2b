"""The square codes in a frame, and what keeps one from being read."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

import numpy as np
import zxingcpp

from ui.camera.picture import FrameUnusable, grey

if TYPE_CHECKING:
    from PySide6.QtMultimedia import QVideoFrame

    from ui.camera.picture import Pixels

_DARK: Final = 48
"""A mean grey value (of 255) below this is a room in which nothing is read."""

_GLARING: Final = 0.04
"""As much of the middle of the picture as this is white where a lamp shines back."""

_WHITE: Final = 252
_NO_CHARACTER_SET: Final = "]Q1"
"""A QR code that doesn't say in which character set it is (ISO/IEC 15424)."""


class Hindrance(StrEnum):
    """What to do about a code that isn't read."""

    CLOSER = "closer"
    TILT = "tilt"
    STILL = "still"
    LIGHT = "light"


@dataclass(frozen=True, slots=True)
class Sighting:
    """What was read in a frame, where it is (corners in parts of the frame), or why not.

    `hindrance` is None where something was read, and where nothing can be told.
    """

    texts: tuple[str, ...] = ()
    corners: tuple[tuple[float, float], ...] = ()
    hindrance: Hindrance | None = None


def look_for_codes(frame: QVideoFrame) -> Sighting:
    """Read the QR codes in a frame; blocks for milliseconds, lets other threads go on.

    In a frame of an unknown form is none; the view, which shows the same one, has the log say so.
    """
    try:
        with grey(frame) as values:
            return _sighting(values)
    except FrameUnusable:
        return Sighting()


def _sighting(values: Pixels) -> Sighting:
    found = zxingcpp.read_barcodes(
        values,
        formats=zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode]),
        text_mode=zxingcpp.TextMode.Plain,
        return_errors=True,
    )
    high, wide = values.shape
    whole = [code for code in found if code.valid]
    corners: tuple[tuple[float, float], ...] = ()
    if found:
        at = (whole or found)[0].position
        places = (at.top_left, at.top_right, at.bottom_right, at.bottom_left)
        corners = tuple((place.x / wide, place.y / high) for place in places)
    if whole:
        return Sighting(tuple(map(text_of, whole)), corners)
    return Sighting((), corners, Hindrance.STILL if found else _hindrance(values))


def text_of(code: zxingcpp.Barcode) -> str:
    """The text of a code: UTF-8 where it names no character set and is UTF-8.

    The cards are; a reader that guesses takes short texts for Latin or Japanese letters.
    """
    if code.symbology_identifier == _NO_CHARACTER_SET:
        try:
            return code.bytes.decode("utf-8")
        except UnicodeDecodeError:
            return code.text
    return code.text


def _hindrance(values: Pixels) -> Hindrance | None:
    """What the light says, on a sixteenth of the pixels."""
    few = np.ascontiguousarray(values[::4, ::4])
    if float(few.mean()) < _DARK:
        return Hindrance.LIGHT
    high, wide = few.shape
    middle = few[high // 4 : high * 3 // 4, wide // 4 : wide * 3 // 4]
    glares = float((middle >= _WHITE).mean()) > _GLARING
    return Hindrance.TILT if glares else None
