from __future__ import annotations

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from kiosk.domain.ports import PaperUnusable
from kiosk.papers.kinds import (
    JPEG,
    MOST_BROUGHT,
    MOST_PAGES,
    PDF,
    PNG,
    THUMBNAIL_PIXELS,
    media_type,
)
from kiosk.papers.looking import read_paper
from kiosk.papers.notes import blank_jpeg
from tests.papers import making

MOST_BYTES = 10 * 1024 * 1024


def reason_for(content: bytes, most_bytes: int = MOST_BYTES) -> str:
    with pytest.raises(PaperUnusable) as unusable:
        read_paper(content, most_bytes)
    return unusable.value.reason


def thumbnail_of(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(read_paper(content, MOST_BYTES).thumbnail), formats=["PNG"])


@pytest.mark.parametrize(
    ("content", "kind", "pages"),
    [
        (making.jpeg(), JPEG, 1),
        (making.png(), PNG, 1),
        (making.png(making.picture().convert("P")), PNG, 1),
        (making.png(making.picture().convert("RGBA")), PNG, 1),
        (making.jpeg(making.picture().convert("CMYK")), JPEG, 1),
        (making.pdf(), PDF, 1),
        (making.pdf(pages=3), PDF, 3),
    ],
)
def test_a_whole_paper_is_known_by_its_content(content: bytes, kind: str, pages: int) -> None:
    paper = read_paper(content, MOST_BYTES)
    assert (paper.media_type, paper.pages) == (kind, pages)
    if kind != PDF:
        before, after = (Image.open(io.BytesIO(it)) for it in (content, paper.content))
        assert before.tobytes() == after.tobytes()


@pytest.mark.parametrize("content", [making.jpeg(), making.png(), making.pdf()])
def test_the_thumbnail_is_small_and_keeps_the_shape(content: bytes) -> None:
    small = thumbnail_of(content)
    assert max(small.size) == THUMBNAIL_PIXELS
    assert min(small.size) >= 250


def test_a_photo_taken_sideways_stands_upright_and_without_its_notes() -> None:
    small = thumbnail_of(making.jpeg(orientation=6))
    assert small.height > small.width
    assert not small.getexif()


@pytest.mark.parametrize("content", [making.jpeg(), making.jpeg(orientation=6), making.png()])
def test_nothing_that_a_telephone_noted_beside_the_picture_is_kept(content: bytes) -> None:
    assert making.PLACE in content
    kept = read_paper(content, MOST_BYTES).content
    assert making.PLACE not in kept
    picture = Image.open(io.BytesIO(kept))
    assert not picture.getexif()
    assert not {"comment", "place"} & set(picture.info)


@pytest.mark.parametrize("kind", ["RGB", "RGBA", "P", "LA", "CMYK", "L"])
def test_a_picture_that_is_too_large_is_made_smaller(kind: str) -> None:
    image = making.noise(700, 500).convert(kind)
    content = making.jpeg(image, quality=99) if kind in {"CMYK", "L"} else making.png(image)
    most = len(content) * 2 // 3
    paper = read_paper(content, most)
    assert paper.media_type == JPEG
    assert len(paper.content) <= most
    assert Image.open(io.BytesIO(paper.content)).size == (700, 500)


def test_a_picture_is_not_made_so_small_that_it_cannot_be_read() -> None:
    assert reason_for(making.png(making.noise(2000, 2500)), most_bytes=50_000) == "too-large"


@pytest.mark.parametrize("whole", [making.jpeg(), making.png(), making.pdf()])
@pytest.mark.parametrize("part", [0.3, 0.9])
def test_a_file_that_breaks_off_is_damaged(whole: bytes, part: float) -> None:
    assert reason_for(whole[: int(len(whole) * part)]) == "damaged"


def test_no_file_of_nothing_and_none_above_the_limit() -> None:
    assert reason_for(b"") == "empty"
    assert reason_for(bytes(MOST_BROUGHT + 1)) == "too-large"
    book = making.pdf()
    assert reason_for(book, most_bytes=len(book) - 1) == "too-large"
    assert read_paper(book, most_bytes=len(book)).pages == 1


@pytest.mark.parametrize(
    "content", [b"Kinh gui Uy ban nhan dan xa", b"MZ\x90", b"GIF89a", b"<svg/>", b"PK\x03\x04"]
)
def test_what_is_no_paper_is_refused_by_its_content(content: bytes) -> None:
    assert reason_for(content) == "kind"


