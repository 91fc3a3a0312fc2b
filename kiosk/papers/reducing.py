"""Makes a picture small enough for the portal, and several pages one PDF."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Final

from PIL import Image

from kiosk.domain.ports import PaperUnusable

if TYPE_CHECKING:
    from collections.abc import Sequence

LONGEST: Final = 2048
"""Dots of the longer side: 175 an inch of an A4 sheet."""

FEWEST: Final = 1754
"""150 dots an inch of an A4 sheet's longer side (297 mm): with fewer, small print is lost."""

_STEPS: Final = (
    (LONGEST, 85),
    (LONGEST, 75),
    (LONGEST, 65),
    (FEWEST, 65),
    (FEWEST, 55),
    (FEWEST, 45),
)
"""Longer side and JPEG quality: the first that fits is taken."""

_A4: Final = (595.3, 841.9)
"""Points."""

_TURNS: Final = (
    None,
    Image.Transpose.ROTATE_270,
    Image.Transpose.ROTATE_180,
    Image.Transpose.ROTATE_90,
)
"""By quarter turns clockwise; the library counts the other way round."""


def as_jpeg(picture: Image.Image, most_bytes: int) -> bytes:
    """The picture as JPEG of at most so many bytes, without anything else that it carried.

    Raises PaperUnusable `too-large` where that would cost its small print.
    """
    smaller = _plain(picture)
    for longest, quality in _STEPS:
        if max(smaller.size) > longest:
            share = longest / max(smaller.size)
            wide, high = (max(1, round(side * share)) for side in smaller.size)
            smaller = smaller.resize((wide, high), Image.Resampling.LANCZOS, reducing_gap=2.0)
        content = _encoded(smaller, quality)
        if len(content) <= most_bytes:
            return content
    raise PaperUnusable("too-large")


def turned(jpeg: bytes, turns: int, most_bytes: int) -> bytes:
    """A JPEG of ours turned clockwise by so many quarters. Raises PaperUnusable `too-large`."""
    way = _TURNS[turns % 4]
    with Image.open(io.BytesIO(jpeg), formats=["JPEG"]) as picture:
        if way is None and len(jpeg) <= most_bytes:
            return jpeg
        return as_jpeg(picture if way is None else picture.transpose(way), most_bytes)


def bound(pages: Sequence[tuple[bytes, int]], most_bytes: int) -> bytes:
    """One PDF of JPEGs of ours, each with its quarter turns clockwise.

    The JPEGs go in as they are, where they fit; else each is made as small as its share.
    Raises PaperUnusable `too-large`.
    """
    share = most_bytes // len(pages) - 4096  # what a PDF writes around a page
    if sum(len(jpeg) for jpeg, _ in pages) > share * len(pages):
        pages = [(turned(jpeg, 0, share), turns) for jpeg, turns in pages]
    content = _pdf(pages)
    if len(content) > most_bytes:
        raise PaperUnusable("too-large")
    return content


def _pdf(pages: Sequence[tuple[bytes, int]]) -> bytes:
    import pypdfium2  # noqa: PLC0415 — a page by itself needs no PDF

    target = io.BytesIO()
    with pypdfium2.PdfDocument.new() as document:
        for jpeg, turns in pages:
            image = pypdfium2.PdfImage.new(document)
            image.load_jpeg(io.BytesIO(jpeg), inline=True)
            wide, high = image.get_px_size()
            sheet = _A4 if high >= wide else _A4[::-1]
            scale = min(sheet[0] / wide, sheet[1] / high)
            width, height = wide * scale, high * scale
            image.set_matrix(pypdfium2.PdfMatrix().scale(width, height))
            page = document.new_page(width, height)
            page.insert_obj(image)
            page.set_rotation(turns % 4 * 90)
            page.gen_content()
            page.close()
        document.save(target)
    return target.getvalue()


def _plain(picture: Image.Image) -> Image.Image:
    """On white, in colours or grey, without notes."""
    if picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info:
        seen = picture.convert("RGBA")
        white = Image.new("RGBA", seen.size, "white")
        picture = Image.alpha_composite(white, seen)
    wanted = "L" if picture.mode in {"1", "L"} else "RGB"
    plain = picture if picture.mode == wanted else picture.convert(wanted)
    plain.info.clear()
    return plain


def _encoded(picture: Image.Image, quality: int) -> bytes:
    target = io.BytesIO()
    picture.save(target, "JPEG", quality=quality, optimize=True, exif=b"")
    return target.getvalue()
