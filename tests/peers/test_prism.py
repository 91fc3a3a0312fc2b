"""Prism reads docs/portal-api.yaml by itself, and finds no request or answer that breaks it.

It hands bodies on as text: what is sealed goes to its mock alone.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from uuid import UUID

import pytest

from kiosk import __version__
from kiosk.domain.ports import (
    HandOff,
    HandOffWanted,
    Heartbeat,
    PortalConflict,
    PortalNotAuthorised,
    PortalRefused,
    PortalUnreachable,
)
from kiosk.operations.enrolment import DeviceIdentity
from kiosk.portal import HttpPortal
from kiosk.portal.client import TOKEN_PATH
from tests.peers.node import HERE, serving
from tests.portal.contract import FILE
from tests.portal.hostile import HostilePortal, answer
from tests.portal.phone import Phone
from tests.training.making import PHONE, Kiosk, account, attachment, dossier
from tests.training.world import CONTRACT, world

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.peers.node import Peer
    from tests.training.world import World

PRISM = HERE / "node_modules" / "@stoplight" / "prism-cli" / "dist" / "index.js"
NOT_THE_KIOSKS = {"describeUploads", "sendHandedFile"}
"""The kiosk knows what tus it speaks; the official client is asked about this one. A sealed picture
wouldn't come through Prism whole; a browser sends it in `test_phone_page.py`."""

BREACH = "terminated with error"
"""What Prism prints, and answers 422 or 500, where a request or an answer breaks the document."""

DATE = "Date: Thu, 26 Nov 2026 02:14:07 GMT"
WANTED = HandOffWanted("Giấy chứng sinh", "vi", ("image/jpeg",), 5, 1_000_000)
COUNTS = Heartbeat(3, 5400, 1, __version__, -2, 48_318_382_080)
EXAMPLE_ACCOUNT = UUID("0193687e-1f4a-7c3e-9a51-6f1d2b7c8e90")


def violations(prism: Peer) -> list[str]:
    """What Prism found, in requests and in answers."""
    return [line for line in prism.lines if "Violation" in line or BREACH in line]


@dataclass
class Way:
    """A kiosk's client, Prism, and a training portal behind it."""

    portal: HttpPortal
    device: DeviceIdentity
    prism: Peer
    here: World


def stranger() -> DeviceIdentity:
    """A kiosk that no portal knows yet."""
    secrets: dict[str, bytes] = {}
    return DeviceIdentity(secrets.get, secrets.__setitem__)


@contextmanager
def client(
    prism: Peer,
    sign: Callable[[str], str] = lambda _address: "signed",
    version: str = __version__,
) -> Iterator[HttpPortal]:
    """A client that calls Prism."""
    found = re.search(r"http://[0-9.]+:[0-9]+", prism.line("Prism is listening"))
    assert found is not None
    portal = HttpPortal(found[0], sign, version)
    yield portal
    portal.close()


@contextmanager
def way(folder: Path) -> Iterator[Way]:
    with (
        world(folder, sealed=False) as here,
        serving(PRISM, "proxy", "--errors", "--port", "0", FILE, here.url) as prism,
    ):
        device = stranger()
        here.watched.requests.clear()

        def sign(_address: str) -> str:
            return device.assertion(f"{here.url}{TOKEN_PATH}", here.clock.now())

        with client(prism, sign) as portal:
            device.enrol(here.training.devices.new_code(), portal.enrol)
            yield Way(portal, device, prism, here)


def _operations(requests: list[tuple[str, str]]) -> set[str]:
    """The names that the document has for those requests to the contract's resources."""
    found = {CONTRACT.operation(*it) for it in requests if it[1].startswith("/v1")}
    return {CONTRACT.resolve(it)[1]["operationId"] for it in found if it is not None}


def _every_operation() -> set[str]:
    items = CONTRACT.document["paths"].values()
    return {it["operationId"] for item in items for it in item.values() if "operationId" in it}


