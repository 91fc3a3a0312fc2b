"""The PIN of this kiosk's staff: slow to try, and each wrong try outlives a pulled plug."""

from __future__ import annotations

import json
import re
import secrets
import threading
from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from cryptography.exceptions import InvalidKey
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

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

PRACTICE_PIN: Final = "246810"
"""What opens the staff pages of a demonstration, which shows it there."""

_DIGITS: Final = frozenset("0123456789")
_SALT_BYTES: Final = 16
_HASH_BYTES: Final = 32
_PHC: Final = re.compile(
    r"\$argon2id\$v=19\$m=[0-9]+,t=[0-9]+,p=[0-9]+\$[A-Za-z0-9+/]{11,}\$[A-Za-z0-9+/]{11,}"
)
"""A hash as text, with the cost at which it was made."""


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
class Hasher:
    """Argon2id at a cost: passes, lanes, and memory in KiB."""

    passes: int
    lanes: int
    memory: int

    def hash(self, pin: str) -> str:
        """The hash of a PIN under a salt of its own, as PHC text."""
        hardened = Argon2id(
            salt=secrets.token_bytes(_SALT_BYTES),
            length=_HASH_BYTES,
            iterations=self.passes,
            lanes=self.lanes,
            memory_cost=self.memory,
        )
        return hardened.derive_phc_encoded(pin.encode())

    def verify(self, hash_: str, pin: str) -> bool:
        """Whether it is the PIN's, whatever it cost. Raises ValueError where it is no hash."""
        if _PHC.fullmatch(hash_) is None:
            raise ValueError("no hash of Argon2id")
        try:
            Argon2id.verify_phc_encoded(pin.encode("utf-8", "backslashreplace"), hash_)
        except InvalidKey:
            return False
        return True


HASHER: Final = Hasher(passes=3, lanes=4, memory=64 * 1024)
"""As RFC 9106 (section 4) has it for where memory is scarce: 64 MiB, three passes."""


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
        hasher: Hasher | None = None,
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
            return self._hasher.verify(hash_, pin)
        except ValueError as error:
            raise QueueLocked("unreadable") from error

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
    everybody_knows = Hasher(passes=1, lanes=1, memory=8)
    pin = StaffPin(kept.get, kept.__setitem__, clock, everybody_knows)
    pin.set(PRACTICE_PIN)
    return pin
