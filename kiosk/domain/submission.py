"""Finished journeys on their way to the portal, and the portal's two final answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime  # noqa: TC003 — read at run time by the JSON form
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final, TypeVar
from uuid import UUID  # noqa: TC003 — likewise

import msgspec

from kiosk.domain.consent import Consent  # noqa: TC001 — likewise
from kiosk.domain.helping import Helping  # noqa: TC001
from kiosk.domain.slip import SlipUnreadable, Ticket

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import BinaryIO

T = TypeVar("T")

DOCUMENT_SCHEMA: Final = 1

CONTENT_DAMAGED: Final = "content-damaged"
_OURS: Final = frozenset(
    {CONTENT_DAMAGED, "attachment-damaged", "account-damaged", "account-withdrawn"}
)


class Kind(StrEnum):
    """What a submission asks of the portal."""

    ACCOUNT = "account"
    DOSSIER = "dossier"


class State(StrEnum):
    """Where a journey or submission stands; each is true after a power cut too."""

    DRAFT = "draft"
    WAITING = "waiting"
    HELD = "held"
    DELIVERED = "delivered"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Attachment:
    """One captured paper of a journey; its bytes lie encrypted beside the database.

    `paper` is the id of the paper in the procedure, `media_type` was found from the content,
    `size` is in bytes of the content itself, `digest` its SHA-256 (64 hexadecimal digits).
    """

    id: UUID
    paper: str
    media_type: str
    size: int
    pages: int
    digest: str


class ReceiptState(StrEnum):
    """What a receipt says beyond "received"."""

    RECEIVED = "received"
    NEEDS_CONFIRMATION = "needs-confirmation"


@dataclass(frozen=True, slots=True)
class Receipt:
    """The portal has it: repeats our id and the SHA-256 of the bytes we sent, adds its code."""

    id: UUID
    digest: str
    code: str
    received_at: datetime
    state: ReceiptState = ReceiptState.RECEIVED
    promised_on: date | None = None


@dataclass(frozen=True, slots=True)
class RefusedAnswer:
    """One answer that the portal won't take: its JSON Pointer in the document and a code."""

    pointer: str
    code: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """The portal won't have it: `type` is the stable name of the problem (RFC 9457)."""

    type: str
    detail: str
    errors: tuple[RefusedAnswer, ...] = ()

    @property
    def is_ours(self) -> bool:
        """Whether this kiosk set it aside by itself: the portal has said nothing."""
        return self.type in _OURS

    @property
    def is_of_lost_content(self) -> bool:
        """Whether nobody can open it any more, so that it has to be made anew."""
        return self.type == CONTENT_DAMAGED


@dataclass(frozen=True, slots=True)
class Submission:
    """What may be known of a submission without opening it: everything outside the seal."""

    id: UUID
    kind: Kind
    procedure: str
    version: str
    ticket: Ticket
    state: State
    finished_on: date | None
    masked_name: str
    depends_on: UUID | None
    receipt: Receipt | None = None
    refusal: Refusal | None = None


@dataclass(frozen=True, slots=True)
class SealedFile:
    """One sealed attachment as it is sent: `digest` (SHA-256) and `size` are of these bytes."""

    digest: str
    size: int
    open: Callable[[], BinaryIO]


@dataclass(frozen=True, slots=True)
class Parcel:
    """A submission as it goes on the wire: the frozen bytes, what they are, the files first.

    `attempts` counts the tries so far that the portal didn't put off itself.
    """

    id: UUID
    kind: Kind
    body: bytes
    media_type: str
    digest: str
    files: tuple[SealedFile, ...]
    attempts: int = 0


@dataclass(frozen=True, slots=True)
class Document:
    """A finished journey as the portal reads it; sealed before it is kept.

    `answers` are those on the path alone. The attachments' `digest` and `size` are of the bytes
    sent. `finished_on` is the date of Asia/Ho_Chi_Minh with which both sides evaluate `today`.
    """

    schema: int
    id: UUID
    kind: Kind
    procedure: str
    version: str
    ticket: str
    finished_on: date
    depends_on: UUID | None
    answers: dict[str, Any]
    attachments: tuple[Attachment, ...]
    helping: Helping
    consents: tuple[Consent, ...]
    accepted: frozenset[str]


class DocumentUnreadable(ValueError):
    """The bytes are no document of ours; the message names the place and the reason."""


def encode_document(document: Document) -> bytes:
    """The one JSON form of a document: UTF-8, keys in order, so that equal means equal bytes."""
    return written(document)


def parse_document(content: bytes) -> Document:
    """The document in `content`. Raises DocumentUnreadable."""
    try:
        document = read_json(content, Document)
    except msgspec.DecodeError as error:
        raise DocumentUnreadable(str(error)) from error
    if document.schema != DOCUMENT_SCHEMA:
        message = f"schema {document.schema} is not known here"
        raise DocumentUnreadable(message)
    try:
        Ticket.parse(document.ticket)
    except SlipUnreadable as error:
        message = f"ticket: {error.reason}"
        raise DocumentUnreadable(message) from error
    return document


def written(value: object) -> bytes:
    """A value of the domain as JSON, keys in order."""
    return msgspec.json.encode(value, order="sorted")


def read_json(content: bytes, kind: type[T]) -> T:
    """A value of the domain from JSON. Raises msgspec.DecodeError."""
    return msgspec.json.decode(content, type=kind)
