"""What kind of file this is, by its first bytes and never by its name."""

from __future__ import annotations

from typing import Final

JPEG: Final = "image/jpeg"
PNG: Final = "image/png"
PDF: Final = "application/pdf"

SNIFFED_BYTES: Final = 1024
"""How many of the first bytes are enough to tell."""

MOST_BROUGHT: Final = 64 * 1024 * 1024
"""Bytes of a file that somebody brings: a picture of the largest phones' cameras has 40 million.
Pictures are made as small as the paper allows."""

MOST_PAGES: Final = 200
THUMBNAIL_PIXELS: Final = 400
"""The longer side of the small picture."""

REASONS: Final = frozenset(
    {"empty", "too-large", "kind", "damaged", "locked-pdf", "too-many-pages"}
)
"""Why a file can't be used, as found by looking into it."""


def media_type(first: bytes) -> str | None:
    """The media type that the first bytes announce; None for whatever is no paper.

    A PDF's header may stand anywhere in the first 1024 bytes (ISO 32000-1, annex H.3.4.1).
    """
    if first.startswith(b"\xff\xd8\xff"):
        return JPEG
    if first.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if b"%PDF-" in first[:SNIFFED_BYTES]:
        return PDF
    return None
