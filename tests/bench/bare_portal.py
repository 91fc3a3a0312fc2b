"""A portal that keeps nothing and answers at once: what is slow beside it is the client.

Run by itself it serves on loopback until its input ends: `python bare_portal.py 0.0`, where the
number is how many seconds a document takes it. It prints its port.
"""

from __future__ import annotations

import base64
import hashlib
import json
import socket
import sys
import threading
import time
from pathlib import PurePosixPath
from typing import BinaryIO

FILES = "/v1/files"
ADDRESS = ("127.0.0.1", 0)


class Line:
    """One connection: one request after the other."""

    def __init__(self, connection: socket.socket, kept: dict[str, bytearray], takes: float) -> None:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._connection = connection
        self._kept = kept
        self._takes = takes

    def serve(self) -> None:
        with self._connection, self._connection.makefile("rb") as stream:
            try:
                while self._answer(stream):
                    pass
            except OSError:
                return

    def _answer(self, stream: BinaryIO) -> bool:
        first = stream.readline().split()
        if len(first) != 3:
            return False
        method, path = first[0].decode(), first[1].decode()
        headers = {}
        while (line := stream.readline()) not in {b"\r\n", b""}:
            name, _, value = line.decode().partition(":")
            headers[name.lower()] = value.strip()
        size = int(headers.get("content-length", "0"))
        if method == "PATCH":
            self._take(stream, path, headers, size)
            return True
        body = stream.read(size)
        if method == "POST" and path == FILES:
            self._create(headers)
        elif method == "HEAD":
            self._tell(path, 200)
        elif method == "DELETE":
            self._kept.pop(PurePosixPath(path).name, None)
            self._say(200, {})
        elif method == "PUT" and path.startswith(FILES):
            self._say(200, {"digest": hashlib.sha256(body).hexdigest()})
        elif method == "PUT":
            time.sleep(self._takes)
            self._say(201, _receipt(path, hashlib.sha256(body).hexdigest()))
        elif path == "/v1/token":
            self._say(200, {"access_token": "t", "token_type": "Bearer", "expires_in": 3600})
        else:
            self._say(200, DESCRIPTION)
        return True

    def _create(self, headers: dict[str, str]) -> None:
        """By its digest, so that the same file again goes on; without one it is a new file."""
        told = dict(
            pair.split(" ") for pair in headers.get("upload-metadata", "").split(",") if pair
        )
        name = base64.b64decode(told.get("digest", "")).decode() or f"{len(self._kept):064x}"
        self._kept.setdefault(name, bytearray())
        self._say(201, None, {"Location": f"{FILES}/{name}", **self._offset(name)})

    def _take(self, stream: BinaryIO, path: str, headers: dict[str, str], size: int) -> None:
        file = self._kept[PurePosixPath(path).name]
        assert int(headers["upload-offset"]) == len(file)
        while size and (piece := stream.read1(min(size, 1 << 20))):  # type: ignore[attr-defined]
            file += piece
            size -= len(piece)
        if not size:
            self._tell(path, 204)

    def _tell(self, path: str, status: int) -> None:
        name = PurePosixPath(path).name
        digest = base64.b64encode(hashlib.sha256(self._kept[name]).digest()).decode()
        more = {"Repr-Digest": f"sha-256=:{digest}:"}
        self._say(status, None, {**self._offset(name), **more})

    def _offset(self, name: str) -> dict[str, str]:
        return {"Upload-Offset": str(len(self._kept[name])), "Tus-Resumable": "1.0.0"}

    def _say(
        self, status: int, value: object | None, headers: dict[str, str] | None = None
    ) -> None:
        body = b"" if value is None else json.dumps(value).encode()
        lines = [f"HTTP/1.1 {status} It"]
        lines += [f"{name}: {text}" for name, text in (headers or {}).items()]
        if status != 204:
            lines += ["Content-Type: application/json", f"Content-Length: {len(body)}"]
        self._connection.sendall("\r\n".join([*lines, "", ""]).encode() + body)


DESCRIPTION = {
    "contract": "help-point-portal/1",
    "name": "Cổng đo",
    "version": "1",
    "time": "2026-11-22T00:00:00Z",
    "limits": {"attachment_bytes": 2**30, "attachment_kinds": ["application/pdf"]},
    "account_door": "portal",
    "recipients": [],
}


def _receipt(path: str, digest: str) -> dict[str, object]:
    return {
        "id": PurePosixPath(path).name,
        "digest": digest,
        "code": "C-1",
        "received_at": "2026-11-22T00:00:00Z",
        "state": "received",
        "promised_on": None,
    }


def main(takes: float) -> None:
    kept: dict[str, bytearray] = {}
    with socket.create_server(ADDRESS) as listener:
        print(listener.getsockname()[1], flush=True)
        threading.Thread(target=_listen, args=(listener, kept, takes), daemon=True).start()
        sys.stdin.read()


def _listen(listener: socket.socket, kept: dict[str, bytearray], takes: float) -> None:
    while True:
        connection, _ = listener.accept()
        line = Line(connection, kept, takes)
        threading.Thread(target=line.serve, daemon=True).start()


if __name__ == "__main__":
    main(float(sys.argv[1]))
