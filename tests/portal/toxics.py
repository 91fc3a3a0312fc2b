"""A line to a server that does to what it carries what bad networks do, at a place that is named.

The kinds of harm are those of Toxiproxy: https://github.com/Shopify/toxiproxy#toxics
"""

from __future__ import annotations

import asyncio
import socket
import struct
import threading
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum, StrEnum
from typing import TYPE_CHECKING, Any, Final, Protocol, Self
from urllib.parse import urlsplit

from tests.patience import PATIENCE

if TYPE_CHECKING:
    from collections.abc import Coroutine
    from random import Random
    from types import TracebackType

_AT_ONCE: Final = struct.pack("ii", 1, 0)
"""SO_LINGER: what is left is thrown away, and the other side is told by RST."""


_MOST_HELD: Final = 8192
"""Bytes that a connection may hold before they are on the line: a whole head fits."""


class Way(Enum):
    """Which way bytes go: the questions up, the answers down."""

    UP = "up"
    DOWN = "down"


class Place(StrEnum):
    """Where in an exchange harm is done."""

    HEADERS = "before the headers"
    BODY = "in the body"
    ANSWER = "before the answer"
    MIDST = "in the answer"


@dataclass(frozen=True, slots=True)
class At:
    """Strikes in the exchange whose first line begins with `request`."""

    request: str
    place: Place

    def strikes(self, carried: Carried, size: int) -> int | None:
        """After how many of the next `size` bytes it strikes; None where not in these."""
        if not carried.request.startswith(self.request):
            return None
        match carried.way, self.place:
            case Way.UP, Place.HEADERS if carried.head == 0:
                return 0
            case Way.UP, Place.BODY if carried.body is not None:
                here = carried.length // 2 - carried.body
                return here if 0 <= here < size else None
            case Way.DOWN, Place.ANSWER if carried.answer == 0:
                return 0
            case Way.DOWN, Place.MIDST:
                return size // 2
        return None


@dataclass(frozen=True, slots=True)
class After:
    """Strikes after so many bytes that the line has carried one way."""

    way: Way
    count: int

    def strikes(self, carried: Carried, size: int) -> int | None:
        """As for `At`."""
        here = self.count - carried.total
        return here if carried.way is self.way and 0 <= here < size else None


@dataclass(slots=True)
class Carried:
    """What a connection has carried when a piece is to go: of this exchange, and in `total`.

    `body` is None while the head of a question goes; `length` is that of the whole body.
    """

    way: Way
    request: str = ""
    head: int = 0
    body: int | None = None
    length: int = 0
    answer: int = 0
    total: int = 0


class Toxic(Protocol):
    """What is done to a connection once it has been struck."""

    async def carry(self, way: Way, data: bytes, on: Connection) -> None:
        """Pass the bytes on, or don't."""


@dataclass(frozen=True, slots=True)
class Strike:
    """One harm, done once: when, and what is done from then on to that connection."""

    when: At | After
    toxic: Toxic


# --- the kinds of harm ----------------------------------------------------------------------------


class Cut:
    """The connection ends in good order, but in the middle."""

    async def carry(self, way: Way, data: bytes, on: Connection) -> None:  # noqa: ARG002
        on.end()


class Reset:
    """The connection is torn down (RST)."""

    async def carry(self, way: Way, data: bytes, on: Connection) -> None:  # noqa: ARG002
        on.end(reset=True)


class Silence:
    """Nothing more arrives either way, and nobody hangs up."""

    async def carry(self, way: Way, data: bytes, on: Connection) -> None:
        pass


@dataclass(frozen=True, slots=True)
class SlowClose:
    """Nothing more arrives, and only after some seconds is it hung up."""

    seconds: float

    async def carry(self, way: Way, data: bytes, on: Connection) -> None:  # noqa: ARG002
        await asyncio.sleep(self.seconds)
        on.end()


