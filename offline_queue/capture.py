"""How a captured paper lies beside the database: AES-256-GCM in pieces of 1 MiB.

Each file has a random key of its own, so the position of a piece may be its nonce. Position, count
and owner are bound to each piece: none can be moved, left out, or passed off as another's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from kiosk.domain.ports import QueueDamaged, QueueFailure

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

PIECE: Final = 1024 * 1024
KEY_BYTES: Final = 32
_TAG: Final = 16
_NONCE: Final = 12


def encrypted(key: bytes, owner: bytes, content: bytes) -> Iterator[bytes]:
    """The pieces of `content` as they lie on the disk; `owner` names journey and attachment."""
    cipher = AESGCM(key)
    view = memoryview(content)
    count = max(1, -(-len(content) // PIECE))
    for position in range(count):
        piece = view[position * PIECE : (position + 1) * PIECE]
        yield cipher.encrypt(_nonce(position), piece, _bound(owner, position, count))


def decrypted(key: bytes, owner: bytes, file: BinaryIO) -> bytes:
    """The content again.

    Raises QueueDamaged where one bit of it isn't as it was written, QueueFailure where it can't be
    read now.
    """
    cipher = AESGCM(key)
    try:
        pieces = list(iter(lambda: file.read(PIECE + _TAG), b""))
        return b"".join(
            cipher.decrypt(_nonce(position), piece, _bound(owner, position, len(pieces)))
            for position, piece in enumerate(pieces)
        )
    except InvalidTag as error:
        raise QueueDamaged("an attachment isn't as it was written") from error
    except OSError as error:
        raise QueueFailure("an attachment can't be read now") from error


def _nonce(position: int) -> bytes:
    return position.to_bytes(_NONCE, "big")


def _bound(owner: bytes, position: int, count: int) -> bytes:
    return owner + position.to_bytes(8, "big") + count.to_bytes(8, "big")
