"""A damaged database is set aside, and what of it can be read goes on in a new one."""

from __future__ import annotations

import logging
import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Final
from uuid import UUID

from kiosk.domain.helping import REMARKS
from kiosk.domain.ports import QueueDamaged, QueueFailure
from kiosk.domain.slip import SlipUnreadable, Ticket
from kiosk.domain.submission import Kind, State, written
from offline_queue.dependants import CONTENT_DAMAGED, set_aside
from offline_queue.files import THIS_MACHINE, DiskFiles
from offline_queue.pages import SALT_BYTES, Found, Pages
from offline_queue.records import milliseconds, write_journal
from offline_queue.store import DATABASE, Store, known_salt

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from pathlib import Path

    from offline_queue.files import Disk
    from offline_queue.pages import Value

_DAMAGED: Final = f"{DATABASE}.damaged-"
_MISSING: Final = f"{DATABASE}.missing-"
_ASIDE: Final = re.compile(f"({re.escape(_DAMAGED)}|{re.escape(_MISSING)})[0-9]+")
_RECOVERING: Final = f"{DATABASE}.recovering"
"""A folder in which the new database is written."""
_RECOVERED: Final = f"{DATABASE}.recovered"
"""The new database, complete, until it is in its place."""

_TABLES: Final = ("journal", "submission", "attachment", "attempt")
_LEFT_THE_QUEUE: Final = frozenset(
    {"delivered", "withdrawn", "purged", "discarded", "reopened", "put-aside"}
)
_WAITS_NO_MORE: Final = frozenset({State.DRAFT, State.DELIVERED, State.WITHDRAWN})
_log = logging.getLogger(__name__)


def open_store(
    folder: Path,
    key: bytes,
    at: datetime,
    disk: Disk = THIS_MACHINE,
    *,
    papers_lie_there: bool,
) -> Store:
    """The store in `folder`, read whole; one that is damaged is recovered first.

    Raises as `Store` does. QueueDamaged means that the disk doesn't give the database back: it is
    left as it is then.
    """
    files = DiskFiles(folder, disk)
    names = files.names()
    if _RECOVERING in names:
        DiskFiles(folder / _RECOVERING, disk).remove()  # a cut has left it: it isn't complete
    if _RECOVERED in names:
        _install(files)
    elif papers_lie_there and DATABASE not in names:
        _note_missing(files)
    for _ in range(2):  # a read that fails just once says nothing about the database
        try:
            return _read_whole(folder, key, disk)
        except QueueDamaged:
            _log.exception("the database can't be read whole")
    _recover(folder, key, at, disk)
    return Store(folder, key, disk)


def has_queue(files: DiskFiles) -> bool:
    """Whether there is a database, or what was one: then there must be a key."""
    return any(name.startswith(DATABASE) for name in files.names())


def names_aside(files: DiskFiles) -> tuple[str, ...]:
    """The damaged databases that were set aside, and the marks of ones that had vanished."""
    return tuple(name for name in files.names() if _ASIDE.fullmatch(name))


def number_aside(name: str) -> int:
    """Which one it is, by one of those names."""
    return int(name.rpartition("-")[2])


def erase_aside(files: DiskFiles, name: str) -> None:
    """Erase one of those, with its log. Raises QueueFull."""
    for each in (f"{name}-wal", name):
        files.erase(each)


def _read_whole(folder: Path, key: bytes, disk: Disk) -> Store:
    store = Store(folder, key, disk)
    try:
        store.check()
    except BaseException:
        store.abandon()
        raise
    return store


def _note_missing(files: DiskFiles) -> None:
    """A mark that there were papers without a database: they may be another one's."""
    files.write(f"{_MISSING}{_next_number(files)}", [b""])
    _log.error("papers lie there without their database")


