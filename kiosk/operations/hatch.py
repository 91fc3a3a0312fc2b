"""A hatch in the running program: staff's commands, asked from another process of this machine.

The data folder belongs to one program at a time, so the command line asks the one that has it. It
listens on loopback alone. Both sides know a key that only the kiosk's own user can read; each
exchange is sealed with one made of it and of both sides' random numbers, so that a stranger who
finds the port learns nothing, can do nothing, and can't play an old exchange again.

An exchange: the caller sends 32 random bytes, the program answers with 32 of its own; then one
sealed question and one sealed answer, each a length (four bytes, big-endian) and AES-256-GCM.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import json
import logging
import os
import secrets
import socket
import threading
import time
from typing import TYPE_CHECKING, Any, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PLACE: Final = "hatch.json"
"""The file in the data folder that tells the port."""

MOST_QUESTION: Final = 64 * 1024
MOST_ANSWER: Final = 16 * 1024 * 1024
"""Bytes, both."""

ASKING_S: Final = 5.0
"""Seconds in which a question must have come, however slowly it is sent."""

MOST_AT_ONCE: Final = 4

_LOOPBACK: Final = "127.0.0.1"
_RANDOM: Final = 32
_LENGTH: Final = 4
_QUESTION: Final = b"\x00" * 12
_ANSWER: Final = b"\x00" * 11 + b"\x01"
"""Nonces: each key seals one question and one answer."""

_log = logging.getLogger(__name__)


class HatchClosed(Exception):
    """Nobody who knows the key answers there."""


def hatch_key(database_key: bytes) -> bytes:
    """The key of the hatch, of the database's key: who can open the queue may ask."""
    return hmac.digest(database_key, b"kiosk hatch 1", hashlib.sha256)


class Hatch:
    """Answers questions (JSON objects) by `answer`, on threads of its own, until it is closed.

    Raises OSError where it can't listen or can't write its place into `folder`.
    """

    def __init__(
        self, folder: Path, key: bytes, answer: Callable[[dict[str, Any]], dict[str, Any]]
    ) -> None:
        self._key = key
        self._answer = answer
        self._place = folder / PLACE
        self._room = threading.BoundedSemaphore(MOST_AT_ONCE)
        self._closed = threading.Event()
        self._listening = socket.create_server((_LOOPBACK, 0), backlog=MOST_AT_ONCE)
        try:
            _write_place(self._place, self._listening.getsockname()[1])
        except OSError:
            self._listening.close()
            raise
        self._thread = threading.Thread(target=self._listen, name="hatch", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Hear no more; what is being answered may end on its own."""
        self._closed.set()
        with contextlib.suppress(OSError):
            # Wakes the thread on every system; closing the socket under it doesn't.
            socket.create_connection(self._listening.getsockname(), timeout=1).close()
        self._thread.join(5)
        self._listening.close()
        with contextlib.suppress(OSError):
            self._place.unlink()

    def _listen(self) -> None:
        while not self._closed.is_set():
            try:
                caller, _ = self._listening.accept()
            except OSError:
                self._closed.wait(0.1)  # no handles left, perhaps; a caller that hung up already
                continue
            if not self._room.acquire(blocking=False):
                caller.close()
                continue
            serving = threading.Thread(
                target=self._serve, args=(caller,), name="hatch-caller", daemon=True
            )
            serving.start()

    def _serve(self, caller: socket.socket) -> None:
        with caller:
            try:
                self._exchange(caller)
            except (OSError, ValueError, InvalidTag, RecursionError) as error:
                # Whoever that was. What they sent is nobody's business in a log.
                _log.info("the hatch heard nonsense", extra={"failure": type(error).__name__})
            except Exception:  # noqa: BLE001 — a bug of ours: the hatch stays open for the next
                _log.exception("the hatch could not answer")
            finally:
                self._room.release()

    def _exchange(self, caller: socket.socket) -> None:
        line = _Line(caller, ASKING_S)
        theirs = line.read(_RANDOM)
        ours = secrets.token_bytes(_RANDOM)
        line.write(ours)
        sealing = _sealing(self._key, theirs, ours)
        question = json.loads(sealing.decrypt(_QUESTION, line.framed(MOST_QUESTION), None))
        answer = json.dumps(self._answer(question)).encode()
        _Line(caller, ASKING_S).frame(sealing.encrypt(_ANSWER, answer, None))


def ask(folder: Path, key: bytes, question: dict[str, Any]) -> dict[str, Any]:
    """The answer of the program that has the data folder. Raises HatchClosed.

    It takes as long as what was asked for takes: an export, as long as the stick does.
    """
    try:
        port = int(json.loads((folder / PLACE).read_bytes())["port"])
        with socket.create_connection((_LOOPBACK, port), timeout=ASKING_S) as program:
            line = _Line(program, ASKING_S)
            ours = secrets.token_bytes(_RANDOM)
            line.write(ours)
            sealing = _sealing(key, ours, line.read(_RANDOM))
            line.frame(sealing.encrypt(_QUESTION, json.dumps(question).encode(), None))
            sealed = _Line(program, None).framed(MOST_ANSWER)
            answer: dict[str, Any] = json.loads(sealing.decrypt(_ANSWER, sealed, None))
            return answer
    except (OSError, ValueError, KeyError, TypeError, OverflowError, InvalidTag) as error:
        raise HatchClosed from error


class _Line:
    """One side's reading and writing, over within so many seconds however slow the other is."""

    def __init__(self, connection: socket.socket, seconds: float | None) -> None:
        self._connection = connection
        self._end = None if seconds is None else time.monotonic() + seconds

    def read(self, size: int) -> bytes:
        """So many bytes. Raises OSError."""
        content = bytearray()
        while len(content) < size:
            self._hurry()
            piece = self._connection.recv(min(size - len(content), 64 * 1024))
            if not piece:
                raise ConnectionError
            content += piece
        return bytes(content)

    def write(self, content: bytes) -> None:
        """All of it. Raises OSError."""
        self._hurry()
        self._connection.sendall(content)

    def framed(self, most: int) -> bytes:
        """One frame. Raises OSError, ValueError where it would be longer than `most`."""
        length = int.from_bytes(self.read(_LENGTH), "big")
        if length > most:
            raise ValueError(length)
        return self.read(length)

    def frame(self, content: bytes) -> None:
        """Write one frame."""
        self.write(len(content).to_bytes(_LENGTH, "big") + content)

    def _hurry(self) -> None:
        if self._end is None:
            self._connection.settimeout(None)
            return
        left = self._end - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self._connection.settimeout(left)


def _sealing(key: bytes, callers: bytes, programs: bytes) -> AESGCM:
    """What seals one exchange: a key of both random numbers."""
    return AESGCM(hmac.digest(key, b"exchange" + callers + programs, hashlib.sha256))


def _write_place(place: Path, port: int) -> None:
    """Whole or not at all, for our user alone."""
    draft = place.with_name(f"{place.name}.part")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as text:
        json.dump({"port": port}, text)
    draft.replace(place)
