"""Pictures from a phone: one phone alone, sealed, for minutes, and nothing of them afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kiosk.domain.ports import (
    HandedPictureUnreadable,
    HandOffEnded,
    HandOffState,
    HandOffWanted,
    PortalRefused,
    PortalUnreachable,
)
from kiosk.operations.enrolment import DeviceIdentity
from kiosk.portal import HttpPortal
from kiosk.training.hand_offs import LIFE, REMEMBERED
from tests.portal.phone import Phone, refused

if TYPE_CHECKING:
    from pathlib import Path

    from tests.training.world import World

WANTED = HandOffWanted("Giấy chứng sinh", "vi", ("image/jpeg", "image/png"), 3, 1000)
PICTURE = b"\xff\xd8\xff a picture of a paper"


def test_a_picture_comes_from_the_phone_as_it_was(here: World) -> None:
    hand_off = here.portal.begin_hand_off(WANTED)
    assert here.portal.hand_off_standing(hand_off).state is HandOffState.WAITING
    phone = Phone(hand_off.address)
    status, asked = phone.join()
    assert (status, asked["title"], asked["files"]) == (200, WANTED.title, [])
    assert here.portal.hand_off_standing(hand_off).state is HandOffState.JOINED
    sealed = phone.seal(PICTURE, 1, 3)
    assert phone.send(sealed, 1)[0] == 201
    standing = here.portal.hand_off_standing(hand_off)
    (picture,) = standing.pictures
    assert here.portal.handed_picture(hand_off, picture) == PICTURE
    assert 0 < standing.seconds <= LIFE.total_seconds()


def test_what_is_sent_once_more_is_held_once(here: World) -> None:
    phone = Phone(here.portal.begin_hand_off(WANTED).address)
    sealed = phone.seal(PICTURE, 1, 3)
    first, second = phone.send(sealed, 1), phone.send(sealed, 1)
    assert (first[0], second[0]) == (201, 200)
    assert first[1] == second[1]
    assert refused(phone.send(phone.seal(PICTURE, 1, 3), 1)) == (409, "number-taken")
    assert phone.join()[1]["files"] == [first[1]]


def test_the_first_phone_is_the_only_one(here: World) -> None:
    address = here.portal.begin_hand_off(WANTED).address
    first, second = Phone(address), Phone(address)
    assert first.join()[0] == first.join()[0] == 200
    assert refused(second.join()) == (409, "phone-differs")
    assert refused(second.send(second.seal(PICTURE, 1, 3), 1)) == (409, "phone-differs")


def test_whoever_has_not_seen_the_code_is_nobody(here: World) -> None:
    address = here.portal.begin_hand_off(WANTED).address
    phone, stranger = Phone(address), Phone(address)
    stranger.token = "A" * 22
    assert refused(stranger.join()) == (401, "token-unknown")
    assert refused(stranger.put("phone", {})) == (401, "token-missing")
    assert refused(stranger.put("phone", {"Authorization": "Bearer x"})) == (401, "token-unknown")
    stranger.id = "01936880-5c11-7d0f-8f2a-3b9a1c6de701"
    assert refused(stranger.join()) == (404, "not-found")
    assert phone.join()[0] == 200


def test_no_more_is_taken_than_was_asked_for(here: World) -> None:
    phone = Phone(here.portal.begin_hand_off(WANTED).address)
    largest = phone.seal(b"x" * 1000, 3, 3)
    assert phone.send(largest, 3)[0] == 201
    assert refused(phone.send(largest + b"x", 2)) == (413, "too-large")
    assert refused(phone.send(largest, 4)) == (422, "too-many-files")
    assert refused(phone.send(largest, 21)) == (404, "not-found")
    assert refused(phone.send(b"x" * 28, 2)) == (422, "request-unreadable")
    assert refused(phone.send(largest, 2, Content_Type="text/html")) == (415, "media-type")
    digest = "sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:"
    answer = phone.send(largest, 2, Content_Digest=digest)
    assert refused(answer) == (400, "content-digest-differs")


def test_the_end_erases_everything(here: World, tmp_path: Path) -> None:
    hand_off = here.portal.begin_hand_off(WANTED)
    phone = Phone(hand_off.address)
    sealed = phone.seal(PICTURE, 1, 3)
    phone.send(sealed, 1)
    (picture,) = here.portal.hand_off_standing(hand_off).pictures
    here.portal.end_hand_off(hand_off)
    here.portal.end_hand_off(hand_off)
    assert here.portal.hand_off_standing(hand_off).state is HandOffState.ENDED
    with pytest.raises(HandOffEnded):
        here.portal.handed_picture(hand_off, picture)
    assert refused(phone.send(sealed, 1)) == (410, "hand-off-ended")
    assert here.training.hand_offs._open == {}
    for file in tmp_path.rglob("*"):
        if file.is_file():
            content = file.read_bytes()
            for secret in (sealed, phone.token.encode(), WANTED.title.encode()):
                assert secret not in content, file


def test_it_ends_by_itself(here: World) -> None:
    hand_off = here.portal.begin_hand_off(WANTED)
    phone = Phone(hand_off.address)
    phone.join()
    here.clock.pass_(LIFE.total_seconds() - 1)
    assert phone.join()[0] == 200
    here.clock.pass_(1)
    assert refused(phone.join()) == (410, "hand-off-ended")
    assert here.portal.hand_off_standing(hand_off).state is HandOffState.ENDED
    here.clock.pass_(REMEMBERED.total_seconds())
    with pytest.raises(HandOffEnded):
        here.portal.hand_off_standing(hand_off)
    here.portal.end_hand_off(hand_off)


def test_a_kiosk_has_one_screen(here: World) -> None:
    first = here.portal.begin_hand_off(WANTED)
    second = here.portal.begin_hand_off(WANTED)
    assert here.portal.hand_off_standing(first).state is HandOffState.ENDED
    assert here.portal.hand_off_standing(second).state is HandOffState.WAITING


def test_another_kiosk_sees_nothing_of_it(here: World) -> None:
    hand_off = here.portal.begin_hand_off(WANTED)
    phone = Phone(hand_off.address)
    phone.send(phone.seal(PICTURE, 1, 3), 1)
    (picture,) = here.portal.hand_off_standing(hand_off).pictures
    secrets: dict[str, bytes] = {}
    device = DeviceIdentity(secrets.get, secrets.__setitem__)
    other = HttpPortal(
        here.url, lambda audience: device.assertion(audience, here.clock.now()), "0.1.0"
    )
    device.enrol(here.training.devices.new_code(), other.enrol)
    with pytest.raises(HandOffEnded, match="not-found"):
        other.hand_off_standing(hand_off)
    with pytest.raises(HandOffEnded, match="not-found"):
        other.handed_picture(hand_off, picture)
    other.end_hand_off(hand_off)
    other.begin_hand_off(WANTED)
    other.close()
    assert here.portal.handed_picture(hand_off, picture) == PICTURE


def test_what_was_sealed_otherwise_is_not_opened(here: World) -> None:
    hand_off = here.portal.begin_hand_off(WANTED)
    phone = Phone(hand_off.address)
    phone.send(phone.seal(PICTURE, 2, 3), 1)  # for another place
    phone.send(phone.seal(PICTURE, 2, 4), 2)  # for another count
    phone.key = bytes(32)
    phone.send(phone.seal(PICTURE, 3, 3), 3)  # with another key
    pictures = here.portal.hand_off_standing(hand_off).pictures
    assert len(pictures) == 3
    for picture in pictures:
        with pytest.raises(HandedPictureUnreadable):
            here.portal.handed_picture(hand_off, picture)


def test_a_request_that_is_not_as_agreed_is_refused(here: World) -> None:
    for wrong in (
        WANTED._replace(title=""),
        WANTED._replace(language="fr"),
        WANTED._replace(media_types=()),
        WANTED._replace(most_files=21),
        WANTED._replace(most_bytes=2**30),
    ):
        with pytest.raises(PortalRefused, match="request-unreadable"):
            here.portal.begin_hand_off(wrong)


def test_a_portal_that_is_busy_says_when(here: World) -> None:
    hand_off = here.portal.begin_hand_off(WANTED)
    here.controls.behave("busy", path="/v1/handoffs", times=1, seconds=7)
    with pytest.raises(PortalUnreachable) as later:
        here.portal.hand_off_standing(hand_off)
    assert later.value.retry_after == 7


def test_the_page_loads_nothing_from_elsewhere(here: World) -> None:
    hand_off = here.portal.begin_hand_off(WANTED)
    phone = Phone(hand_off.address)
    status, headers, page = phone.ask("GET", phone.page, {})
    assert status == 200
    assert headers["content-type"] == "text/html; charset=utf-8"
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "connect-src 'self'" in policy
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cache-control"] == "no-store"
    for outside in (b"http://", b"https://", b" src=", b"@import", b": url("):
        assert outside not in page, outside
