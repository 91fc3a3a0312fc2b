"""The only door to the network: bounded in time and size, and nobody else's settings apply."""

from __future__ import annotations

import http.client
import io
import socket
import ssl
import time
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import requests
import truststore
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import HTTPError
from urllib3.util.retry import Retry

from kiosk.domain.ports import CertificateNotInForce, PortalUnreachable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

MOST_ANSWER: Final = 1024 * 1024
"""Bytes of an answer; the largest in the contract, progress of 200 dossiers, is a tenth of it."""

_OUT_OF_DATE: Final = frozenset({9, 10, 0x800B0101, 0x800B0102})
"""X509_V_ERR_CERT_NOT_YET_VALID and …_HAS_EXPIRED of OpenSSL; CERT_E_EXPIRED and
CERT_E_VALIDITYPERIODNESTING of Windows, which has one code for both."""

_SEND_BUFFER: Final = 256 * 1024
"""Bytes that the system may hold of what we sent: at 64 kbit/s they are gone in half a minute."""


PIECE: Final = 30 * 1024
"""Bytes of a file that are read and sent at a time: at the slowest a piece goes in 30 s."""


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds to wait: for a connection, for any sign of life, and for one whole exchange.

    `connect` is for each address of the portal: one that swallows everything (a dead IPv6) must not
    cost more. On a link of 600 ms it lets two of three first packets be lost, for they go again
    after 1 s and 3 s (RFC 6298). `slowest` is in bytes a second: a slower upload is given up, and
    goes on from there next time.
    """

    connect: float = 5
    read: float = 30
    total: float = 60
    slowest: float = 1024

    def total_for(self, size: int) -> float:
        """Seconds for an exchange that carries `size` bytes."""
        return self.total + size / self.slowest


@dataclass(frozen=True, slots=True)
class Answered:
    """One whole answer as it came, before anything of it is believed."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def media_type(self) -> str:
        """Content-Type without parameters."""
        return self.headers.get("Content-Type", "").partition(";")[0].strip().lower()


@dataclass(frozen=True, slots=True)
class _Limits:
    """What holds for one exchange: its end on the monotonic clock, and seconds without a byte."""

    end: float
    silence: float


_limits: ContextVar[_Limits] = ContextVar("_limits")


def seconds_left() -> float:
    """Seconds until the deadline of this exchange. Raises TimeoutError where there are none."""
    left = _limits.get().end - time.monotonic()
    if left <= 0:
        raise TimeoutError("the exchange took too long")
    return left


def _patience_now() -> float:
    """Seconds that the next read or write may take."""
    return min(_limits.get().silence, seconds_left())


@contextmanager
def _within(seconds: float, silence: float) -> Iterator[None]:
    """What happens inside must be over in so many seconds."""
    token = _limits.set(_Limits(time.monotonic() + seconds, silence))
    try:
        yield
    finally:
        _limits.reset(token)


class _Wire(io.RawIOBase):
    """What comes from the other side; each read waits no longer than the deadline allows.

    A read timeout alone starts anew with each byte: one byte a second would hold us for ever.
    """

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._stream = connection.makefile("rb", buffering=0)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:  # noqa: ANN401 — any writable buffer
        self._connection.settimeout(_patience_now())
        return self._stream.readinto(buffer)

    def close(self) -> None:
        self._stream.close()
        super().close()


class _Response(http.client.HTTPResponse):
    """An answer that is read through `_Wire`, its first line and headers too."""

    def __init__(
        self,
        sock: socket.socket,
        debuglevel: int = 0,
        method: str | None = None,
        url: str | None = None,
    ) -> None:
        super().__init__(sock, debuglevel, method, url)
        self.fp.close()
        self.fp = io.BufferedReader(_Wire(sock))

    def _read_status(self) -> tuple[str, int, str]:
        """The first line of the answer proper: http.client passes over no interim one but 100.

        Any of them may come before it (RFC 9110, 15.2); 101 changes the protocol, so it is final.
        """
        while True:
            line: tuple[str, int, str] = super()._read_status()  # type: ignore[misc]
            if not 101 < line[1] < 200:
                return line
            http.client.parse_headers(self.fp)


