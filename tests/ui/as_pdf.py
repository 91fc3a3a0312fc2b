"""What is drawn for paper, as a PDF that a reader can look into."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QPdfWriter

from ui.printing.printer import put_on
from ui.printing.sheet import Paper

if TYPE_CHECKING:
    from pathlib import Path

    from ui.printing.sheet import Drawing

# A module of the QR code is then a whole number of the device's own dots: 5 to the unit.
_DPI = 1016


def write_pdf(draw: Drawing, target: Path, paper: Paper = Paper.ROLL) -> None:
    writer = QPdfWriter(str(target))
    writer.setResolution(_DPI)
    writer.setCreator("")
    put_on(writer, _DPI, draw, paper)
