"""What lies on the disk: durable when the answer says so, and told to nobody without its key."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import zlib
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import apsw
import pyrage
import pytest

from kiosk.domain.ports import QueueInUse, WrongState
from kiosk.domain.submission import Receipt, Refusal, State, parse_document
from offline_queue import capture
from offline_queue.key import FileSecrets
from offline_queue.sealing import recipient_of
from offline_queue.store import DATABASE, Store
from tests.fakes.clock import START
from tests.offline_queue.forms import (
    ANSWERS,
    CANARIES,
    NUMBER,
    PAPER,
    PHONE,
    begun,
    birth_form,
    finished,
    with_paper,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kiosk.domain.journey import Journey
    from offline_queue.queue import EncryptedQueue

ROOT = Path(__file__).resolve().parents[2]


def told_by(content: bytes) -> list[str]:
    return [canary for canary in CANARIES if canary.encode() in content]


def told_by_folder(folder: Path) -> list[str]:
    """The canaries that stand in plain text in any file or name below a folder."""
    told = [canary for file in folder.rglob("*") for canary in CANARIES if canary in file.name]
    for file in folder.rglob("*"):
        if file.is_file():
            told += told_by(file.read_bytes())
    return told


def delivered(queue: EncryptedQueue) -> Receipt:
    parcel = queue.next_due()
    assert parcel is not None
    queue.attempted(parcel.id, parcel.digest)
    receipt = Receipt(parcel.id, parcel.digest, "H26.000001", START)
    queue.delivered(receipt)
    return receipt


def kept_open(queue: EncryptedQueue) -> Journey:
    return with_paper(queue, begun(queue, birth_form()))


def put_aside(queue: EncryptedQueue) -> Journey:
    journey = kept_open(queue)
    queue.put_aside(journey.id).result()
    return journey


def sent(queue: EncryptedQueue) -> Journey:
    journey = finished(queue)
    delivered(queue)
    return journey


LIVES = [kept_open, put_aside, finished, sent]


@pytest.mark.parametrize("sealed", [True, False])
@pytest.mark.parametrize("live", LIVES)
def test_no_plain_text_lies_in_the_data_folder(
    open_queue: Callable[..., EncryptedQueue],
    tmp_path: Path,
    live: Callable[[EncryptedQueue], Journey],
    *,
    sealed: bool,
) -> None:
    queue = open_queue(sealed=sealed)
    live(queue)
    assert told_by_folder(tmp_path) == []
    queue.close()
    assert told_by_folder(tmp_path) == []
    (tmp_path / "control").write_bytes(PAPER)
    assert told_by_folder(tmp_path) != []


def everything_the_kiosk_can_read(folder: Path, key: bytes) -> Iterator[bytes]:
    """All that opens with the database's key: values, what they pack, files with a kept key."""
    store = Store(folder, key)
    for (table,) in store.rows("SELECT name FROM sqlite_schema WHERE type = 'table'"):
        for row in store.rows(f"SELECT * FROM {table}"):
            for value in row:
                if isinstance(value, bytes):
                    yield value
                    if value[:1] == b"x":
                        yield zlib.decompress(value)
                else:
                    yield str(value).encode()
    for owner, attachment, name, file_key in store.rows(
        "SELECT submission, id, file, key FROM attachment WHERE key IS NOT NULL"
    ):
        with (folder / "attachments" / name).open("rb") as file:
            yield capture.decrypted(file_key, owner + attachment, file)
    for file in (folder / "attachments").iterdir():
        yield file.read_bytes()
    store.close()


@pytest.fixture
def stolen(folder: Path, secrets_file: Path, tmp_path: Path) -> Callable[[], list[str]]:
    """Takes the machine: the folder as it lies there, and the key."""

    def stealing() -> list[str]:
        copy = tmp_path / "stolen"
        shutil.copytree(folder, copy)
        key = FileSecrets(secrets_file).get("database")
        assert key is not None
        return [
            canary
            for value in everything_the_kiosk_can_read(copy, key)
            for canary in told_by(value)
        ]

    return stealing


