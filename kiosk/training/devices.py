"""Which kiosks the training portal knows: enrolment codes, keys, and short-lived tokens."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Final, Literal

import jwt
import msgspec
from msgspec import Meta
from sqlalchemy import delete, select

from kiosk.training.database import (
    ASSERTIONS,
    DEVICES,
    ENROLMENT_CODES,
    HEARTBEATS,
    TOKENS,
    Database,
    read_instant,
    written_instant,
)
from kiosk.training.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection

DRIFT: Final = timedelta(minutes=5)
LONGEST_ASSERTION: Final = timedelta(minutes=10)
TOKEN_LIFE: Final = timedelta(minutes=15)

_CODE_LETTERS: Final = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_KeyText = Annotated[str, Meta(pattern="^[A-Za-z0-9_-]{43}$")]


class PublicKey(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """An Ed25519 public key as a JWK (RFC 8037)."""

    kty: Literal["OKP"]
    crv: Literal["Ed25519"]
    x: _KeyText


class Enrolment(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """What a kiosk says of itself at enrolment."""

    code: Annotated[str, Meta(pattern="^[0-9A-Z-]{4,40}$")]
    public_key: PublicKey


_Count = Annotated[int, Meta(ge=0, le=1_000_000)]
_Seconds = Annotated[int, Meta(ge=0, le=10**10)]


class Counts(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """How a kiosk is, by its heartbeat."""

    unsent: _Count
    oldest_age: _Seconds
    set_aside: _Count
    version: Annotated[str, Meta(pattern=r"^[0-9]{1,4}\.[0-9]{1,4}\.[0-9]{1,6}\Z")]
    drift: Annotated[int, Meta(ge=-(10**10), le=10**10)]
    free_bytes: Annotated[int, Meta(ge=0, le=10**15)]


class _Claims(msgspec.Struct, frozen=True):
    """The claims of an assertion that this portal reads (RFC 7523, section 3)."""

    iss: str
    sub: str
    exp: float
    jti: Annotated[str, Meta(min_length=8, max_length=128)]


class Devices:
    """Enrols kiosks against one-time codes, and gives tokens against what they sign."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now

    def new_code(self) -> str:
        """A one-time enrolment code that no device has used yet."""
        letters = [secrets.choice(_CODE_LETTERS) for _ in range(8)]
        code = f"{''.join(letters[:4])}-{''.join(letters[4:])}"
        with self._database.transaction() as connection:
            connection.execute(ENROLMENT_CODES.insert().values(code=code, device=None))
        return code

    def free_code(self) -> str | None:
        """An enrolment code that is still free, where there is one."""
        free = select(ENROLMENT_CODES.c.code).where(ENROLMENT_CODES.c.device.is_(None))
        with self._database.transaction() as connection:
            return connection.execute(free).scalar()

    def enrol(self, device: str, body: bytes) -> tuple[bytes, bool]:
        """The answer to an enrolment, and whether the device is new.

        Raises Problem: `request-unreadable`, `enrolment-code-refused`, `device-differs`.
        """
        try:
            enrolment = msgspec.json.decode(body, type=Enrolment)
        except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
            raise Problem("request-unreadable") from error
        with self._database.transaction() as connection:
            taken = connection.execute(
                select(ENROLMENT_CODES).where(ENROLMENT_CODES.c.code == enrolment.code)
            ).one_or_none()
            if taken is None or taken.device not in {None, device}:
                raise Problem("enrolment-code-refused")
            known = connection.execute(select(DEVICES).where(DEVICES.c.id == device)).one_or_none()
            if known is not None and known.public_key != enrolment.public_key.x:
                raise Problem("device-differs")
            enrolled_at = known.enrolled_at if known else written_instant(self._now())
            if known is None:
                connection.execute(
                    DEVICES.insert().values(
                        id=device,
                        public_key=enrolment.public_key.x,
                        enrolled_at=enrolled_at,
                        revoked=0,
                    )
                )
            elif taken.device is None:  # a code that staff were given anew lets it in again
                connection.execute(DEVICES.update().where(DEVICES.c.id == device).values(revoked=0))
            connection.execute(
                ENROLMENT_CODES.update()
                .where(ENROLMENT_CODES.c.code == enrolment.code)
                .values(device=device)
            )
        digest = hashlib.sha256(body).hexdigest()
        answer = {"id": device, "digest": digest, "enrolled_at": enrolled_at}
        return msgspec.json.encode(answer), known is None

    def token(self, assertion: str, audience: str) -> bytes:
        """A fresh access token. Raises Problem: `assertion-refused`, `device-revoked`."""
        with self._database.transaction() as connection:
            claims = self._proven(connection, assertion, audience)
            now = self._now()
            connection.execute(delete(ASSERTIONS).where(ASSERTIONS.c.until < written_instant(now)))
            connection.execute(delete(TOKENS).where(TOKENS.c.until < written_instant(now)))
            known = select(ASSERTIONS.c.jti).where(ASSERTIONS.c.jti == claims.jti)
            if connection.execute(known).scalar() is not None:
                raise _unproven("used before")
            until = now + LONGEST_ASSERTION + 2 * DRIFT
            connection.execute(
                ASSERTIONS.insert().values(jti=claims.jti, until=written_instant(until))
            )
            token = secrets.token_urlsafe(32)
            connection.execute(
                TOKENS.insert().values(
                    digest=_digest(token),
                    device=claims.sub,
                    until=written_instant(now + TOKEN_LIFE),
                )
            )
        return msgspec.json.encode(
            {
                "access_token": token,
                "token_type": "Bearer",
                "expires_in": int(TOKEN_LIFE.total_seconds()),
            }
        )

    def device(self, token: str) -> str:
        """Whose token that is. Raises Problem: `token-unknown`, `device-revoked`."""
        with self._database.transaction() as connection:
            row = connection.execute(
                select(TOKENS.c.until, DEVICES.c.id, DEVICES.c.revoked)
                .join(DEVICES, DEVICES.c.id == TOKENS.c.device)
                .where(TOKENS.c.digest == _digest(token))
            ).one_or_none()
        if row is None or read_instant(row.until) <= self._now():
            raise Problem("token-unknown", headers={"WWW-Authenticate": "Bearer"})
        if row.revoked:
            raise Problem("device-revoked")
        return str(row.id)

    def beat(self, device: str, counts: Counts) -> bytes:
        """Keep the counts of a kiosk, and that it was seen now; what it is answered."""
        kept = {"seen_at": written_instant(self._now()), "counts": msgspec.json.encode(counts)}
        with self._database.transaction() as connection:
            connection.execute(delete(HEARTBEATS).where(HEARTBEATS.c.device == device))
            connection.execute(HEARTBEATS.insert().values(device=device, **kept))
        return msgspec.json.encode({"spread_seconds": None, "notices": []})

    def heartbeats(self) -> list[dict[str, object]]:
        """The last heartbeat of each kiosk: `device`, `seen_at`, and its `counts`."""
        with self._database.transaction() as connection:
            rows = connection.execute(select(HEARTBEATS).order_by(HEARTBEATS.c.device)).all()
        return [
            {"device": row.device, "seen_at": row.seen_at, "counts": msgspec.Raw(row.counts)}
            for row in rows
        ]

    def proven(self, signed: bytes, device: str, typ: str) -> bytes:
        """What an enrolled device has signed: the content of a compact JWS of that `typ`.

        Raises Problem: `assertion-refused`, `device-revoked`.
        """
        with self._database.transaction() as connection:
            known = connection.execute(select(DEVICES).where(DEVICES.c.id == device)).one_or_none()
        if known is None:
            raise _unproven("device")
        try:
            key = jwt.PyJWK({"kty": "OKP", "crv": "Ed25519", "x": known.public_key}).key
            checked = jwt.PyJWS().decode_complete(signed, key, ["EdDSA"])
        except (jwt.PyJWTError, ValueError, RecursionError) as error:
            raise _unproven(type(error).__name__) from error
        if checked["header"].get("typ") != typ:
            raise _unproven("typ")
        if known.revoked:
            raise Problem("device-revoked")
        return bytes(checked["payload"])

    def revoke(self, device: str) -> None:
        """Shut a kiosk out; its tokens stop at once."""
        with self._database.transaction() as connection:
            connection.execute(DEVICES.update().where(DEVICES.c.id == device).values(revoked=1))

    def _proven(self, connection: Connection, assertion: str, audience: str) -> _Claims:
        """The claims, once signature, audience and times are right.

        The time is this portal's own clock, so that tests can move it: the library's checks of
        times are switched off and done here.
        """
        try:
            spoken = jwt.decode(assertion, options={"verify_signature": False})
            device = connection.execute(
                select(DEVICES).where(DEVICES.c.id == str(spoken.get("sub")))
            ).one_or_none()
            if device is None:
                raise _unproven("device")
            key = jwt.PyJWK({"kty": "OKP", "crv": "Ed25519", "x": device.public_key}).key
            checked = jwt.decode(
                assertion,
                key,
                algorithms=["EdDSA"],
                audience=audience,
                options={
                    "require": ["iss", "sub", "aud", "exp", "jti"],
                    "verify_exp": False,
                    "verify_iat": False,
                    "verify_nbf": False,
                },
            )
            claims = msgspec.convert(checked, _Claims)
        except (jwt.PyJWTError, msgspec.ValidationError, ValueError, RecursionError) as error:
            raise _unproven(type(error).__name__) from error
        now = self._now().timestamp()
        latest = (LONGEST_ASSERTION + DRIFT).total_seconds()
        if claims.iss != claims.sub or not (
            now - DRIFT.total_seconds() < claims.exp <= now + latest
        ):
            raise _unproven("issuer or time")
        if device.revoked:
            raise Problem("device-revoked")
        return claims


def _unproven(why: str) -> Problem:
    return Problem("assertion-refused", detail=why, headers={"WWW-Authenticate": "Bearer"})


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
