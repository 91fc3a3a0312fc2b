"""Whatever is answered, each submission is tried again, set aside with a reason, or for staff."""

from __future__ import annotations

import json
from random import Random
from typing import TYPE_CHECKING, Final

import pytest

from kiosk.domain.events import Delivered, PortalLost, PortalShut, SetAside
from kiosk.domain.submission import State
from offline_queue.courier import Courier
from tests.fakes.clock import ManualClock
from tests.fakes.queue import MemoryQueue
from tests.offline_queue.forms import account_form, birth_form, finished
from tests.portal.hostile import HTML, PROBLEM, HostilePortal, answer, client_of, problem

if TYPE_CHECKING:
    from kiosk.domain.events import Event
    from kiosk.domain.submission import Parcel

JSON: Final = "application/json"
DESCRIBED: Final = answer(
    "200 OK",
    JSON,
    json.dumps(
        {
            "contract": "help-point-portal/1",
            "name": "Cổng tập huấn",
            "version": "1",
            "time": "2026-11-26T02:30:00Z",
            "limits": {"attachment_bytes": 1, "attachment_kinds": ["image/png"]},
            "account_door": "portal",
            "recipients": [],
        }
    ).encode(),
)

LATER: Final = {408, 425, 429, 500, 502, 503, 504}
STAFF: Final = {401, 403, 426}
PERSON: Final = {400, 404, 409, 410, 413, 415, 422, 460}
NAMED: Final = {200, 201, 204} | LATER | STAFF | PERSON
"""The statuses of docs/portal-api.yaml, with those that any server may give."""
STRANGE: Final = {
    *(101, 199, 202, 203, 205, 206, 207, 208, 226, 299),
    *(300, 301, 302, 303, 304, 305, 307, 308, 399),
    *(402, 405, 406, 407, 411, 412, 414, 416, 417, 418, 421, 423, 424, 428, 431, 451, 499),
    *(501, 505, 506, 507, 508, 510, 511, 520, 599, 600, 700, 999),
}
FORMS: Final = ("problem", "nameless problem", "receipt", "page", "nothing")
PLACES: Final = ("connection test", "token", "file", "document")


class Asked:
    """A courier with one submission to carry, before a portal that answers as prepared."""

    def __init__(self, hostile: HostilePortal) -> None:
        self.hostile = hostile
        self.clock = ManualClock()
        self.queue = MemoryQueue(self.clock)
        self.events: list[Event] = []
        self.portal = client_of(hostile)
        self.courier = Courier(self.queue, self.portal, self.clock, Random(7), self.events.append)

    def with_document(self) -> Parcel:
        finished(self.queue, account_form())
        return self._parcel()

    def with_file(self) -> Parcel:
        finished(self.queue, birth_form())
        return self._parcel()

    def ended(self, parcel: Parcel) -> str:
        """What one step of the courier has come to, by the queue, and as it was told."""
        self.courier.step()
        self.portal.close()
        known = self.queue.submission(parcel.id).result()
        told = {type(it) for it in self.events}
        ends = {
            State.DELIVERED: (known.receipt is not None and Delivered in told, "delivered"),
            State.REFUSED: (known.refusal is not None and SetAside in told, "aside"),
            State.WAITING: (
                known.receipt is None and not told & {Delivered, SetAside},
                "staff" if PortalShut in told else "later",
            ),
        }
        proven, end = ends[known.state]
        return end if proven else f"{known.state}, told {told}"

    def _parcel(self) -> Parcel:
        parcel = self.queue.next_due()
        assert parcel is not None
        return parcel


def said(status: int, form: str, parcel: Parcel) -> bytes:
    line = f"{status} Status"
    if form == "problem":
        return problem(line, "some-problem", detail="why")
    if form == "nameless problem":
        return answer(line, PROBLEM, b"{}")
    if form == "receipt":
        receipt = {
            "id": str(parcel.id),
            "digest": parcel.digest,
            "code": "T00.00.01-261126-000012",
            "received_at": "2026-11-26T02:31:55Z",
            "state": "received",
            "promised_on": None,
        }
        return answer(line, JSON, json.dumps(receipt).encode())
    return answer(line, "text/html", HTML) if form == "page" else answer(line)


