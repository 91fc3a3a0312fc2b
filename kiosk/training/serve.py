"""Runs the training portal on loopback until it is told to stop."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from uvicorn import Config, Server
from uvicorn.protocols.http.h11_impl import H11Protocol

from kiosk.clock import VIETNAM
from kiosk.packs import load_packs
from kiosk.training.conduct import CUT
from kiosk.training.portal import TrainingPortal

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from socket import socket

    from starlette.types import ASGIApp

    from kiosk.training.sticks import StickTaken

LOOPBACK: Final = "127.0.0.1"


class _Protocol(H11Protocol):
    """HTTP/1.1 whose application may cut the connection, as a failing network does."""

    def handle_events(self) -> None:
        """The scope of a request is made here, before its application runs."""
        super().handle_events()
        if self.scope is not None:
            scope: dict[str, Any] = self.scope  # type: ignore[assignment]
            scope[CUT] = self.transport.abort


class LoopbackServer(Server):
    """Serves an application on loopback; `ready` is told the address once it is open.

    `port` 0 takes a free one. `run()` blocks; `stop()` may come from any thread.
    """

    def __init__(self, app: ASGIApp, port: int, ready: Callable[[str], None]) -> None:
        super().__init__(
            Config(
                app,
                host=LOOPBACK,
                port=port,
                http=_Protocol,
                ws="none",
                interface="asgi3",
                proxy_headers=False,
                lifespan="off",
                log_config=None,
                access_log=False,
                date_header=False,
                server_header=False,
                timeout_graceful_shutdown=1,
            )
        )
        self._ready = ready

    async def startup(self, sockets: list[socket] | None = None) -> None:
        """Open the port, then say so."""
        await super().startup(sockets)
        if self.started:
            host, port = self.servers[0].sockets[0].getsockname()[:2]
            self._ready(f"http://{host}:{port}")

    def stop(self) -> None:
        """Finish what is being answered, then end `run()`."""
        self.should_exit = True


@dataclass(frozen=True, slots=True)
class TrainingSettings:
    """Where the training portal keeps its things, where the packs are, and who is told.

    `ready` is a file that is written once the portal answers: its port, its address and a
    one-time enrolment code. `port` 0 takes a free one.
    """

    folder: Path
    packs: Path
    ready: Path
    port: int = 0
    sealed: bool = True


def run(settings: TrainingSettings) -> None:
    """Serve until the process is told to end; prints nothing."""
    packs = load_packs(settings.packs, datetime.now(VIETNAM).date())
    portal = TrainingPortal(settings.folder, packs.procedure, sealed=settings.sealed)

    def ready(url: str) -> None:
        code = portal.devices.free_code() or portal.devices.new_code()
        told = {"url": url, "port": urlsplit(url).port, "enrolment_code": code}
        draft = settings.ready.with_suffix(".new")
        draft.write_text(json.dumps(told), encoding="utf-8")
        draft.replace(settings.ready)

    try:
        LoopbackServer(portal.app, settings.port, ready).run()
    finally:
        portal.close()


def import_stick(folder: Path, packs: Path, export: Path) -> StickTaken:
    """Take an export at the portal in `folder`, whether it is served or not.

    Raises StickRefused.
    """
    known = load_packs(packs, datetime.now(VIETNAM).date())
    portal = TrainingPortal(folder, known.procedure)
    try:
        return portal.sticks.take(export)
    finally:
        portal.close()
