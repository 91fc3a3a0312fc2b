"""Finds words in what lies on a disk, however they were written there."""

from __future__ import annotations

import base64
import json
import unicodedata
import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

HOMES = ("HOME", "TMPDIR", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_RUNTIME_DIR")
"""What programs, libraries and the system go by when they leave something somewhere."""

_ZLIB = (b"\x78\x01", b"\x78\x5e", b"\x78\x9c", b"\x78\xda")
_GZIP = b"\x1f\x8b\x08"
_LARGEST = 64 * 1024 * 1024


def forms(word: str | bytes) -> frozenset[bytes]:
    """The word as text may be written, and each of these in Base64, hexadecimal or backwards."""
    raw = {word} if isinstance(word, bytes) else set(_encoded(word))
    found = set(raw)
    for each in raw:
        found |= {each.hex().encode(), each.hex().upper().encode(), each[::-1]}
        for before in range(3):
            # What stands before moves the groups of Base64; only whole groups are the word's own.
            whole = base64.b64encode(b"\0" * before + each)
            own = whole[-(-before * 4 // 3) : len(whole) - 4]
            found |= {own, own.replace(b"+", b"-").replace(b"/", b"_")}
    return frozenset(it for it in found if len(it) >= 6)


def _encoded(word: str) -> Iterator[bytes]:
    composed = unicodedata.normalize("NFC", word)
    apart = unicodedata.normalize("NFD", word)
    bare = "".join(it for it in apart if not unicodedata.combining(it))
    plain = bare.replace("đ", "d").replace("Đ", "D")
    for text in (composed, apart, plain):
        for cased in (text, text.upper(), text.lower(), text[::-1]):
            yield from (cased.encode(it) for it in ("utf-8", "utf-16-le", "utf-16-be"))
    yield json.dumps(composed)[1:-1].encode()


def unpacked(content: bytes) -> Iterator[bytes]:
    """The content, and whatever in it can be unpacked, as far as that goes."""
    yield content
    for mark, bits in [*((it, zlib.MAX_WBITS) for it in _ZLIB), (_GZIP, 16 + zlib.MAX_WBITS)]:
        at = content.find(mark)
        while at >= 0:
            inflating = zlib.decompressobj(bits)
            inflated = bytearray()
            try:
                for start in range(at, len(content), 512):
                    inflated += inflating.decompress(content[start : start + 512], _LARGEST)
            except zlib.error:
                pass
            if len(inflated) > 16:
                yield bytes(inflated)
            at = content.find(mark, at + 1)


def told(contents: Iterable[bytes], words: Iterable[str | bytes]) -> set[str | bytes]:
    """Which of the words stand in the contents, in any form."""
    looked_for = {word: forms(word) for word in words}
    found: set[str | bytes] = set()
    for content in contents:
        for part in unpacked(content):
            found |= {word for word, all_ in looked_for.items() if any(it in part for it in all_)}
    return found


def homes_in(folder: Path) -> dict[str, str]:
    """An environment by which whatever is left somewhere is left in the folder."""
    homes = {name: folder / name.lower() for name in HOMES}
    for home in homes.values():
        home.mkdir(parents=True, mode=0o700)
    return {name: str(home) for name, home in homes.items()}


def below(folder: Path) -> Iterator[bytes]:
    """The content and the name of everything below a folder."""
    for place in sorted(folder.rglob("*")):
        yield str(place.relative_to(folder)).encode()
        if place.is_file():
            yield place.read_bytes()
