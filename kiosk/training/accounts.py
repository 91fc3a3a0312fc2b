"""Citizens' accounts at the training portal: asked for, proven by a code, alive."""

from __future__ import annotations

import hmac
import secrets
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

import msgspec
from sqlalchemy import func, select

from kiosk.training.database import (
    ACCOUNTS,
    ACCOUNTS_REGISTERED_BEFORE,
    MESSAGES,
    SUBMISSIONS,
    Database,
    read_instant,
    written_instant,
)
from kiosk.training.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from sqlalchemy import Connection, Row

    from kiosk.training.checking import Applicant

CODE_LIFE: Final = timedelta(minutes=15)
MOST_TRIES: Final = 5
MOST_SENDS: Final = 5
SENDS_COUNT_FOR: Final = timedelta(days=1)


class Accounts:
    """Accounts by the kiosk's id. A number and a phone are taken once an account lives."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now

    def register(self, connection: Connection, id: str, person: Applicant) -> None:  # noqa: A002
        """Note an account request. Raises Problem: `number-already-registered`, `phone-…`."""
        self._must_be_free(connection, id, person.personal_number, person.phone)
        connection.execute(
            ACCOUNTS.insert().values(
                id=id, personal_number=person.personal_number, phone=person.phone
            )
        )

    def expect(self, connection: Connection, id: UUID | None) -> None:  # noqa: A002
        """Whether a dossier may depend on that account. Raises Problem `account-unknown`.

        An account refused because the person has one already is as good as known.
        """
        if id is None:
            return
        for table in (ACCOUNTS, ACCOUNTS_REGISTERED_BEFORE):
            known = select(table.c.id).where(table.c.id == str(id))
            if connection.execute(known).scalar() is not None:
                return
        raise Problem("account-unknown", detail=str(id))

    def note_registered_before(self, id: str) -> None:  # noqa: A002
        """Remember the id under which somebody asked who has an account."""
        with self._database.transaction() as connection:
            known = select(ACCOUNTS_REGISTERED_BEFORE).where(ACCOUNTS_REGISTERED_BEFORE.c.id == id)
            if connection.execute(known).one_or_none() is None:
                connection.execute(ACCOUNTS_REGISTERED_BEFORE.insert().values(id=id))

    def send_code(self, id: str) -> bytes:  # noqa: A002
        """Send a new code; the one before ends.

        Raises Problem: `not-found`, `account-active`, `too-many-codes`.
        """
        now = self._now()
        with self._database.transaction() as connection:
            account = self._account(connection, id)
            if account.activated_at is not None:
                raise Problem("account-active")
            since = written_instant(now - SENDS_COUNT_FOR)
            sent = connection.execute(
                select(func.count()).where(MESSAGES.c.account == id, MESSAGES.c.sent_at > since)
            ).scalar_one()
            if sent >= MOST_SENDS:
                raise Problem("too-many-codes")
            valid_until = written_instant(now + CODE_LIFE)
            connection.execute(
                MESSAGES.insert().values(
                    account=id,
                    phone=account.phone or "",
                    code=f"{secrets.randbelow(1_000_000):06d}",
                    sent_at=written_instant(now),
                    valid_until=valid_until,
                    wrong_tries=0,
                )
            )
        return msgspec.json.encode(
            {"id": id, "valid_until": valid_until, "sends_left": MOST_SENDS - sent - 1}
        )

    def activate(self, id: str, code: str) -> bytes:  # noqa: A002
        """Open the account; the code that opened it gives the same answer again.

        Raises Problem: `not-found`, `code-wrong`, `code-expired`, `too-many-codes`,
        `number-already-registered`, `phone-already-used`.
        """
        with self._database.transaction() as connection:
            account = self._account(connection, id)
            if account.activated_at is not None:
                if not hmac.compare_digest(account.opened_with, code):
                    raise Problem("code-wrong")
                return self._activation(connection, id, account.activated_at)
            wrong = self._wrong(connection, id, code)
            if wrong is None:
                self._must_be_free(connection, id, account.personal_number, account.phone)
                activated_at = written_instant(self._now())
                connection.execute(
                    ACCOUNTS.update()
                    .where(ACCOUNTS.c.id == id)
                    .values(activated_at=activated_at, opened_with=code)
                )
                return self._activation(connection, id, activated_at)
        raise wrong

    def messages(self, account: str) -> list[dict[str, str]]:
        """What the practice phone of an account has received, the latest first."""
        columns = ("phone", "code", "sent_at", "valid_until")
        with self._database.transaction() as connection:
            rows = connection.execute(
                select(MESSAGES)
                .where(MESSAGES.c.account == account)
                .order_by(MESSAGES.c.number.desc())
            ).all()
        return [{name: getattr(row, name) for name in columns} for row in rows]

    def _wrong(self, connection: Connection, id: str, code: str) -> Problem | None:  # noqa: A002
        """What is wrong with a code; a wrong try counts, so the transaction must be kept."""
        latest = connection.execute(
            select(MESSAGES)
            .where(MESSAGES.c.account == id)
            .order_by(MESSAGES.c.number.desc())
            .limit(1)
        ).one_or_none()
        if latest is None or read_instant(latest.valid_until) <= self._now():
            return Problem("code-expired")
        if latest.wrong_tries >= MOST_TRIES:
            return Problem("too-many-codes")
        if hmac.compare_digest(latest.code, code):
            return None
        connection.execute(
            MESSAGES.update()
            .where(MESSAGES.c.number == latest.number)
            .values(wrong_tries=latest.wrong_tries + 1)
        )
        return Problem("code-wrong")

    def _must_be_free(
        self,
        connection: Connection,
        id: str,  # noqa: A002
        personal_number: str | None,
        phone: str | None,
    ) -> None:
        others = (ACCOUNTS.c.id != id) & ACCOUNTS.c.activated_at.is_not(None)
        for name, column, value in (
            ("number-already-registered", ACCOUNTS.c.personal_number, personal_number),
            ("phone-already-used", ACCOUNTS.c.phone, phone),
        ):
            taken = select(ACCOUNTS.c.id).where(others, column == value)
            if value is not None and connection.execute(taken).first() is not None:
                raise Problem(name)

    def _account(
        self,
        connection: Connection,
        id: str,  # noqa: A002
    ) -> Row[tuple[str, str | None, str | None, str | None, str | None]]:
        row = connection.execute(select(ACCOUNTS).where(ACCOUNTS.c.id == id)).one_or_none()
        if row is None:
            raise Problem("not-found")
        return row

    def _activation(self, connection: Connection, id: str, activated_at: str) -> bytes:  # noqa: A002
        code = connection.execute(
            select(SUBMISSIONS.c.code).where(SUBMISSIONS.c.id == id)
        ).scalar_one()
        return msgspec.json.encode({"id": id, "code": code, "activated_at": activated_at})