@dataclass(frozen=True, slots=True)
class Latency:
    """Each piece comes later, by up to `jitter` seconds more where chance is given."""

    seconds: float
    jitter: float = 0.0
    random: Random | None = None

    async def carry(self, way: Way, data: bytes, on: Connection) -> None:
        more = 0.0 if self.random is None else self.random.uniform(0, self.jitter)
        await asyncio.sleep(self.seconds + more)
        await on.send(way, data)


@dataclass(frozen=True, slots=True)
class Thin:
    """A thin, long line: so many bytes a second each way, each byte `seconds` on its way."""

    rate: float
    seconds: float = 0.0

    async def carry(self, way: Way, data: bytes, on: Connection) -> None:
        step = max(1, int(self.rate / 100))
        for start in range(0, len(data), step):
            piece = data[start : start + step]
            await asyncio.sleep(len(piece) / self.rate)
            on.count(way, len(piece))
            on.send_in(self.seconds, way, piece)


class Slices:
    """One byte in each segment."""

    async def carry(self, way: Way, data: bytes, on: Connection) -> None:
        for byte in data:
            await on.send(way, bytes([byte]))
            await asyncio.sleep(0)


@dataclass(slots=True)
class LimitData:
    """So many bytes more, and then it is cut."""

    left: int

    async def carry(self, way: Way, data: bytes, on: Connection) -> None:
        await on.send(way, data[: self.left])
        self.left -= min(self.left, len(data))
        if not self.left:
            on.end()


# --- the line -------------------------------------------------------------------------------------


