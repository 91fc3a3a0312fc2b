"""The darkroom's own side: pictures of papers come in, findings, pages and whole papers go out.

It stays for as long as somebody takes pictures, and keeps none from one wish to the next.
"""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING, Any, Final

from kiosk.domain.ports import PaperUnusable
from kiosk.papers.apart import limit

if TYPE_CHECKING:
    from typing import BinaryIO

MOST_MEMORY: Final = 2 * 1024**3
"""Bytes of address space; the libraries alone lay claim to half of it."""

MOST_SECONDS: Final = 3600
"""Seconds of processor time: many hours of looking at a live picture."""

PREVIEW_PIXELS: Final = 1000
"""The longer side of the picture by which a person judges a page."""


def main() -> None:
    """Answer wishes from standard input on standard output until there are no more."""
    for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"):
        os.environ[name] = "1"  # each thread would lay claim to address space
    limit(MOST_MEMORY, MOST_SECONDS)
    answer(sys.stdin.buffer, sys.stdout.buffer)


def answer(source: BinaryIO, target: BinaryIO) -> None:
    """A wish and an answer: a line of JSON that counts the bytes of its `parts`, then these.

    `look` at a grey picture, `develop` a picture to a page, `bind` pages to a paper.
    """
    while line := source.readline():
        wish = json.loads(line)
        parts = [source.read(length) for length in wish["parts"]]
        try:
            found, made = _WISHES[wish["do"]](wish, parts)
        except PaperUnusable as unusable:
            found, made = {"reason": unusable.reason}, []
        found["parts"] = [len(part) for part in made]
        target.write(json.dumps(found).encode() + b"\n")
        target.writelines(made)
        target.flush()


def _look(wish: dict[str, Any], parts: list[bytes]) -> tuple[dict[str, Any], list[bytes]]:
    from kiosk.papers.sheet import examine  # noqa: PLC0415 — loads OpenCV

    found = examine(_pixels(wish, parts[0], 1))
    return {"findings": {name: getattr(found, name) for name in found.__slots__}}, []


def _develop(wish: dict[str, Any], parts: list[bytes]) -> tuple[dict[str, Any], list[bytes]]:
    """The sheet laid straight, or the whole picture where none is found or none is looked for."""
    import cv2  # noqa: PLC0415 — likewise
    import numpy as np  # noqa: PLC0415 — likewise
    from PIL import Image  # noqa: PLC0415 — likewise

    from kiosk.papers.advice import WHOLE, Verdict, judge  # noqa: PLC0415 — likewise
    from kiosk.papers.reducing import LONGEST, as_jpeg  # noqa: PLC0415 — likewise
    from kiosk.papers.sheet import examine, measure, straighten  # noqa: PLC0415 — likewise

    picture = _pixels(wish, parts[0], wish["channels"])
    grey = picture
    if wish["channels"] == 3:
        grey = np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), np.uint8)
    if wish["flat"]:
        corners, verdict = WHOLE, Verdict.CLEAR
    else:
        found = measure(grey, wish["corners"]) if wish["corners"] else examine(grey)
        corners, verdict = found.corners or WHOLE, judge(found)
    # A picture that is larger than it will be kept is made smaller only once, by the best way.
    image = Image.fromarray(straighten(picture, corners, 2 * LONGEST))
    page = as_jpeg(image, wish["most_bytes"])
    image.thumbnail((PREVIEW_PIXELS, PREVIEW_PIXELS))
    return {"verdict": verdict.value, "corners": corners}, [page, _png(image)]


def _bind(wish: dict[str, Any], parts: list[bytes]) -> tuple[dict[str, Any], list[bytes]]:
    from kiosk.papers.kinds import JPEG, PDF  # noqa: PLC0415 — with its user
    from kiosk.papers.looking import read_paper  # noqa: PLC0415 — loads the picture library
    from kiosk.papers.reducing import bound, turned  # noqa: PLC0415 — likewise

    turns, most_bytes = wish["turns"], wish["most_bytes"]
    if wish["pdf"]:
        made = bound(list(zip(parts, turns, strict=True)), most_bytes)
    else:
        made = turned(parts[0], turns[0], most_bytes)
    paper = read_paper(made, most_bytes)
    kind = PDF if wish["pdf"] else JPEG
    return {"media_type": kind, "pages": paper.pages}, [paper.content, paper.thumbnail]


_WISHES: Final = {"look": _look, "develop": _develop, "bind": _bind}


def _pixels(wish: dict[str, Any], content: bytes, channels: int) -> Any:  # noqa: ANN401 — numpy's
    """The rows as they lie in memory, without what stands behind each."""
    import numpy as np  # noqa: PLC0415 — likewise

    width, height, stride = wish["width"], wish["height"], wish["stride"]
    rows = np.frombuffer(content, np.uint8)[: height * stride].reshape(height, stride)
    rows = rows[:, : width * channels]
    return np.ascontiguousarray(rows if channels == 1 else rows.reshape(height, width, channels))


def _png(image: Any) -> bytes:  # noqa: ANN401 — the picture library's, loaded late
    import io  # noqa: PLC0415 — with its user

    target = io.BytesIO()
    image.save(target, "PNG", compress_level=1)
    return target.getvalue()
