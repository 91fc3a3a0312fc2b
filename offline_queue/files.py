"""The small file layer: every attachment's bytes reach the disk, and leave it, through here."""

from __future__ import annotations

import contextlib
import os
import sys
from typing import TYPE_CHECKING, BinaryIO, Final, Protocol

from kiosk.domain.ports import QueueDamaged, QueueFailure, QueueFull

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

UNFINISHED: Final = ".part"
"""How the name of a file ends until all of it is on the disk."""


class Files(Protocol):
    """A folder of files that are written once, whole, and later erased."""

    def write(self, name: str, pieces: Iterable[bytes]) -> None:
        """Write a file; after the answer it survives a power cut. Raises QueueFull."""

    def open(self, name: str) -> BinaryIO:
        """A file to read from its start.

        Raises QueueDamaged where there is none, QueueFailure where it can't be opened now.
        """

    def erase(self, name: str) -> None:
        """Remove a file; one that isn't there is fine. Raises QueueFull (a read-only disk)."""

    def names(self) -> tuple[str, ...]:
        """All that lies in the folder, the unfinished too."""


class DiskFiles:
    """The files of one folder, readable by the kiosk's own user alone. Raises QueueFull."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            folder.chmod(0o700)
        except OSError as error:
            raise QueueFull(str(error)) from error

    def write(self, name: str, pieces: Iterable[bytes]) -> None:
        """Write under another name, sync, rename, sync the folder: never half a file.

        Raises QueueFull; an earlier file of that name is still whole then.
        """
        unfinished = self._folder / (name + UNFINISHED)
        try:
            with os.fdopen(_for_us_alone(unfinished), "wb") as file:
                for piece in pieces:
                    written = file.tell()
                    file.write(piece)
                    file.flush()
                    _begin_to_sync(file.fileno(), written)
                os.fsync(file.fileno())
            unfinished.replace(self._folder / name)
            self._sync_folder()
        except OSError as error:
            # What can't be removed now is swept at the next start. A file of that name stays, new
            # or old: it may be the only one there is.
            with contextlib.suppress(OSError):
                unfinished.unlink(missing_ok=True)
            raise QueueFull(str(error)) from error

    def move(self, name: str, new: str) -> None:
        """Give a file another name, durably, in place of one that has it. Raises QueueFull."""
        try:
            (self._folder / name).replace(self._folder / new)
            self._sync_folder()
        except OSError as error:
            raise QueueFull(str(error)) from error

    def open(self, name: str) -> BinaryIO:
        """A file to read from its start.

        Raises QueueDamaged where there is none, QueueFailure where it can't be opened now.
        """
        try:
            return (self._folder / name).open("rb")
        except FileNotFoundError as error:
            raise QueueDamaged(str(error)) from error
        except OSError as error:  # too many files are open, the disk is busy with itself
            raise QueueFailure(str(error)) from error

    def erase(self, name: str) -> None:
        """Remove a file; one that isn't there is fine. Raises QueueFull (a read-only disk)."""
        try:
            (self._folder / name).unlink(missing_ok=True)
        except OSError as error:
            raise QueueFull(str(error)) from error

    def names(self) -> tuple[str, ...]:
        """All that lies in the folder, the unfinished too."""
        return tuple(sorted(entry.name for entry in self._folder.iterdir()))

    def _sync_folder(self) -> None:
        # Windows has no handle to sync a folder with; NTFS journals the rename itself.
        if os.name == "posix":  # pragma: no branch
            handle = os.open(self._folder, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)


def _for_us_alone(file: Path) -> int:
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)
    return os.open(file, flags, 0o600)


def _begin_to_sync(file: int, start: int) -> None:
    # The disk works while the next piece is encrypted: the sync at the end then waits less.
    if sys.platform == "linux":  # pragma: no branch
        os.posix_fadvise(file, start, 0, os.POSIX_FADV_DONTNEED)
