"""Many lives of the queue and the courier, by chance, against what persons were promised."""

from __future__ import annotations

import logging
import time

from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.offline_queue.promise import Kiosk

STEPS = 40


def main(lives: int = 500) -> int:
    """Live that many lives of forty steps each, other ones every time; prints a broken promise."""
    logging.disable(logging.CRITICAL)
    begun = time.monotonic()
    run_state_machine_as_test(
        Kiosk,
        settings=settings(
            max_examples=lives,
            stateful_step_count=STEPS,
            deadline=None,
            database=None,
            print_blob=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
    seconds = time.monotonic() - begun
    print(f"{lives} lives of {STEPS} steps in {seconds:.0f} s: every promise was kept")
    return 0
