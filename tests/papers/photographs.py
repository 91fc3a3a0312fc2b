"""Photographs of sheets on a table as a cheap camera takes them, each the same every time.

They are drawn, not taken: a page with lines of text under a lamp, seen askew, with shadow, shine,
blur and noise. What is in them is known, so what is found can be held against it.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFont

Grey = npt.NDArray[np.uint8]
FONTS = Path(__file__).resolve().parents[2] / "assets" / "fonts"
PAGE = (1240, 1754)
WORDS = "giấy chứng sinh họ và tên người mẹ năm số căn cước nơi ở thôn xã tỉnh ngày tháng".split()


@dataclass(frozen=True)
class Scene:
    """How the sheet lies and what the camera does to it; lengths are in shares of the picture."""

    seed: int = 1
    fill: float = 0.86
    turn: float = 2.0
    lean: float = 0.04
    off: tuple[float, float] = (0.0, 0.0)
    table: int = 90
    paper: int = 225
    light: float = 1.0
    blur: float = 0.0
    drag: int = 0
    noise: float = 3.0
    glare: float = 0.0
    shadow: float = 0.0
    landscape: bool = False
    sheet: bool = True
    lines: int = 34
    size: tuple[int, int] = (1920, 1080)


@dataclass(frozen=True)
class Photograph:
    """A grey picture and where the sheet's corners truly are, in shares; None without a sheet."""

    grey: Grey
    corners: npt.NDArray[np.float64] | None


@cache
def page(lines: int, seed: int) -> Grey:
    """A page of text with a ring for the seal."""
    chance = random.Random(seed)
    image = Image.new("L", PAGE, 255)
    pen = ImageDraw.Draw(image)
    strong = ImageFont.truetype(str(FONTS / "BeVietnamPro-SemiBold.ttf"), 46)
    plain = ImageFont.truetype(str(FONTS / "BeVietnamPro-Regular.ttf"), 26)
    pen.text((380, 90), "GIẤY CHỨNG SINH", 30, strong)
    for at in range(lines):
        words = " ".join(chance.choices(WORDS, k=chance.randint(5, 11)))
        pen.text((120, 200 + at * 42), words[:70], chance.randint(20, 70), plain)
    pen.ellipse((800, 1480, 1020, 1700), outline=110, width=8)
    return np.asarray(image, np.uint8)


def photograph(scene: Scene) -> Photograph:
    """Take it."""
    width, height = scene.size
    chance = np.random.default_rng(scene.seed)
    picture = _table(scene, chance)
    corners = None
    if scene.sheet:
        corners = _corners(scene)
        drawn = page(scene.lines, scene.seed).astype(np.float32) / 255 * scene.paper
        if scene.landscape:
            drawn = np.rot90(drawn).copy()
        high, wide = drawn.shape
        source = np.array([[0, 0], [wide, 0], [wide, high], [0, high]], np.float32)
        way = cv2.getPerspectiveTransform(source, corners.astype(np.float32))
        soft = cv2.GaussianBlur(drawn, (0, 0), 0.45 * max(1.0, high / (scene.fill * height)))
        laid = cv2.warpPerspective(soft, way, (width, height), flags=cv2.INTER_LINEAR)
        where = cv2.warpPerspective(np.ones_like(drawn), way, (width, height))
        cast = cv2.GaussianBlur(where, (0, 0), 14)
        picture = picture * (1 - 0.25 * cast) * (1 - where) + laid * where
    picture = _lit(picture, scene, corners)
    if scene.blur:
        picture = np.asarray(cv2.GaussianBlur(picture, (0, 0), scene.blur), np.float32)
    if scene.drag:
        smear = np.full((1, scene.drag), 1 / scene.drag, np.float32)
        picture = np.asarray(cv2.filter2D(picture, -1, smear), np.float32)
    picture += chance.normal(0, scene.noise, picture.shape)
    grey = np.clip(picture, 0, 255).astype(np.uint8)
    _, squeezed = cv2.imencode(".jpg", grey, [cv2.IMWRITE_JPEG_QUALITY, 88])
    shares = None if corners is None else corners / np.array([width, height])
    return Photograph(np.asarray(cv2.imdecode(squeezed, cv2.IMREAD_GRAYSCALE), np.uint8), shares)


