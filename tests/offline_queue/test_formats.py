"""What is on a disk or on a slip today opens with every later version: known answers."""

from __future__ import annotations

import hashlib
import os
import stat
from typing import TYPE_CHECKING

import pyrage
import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from kiosk.domain.ports import QueueDamaged, QueueLocked
from kiosk.domain.slip import Slip, Ticket
from offline_queue.capture import PIECE, encrypted
from offline_queue.files import UNFINISHED, DiskFiles
from offline_queue.sealing import recipient_of, seal, unseal

if TYPE_CHECKING:
    from pathlib import Path

SLIP = Slip(Ticket("TK", "3K752"), 0x0123456789ABCDEF012345678)
LONG = bytes(range(256)) * 1000
"""More than the 64 KiB that a seal takes at a time."""


def test_a_printed_slip_always_has_the_same_key() -> None:
    """HKDF with SHA-256: the secret's bytes, the ticket as salt, `kiosk slip 1` as purpose."""
    assert recipient_of(SLIP) == "age1jamwk57xxy2ytrdrenlfksfaq5l55zafqx4qx50uhlxr5cdz9pdq84eym9"


def test_what_is_long_is_sealed_and_opened_whole() -> None:
    portal = pyrage.x25519.Identity.generate()
    sealed = seal(LONG, [str(portal.to_public()), recipient_of(SLIP)])
    assert unseal(sealed, SLIP) == LONG
    assert pyrage.decrypt(sealed, [portal]) == LONG


def test_what_is_more_urgent_is_let_through_before_each_piece() -> None:
    asked: list[None] = []
    sealed = seal(LONG, [recipient_of(SLIP)], lambda: asked.append(None))
    assert unseal(sealed, SLIP) == LONG
    assert len(asked) >= len(LONG) // 2**16


def test_what_another_slip_sealed_stays_shut() -> None:
    other = Slip(SLIP.ticket, SLIP.secret + 1)
    with pytest.raises(QueueDamaged):
        unseal(seal(b"content", [recipient_of(other)]), SLIP)


def test_a_key_that_is_none_is_told_as_unreadable() -> None:
    with pytest.raises(QueueLocked) as raised:
        seal(b"content", ["age1nonsense"])
    assert raised.value.reason == "unreadable"


def test_a_captured_paper_lies_in_pieces_that_name_their_place_count_and_owner() -> None:
    """Nonce: the place in 12 bytes. Bound: owner, place and count, in 8 bytes each."""
    key, owner = hashlib.sha256(b"key").digest(), b"o" * 32
    content = bytes(PIECE) + b"the end"
    first, second = encrypted(key, owner, content)
    opened = [
        AESGCM(key).decrypt(
            place.to_bytes(12, "big"), piece, owner + place.to_bytes(8, "big") + b"\0" * 7 + b"\2"
        )
        for place, piece in enumerate((first, second))
    ]
    assert b"".join(opened) == content


@pytest.mark.skipif(os.name != "posix", reason="Windows has no handle to sync a folder with")
def test_a_file_is_synced_before_it_has_its_name_and_the_folder_after(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[str, tuple[str, ...]]] = []
    sync = os.fsync

    def synced(handle: int) -> None:
        what = "folder" if stat.S_ISDIR(os.fstat(handle).st_mode) else "file"
        seen.append((what, tuple(sorted(it.name for it in tmp_path.iterdir()))))
        sync(handle)

    files = DiskFiles(tmp_path)
    monkeypatch.setattr(os, "fsync", synced)
    files.write("paper", [b"one ", b"two"])
    assert seen == [("file", (f"paper{UNFINISHED}",)), ("folder", ("paper",))]


def test_what_a_cut_left_of_a_longer_file_is_not_added(tmp_path: Path) -> None:
    (tmp_path / f"paper{UNFINISHED}").write_bytes(b"x" * 100)
    DiskFiles(tmp_path).write("paper", [b"short"])
    with DiskFiles(tmp_path).open("paper") as file:
        assert file.read() == b"short"
