"""Whatever answers, the kiosk believes our portal alone, and never hangs or swells."""

from __future__ import annotations

import gzip
import hashlib
import json
import time
import tracemalloc
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.domain.ports import (
    PortalConflict,
    PortalNotAuthorised,
    PortalRefused,
)
from kiosk.domain.submission import Kind, Parcel, Receipt, RefusedAnswer
from kiosk.portal import HttpPortal
from kiosk.portal.connection import MOST_ANSWER
from tests.patience import PATIENCE
from tests.portal.hostile import (
    HTML,
    PROBLEM,
    HostilePortal,
    answer,
    client_of,
    drip,
    endless,
    problem,
    unreachable,
)

if TYPE_CHECKING:
    import socket
    import threading
    from collections.abc import Callable

ID = UUID("01936880-5c11-7d0f-8f2a-3b9a1c6de701")
OTHER_ID = UUID("01936880-5c11-7d0f-8f2a-3b9a1c6de702")
BODY = b'{"schema":1}'
DIGEST = hashlib.sha256(BODY).hexdigest()
OTHER_DIGEST = hashlib.sha256(b"other").hexdigest()
PARCEL = Parcel(ID, Kind.DOSSIER, BODY, "application/json", DIGEST, ())
JSON = "application/json"

RECEIPT: dict[str, object] = {
    "id": str(ID),
    "digest": DIGEST,
    "code": "T00.00.01-261126-000012",
    "received_at": "2026-11-26T02:31:55Z",
    "state": "received",
    "promised_on": "2026-11-27",
}
RECEIVED = answer("201 Created", JSON, json.dumps(RECEIPT).encode())


def _receipt(**changed: object) -> bytes:
    return answer("200 OK", JSON, json.dumps(RECEIPT | changed).encode())


def test_a_receipt_that_proves_itself_is_believed(
    hostile: HostilePortal, portal: HttpPortal
) -> None:
    hostile.answers(RECEIVED)
    receipt = portal.deliver(PARCEL)
    assert (receipt.id, receipt.digest, receipt.code) == (ID, DIGEST, RECEIPT["code"])
    assert receipt.received_at == datetime(2026, 11, 26, 2, 31, 55, tzinfo=UTC)
    (heard,) = hostile.asked
    assert (heard.method, heard.path, heard.body) == ("PUT", f"/v1/dossiers/{ID}", BODY)
    assert heard.headers["kiosk-version"] == "0.1.0"
    assert heard.headers["authorization"] == "Bearer token-1"
    assert heard.headers["accept-encoding"] == "identity"
    assert heard.headers["content-digest"].startswith("sha-256=:")
    assert "cookie" not in heard.headers


