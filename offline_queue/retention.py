"""What is forgotten, and when: each with its line in the journal, and never by a leaping clock."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING, Final
from uuid import UUID

from offline_queue.records import instant, milliseconds, write_journal
from offline_queue.recovery import erase_aside, names_aside, number_aside

if TYPE_CHECKING:
    from datetime import datetime

    from kiosk.domain.ports import Clock
    from offline_queue.files import DiskFiles
    from offline_queue.papers import Papers
    from offline_queue.store import Store

KEPT_SETTLED: Final = timedelta(days=30)
"""How long it stays known here that something was delivered or withdrawn."""

KEPT_DRAFT: Final = timedelta(days=30)
"""As long as the slip of a draft put aside says that it is kept."""

KEPT_REFUSED: Final = timedelta(days=90)
"""How long a refused submission waits, sealed, to be corrected."""

KEPT_TOLD: Final = timedelta(days=30)
"""How long it does once the person knows of it."""

KEPT_PHONE: Final = timedelta(days=30)
"""How long there is to call somebody whose submission was refused."""

KEPT_DAMAGED: Final = timedelta(days=90)
"""How long a damaged database is kept aside: as long as anything that was in it."""

_STEADY: Final = 60 * 60.0
"""Seconds that the wall clock must have gone evenly before anything is forgotten by it."""

_LEAP: Final = 5 * 60.0
"""Seconds by which the wall clock may be corrected without having leapt."""

_IDLE: Final = 10 * 60.0
"""Seconds without a person before the database is made smaller."""

_ASIDE: Final = "database-aside"
_ASIDE_FORGOTTEN: Final = "database-forgotten"
"""Lines about what lies aside; their `count` is the number in its name."""

_log = logging.getLogger(__name__)


class Retention:
    """Forgets, on the store's thread alone, what was kept long enough."""

    def __init__(self, files: DiskFiles, store: Store, papers: Papers, clock: Clock) -> None:
        self._files = files
        self._store = store
        self._papers = papers
        self._clock = clock
        self._ahead = self._wall_ahead()
        self._steady_since = clock.monotonic()

    def purge(self) -> None:
        """Forget what was settled long enough ago; what waits never.

        Not by a clock that has leapt within the hour: what it ended would be gone for good.
        """
        aside = self._aside()
        monotonic, ahead = self._clock.monotonic(), self._wall_ahead()
        if abs(ahead - self._ahead) > _LEAP:
            _log.warning("the clock has leapt", extra={"seconds": round(ahead - self._ahead)})
            self._steady_since = monotonic
        self._ahead = ahead
        if monotonic - self._steady_since < _STEADY:
            return
        now = self._clock.now()
        self._purge("state IN ('delivered', 'withdrawn') AND settled_at < ?", now - KEPT_SETTLED)
        self._purge("state = 'refused' AND settled_at < ?", now - KEPT_REFUSED)
        self._purge("state = 'refused' AND told_at < ?", now - KEPT_TOLD)
        self._purge("state = 'draft' AND sealed = 1 AND touched_at < ?", now - KEPT_DRAFT)
        self._forget_phones(now - KEPT_PHONE)
        for name, since in aside.items():
            if since < now - KEPT_DAMAGED:
                self._forget_aside(name)

    def shrink(self, idle: float) -> None:
        """Give the disk back what is free, where that is most of the file.

        It takes as long as writing what is left, so only after nobody was there for a while
        (`idle`, in seconds).
        """
        if idle >= _IDLE and self._store.is_mostly_free():
            self._store.shrink()

    def _purge(self, condition: str, before: datetime) -> None:
        for id_ in self._ids(condition, before):
            dropped = self._papers.names(id_)
            with self._store.transaction():
                self._store.write("DELETE FROM submission WHERE id = ?", (id_.bytes,))
                write_journal(self._store, self._clock.now(), "purged", id_)
            self._papers.erase(dropped)

    def _forget_phones(self, before: datetime) -> None:
        for id_ in self._ids("state = 'refused' AND phone IS NOT NULL AND settled_at < ?", before):
            with self._store.transaction():
                self._store.write("UPDATE submission SET phone = NULL WHERE id = ?", (id_.bytes,))
                write_journal(self._store, self._clock.now(), "phone-forgotten", id_)

    def _aside(self) -> dict[str, datetime]:
        """What lies aside, and since when: the journal says when it was first seen."""
        return {name: self._since(number_aside(name)) for name in names_aside(self._files)}

    def _since(self, number: int) -> datetime:
        row = self._store.row(
            "SELECT what, at FROM journal WHERE submission IS NULL AND what IN (?, ?) AND count = ?"
            " ORDER BY sequence DESC LIMIT 1",
            (_ASIDE, _ASIDE_FORGOTTEN, number),
        )
        if row is not None and row[0] == _ASIDE:
            return instant(row[1])
        now = self._clock.now()
        with self._store.transaction():
            write_journal(self._store, now, _ASIDE, count=number)
        return now

    def _forget_aside(self, name: str) -> None:
        # The line first: another one may have the number again, and its time is then its own.
        with self._store.transaction():
            write_journal(
                self._store, self._clock.now(), _ASIDE_FORGOTTEN, count=number_aside(name)
            )
        erase_aside(self._files, name)
        _log.warning("a damaged database is forgotten")

    def _ids(self, condition: str, before: datetime) -> list[UUID]:
        rows = self._store.rows(
            f"SELECT id FROM submission WHERE {condition}",  # noqa: S608
            (milliseconds(before),),
        )
        return [UUID(bytes=row[0]) for row in rows]

    def _wall_ahead(self) -> float:
        return self._clock.now().timestamp() - self._clock.monotonic()
