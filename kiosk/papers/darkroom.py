"""Has pictures of papers looked at and made ready, in a process that is there only meanwhile."""

from __future__ import annotations

import json
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from threading import Timer
from typing import TYPE_CHECKING, Any, Final

from kiosk.domain.ports import PaperUnusable, ReadPaper
from kiosk.papers import apart
from kiosk.papers.advice import Findings, Verdict
from kiosk.papers.kinds import REASONS

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable, Sequence

    from kiosk.papers.advice import Corners

UNDEVELOPED: Final = "undeveloped"
"""The reason of PaperUnusable where the process failed: another try may do it."""

_MOST_LINE: Final = 65_536
_MOST_PART: Final = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Picture:
    """Dots of a picture: rows of `stride` bytes, of which the first `width` × `channels` count.

    One channel is grey, three are red, green and blue. `flat`: it shows a sheet from right above
    and nothing else, as a flat-bed scanner's does.
    """

    width: int
    height: int
    stride: int
    channels: int
    content: bytes
    flat: bool = False


@dataclass(frozen=True, slots=True)
class Developed:
    """A page: a JPEG to be kept, a PNG to be looked at, how it came out, where its sheet lay."""

    jpeg: bytes
    preview: bytes
    verdict: Verdict
    corners: Corners


class Darkroom:
    """Answers by Futures, one wish after the other, from a thread and a process of its own.

    Futures fail with PaperUnusable: `too-large`, or UNDEVELOPED where the process failed or took
    longer than `seconds`. The next wish starts another one.
    """

    def __init__(self, *, command: Sequence[str] | None = None, seconds: float = 20) -> None:
        self._command = tuple(command or apart.command("paper-darkroom"))
        self._seconds = seconds
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="darkroom")
        self._process: subprocess.Popen[bytes] | None = None

    def look(self, take: Callable[[], Picture]) -> Future[Findings]:
        """What is seen in a grey picture; `take` gets it, on the darkroom's own thread."""
        return self._thread.submit(self._look, take)

    def develop(
        self, take: Callable[[], Picture], most_bytes: int, corners: Corners | None = None
    ) -> Future[Developed]:
        """The sheet in a picture as a page, laid straight between its corners (or these)."""
        return self._thread.submit(self._develop, take, most_bytes, corners)

    def bind(
        self, pages: Sequence[tuple[bytes, int]], most_bytes: int, *, pdf: bool
    ) -> Future[ReadPaper]:
        """A whole paper of pages, each with its quarter turns clockwise: a PDF, or the one JPEG."""
        return self._thread.submit(self._bind, tuple(pages), most_bytes, pdf=pdf)

    def rest(self) -> None:
        """Nobody takes pictures now: end the process, with all that it has seen."""
        with suppress(RuntimeError):  # once it is closed nothing is left to be ended
            self._thread.submit(self._end)

    def close(self) -> None:
        """End everything; waits for the wish that is being fulfilled."""
        self._thread.submit(self._end)
        self._thread.shutdown()

    # --- on the darkroom's thread ---

    def _look(self, take: Callable[[], Picture]) -> Findings:
        picture = take()
        found, _ = self._ask({"do": "look"} | _size(picture), [picture.content], 0)
        try:
            seen = found["findings"]
            corners = seen.pop("corners")
            return Findings(corners=_corners(corners) if corners else None, **seen)
        except (AttributeError, KeyError, TypeError, ValueError) as failure:
            raise self._failed() from failure

    def _develop(
        self, take: Callable[[], Picture], most_bytes: int, corners: Corners | None
    ) -> Developed:
        picture = take()
        wish = {
            "do": "develop",
            "channels": picture.channels,
            "flat": picture.flat,
            "corners": corners,
            "most_bytes": most_bytes,
        }
        found, (jpeg, preview) = self._ask(wish | _size(picture), [picture.content], 2)
        try:
            return Developed(jpeg, preview, Verdict(found["verdict"]), _corners(found["corners"]))
        except (KeyError, TypeError, ValueError) as failure:
            raise self._failed() from failure

    def _bind(
        self, pages: tuple[tuple[bytes, int], ...], most_bytes: int, *, pdf: bool
    ) -> ReadPaper:
        wish = {
            "do": "bind",
            "turns": [turns for _, turns in pages],
            "most_bytes": most_bytes,
            "pdf": pdf,
        }
        found, (content, thumbnail) = self._ask(wish, [jpeg for jpeg, _ in pages], 2)
        try:
            return ReadPaper(found["media_type"], found["pages"], content, thumbnail)
        except KeyError as failure:
            raise self._failed() from failure

    def _ask(
        self, wish: dict[str, object], parts: list[bytes], answered: int
    ) -> tuple[dict[str, Any], list[bytes]]:
        """What it found, and so many parts."""
        child = self._started()
        patience = Timer(self._seconds, child.kill)
        patience.start()
        try:
            found, made = _talk(child, wish | {"parts": [len(part) for part in parts]}, parts)
        except (OSError, EOFError, ValueError, KeyError, TypeError) as failure:
            raise self._failed() from failure
        finally:
            patience.cancel()
        if found.get("reason") in REASONS:
            raise PaperUnusable(found["reason"])
        if len(made) != answered:
            raise self._failed()
        return found, made

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self._end()
            try:
                self._process = apart.start(self._command)
            except OSError as failure:
                raise PaperUnusable(UNDEVELOPED) from failure
        return self._process

    def _failed(self) -> PaperUnusable:
        """What to raise once the process that failed is gone."""
        self._end()
        return PaperUnusable(UNDEVELOPED)

    def _end(self) -> None:
        if self._process is not None:
            process, self._process = self._process, None
            process.kill()
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    _shut(pipe)
            process.wait()


def try_darkroom(command: Sequence[str] | None = None) -> None:
    """Have a grey picture looked at. Raises PaperUnusable where this machine can't."""
    width, height = 64, 48
    darkroom = Darkroom(command=command)
    try:
        darkroom.look(lambda: Picture(width, height, width, 1, bytes(width * height))).result()
    finally:
        darkroom.close()


def _talk(
    child: subprocess.Popen[bytes], wish: dict[str, object], parts: list[bytes]
) -> tuple[dict[str, Any], list[bytes]]:
    """Tell the wish, hear the answer. Raises OSError, EOFError, ValueError, KeyError, TypeError."""
    if child.stdin is None or child.stdout is None:
        raise EOFError
    child.stdin.write(json.dumps(wish).encode() + b"\n")
    for part in parts:
        child.stdin.write(part)
    child.stdin.flush()
    found = json.loads(child.stdout.readline(_MOST_LINE))
    made = []
    for length in found["parts"]:
        if not 0 <= length <= _MOST_PART:
            raise ValueError(length)
        part = child.stdout.read(length)
        if len(part) != length:
            raise EOFError
        made.append(part)
    return found, made


def _shut(pipe: Any) -> None:  # noqa: ANN401 — either end
    """Close a pipe whose other end may be gone with unread bytes in between."""
    try:
        pipe.close()
    except OSError:
        return


def _size(picture: Picture) -> dict[str, object]:
    return {"width": picture.width, "height": picture.height, "stride": picture.stride}


def _corners(found: Sequence[Sequence[float]]) -> Corners:
    """Raises TypeError, ValueError."""
    (a, b), (c, d), (e, f), (g, h) = found
    return (float(a), float(b)), (float(c), float(d)), (float(e), float(f)), (float(g), float(h))
