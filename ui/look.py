"""What every screen is made with: sizes and colours, and the words of one language."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from ui.texts import Texts
    from ui.theme.tokens import Tokens


class Switches(Enum):
    """Whether somebody works the screens with switches, and how many they have."""

    NONE = "none"
    TWO = "two"
    ONE_SLOW = "one-slow"
    ONE_QUICK = "one-quick"


class Look(NamedTuple):
    """Handed to each page when it is made; a page is made anew when it changes."""

    tokens: Tokens
    texts: Texts
    still: bool = False
    """Whether nothing moves on the screen."""

    def say(self, key: str, **values: object) -> str:
        """The words of a key (see `Texts.say`)."""
        return self.texts.say(key, **values)

    def px(self, reference: float) -> int:
        """Pixels of this screen for so many of the reference screen."""
        return self.tokens.px(reference)
