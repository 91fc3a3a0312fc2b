"""Any call on the disk may fail, once or from then on: it is told by name, and nothing is lost.

A cut of the matrix that `dev.py bench faults --only calls` looks at whole.
"""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING

import pytest

from kiosk.domain.ports import QueueDamaged, QueueFailure, QueueFull
from offline_queue.files import THIS_MACHINE, Disk, DiskFiles
from tests.offline_queue.disks import EVERYTHING, NO_NAMES, NOTHING, SHORT, Call, SimulatedDisk
from tests.offline_queue.faults import lived, pairwise, when_failing
from tests.offline_queue.life import LARGE, LIFE, Kiosk, after_an_earlier_program

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def test_a_failing_call_is_told_by_name_loses_nothing_and_is_got_over() -> None:
    cases = pairwise(lived())
    assert len(cases) > 30
    for before, failing in cases:
        assert when_failing(before, failing) is None, f"{before.step.name}: {failing}"


# --- what this has taught -------------------------------------------------------------------------


def failing_at(what: str, name: str, error: int) -> Callable[[Call], int]:
    return lambda call: error if (call.what, call.name) == (what, name) else 0


def at_step(name: str) -> tuple[Kiosk, Callable[[Kiosk], None]]:
    """A kiosk before a step of the life, and the step."""
    kiosk = Kiosk(SimulatedDisk())
    for step in LIFE:
        if step.name == name:
            return kiosk, step.does
        step.does(kiosk)
    raise AssertionError(name)


@pytest.mark.parametrize("step", ["the dossier is corrected", "the dossier is finished"])
def test_papers_outlive_a_commit_whose_sync_failed_and_that_shows_after_all(step: str) -> None:
    kiosk, does = at_step(step)
    kiosk.disk.fault = failing_at("fsync", "queue.db-wal", errno.EIO)
    with pytest.raises(QueueFull):
        does(kiosk)
    killed = kiosk.at(kiosk.disk.copy())
    birth = killed.journeys["birth"]
    opened = killed.queue.reopen(birth.slip).result()
    for paper in opened.attachments:
        assert killed.queue.attachment(birth.id, paper.id).result()
    killed.close()
    kiosk.disk.fault = lambda _: 0
    kiosk.close()


def test_a_key_that_a_failed_start_left_behind_is_made_safe_before_it_is_used() -> None:
    disk = SimulatedDisk()
    disk.fault = failing_at("fsync", "keys.json.part", errno.EIO)
    with pytest.raises(QueueFull):
        Kiosk(disk).start()
    disk.fault = failing_at("fsync", "keys", errno.EIO)
    with pytest.raises(QueueFull):
        Kiosk(disk).start()
    disk.fault = lambda _: 0
    kiosk = Kiosk(disk)
    LIFE[1].does(kiosk)
    kiosk.close()
    after = kiosk.at(disk.after_cut(NOTHING))
    assert after.queue.look_up(kiosk.journeys["account"].slip.ticket).result() is not None
    after.close()


def test_a_file_that_cannot_be_opened_just_now_is_not_taken_for_damaged() -> None:
    disk = SimulatedDisk()
    files = DiskFiles(disk.root / "papers", disk.disk)
    files.write("one", [LARGE])
    for error in (errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.EIO):
        disk.fault = failing_at("open", "one", error)
        with pytest.raises(QueueFailure) as caught:
            files.open("one")
        assert not isinstance(caught.value, QueueDamaged)


def test_a_folder_that_cannot_be_listed_or_synced_is_named() -> None:
    disk = SimulatedDisk()
    files = DiskFiles(disk.root / "papers", disk.disk)
    disk.fault = failing_at("listdir", "papers", errno.EIO)
    with pytest.raises(QueueFailure):
        files.names()
    disk.fault = failing_at("fsync", "papers", errno.EIO)
    with pytest.raises(QueueFull):
        files.sync()
    disk.fault = failing_at("rmdir", "papers", errno.EROFS)
    with pytest.raises(QueueFull):
        files.remove()
    disk.fault = failing_at("open", "new", errno.ENOSPC)
    with pytest.raises(QueueFull):
        files.touch("new")
    disk.fault = lambda _: 0
    with pytest.raises(QueueFull):
        files.move("nothing", "new")
    files.move(files.touch("new").name, "newer")
    assert files.names() == ("newer",)


