"""Who this machine is to the portal: an id and an Ed25519 key that never leave it."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final
from uuid import UUID, uuid4

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.domain.ports import QueueLocked

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from kiosk.domain.ports import PortalDescription

SECRET_NAME: Final = "device-key"  # noqa: S105 — the name that it is kept under
PORTAL_KEYS_NAME: Final = "portal-keys"
RECEIPT_KEYS_NAME: Final = "portal-receipt-keys"
ASSERTION_LIFE: Final = timedelta(minutes=5)
"""As long as the contract allows clocks to differ."""


class DeviceKeyUnreadable(Exception):
    """What is kept under the name of the device's key is none; staff must enrol anew."""


class Enrolment:
    """Whether the portal knows this kiosk, and the keys that it told when it did.

    Keys are learnt here and from signed packs, never on the fly: whoever stands in the portal's
    place later can't have dossiers sealed for himself, nor sign receipts for them. `code` is the
    one-time enrolment code.
    """

    def __init__(
        self,
        identity: DeviceIdentity,
        load: Callable[[str], bytes | None],
        save: Callable[[str, bytes], None],
        code: str | None,
    ) -> None:
        self._identity = identity
        self._load = load
        self._save = save
        self._code = code
        self._complete = False

    def recipients(self) -> tuple[str, ...]:
        """The portal's keys as learnt at enrolment; none before it.

        Raises QueueLocked where what is kept can't be read: without them nothing may be sealed.
        """
        return self._keys(PORTAL_KEYS_NAME)

    def receipt_keys(self) -> tuple[str, ...]:
        """The keys with which the portal signs receipts on a stick; none where it told none.

        Raises QueueLocked as `recipients` does.
        """
        return self._keys(RECEIPT_KEYS_NAME)

    def is_complete(self) -> bool:
        """Whether keys were learnt, or the portal said that it has none. Raises QueueLocked."""
        return self._load(PORTAL_KEYS_NAME) is not None

    def complete(
        self,
        register: Callable[[UUID, str, dict[str, str]], None],
        describe: Callable[[], PortalDescription],
    ) -> None:
        """Enrol where that was not done yet and there is a code; what they raise passes through."""
        if self._code is None or self._complete:
            return
        if self.is_complete():
            self._complete = True
            return
        self._identity.enrol(self._code, register)
        portal = describe()
        # The sealing keys come last: with them the enrolment is complete.
        self._save(RECEIPT_KEYS_NAME, json.dumps(portal.receipt_keys).encode("ascii"))
        self._save(PORTAL_KEYS_NAME, json.dumps(portal.recipients).encode("ascii"))

    def _keys(self, name: str) -> tuple[str, ...]:
        kept = self._load(name)
        if kept is None:
            return ()
        try:
            keys = json.loads(kept)
        except ValueError as error:
            raise QueueLocked("unreadable") from error
        if not isinstance(keys, list) or not all(isinstance(key, str) for key in keys):
            raise QueueLocked("unreadable")
        return tuple(keys)


@dataclass(frozen=True, slots=True)
class _Identity:
    id: UUID
    key: Ed25519PrivateKey


class DeviceIdentity:
    """This kiosk's id and key, made at their first use and kept by `save(name, secret)`.

    `load(name)` answers None only where nothing was ever kept; a locked keyring must raise, or a
    known kiosk would become a stranger.
    """

    def __init__(
        self,
        load: Callable[[str], bytes | None],
        save: Callable[[str, bytes], None],
    ) -> None:
        self._load = load
        self._save = save
        self._known: _Identity | None = None

    @property
    def id(self) -> UUID:
        """The id under which the portal knows this kiosk. Raises DeviceKeyUnreadable."""
        return self._identity().id

    @property
    def public_key(self) -> dict[str, str]:
        """The public key as a JWK (RFC 8037). Raises DeviceKeyUnreadable."""
        raw = self._identity().key.public_key().public_bytes_raw()
        return {"kty": "OKP", "crv": "Ed25519", "x": _unpadded(raw)}

    def assertion(self, audience: str, now: datetime) -> str:
        """A signed JWT for that audience, good for one use and five minutes (RFC 7523)."""
        identity = self._identity()
        claims = {
            "iss": str(identity.id),
            "sub": str(identity.id),
            "aud": audience,
            "iat": int(now.timestamp()),
            "exp": int((now + ASSERTION_LIFE).timestamp()),
            "jti": str(uuid4()),
        }
        return jwt.encode(claims, identity.key, algorithm="EdDSA")

    def signed(self, content: bytes, typ: str) -> bytes:
        """The content with this kiosk's signature: a compact JWS (RFC 7515) of that `typ`."""
        headers = {"typ": typ}
        compact = jwt.PyJWS().encode(content, self._identity().key, "EdDSA", headers)
        return compact.encode("ascii")

    def enrol(self, code: str, register: Callable[[UUID, str, dict[str, str]], None]) -> None:
        """Make this kiosk known with a one-time code; the same again is harmless.

        `register(id, code, public_key)` is the portal's; what it raises passes through.
        """
        register(self.id, code.strip().upper(), self.public_key)

    def _identity(self) -> _Identity:
        if self._known is None:
            kept = self._load(SECRET_NAME)
            self._known = self._make() if kept is None else _read(kept)
        return self._known

    def _make(self) -> _Identity:
        """Made and kept before anybody hears of it."""
        identity = _Identity(uuid4(), Ed25519PrivateKey.generate())
        secret = {"id": str(identity.id), "key": _unpadded(identity.key.private_bytes_raw())}
        self._save(SECRET_NAME, json.dumps(secret).encode("ascii"))
        return identity


def _read(kept: bytes) -> _Identity:
    try:
        secret = json.loads(kept)
        key = base64.urlsafe_b64decode(secret["key"] + "=")
        return _Identity(UUID(secret["id"]), Ed25519PrivateKey.from_private_bytes(key))
    except (ValueError, KeyError, TypeError) as error:
        raise DeviceKeyUnreadable from error


def _unpadded(content: bytes) -> str:
    """Base64 as in JOSE (RFC 7515): for URLs, without padding."""
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode("ascii")
