"""The training portal's own keys: made at its first start, they open seals and sign receipts."""

from __future__ import annotations

import base64
import os
from typing import TYPE_CHECKING

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from pyrage import DecryptError, decrypt, x25519

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


class SealUnreadable(Exception):
    """The bytes aren't sealed for this portal, or are damaged."""


class Seals:
    """Opens sealed bytes with the key in `file`, which is made where there is none."""

    def __init__(self, file: Path) -> None:
        self._identity = x25519.Identity.from_str(_kept(file, _new_identity))

    @property
    def recipient(self) -> str:
        """The public key, as kiosks seal for it."""
        return str(self._identity.to_public())

    def open(self, sealed: bytes) -> bytes:
        """What was sealed. Raises SealUnreadable."""
        try:
            return bytes(decrypt(sealed, [self._identity]))
        except DecryptError as error:
            raise SealUnreadable from error


class ReceiptKey:
    """Signs receipts that travel on a stick, with the Ed25519 key in `file`, made where missing."""

    def __init__(self, file: Path) -> None:
        raw = bytes.fromhex(_kept(file, _new_signing_key))
        self._key = Ed25519PrivateKey.from_private_bytes(raw)

    @property
    def public(self) -> dict[str, str]:
        """The public key as a JWK (RFC 8037)."""
        raw = self._key.public_key().public_bytes_raw()
        x = base64.urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")
        return {"kty": "OKP", "crv": "Ed25519", "x": x}

    def signed(self, content: bytes, typ: str) -> bytes:
        """The content with its signature: a compact JWS (RFC 7515) of that `typ`."""
        return jwt.PyJWS().encode(content, self._key, "EdDSA", {"typ": typ}).encode("ascii")


def _new_identity() -> str:
    return str(x25519.Identity.generate())


def _new_signing_key() -> str:
    return Ed25519PrivateKey.generate().private_bytes_raw().hex()


def _kept(file: Path, make: Callable[[], str]) -> str:
    """The key in `file`, made where there is none and on the disk before anybody hears of it."""
    if not file.exists():
        draft = file.with_name(f"{file.name}.new")
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as text:
            text.write(f"{make()}\n")
            text.flush()
            os.fsync(text.fileno())
        draft.replace(file)
    return file.read_text(encoding="ascii").strip()
