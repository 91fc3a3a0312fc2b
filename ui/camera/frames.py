"""Frames of the camera as the darkroom wants them, and its pictures as Qt shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtGui import QImage

from kiosk.domain.ports import PaperUnusable
from kiosk.papers.darkroom import UNDEVELOPED, Picture

if TYPE_CHECKING:
    from PySide6.QtMultimedia import QVideoFrame


def grey_picture(frame: QVideoFrame, most: int) -> Picture:
    """A frame as it is looked at, `most` dots on its longer side; called beside the screens.

    Raises PaperUnusable.
    """
    room = frame.size().boundedTo(QSize(most, most))
    return _picture(_seen(frame, room).convertToFormat(QImage.Format.Format_Grayscale8), 1)


def colour_picture(frame: QVideoFrame) -> Picture:
    """All of a frame; called beside the screens. Raises PaperUnusable."""
    return _picture(_seen(frame, frame.size()).convertToFormat(QImage.Format.Format_RGB888), 3)


def shown_picture(picture: Picture) -> QImage:
    """A picture in three colours as Qt shows it."""
    form = QImage.Format.Format_RGB888
    return QImage(picture.content, picture.width, picture.height, picture.stride, form).copy()


def _seen(frame: QVideoFrame, room: QSize) -> QImage:
    from ui.camera.picture import FrameUnusable, picture  # noqa: PLC0415 — loads long

    try:
        return picture(frame, room)
    except FrameUnusable as failure:
        raise PaperUnusable(UNDEVELOPED) from failure


def _picture(image: QImage, channels: int) -> Picture:
    return Picture(
        image.width(), image.height(), image.bytesPerLine(), channels, bytes(image.constBits())
    )
