"""Prints one slip as the program does, in a process that knows one print server alone."""

from __future__ import annotations

import sys

from PySide6.QtWidgets import QApplication

from tests.ui.outcomes import outcome
from ui.printing.printer import print_out
from ui.printing.sheet import Paper
from ui.printing.slip import slip_drawing
from ui.screens.outcome import slip_of
from ui.texts import Texts

if __name__ == "__main__":
    app = QApplication([])
    texts = Texts.read("vi")
    slip = slip_of(texts, outcome(), point="Nhà văn hoá thôn Đông", commune="xã Phú Hòa 2")
    print_out(slip_drawing(slip, texts), str(slip.slip.ticket), "slips", Paper[sys.argv[1]])
