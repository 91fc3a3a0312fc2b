"""Lost keys, damaged files, full disks: each has its own name, and nothing is half done."""

from __future__ import annotations

import io
import os
import resource
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, BinaryIO

import apsw
import pytest

from kiosk.domain.events import SetAside
from kiosk.domain.ports import (
    QueueDamaged,
    QueueFailure,
    QueueFull,
    QueueInUse,
    QueueLocked,
    QueueTooNew,
)
from kiosk.domain.submission import State
from offline_queue import capture
from offline_queue.files import DiskFiles
from offline_queue.key import FileSecrets
from offline_queue.schema import MIGRATIONS
from offline_queue.store import DATABASE, Store, named_failures
from tests.fakes.clock import ManualClock
from tests.offline_queue.forms import (
    ANSWERS,
    PAPER,
    account_form,
    begun,
    birth_form,
    finished,
    with_paper,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from offline_queue.queue import EncryptedQueue

    Opening = Callable[..., EncryptedQueue]


class FailingFiles(DiskFiles):
    """Files on a disk that fails at one kind of call when told to."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.failing = ""
        self.spared = 0

    def _may(self, call: str) -> None:
        if self.failing == call:
            self.spared -= 1
            if self.spared < 0:
                raise QueueFull("no space left on device")

    def write(self, name: str, pieces: Iterable[bytes]) -> None:
        self._may("write")
        super().write(name, pieces)

    def erase(self, name: str) -> None:
        self._may("erase")
        super().erase(name)


@contextmanager
def full_at(most_bytes: int) -> Iterator[None]:
    """No file of this program may grow beyond so many bytes."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


# --- keys -----------------------------------------------------------------------------------------


def test_a_lost_key_is_never_made_anew_over_a_queue(
    open_queue: Opening, secrets_file: Path
) -> None:
    queue = open_queue()
    journey = finished(queue)
    queue.close()
    kept = secrets_file.read_bytes()
    secrets_file.unlink()
    with pytest.raises(QueueLocked) as caught:
        open_queue()
    assert caught.value.reason == "missing"
    assert not secrets_file.exists()
    secrets_file.write_bytes(kept)
    secrets_file.chmod(0o600)
    assert open_queue().submission(journey.id).result().state is State.WAITING


@pytest.mark.parametrize("mark", ["there", "lost"])
def test_another_queues_key_is_refused(
    open_queue: Opening, folder: Path, secrets_file: Path, mark: str
) -> None:
    queue = open_queue()
    journey = finished(queue)
    queue.close()
    kept = FileSecrets(secrets_file).get("database")
    FileSecrets(secrets_file).put("database", os.urandom(32))
    if mark == "lost":
        (folder / "queue.key-mark").unlink()
    with pytest.raises(QueueLocked) as caught:
        open_queue()
    assert caught.value.reason == "wrong"
    FileSecrets(secrets_file).put("database", kept or b"")
    assert open_queue().submission(journey.id).result().state is State.WAITING


def test_a_key_outlives_a_start_that_was_cut_before_the_database_was_made(
    open_queue: Opening, secrets_file: Path
) -> None:
    key = os.urandom(32)
    FileSecrets(secrets_file).put("database", key)
    begun(open_queue(), birth_form())
    assert FileSecrets(secrets_file).get("database") == key


# --- the database ---------------------------------------------------------------------------------


def test_a_later_programs_database_is_refused(
    open_queue: Opening, folder: Path, secrets_file: Path
) -> None:
    queue = open_queue()
    journey = finished(queue)
    queue.close()
    key = FileSecrets(secrets_file).get("database") or b""

    def set_version(version: int) -> None:
        store = Store(folder, key)
        store.rows(f"PRAGMA user_version = {version}")
        store.close()

    set_version(99)
    with pytest.raises(QueueTooNew):
        open_queue()
    connection = apsw.Connection(str(folder / DATABASE))
    connection.pragma("cipher", "chacha20")
    connection.pragma("hexkey", key.hex())
    connection.pragma("user_version", len(MIGRATIONS))
    connection.close()
    assert open_queue().submission(journey.id).result().state is State.WAITING


def test_a_database_that_another_tool_holds_is_in_use(
    open_queue: Opening, folder: Path, secrets_file: Path
) -> None:
    open_queue().close()
    connection = apsw.Connection(str(folder / DATABASE))
    connection.pragma("cipher", "chacha20")
    connection.pragma("hexkey", (FileSecrets(secrets_file).get("database") or b"").hex())
    connection.execute("BEGIN IMMEDIATE; CREATE TABLE held (it)")
    with pytest.raises(QueueInUse):
        open_queue()
    connection.close()
    assert open_queue().waiting() == 0


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path, open_queue: Opening) -> None:
    (tmp_path / "data").write_bytes(b"a file where the folder should be")
    with pytest.raises(QueueFull):
        open_queue()


