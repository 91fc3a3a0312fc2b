"""The search that other tests rely on to find nothing finds what is there."""

from __future__ import annotations

import base64
import gzip
import unicodedata
import zlib
from typing import TYPE_CHECKING

import pytest

from tests.searching import below, told

if TYPE_CHECKING:
    from pathlib import Path

WORD = "Nguyễn Thị Điềm"
WRITTEN = {
    "utf-8": WORD.encode(),
    "utf-16": WORD.encode("utf-16"),
    "big-endian": WORD.encode("utf-16-be"),
    "letters and marks apart": unicodedata.normalize("NFD", WORD).encode(),
    "without marks": b"NGUYEN THI DIEM",
    "escaped": ascii(WORD).encode(),
    "backwards": WORD[::-1].encode(),
    "bytes backwards": WORD.encode()[::-1],
    "hexadecimal": WORD.encode().hex().encode(),
    "base64": base64.b64encode(WORD.encode()),
    "base64 further on": base64.b64encode(b"a" + WORD.encode() + b"bc"),
    "base64 still further on": base64.b64encode(b"ab" + WORD.encode() + b"bc"),
    "base64 for addresses": base64.urlsafe_b64encode(WORD.encode("utf-16-le")),
    "packed": zlib.compress(b"somebody: " + WORD.encode()),
    "packed as a file": gzip.compress(WORD.encode("utf-16-le") + b" was here"),
}


@pytest.mark.parametrize("how", WRITTEN)
def test_a_word_is_found_however_it_is_written(tmp_path: Path, how: str) -> None:
    (tmp_path / "some").write_bytes(b"\0" * 700 + WRITTEN[how] + b"\0" * 300)
    assert told(below(tmp_path), [WORD, "Trần Văn Khác"]) == {WORD}


def test_a_name_of_a_file_is_searched_too(tmp_path: Path) -> None:
    (tmp_path / f"{WORD}.pdf").touch()
    assert told(below(tmp_path), [WORD]) == {WORD}


def test_a_secret_of_bytes_is_found(tmp_path: Path) -> None:
    secret = bytes(range(200, 213))
    (tmp_path / "some").write_text(secret.hex(), encoding="ascii")
    assert told(below(tmp_path), [secret, b"another secret"]) == {secret}
