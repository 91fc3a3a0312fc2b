"""How this person likes the keys; the next person begins anew."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot


class TypingHabits(QObject):
    """Kept by whoever leads the person from page to page, and thrown away when they leave."""

    def __init__(self) -> None:
        """Letters in the order of typewriters."""
        super().__init__()
        self.alphabetical = False
        self.real_keyboard = False
        """Whether they type on a keyboard of their own, so that the painted one needn't come."""

    @Slot(bool)
    def order(self, alphabetical: bool) -> None:  # noqa: FBT001 - a signal hands it over by place
        """Letters in the order of the alphabet from now on, or of typewriters."""
        self.alphabetical = alphabetical
