"""Looks into one file: whether it is whole, how many pages it has, a small picture of the first.

This is where hostile files are parsed, so it runs in a process of its own (`child.py`).
"""

from __future__ import annotations

import io
import struct
import warnings
import zlib
from typing import TYPE_CHECKING, Final

from kiosk.domain.ports import PaperUnusable, ReadPaper
from kiosk.papers.kinds import (
    JPEG,
    MOST_BROUGHT,
    MOST_PAGES,
    PDF,
    SNIFFED_BYTES,
    THUMBNAIL_PIXELS,
    media_type,
)
from kiosk.papers.notes import plain_jpeg, plain_png

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_PIXELS: Final = 100_000_000
"""A page of A3 at 600 dots an inch has 70 million."""

_ORIENTATION: Final = 0x0112
"""Which side of a photograph is up (Exif 2.32, 4.6.5)."""

_PASSWORD: Final = 4
"""PDFium's FPDF_ERR_PASSWORD."""

_END_WITHIN: Final = 1024
"""Readers look for the end mark of a PDF in so many last bytes (ISO 32000-1, annex H.3.4.4)."""

_DAMAGE: Final = (OSError, SyntaxError, ValueError, EOFError, IndexError, struct.error, zlib.error)
"""What the picture library raises for files that break off or contradict themselves."""


def check_size(content: bytes) -> None:
    """Raise PaperUnusable with `empty` or `too-large`."""
    if not content:
        raise PaperUnusable("empty")
    if len(content) > MOST_BROUGHT:
        raise PaperUnusable("too-large")


def read_paper(content: bytes, most_bytes: int) -> ReadPaper:
    """What the content is, looked into from the first byte to the last, as it is to be kept.

    A picture is kept without its notes (where and when it was taken, with what), dot for dot as it
    came; one that is too large, or lies on its side, is made anew as JPEG. Of a PDF the pages are
    kept, and nothing beside them, unless that would undo what it is (`plain_pdf`).
    Raises PaperUnusable: `empty`, `too-large` (in bytes or in dots), `kind` (no JPEG, PNG or PDF),
    `damaged`, `locked-pdf`, `too-many-pages`.
    """
    check_size(content)
    kind = media_type(content[:SNIFFED_BYTES])
    if kind is None:
        raise PaperUnusable("kind")
    if kind != PDF:
        return _picture(content, kind, most_bytes)
    if len(content) > most_bytes:
        raise PaperUnusable("too-large")
    pages, thumbnail, plain = _pdf(content)
    kept = content if plain is None or len(plain) > most_bytes else plain
    return ReadPaper(kind, pages, kept, thumbnail)


def _picture(content: bytes, kind: str, most_bytes: int) -> ReadPaper:
    """A picture, after all of it was decoded."""
    from PIL import Image  # noqa: PLC0415 — only the library that this file needs

    name = "JPEG" if kind == JPEG else "PNG"
    Image.MAX_IMAGE_PIXELS = None  # our own limit below refuses before anything is decoded
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the library warns of notes beside the picture
        try:
            with Image.open(io.BytesIO(content), formats=[name]) as picture:
                if picture.width * picture.height > MOST_PIXELS:
                    raise PaperUnusable("too-large")
                picture.verify()  # check sums, which decoding leaves alone; then open it anew
            with Image.open(io.BytesIO(content), formats=[name]) as picture:
                upright = picture.getexif().get(_ORIENTATION, 1) == 1
            plain = _without_notes(content, kind) if upright else None
            if plain is None or len(plain) > most_bytes:
                kind, plain = JPEG, _made_anew(content, name, most_bytes)
                name = "JPEG"
            with Image.open(io.BytesIO(plain), formats=[name]) as picture:
                picture.thumbnail((THUMBNAIL_PIXELS, THUMBNAIL_PIXELS))
                return ReadPaper(kind, 1, plain, _png(picture))
        except _DAMAGE as failure:
            raise PaperUnusable("damaged") from failure


def _without_notes(content: bytes, kind: str) -> bytes | None:
    """The picture alone; None where its file is built so oddly that it's better made anew."""
    try:
        return plain_jpeg(content) if kind == JPEG else plain_png(content)
    except ValueError:
        return None


def _made_anew(content: bytes, name: str, most_bytes: int) -> bytes:
    """The picture as a JPEG that stands upright and is small enough."""
    from PIL import Image, ImageOps  # noqa: PLC0415 — likewise

    from kiosk.papers.reducing import LONGEST, as_jpeg  # noqa: PLC0415 — likewise

    with Image.open(io.BytesIO(content), formats=[name]) as picture:
        picture.draft("RGB", (LONGEST, LONGEST))  # a JPEG unpacks to a part of its size
        return as_jpeg(ImageOps.exif_transpose(picture), most_bytes)


def _pdf(content: bytes) -> tuple[int, bytes, bytes | None]:
    """Pages, thumbnail and pages alone of a PDF. Scripts are never run: there is no engine."""
    import pypdfium2  # noqa: PLC0415 — only the library that this file needs

    from kiosk.papers.plain_pdf import plain_pdf  # noqa: PLC0415 — likewise

    if b"%%EOF" not in content[-_END_WITHIN:]:
        raise PaperUnusable("damaged")
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as failure:
        locked = failure.err_code == _PASSWORD
        raise PaperUnusable("locked-pdf" if locked else "damaged") from failure
    with document:
        pages = len(document)
        if pages > MOST_PAGES:
            raise PaperUnusable("too-many-pages")
        try:
            page = document[0]
            scale = THUMBNAIL_PIXELS / max(*page.get_size(), 1.0)
            bitmap = page.render(scale=scale, may_draw_forms=False)
            return pages, _png(bitmap.to_pil()), plain_pdf(document)
        except (pypdfium2.PdfiumError, ValueError) as failure:
            raise PaperUnusable("damaged") from failure


def _png(picture: Image) -> bytes:
    """The picture as PNG, without anything that the file said of itself."""
    plain = picture.convert("RGB")
    plain.info.clear()
    plain.thumbnail((THUMBNAIL_PIXELS, THUMBNAIL_PIXELS))
    target = io.BytesIO()
    plain.save(target, "PNG")
    return target.getvalue()
