"""What a demonstration asks of the training portal beside the contract, over HTTP."""

from __future__ import annotations

import json
from http.client import HTTPConnection
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path
    from uuid import UUID

_PATIENCE_S: Final = 20.0


class TrainingControlsFailed(Exception):
    """The training portal didn't answer as it should; the message says what it answered."""


class TrainingControls:
    """The training portal at `url`: its counts, its practice phone, its conduct.

    Every call blocks, for seconds at most. Raises OSError where the portal isn't there, and
    TrainingControlsFailed.
    """

    def __init__(self, url: str) -> None:
        self._address = urlsplit(url).netloc

    def counts(self) -> dict[str, int]:
        """How many `accounts`, `dossiers` and `files` the portal has."""
        return dict(self._ask("GET", "/training/counts") or {})

    def dossier(self, name: str) -> dict[str, Any] | None:
        """A dossier by ticket or id: its `code`, its `answers`, and `contents`.

        `contents` are the SHA-256 of what its files held when their seals were opened.
        """
        answer = self._ask("GET", f"/training/dossiers/{quote(name, safe='')}")
        if answer is None:
            return None
        return {
            "code": answer["code"],
            "answers": answer["document"]["answers"],
            "contents": [file["content_digest"] for file in answer["files"]],
        }

    def messages(self, account: UUID) -> list[dict[str, str]]:
        """What the practice phone of an account has received, the latest first.

        Each has `phone`, `code`, `sent_at` and `valid_until`.
        """
        answer = self._ask("GET", f"/training/messages?account={account}") or {}
        return list(answer["messages"])

    def heartbeats(self) -> list[dict[str, Any]]:
        """The last heartbeat of each kiosk: `device`, `seen_at` and its `counts`."""
        answer = self._ask("GET", "/training/heartbeats") or {}
        return list(answer["heartbeats"])

    def enrolment_code(self) -> str:
        """A fresh one-time enrolment code."""
        answer = self._ask("POST", "/training/enrolment") or {}
        return str(answer["code"])

    def behave(self, mode: str, **how: object) -> None:
        """Have the portal behave: a mode of `kiosk.training.conduct`.

        `how` may say `path`, `method`, `times` and `seconds`.
        """
        self._ask("POST", "/training/conduct", {"mode": mode, **how})

    def take_stick(self, folder: Path) -> dict[str, int]:
        """Have the portal take an export: how many `receipts`, `refusals` and `damaged`."""
        return dict(self._ask("POST", "/training/sticks", {"folder": str(folder)}) or {})

    def move(self, dossier: UUID, status: int, reason: str | None = None) -> None:
        """As an official would: give a dossier another status, 1 to 10."""
        moved = {"status": status, "reason": reason}
        self._ask("POST", f"/training/dossiers/{dossier}/status", moved)

    def _ask(
        self, method: str, path: str, body: Mapping[str, object] | None = None
    ) -> dict[str, Any] | None:
        """The answer; None where there is nothing of that name, or nothing to say."""
        connection = HTTPConnection(self._address, timeout=_PATIENCE_S)
        try:
            content = None if body is None else json.dumps(body)
            connection.request(method, path, content, {"Content-Type": "application/json"})
            response = connection.getresponse()
            answer = response.read()
        finally:
            connection.close()
        if response.status in {204, 404}:
            return None
        if response.status != 200:
            raise TrainingControlsFailed(f"{response.status} {answer[:200]!r}")
        return dict(json.loads(answer))
