"""What is found in drawn photographs; many more of them in `tests.bench.photographs`."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt
import pytest

from kiosk.papers.advice import Advice, advise
from kiosk.papers.sheet import examine, straighten
from tests.bench.photographs import live, measure
from tests.papers.photographs import FAULTS, Scene, page, photograph, varied


def test_faults_are_seen_and_none_is_seen_where_there_is_none() -> None:
    given, off = measure(2)
    wrong = {pair: number for pair, number in given.items() if pair[0] is not pair[1]}
    assert sum(wrong.values()) <= 2, wrong
    assert np.percentile(off, 90) < 0.012


@pytest.mark.parametrize("size", [(1280, 720), (1600, 1200), (1080, 1920)])
def test_cameras_of_other_shapes_find_it_too(size: tuple[int, int]) -> None:
    taken = photograph(Scene(seed=4, size=size, fill=0.8))
    found = examine(taken.grey)
    assert found.corners is not None
    assert taken.corners is not None
    assert np.abs(np.array(found.corners) - taken.corners).max() < 0.012


def test_a_sheet_seen_askew_is_laid_straight() -> None:
    taken = photograph(Scene(seed=8, lean=0.12, turn=7, fill=0.85, noise=1, size=(2400, 1800)))
    found = examine(taken.grey)
    assert found.corners is not None
    flat = straighten(taken.grey, found.corners, 1000)
    assert max(flat.shape) == 1000
    lines, drawn = _lines(flat), _lines(page(34, 8))
    # Heading, lines and seal stand at the heights where they were drawn.
    assert np.corrcoef(lines, drawn)[0, 1] > 0.8


def _lines(picture: npt.NDArray[np.uint8]) -> npt.NDArray[np.float64]:
    """How much ink stands at each hundredth of the height, whatever the lamp did."""
    ground = cv2.GaussianBlur(picture, (0, 0), picture.shape[0] / 50)
    ink = cv2.subtract(ground, picture)[:, 30:-30]
    rows = np.array_split(np.asarray(ink, np.float64).mean(axis=1), 100)
    return np.convolve([row.mean() for row in rows], [0.25, 0.5, 0.25])


def test_a_sheet_on_its_side_is_found_whichever_way_it_is_turned() -> None:
    for turn in (-30, 30, 85):
        taken = photograph(Scene(seed=3, turn=turn, fill=0.7))
        assert advise(live(taken)) in {Advice.GOOD, Advice.CLOSER}, turn


def test_an_empty_table_and_a_black_or_white_picture_show_no_sheet() -> None:
    for scene in varied(FAULTS["show"], 3, seed=11):
        assert live(photograph(scene)).corners is None
    for level in (0, 128, 255):
        assert examine(np.full((360, 640), level, np.uint8)).corners is None


def test_a_blank_sheet_has_nothing_sharp_on_it() -> None:
    grey = np.full((720, 1280), 60, np.uint8)
    grey[60:660, 400:820] = 230
    assert examine(grey).sharpness == 0
