"""What staff work with, in tests: a PIN, a stick and a line that do as they are told."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from kiosk.domain.staff import (
    Exported,
    Imported,
    Line,
    LineState,
    PinLocked,
    PinNotSet,
    PinWrong,
)

if TYPE_CHECKING:
    from pathlib import Path

PIN = "295173"
UNKNOWN_LINE = Line(LineState.UNKNOWN, False, None, None, 0.0, timedelta())


class KnownPin:
    """Five wrong ones, then a pause of 15 seconds that ends when the test says so."""

    def __init__(self) -> None:
        self.pin: str | None = PIN
        self.failure: Exception | None = None
        self.left = 5
        self.checked: list[str] = []

    def is_set(self) -> bool:
        if self.failure is not None:
            raise self.failure
        return self.pin is not None

    def check(self, pin: str) -> None:
        if self.failure is not None:
            raise self.failure
        if self.pin is None:
            raise PinNotSet
        if not self.left:
            raise PinLocked(15.0)
        self.checked.append(pin)
        if pin == self.pin:
            self.left = 5
            return
        self.left -= 1
        if not self.left:
            raise PinLocked(15.0)
        raise PinWrong(self.left)


class StickAtHand:
    """One stick, and what happens with it: `failure` is raised by all that is done to it."""

    def __init__(self, folder: Path) -> None:
        self.sticks: tuple[Path, ...] = (folder,)
        self.failure: Exception | None = None
        self.exported = Exported(0, folder / "kiosk-export", 0)
        self.imported = Imported(0, 0, 0)
        self.used: list[tuple[str, Path]] = []

    def plugged_in(self) -> tuple[Path, ...]:
        return self.sticks

    def export(self, stick: Path) -> Exported:
        self._use("export", stick)
        return self.exported

    def import_receipts(self, stick: Path) -> Imported:
        self._use("import", stick)
        return self.imported

    def _use(self, what: str, stick: Path) -> None:
        self.used.append((what, stick))
        if self.failure is not None:
            raise self.failure
