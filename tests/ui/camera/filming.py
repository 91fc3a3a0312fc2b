"""Frames as cameras send them, made of pictures, and what sends them to the program's camera."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import cv2
import numpy as np
import qrcode
from PySide6.QtCore import QSize
from PySide6.QtMultimedia import QVideoFrame, QVideoFrameFormat, QVideoFrameInput
from qrcode.base import rs_blocks
from qrcode.util import BitBuffer, create_bytes

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from pytestqt.qtbot import QtBot

    from ui.camera.device import Camera

    Pixels = NDArray[np.uint8]

Form = QVideoFrameFormat.PixelFormat
FORMS = (
    Form.Format_NV12,
    Form.Format_NV21,
    Form.Format_YUYV,
    Form.Format_UYVY,
    Form.Format_YUV420P,
    Form.Format_YV12,
    Form.Format_YUV422P,
    Form.Format_BGRX8888,
    Form.Format_RGBA8888,
    Form.Format_Jpeg,
)
"""What USB cameras and the ones of laptops send, by way of Qt."""

CARD = "054198001234|221234567|Lê Thị Hoa|12031998|Nữ|Thôn Đông, Hòa Trị, Phú Hòa, Phú Yên|15062021"
_SIZE = (1280, 720)


class Film:
    """Sends frames to a camera as its device would."""

    def __init__(self, qtbot: QtBot) -> None:
        self._qtbot = qtbot
        self._input = QVideoFrameInput()

    def put_before(self, camera: Camera) -> None:
        """The camera is plugged in."""
        camera.feed(self._input)

    def send(self, frame: QVideoFrame) -> None:
        """One frame, once there is somebody to take it."""
        self._qtbot.waitUntil(lambda: self._input.sendVideoFrame(frame))


def code(text: str | bytes, scale: int = 6) -> Pixels:
    """The code of a card or a slip, black on white with its quiet zone."""
    made = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=4)
    made.add_data(text)
    return _enlarged(made, scale)


def _enlarged(made: qrcode.QRCode[Any], scale: int) -> Pixels:
    rows = np.array(made.get_matrix(), np.uint8)
    return np.kron(255 - rows * 255, np.ones((scale, scale), np.uint8)).astype(np.uint8)


def scene(inset: Pixels | None = None, size: tuple[int, int] = _SIZE, light: int = 150) -> Pixels:
    """What a camera sees, in blue, green and red: a desk, with something held in the middle."""
    wide, high = size
    seen = np.full((high, wide, 3), light, np.uint8)
    seen[:, :, 2] = min(255, light + 30)
    if inset is not None:
        top, left = (high - inset.shape[0]) // 2, (wide - inset.shape[1]) // 2
        seen[top : top + inset.shape[0], left : left + inset.shape[1]] = inset[..., None]
    return seen


def frame(pixels: Pixels, form: Form = Form.Format_NV12) -> QVideoFrame:
    """The pixels (blue, green, red) as a frame of that form."""
    high, wide = pixels.shape[:2]
    made = QVideoFrame(QVideoFrameFormat(QSize(wide, high), form))
    assert made.map(QVideoFrame.MapMode.WriteOnly)
    try:
        for place, plane in enumerate(_planes(pixels, form)):
            step = made.bytesPerLine(place)
            into = np.frombuffer(made.bits(place), np.uint8)
            if plane.ndim == 1:
                into[: plane.size] = plane
                into[plane.size :] = 0
                continue
            rows = into[: into.size // step * step].reshape(-1, step)
            rows[: plane.shape[0], : plane.shape[1]] = plane
    finally:
        made.unmap()
    return made


def _planes(pixels: Pixels, form: Form) -> list[Pixels]:
    high, wide = pixels.shape[:2]
    if form is Form.Format_Jpeg:
        return [np.asarray(cv2.imencode(".jpg", pixels)[1], np.uint8).ravel()]
    if form in _FOUR_BYTES:
        four = np.asarray(cv2.cvtColor(pixels, _FOUR_BYTES[form]), np.uint8)
        return [four.reshape(high, wide * 4)]
    differences = np.asarray(cv2.cvtColor(pixels, cv2.COLOR_BGR2YCrCb), np.uint8)
    grey: Pixels = differences[..., 0]
    half = (wide // 2, high // 2 if form in _QUARTER else high)
    red, blue = (np.asarray(cv2.resize(differences[..., it], half), np.uint8) for it in (1, 2))
    if form in {Form.Format_NV12, Form.Format_NV21}:
        pair = (blue, red) if form is Form.Format_NV12 else (red, blue)
        return [grey, np.dstack(pair).reshape(half[1], wide)]
    if form in {Form.Format_YUYV, Form.Format_UYVY}:
        first = 0 if form is Form.Format_YUYV else 1
        rows = np.empty((high, wide * 2), np.uint8)
        rows[:, first::2] = grey
        rows[:, 1 - first :: 4] = blue
        rows[:, 3 - first :: 4] = red
        return [rows]
    return [grey, red, blue] if form is Form.Format_YV12 else [grey, blue, red]


_FOUR_BYTES = {
    Form.Format_BGRX8888: cv2.COLOR_BGR2BGRA,
    Form.Format_RGBA8888: cv2.COLOR_BGR2RGBA,
}
_QUARTER = frozenset({Form.Format_NV12, Form.Format_NV21, Form.Format_YUV420P, Form.Format_YV12})
"""One colour for four pixels; the others have one for two."""


def code_in(character_set: int, content: bytes) -> Pixels:
    """A code that names its character set by a number below 128 (ISO/IEC 18004, ECI mode)."""
    version = 6
    bits = BitBuffer()
    for value, length in ((0b0111, 4), (character_set, 8), (0b0100, 4), (len(content), 8)):
        bits.put(value, length)
    for byte in content:
        bits.put(byte, 8)
    blocks = rs_blocks(version, qrcode.constants.ERROR_CORRECT_M)
    room = sum(block.data_count for block in blocks) * 8
    bits.put(0, 4)
    bits.put(0, -len(bits) % 8)
    for place in range((room - len(bits)) // 8):
        bits.put((0xEC, 0x11)[place % 2], 8)
    made = qrcode.QRCode(version, qrcode.constants.ERROR_CORRECT_M)
    made.data_cache = create_bytes(bits, blocks)
    made.makeImpl(False, 2)
    return _enlarged(made, 6)
