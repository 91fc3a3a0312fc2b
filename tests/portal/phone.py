"""A person's phone as the contract has it, written a second time: the page does it in a browser."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
from http.client import HTTPConnection
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from tests.patience import PATIENCE

if TYPE_CHECKING:
    from collections.abc import Mapping


class Phone:
    """Opens an address as it was scanned; `at` is another host that leads to the same portal."""

    def __init__(self, address: str, *, at: str | None = None) -> None:
        page = urlsplit(address)
        self._host = urlsplit(at).netloc if at else page.netloc
        version, self.id, self.token, key = page.fragment.split(".")
        assert version == "1"
        self.page = page.path
        self.secret = _base64url(secrets.token_bytes(16))
        self.key = base64.urlsafe_b64decode(key + "=")

    @property
    def bearer(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}.{self.secret}"}

    def join(self) -> tuple[int, Any]:
        return self.put("phone", self.bearer)

    def seal(
        self, picture: bytes, number: int, most_files: int, nonce: bytes | None = None
    ) -> bytes:
        nonce = nonce or secrets.token_bytes(12)
        bound = f"help-point hand-off 1\n{self.id}\n{number}\n{most_files}".encode()
        return nonce + AESGCM(self.key).encrypt(nonce, picture, bound)

    def send(self, sealed: bytes, number: int, **headers: str) -> tuple[int, Any]:
        digest = base64.b64encode(hashlib.sha256(sealed).digest()).decode()
        proven = {
            "Content-Type": "application/octet-stream",
            "Content-Digest": f"sha-256=:{digest}:",
        }
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.put(f"phone/files/{number}", self.bearer | proven | named, sealed)

    def put(
        self, what: str, headers: Mapping[str, str], body: bytes | None = None
    ) -> tuple[int, Any]:
        """Status, and the answer's JSON."""
        status, _, content = self.ask("PUT", f"/v1/handoffs/{self.id}/{what}", headers, body)
        return status, json.loads(content)

    def ask(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes | None = None
    ) -> tuple[int, dict[str, str], bytes]:
        connection = HTTPConnection(self._host, timeout=PATIENCE)
        try:
            connection.request(method, path, body, dict(headers))
            response = connection.getresponse()
            found = {name.lower(): value for name, value in response.headers.items()}
            return response.status, found, response.read()
        finally:
            connection.close()


def refused(answer: tuple[int, Any]) -> tuple[int, str]:
    """Status and name of a problem."""
    status, problem = answer
    return status, problem["type"].removeprefix("/problems/")


def _base64url(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()
