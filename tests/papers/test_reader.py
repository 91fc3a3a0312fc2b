from __future__ import annotations

import json
import struct
import sys
import time

import pytest

from kiosk.domain.ports import PaperUnusable
from kiosk.papers.kinds import JPEG, MOST_BROUGHT, PDF, PNG, media_type
from kiosk.papers.notes import plain_jpeg
from kiosk.papers.reader import PaperReader
from tests.papers import making
from tests.patience import PATIENCE

MOST_BYTES = 10 * 1024 * 1024


def reader_running(code: str, *, seconds: float = 30) -> PaperReader:
    """A reader whose child runs this code instead of looking into the file."""
    return PaperReader(MOST_BYTES, command=[sys.executable, "-c", code], seconds=seconds)


def reason_for(reader: PaperReader, content: bytes) -> str:
    with pytest.raises(PaperUnusable) as unusable:
        reader.read(content)
    return unusable.value.reason


def test_a_paper_comes_back_from_the_child_with_its_picture() -> None:
    content = making.jpeg()
    paper = PaperReader(MOST_BYTES).read(content)
    assert (paper.media_type, paper.pages) == (JPEG, 1)
    assert paper.content == plain_jpeg(content)
    assert paper.thumbnail.startswith(b"\x89PNG")


def test_a_pdf_of_many_megabytes_passes_through() -> None:
    content = making.pdf()
    content = content[:-6] + b"\n%" + b"-" * 8_000_000 + b"\n%%EOF\n"
    assert PaperReader(MOST_BYTES).read(content).media_type == PDF


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (bytes(MOST_BROUGHT + 1), "too-large"),
        (b"only words", "kind"),
        (making.jpeg()[:5000], "damaged"),
        (making.locked_pdf(), "locked-pdf"),
        (making.png_bomb(), "too-large"),
    ],
)
def test_the_reason_comes_back_from_the_child(content: bytes, reason: str) -> None:
    assert reason_for(PaperReader(MOST_BYTES), content) == reason


@pytest.mark.parametrize(
    "code",
    [
        "import os; os.abort()",
        "raise SystemExit(3)",
        "print('{}')",
        "print('no json')",
        "print('[1, 2]')",
        """print('{"media_type": "image/png", "pages": 1}'); print('x' * 3_000_000)""",
        "x = []\nwhile True: print('x' * 10_000_000)",
    ],
)
def test_a_child_that_fails_or_talks_nonsense_means_a_damaged_file(code: str) -> None:
    assert reason_for(reader_running(code), making.pdf()) == "damaged"


def png(width: int, height: int) -> bytes:
    return b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">II", width, height) + b"..."


@pytest.mark.parametrize(
    ("answered", "thumbnail"),
    [
        ({"media_type": "text/html", "pages": 1}, png(9, 9)),
        ({"media_type": "image/png", "pages": 1}, png(9, 9)),
        ({"media_type": PDF, "pages": 0}, png(9, 9)),
        ({"media_type": PDF, "pages": -5}, png(9, 9)),
        ({"media_type": PDF, "pages": 201}, png(9, 9)),
        ({"media_type": PDF, "pages": True}, png(9, 9)),
        ({"media_type": PDF, "pages": 1}, b""),
        ({"media_type": PDF, "pages": 1}, b"<svg/>" * 9),
        ({"media_type": PDF, "pages": 1, "thumbnail": 0}, png(9, 9)),
        ({"media_type": PDF, "pages": 1, "thumbnail": 5}, png(9, 9)),
        ({"media_type": PNG, "pages": 1}, png(9, 9)),
        ({"media_type": PDF, "pages": 1}, png(401, 9)),
        ({"media_type": PDF, "pages": 1}, png(9, 4_000_000_000)),
        ({"media_type": PDF, "pages": 1}, png(0, 9)),
        ({"reason": "<b>call this number"}, b""),
        ({"reason": "unreadable"}, b""),
    ],
)
def test_a_child_that_a_hostile_file_has_taken_over_is_not_believed(
    answered: dict[str, object], thumbnail: bytes
) -> None:
    whole = {"thumbnail": len(thumbnail)} | answered
    said = json.dumps(whole).encode() + b"\n" + thumbnail
    reader = reader_running(f"import sys; sys.stdout.buffer.write({said!r})")
    assert reason_for(reader, making.pdf()) == "damaged"


@pytest.mark.parametrize("kept", [b"<html>", making.jpeg(), making.pdf() + bytes(MOST_BYTES)])
def test_what_it_wants_kept_instead_is_of_the_same_kind_and_small_enough(kept: bytes) -> None:
    picture = png(9, 9)
    found = {"media_type": media_type(kept) or PDF, "pages": 1, "thumbnail": len(picture)}
    said = json.dumps(found).encode() + b"\n" + picture
    reader = reader_running(
        f"import sys; out = sys.stdout.buffer; out.write({said!r});"
        f" out.write({kept[:2000]!r} + bytes({max(0, len(kept) - 2000)}))"
    )
    assert reason_for(reader, making.pdf()) == "damaged"


def test_a_photograph_that_is_too_large_comes_back_small_enough() -> None:
    content = making.jpeg(making.noise(2600, 3400), quality=97)
    most = len(content) // 5
    paper = PaperReader(most).read(content)
    assert (paper.media_type, paper.pages) == (JPEG, 1)
    assert 1000 < len(paper.content) <= most


def test_a_child_that_cannot_be_started_is_no_fault_of_the_file() -> None:
    reader = PaperReader(MOST_BYTES, command=["/nowhere/paper-reader"])
    assert reason_for(reader, making.pdf()) == "unreadable"


def test_a_file_that_hangs_its_reader_is_given_up() -> None:
    start = time.monotonic()
    reader = reader_running("import threading; threading.Event().wait()", seconds=0.5)
    assert reason_for(reader, making.pdf()) == "damaged"
    assert time.monotonic() - start < PATIENCE


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limits")
def test_a_child_that_wants_all_memory_or_writes_a_file_is_stopped(tmp_path: object) -> None:
    limited = "from kiosk.papers import apart, child; apart.limit(child.MOST_MEMORY, 9);"
    greedy = f"{limited} bytes(4 * 1024**3)"
    assert reason_for(reader_running(greedy), making.pdf()) == "damaged"
    writing = f"{limited} open('{tmp_path}/x', 'w').write('x')"
    assert reason_for(reader_running(writing), making.pdf()) == "damaged"


def test_the_child_loads_no_qt_and_no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LD_PRELOAD", "")
    code = (
        "import sys, os, kiosk.papers.child as child; child.main()\n"
        "bad = {'PySide6', 'requests', 'apsw', 'click'} & set(sys.modules)\n"
        "os._exit(0) if not bad and 'LD_PRELOAD' not in os.environ else os.abort()"
    )
    assert reader_running(code).read(making.jpeg()).media_type == JPEG
