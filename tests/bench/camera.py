"""What it costs to read a card before the camera: a frame's way through the program, or bare."""

from __future__ import annotations

import os
import random
import time
from functools import partial
from typing import TYPE_CHECKING, TypeVar

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import cv2
import numpy as np
import zxingcpp
from PySide6.QtCore import QEventLoop
from PySide6.QtMultimedia import QVideoFrameInput
from PySide6.QtWidgets import QApplication

from tests.bench.figures import at_most, figure, interleaved
from tests.ui.camera.filming import CARD, Form, code, frame, scene
from ui.camera.codes import look_for_codes
from ui.camera.device import Camera
from ui.camera.finder import CodeFinder
from ui.camera.newest import Newest
from ui.look import Look
from ui.texts import Texts
from ui.theme.tokens import Tokens

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from PySide6.QtMultimedia import QVideoFrame

    from tests.bench.figures import Figure
    from tests.ui.camera.filming import Pixels
    from ui.camera.codes import Sighting

T = TypeVar("T")

FRAMES = 24
SIZE = (1920, 1080)
QR = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode])


def camera(rounds: int, folder: Path, notes: list[str]) -> list[Figure]:
    """Milliseconds from a 1080p frame to the text of the card in it, against zxing-cpp alone."""
    del folder
    chance = random.Random(7)
    held = [_held(chance) for _ in range(FRAMES)]
    read = sum(bool(_bare(_grey(pixels))) for pixels in held)
    notes.append(
        f"In each round {FRAMES} frames of 1080p, one after the other: a card's code turned, small,"
        f" dark and blurred. zxing-cpp alone reads {read} of them."
    )
    app = QApplication.instance()
    if app is None:
        app = QApplication([])
    figures = []
    for form in (Form.Format_NV12, Form.Format_YUYV):
        bare = [_grey(pixels) for pixels in held]
        for name, beside, aim in (
            ("", False, at_most(1.5)),
            (", beside the live picture", True, None),
        ):
            way = _Way(beside=beside)
            ours = sum(bool(it.texts) for it in map(way.look, _frames(held, form)))
            notes.append(f"{form.name}{name}: the program reads {ours} of them.")
            rows = interleaved(
                rounds,
                partial(_timed_frames, way, held, form),
                partial(_timed, _bare, bare),
            )
            figures.append(
                figure(f"{form.name.removeprefix('Format_')}{name}", "ms", "zxing-cpp", rows, aim)
            )
            way.close()
    return figures


class _Way:
    """From the camera to the text on the GUI thread, as in the program."""

    def __init__(self, *, beside: bool) -> None:
        """`beside`: the live picture is painted meanwhile."""
        self._loop = QEventLoop()
        self._frames = QVideoFrameInput()
        self._camera = Camera()
        self._camera.feed(self._frames)
        self._seen: list[Sighting] = []
        self._finder: CodeFinder | None = None
        if beside:
            look = Look(Tokens.for_window(*SIZE), Texts.read("vi"))
            self._finder = CodeFinder(look, self._camera, "card")
            self._finder.setFixedSize(1080, 700)
            self._finder.show()
            reader = self._finder._reader
            assert reader is not None
        else:
            reader = Newest(look_for_codes)
            self._camera.frame.connect(reader.take)
            self._camera.start()
        self._reader = reader
        reader.done.connect(self._heard)

    def look(self, sent: QVideoFrame) -> Sighting:
        """What is read in a frame, once the GUI thread has heard of it."""
        self._seen.clear()
        self._frames.sendVideoFrame(sent)
        self._loop.exec()
        return self._seen[0]

    def _heard(self, sighting: Sighting) -> None:
        self._seen.append(sighting)
        self._loop.quit()

    def close(self) -> None:
        if self._finder is not None:
            self._finder.close()
        else:
            self._reader.close()
        self._camera.close()


def _timed(look: Callable[[T], object], held: Sequence[T]) -> float:
    """Milliseconds a frame."""
    begun = time.perf_counter()
    for it in held:
        look(it)
    return (time.perf_counter() - begun) * 1000 / len(held)


def _timed_frames(way: _Way, held: list[Pixels], form: Form) -> float:
    return _timed(way.look, _frames(held, form))


def _bare(grey: Pixels) -> list[zxingcpp.Barcode]:
    return list(zxingcpp.read_barcodes(grey, formats=QR))


def _frames(held: list[Pixels], form: Form) -> list[QVideoFrame]:
    """New ones for each round: a camera sends none twice."""
    return [frame(pixels, form) for pixels in held]


def _grey(pixels: Pixels) -> Pixels:
    return np.asarray(cv2.cvtColor(pixels, cv2.COLOR_BGR2YCrCb), np.uint8)[..., 0].copy()


def _held(chance: random.Random) -> Pixels:
    """A card as people hold it."""
    inset = code(CARD, chance.choice((3, 4, 5, 6)))
    seen = scene(inset, SIZE, light=chance.randrange(140, 230))
    turn = cv2.getRotationMatrix2D((SIZE[0] / 2, SIZE[1] / 2), chance.uniform(0, 360), 1.0)
    turn[:, 2] += np.array([chance.uniform(-300, 300), chance.uniform(-150, 150)])
    turned = cv2.warpAffine(seen, turn, SIZE, borderMode=cv2.BORDER_REPLICATE)
    blurred = cv2.GaussianBlur(turned, (0, 0), chance.uniform(0.3, 1.4))
    darker = np.asarray(blurred, np.float32) * chance.uniform(0.25, 1.0)
    grain = np.random.default_rng(chance.randrange(2**32)).normal(0, 4, darker.shape)
    return np.clip(darker + grain, 0, 255).astype(np.uint8)