WRONG: dict[str, bytes] = {
    "a captive page": answer("200 OK", "text/html", HTML),
    "a captive page that says it is JSON": answer("200 OK", JSON, HTML),
    "a receipt that says it is HTML": answer("201 Created", "text/html", RECEIVED),
    "a redirect": answer("302 Found", "", b"", "Location: http://login.invalid/"),
    "a redirect with a receipt": answer(
        "303 See Other", JSON, json.dumps(RECEIPT).encode(), "Location: /elsewhere"
    ),
    "a redirect to nonsense": answer("301 Moved", "", b"", "Location: http://[::1/\xff"),
    "another id": _receipt(id=str(OTHER_ID)),
    "another digest": _receipt(digest=OTHER_DIGEST),
    "a digest in capitals": _receipt(digest=DIGEST.upper()),
    "no code": _receipt(code=""),
    "a code of many lines": _receipt(code="a\nb"),
    "a time without a zone": _receipt(received_at="2026-11-26T02:31:55"),
    "an unknown state": _receipt(state="perhaps"),
    "half a body": answer("201 Created", JSON, json.dumps(RECEIPT).encode())[:-20],
    "half a body that ends well": b"HTTP/1.1 201 Created\r\nContent-Type: application/json\r\n\r\n"
    + json.dumps(RECEIPT).encode()[:-20],
    "no body": answer("201 Created", JSON),
    "no content": answer("204 No Content"),
    "nothing": b"",
    "half a first line": b"HTTP/1.1 20",
    "not HTTP": b"SSH-2.0-OpenSSH_9.2\r\n",
    "an accepted, not a receipt": answer("202 Accepted", JSON, json.dumps(RECEIPT).encode()),
    "an early hint for ever": b"HTTP/1.1 103 Early Hints\r\n\r\n",
    "a 500 page": answer("500 Internal Server Error", "text/html", HTML),
    "a 502": answer("502 Bad Gateway", "text/html", HTML),
    "a proxy's 407": answer("407 Proxy Authentication Required", "text/html", HTML),
    "an unknown status": problem("418 I'm a teapot", "teapot"),
    "a captive 401": answer("401 Unauthorized", "text/html", HTML),
    "a captive 403": answer("403 Forbidden", "text/html", HTML),
    "a captive 404": answer("404 Not Found", "text/html", HTML),
    "a captive 409": answer("409 Conflict", "text/html", HTML),
    "a problem with another status": problem("422 Unprocessable", "answers-refused", status=200),
    "a conflict without a receipt": problem("409 Conflict", "other-bytes-held"),
    "a conflict about another id": problem(
        "409 Conflict", "other-bytes-held", digest=DIGEST, receipt=RECEIPT | {"id": str(OTHER_ID)}
    ),
    "a conflict that contradicts itself": problem(
        "409 Conflict", "other-bytes-held", digest=OTHER_DIGEST, receipt=RECEIPT
    ),
    "garbage JSON": answer("201 Created", JSON, b'{"id": \xff\xfe'),
    "a list": answer("201 Created", JSON, b"[]"),
    "NUL": answer("201 Created", JSON, b"\x00" * 64),
    "a number too large": answer("201 Created", JSON, b'{"id": 1e99999}'),
    "a deep nest": answer("201 Created", JSON, b"[" * 200_000),
    "two ids": answer(
        "201 Created",
        JSON,
        f'{{"id": "{OTHER_ID}", '.encode() + json.dumps(RECEIPT).encode()[1:],
    ),
    "a name twice in what is not read": answer(
        "201 Created", JSON, json.dumps(RECEIPT).encode()[:-1] + b', "more": {"a": 1, "a": 2}}'
    ),
    "a number as a text": _receipt(promised_on=20261127),
    "a lone surrogate": _receipt(code="\ud800"),
    "an encoding we did not ask for": answer(
        "201 Created", JSON, gzip.compress(json.dumps(RECEIPT).encode()), "Content-Encoding: gzip"
    ),
    "a length that is none": b"HTTP/1.1 201 Created\r\nContent-Length: many\r\n\r\n{}",
    "two lengths": b"HTTP/1.1 201 Created\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
    "a bad chunk": b"HTTP/1.1 201 Created\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}",
}


@pytest.mark.parametrize("wrong", WRONG)
def test_what_cannot_prove_itself_is_not_our_portal(
    hostile: HostilePortal, portal: HttpPortal, wrong: str
) -> None:
    hostile.answers(WRONG[wrong], WRONG[wrong])
    with unreachable():
        portal.deliver(PARCEL)


@pytest.mark.parametrize("wrong", WRONG)
def test_after_a_wrong_answer_the_right_one_is_heard(hostile: HostilePortal, wrong: str) -> None:
    client = client_of(hostile)
    hostile.answers(WRONG[wrong], RECEIVED)
    with unreachable():
        client.deliver(PARCEL)
    assert isinstance(client.deliver(PARCEL), Receipt)
    client.close()


@settings(max_examples=60)
@given(noise=st.binary(max_size=300), head=st.booleans())
def test_noise_is_never_believed(hostile: HostilePortal, noise: bytes, *, head: bool) -> None:
    client = client_of(hostile)
    hostile.answers(answer("201 Created", JSON, noise) if head else noise)
    with unreachable():
        client.deliver(PARCEL)
    client.close()


# --- time and size --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        b"HTTP/1.1 201 Created\r\n" + b"X-Slow: yes\r\n" * 1000,
        answer("201 Created", JSON, b" " * 5000),
        b"HTTP/1.1 100 Continue\r\n\r\n" * 1000,
        b"H" * 5000,
    ],
    ids=["headers", "body", "continue", "first line"],
)
def test_one_byte_at_a_time_ends_at_the_deadline(
    hostile: HostilePortal, hasty: HttpPortal, text: bytes
) -> None:
    hostile.answers(drip(text))
    began = time.monotonic()
    with unreachable():
        hasty.deliver(PARCEL)
    assert time.monotonic() - began < PATIENCE  # all of it takes four minutes


