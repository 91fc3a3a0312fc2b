"""When to try again: for one submission, and for the portal as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from random import Random

SHORTEST: Final = 5.0
"""Seconds: the first pause of a submission is at most this, and that of the portal about this."""

LONGEST: Final = 15 * 60.0
LONGEST_PROBE: Final = 5 * 60.0
LONGEST_NAMED: Final = 60 * 60.0
"""A later time in a Retry-After is a mistake, and would strand what waits."""

WINDOW: Final = 5 * 60.0
"""Seconds over which those that an outage has cut off come back, unless the portal names more."""

LONGEST_WINDOW: Final = 60 * 60.0

_LEAST_NAMED: Final = 1.0
"""A Retry-After of nothing, said for ever, would be a loop."""

_FIRST_TEST: Final = 0.2
"""After this part of what a start waits before it sends, the portal is tested."""

_EVENNESS: Final = 0.9
"""A test comes after at least this part of its bound: nearly even pauses stay evenly spread."""


def pause(attempts: int, random: Random) -> float:
    """Seconds until a submission is due again: exponential with full jitter, 5 s to 15 min.

    Full jitter (any time up to the bound) spreads those that failed together:
    https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
    """
    return random.uniform(0.0, _doubled(attempts, LONGEST))


class Breaker:
    """Whether the portal may be asked now, and sent to. All instants are monotonic seconds.

    It starts in doubt: one connection test comes before anything is sent. A failure of one
    submission brings doubt again; a failed test opens the breaker, for 5 s at first and five
    minutes at last, and a portal that names a time is left alone until then.

    What an outage has cut off doesn't come back in the same second: after it, sending waits a
    random part of a window, as long as the outage was and five minutes at most. What the tests
    themselves have spread counts: where they have become as rare as the window is long, sending
    begins with the one that is passed. A wider window, named by the portal, is kept whole.
    """

    def __init__(self, random: Random, test_every: float) -> None:
        self._random = random
        self._test_every = test_every
        self._window = WINDOW
        self._test_at = float("-inf")
        self._closed_at = float("-inf")
        self._not_before = float("-inf")
        self._send_at = float("-inf")
        self._out_since: float | None = None
        self._probed_every = 0.0
        self._hurried = False
        self._losses = 0
        self._stumbles = 0
        self._namings = 0

    def seconds_closed(self, now: float) -> float:
        """How long the portal must be left alone; 0 where it may be asked."""
        return max(0.0, self._closed_at - now)

    def seconds_until_test(self, now: float) -> float:
        """How long until a connection test is wanted; 0 where one is."""
        return max(0.0, self._test_at - now)

    def seconds_until_sending(self, now: float) -> float:
        """How long nothing is sent yet, so that not everybody comes at once; 0 where it may be."""
        return max(0.0, self._send_at - now)

    def widen(self, seconds: float | None) -> None:
        """The portal names the window after an outage; None leaves it to us. An hour at most."""
        self._window = WINDOW if seconds is None else max(WINDOW, min(seconds, LONGEST_WINDOW))

    def started(self, now: float, age: float) -> None:
        """Something waits from `age` seconds ago: the start is the end of an outage of power.

        Many start in the same second, so the first test is spread too, though less widely: a
        screen that says "offline" should not do so for long.
        """
        wait = self._random.uniform(0.0, min(age, self._window))
        self._closed_at = now + wait * _FIRST_TEST
        self._send_at = now + wait

    def reached(self, now: float) -> None:
        """The test was passed, maybe before its time, because somebody looked.

        Then sending is spread from that time on: many look, and all would send in one second.
        """
        if self._out_since is not None:
            if not self._hurried:
                opens = max(now, self._closed_at)
                self._send_at = opens + self._random.uniform(0.0, self._still_to_spread(opens))
            self._out_since = None
        self._hurried = False
        self._losses = 0
        self._test_at = max(now + self._test_every * self._nearly(), self._send_at)

    def answered(self, now: float) -> None:
        """The portal has judged a submission, one way or the other."""
        self._stumbles = 0
        self._namings = 0
        self.reached(now)

    def doubted(self, now: float) -> None:
        """Test before anything is sent."""
        self._test_at = now

    def stumbled(self, now: float) -> None:
        """It failed over one submission: test whether that is the portal's fault or this one's.

        A second one in a row waits, for then the test alone proves little.
        """
        self._test_at = now
        self._stumbles += 1
        if self._stumbles > 1:
            self._closed_at = now + self._spread(self._stumbles - 2)

    def lost(self, now: float, retry_after: float | None) -> None:
        """It did not answer, or named a time (in seconds from now) before which it won't.

        A named time is kept, and somewhat more: others were given the same one. The more, the
        oftener the portal has had to say so since it last took something.
        """
        self._test_at = now
        self._hurried = False
        if retry_after is None:
            if self._out_since is None:
                self._out_since = now
            bound = _doubled(self._losses, LONGEST_PROBE)
            # Once, any time up to the longest: from then on each tests at a place of its own.
            longest_now = self._probed_every < bound == LONGEST_PROBE
            part = self._random.random() if longest_now else self._nearly()
            self._closed_at = now + bound * part
            self._probed_every = bound
            self._losses += 1
        else:
            self._out_since = None  # it is back, and does the spreading
            named = min(max(retry_after, _LEAST_NAMED), LONGEST_NAMED)
            self._not_before = now + named
            added = min(named * 2.0 ** min(self._namings, 10), WINDOW)
            self._namings += 1
            self._closed_at = now + named + self._random.uniform(0.0, added)

    def shut(self, now: float) -> None:
        """It doesn't accept this kiosk: that takes staff, so ask seldom."""
        self._test_at = now
        self._closed_at = now + LONGEST * self._nearly()

    def hurry(self, now: float) -> None:
        """A person asks to try now; only a time that the portal named is kept.

        Where the portal is still away it is tested often again: that person may be waiting.
        """
        self._test_at = now
        self._closed_at = self._not_before
        self._send_at = now
        self._hurried = True
        self._losses = 0

    def _still_to_spread(self, now: float) -> float:
        window = min(now - (now if self._out_since is None else self._out_since), self._window)
        return window if window > WINDOW else max(0.0, window - self._probed_every)

    def _spread(self, failures: int) -> float:
        return _doubled(failures, LONGEST_PROBE) * self._nearly()

    def _nearly(self) -> float:
        return self._random.uniform(_EVENNESS, 1.0)


def _doubled(times: int, most: float) -> float:
    return min(most, SHORTEST * 2.0 ** min(times, 30))
