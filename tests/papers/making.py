"""Real files of each kind, made where they are needed."""

from __future__ import annotations

import io
import random
import struct
import zlib
from typing import TYPE_CHECKING

from PIL import Image
from PIL.PngImagePlugin import PngInfo

if TYPE_CHECKING:
    from collections.abc import Sequence


def picture(width: int = 640, height: int = 480) -> Image.Image:
    """A picture that doesn't compress to nothing, the same each time."""
    small = Image.frombytes("RGB", (16, 12), random.Random(7).randbytes(16 * 12 * 3))
    return small.resize((width, height))


def noise(width: int, height: int) -> Image.Image:
    """A picture that hardly compresses at all."""
    return Image.frombytes("L", (width, height), random.Random(3).randbytes(width * height))


PLACE = b"12.9842 N 109.1500 E"
"""Where the telephone was that took the picture."""


def jpeg(image: Image.Image | None = None, orientation: int = 1, quality: int = 75) -> bytes:
    """As a telephone writes it: with the place, a remark, and a little film behind the end."""
    target = io.BytesIO()
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010E] = PLACE.decode()
    (image or picture()).save(target, "JPEG", exif=exif, comment=PLACE, quality=quality)
    return target.getvalue() + b"ftypmp42" + PLACE


def png(image: Image.Image | None = None) -> bytes:
    target = io.BytesIO()
    notes = PngInfo()
    notes.add_text("place", PLACE.decode())
    (image or picture()).save(target, "PNG", pnginfo=notes)
    return target.getvalue()


def pdf(pages: int = 1) -> bytes:
    target = io.BytesIO()
    first, *others = [picture(200, 280)] * pages
    first.save(target, "PDF", save_all=True, append_images=others)
    return target.getvalue()


def told_pdf() -> bytes:
    """As a telephone makes it of a photo: with its writer, and with the photo as it was taken."""
    photo = jpeg(picture(200, 280))
    image = (
        b"<< /Type /XObject /Subtype /Image /Width 200 /Height 280 /ColorSpace /DeviceRGB"
        b" /BitsPerComponent 8 /Filter /DCTDecode /Length %d >>\nstream\n%s\nendstream"
    ) % (len(photo), photo)
    drawn = b"q 300 0 0 400 0 0 cm /P Do Q"
    page = PAGE[:-2] + b"/Contents 5 0 R /Resources << /XObject << /P 4 0 R >> >> >>"
    content = b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn)
    info = b"<< /Author (%s) /Producer (telephone) >>" % PLACE
    noted = b"<< /Type /Metadata /Length %d >>\nstream\n%s\nendstream" % (len(PLACE), PLACE)
    catalogue = CATALOGUE[:-2] + b"/Metadata 7 0 R >>"
    return written_pdf([catalogue, PAGES, page, image, content, info, noted], b"/Info 6 0 R")


def form_pdf(kind: bytes) -> bytes:
    """A PDF with a field (`Tx` to write in, `Sig` a signature) that lies beside its page."""
    catalogue = CATALOGUE[:-2] + b"/AcroForm << /Fields [4 0 R] >> >>"
    page = PAGE[:-2] + b"/Annots [4 0 R] >>"
    value = b"/V << /Type /Sig /Contents <00> /ByteRange [0 1 2 3] >>" if kind == b"Sig" else b""
    field = (b"<< /Type /Annot /Subtype /Widget /Rect [10 10 90 30] /FT /%s /T (a) %s >>") % (
        kind,
        value,
    )
    return written_pdf([catalogue, PAGES, page, field], b"")


def written_pdf(objects: Sequence[bytes], trailer: bytes) -> bytes:
    """A PDF of these objects (the first is the catalogue), with its table of places."""
    content = bytearray(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(content)
    content += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    for place in places:
        content += b"%010d 00000 n \n" % place
    content += b"trailer\n<< /Size %d /Root 1 0 R %s >>\n" % (len(objects) + 1, trailer)
    content += b"startxref\n%d\n%%%%EOF\n" % start
    return bytes(content)


CATALOGUE = b"<< /Type /Catalog /Pages 2 0 R >>"
PAGES = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 400] >>"


def locked_pdf() -> bytes:
    """A PDF that opens with a password only (the standard handler of PDF 1.4)."""
    key = b"<" + b"5a" * 32 + b">"
    lock = b"<< /Filter /Standard /V 1 /R 2 /P -4 /O %s /U %s >>" % (key, key)
    trailer = b"/Encrypt 4 0 R /ID [<00112233> <00112233>]"
    return written_pdf([CATALOGUE, PAGES, PAGE, lock], trailer)


def scripted_pdf() -> bytes:
    """A PDF that asks to run JavaScript when it is opened."""
    catalogue = CATALOGUE[:-2] + b"/OpenAction << /S /JavaScript /JS (while(true){}) >> >>"
    return written_pdf([catalogue, PAGES, PAGE], b"")


def many_paged_pdf(pages: int) -> bytes:
    kids = b"3 0 R " * pages
    tree = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, pages)
    return written_pdf([CATALOGUE, tree, PAGE], b"")


def png_bomb(side: int = 40_000) -> bytes:
    """A PNG of a few kilobytes that claims more dots than memory holds."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        )

    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    rows = zlib.compress(bytes(1_000_000))
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    )
