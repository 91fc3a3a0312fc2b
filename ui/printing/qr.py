"""QR codes drawn by us, so that every module is a whole number of dots."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter

QUIET_ZONE = 4


@lru_cache(maxsize=2)
def modules(text: str, *, sturdy: bool = True) -> tuple[tuple[bool, ...], ...]:
    """The dark modules of a code, row by row, without its quiet zone.

    Of a `sturdy` one a quarter may be lost (level Q): slips are folded, wetted and carried in
    pockets. What is only shown on the glass has larger modules without it (level L).
    """
    import qrcode  # noqa: PLC0415 - loads its picture makers, which a start can do without

    level = qrcode.ERROR_CORRECT_Q if sturdy else qrcode.ERROR_CORRECT_L
    code = qrcode.QRCode(error_correction=level, border=0)
    code.add_data(text)
    code.make(fit=True)
    return tuple(tuple(map(bool, row)) for row in code.get_matrix())


def qr_image(text: str, *, sturdy: bool = True) -> QImage:
    """A code for the screen: one pixel a module, without its quiet zone."""
    rows = modules(text, sturdy=sturdy)
    image = QImage(len(rows), len(rows), QImage.Format.Format_RGB32)
    for y, row in enumerate(rows):
        for x, dark in enumerate(row):
            image.setPixelColor(x, y, QColor("#000000" if dark else "#FFFFFF"))
    return image


def forget() -> None:
    """Let go of the codes drawn last; each opens what a person has kept."""
    modules.cache_clear()


def paint_qr(
    painter: QPainter, text: str, place: QRectF, *, quiet: bool = True, whole: bool = True
) -> None:
    """Paint a code, black on white, in the middle of `place`.

    `quiet` keeps four modules of white around it inside `place`; `whole` makes each module a
    whole number of the painter's units.
    """
    rows = modules(text)
    across = len(rows) + (2 * QUIET_ZONE if quiet else 0)
    side = place.width() / across
    if whole and side >= 1:
        side = float(int(side))
    left = place.center().x() - side * len(rows) / 2
    top = place.center().y() - side * len(rows) / 2
    if whole:
        left, top = round(left), round(top)
    painter.save()
    painter.setRenderHint(painter.RenderHint.Antialiasing, on=False)
    painter.fillRect(place, QColor("#FFFFFF"))
    black = QColor("#000000")
    for y, row in enumerate(rows):
        x = 0
        while x < len(row):
            run = 0
            while x + run < len(row) and row[x + run]:
                run += 1
            if run:
                painter.fillRect(QRectF(left + x * side, top + y * side, run * side, side), black)
            x += run or 1
    painter.restore()
