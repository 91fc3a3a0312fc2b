"""The PIN of this kiosk's staff: slow to try, and each wrong try outlives a pulled plug."""

from __future__ import annotations

import json
import threading
from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from kiosk.domain.ports import QueueFull, QueueLocked
from kiosk.domain.staff import PinLocked, PinNotSet, PinUnfit, PinWrong

if TYPE_CHECKING:
    from collections.abc import Callable

    from kiosk.domain.ports import Clock

PIN_NAME: Final = "staff-pin"
FREE_TRIES: Final = 5
FIRST_PAUSE: Final = 15.0
LONGEST_PAUSE: Final = 3600.0
"""Seconds, both."""

HASHER: Final = PasswordHasher(time_cost=3, memory_cost=64 * 1024, parallelism=4)
"""argon2id as RFC 9106 (section 4) has it for where memory is scarce: 64 MiB, three passes."""

PRACTICE_PIN: Final = "246810"
"""What opens the staff pages of a demonstration, which shows it there."""

_DIGITS: Final = frozenset("0123456789")


def pause_after(failures: int) -> float:
    """Seconds without a try after so many wrong ones in a row: none for four, then doubling."""
    if failures < FREE_TRIES:
        return 0.0
    return min(FIRST_PAUSE * 2.0 ** min(failures - FREE_TRIES, 16), LONGEST_PAUSE)


def check_fit(pin: str) -> None:
    """Raises PinUnfit: six to twelve digits, not all alike and not in a row, up or down."""
    if not 6 <= len(pin) <= 12 or not _DIGITS.issuperset(pin):
        raise PinUnfit
    steps = {(int(after) - int(before)) % 10 for before, after in pairwise(pin)}
    if len(steps) == 1 and steps <= {0, 1, 9}:
        raise PinUnfit


@dataclass(frozen=True, slots=True)
class _Kept:
    """What lies among the secrets: the hash as PHC text, and the wrong tries in a row."""

    hash: str
    failures: int


class StaffPin:
    """`kiosk.domain.staff.Pin`, kept by `save(name, secret)` and `load(name)`; for any thread.

    A try is counted durably before it is answered. How long a pause lasts is told by the
    monotonic clock: a start after five wrong tries begins it anew, and no wall clock ends it.
    """

    def __init__(
        self,
        load: Callable[[str], bytes | None],
        save: Callable[[str, bytes], None],
        clock: Clock,
        hasher: PasswordHasher | None = None,
    ) -> None:
        self._load = load
        self._save = save
        self._clock = clock
        self._hasher = hasher or HASHER
        self._one_at_a_time = threading.Lock()
        self._paused_since = clock.monotonic()

    def is_set(self) -> bool:
        """Whether there is one. Raises QueueLocked."""
        return self._load(PIN_NAME) is not None

    def check(self, pin: str) -> None:
        """Silence means that it is right. Raises PinNotSet, PinWrong, PinLocked, QueueLocked."""
        with self._one_at_a_time:
            kept = self._kept()
            if kept is None:
                raise PinNotSet
            left = self._paused_since + pause_after(kept.failures) - self._clock.monotonic()
            if left > 0:
                raise PinLocked(left)
            failures = kept.failures + 1
            self._keep(_Kept(kept.hash, failures))
            self._paused_since = self._clock.monotonic()
            if self._matches(kept.hash, pin):
                self._keep(_Kept(kept.hash, 0))
            elif failures < FREE_TRIES:
                raise PinWrong(FREE_TRIES - failures)
            else:
                raise PinLocked(pause_after(failures))

    def set(self, pin: str) -> None:
        """Let this be the PIN from now on; wrong tries are forgotten.

        Whoever may set it was asked before. Raises PinUnfit, QueueLocked.
        """
        check_fit(pin)
        with self._one_at_a_time:
            self._keep(_Kept(self._hasher.hash(pin), 0))

    def _matches(self, hash_: str, pin: str) -> bool:
        try:
            return self._hasher.verify(hash_, pin.encode("utf-8", "backslashreplace"))
        except InvalidHashError as error:
            raise QueueLocked("unreadable") from error
        except VerificationError:
            return False

    def _kept(self) -> _Kept | None:
        secret = self._load(PIN_NAME)
        if secret is None:
            return None
        try:
            kept = json.loads(secret)
            return _Kept(str(kept["hash"]), int(kept["failures"]))
        except (ValueError, KeyError, TypeError) as error:
            raise QueueLocked("unreadable") from error

    def _keep(self, kept: _Kept) -> None:
        try:
            self._save(PIN_NAME, json.dumps(asdict(kept)).encode("ascii"))
        except QueueFull as error:
            # A try that can't be counted is none.
            raise QueueLocked("unavailable") from error


def practice_pin(clock: Clock) -> StaffPin:
    """The PIN of a demonstration: known to all, so it is kept in memory and opens nothing later."""
    kept: dict[str, bytes] = {}
    everybody_knows = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    pin = StaffPin(kept.get, kept.__setitem__, clock, everybody_knows)
    pin.set(PRACTICE_PIN)
    return pin
