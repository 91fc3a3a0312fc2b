"""Reads and proves what the portal answered; what can't prove itself isn't our portal's."""

from __future__ import annotations

import base64
import json
import re
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Annotated, Final, Literal, TypeVar
from uuid import UUID  # noqa: TC003 — read at run time by msgspec

import msgspec
from msgspec import Meta

from kiosk.domain.ports import (
    HAND_OFF_SEAL_BYTES,
    MOST_HANDED,
    MOST_HANDED_BYTES,
    PortalConflict,
    PortalNotAuthorised,
    PortalRefused,
    PortalUnreachable,
)
from kiosk.domain.submission import Receipt, ReceiptState, Refusal, RefusedAnswer

if TYPE_CHECKING:
    from kiosk.portal.connection import Answered

JSON: Final = "application/json"
PROBLEM_JSON: Final = "application/problem+json"

LONGEST_WAIT: Final = 3600.0
"""Seconds; what a portal asks for beyond that is cut to it, or one bad header ends a queue."""

_KIOSK: Final = frozenset({401, 403, 426})
_LATER: Final = frozenset({408, 425, 429, 500, 502, 503, 504})
_TURNED_AWAY: Final = frozenset({("too-many-requests", 429), ("portal-busy", 503)})
"""What the portal itself answers before it has looked at a document; a gateway may say 503 too."""
_DOCUMENT: Final = frozenset({400, 404, 409, 410, 413, 415, 422, 460})

_TYPE: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")

_RECIPIENT: Final = re.compile(r"age1[02-9ac-hj-np-z]{58}")

_LAST_STATUS: Final = 10

T = TypeVar("T")
Digest = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}\Z")]
Code = Annotated[str, Meta(pattern=r"^[!-~]{1,64}\Z")]
Instant = Annotated[datetime, Meta(tz=True)]


class ReceiptKey(msgspec.Struct, frozen=True):
    """An Ed25519 public key as a JWK (RFC 8037)."""

    kty: Literal["OKP"]
    crv: Literal["Ed25519"]
    x: Annotated[str, Meta(pattern=r"^[A-Za-z0-9_-]{43}\Z")]


class PortalAnswer(msgspec.Struct, frozen=True):
    """`GET /v1/portal`."""

    class Limits(msgspec.Struct, frozen=True):
        """What the portal takes."""

        attachment_bytes: Annotated[int, Meta(ge=1, le=2**40)]
        attachment_kinds: Annotated[
            list[Annotated[str, Meta(pattern=r"^[a-z]+/[a-z0-9.+-]+\Z")]], Meta(max_length=20)
        ]

    contract: Literal["help-point-portal/1"]
    name: Annotated[str, Meta(min_length=1, max_length=200)]
    version: Annotated[str, Meta(min_length=1, max_length=50)]
    time: Instant
    limits: Limits
    account_door: Literal["portal", "vneid"]
    recipients: Annotated[list[Annotated[str, Meta(max_length=4096)]], Meta(max_length=8)]
    receipt_keys: Annotated[list[dict[str, object]], Meta(max_length=8)] = msgspec.field(
        default_factory=list
    )

    def known_recipients(self) -> tuple[str, ...]:
        """Those to seal for; of a kind that we don't know, none. Raises PortalUnreachable.

        A portal with keys of such a kind alone is not one without keys: nothing goes to it.
        """
        known = tuple(it for it in self.recipients if _RECIPIENT.fullmatch(it))
        if self.recipients and not known:
            raise PortalUnreachable("recipients of unknown kinds alone")
        return known

    def known_receipt_keys(self) -> tuple[ReceiptKey, ...]:
        """Those that we can verify with; others are passed over (RFC 7517, 5)."""
        return tuple(it for it in map(_receipt_key, self.receipt_keys) if it is not None)


class ReceiptAnswer(msgspec.Struct, frozen=True):
    """A receipt as it is written."""

    id: UUID
    digest: Digest
    code: Code
    received_at: Instant
    state: Literal["received", "needs-confirmation"]
    promised_on: date | None


class ConflictAnswer(msgspec.Struct, frozen=True):
    """A 409: the digest held, and its receipt."""

    digest: Digest
    receipt: ReceiptAnswer


class DeviceAnswer(msgspec.Struct, frozen=True):
    """An enrolled device."""

    id: UUID
    digest: Digest
    enrolled_at: Instant


