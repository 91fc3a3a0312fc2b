"""A dossier waits for its account's receipt, and follows the account where it is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from uuid import UUID

from kiosk.domain import submission
from kiosk.domain.submission import Refusal, State, written
from offline_queue.records import milliseconds, record_of, write_journal

if TYPE_CHECKING:
    from datetime import datetime

    from offline_queue.store import Store

ALREADY_REGISTERED: Final = "number-already-registered"
"""A refusal that is as good as a receipt to a dossier: the person has an account."""

ACCOUNT_WITHDRAWN: Final = Refusal("account-withdrawn", "")

CONTENT_DAMAGED: Final = Refusal(submission.CONTENT_DAMAGED, "")
"""What a submission is set aside for that the disk doesn't give back any more."""

ACCOUNT_DAMAGED: Final = Refusal("account-damaged", "")
"""What follows it: itself it is whole, and its slip opens it."""


def hindrance(store: Store, account: UUID | None) -> tuple[bool, Refusal | None]:
    """Whether a dossier that depends on `account` must wait now, or what it is set aside for.

    An account that isn't here any more was delivered long ago: its dossier may go.
    """
    record = record_of(store, account) if account else None
    if record is None or record.state is State.DELIVERED:
        return False, None
    if record.state is State.WITHDRAWN:
        return False, ACCOUNT_WITHDRAWN
    if record.refusal is None:
        return True, None
    return False, None if record.refusal.type == ALREADY_REGISTERED else _of(record.refusal)


def release(store: Store, account: UUID) -> None:
    """Inside a transaction: what waited for the account is free to go.

    So is what had followed it into an earlier refusal, and was itself never tried.
    """
    store.write("UPDATE submission SET blocked = 0 WHERE depends_on = ?", (account.bytes,))
    store.write(
        "UPDATE submission SET state = ?, refusal = NULL, told_at = NULL, settled_at = NULL,"
        " followed = NULL WHERE depends_on = ? AND followed = ?",
        (State.WAITING, account.bytes, account.bytes),
    )


def set_aside(store: Store, at: datetime, account: UUID, refusal: Refusal) -> tuple[UUID, ...]:
    """Inside a transaction: what waits for the account is refused for its reason; their ids."""
    rows = store.rows(
        "SELECT id FROM submission WHERE depends_on = ? AND blocked = 1 ORDER BY sequence",
        (account.bytes,),
    )
    followers = tuple(UUID(bytes=row[0]) for row in rows)
    for follower in followers:
        store.write(
            "UPDATE submission SET state = ?, blocked = 0, followed = ?, refusal = ?,"
            " settled_at = ? WHERE id = ?",
            (
                State.REFUSED,
                account.bytes,
                written(_of(refusal)).decode(),
                milliseconds(at),
                follower.bytes,
            ),
        )
        write_journal(store, at, "refused", follower)
    return followers


def _of(refusal: Refusal) -> Refusal:
    """An account's refusal as that of what follows it."""
    return ACCOUNT_DAMAGED if refusal == CONTENT_DAMAGED else refusal
