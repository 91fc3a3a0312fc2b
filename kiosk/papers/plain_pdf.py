"""Takes out of a PDF what it tells beside its pages: who made it, where its photos were taken."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Final

import pypdfium2
from pypdfium2 import raw

from kiosk.papers.notes import blank_jpeg

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

_JPEG: Final = re.compile(rb"stream\r?\n(?=\xff\xd8\xff)")
"""Where a picture lies in it as a camera made it."""

_MADE: Final = re.compile(rb"<<[^<>]*/Creator\(PDFium\)[^<>]*>>|/ID ?\[<[^\]]*>\]")
_WHEN: Final = re.compile(rb"D:[^)]*|[0-9A-F](?=[0-9A-F]*>)")
"""When and as which this library writes a document; without it equal pages are equal bytes."""

_SEEN: Final = 200
"""Dots of a page's longer side, as both are looked at."""

_LOOKED_AT: Final = 5
"""So many pages are: a long document has as many pictures to unpack as it has pages."""


def plain_pdf(document: PdfDocument) -> bytes | None:
    """The pages in a document of their own; None where they can't do without the one they are in.

    That is one that was signed, which a changed byte would make worthless, one with a form, whose
    answers lie beside the pages, and one whose pages would not look the same.
    """
    if raw.FPDF_GetSignatureCount(document) > 0 or document.get_formtype() != raw.FORMTYPE_NONE:
        return None
    try:
        content = _without_notes(_pages_alone(document))
        with pypdfium2.PdfDocument(content) as plain:
            return content if _look_the_same(document, plain) else None
    except (pypdfium2.PdfiumError, ValueError):
        return None


def _pages_alone(document: PdfDocument) -> bytes:
    target = io.BytesIO()
    with pypdfium2.PdfDocument.new() as fresh:
        fresh.import_pages(document)
        fresh.save(target)
    return _without_time(target.getvalue())


def _without_time(content: bytes) -> bytes:
    """The same document without the moment at which it was written; noughts stand there."""
    return _MADE.sub(lambda made: _WHEN.sub(lambda said: b"0" * len(said[0]), made[0]), content)


def _without_notes(content: bytes) -> bytes:
    """The pages without what cameras noted in their pictures; every byte stays in its place."""
    kept, at = bytearray(content), 0
    for found in _JPEG.finditer(content):
        begin = found.end()
        if begin >= at:
            at = content.find(b"endstream", begin)
            kept[begin:at] = blank_jpeg(content[begin:at])
    return bytes(kept)


def _look_the_same(one: PdfDocument, other: PdfDocument) -> bool:
    """Whether both have as many pages, and some from first to last look alike."""
    count = len(one)
    places = sorted({round(at * (count - 1) / (_LOOKED_AT - 1)) for at in range(_LOOKED_AT)})
    return count == len(other) and all(_seen(one, at) == _seen(other, at) for at in places)


def _seen(document: PdfDocument, at: int) -> bytes:
    """A page as it looks, small."""
    page = document[at]
    scale = _SEEN / max(*page.get_size(), 1.0)
    bitmap = page.render(scale=scale, may_draw_forms=False)
    return bytes(bitmap.buffer)