class TokenAnswer(msgspec.Struct, frozen=True):
    """An access token; its letters are those of RFC 6750, which a header can carry."""

    access_token: Annotated[str, Meta(pattern=r"^[A-Za-z0-9._~+/-]{1,4096}=*\Z")]
    token_type: Literal["Bearer"]
    expires_in: Annotated[int, Meta(ge=1, le=86400)]


class SentCodeAnswer(msgspec.Struct, frozen=True):
    """A code is on its way."""

    id: UUID
    valid_until: Instant


class ActivationAnswer(msgspec.Struct, frozen=True):
    """An account that lives."""

    id: UUID
    code: Code
    activated_at: Instant


class ProgressAnswer(msgspec.Struct, frozen=True):
    """How far one dossier has come."""

    id: UUID
    ticket: Annotated[str, Meta(max_length=16)]
    code: Code
    procedure: Annotated[str, Meta(max_length=64)]
    status: Annotated[int, Meta(ge=1, le=99)]
    changed_at: Instant
    reason: Annotated[str, Meta(max_length=2000)] | None
    promised_on: date | None


class FoundAnswer(msgspec.Struct, frozen=True):
    """What was found; of a dossier with a status that we don't know yet we know nothing new."""

    dossiers: Annotated[list[ProgressAnswer], Meta(max_length=200)]

    def known(self) -> list[ProgressAnswer]:
        """Those that can be shown."""
        return [it for it in self.dossiers if it.status <= _LAST_STATUS]


EndsIn = Annotated[int, Meta(ge=0, le=3600)]


class HandOffAnswer(msgspec.Struct, frozen=True):
    """A hand-off that was begun."""

    id: UUID
    digest: Digest
    page: Annotated[str, Meta(pattern=r"^[!-~]{1,300}\Z")]
    ends_in: EndsIn


class HandedFileAnswer(msgspec.Struct, frozen=True):
    """One sealed picture that waits."""

    number: Annotated[int, Meta(ge=1, le=MOST_HANDED)]
    size: Annotated[int, Meta(gt=HAND_OFF_SEAL_BYTES, le=MOST_HANDED_BYTES + HAND_OFF_SEAL_BYTES)]
    digest: Digest


class HandOffStateAnswer(msgspec.Struct, frozen=True):
    """How a hand-off stands."""

    id: UUID
    state: Literal["waiting", "joined", "ended"]
    files: Annotated[list[HandedFileAnswer], Meta(max_length=MOST_HANDED)]
    ends_in: EndsIn


class HeartbeatAnswer(msgspec.Struct, frozen=True):
    """What is answered to a heartbeat; a notice that we don't know yet says nothing to us."""

    spread_seconds: Annotated[float, Meta(ge=0, le=3600)] | None
    notices: Annotated[list[Annotated[str, Meta(max_length=64)]], Meta(max_length=16)]


class _Error(msgspec.Struct, frozen=True):
    pointer: Annotated[str, Meta(max_length=1000)]
    code: Annotated[str, Meta(max_length=200)]


class _Problem(msgspec.Struct, frozen=True):
    """RFC 9457; a portal may add what it likes."""

    type: Annotated[str, Meta(max_length=500)] = "about:blank"
    status: int | None = None
    detail: Annotated[str, Meta(max_length=4000)] = ""
    errors: Annotated[list[_Error], Meta(max_length=1000)] = msgspec.field(default_factory=list)


def proven(answered: Answered, kind: type[T], *statuses: int) -> T:
    """The answer as a value, if it is a success.

    Raises PortalUnreachable, PortalNotAuthorised, PortalRefused; a 409 of a document is read by
    `proven_receipt`.
    """
    expect(answered, *statuses)
    if answered.media_type != JSON:
        raise PortalUnreachable(f"{answered.status} as {answered.media_type or 'nothing'}")
    return _read(answered, kind)


def expect(answered: Answered, *statuses: int) -> None:
    """Raises PortalUnreachable, PortalNotAuthorised or PortalRefused for any other status."""
    if "Content-Encoding" in answered.headers:
        raise PortalUnreachable("the answer is packed, though we asked for it plain")
    if answered.status not in statuses:
        _fail(answered)


