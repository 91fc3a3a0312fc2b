"""When it is tried again: bounds that hold whatever happens, and spreads that are really wide."""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as some

from offline_queue.retry import (
    LONGEST,
    LONGEST_NAMED,
    LONGEST_PROBE,
    LONGEST_WINDOW,
    SHORTEST,
    WINDOW,
    Breaker,
    pause,
)

SEEDS = some.integers(0, 2**32)
OUTAGES = some.floats(0.0, 1e6)


@given(some.integers(0, 10_000), some.integers())
def test_a_pause_is_jittered_and_never_longer_than_a_quarter_of_an_hour(
    attempts: int, seed: int
) -> None:
    seconds = pause(attempts, Random(seed))
    assert 0.0 <= seconds <= min(LONGEST, SHORTEST * 2.0 ** min(attempts, 30))


def test_pauses_are_spread_over_the_whole_of_their_bound() -> None:
    random = Random(1)
    seconds = [pause(20, random) for _ in range(1000)]
    assert min(seconds) < 0.02 * LONGEST
    assert max(seconds) > 0.98 * LONGEST
    assert min(pause(0, random) for _ in range(1000)) < 0.02 * SHORTEST


@given(some.lists(some.sampled_from(["lost", "stumbled", "reached"]), max_size=40), SEEDS)
def test_a_breaker_never_closes_for_longer_than_five_minutes_by_itself(
    failures: list[str], seed: int
) -> None:
    breaker = Breaker(Random(seed), test_every=30.0)
    for failure in failures:
        if failure == "lost":
            breaker.lost(100.0, None)
        elif failure == "stumbled":
            breaker.stumbled(100.0)
        else:
            breaker.reached(100.0)
        assert breaker.seconds_closed(100.0) <= LONGEST_PROBE


@given(some.lists(some.floats(0.0, 1e9), min_size=1, max_size=20), SEEDS)
def test_a_named_time_is_kept_and_no_tap_shortens_it(named: list[float], seed: int) -> None:
    breaker = Breaker(Random(seed), test_every=30.0)
    for each in named:
        breaker.lost(0.0, each)
        kept = min(each, LONGEST_NAMED)
        assert kept <= breaker.seconds_closed(0.0) <= max(kept, 1.0) + WINDOW
        breaker.hurry(0.0)
        assert breaker.seconds_closed(0.0) == pytest.approx(max(kept, 1.0))


def test_what_others_were_told_too_is_not_the_second_to_come_back_in() -> None:
    waits = Counter[int]()
    for seed in range(1000):
        breaker = Breaker(Random(seed), test_every=30.0)
        breaker.lost(0.0, 30.0)
        waits[int(breaker.seconds_closed(0.0))] += 1
    assert max(waits.values()) < 70
    assert min(waits) == 30


def test_a_portal_that_turns_away_again_and_again_is_asked_ever_more_seldom() -> None:
    breaker = Breaker(Random(1), test_every=30.0)
    longest = []
    for _ in range(6):
        breaker.lost(0.0, 10.0)
        longest.append(breaker.seconds_closed(0.0))
        breaker.reached(0.0)
    assert max(longest) > 60.0
    breaker.answered(0.0)
    breaker.lost(0.0, 10.0)
    assert breaker.seconds_closed(0.0) <= 20.0


def test_tests_of_a_dead_network_grow_rarer_until_it_lives() -> None:
    breaker = Breaker(Random(1), test_every=30.0)
    seconds = []
    for _ in range(8):
        breaker.lost(0.0, None)
        seconds.append(breaker.seconds_closed(0.0))
    for bound, each in zip([5, 10, 20, 40, 80, 160, 300, 300], seconds, strict=True):
        assert each <= bound
    assert all(each >= 0.9 * bound for bound, each in zip([5, 10, 20, 40], seconds, strict=False))
    assert seconds[-1] >= 270
    breaker.reached(0.0)
    breaker.lost(100.0, None)
    assert breaker.seconds_closed(100.0) <= 5.0


def test_a_tap_while_the_portal_is_away_has_it_tested_often_again() -> None:
    breaker = Breaker(Random(1), test_every=30.0)
    for _ in range(8):
        breaker.lost(0.0, None)
    breaker.hurry(0.0)
    assert breaker.seconds_closed(0.0) == 0.0
    breaker.lost(0.0, None)
    assert breaker.seconds_closed(0.0) <= 5.0


# --- after an outage ------------------------------------------------------------------------------


@given(OUTAGES, some.floats(0.0, 1e5) | some.none(), SEEDS)
def test_sending_waits_no_longer_than_the_outage_was_and_the_window_is(
    outage: float, named: float | None, seed: int
) -> None:
    breaker = Breaker(Random(seed), test_every=30.0)
    breaker.widen(named)
    breaker.lost(0.0, None)
    closed = breaker.seconds_closed(outage)
    breaker.reached(outage)
    window = min(max(WINDOW, named or 0.0), LONGEST_WINDOW)
    latest = closed + min(outage + closed, window)
    assert closed <= breaker.seconds_until_sending(outage) <= latest
    assert breaker.seconds_until_test(outage) >= breaker.seconds_until_sending(outage)


