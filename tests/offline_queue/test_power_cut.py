"""The power is cut at any change that a submission's life makes on the disk: no promise is lost.

A cut of the matrix that `dev.py bench faults --only power` looks at whole.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

import pytest

from offline_queue.files import UNFINISHED, DiskFiles
from offline_queue.key import FileSecrets
from offline_queue.queue import EncryptedQueue
from offline_queue.store import Store
from tests.fakes.clock import ManualClock
from tests.offline_queue.disks import NAMES_FIRST, NO_NAMES, NOTHING, SimulatedDisk
from tests.offline_queue.life import (
    LIFE,
    MIGRATION,
    RECOVERY,
    after_an_earlier_program,
    after_damage,
)
from tests.offline_queue.power import images, lived, loss

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from tests.offline_queue.disks import Luck
    from tests.offline_queue.power import Cut, Loss

STRIDE = 13
"""Of the cuts that stand between answers, one in so many is looked at, and with one luck."""


@pytest.fixture(scope="module")
def cuts() -> list[Cut]:
    return lived()


def losses(cuts: Iterable[Cut], lucks: Sequence[Luck]) -> Iterator[Loss]:
    for cut in cuts:
        for luck, image in images(cut, lucks):
            if lost := loss(cut, luck, image):
                yield lost


def answers(cuts: Iterable[Cut]) -> list[Cut]:
    """Of each step the moment of its answer: "kept safe" is on the screen, and the power fails."""
    first: dict[str, Cut] = {}
    for cut in cuts:
        if cut.answered:
            first.setdefault(cut.step.name, cut)
    return list(first.values())


@pytest.mark.parametrize("luck", [NOTHING, NO_NAMES, NAMES_FIRST], ids=lambda it: it.name)
def test_what_was_answered_is_there_after_a_power_cut_in_the_same_moment(
    cuts: list[Cut], luck: Luck
) -> None:
    assert len(answers(cuts)) == len(LIFE)
    assert list(losses(answers(cuts), [luck])) == []


def test_a_power_cut_at_any_moment_leaves_nothing_half_there(cuts: list[Cut]) -> None:
    for cut in cuts[::STRIDE]:
        lucks = cut.lucks()
        assert list(losses([cut], [lucks[cut.number // STRIDE % len(lucks)]])) == []


def test_a_power_cut_while_starting_after_a_power_cut_loses_nothing(cuts: list[Cut]) -> None:
    cut = next(it for it in answers(cuts) if it.step.name == "and finished again")
    again = cut.disk.after_cut(NOTHING)
    left: list[SimulatedDisk] = []
    again.changed = lambda: left.append(again.copy())
    people = cut.people.at(again)
    assert people.queue.waiting() == 1
    people.close()
    assert len(left) > 20
    for disk in left[::4]:
        assert loss(cut, NOTHING, disk.after_cut(NOTHING)) is None


def test_what_is_left_opens_on_a_real_disk_too(cuts: list[Cut], tmp_path: Path) -> None:
    cut = next(it for it in answers(cuts) if it.step.name == "the dossier is finished")
    for path, content in cut.disk.after_cut(NOTHING).contents().items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(content)
        (tmp_path / path).chmod(0o600)
    queue = EncryptedQueue(
        tmp_path / "data" / "queue",
        FileSecrets(tmp_path / "keys" / "keys.json"),
        clock=ManualClock(),
        point="TK",
        recipients=lambda: (),
    )
    birth = cut.people.journeys["birth"]
    assert queue.reopen(birth.slip).result() == birth
    queue.close()


def test_a_power_cut_after_an_earlier_programs_database_was_carried_over_loses_nothing() -> None:
    cuts = lived(MIGRATION, after_an_earlier_program())
    assert len(answers(cuts)) == len(MIGRATION)
    assert list(losses(answers(cuts), [NOTHING, NO_NAMES, NAMES_FIRST])) == []
    for cut in cuts[:: STRIDE + 4]:
        lucks = cut.lucks()
        assert list(losses([cut], [lucks[cut.number // STRIDE % len(lucks)]])) == []


def test_a_power_cut_while_a_damaged_database_is_recovered_loses_nothing() -> None:
    cuts = lived(RECOVERY, after_damage())
    assert len(answers(cuts)) == len(RECOVERY)
    assert list(losses(answers(cuts), [NOTHING, NO_NAMES, NAMES_FIRST])) == []
    starting = [cut for cut in cuts if cut.step is RECOVERY[0]]
    assert len(starting) > 20
    for cut in starting[:: STRIDE // 2]:
        lucks = cut.lucks()
        for luck, image in images(cut, [lucks[cut.number // STRIDE % len(lucks)]]):
            assert loss(cut, luck, image) is None
            assert not any(".recover" in path for path in image.contents())


# --- the test must be able to fail ----------------------------------------------------------------


def lost(until: str, luck: Luck) -> set[str]:
    """What is lost of a life up to a step, with the queue as it is now."""
    names = [step.name for step in LIFE]
    short = lived(LIFE[: names.index(until) + 1])
    return {it.step for it in losses(answers(short), [luck])}


def test_a_log_that_is_not_synced_at_each_answer_would_be_noticed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    careful = Store._configure

    def hasty(store: Store) -> None:
        careful(store)
        store._connection.pragma("synchronous", "normal")

    monkeypatch.setattr(Store, "_configure", hasty)
    assert lost("an account is begun", NOTHING) == {"an account is begun"}


def test_a_file_that_is_named_before_it_is_synced_would_be_noticed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def hasty(files: DiskFiles, name: str, pieces: Iterable[bytes]) -> None:
        with files._calls.fdopen(
            files._for_us_alone(files._folder / (name + UNFINISHED)), "wb"
        ) as it:
            it.writelines(pieces)
        files._calls.replace(files._folder / (name + UNFINISHED), files._folder / name)
        files._sync(files._folder)

    assert lost("a paper is added", NOTHING) == set()
    monkeypatch.setattr(DiskFiles, "write", hasty)
    assert "a paper is added" in lost("a paper is added", NOTHING)


def test_a_folder_that_is_not_synced_would_be_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(DiskFiles, "_sync", lambda _files, _folder: None)
    assert "a paper is added" in lost("a paper is added", NO_NAMES)


def test_a_new_folder_whose_name_is_not_synced_would_be_noticed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def hasty(files: DiskFiles, folder: Path) -> None:
        with contextlib.suppress(FileExistsError):
            if not files._calls.exists(folder.parent):  # type: ignore[attr-defined]
                hasty(files, folder.parent)
            files._calls.mkdir(folder)

    assert lost("an account is begun", NO_NAMES) == set()
    monkeypatch.setattr(DiskFiles, "_make", hasty)
    assert lost("an account is begun", NO_NAMES) == {"an account is begun"}