class FaultyLine:
    """Carries bytes to the server at `url`; each of the strikes is done in turn, once.

    `always` is done to every connection from its first byte. `totals` counts the bytes that went
    each way, `questions` are the first lines of what was asked. With `cut_every` all is cut each
    so many seconds.
    """

    def __init__(
        self,
        url: str,
        *strikes: Strike,
        always: Toxic | None = None,
        cut_every: float | None = None,
    ) -> None:
        there = urlsplit(url)
        self._there = (str(there.hostname), int(there.port or 0))
        self._strikes = list(strikes)
        self._always = always
        self._cut_every = cut_every
        self._listener = socket.create_server(("127.0.0.1", 0))
        if always is not None:
            # What lies in a buffer here hasn't been on the line: there must be little of it.
            self._listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever)
        self._server: asyncio.Server | None = None
        self._connections: set[Connection] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self.totals = {Way.UP: 0, Way.DOWN: 0}
        self.questions: list[str] = []

    @property
    def url(self) -> str:
        host, port = self._listener.getsockname()
        return f"http://{host}:{port}"

    @property
    def sent(self) -> int:
        return self.totals[Way.UP]

    @property
    def struck(self) -> bool:
        """Whether every strike has been done."""
        return not self._strikes

    def strike(self, *strikes: Strike) -> None:
        """From now on these instead, counted from here."""
        self._strikes = list(strikes)
        self.totals = {Way.UP: 0, Way.DOWN: 0}

    def __enter__(self) -> Self:
        self._thread.start()
        self._call(self._open())
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._call(self._close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(PATIENCE)
        self._loop.close()
        self._listener.close()

    def toxic_for(self, carried: Carried, size: int) -> tuple[int, Toxic] | None:
        """What strikes in the next `size` bytes, and after how many of them."""
        if not self._strikes:
            return None
        carried.total = self.totals[carried.way]
        here = self._strikes[0].when.strikes(carried, size)
        return None if here is None else (here, self._strikes.pop(0).toxic)

    def _call(self, work: Coroutine[Any, Any, None]) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result(PATIENCE)

    async def _open(self) -> None:
        self._server = await asyncio.start_server(
            self._accept, sock=self._listener, limit=_MOST_HELD
        )
        if self._cut_every is not None:
            self._start(self._cutting(self._cut_every))

    async def _close(self) -> None:
        assert self._server is not None
        self._server.close()
        for connection in list(self._connections):
            connection.end()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _cutting(self, every: float) -> None:
        while True:
            await asyncio.sleep(every)
            for connection in list(self._connections):
                connection.end()

    async def _accept(self, here: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        try:
            there, forth = await asyncio.open_connection(*self._there)
        except OSError:
            back.close()
            return
        connection = Connection(self, (here, forth), (there, back), self._always)
        self._connections.add(connection)
        up = self._start(connection.carry_up())
        down = self._start(connection.carry_down())
        with suppress(asyncio.CancelledError):
            await asyncio.wait({up, down})
        connection.end()
        self._connections.discard(connection)

    def _start(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = self._loop.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task


class Connection:
    """One connection through the line, read as HTTP so that a place in it can be named."""

    def __init__(
        self,
        line: FaultyLine,
        up: tuple[asyncio.StreamReader, asyncio.StreamWriter],
        down: tuple[asyncio.StreamReader, asyncio.StreamWriter],
        toxic: Toxic | None,
    ) -> None:
        self._line = line
        self._from = {Way.UP: up[0], Way.DOWN: down[0]}
        self._to = {Way.UP: up[1], Way.DOWN: down[1]}
        self._carried = {way: Carried(way) for way in Way}
        self._toxic = toxic
        self._over = False
        for writer in self._to.values():
            wire: socket.socket = writer.get_extra_info("socket")
            wire.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    async def carry_up(self) -> None:
        """Question after question; a head is held until all of it is here."""
        with suppress(OSError, asyncio.IncompleteReadError):
            while True:
                head = await self._from[Way.UP].readuntil(b"\r\n\r\n")
                carried = Carried(Way.UP, head.partition(b"\r\n")[0].decode())
                carried.length = left = _length(head)
                self._line.questions.append(carried.request)
                self._carried[Way.UP] = carried
                self._carried[Way.DOWN] = Carried(Way.DOWN, carried.request)
                await self._carry(Way.UP, head)
                carried.head, carried.body = len(head), 0
                while left and (piece := await self._from[Way.UP].read(min(left, 16384))):
                    await self._carry(Way.UP, piece)
                    carried.body += len(piece)
                    left -= len(piece)
        self.end()

    async def carry_down(self) -> None:
        """Whatever comes; the exchange is the one that was asked last."""
        with suppress(OSError):
            while piece := await self._from[Way.DOWN].read(65536):
                await self._carry(Way.DOWN, piece)
                self._carried[Way.DOWN].answer += len(piece)
        if not isinstance(self._toxic, Silence):  # there even a farewell is lost
            self.end()

    async def send(self, way: Way, data: bytes) -> None:
        """Send on, and wait while there is much on the way."""
        self.count(way, len(data))
        self._write(way, data)
        with suppress(OSError):
            await self._to[way].drain()

    def send_in(self, seconds: float, way: Way, data: bytes) -> None:
        """Send on when so many seconds have passed; what is cut meanwhile is lost."""
        asyncio.get_running_loop().call_later(seconds, self._write, way, data)

    def count(self, way: Way, size: int) -> None:
        """So many bytes went on the line. Raises ConnectionAbortedError once it is cut."""
        if self._over:
            raise ConnectionAbortedError
        self._line.totals[way] += size

    def end(self, *, reset: bool = False) -> None:
        """Hang up on both sides."""
        self._over = True
        for writer in self._to.values():
            if reset and not writer.is_closing():
                wire: socket.socket = writer.get_extra_info("socket")
                wire.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _AT_ONCE)
                writer.transport.abort()
            writer.close()

    async def _carry(self, way: Way, data: bytes) -> None:
        if self._toxic is None:
            struck = self._line.toxic_for(self._carried[way], len(data))
            if struck is None:
                await self.send(way, data)
                return
            here, toxic = struck
            await self.send(way, data[:here])
            self._toxic = toxic
            data = data[here:]
        await self._toxic.carry(way, data, self)

    def _write(self, way: Way, data: bytes) -> None:
        if not self._to[way].is_closing():
            self._to[way].write(data)


def _length(head: bytes) -> int:
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            return int(value)
    return 0
