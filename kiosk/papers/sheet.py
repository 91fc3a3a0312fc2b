"""Finds a sheet of paper in a photograph, says how it came out, and lays it straight.

OpenCV is loaded with this module, a fifth of a second and a hundred megabytes: only the darkroom,
a process of its own, does that.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import cv2
import numpy as np

from kiosk.papers.advice import Corners, Findings

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy.typing as npt

    Image = npt.NDArray[np.uint8]
    Quad = npt.NDArray[np.float32]

_SIDE: Final = 480
"""Corners are looked for in a picture of this longer side: finer ones show the paper's fibres."""

_JUDGED: Final = 640
"""Sharpness is measured on a sheet of this longer side, so that cameras can be compared."""

_LEAST_AREA: Final = 0.04
"""Of the picture: anything smaller is a card, a stamp or a tile of the table."""

_TOO_FAR: Final = 0.75
"""Dots by which smoothing moves a corner outward, and the table into the page."""

_SHINE: Final = 253
_EDGE: Final = 0.008
"""Nearer to the picture's edge than this a corner is as good as cut off."""

_SUPPORT: Final = 0.55
"""Share of the outline along which light must really change."""


def examine(grey: Image) -> Findings:
    """What is seen in a grey picture, one byte a dot."""
    height, width = grey.shape
    quad = find_sheet(grey)
    if quad is None:
        return Findings(
            None,
            inside=False,
            fill=0.0,
            tilt=0.0,
            sharpness=0.0,
            glare=0.0,
            brightness=float(np.percentile(grey[::4, ::4], 98)),
            dots=max(width, height),
        )
    top_left, top_right, bottom_right, bottom_left = (
        (float(x) / width, float(y) / height) for x, y in quad
    )
    corners = (top_left, top_right, bottom_right, bottom_left)
    inside = all(_EDGE < share < 1 - _EDGE for corner in corners for share in corner)
    return replace(measure(grey, corners), inside=inside)


def measure(grey: Image, corners: Corners) -> Findings:
    """What is seen of a sheet whose corners are known; they count as seen, wherever they are."""
    height, width = grey.shape
    shares = np.array(corners, np.float32)
    quad = (shares * np.array([width, height], np.float32)).astype(np.float32)
    page = _straight(grey, quad, _JUDGED)
    return Findings(
        corners,
        inside=True,
        fill=float((shares.max(axis=0) - shares.min(axis=0)).max()),
        tilt=_tilt(quad),
        sharpness=_sharpness(page),
        glare=_glare(page),
        brightness=float(cv2.mean(page)[0]),
        dots=round(max(_sides(quad))),
    )


def find_sheet(grey: Image) -> Quad | None:
    """The sheet's corners in dots, clockwise from the upper left; None where there is no sheet."""
    height, width = grey.shape
    scale = _SIDE / max(width, height)
    fine = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    small = _bytes(cv2.GaussianBlur(fine, (5, 5), 0))
    across = cv2.Sobel(small, cv2.CV_32F, 1, 0)
    down = cv2.Sobel(small, cv2.CV_32F, 0, 1)
    change = cv2.dilate(cv2.magnitude(across, down), np.ones((5, 5), np.uint8))
    steep = np.asarray(change, np.float32)
    best, best_score = None, 0.0
    for mask in _masks(small):
        for quad in _quads(mask):
            score = _score(quad, steep, small)
            if score > best_score:
                best, best_score = quad, score
    if best is None:
        return None
    outward = best - best.mean(axis=0)
    best -= _TOO_FAR * outward / np.linalg.norm(outward, axis=1)[:, None]
    return np.asarray(_clockwise(best) / scale, np.float32)


def straighten(picture: Image, corners: Corners, longest: int) -> Image:
    """The sheet between these corners as if seen from above, no side longer than `longest`."""
    height, width = picture.shape[:2]
    quad = np.array(corners, np.float32) * np.array([width, height], np.float32)
    return _straight(picture, quad.astype(np.float32), longest)


