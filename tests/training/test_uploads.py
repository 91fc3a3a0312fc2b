"""Files go on from the byte where they were cut, and arrive as they were sent."""

from __future__ import annotations

import hashlib
import io
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from kiosk.domain.ports import PortalRefused, PortalUnreachable
from kiosk.domain.submission import SealedFile
from tests.portal.toxics import After, Cut, FaultyLine, Strike, Way

if TYPE_CHECKING:
    from tests.training.world import World

CONTENT = bytes(range(256)) * 8192


def _plain(content: bytes) -> SealedFile:
    return SealedFile(
        hashlib.sha256(content).hexdigest(), len(content), lambda: io.BytesIO(content)
    )


def test_a_cut_upload_goes_on_from_the_byte(here: World) -> None:
    file = _plain(CONTENT)
    cuts = [Strike(After(Way.UP, count), Cut()) for count in (700_000, 1_300_000)]
    with FaultyLine(here.url, *cuts) as line:
        portal = here.client(line.url)
        for _ in range(2):
            with pytest.raises(PortalUnreachable):
                portal.upload(file)
        portal.upload(file)
        portal.close()
    assert here.controls.counts()["files"] == 1
    assert line.sent <= 1.05 * file.size


def test_a_file_that_is_there_is_not_sent_again(here: World) -> None:
    file = _plain(CONTENT)
    here.portal.upload(file)
    before = len(here.watched.requests)
    here.portal.upload(file)
    again = [method for method, _ in here.watched.requests[before:]]
    assert again == ["POST", "HEAD"]


def test_an_empty_file_arrives(here: World) -> None:
    here.portal.upload(_plain(b""))
    assert here.controls.counts()["files"] == 1


def test_a_file_other_than_its_digest_is_refused(here: World) -> None:
    other = replace(_plain(CONTENT), open=lambda: io.BytesIO(CONTENT[::-1]))
    with pytest.raises(PortalRefused, match="digest-differs"):
        here.portal.upload(other)
    assert here.controls.counts()["files"] == 0
    here.portal.upload(_plain(CONTENT))


def test_a_file_beyond_the_limit_is_refused_before_it_is_sent(here: World) -> None:
    most = here.portal.describe().most_bytes
    with pytest.raises(PortalRefused, match="too-large"):
        here.portal.upload(SealedFile("0" * 64, most + 1, io.BytesIO))


def test_a_forgotten_upload_begins_anew(here: World) -> None:
    file = _plain(CONTENT)
    with FaultyLine(here.url, Strike(After(Way.UP, 500_000), Cut())) as line:
        portal = here.client(line.url)
        with pytest.raises(PortalUnreachable):
            portal.upload(file)
        here.clock.pass_(24 * 3600 + 1)
        portal.upload(file)
        portal.close()
    assert here.controls.counts()["files"] == 1


def test_a_lost_last_answer_is_made_up_for(here: World) -> None:
    file = _plain(CONTENT)
    here.controls.behave("lose-answer", path="/v1/files", method="PATCH", times=1)
    with pytest.raises(PortalUnreachable):
        here.portal.upload(file)
    before = len(here.watched.requests)
    here.portal.upload(file)
    assert "PATCH" not in [method for method, _ in here.watched.requests[before:]]
