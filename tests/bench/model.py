"""Many lives of the queue and the courier, by chance, against what persons were promised."""

from __future__ import annotations

import logging
import os
import time
from typing import Final

from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.bench.figures import publish_faults
from tests.offline_queue.promise import Kiosk

LIVES: Final = 500
STEPS: Final = 40
"""Of each life."""


def main() -> int:
    """Other lives every time; a promise that one of them broke is raised, with its steps."""
    os.nice(10)
    logging.disable(logging.CRITICAL)
    began = time.monotonic()
    run_state_machine_as_test(
        Kiosk,
        settings=settings(
            max_examples=LIVES,
            stateful_step_count=STEPS,
            deadline=None,
            database=None,
            print_blob=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
    counts = {"lives": LIVES, "steps": LIVES * STEPS, "seconds": time.monotonic() - began}
    return publish_faults("faults-model", counts, [], ["Every promise was kept."])
