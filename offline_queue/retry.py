"""When to try again: for one submission, and for the portal as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from random import Random

SHORTEST: Final = 5.0
"""Seconds: the first pause of a submission is at most this, and that of the portal about this."""

LONGEST: Final = 15 * 60.0
LONGEST_PROBE: Final = 60.0
LONGEST_NAMED: Final = 60 * 60.0
"""A later time in a Retry-After is a mistake, and would strand what waits."""


def pause(attempts: int, random: Random) -> float:
    """Seconds until a submission is due again: exponential with full jitter, 5 s to 15 min.

    Full jitter (any time up to the bound) spreads those that failed together:
    https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
    """
    return random.uniform(0.0, _doubled(attempts, LONGEST))


class Breaker:
    """Whether the portal may be asked now. All instants are monotonic seconds.

    It starts in doubt: one connection test comes before anything is sent. A failure of one
    submission brings doubt again; a failed test opens the breaker, for 5 s at first and 60 s at
    last, and a portal that names a time is left alone until then.
    """

    def __init__(self, random: Random, test_every: float) -> None:
        self._random = random
        self._test_every = test_every
        self._test_at = float("-inf")
        self._closed_at = float("-inf")
        self._not_before = float("-inf")
        self._losses = 0
        self._stumbles = 0

    def seconds_closed(self, now: float) -> float:
        """How long the portal must be left alone; 0 where it may be asked."""
        return max(0.0, self._closed_at - now)

    def seconds_until_test(self, now: float) -> float:
        """How long until a connection test is wanted; 0 where one is."""
        return max(0.0, self._test_at - now)

    def reached(self, now: float) -> None:
        """The test was passed."""
        self._losses = 0
        self._test_at = now + self._test_every

    def answered(self, now: float) -> None:
        """The portal has judged a submission, one way or the other."""
        self._stumbles = 0
        self.reached(now)

    def stumbled(self, now: float) -> None:
        """It failed over one submission: test whether that is the portal's fault or this one's.

        A second one in a row waits, for then the test alone proves little.
        """
        self._test_at = now
        self._stumbles += 1
        if self._stumbles > 1:
            self._closed_at = now + self._spread(self._stumbles - 2)

    def lost(self, now: float, retry_after: float | None) -> None:
        """It did not answer, or named a time (in seconds from now) before which it won't."""
        self._test_at = now
        if retry_after is None:
            self._closed_at = now + self._spread(self._losses)
            self._losses += 1
        else:
            self._closed_at = self._not_before = now + min(retry_after, LONGEST_NAMED)

    def shut(self, now: float) -> None:
        """It doesn't accept this kiosk: that takes staff, so ask seldom."""
        self._test_at = now
        self._closed_at = now + LONGEST

    def hurry(self, now: float) -> None:
        """A person asks to try now; only a time that the portal named is kept."""
        self._test_at = now
        self._closed_at = self._not_before

    def _spread(self, failures: int) -> float:
        return _doubled(failures, LONGEST_PROBE) * self._random.uniform(0.5, 1.0)


def _doubled(times: int, most: float) -> float:
    return min(most, SHORTEST * 2.0 ** min(times, 30))
