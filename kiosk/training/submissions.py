"""Account requests and dossiers at the training portal: taken once, answered for ever."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final
from uuid import UUID

import msgspec
from sqlalchemy import func, or_, select

from kiosk.clock import VIETNAM
from kiosk.domain.submission import (
    Document,
    DocumentUnreadable,
    Kind,
    Receipt,
    RefusedAnswer,
    parse_document,
)
from kiosk.training.checking import (
    Applicant,
    FindProcedure,
    applicant,
    check_answers,
    find_procedure,
    with_sizes,
)
from kiosk.training.database import SUBMISSIONS, next_number, written_instant
from kiosk.training.problems import Problem
from kiosk.training.seals import Seals, SealUnreadable

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import ColumnElement, Connection

    from kiosk.training.accounts import Accounts
    from kiosk.training.database import Database
    from kiosk.training.uploads import Uploads

SEALED: Final = "application/age"


@dataclass(frozen=True, slots=True)
class Taken:
    """A receipt as it is answered, byte for byte, and whether it is new."""

    receipt: bytes
    new: bool


@dataclass(frozen=True, slots=True)
class OpenedFile:
    """What one attachment held: by the digest sent, with the SHA-256 of the plain content."""

    paper: str
    digest: str
    content_digest: str
    size: int


class Submissions:
    """Takes what kiosks hand in: opens it, checks it by the packs, and gives a receipt."""

    def __init__(
        self,
        database: Database,
        uploads: Uploads,
        accounts: Accounts,
        seals: Seals,
        find: FindProcedure,
        now: Callable[[], datetime],
    ) -> None:
        self._database = database
        self._uploads = uploads
        self._accounts = accounts
        self._seals = seals
        self._find = find
        self._now = now

    def take(self, kind: Kind, id: str, body: bytes, media_type: str) -> Taken:  # noqa: A002
        """The receipt for these bytes under this id; a refusal binds nothing.

        Raises Problem: `other-bytes-held` and what `docs/portal-api.yaml` names at `putDossier`
        and `putAccount`.
        """
        digest = hashlib.sha256(body).hexdigest()
        with self._database.transaction() as connection:
            held = _held(connection, kind, id, digest)
        if held is not None:
            return Taken(held, new=False)
        document = self._read(body, media_type)
        if document.id != UUID(id):
            raise Problem("id-differs")
        if document.kind is not kind:
            raise Problem("kind-differs")
        procedure = find_procedure(self._find, document, self._today())
        sizes = self._sizes(document)
        path = check_answers(procedure, document, with_sizes(document, sizes))
        person = applicant(procedure, path)
        try:
            with self._database.transaction() as connection:
                held = _held(connection, kind, id, digest)
                if held is not None:
                    return Taken(held, new=False)
                if kind is Kind.ACCOUNT:
                    self._accounts.register(connection, id, person)
                else:
                    self._accounts.expect(connection, document.depends_on)
                receipt = self._keep(connection, document, person, body, media_type, digest)
        except Problem as problem:
            if problem.name == "number-already-registered":
                self._accounts.note_registered_before(id)
            raise
        return Taken(receipt, new=True)

    def find(
        self,
        ids: list[UUID] | None = None,
        ticket: str | None = None,
        code: str | None = None,
        phone_ending: str | None = None,
    ) -> list[dict[str, object]]:
        """Progress, as the contract has it, of own ids, a ticket, or a code with its phone."""
        asked: ColumnElement[bool]
        if ids is not None:
            asked = SUBMISSIONS.c.id.in_([str(it) for it in ids])
        elif ticket is not None:
            asked = SUBMISSIONS.c.ticket == ticket
        else:
            asked = (SUBMISSIONS.c.code == code) & SUBMISSIONS.c.phone.endswith(
                phone_ending or "", autoescape=True
            )
        dossiers = select(SUBMISSIONS).where(asked, SUBMISSIONS.c.kind == Kind.DOSSIER.value)
        columns = (
            "id", "ticket", "code", "procedure", "status", "changed_at", "reason", "promised_on"
        )  # fmt: skip
        with self._database.transaction() as connection:
            rows = connection.execute(dossiers.order_by(SUBMISSIONS.c.id).limit(200)).all()
        return [{name: getattr(row, name) for name in columns} for row in rows]

    def move(self, id: str, status: int, reason: str | None) -> bool:  # noqa: A002
        """As an official would: a dossier's new status; False where there is no such dossier."""
        with self._database.transaction() as connection:
            moved = connection.execute(
                SUBMISSIONS.update()
                .where(SUBMISSIONS.c.id == id, SUBMISSIONS.c.kind == Kind.DOSSIER.value)
                .values(status=status, reason=reason, changed_at=written_instant(self._now()))
            )
        return moved.rowcount == 1

    def opened(self, name: str) -> tuple[Document, str, list[OpenedFile]] | None:
        """What was handed in under an id or ticket, with its code and files, seals opened."""
        named = or_(SUBMISSIONS.c.id == name, SUBMISSIONS.c.ticket == name)
        dossiers = select(SUBMISSIONS).where(named, SUBMISSIONS.c.kind == Kind.DOSSIER.value)
        with self._database.transaction() as connection:
            row = connection.execute(dossiers).first()
        if row is None:
            return None
        document = self._read(row.body, row.media_type)
        files = []
        for attachment in document.attachments:
            content = self._content(attachment.digest)
            files.append(
                OpenedFile(
                    attachment.paper,
                    attachment.digest,
                    hashlib.sha256(content).hexdigest(),
                    len(content),
                )
            )
        return document, row.code, files

    def count(self, kind: Kind) -> int:
        """How many of that kind have a receipt."""
        kept = select(func.count()).select_from(SUBMISSIONS).where(SUBMISSIONS.c.kind == kind.value)
        with self._database.transaction() as connection:
            return int(connection.execute(kept).scalar_one())

    def _read(self, body: bytes, media_type: str) -> Document:
        """The document in a body. Raises Problem: `seal-unreadable`, `document-unreadable`."""
        try:
            plain = self._seals.open(body) if media_type == SEALED else body
            return parse_document(plain)
        except SealUnreadable as error:
            raise Problem("seal-unreadable") from error
        except DocumentUnreadable as error:
            raise Problem("document-unreadable", detail=str(error)) from error
        except (UnicodeDecodeError, RecursionError) as error:
            raise Problem("document-unreadable") from error

    def _sizes(self, document: Document) -> dict[str, int]:
        """The size of each content. Raises Problem: `attachment-missing`, `-unreadable`."""
        sizes: dict[str, int] = {}
        missing: list[RefusedAnswer] = []
        for number, attachment in enumerate(document.attachments):
            try:
                sizes[attachment.digest] = len(self._content(attachment.digest))
            except KeyError:
                pointer = f"/attachments/{number}/digest"
                missing.append(RefusedAnswer(pointer, "attachment-missing"))
        if missing:
            names = [it.digest for it in document.attachments if it.digest not in sizes]
            raise Problem("attachment-missing", detail=" ".join(names), errors=missing)
        return sizes

    def _content(self, digest: str) -> bytes:
        """What a finished file holds. Raises KeyError, Problem `attachment-unreadable`."""
        sent = self._uploads.content(digest)
        if sent is None:
            raise KeyError(digest)
        if not sent.startswith(b"age-encryption.org/"):
            return sent
        try:
            return self._seals.open(sent)
        except SealUnreadable as error:
            raise Problem("attachment-unreadable", detail=digest) from error

    def _keep(
        self,
        connection: Connection,
        document: Document,
        person: Applicant,
        body: bytes,
        media_type: str,
        digest: str,
    ) -> bytes:
        """Write the submission and its receipt in one go."""
        now = self._now().replace(microsecond=0)
        today = self._today()
        receipt = Receipt(
            id=document.id,
            digest=digest,
            code=_code(document.kind, today, next_number(connection, f"{document.kind} {today}")),
            received_at=now,
            promised_on=_next_working_day(today) if document.kind is Kind.DOSSIER else None,
        )
        answer = msgspec.json.encode(receipt)
        connection.execute(
            SUBMISSIONS.insert().values(
                id=str(document.id),
                kind=document.kind.value,
                digest=digest,
                media_type=media_type,
                body=body,
                receipt=answer,
                code=receipt.code,
                ticket=document.ticket,
                procedure=document.procedure,
                phone=person.phone,
                promised_on=receipt.promised_on.isoformat() if receipt.promised_on else None,
                status=1,
                changed_at=written_instant(now),
                reason=None,
            )
        )
        return answer

    def _today(self) -> date:
        return self._now().astimezone(VIETNAM).date()


def _held(connection: Connection, kind: Kind, id: str, digest: str) -> bytes | None:  # noqa: A002
    """The receipt held for these bytes. Raises Problem for other bytes, or another kind."""
    row = connection.execute(select(SUBMISSIONS).where(SUBMISSIONS.c.id == id)).one_or_none()
    if row is None:
        return None
    if row.digest != digest:
        raise Problem("other-bytes-held", held=(row.digest, row.receipt))
    if row.kind != kind.value:
        raise Problem("kind-differs")
    return bytes(row.receipt)


def _code(kind: Kind, day: date, number: int) -> str:
    """A code of the real shape that no authority gives: the letter T (tập huấn, training).

    Real ones are `H26.xx.xx-YYMMDD-AANNNN` (Circular 04/2025/TT-VPCP).
    """
    if kind is Kind.ACCOUNT:
        return f"TH.TK-{day:%y%m%d}-{number:04d}"
    return f"T00.00.01-{day:%y%m%d}-00{number:04d}"


def _next_working_day(day: date) -> date:
    """The next day from Monday to Friday; public holidays don't matter for practice."""
    return day + timedelta(days={4: 3, 5: 2}.get(day.weekday(), 1))
