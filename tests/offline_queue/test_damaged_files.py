"""Bits turn and pages go blank in the files beside the database: noticed, and the rest is sent."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, Final

import pytest

from kiosk.domain.ports import QueueDamaged, QueueLocked
from tests.offline_queue.disks import SimulatedDisk
from tests.offline_queue.life import KIND_OF_BIRTH, LARGE, SMALL, Kiosk, parcels

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kiosk.domain.submission import Parcel

HOLE: Final = 4096
PLACES: Final = 40
"""Of each file so many are damaged, one after the other."""


def a_bit(content: bytes, random: Random) -> bytes:
    place = random.randrange(len(content))
    return (
        content[:place] + bytes([content[place] ^ 1 << random.randrange(8)]) + content[place + 1 :]
    )


def a_hole(content: bytes, random: Random) -> bytes:
    start = random.randrange(0, len(content), HOLE)
    end = min(len(content), start + HOLE)
    return content[:start] + bytes(end - start) + content[end:]


DAMAGES: Final = [a_bit, a_hole]


@pytest.fixture
def kiosk() -> Iterator[Kiosk]:
    """Two dossiers that wait and one that is open, each with two papers."""
    kiosk = Kiosk(SimulatedDisk())
    for name in ("first", "second", "open"):
        kiosk.begin(name, KIND_OF_BIRTH, "001190000001")
        for content in (LARGE, SMALL):
            kiosk.add_paper(name, content + name.encode())
        kiosk.save_papers(name)
    kiosk.finish("first")
    kiosk.finish("second")
    yield kiosk
    kiosk.close()


def damaged(kiosk: Kiosk, path: str, damage: Callable[[bytes, Random], bytes]) -> Iterator[str]:
    """The file with one damage after the other, and at last as it was."""
    before = kiosk.disk.contents()[path]
    for seed in range(PLACES):
        kiosk.disk.put(path, damage(before, Random(seed)))
        yield f"{path}, {damage.__name__} {seed}"
    kiosk.disk.put(path, before)


def unreadable(parcel: Parcel) -> int:
    """How many of its files can't be sent."""
    failed = 0
    for file in parcel.files:
        try:
            with file.open() as content:
                content.read()
        except QueueDamaged:
            failed += 1
    return failed


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_paper_is_noticed_before_it_is_sent_and_no_other_suffers(
    kiosk: Kiosk, damage: Callable[[bytes, Random], bytes]
) -> None:
    sent = parcels(kiosk.queue)
    opened = kiosk.journeys["open"]
    papers = [path for path in kiosk.disk.contents() if "/attachments/" in path]
    assert len(papers) == 6
    hit = []
    for path in papers:
        for where in damaged(kiosk, path, damage):
            lost = [unreadable(parcel) for parcel in sent]
            for paper in opened.attachments:
                try:
                    kiosk.queue.attachment(opened.id, paper.id).result()
                except QueueDamaged:
                    lost.append(1)
            assert sum(lost) == 1, where
            hit.append(lost)
    assert {tuple(it) for it in hit} == {(1, 0), (0, 1), (0, 0, 1)}
    assert sum(map(unreadable, sent)) == 0


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_key_is_never_made_anew(
    kiosk: Kiosk, damage: Callable[[bytes, Random], bytes]
) -> None:
    kiosk.close()
    path, locked = "keys/keys.json", 0
    for where in damaged(kiosk, path, damage):
        held = kiosk.disk.contents()[path]
        try:
            # A digit's bit that makes a capital of it changes nothing.
            assert len(parcels(kiosk.queue)) == 2
            kiosk.close()
        except QueueLocked:
            locked += 1
        assert kiosk.disk.contents()[path] == held, where
    assert locked > PLACES // 2
    assert len(parcels(kiosk.queue)) == 2


def test_noise_where_nothing_should_be_keeps_nobody_out(kiosk: Kiosk) -> None:
    kiosk.close()
    kiosk.disk.put("data/queue/queue.lock", Random(1).randbytes(HOLE))
    assert len(parcels(kiosk.queue)) == 2
