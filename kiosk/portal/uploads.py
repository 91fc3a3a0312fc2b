"""Files to the portal by tus 1.0.0: begin or find again, ask how far, send the rest in one go."""

from __future__ import annotations

import base64
import re
import time
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final, Protocol
from urllib.parse import urljoin

from kiosk.domain.ports import PortalRefused, PortalUnreachable
from kiosk.portal import wire
from kiosk.portal.connection import PIECE, seconds_left

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from typing import BinaryIO

    from kiosk.domain.submission import SealedFile
    from kiosk.portal.connection import Answered

FILES_PATH: Final = "/v1/files"
_TUS: Final = {"Tus-Resumable": "1.0.0"}
_BODY: Final = "application/offset+octet-stream"
_NAME: Final = re.compile(r"[A-Za-z0-9_-]{1,128}")
_OFFSET: Final = re.compile(r"[0-9]{1,12}")
_FORGOTTEN: Final = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.GONE})
_DIFFERS: Final = "digest-differs"


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast a file goes: at most so many bytes a second, 0 for as fast as it can.

    `wait` sleeps for so many seconds; `give_way` is called before each piece, and may wait for
    what is more urgent.
    """

    bytes_a_second: float = 0.0
    monotonic: Callable[[], float] = time.monotonic
    wait: Callable[[float], None] = time.sleep
    give_way: Callable[[], None] | None = None


class Exchange(Protocol):
    """One authorised exchange; `body` is made anew where it must be sent again.

    `size` is what it carries in all, there and back; `most` how many bytes an answer may have.
    """

    def __call__(
        self,
        method: str,
        path: str,
        headers: Mapping[str, str],
        body: Callable[[], Any] = ...,
        size: int = 0,
        most: int = ...,
    ) -> Answered:
        """The whole answer. Raises PortalUnreachable, PortalNotAuthorised."""


class _Forgotten(Exception):
    """The portal doesn't know the upload any more."""


def upload(file: SealedFile, portal_url: str, exchange: Exchange, pace: Pace) -> None:
    """Hand over one file; it is over when the portal has repeated its digest.

    What was forgotten on the way, or arrived damaged, begins anew once. Raises PortalUnreachable,
    PortalNotAuthorised, PortalRefused, OSError where the file can't be read.
    """
    try:
        _upload(file, portal_url, exchange, pace)
    except _Forgotten:
        try:
            _upload(file, portal_url, exchange, pace)
        except _Forgotten as forgotten:
            raise PortalUnreachable("the upload was forgotten twice") from forgotten
    except PortalRefused as refused:
        if refused.refusal.type != _DIFFERS:
            raise
        _upload(file, portal_url, exchange, pace)


def _upload(file: SealedFile, portal_url: str, exchange: Exchange, pace: Pace) -> None:
    path, offset = _create(file, portal_url, exchange)
    if offset is None or offset == file.size:
        offset = _ask(file, path, exchange)
    if offset < file.size:
        try:
            _go_on(file, path, offset, exchange, pace)
        except PortalUnreachable as cut:
            cut.arrived = offset
            raise


def _go_on(file: SealedFile, path: str, offset: int, exchange: Exchange, pace: Pace) -> None:
    answered = _send_rest(file, path, offset, exchange, pace)
    if answered.status == HTTPStatus.CONFLICT:
        answered = _send_rest(file, path, _ask(file, path, exchange), exchange, pace)
    if answered.status == HTTPStatus.CONFLICT:
        raise PortalUnreachable("the offset moves under our hands")
    _known(answered, HTTPStatus.NO_CONTENT)
    _finished(file, answered)


def _create(file: SealedFile, portal_url: str, exchange: Exchange) -> tuple[str, int | None]:
    """The path of the upload, and the offset where the answer says it."""
    digest = base64.b64encode(file.digest.encode("ascii")).decode("ascii")
    headers = {**_TUS, "Upload-Length": str(file.size), "Upload-Metadata": f"digest {digest}"}
    answered = exchange("POST", FILES_PATH, headers)
    wire.expect(answered, HTTPStatus.CREATED)
    place = urljoin(portal_url + FILES_PATH, answered.headers.get("Location", ""))
    name = place.removeprefix(f"{portal_url}{FILES_PATH}/")
    if _NAME.fullmatch(name) is None:
        raise PortalUnreachable("an upload that lives elsewhere")
    return f"{FILES_PATH}/{name}", _offset(file, answered)


