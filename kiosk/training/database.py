"""The training portal's own database: SQLite by itself, or any other by its address."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import (
    Column,
    Connection,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    create_engine,
    event,
    select,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.engine.interfaces import DBAPIConnection
    from sqlalchemy.pool import ConnectionPoolEntry

METADATA: Final = MetaData()

DEVICES: Final = Table(
    "devices",
    METADATA,
    Column("id", String, primary_key=True),
    Column("public_key", String, nullable=False),
    Column("enrolled_at", String, nullable=False),
    Column("revoked", Integer, nullable=False),
)

HEARTBEATS: Final = Table(
    "heartbeats",
    METADATA,
    Column("device", String, primary_key=True),
    Column("seen_at", String, nullable=False),
    Column("counts", LargeBinary, nullable=False),
)

ENROLMENT_CODES: Final = Table(
    "enrolment_codes",
    METADATA,
    Column("code", String, primary_key=True),
    Column("device", String),
)

ASSERTIONS: Final = Table(
    "assertions",
    METADATA,
    Column("jti", String, primary_key=True),
    Column("until", String, nullable=False),
)

TOKENS: Final = Table(
    "tokens",
    METADATA,
    Column("digest", String, primary_key=True),
    Column("device", String, nullable=False),
    Column("until", String, nullable=False),
)

SUBMISSIONS: Final = Table(
    "submissions",
    METADATA,
    Column("id", String, primary_key=True),
    Column("kind", String, nullable=False),
    Column("digest", String, nullable=False),
    Column("media_type", String, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("receipt", LargeBinary, nullable=False),
    Column("code", String, nullable=False, unique=True),
    Column("ticket", String, nullable=False, index=True),
    Column("procedure", String, nullable=False),
    Column("phone", String),
    Column("promised_on", String),
    Column("status", Integer, nullable=False),
    Column("changed_at", String, nullable=False),
    Column("reason", String),
)

ACCOUNTS: Final = Table(
    "accounts",
    METADATA,
    Column("id", String, primary_key=True),
    Column("personal_number", String, index=True),
    Column("phone", String, index=True),
    Column("activated_at", String),
    Column("opened_with", String),
)

ACCOUNTS_REGISTERED_BEFORE: Final = Table(
    "accounts_registered_before",
    METADATA,
    Column("id", String, primary_key=True),
)

MESSAGES: Final = Table(
    "messages",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("account", String, nullable=False, index=True),
    Column("phone", String, nullable=False),
    Column("code", String, nullable=False),
    Column("sent_at", String, nullable=False),
    Column("valid_until", String, nullable=False),
    Column("wrong_tries", Integer, nullable=False),
)

UPLOADS: Final = Table(
    "uploads",
    METADATA,
    Column("id", String, primary_key=True),
    Column("device", String, nullable=False),
    Column("digest", String, nullable=False, index=True),
    Column("length", Integer, nullable=False),
    Column("until", String, nullable=False),
    Column("finished", Integer, nullable=False),
)

COUNTERS: Final = Table(
    "counters",
    METADATA,
    Column("name", String, primary_key=True),
    Column("last", Integer, nullable=False),
)


class Database:
    """One database, written by one thread at a time: a portal for a classroom, not a province."""

    def __init__(self, address: str) -> None:
        self._engine = create_engine(address)
        self._lock = threading.Lock()
        if self._engine.dialect.name == "sqlite":
            event.listen(self._engine, "connect", _prepare_sqlite)
            event.listen(self._engine, "begin", _begin_immediate)
        with self.transaction() as connection:
            METADATA.create_all(connection)

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """One transaction, whole or not at all."""
        with self._lock, self._engine.begin() as connection:
            yield connection

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()


def _prepare_sqlite(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    """Leave transactions to `_begin_immediate`; a receipt must outlive a power cut."""
    sqlite: Any = connection
    sqlite.isolation_level = None
    sqlite.execute("PRAGMA journal_mode = WAL")
    sqlite.execute("PRAGMA synchronous = FULL")


def _begin_immediate(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def next_number(connection: Connection, name: str) -> int:
    """The next number of a row of numbers, from 1."""
    last = connection.execute(select(COUNTERS.c.last).where(COUNTERS.c.name == name)).scalar()
    if last is None:
        connection.execute(COUNTERS.insert().values(name=name, last=1))
        return 1
    connection.execute(COUNTERS.update().where(COUNTERS.c.name == name).values(last=last + 1))
    return int(last) + 1


def written_instant(instant: datetime) -> str:
    """RFC 3339 in UTC to the second: sorts as text in the order of time."""
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def read_instant(text: str) -> datetime:
    """The instant that `written_instant` wrote."""
    return datetime.fromisoformat(text)
