"""A file has arrived when the portal has repeated its digest, and lives where it was sent."""

from __future__ import annotations

import base64
import hashlib
import io
from typing import TYPE_CHECKING

import pytest

from kiosk.domain.ports import PortalRefused, PortalUnreachable
from kiosk.domain.submission import SealedFile
from tests.portal.hostile import HTML, answer, problem, unreachable

if TYPE_CHECKING:
    from kiosk.portal import HttpPortal
    from tests.portal.hostile import HostilePortal

CONTENT = b"0123456789" * 100
FILE = SealedFile(hashlib.sha256(CONTENT).hexdigest(), len(CONTENT), lambda: io.BytesIO(CONTENT))


@pytest.mark.parametrize(
    "wrong",
    [
        answer("201 Created", "", b"", "Location: http://elsewhere.invalid/v1/files/a"),
        answer("201 Created", "", b"", "Location: /v1/files/../token"),
        answer("201 Created", "", b"", "Location: /elsewhere/a"),
        answer("201 Created"),
        answer("200 OK", "", b"", "Location: /v1/files/a"),
        answer("201 Created", "", b"", "Location: /v1/files/a", "Upload-Offset: -1"),
        answer("201 Created", "", b"", "Location: /v1/files/a", "Upload-Offset: 1001"),
        answer("302 Found", "", b"", "Location: /v1/files/a"),
    ],
)
def test_an_upload_elsewhere_is_not_begun(
    hostile: HostilePortal, portal: HttpPortal, wrong: bytes
) -> None:
    hostile.answers(wrong)
    with unreachable():
        portal.upload(FILE)
    assert all(it.method == "POST" for it in hostile.asked)


BEGUN = answer("201 Created", "", b"", "Location: /v1/files/a", "Upload-Offset: 0")


@pytest.mark.parametrize(
    "wrong",
    [
        answer("204 No Content", "", b"", "Upload-Offset: 1000"),
        answer("204 No Content", "", b"", "Upload-Offset: 1000", "Repr-Digest: sha-256=:AAAA:"),
        answer("204 No Content", "", b"", "Upload-Offset: 999"),
        answer("204 No Content"),
        answer("200 OK", "text/html", HTML),
    ],
)
def test_a_file_that_does_not_prove_itself_has_not_arrived(
    hostile: HostilePortal, portal: HttpPortal, wrong: bytes
) -> None:
    hostile.answers(BEGUN, wrong)
    with unreachable():
        portal.upload(FILE)


def test_a_cut_tells_how_much_had_arrived_before(
    hostile: HostilePortal, portal: HttpPortal
) -> None:
    begun = answer("201 Created", "", b"", "Location: /v1/files/a", "Upload-Offset: 400")
    hostile.answers(begun, answer("502 No", "text/html", HTML))
    with pytest.raises(PortalUnreachable) as cut:
        portal.upload(FILE)
    assert cut.value.arrived == 400


def test_a_forgotten_upload_begins_anew_once(hostile: HostilePortal, portal: HttpPortal) -> None:
    gone = problem("410 Gone", "upload-expired")
    hostile.answers(BEGUN, gone, BEGUN, gone)
    with unreachable():
        portal.upload(FILE)
    assert [it.method for it in hostile.asked] == ["POST", "PATCH", "POST", "PATCH"]


def test_a_file_that_the_portal_finds_damaged_twice_is_for_a_person(
    hostile: HostilePortal, portal: HttpPortal
) -> None:
    damaged = problem("422 No", "digest-differs")
    hostile.answers(BEGUN, damaged, BEGUN, damaged)
    with pytest.raises(PortalRefused, match="digest-differs"):
        portal.upload(FILE)


def test_a_file_that_is_shorter_than_it_was_is_not_the_networks_fault(
    hostile: HostilePortal, portal: HttpPortal
) -> None:
    short = SealedFile(FILE.digest, FILE.size, lambda: io.BytesIO(CONTENT[:400]))
    hostile.answers(BEGUN, b"")
    with pytest.raises(OSError, match="shorter"):
        portal.upload(short)


def test_an_offset_that_moved_is_asked_for_again(
    hostile: HostilePortal, portal: HttpPortal
) -> None:
    moved = problem("409 Conflict", "offset-differs", "Upload-Offset: 300")
    proof = f"Repr-Digest: sha-256=:{_base64(FILE.digest)}:"
    hostile.answers(
        BEGUN,
        moved,
        answer("200 OK", "", b"", "Upload-Offset: 300"),
        answer("204 No Content", "", b"", "Upload-Offset: 1000", proof),
    )
    portal.upload(FILE)
    assert hostile.asked[-1].body == CONTENT[300:]


def test_an_offset_that_keeps_moving_is_left_for_later(
    hostile: HostilePortal, portal: HttpPortal
) -> None:
    moved = problem("409 Conflict", "offset-differs")
    hostile.answers(BEGUN, moved, answer("200 OK", "", b"", "Upload-Offset: 300"), moved)
    with unreachable():
        portal.upload(FILE)


def test_an_upload_without_an_offset_is_not_gone_on_with(
    hostile: HostilePortal, portal: HttpPortal
) -> None:
    begun = answer("201 Created", "", b"", "Location: /v1/files/a")
    hostile.answers(begun, answer("200 OK"))
    with unreachable():
        portal.upload(FILE)


def test_a_file_that_cannot_be_read_is_not_the_networks_fault(
    hostile: HostilePortal, portal: HttpPortal
) -> None:
    class Damaged(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:  # noqa: ARG002
            raise OSError("damaged")

    hostile.answers(BEGUN, b"")
    with pytest.raises(OSError, match="damaged"):
        portal.upload(SealedFile(FILE.digest, FILE.size, Damaged))


def test_a_file_goes_on_with_a_new_token(hostile: HostilePortal, portal: HttpPortal) -> None:
    proof = f"Repr-Digest: sha-256=:{_base64(FILE.digest)}:"
    hostile.answers(
        BEGUN,
        problem("401 Unauthorized", "token-unknown"),
        answer("204 No Content", "", b"", "Upload-Offset: 1000", proof),
    )
    portal.upload(FILE)
    assert [it.body for it in hostile.asked] == [b"", CONTENT, CONTENT]


def _base64(digest: str) -> str:
    return base64.b64encode(bytes.fromhex(digest)).decode()
