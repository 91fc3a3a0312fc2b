"""What holds for every test."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

# How long an example takes says what else the machine is doing, and a failure that comes by chance
# is nobody's: each run tries the same examples, other ones are for the bench. The windows and
# folders that examples share are meant to be shared.
settings.register_profile(
    "tests",
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=(HealthCheck.too_slow, HealthCheck.function_scoped_fixture),
)
settings.load_profile("tests")
