from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.papers.advice import STILL_LOOKS, Advice, Corners, Findings, Verdict, Watch, judge

CORNERS: Corners = ((0.2, 0.1), (0.8, 0.1), (0.8, 0.9), (0.2, 0.9))
GOOD = Findings(
    CORNERS,
    inside=True,
    fill=0.8,
    tilt=2.0,
    sharpness=0.4,
    glare=0.0,
    brightness=180.0,
    dots=1000,
)
NOTHING = replace(GOOD, corners=None, inside=False, fill=0.0)


def moved(by: float) -> Findings:
    a, b, c, (x, y) = CORNERS
    return replace(GOOD, corners=(a, b, c, (x + by, y)))


def advice(found: Findings) -> Advice:
    watch = Watch()
    watch.see(GOOD)
    return watch.see(found).advice


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (replace(NOTHING, brightness=30), Advice.DARK),
        (replace(NOTHING, brightness=60), Advice.SHOW),
        (replace(GOOD, brightness=60, inside=False), Advice.DARK),
        (replace(GOOD, inside=False, glare=0.2), Advice.FARTHER),
        (replace(GOOD, fill=0.5, tilt=20), Advice.CLOSER),
        (replace(GOOD, tilt=20, glare=0.2), Advice.FLAT),
        (replace(GOOD, glare=0.2, sharpness=0.1), Advice.GLARE),
        (replace(GOOD, sharpness=0.1), Advice.STILL),
        (moved(0.05), Advice.STILL),
        (moved(0.005), Advice.GOOD),
    ],
)
def test_one_thing_is_said_at_a_time_the_most_pressing(found: Findings, expected: Advice) -> None:
    assert advice(found) is expected


def test_it_shoots_once_the_sheet_has_lain_still_and_takes_the_sharpest_moment() -> None:
    watch = Watch()
    assert watch.see(GOOD).advice is Advice.STILL  # it has only just come
    looks = [
        watch.see(replace(GOOD, sharpness=sharpness))
        for sharpness in (0.4, 0.6, 0.5, 0.7, 0.3)[:STILL_LOOKS]
    ]
    assert [it.best for it in looks] == [True, True, False, True, False]
    assert [it.shoot for it in looks] == [False, False, False, False, True]


def test_a_sheet_that_moves_begins_to_lie_still_anew() -> None:
    watch = Watch()
    for _ in range(STILL_LOOKS):
        assert not watch.see(GOOD).shoot
    assert not watch.see(moved(0.2)).shoot
    again = watch.see(moved(0.2))
    assert again.best
    assert not again.shoot


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (GOOD, Verdict.CLEAR),
        (NOTHING, Verdict.CORNERS),
        (replace(GOOD, inside=False), Verdict.CORNERS),
        (replace(GOOD, glare=0.3), Verdict.BLURRED),
        (replace(GOOD, brightness=40), Verdict.BLURRED),
        (replace(GOOD, sharpness=0.1), Verdict.BLURRED),
        (replace(GOOD, dots=600), Verdict.BLURRED),
        (replace(GOOD, tilt=30, fill=0.3), Verdict.CLEAR),
    ],
)
def test_a_page_is_judged_by_what_can_be_read_on_it(found: Findings, expected: Verdict) -> None:
    assert judge(found) is expected
