"""What was finished before the portal's keys were known is sealed as soon as they are."""

from __future__ import annotations

import hashlib
import json
import logging
import zlib
from typing import TYPE_CHECKING

import pyrage
import pytest

from kiosk.domain.ports import QueueFull, QueueLocked, WrongState
from kiosk.domain.submission import Receipt, Refusal, State, parse_document
from offline_queue.key import FileSecrets
from offline_queue.queue import EncryptedQueue
from tests.fakes.clock import START
from tests.offline_queue.forms import NAME, PAPER, account_form, begun, birth_form, finished

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.fakes.clock import ManualClock


class Keys:
    """The portal's keys, learnt when a test says so."""

    def __init__(self) -> None:
        self.known: tuple[str, ...] = ()
        self.failure: Exception | None = None

    def __call__(self) -> tuple[str, ...]:
        if self.failure is not None:
            raise self.failure
        return self.known


@pytest.fixture
def keys() -> Keys:
    return Keys()


@pytest.fixture
def unenrolled(
    folder: Path, secrets_file: Path, clock: ManualClock, keys: Keys
) -> Iterator[EncryptedQueue]:
    queue = EncryptedQueue(
        folder, FileSecrets(secrets_file), clock=clock, point="TK", recipients=keys
    )
    yield queue
    queue.close()


def sealed_rows(queue: EncryptedQueue) -> list[bool]:
    rows = queue._thread.submit(
        lambda: queue._parts._store.rows("SELECT sealed FROM submission ORDER BY sequence")
    )
    return [bool(row[0]) for row in rows.result()]


@pytest.mark.parametrize("how", ["next_due", "tidy"])
def test_it_is_sealed_once_the_keys_are_known(
    unenrolled: EncryptedQueue,
    keys: Keys,
    portal_identity: pyrage.x25519.Identity,
    folder: Path,
    how: str,
) -> None:
    journey = finished(unenrolled)
    plain = unenrolled.next_due()
    assert plain is not None
    assert NAME in plain.body.decode()
    unenrolled.tidy().result()
    assert sealed_rows(unenrolled) == [False]
    keys.known = (str(portal_identity.to_public()),)
    if how == "tidy":
        unenrolled.tidy().result()
        assert sealed_rows(unenrolled) == [True]
    parcel = unenrolled.next_due()
    assert parcel is not None
    assert sealed_rows(unenrolled) == [True]
    assert parcel.media_type == "application/age"
    assert parcel.digest == hashlib.sha256(parcel.body).hexdigest() != plain.digest
    document = parse_document(pyrage.decrypt(parcel.body, [portal_identity]))
    assert document.answers["name"] == NAME
    assert [it.digest for it in document.attachments] == [parcel.files[0].digest]
    with parcel.files[0].open() as file:
        assert pyrage.decrypt(file.read(), [portal_identity]) == PAPER
    assert len(list((folder / "attachments").iterdir())) == 1
    with pytest.raises(WrongState):
        unenrolled.attempted(journey.id, plain.digest)
    again = unenrolled.reopen(journey.slip).result()
    assert again.answers["name"] == NAME
    assert unenrolled.attachment(again.id, again.attachments[0].id).result() == PAPER


def test_what_was_on_its_way_keeps_its_bytes(
    unenrolled: EncryptedQueue, keys: Keys, portal_identity: pyrage.x25519.Identity
) -> None:
    journey = finished(unenrolled)
    plain = unenrolled.next_due()
    assert plain is not None
    unenrolled.attempted(plain.id, plain.digest)
    unenrolled.postponed(plain.id, 0.0, counts=True)
    keys.known = (str(portal_identity.to_public()),)
    again = unenrolled.next_due()
    assert again is not None
    assert (again.body, again.digest) == (plain.body, plain.digest)
    unenrolled.delivered(Receipt(journey.id, plain.digest, "H26.1", START))
    assert unenrolled.submission(journey.id).result().state is State.DELIVERED


def test_what_was_set_aside_or_held_is_sealed_too(
    unenrolled: EncryptedQueue, keys: Keys, portal_identity: pyrage.x25519.Identity
) -> None:
    account = finished(unenrolled, account_form())
    followed = finished(unenrolled, depends_on=account.id)
    held = finished(unenrolled)
    unenrolled.hold(held.id).result()
    unenrolled.refused(account.id, Refusal("identity-mismatch", ""))
    keys.known = (str(portal_identity.to_public()),)
    unenrolled.tidy().result()
    assert sealed_rows(unenrolled) == [True, True, True]
    states = [unenrolled.submission(it.id).result().state for it in (account, followed, held)]
    assert states == [State.REFUSED, State.REFUSED, State.HELD]


