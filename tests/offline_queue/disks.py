"""A disk in memory that forgets what it was not told to keep, fails when told to, and has its end.

Programs see every write at once. When the power is cut there is left what was synced, and of the
rest whatever the disk happened to have written: any sectors of a file, any changes of a folder.
The queue's own files reach it by the calls of `os` that it has, SQLite by the door "simulated"
(https://sqlite.org/vfs.html), so that one disk lies under both.

It is harsher than most: syncing a file does not keep the file's name, syncing a folder keeps its
own names alone, and the bytes that a failed sync left unsynced no later sync will save. Names it
will: they stand in a journal, which is written in order or not at all.
"""

from __future__ import annotations

import errno
import io
import os
import stat
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Final, Literal, cast
from weakref import WeakValueDictionary

import apsw

from offline_queue import files

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from random import Random
    from typing import BinaryIO

SECTOR: Final = 512
DOOR: Final = "simulated"
_ROOT: Final = 1
_FIRST_HANDLE: Final = 1_000_000
"""Beyond any real one: a simulated handle that strays to the system opens nothing there."""


# --- what a power cut leaves ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Luck:
    """What of the unsynced had reached the disk: asked for each sector and each change of names."""

    name: str
    data: Callable[[], bool]
    names: Callable[[], bool]


def _never() -> bool:
    return False


def _always() -> bool:
    return True


NOTHING: Final = Luck("nothing unsynced", _never, _never)
EVERYTHING: Final = Luck("everything", _always, _always)
NO_NAMES: Final = Luck("data, no names", _always, _never)
NAMES_FIRST: Final = Luck("names before data", _never, _always)


def shuffled(random: Random) -> Luck:
    """Any of it: each sector and each change of names by the toss of a coin."""
    return Luck("shuffled", lambda: random.random() < 0.5, lambda: random.random() < 0.5)


# --- files and folders ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Write:
    """Bytes put at an offset, or with `size` a file cut or drawn out to so many bytes."""

    offset: int = 0
    data: bytes = b""
    size: int | None = None

    def on(self, content: bytes, reached: Callable[[], bool] = _always) -> bytes:
        """The content after as much of this as has reached the disk."""
        if self.size is not None:
            return content[: self.size].ljust(self.size, b"\0") if reached() else content
        at, end = self.offset, self.offset + len(self.data)
        while at < end:
            until = min(end, at - at % SECTOR + SECTOR)
            if reached():
                piece = self.data[at - self.offset : until - self.offset]
                content = content[:at].ljust(at, b"\0") + piece + content[until:]
            at = until
        return content


@dataclass(frozen=True, slots=True)
class _File:
    """What programs read of a file, what is kept of it for sure, and the writes in between."""

    seen: bytes = b""
    kept: bytes = b""
    unsynced: tuple[_Write, ...] = ()

    def written(self, write: _Write) -> _File:
        return replace(self, seen=write.on(self.seen), unsynced=(*self.unsynced, write))

    def synced(self) -> _File:
        kept = self.kept
        for write in self.unsynced:
            kept = write.on(kept)
        return replace(self, kept=kept, unsynced=())

    def given_up(self) -> _File:
        """After a sync that failed: still to be read, and never to be written by itself."""
        return replace(self, unsynced=())

    def cut(self, luck: Luck) -> _File:
        left = self.kept
        for write in self.unsynced:
            left = write.on(left, luck.data)
        return _File(left, left)


_Names = dict[str, int]
_Change = dict[str, int | None]


@dataclass(frozen=True, slots=True)
class _Folder:
    """The same of a folder: names and the numbers of what they name."""

    seen: _Names = field(default_factory=dict)
    kept: _Names = field(default_factory=dict)
    unsynced: tuple[_Change, ...] = ()

    def changed(self, change: _Change) -> _Folder:
        return replace(self, seen=_with(self.seen, change), unsynced=(*self.unsynced, change))

    def synced(self) -> _Folder:
        kept = self.kept
        for change in self.unsynced:
            kept = _with(kept, change)
        return replace(self, kept=kept, unsynced=())

    def given_up(self) -> _Folder:
        return self

    def cut(self, luck: Luck) -> _Folder:
        left = self.kept
        for change in self.unsynced:
            if luck.names():
                left = _with(left, change)
        return _Folder(left, left)


def _with(names: _Names, change: _Change) -> _Names:
    changed = names | change
    return {name: node for name, node in changed.items() if node is not None}


# --- the disk -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Call:
    """One call about to be made: the how manyeth since the count began, what, and on what."""

    number: int
    what: str
    name: str


SHORT: Final = -1
"""A write that takes some of the bytes and says so: no failure, if whoever writes goes on."""


