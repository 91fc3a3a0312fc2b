"""Peers are programs that others wrote: two halves by one hand would be wrong alike."""

from __future__ import annotations

import pytest

from tests.peers.node import need_peers


@pytest.fixture(scope="session", autouse=True)
def _peers() -> None:
    need_peers()
