"""The kiosk's uploads against the official tus server with a file store."""

from __future__ import annotations

import hashlib
import io
import json
from contextlib import contextmanager
from dataclasses import replace
from http.client import HTTPConnection
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from kiosk.domain.ports import PortalUnreachable
from kiosk.domain.submission import SealedFile
from kiosk.portal import HttpPortal
from tests.patience import PATIENCE
from tests.peers.node import HERE, serving
from tests.portal.toxics import After, Cut, FaultyLine, Strike, Way

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import Message
    from pathlib import Path

CONTENT = bytes(range(256)) * 32768
"""8 MiB: what the server has in its hands at a cut, and forgets, is small against it."""
MIDDLE = len(CONTENT) // 2
CUT = Strike(After(Way.UP, MIDDLE), Cut())


def _file(content: bytes = CONTENT) -> SealedFile:
    return SealedFile(
        hashlib.sha256(content).hexdigest(), len(content), lambda: io.BytesIO(content)
    )


FILE = _file()


@contextmanager
def tus_server(folder: Path) -> Iterator[str]:
    """The address of a tus server that keeps its files there."""
    with serving(HERE / "tus_server.mjs", folder) as peer:
        yield f"http://127.0.0.1:{peer.line('')}"


@contextmanager
def client(url: str) -> Iterator[HttpPortal]:
    portal = HttpPortal(url, lambda _audience: "signed", "0.1.0")
    yield portal
    portal.close()


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    return tmp_path / "shelf"


@pytest.fixture
def url(shelf: Path) -> Iterator[str]:
    with tus_server(shelf) as address:
        yield address


def _arrived(shelf: Path, file: SealedFile = FILE) -> bool:
    with file.open() as content:
        return (shelf / file.digest).read_bytes() == content.read()


def _cut(url: str) -> int:
    """An upload that is cut in the middle; how many bytes were sent."""
    with FaultyLine(url, CUT) as line, client(line.url) as portal:
        with pytest.raises(PortalUnreachable):
            portal.upload(FILE)
        sent = line.sent
    _asked(url)
    return sent


def _asked(url: str) -> int:
    """How much the server has; it answers once it has written what had come."""
    status, headers = _exchanged(url, "HEAD", {})
    assert status == 200
    return int(headers["Upload-Offset"])


def _sent(url: str, content: bytes) -> int:
    """The first bytes of the file, sent by somebody else; the status of the answer."""
    headers = {"Upload-Offset": "0", "Content-Type": "application/offset+octet-stream"}
    return _exchanged(url, "PATCH", headers, content)[0]


def _exchanged(
    url: str, method: str, headers: dict[str, str], body: bytes | None = None
) -> tuple[int, Message]:
    connection = HTTPConnection(urlsplit(url).netloc, timeout=PATIENCE)
    try:
        headers |= {"Tus-Resumable": "1.0.0"}
        connection.request(method, f"/v1/files/{FILE.digest}", body, headers)
        answer = connection.getresponse()
        return answer.status, answer.headers
    finally:
        connection.close()


@pytest.mark.parametrize("content", [CONTENT, b"one", b""])
def test_a_whole_file_arrives(url: str, shelf: Path, content: bytes) -> None:
    file = _file(content)
    with client(url) as portal:
        portal.upload(file)
        portal.upload(file)
    assert _arrived(shelf, file)


def test_a_cut_file_goes_on_from_the_byte(url: str, shelf: Path) -> None:
    with (
        FaultyLine(url, CUT, Strike(After(Way.UP, MIDDLE * 3 // 2), Cut())) as line,
        client(line.url) as portal,
    ):
        for _ in range(2):
            with pytest.raises(PortalUnreachable):
                portal.upload(FILE)
        portal.upload(FILE)
    assert _arrived(shelf)
    assert line.sent <= 1.05 * FILE.size


def test_a_file_goes_on_after_the_server_was_restarted(shelf: Path) -> None:
    with tus_server(shelf) as url:
        sent = _cut(url)
        assert 0 < _asked(url) < FILE.size
    with tus_server(shelf) as url, FaultyLine(url) as line:
        with client(line.url) as portal:
            portal.upload(FILE)
        sent += line.sent
    assert _arrived(shelf)
    assert sent <= 1.05 * FILE.size


def test_an_expired_upload_begins_anew(url: str, shelf: Path) -> None:
    _cut(url)
    record = shelf / f"{FILE.digest}.json"
    known = json.loads(record.read_bytes())
    record.write_text(json.dumps(known | {"creation_date": "2026-01-01T00:00:00.000Z"}))
    with client(url) as portal:
        portal.upload(FILE)
    assert _arrived(shelf)


def test_a_forgotten_upload_begins_anew(url: str, shelf: Path) -> None:
    _cut(url)
    for kept in shelf.iterdir():
        kept.unlink()
    with client(url) as portal:
        portal.upload(FILE)
    assert _arrived(shelf)


def test_an_upload_forgotten_under_our_hands_is_tried_again_later(url: str, shelf: Path) -> None:
    def forgotten() -> io.BytesIO:
        for kept in shelf.iterdir():
            kept.unlink()
        return io.BytesIO(CONTENT)

    with client(url) as portal:
        with pytest.raises(PortalUnreachable):
            portal.upload(replace(FILE, open=forgotten))
        portal.upload(FILE)
    assert _arrived(shelf)


def test_an_offset_that_moved_under_our_hands_is_asked_for_again(url: str, shelf: Path) -> None:
    def overtaken() -> io.BytesIO:
        if not _asked(url):
            assert _sent(url, CONTENT[:MIDDLE]) == 204
        return io.BytesIO(CONTENT)

    with client(url) as portal:
        portal.upload(replace(FILE, open=overtaken))
    assert _arrived(shelf)


def test_a_file_other_than_its_digest_has_not_arrived(url: str) -> None:
    other = replace(FILE, open=lambda: io.BytesIO(CONTENT[::-1]))
    with client(url) as portal:
        for _ in range(2):
            with pytest.raises(PortalUnreachable, match="another digest"):
                portal.upload(other)
