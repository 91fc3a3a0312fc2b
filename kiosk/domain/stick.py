"""What lies in a folder that leaves on a stick, and in the file of receipts that comes back.

`docs/stick.md` has both for who builds another portal.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Final, Literal, TypeVar
from uuid import UUID  # noqa: TC003 — likewise

import msgspec
from msgspec import Meta

from kiosk.domain.submission import Kind, Receipt, ReceiptState, Refusal, RefusedAnswer

T = TypeVar("T")

MANIFEST: Final = "manifest.jws"
RECEIPTS: Final = "receipts.jws"
CONTENT: Final = "content"
"""The folder of documents and files, each named by the SHA-256 of its bytes."""

MANIFEST_TYPE: Final = "help-point-manifest+jws"
RECEIPTS_TYPE: Final = "help-point-receipts+jws"
"""`typ` in the header of a signature: what was signed as one thing is never taken for another."""

MOST_BYTES: Final = 16 * 1024 * 1024
"""Of a signed file; a manifest of 10,000 submissions has less."""

MOST_SUBMISSIONS: Final = 20_000

_Digest = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}\Z")]
_Size = Annotated[int, Meta(ge=1, le=2**40)]
_Count = Annotated[int, Meta(ge=1, le=2**53)]
_Instant = Annotated[datetime, Meta(tz=True)]


class StickUnreadable(ValueError):
    """What was signed isn't as agreed; the message names the place and the reason."""


@dataclass(frozen=True, slots=True)
class ListedFile:
    """A sealed file as it was sent: SHA-256 and size in bytes."""

    digest: _Digest
    size: _Size


@dataclass(frozen=True, slots=True)
class Listed:
    """One submission of an export; `digest` and `size` are of its document as it was sent."""

    sequence: _Count
    id: UUID
    kind: Kind
    media_type: Literal["application/age"]
    digest: _Digest
    size: _Size
    files: Annotated[tuple[ListedFile, ...], Meta(max_length=1000)]


@dataclass(frozen=True, slots=True)
class Manifest:
    """What one export holds, in the order in which the portal must read it."""

    schema: Literal[1]
    device: UUID
    export: UUID
    made_at: _Instant
    submissions: Annotated[tuple[Listed, ...], Meta(max_length=MOST_SUBMISSIONS)]


@dataclass(frozen=True, slots=True)
class StickReceipt:
    """A receipt on a stick: as the portal answers it over the wire."""

    id: UUID
    digest: _Digest
    code: Annotated[str, Meta(pattern=r"^[!-~]{1,64}\Z")]
    received_at: _Instant
    state: ReceiptState
    promised_on: date | None

    @classmethod
    def of(cls, receipt: Receipt) -> StickReceipt:
        """The receipt as it is written."""
        return cls(
            receipt.id,
            receipt.digest,
            receipt.code,
            receipt.received_at,
            receipt.state,
            receipt.promised_on,
        )

    def receipt(self) -> Receipt:
        """The receipt as the queue keeps it."""
        return Receipt(
            self.id, self.digest, self.code, self.received_at, self.state, self.promised_on
        )


@dataclass(frozen=True, slots=True)
class StickRefusal:
    """A refusal on a stick: of these bytes, with the stable name of the problem."""

    id: UUID
    digest: _Digest
    type: Annotated[str, Meta(pattern=r"^[a-z0-9][a-z0-9-]{0,63}\Z")]
    detail: Annotated[str, Meta(max_length=4000)]
    errors: Annotated[tuple[RefusedAnswer, ...], Meta(max_length=1000)]

    def refusal(self) -> Refusal:
        """The refusal as the queue keeps it."""
        return Refusal(self.type, self.detail, self.errors)


@dataclass(frozen=True, slots=True)
class Receipts:
    """The portal's answers to one export of one device."""

    schema: Literal[1]
    device: UUID
    export: UUID
    made_at: _Instant
    receipts: Annotated[tuple[StickReceipt, ...], Meta(max_length=MOST_SUBMISSIONS)]
    refusals: Annotated[tuple[StickRefusal, ...], Meta(max_length=MOST_SUBMISSIONS)]


def read_signed(content: bytes, kind: type[T]) -> T:
    """A manifest or receipts from the bytes that were signed. Raises StickUnreadable."""
    try:
        return msgspec.json.decode(content, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise StickUnreadable(str(error)) from error
