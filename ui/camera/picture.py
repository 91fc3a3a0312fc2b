"""What lies in the memory of a frame: its grey values as they are, and a picture to show."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QTransform
from PySide6.QtMultimedia import QVideoFrame, QVideoFrameFormat

if TYPE_CHECKING:
    from collections.abc import Iterator

Pixels: TypeAlias = NDArray[np.uint8]

_Form = QVideoFrameFormat.PixelFormat

_TWO_PLANES: Final = {_Form.Format_NV12: (0, 1), _Form.Format_NV21: (1, 0)}
"""In which order blue and red differences take turns in the second plane."""

_THREE_PLANES: Final = {
    _Form.Format_YUV420P: (1, 2),
    _Form.Format_YV12: (2, 1),
    _Form.Format_YUV422P: (1, 2),
}
"""Which planes hold blue and red differences."""

_PACKED: Final = {_Form.Format_YUYV: (0, 1), _Form.Format_UYVY: (1, 0)}
"""At which byte the grey values begin, and at which the differences."""

_FOUR_BYTES: Final = {
    _Form.Format_BGRA8888: cv2.COLOR_BGRA2BGR,
    _Form.Format_BGRX8888: cv2.COLOR_BGRA2BGR,
    _Form.Format_RGBA8888: cv2.COLOR_RGBA2BGR,
    _Form.Format_RGBX8888: cv2.COLOR_RGBA2BGR,
}


class FrameUnusable(Exception):
    """The camera sends pixels in a form that this program doesn't know, or gives none.

    It says which form.
    """


@contextmanager
def grey(frame: QVideoFrame) -> Iterator[Pixels]:
    """The grey values of a frame by row and column, to be read before this ends.

    They are where the camera put them where they lie by themselves. Where colours stand between
    them they are taken out, which is sooner done than reading over the gaps; JPEG is unpacked, RGB
    converted. Raises FrameUnusable.
    """
    with _mapped(frame):
        form = frame.pixelFormat()
        if form is _Form.Format_Jpeg:
            yield _decoded(frame, cv2.IMREAD_GRAYSCALE)
        elif form in _FOUR_BYTES:
            colours = cv2.cvtColor(_packed(frame, 4), _FOUR_BYTES[form])
            yield _pixels(cv2.cvtColor(colours, cv2.COLOR_BGR2GRAY))
        elif form in _PACKED:
            yield _pixels(cv2.extractChannel(_packed(frame, 2), _PACKED[form][0]))
        else:
            yield _differences(frame)[0]


def picture(frame: QVideoFrame, room: QSize) -> QImage:
    """The frame in colour as it is to be seen, fitted into `room`. Raises FrameUnusable.

    Qt would convert it as well, but with a graphics context, which only the GUI thread may have,
    and in full size; this lets the screens go on meanwhile.
    """
    with _mapped(frame):
        form = frame.pixelFormat()
        size = frame.size().scaled(room, Qt.AspectRatioMode.KeepAspectRatio)
        size = size.boundedTo(frame.size()).expandedTo(QSize(1, 1))
        if form is _Form.Format_Jpeg:
            half = 2 * size.width() <= frame.width() and 2 * size.height() <= frame.height()
            how = cv2.IMREAD_REDUCED_COLOR_2 if half else cv2.IMREAD_COLOR
            colours = _fitted(_decoded(frame, how), size)
        elif form in _FOUR_BYTES:
            colours = _pixels(cv2.cvtColor(_fitted(_packed(frame, 4), size), _FOUR_BYTES[form]))
        else:
            planes = [_fitted(plane, size) for plane in _differences(frame)]
            colours = _pixels(cv2.cvtColor(cv2.merge(planes), cv2.COLOR_YCrCb2BGR))
        wide, high = size.width(), size.height()
        image = QImage(colours.data, wide, high, 3 * wide, QImage.Format.Format_BGR888)
        return _upright(frame, image.convertToFormat(QImage.Format.Format_RGB32))


@contextmanager
def _mapped(frame: QVideoFrame) -> Iterator[None]:
    if not frame.map(QVideoFrame.MapMode.ReadOnly):
        raise FrameUnusable(frame.pixelFormat().name)
    try:
        yield
    finally:
        frame.unmap()


def _upright(frame: QVideoFrame, image: QImage) -> QImage:
    turn = QTransform().rotate(frame.rotation().value)
    if frame.mirrored():
        turn.scale(-1, 1)
    return image if turn.isIdentity() else image.transformed(turn)


def _differences(frame: QVideoFrame) -> tuple[Pixels, Pixels, Pixels]:
    """Grey values, red differences and blue differences, the latter perhaps fewer."""
    form, wide, high = frame.pixelFormat(), frame.width(), frame.height()
    if form in _TWO_PLANES:
        blue, red = _TWO_PLANES[form]
        pairs = _plane(frame, 1)[: high // 2, : wide // 2 * 2]
        return _plane(frame, 0)[:high, :wide], pairs[:, red::2], pairs[:, blue::2]
    if form in _THREE_PLANES:
        blues, reds = (_plane(frame, place)[:, : wide // 2] for place in _THREE_PLANES[form])
        return _plane(frame, 0)[:high, :wide], reds, blues
    if form in _PACKED:
        first, other = _PACKED[form]
        rows = _plane(frame, 0)[:high, : wide * 2]
        return rows[:, first::2], rows[:, other + 2 :: 4], rows[:, other::4]
    raise FrameUnusable(frame.pixelFormat().name)


def _packed(frame: QVideoFrame, size: int) -> Pixels:
    """Pixels of `size` bytes each."""
    rows = _plane(frame, 0)[: frame.height(), : frame.width() * size]
    return rows.reshape(frame.height(), frame.width(), size)


def _plane(frame: QVideoFrame, place: int) -> Pixels:
    """The bytes of a plane, a row each, with what stands behind the pixels."""
    step = frame.bytesPerLine(place)
    content = np.frombuffer(frame.bits(place), np.uint8)
    return content[: len(content) // step * step].reshape(-1, step)


def _decoded(frame: QVideoFrame, how: int) -> Pixels:
    content = np.frombuffer(frame.bits(0), np.uint8)
    found = cv2.imdecode(content[: frame.mappedBytes(0)], how)
    if found is None:
        raise FrameUnusable(frame.pixelFormat().name)
    return _pixels(found)


def _fitted(pixels: Pixels, size: QSize) -> Pixels:
    return _pixels(cv2.resize(pixels, (size.width(), size.height()), interpolation=cv2.INTER_AREA))


def _pixels(matrix: object) -> Pixels:
    """What OpenCV made of bytes is bytes."""
    return np.asarray(matrix, np.uint8)