@pytest.mark.parametrize("live", [put_aside, finished, sent])
def test_what_was_put_aside_or_finished_opens_with_no_key_of_the_kiosk(
    encrypted: EncryptedQueue,
    stolen: Callable[[], list[str]],
    live: Callable[[EncryptedQueue], Journey],
) -> None:
    live(encrypted)
    encrypted.summary().result()
    # The number the person agreed to be called on stays outside the seal.
    assert set(stolen()) <= ({PHONE} if live is not put_aside else set())


def test_an_open_journey_opens_with_the_databases_key(
    encrypted: EncryptedQueue, stolen: Callable[[], list[str]]
) -> None:
    kept_open(encrypted)
    assert set(stolen()) == set(CANARIES)


def test_the_log_keeps_nothing_of_what_was_sealed(encrypted: EncryptedQueue, folder: Path) -> None:
    finished(encrypted)
    encrypted.summary().result()
    log = (folder / f"{DATABASE}-wal").read_bytes()
    assert not any(log)
    assert len(log) >= len(PAPER)  # room, so that the next commit needn't lengthen a file


def test_the_log_keeps_nothing_of_what_was_delivered_beyond_the_minute(
    encrypted: EncryptedQueue, folder: Path
) -> None:
    finished(encrypted)
    delivered(encrypted)
    encrypted.tidy().result()
    encrypted.waiting()
    assert not any((folder / f"{DATABASE}-wal").read_bytes())


def test_the_phone_stays_outside_the_seal_only_where_the_person_agreed(
    encrypted: EncryptedQueue, stolen: Callable[[], list[str]]
) -> None:
    form = birth_form()
    journey = begun(encrypted, form).consent(())
    encrypted.finish(journey, form, "N. T. C.").result()
    encrypted.summary().result()
    assert stolen() == []


def test_the_portal_and_the_slip_open_what_was_finished_and_nobody_else(
    encrypted: EncryptedQueue, portal_identity: pyrage.x25519.Identity
) -> None:
    journey = finished(encrypted)
    parcel = encrypted.next_due()
    assert parcel is not None
    assert parcel.media_type == "application/age"
    document = parse_document(pyrage.decrypt(parcel.body, [portal_identity]))
    assert document.answers == {key: it for key, it in ANSWERS.items() if key != "note"}
    assert document.ticket == str(journey.slip.ticket)
    assert document.consents == journey.consents
    (file,) = parcel.files
    (named,) = document.attachments
    assert (named.digest, named.size) == (file.digest, file.size)
    assert (named.id, named.paper) == (journey.attachments[0].id, "birth-paper")
    with file.open() as content:
        assert pyrage.decrypt(content.read(), [portal_identity]) == PAPER
    with pytest.raises(pyrage.DecryptError):
        pyrage.decrypt(parcel.body, [pyrage.x25519.Identity.generate()])


def test_a_portal_without_keys_gets_plain_json_and_files(
    open_queue: Callable[..., EncryptedQueue],
) -> None:
    queue = open_queue(sealed=False)
    finished(queue)
    parcel = queue.next_due()
    assert parcel is not None
    assert parcel.media_type == "application/json"
    assert parse_document(parcel.body).attachments[0].digest == parcel.files[0].digest
    with parcel.files[0].open() as content:
        assert content.read() == PAPER


def test_each_slip_has_a_key_of_its_own(encrypted: EncryptedQueue) -> None:
    journey = begun(encrypted, birth_form())
    other = replace(journey.slip, secret=journey.slip.secret ^ 1)
    assert recipient_of(journey.slip) != recipient_of(other)
    assert recipient_of(journey.slip).startswith("age1")


def test_files_and_folders_are_for_the_kiosks_user_alone(
    encrypted: EncryptedQueue, folder: Path, secrets_file: Path
) -> None:
    kept_open(encrypted)
    places = [folder, *folder.rglob("*"), secrets_file]
    assert {place for place in places if place.stat().st_mode & 0o077} == set()


