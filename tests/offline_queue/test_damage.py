"""Damage to the database: noticed at the next start, set aside, and the rest goes on."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING

import pytest

from kiosk.domain.helping import Remark
from kiosk.domain.ports import QueueFailure, QueueFull, QueueLocked, SlipUnknown, WrongState
from kiosk.domain.submission import Refusal, State
from offline_queue.dependants import ACCOUNT_DAMAGED, CONTENT_DAMAGED
from offline_queue.files import DiskFiles
from offline_queue.key import FileSecrets
from offline_queue.pages import Pages
from offline_queue.store import DATABASE, Store
from tests.offline_queue.disks import Call, SimulatedDisk, no_fault
from tests.offline_queue.earlier import connected, leave_as
from tests.offline_queue.forms import PAPER, account_form, begun, birth_form, finished, with_paper
from tests.offline_queue.life import DATABASE_PATH, LIFE, Kiosk, after_damage, found
from tests.offline_queue.test_staff import sent, standing_of, told
from tests.offline_queue.test_troubles import full_at

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from kiosk.domain.journey import Journey
    from offline_queue.queue import EncryptedQueue
    from tests.fakes.clock import ManualClock

    Opening = Callable[..., EncryptedQueue]

PAGE = 1024
MARK = "queue.key-mark"


@pytest.fixture
def key(secrets_file: Path) -> bytes:
    FileSecrets(secrets_file).put("database", bytes(range(32)))
    return bytes(range(32))


def healthy() -> Kiosk:
    """The people of a life before a database that is whole."""
    kiosk = Kiosk(SimulatedDisk())
    for step in LIFE[: [step.name for step in LIFE].index("and finishes")]:
        step.does(kiosk)
    kiosk.close()
    return kiosk


def failing_once(what: str, name: str, turn: int) -> Callable[[Call], int]:
    """The so-manyeth of these calls fails, and no other."""
    made = 0

    def failing(call: Call) -> int:
        nonlocal made
        made += (call.what, call.name) == (what, name)
        return errno.EIO if made == turn and (call.what, call.name) == (what, name) else 0

    return failing


def full_house(queue: EncryptedQueue) -> dict[str, Journey]:
    """One of each kind of row."""
    made = {"delivered": finished(queue)}
    sent(queue)
    made["open"] = with_paper(queue, begun(queue, birth_form()))
    made["aside"] = with_paper(queue, begun(queue, birth_form()))
    queue.put_aside(made["aside"].id).result()
    for name in ("waiting", "held", "refused", "withdrawn", "tried"):
        made[name] = finished(queue)
    made["account"] = finished(queue, account_form())
    made["blocked"] = finished(queue, birth_form(), made["account"].id)
    queue.hold(made["held"].id).result()
    queue.refused(made["refused"].id, Refusal("identity-mismatch", ""))
    queue.withdraw(made["withdrawn"].slip).result()
    parcel = queue.handed_out(made["tried"].id).result()
    queue.postponed(parcel.id, 60.0, counts=True)
    return made


STATES = {
    "delivered": State.DELIVERED,
    "waiting": State.WAITING,
    "held": State.HELD,
    "refused": State.REFUSED,
    "withdrawn": State.WITHDRAWN,
    "tried": State.WAITING,
    "account": State.WAITING,
    "blocked": State.WAITING,
}


def check_whole(queue: EncryptedQueue, journeys: dict[str, Journey]) -> None:
    for name, state in STATES.items():
        assert standing_of(queue, journeys[name]).submission.state is state, name
    assert standing_of(queue, journeys["tried"]).in_doubt
    assert standing_of(queue, journeys["tried"]).attempts == 1
    assert standing_of(queue, journeys["blocked"]).blocked
    assert told(queue, journeys["withdrawn"]) == ["finished", "withdrawn"]
    parcel = queue.next_due()
    assert parcel is not None
    with parcel.files[0].open() as file:
        assert len(file.read()) == parcel.files[0].size
    assert queue.reopen(journeys["aside"].slip).result() == journeys["aside"]
    paper = journeys["open"].attachments[0].id
    assert queue.attachment(journeys["open"].id, paper).result() == PAPER
    assert queue.reopen(journeys["refused"].slip).result().attachments


def aside(folder: Path) -> list[str]:
    return sorted(it.name for it in folder.iterdir() if ".damaged-" in it.name)


def damaged(folder: Path, start: int, size: int = 0) -> bytes:
    """The database with a hole of so many bytes, or with one wrong bit."""
    content = bytearray((folder / DATABASE).read_bytes())
    if size:
        content[start : start + size] = bytes(len(content[start : start + size]))
    else:
        content[start] ^= 16
    (folder / DATABASE).write_bytes(content)
    return bytes(content)


# --- what is recovered ----------------------------------------------------------------------------


@pytest.mark.parametrize("version", [1, 2])
@pytest.mark.parametrize("mark", ["whole", "lost", "wrong"])
def test_a_first_page_that_is_damaged_is_no_wrong_key_and_loses_nothing(
    open_queue: Opening, folder: Path, key: bytes, version: int, mark: str
) -> None:
    queue = open_queue()
    journeys = full_house(queue)
    queue.close()
    leave_as(folder, key, version)
    if mark == "lost":
        (folder / MARK).unlink()
    elif mark == "wrong":
        (folder / MARK).write_bytes(b"wrong")
    wrong = damaged(folder, 100, 400)
    queue = open_queue()
    check_whole(queue, journeys)
    assert aside(folder) == [f"{DATABASE}.damaged-1"]
    assert (folder / f"{DATABASE}.damaged-1").read_bytes() == wrong
    assert queue.health().result().set_aside == (f"{DATABASE}.damaged-1",)


def test_what_the_key_is_mixed_with_is_noted_apart_from_the_database(
    open_queue: Opening, folder: Path, key: bytes
) -> None:
    assert key
    queue = open_queue()
    journeys = full_house(queue)
    queue.close()
    damaged(folder, 3)
    queue = open_queue()
    check_whole(queue, journeys)
    queue.close()
    damaged(folder, 3)
    (folder / MARK).unlink()
    with pytest.raises(QueueLocked):
        open_queue()


def test_a_mark_that_is_damaged_locks_nobody_out(
    open_queue: Opening, folder: Path, key: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert key
    open_queue().close()
    mark = (folder / MARK).read_bytes()
    (folder / MARK).write_bytes(b"?" + mark[1:])
    with monkeypatch.context() as disk:

        def no_room(_files: DiskFiles, _name: str, _pieces: object) -> None:
            raise QueueFull("no space left on device")

        disk.setattr(DiskFiles, "write", no_room)
        open_queue().close()
    open_queue().close()
    assert (folder / MARK).read_bytes() == mark


def test_damage_anywhere_is_noticed_and_the_others_are_sent(
    open_queue: Opening, folder: Path, key: bytes, tmp_path: Path
) -> None:
    assert key
    queue = open_queue()
    journeys = [finished(queue, account_form()) for _ in range(12)]
    queue.close()
    shutil.copytree(folder, tmp_path / "sound")
    size = (folder / DATABASE).stat().st_size
    chance = Random(7)
    for turn in range(8):
        shutil.rmtree(folder)
        shutil.copytree(tmp_path / "sound", folder)
        damaged(folder, chance.randrange(size), 4096 * (turn % 2))
        queue = open_queue()
        assert queue.health().result().set_aside
        going = set()
        while (parcel := queue.next_due()) is not None:
            queue.attempted(parcel.id, parcel.digest)
            queue.postponed(parcel.id, 60.0, counts=True)
            going.add(parcel.id)
        for journey in journeys:
            found = queue.look_up(journey.slip.ticket).result()
            assert found is not None
            assert (found.refusal == CONTENT_DAMAGED) != (journey.id in going)
        assert len(going) >= len(journeys) - 4
        queue.close()


def pages_of(folder: Path, key: bytes, sql: str) -> list[int]:
    """Page numbers that a query finds in what SQLite says of its own file."""
    store = Store(folder, key)
    pages = [row[0] for row in store.rows(sql)]
    store.close()
    return pages


LEAVES = "SELECT pageno FROM dbstat WHERE name = '{}' AND pagetype = 'leaf' ORDER BY path"


def test_a_row_that_is_lost_is_set_aside_with_its_ticket_and_what_depends_on_it(
    open_queue: Opening, folder: Path, key: bytes
) -> None:
    queue = open_queue()
    account = finished(queue, account_form())
    dossier = finished(queue, birth_form(), account.id)
    others = [finished(queue) for _ in range(3)]
    queue.close()
    first = pages_of(folder, key, LEAVES.format("submission"))[0]
    damaged(folder, (first - 1) * PAGE + 700)
    queue = open_queue()
    lost = standing_of(queue, account)
    assert lost.submission.refusal == CONTENT_DAMAGED
    assert lost.submission.state is State.REFUSED
    assert told(queue, account) == ["finished", "damaged"]
    assert standing_of(queue, dossier).submission.refusal == ACCOUNT_DAMAGED
    for each in (account, dossier):
        with pytest.raises(WrongState):
            queue.retry(each.id).result()
    with pytest.raises(SlipUnknown):
        queue.reopen(account.slip).result()
    assert queue.reopen(dossier.slip).result().answers
    assert {sent(queue).id for _ in others} == {it.id for it in others}
    queue.told(account.id).result()


def test_a_remark_after_the_receipt_makes_no_lost_submission_of_a_delivered_one(
    open_queue: Opening, folder: Path, key: bytes
) -> None:
    queue = open_queue()
    delivered = finished(queue)
    sent(queue)
    queue.remark(delivered.id, Remark.rated(3)).result()
    for _ in range(3):
        finished(queue)
    queue.close()
    first = pages_of(folder, key, LEAVES.format("submission"))[0]
    damaged(folder, (first - 1) * PAGE + 700)
    queue = open_queue()
    assert told(queue, delivered) == ["finished", "delivered", "rated"]
    assert queue.look_up(delivered.slip.ticket).result() is None


def test_a_row_of_which_a_part_is_left_is_set_aside_by_what_it_says(
    open_queue: Opening, folder: Path, key: bytes
) -> None:
    queue = open_queue()
    journeys = [finished(queue) for _ in range(3)]
    draft = begun(queue, birth_form())
    note = os.urandom(3000).hex()
    queue.save(draft.answer({"note": note})).result()
    queue.close()
    overflow = pages_of(
        folder,
        key,
        "SELECT pageno FROM dbstat WHERE name = 'submission' AND pagetype = 'overflow'",
    )
    for page in overflow:
        damaged(folder, (page - 1) * PAGE + 500)
    (journal,) = pages_of(folder, key, "SELECT rootpage FROM sqlite_schema WHERE name = 'journal'")
    damaged(folder, (journal - 1) * PAGE + 500)
    queue = open_queue()
    for journey in journeys:
        found = standing_of(queue, journey).submission
        assert (found.refusal, found.procedure) == (CONTENT_DAMAGED, "1.001193")
    assert queue.look_up(draft.slip.ticket).result() is None
    assert queue.next_due() is None


def test_a_submission_that_has_lost_the_row_of_a_paper_is_set_aside(
    open_queue: Opening, folder: Path, key: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    queue = open_queue()
    account = finished(queue, account_form())
    journey = finished(queue)
    queue.close()
    (papers,) = pages_of(folder, key, LEAVES.format("attachment"))
    damaged(folder, (papers - 1) * PAGE + 500)
    queue = open_queue()
    assert standing_of(queue, journey).submission.refusal == CONTENT_DAMAGED
    assert told(queue, journey) == ["finished", "damaged"]
    assert sent(queue).id == account.id
    assert len(list((folder / "attachments").iterdir())) == 1
    assert "is damaged" in caplog.text


@pytest.mark.parametrize("whole", [True, False])
def test_one_that_even_its_ticket_is_lost_of_is_named_in_the_log(
    open_queue: Opening,
    folder: Path,
    key: bytes,
    caplog: pytest.LogCaptureFixture,
    *,
    whole: bool,
) -> None:
    queue = open_queue()
    lost = finished(queue)
    queue.close()
    spared = "" if whole else "sqlite_autoindex_submission_1"
    indexes = pages_of(
        folder,
        key,
        "SELECT rootpage FROM sqlite_schema WHERE tbl_name = 'submission' AND rootpage > 0"
        f" AND name <> '{spared}'",
    )
    for page in indexes:
        damaged(folder, (page - 1) * PAGE + 500)
    queue = open_queue()
    assert queue.look_up(lost.slip.ticket).result() is None
    assert f"submission {lost.id} is lost" in caplog.text
    assert "a row can't be recovered" in caplog.text


def test_tables_that_are_not_known_any_more_are_made_anew(
    open_queue: Opening, folder: Path, key: bytes
) -> None:
    queue = open_queue()
    journeys = full_house(queue)
    queue.close()
    for page in pages_of(
        folder,
        key,
        "SELECT pageno FROM dbstat WHERE name = 'sqlite_schema' AND pagetype = 'overflow'",
    ):
        damaged(folder, (page - 1) * PAGE + 500)
    check_whole(open_queue(), journeys)


def test_a_page_is_read_as_sqlite_reads_it(tmp_path: Path, key: bytes) -> None:
    chance = Random(3)
    numbers = [0, 1, -1, 127, -129, 2**15, -(2**23), 2**31, -(2**47), 2**62, -(2**63)]
    rows = [
        (row, chance.choice(numbers), chance.random(), None, "chữ" * size, chance.randbytes(size))
        for row, size in zip(
            [1, 2, 5, 300, 70_000, 2**40, 2**62], [0, 1, 300, 900, 957, 2000, 9000], strict=True
        )
    ]
    with connected(tmp_path, key) as database:
        database.execute("CREATE TABLE kept (row INTEGER PRIMARY KEY, a, b REAL, c, d, e)")
        database.execute("CREATE TABLE named (name TEXT PRIMARY KEY, a) WITHOUT ROWID")
        database.executemany("INSERT INTO kept VALUES (?, ?, ?, ?, ?, ?)", rows)
        names = [(f"{number:04}" * 20, number) for number in range(100)]
        database.executemany("INSERT INTO named VALUES (?, ?)", names)
    database.close()
    file = (tmp_path / DATABASE).read_bytes()
    pages = Pages(file, b"", key, (b"", bytes(16), file[:16]))
    found = list(pages.found())
    assert [(it.row, *it.values[1:]) for it in found if len(it.values) == 6] == rows
    assert sorted(it.values for it in found if len(it.values) == 2) == sorted(names)
    assert pages[pages.count + 1] is None
    assert list(Pages(file, b"", bytes(32), (file[:16],)).found()) == []


def test_of_a_log_what_was_committed_before_the_damage_counts(tmp_path: Path, key: bytes) -> None:
    database = connected(tmp_path, key)
    database.execute("CREATE TABLE kept (row INTEGER PRIMARY KEY, a)")
    for number in range(5):
        database.execute("INSERT INTO kept (a) VALUES (?)", (f"row {number}",))
    file = (tmp_path / DATABASE).read_bytes()
    log = bytearray((tmp_path / f"{DATABASE}-wal").read_bytes())
    database.close()
    salt = bytes(log[32 + 24 : 32 + 24 + 16])
    log[-1500] ^= 1
    found = Pages(file, bytes(log), key, (salt,)).found()
    kept = [it.values[1] for it in found if len(it.values) == 2]
    assert kept == [f"row {number}" for number in range(len(kept))]
    assert 0 < len(kept) < 5


def test_what_is_in_the_log_alone_is_recovered_too(
    open_queue: Opening, folder: Path, key: bytes, tmp_path: Path
) -> None:
    assert key
    queue = open_queue()
    journey = finished(queue)
    queue.summary().result()
    parcel = queue.next_due()
    assert parcel is not None
    queue.attempted(parcel.id, parcel.digest)
    queue.postponed(parcel.id, 60.0, counts=True)
    shutil.copytree(folder, tmp_path / "cut")
    queue.close()
    shutil.rmtree(folder)
    shutil.copytree(tmp_path / "cut", folder)
    log = folder / f"{DATABASE}-wal"
    assert log.stat().st_size
    log.write_bytes(log.read_bytes() + bytes(2000))
    damaged(folder, 200)
    damaged(folder, 3000)
    queue = open_queue()
    found = standing_of(queue, journey)
    assert (found.attempts, found.in_doubt) == (1, True)
    assert aside(folder) == [f"{DATABASE}.damaged-1", f"{DATABASE}.damaged-1-wal"]


def test_a_file_of_nothing_but_noise_is_set_aside_and_all_is_begun_anew(
    open_queue: Opening, folder: Path, key: bytes
) -> None:
    assert key
    queue = open_queue()
    finished(queue)
    queue.close()
    (folder / DATABASE).write_bytes(os.urandom(5000))
    for number in (1, 2):
        queue = open_queue()
        assert len(aside(folder)) == number
        assert queue.summary().result().waiting == 0
        queue.close()
        (folder / DATABASE).write_bytes(os.urandom(500))
    assert len(list((folder / "attachments").iterdir())) == 1


# --- what is never lost by it ---------------------------------------------------------------------


def test_a_cut_between_any_two_steps_of_the_recovery_loses_nothing(
    open_queue: Opening,
    folder: Path,
    key: bytes,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert key
    queue = open_queue()
    journeys = full_house(queue)
    queue.close()
    (folder / f"{DATABASE}-wal").write_bytes(b"")
    damaged(folder, 100, 400)
    shutil.copytree(folder, tmp_path / "damaged")

    class Cut(BaseException):
        pass

    move = DiskFiles.move

    for steps in range(4):
        shutil.rmtree(folder)
        shutil.copytree(tmp_path / "damaged", folder)
        left = [steps]

        def moving(files: DiskFiles, name: str, new: str, left: list[int] = left) -> None:
            if not left[0]:
                raise Cut
            left[0] -= 1
            move(files, name, new)

        with monkeypatch.context() as power:
            power.setattr(DiskFiles, "move", moving)
            with pytest.raises(Cut):
                open_queue()
        queue = open_queue()
        check_whole(queue, journeys)
        assert f"{DATABASE}.damaged-1" in aside(folder)
        queue.close()
        assert not (folder / f"{DATABASE}.recovering").exists()


def test_papers_whose_database_was_moved_away_are_not_swept(
    open_queue: Opening, folder: Path, key: bytes
) -> None:
    assert key
    queue = open_queue()
    journey = finished(queue)
    queue.close()
    (folder / "attachments" / "half.part").write_bytes(b"half")
    shutil.move(folder / DATABASE, folder / "elsewhere")
    for _ in range(2):
        queue = open_queue()
        assert queue.health().result().set_aside == (f"{DATABASE}.missing-1",)
        assert queue.summary().result().waiting == 0
        queue.close()
    assert len(list((folder / "attachments").iterdir())) == 1
    shutil.move(folder / "elsewhere", folder / DATABASE)
    parcel = open_queue().next_due()
    assert parcel is not None
    assert parcel.id == journey.id
    with parcel.files[0].open() as file:
        assert file.read()


def test_a_key_is_not_made_anew_beside_a_damaged_database(
    open_queue: Opening, folder: Path, secrets_file: Path
) -> None:
    open_queue().close()
    shutil.move(folder / DATABASE, folder / f"{DATABASE}.damaged-1")
    secrets_file.unlink()
    with pytest.raises(QueueLocked):
        open_queue()


@pytest.mark.parametrize("before", [healthy, after_damage])
@pytest.mark.parametrize(
    ("what", "error"), [("pread", errno.EIO), ("open", errno.EIO), ("open", errno.EMFILE)]
)
def test_a_disk_that_does_not_give_the_database_back_is_not_set_aside(
    before: Callable[[], Kiosk], what: str, error: int
) -> None:
    kiosk = before()
    database = kiosk.disk.contents()[DATABASE_PATH]
    kiosk.disk.fault = lambda call: error if (call.what, call.name) == (what, DATABASE) else 0
    with pytest.raises(QueueFailure):
        kiosk.start()
    kiosk.disk.fault = no_fault
    assert kiosk.disk.contents()[DATABASE_PATH] == database
    assert found(kiosk, kiosk.known) == kiosk.known
    kiosk.close()


def test_a_read_that_fails_once_sets_no_database_aside() -> None:
    kiosk = healthy()
    reads = 0

    def counting(call: Call) -> int:
        nonlocal reads
        reads += (call.what, call.name) == ("pread", DATABASE)
        return 0

    image = kiosk.at(kiosk.disk.copy())
    image.disk.fault = counting
    waiting = image.queue.waiting()
    image.close()
    assert reads > 20
    for wrong in (*range(1, 6), *range(6, reads, reads // 8)):
        image = kiosk.at(kiosk.disk.copy())
        image.disk.fault = failing_once("pread", DATABASE, wrong)
        with contextlib.suppress(QueueFailure):
            image.start()
        image.disk.fault = no_fault
        assert image.queue.waiting() == waiting
        assert not any(".damaged-" in path for path in image.disk.contents()), wrong
        image.close()
    kiosk.close()


def test_without_room_for_the_new_one_the_damaged_one_stays(
    open_queue: Opening, folder: Path, key: bytes
) -> None:
    assert key
    queue = open_queue()
    journeys = full_house(queue)
    queue.close()
    wrong = damaged(folder, 100, 400)
    with full_at(20_000), pytest.raises(QueueFull):
        open_queue()
    assert (folder / DATABASE).read_bytes() == wrong
    check_whole(open_queue(), journeys)


def test_a_damaged_database_is_kept_for_ninety_days_and_its_papers_with_it(
    open_queue: Opening, folder: Path, key: bytes, clock: ManualClock
) -> None:
    assert key
    queue = open_queue()
    finished(queue)
    queue.close()
    (folder / DATABASE).write_bytes(os.urandom(5000))
    queue = open_queue()
    for days, kept in ((89, 1), (2, 0)):
        clock.pass_(timedelta(days=days).total_seconds())
        queue.tidy().result()
        assert len(queue.health().result().set_aside) == kept
    queue.close()
    assert len(list((folder / "attachments").iterdir())) == 1
    open_queue().close()
    assert not list((folder / "attachments").iterdir())
    (folder / DATABASE).write_bytes(os.urandom(5000))
    queue = open_queue()
    clock.pass_(timedelta(days=89).total_seconds())
    queue.tidy().result()
    assert queue.health().result().set_aside == (f"{DATABASE}.damaged-1",)


def test_room_that_is_free_is_given_back_once_nobody_is_there(
    open_queue: Opening, folder: Path, clock: ManualClock
) -> None:
    queue = open_queue()
    for _ in range(5):
        journey = begun(queue, birth_form())
        queue.save(journey.answer({"note": os.urandom(1_000_000).hex()})).result()
    size = (folder / DATABASE).stat().st_size + (folder / f"{DATABASE}-wal").stat().st_size
    assert size > 4_500_000
    clock.pass_(1801)
    queue.summary().result()
    for seconds, small in ((0, False), (599, False), (1, True)):
        clock.pass_(seconds)
        queue.tidy().result()
        queue.waiting()
        assert ((folder / DATABASE).stat().st_size < 100_000) is small
    assert queue.history(journey.id).result()[-1].what == "purged"
