"""A line to a server that is narrow and long, and is cut again and again."""

from __future__ import annotations

import socket
import struct
import threading
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from types import TracebackType


class BadLink:
    """Carries bytes to the server at `port`, a slice of the second at a time.

    `rate` is in bytes a second each way, `delay` in seconds each way; a connection is cut when it
    is `life` seconds old. `sent` counts what went into the line, arrived or not.
    """

    def __init__(self, port: int, *, rate: float, delay: float, life: float) -> None:
        self._port = port
        self._rate = rate
        self._delay = delay
        self._life = life
        self._listener = socket.create_server(("127.0.0.1", 0))
        # What a client has handed to its system is on its way: keep that small, as on a modem.
        self._listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        self.sent = 0
        self.cuts = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._listen, daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._listener.close()

    def _listen(self) -> None:
        with suppress(OSError):
            while True:
                here, _ = self._listener.accept()
                there = socket.create_connection(("127.0.0.1", self._port))
                end = time.monotonic() + self._life
                for work in (self._forth, self._back):
                    threading.Thread(target=work, args=(here, there, end), daemon=True).start()

    def _forth(self, here: socket.socket, there: socket.socket, end: float) -> None:
        self._carry(here, there, end, counted=True)
        self.cuts += time.monotonic() >= end

    def _back(self, here: socket.socket, there: socket.socket, end: float) -> None:
        self._carry(there, here, end, counted=False)

    def _carry(
        self, source: socket.socket, sink: socket.socket, end: float, *, counted: bool
    ) -> None:
        """Until one side ends, or the time is up: then both sides are cut with a reset."""
        on_its_way: list[tuple[float, bytes]] = []
        open_ = True
        source.settimeout(0.002)
        with suppress(OSError):
            while open_ or on_its_way:
                now = time.monotonic()
                if now >= end:
                    break
                while on_its_way and on_its_way[0][0] <= now:
                    sink.sendall(on_its_way.pop(0)[1])
                if not open_:
                    time.sleep(0.001)
                    continue
                with suppress(TimeoutError):
                    piece = source.recv(1024)
                    open_ = bool(piece)
                    self.sent += len(piece) if counted else 0
                    if piece:
                        time.sleep(len(piece) / self._rate)
                        on_its_way.append((time.monotonic() + self._delay, piece))
        for line in (source, sink):
            with suppress(OSError):
                # What the system still holds is dropped, as by a line that is gone.
                line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                line.close()
