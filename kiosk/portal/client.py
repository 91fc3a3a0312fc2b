"""The portal over HTTP: every verb of the contract, each answer proven."""

from __future__ import annotations

import hashlib
import logging
import threading
import time
import urllib.parse
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final, TypeVar

import msgspec

from kiosk.domain.ports import (
    Activation,
    HeartbeatAnswer,
    Notice,
    PortalDescription,
    PortalNotAuthorised,
    PortalRefused,
    PortalUnreachable,
    Progress,
)
from kiosk.domain.submission import Kind
from kiosk.portal import hand_offs, uploads, wire
from kiosk.portal.connection import MOST_ANSWER, Answered, Connection, Patience
from kiosk.portal.uploads import Pace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from uuid import UUID

    from kiosk.domain.ports import (
        HandedPicture,
        HandOff,
        HandOffStanding,
        HandOffWanted,
        Heartbeat,
    )
    from kiosk.domain.submission import Parcel, Receipt, SealedFile


TOKEN_PATH: Final = "/v1/token"  # noqa: S105 — a path
MOST_IDS: Final = 200

_RENEW_EARLY: Final = 60.0
"""Seconds before its end at which a token is no longer used."""

CLOCK_OFF: Final = timedelta(seconds=30)
"""By less our clock is not called off: an answer's Date has seconds, and took its time to come."""

_UNSIGNED: Final = frozenset({400, 401})
_log = logging.getLogger(__name__)

T = TypeVar("T")

_ASSERTION: Final = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
_COLLECTIONS: Final = {Kind.ACCOUNT: "accounts", Kind.DOSSIER: "dossiers"}


