"""The training portal's age key: made at its first start, opens what was sealed for it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from pyrage import DecryptError, decrypt, x25519

if TYPE_CHECKING:
    from pathlib import Path


class SealUnreadable(Exception):
    """The bytes aren't sealed for this portal, or are damaged."""


class Seals:
    """Opens sealed bytes with the key in `file`, which is made where there is none."""

    def __init__(self, file: Path) -> None:
        if not file.exists():
            draft = file.with_suffix(".new")
            handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(handle, "w", encoding="ascii") as text:
                text.write(f"{x25519.Identity.generate()}\n")
                text.flush()
                os.fsync(text.fileno())
            draft.replace(file)
        self._identity = x25519.Identity.from_str(file.read_text(encoding="ascii").strip())

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
