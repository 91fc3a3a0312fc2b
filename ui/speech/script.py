"""What a page hands over to be read aloud: words as they stand, or what is only pointed to."""

from __future__ import annotations

from enum import Enum
from typing import Final, TypeAlias


class Pointed(Enum):
    """What is never said, only pointed to: it holds none of the characters.

    The value is the key of the words that point.
    """

    CODE = "speech.pointed.code"
    NUMBER = "speech.pointed.number"


class Name(str):
    """Somebody's name: said syllable by syllable, in Vietnamese whatever the screen's language."""

    __slots__ = ()


Utterance: TypeAlias = str | Pointed
"""One thing of a page's script."""

MASK: Final = "•"
"""What hides a digit: a number with it shows its last four at most."""
