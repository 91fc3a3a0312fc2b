from __future__ import annotations

from typing import TYPE_CHECKING

import pyrage
import pytest

from offline_queue.key import FileSecrets
from offline_queue.queue import EncryptedQueue
from tests.fakes.clock import ManualClock
from tests.fakes.queue import MemoryQueue

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from offline_queue.files import Files


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture(scope="session")
def portal_identity() -> pyrage.x25519.Identity:
    return pyrage.x25519.Identity.generate()


@pytest.fixture
def secrets_file(tmp_path: Path) -> Path:
    return tmp_path / "secrets" / "keys.json"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def open_queue(
    folder: Path,
    secrets_file: Path,
    clock: ManualClock,
    portal_identity: pyrage.x25519.Identity,
) -> Iterator[Callable[..., EncryptedQueue]]:
    """Opens the queue of the one data folder; every queue's thread ends with the test."""
    opened: list[EncryptedQueue] = []

    def opening(*, sealed: bool = True, files: Files | None = None) -> EncryptedQueue:
        recipients = (str(portal_identity.to_public()),) if sealed else ()
        queue = EncryptedQueue(
            folder,
            FileSecrets(secrets_file),
            clock=clock,
            point="TK",
            recipients=lambda: recipients,
            files=files,
        )
        opened.append(queue)
        return queue

    yield opening
    for queue in opened:
        queue.close()


@pytest.fixture
def encrypted(open_queue: Callable[..., EncryptedQueue]) -> EncryptedQueue:
    return open_queue()


@pytest.fixture(params=["memory", "sealed", "plain"])
def queue(
    request: pytest.FixtureRequest,
    clock: ManualClock,
    open_queue: Callable[..., EncryptedQueue],
) -> EncryptedQueue | MemoryQueue:
    """Each kind of queue; the fake earns trust by passing the same tests."""
    if request.param == "memory":
        return MemoryQueue(clock)
    return open_queue(sealed=request.param == "sealed")