def _straight(picture: Image, quad: Quad, longest: int) -> Image:
    wide, high = _sides(quad)
    scale = min(1.0, longest / max(wide, high, 1.0))
    width, height = max(1, round(wide * scale)), max(1, round(high * scale))
    target = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    # A dot that stands for many must be their mean: smooth first, or thin strokes break up.
    if scale < 0.7:
        picture = _bytes(cv2.GaussianBlur(picture, (0, 0), 0.4 / scale))
    flat = cv2.warpPerspective(
        picture,
        cv2.getPerspectiveTransform(quad, target),
        (width, height),
        flags=cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_REPLICATE,
    )
    return _bytes(flat)


def _sides(quad: Quad) -> tuple[float, float]:
    """Width and height of the sheet in dots: the longer one of each two sides."""
    lengths = [float(np.linalg.norm(quad[(at + 1) % 4] - quad[at])) for at in range(4)]
    return max(lengths[0], lengths[2]), max(lengths[1], lengths[3])


def _masks(small: Image) -> Iterator[Image]:
    """Ways to tell sheet from table: by light, by light of the surroundings, by edges."""
    close = np.ones((5, 5), np.uint8)
    level, bright = cv2.threshold(small, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    yield _bytes(cv2.morphologyEx(bright, cv2.MORPH_CLOSE, close))
    for share in (0.8, 1.15):
        _, other = cv2.threshold(small, level * share, 255, cv2.THRESH_BINARY)
        yield _bytes(cv2.morphologyEx(other, cv2.MORPH_CLOSE, close))
    for low, high in ((20, 60), (50, 150)):
        edges = cv2.Canny(small, low, high)
        yield _bytes(cv2.dilate(edges, np.ones((3, 3), np.uint8)))


def _quads(mask: Image) -> Iterator[Quad]:
    """Outlines with four corners, large enough to be a sheet."""
    height, width = mask.shape
    outlines, _ = cv2.findContours(mask, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    for outline in outlines:
        if cv2.contourArea(outline) < _LEAST_AREA * width * height:
            continue
        hull = cv2.convexHull(outline)
        around = cv2.arcLength(hull, closed=True)
        for fineness in (0.02, 0.035, 0.05):
            quad = cv2.approxPolyDP(hull, fineness * around, closed=True)
            if len(quad) == 4 and cv2.isContourConvex(quad):
                yield np.asarray(quad.reshape(4, 2), np.float32)
                break


def _score(quad: Quad, steep: npt.NDArray[np.float32], small: Image) -> float:
    """How much it looks like a sheet: light changes along its sides, corners are square, large.

    Nought where it can't be one: a side along the picture's own edge shows no change of light, and
    a sheet is not darker than what it lies on.
    """
    height, width = small.shape
    turns = [_angle(quad[at - 1], quad[at], quad[(at + 1) % 4]) for at in range(4)]
    if min(turns) < 50 or max(turns) > 130:
        return 0.0
    whole = width * height
    area = float(cv2.contourArea(quad))
    steps = np.linspace(0.03, 0.97, 40, dtype=np.float32)[:, None]
    on_edge, along = 0, []
    for at in range(4):
        points = quad[at] + steps * (quad[(at + 1) % 4] - quad[at])
        x = np.clip(points[:, 0].round().astype(int), 0, width - 1)
        y = np.clip(points[:, 1].round().astype(int), 0, height - 1)
        at_edge = (x <= 2) | (y <= 2) | (x >= width - 3) | (y >= height - 3)
        if at_edge.mean() > 0.6:
            on_edge += 1
            continue
        along.append(float((steep[y, x] > 24).mean()))
    if on_edge > 3 or min(along) < _SUPPORT:
        return 0.0
    mask = np.zeros(small.shape, np.uint8)
    cv2.fillConvexPoly(mask, quad.round().astype(np.int32), 255)
    inner = cv2.erode(mask, np.ones((9, 9), np.uint8))
    near = cv2.dilate(mask, np.ones((5, 5), np.uint8))
    outer = cv2.subtract(cv2.dilate(mask, np.ones((15, 15), np.uint8)), near)
    if cv2.countNonZero(outer) == 0 or cv2.countNonZero(inner) == 0:
        return 0.0
    lighter = cv2.mean(small, inner)[0] - cv2.mean(small, outer)[0]
    if lighter < 6:
        return 0.0
    square = 1 - max(abs(turn - 90) for turn in turns) / 90
    return (sum(along) / len(along)) * square * math.sqrt(area / whole)


def _angle(before: Quad, at: Quad, after: Quad) -> float:
    first, second = before - at, after - at
    lengths = float(np.linalg.norm(first) * np.linalg.norm(second)) or 1.0
    return math.degrees(math.acos(max(-1.0, min(1.0, float(first @ second) / lengths))))


def _clockwise(quad: Quad) -> Quad:
    """From the upper left corner on."""
    middle = quad.mean(axis=0)
    angles = np.arctan2(quad[:, 1] - middle[1], quad[:, 0] - middle[0])
    ordered = quad[np.argsort(angles)]
    return np.asarray(np.roll(ordered, -int(ordered.sum(axis=1).argmin()), axis=0), np.float32)


def _tilt(quad: Quad) -> float:
    """How far the sheet leans away from the camera: the most that sides opposite run apart."""
    ways = [quad[(at + 1) % 4] - quad[at] for at in range(4)]
    slopes = [math.degrees(math.atan2(float(way[1]), float(way[0]))) for way in ways]
    return max(
        abs((slopes[0] - slopes[2] + 360) % 360 - 180),
        abs((slopes[1] - slopes[3] + 360) % 360 - 180),
    )


def _sharpness(page: Image) -> float:
    """How steep the strokes of the writing are; nought where there is none."""
    page = _inner(page)
    ground = cv2.GaussianBlur(page, (0, 0), 12)
    ink = cv2.subtract(ground, page)
    # The darkest strokes alone: empty paper holds nothing but the camera's noise.
    threshold = max(14.0, float(np.percentile(ink, 98)) * 0.6)
    strokes = cv2.dilate((ink > threshold).astype(np.uint8), np.ones((5, 5), np.uint8))
    if cv2.countNonZero(strokes) < 60:
        return 0.0
    there = strokes.astype(bool)
    smooth = cv2.GaussianBlur(page, (3, 3), 0)
    # Both ways by itself: what was dragged along is smeared in one direction and crisp across it.
    bent = [cv2.Sobel(smooth, cv2.CV_32F, 2 - way, way, ksize=1) for way in (0, 2)]
    light = float(page[there].astype(np.float32).var()) or 1.0
    return 4 * min(float(each[there].var()) for each in bent) / light


def _glare(page: Image) -> float:
    """The share that is as white as can be, and whiter than its surroundings let expect.

    A lamp lights one end of a sheet more than the other, and that end may be white all over with
    its writing still to be seen: so what shines is held against an even slope of light.
    """
    ground = cv2.dilate(_inner(page), np.ones((7, 7), np.uint8))
    small = cv2.resize(ground, (36, 36), interpolation=cv2.INTER_AREA).astype(np.float32)
    y, x = np.mgrid[0:36, 0:36].astype(np.float32)
    slope = np.stack([x.ravel(), y.ravel(), np.ones(36 * 36, np.float32)], axis=1)
    light = small.ravel()
    known = light < _SHINE
    if known.sum() < 3 * 36:
        return 0.0
    plane, *_ = np.linalg.lstsq(slope[known], light[known], rcond=None)
    shining = (light >= _SHINE) & (slope @ plane < _SHINE - 8)
    return float(shining.mean())


def _inner(page: Image) -> Image:
    """Without the rim, where the table may show."""
    height, width = page.shape
    rim_y, rim_x = max(1, height // 30), max(1, width // 30)
    return page[rim_y : height - rim_y, rim_x : width - rim_x]


def _bytes(matrix: object) -> Image:
    """What OpenCV made of bytes is bytes."""
    return np.asarray(matrix, np.uint8)