@given(OUTAGES, SEEDS)
def test_what_a_person_asks_for_waits_for_no_spread(outage: float, seed: int) -> None:
    breaker = Breaker(Random(seed), test_every=30.0)
    breaker.lost(0.0, None)
    breaker.hurry(outage)
    breaker.reached(outage)
    assert breaker.seconds_until_sending(outage) == 0.0
    other = Breaker(Random(seed), test_every=30.0)
    other.started(0.0, outage)
    other.hurry(0.0)
    assert other.seconds_closed(0.0) == other.seconds_until_sending(0.0) == 0.0


@given(SEEDS)
def test_a_tap_that_found_nobody_does_not_hurry_the_next_outage(seed: int) -> None:
    breaker = Breaker(Random(seed), test_every=30.0)
    breaker.lost(0.0, None)
    breaker.hurry(1000.0)
    breaker.lost(1000.0, None)
    breaker.reached(1003.0)
    assert breaker.seconds_until_sending(1003.0) > 0.0


def test_a_portal_that_was_there_all_along_is_sent_to_at_once() -> None:
    breaker = Breaker(Random(1), test_every=30.0)
    breaker.reached(0.0)
    assert breaker.seconds_until_sending(0.0) == 0.0
    breaker.lost(5.0, 30.0)
    breaker.reached(60.0)
    assert breaker.seconds_until_sending(60.0) == 0.0


@given(OUTAGES, SEEDS)
def test_a_start_is_tested_within_a_minute_and_sends_within_five(age: float, seed: int) -> None:
    breaker = Breaker(Random(seed), test_every=30.0)
    breaker.started(0.0, age)
    assert breaker.seconds_closed(0.0) <= min(age, WINDOW) / 5
    assert breaker.seconds_closed(0.0) <= breaker.seconds_until_sending(0.0) <= min(age, WINDOW)


def _evenly(instants: list[float], over: float) -> bool:
    """Whether no tenth of the time has over twice its share."""
    tenths = Counter(int(10 * instant / over) for instant in instants)
    return max(tenths.values()) <= 2 * len(instants) / 10


def test_ten_thousand_that_start_at_once_come_one_after_the_other() -> None:
    tests, sends = [], []
    for seed in range(10_000):
        breaker = Breaker(Random(seed), test_every=30.0)
        breaker.started(0.0, 3600.0)
        tests.append(breaker.seconds_closed(0.0))
        sends.append(breaker.seconds_until_sending(0.0))
    assert _evenly(tests, WINDOW / 5)
    assert _evenly(sends, WINDOW)


@pytest.mark.parametrize(("outage", "window"), [(120.0, 120.0), (3600.0, WINDOW)])
def test_ten_thousand_whose_line_returns_at_once_come_one_after_the_other(
    outage: float, window: float
) -> None:
    sends = []
    for seed in range(10_000):
        random = Random(seed)
        breaker = Breaker(random, test_every=30.0)
        now = 60.0 * random.random()
        while now < outage:
            breaker.lost(now, None)
            now += breaker.seconds_closed(now)
        breaker.reached(now)
        sends.append(now + breaker.seconds_until_sending(now) - outage)
    assert max(sends) <= 1.25 * window
    assert _evenly(sends, window)


def test_a_window_that_the_portal_names_is_kept_whole() -> None:
    sends = []
    for seed in range(1000):
        breaker = Breaker(Random(seed), test_every=30.0)
        breaker.widen(1800.0)
        for _ in range(10):
            breaker.lost(0.0, None)
        breaker.reached(7200.0)
        sends.append(breaker.seconds_until_sending(7200.0))
    assert _evenly(sends, 1800.0)
    assert max(sends) > 1700.0


def test_failures_of_one_submission_after_the_other_close_the_breaker_for_longer_and_longer() -> (
    None
):
    breaker = Breaker(Random(1), test_every=30.0)
    seconds = []
    for _ in range(7):
        breaker.stumbled(100.0)
        assert breaker.seconds_until_test(100.0) == 0.0
        seconds.append(breaker.seconds_closed(100.0))
    assert seconds[0] == 0.0  # the first may be that one's own fault
    for bound, each in zip([5, 10, 20, 40, 80, 160], seconds[1:], strict=True):
        assert bound / 2 <= each <= bound


def test_a_portal_that_judges_a_submission_is_trusted_again() -> None:
    breaker = Breaker(Random(1), test_every=30.0)
    for _ in range(5):
        breaker.stumbled(100.0)
    breaker.answered(200.0)
    assert 20.0 <= breaker.seconds_until_test(200.0) <= 30.0
    breaker.stumbled(200.0)
    assert breaker.seconds_closed(200.0) == 0.0
    breaker.stumbled(200.0)
    assert breaker.seconds_closed(200.0) <= 5.0


def test_a_portal_that_does_not_accept_this_kiosk_is_left_alone_and_then_tested() -> None:
    breaker = Breaker(Random(1), test_every=30.0)
    breaker.reached(100.0)
    breaker.shut(100.0)
    assert 0.8 * LONGEST <= breaker.seconds_closed(100.0) <= LONGEST
    assert breaker.seconds_until_test(100.0) == 0.0
    breaker.hurry(200.0)
    assert breaker.seconds_closed(200.0) == 0.0
