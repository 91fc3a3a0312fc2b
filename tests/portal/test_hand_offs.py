"""What every portal does with pictures from a phone, and what no portal may make us believe."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

import pytest

from kiosk.domain.ports import (
    HandedPicture,
    HandedPictureUnreadable,
    HandOff,
    HandOffEnded,
    HandOffState,
    HandOffWanted,
    PortalNotAuthorised,
    PortalUnreachable,
)
from tests.fakes.portal import PortalSimulator
from tests.portal.hostile import HTML, answer, drip, endless, problem, unreachable
from tests.portal.phone import Phone
from tests.training.world import world

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from kiosk.domain.ports import HandOffs
    from kiosk.portal import HttpPortal
    from tests.portal.hostile import HostilePortal

WANTED = HandOffWanted("Giấy chứng sinh", "vi", ("image/jpeg",), 3, 100_000)
FIRST, SECOND = b"\xff\xd8\xff one", b"\xff\xd8\xff two"
JSON = "application/json"
BYTES = "application/octet-stream"
STRANGE = "01936880-5c11-7d0f-8f2a-3b9a1c6de702"


# --- the contract, for the real one and the fake --------------------------------------------------


class Played:
    """A portal, and a phone that joins and sends what it is told."""

    def __init__(
        self,
        portal: HandOffs,
        join: Callable[[HandOff], object],
        send: Callable[[HandOff, int, bytes], None],
        spoil: Callable[[HandOff, int], object],
        wait: Callable[[float], None],
    ) -> None:
        self.portal = portal
        self.join = join
        self.send = send
        self.spoil = spoil
        self.wait = wait


@pytest.fixture(params=["training", "simulator"])
def played(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Played]:
    if request.param == "simulator":
        simulator = PortalSimulator()

        def way() -> Any:  # noqa: ANN401
            assert simulator.way is not None
            return simulator.way

        def spoil(_hand_off: HandOff, number: int) -> None:
            way().send(b"\x00")
            way().unreadable.add(number)

        yield Played(
            simulator,
            lambda _: way().join(),
            lambda _, __, content: way().send(content),
            spoil,
            simulator.clock.pass_,
        )
        return
    phones: dict[HandOff, Phone] = {}

    def phone(hand_off: HandOff) -> Phone:
        return phones.setdefault(hand_off, Phone(hand_off.address))

    def send(hand_off: HandOff, number: int, content: bytes) -> None:
        sealed = phone(hand_off).seal(content, number, hand_off.wanted.most_files)
        assert phone(hand_off).send(sealed, number)[0] == 201

    with world(tmp_path) as it:
        yield Played(
            it.portal,
            lambda hand_off: phone(hand_off).join(),
            send,
            lambda hand_off, number: phone(hand_off).send(b"x" * 99, number),
            it.clock.pass_,
        )


def test_pictures_come_in_their_order(played: Played) -> None:
    portal = played.portal
    hand_off = portal.begin_hand_off(WANTED)
    assert portal.hand_off_standing(hand_off).state is HandOffState.WAITING
    played.join(hand_off)
    standing = portal.hand_off_standing(hand_off)
    assert (standing.state, standing.pictures) == (HandOffState.JOINED, ())
    played.send(hand_off, 1, FIRST)
    played.send(hand_off, 2, SECOND)
    pictures = portal.hand_off_standing(hand_off).pictures
    assert [it.number for it in pictures] == [1, 2]
    assert [portal.handed_picture(hand_off, it) for it in pictures] == [FIRST, SECOND]


def test_after_the_end_there_is_nothing(played: Played) -> None:
    hand_off = played.portal.begin_hand_off(WANTED)
    played.join(hand_off)
    played.send(hand_off, 1, FIRST)
    (picture,) = played.portal.hand_off_standing(hand_off).pictures
    played.portal.end_hand_off(hand_off)
    played.portal.end_hand_off(hand_off)
    standing = played.portal.hand_off_standing(hand_off)
    assert (standing.state, standing.pictures) == (HandOffState.ENDED, ())
    with pytest.raises(HandOffEnded):
        played.portal.handed_picture(hand_off, picture)


def test_its_time_runs_out(played: Played) -> None:
    hand_off = played.portal.begin_hand_off(WANTED)
    played.wait(60)
    assert played.portal.hand_off_standing(hand_off).seconds == hand_off.seconds - 60
    played.wait(hand_off.seconds - 60)
    assert played.portal.hand_off_standing(hand_off).state is HandOffState.ENDED


def test_another_one_ends_the_first(played: Played) -> None:
    first = played.portal.begin_hand_off(WANTED)
    second = played.portal.begin_hand_off(WANTED)
    assert played.portal.hand_off_standing(first).state is HandOffState.ENDED
    played.portal.end_hand_off(first)
    assert played.portal.hand_off_standing(second).state is HandOffState.WAITING


def test_what_is_not_sealed_for_us_is_not_opened(played: Played) -> None:
    hand_off = played.portal.begin_hand_off(WANTED)
    played.join(hand_off)
    played.spoil(hand_off, 1)
    (picture,) = played.portal.hand_off_standing(hand_off).pictures
    with pytest.raises(HandedPictureUnreadable):
        played.portal.handed_picture(hand_off, picture)


# --- hostile answers ------------------------------------------------------------------------------


def _begun(hostile: HostilePortal, portal: HttpPortal, **changed: object) -> HandOff:
    """What the client makes of an answer that is as agreed, but for what is changed."""

    def step(connection: Any, _over: object) -> None:  # noqa: ANN401
        heard = hostile.heard[-1]
        said = {
            "id": heard.path.rpartition("/")[2],
            "digest": hashlib.sha256(heard.body).hexdigest(),
            "page": "/phone",
            "ends_in": 600,
        }
        connection.sendall(answer("201 Created", JSON, json.dumps(said | changed).encode()))

    hostile.answers(step)
    return portal.begin_hand_off(WANTED)


def test_nothing_of_the_secrets_goes_to_the_portal(
    hostile: HostilePortal, portal: HttpPortal
) -> None:
    hand_off = _begun(hostile, portal)
    (heard,) = hostile.asked
    page, _, fragment = hand_off.address.partition("#")
    assert page == f"{hostile.url}/phone"
    _, name, token, key = fragment.split(".")
    assert name == str(hand_off.id)
    sent = heard.path.encode() + heard.body + repr(heard.headers).encode()
    assert token.encode() not in sent
    assert key.encode() not in sent
    assert heard.headers["content-digest"].startswith("sha-256=:")
    assert repr(hand_off).count(token) == repr(hand_off).count(key) == 0


@pytest.mark.parametrize(
    "page",
    [
        "",
        "/phone#1.x",
        "http://elsewhere.invalid/phone",
        "javascript:alert(1)",
        "https://a@elsewhere.invalid/",
        "https:///phone",
        "file:///etc/passwd",
        "https://[::1/phone",
        "/a b",
        "/ảnh",
        "x" * 301,
    ],
)
def test_a_phone_is_sent_to_no_strange_address(
    hostile: HostilePortal, portal: HttpPortal, page: str
) -> None:
    with unreachable():
        _begun(hostile, portal, page=page)


@pytest.mark.parametrize("page", ["https://anh.example.vn/gui?a=1", "/phone", "phone", "../.."])
def test_a_page_may_live_elsewhere_behind_a_lock(
    hostile: HostilePortal, portal: HttpPortal, page: str
) -> None:
    address = _begun(hostile, portal, page=page).address
    assert address.startswith(("https://anh.example.vn/gui?a=1#1.", f"{hostile.url}/"))


@pytest.mark.parametrize(
    "changed",
    [
        {"id": STRANGE},
        {"digest": "0" * 64},
        {"ends_in": -1},
        {"ends_in": 10**9},
        {"page": None},
    ],
)
def test_a_beginning_must_be_ours(
    hostile: HostilePortal, portal: HttpPortal, changed: dict[str, object]
) -> None:
    with unreachable():
        _begun(hostile, portal, **changed)


def _standing(hand_off: HandOff, *files: dict[str, object], **changed: object) -> bytes:
    said = {"id": str(hand_off.id), "state": "joined", "files": files, "ends_in": 500}
    return answer("200 OK", JSON, json.dumps(said | changed).encode())


FILE: dict[str, object] = {"number": 1, "size": 99, "digest": "a" * 64}


def test_a_standing_that_is_not_ours_is_none(hostile: HostilePortal, portal: HttpPortal) -> None:
    hand_off = _begun(hostile, portal)
    hostile.answers(_standing(hand_off, FILE))
    assert len(portal.hand_off_standing(hand_off).pictures) == 1
    for wrong in (
        _standing(hand_off, id=STRANGE),
        _standing(hand_off, state="perhaps"),
        _standing(hand_off, FILE, FILE),
        _standing(hand_off, FILE | {"number": 4}),
        _standing(hand_off, FILE | {"number": 0}),
        _standing(hand_off, FILE | {"size": 100_029}),
        _standing(hand_off, FILE | {"size": 28}),
        _standing(hand_off, FILE | {"digest": "A" * 64}),
        _standing(hand_off, *[FILE] * 21),
        answer("200 OK", "text/html", HTML),
        answer("200 OK", JSON, HTML),
        answer("302 Found", "", b"", "Location: http://login.invalid/"),
        answer("404 Not Found", "text/html", HTML),
        answer("204 No Content"),
        endless(b"HTTP/1.1 200 OK\r\n\r\n", b" " * 65536, [0]),
    ):
        hostile.answers(wrong)
        with unreachable():
            portal.hand_off_standing(hand_off)


def test_a_standing_that_comes_a_byte_at_a_time_is_not_waited_for(
    hostile: HostilePortal, portal: HttpPortal, hasty: HttpPortal
) -> None:
    hand_off = _begun(hostile, portal)
    hostile.answers(drip(b"HTTP/1.1 200 OK\r\n" + b"X-Slow: yes\r\n" * 1000))
    with unreachable():
        hasty.hand_off_standing(hand_off)


def test_a_picture_must_be_the_one_that_was_named(
    hostile: HostilePortal, portal: HttpPortal
) -> None:
    hand_off = _begun(hostile, portal)
    sealed = Phone(hand_off.address).seal(FIRST, 1, 3)
    named = HandedPicture(1, len(sealed), hashlib.sha256(sealed).hexdigest())
    hostile.answers(answer("200 OK", BYTES, sealed))
    assert portal.handed_picture(hand_off, named) == FIRST
    for wrong in (
        answer("200 OK", BYTES, sealed[:-1]),
        answer("200 OK", BYTES, sealed + b"x"),
        answer("200 OK", BYTES, b""),
        answer("200 OK", "text/html", sealed),
        answer("200 OK", BYTES, sealed, "Content-Encoding: gzip"),
        answer("206 Partial Content", BYTES, sealed),
        answer("404 Not Found", "text/html", HTML),
        answer("200 OK", BYTES, sealed)[:-5],
        endless(b"HTTP/1.1 200 OK\r\nContent-Type: " + BYTES.encode() + b"\r\n\r\n", sealed, [0]),
    ):
        hostile.answers(wrong)
        with unreachable():
            portal.handed_picture(hand_off, named)


def test_an_old_picture_is_not_taken_for_a_new_one(
    hostile: HostilePortal, portal: HttpPortal
) -> None:
    first, second = _begun(hostile, portal), _begun(hostile, portal)
    old = Phone(first.address).seal(FIRST, 1, 3)
    mine = Phone(second.address).seal(FIRST, 1, 3)
    for number, sealed in ((1, old), (2, mine), (1, b"\x00" * 29)):
        named = HandedPicture(number, len(sealed), hashlib.sha256(sealed).hexdigest())
        hostile.answers(answer("200 OK", BYTES, sealed))
        with pytest.raises(HandedPictureUnreadable):
            portal.handed_picture(second, named)


def test_refusals_are_told_apart(hostile: HostilePortal, portal: HttpPortal) -> None:
    hand_off = _begun(hostile, portal)
    for gone in (
        problem("404 Not Found", "not-found"),
        problem("410 Gone", "hand-off-ended"),
    ):
        hostile.answers(gone)
        with pytest.raises(HandOffEnded):
            portal.hand_off_standing(hand_off)
        hostile.answers(gone)
        portal.end_hand_off(hand_off)
    shut = problem("403 Forbidden", "device-revoked")
    hostile.answers(shut)
    with pytest.raises(PortalNotAuthorised):
        portal.hand_off_standing(hand_off)
    hostile.answers(problem("503 Unavailable", "portal-busy", "Retry-After: 9"))
    with pytest.raises(PortalUnreachable) as later:
        portal.end_hand_off(hand_off)
    assert later.value.retry_after == 9
