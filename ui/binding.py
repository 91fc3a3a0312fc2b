"""Brings in Qt's binding for Python, and has importing stay as it was."""

from __future__ import annotations

import builtins


def bring_in_qt() -> None:
    """Load PySide, to be called before anything else loads it.

    It puts an import of its own in the place of Python's, for those who want Qt's names spelt in
    another way: of every module that is loaded from then on it reads the source and keeps it. None
    of ours wants that, and home alone is made of eighty.
    """
    pythons_own = builtins.__import__
    import PySide6.QtCore  # noqa: F401, PLC0415 — what this is about

    builtins.__import__ = pythons_own
