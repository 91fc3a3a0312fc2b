"""Whatever is asked of the training portal, it answers as the contract says: never a page."""

from __future__ import annotations

import base64
import hashlib
import json
from http.client import HTTPConnection
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

import jwt
import pytest
import uuid6
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.domain.ports import PortalNotAuthorised, PortalRefused, PortalUnreachable
from tests.patience import PATIENCE
from tests.training.making import account

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.training.world import World

VERSION = {"Kiosk-Version": "0.1.0"}
JSON = {"Content-Type": "application/json"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
TUS = {"Tus-Resumable": "1.0.0"}
SOME = "01936880-5c11-7d0f-8f2a-3b9a1c6de701"


def _ask(
    world: World, method: str, path: str, headers: Mapping[str, str], body: bytes | None = None
) -> tuple[int, dict[str, str], Any]:
    """Status, headers, and the body as JSON."""
    connection = HTTPConnection(urlsplit(world.url).netloc, timeout=PATIENCE)
    try:
        connection.request(method, path, body, dict(headers))
        response = connection.getresponse()
        content = response.read()
    finally:
        connection.close()
    found = {name.lower(): value for name, value in response.headers.items()}
    if content:
        assert found["content-type"] in {"application/json", "application/problem+json"}
    return response.status, found, json.loads(content) if content else None


def _name(answer: tuple[int, dict[str, str], Any]) -> tuple[int, str]:
    status, _, problem = answer
    return status, problem["type"].removeprefix("/problems/")


def _token(world: World) -> dict[str, str]:
    return {"Authorization": f"Bearer {world.portal._current_token()}"}


def _proven(body: bytes) -> dict[str, str]:
    digest = base64.b64encode(hashlib.sha256(body).digest()).decode()
    return {"Content-Digest": f"sha-256=:{digest}:"}


def test_each_resource_names_its_methods(shared: World) -> None:
    for path, allowed in {
        "/v1/portal": "GET, HEAD",
        "/v1/token": "POST",
        f"/v1/devices/{SOME}": "PUT",
        f"/v1/accounts/{SOME}": "PUT",
        "/v1/files": "OPTIONS, POST",
        "/v1/files/x": "HEAD, PATCH",
        "/v1/dossiers/find": "POST",
        f"/v1/dossiers/{SOME}": "PUT",
        f"/v1/handoffs/{SOME}/phone": "PUT",
        f"/v1/handoffs/{SOME}/files/1": "GET, HEAD",
    }.items():
        for method in ("DELETE", "TRACE", "QUERY", "X"):
            answer = _ask(shared, method, path, VERSION)
            assert _name(answer) == (405, "method-not-allowed")
            assert answer[1]["allow"] == allowed


@pytest.mark.parametrize(
    "path",
    ["/", "/v1", "/v1/", "/v1/portal/", "/v1/nothing", "/v1/%2e%2e/x", "/index.html", "/v1/%00"],
)
def test_nothing_lives_elsewhere(shared: World, path: str) -> None:
    assert _name(_ask(shared, "GET", path, VERSION)) == (404, "not-found")


@pytest.mark.parametrize(
    "version", [None, "", "1", "1.2", "a.b.c", "1.2.3.4", "99999.0.0", "١.٢.٣"]
)
def test_a_kiosk_says_its_version(shared: World, version: str | None) -> None:
    headers = {} if version is None else {"Kiosk-Version": version.encode().decode("latin-1")}
    assert _name(_ask(shared, "GET", "/v1/portal", headers)) == (400, "kiosk-version")


def test_a_kiosk_that_is_too_old_is_told(shared: World) -> None:
    answer = _ask(shared, "GET", "/v1/portal", {"Kiosk-Version": "0.0.9"})
    assert _name(answer) == (426, "kiosk-too-old")


@pytest.mark.parametrize("authorization", [None, "Bearer", "Bearer  ", "Basic YTpi", "Bearer no"])
def test_who_has_no_token_is_asked_for_one(shared: World, authorization: str | None) -> None:
    headers = VERSION | ({} if authorization is None else {"Authorization": authorization})
    for method, path in (
        ("PUT", f"/v1/dossiers/{SOME}"),
        ("PUT", f"/v1/accounts/{SOME}"),
        ("POST", f"/v1/accounts/{SOME}/code"),
        ("POST", f"/v1/accounts/{SOME}/activation"),
        ("POST", "/v1/dossiers/find"),
        ("POST", "/v1/files"),
        ("PATCH", "/v1/files/x"),
    ):
        answer = _ask(shared, method, path, headers | TUS)
        assert _name(answer)[0] == 401
        assert answer[1]["www-authenticate"] == "Bearer"


@pytest.mark.parametrize("body", [b"", b"{", b"\0", b"\xff", b'"\\ud800"'])
def test_what_is_no_json_is_named(shared: World, body: bytes) -> None:
    headers = VERSION | JSON | _token(shared)
    for path in ("/v1/dossiers/find", f"/v1/accounts/{SOME}/activation"):
        assert _name(_ask(shared, "POST", path, headers, body)) == (400, "body-unreadable")


@pytest.mark.parametrize(
    "question",
    [
        {},
        {"ids": []},
        {"ids": ["x"]},
        {"ids": [SOME] * 201},
        {"ids": [SOME], "ticket": "TK-3K7-52Y"},
        {"ticket": "TK-3K7-52Y\n"},
        {"ticket": None},
        {"code": "a"},
        {"code": "a", "phone_ending": "123"},
        {"code": "a b", "phone_ending": "1234"},
        {"other": 1},
        [],
    ],
)
def test_a_question_is_one_of_three(shared: World, question: object) -> None:
    headers = VERSION | JSON | _token(shared)
    answer = _ask(shared, "POST", "/v1/dossiers/find", headers, json.dumps(question).encode())
    assert answer[0] == 422


def test_media_types_are_those_of_the_contract(shared: World) -> None:
    headers = VERSION | _token(shared) | {"Content-Type": "text/html"} | _proven(b"x")
    for method, path in (
        ("PUT", f"/v1/dossiers/{SOME}"),
        ("PUT", f"/v1/accounts/{SOME}"),
        ("PUT", f"/v1/devices/{SOME}"),
        ("POST", "/v1/token"),
        ("POST", "/v1/dossiers/find"),
    ):
        assert _name(_ask(shared, method, path, headers, b"x")) == (415, "media-type")


def test_a_body_beyond_the_limit_is_not_read_to_its_end(shared: World) -> None:
    body = b" " * (4 * 1024 * 1024 + 1)
    headers = VERSION | JSON | _token(shared) | _proven(body)
    for method, path in (("PUT", f"/v1/dossiers/{SOME}"), ("POST", "/v1/dossiers/find")):
        assert _name(_ask(shared, method, path, headers, body)) == (413, "too-large")


@pytest.mark.parametrize("digest", [None, "", "sha-256=:AAAA:", "sha-512=:AAAA:", "x"])
def test_a_body_is_proven_by_its_digest(shared: World, digest: str | None) -> None:
    headers = (
        VERSION | JSON | _token(shared) | ({} if digest is None else {"Content-Digest": digest})
    )
    answer = _ask(shared, "PUT", f"/v1/dossiers/{SOME}", headers, b"{}")
    assert _name(answer) == (400, "header-unreadable")
    headers |= _proven(b"other")
    answer = _ask(shared, "PUT", f"/v1/dossiers/{SOME}", headers, b"{}")
    assert _name(answer) == (400, "content-digest-differs")


@pytest.mark.parametrize("name", ["x", SOME.upper(), "00000000-0000-0000-0000-000000000000", "%00"])
def test_an_id_is_a_uuid(shared: World, name: str) -> None:
    headers = VERSION | JSON | _token(shared) | _proven(b"{}")
    assert _name(_ask(shared, "PUT", f"/v1/dossiers/{name}", headers, b"{}")) == (404, "not-found")


@pytest.mark.parametrize("host", ["", "[", "[::1", "a b", "a/b", "a:b", "\xff", "x" * 5000])
def test_a_strange_host_is_no_fault_of_ours(shared: World, host: str) -> None:
    for method, path in (("POST", "/v1/token"), ("GET", "/v1/nothing"), ("PATCH", "/v1/files/x")):
        headers = VERSION | FORM | {"Host": host}
        status, _, problem = _ask(shared, method, path, headers, _form(client_assertion="x"))
        assert 400 <= status < 500
        assert problem["status"] == status


# --- uploads --------------------------------------------------------------------------------------

DIGEST = hashlib.sha256(b"content").hexdigest()
METADATA = "digest " + base64.b64encode(DIGEST.encode()).decode()


def test_what_tus_can_do_here(shared: World) -> None:
    status, headers, _ = _ask(shared, "OPTIONS", "/v1/files", VERSION)
    assert status == 204
    assert headers["tus-extension"] == "creation,checksum,expiration"


@pytest.mark.parametrize(
    "headers",
    [
        {"Upload-Length": "7"},
        {"Upload-Metadata": METADATA},
        {"Upload-Length": "-7", "Upload-Metadata": METADATA},
        {"Upload-Length": "7", "Upload-Metadata": "digest AAAA"},
        {"Upload-Length": "7", "Upload-Metadata": "digest !"},
        {"Upload-Length": "7", "Upload-Metadata": "filename AAAA"},
    ],
)
def test_an_upload_says_how_long_it_is_and_its_digest(
    shared: World, headers: dict[str, str]
) -> None:
    answer = _ask(shared, "POST", "/v1/files", VERSION | TUS | _token(shared) | headers)
    assert _name(answer) == (400, "header-unreadable")


def test_the_steps_of_an_upload(here: World) -> None:
    common = VERSION | TUS | _token(here)
    begin = common | {"Upload-Length": "7", "Upload-Metadata": METADATA}
    status, headers, _ = _ask(here, "POST", "/v1/files", begin)
    place = headers["location"]
    assert (status, headers["upload-offset"]) == (201, "0")
    assert _ask(here, "POST", "/v1/files", begin)[1]["location"] == place
    longer = begin | {"Upload-Length": "8"}
    assert _name(_ask(here, "POST", "/v1/files", longer)) == (422, "length-differs")
    other = VERSION | _token(here) | {"Tus-Resumable": "0.2.2"}
    assert _name(_ask(here, "PATCH", place, other, b"x")) == (412, "tus-version")

    send = common | {"Content-Type": "application/offset+octet-stream", "Upload-Offset": "0"}
    wrong = send | {"Upload-Checksum": "sha256 " + base64.b64encode(bytes(32)).decode()}
    assert _name(_ask(here, "PATCH", place, wrong, b"con")) == (460, "checksum-differs")
    for odd in ("md5 AAAA", "sha256 !", "sha256"):
        answer = _ask(here, "PATCH", place, send | {"Upload-Checksum": odd}, b"con")
        assert _name(answer) == (400, "header-unreadable")
    assert _name(_ask(here, "PATCH", place, send, b"content and more")) == (413, "too-large")
    assert _ask(here, "HEAD", place, common)[1]["upload-offset"] == "0"

    right = base64.b64encode(hashlib.sha256(b"con").digest()).decode()
    status, headers, _ = _ask(
        here, "PATCH", place, send | {"Upload-Checksum": f"sha256 {right}"}, b"con"
    )
    assert (status, headers["upload-offset"]) == (204, "3")
    assert "upload-expires" in headers
    answer = _ask(here, "PATCH", place, send, b"con")
    assert _name(answer) == (409, "offset-differs")
    assert answer[1]["upload-offset"] == "3"
    status, headers, _ = _ask(here, "PATCH", place, send | {"Upload-Offset": "3"}, b"tent")
    assert headers["repr-digest"] == _proven(b"content")["Content-Digest"]
    again = send | {"Upload-Offset": "7"}
    assert _ask(here, "PATCH", place, again, b"")[0] == 204


def test_another_kiosks_upload_is_not_there(here: World) -> None:
    common = VERSION | TUS
    begin = common | {"Upload-Length": "7", "Upload-Metadata": METADATA}
    place = _ask(here, "POST", "/v1/files", begin | _token(here))[1]["location"]
    other, code = uuid6.uuid7(), here.controls.enrolment_code()
    key = Ed25519PrivateKey.generate()
    public = base64.urlsafe_b64encode(key.public_key().public_bytes_raw()).rstrip(b"=").decode()
    here.portal.enrol(other, code, {"kty": "OKP", "crv": "Ed25519", "x": public})
    token = _ask(here, "POST", "/v1/token", VERSION | FORM, _grant(here, key, sub=str(other)))[2]
    stranger = {"Authorization": f"Bearer {token['access_token']}"}
    assert _ask(here, "HEAD", place, common | stranger)[0] == 404


# --- devices and tokens ---------------------------------------------------------------------------


def _grant(world: World, key: Ed25519PrivateKey, **claims: object) -> bytes:
    now = int(world.clock.now().timestamp())
    device = claims.get("sub", str(world.device.id))
    spoken = {
        "iss": device,
        "sub": device,
        "aud": f"{world.url}/v1/token",
        "exp": now + 300,
        "jti": str(uuid6.uuid7()),
    }
    assertion = jwt.encode(spoken | claims, key, algorithm="EdDSA")
    return _form(client_assertion=assertion)


def _form(**changed: str) -> bytes:
    form = {
        "grant_type": "client_credentials",
        "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        "client_assertion": "",
    }
    return urlencode(form | changed).encode()


def _unsigned(*parts: dict[str, str]) -> str:
    texts = [base64.urlsafe_b64encode(json.dumps(part).encode()).decode() for part in parts]
    return ".".join(text.rstrip("=") for text in [*texts, ""])


def _own_key(world: World) -> Ed25519PrivateKey:
    return world.device._identity().key


@pytest.mark.parametrize(
    "claims",
    [
        {"aud": "http://elsewhere.invalid/v1/token"},
        {"exp": 1_700_000_000},
        {"exp": 4_000_000_000},
        {"exp": "soon"},
        {"iss": "somebody"},
        {"sub": SOME},
        {"jti": "short"},
        {"jti": None},
    ],
)
def test_an_assertion_says_who_for_whom_and_until_when(
    shared: World, claims: dict[str, object]
) -> None:
    body = _grant(shared, _own_key(shared), **claims)
    answer = _ask(shared, "POST", "/v1/token", VERSION | FORM, body)
    assert _name(answer) == (401, "assertion-refused")


def test_an_assertion_is_signed_by_the_device(shared: World) -> None:
    forged = _grant(shared, Ed25519PrivateKey.generate())
    nothing = _unsigned({"alg": "none"}, {"sub": str(shared.device.id)})
    for body in (forged, _form(client_assertion=nothing), _form(client_assertion="\0.\0.\0")):
        answer = _ask(shared, "POST", "/v1/token", VERSION | FORM, body)
        assert _name(answer) == (401, "assertion-refused")


def test_an_assertion_is_good_for_once_and_for_clocks_that_differ(here: World) -> None:
    once = _grant(here, _own_key(here), exp=int(here.clock.now().timestamp()) - 290)
    assert _ask(here, "POST", "/v1/token", VERSION | FORM, once)[0] == 200
    assert _ask(here, "POST", "/v1/token", VERSION | FORM, once)[0] == 401


@pytest.mark.parametrize(
    "body", [b"", b"x", b"\xff", b"%zz", _form(grant_type="password"), _form() + b"&grant_type=x"]
)
def test_only_client_assertions_are_taken(shared: World, body: bytes) -> None:
    assert _ask(shared, "POST", "/v1/token", VERSION | FORM, body)[0] in {400, 401}


def test_a_token_ends_and_is_asked_for_anew(here: World) -> None:
    here.portal.find(ticket="TK-3K7-52Y")
    here.clock.pass_(16 * 60)
    here.portal.find(ticket="TK-3K7-52Y")
    paths = [path for _, path in here.watched.requests]
    assert paths.count("/v1/token") == 2


def test_a_kiosk_that_was_shut_out_is_for_the_staff(here: World) -> None:
    here.portal.find(ticket="TK-3K7-52Y")
    here.training.devices.revoke(str(here.device.id))
    with pytest.raises(PortalNotAuthorised, match="device-revoked"):
        here.portal.find(ticket="TK-3K7-52Y")
    with pytest.raises(PortalNotAuthorised, match="device-revoked"):
        here.client().find(ticket="TK-3K7-52Y")


def test_an_enrolment_code_is_good_for_one_kiosk(here: World) -> None:
    code = here.controls.enrolment_code()
    here.device.enrol(code.lower(), here.portal.enrol)
    here.device.enrol(code, here.portal.enrol)
    key = here.device.public_key
    with pytest.raises(PortalNotAuthorised, match="enrolment-code-refused"):
        here.portal.enrol(uuid6.uuid7(), code, key)
    with pytest.raises(PortalNotAuthorised, match="enrolment-code-refused"):
        here.portal.enrol(uuid6.uuid7(), "AAAA-AAAA", key)
    with pytest.raises(PortalRefused, match="request-unreadable"):
        here.portal.enrol(uuid6.uuid7(), code, {})
    with pytest.raises(PortalRefused, match="device-differs"):
        here.portal.enrol(here.device.id, code, key | {"x": "A" * 43})


# --- conduct --------------------------------------------------------------------------------------


@pytest.mark.parametrize("mode", ["down", "lose-answer", "html", "redirect", "500"])
def test_a_portal_that_misbehaves_is_unreachable(tame: World, mode: str) -> None:
    tame.controls.behave(mode, times=1)
    with pytest.raises(PortalUnreachable):
        tame.portal.describe()
    assert tame.portal.describe().name == "Cổng tập huấn"


@pytest.mark.parametrize("mode", ["busy", "full"])
def test_a_portal_without_room_says_when(tame: World, mode: str) -> None:
    tame.controls.behave(mode, seconds=7)
    for _ in range(2):
        with pytest.raises(PortalUnreachable) as unreachable:
            tame.portal.describe()
        assert unreachable.value.retry_after == 7
    tame.controls.behave(mode, seconds=7, times=1)
    with pytest.raises(PortalUnreachable) as unreachable:
        tame.portal.describe()
    assert unreachable.value.retry_after == 7
    tame.controls.behave("slow", seconds=0)
    assert tame.portal.describe().name == "Cổng tập huấn"


def test_conduct_may_be_for_one_resource(tame: World) -> None:
    tame.controls.behave("down", path="/v1/accounts", method="PUT", times=2)
    assert tame.portal.describe().name == "Cổng tập huấn"
    parcel = tame.kiosk.parcel(account())
    for _ in range(2):
        with pytest.raises(PortalUnreachable):
            tame.portal.deliver(parcel)
    assert tame.portal.deliver(parcel).id == parcel.id
