"""A kiosk keeps one identity, proves it by signing, and never shows its key."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, NoReturn

import jwt
import pytest

from kiosk.domain.ports import PortalDescription, PortalUnreachable, QueueLocked
from kiosk.operations.enrolment import (
    PORTAL_KEYS_NAME,
    SECRET_NAME,
    DeviceIdentity,
    DeviceKeyUnreadable,
    Enrolment,
)

if TYPE_CHECKING:
    from uuid import UUID

NOW = datetime(2026, 11, 26, 2, 30, tzinfo=UTC)


def test_an_identity_is_made_once_and_kept() -> None:
    kept: dict[str, bytes] = {}
    first = DeviceIdentity(kept.get, kept.__setitem__)
    assert kept == {}
    known = (first.id, first.public_key)
    assert list(kept) == [SECRET_NAME]
    again = DeviceIdentity(kept.get, kept.__setitem__)
    assert (again.id, again.public_key) == known


def test_an_identity_is_kept_before_anybody_hears_of_it() -> None:
    def full(_name: str, _secret: bytes) -> None:
        raise OSError

    heard: list[UUID] = []
    device = DeviceIdentity(lambda _name: None, full)
    with pytest.raises(OSError):  # noqa: PT011 — the disk's own
        device.enrol("7K3M-Q2XW", lambda id, _code, _key: heard.append(id))  # noqa: A006
    assert heard == []


def test_a_locked_keyring_makes_no_new_identity() -> None:
    class Locked(Exception):
        pass

    def locked(_name: str) -> bytes | None:
        raise Locked

    saved: list[str] = []
    device = DeviceIdentity(locked, lambda name, _secret: saved.append(name))
    with pytest.raises(Locked):
        device.assertion("https://portal.example/v1/token", NOW)
    assert saved == []


@pytest.mark.parametrize(
    "kept", [b"", b"{}", b"[]", b"\xff", b'{"id":"x","key":"AAAA"}', b'{"id":1,"key":2}']
)
def test_a_damaged_identity_is_named(kept: bytes) -> None:
    saved: list[str] = []
    device = DeviceIdentity(lambda _name: kept, lambda name, _secret: saved.append(name))
    with pytest.raises(DeviceKeyUnreadable):
        _ = device.id
    assert saved == []


def test_an_assertion_is_for_one_audience_and_five_minutes() -> None:
    kept: dict[str, bytes] = {}
    device = DeviceIdentity(kept.get, kept.__setitem__)
    audience = "https://portal.example/v1/token"
    key = jwt.PyJWK(device.public_key).key
    claims = [
        jwt.decode(
            device.assertion(audience, NOW),
            key,
            algorithms=["EdDSA"],
            audience=audience,
            options={"verify_exp": False, "verify_iat": False},
        )
        for _ in range(2)
    ]
    assert claims[0]["iss"] == claims[0]["sub"] == str(device.id)
    assert claims[0]["exp"] - NOW.timestamp() == 300
    assert claims[0]["jti"] != claims[1]["jti"]


def test_the_portals_keys_are_learnt_at_enrolment_and_never_again() -> None:
    kept: dict[str, bytes] = {}
    device = DeviceIdentity(kept.get, kept.__setitem__)
    enrolment = Enrolment(device, kept.get, kept.__setitem__, "7K3M-Q2XW")
    assert enrolment.recipients() == ()
    registered: list[UUID] = []

    def register(device: UUID, _code: str, _key: dict[str, str]) -> None:
        registered.append(device)

    for key in ("age1first", "age1second"):
        described = PortalDescription("portal", "1", NOW, 1, (), "portal", (key,))
        enrolment.complete(register, described._replace)
    assert registered == [device.id]
    assert enrolment.recipients() == ("age1first",)


@pytest.mark.parametrize("kept", [b"", b"\xff", b"{}", b"[1]", b"null"])
def test_keys_of_the_portal_that_are_damaged_seal_nothing(kept: bytes) -> None:
    secrets = {PORTAL_KEYS_NAME: kept}
    device = DeviceIdentity(secrets.get, secrets.__setitem__)
    with pytest.raises(QueueLocked):
        Enrolment(device, secrets.get, secrets.__setitem__, None).recipients()


def test_an_enrolment_that_broke_off_is_made_once_more() -> None:
    secrets: dict[str, bytes] = {}
    device = DeviceIdentity(secrets.get, secrets.__setitem__)
    enrolment = Enrolment(device, secrets.get, secrets.__setitem__, "7K3M-Q2XW")
    registered: list[UUID] = []

    def register(device: UUID, _code: str, _key: dict[str, str]) -> None:
        registered.append(device)

    def gone() -> NoReturn:
        raise PortalUnreachable("down")

    with pytest.raises(PortalUnreachable):
        enrolment.complete(register, gone)
    assert enrolment.recipients() == ()
    described = PortalDescription("portal", "1", NOW, 1, (), "portal", ("age1first",))
    enrolment.complete(register, described._replace)
    assert registered == [device.id, device.id]
    assert enrolment.recipients() == ("age1first",)


def test_without_a_code_nobody_is_enrolled() -> None:
    kept: dict[str, bytes] = {}
    device = DeviceIdentity(kept.get, kept.__setitem__)

    def never(*_told: object) -> NoReturn:
        raise AssertionError

    Enrolment(device, kept.get, kept.__setitem__, None).complete(never, never)
    assert kept == {}


def test_enrolment_hands_over_the_public_key_alone() -> None:
    kept: dict[str, bytes] = {}
    device = DeviceIdentity(kept.get, kept.__setitem__)
    heard: list[tuple[UUID, str, dict[str, str]]] = []
    device.enrol(" 7k3m-q2xw\n", lambda *told: heard.append(told))
    assert heard == [(device.id, "7K3M-Q2XW", device.public_key)]
    assert set(device.public_key) == {"kty", "crv", "x"}


def test_the_keys_of_receipts_are_learnt_with_the_others_and_never_again() -> None:
    kept: dict[str, bytes] = {}
    device = DeviceIdentity(kept.get, kept.__setitem__)
    enrolment = Enrolment(device, kept.get, kept.__setitem__, "7K3M-Q2XW")
    assert not enrolment.is_complete()
    for key in ("first", "second"):
        described = PortalDescription("portal", "1", NOW, 1, (), "portal", ("age1",), (key,))
        enrolment.complete(lambda *_: None, described._replace)
    assert enrolment.is_complete()
    assert enrolment.receipt_keys() == ("first",)


def test_what_a_kiosk_signs_says_what_it_is() -> None:
    kept: dict[str, bytes] = {}
    device = DeviceIdentity(kept.get, kept.__setitem__)
    signed = device.signed(b"content", "one-thing+jws")
    key = jwt.PyJWK(device.public_key).key
    proven = jwt.PyJWS().decode_complete(signed, key, ["EdDSA"])
    assert proven["payload"] == b"content"
    assert proven["header"] == {"alg": "EdDSA", "typ": "one-thing+jws"}
