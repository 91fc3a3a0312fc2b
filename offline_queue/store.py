"""One encrypted SQLite file: opened with its key, migrated, read and written in transactions."""

from __future__ import annotations

import hashlib
import hmac
import logging
import re
import shutil
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, Final

import apsw

from kiosk.domain.ports import (
    QueueDamaged,
    QueueFailure,
    QueueFull,
    QueueInUse,
    QueueLocked,
    QueueTooNew,
)
from offline_queue.files import THIS_MACHINE, DiskFiles
from offline_queue.pages import SALT_BYTES, Pages
from offline_queue.schema import MIGRATIONS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from offline_queue.files import Disk

DATABASE: Final = "queue.db"
_LOCK: Final = "queue.lock"
_MARK: Final = "queue.key-mark"
_BEFORE: Final = ".before-"
"""With the number of a migration: the copy of the database as it was before."""
_PIECE: Final = 1024 * 1024
_READ_ONLY: Final = apsw.SQLITE_OPEN_READONLY | apsw.SQLITE_OPEN_URI
_PAGE_BYTES: Final = 1024
"""Small pages: a kept step of a form rewrites less of the disk."""
_MOST_LOG_PAGES: Final = 4096
"""Of the write-ahead log, before it is folded into the database at the next rest (4 MiB)."""
_FREE_PAGES: Final = 4096
"""As many (4 MiB) may lie free: they are used again."""
_LOG: Final = f"{DATABASE}-wal"
_LOG_ROOM: Final = 32 * 1024
"""Bytes, about what the next finished submission takes."""
_READING: Final = frozenset(
    {apsw.SQLITE_IOERR_READ, apsw.SQLITE_IOERR_SHORT_READ, apsw.SQLITE_IOERR_CORRUPTFS}
)

_log = logging.getLogger(__name__)

Value = None | int | float | str | bytes
Row = tuple[Any, ...]


class InDoubt(QueueFull):
    """The sync of a commit failed: the next start finds it whole, or finds none of it."""


class FolderLock:
    """Held for as long as a program works in the data folder. Raises QueueInUse.

    SQLite's own lock on an empty file: the same on every system, and gone with the process.
    It comes before the key, or two first starts would make two keys for one database.
    """

    def __init__(self, folder: Path, disk: Disk = THIS_MACHINE) -> None:
        files = DiskFiles(folder, disk)
        with named_failures():
            try:
                self._connection = _held(files.touch(_LOCK), disk)
            except (apsw.NotADBError, apsw.CorruptError):
                # It should be empty. Nobody holds it, or that would have been told first.
                self._connection = _held(files.touch(_LOCK, emptied=True), disk)

    def release(self) -> None:
        """Let another program in."""
        with named_failures():
            self._connection.close()


