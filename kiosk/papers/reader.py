"""Has files looked into by a child process, and survives whatever they do to it."""

from __future__ import annotations

import json
import os
import struct
import subprocess
import sys
from pathlib import Path
from threading import Thread, Timer
from typing import TYPE_CHECKING, Final

from kiosk.domain.ports import PaperUnusable, ReadPaper
from kiosk.papers.kinds import (
    MOST_PAGES,
    REASONS,
    SNIFFED_BYTES,
    THUMBNAIL_PIXELS,
    media_type,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import IO

_MOST_ANSWER: Final = 2 * 1024 * 1024
"""Bytes: the line and a thumbnail are far smaller."""

_KEPT_VARIABLES: Final = ("PATH", "SYSTEMROOT", "TEMP", "TMPDIR")
"""All that the child inherits: nothing that changes how it loads its libraries."""

_PNG_HEADER: Final = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"

_ROOT: Final = Path(__file__).resolve().parent.parent.parent


def paper_reader_command() -> tuple[str, ...]:
    """How this very program is started as a paper reader, from source and when built."""
    if getattr(sys, "frozen", False):
        return (sys.executable, "paper-reader")
    return (sys.executable, "-m", "kiosk", "paper-reader")


class PaperReader:
    """Reads papers of at most `most_bytes`, each in a process that lives `seconds` at the most.

    A process that crashes, hangs or answers nonsense means that the file is damaged: nothing else
    of this program is touched by it. Calls block for about the fifth of a second that a small
    file takes; they are for a thread beside the screen.
    """

    def __init__(
        self, most_bytes: int, *, command: Sequence[str] | None = None, seconds: float = 30
    ) -> None:
        self._most_bytes = most_bytes
        self._command = tuple(command or paper_reader_command())
        self._seconds = seconds

    def read(self, content: bytes) -> ReadPaper:
        """What the content is. Raises PaperUnusable, with the reasons of `looking.read_paper`."""
        if not content:
            raise PaperUnusable("empty")
        if len(content) > self._most_bytes:
            raise PaperUnusable("too-large")
        return _paper(self._ask(content), content)

    def _ask(self, content: bytes) -> bytes:
        """The child's answer, cut off where it has no end."""
        with self._started() as child:
            if child.stdin is None or child.stdout is None:
                raise PaperUnusable("damaged")
            patience = Timer(self._seconds, child.kill)
            writer = Thread(
                target=_write,
                args=(child.stdin, b"%d\n" % self._most_bytes + content),
                name="paper-writer",
            )
            patience.start()
            writer.start()
            try:
                answer = child.stdout.read(_MOST_ANSWER + 1)
            finally:
                child.kill()
                patience.cancel()
                writer.join()
        return answer

    def _started(self) -> subprocess.Popen[bytes]:
        try:
            return subprocess.Popen(
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                cwd=_ROOT,
                env={name: os.environ[name] for name in _KEPT_VARIABLES if name in os.environ},
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        except OSError as failure:
            raise PaperUnusable("unreadable") from failure


def _write(target: IO[bytes], content: bytes) -> None:
    """Hand the content to the child; one that has stopped listening has its answer judged."""
    try:
        with target:
            target.write(content)
    except OSError:
        return


def _paper(answer: bytes, content: bytes) -> ReadPaper:
    """The child's answer as a value: whatever is not exactly as agreed means a damaged file.

    The file may have taken the child over: what it says of itself is held against its own first
    bytes, and no picture is passed on that a screen would have to look into for long.
    """
    line, _, thumbnail = answer.partition(b"\n")
    try:
        found = json.loads(line)
    except ValueError as failure:
        raise PaperUnusable("damaged") from failure
    match found:
        case {"media_type": str(kind), "pages": int(pages)} if (
            kind == media_type(content[:SNIFFED_BYTES])
            and 1 <= pages <= MOST_PAGES
            and pages is not True
            and len(answer) <= _MOST_ANSWER
            and _is_small_png(thumbnail)
        ):
            return ReadPaper(kind, pages, content, thumbnail)
        case {"reason": str(reason)} if reason in REASONS:
            raise PaperUnusable(reason)
        case _:
            raise PaperUnusable("damaged")


def _is_small_png(thumbnail: bytes) -> bool:
    """Whether the header says so (PNG, third edition, 5.2 and 11.2.1)."""
    if not thumbnail.startswith(_PNG_HEADER) or len(thumbnail) < len(_PNG_HEADER) + 8:
        return False
    sides: tuple[int, int] = struct.unpack_from(">II", thumbnail, len(_PNG_HEADER))
    return all(1 <= side <= THUMBNAIL_PIXELS for side in sides)
