"""A training portal on loopback, an enrolled kiosk, and a clock for both."""

from __future__ import annotations

import threading
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kiosk import __version__
from kiosk.operations.enrolment import DeviceIdentity
from kiosk.portal import HttpPortal
from kiosk.training.controls import TrainingControls
from kiosk.training.portal import TrainingPortal
from kiosk.training.serve import LoopbackServer
from tests.fakes.clock import ManualClock
from tests.patience import PATIENCE
from tests.portal.contract import ContractDocument, Watched
from tests.training.making import NOW, Kiosk, procedures

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from starlette.types import ASGIApp

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
def serving(app: ASGIApp) -> Iterator[str]:
    """An application on loopback, on a thread of its own: its address."""
    ready = threading.Event()
    urls: list[str] = []

    def tell(url: str) -> None:
        urls.append(url)
        ready.set()

    server = LoopbackServer(app, 0, tell)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        assert ready.wait(PATIENCE)
        yield urls[0]
    finally:
        server.stop()
        thread.join(PATIENCE)


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
    with closing(training), serving(watched) as url:
        secrets: dict[str, bytes] = {}
        device = DeviceIdentity(secrets.get, secrets.__setitem__)
        portal = HttpPortal(
            url, lambda audience: device.assertion(audience, clock.now()), __version__
        )
        device.enrol(training.devices.new_code(), portal.enrol)
        controls = TrainingControls(url)
        kiosk = Kiosk(portal.describe().recipients)
        yield World(url, clock, training, watched, controls, device, portal, kiosk)
        portal.close()
    if kept:
        assert watched.faults == []