def _recover(folder: Path, key: bytes, at: datetime, disk: Disk) -> None:
    files = DiskFiles(folder, disk)
    try:
        file = _content(files, DATABASE)
        log = f"{DATABASE}-wal"
        log_bytes = _content(files, log) if log in files.names() else b""
    except (QueueFailure, OSError) as error:
        raise QueueDamaged(str(error)) from error
    _log.error("the database is damaged")
    pages = Pages(file, log_bytes, key, (file[:SALT_BYTES], known_salt(files)))
    store = Store(folder / _RECOVERING, key, disk)
    try:
        _Recovery(store, at).carry_over(pages.found())
    finally:
        store.close()
    files.move(f"{_RECOVERING}/{DATABASE}", _RECOVERED)
    DiskFiles(folder / _RECOVERING, disk).remove()
    _install(files)


def _install(files: DiskFiles) -> None:
    """The last steps, which may be cut between any two: the new one is complete already."""
    number, names = _next_number(files), files.names()
    # The log first: cut after it, the database gets the same number.
    if f"{DATABASE}-wal" in names:
        files.move(f"{DATABASE}-wal", f"{_DAMAGED}{number}-wal")
    if DATABASE in names:
        files.move(DATABASE, f"{_DAMAGED}{number}")
    files.move(_RECOVERED, DATABASE)


def _next_number(files: DiskFiles) -> int:
    return max(map(number_aside, names_aside(files)), default=0) + 1


def _content(files: DiskFiles, name: str) -> bytes:
    with files.open(name) as file:
        return file.read()