def _ask(file: SealedFile, path: str, exchange: Exchange) -> int:
    """How much of the file is there; a whole one must prove itself."""
    answered = exchange("HEAD", path, _TUS)
    _known(answered, HTTPStatus.OK)
    offset = _offset(file, answered)
    if offset is None:
        raise PortalUnreachable("an upload without an offset")
    if offset == file.size:
        _finished(file, answered)
    return offset


def _send_rest(
    file: SealedFile, path: str, offset: int, exchange: Exchange, pace: Pace
) -> Answered:
    """One PATCH with all that is missing. Raises OSError where the file can't be read."""
    rest = file.size - offset
    headers = {**_TUS, "Upload-Offset": str(offset), "Content-Type": _BODY}
    with file.open() as content:
        stream = _Rest(content, offset, rest, pace)
        try:
            return exchange("PATCH", path, headers, stream.rewound, rest)
        except PortalUnreachable:
            if stream.failure is not None:
                raise stream.failure from None
            raise


def _known(answered: Answered, status: HTTPStatus) -> None:
    """Raises _Forgotten where the portal no longer knows the upload, else as `wire.expect`."""
    if answered.status in _FORGOTTEN and answered.media_type == wire.PROBLEM_JSON:
        raise _Forgotten
    wire.expect(answered, status)


def _offset(file: SealedFile, answered: Answered) -> int | None:
    """Upload-Offset, where it is there. Raises PortalUnreachable where it can't be."""
    text = answered.headers.get("Upload-Offset")
    if text is None:
        return None
    if _OFFSET.fullmatch(text) is None or int(text) > file.size:
        raise PortalUnreachable("an offset that can't be")
    return int(text)


def _finished(file: SealedFile, answered: Answered) -> None:
    """The receipt of a file: all of it is there, and its digest is repeated (RFC 9530)."""
    if _offset(file, answered) != file.size:
        raise PortalUnreachable("the file isn't whole")
    if answered.headers.get("Repr-Digest") != wire.content_digest(file.digest):
        raise PortalUnreachable("a file with another digest")


class _Rest:
    """The file from an offset on, as a body to stream; it ends with the exchange's deadline.

    `failure` is what the file itself did wrong: that isn't the network's fault.
    """

    def __init__(self, content: BinaryIO, offset: int, size: int, pace: Pace) -> None:
        self._content = content
        self._offset = offset
        self._size = size
        self._left = size
        self._pace = pace
        self._began = pace.monotonic()
        self.failure: OSError | None = None

    def rewound(self) -> _Rest:
        """The same again from its beginning."""
        self._content.seek(self._offset)
        self._left = self._size
        self._began = self._pace.monotonic()
        return self

    def __len__(self) -> int:
        return self._size

    def __iter__(self) -> Iterator[bytes]:
        while piece := self.read(PIECE):
            yield piece

    def read(self, size: int = -1) -> bytes:
        """Up to `size` bytes. Raises OSError, TimeoutError past the deadline."""
        self._keep_pace()
        seconds_left()
        wanted = self._left if size < 0 else min(size, self._left)
        try:
            piece = self._content.read(wanted)
        except OSError as failure:
            self.failure = failure
            raise
        if wanted and not piece:
            self.failure = OSError("the file is shorter than it was")
            raise self.failure
        self._left -= len(piece)
        return piece

    def _keep_pace(self) -> None:
        """Wait until as much time has passed as what was read so far may take."""
        if self._pace.give_way is not None:
            self._pace.give_way()
        if self._pace.bytes_a_second:
            due = self._began + (self._size - self._left) / self._pace.bytes_a_second
            if (early := due - self._pace.monotonic()) > 0:
                self._pace.wait(early)
