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

_OFF: Final = 7 * 24 * 60 * 60.0
"""Seconds by which it may have gone on unseen: a longer rest can't be told from a leap."""

_NOTED: Final = 24 * 60 * 60.0
"""Seconds after which the journal says again until when the clock is known to have gone right."""

_IDLE: Final = 10 * 60.0
"""Seconds without a person before the database is made smaller."""

_CLOCK_KNOWN: Final = "clock-known"
_CLOCK_LEAPT: Final = "clock-leapt"
"""Lines about the clock: it went on from the one before, or every term began anew."""

_TERMS: Final = {
    "settled_at": "settled_at IS NOT NULL",
    "told_at": "told_at IS NOT NULL",
    "touched_at": "state = 'draft' AND sealed = 1",
}
"""The times at which terms begin, and where."""

_ASIDE: Final = "database-aside"
_ASIDE_FORGOTTEN: Final = "database-forgotten"
"""Lines about what lies aside; their `count` is the number in its name."""

_log = logging.getLogger(__name__)


class Retention:
    """Forgets, on the store's thread alone, what was kept long enough.

    Terms are counted by the wall clock, which may be years off. It is believed after an hour of
    even going, and only where that hour follows on what the journal noted last: otherwise every
    term begins anew, so that nothing is lost too early or, dated in the future, kept for years.
    """

    def __init__(
        self,
        files: DiskFiles,
        store: Store,
        papers: Papers,
        clock: Clock,
        profiles_kept: timedelta,
    ) -> None:
        self._files = files
        self._store = store
        self._papers = papers
        self._clock = clock
        self._profiles_kept = profiles_kept
        self._ahead = self._wall_ahead()
        self._steady_since = clock.monotonic()
        self._joined = False
        """Whether this hour of even going is known to follow on the one before."""

    def purge(self) -> None:
        """Forget what was settled long enough ago; what waits never.

        Not by a clock that has leapt within the hour: what it ended would be gone for good.
        """
        aside = self._aside()
        if not self._believes_the_clock():
            return
        now = self._clock.now()
        self._purge("state IN ('delivered', 'withdrawn') AND settled_at < ?", now - KEPT_SETTLED)
        self._purge("state = 'refused' AND settled_at < ?", now - KEPT_REFUSED)
        self._purge("state = 'refused' AND told_at < ?", now - KEPT_TOLD)
        self._purge("state = 'draft' AND sealed = 1 AND touched_at < ?", now - KEPT_DRAFT)
        self._forget_phones(now - KEPT_PHONE)
        self._forget_profiles(now - self._profiles_kept)
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

    def _believes_the_clock(self) -> bool:
        """Whether anything may be ended by it now; where it has leapt, every term begins anew."""
        line, known = self._known()
        monotonic, ahead = self._clock.monotonic(), self._wall_ahead()
        if abs(ahead - self._ahead) > _LEAP:
            _log.warning("the clock has leapt", extra={"seconds": round(ahead - self._ahead)})
            self._steady_since, self._joined = monotonic, False
        self._ahead = ahead
        if monotonic - self._steady_since < _STEADY:
            return False
        now = self._clock.now().timestamp()
        began = now - (monotonic - self._steady_since)
        joins = self._joined or -_LEAP <= began - known <= _OFF
        if not joins or self._is_misdated(line, known - _LEAP, now + _LEAP):
            self._begin_anew()
            return False
        if not self._joined or now - known > _NOTED:
            self._note(_CLOCK_KNOWN)
        self._joined = True
        return True

    def _known(self) -> tuple[int, float]:
        """The journal's last line about the clock, and the time of it; a new journal begins so."""
        row = self._store.row(
            "SELECT sequence, at FROM journal WHERE what IN (?, ?) ORDER BY sequence DESC LIMIT 1",
            (_CLOCK_KNOWN, _CLOCK_LEAPT),
        )
        if row is not None:
            return row[0], row[1] / 1000
        if self._store.row("SELECT 1 FROM journal WHERE submission IS NOT NULL LIMIT 1") is None:
            return self._note(_CLOCK_KNOWN)
        return 0, 0.0

    def _note(self, what: str) -> tuple[int, float]:
        now = self._clock.now()
        with self._store.transaction():
            return write_journal(self._store, now, what), now.timestamp()

    def _is_misdated(self, line: int, earliest: float, latest: float) -> bool:
        """Whether anything since that line was dated by a clock that was wrong."""
        misdated = self._store.row(
            "SELECT 1 FROM journal WHERE sequence > ? AND at NOT BETWEEN ? AND ? LIMIT 1",
            (line, earliest * 1000, latest * 1000),
        )
        return misdated is not None

    def _begin_anew(self) -> None:
        _log.warning("what is kept for a time is kept for all of it from now on")
        now = milliseconds(self._clock.now())
        with self._store.transaction():
            for column, condition in _TERMS.items():
                self._store.write(f"UPDATE submission SET {column} = ? WHERE {condition}", (now,))  # noqa: S608
            self._store.write("UPDATE profile SET used_at = ?", (now,))
            write_journal(self._store, self._clock.now(), _CLOCK_LEAPT)
        self._joined = True

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

    def _forget_profiles(self, before: datetime) -> None:
        over = self._store.rows(
            "SELECT mark FROM profile WHERE used_at < ?", (milliseconds(before),)
        )
        if not over:
            return
        with self._store.transaction():
            for (mark,) in over:
                self._store.write("DELETE FROM profile WHERE mark = ?", (mark,))
            write_journal(self._store, self._clock.now(), "profile-forgotten", count=len(over))

    def _aside(self) -> dict[str, datetime]:
        """What lies aside, and since when: the journal says when it was first seen."""
        return {name: self._since(number_aside(name)) for name in names_aside(self._files)}

    def _since(self, number: int) -> datetime:
        row = self._store.row(
            "SELECT what, sequence, at FROM journal"
            " WHERE what IN (?, ?) AND count = ?"
            " ORDER BY sequence DESC LIMIT 1",
            (_ASIDE, _ASIDE_FORGOTTEN, number),
        )
        if row is None or row[0] == _ASIDE_FORGOTTEN:
            now = self._clock.now()
            with self._store.transaction():
                write_journal(self._store, now, _ASIDE, count=number)
            return now
        anew = self._store.row(
            "SELECT at FROM journal WHERE what = ? AND sequence > ? ORDER BY sequence DESC LIMIT 1",
            (_CLOCK_LEAPT, row[1]),
        )
        return instant(row[2] if anew is None else anew[0])

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
