"""What is drawn on a sheet, on a printer without any dialog."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QMarginsF, QSizeF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter

from ui.printing.sheet import Paper, paint_sheet, sheet_height

if TYPE_CHECKING:
    from PySide6.QtGui import QPagedPaintDevice

    from ui.printing.sheet import Drawing

_UNITS_PER_INCH = 8 * 25.4


class PrintingFailed(Exception):
    """It is not on paper; `reason` is a message key under `printing.failed`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def print_out(draw: Drawing, title: str, printer_name: str, paper: Paper = Paper.ROLL) -> None:
    """Print on that printer. Raises PrintingFailed with `unknown-printer` or `printer`.

    The `title` of the job names nobody: spool lists are read by whoever passes.
    """
    from PySide6.QtPrintSupport import QPrinter, QPrinterInfo  # noqa: PLC0415 - loads the print system

    known = QPrinterInfo.printerInfo(printer_name)
    if not printer_name or known.isNull():
        raise PrintingFailed("unknown-printer")
    printer = QPrinter(known, QPrinter.PrinterMode.HighResolution)
    printer.setDocName(title)
    printer.setFullPage(True)
    put_on(printer, printer.resolution(), draw, paper)
    if printer.printerState() in (QPrinter.PrinterState.Error, QPrinter.PrinterState.Aborted):
        raise PrintingFailed("printer")


def put_on(device: QPagedPaintDevice, dots_per_inch: int, draw: Drawing, paper: Paper) -> None:
    """Lay out the device's pages for `paper` and have `draw` fill them.

    Raises PrintingFailed with `printer`.
    """
    height = sheet_height(draw, paper) if paper is Paper.ROLL else paper.height
    size = QPageSize(
        QSizeF(paper.width, height),
        QPageSize.Unit.Millimeter,
        "",
        QPageSize.SizeMatchPolicy.ExactMatch,
    )
    device.setPageLayout(QPageLayout(size, QPageLayout.Orientation.Portrait, QMarginsF()))
    painter = QPainter()
    if not painter.begin(device):
        raise PrintingFailed("printer")
    scale = dots_per_inch / _UNITS_PER_INCH
    painter.scale(scale, scale)
    paint_sheet(painter, draw, paper, device.newPage)
    if not painter.end():
        raise PrintingFailed("printer")
