"""The small file layer: what isn't SQLite's own reaches the disk, and leaves it, through here."""

from __future__ import annotations

import contextlib
import os
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, Final, Literal, Protocol

from kiosk.domain.ports import QueueDamaged, QueueFailure, QueueFull

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

UNFINISHED: Final = ".part"
"""How the name of a file ends until all of it is on the disk."""

_BINARY: Final = getattr(os, "O_BINARY", 0)
READING: Final = os.O_RDONLY | _BINARY
"""How a file is opened to be read, as it is on every system."""


class _Calls(Protocol):
    """Those calls of the module `os` through which the queue uses a disk. They raise OSError."""

    def open(self, path: Path, flags: int, mode: int = ..., /) -> int: ...
    def fdopen(self, handle: int, mode: Literal["rb", "wb"], /) -> BinaryIO: ...
    def fstat(self, handle: int, /) -> os.stat_result: ...
    def fsync(self, handle: int, /) -> None: ...
    def close(self, handle: int, /) -> None: ...
    def replace(self, before: Path, after: Path, /) -> None: ...
    def unlink(self, file: Path, /) -> None: ...
    def mkdir(self, folder: Path, mode: int = ..., /) -> None: ...
    def rmdir(self, folder: Path, /) -> None: ...
    def chmod(self, folder: Path, mode: int, /) -> None: ...
    def listdir(self, folder: Path, /) -> list[str]: ...
    def posix_fadvise(self, handle: int, start: int, length: int, advice: int, /) -> None: ...


@dataclass(frozen=True, slots=True)
class Disk:
    """What the queue lies on: the calls of our own files, and SQLite's door to the same disk.

    `vfs` names that door (https://sqlite.org/vfs.html); None is the one SQLite has of itself.
    """

    calls: _Calls = os
    vfs: str | None = None


THIS_MACHINE: Final = Disk()


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

    def __init__(self, folder: Path, disk: Disk = THIS_MACHINE) -> None:
        self._folder = folder
        self._calls = disk.calls
        try:
            self._make(folder)
            self._calls.chmod(folder, 0o700)
        except OSError as error:
            raise QueueFull(str(error)) from error

    def write(self, name: str, pieces: Iterable[bytes]) -> None:
        """Write under another name, sync, rename, sync the folder: never half a file.

        Raises QueueFull; an earlier file of that name is still whole then.
        """
        unfinished = self._folder / (name + UNFINISHED)
        try:
            with self._calls.fdopen(self._for_us_alone(unfinished), "wb") as file:
                for piece in pieces:
                    written = file.tell()
                    file.write(piece)
                    file.flush()
                    self._begin_to_sync(file.fileno(), written)
                self._calls.fsync(file.fileno())
            self._calls.replace(unfinished, self._folder / name)
            self._sync(self._folder)
        except OSError as error:
            # What can't be removed now is swept at the next start. A file of that name stays, new
            # or old: it may be the only one there is.
            with contextlib.suppress(OSError):
                self._calls.unlink(unfinished)
            raise QueueFull(str(error)) from error

    def move(self, name: str, new: str) -> None:
        """Give a file another name, durably, in place of one that has it. Raises QueueFull."""
        try:
            self._calls.replace(self._folder / name, self._folder / new)
            self._sync(self._folder)
        except OSError as error:
            raise QueueFull(str(error)) from error

    def touch(self, name: str, *, emptied: bool = False) -> Path:
        """The path of a file, made where there is none, perhaps `emptied`. Raises QueueFull."""
        file = self._folder / name
        flags = os.O_RDWR | os.O_CREAT | (os.O_TRUNC if emptied else 0)
        try:
            self._calls.close(self._calls.open(file, flags, 0o600))
        except OSError as error:
            raise QueueFull(str(error)) from error
        return file

    def fill(self, name: str, size: int) -> None:
        """Write zeros over the first `size` bytes of a file that is there. Raises QueueFull."""
        try:
            handle = self._calls.open(self._folder / name, os.O_WRONLY | _BINARY)
            with self._calls.fdopen(handle, "wb") as file:
                file.write(bytes(size))
                file.flush()
                self._calls.fsync(file.fileno())
        except OSError as error:
            raise QueueFull(str(error)) from error

    def open(self, name: str) -> BinaryIO:
        """A file to read from its start.

        Raises QueueDamaged where there is none, QueueFailure where it can't be opened now.
        """
        try:
            handle = self._calls.open(self._folder / name, READING)
            return self._calls.fdopen(handle, "rb")
        except OSError as error:
            raise _unread(error) from error

    def erase(self, name: str) -> None:
        """Remove a file; one that isn't there is fine. Raises QueueFull (a read-only disk)."""
        try:
            with contextlib.suppress(FileNotFoundError):
                self._calls.unlink(self._folder / name)
        except OSError as error:
            raise QueueFull(str(error)) from error

    def names(self) -> tuple[str, ...]:
        """All that lies in the folder, the unfinished too. Raises as `open` does."""
        try:
            return tuple(sorted(self._calls.listdir(self._folder)))
        except OSError as error:
            raise _unread(error) from error

    def remove(self) -> None:
        """Erase the folder and every file in it. Raises QueueFull, and as `names` does."""
        for name in self.names():
            self.erase(name)
        try:
            self._calls.rmdir(self._folder)
        except OSError as error:
            raise QueueFull(str(error)) from error

    def sync(self) -> None:
        """Make durable which files there are: none can vanish whole. Raises QueueFull."""
        try:
            self._sync(self._folder)
        except OSError as error:
            raise QueueFull(str(error)) from error

    def _make(self, folder: Path) -> None:
        try:
            self._make_one(folder)
        except FileNotFoundError:
            self._make(folder.parent)
            self._make_one(folder)
        # A synced file is no use in a folder that a power cut takes away; and an earlier start may
        # have made the folder without coming this far.
        self._sync(folder.parent)

    def _make_one(self, folder: Path) -> None:
        with contextlib.suppress(FileExistsError):
            self._calls.mkdir(folder, 0o700)

    def _sync(self, folder: Path) -> None:
        # Windows has no handle to sync a folder with; NTFS journals the rename itself.
        if os.name == "posix":  # pragma: no branch
            handle = self._calls.open(folder, os.O_RDONLY)
            try:
                self._calls.fsync(handle)
            finally:
                self._calls.close(handle)

    def _begin_to_sync(self, handle: int, start: int) -> None:
        # The disk works while the next piece is encrypted: the sync at the end then waits less.
        if sys.platform == "linux":  # pragma: no branch
            self._calls.posix_fadvise(handle, start, 0, os.POSIX_FADV_DONTNEED)

    def _for_us_alone(self, file: Path) -> int:
        return self._calls.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | _BINARY, 0o600)


def _unread(error: OSError) -> QueueFailure:
    # Too many files are open, the disk is busy with itself: that says nothing about the file.
    missing = isinstance(error, FileNotFoundError)
    return QueueDamaged(str(error)) if missing else QueueFailure(str(error))
