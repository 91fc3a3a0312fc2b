"""How it stands: what staff and the screens may know of the store without opening a seal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from uuid import UUID

from kiosk.domain.helping import help_figures, is_of_help
from kiosk.domain.ports import QueueSummary
from kiosk.domain.staff import JournalLine, QueueHealth, Standing
from kiosk.domain.submission import State
from offline_queue.records import SHOWN, instant, milliseconds, shown

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from kiosk.domain.helping import HelpFigures
    from kiosk.domain.slip import Ticket
    from offline_queue.dispatch import Dispatch
    from offline_queue.store import Row, Store

_ORDER: Final = {
    State.REFUSED: "settled_at, row",
    State.HELD: "sequence",
    State.WAITING: "sequence",
    State.WITHDRAWN: "settled_at DESC, row DESC",
    State.DELIVERED: "settled_at DESC, row DESC",
}
"""The states that staff see, in the order in which they do; an index has each one's rows so."""

_IN_STATE: Final = {
    state: f"state = '{state}' AND "
    + ("settled_at IS NOT NULL" if "settled_at" in order else "state IN ('waiting', 'held')")
    for state, order in _ORDER.items()
}
"""The second half says what SQLite doesn't see by itself: which of the indexes is complete."""

_IN_DOUBT: Final = (
    "EXISTS (SELECT 1 FROM attempt"
    " WHERE attempt.submission = submission.id AND attempt.unanswered > 0)"
)
_COLUMNS: Final = (
    f"{SHOWN}, finished_at, settled_at, size, files_size, files, files_sent, attempts, due,"
    f" blocked, sealed, phone, told_at, {_IN_DOUBT}"
)


class Standings:
    """Reads the store and changes nothing. Every method is called on the store's thread alone."""

    def __init__(
        self, store: Store, dispatch: Dispatch, names_aside: Callable[[], tuple[str, ...]]
    ) -> None:
        self._store = store
        self._dispatch = dispatch
        self._names_aside = names_aside

    def summary(self) -> QueueSummary:
        """Counts for the screen, each from an index alone."""
        held, waiting, oldest = self._store.rows(
            "SELECT count(*) FILTER (WHERE state = 'held'), count(*), min(finished_at)"
            " FROM submission WHERE state IN ('waiting', 'held')"
        )[0]
        return QueueSummary(
            drafts=self._number("SELECT count(*) FROM submission WHERE state = 'draft'"),
            waiting=waiting,
            held=held,
            refused=self._count(State.REFUSED),
            delivered=self._count(State.DELIVERED),
            oldest=_instant(oldest),
        )

    def standings(
        self, states: frozenset[State], *, start: int, count: int
    ) -> tuple[Standing, ...]:
        """Submissions in those states, `count` at most from `start` on."""
        rows: list[Row] = []
        for state, order in _ORDER.items():
            if state not in states or len(rows) == count:
                continue
            rows += self._store.rows(
                f"SELECT {_COLUMNS} FROM submission WHERE row IN (SELECT row FROM submission"  # noqa: S608
                f" WHERE {_IN_STATE[state]} ORDER BY {order} LIMIT ? OFFSET ?) ORDER BY {order}",
                (count - len(rows), start),
            )
            start = 0 if rows else start - self._count(state)
        return tuple(self._standing(row) for row in rows)

    def standing(self, ticket: Ticket) -> Standing | None:
        """The one with that ticket; None where there is none, or where it is a draft."""
        row = self._store.row(
            f"SELECT {_COLUMNS} FROM submission WHERE ticket = ? AND state <> 'draft'",  # noqa: S608
            (str(ticket),),
        )
        return None if row is None else self._standing(row)

    def history(self, submission: UUID) -> tuple[JournalLine, ...]:
        """What the journal says of one submission, in order; the lines of figures left out."""
        return tuple(
            JournalLine(instant(at), what)
            for at, what in self._store.rows(
                "SELECT at, what FROM journal WHERE submission = ? ORDER BY sequence",
                (submission.bytes,),
            )
            if not is_of_help(what)
        )

    def help_given(self, since: datetime) -> HelpFigures:
        """How what was finished since then came about, by the journal."""
        rows = self._store.rows(
            "SELECT submission, what FROM journal"
            " WHERE submission IS NOT NULL AND at >= ? ORDER BY sequence",
            (milliseconds(since),),
        )
        return help_figures((UUID(bytes=id_), what) for id_, what in rows)

    def health(self) -> QueueHealth:
        """What the store knows of itself."""
        return QueueHealth(
            free_bytes=self._store.free_bytes(),
            schema=self._store.schema,
            set_aside=self._names_aside(),
            unreadable=self._dispatch.unreadable,
            unsealed=self._number(
                "SELECT count(*) FROM submission"
                " WHERE sealed = 0 AND state IN ('waiting', 'held', 'refused')"
            ),
        )

    def outgoing(self) -> tuple[UUID, ...]:
        """The sealed submissions that wait, in the order of their finishing."""
        return tuple(
            UUID(bytes=row[0])
            for row in self._store.rows(
                f"SELECT id FROM submission WHERE {_IN_STATE[State.WAITING]} AND sealed = 1"  # noqa: S608
                " ORDER BY sequence"
            )
        )

    def _standing(self, row: Row) -> Standing:
        submission = shown(row)
        (
            finished_at,
            settled_at,
            size,
            files_size,
            files,
            files_sent,
            attempts,
            due,
            blocked,
            sealed,
            phone,
            told_at,
            in_doubt,
        ) = row[len(SHOWN.split(",")) :]
        goes = submission.state is State.WAITING and not blocked
        return Standing(
            submission=submission,
            finished_at=_instant(finished_at),
            settled_at=_instant(settled_at),
            size=(size or 0) + files_size,
            files=files,
            files_sent=files_sent,
            attempts=attempts,
            next_try_in=self._dispatch.seconds_until(due) if goes else None,
            blocked=bool(blocked),
            in_doubt=bool(in_doubt),
            sealed=bool(sealed),
            phone=phone,
            told_at=_instant(told_at),
        )

    def _count(self, state: State) -> int:
        return self._number(f"SELECT count(*) FROM submission WHERE {_IN_STATE[state]}")  # noqa: S608

    def _number(self, sql: str) -> int:
        return int(self._store.rows(sql)[0][0])


def _instant(stored: int | None) -> datetime | None:
    return None if stored is None else instant(stored)
