"""A PIN can be tried five times, then less and less often, whatever is done to plug and clock."""

from __future__ import annotations

import json
import threading
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.ports import QueueFull, QueueLocked
from kiosk.domain.staff import PinLocked, PinNotSet, PinUnfit, PinWrong
from kiosk.operations.pin import PIN_NAME, Hasher, StaffPin, check_fit, pause_after
from offline_queue.key import FileSecrets
from tests.fakes.clock import ManualClock

if TYPE_CHECKING:
    from pathlib import Path

RIGHT = "274914"
WRONG = "000000"
QUICK = Hasher(passes=1, lanes=1, memory=8)
"""The rules of counting don't hang on how slow a hash is."""
OLD = (
    "$argon2id$v=19$m=32,t=2,p=2$pdy+5byjUFWDlIB6BWuZXA$nxivpRKSALDHvAD3JprSCS53I/b7ymitNhRsRp4rzyM"
)


def _pin(kept: dict[str, bytes], clock: ManualClock) -> StaffPin:
    return StaffPin(kept.get, kept.__setitem__, clock, QUICK)


def _tried(pin: StaffPin, text: str) -> float | None:
    """The seconds of pause that a try ends with; None where it was right."""
    try:
        pin.check(text)
    except PinWrong:
        return 0.0
    except PinLocked as locked:
        return locked.seconds
    return None


def test_no_pin_opens_nothing() -> None:
    pin = _pin({}, ManualClock())
    assert not pin.is_set()
    with pytest.raises(PinNotSet):
        pin.check(RIGHT)


def test_the_right_pin_opens_in_a_later_run_too(tmp_path: Path) -> None:
    secrets = FileSecrets(tmp_path / "keys.json")
    StaffPin(secrets.get, secrets.put, ManualClock()).set(RIGHT)
    again = StaffPin(secrets.get, secrets.put, ManualClock())
    assert again.is_set()
    again.check(RIGHT)
    with pytest.raises(PinWrong) as wrong:
        again.check(WRONG)
    assert wrong.value.left == 4
    assert RIGHT not in (tmp_path / "keys.json").read_text()


def test_what_is_kept_is_argon2id_with_64_mib() -> None:
    kept: dict[str, bytes] = {}
    StaffPin(kept.get, kept.__setitem__, ManualClock()).set(RIGHT)
    hash_ = kept[PIN_NAME].decode().split('"')[3]
    assert hash_.startswith("$argon2id$v=19$m=65536,t=3,p=4$")


def test_a_pin_that_another_library_has_hashed_still_opens() -> None:
    """By argon2-cffi 25.1, at a cost of its own."""
    kept = {PIN_NAME: json.dumps({"hash": OLD, "failures": 2}).encode()}
    pin = _pin(kept, ManualClock())
    assert _tried(pin, WRONG) == 0
    assert _tried(pin, RIGHT) is None


@pytest.mark.parametrize("pin", ["274914", "000001", "274914274914", "121212"])
def test_a_fit_pin_is_taken(pin: str) -> None:
    check_fit(pin)


@pytest.mark.parametrize(
    "pin",
    [
        "",
        "27491",
        "2749142749142",
        "27491a",
        "٢٧٤٩١٤",
        "000000",
        "123456",
        "987654",
        "890123",
        " 274914",
    ],
)
def test_an_unfit_pin_is_not_set(pin: str) -> None:
    kept: dict[str, bytes] = {}
    with pytest.raises(PinUnfit):
        _pin(kept, ManualClock()).set(pin)
    assert kept == {}


def test_pauses_double_from_fifteen_seconds_to_an_hour() -> None:
    pauses = [pause_after(failures) for failures in (0, 4, 5, 6, 7, 12, 13, 10**9)]
    assert pauses == [0, 0, 15, 30, 60, 1920, 3600, 3600]


def test_the_right_pin_is_not_heard_during_a_pause() -> None:
    clock = ManualClock()
    pin = _pin({}, clock)
    pin.set(RIGHT)
    assert [_tried(pin, WRONG) for _ in range(5)] == [0, 0, 0, 0, 15]
    clock.pass_(14)
    assert _tried(pin, RIGHT) == pytest.approx(1)
    clock.pass_(1)
    assert _tried(pin, RIGHT) is None
    assert _tried(pin, WRONG) == 0


@given(
    turns=st.lists(
        st.one_of(
            st.tuples(st.just("try"), st.booleans()),
            st.tuples(st.just("wait"), st.floats(0, 5000)),
            st.tuples(st.just("jump"), st.floats(-(10**8), 10**8)),
            st.tuples(st.just("plug"), st.none()),
        ),
        max_size=60,
    )
)
def test_neither_plug_nor_clock_gives_a_free_try(
    turns: list[tuple[str, float | bool | None]],
) -> None:
    clock = ManualClock()
    kept: dict[str, bytes] = {}
    pin = _pin(kept, clock)
    pin.set(RIGHT)
    failures = 0
    open_at = clock.monotonic()
    for what, how in turns:
        if what == "wait":
            clock.pass_(float(how or 0))
        elif what == "jump":
            clock.jump(timedelta(seconds=float(how or 0)))
        elif what == "plug":
            pin = _pin(kept, clock)
            open_at = clock.monotonic() + pause_after(failures)
        elif clock.monotonic() < open_at:
            assert _tried(pin, RIGHT if how else WRONG) == pytest.approx(
                open_at - clock.monotonic()
            )
        elif how:
            assert _tried(pin, RIGHT) is None
            failures = 0
        else:
            failures += 1
            assert _tried(pin, WRONG) == pause_after(failures)
            open_at = clock.monotonic() + pause_after(failures)


def test_a_try_is_counted_before_it_is_answered() -> None:
    class Plug(Exception):
        """The plug was pulled while the hash was reckoned."""

    class Pulled(Hasher):
        def verify(self, _hash: str, _pin: str) -> bool:
            raise Plug

    kept: dict[str, bytes] = {}
    clock = ManualClock()
    _pin(kept, clock).set(RIGHT)
    for _ in range(5):
        with pytest.raises(Plug):
            StaffPin(kept.get, kept.__setitem__, clock, Pulled(1, 1, 8)).check(WRONG)
    with pytest.raises(PinLocked):
        _pin(kept, clock).check(RIGHT)


def test_a_try_that_can_not_be_counted_is_not_answered() -> None:
    kept: dict[str, bytes] = {}
    clock = ManualClock()
    _pin(kept, clock).set(RIGHT)

    def full(_name: str, _secret: bytes) -> None:
        raise QueueFull("the disk")

    pin = StaffPin(kept.get, full, clock, QUICK)
    for text in (RIGHT, WRONG):
        with pytest.raises(QueueLocked):
            pin.check(text)


@pytest.mark.parametrize(
    "secret", [b"", b"{}", b"[]", b"\xff", b'{"hash": "x", "failures": 0}', b'{"hash": "x"}']
)
def test_a_damaged_pin_is_told_and_opens_nothing(secret: bytes) -> None:
    kept = {PIN_NAME: secret}
    with pytest.raises(QueueLocked):
        _pin(kept, ManualClock()).check(RIGHT)


def test_tries_from_many_threads_are_all_counted() -> None:
    pin = _pin({}, ManualClock())
    pin.set(RIGHT)
    ended: list[float | None] = []
    threads = [threading.Thread(target=lambda: ended.append(_tried(pin, WRONG))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(it or 0 for it in ended) == [0, 0, 0, 0, 15, 15, 15, 15]