def test_silence_ends_after_the_read_patience(hostile: HostilePortal, hasty: HttpPortal) -> None:
    def wait(_connection: socket.socket, over: threading.Event) -> None:
        over.wait(2 * PATIENCE)

    hostile.answers(wait)
    began = time.monotonic()
    with unreachable():
        hasty.deliver(PARCEL)
    assert time.monotonic() - began < PATIENCE


@pytest.mark.parametrize("status", ["201 Created", "302 Found", "422 Unprocessable"])
@pytest.mark.parametrize("encoding", ["identity", "gzip"])
def test_ten_gigabytes_are_neither_read_nor_kept(
    hostile: HostilePortal, portal: HttpPortal, status: str, encoding: str
) -> None:
    head = (
        f"HTTP/1.1 {status}\r\nContent-Length: 10000000000\r\nLocation: /x\r\n"
        f"Content-Type: {JSON}\r\nContent-Encoding: {encoding}\r\n\r\n"
    )
    bomb = gzip.compress(b"\0" * 10_000_000)
    sent = [0]
    hostile.answers(endless(head.encode(), bomb * 10, sent))
    portal._current_token()
    tracemalloc.start()
    try:
        with unreachable():
            portal.deliver(PARCEL)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 8 * MOST_ANSWER
    assert sent[0] < 64 * MOST_ANSWER


def test_a_gzip_bomb_stays_packed(hostile: HostilePortal, portal: HttpPortal) -> None:
    bomb = gzip.compress(b"\0" * 200_000_000, compresslevel=1)
    hostile.answers(answer("201 Created", JSON, bomb, "Content-Encoding: gzip"))
    portal._current_token()
    tracemalloc.start()
    try:
        with unreachable():
            portal.deliver(PARCEL)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 8 * MOST_ANSWER


# --- what can be done about it --------------------------------------------------------------------


def test_a_token_that_is_no_longer_known_is_asked_for_once_more(
    hostile: HostilePortal, portal: HttpPortal
) -> None:
    hostile.answers(problem("401 Unauthorized", "token-unknown"), RECEIVED)
    portal.deliver(PARCEL)
    assert [it.headers["authorization"] for it in hostile.asked] == [
        "Bearer token-1",
        "Bearer token-2",
    ]


def test_a_token_is_kept_until_shortly_before_its_end(hostile: HostilePortal) -> None:
    now = [0.0]
    client = HttpPortal(hostile.url, lambda _audience: "signed", "0.1.0", monotonic=lambda: now[0])
    hostile.answers(RECEIVED, RECEIVED, RECEIVED)
    for now[0] in (0.0, 839.0, 841.0):
        client.deliver(PARCEL)
    assert [it.headers["authorization"][-1] for it in hostile.asked] == ["1", "1", "2"]
    client.close()


@pytest.mark.parametrize(
    "said",
    [
        problem("401 Unauthorized", "token-unknown"),
        problem("403 Forbidden", "device-revoked"),
        problem("426 Upgrade Required", "kiosk-too-old"),
    ],
)
def test_what_is_about_the_kiosk_is_for_the_staff(
    hostile: HostilePortal, portal: HttpPortal, said: bytes
) -> None:
    hostile.answers(said, said)
    with pytest.raises(PortalNotAuthorised):
        portal.deliver(PARCEL)


@pytest.mark.parametrize(
    "status", ["400 Bad", "404 None", "409 No", "410 Gone", "413 Large", "415 Type", "422 No"]
)
def test_what_is_about_the_document_is_for_a_person(
    hostile: HostilePortal, portal: HttpPortal, status: str
) -> None:
    said = problem(
        status,
        "answers-refused",
        detail="two answers",
        errors=[{"pointer": "/answers/child_name", "code": "missing"}],
    )
    hostile.answers(said)
    with pytest.raises(PortalRefused) as refused:
        portal.send_code(ID)
    assert refused.value.refusal.type == "answers-refused"
    assert refused.value.refusal.detail == "two answers"
    assert refused.value.refusal.errors == (RefusedAnswer("/answers/child_name", "missing"),)


