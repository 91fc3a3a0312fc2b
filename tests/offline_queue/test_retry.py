from __future__ import annotations

from random import Random

from hypothesis import given
from hypothesis import strategies as some

from offline_queue.retry import LONGEST, LONGEST_NAMED, SHORTEST, Breaker, pause


@given(some.integers(0, 10_000), some.integers())
def test_a_pause_is_jittered_and_never_longer_than_a_quarter_of_an_hour(
    attempts: int, seed: int
) -> None:
    seconds = pause(attempts, Random(seed))
    assert 0.0 <= seconds <= min(LONGEST, SHORTEST * 2.0 ** min(attempts, 30))


def test_pauses_spread_over_all_of_their_bound() -> None:
    random = Random(1)
    seconds = [pause(20, random) for _ in range(1000)]
    assert min(seconds) < 0.02 * LONGEST
    assert max(seconds) > 0.98 * LONGEST


@given(some.lists(some.sampled_from(["lost", "stumbled", "reached"]), max_size=40))
def test_a_breaker_never_closes_for_longer_than_a_minute_by_itself(failures: list[str]) -> None:
    breaker = Breaker(Random(1), test_every=30.0)
    for failure in failures:
        if failure == "lost":
            breaker.lost(100.0, None)
        elif failure == "stumbled":
            breaker.stumbled(100.0)
        else:
            breaker.reached(100.0)
        assert breaker.seconds_closed(100.0) <= 60.0


def test_a_retry_after_is_obeyed_within_reason_and_no_tap_shortens_it() -> None:
    breaker = Breaker(Random(1), test_every=30.0)
    breaker.lost(0.0, 90.0)
    breaker.hurry(10.0)
    assert breaker.seconds_closed(10.0) == 80.0
    breaker.lost(100.0, 1e9)
    assert breaker.seconds_closed(100.0) == LONGEST_NAMED


def test_tests_of_a_dead_network_grow_rarer_until_it_lives() -> None:
    breaker = Breaker(Random(1), test_every=30.0)
    seconds = []
    for _ in range(8):
        breaker.lost(0.0, None)
        seconds.append(breaker.seconds_closed(0.0))
    for bound, each in zip([5, 10, 20, 40, 60, 60, 60, 60], seconds, strict=True):
        assert bound / 2 <= each <= bound
    breaker.reached(0.0)
    breaker.lost(100.0, None)
    assert breaker.seconds_closed(100.0) <= 5.0
