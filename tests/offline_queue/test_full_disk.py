"""The disk is full in the middle of anything: nothing is said to be kept, and room makes it well.

A cut of the matrix that `dev.py bench faults --only room` looks at whole.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from kiosk.domain.ports import QueueFull
from kiosk.domain.submission import State
from tests.offline_queue.faults import growth, lived, when_full
from tests.offline_queue.forms import account_form, begun, birth_form, finished, with_paper

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from kiosk.domain.journey import Journey
    from offline_queue.queue import EncryptedQueue

EVERY = 3
"""One in so many steps is looked at, each with room for another part of what it writes."""

PLACES = 5


def test_a_disk_that_is_full_at_any_byte_loses_nothing_and_works_again_with_room() -> None:
    for turn, before in enumerate(lived()[::EVERY]):
        room = growth(before) * (turn % PLACES) // PLACES
        assert when_full(before, room) is None, f"{before.step.name}, {room} bytes"


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A real one of 256 KiB, where this machine lets us have it."""
    mount, folder = shutil.which("mount"), tmp_path / "small"
    folder.mkdir()
    if not mount or os.name != "posix" or os.geteuid() != 0:
        pytest.skip("needs root")
    command = [mount, "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(folder)]
    if subprocess.run(command, check=False, stderr=subprocess.DEVNULL).returncode:
        pytest.skip("may not mount a disk here")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def fill(file: Path) -> None:
    with file.open("wb", buffering=0) as ballast:
        while True:
            ballast.write(bytes(4096))


def save_on_and_on(queue: EncryptedQueue, journey: Journey) -> None:
    for _ in range(1000):
        queue.save(journey.answer({"note": os.urandom(400).hex()})).result()


def test_on_a_real_disk_that_is_full_nothing_is_lost_and_room_makes_it_well(
    small_disk: Path, tmp_path: Path, open_queue: Callable[..., EncryptedQueue]
) -> None:
    (tmp_path / "data").symlink_to(small_disk)
    queue = open_queue()
    form = account_form()
    waiting = finished(queue)
    journey = begun(queue, form)
    dossier = begun(queue, birth_form())
    queue.summary().result()
    ballast = small_disk / "ballast"
    with pytest.raises(OSError, match="No space left"):
        fill(ballast)
    with pytest.raises(QueueFull):
        save_on_and_on(queue, journey)
    with pytest.raises(QueueFull):
        queue.keep_attachment(dossier.id, "birth-paper", bytes(20_000), "image/png", 1).result()
    assert queue.submission(waiting.id).result().state is State.WAITING
    ballast.unlink()
    queue.save(journey).result()
    with_paper(queue, dossier)
    assert queue.finish(journey, form, "N.").result().state is State.WAITING
    queue.close()
