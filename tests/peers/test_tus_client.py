"""The official tus client against the training portal."""

from __future__ import annotations

import base64
import hashlib
from http.client import HTTPConnection
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

from kiosk import __version__
from kiosk.training.uploads import MOST_BYTES
from tests.patience import PATIENCE
from tests.peers.node import HERE, told
from tests.portal.toxics import After, Cut, FaultyLine, Strike, Way
from tests.training.world import world

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.training.world import World

CONTENT = bytes(range(256)) * 4096
DIGEST = hashlib.sha256(CONTENT)
CUT = Strike(After(Way.UP, len(CONTENT) // 2), Cut())
REPR_DIGEST = f"sha-256=:{base64.b64encode(DIGEST.digest()).decode()}:"


@pytest.fixture
def here(tmp_path: Path) -> Iterator[World]:
    with world(tmp_path) as it:
        yield it


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "file"
    path.write_bytes(CONTENT)
    return path


def _sent(here: World, file: Path, **how: Any) -> dict[str, Any]:  # noqa: ANN401 — JSON
    headers = {
        "Authorization": f"Bearer {here.portal._current_token()}",
        "Kiosk-Version": __version__,
    }
    return told(HERE / "tus_client.mjs", {"file": str(file), "headers": headers, **how})


def _arrived(here: World, file: Path) -> bool:
    kept = [it.read_bytes() for it in (file.parent / "portal" / "files").iterdir()]
    return kept == [CONTENT] and here.controls.counts()["files"] == 1


def test_a_file_arrives_and_its_digest_is_repeated(here: World, file: Path) -> None:
    sent = _sent(here, file, endpoint=f"{here.url}/v1/files")
    assert (sent["failure"], sent["statuses"]) == (None, ["POST 201", "PATCH 204"])
    assert sent["digest"] == REPR_DIGEST
    assert _arrived(here, file)


def test_a_file_goes_on_in_pieces_with_a_checksum_each(here: World, file: Path) -> None:
    sent = _sent(here, file, endpoint=f"{here.url}/v1/files", chunk=300_000, checksum="right")
    assert (sent["failure"], sent["statuses"]) == (None, ["POST 201", *["PATCH 204"] * 4])
    assert sent["digest"] == REPR_DIGEST
    assert _arrived(here, file)


def test_a_body_other_than_its_checksum_is_not_kept(here: World, file: Path) -> None:
    endpoint = f"{here.url}/v1/files"
    sent = _sent(here, file, endpoint=endpoint, chunk=300_000, checksum="wrong")
    assert sent["statuses"] == ["POST 201", "PATCH 460"]
    sent = _sent(here, file, url=sent["url"], checksum="right")
    assert (sent["failure"], sent["statuses"]) == (None, ["HEAD 200", "PATCH 204"])
    assert _arrived(here, file)


def test_a_cut_file_goes_on_from_the_byte(here: World, file: Path) -> None:
    with FaultyLine(here.url, CUT) as line:
        sent = _sent(here, file, endpoint=f"{line.url}/v1/files", retry=True)
    assert sent["failure"] is None
    assert sent["statuses"] == ["POST 201", "HEAD 200", "PATCH 204"]
    assert line.sent <= 1.05 * len(CONTENT)
    assert _arrived(here, file)


def test_another_run_of_the_client_goes_on_too(here: World, file: Path) -> None:
    with FaultyLine(here.url, CUT) as line:
        cut = _sent(here, file, endpoint=f"{line.url}/v1/files")
        assert cut["failure"] is not None
        sent = _sent(here, file, url=cut["url"])
    assert (sent["failure"], sent["statuses"]) == (None, ["HEAD 200", "PATCH 204"])
    assert line.sent <= 1.05 * len(CONTENT)
    assert _arrived(here, file)


def test_a_file_begun_twice_is_one_upload(here: World, file: Path) -> None:
    with FaultyLine(here.url, CUT) as line:
        cut = _sent(here, file, endpoint=f"{line.url}/v1/files")
    sent = _sent(here, file, endpoint=f"{here.url}/v1/files", retry=True)
    assert sent["statuses"] == ["POST 201", "PATCH 409", "HEAD 200", "PATCH 204"]
    assert urlsplit(sent["url"]).path == urlsplit(cut["url"]).path
    assert _arrived(here, file)


def test_an_expired_upload_is_gone_and_begins_anew(here: World, file: Path) -> None:
    with FaultyLine(here.url, CUT) as line:
        cut = _sent(here, file, endpoint=f"{line.url}/v1/files")
    here.clock.pass_(24 * 3600 + 1)
    here.portal._token = None  # it went by the clock of the machine
    url = f"{here.url}{urlsplit(cut['url']).path}"
    sent = _sent(here, file, url=url, endpoint=f"{here.url}/v1/files")
    assert sent["statuses"] == ["HEAD 410", "POST 201", "PATCH 204"]
    assert _arrived(here, file)


def test_the_portal_says_which_tus_it_speaks(here: World) -> None:
    connection = HTTPConnection(urlsplit(here.url).netloc, timeout=PATIENCE)
    connection.request("OPTIONS", "/v1/files", headers={"Kiosk-Version": __version__})
    answer = connection.getresponse()
    answer.read()
    connection.close()
    assert answer.status == 204
    assert {name: value for name, value in answer.headers.items() if name.startswith("tus-")} == {
        "tus-resumable": "1.0.0",
        "tus-version": "1.0.0",
        "tus-extension": "creation,checksum,expiration",
        "tus-checksum-algorithm": "sha256",
        "tus-max-size": str(MOST_BYTES),
    }
