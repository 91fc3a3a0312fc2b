"""What is finished is sealed in the age format, for the portal's keys and for the slip's.

The format: https://age-encryption.org/v1. An age identity is an X25519 key in Bech32.
"""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Final

import bech32
import pyrage
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from pyrage import x25519

from kiosk.domain.ports import QueueDamaged, QueueLocked
from kiosk.domain.slip import SECRET_BITS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from kiosk.domain.slip import Slip

_SECRET_BYTES: Final = -(-SECRET_BITS // 8)
_PURPOSE: Final = b"kiosk slip 1"
_IDENTITY_PREFIX: Final = "age-secret-key-"


def recipient_of(slip: Slip) -> str:
    """The public key (`age1…`) for which a journey is sealed."""
    return str(_identity(slip).to_public())


def seal(
    content: bytes, recipients: Iterable[str], give_way: Callable[[], None] | None = None
) -> bytes:
    """The content, readable from now on by any one of the recipients and by nobody else.

    `give_way` is called before each piece of it, and may wait for what is more urgent. Raises
    QueueLocked (`unreadable`) where a recipient is none.
    """
    sealed = _Sink()
    try:
        keys = [x25519.Recipient.from_str(each) for each in recipients]
    except pyrage.RecipientError as error:
        raise QueueLocked("unreadable") from error
    pyrage.encrypt_io(_Source(content, give_way), sealed, keys)
    return b"".join(sealed.pieces)


def unseal(sealed: bytes, slip: Slip) -> bytes:
    """What was sealed for the slip. Raises QueueDamaged where it isn't as it was sealed."""
    content = _Sink()
    try:
        pyrage.decrypt_io(_Source(sealed), content, [_identity(slip)])
    except (pyrage.DecryptError, OSError) as error:
        raise QueueDamaged("what was sealed can't be opened") from error
    return b"".join(content.pieces)


def _identity(slip: Slip) -> x25519.Identity:
    # The secret's 100 bits are random, so one step of HKDF suffices: there is no guessing to slow.
    key = HKDF(algorithm=SHA256(), length=32, salt=str(slip.ticket).encode(), info=_PURPOSE).derive(
        slip.secret.to_bytes(_SECRET_BYTES, "big")
    )
    # Whole bytes always fill five-bit letters with padding: None is for texts that end badly.
    letters = bech32.convertbits(key, 8, 5) or []
    return x25519.Identity.from_str(bech32.bech32_encode(_IDENTITY_PREFIX, letters).upper())


# pyrage holds the interpreter's lock for as long as a call lasts: 50 ms for 10 MB, in which no
# screen is painted. Through objects written in Python it lets go of it at each piece of 64 KiB.


class _Source:
    def __init__(self, content: bytes, give_way: Callable[[], None] | None = None) -> None:
        self._content = BytesIO(content)
        self._give_way = give_way

    def read(self, size: int) -> bytes:
        if self._give_way is not None:
            self._give_way()
        return self._content.read(size)


class _Sink:
    def __init__(self) -> None:
        self.pieces: list[bytes] = []

    def write(self, piece: bytes) -> int:
        self.pieces.append(bytes(piece))
        return len(piece)

    def flush(self) -> None:
        """There is nothing between us and the pieces."""
