"""Loads Qt's multimedia: what films and what sounds."""

from __future__ import annotations

import ctypes
import importlib
from importlib.util import find_spec
from typing import Final

from PySide6.QtCore import QLoggingCategory

MULTIMEDIA: Final = "PySide6.QtMultimedia"
SPEECH: Final = "PySide6.QtTextToSpeech"
_QUIET: Final = "\n".join(
    f"qt.multimedia.{what}=false" for what in ("symbolsresolver", "ffmpeg.info", "ffmpeg.debug")
)
"""Qt names each library for video hardware that isn't there; none of them is needed."""
_BESIDE: Final = {
    "PySide6.QtCore": ("QSize", "Qt"),
    "PySide6.QtGui": ("QImage", "QTransform"),
    MULTIMEDIA: ("QVideoFrame", "QVideoFrameFormat", "QtVideo"),
}
"""What is used of Qt where frames are worked on, beside the screens."""


def link(*modules: str) -> None:
    """Have the system read and link what these modules of Qt are made of: tens of MB.

    Never called on the GUI thread, which brings the modules in afterwards, without waiting for
    the disk. Raises ImportError or OSError where one can't be had.
    """
    for name in ("PySide6.QtNetwork", *modules):
        spec = find_spec(name)
        if spec is None or spec.origin is None:
            raise ImportError(name=name)
        ctypes.CDLL(spec.origin)


def load_multimedia() -> None:
    """Bring it in, once it is linked; on the GUI thread alone.

    PySide makes the types of Qt when they are first asked for, and dies where two threads make one
    at the same time. So one thread makes them all, those that the others will use included.
    """
    # Rules replace those before them: all of the program's stand here.
    QLoggingCategory.setFilterRules(_QUIET)
    for module, names in _BESIDE.items():
        there = importlib.import_module(module)
        for name in names:
            getattr(there, name)
