"""Where the kiosk's secrets lie: the system's keyring, or a key file where there is none."""

from __future__ import annotations

import json
import os
import secrets as randomness
import stat
import threading
from typing import TYPE_CHECKING, Final, Protocol

from keyring.backends import SecretService, Windows
from keyring.errors import KeyringLocked

from kiosk.domain.ports import QueueLocked
from offline_queue.files import READING, THIS_MACHINE, DiskFiles

if TYPE_CHECKING:
    from pathlib import Path

    from keyring.backend import KeyringBackend

    from offline_queue.files import Disk

SERVICE: Final = "help-point-kiosk"
DATABASE_KEY: Final = "database"
KEY_BYTES: Final = 32


class SecretStore(Protocol):
    """Keeps named secrets of this kiosk apart from its data folder."""

    def get(self, name: str) -> bytes | None:
        """The secret, or None where there never was one. Raises QueueLocked."""

    def put(self, name: str, secret: bytes) -> None:
        """Keep a secret, in place of an earlier one. Raises QueueLocked."""


class KeyringSecrets:
    """The system's keyring, by a backend that was named: never whatever happens to be installed.

    keyring's own choice may fall on a backend that keeps plain text.
    """

    def __init__(self, backend: KeyringBackend) -> None:
        self._backend = backend

    @classmethod
    def secret_service(cls) -> KeyringSecrets:
        """The freedesktop.org Secret Service, on Linux."""
        return cls(SecretService.Keyring())  # type: ignore[no-untyped-call]

    @classmethod
    def windows(cls) -> KeyringSecrets:
        """The Windows Credential Manager."""
        return cls(Windows.WinVaultKeyring())  # type: ignore[no-untyped-call]

    def get(self, name: str) -> bytes | None:
        """The secret, or None where there never was one.

        Raises QueueLocked with `locked`, `unavailable` or `unreadable`.
        """
        try:
            text = self._backend.get_password(SERVICE, name)
        except KeyringLocked as error:
            raise QueueLocked("locked") from error
        except Exception as error:  # each backend fails with classes of its own system's
            raise QueueLocked("unavailable") from error
        return None if text is None else _from_hex(text)

    def put(self, name: str, secret: bytes) -> None:
        """Keep a secret, in place of an earlier one. Raises as `get` does."""
        try:
            self._backend.set_password(SERVICE, name, secret.hex())
        except KeyringLocked as error:
            raise QueueLocked("locked") from error
        except Exception as error:  # as above
            raise QueueLocked("unavailable") from error


class FileSecrets:
    """One file of the kiosk's user alone (0600), for machines without a session keyring."""

    def __init__(self, file: Path, disk: Disk = THIS_MACHINE) -> None:
        self._file = file
        self._disk = disk
        self._changing = threading.Lock()

    def get(self, name: str) -> bytes | None:
        """The secret, or None where there never was one.

        Raises QueueLocked with `unsafe` where the file is another user's or others may read it,
        else with `unavailable` or `unreadable`.
        """
        text = self._read().get(name)
        return None if text is None else _from_hex(text)

    def put(self, name: str, secret: bytes) -> None:
        """Keep a secret, in place of an earlier one. Raises as `get` does, and QueueFull."""
        with self._changing:
            kept = self._read() | {name: secret.hex()}
            folder = DiskFiles(self._file.parent, self._disk)
            folder.write(self._file.name, [json.dumps(kept, indent=1, sort_keys=True).encode()])

    def _read(self) -> dict[str, str]:
        try:
            calls = self._disk.calls
            with calls.fdopen(calls.open(self._file, READING), "rb") as file:
                seen = calls.fstat(file.fileno())
                if not _is_ours_alone(seen):
                    raise QueueLocked("unsafe")
                kept = json.load(file)
        except FileNotFoundError:
            return {}
        except OSError as error:
            raise QueueLocked("unavailable") from error
        except ValueError as error:
            raise QueueLocked("unreadable") from error
        if not isinstance(kept, dict):
            raise QueueLocked("unreadable")
        return {str(name): str(secret) for name, secret in kept.items()}


def _is_ours_alone(seen: os.stat_result) -> bool:
    """Whether only this program's user reads the file; Windows says that by folder alone."""
    private = not stat.S_IMODE(seen.st_mode) & 0o077
    return os.name == "nt" or (private and seen.st_uid == os.getuid())


def database_key(secrets: SecretStore, *, folder_has_queue: bool) -> bytes:
    """The database's key (32 bytes), made only where there is neither a key nor a queue.

    A new key over an old queue would make its dossiers unreadable for good. Raises QueueLocked
    with `missing`, or as the store of secrets does.
    """
    key = secrets.get(DATABASE_KEY)
    if key is None and folder_has_queue:
        raise QueueLocked("missing")
    if key is None:
        key = randomness.token_bytes(KEY_BYTES)
    if len(key) != KEY_BYTES:
        raise QueueLocked("unreadable")
    if not folder_has_queue:
        # One that is there already may come from a start that failed before it was safe.
        secrets.put(DATABASE_KEY, key)
        if secrets.get(DATABASE_KEY) != key:
            raise QueueLocked("unavailable")
    return key


def _from_hex(text: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError as error:
        raise QueueLocked("unreadable") from error