def test_a_lock_that_cannot_be_made_is_named(folder: Path, open_queue: Opening) -> None:
    (folder / "queue.lock").mkdir(parents=True)
    with pytest.raises(QueueFull):
        open_queue()


def test_a_disk_that_cannot_be_read_is_no_full_disk() -> None:
    with pytest.raises(QueueDamaged), named_failures():
        raise apsw.exception_for(apsw.SQLITE_IOERR_READ)
    with pytest.raises(QueueFull), named_failures():
        raise apsw.exception_for(apsw.SQLITE_IOERR_WRITE)


# --- full disks -----------------------------------------------------------------------------------


def test_on_a_full_disk_nothing_is_said_to_be_kept_and_nothing_is_lost(
    open_queue: Opening,
) -> None:
    queue = open_queue()
    form = account_form()
    journey = begun(queue, form)
    with full_at(2048):
        for asked in (
            queue.save(journey.answer({"note": "x" * 1900})),
            queue.put_aside(journey.id),
            queue.finish(journey, form, "N."),
        ):
            with pytest.raises(QueueFull):
                asked.result()
        queue.summary().result()
    assert queue.recover(ANSWERS["number"], None).result() == journey
    assert queue.finish(journey, form, "N.").result().state is State.WAITING


def test_a_full_disk_keeps_nobody_from_what_is_kept(
    open_queue: Opening, clock: ManualClock
) -> None:
    queue = open_queue()
    waiting = finished(queue)
    queue.postponed(waiting.id, 1e9, counts=True)
    aside = begun(queue, account_form())
    queue.put_aside(aside.id).result()
    queue.reopen(aside.slip).result()
    queue.close()
    clock.pass_(3600)
    with full_at(512):
        queue = open_queue()
        assert queue.submission(waiting.id).result().state is State.WAITING
        parcel = queue.next_due()
        assert parcel is not None
        with pytest.raises(QueueFull):
            queue.attempted(parcel.id, parcel.digest)
    queue.attempted(parcel.id, parcel.digest)
    queue.tidy().result()
    assert queue.recover(ANSWERS["number"], None).result() is None
    assert queue.reopen(aside.slip).result() == aside


def test_on_a_full_disk_no_paper_is_half_kept(open_queue: Opening, folder: Path) -> None:
    queue = open_queue()
    journey = begun(queue, birth_form())
    queue.summary().result()
    with full_at(4096), pytest.raises(QueueFull):
        queue.keep_attachment(journey.id, "birth-paper", PAPER, "image/png", 1).result()
    assert list((folder / "attachments").iterdir()) == []
    with_paper(queue, journey)


def test_a_paper_whose_row_does_not_fit_leaves_no_file(open_queue: Opening, folder: Path) -> None:
    queue = open_queue()
    journey = begun(queue, birth_form())
    with full_at(1024), pytest.raises(QueueFull):
        queue.keep_attachment(journey.id, "birth-paper", b"small", "image/png", 1).result()
    assert list((folder / "attachments").iterdir()) == []


@pytest.mark.parametrize("sealed", [True, False])
def test_a_disk_that_fails_while_sealing_leaves_the_journey_open(
    open_queue: Opening, folder: Path, *, sealed: bool
) -> None:
    files = FailingFiles(folder / "attachments")
    queue = open_queue(files=files, sealed=sealed)
    form = birth_form()
    journey = with_paper(queue, with_paper(queue, begun(queue, form)))
    before = files.names()
    if sealed:
        files.failing, files.spared = "write", 1
        with pytest.raises(QueueFull):
            queue.finish(journey, form, "N.").result()
    else:
        with full_at(1024), pytest.raises(QueueFull):
            queue.finish(journey, form, "N.").result()
    assert files.names() == before
    files.failing = ""
    assert queue.finish(journey, form, "N.").result().state is State.WAITING


