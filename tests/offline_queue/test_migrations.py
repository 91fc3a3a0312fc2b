"""An earlier program's database is carried over whole, or is still there as it was."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from kiosk.domain.ports import QueueDamaged, QueueFull, QueueTooNew
from kiosk.domain.submission import Refusal, State
from offline_queue import store as opening
from offline_queue.key import FileSecrets
from offline_queue.schema import MIGRATIONS
from offline_queue.store import DATABASE, Store
from tests.offline_queue.earlier import connected, leave_as
from tests.offline_queue.forms import PAPER, account_form, begun, birth_form, finished, with_paper
from tests.offline_queue.test_staff import sent, standing_of
from tests.offline_queue.test_troubles import full_at

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from kiosk.domain.journey import Journey
    from offline_queue.queue import EncryptedQueue

    Opening = Callable[..., EncryptedQueue]

EVERY = range(1, len(MIGRATIONS))
COPY = f"{DATABASE}.before-{len(MIGRATIONS)}"


@pytest.fixture
def key(secrets_file: Path) -> bytes:
    FileSecrets(secrets_file).put("database", bytes(range(32)))
    return bytes(range(32))


@pytest.fixture
def journeys(open_queue: Opening, key: bytes) -> dict[str, Journey]:
    """One of every state, in a database that is closed again."""
    assert key
    queue = open_queue()
    made = {"delivered": finished(queue)}
    sent(queue)
    made["open"] = with_paper(queue, begun(queue, birth_form()))
    made["aside"] = with_paper(queue, begun(queue, birth_form()))
    queue.put_aside(made["aside"].id).result()
    for state in ("waiting", "held", "refused", "withdrawn"):
        made[state] = finished(queue)
    made["blocked"] = finished(queue, account_form(), made["waiting"].id)
    queue.hold(made["held"].id).result()
    queue.refused(made["refused"].id, Refusal("identity-mismatch", ""))
    queue.withdraw(made["withdrawn"].slip).result()
    queue.postponed(made["waiting"].id, 1e6, counts=True)
    queue.close()
    return made


def check(queue: EncryptedQueue, journeys: dict[str, Journey]) -> None:
    for name in ("delivered", "waiting", "held", "refused", "withdrawn"):
        assert standing_of(queue, journeys[name]).submission.state is State(name)
    for name in ("waiting", "held", "refused"):
        found = standing_of(queue, journeys[name])
        assert (found.files, found.files_sent) == (1, 0)
        assert found.size > len(PAPER)
    assert standing_of(queue, journeys["blocked"]).blocked
    assert queue.next_due(with_files=False) is None
    parcel = queue.next_due()
    assert parcel is not None
    assert (parcel.id, parcel.attempts) == (journeys["waiting"].id, 1)
    with parcel.files[0].open() as file:
        assert len(file.read()) == parcel.files[0].size
    assert queue.reopen(journeys["aside"].slip).result() == journeys["aside"]
    paper = journeys["open"].attachments[0].id
    assert queue.attachment(journeys["open"].id, paper).result() == PAPER
    assert queue.reopen(journeys["refused"].slip).result().attachments
    lines = queue.history(journeys["withdrawn"].id).result()
    assert [line.what for line in lines] == ["finished", "withdrawn"]
    assert queue.health().result().schema == len(MIGRATIONS)


@pytest.mark.parametrize("version", EVERY)
def test_every_earlier_database_is_carried_over(
    open_queue: Opening, folder: Path, key: bytes, journeys: dict[str, Journey], version: int
) -> None:
    leave_as(folder, key, version)
    check(open_queue(), journeys)
    assert not list(folder.glob(f"{DATABASE}.*"))


def test_a_cut_at_any_step_leaves_a_database_that_opens(
    open_queue: Opening, folder: Path, key: bytes, journeys: dict[str, Journey]
) -> None:
    leave_as(folder, key, 1)
    earlier = (folder / DATABASE).read_bytes()
    (folder / f"{COPY}.part").write_bytes(b"half of a copy")
    open_queue().close()
    later = (folder / DATABASE).read_bytes()
    for cut_in in (earlier, later):
        (folder / COPY).write_bytes(earlier)
        (folder / DATABASE).write_bytes(cut_in)
        open_queue().close()
        assert not list(folder.glob(f"{DATABASE}.*"))
    check(open_queue(), journeys)


@pytest.mark.parametrize("how", ["torn", "short"])
def test_a_migrated_database_that_is_not_whole_gives_way_to_the_copy(
    open_queue: Opening, folder: Path, key: bytes, journeys: dict[str, Journey], how: str
) -> None:
    leave_as(folder, key, 1)
    earlier = (folder / DATABASE).read_bytes()
    open_queue().close()
    if how == "torn":
        later = bytearray((folder / DATABASE).read_bytes())
        later[-700:-600] = bytes(100)
        (folder / DATABASE).write_bytes(later)
    else:
        with connected(folder, key) as connection:
            connection.execute("DELETE FROM attempt; DELETE FROM attachment")
        connection.close()
    (folder / COPY).write_bytes(earlier)
    check(open_queue(), journeys)
    assert not list(folder.glob(f"{DATABASE}.*"))


def test_without_room_for_the_copy_nothing_is_migrated(
    open_queue: Opening, folder: Path, key: bytes, journeys: dict[str, Journey]
) -> None:
    leave_as(folder, key, 1)
    earlier = (folder / DATABASE).read_bytes()
    with full_at(len(earlier) // 2), pytest.raises(QueueFull):
        open_queue()
    assert (folder / DATABASE).read_bytes() == earlier
    check(open_queue(), journeys)


def test_a_database_that_cannot_be_copied_is_not_migrated(
    folder: Path, key: bytes, journeys: dict[str, Journey], monkeypatch: pytest.MonkeyPatch
) -> None:
    leave_as(folder, key, 1)
    assert journeys
    with monkeypatch.context() as disk:

        def vanishing(store: Store) -> None:
            close(store)
            if (folder / DATABASE).exists():
                shutil.move(folder / DATABASE, folder / "elsewhere")

        close = Store.close
        disk.setattr(Store, "close", vanishing)
        with pytest.raises(QueueDamaged):
            Store(folder, key)
    shutil.move(folder / "elsewhere", folder / DATABASE)


def test_a_migration_that_fails_changes_nothing(
    open_queue: Opening,
    folder: Path,
    key: bytes,
    journeys: dict[str, Journey],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with monkeypatch.context() as later:
        worse = (*MIGRATIONS, "CREATE TABLE more (it) STRICT")
        later.setattr(opening, "MIGRATIONS", worse)
        with pytest.raises(Exception, match="more"):
            Store(folder, key)
    check(open_queue(), journeys)
    assert not list(folder.glob(f"{DATABASE}.*"))


def test_a_later_programs_database_is_refused_and_left(
    open_queue: Opening, folder: Path, key: bytes, journeys: dict[str, Journey]
) -> None:
    for version in (len(MIGRATIONS) + 1, len(MIGRATIONS)):
        with connected(folder, key) as connection:
            connection.pragma("user_version", version)
        connection.close()
        if version > len(MIGRATIONS):
            with pytest.raises(QueueTooNew):
                open_queue()
    check(open_queue(), journeys)
