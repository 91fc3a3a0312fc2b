"""What else keeps things on a disk in Python: each made as durable as it can be."""

from __future__ import annotations

import os
import pickle
from typing import TYPE_CHECKING, Protocol

import huey.storage
import litequeue
import persistqueue
import sqlcipher3

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


class Adding(Protocol):
    """Keeps one more; it survives a power cut when `add` is over."""

    def add(self, content: bytes) -> None: ...


class Taking(Protocol):
    """Hands out what was kept, one after the other."""

    def fill(self, contents: Sequence[bytes]) -> None:
        """Keep them all, in one transaction: how they got there isn't measured."""

    def settle_all(self) -> None:
        """As if each had been taken and settled."""

    def take_and_settle(self) -> None: ...


class Appending:
    """The limit: the bytes at the end of a file, and their sync."""

    def __init__(self, folder: Path) -> None:
        self._file = os.open(folder / "appended", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def add(self, content: bytes) -> None:
        os.write(self._file, content)
        os.fdatasync(self._file)


class PersistAckQueue:
    """persist-queue's SQLite queue with acknowledgement."""

    def __init__(self, folder: Path) -> None:
        self._queue = persistqueue.SQLiteAckQueue(str(folder), multithreading=True)
        for connection in {self._queue._putter, self._queue._getter}:
            connection.execute("PRAGMA synchronous = FULL")

    def add(self, content: bytes) -> None:
        self._queue.put(content)

    def fill(self, contents: Sequence[bytes]) -> None:
        rows = [(pickle.dumps(content), 0.0) for content in contents]
        with self._queue._putter as connection:
            connection.executemany(self._queue._sql_insert, rows)

    def settle_all(self) -> None:
        with self._queue._putter as connection:
            settled = persistqueue.sqlackqueue.AckStatus.acked
            connection.execute(f"UPDATE {self._queue._table_name} SET status = ?", (settled,))

    def take_and_settle(self) -> None:
        self._queue.ack(self._queue.get(block=False))


class PersistFileQueue:
    """persist-queue's queue of files."""

    def __init__(self, folder: Path) -> None:
        self._queue = persistqueue.Queue(str(folder), autosave=True)

    def add(self, content: bytes) -> None:
        self._queue.put(content)


class Huey:
    """huey's SQLite storage."""

    def __init__(self, folder: Path) -> None:
        self._storage = huey.storage.SqliteStorage(filename=str(folder / "huey.db"), fsync=True)

    def add(self, content: bytes) -> None:
        self._storage.enqueue(content)


class LiteQueue:
    """litequeue, whose own setting is NORMAL: that would lose what a power cut finds unsynced."""

    def __init__(self, folder: Path) -> None:
        self._queue = litequeue.LiteQueue(folder / "lite.db")
        self._queue.conn.execute("PRAGMA synchronous = FULL")

    def add(self, content: bytes) -> None:
        self._queue.put(content)  # SQLite takes bytes where the annotation says text

    def fill(self, contents: Sequence[bytes]) -> None:
        with self._queue.transaction():
            for content in contents:
                self._queue.put(content)

    def settle_all(self) -> None:
        done = litequeue.MessageStatus.DONE.value
        self._queue.conn.execute(f"UPDATE {self._queue.table} SET status = {done}")

    def take_and_settle(self) -> None:
        message = self._queue.pop()
        self._queue.done(message.message_id)


class SqlCipher:
    """One bare row in SQLCipher: no state, no journal, nothing to ask for."""

    def __init__(self, folder: Path) -> None:
        connection = sqlcipher3.connect(str(folder / "cipher.db"), isolation_level=None)
        connection.execute(f"PRAGMA key = \"x'{'5a' * 32}'\"")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("CREATE TABLE kept (id INTEGER PRIMARY KEY, content BLOB)")
        self._connection = connection

    def add(self, content: bytes) -> None:
        self._connection.execute("INSERT INTO kept (content) VALUES (?)", (content,))
