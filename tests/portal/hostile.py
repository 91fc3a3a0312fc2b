"""A server on loopback that answers whatever a test has prepared, byte by byte."""

from __future__ import annotations

import json
import socket
import threading
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import pytest

from kiosk.domain.ports import PortalUnreachable
from kiosk.portal import HttpPortal
from kiosk.portal.connection import Patience
from tests.patience import PATIENCE

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from types import TracebackType

    Step = bytes | Callable[[socket.socket, threading.Event], None]

TOKEN = b'{"access_token":"token-%d","token_type":"Bearer","expires_in":900}'


def answer(status: str, media_type: str = "", body: bytes = b"", *headers: str) -> bytes:
    """One whole answer."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", "Connection: close", *headers]
    if media_type:
        lines.append(f"Content-Type: {media_type}")
    return "\r\n".join([*lines, "", ""]).encode() + body


PROBLEM = "application/problem+json"
HTML = b"<!doctype html><title>Wi-Fi</title>"


def problem(line: str, name: str, *headers: str, **more: object) -> bytes:
    """One whole refusal."""
    said = {"type": f"/problems/{name}", "title": "?", "status": int(line[:3]), **more}
    return answer(line, PROBLEM, json.dumps(said).encode(), *headers)


HASTY = Patience(connect=PATIENCE, read=0.4, total=0.8)
"""Where an answer doesn't come, or never ends."""


def drip(text: bytes) -> Callable[[socket.socket, threading.Event], None]:
    """Sends that a byte at a time, so slowly that nobody waits for all of it."""

    def step(connection: socket.socket, over: threading.Event) -> None:
        for byte in text:
            if over.wait(0.05):
                return
            connection.sendall(bytes([byte]))

    return step


def endless(head: bytes, piece: bytes, sent: list[int]) -> Callable[..., None]:
    """Sends that, and then this again and again; counts it in `sent`."""

    def step(connection: socket.socket, over: threading.Event) -> None:
        connection.sendall(head)
        while not over.is_set():
            connection.sendall(piece)
            sent[0] += len(piece)

    return step


def client_of(portal: HostilePortal, patience: Patience | None = None) -> HttpPortal:
    """A client that waits as long as clients do, or not so long."""
    return HttpPortal(portal.url, lambda _audience: "signed", "0.1.0", patience=patience)


def unreachable() -> AbstractContextManager[pytest.ExceptionInfo[PortalUnreachable]]:
    """What is done inside finds nobody who can prove to be the portal."""
    return pytest.raises(PortalUnreachable)


@dataclass(frozen=True, slots=True)
class Heard:
    """One request as it came."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


class HostilePortal:
    """Gives each request, tokens aside, the next prepared answer, and then hangs up.

    With `token` every request for a token is answered by that.
    """

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self._tls = tls
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._over = threading.Event()
        self._steps: list[Step] = []
        self._tokens = 0
        self.token: Step | None = None
        self._thread = threading.Thread(target=self._listen)
        self.heard: list[Heard] = []

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._over.set()
        with suppress(OSError):
            socket.create_connection(self._listener.getsockname(), timeout=PATIENCE).close()
        self._thread.join(PATIENCE)
        self._listener.close()

    @property
    def url(self) -> str:
        host, port = self._listener.getsockname()
        return f"{'https' if self._tls else 'http'}://{host}:{port}"

    @property
    def asked(self) -> list[Heard]:
        """What was asked beside tokens."""
        return [it for it in self.heard if it.path != "/v1/token"]

    def answers(self, *steps: Step) -> None:
        """What to answer from now on, in this order."""
        self._steps = list(steps)

    def _listen(self) -> None:
        while not self._over.is_set():
            connection, _ = self._listener.accept()
            with connection, suppress(OSError):
                connection.settimeout(PATIENCE)
                if self._tls is None:
                    self._serve(connection)
                    continue
                with self._tls.wrap_socket(connection, server_side=True) as secured:
                    self._serve(secured)

    def _serve(self, connection: socket.socket) -> None:
        heard = self._read(connection)
        if heard is None:
            return
        self.heard.append(heard)
        step = self._step(heard)
        if isinstance(step, bytes):
            connection.sendall(step)
        else:
            step(connection, self._over)

    def _step(self, heard: Heard) -> Step:
        if heard.path != "/v1/token":
            return self._steps.pop(0)
        self._tokens += 1
        token = answer("200 OK", "application/json", TOKEN % self._tokens)
        return self.token or token

    def _read(self, connection: socket.socket) -> Heard | None:
        with connection.makefile("rb") as stream:
            first = stream.readline().split()
            if len(first) != 3:
                return None
            headers = {}
            while (line := stream.readline()) not in {b"\r\n", b""}:
                name, _, value = line.decode().partition(":")
                headers[name.lower()] = value.strip()
            body = stream.read(int(headers.get("content-length", "0")))
        return Heard(first[0].decode(), first[1].decode(), headers, body)