def rule(status: int, form: str, place: str) -> str:
    """What must come of an answer, as docs/portal-api.yaml has it."""
    if "problem" not in form:
        proven = form == "receipt" and status in {200, 201} and place == "document"
        return "delivered" if proven else "later"
    if status in STAFF or (status in PERSON and place == "token"):
        return "staff"
    if status in PERSON and place in {"file", "document"}:
        # Other bytes under our id are held: without their digest and receipt that proves nothing.
        return "later" if (status, place) == (409, "document") else "aside"
    return "later"


@pytest.fixture
def asked(hostile: HostilePortal) -> Asked:
    return Asked(hostile)


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("status", sorted(NAMED | STRANGE))
def test_every_answer_ends_in_one_of_few_ways(
    hostile: HostilePortal, status: int, place: str
) -> None:
    for form in FORMS:
        it = Asked(hostile)
        parcel = it.with_file() if place == "file" else it.with_document()
        given = said(status, form, parcel)
        hostile.token = given if place == "token" else None
        hostile.answers(*([] if place == "connection test" else [DESCRIBED]), *[given] * 3)
        assert it.ended(parcel) == rule(status, form, place), form


def test_a_portal_that_refuses_the_connection_test_is_told_as_lost(
    hostile: HostilePortal, asked: Asked
) -> None:
    parcel = asked.with_document()
    hostile.answers(problem("404 Not Found", "not-found"))
    assert asked.ended(parcel) == "later"
    assert asked.events == [PortalLost()]


@pytest.mark.parametrize(
    "before",
    [
        b"HTTP/1.1 100 Continue\r\n\r\n",
        b"HTTP/1.1 102 Processing\r\n\r\n",
        b"HTTP/1.1 103 Early Hints\r\nLink: </x>; rel=preload\r\nContent-Length: 9\r\n\r\n",
        b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 102 Processing\r\nX: y\r\n\r\n" * 20,
    ],
    ids=["100", "102", "103", "many"],
)
def test_an_interim_answer_is_passed_over(
    hostile: HostilePortal, asked: Asked, before: bytes
) -> None:
    parcel = asked.with_document()
    hostile.answers(DESCRIBED, before + said(201, "receipt", parcel))
    assert asked.ended(parcel) == "delivered"


ODD: Final = {
    "two kinds": answer("201 Created", JSON, b"{}", "Content-Type: text/html"),
    "two answers": answer("201 Created", JSON, b"{}") * 2,
    "two lines of status": b"HTTP/1.1 201 Created\r\nHTTP/1.1 201 Created\r\n\r\n",
    "a status of four digits": b"HTTP/1.1 2010 Created\r\n\r\n",
    "a status below one hundred": b"HTTP/1.1 099 Low\r\n\r\n",
    "a status in words": b"HTTP/1.1 OK Created\r\n\r\n",
    "another protocol": b"ICY 200 OK\r\n\r\n",
    "HTTP/0.9": HTML,
    "a header without end": b"HTTP/1.1 201 Created\r\nX: " + b"y" * 70_000,
    "a thousand headers": answer("201 Created", JSON, b"{}", *["X: y"] * 1000),
    "a part of it": answer("206 Partial Content", JSON, b"{}", "Content-Range: bytes 0-1/9"),
    "not modified": answer("304 Not Modified", "", b"", 'ETag: "receipt"'),
    "a switch": answer("101 Switching Protocols", "", b"", "Upgrade: h2c"),
    "an interim answer alone": b"HTTP/1.1 102 Processing\r\n\r\n",
}


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize("place", PLACES)
def test_an_odd_answer_is_tried_again(
    hostile: HostilePortal, asked: Asked, odd: str, place: str
) -> None:
    parcel = asked.with_file() if place == "file" else asked.with_document()
    hostile.token = ODD[odd] if place == "token" else None
    hostile.answers(*([] if place == "connection test" else [DESCRIBED]), *[ODD[odd]] * 3)
    assert asked.ended(parcel) == "later"


def test_two_offsets_are_none(hostile: HostilePortal, asked: Asked) -> None:
    parcel = asked.with_file()
    begun = answer(
        "201 Created", "", b"", "Location: /v1/files/a", "Upload-Offset: 0", "Upload-Offset: 7"
    )
    hostile.answers(DESCRIBED, begun)
    assert asked.ended(parcel) == "later"


def test_the_receipt_of_another_is_not_ours(hostile: HostilePortal, asked: Asked) -> None:
    parcel = asked.with_document()
    other = Asked(hostile)
    hostile.answers(DESCRIBED, said(201, "receipt", other.with_document()))
    assert asked.ended(parcel) == "later"