def _table(scene: Scene, chance: np.random.Generator) -> npt.NDArray[np.float32]:
    """Wood: long grain, and a board's edge across."""
    width, height = scene.size
    grain = chance.normal(0, 1, (height // 4, width // 40)).astype(np.float32)
    long = cv2.resize(grain, (width, height), interpolation=cv2.INTER_CUBIC)
    wood = np.asarray(scene.table + np.asarray(long) * 7, np.float32)
    edge = int(height * chance.uniform(0.1, 0.9))
    wood[edge : edge + 5] *= 0.7
    return wood


def _corners(scene: Scene) -> npt.NDArray[np.float64]:
    width, height = scene.size
    ratio = PAGE[1] / PAGE[0] if scene.landscape else PAGE[0] / PAGE[1]
    high = min(scene.fill * height, scene.fill * width / ratio)
    wide = high * ratio
    lean = scene.lean * wide
    shape = np.array(
        [
            [-wide / 2 + lean, -high / 2],
            [wide / 2 - lean, -high / 2],
            [wide / 2, high / 2],
            [-wide / 2, high / 2],
        ]
    )
    angle = np.radians(scene.turn)
    turned = shape @ np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    middle = np.array([width * (0.5 + scene.off[0]), height * (0.5 + scene.off[1])])
    return np.asarray(turned + middle, np.float64)


def _lit(
    picture: npt.NDArray[np.float32], scene: Scene, corners: npt.NDArray[np.float64] | None
) -> npt.NDArray[np.float32]:
    width, height = scene.size
    x, y = np.meshgrid(np.linspace(-1, 1, width), np.linspace(-1, 1, height))
    lit = picture * (1 - 0.12 * (x + y)) * scene.light
    if scene.shadow:
        hand = 1 / (1 + np.exp(-(x * 0.8 + y - 0.2) * 14))
        lit = lit * (1 - scene.shadow * hand)
    if scene.glare and corners is not None:
        middle = corners.mean(axis=0)
        spread = np.linalg.norm(corners[1] - corners[0]) * scene.glare
        far = ((x + 1) * width / 2 - middle[0]) ** 2 + ((y + 1) * height / 2 - middle[1]) ** 2
        lit = lit + 330 * np.exp(-far / (2 * spread**2))
    return np.asarray(lit, np.float32)


def varied(scene: Scene, count: int, seed: int = 5) -> list[Scene]:
    """The same fault, if any, in so many different places, rooms and lights."""
    chance = random.Random(seed)
    return [
        replace(
            scene,
            seed=seed * 1000 + at,
            fill=scene.fill * chance.uniform(0.93, 1.03),
            turn=chance.uniform(-9, 9),
            lean=scene.lean * chance.uniform(0.7, 1.5),
            off=(scene.off[0] + chance.uniform(-0.1, 0.1), scene.off[1]),
            table=chance.choice([45, 90, 130, 160]) if scene.table == 90 else scene.table,
            paper=chance.randint(205, 240),
            light=scene.light * chance.uniform(0.85, 1.02),
            noise=chance.uniform(1.5, 6),
            lines=chance.choice([8, 20, 34]),
            landscape=chance.random() < 0.35,
        )
        for at in range(count)
    ]


GOOD = Scene(fill=0.82)
FAULTS = {
    "dark": replace(GOOD, light=0.22),
    "show": replace(GOOD, sheet=False),
    "farther": replace(GOOD, fill=1.2),
    "closer": replace(GOOD, fill=0.42),
    "flat": replace(GOOD, lean=0.2, fill=0.78),
    "glare": replace(GOOD, glare=0.16),
    "still": replace(GOOD, blur=3.2),
    "drag": replace(GOOD, drag=15),
}
"""Each fault by the advice that mends it; a sheet dragged along wants to be held still too."""
