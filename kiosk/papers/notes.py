"""Takes out of a picture what it tells beside the picture: place, time, device, an earlier shot."""

from __future__ import annotations

import struct
from typing import Final

_KEPT_CHUNKS: Final = frozenset(
    {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"sBIT", b"pHYs"}
)

_BARE: Final = frozenset({*range(0xD0, 0xD9), 0x01})
"""Markers that stand alone (ITU-T T.81, table B.1)."""

_NOTES: Final = frozenset({*range(0xE1, 0xEE), 0xEF, 0xFE})
"""APP1 to APP13, APP15 and comments; APP0 and APP14 say how colours are to be understood."""


def plain_jpeg(content: bytes) -> bytes:
    """The same picture, dot for dot, and nothing behind its end.

    Raises ValueError for a stream that isn't built as ITU-T T.81, annex B, wants it.
    """
    if content[:2] != b"\xff\xd8":
        raise ValueError("no start of image")
    kept, at = bytearray(content[:2]), 2
    while True:
        start = content.find(b"\xff", at)
        if start < 0:
            raise ValueError("no end of image")
        while content[start + 1 : start + 2] == b"\xff":  # fill bytes
            start += 1
        marker = content[start + 1 : start + 2]
        if not marker:
            raise ValueError("no end of image")
        kept += content[at:start]  # what was scanned lies between markers
        if marker == b"\xd9":
            return bytes(kept + b"\xff\xd9")
        if marker == b"\0" or marker[0] in _BARE:
            kept += content[start : start + 2]
            at = start + 2
            continue
        length = int.from_bytes(content[start + 2 : start + 4], "big")
        at = start + 2 + length
        if length < 2 or at > len(content):
            raise ValueError("a segment without its end")
        if marker[0] not in _NOTES:
            kept += content[start:at]


def plain_png(content: bytes) -> bytes:
    """The same picture, dot for dot, and nothing behind its end.

    Raises ValueError for what isn't built of chunks (PNG, third edition, 5.3).
    """
    kept, at = bytearray(content[:8]), 8
    while at + 12 <= len(content):
        length, kind = struct.unpack_from(">I4s", content, at)
        end = at + 12 + length
        if kind in _KEPT_CHUNKS:
            kept += content[at:end]
        if kind == b"IEND":
            return bytes(kept)
        at = end
    raise ValueError("no end of image")
