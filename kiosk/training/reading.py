"""Reads requests to the training portal: headers, device, body; each fault has its name."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from typing import TYPE_CHECKING, Final, TypeVar
from uuid import UUID

import msgspec

from kiosk.training.problems import Problem

if TYPE_CHECKING:
    from starlette.requests import Request

MOST_BODY: Final = 4 * 1024 * 1024
"""Bytes of a document or question; files come by tus and have their own limit."""

OLDEST_KIOSK: Final = (0, 1, 0)
TUS_VERSION: Final = "1.0.0"

T = TypeVar("T")

_VERSION: Final = re.compile(r"([0-9]{1,4})\.([0-9]{1,4})\.([0-9]{1,6})")
_ID: Final = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
_NUMBER: Final = re.compile(r"[0-9]{1,12}")
_SHA_256: Final = re.compile(r"sha-256=:([A-Za-z0-9+/]{43}=):")
_HEX_DIGEST: Final = re.compile(rb"[0-9a-f]{64}")


def check_version(request: Request) -> None:
    """Raises Problem: `kiosk-version`, `kiosk-too-old`."""
    version = _VERSION.fullmatch(request.headers.get("Kiosk-Version", ""))
    if version is None:
        raise Problem("kiosk-version")
    if tuple(int(part) for part in version.groups()) < OLDEST_KIOSK:
        oldest = ".".join(map(str, OLDEST_KIOSK))
        raise Problem("kiosk-too-old", headers={"Upgrade": f"kiosk/{oldest}"})


def bearer(request: Request) -> str:
    """The access token. Raises Problem `token-missing`."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise Problem("token-missing", headers={"WWW-Authenticate": "Bearer"})
    return token.strip()


def path_id(request: Request) -> str:
    """The id in the path. Raises Problem `not-found` where it is none."""
    name = str(request.path_params["id"])
    if _ID.fullmatch(name) is None:
        raise Problem("not-found")
    return str(UUID(name))


def media_type(request: Request, *taken: str) -> str:
    """The media type of the body. Raises Problem `media-type` unless it is one of `taken`."""
    spoken = request.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if spoken not in taken:
        raise Problem("media-type", detail=", ".join(taken))
    return spoken


async def body(request: Request, most: int = MOST_BODY) -> bytes:
    """The whole body. Raises Problem `too-large`, as soon as it has more than `most` bytes."""
    content = bytearray()
    async for chunk in request.stream():
        content += chunk
        if len(content) > most:
            raise Problem("too-large", detail=str(most))
    return bytes(content)


async def proven_body(request: Request, most: int = MOST_BODY) -> bytes:
    """The body, once Content-Digest has proven it (RFC 9530).

    Raises Problem: `header-unreadable`, `content-digest-differs`, `too-large`.
    """
    named = _SHA_256.fullmatch(request.headers.get("Content-Digest", "").strip())
    if named is None:
        raise Problem("header-unreadable", detail="Content-Digest")
    content = await body(request, most)
    if base64.b64encode(hashlib.sha256(content).digest()).decode() != named[1]:
        raise Problem("content-digest-differs")
    return content


async def json_body(request: Request, kind: type[T]) -> T:
    """The body as a value. Raises Problem: `body-unreadable`, `request-unreadable`."""
    content = await body(request)
    try:
        return msgspec.json.decode(content, type=kind)
    except msgspec.ValidationError as error:
        raise Problem("request-unreadable") from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Problem("body-unreadable") from error


def check_tus(request: Request) -> None:
    """Raises Problem `tus-version` unless the client speaks ours."""
    if request.headers.get("Tus-Resumable") != TUS_VERSION:
        raise Problem("tus-version", headers={"Tus-Version": TUS_VERSION})


def number(request: Request, header: str) -> int:
    """A header that is a number of bytes. Raises Problem `header-unreadable`."""
    text = request.headers.get(header, "")
    if _NUMBER.fullmatch(text) is None:
        raise Problem("header-unreadable", detail=header)
    return int(text)


def upload_digest(request: Request) -> str:
    """The digest in Upload-Metadata. Raises Problem `header-unreadable`."""
    for pair in request.headers.get("Upload-Metadata", "").split(","):
        name, _, value = pair.strip().partition(" ")
        if name == "digest":
            try:
                digest = base64.b64decode(value.strip(), validate=True)
            except (binascii.Error, ValueError):
                break
            if _HEX_DIGEST.fullmatch(digest):
                return digest.decode("ascii")
    raise Problem("header-unreadable", detail="Upload-Metadata")


def upload_checksum(request: Request) -> str | None:
    """Upload-Checksum in hexadecimal, where there is one. Raises Problem `header-unreadable`."""
    text = request.headers.get("Upload-Checksum")
    if text is None:
        return None
    algorithm, _, value = text.partition(" ")
    try:
        digest = base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError) as error:
        raise Problem("header-unreadable", detail="Upload-Checksum") from error
    if algorithm != "sha256" or len(digest) != hashlib.sha256().digest_size:
        raise Problem("header-unreadable", detail="Upload-Checksum")
    return digest.hex()