class Store:
    """The database in `folder`, made where there is none.

    Raises QueueLocked (`wrong`), QueueDamaged, QueueTooNew, QueueFull.
    """

    def __init__(self, folder: Path, key: bytes, disk: Disk = THIS_MACHINE) -> None:
        self._folder = folder
        self._secret = key
        self._log_pages = 0
        self._disk = disk
        self._files = DiskFiles(folder, disk)
        self._marked = _is_marked(self._files, key)
        try:
            self._start()
        except QueueDamaged:
            if not self._put_back():
                raise
            self._start()
        self._keep_mark()

    @property
    def schema(self) -> int:
        """How many migrations the database has had."""
        return int(self.rows("PRAGMA user_version")[0][0])

    def free_bytes(self) -> int:
        """How much the disk still takes. Raises QueueDamaged where it can't be asked."""
        try:
            return shutil.disk_usage(self._folder).free
        except OSError as error:
            raise QueueDamaged(str(error)) from error

    def close(self) -> None:
        """Fold the log into the file and let go of it."""
        with named_failures():
            self._connection.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All of it, durable when the block ends, or nothing of it. Raises InDoubt."""
        with named_failures():
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._commit()
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise

    def check(self) -> None:
        """Read every page. Raises QueueDamaged where one isn't as it was written."""
        with named_failures():
            if not is_whole(self._connection):
                raise QueueDamaged("the database isn't whole")

    def abandon(self) -> None:
        """Let go of a damaged file without another write to it."""
        self._connection.config(apsw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1)
        self._connection.close(True)

    def write_what_fits(self, sql: str, values: Sequence[Value]) -> bool:
        """Change rows inside a transaction, unless the tables refuse them; whether they did not."""
        try:
            self.write(sql, values)
        except apsw.ConstraintError:
            return False
        return True

    def write(self, sql: str, values: Sequence[Value] | Mapping[str, Value] = ()) -> int:
        """Change rows inside a transaction; answers how many."""
        with named_failures():
            self._connection.execute(sql, values)
            return self._connection.changes()

    def rows(self, sql: str, values: Sequence[Value] | Mapping[str, Value] = ()) -> list[Row]:
        """What a query finds."""
        with named_failures():
            return list(self._connection.execute(sql, values))

    def row(self, sql: str, values: Sequence[Value] | Mapping[str, Value] = ()) -> Row | None:
        """The first row that a query finds."""
        return next(iter(self.rows(sql, values)), None)

    def is_mostly_free(self) -> bool:
        """Whether most of the file holds nothing any more, and that is worth the while."""
        free = int(self.rows("PRAGMA freelist_count")[0][0])
        return free > max(_FREE_PAGES, int(self.rows("PRAGMA page_count")[0][0]) // 2)

    def shrink(self) -> None:
        """Write the file anew without what is free in it."""
        with named_failures():
            self._connection.execute("VACUUM")
        self.fold()

    @property
    def wants_rest(self) -> bool:
        """Whether the log has grown long; to be asked on any thread."""
        return self._log_pages > _MOST_LOG_PAGES

    def rest(self) -> None:
        """Fold the log into the file where it has grown long: done while nobody waits."""
        if self.wants_rest:
            self.fold()

    def fold(self) -> None:
        """Fold the log into the file and cut it to nothing: what was erased is gone from both.

        Then it is given room: a commit that needn't lengthen the file is synced in two thirds of
        the time. To SQLite a log of zeros is an empty one. Raises QueueFull, QueueDamaged.
        """
        with named_failures():
            self._connection.wal_checkpoint(mode=apsw.SQLITE_CHECKPOINT_TRUNCATE)
        self._log_pages = 0
        self._files.fill(_LOG, _LOG_ROOM)

    def _start(self) -> None:
        self._open()
        try:
            self._migrate()
            # SQLite syncs the folder for its log once, and goes on where that has failed. And a
            # copy that a power cut brought back would be taken for what is kept.
            self._files.sync()
        except BaseException:
            with suppress(QueueFailure):
                self.close()
            raise

    def _open(self) -> None:
        with named_failures():
            self._connection = _connected(self._files.touch(DATABASE), self._disk)
        try:
            try:
                with named_failures():
                    unlock(self._connection, self._secret)
            except QueueDamaged as error:
                # The cipher can't tell a wrong key from a damaged first page; the others can.
                if self._marked or _fits(self._files, self._secret):
                    raise
                raise QueueLocked("wrong") from error
            with named_failures():
                self._configure()
        except QueueFailure:
            with suppress(QueueFailure):
                self.close()
            raise

    def _commit(self) -> None:
        try:
            self._connection.execute("COMMIT")
        except apsw.IOError as error:
            # All of it lies in the log, for whoever reads that before it is written over.
            if getattr(error, "extendedresult", 0) == apsw.SQLITE_IOERR_FSYNC:
                raise InDoubt(str(error)) from error
            raise

    def _keep_mark(self) -> None:
        # A database that opened proves the key; a lost or damaged mark is made anew.
        salt = str(self.rows("SELECT sqlite3mc_codec_data('cipher_salt')")[0][0])
        mark = _mark(self._secret) + b"\n" + salt.encode()
        if _read_mark(self._files) != mark:
            try:
                self._files.write(_MARK, [mark])
            except QueueFull:
                _log.warning("the key's mark could not be written yet", exc_info=True)

    def _configure(self) -> None:
        connection = self._connection
        connection.pragma("page_size", _PAGE_BYTES)
        connection.pragma("journal_mode", "wal")
        connection.pragma("synchronous", "full")
        connection.pragma("foreign_keys", "on")
        connection.pragma("secure_delete", "on")
        connection.pragma("temp_store", "memory")
        connection.set_wal_hook(self._log_grew)

    def _log_grew(self, _connection: apsw.Connection, _name: str, pages: int) -> int:
        self._log_pages = pages
        return apsw.SQLITE_OK

    def _migrate(self) -> None:
        """Bring an earlier program's database up to this one's tables.

        A copy of it lies beside it until the new one was opened again and found whole.
        """
        version = self.schema
        if version > len(MIGRATIONS):
            raise QueueTooNew(str(version))
        if 0 < version < len(MIGRATIONS):
            self._copy_to(f"{DATABASE}{_BEFORE}{len(MIGRATIONS)}")
        if version < len(MIGRATIONS):
            with self.transaction():
                for migration in MIGRATIONS[version:]:
                    self._connection.execute(migration)
                self._connection.pragma("user_version", len(MIGRATIONS))
        for copy in self._copies():
            self.close()
            self._open()
            self._compare(copy)
            self._files.erase(copy)

    def _copies(self) -> list[str]:
        start = f"{DATABASE}{_BEFORE}"
        return [
            name for name in self._files.names() if re.fullmatch(re.escape(start) + r"\d+", name)
        ]

    def _copy_to(self, name: str) -> None:
        self.fold()
        # SQLite must not have the file open: closing ours would end SQLite's hold on it.
        self.close()
        with self._files.open(DATABASE) as file:
            self._files.write(name, iter(lambda: file.read(_PIECE), b""))
        self._open()

    def _compare(self, copy: str) -> None:
        """Raises QueueDamaged where this isn't all that the copy is, or a page can't be read."""
        address = f"{(self._folder / copy).resolve().as_uri()}?immutable=1"
        with named_failures():
            before = apsw.Connection(address, _READ_ONLY, vfs=self._disk.vfs)
            try:
                unlock(before, self._secret)
                complete = _counts(before) == _counts(self._connection)
            finally:
                before.close()
            if not (complete and is_whole(self._connection)):
                raise QueueDamaged("the migrated database isn't whole")

    def _put_back(self) -> bool:
        """Whether what was copied before a migration took the place of what came of it."""
        copies = self._copies()
        for copy in copies:
            # First, and durably: the log of the one would be read into the other.
            self._files.erase(f"{DATABASE}-wal")
            self._files.sync()
            self._files.move(copy, DATABASE)
        return bool(copies)


def unlock(connection: apsw.Connection, key: bytes) -> None:
    """Give a connection the key, and see that it fits. Raises apsw.NotADBError."""
    connection.pragma("cipher", "chacha20")
    connection.pragma("hexkey", key.hex())
    connection.pragma("locking_mode", "exclusive")
    # The key is taken without a look at the file, so look at once.
    connection.execute("SELECT count(*) FROM sqlite_schema").fetchall()


def is_whole(connection: apsw.Connection) -> bool:
    """Whether every page is as it was written. Raises apsw.CorruptError where one isn't."""
    return connection.execute("PRAGMA quick_check(1)").fetchall() == [("ok",)]


def _counts(connection: apsw.Connection) -> list[Row]:
    return connection.execute(
        "SELECT (SELECT count(*) FROM submission), (SELECT count(*) FROM attachment),"
        " (SELECT count(*) FROM attempt), (SELECT count(*) FROM journal)"
    ).fetchall()


def known_salt(files: DiskFiles) -> bytes:
    """What the key is mixed with for this database, as it was noted apart from it."""
    try:
        return bytes.fromhex(_read_mark(files).decode("ascii").split()[1])
    except (ValueError, IndexError):
        return b""


def _is_marked(files: DiskFiles, key: bytes) -> bool:
    """Whether the folder's mark is this key's; a folder without a database gets the mark."""
    if DATABASE not in files.names():
        files.write(_MARK, [_mark(key)])
        return True
    return _read_mark(files)[: len(_mark(key))] == _mark(key)


def _read_mark(files: DiskFiles) -> bytes:
    try:
        with files.open(_MARK) as file:
            return file.read()
    except (QueueFailure, OSError):
        return b""


def _mark(key: bytes) -> bytes:
    """One-way: it tells which key, and nothing about it."""
    return hmac.digest(key, b"kiosk database key mark 1", hashlib.sha256).hex().encode()


def _fits(files: DiskFiles, key: bytes) -> bool:
    """Whether the key opens any page at all."""
    try:
        with files.open(DATABASE) as opened:
            file = opened.read()
    except (QueueFailure, OSError):
        return True
    return Pages(file, b"", key, (file[:SALT_BYTES], known_salt(files))).count > 0


def _held(file: Path, disk: Disk) -> apsw.Connection:
    connection = _connected(file, disk)
    try:
        connection.execute("BEGIN EXCLUSIVE")
    except apsw.Error:
        connection.close()
        raise
    return connection


def _connected(file: Path, disk: Disk) -> apsw.Connection:
    """A connection to a file that was made for our user alone: SQLite keeps its permissions."""
    return apsw.Connection(str(file), vfs=disk.vfs)


@contextmanager
def named_failures() -> Iterator[None]:
    """What SQLite raises in the block, by the queue's own names for it."""
    try:
        yield
    except (apsw.FullError, apsw.ReadOnlyError, apsw.CantOpenError, apsw.IOError) as error:
        if getattr(error, "extendedresult", 0) in _READING:
            raise QueueDamaged(str(error)) from error
        raise QueueFull(str(error)) from error
    except (apsw.CorruptError, apsw.NotADBError) as error:
        raise QueueDamaged(str(error)) from error
    except apsw.BusyError as error:
        raise QueueInUse(str(error)) from error