def test_a_problem_without_a_name_is_named_by_its_status(
    hostile: HostilePortal, portal: HttpPortal
) -> None:
    hostile.answers(answer("422 No", PROBLEM, b"{}"))
    with pytest.raises(PortalRefused, match="status-422"):
        portal.send_code(ID)


def test_a_conflict_names_what_is_held(hostile: HostilePortal, portal: HttpPortal) -> None:
    held = RECEIPT | {"digest": OTHER_DIGEST}
    hostile.answers(problem("409 Conflict", "other-bytes-held", digest=OTHER_DIGEST, receipt=held))
    with pytest.raises(PortalConflict) as conflict:
        portal.deliver(PARCEL)
    assert conflict.value.digest == OTHER_DIGEST
    assert conflict.value.receipt.code == RECEIPT["code"]


PARCEL_LATER = [
    (problem("429 Many", "too-many-requests"), True),
    (problem("503 Busy", "portal-busy"), True),
    (answer("503 Busy"), False),
    (answer("503 Busy", "text/html", HTML), False),
    (answer("503 Busy", PROBLEM, b"{"), False),
    (problem("503 Busy", "gateway-tired"), False),
    (problem("503 Busy", "portal-busy", status=500), False),
    (problem("500 Fault", "portal-fault"), False),
    (problem("504 Slow", "portal-busy"), False),
]


@pytest.mark.parametrize(("said", "turned_away"), PARCEL_LATER)
def test_later_is_believed_to_be_the_portals_own_word_only_where_it_proves_so(
    hostile: HostilePortal, portal: HttpPortal, said: bytes, *, turned_away: bool
) -> None:
    hostile.answers(said)
    with unreachable() as failure:
        portal.deliver(PARCEL)
    assert failure.value.turned_away is turned_away


LATER = ["408 Slow", "425 Early", "429 Many", "500 Bad", "502 Bad", "503 Busy", "504 Slow"]


@pytest.mark.parametrize("status", LATER)
def test_later_says_when(hostile: HostilePortal, portal: HttpPortal, status: str) -> None:
    hostile.answers(problem(status, "portal-busy", "Retry-After: 17"))
    with unreachable() as failure:
        portal.deliver(PARCEL)
    assert failure.value.retry_after == 17


@pytest.mark.parametrize(
    ("said", "understood"),
    [
        ("0", 0),
        ("3601", 3600),
        ("9" * 50, 3600),
        ("Thu, 26 Nov 2026 02:32:00 GMT", 120),
        ("Thu, 26 Nov 2026 02:00:00 GMT", 0),
        ("Fri, 27 Nov 2026 02:00:00 GMT", 3600),
        ("-5", None),
        ("1.5", None),
        ("soon", None),
        ("٣", None),
        ("", None),
    ],
)
def test_retry_after_comes_in_two_forms_and_is_capped(
    hostile: HostilePortal, portal: HttpPortal, said: str, understood: float | None
) -> None:
    date = "Date: Thu, 26 Nov 2026 02:30:00 GMT"
    hostile.answers(problem("429 Many", "too-many-requests", f"Retry-After: {said}", date))
    with unreachable() as failure:
        portal.deliver(PARCEL)
    assert failure.value.retry_after == understood


PROGRESS: dict[str, object] = {
    "id": str(OTHER_ID),
    "ticket": "TK-3K7-529",
    "code": "T00.00.01-261126-000012",
    "procedure": "1.001193",
    "status": 2,
    "changed_at": "2026-11-26T03:00:00Z",
    "reason": None,
    "promised_on": None,
}


def test_progress_of_something_else_is_not_shown(
    hostile: HostilePortal, portal: HttpPortal
) -> None:
    found = answer("200 OK", JSON, json.dumps({"dossiers": [PROGRESS]}).encode())
    hostile.answers(found, found, found)
    for question in ({"ids": (ID,)}, {"ticket": "AB-222-222"}, {"code": "C", "phone_ending": "1"}):
        with unreachable():
            portal.find(**question)


# --- what a later portal may say ------------------------------------------------------------------

