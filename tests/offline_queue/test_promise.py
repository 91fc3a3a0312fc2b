"""What was acknowledged arrives once, or stays with a reason: in any order of events."""

from __future__ import annotations

from hypothesis import settings

from tests.offline_queue.promise import Kiosk

TestPromise = Kiosk.TestCase
TestPromise.settings = settings(
    max_examples=30,
    stateful_step_count=20,
)
