"""Databases as an earlier program has left them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import apsw

from offline_queue.files import THIS_MACHINE, DiskFiles
from offline_queue.schema import MIGRATIONS
from offline_queue.store import DATABASE, Store, unlock

if TYPE_CHECKING:
    from pathlib import Path

    from offline_queue.files import Disk

TABLES = ("submission", "attachment", "attempt", "journal")


def leave_as(folder: Path, key: bytes, version: int, disk: Disk = THIS_MACHINE) -> None:
    """Write the folder's database anew with the tables of that version, and all of its rows."""
    store = Store(folder, key, disk)
    rows = {table: store.rows(f"SELECT * FROM {table}") for table in TABLES}
    store.close()
    DiskFiles(folder, disk).erase(DATABASE)
    with connected(folder, key, disk) as earlier:
        for migration in MIGRATIONS[:version]:
            earlier.execute(migration)
        for table in TABLES:
            columns = len(earlier.execute(f"PRAGMA table_info({table})").fetchall())
            marks = ", ".join("?" * columns)
            for row in rows[table]:
                earlier.execute(f"INSERT INTO {table} VALUES ({marks})", row[:columns])
        earlier.pragma("user_version", version)
    earlier.close()


def connected(folder: Path, key: bytes, disk: Disk = THIS_MACHINE) -> apsw.Connection:
    connection = apsw.Connection(str(folder / DATABASE), vfs=disk.vfs)
    unlock(connection, key)
    connection.pragma("page_size", 1024)
    connection.pragma("journal_mode", "wal")
    return connection
