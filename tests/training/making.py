"""Small procedures, and documents as a kiosk would send them."""

from __future__ import annotations

import hashlib
import io
import json
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pyrage
import uuid6

from kiosk.domain.consent import Consent
from kiosk.domain.helping import Helping, HelpMode
from kiosk.domain.parsing import parse_procedure
from kiosk.domain.submission import (
    Attachment,
    Document,
    Kind,
    Parcel,
    SealedFile,
    encode_document,
)
from tests.domain import tiny

if TYPE_CHECKING:
    from uuid import UUID

    from kiosk.domain.procedure import Procedure

TODAY: Final = date(2026, 11, 26)
NOW: Final = datetime(2026, 11, 26, 2, 30, tzinfo=UTC)
NAME: Final = "NGUYỄN THỊ LAN"
NUMBER: Final = "001192000123"
PHONE: Final = "0912345678"

ACCOUNT_ANSWERS: Final = {"full_name": NAME, "number": NUMBER, "phone": PHONE}
DOSSIER_ANSWERS: Final[dict[str, Any]] = {
    "full_name": NAME,
    "phone": PHONE,
    "born_on": "2026-11-20",
    "days": 6,
    "at_home": False,
}


def procedures(**source: object) -> dict[tuple[str, str], Procedure]:
    """The two small procedures, by code and version; `source` changes their dates."""
    found = {}
    for name in ("account", "dossier"):
        frame = json.loads((tiny.DOCUMENTS / "_frame.json").read_bytes())
        own = json.loads((Path(__file__).parent / "documents" / f"{name}.json").read_bytes())
        frame["source"] |= source
        procedure = parse_procedure(frame | own, tiny.SCHEMA)
        found[procedure.code, procedure.version] = procedure
    return found


def account(id: UUID | None = None, /, **answers: str) -> Document:  # noqa: A002
    return Document(
        schema=1,
        id=id or uuid6.uuid7(),
        kind=Kind.ACCOUNT,
        procedure="account.tiny",
        version="2026.1",
        ticket="TK-3K7-52Y",
        finished_on=TODAY,
        depends_on=None,
        answers=ACCOUNT_ANSWERS | answers,
        attachments=(),
        helping=Helping(HelpMode.SELF),
        consents=(Consent("submit", agreed=True, wording="0" * 64, language="vi", at=NOW),),
        accepted=frozenset(),
    )


def dossier(*attachments: Attachment, **answers: object) -> Document:
    given = {name: it for name, it in (DOSSIER_ANSWERS | answers).items() if it is not None}
    return replace(
        account(),
        kind=Kind.DOSSIER,
        procedure="9.000001",
        answers=given,
        attachments=attachments,
    )


@dataclass(frozen=True, slots=True)
class Kiosk:
    """Makes parcels and files as a kiosk does, sealed where the portal names recipients."""

    recipients: tuple[str, ...] = ()
    opened: dict[str, bytes] = field(default_factory=dict)

    def _sealed(self, content: bytes) -> bytes:
        keys = [pyrage.x25519.Recipient.from_str(it) for it in self.recipients]
        return pyrage.encrypt(content, keys) if keys else content

    def file(self, content: bytes) -> SealedFile:
        sent = self._sealed(content)
        self.opened[_digest(sent)] = content
        return SealedFile(_digest(sent), len(sent), lambda: io.BytesIO(sent))

    def parcel(self, document: Document, *files: SealedFile) -> Parcel:
        body = self._sealed(encode_document(document))
        media_type = "application/age" if self.recipients else "application/json"
        return Parcel(document.id, document.kind, body, media_type, _digest(body), files)


def attachment(file: SealedFile, paper: str = "birth-paper") -> Attachment:
    return Attachment(uuid6.uuid7(), paper, "image/jpeg", file.size, 1, file.digest)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
