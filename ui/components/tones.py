"""What a coloured part means, and the names of its ink and its ground in the theme."""

from __future__ import annotations

from enum import Enum


class Tone(Enum):
    """A meaning that colour repeats, never says alone. The value is the ink's name."""

    DANGER = "danger"
    WARNING = "warning"
    SUCCESS = "success"
    INFO = "primary"
    HELPER = "helper"

    @property
    def ink(self) -> str:
        """The colour of icon and word."""
        return self.value

    @property
    def ground(self) -> str:
        """The pale colour behind."""
        return f"{self.value}_tint"

    @property
    def icon(self) -> str:
        """The shape that says the same without colour."""
        return _ICONS[self]


_ICONS = {
    Tone.DANGER: "circle-alert",
    Tone.WARNING: "triangle-alert",
    Tone.SUCCESS: "circle-check",
    Tone.INFO: "info",
    Tone.HELPER: "hand",
}
