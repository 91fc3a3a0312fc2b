"""What is drawn on a sheet, as a PDF, and on a printer without any dialog."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QSizeF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter, QPdfWriter

from ui.printing.sheet import Paper, paint_sheet, sheet_height

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtGui import QPagedPaintDevice

    from ui.printing.sheet import Drawing

_UNITS_PER_INCH = 8 * 25.4
# A module of the QR code is then a whole number of the device's own dots: 5 to the unit.
_PDF_DPI = 1016


class PrintingFailed(Exception):
    """It is not on paper; `reason` is a message key under `printing.failed`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def write_pdf(draw: Drawing, target: Path | QIODevice, paper: Paper = Paper.ROLL) -> None:
    """Write what `draw` puts on the paper as a PDF. Raises PrintingFailed with `file`."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(_PDF_DPI)
    writer.setCreator("")
    put_on(writer, _PDF_DPI, draw, paper, reason="file")
    pdf = buffer.data().data()
    if isinstance(target, QIODevice):
        if target.write(pdf) != len(pdf):
            raise PrintingFailed("file")
        return
    try:
        target.write_bytes(pdf)
    except OSError as failure:
        raise PrintingFailed("file") from failure


def printers() -> tuple[str, ...]:
    """The names of the printers that the system knows."""
    from PySide6.QtPrintSupport import QPrinterInfo  # noqa: PLC0415 - loads the print system

    return tuple(QPrinterInfo.availablePrinterNames())


def print_out(draw: Drawing, title: str, printer_name: str, paper: Paper = Paper.ROLL) -> None:
    """Print on that printer. Raises PrintingFailed with `unknown-printer` or `printer`.

    The `title` of the job names nobody: spool lists are read by whoever passes.
    """
    from PySide6.QtPrintSupport import QPrinter, QPrinterInfo  # noqa: PLC0415 - as above

    known = QPrinterInfo.printerInfo(printer_name)
    if not printer_name or known.isNull():
        raise PrintingFailed("unknown-printer")
    printer = QPrinter(known, QPrinter.PrinterMode.HighResolution)
    printer.setDocName(title)
    printer.setFullPage(True)
    put_on(printer, printer.resolution(), draw, paper, reason="printer")
    if printer.printerState() in (QPrinter.PrinterState.Error, QPrinter.PrinterState.Aborted):
        raise PrintingFailed("printer")


def put_on(
    device: QPagedPaintDevice, dots_per_inch: int, draw: Drawing, paper: Paper, *, reason: str
) -> None:
    """Lay out the device's pages for `paper` and have `draw` fill them.

    Raises PrintingFailed with `reason`.
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
        raise PrintingFailed(reason)
    scale = dots_per_inch / _UNITS_PER_INCH
    painter.scale(scale, scale)
    paint_sheet(painter, draw, paper, device.newPage)
    if not painter.end():
        raise PrintingFailed(reason)
