"""How fast and how loud it is read: few steps, so that each is plainly another."""

from __future__ import annotations

from enum import Enum
from typing import Final


class Pace(Enum):
    """How fast. The values are the factors of the playback."""

    SLOW = 0.8
    NORMAL = 1.0
    FAST = 1.25


VOLUMES: Final = (0.1, 0.22, 0.4, 0.65, 1.0)
"""The loudness of each step, as a factor of the amplitude: even steps to the ear."""
USUAL_VOLUME: Final = 3
"""The step that everybody begins with, counted from 1."""