AGE = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p"
LATER_AGE = "age1pq1" + "q" * 200
JWK = {"kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}
DESCRIPTION: dict[str, object] = {
    "contract": "help-point-portal/1",
    "name": "Cổng tập huấn",
    "version": "9",
    "time": "2026-11-26T02:30:00Z",
    "limits": {"attachment_bytes": 1, "attachment_kinds": ["image/png"]},
    "account_door": "portal",
    "recipients": [AGE],
    "receipt_keys": [JWK],
}


def test_a_status_that_is_not_known_yet_hides_no_other(
    hostile: HostilePortal, portal: HttpPortal
) -> None:
    mine = PROGRESS | {"id": str(ID), "status": 11}
    both = {"dossiers": [mine, PROGRESS]}
    hostile.answers(answer("200 OK", JSON, json.dumps(both).encode()))
    (known,) = portal.find(ids=(ID, OTHER_ID))
    assert (known.id, known.status) == (OTHER_ID, 2)


def test_what_is_added_and_keys_of_a_later_kind_are_passed_over(
    hostile: HostilePortal, portal: HttpPortal
) -> None:
    later = {
        "added": {"a": [1]},
        "recipients": [LATER_AGE, AGE],
        "receipt_keys": [{"kty": "AKP", "alg": "ML-DSA-44", "pub": "x"}, JWK | {"kid": "1"}],
    }
    hostile.answers(answer("200 OK", JSON, json.dumps(DESCRIPTION | later).encode()))
    described = portal.describe()
    assert (described.recipients, described.receipt_keys) == ((AGE,), (JWK["x"],))


def test_a_portal_with_keys_of_a_later_kind_alone_is_never_one_without_keys(
    hostile: HostilePortal, portal: HttpPortal
) -> None:
    for recipients in ([LATER_AGE], ["age1"], [""]):
        told = DESCRIPTION | {"recipients": recipients}
        hostile.answers(answer("200 OK", JSON, json.dumps(told).encode()))
        with unreachable():
            portal.describe()


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        (
            lambda portal: portal.send_code(ID),
            {"id": str(OTHER_ID), "valid_until": "2026-11-26T03:00:00Z"},
        ),
        (
            lambda portal: portal.activate(ID, "123456"),
            {"id": str(OTHER_ID), "code": "A", "activated_at": "2026-11-26T03:00:00Z"},
        ),
        (
            lambda portal: portal.enrol(ID, "AAAA-AAAA", {}),
            {"id": str(OTHER_ID), "digest": DIGEST, "enrolled_at": "2026-11-26T03:00:00Z"},
        ),
        (
            lambda portal: portal.enrol(ID, "AAAA-AAAA", {}),
            {"id": str(ID), "digest": DIGEST, "enrolled_at": "2026-11-26T03:00:00Z"},
        ),
        (lambda portal: portal.describe(), {"contract": "something-else/1"}),
    ],
)
def test_an_answer_about_something_else_is_not_believed(
    hostile: HostilePortal,
    portal: HttpPortal,
    ask: Callable[[HttpPortal], object],
    said: dict[str, object],
) -> None:
    hostile.answers(answer("200 OK", JSON, json.dumps(said).encode()))
    with unreachable():
        ask(portal)


def test_a_token_that_no_header_can_carry_is_no_token(hostile: HostilePortal) -> None:
    client = HttpPortal(hostile.url + "/odd", lambda _audience: "signed", "0.1.0")
    token = {"access_token": "a\r\nX-Evil: yes", "token_type": "Bearer", "expires_in": 900}
    hostile.answers(answer("200 OK", JSON, json.dumps(token).encode()))
    with unreachable():
        client.deliver(PARCEL)
    client.close()


def test_a_kiosk_that_the_portal_does_not_know_is_for_the_staff(hostile: HostilePortal) -> None:
    client = HttpPortal(hostile.url + "/odd", lambda _audience: "signed", "0.1.0")
    for said in (
        problem("400 Bad", "grant-unknown"),
        problem("401 Unauthorized", "assertion-refused"),
    ):
        hostile.answers(said)
        with pytest.raises(PortalNotAuthorised):
            client.deliver(PARCEL)
    client.close()


def test_nobody_there_is_unreachable(hostile: HostilePortal) -> None:
    url = hostile.url
    hostile.__exit__(None, None, None)
    client = HttpPortal(url, lambda _audience: "signed", "0.1.0")
    with unreachable():
        client.describe()
    client.close()


def test_the_environment_does_not_say_who_our_portal_is(
    hostile: HostilePortal, portal: HttpPortal, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "HTTPS_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", "/nowhere")
    hostile.answers(RECEIVED)
    assert portal.deliver(PARCEL).id == ID
