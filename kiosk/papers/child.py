"""The process of its own in which files are looked into: content in, one answer out, then gone."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Final

from kiosk.domain.ports import PaperUnusable
from kiosk.papers.apart import limit
from kiosk.papers.kinds import MOST_BROUGHT
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
    Out: a line of JSON (`media_type`, `pages` and the bytes of the `thumbnail`, or `reason`), then
    the thumbnail, then the content where it isn't kept as it came.
    """
    limit(MOST_MEMORY, MOST_SECONDS)
    answer(sys.stdin.buffer, sys.stdout.buffer)


def answer(source: BinaryIO, target: BinaryIO) -> None:
    """Look into one file and say what was found."""
    most_bytes = int(source.readline(20))
    content = source.read(MOST_BROUGHT + 1)
    try:
        paper = read_paper(content, most_bytes)
    except PaperUnusable as unusable:
        _write(target, {"reason": unusable.reason})
    except MemoryError:
        _write(target, {"reason": "too-large"})
    else:
        found = {
            "media_type": paper.media_type,
            "pages": paper.pages,
            "thumbnail": len(paper.thumbnail),
        }
        changed = b"" if paper.content == content else paper.content
        _write(target, found, paper.thumbnail, changed)


def _write(target: BinaryIO, found: dict[str, object], *parts: bytes) -> None:
    target.write(json.dumps(found).encode() + b"\n" + b"".join(parts))
    target.flush()
