"""Has files looked into by a child process, and survives whatever they do to it."""

from __future__ import annotations

import json
import struct
from threading import Thread, Timer
from typing import TYPE_CHECKING, Final

from kiosk.domain.ports import PaperUnusable, ReadPaper
from kiosk.papers import apart
from kiosk.papers.kinds import (
    JPEG,
    MOST_BROUGHT,
    MOST_PAGES,
    PDF,
    PNG,
    REASONS,
    SNIFFED_BYTES,
    THUMBNAIL_PIXELS,
    media_type,
)

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Sequence
    from typing import IO

_MOST_ANSWER: Final = 2 * 1024 * 1024
"""Bytes: the line and a thumbnail are far smaller."""

_BECOMES: Final = {(JPEG, JPEG), (PNG, PNG), (PNG, JPEG), (PDF, PDF)}
"""What a file may be and what it may be kept as."""

_PNG_HEADER: Final = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"


class PaperReader:
    """Reads papers to be kept in `most_bytes`, each in a process that lives `seconds` at the most.

    A process that crashes, hangs or answers nonsense means that the file is damaged: nothing else
    of this program is touched by it. Calls block for about the fifth of a second that a small
    file takes; they are for a thread beside the screen.
    """

    def __init__(
        self, most_bytes: int, *, command: Sequence[str] | None = None, seconds: float = 30
    ) -> None:
        self._most_bytes = most_bytes
        self._command = tuple(command or apart.command("paper-reader"))
        self._seconds = seconds

    def read(self, content: bytes) -> ReadPaper:
        """What the content is, and how it is to be kept.

        Raises PaperUnusable, with the reasons of `looking.read_paper`.
        """
        if not content:
            raise PaperUnusable("empty")
        if len(content) > MOST_BROUGHT:
            raise PaperUnusable("too-large")
        return _paper(self._ask(content), content, self._most_bytes)

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
                answer = child.stdout.read(_MOST_ANSWER + self._most_bytes + 1)
            finally:
                child.kill()
                patience.cancel()
                writer.join()
        return answer

    def _started(self) -> subprocess.Popen[bytes]:
        try:
            return apart.start(self._command)
        except OSError as failure:
            raise PaperUnusable("unreadable") from failure


def _write(target: IO[bytes], content: bytes) -> None:
    """Hand the content to the child; one that has stopped listening has its answer judged."""
    try:
        with target:
            target.write(content)
    except OSError:
        return


def _paper(answer: bytes, content: bytes, most_bytes: int) -> ReadPaper:
    """The child's answer as a value: whatever is not exactly as agreed means a damaged file.

    The file may have taken the child over: what it says of itself is held against the first
    bytes of what is to be kept, and no picture is passed on that a screen would have to look into
    for long.
    """
    line, _, parts = answer.partition(b"\n")
    try:
        found = json.loads(line)
    except ValueError as failure:
        raise PaperUnusable("damaged") from failure
    match found:
        case {"media_type": str(kind), "pages": int(pages), "thumbnail": int(length)} if (
            1 <= pages <= MOST_PAGES
            and pages is not True
            and 0 < length < _MOST_ANSWER
            and _is_small_png(parts[:length])
        ):
            kept = parts[length:] or content
            came, goes = media_type(content[:SNIFFED_BYTES]), media_type(kept[:SNIFFED_BYTES])
            if kind != goes or len(kept) > most_bytes or (came, goes) not in _BECOMES:
                raise PaperUnusable("damaged")
            return ReadPaper(kind, pages, kept, parts[:length])
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
