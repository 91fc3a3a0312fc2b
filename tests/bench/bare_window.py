"""The floor of every start: a bare Widgets window that reports its first paint and ends.

Run by itself: `python bare_window.py`, it prints one line of JSON like `kiosk run --until-painted`.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QApplication, QWidget

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent


def proportional_kib() -> int:
    """Memory of this process, shared pages counted in parts (PSS), in KiB; 0 where unknown."""
    try:
        lines = Path("/proc/self/smaps_rollup").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))


class BareWindow(QWidget):
    """Paints one line of words."""

    def __init__(self) -> None:
        super().__init__()
        self._reported = False

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.drawText(event.rect().center(), "Chào bà con")
        painter.end()
        if not self._reported:
            self._reported = True
            QTimer.singleShot(0, self._report)

    def _report(self) -> None:
        report = {
            "painted_at": time.monotonic_ns(),
            "pss_kib": proportional_kib(),
            "size": self.size().toTuple(),
        }
        print(json.dumps(report), flush=True)
        QApplication.quit()


def main() -> int:
    application = QApplication(sys.argv)
    window = BareWindow()
    # A screen without a window manager enlarges nothing: the kiosk's window does the same.
    window.resize(application.primaryScreen().size())
    window.showFullScreen()
    return application.exec()


if __name__ == "__main__":
    sys.exit(main())