def no_fault(_: Call) -> int:
    """What a fault answers: the `errno` with which a call fails, SHORT, or 0: it does its work."""
    return 0


class SimulatedDisk:
    """A disk with a folder of its own, `root`; hand `disk` to the queue.

    `fault` is asked before each call, `changed` told after each that changed something, `room` is
    how many bytes all files may hold. While `turn` is held no call of another thread goes on.
    """

    def __init__(self, nodes: Mapping[int, _File | _Folder] | None = None) -> None:
        self.root = Path(f"/simulated/{next(_numbers)}")
        self.fault: Callable[[Call], int] = no_fault
        self.changed: Callable[[], None] = lambda: None
        self.room: int | None = None
        self.calls = 0
        self.turn = RLock()
        self._nodes = dict(nodes or {_ROOT: _Folder()})
        self._handles: dict[int, _Handle] = {}
        _plugged_in[str(self.root)] = self

    @property
    def disk(self) -> files.Disk:
        """As the queue is to use it."""
        return files.Disk(calls=self, vfs=f"multipleciphers-{DOOR}")

    def copy(self) -> SimulatedDisk:
        """As another program finds it now, or this one after it was killed; nothing is lost."""
        return SimulatedDisk(self._nodes)

    def after_cut(self, luck: Luck) -> SimulatedDisk:
        """As it is found when the power is back: all that is left is kept."""
        return SimulatedDisk({number: node.cut(luck) for number, node in self._nodes.items()})

    def contents(self) -> dict[str, bytes]:
        """Every file that can be reached, by its path below `root`."""
        return dict(self._below(_ROOT, ""))

    def used(self) -> int:
        """How many bytes all files hold."""
        return sum(map(len, self.contents().values()))

    def put(self, path: str, content: bytes) -> None:
        """Change a file behind everybody's back, as a failing disk does."""
        number = self._number(self.root / path)
        self._nodes[number] = _File(content, content)

    def _below(self, number: int, path: str) -> Iterator[tuple[str, bytes]]:
        node = self._nodes[number]
        if isinstance(node, _File):
            yield path, node.seen
        else:
            for name, below in sorted(node.seen.items()):
                yield from self._below(below, f"{path}/{name}".lstrip("/"))

    # --- calls as those of `os`

    def open(self, path: Path, flags: int, _mode: int = 0o777, /) -> int:
        with self._call("open", path):
            try:
                number = self._number(path)
            except FileNotFoundError:
                if not flags & os.O_CREAT:
                    raise
                folder, number = self._number(path.parent), self._new(_File())
                self._change(folder, {path.name: number})
            if flags & os.O_TRUNC:
                self._write(number, _Write(size=0))
            handle = next(_handles)
            self._handles[handle] = _Handle(number, path.name)
            return handle

    def fdopen(self, handle: int, mode: Literal["rb", "wb"], /) -> BinaryIO:
        raw = _Raw(self, handle)
        return cast("BinaryIO", io.BufferedReader(raw) if mode == "rb" else io.BufferedWriter(raw))

    def fstat(self, handle: int, /) -> os.stat_result:
        held = self._handles[handle]
        with self._call("fstat", held.name):
            size = len(self._file(held.number).seen)
            return os.stat_result((stat.S_IFREG | 0o600, 0, 0, 1, os.getuid(), 0, size, 0, 0, 0))

    def fsync(self, handle: int, /) -> None:
        held = self._handles[handle]
        try:
            with self._call("fsync", held.name):
                self._nodes[held.number] = self._nodes[held.number].synced()
                self.changed()
        except OSError:
            # https://lwn.net/Articles/752063/ — what could not be written counts as written.
            self._nodes[held.number] = self._nodes[held.number].given_up()
            raise

    def close(self, handle: int, /) -> None:
        del self._handles[handle]

    def replace(self, before: Path, after: Path, /) -> None:
        with self._call("replace", after):
            number = self._number(before)
            folder, other = self._number(after.parent), self._number(before.parent)
            gone: _Change = {before.name: None}
            if other != folder:
                # A journal has both or neither; of two folders, the new name is told first.
                self._change(folder, {after.name: number})
                self._change(other, gone)
            else:
                self._change(folder, {**gone, after.name: number})

    def unlink(self, file: Path, /) -> None:
        with self._call("unlink", file):
            self._number(file)
            self._change(self._number(file.parent), {file.name: None})

    def mkdir(self, folder: Path, _mode: int = 0o777, /) -> None:
        with self._call("mkdir", folder):
            parent = self._number(folder.parent)
            if folder.name in self._folder(parent).seen:
                raise _error(errno.EEXIST, folder)
            self._change(parent, {folder.name: self._new(_Folder())})

    def rmdir(self, folder: Path, /) -> None:
        with self._call("rmdir", folder):
            if self._folder(self._number(folder)).seen:
                raise _error(errno.ENOTEMPTY, folder)
            self._change(self._number(folder.parent), {folder.name: None})

    def chmod(self, folder: Path, _mode: int, /) -> None:
        with self._call("chmod", folder):
            self._number(folder)

    def listdir(self, folder: Path, /) -> list[str]:
        with self._call("listdir", folder):
            return list(self._folder(self._number(folder)).seen)

    def posix_fadvise(self, _handle: int, _start: int, _length: int, _advice: int, /) -> None:
        """What it begins to write is not kept before it is synced."""

    def pread(self, handle: int, size: int, offset: int, /) -> bytes:
        held = self._handles[handle]
        with self._call("pread", held.name):
            return self._file(held.number).seen[offset : offset + size]

    def pwrite(self, handle: int, data: bytes, offset: int, /) -> int:
        held = self._handles[handle]
        with self._call("pwrite", held.name) as short:
            if short:
                data = data[: (len(data) + 1) // 2]
            if self.room is not None:
                grown = max(0, offset + len(data) - len(self._file(held.number).seen))
                data = data[: len(data) - max(0, min(grown, self.used() + grown - self.room))]
                if not data:
                    raise _error(errno.ENOSPC, held.name)
            self._write(held.number, _Write(offset, data))
            return len(data)

    def ftruncate(self, handle: int, size: int, /) -> None:
        held = self._handles[handle]
        with self._call("ftruncate", held.name):
            self._write(held.number, _Write(size=size))

    def exists(self, path: Path) -> bool:
        with self._call("access", path):
            try:
                self._number(path)
            except FileNotFoundError:
                return False
            return True

    def lock(self, handle: int) -> None:
        """Only one program has this disk: a lock fails or is had."""
        with self._call("lock", self._handles[handle].name):
            pass

    # --- how

    @contextmanager
    def _call(self, what: str, path: Path | str) -> Iterator[bool]:
        with self.turn:
            name = path if isinstance(path, str) else path.name
            self.calls += 1
            failing = self.fault(Call(self.calls, what, name))
            if failing > 0:
                raise _error(failing, path)
            yield failing == SHORT

    def _number(self, path: Path) -> int:
        number = _ROOT
        for name in path.relative_to(self.root).parts:
            found = self._folder(number).seen.get(name)
            if found is None:
                raise _error(errno.ENOENT, path)
            number = found
        return number

    def _folder(self, number: int) -> _Folder:
        node = self._nodes[number]
        if isinstance(node, _File):
            raise _error(errno.ENOTDIR, str(number))
        return node

    def _file(self, number: int) -> _File:
        node = self._nodes[number]
        if isinstance(node, _Folder):
            raise _error(errno.EISDIR, str(number))
        return node

    def _new(self, node: _File | _Folder) -> int:
        number = max(self._nodes) + 1
        self._nodes[number] = node
        return number

    def _change(self, folder: int, change: _Change) -> None:
        self._nodes[folder] = self._folder(folder).changed(change)
        self.changed()

    def _write(self, number: int, write: _Write) -> None:
        self._nodes[number] = self._file(number).written(write)
        self.changed()


@dataclass(frozen=True, slots=True)
class _Handle:
    number: int
    name: str


def _error(number: int, path: Path | str) -> OSError:
    return OSError(number, os.strerror(number), str(path))


class _Raw(io.RawIOBase):
    """A file of the disk as Python's own buffers use one."""

    def __init__(self, disk: SimulatedDisk, handle: int) -> None:
        self._disk = disk
        self._handle = handle
        self._at = 0

    def fileno(self) -> int:
        return self._handle

    def readable(self) -> bool:
        return True

    def writable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        assert whence in {os.SEEK_SET, os.SEEK_CUR}
        self._at = offset + (self._at if whence == os.SEEK_CUR else 0)
        return self._at

    def readinto(self, into: bytearray) -> int:  # type: ignore[override]
        data = self._disk.pread(self._handle, len(into), self._at)
        into[: len(data)] = data
        self._at += len(data)
        return len(data)

    def write(self, data: bytes) -> int:  # type: ignore[override]
        taken = self._disk.pwrite(self._handle, bytes(data), self._at)
        self._at += taken
        return taken

    def close(self) -> None:
        if not self.closed:
            self._disk.close(self._handle)
        super().close()


# --- SQLite's door --------------------------------------------------------------------------------


@contextmanager
def _failing(code: int, full: int | None = None) -> Iterator[None]:
    """A failed call by SQLite's name for it; `full` where the disk was."""
    try:
        yield
    except OSError as error:
        out_of_room = full is not None and error.errno == errno.ENOSPC
        raise apsw.exception_for(full if out_of_room and full else code) from error


class _Opened:
    """A file that SQLite has open, treated as its own "unix" door treats one (os_unix.c)."""

    def __init__(self, disk: SimulatedDisk, path: Path, handle: int, *, named: bool) -> None:
        self._disk = disk
        self._path = path
        self._handle = handle
        self._name_unsynced = named

    def xRead(self, amount: int, offset: int) -> bytes:  # noqa: N802
        with _failing(apsw.SQLITE_IOERR_READ):
            return self._disk.pread(self._handle, amount, offset)

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802
        with _failing(apsw.SQLITE_IOERR_WRITE, apsw.SQLITE_FULL):
            while data:
                taken = self._disk.pwrite(self._handle, bytes(data), offset)
                data, offset = data[taken:], offset + taken

    def xTruncate(self, size: int) -> None:  # noqa: N802
        with _failing(apsw.SQLITE_IOERR_TRUNCATE):
            self._disk.ftruncate(self._handle, size)

    def xSync(self, _flags: int) -> None:  # noqa: N802
        with _failing(apsw.SQLITE_IOERR_FSYNC):
            self._disk.fsync(self._handle)
        if self._name_unsynced:
            self._name_unsynced = False
            try:
                _sync_folder(self._disk, self._path.parent)
            except OSError:
                return  # as SQLite does: it neither says so nor tries again

    def xFileSize(self) -> int:  # noqa: N802
        with _failing(apsw.SQLITE_IOERR_FSTAT):
            return self._disk.fstat(self._handle).st_size

    def xLock(self, _level: int) -> None:  # noqa: N802
        with _failing(apsw.SQLITE_IOERR_LOCK):
            self._disk.lock(self._handle)

    def xUnlock(self, _level: int) -> None:  # noqa: N802
        """Nobody else waits for it."""

    def xCheckReservedLock(self) -> bool:  # noqa: N802
        return False

    def xFileControl(self, _what: int, _pointer: int) -> bool:  # noqa: N802
        return False

    def xSectorSize(self) -> int:  # noqa: N802
        return 4096

    def xDeviceCharacteristics(self) -> int:  # noqa: N802
        return apsw.SQLITE_IOCAP_POWERSAFE_OVERWRITE

    def xClose(self) -> None:  # noqa: N802
        self._disk.close(self._handle)


class _Door(apsw.VFS):
    """Leads to whichever disk a path lies on."""

    def __init__(self) -> None:
        super().__init__(DOOR, base="")

    def xOpen(self, name: str | apsw.URIFilename | None, flags: list[int]) -> _Opened:  # type: ignore[override] # noqa: N802
        assert name is not None, "the queue keeps what is temporary in memory"
        path = Path(name if isinstance(name, str) else name.filename())
        logs = apsw.SQLITE_OPEN_WAL | apsw.SQLITE_OPEN_MAIN_JOURNAL
        disk = _disk_of(path)
        with _failing(apsw.SQLITE_CANTOPEN):
            made = os.O_CREAT if flags[0] & apsw.SQLITE_OPEN_CREATE else 0
            handle = disk.open(path, os.O_RDWR | made)
        flags[1] = flags[0]
        return _Opened(disk, path, handle, named=bool(flags[0] & logs))

    def xDelete(self, name: str, sync: bool) -> None:  # noqa: FBT001, N802
        path = Path(name)
        try:
            _disk_of(path).unlink(path)
        except FileNotFoundError as error:
            raise apsw.exception_for(apsw.SQLITE_IOERR_DELETE_NOENT) from error
        except OSError as error:
            raise apsw.exception_for(apsw.SQLITE_IOERR_DELETE) from error
        if sync:
            with _failing(apsw.SQLITE_IOERR_DIR_FSYNC):
                _sync_folder(_disk_of(path), path.parent)

    def xAccess(self, name: str, _flags: int) -> bool:  # noqa: N802
        try:
            return _disk_of(Path(name)).exists(Path(name))
        except OSError:
            return False  # what can't be looked at isn't there: so says access(2) to SQLite

    def xFullPathname(self, name: str) -> str:  # noqa: N802
        return name


def _sync_folder(disk: SimulatedDisk, folder: Path) -> None:
    handle = disk.open(folder, os.O_RDONLY)
    try:
        disk.fsync(handle)
    finally:
        disk.close(handle)


def _disk_of(path: Path) -> SimulatedDisk:
    return _plugged_in["/".join(path.parts[:3]).replace("//", "/")]


_numbers = count(1)
_handles = count(_FIRST_HANDLE)
_plugged_in: WeakValueDictionary[str, SimulatedDisk] = WeakValueDictionary()
_door = _Door()
