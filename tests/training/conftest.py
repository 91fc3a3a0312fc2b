from __future__ import annotations

import threading
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from kiosk import __version__
from kiosk.operations.enrolment import DeviceIdentity
from kiosk.portal import HttpPortal
from kiosk.training.controls import TrainingControls
from kiosk.training.portal import TrainingPortal
from kiosk.training.serve import LoopbackServer
from tests.fakes import ManualClock
from tests.patience import PATIENCE
from tests.portal.contract import ContractDocument, Watched
from tests.training.making import NOW, Kiosk, procedures

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from typing import Any

    from kiosk.domain.procedure import Procedure


CONTRACT = ContractDocument()


@dataclass
class World:
    """A training portal on loopback, an enrolled kiosk, and a clock for both."""

    url: str
    clock: ManualClock
    training: TrainingPortal
    watched: Watched
    controls: TrainingControls
    device: DeviceIdentity
    portal: HttpPortal
    kiosk: Kiosk

    def client(self, url: str | None = None) -> HttpPortal:
        """One more client of the same kiosk."""
        return HttpPortal(
            url or self.url,
            lambda audience: self.device.assertion(audience, self.clock.now()),
            __version__,
        )


@contextmanager
def world(
    folder: Path,
    known: dict[tuple[str, str], Procedure] | None = None,
    *,
    sealed: bool = True,
    demo: bool = True,
    kept: bool = True,
) -> Iterator[World]:
    clock = ManualClock(NOW)
    found = known or procedures()
    training = TrainingPortal(
        folder / "portal",
        lambda code, version: found.get((code, version)),
        now=clock.now,
        sealed=sealed,
        demo=demo,
    )
    watched = Watched(training.app, CONTRACT)
    ready = threading.Event()
    urls: list[str] = []

    def tell(url: str) -> None:
        urls.append(url)
        ready.set()

    server = LoopbackServer(watched, 0, tell)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        assert ready.wait(PATIENCE)
        secrets: dict[str, bytes] = {}
        device = DeviceIdentity(secrets.get, secrets.__setitem__)
        portal = HttpPortal(
            urls[0], lambda audience: device.assertion(audience, clock.now()), __version__
        )
        device.enrol(training.devices.new_code(), portal.enrol)
        controls = TrainingControls(urls[0])
        kiosk = Kiosk(portal.describe().recipients)
        yield World(urls[0], clock, training, watched, controls, device, portal, kiosk)
        portal.close()
    finally:
        server.stop()
        thread.join(PATIENCE)
        training.close()
    if kept:
        assert watched.faults == []


@pytest.fixture(params=["sealed", "plain"])
def either(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[World]:
    """A portal with a public key, and one without."""
    with world(tmp_path, sealed=request.param == "sealed") as it:
        yield it


@pytest.fixture
def here(tmp_path: Path) -> Iterator[World]:
    """A portal with a public key."""
    with world(tmp_path) as it:
        yield it


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """One portal for all tests of a module that leave nothing behind."""
    with world(tmp_path_factory.mktemp("shared")) as it:
        yield it


@pytest.fixture
def tame(tmp_path: Path) -> Iterator[World]:
    """A portal that may be told to break the contract."""
    with world(tmp_path, kept=False) as it:
        yield it


@pytest.fixture
def make_world(tmp_path: Path) -> Callable[..., Any]:
    """A portal with other procedures or another manner."""
    return lambda **how: world(tmp_path, **how)
