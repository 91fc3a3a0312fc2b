from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.portal.hostile import HostilePortal, patient_client

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kiosk.portal import HttpPortal


@pytest.fixture
def hostile() -> Iterator[HostilePortal]:
    with HostilePortal() as portal:
        yield portal


@pytest.fixture
def portal(hostile: HostilePortal) -> Iterator[HttpPortal]:
    client = patient_client(hostile)
    yield client
    client.close()