def test_a_disk_that_fails_while_reopening_leaves_the_submission_waiting(
    open_queue: Opening, folder: Path
) -> None:
    files = FailingFiles(folder / "attachments")
    queue = open_queue(files=files)
    journey = finished(queue)
    before = files.names()
    files.failing, files.spared = "write", 0
    with pytest.raises(QueueFull):
        queue.reopen(journey.slip).result()
    assert files.names() == before
    assert queue.next_due() is not None


def test_a_file_that_cannot_be_erased_is_erased_at_the_next_start(
    open_queue: Opening, folder: Path
) -> None:
    files = FailingFiles(folder / "attachments")
    queue = open_queue(files=files)
    journey = finished(queue)
    files.failing = "erase"
    queue.withdraw(journey.slip).result()
    assert len(files.names()) == 1
    queue.close()
    open_queue()
    assert files.names() == ()


def test_a_log_that_cannot_be_folded_is_folded_later(
    open_queue: Opening, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    queue = open_queue()
    journey = begun(queue, account_form())
    size = (folder / DATABASE).stat().st_size
    for _ in range(30):
        begun(queue, account_form())
    with full_at(size):
        queue.drop_attachment(journey.id, journey.id).result()
        queue.summary().result()
    assert "could not be put in order" in caplog.text
    queue.tidy().result()
    queue.summary().result()
    assert not any((folder / f"{DATABASE}-wal").read_bytes())


def test_a_long_log_is_folded_while_nobody_waits(open_queue: Opening, folder: Path) -> None:
    queue = open_queue()
    journey = begun(queue, account_form())
    longest = 0
    for turn in range(60):
        noise = os.urandom(50_000).hex()
        queue.save(journey.answer({"note": f"{turn}{noise}"})).result()
        longest = max(longest, (folder / f"{DATABASE}-wal").stat().st_size)
    assert longest < 6_000_000
    assert longest > 4_000_000


def test_a_log_grown_long_by_the_courier_is_folded_too(open_queue: Opening, folder: Path) -> None:
    queue, log = open_queue(), folder / f"{DATABASE}-wal"
    journey = finished(queue, account_form())
    sizes = [0, 0]
    while sizes[-1] >= sizes[-2] and len(sizes) < 4000:
        queue.postponed(journey.id, 0.0, counts=True)
        sizes.append(log.stat().st_size)
    assert sizes[-1] < sizes[-2] < 6_000_000


# --- papers ---------------------------------------------------------------------------------------

KEY, OWNER = bytes(32), b"journey and attachment"


def read(content: bytes, owner: bytes = OWNER) -> bytes:
    return capture.decrypted(KEY, owner, io.BytesIO(content))


@pytest.mark.parametrize("size", [0, 1, capture.PIECE - 1, capture.PIECE, capture.PIECE + 1])
def test_a_captured_paper_is_read_as_it_was_written(size: int) -> None:
    content = os.urandom(size)
    assert read(b"".join(capture.encrypted(KEY, OWNER, content))) == content


def test_pieces_of_a_capture_cannot_be_changed_moved_dropped_or_lent() -> None:
    pieces = list(capture.encrypted(KEY, OWNER, bytes(capture.PIECE * 2 + 9)))
    flipped = bytearray(pieces[1])
    flipped[77] ^= 1
    for wrong in (
        [pieces[0], bytes(flipped), pieces[2]],
        [pieces[1], pieces[0], pieces[2]],
        [pieces[0], pieces[1]],
        [*pieces, pieces[2]],
        [pieces[0], pieces[1], pieces[2][:-1]],
    ):
        with pytest.raises(QueueDamaged):
            read(b"".join(wrong))
    with pytest.raises(QueueDamaged):
        read(b"".join(pieces), b"another owner")


class Unreadable(io.BytesIO):
    """A file on a disk that gives up."""

    def read(self, _size: int | None = -1) -> bytes:
        raise OSError(5, "Input/output error")


class UnreadableFiles(DiskFiles):
    def open(self, name: str) -> BinaryIO:
        super().open(name).close()
        return Unreadable()


@pytest.mark.parametrize("how", ["changed", "missing", "unreadable"])
@pytest.mark.parametrize("sealed", [True, False])
def test_a_damaged_file_is_noticed_before_it_is_sent_or_reopened(
    open_queue: Opening, folder: Path, how: str, *, sealed: bool
) -> None:
    papers = folder / "attachments"
    files = UnreadableFiles(papers) if how == "unreadable" else DiskFiles(papers)
    queue = open_queue(sealed=sealed)
    journey = finished(queue)
    queue.close()
    queue = open_queue(sealed=sealed, files=files)
    (file,) = papers.iterdir()
    if how == "changed":
        damaged = bytearray(file.read_bytes())
        damaged[-5] ^= 1
        file.write_bytes(damaged)
    elif how == "missing":
        file.unlink()
    parcel = queue.next_due()
    assert parcel is not None
    with pytest.raises(QueueFailure) as first:
        parcel.files[0].open()
    with pytest.raises(QueueFailure) as second:
        queue.reopen(journey.slip).result()
    for caught in (first, second):
        assert isinstance(caught.value, QueueDamaged) is (how != "unreadable")
    assert queue.submission(journey.id).result().state is State.WAITING


def test_a_damaged_file_sets_its_submission_aside_and_the_rest_is_sent(
    open_queue: Opening, folder: Path
) -> None:
    from random import Random

    from offline_queue.courier import Courier
    from tests.fakes.portal import PortalSimulator

    queue = open_queue()
    damaged = finished(queue)
    (file,) = (folder / "attachments").iterdir()
    file.write_bytes(b"something else")
    fine = finished(queue)
    clock = ManualClock()
    events: list[Any] = []
    portal = PortalSimulator(clock)
    courier = Courier(queue, portal, clock, Random(1), events.append)
    while not courier.step():
        pass
    aside = [event for event in events if isinstance(event, SetAside)]
    assert [(it.id, it.refusal.type) for it in aside] == [(damaged.id, "attachment-damaged")]
    assert portal.delivered_ids() == [fine.id]
    assert queue.submission(fine.id).result().state is State.DELIVERED


def test_a_document_whose_paper_has_lost_its_row_is_damaged(
    open_queue: Opening, folder: Path, secrets_file: Path
) -> None:
    queue = open_queue()
    journey = finished(queue)
    queue.close()
    store = Store(folder, FileSecrets(secrets_file).get("database") or b"")
    with store.transaction():
        store.write("DELETE FROM attachment")
    store.close()
    with pytest.raises(QueueDamaged):
        open_queue().reopen(journey.slip).result()


def test_a_draft_whose_seal_is_broken_is_damaged(
    open_queue: Opening, folder: Path, secrets_file: Path
) -> None:
    queue = open_queue()
    journey = begun(queue, account_form())
    queue.put_aside(journey.id).result()
    queue.close()
    store = Store(folder, FileSecrets(secrets_file).get("database") or b"")
    with store.transaction():
        store.write("UPDATE submission SET content = x'00'")
    store.close()
    with pytest.raises(QueueDamaged):
        open_queue().reopen(journey.slip).result()


# --- the file layer -------------------------------------------------------------------------------


def test_a_file_is_whole_or_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = DiskFiles(tmp_path / "papers")
    files.write("kept", [b"one ", b"two"])
    with files.open("kept") as file:
        assert file.read() == b"one two"

    def failing(_handle: int) -> None:
        raise OSError(5, "Input/output error")

    with monkeypatch.context() as disk:
        disk.setattr(os, "fsync", failing)
        with pytest.raises(QueueFull):
            files.write("lost", [b"one"])
        with pytest.raises(QueueFull):
            files.write("kept", [b"three"])
    assert files.names() == ("kept",)
    with files.open("kept") as file:
        assert file.read() == b"one two"
    files.erase("kept")
    files.erase("kept")
    assert files.names() == ()


def test_what_cannot_be_erased_or_opened_is_named(tmp_path: Path) -> None:
    files = DiskFiles(tmp_path)
    (tmp_path / "folder").mkdir()
    with pytest.raises(QueueFailure):
        files.erase("folder")
    with pytest.raises(QueueDamaged):
        files.open("nothing")
    for too_many in ("folder", "name" * 100):
        with pytest.raises(QueueFailure) as caught:
            files.open(too_many)
        assert not isinstance(caught.value, QueueDamaged)
    with pytest.raises(QueueFull):
        files.move("nothing", "something")
    with pytest.raises(QueueFull):
        files.write("folder", [b""])
    with pytest.raises(QueueFull):
        files.write("no/such/folder", [b""])