def test_everything_is_there_after_a_restart(open_queue: Callable[..., EncryptedQueue]) -> None:
    queue = open_queue()
    aside, waiting, journey = put_aside(queue), finished(queue), kept_open(queue)
    queue.postponed(waiting.id, 500.0, counts=True)
    queue.close()
    queue.close()
    queue = open_queue()
    assert queue.recover(NUMBER, None).result() == journey
    assert queue.attachment(journey.id, journey.attachments[0].id).result() == PAPER
    assert queue.reopen(aside.slip).result() == aside
    parcel = queue.next_due()
    assert parcel is not None
    assert (parcel.id, parcel.attempts) == (waiting.id, 1)


@pytest.mark.parametrize("live", ["saved", "finished", "aside"])
def test_what_was_acknowledged_survives_a_kill(
    open_queue: Callable[..., EncryptedQueue], folder: Path, secrets_file: Path, live: str
) -> None:
    program = subprocess.Popen(
        [sys.executable, "-m", "tests.offline_queue.killed", str(folder), str(secrets_file), live],
        stdout=subprocess.PIPE,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert program.stdout is not None
    slip = json.loads(program.stdout.readline())
    program.send_signal(signal.SIGKILL)
    program.wait()
    program.stdout.close()
    queue = open_queue()
    ticket_states = {"saved": State.DRAFT, "aside": State.DRAFT, "finished": State.WAITING}
    from kiosk.domain.slip import Slip

    known = queue.look_up(Slip.from_qr(slip).ticket).result()
    assert known is not None
    assert known.state is ticket_states[live]
    journey = queue.reopen(Slip.from_qr(slip)).result()
    assert journey.answers["name"] == ANSWERS["name"]
    assert queue.attachment(journey.id, journey.attachments[0].id).result() == PAPER


def test_a_second_program_is_kept_out_of_the_folder(
    encrypted: EncryptedQueue, folder: Path, secrets_file: Path, open_queue: Callable[..., object]
) -> None:
    with pytest.raises(QueueInUse):
        open_queue()
    program = subprocess.run(
        [sys.executable, "-m", "tests.offline_queue.killed", str(folder), str(secrets_file), "-"],
        capture_output=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=False,
    )
    assert b"QueueInUse" in program.stderr
    assert finished(encrypted).version == "2026.1"


def test_what_a_cut_left_behind_is_swept_at_the_next_start(
    open_queue: Callable[..., EncryptedQueue], folder: Path
) -> None:
    queue = open_queue()
    journey = kept_open(queue)
    queue.close()
    for name in ("0123456789abcdef.part", "fedcba9876543210"):
        (folder / "attachments" / name).write_bytes(b"half")
    queue = open_queue()
    assert len(list((folder / "attachments").iterdir())) == 1
    assert queue.attachment(journey.id, journey.attachments[0].id).result() == PAPER


@pytest.mark.parametrize("sealed", [True, False])
def test_what_is_erased_leaves_no_file(
    open_queue: Callable[..., EncryptedQueue], folder: Path, *, sealed: bool
) -> None:
    queue = open_queue(sealed=sealed)
    papers = folder / "attachments"
    sent(queue)
    assert list(papers.iterdir()) == []
    queue.withdraw(finished(queue).slip).result()
    queue.discard(kept_open(queue).id).result()
    journey = kept_open(queue)
    queue.drop_attachment(journey.id, journey.attachments[0].id).result()
    assert list(papers.iterdir()) == []
    finished(queue)
    assert len(list(papers.iterdir())) == 1


def test_the_journal_tells_what_happened_and_is_only_added_to(
    open_queue: Callable[..., EncryptedQueue], folder: Path, secrets_file: Path
) -> None:
    queue = open_queue()
    journey = put_aside(queue)
    queue.finish(queue.reopen(journey.slip).result(), birth_form(), "N.").result()
    delivered(queue)
    queue.close()
    store = Store(folder, FileSecrets(secrets_file).get("database") or b"")
    lines = store.rows("SELECT what, submission FROM journal ORDER BY sequence")
    told = ("put-aside", "reopened", "mode-self", "finished", "delivered")
    assert lines == [("clock-known", None), *((what, journey.id.bytes) for what in told)]
    for change in ("DELETE FROM journal", "UPDATE journal SET count = 0"):
        with pytest.raises(apsw.ConstraintError), store.transaction():
            store.write(change)
    store.close()


LIES = [
    "UPDATE submission SET state = 'delivered'",
    "UPDATE submission SET state = 'withdrawn'",
    "UPDATE submission SET state = 'refused'",
    "UPDATE submission SET state = 'draft'",
    "UPDATE submission SET state = 'sending'",
    "UPDATE submission SET content = NULL",
    "UPDATE submission SET digest = NULL",
    "UPDATE submission SET secret = zeroblob(13)",
    "UPDATE submission SET number_mark = zeroblob(32)",
    "UPDATE submission SET settled_at = 1",
    "UPDATE submission SET blocked = 1",
    "UPDATE submission SET attempts = -1",
    "UPDATE submission SET receipt = '{}'",
    "UPDATE submission SET state = 'delivered', content = NULL, receipt = '{}', settled_at = 1",
    "UPDATE attachment SET digest = NULL",
    "UPDATE attachment SET key = x'00'",
    "UPDATE attachment SET submission = zeroblob(16)",
]


@pytest.mark.parametrize("lie", LIES)
def test_the_tables_refuse_a_lie(
    open_queue: Callable[..., EncryptedQueue], folder: Path, secrets_file: Path, lie: str
) -> None:
    queue = open_queue()
    finished(queue)
    queue.close()
    store = Store(folder, FileSecrets(secrets_file).get("database") or b"")
    with pytest.raises(apsw.ConstraintError), store.transaction():
        store.write(lie)
    store.close()


def test_nothing_looks_through_all_that_was_ever_settled(
    open_queue: Callable[..., EncryptedQueue], folder: Path, secrets_file: Path
) -> None:
    queue = open_queue()
    said: set[str] = set()

    def hear(_cursor: object, sql: str, _values: object) -> bool:
        if "submission" in sql and sql.startswith(("SELECT", "UPDATE", "DELETE")):
            said.add(sql)
        return True

    queue._parts._store._connection.exec_trace = hear
    sent(queue)
    queue.recover(NUMBER, "1234").result()
    queue.withdraw(put_aside(queue).slip).result()
    queue.discard(kept_open(queue).id).result()
    waiting = finished(queue)
    queue.refused(waiting.id, Refusal("identity-mismatch", ""))
    queue.reopen(waiting.slip).result()
    for asked in (queue.seconds_until_due, queue.waiting, queue.hasten):
        asked()
    queue.summary().result()
    queue.tidy().result()
    queue.close()
    assert len(said) > 20
    store = Store(folder, FileSecrets(secrets_file).get("database") or b"")
    plans = {
        (sql, step[3])
        for sql in said
        for step in store.rows(
            f"EXPLAIN QUERY PLAN {sql}", {"id": None} if ":id" in sql else (None,) * sql.count("?")
        )
    }
    store.close()
    assert [it for it in plans if it[1].startswith("SCAN") and "USING" not in it[1]] == []


def test_a_finished_journey_without_its_captured_paper_is_not_half_finished(
    encrypted: EncryptedQueue, folder: Path
) -> None:
    form = birth_form()
    journey = kept_open(encrypted)
    missing = replace(journey.attachments[0], id=journey.id)
    with pytest.raises(WrongState):
        encrypted.finish(journey.attach(missing), form, "N.").result()
    assert encrypted.submission(journey.id).result().state is State.DRAFT
    assert len(list((folder / "attachments").iterdir())) == 1
