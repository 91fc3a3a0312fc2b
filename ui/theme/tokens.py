"""Sizes in millimetres made into pixels of one screen, with the type scale and the colours.

Layouts are written in *reference pixels*: those of a 21.5-inch screen of 1920 x 1080, which has
102.5 pixels an inch or 4.03 a millimetre. `Tokens.px` turns them into pixels of the real screen,
so that a button that is 22 mm high stays 22 mm high on every panel.
"""

from __future__ import annotations

from enum import Enum, StrEnum
from functools import cache
from math import hypot
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtGui import QColor, QFont, QFontDatabase

from ui.theme.palettes import LIGHT

if TYPE_CHECKING:
    from ui.theme.palettes import Theme

ASSETS = Path(__file__).resolve().parent.parent.parent / "assets"
REFERENCE_PPI = 102.5
FAMILY = "Be Vietnam Pro"
REGULAR = 400
SEMIBOLD = 600

# The smallest frame, in reference pixels, in which every screen still fits (long side, short
# side). A smaller window shrinks everything together; at these floors a 15.6-inch laptop still
# has capitals of 4.8 mm by default and 7.3 mm at the largest text.
_FLOOR = (1530.0, 864.0)
_FLOOR_LARGEST = (1700.0, 950.0)
# 240 mm: below it the frame gives up height where words don't stand.
_TIGHT_HEIGHT = 240 / 25.4 * REFERENCE_PPI

_NARROW_WIDTH = 1690


class TextSize(StrEnum):
    """What a person may choose: Nhỏ, Vừa, Lớn, Rất lớn."""

    NHO = "nho"
    VUA = "vua"
    LON = "lon"
    RAT_LON = "rat-lon"


class Role(Enum):
    """What a text is for. It decides size, weight and line pitch."""

    QUESTION = "question"
    DISPLAY = "display"
    H1 = "h1"
    H2 = "h2"
    H3 = "h3"
    BUTTON = "button"
    BODY = "body"
    STRONG = "strong"
    SECONDARY = "secondary"
    CAPTION = "caption"
    CAPTION_STRONG = "caption-strong"
    HEADER = "header"
    HEADER_STRONG = "header-strong"
    INPUT = "input"
    INPUT_LARGE = "input-large"
    PAD = "pad"
    CODE = "code"
    SLIP_CODE = "slip-code"
    COUNTDOWN = "countdown"


# Reference pixels at Nhỏ, Vừa, Lớn, Rất lớn.
_SIZES: dict[Role, tuple[int, int, int, int]] = {
    Role.QUESTION: (64, 72, 80, 88),
    Role.DISPLAY: (48, 56, 64, 72),
    Role.H1: (38, 46, 54, 62),
    Role.H2: (32, 38, 46, 56),
    Role.H3: (26, 32, 40, 50),
    Role.BUTTON: (26, 32, 40, 50),
    Role.BODY: (21, 29, 38, 49),
    Role.STRONG: (21, 29, 38, 49),
    Role.SECONDARY: (21, 29, 38, 49),
    Role.CAPTION: (21, 27, 34, 44),
    Role.CAPTION_STRONG: (21, 27, 34, 44),
    Role.HEADER: (22, 27, 32, 34),
    Role.HEADER_STRONG: (22, 27, 32, 34),
    Role.INPUT: (30, 36, 44, 54),
    Role.INPUT_LARGE: (38, 44, 50, 58),
    Role.PAD: (40, 46, 52, 58),
    Role.CODE: (64, 64, 72, 80),
    Role.SLIP_CODE: (88, 88, 96, 104),
    Role.COUNTDOWN: (128, 128, 128, 128),
}
_SEMIBOLD_ROLES = frozenset(Role) - {
    Role.BODY,
    Role.SECONDARY,
    Role.CAPTION,
    Role.HEADER,
    Role.INPUT,
    Role.INPUT_LARGE,
}
_CLOSE = frozenset(
    {
        Role.QUESTION,
        Role.DISPLAY,
        Role.H1,
        Role.H2,
        Role.H3,
        Role.BUTTON,
        Role.HEADER,
        Role.HEADER_STRONG,
    }
)
_ICON_GROWTH = (0.9, 1.0, 1.2, 1.45)
_COLUMN = {size: place for place, size in enumerate(TextSize)}


@cache
def load_fonts() -> None:
    """Give Qt the two faces of the bundled font, once a process (needs a QGuiApplication)."""
    for face in ("BeVietnamPro-Regular.ttf", "BeVietnamPro-SemiBold.ttf"):
        if QFontDatabase.addApplicationFont(str(ASSETS / "fonts" / face)) < 0:
            raise FileNotFoundError(ASSETS / "fonts" / face)


@cache
def _font(pixels: int, weight: int) -> QFont:
    load_fonts()
    font = QFont(FAMILY)
    font.setPixelSize(pixels)
    font.setWeight(QFont.Weight(weight))
    return font


