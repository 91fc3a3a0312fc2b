"""Finds what a page offers to be pressed though nobody hears of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import SIGNAL

if TYPE_CHECKING:
    from ui.page import Page


def dead_ends(page: Page) -> list[str]:
    """The places of the footer that the page fills and that lead nowhere."""
    footer = page.footer
    if footer is None:
        return []
    offered = {"back": footer.back, "leave": footer.leave, "primary": footer.primary}
    return [
        name
        for name, words in offered.items()
        if words is not None and not page.receivers(SIGNAL(f"{name}()"))
    ]