def test_the_whole_way_keeps_the_document(tmp_path: Path) -> None:
    with way(tmp_path) as it:
        it.portal.describe()
        it.portal.heartbeat(COUNTS)
        person = account()
        it.portal.deliver(Kiosk().parcel(person))
        it.portal.send_code(person.id)
        (message,) = it.here.controls.messages(person.id)
        it.portal.activate(person.id, message["code"])
        file = Kiosk().file(b"a picture")
        it.portal.upload(file)
        it.portal.upload(file)
        document = dossier(attachment(file))
        receipt = it.portal.deliver(Kiosk().parcel(document, file))
        assert it.portal.deliver(Kiosk().parcel(document, file)) == receipt
        for question in (
            {"ids": (document.id,)},
            {"ticket": document.ticket},
            {"code": receipt.code, "phone_ending": PHONE[-4:]},
        ):
            (progress,) = it.portal.find(**question)
            assert progress.code == receipt.code
        hand_off = it.portal.begin_hand_off(WANTED)
        phone = Phone(hand_off.address)
        assert phone.join()[0] == 200
        sealed = phone.seal(b"a picture", 1, WANTED.most_files)
        behind = Phone(hand_off.address, at=it.here.url)
        behind.secret = phone.secret
        assert behind.send(sealed, 1)[0] == 201
        (picture,) = it.portal.hand_off_standing(hand_off).pictures
        with pytest.raises(PortalUnreachable):
            it.portal.handed_picture(hand_off, picture)
        it.portal.end_hand_off(hand_off)
    assert _operations(it.here.watched.requests) | NOT_THE_KIOSKS == _every_operation()
    assert violations(it.prism) == []


def test_refusals_keep_the_document_too(tmp_path: Path) -> None:
    file = Kiosk().file(b"a picture")
    document = dossier(attachment(file))
    with way(tmp_path) as it:
        with pytest.raises(PortalNotAuthorised, match="enrolment-code-refused"):
            stranger().enrol("ABCD-2345", it.portal.enrol)
        with pytest.raises(PortalRefused, match="not-found"):
            it.portal.send_code(document.id)
        with pytest.raises(PortalRefused, match="attachment-missing"):
            it.portal.deliver(Kiosk().parcel(document, file))
        with pytest.raises(PortalRefused, match="answers-refused"):
            it.portal.deliver(Kiosk().parcel(dossier(days=-1)))
        with pytest.raises(PortalRefused, match="too-large"):
            it.portal.upload(replace(file, size=2**30))
        it.portal.upload(file)
        it.portal.deliver(Kiosk().parcel(document, file))
        with pytest.raises(PortalConflict):
            it.portal.deliver(Kiosk().parcel(replace(document, ticket="AB-222-22B"), file))
        it.here.controls.behave("full", path="/v1/dossiers", times=1, seconds=30)
        with pytest.raises(PortalUnreachable) as later:
            it.portal.find(ids=(document.id,))
        assert later.value.retry_after == 30
        assert it.portal.find(ticket="AB-222-22B") == ()
        it.here.training.devices.revoke(str(it.device.id))
        with pytest.raises(PortalNotAuthorised):
            it.portal.find(ids=(document.id,))
    assert violations(it.prism) == []


def test_prism_finds_a_request_and_an_answer_that_break_the_document() -> None:
    with (
        HostilePortal() as hostile,
        serving(PRISM, "proxy", "--errors", "--port", "0", FILE, hostile.url) as prism,
        client(prism) as portal,
        client(prism, version="new") as unknown,
    ):
        hostile.answers(answer("200 OK", "application/json", b'{"name": "?"}', DATE))
        with pytest.raises(PortalUnreachable, match="422"):
            unknown.describe()
        assert hostile.heard == []
        with pytest.raises(PortalUnreachable, match="500"):
            portal.describe()
        assert len(hostile.heard) == 1
        prism.line(BREACH, 2)
    assert len(violations(prism)) == 2


def test_what_is_sealed_keeps_the_document_and_the_client_takes_its_examples() -> None:
    kiosk = Kiosk(("age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p",))
    with (
        serving(PRISM, "mock", "--errors", "--port", "0", FILE) as prism,
        client(prism) as portal,
    ):
        assert portal.describe().recipients == kiosk.recipients
        assert portal.heartbeat(COUNTS).spread_seconds == 900
        assert portal.send_code(EXAMPLE_ACCOUNT).minute == 29
        assert portal.activate(EXAMPLE_ACCOUNT, "402918").code == "TH.TK-261126-0007"
        # What it says of hand-offs is about somebody else's.
        with pytest.raises(PortalUnreachable, match="another hand-off"):
            portal.begin_hand_off(WANTED)
        example = HandOff(EXAMPLE_ACCOUNT, "", b"", WANTED, 600)
        assert portal.hand_off_standing(example).seconds == 431
        portal.end_hand_off(example)
        (progress,) = portal.find(ticket="TK-3K7-52Y")
        assert progress.status == 2
        # What it says of enrolments, files and documents is about somebody else's.
        with pytest.raises(PortalUnreachable, match="another device"):
            stranger().enrol("7K3M-Q2XW", portal.enrol)
        file = kiosk.file(b"\xff\xd8\xff picture")
        with pytest.raises(PortalUnreachable, match="whole"):
            portal.upload(file)
        for document in (account(), dossier(attachment(file))):
            with pytest.raises(PortalUnreachable):
                portal.deliver(kiosk.parcel(document, file))
    assert violations(prism) == []
