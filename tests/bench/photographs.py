"""Holds what is found in drawn photographs of sheets against what is in them.

For each advice it prints how many
photographs have that fault, in how many it was seen (recall), and how often it is right where it
was given (precision); then how far off corners are, in thousandths of the picture.
"""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import replace

import cv2
import numpy as np

from kiosk.papers.advice import Advice, Findings, advise
from kiosk.papers.sheet import examine
from tests.papers.photographs import FAULTS, GOOD, Photograph, Scene, photograph, varied

LOOKED_AT = (1280, 720)


def live(taken: Photograph) -> Findings:
    """What is found in it as the live picture is looked at: small."""
    return examine(np.asarray(cv2.resize(taken.grey, LOOKED_AT, interpolation=cv2.INTER_AREA)))


def scenes(count: int) -> list[tuple[Advice, Scene]]:
    """So many of each fault, and three times as many good ones, some of them in a shadow."""
    made = [(Advice.GOOD, scene) for scene in varied(GOOD, 2 * count, seed=2)]
    made += [(Advice.GOOD, it) for it in varied(replace(GOOD, shadow=0.3), count, seed=3)]
    for name, scene in FAULTS.items():
        wanted = Advice.STILL if name == "drag" else Advice(name)
        made += [(wanted, it) for it in varied(scene, count)]
    return made


def measure(count: int) -> tuple[Counter[tuple[Advice, Advice]], list[float]]:
    """How often each advice was given for each fault, and how far corners were off."""
    given: Counter[tuple[Advice, Advice]] = Counter()
    off = []
    for wanted, scene in scenes(count):
        taken = photograph(scene)
        found = live(taken)
        given[wanted, advise(found)] += 1
        if wanted is Advice.GOOD and found.corners is not None and taken.corners is not None:
            off.append(float(np.abs(np.array(found.corners) - taken.corners).max()))
    return given, off


def main(count: int) -> int:
    """Print the table."""
    begun = time.perf_counter()
    given, off = measure(count)
    for advice in Advice:
        there = sum(number for (wanted, _), number in given.items() if wanted is advice)
        said = sum(number for (_, answer), number in given.items() if answer is advice)
        right = given[advice, advice]
        instead = {
            answer.value: number
            for (wanted, answer), number in given.items()
            if wanted is advice and answer is not advice
        }
        print(
            f"{advice.value:8} {there:4} there  recall {right / max(1, there):.3f}"
            f"  precision {right / max(1, said):.3f}  else {instead}"
        )
    middle, last = np.percentile(off, [50, 95]) * 1000
    print(f"corners off by {middle:.1f} (half), {last:.1f} (19 of 20) thousandths")
    print(f"{sum(given.values())} photographs in {time.perf_counter() - begun:.0f} s")
    return 0
