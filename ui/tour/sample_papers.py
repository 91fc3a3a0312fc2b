"""Makes the papers of the invented person: a real photograph-like JPEG and a real large PDF."""

from __future__ import annotations

import hashlib
import random
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPageSize, QPainter, QPdfWriter

from kiosk.papers import PaperReader
from ui.art.papers import SHEET_HEIGHT, SHEET_WIDTH, paint_sheet

if TYPE_CHECKING:
    from pathlib import Path

_WIDTH: Final = 1600
_HEIGHT: Final = 2200
_PAGES: Final = 3
_GRAIN: Final = 1_000_000
_MOST_BYTES: Final = 10 * 1024 * 1024


def make_paper(path: Path) -> str:
    """Write the paper in the format of its name.

    The SHA-256, in hexadecimal, of what is to be kept of it: its pages, without its writer.
    """
    if path.suffix == ".pdf":
        _write_pdf(path)
    elif not _scan(1).save(str(path), quality=85):
        message = f"{path.name} can't be written"
        raise OSError(message)
    kept = PaperReader(_MOST_BYTES).read(path.read_bytes()).content
    return hashlib.sha256(kept).hexdigest()


def _scan(number: int) -> QImage:
    """A sheet with the grain of a photograph, so that it compresses as badly as a real one."""
    noise = random.Random(number).randbytes(_GRAIN)  # noqa: S311 — only grain
    grain = QImage(noise, 1000, 1000, 1000, QImage.Format.Format_Grayscale8).copy()
    image = QImage(_WIDTH, _HEIGHT, QImage.Format.Format_RGB32)
    image.fill(QColor("#F6F2E8"))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.save()
    painter.scale(_WIDTH / SHEET_WIDTH, _HEIGHT / SHEET_HEIGHT)
    paint_sheet(painter)
    painter.restore()
    painter.setOpacity(0.18)
    painter.drawImage(QRectF(0, 0, _WIDTH, _HEIGHT), grain)
    painter.end()
    return image


def _write_pdf(path: Path) -> None:
    """Pages of A4, each a scan that is kept without loss: several megabytes, as scanners make."""
    writer = QPdfWriter(str(path))
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setResolution(200)
    painter = QPainter(writer)
    for number in range(_PAGES):
        if number:
            writer.newPage()
        lossless = _scan(number).convertToFormat(QImage.Format.Format_ARGB32)
        painter.drawImage(QRectF(0, 0, writer.width(), writer.height()), lossless)
    painter.end()