def test_a_write_that_takes_only_some_of_the_bytes_is_gone_on_with() -> None:
    disk = SimulatedDisk()
    files = DiskFiles(disk.root / "papers", disk.disk)
    disk.fault = lambda call: SHORT if call.what == "pwrite" and call.number % 2 else 0
    files.write("one", [LARGE, LARGE])
    with files.open("one") as file:
        assert file.read() == LARGE * 2


# --- the simulated disk does as a real one --------------------------------------------------------


@pytest.mark.parametrize("real", [True, False])
def test_files_are_the_same_on_a_simulated_disk_as_on_a_real_one(
    tmp_path: Path, *, real: bool
) -> None:
    simulated = SimulatedDisk()
    disk: Disk = THIS_MACHINE if real else simulated.disk
    folder = (tmp_path if real else simulated.root) / "queue" / "papers"
    files = DiskFiles(folder, disk)
    assert DiskFiles(folder, disk).names() == ()
    files.write("one", [b"a first ", b"content"])
    files.write("one", [b"another"])
    files.write("empty", [])
    assert files.touch("one").name == "one"
    files.touch("touched")
    files.sync()
    with files.open("one") as file:
        assert (file.read(3), file.read(), file.read()) == (b"ano", b"ther", b"")
    assert files.names() == ("empty", "one", "touched")
    files.erase("one")
    files.erase("one")
    assert files.names() == ("empty", "touched")
    with pytest.raises(QueueDamaged):
        files.open("one")
    with pytest.raises(QueueFull):
        files.write("no/such/folder", [b""])
    with pytest.raises(QueueFull):
        DiskFiles(folder / "empty" / "below", disk)


def test_a_cut_leaves_of_the_unsynced_what_luck_wills() -> None:
    disk = SimulatedDisk()
    files = DiskFiles(disk.root / "papers", disk.disk)
    files.write("kept", [b"kept"])
    disk.fault = failing_at("fsync", "papers", errno.EIO)
    with pytest.raises(QueueFull):
        files.write("named", [b"synced, its name is not"])
    assert disk.after_cut(NOTHING).contents() == {"papers/kept": b"kept"}
    assert disk.after_cut(NO_NAMES).contents() == {"papers/kept": b"kept"}
    assert set(disk.after_cut(EVERYTHING).contents()) == {"papers/kept", "papers/named"}
    assert disk.after_cut(EVERYTHING).contents()["papers/named"] == b"synced, its name is not"


def after_opening(name: str, times: int, what: str, error: int) -> Callable[[Call], int]:
    """A fault of `what`, once the file of that name was opened so many times."""
    opened = 0

    def failing(call: Call) -> int:
        nonlocal opened
        opened += (call.what, call.name) == ("open", name)
        return error if (call.what, call.name) == (what, name) and opened >= times else 0

    return failing


def test_a_database_that_cannot_be_read_to_be_copied_is_left_as_it_is() -> None:
    kiosk = after_an_earlier_program()
    before = kiosk.disk.contents()
    kiosk.disk.fault = after_opening("queue.db", 3, "pread", errno.EIO)
    with pytest.raises(QueueFull):
        kiosk.start()
    kiosk.disk.fault = lambda _: 0
    assert kiosk.disk.contents()["data/queue/queue.db"] == before["data/queue/queue.db"]


def test_a_damaged_database_that_cannot_be_looked_into_is_no_wrong_key() -> None:
    kiosk, _ = at_step("it is finished")
    kiosk.close()
    path = "data/queue/queue.db"
    kiosk.disk.put(path, bytes(1024) + kiosk.disk.contents()[path][1024:])
    kiosk.disk.put("data/queue/queue.key-mark", b"lost")
    kiosk.disk.fault = after_opening("queue.db", 3, "open", errno.EMFILE)
    with pytest.raises((QueueDamaged, QueueFull)):
        kiosk.start()
    kiosk.disk.fault = lambda _: 0
