"""Reads a damaged database without SQLite: each page by itself, and what rows are whole on it.

The formats are SQLite's (https://www.sqlite.org/fileformat2.html, sections 1.5, 1.6, 2.1 and 4)
and that of SQLite3 Multiple Ciphers for ChaCha20 with Poly1305, where a page ends with its nonce
and its tag (https://utelle.github.io/SQLite3MultipleCiphers/docs/ciphers/cipher_sqleet/).
"""

from __future__ import annotations

import hashlib
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import ChaCha20
from cryptography.hazmat.primitives.poly1305 import Poly1305

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

PAGE_BYTES: Final = 1024
SALT_BYTES: Final = 16

_ROUNDS: Final = 64007
_NONCE: Final = 16
_USABLE: Final = PAGE_BYTES - 32
_PLAIN: Final = 24
"""Bytes of the first page that aren't encrypted."""
_HEADER: Final = 100
"""Bytes of the first page before its tree."""

_LOG_HEADER: Final = 32
_FRAME_HEADER: Final = 24

_TABLE_LEAF, _INDEX_LEAF, _INDEX_INSIDE = 13, 10, 2
_WIDTHS: Final = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}
"""Bytes of a whole number, by its serial type."""

Value = None | int | float | str | bytes


@dataclass(frozen=True, slots=True)
class Found:
    """A row of a table, or an entry of an index, whose `row` is 0.

    Of one that isn't `whole` the last values are missing: they were on a page that is damaged.
    """

    row: int
    values: tuple[Value, ...]
    whole: bool


class Pages:
    """The pages of a database as they are in its file, or since then in its log."""

    def __init__(self, file: bytes, log: bytes, key: bytes, salts: Iterable[bytes]) -> None:
        self._file = file
        self._secret = b""
        self._newer: dict[int, bytes] = {}
        self.count = len(file) // PAGE_BYTES
        frames = list(_frames(log))
        for salt in filter(None, salts):
            self._secret = hashlib.pbkdf2_hmac("sha256", key, salt, _ROUNDS)
            if any(self._opened(*page) for page in self._raw()) or any(
                self._opened(number, page) for number, _, page in frames
            ):
                break
        else:
            self.count = 0
        self._overlay(frames)

    def __getitem__(self, number: int) -> bytes | None:
        """A page's bytes, from 1 on; None where they aren't as they were written."""
        start = (number - 1) * PAGE_BYTES
        page = self._newer.get(number, self._file[start : start + PAGE_BYTES])
        return self._opened(number, page)

    def found(self) -> Iterator[Found]:
        """Every row and entry that any page still holds."""
        for number in range(1, self.count + 1):
            page = self[number]
            if page is not None:
                yield from self._cells(page, _HEADER if number == 1 else 0)

    def _raw(self) -> Iterator[tuple[int, bytes]]:
        for number in range(1, self.count + 1):
            yield number, self._file[(number - 1) * PAGE_BYTES : number * PAGE_BYTES]

    def _opened(self, number: int, page: bytes) -> bytes | None:
        if len(page) < PAGE_BYTES:
            return None
        nonce = page[_USABLE : _USABLE + _NONCE]
        counter = int.from_bytes(nonce[12:], "little") ^ number
        once = _chacha(self._secret, nonce, counter, bytes(64))
        try:
            Poly1305.verify_tag(once[:32], page[: _USABLE + _NONCE], page[_USABLE + _NONCE :])
        except InvalidSignature:
            return None
        plain = _PLAIN if number == 1 else 0
        return page[:plain] + _chacha(once[32:], nonce, counter + 1, page[plain:_USABLE])

    def _overlay(self, frames: Iterable[tuple[int, int, bytes]]) -> None:
        # As SQLite does: up to the last commit before the first frame that isn't right.
        written: dict[int, bytes] = {}
        for number, committed, page in frames:
            if self._opened(number, page) is None:
                break
            written[number] = page
            if committed:
                self._newer |= written
                self.count = committed
                written.clear()

    def _cells(self, page: bytes, at: int) -> Iterator[Found]:
        kind = page[at]
        if kind not in {_TABLE_LEAF, _INDEX_LEAF, _INDEX_INSIDE}:
            return
        inside = 4 if kind == _INDEX_INSIDE else 0
        (cells,) = struct.unpack_from(">H", page, at + 3)
        for (cell,) in struct.iter_unpack(">H", page[at + 8 + inside :][: cells * 2]):
            size, start = _number(page, cell + inside)
            row, start = _number(page, start) if kind == _TABLE_LEAF else (0, start)
            values, whole = _values(self._payload(page, start, size, kind))
            yield Found(row, values, whole)

    def _payload(self, page: bytes, start: int, size: int, kind: int) -> bytes:
        most = _USABLE - 35 if kind == _TABLE_LEAF else (_USABLE - 12) * 64 // 255 - 23
        if size <= most:
            return page[start : start + size]
        least = (_USABLE - 12) * 32 // 255 - 23
        here = least + (size - least) % (_USABLE - 4)
        here = here if here <= most else least
        payload = page[start : start + here]
        (further,) = struct.unpack_from(">I", page, start + here)
        while len(payload) < size and (overflow := self[further]) is not None:
            payload += overflow[4 : 4 + size - len(payload)]
            (further,) = struct.unpack_from(">I", overflow)
        return payload


def _frames(log: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Of each frame that belongs to this log: page, size of the database if it commits, bytes."""
    frame = _FRAME_HEADER + PAGE_BYTES
    for start in range(_LOG_HEADER, len(log) - frame + 1, frame):
        number, committed = struct.unpack_from(">II", log, start)
        if log[start + 8 : start + 16] != log[16:24]:
            return
        yield number, committed, log[start + _FRAME_HEADER : start + frame]


def _chacha(key: bytes, nonce: bytes, counter: int, content: bytes) -> bytes:
    start = (counter & 0xFFFFFFFF).to_bytes(4, "little") + nonce[:12]
    return Cipher(ChaCha20(key, start), mode=None).encryptor().update(content)


def _values(payload: bytes) -> tuple[tuple[Value, ...], bool]:
    """The values of a record, and whether these are all of them."""
    end, at = _number(payload, 0)
    types = []
    while at < min(end, len(payload)):
        kind, at = _number(payload, at)
        types.append(kind)
    values: list[Value] = []
    start = end
    for kind in types:
        size = _WIDTHS.get(kind, 0) if kind < 7 else 8 if kind == 7 else max(0, kind - 12) // 2
        if start + size > len(payload):
            return tuple(values), False
        values.append(_value(kind, payload[start : start + size]))
        start += size
    return tuple(values), end <= len(payload)


def _value(kind: int, content: bytes) -> Value:
    if kind in _WIDTHS:
        return int.from_bytes(content, "big", signed=True)
    if kind == 7:
        return float(struct.unpack(">d", content)[0])
    if kind >= 12:
        return content.decode(errors="replace") if kind % 2 else content
    return {0: None, 8: 0, 9: 1}[kind]


def _number(content: bytes, at: int) -> tuple[int, int]:
    """A whole number in one to nine bytes, and where it ends."""
    number = 0
    for place in range(8):
        byte = content[at + place]
        number = number << 7 | byte & 0x7F
        if byte < 0x80:
            return number, at + place + 1
    return number << 8 | content[at + 8], at + 9