class _Sending:
    """Sends with the patience of an exchange; urllib3 would send with that of connecting."""

    def send(self, data: Any) -> None:  # noqa: ANN401 — bytes, or what http.client reads
        """Send one piece, connecting first where there is no connection."""
        connection: Any = self
        if connection.sock is None:
            connection.connect()
        connection.sock.settimeout(_patience_now())
        super().send(data)  # type: ignore[misc]


class _Connection(_Sending, HTTPConnection):
    response_class = _Response


class _SecureConnection(_Sending, HTTPSConnection):
    response_class = _Response


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Connection


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = _SecureConnection


class _Adapter(HTTPAdapter):
    """No retries of its own: the courier decides. The system's certificates, nobody's proxies."""

    def __init__(self) -> None:
        super().__init__(max_retries=Retry(0, read=False, redirect=False), pool_maxsize=4)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        """Pools of our own connections."""
        options = [
            *HTTPConnection.default_socket_options,
            (socket.SOL_SOCKET, socket.SO_SNDBUF, _SEND_BUFFER),
        ]
        context = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        super().init_poolmanager(
            *args, **kwargs, socket_options=options, ssl_context=context, blocksize=PIECE
        )
        self.poolmanager.pool_classes_by_scheme = {"http": _Pool, "https": _SecurePool}

    def close(self) -> None:
        """Close the connections at once: urllib3 alone would leave that to the collector."""
        for key in list(self.poolmanager.pools.keys()):
            pool = self.poolmanager.pools.get(key)
            if pool is not None:
                pool.close()
        super().close()

    def cert_verify(self, conn: Any, url: str, verify: object, cert: object) -> None:  # noqa: ANN401, ARG002
        """Certificates are always asked for; who is trusted is the system's to say."""
        if url.lower().startswith("https"):
            conn.cert_reqs = "CERT_REQUIRED"


class Connection:
    """Exchanges requests and whole answers with one portal, for one thread at a time."""

    def __init__(self, url: str, headers: Mapping[str, str], patience: Patience) -> None:
        self.url = url.rstrip("/")
        self.patience = patience
        self._headers = dict(headers)
        # A session would look for cookies, proxies, redirects and passwords each time: for none of
        # them is there a place here.
        self._adapter = _Adapter()

    def exchange(
        self,
        method: str,
        path: str,
        headers: Mapping[str, str],
        body: Any = None,  # noqa: ANN401 — bytes, or what `requests` streams
        size: int = 0,
        most: int = MOST_ANSWER,
    ) -> Answered:
        """Send one request and read its whole answer, of `most` bytes.

        Follows no redirect, decodes nothing. Raises PortalUnreachable, CertificateNotInForce.
        """
        patience = self.patience
        with _within(patience.total_for(size), patience.read):
            try:
                with self._adapter.send(
                    self._prepared(method, path, headers, body),
                    stream=True,
                    timeout=(patience.connect, patience.read),
                ) as response:
                    content = response.raw.read(most + 1, decode_content=False)
            except (requests.RequestException, HTTPError, OSError, http.client.HTTPException) as it:
                failure = CertificateNotInForce if _is_out_of_date(it) else PortalUnreachable
                raise failure(_named(it)) from it
        if response.status_code < 200:
            self._adapter.close()  # what follows on that line would answer another question
        if len(content) > most:
            raise PortalUnreachable("the answer is too long")
        return Answered(response.status_code, response.headers, content)

    def close(self) -> None:
        """Let go of open connections."""
        self._adapter.close()

    def _prepared(
        self,
        method: str,
        path: str,
        headers: Mapping[str, str],
        body: Any,  # noqa: ANN401 — as above
    ) -> requests.PreparedRequest:
        request = requests.PreparedRequest()
        request.method = method
        request.url = self.url + path
        request.headers = requests.structures.CaseInsensitiveDict(self._headers, **headers)
        request.body = body
        if body is not None:
            request.headers["Content-Length"] = str(len(body))
        return request


def _is_out_of_date(failure: BaseException) -> bool:
    """Whether all that was wrong with the certificate is its time, by this machine's clock.

    requests and urllib3 each wrap what they caught: it is found along the causes.
    """
    cause: BaseException | None = failure
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return cause.verify_code in _OUT_OF_DATE
        cause = cause.__cause__ or cause.__context__
    return False


def _named(failure: Exception) -> str:
    """What happened, without addresses and bodies: it may end up in a log."""
    return type(failure).__name__