class _Recovery:
    """Fills a new store with the rows that were found."""

    def __init__(self, store: Store, at: datetime) -> None:
        self._store = store
        self._at = at
        self._columns = {
            table: [row[1] for row in store.rows(f"PRAGMA table_info({table})")]
            for table in _TABLES
        }
        self._rows: dict[str, list[tuple[Value, ...]]] = {table: [] for table in _TABLES}
        self._torn: dict[bytes, tuple[Value, ...]] = {}
        self._entries: Counter[tuple[bytes, int]] = Counter()
        self._texts: defaultdict[int, list[str]] = defaultdict(list)

    def carry_over(self, found: Iterable[Found]) -> None:
        """Every row that is whole; what waited and isn't whole is set aside."""
        for each in found:
            self._sort(each)
        with self._store.transaction():
            self._insert("journal")
            self._insert("submission")
            self._set_aside_lost()
            self._insert("attachment")
            self._insert("attempt")
            self._count_files_of_earlier_rows()
            self._set_aside_incomplete()

    def _sort(self, found: Found) -> None:
        match found:
            case Found(row=0, values=(bytes(), str(), int())):
                self._rows["attempt"].append(found.values)
            case Found(row=0, values=(bytes(id_), int(row))):
                self._entries[id_, row] += 1
            case Found(row=0, values=(str(text), int(row))):
                self._texts[row].append(text)
            case Found(row=0):
                pass
            case Found(values=(None, bytes(id_), "account" | "dossier", *_), whole=False):
                self._torn[id_] = found.values
            case Found(whole=False):
                pass
            case Found(values=(None, bytes(), "account" | "dossier", *_)):
                self._rows["submission"].append((found.row, *found.values[1:]))
            case Found(values=(None, int(), str(), bytes() | None, int())):
                self._rows["journal"].append((found.row, *found.values[1:]))
            case Found(values=(bytes(), bytes(), str(), _, _, _, _)):
                self._rows["attachment"].append(found.values)

    def _insert(self, table: str) -> None:
        for values in self._rows[table]:
            columns = self._columns[table][: len(values)]
            marks = ", ".join("?" * len(columns))
            if not self._store.write_what_fits(
                f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})",  # noqa: S608
                values,
            ):
                _log.error("a row can't be recovered")

    def _count_files_of_earlier_rows(self) -> None:
        """Rows that were written before files were counted."""
        for values in self._rows["submission"]:
            if len(values) < len(self._columns["submission"]):
                self._store.write(
                    "UPDATE submission SET (files, files_size) = (SELECT count(*),"
                    " coalesce(sum(attachment.size), 0) FROM attachment"
                    " WHERE attachment.submission = submission.id AND digest IS NOT NULL)"
                    " WHERE id = ? AND state IN ('waiting', 'held', 'refused')",
                    (values[1],),
                )

    def _set_aside_lost(self) -> None:
        """What the journal, or a part of a row, says to have waited, and has no row any more."""
        last: dict[bytes, str] = {}
        first: dict[bytes, tuple[int, int]] = {}
        for sequence, time, what, id_ in self._store.rows(
            "SELECT sequence, at, what, submission FROM journal"
            " WHERE submission IS NOT NULL ORDER BY sequence"
        ):
            # What somebody said of their visit doesn't say where their submission stands.
            if what not in REMARKS:
                last[id_] = what
            if what == "finished":
                first[id_] = sequence, time
        known = {row[0] for row in self._store.rows("SELECT id FROM submission")}
        for id_ in sorted((last.keys() | self._torn.keys()) - known):
            values = dict(zip(self._columns["submission"], self._torn.get(id_, ()), strict=False))
            if last.get(id_) in _LEFT_THE_QUEUE or values.get("state") in _WAITS_NO_MORE:
                continue
            values["ticket"] = values.get("ticket") or self._ticket_of(id_)
            if values["ticket"] is None:
                _log.error("submission %s is lost", UUID(bytes=id_))
                continue
            line = write_journal(self._store, self._at, "damaged", UUID(bytes=id_))
            sequence, time = first.get(id_, (line, milliseconds(self._at)))
            self._insert_torn(id_, values, sequence, time)

    def _ticket_of(self, id_: bytes) -> str | None:
        """The indexes know it too: by the number of the row, if no row that is here has it."""
        taken = {row[0] for row in self._store.rows("SELECT ticket FROM submission")}
        for (entry, row), times in self._entries.items():
            if entry == id_ and times > 0:
                for text in self._texts[row]:
                    if _is_ticket(text) and text not in taken:
                        return text
        return None

    def _insert_torn(
        self, id_: bytes, values: dict[str, Value], sequence: int, finished_at: int
    ) -> None:
        now = milliseconds(self._at)
        self._store.write(
            "INSERT INTO submission (id, kind, procedure, version, ticket, recipient, state,"
            " content, sealed, slip_taken, applicant, started_at, touched_at, help_mode, sequence,"
            " finished_on, finished_at, masked_name, media_type, size, digest, refusal, settled_at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, x'', 1, 1, '{}', ?, ?, 'self', ?, ?, ?, '',"
            " 'application/octet-stream', 1, ?, ?, ?)",
            (
                id_,
                values.get("kind") or Kind.DOSSIER,
                values.get("procedure") or "",
                values.get("version") or "",
                values["ticket"],
                values.get("recipient") or "age1",
                State.REFUSED,
                finished_at,
                now,
                sequence,
                self._at.date().isoformat(),
                finished_at,
                "0" * 64,
                written(CONTENT_DAMAGED).decode(),
                now,
            ),
        )
        set_aside(self._store, self._at, UUID(bytes=id_), CONTENT_DAMAGED)

    def _set_aside_incomplete(self) -> None:
        """What waits, and has lost the row of a paper."""
        counted = "(SELECT count(*) FROM attachment WHERE attachment.submission = submission.id)"
        for (id_,) in self._store.rows(
            f"SELECT id FROM submission WHERE state IN ('waiting', 'held') AND files <> {counted}"  # noqa: S608
        ):
            self._store.write(
                "UPDATE submission SET state = ?, blocked = 0, refusal = ?, settled_at = ?"
                " WHERE id = ?",
                (
                    State.REFUSED,
                    written(CONTENT_DAMAGED).decode(),
                    milliseconds(self._at),
                    id_,
                ),
            )
            write_journal(self._store, self._at, "damaged", UUID(bytes=id_))
            set_aside(self._store, self._at, UUID(bytes=id_), CONTENT_DAMAGED)


def _is_ticket(text: str) -> bool:
    try:
        Ticket.parse(text)
    except SlipUnreadable:
        return False
    return True