def proven_receipt(answered: Answered, id: UUID, digest: str) -> Receipt:  # noqa: A002
    """The receipt, once it has repeated our id and the digest of what we sent.

    Raises PortalConflict too.
    """
    if answered.status == 409 and answered.media_type == PROBLEM_JSON:
        held = _read(answered, ConflictAnswer)
        if held.receipt.id != id or held.receipt.digest != held.digest:
            raise PortalUnreachable("a conflict about something else")
        raise PortalConflict(held.digest, _receipt(held.receipt))
    receipt = proven(answered, ReceiptAnswer, 200, 201)
    if receipt.id != id:
        raise PortalUnreachable("a receipt for another id")
    if receipt.digest != digest:
        raise PortalUnreachable("a receipt for other bytes")
    return _receipt(receipt)


def content_digest(digest: str) -> str:
    """Content-Digest and Repr-Digest (RFC 9530) of a SHA-256 in hexadecimal."""
    return f"sha-256=:{base64.b64encode(bytes.fromhex(digest)).decode('ascii')}:"


def proving(digest: str, media_type: str) -> dict[str, str]:
    """The headers of a body that is proven by its SHA-256."""
    return {"Content-Type": media_type, "Content-Digest": content_digest(digest)}


def retry_after(answered: Answered) -> float | None:
    """Seconds that the portal asks us to wait (RFC 9110, 10.2.3); None where it doesn't say.

    An HTTP date is held against the answer's own Date: our clock may be off.
    """
    text = answered.headers.get("Retry-After", "").strip()
    if text.isascii() and text.isdigit():
        return min(float(text[:9]), LONGEST_WAIT)
    until, now = _http_date(text), date_of(answered)
    if until is None:
        return None
    wait = (until - (now or datetime.now(UTC))).total_seconds()
    return min(max(wait, 0.0), LONGEST_WAIT)


def date_of(answered: Answered) -> datetime | None:
    """The portal's clock when it answered (RFC 9110, 6.6.1); None where it doesn't say."""
    return _http_date(answered.headers.get("Date", ""))


def _http_date(text: str) -> datetime | None:
    try:
        parsed = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)


def _fail(answered: Answered) -> None:
    """Sort a failure by what can be done about it.

    A refusal too must prove itself: a page that says 403 or 404 is some network's, not ours.
    """
    status = answered.status
    if status in _LATER:
        raise PortalUnreachable(
            str(status), retry_after(answered), turned_away=_is_turned_away(answered)
        )
    if answered.media_type != PROBLEM_JSON:
        raise PortalUnreachable(f"{status} as {answered.media_type or 'nothing'}")
    problem = _read(answered, _Problem) if answered.body else _Problem()
    name = _name(problem)
    if _TYPE.fullmatch(name) is None:
        name = f"status-{status}"
    if status in _KIOSK:
        raise PortalNotAuthorised(name)
    if status not in _DOCUMENT or problem.status not in {None, status}:
        raise PortalUnreachable(str(status))
    errors = tuple(RefusedAnswer(error.pointer, error.code) for error in problem.errors)
    raise PortalRefused(Refusal(name, problem.detail, errors))


def _is_turned_away(answered: Answered) -> bool:
    """Whether it is our portal that says "later", by a problem of the contract."""
    if answered.media_type != PROBLEM_JSON:
        return False
    try:
        problem = msgspec.json.decode(answered.body, type=_Problem)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return False
    return problem.status == answered.status and (_name(problem), problem.status) in _TURNED_AWAY


def _name(problem: _Problem) -> str:
    return problem.type.rstrip("/").rpartition("/")[2]


def _read(answered: Answered, kind: type[T]) -> T:
    try:
        json.loads(answered.body, object_pairs_hook=_once)
        return msgspec.json.decode(answered.body, type=kind)
    except (ValueError, RecursionError) as error:  # msgspec's are ValueErrors, too
        raise PortalUnreachable(f"{answered.status} with {type(error).__name__}") from error


def _once(pairs: list[tuple[str, object]]) -> None:
    """Readers differ in which of two names they believe (RFC 8259, 4)."""
    if len({name for name, _ in pairs}) < len(pairs):
        raise ValueError("a name stands there twice")


def _receipt_key(key: dict[str, object]) -> ReceiptKey | None:
    try:
        return msgspec.convert(key, ReceiptKey)
    except msgspec.ValidationError:
        return None


def _receipt(answer: ReceiptAnswer) -> Receipt:
    return Receipt(
        id=answer.id,
        digest=answer.digest,
        code=answer.code,
        received_at=answer.received_at.astimezone(UTC),
        state=ReceiptState(answer.state),
        promised_on=answer.promised_on,
    )
