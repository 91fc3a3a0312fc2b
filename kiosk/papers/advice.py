"""What was found in a picture of a sheet, and the one thing to say about it. Loads no library."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Final

DARK: Final = 70.0
"""A sheet darker than this (of 255, on average) hides its writing in the camera's noise."""

NIGHT: Final = 40.0
"""Where no sheet is found: even the brightest of the picture is darker than this."""

FILLS_LEAST: Final = 0.6
"""Of the picture's height or width, whichever the sheet spans more of; of the area an upright
sheet could never fill as much in a picture that lies on its side."""

TILT_MOST: Final = 12.0
"""Degrees that two sides facing each other may run apart."""

GLARE_MOST: Final = 0.02
"""Share of the sheet that shines so much that nothing can be read in it."""

SHARP_LEAST: Final = 0.28
"""Of `Findings.sharpness`."""

DOTS_LEAST: Final = 850
"""Of the sheet's longer side: letters of 12 points are 12 dots high then on A4."""

MOVED_MOST: Final = 0.012
"""Of the picture, from one look to the next: more, and it isn't held still."""

STILL_LOOKS: Final = 5
"""Good looks one after another until it shoots by itself: a second, at five looks a second."""

Point = tuple[float, float]
Corners = tuple[Point, Point, Point, Point]
"""Clockwise from the upper left one, in shares of the picture's width and height."""

WHOLE: Final[Corners] = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0))


class Advice(Enum):
    """What to say to who holds the sheet, the most pressing first; GOOD has nothing to mend."""

    DARK = "dark"
    SHOW = "show"
    FARTHER = "farther"
    CLOSER = "closer"
    FLAT = "flat"
    GLARE = "glare"
    STILL = "still"
    GOOD = "good"


class Verdict(Enum):
    """How a page came out."""

    CLEAR = "clear"
    BLURRED = "blurred"
    CORNERS = "corners"


@dataclass(frozen=True, slots=True)
class Findings:
    """What is seen in a picture.

    `corners` is None where no sheet is found; `brightness` is then that of the picture's brightest.
    `inside`: no corner lies at the picture's edge. `fill` is the share of the picture's height or
    width that the sheet spans. `tilt` is in degrees, `glare` a share of the sheet, `brightness` of
    0 to 255.
    `sharpness` is the variance of how the light bends, along and across (the smaller of both, four
    times), over that of the light itself, both where there is writing: so a sheet with few words
    or in dim light isn't taken for a blurred one. `dots` is the longer side of the sheet in the
    picture as it was handed over.
    """

    corners: Corners | None
    inside: bool
    fill: float
    tilt: float
    sharpness: float
    glare: float
    brightness: float
    dots: int


def advise(found: Findings) -> Advice:
    """The one thing to mend in this picture."""
    if found.corners is None:
        return Advice.DARK if found.brightness < NIGHT else Advice.SHOW
    faults = {
        Advice.DARK: found.brightness < DARK,
        Advice.FARTHER: not found.inside,
        Advice.CLOSER: found.fill < FILLS_LEAST,
        Advice.FLAT: found.tilt > TILT_MOST,
        Advice.GLARE: found.glare > GLARE_MOST,
        Advice.STILL: found.sharpness < SHARP_LEAST,
    }
    return next((advice for advice, there in faults.items() if there), Advice.GOOD)


def judge(found: Findings) -> Verdict:
    """How good the page is that was made of this picture."""
    if found.corners is None or not found.inside:
        return Verdict.CORNERS
    poor = found.brightness < DARK or found.glare > GLARE_MOST or found.sharpness < SHARP_LEAST
    return Verdict.BLURRED if poor or found.dots < DOTS_LEAST else Verdict.CLEAR


@dataclass(frozen=True, slots=True)
class Glance:
    """What one glance at the live picture comes to.

    `best`: of the good looks since the sheet lies still this is the best, so its picture is the one
    to keep. `shoot`: it has lain still for long enough.
    """

    advice: Advice
    best: bool
    shoot: bool


class Watch:
    """Follows a live picture, look by look, until the sheet lies still and can be read.

    Only the pictures of one still moment vie with each other, ten at the most: an earlier one
    would show the sheet where it isn't any more.
    """

    def __init__(self) -> None:
        self._last: Corners | None = None
        self._good = 0
        self._sharpest = 0.0

    def see(self, found: Findings) -> Glance:
        """Take the next look into account."""
        moved = _moved(self._last, found.corners)
        self._last = found.corners
        advice = advise(found)
        if advice is not Advice.GOOD or moved > MOVED_MOST:
            self._good, self._sharpest = 0, 0.0
            return Glance(
                Advice.STILL if advice is Advice.GOOD else advice, best=False, shoot=False
            )
        self._good += 1
        best = found.sharpness > self._sharpest
        if best:
            self._sharpest = found.sharpness
        return Glance(advice, best, self._good >= STILL_LOOKS)


def _moved(before: Corners | None, now: Corners | None) -> float:
    """How far the corner went that went farthest; a sheet that has just come has moved."""
    if before is None or now is None:
        return 1.0
    return max(
        max(abs(x - then_x), abs(y - then_y))
        for (then_x, then_y), (x, y) in zip(before, now, strict=True)
    )
