"""Finds what a page says, in the order in which it is read: from its layouts, top to bottom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, runtime_checkable

from PySide6.QtWidgets import QAbstractButton

from ui.order import in_order

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QWidget

    from ui.speech.script import Utterance


@runtime_checkable
class Speaking(Protocol):
    """A part of a page that knows better than its accessible name what is said of it."""

    def said(self) -> tuple[Utterance, ...]:
        """What is said of it and of all in it; nothing for what only hands can use."""


def read(part: QWidget, chosen: str) -> Iterator[Utterance]:
    """What can be read on a part of a page, without what is hidden.

    `chosen` is said of what is ticked.
    """
    if isinstance(part, Speaking):
        yield from part.said()
    elif isinstance(part, QAbstractButton):
        words = part.accessibleName()
        yield f"{words}, {chosen}" if part.isCheckable() and part.isChecked() else words
    else:
        for child in in_order(part):
            if not child.isHidden():
                yield from read(child, chosen)