@cache
def _colour(value: str) -> QColor:
    return QColor(value)


class Tokens(NamedTuple):
    """How one window measures: scale, size of the frame in reference pixels, text size, theme."""

    scale: float
    width: float
    height: float
    text_size: TextSize = TextSize.VUA
    theme: Theme = LIGHT

    @classmethod
    def for_window(
        cls,
        width: int,
        height: int,
        ppi: float = REFERENCE_PPI,
        text_size: TextSize = TextSize.VUA,
        theme: Theme = LIGHT,
    ) -> Tokens:
        """Measure a window of `width` x `height` pixels on a screen of `ppi` pixels an inch."""
        scale = ppi / REFERENCE_PPI
        longest, shortest = max(width, height) / scale, min(width, height) / scale
        floor = _FLOOR_LARGEST if text_size is TextSize.RAT_LON else _FLOOR
        scale *= min(1.0, longest / floor[0], shortest / floor[1])
        return cls(scale, width / scale, height / scale, text_size, theme)

    @property
    def portrait(self) -> bool:
        """Whether the window is taller than wide: columns then stand under one another."""
        return self.height > self.width

    @property
    def tight(self) -> bool:
        """Whether the window is under 240 mm high: eave and empty space give way."""
        return self.height < _TIGHT_HEIGHT

    @property
    def narrow(self) -> bool:
        """Whether a row across the window is short: the header's icons give way to its words."""
        return self.width < _NARROW_WIDTH and not self.portrait

    @property
    def stacked(self) -> bool:
        """Whether the header's icons stand above their words: no room beside them."""
        return self.largest or (self.large and self.portrait)

    @property
    def largest(self) -> bool:
        """Whether the text is Rất lớn, for which the frame has taller bars."""
        return self.text_size is TextSize.RAT_LON

    @property
    def large(self) -> bool:
        """Whether the text is Lớn or Rất lớn."""
        return self.text_size in (TextSize.LON, TextSize.RAT_LON)

    def px(self, reference: float) -> int:
        """Pixels of this screen for so many of the reference screen; never 0 for a positive."""
        pixels = round(reference * self.scale)
        return 1 if reference > 0 and pixels < 1 else pixels

    def icon(self, reference: float) -> int:
        """Size of an icon that stands beside words: it grows with them, less than they do."""
        return self.px(reference * _ICON_GROWTH[_COLUMN[self.text_size]])

    def mm(self, millimetres: float) -> int:
        """Pixels of this screen for a length."""
        return self.px(millimetres / 25.4 * REFERENCE_PPI)

    def space(self, reference: float) -> int:
        """Empty space: as `px`, but 60 % of it where the window is tight."""
        return self.px(reference * (0.6 if self.tight else 1.0))

    def size(self, role: Role) -> int:
        """Font size of a role in pixels of this screen."""
        sizes = _SIZES[role]
        if self.narrow and not self.largest and role in (Role.HEADER, Role.HEADER_STRONG):
            return self.px(min(sizes[_COLUMN[self.text_size]], sizes[_COLUMN[TextSize.VUA]]))
        return self.px(sizes[_COLUMN[self.text_size]])

    def font(self, role: Role) -> QFont:
        """The font of a role (a copy is cheap and shared)."""
        return _font(self.size(role), SEMIBOLD if role in _SEMIBOLD_ROLES else REGULAR)

    def font_of(self, reference: float, *, strong: bool = False) -> QFont:
        """A font of a size outside the scale, in reference pixels (drawings and samples)."""
        # Until a window that is turned has been laid out anew there may be no room for a letter.
        return _font(max(1, self.px(reference)), SEMIBOLD if strong else REGULAR)

    def pitch(self, role: Role) -> float:
        """Distance of lines in em: 1.3 for headings, buttons and the header, 1.45 for the rest."""
        return 1.3 if role in _CLOSE else 1.45

    def colour(self, name: str) -> QColor:
        """A colour of the theme by its field name, such as "primary" or "danger_tint"."""
        return _colour(getattr(self.theme, name))

    @property
    def margin(self) -> int:
        """Space between the screen's edge and everything."""
        return self.px(48 if self.portrait else 64)

    @property
    def gutter(self) -> int:
        """Space between columns and cards."""
        return self.px(32)

    def columns(self, count: int) -> int:
        """Width of `count` of the twelve columns with the gutters between them."""
        inner = self.width - 2 * (48 if self.portrait else 64)
        return self.px((inner - 11 * 32) / 12 * count + 32 * (count - 1))


def ppi_of(diagonal_inches: float, width: int, height: int) -> float:
    """Pixels an inch of a panel, from its diagonal as set or measured (EDID isn't trusted)."""
    return hypot(width, height) / diagonal_inches