class HttpPortal:
    """`Portal` and `HandOffs` of `kiosk.domain.ports` over HTTP.

    Usable from several threads, with a connection for each.

    `assertion` signs a JWT for an audience (RFC 7523), by the clock and `drift`. `kiosk_version`
    is `major.minor.patch`; `now` is this kiosk's clock, right or wrong. `pace` is that of files
    alone: what a person waits for is small.
    """

    def __init__(
        self,
        url: str,
        assertion: Callable[[str], str],
        kiosk_version: str,
        *,
        patience: Patience | None = None,
        monotonic: Callable[[], float] = time.monotonic,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        pace: Pace | None = None,
    ) -> None:
        self._url = url.rstrip("/")
        self._assertion = assertion
        self._headers = {
            "Accept": f"{wire.JSON}, {wire.PROBLEM_JSON}",
            "Accept-Encoding": "identity",
            "Kiosk-Version": kiosk_version,
            "User-Agent": f"help-point-kiosk/{kiosk_version}",
        }
        self._patience = patience or Patience()
        self._monotonic = monotonic
        self._now = now
        self._pace = pace or Pace()
        self._drift = timedelta()
        self._mine = threading.local()
        self._token_lock = threading.Lock()
        self._token: tuple[str, float] | None = None

    @property
    def drift(self) -> timedelta:
        """What to add to this kiosk's clock to have the portal's; 0 where they agree."""
        return self._drift

    def describe(self) -> PortalDescription:
        """Who the portal is; the connection test."""
        answered = self._exchange("GET", "/v1/portal", {})
        try:
            answer = self._proven(answered, wire.PortalAnswer, 200)
        except PortalRefused as refused:
            raise PortalUnreachable(refused.refusal.type) from refused
        return PortalDescription(
            name=answer.name,
            version=answer.version,
            time=answer.time,
            most_bytes=answer.limits.attachment_bytes,
            media_types=tuple(answer.limits.attachment_kinds),
            account_door=answer.account_door,
            recipients=answer.known_recipients(),
            receipt_keys=tuple(key.x for key in answer.known_receipt_keys()),
        )

    def heartbeat(self, heartbeat: Heartbeat) -> HeartbeatAnswer:
        """Tell how this kiosk is, in counts alone."""
        answered = self._post("/v1/heartbeat", heartbeat._asdict())
        answer = self._proven(answered, wire.HeartbeatAnswer, 200)
        known = tuple(Notice(it) for it in answer.notices if it in frozenset(Notice))
        return HeartbeatAnswer(answer.spread_seconds, known)

    def enrol(self, device: UUID, code: str, public_key: Mapping[str, str]) -> None:
        """Make this kiosk known by its public key (a JWK), against a one-time code.

        The same again is harmless. Raises PortalUnreachable, PortalNotAuthorised for a code that
        isn't taken, PortalRefused.
        """
        body = msgspec.json.encode({"code": code, "public_key": public_key}, order="sorted")
        digest = hashlib.sha256(body).hexdigest()
        answered = self._exchange(
            "PUT", f"/v1/devices/{device}", wire.proving(digest, wire.JSON), body
        )
        answer = self._proven(answered, wire.DeviceAnswer, 200, 201)
        if answer.id != device or answer.digest != digest:
            raise PortalUnreachable("the enrolment of another device")

    def upload(self, file: SealedFile) -> None:
        """Hand over one file, going on from the byte where an earlier try was cut."""
        uploads.upload(file, self._url, self._authorised, self._pace)

    def deliver(self, parcel: Parcel) -> Receipt:
        """Hand over the document; its files must be there. Raises PortalConflict on 409."""
        answered = self._authorised(
            "PUT",
            f"/v1/{_COLLECTIONS[parcel.kind]}/{parcel.id}",
            wire.proving(parcel.digest, parcel.media_type),
            lambda: parcel.body,
            len(parcel.body),
        )
        receipt = wire.proven_receipt(answered, parcel.id, parcel.digest)
        self._learn_time(answered)
        return receipt

    def send_code(self, account: UUID) -> datetime:
        """Have a one-time code sent to the account's phone; the instant until it is good."""
        answered = self._authorised("POST", f"/v1/accounts/{account}/code", {})
        answer = self._proven(answered, wire.SentCodeAnswer, 200)
        if answer.id != account:
            raise PortalUnreachable("a code for another account")
        return answer.valid_until

    def activate(self, account: UUID, code: str) -> Activation:
        """Open the account with the one-time code. Refusals: `code-wrong` and others."""
        answered = self._post(f"/v1/accounts/{account}/activation", {"code": code})
        answer = self._proven(answered, wire.ActivationAnswer, 200)
        if answer.id != account:
            raise PortalUnreachable("the activation of another account")
        return Activation(answer.id, answer.code, answer.activated_at)

    def find(
        self,
        *,
        ids: tuple[UUID, ...] = (),
        ticket: str | None = None,
        code: str | None = None,
        phone_ending: str | None = None,
    ) -> tuple[Progress, ...]:
        """Progress of our own ids, of a ticket, or of a code with the phone's last four digits."""
        if ticket is not None:
            return self._found({"ticket": ticket}, lambda it: it.ticket == ticket)
        if code is not None:
            question = {"code": code, "phone_ending": phone_ending or ""}
            return self._found(question, lambda it: it.code == code)
        found: list[Progress] = []
        for start in range(0, len(ids), MOST_IDS):
            asked = ids[start : start + MOST_IDS]
            found += self._found({"ids": asked}, lambda it: it.id in ids)
        return tuple(found)

    def begin_hand_off(self, wanted: HandOffWanted) -> HandOff:
        """Let one phone send pictures of one paper; what was begun before ends with it."""
        return hand_offs.begin(wanted, self._url, self._authorised)

    def hand_off_standing(self, hand_off: HandOff) -> HandOffStanding:
        """Whether a phone has come, and what it has sent so far."""
        return hand_offs.standing(hand_off, self._authorised)

    def handed_picture(self, hand_off: HandOff, picture: HandedPicture) -> bytes:
        """The picture itself, proven by its digest and opened. Raises HandedPictureUnreadable."""
        return hand_offs.fetch(hand_off, picture, self._authorised)

    def end_hand_off(self, hand_off: HandOff) -> None:
        """Have the portal erase all of it."""
        hand_offs.end(hand_off, self._authorised)

    def close(self) -> None:
        """Let go of this thread's connections."""
        connection: Connection | None = getattr(self._mine, "connection", None)
        if connection is not None:
            connection.close()
            del self._mine.connection

    def _found(
        self, question: Mapping[str, object], asked: Callable[[wire.ProgressAnswer], bool]
    ) -> tuple[Progress, ...]:
        answered = self._post("/v1/dossiers/find", question)
        found = self._proven(answered, wire.FoundAnswer, 200)
        if not all(asked(answer) for answer in found.dossiers):
            raise PortalUnreachable("progress of something else")
        return tuple(_progress(found.known()))

    def _post(self, path: str, value: Mapping[str, object]) -> Answered:
        body = msgspec.json.encode(value)
        return self._authorised("POST", path, {"Content-Type": wire.JSON}, lambda: body)

    def _authorised(
        self,
        method: str,
        path: str,
        headers: Mapping[str, str],
        body: Callable[[], Any] = lambda: None,
        size: int = 0,
        most: int = MOST_ANSWER,
    ) -> Answered:
        """One exchange with a token; where the portal doesn't know it, once more with a new one.

        `body` is made anew for each try.
        """
        token = self._current_token()
        answered = self._exchange(method, path, _bearing(headers, token), body(), size, most)
        if answered.status == 401 and answered.media_type == wire.PROBLEM_JSON:
            token = self._current_token(not_this=token)
            answered = self._exchange(method, path, _bearing(headers, token), body(), size, most)
        return answered

    def _current_token(self, not_this: str | None = None) -> str:
        """The access token, asked for anew shortly before its end, or where it is `not_this`."""
        with self._token_lock:
            now = self._monotonic()
            if self._token is None or now >= self._token[1] or self._token[0] == not_this:
                answer = self._new_token()
                life = max(answer.expires_in - _RENEW_EARLY, answer.expires_in / 2)
                self._token = (answer.access_token, now + life)
            return self._token[0]

    def _new_token(self) -> wire.TokenAnswer:
        """Ask for a token; whatever is wrong with the request is about this kiosk.

        Once more where the refusal tells that our clock is off: what we signed was too old or new.
        """
        answered = self._ask_for_token()
        refused = answered.status in _UNSIGNED and answered.media_type == wire.PROBLEM_JSON
        if refused and self._learn_time(answered):
            answered = self._ask_for_token()
        try:
            return self._proven(answered, wire.TokenAnswer, 200)
        except PortalRefused as refusal:
            raise PortalNotAuthorised(refusal.refusal.type) from refusal

    def _ask_for_token(self) -> Answered:
        form = {
            "grant_type": "client_credentials",
            "client_assertion_type": _ASSERTION,
            "client_assertion": self._assertion(self._url + TOKEN_PATH),
        }
        return self._exchange(
            "POST",
            TOKEN_PATH,
            {"Content-Type": "application/x-www-form-urlencoded"},
            urllib.parse.urlencode(form).encode("ascii"),
        )

    def _proven(self, answered: Answered, kind: type[T], *statuses: int) -> T:
        """The answer as a value, as `wire.proven`; what has proven itself tells the time too."""
        answer = wire.proven(answered, kind, *statuses)
        self._learn_time(answered)
        return answer

    def _learn_time(self, answered: Answered) -> bool:
        """How far our clock is off, by the Date of the portal's own answer; whether that is news.

        The machine's clock stays as it is: that is for who looks after the machine.
        """
        date = wire.date_of(answered)
        if date is None:
            return False
        drift = date - self._now()
        if abs(drift) < CLOCK_OFF:
            drift = timedelta()
        if abs(drift - self._drift) < CLOCK_OFF:
            return False
        self._drift = drift
        _log.warning("the clock is off", extra={"seconds": round(drift.total_seconds())})
        return True

    def _exchange(
        self,
        method: str,
        path: str,
        headers: Mapping[str, str],
        body: Any = None,  # noqa: ANN401 — bytes, or what `requests` streams
        size: int = 0,
        most: int = MOST_ANSWER,
    ) -> Answered:
        connection: Connection | None = getattr(self._mine, "connection", None)
        if connection is None:
            connection = Connection(self._url, self._headers, self._patience)
            self._mine.connection = connection
        return connection.exchange(method, path, headers, body, size, most)


def _bearing(headers: Mapping[str, str], token: str) -> dict[str, str]:
    return {**headers, "Authorization": f"Bearer {token}"}


def _progress(answers: Iterable[wire.ProgressAnswer]) -> Iterable[Progress]:
    for answer in answers:
        yield Progress(
            id=answer.id,
            ticket=answer.ticket,
            code=answer.code,
            procedure=answer.procedure,
            status=answer.status,
            changed_at=answer.changed_at,
            reason=answer.reason,
            promised_on=answer.promised_on,
        )
