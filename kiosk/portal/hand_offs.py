"""Pictures from a person's own phone: the address to scan, and what comes through it, unsealed.

The seal is described under "Hand-offs" in the contract (`docs/portal-api.yaml`).
"""

from __future__ import annotations

import base64
import hashlib
import secrets
from typing import TYPE_CHECKING, Final
from urllib.parse import urljoin, urlsplit
from uuid import UUID

import msgspec
import uuid6
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from kiosk.domain.ports import (
    HAND_OFF_SEAL_BYTES,
    HandedPicture,
    HandedPictureUnreadable,
    HandOff,
    HandOffEnded,
    HandOffStanding,
    HandOffState,
    PortalRefused,
    PortalUnreachable,
)
from kiosk.portal import wire
from kiosk.portal.connection import MOST_ANSWER

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kiosk.domain.ports import HandOffWanted
    from kiosk.portal.uploads import Exchange

_NONCE_BYTES: Final = 12
_TOKEN_BYTES: Final = 16
_KEY_BYTES: Final = 32
_BYTES: Final = "application/octet-stream"
_OVER: Final = frozenset({"hand-off-ended", "not-found"})


def begin(wanted: HandOffWanted, portal_url: str, exchange: Exchange) -> HandOff:
    """Begin one under a new id, with a new token and a new key.

    Raises PortalUnreachable, PortalNotAuthorised, PortalRefused.
    """
    name = UUID(int=uuid6.uuid7().int)
    token = _base64url(secrets.token_bytes(_TOKEN_BYTES))
    key = secrets.token_bytes(_KEY_BYTES)
    body = msgspec.json.encode(
        {
            "token_digest": hashlib.sha256(token.encode("ascii")).hexdigest(),
            "title": wanted.title,
            "language": wanted.language,
            "kinds": wanted.media_types,
            "most_files": wanted.most_files,
            "most_bytes": wanted.most_bytes,
        },
        order="sorted",
    )
    digest = hashlib.sha256(body).hexdigest()
    path = _path(name)
    answered = exchange("PUT", path, wire.proving(digest, wire.JSON), lambda: body)
    answer = wire.proven(answered, wire.HandOffAnswer, 200, 201)
    if answer.id != name or answer.digest != digest:
        raise PortalUnreachable("another hand-off")
    page = _page(portal_url, path, answer.page)
    address = f"{page}#1.{name}.{token}.{_base64url(key)}"
    return HandOff(name, address, key, wanted, answer.ends_in)


def standing(hand_off: HandOff, exchange: Exchange) -> HandOffStanding:
    """How it stands; what it is said to hold is no more than was asked for.

    Raises HandOffEnded where the portal doesn't know it any more, and as `begin`.
    """
    answered = exchange("GET", _path(hand_off.id), {})
    try:
        answer = wire.proven(answered, wire.HandOffStateAnswer, 200)
    except PortalRefused as refused:
        raise _ended(refused) from refused
    if answer.id != hand_off.id:
        raise PortalUnreachable("another hand-off")
    _check(hand_off, answer.files)
    pictures = tuple(HandedPicture(it.number, it.size, it.digest) for it in answer.files)
    return HandOffStanding(HandOffState(answer.state), pictures, answer.ends_in)


def fetch(hand_off: HandOff, picture: HandedPicture, exchange: Exchange) -> bytes:
    """The picture, opened. Raises HandedPictureUnreadable, and as `standing`."""
    path = f"{_path(hand_off.id)}/files/{picture.number}"
    most = max(picture.size, MOST_ANSWER)
    answered = exchange("GET", path, {}, size=picture.size, most=most)
    try:
        wire.expect(answered, 200)
    except PortalRefused as refused:
        raise _ended(refused) from refused
    if answered.media_type != _BYTES:
        raise PortalUnreachable(f"a picture as {answered.media_type or 'nothing'}")
    if hashlib.sha256(answered.body).hexdigest() != picture.digest:
        raise PortalUnreachable("a picture with another digest")
    return opened(hand_off, picture.number, answered.body)


def end(hand_off: HandOff, exchange: Exchange) -> None:
    """Have it erased at the portal. Raises as `begin`; nothing where it is over already."""
    answered = exchange("DELETE", _path(hand_off.id), {})
    try:
        wire.expect(answered, 204)
    except PortalRefused as refused:
        if refused.refusal.type not in _OVER:
            raise


def opened(hand_off: HandOff, number: int, sealed: bytes) -> bytes:
    """What was sealed on the phone for this place. Raises HandedPictureUnreadable."""
    bound = "\n".join(
        ("help-point hand-off 1", str(hand_off.id), str(number), str(hand_off.wanted.most_files))
    )
    nonce, rest = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
    try:
        return AESGCM(hand_off.key).decrypt(nonce, rest, bound.encode("ascii"))
    except (InvalidTag, ValueError) as failure:
        raise HandedPictureUnreadable(str(number)) from failure


def _check(hand_off: HandOff, files: Iterable[wire.HandedFileAnswer]) -> None:
    """Raises PortalUnreachable where more is said to be there than anybody was let send."""
    wanted = hand_off.wanted
    numbers = [it.number for it in files]
    if len(set(numbers)) != len(numbers) or max(numbers, default=0) > wanted.most_files:
        raise PortalUnreachable("pictures that nobody asked for")
    if any(it.size > wanted.most_bytes + HAND_OFF_SEAL_BYTES for it in files):
        raise PortalUnreachable("a picture that is too large")


def _ended(refused: PortalRefused) -> HandOffEnded | PortalRefused:
    name = refused.refusal.type
    return HandOffEnded(name) if name in _OVER else refused


def _page(portal_url: str, path: str, given: str) -> str:
    """The whole address of the page. Raises PortalUnreachable where no phone should be sent there.

    It is the portal's to say; without TLS only where the portal itself is asked without.
    """
    try:
        page, portal = urlsplit(urljoin(portal_url + path, given)), urlsplit(portal_url)
        own = (page.scheme, page.netloc) == (portal.scheme, portal.netloc)
        sound = page.hostname and not page.fragment and page.username is None
    except ValueError as failure:
        raise PortalUnreachable("a page without an address") from failure
    if not sound or not (own or page.scheme == "https"):
        raise PortalUnreachable("a page that lives elsewhere")
    return page.geturl()


def _path(name: UUID) -> str:
    return f"/v1/handoffs/{name}"


def _base64url(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode("ascii")