def test_a_locked_pdf_is_told_from_a_damaged_one() -> None:
    assert reason_for(making.locked_pdf()) == "locked-pdf"
    assert reason_for(b"%PDF-1.4\nnothing of a document\n%%EOF\n") == "damaged"


def test_a_script_in_a_pdf_is_neither_run_nor_kept() -> None:
    content = making.scripted_pdf()
    assert b"JavaScript" in content
    assert b"JavaScript" not in read_paper(content, MOST_BYTES).content


def test_of_a_pdf_the_pages_are_kept_and_not_who_made_it_or_where_its_photos_were() -> None:
    content = making.told_pdf()
    paper = read_paper(content, MOST_BYTES)
    assert content.count(making.PLACE) == 5
    assert making.PLACE not in paper.content
    assert b"telephone" not in paper.content
    again = read_paper(paper.content, MOST_BYTES)
    assert (again.pages, again.thumbnail) == (1, paper.thumbnail)


def test_equal_pages_are_kept_as_equal_bytes_whenever_that_is() -> None:
    kept = read_paper(making.told_pdf(), MOST_BYTES).content
    assert b"D:2" not in kept
    assert kept == read_paper(making.told_pdf(), MOST_BYTES).content


@pytest.mark.parametrize("kind", [b"Sig", b"Tx"])
def test_a_pdf_that_was_signed_or_filled_in_is_kept_to_the_byte(kind: bytes) -> None:
    content = making.form_pdf(kind)
    assert read_paper(content, MOST_BYTES).content == content


def test_a_pdf_that_would_grow_over_the_limit_is_kept_as_it_is() -> None:
    content = making.written_pdf([making.CATALOGUE, making.PAGES, making.PAGE], b"")
    assert read_paper(content, len(content)).content == content


def test_a_picture_in_a_pdf_that_breaks_off_leaves_the_pdf_as_it_is() -> None:
    photo = making.jpeg(making.picture(200, 280))
    at = making.told_pdf().index(photo)
    content = bytearray(making.told_pdf())
    content[at + len(photo) // 2 : at + len(photo)] = bytes(len(photo) - len(photo) // 2)
    kept = read_paper(bytes(content), MOST_BYTES).content
    assert kept == bytes(content)


@pytest.mark.parametrize("content", [making.jpeg(), making.jpeg(orientation=6)])
def test_a_blanked_picture_looks_the_same_and_is_as_long(content: bytes) -> None:
    blank = blank_jpeg(content)
    assert len(blank) == len(content)
    assert making.PLACE not in blank
    seen = [Image.open(io.BytesIO(it)).tobytes() for it in (content, blank)]
    assert seen[0] == seen[1]


def test_a_book_is_too_many_pages() -> None:
    assert reason_for(making.many_paged_pdf(MOST_PAGES + 1)) == "too-many-pages"


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    assert reason_for(making.png_bomb()) == "too-large"


def test_a_picture_with_wrong_check_sums_is_damaged() -> None:
    content = bytearray(making.png())
    content[len(content) // 2] ^= 0xFF
    assert reason_for(bytes(content)) == "damaged"


@given(st.binary(max_size=2000))
def test_the_kind_of_any_bytes_can_be_asked(content: bytes) -> None:
    assert media_type(content) in {None, JPEG, PNG, PDF}


@settings(max_examples=60)
@given(st.data())
def test_a_changed_byte_is_noticed_or_harmless_but_never_a_crash(data: st.DataObject) -> None:
    whole = data.draw(st.sampled_from([SMALL_JPEG, SMALL_PNG, SMALL_PDF]))
    content = bytearray(whole)
    content[data.draw(st.integers(0, len(content) - 1))] ^= data.draw(st.integers(1, 255))
    try:
        paper = read_paper(bytes(content), MOST_BYTES)
    except PaperUnusable as unusable:
        outcome: object = unusable.reason
    else:
        outcome = paper.media_type
    assert outcome in {"damaged", "kind", "locked-pdf", "too-large", JPEG, PNG, PDF}


SMALL_JPEG = making.jpeg(making.picture(40, 30))
SMALL_PNG = making.png(making.picture(40, 30))
SMALL_PDF = making.pdf()
