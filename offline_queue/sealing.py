"""What is finished is sealed in the age format, for the portal's keys and for the slip's.

The format: https://age-encryption.org/v1. An age identity is an X25519 key in Bech32.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import bech32
import pyrage
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from pyrage import x25519

from kiosk.domain.ports import QueueDamaged
from kiosk.domain.slip import SECRET_BITS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kiosk.domain.slip import Slip

_SECRET_BYTES: Final = -(-SECRET_BITS // 8)
_PURPOSE: Final = b"kiosk slip 1"
_IDENTITY_PREFIX: Final = "age-secret-key-"


def recipient_of(slip: Slip) -> str:
    """The public key (`age1…`) for which a journey is sealed."""
    return str(_identity(slip).to_public())


def seal(content: bytes, recipients: Iterable[str]) -> bytes:
    """The content, readable from now on by any one of the recipients and by nobody else."""
    return bytes(pyrage.encrypt(content, [x25519.Recipient.from_str(each) for each in recipients]))


def unseal(sealed: bytes, slip: Slip) -> bytes:
    """What was sealed for the slip. Raises QueueDamaged where it isn't as it was sealed."""
    try:
        return bytes(pyrage.decrypt(sealed, [_identity(slip)]))
    except pyrage.DecryptError as error:
        raise QueueDamaged("what was sealed can't be opened") from error


def _identity(slip: Slip) -> x25519.Identity:
    # The secret's 100 bits are random, so one step of HKDF suffices: there is no guessing to slow.
    key = HKDF(algorithm=SHA256(), length=32, salt=str(slip.ticket).encode(), info=_PURPOSE).derive(
        slip.secret.to_bytes(_SECRET_BYTES, "big")
    )
    # Whole bytes always fill five-bit letters with padding: None is for texts that end badly.
    letters = bech32.convertbits(key, 8, 5) or []
    return x25519.Identity.from_str(bech32.bech32_encode(_IDENTITY_PREFIX, letters).upper())
