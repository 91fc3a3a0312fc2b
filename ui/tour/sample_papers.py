"""Makes the papers of the invented person: a real photograph-like JPEG and a real large PDF."""

from __future__ import annotations

import hashlib
import random
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPageSize, QPainter, QPdfWriter

from ui.art.papers import paint_sheet

if TYPE_CHECKING:
    from pathlib import Path

_WIDTH: Final = 1600
_HEIGHT: Final = 2200
_GRAIN: Final = 1_000_000


def make_paper(path: Path) -> str:
    """Write the paper in the format of its name; the SHA-256 of its bytes in hexadecimal."""
    scan = _scan()
    if path.suffix == ".pdf":
        _write_pdf(scan, path)
    elif not scan.save(str(path), "JPEG", 85):
        message = f"{path.name} can't be written"
        raise OSError(message)
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _scan() -> QImage:
    """A sheet with the grain of a photograph, so that it compresses as badly as a real one."""
    noise = random.Random(20261126).randbytes(_GRAIN)  # noqa: S311 — only grain
    grain = QImage(noise, 1000, 1000, 1000, QImage.Format.Format_Grayscale8).copy()
    image = QImage(_WIDTH, _HEIGHT, QImage.Format.Format_RGB32)
    image.fill(QColor("#F6F2E8"))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.save()
    painter.scale(_WIDTH / 113, _HEIGHT / 156)
    paint_sheet(painter)
    painter.restore()
    painter.setOpacity(0.12)
    painter.drawImage(QRectF(0, 0, _WIDTH, _HEIGHT), grain)
    painter.end()
    return image


def _write_pdf(scan: QImage, path: Path) -> None:
    """Two pages of A4, each a scan that is kept without loss."""
    writer = QPdfWriter(str(path))
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setResolution(200)
    painter = QPainter(writer)
    page = QRectF(0, 0, writer.width(), writer.height())
    lossless = scan.convertToFormat(QImage.Format.Format_ARGB32)
    painter.drawImage(page, lossless)
    writer.newPage()
    painter.drawImage(page, lossless)
    painter.end()
