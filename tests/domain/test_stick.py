"""What lies on a stick reads back as it was written, and as nothing else."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from kiosk.domain.stick import (
    Listed,
    ListedFile,
    Manifest,
    Receipts,
    StickReceipt,
    StickRefusal,
    StickUnreadable,
    read_signed,
)
from kiosk.domain.submission import (
    Kind,
    Receipt,
    ReceiptState,
    Refusal,
    RefusedAnswer,
    written,
)

AN_ID = UUID("0193687e-1f4a-7c3e-9a51-6f1d2b7c8e90")
NOW = datetime(2026, 11, 26, 2, 30, tzinfo=UTC)
RECEIPT = Receipt(AN_ID, "a" * 64, "H1-2", NOW, ReceiptState.NEEDS_CONFIRMATION, date(2026, 11, 27))
REFUSAL = StickRefusal(AN_ID, "b" * 64, "answers-refused", "", (RefusedAnswer("/a", "x"),))
MANIFEST = Manifest(
    1,
    AN_ID,
    AN_ID,
    NOW,
    (Listed(1, AN_ID, Kind.DOSSIER, "application/age", "c" * 64, 9, (ListedFile("d" * 64, 3),)),),
)


def test_a_manifest_and_receipts_are_read_as_they_were_written() -> None:
    receipts = Receipts(1, AN_ID, AN_ID, NOW, (StickReceipt.of(RECEIPT),), (REFUSAL,))
    assert read_signed(written(MANIFEST), Manifest) == MANIFEST
    again = read_signed(written(receipts), Receipts)
    assert again == receipts
    assert again.receipts[0].receipt() == RECEIPT
    assert again.refusals[0].refusal() == Refusal(
        "answers-refused", "", (RefusedAnswer("/a", "x"),)
    )


@pytest.mark.parametrize(
    ("good", "bad"),
    [
        (b'"schema":1', b'"schema":2'),
        (b'"size":9', b'"size":0'),
        (b"c" * 64, b"C" * 64),
        (b"c" * 64, b"../" * 21 + b"x"),
        (b"application/age", b"application/json"),
        (b"2026-11-26T02:30:00Z", b"2026-11-26T02:30:00"),
        (b"{", b"[" * 100_000),
        (b"{", b"\xff"),
    ],
)
def test_what_is_not_as_agreed_is_not_read(good: bytes, bad: bytes) -> None:
    content = written(MANIFEST)
    assert good in content
    with pytest.raises(StickUnreadable):
        read_signed(content.replace(good, bad, 1), Manifest)
