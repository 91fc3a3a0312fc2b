"""The three colour themes as data: light, high contrast and soft."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class ThemeName(StrEnum):
    """What a person may choose."""

    LIGHT = "light"
    HIGH_CONTRAST = "high-contrast"
    SOFT = "soft"


class Theme(NamedTuple):
    """One set of colours (#RRGGBB) by what they mean.

    A name ending in `_tint` is a ground; the name without it is the ink that stands on it, save
    for body text, which is always `text`. `outlined` says that drawings are lines, not fills.
    """

    name: ThemeName
    outlined: bool
    # grounds
    wall: str
    paper: str
    plinth: str
    # ink
    text: str
    secondary: str
    # what can be done
    primary: str
    primary_edge: str
    primary_tint: str
    on_primary: str
    rim: str
    divider: str
    # states
    danger: str
    danger_tint: str
    success: str
    success_tint: str
    on_success: str
    warning: str
    warning_tint: str
    on_warning: str
    helper: str
    helper_tint: str
    focus: str
    # the house
    tile: str
    tile_light: str
    tile_dark: str
    seam: str
    bare_tile: str
    bare_seam: str
    lime: str
    disc: str
    wood: str
    beam: str
    stone: str
    stone_dark: str


LIGHT = Theme(
    name=ThemeName.LIGHT,
    outlined=False,
    wall="#F7F4EC",
    paper="#FFFFFF",
    plinth="#ECE5D5",
    text="#14181C",
    secondary="#343D44",
    primary="#0A3A73",
    primary_edge="#05213F",
    primary_tint="#E7EFF9",
    on_primary="#FFFFFF",
    rim="#4F5961",
    divider="#D6CFBF",
    danger="#7A0C0C",
    danger_tint="#FDECEC",
    success="#084529",
    success_tint="#E6F4EC",
    on_success="#FFFFFF",
    warning="#553500",
    warning_tint="#FFF3CC",
    on_warning="#FFFFFF",
    helper="#07454A",
    helper_tint="#E2F1F2",
    focus="#FFDD00",
    tile="#9A3B24",
    tile_light="#A2442B",
    tile_dark="#91351F",
    seam="#6E2616",
    bare_tile="#EFE8D9",
    bare_seam="#C4B99F",
    lime="#F1DFB4",
    disc="#F4E3BC",
    wood="#6B4A32",
    beam="#543823",
    stone="#CFC6B4",
    stone_dark="#B8AE9A",
)

# Every fill becomes a line on black; only the primary button stays filled, so that the one thing
# to press next is found without reading.
HIGH_CONTRAST = Theme(
    name=ThemeName.HIGH_CONTRAST,
    outlined=True,
    wall="#000000",
    paper="#000000",
    plinth="#000000",
    text="#FFFFFF",
    secondary="#FFFFFF",
    primary="#9FD0FF",
    primary_edge="#FFFFFF",
    primary_tint="#0B1D2E",
    on_primary="#000000",
    rim="#AAB4BC",
    divider="#AAB4BC",
    danger="#FFB3B3",
    danger_tint="#240606",
    success="#9BE8BD",
    success_tint="#04180E",
    on_success="#000000",
    warning="#FFE066",
    warning_tint="#1C1600",
    on_warning="#000000",
    helper="#8FE3EA",
    helper_tint="#03191B",
    focus="#FFDD00",
    tile="#000000",
    tile_light="#000000",
    tile_dark="#000000",
    seam="#FFE066",
    bare_tile="#000000",
    bare_seam="#AAB4BC",
    lime="#000000",
    disc="#000000",
    wood="#000000",
    beam="#FFE066",
    stone="#000000",
    stone_dark="#FFE066",
)

# Contrast is held between 4.5 and 8 on purpose: a bright page hurts some eyes.
SOFT = Theme(
    name=ThemeName.SOFT,
    outlined=False,
    wall="#EDE4D0",
    paper="#F2EAD8",
    plinth="#E3D9C2",
    text="#4B4537",
    secondary="#4F493B",
    primary="#3F4F6B",
    primary_edge="#2F3C52",
    primary_tint="#E2E0DA",
    on_primary="#F2EAD8",
    rim="#6F6857",
    divider="#CFC4A9",
    danger="#8A3B33",
    danger_tint="#F0DFD2",
    success="#3B5A45",
    success_tint="#E2E5D2",
    on_success="#F2EAD8",
    warning="#5F4A1E",
    warning_tint="#F0E2B8",
    on_warning="#F2EAD8",
    helper="#2F565A",
    helper_tint="#DDE3DA",
    focus="#E5C93A",
    tile="#A0604D",
    tile_light="#A86957",
    tile_dark="#985846",
    seam="#7C4534",
    bare_tile="#E9DFCB",
    bare_seam="#C4B99F",
    lime="#E8D8B0",
    disc="#E8D8B0",
    wood="#7D6550",
    beam="#6B5441",
    stone="#CFC6B4",
    stone_dark="#B8AE9A",
)


class OverPicture(NamedTuple):
    """Colours (#RRGGBB, #AARRGGBB) around and over what a camera sees: the same in every theme."""

    plate: str = "#1D1D1B"
    casing: str = "#A0000000"
    line: str = "#FFFFFF"
    found: str = "#7EE081"


OVER_PICTURE = OverPicture()
THEMES = {theme.name: theme for theme in (LIGHT, HIGH_CONTRAST, SOFT)}
