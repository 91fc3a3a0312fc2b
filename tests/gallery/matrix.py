"""All looks that a person may choose, and cuts through them that a test has the time for."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

from tests.gallery.languages import LANGUAGES, texts_of
from tests.gallery.parts import PARTS
from tests.gallery.scenes import SCENES
from tests.gallery.seen import Finding, Seen, findings_of
from tests.gallery.states import network_of
from ui.look import Look
from ui.theme.palettes import THEMES, ThemeName
from ui.theme.tokens import TextSize, Tokens, ppi_of
from ui.window import Network

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

WINDOWS = {"1920x1080": 21.5, "1366x768": 15.6, "1080x1920": 21.5}
"""The windows of the matrix, with the diagonal of such a screen in inches."""
FOUR_K = {"3840x2160": 27.0}
_BUSY = ((Network.SENDING, 12), (Network.PAUSED, 0))


@dataclass(frozen=True, slots=True)
class Way:
    """One way to look at a screen."""

    size: TextSize = TextSize.VUA
    theme: ThemeName = ThemeName.LIGHT
    window: str = "1920x1080"
    language: str = "vi"

    def __str__(self) -> str:
        return f"{self.window}-{self.size.value}-{self.theme.value}-{self.language}"

    @property
    def pixels(self) -> tuple[int, int]:
        """Width and height of the window."""
        width, height = self.window.split("x")
        return int(width), int(height)

    @property
    def network(self) -> tuple[Network, int]:
        """What the header says of the line, with how many dossiers are on their way.

        The themes of one size, window and language say three things of it: colours move nothing,
        so that each screen is tried with and without the portal wherever its words may not fit.
        """
        size, theme = list(TextSize).index(self.size), list(ThemeName).index(self.theme)
        window = list(WINDOWS | FOUR_K).index(self.window)
        turn = (size + theme + window + LANGUAGES.index(self.language)) % 3
        busy = _BUSY[(size + theme) % 2]
        return (busy, (Network.ONLINE, 0), (Network.OFFLINE, 0))[turn]

    def look(self) -> Look:
        """What a page is made with."""
        width, height = self.pixels
        ppi = ppi_of((WINDOWS | FOUR_K)[self.window], width, height)
        tokens = Tokens.for_window(width, height, ppi, self.size, THEMES[self.theme])
        return Look(tokens, texts_of(self.language), still=True)  # nothing half appeared


def every_way() -> tuple[Way, ...]:
    """Every text size, theme, window and language with every other: 108."""
    return tuple(map(Way, *zip(*product(TextSize, ThemeName, WINDOWS, LANGUAGES), strict=True)))


def some_ways(scene: int) -> Iterator[Way]:
    """The pairwise cut: four ways for each scene, in which it meets each value of each factor.

    The scenes after it meet other pairs: within every nine scenes each size, theme, window and
    language has met each other one.
    """
    themes, windows = tuple(ThemeName), tuple(WINDOWS)
    turn = scene % 9
    for row, size in enumerate(TextSize):
        yield Way(
            size,
            themes[(row + turn) % 3],
            windows[(row + turn // 3) % 3],
            LANGUAGES[(2 * row + turn + turn // 3) % 3],
        )


def look_at(scene: str, way: Way) -> list[Finding]:
    """What is wrong with one scene, or one sheet of parts, looked at in one way."""
    look = way.look()
    seen = Seen((SCENES | PARTS)[scene](look), look, way.pixels, network_of(scene, way))
    try:
        return findings_of(seen)
    finally:
        seen.close()


def draw(scene: str, way: Way, target: Path) -> None:
    """Save one scene, looked at in one way, as a picture; a page that is turned from its top."""
    look = way.look()
    make = (SCENES | PARTS)[scene]
    seen = Seen(make(look), look, way.pixels, network_of(scene, way))
    try:
        if not seen.picture().save(str(target)):
            raise OSError(target)
    finally:
        seen.close()
