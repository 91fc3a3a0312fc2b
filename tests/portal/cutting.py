"""A line to a server that is cut after so many bytes."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from types import TracebackType


class CuttingLine:
    """Carries bytes to the server at `url`; each of `cuts` hangs up after that many sent bytes.

    After the last one it carries whatever comes. `sent` counts what reached the server.
    """

    def __init__(self, url: str, cuts: list[int]) -> None:
        there = urlsplit(url)
        self._there = (str(there.hostname), int(there.port or 0))
        self._cuts = list(cuts)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._threads: list[threading.Thread] = []
        self._over = False
        self.sent = 0

    @property
    def url(self) -> str:
        host, port = self._listener.getsockname()
        return f"http://{host}:{port}"

    def __enter__(self) -> Self:
        self._start(self._listen)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._over = True
        with suppress(OSError):
            socket.create_connection(self._listener.getsockname(), timeout=1).close()
        for thread in self._threads:
            thread.join(10)
        self._listener.close()

    def _start(self, work: object, *arguments: object) -> None:
        thread = threading.Thread(target=work, args=arguments)  # type: ignore[arg-type]
        self._threads.append(thread)
        thread.start()

    def _listen(self) -> None:
        while True:
            here, _ = self._listener.accept()
            if self._over:
                here.close()
                return
            there = socket.create_connection(self._there)
            self._start(self._back, there, here)
            self._start(self._forth, here, there)

    def _forth(self, here: socket.socket, there: socket.socket) -> None:
        with suppress(OSError):
            while piece := here.recv(65536):
                if self._cuts:
                    piece = piece[: self._cuts[0]]
                    self._cuts[0] -= len(piece)
                there.sendall(piece)
                self.sent += len(piece)
                if self._cuts and self._cuts[0] == 0:
                    self._cuts.pop(0)
                    break
        self._hang_up(here, there)

    def _back(self, there: socket.socket, here: socket.socket) -> None:
        with suppress(OSError):
            while piece := there.recv(65536):
                here.sendall(piece)
        self._hang_up(here, there)

    def _hang_up(self, *ends: socket.socket) -> None:
        for end in ends:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()