def test_a_paper_that_cannot_be_read_keeps_no_other_submission_unsealed(
    unenrolled: EncryptedQueue,
    keys: Keys,
    portal_identity: pyrage.x25519.Identity,
    folder: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    damaged = finished(unenrolled)
    (file,) = (folder / "attachments").iterdir()
    file.write_bytes(b"something else")
    finished(unenrolled)
    keys.known = (str(portal_identity.to_public()),)
    unenrolled.tidy().result()
    assert sealed_rows(unenrolled) == [False, True]
    assert str(damaged.id) in caplog.text
    caplog.clear()
    unenrolled.tidy().result()
    assert caplog.text == ""


def test_a_paper_without_its_row_is_damaged(
    unenrolled: EncryptedQueue,
    keys: Keys,
    portal_identity: pyrage.x25519.Identity,
    caplog: pytest.LogCaptureFixture,
) -> None:
    finished(unenrolled)
    keys.known = (str(portal_identity.to_public()),)
    unenrolled._thread.submit(
        lambda: unenrolled._parts._store.write("DELETE FROM attachment")
    ).result()
    unenrolled.tidy().result()
    assert sealed_rows(unenrolled) == [False]
    assert "can't be read to be sealed" in caplog.text


def test_on_a_full_disk_it_waits_as_it_is(
    unenrolled: EncryptedQueue,
    keys: Keys,
    portal_identity: pyrage.x25519.Identity,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    finished(unenrolled)
    keys.known = (str(portal_identity.to_public()),)
    with monkeypatch.context() as full:

        def no_room(_name: str, _pieces: object) -> None:
            raise QueueFull("no space left on device")

        full.setattr(unenrolled._parts._papers._files, "write", no_room)
        with pytest.raises(QueueFull):
            unenrolled.tidy().result()
    assert sealed_rows(unenrolled) == [False]
    unenrolled.tidy().result()
    assert sealed_rows(unenrolled) == [True]
    assert len(list((folder / "attachments").iterdir())) == 1


def test_finishing_unsealed_is_not_passed_over_in_silence(
    unenrolled: EncryptedQueue, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        journey = finished(unenrolled, birth_form())
    assert f"submission {journey.id} is not sealed" in caplog.text


def test_a_draft_put_aside_opens_for_the_points_lead_too(
    folder: Path, secrets_file: Path, clock: ManualClock
) -> None:
    lead = pyrage.x25519.Identity.generate()
    queue = EncryptedQueue(
        folder,
        FileSecrets(secrets_file),
        clock=clock,
        point="TK",
        recipients=Keys(),
        lead=str(lead.to_public()),
    )
    journey = begun(queue, birth_form())
    queue.put_aside(journey.id).result()
    rows = queue._thread.submit(
        lambda: queue._parts._store.rows("SELECT content FROM submission")
    ).result()
    aside = json.loads(zlib.decompress(pyrage.decrypt(rows[0][0], [lead])))
    assert aside["journey"]["answers"]["name"] == NAME
    assert queue.reopen(journey.slip).result() == journey
    finished(queue)
    queue.close()


def test_a_leads_key_that_is_none_is_told_at_the_start(
    folder: Path, secrets_file: Path, clock: ManualClock
) -> None:
    with pytest.raises(QueueLocked):
        EncryptedQueue(
            folder,
            FileSecrets(secrets_file),
            clock=clock,
            point="TK",
            recipients=Keys(),
            lead="age1" + "q" * 58,
        )


@pytest.mark.parametrize("failure", [QueueLocked("locked"), None])
def test_keys_that_cannot_be_read_seal_nothing_and_lose_nothing(
    unenrolled: EncryptedQueue,
    keys: Keys,
    portal_identity: pyrage.x25519.Identity,
    failure: Exception | None,
) -> None:
    keys.failure = failure
    keys.known = ("age1damaged",)
    with pytest.raises(QueueLocked):
        finished(unenrolled)
    keys.failure = None
    keys.known = (str(portal_identity.to_public()),)
    finished(unenrolled)
    assert unenrolled.summary().result().drafts == 1
    assert unenrolled.summary().result().waiting == 1


def test_a_receipt_is_kept_though_the_keys_for_what_follows_cannot_be_read(
    unenrolled: EncryptedQueue, keys: Keys
) -> None:
    first, second = finished(unenrolled, account_form()), finished(unenrolled, account_form())
    parcel = unenrolled.next_due()
    assert parcel is not None
    unenrolled.attempted(parcel.id, parcel.digest)
    keys.failure = QueueLocked("locked")
    receipt = Receipt(parcel.id, parcel.digest, "H26.000001", START)
    assert unenrolled.delivered_and_next(receipt, with_files=True) is None
    assert unenrolled.submission(first.id).result().state is State.DELIVERED
    assert unenrolled.submission(second.id).result().state is State.WAITING
    with pytest.raises(QueueLocked):
        unenrolled.next_due()


def test_the_courier_gives_way_and_a_person_never_does(
    folder: Path, secrets_file: Path, clock: ManualClock, portal_identity: pyrage.x25519.Identity
) -> None:
    asked: list[None] = []
    keys = (str(portal_identity.to_public()),)
    queue = EncryptedQueue(
        folder,
        FileSecrets(secrets_file),
        clock=clock,
        point="TK",
        recipients=lambda: keys,
        give_way=lambda: asked.append(None),
    )
    queue.save(begun(queue, birth_form())).result()
    assert asked == []
    assert queue.next_due() is None
    assert len(asked) == 1
    queue.close()
