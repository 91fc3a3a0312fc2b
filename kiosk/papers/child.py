"""The process of its own in which files are looked into: content in, one answer out, then gone."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Final

from kiosk.domain.ports import PaperUnusable
from kiosk.papers.looking import read_paper

if TYPE_CHECKING:
    from typing import BinaryIO

MOST_MEMORY: Final = 1024**3
"""Bytes of address space: a picture of the most dots takes 400 million."""

MOST_SECONDS: Final = 20
"""Seconds of processor time."""


def main() -> None:
    """Read a file from standard input, answer on standard output. Takes limits on first.

    In: the most bytes allowed as a decimal number on a line of its own, then the content.
    Out: a line of JSON (`media_type` and `pages`, or `reason`), then the thumbnail.
    """
    _limit()
    answer(sys.stdin.buffer, sys.stdout.buffer)


def answer(source: BinaryIO, target: BinaryIO) -> None:
    """Look into one file and say what was found."""
    most_bytes = int(source.readline(20))
    try:
        paper = read_paper(source.read(most_bytes + 1), most_bytes)
    except PaperUnusable as unusable:
        _write(target, {"reason": unusable.reason}, b"")
    except MemoryError:
        _write(target, {"reason": "too-large"}, b"")
    else:
        _write(target, {"media_type": paper.media_type, "pages": paper.pages}, paper.thumbnail)


def _write(target: BinaryIO, found: dict[str, object], thumbnail: bytes) -> None:
    target.write(json.dumps(found).encode() + b"\n" + thumbnail)
    target.flush()


def _limit() -> None:
    """Where the system has such limits: little memory, little time, no new files, no core dump."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 — Unix has it, Windows doesn't

    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
