"""Takes out of a picture what it tells beside the picture: place, time, device, an earlier shot."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_KEPT_CHUNKS: Final = frozenset(
    {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"sBIT", b"pHYs"}
)

_BARE: Final = frozenset({*range(0xD0, 0xD9), 0x01})
"""Markers that stand alone (ITU-T T.81, table B.1)."""

_NOTES: Final = frozenset({*range(0xE1, 0xEE), 0xEF, 0xFE})
"""APP1 to APP13, APP15 and comments; APP0 and APP14 say how colours are to be understood."""


_HEAD: Final = 4
"""Bytes of a segment's marker and length."""


def plain_jpeg(content: bytes) -> bytes:
    """The same picture, dot for dot, and nothing behind its end.

    Raises ValueError for a stream that isn't built as ITU-T T.81, annex B, wants it.
    """
    return b"".join(content[begin:end] for begin, end, noted in _parts(content) if not noted)


def blank_jpeg(content: bytes) -> bytes:
    """The same picture in as many bytes: noughts stand where its notes were, and behind its end.

    For what is inside a document that counts its bytes. Raises ValueError as `plain_jpeg` does.
    """
    blank = bytearray(len(content))
    for begin, end, noted in _parts(content):
        kept = slice(begin, begin + _HEAD if noted else end)
        blank[kept] = content[kept]
    return bytes(blank)


def _parts(content: bytes) -> Iterator[tuple[int, int, bool]]:
    """Where each part begins and ends, up to the end of the picture, and whether it is a note."""
    if content[:2] != b"\xff\xd8":
        raise ValueError("no start of image")
    yield 0, 2, False
    at = 2
    while True:
        start = content.find(b"\xff", at)
        if start < 0:
            raise ValueError("no end of image")
        scanned = at, start
        while content[start + 1 : start + 2] == b"\xff":  # fill bytes
            start += 1
        marker = content[start + 1 : start + 2]
        if not marker:
            raise ValueError("no end of image")
        yield *scanned, False  # what was scanned lies between markers
        if marker == b"\xd9":
            yield start, start + 2, False
            return
        if marker == b"\0" or marker[0] in _BARE:
            yield start, start + 2, False
            at = start + 2
            continue
        length = int.from_bytes(content[start + 2 : start + 4], "big")
        at = start + 2 + length
        if length < 2 or at > len(content):
            raise ValueError("a segment without its end")
        yield start, at, marker[0] in _NOTES


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
