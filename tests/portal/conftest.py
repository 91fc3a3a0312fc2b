from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.portal.apart import portal_apart
from tests.portal.hostile import HASTY, HostilePortal, client_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kiosk.portal import HttpPortal
    from tests.portal.apart import Apart


@pytest.fixture(scope="session")
def there(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Apart]:
    """A portal in a process of its own, for all tests that count from what it has."""
    with portal_apart(tmp_path_factory.mktemp("there")) as apart:
        yield apart


@pytest.fixture
def hostile() -> Iterator[HostilePortal]:
    with HostilePortal() as portal:
        yield portal


@pytest.fixture
def portal(hostile: HostilePortal) -> Iterator[HttpPortal]:
    client = client_of(hostile)
    yield client
    client.close()


@pytest.fixture
def hasty(hostile: HostilePortal) -> Iterator[HttpPortal]:
    """A client that gives up within a second."""
    client = client_of(hostile, HASTY)
    yield client
    client.close()
