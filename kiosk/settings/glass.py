"""How large the screen is, as staff measured it with a bank card: it wins over the settings."""

from __future__ import annotations

import json
import os
from math import hypot
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

CARD_MM: Final = (85.60, 53.98)
"""Width and height of a bank card or an identity card in millimetres: ISO/IEC 7810, ID-1."""

LEAST_INCHES: Final = 7.0
MOST_INCHES: Final = 100.0
"""What a screen may measure across, in inches; the settings hold the same."""

FILE: Final = "screen.json"


def diagonal_of(card: float, width: int, height: int) -> float:
    """The diagonal in inches of a screen of `width` x `height` pixels with a card on it.

    The card is `card` pixels wide. Raises ValueError where no screen is so small or so large.
    """
    diagonal = hypot(width, height) * CARD_MM[0] / (card * 25.4)
    if not LEAST_INCHES <= diagonal <= MOST_INCHES:
        raise ValueError(diagonal)
    return diagonal


def card_on(diagonal: float, width: int, height: int) -> float:
    """How many pixels wide a bank card is on a screen of this diagonal in inches."""
    return hypot(width, height) * CARD_MM[0] / (diagonal * 25.4)


def measured(data: Path) -> float | None:
    """The diagonal in inches that staff measured; None where they didn't.

    Raises ValueError where what lies in the data folder is no such measure.
    """
    try:
        with (data / FILE).open(encoding="utf-8") as file:
            said = json.load(file)
    except FileNotFoundError:
        return None
    except OSError as failure:
        raise ValueError(FILE) from failure
    found = said.get("diagonal") if isinstance(said, dict) else None
    numeric = isinstance(found, int | float) and not isinstance(found, bool)
    inches = float(found or 0) if numeric else 0.0
    if not LEAST_INCHES <= inches <= MOST_INCHES:
        raise ValueError(found)
    return inches


def keep_measured(data: Path, diagonal: float) -> None:
    """Keep what staff measured, in place of what was; a power cut leaves the one or the other.

    Raises OSError where it can't be written.
    """
    data.mkdir(parents=True, exist_ok=True)
    new = data / f"{FILE}.new"
    with new.open("w", encoding="utf-8") as file:
        json.dump({"diagonal": round(diagonal, 2)}, file)
        file.flush()
        os.fsync(file.fileno())
    new.replace(data / FILE)
