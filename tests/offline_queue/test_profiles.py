"""What a person lets us keep opens with their card and phone alone, and goes when they say."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from kiosk.domain.ports import ProfileLocked, QueueDamaged
from kiosk.domain.profile import CardKey, Profile
from offline_queue import profiles
from offline_queue.key import FileSecrets
from tests.offline_queue.disks import EVERYTHING, NOTHING, SimulatedDisk
from tests.offline_queue.earlier import connected
from tests.offline_queue.forms import NAME, NUMBER, PHONE
from tests.offline_queue.life import Kiosk
from tests.offline_queue.test_at_rest import told_by_folder

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from offline_queue.queue import EncryptedQueue
    from tests.fakes.clock import ManualClock
    from tests.fakes.queue import MemoryQueue

    Opening = Callable[..., EncryptedQueue]
    Queue = EncryptedQueue | MemoryQueue

CARD = CardKey(NUMBER, date(2021, 6, 15))
OTHER = CardKey("001190099999", date(2022, 1, 2))
RIGHT, WRONG = PHONE[-4:], "0000"
KEPT = Profile(
    {"name": NAME, "personal_number": NUMBER, "phone": PHONE, "residence": {"commune": "22303"}},
    date(2026, 11, 26),
)


@pytest.fixture(autouse=True)
def _quick_guesses(monkeypatch: pytest.MonkeyPatch) -> None:
    """What slows a thief down would slow these tests down as well."""
    monkeypatch.setattr(profiles, "_MEMORY_KIB", 64)


def opened(queue: Queue, ending: str = RIGHT, card: CardKey = CARD) -> Profile | None:
    return queue.profile(card, ending).result()


def journal(queue: EncryptedQueue) -> list[Any]:
    asked = (
        "SELECT what, submission, count FROM journal WHERE what LIKE 'profile%' ORDER BY sequence"
    )
    return queue._thread.submit(lambda: queue._parts._store.rows(asked)).result()


# --- what every queue does ------------------------------------------------------------------------


def test_it_opens_with_the_card_and_the_phones_last_digits(queue: Queue) -> None:
    assert not queue.keeps_profiles().result()
    queue.keep_profile(CARD, KEPT).result()
    assert queue.keeps_profiles().result()
    assert opened(queue) == KEPT
    assert opened(queue, WRONG) is None
    assert opened(queue, card=OTHER) is None
    assert opened(queue, card=CardKey(NUMBER, date(2021, 6, 16))) is None


def test_a_later_one_takes_the_place_of_the_earlier(queue: Queue) -> None:
    later = Profile({"phone": "0911111111"}, date(2026, 11, 27))
    queue.keep_profile(CARD, KEPT).result()
    queue.keep_profile(CARD, later).result()
    assert opened(queue) is None
    assert opened(queue, "1111") == later


def test_without_a_phone_nothing_is_kept(queue: Queue) -> None:
    queue.keep_profile(CARD, Profile({"name": NAME}, date(2026, 11, 26))).result()
    assert not queue.keeps_profiles().result()


def test_it_is_gone_as_soon_as_the_person_says_so(queue: Queue) -> None:
    queue.keep_profile(CARD, KEPT).result()
    queue.forget_profile(OTHER).result()
    assert queue.keeps_profiles().result()
    queue.forget_profile(CARD).result()
    assert not queue.keeps_profiles().result()
    assert opened(queue) is None


@pytest.mark.parametrize("there", [True, False], ids=["kept", "never kept"])
def test_five_wrong_tries_lock_it_for_an_hour_whether_or_not_anything_is_kept(
    queue: Queue, clock: ManualClock, *, there: bool
) -> None:
    if there:
        queue.keep_profile(CARD, KEPT).result()
    for _ in range(5):
        assert opened(queue, WRONG) is None
    with pytest.raises(ProfileLocked):
        opened(queue)
    clock.pass_(3590)
    with pytest.raises(ProfileLocked):
        opened(queue)
    clock.pass_(20)
    queue.tidy().result()
    assert opened(queue) == (KEPT if there else None)


def test_who_knows_the_digits_begins_anew_with_the_tries(queue: Queue) -> None:
    queue.keep_profile(CARD, KEPT).result()
    for _ in range(3):
        for _ in range(4):
            assert opened(queue, WRONG) is None
        assert opened(queue) == KEPT


def test_a_clock_that_is_set_back_locks_nobody_out_for_years(
    queue: Queue, clock: ManualClock
) -> None:
    queue.keep_profile(CARD, KEPT).result()
    for _ in range(5):
        opened(queue, WRONG)
    clock.jump(timedelta(days=-365 * 20))
    with pytest.raises(ProfileLocked):
        opened(queue)
    clock.pass_(3700)
    assert opened(queue) == KEPT


# --- what lies on the disk ------------------------------------------------------------------------


def test_the_tries_outlive_the_program(open_queue: Opening, clock: ManualClock) -> None:
    first = open_queue()
    first.keep_profile(CARD, KEPT).result()
    for _ in range(5):
        opened(first, WRONG)
    first.close()
    again = open_queue()
    with pytest.raises(ProfileLocked):
        opened(again)
    again.close()
    clock.pass_(3700)
    last = open_queue()
    assert opened(last) == KEPT


def test_it_is_forgotten_a_year_after_its_last_use(open_queue: Opening, clock: ManualClock) -> None:
    queue = open_queue()
    queue.keep_profile(CARD, KEPT).result()
    for days in (300, 300):
        _days_go_by(queue, clock, days)
        assert opened(queue) == KEPT, "each use begins the year anew"
    _days_go_by(queue, clock, 366)
    assert not queue.keeps_profiles().result()
    assert journal(queue)[-1] == ("profile-forgotten", None, 1)


def _days_go_by(queue: EncryptedQueue, clock: ManualClock, days: int) -> None:
    for _ in range(days):
        clock.pass_(86400)
        queue.tidy().result()


def test_the_journal_tells_what_happened_and_not_to_whom(encrypted: EncryptedQueue) -> None:
    encrypted.keep_profile(CARD, KEPT).result()
    opened(encrypted)
    encrypted.forget_profile(CARD).result()
    assert journal(encrypted) == [
        ("profile-kept", None, 1),
        ("profile-opened", None, 1),
        ("profile-forgotten", None, 1),
    ]


def test_who_has_the_databases_key_and_no_card_reads_nothing(
    open_queue: Opening, folder: Path, secrets_file: Path
) -> None:
    queue = open_queue()
    queue.keep_profile(CARD, KEPT).result()
    opened(queue, WRONG)
    queue.close()
    assert told_by_folder(folder) == []
    key = FileSecrets(secrets_file).get("database")
    assert key is not None
    with connected(folder, key) as database:
        rows = database.execute("SELECT * FROM profile").fetchall()
        rows += database.execute("SELECT * FROM profile_try").fetchall()
    database.close()
    told = b"".join(value for row in rows for value in row if isinstance(value, bytes))
    for text in (NAME, NUMBER, PHONE, PHONE[-4:], "22303"):
        assert text.encode() not in told


def test_a_row_that_was_changed_opens_for_nobody(encrypted: EncryptedQueue) -> None:
    encrypted.keep_profile(CARD, KEPT).result()
    store = encrypted._parts._store

    def spoil() -> None:
        with store.transaction():
            store.write("UPDATE profile SET sealed = zeroblob(40)")

    encrypted._thread.submit(spoil).result()
    assert opened(encrypted) is None


def test_one_that_another_program_wrote_is_told_as_damaged(
    encrypted: EncryptedQueue, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as other:
        other.setattr("offline_queue.profiles.written", lambda _profile: b"[]")
        encrypted.keep_profile(CARD, KEPT).result()
    with pytest.raises(QueueDamaged):
        opened(encrypted)


# --- the power fails ------------------------------------------------------------------------------


def each_cut(disk: SimulatedDisk, does: Callable[[], object]) -> list[tuple[bool, SimulatedDisk]]:
    """What the disk may hold after a power cut at each change, and whether it was answered."""
    taken: list[tuple[bool, SimulatedDisk]] = []
    answered = False
    disk.changed = lambda: taken.append((answered, disk.copy()))
    does()
    answered = True
    taken.append((answered, disk.copy()))
    disk.changed = lambda: None
    return [
        (told, image.after_cut(luck)) for told, image in taken for luck in (NOTHING, EVERYTHING)
    ]


def test_a_power_cut_leaves_a_profile_whole_or_none_and_whole_once_it_is_told() -> None:
    kiosk = Kiosk(SimulatedDisk())
    cuts = each_cut(kiosk.disk, kiosk.queue.keep_profile(CARD, KEPT).result)
    kiosk.close()
    assert len(cuts) > 2
    for told, image in cuts:
        again = kiosk.at(image)
        there = opened(again.queue)
        again.close()
        assert there == KEPT or (there is None and not told)


def test_a_power_cut_brings_back_nothing_that_was_erased() -> None:
    kiosk = Kiosk(SimulatedDisk())
    kiosk.queue.keep_profile(CARD, KEPT).result()
    kiosk.settle()
    cuts = each_cut(kiosk.disk, kiosk.queue.forget_profile(CARD).result)
    kiosk.close()
    for told, image in cuts:
        again = kiosk.at(image)
        assert opened(again.queue) in ((None,) if told else (None, KEPT))
        again.close()


def test_a_power_cut_gives_no_try_for_nothing() -> None:
    kiosk = Kiosk(SimulatedDisk())
    kiosk.queue.keep_profile(CARD, KEPT).result()
    for _ in range(4):
        opened(kiosk.queue, WRONG)
    kiosk.settle()
    cuts = each_cut(kiosk.disk, lambda: opened(kiosk.queue, WRONG))
    kiosk.close()
    for told, image in cuts:
        again = kiosk.at(image)
        if told:
            with pytest.raises(ProfileLocked):
                opened(again.queue)
        again.close()
