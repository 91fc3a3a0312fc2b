"""Each drawing of assets/icons is painted, in the colour asked for."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPainter

from ui.theme.icons import icon, paint_icon
from ui.theme.tokens import ASSETS

DRAWINGS = sorted(path.stem for path in (ASSETS / "icons").glob("*.svg"))


@pytest.mark.parametrize("name", DRAWINGS)
def test_a_drawing_is_painted_in_its_colour(name: str, qapp: object) -> None:
    del qapp
    image = icon(name, 32, QColor("#FF0000")).toImage()
    image = image.convertToFormat(QImage.Format.Format_ARGB32)
    points = [image.pixelColor(x, y) for x in range(32) for y in range(32)]
    painted = [point for point in points if point.alpha() > 200]
    assert painted
    assert all(point.red() > 200 and point.green() < 60 for point in painted)


@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
def test_a_drawing_is_as_sharp_as_the_glass(ratio: float, qapp: object) -> None:
    """It is painted in the glass's own pixels, also where a screen has 1.5 of them for one."""
    del qapp
    side = round(32 * ratio)
    glass = QImage(side, side, QImage.Format.Format_ARGB32_Premultiplied)
    glass.setDevicePixelRatio(ratio)
    glass.fill(Qt.GlobalColor.transparent)
    painter = QPainter(glass)
    paint_icon(painter, "ticket", 0, 0, 32, QColor("#FF0000"))
    painter.end()
    direct = icon("ticket", side, QColor("#FF0000")).toImage()
    glass.setDevicePixelRatio(1.0)
    assert glass == direct.convertToFormat(glass.format())


def test_a_drawing_that_is_missing_is_loud(qapp: object) -> None:
    del qapp
    with pytest.raises(FileNotFoundError):
        icon("no-such-drawing", 32, QColor("#000000"))


def test_the_drawings_carry_their_licence() -> None:
    assert "ISC License" in (ASSETS / "icons" / "LICENSE").read_text(encoding="utf-8")
    assert "SIL OPEN FONT LICENSE" in (ASSETS / "fonts" / "OFL.txt").read_text(encoding="utf-8")
