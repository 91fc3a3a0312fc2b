"""The one JSON form of a document."""

from __future__ import annotations

import json
from datetime import date
from uuid import UUID

import pytest

from kiosk.domain.helping import Helping, HelpMode
from kiosk.domain.submission import (
    CONTENT_DAMAGED,
    Document,
    DocumentUnreadable,
    Kind,
    Refusal,
    encode_document,
    parse_document,
)

DOCUMENT = Document(
    schema=1,
    id=UUID(int=1),
    kind=Kind.DOSSIER,
    procedure="1.001193",
    version="2026.1",
    ticket="TK-3K7-52Y",
    finished_on=date(2026, 11, 26),
    depends_on=None,
    answers={"b": 1, "a": "Hợi"},
    attachments=(),
    helping=Helping(HelpMode.SELF),
    consents=(),
    accepted=frozenset(),
)


def test_equal_documents_have_equal_bytes_whatever_the_order_of_answers() -> None:
    other = json.loads(encode_document(DOCUMENT))
    other["answers"] = {"a": "Hợi", "b": 1}
    assert encode_document(parse_document(json.dumps(other).encode())) == encode_document(DOCUMENT)


def test_a_document_is_read_as_it_was_written() -> None:
    assert parse_document(encode_document(DOCUMENT)) == DOCUMENT


@pytest.mark.parametrize(
    "change",
    [{"schema": 2}, {"ticket": "TK-3K7-529"}, {"kind": "visit"}, {"finished_on": "26/11/2026"}],
)
def test_what_is_no_document_of_ours_is_refused(change: dict[str, object]) -> None:
    content = json.dumps(json.loads(encode_document(DOCUMENT)) | change).encode()
    with pytest.raises(DocumentUnreadable):
        parse_document(content)


@pytest.mark.parametrize(
    ("type_", "ours", "lost"),
    [
        (CONTENT_DAMAGED, True, True),
        ("attachment-damaged", True, False),
        ("urn:problem:incomplete", False, False),
    ],
)
def test_what_the_kiosk_set_aside_itself_is_told_from_what_the_portal_refused(
    type_: str, *, ours: bool, lost: bool
) -> None:
    refusal = Refusal(type_, "")
    assert (refusal.is_ours, refusal.is_of_lost_content) == (ours, lost)


def test_bytes_that_are_not_json_are_refused() -> None:
    with pytest.raises(DocumentUnreadable):
        parse_document(b"age-encryption.org/v1")
