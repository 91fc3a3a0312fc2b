"""Loads Qt's multimedia: what films and what sounds."""

from __future__ import annotations

import importlib
from typing import Final

from PySide6.QtCore import QLoggingCategory

_QUIET: Final = "\n".join(
    f"qt.multimedia.{what}=false" for what in ("symbolsresolver", "ffmpeg.info", "ffmpeg.debug")
)
"""Qt names each library for video hardware that isn't there; none of them is needed."""


def load_multimedia() -> None:
    """Load it, tens of MB from the disk: never on the GUI thread."""
    # Rules replace those before them: all of the program's stand here.
    QLoggingCategory.setFilterRules(_QUIET)
    importlib.import_module("PySide6.QtMultimedia")
