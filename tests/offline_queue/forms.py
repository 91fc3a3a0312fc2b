"""Two small procedures and a person's way through them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from kiosk.domain.consent import Consent
from kiosk.domain.parsing import parse_procedure
from kiosk.domain.submission import Kind
from tests.fakes.clock import START

if TYPE_CHECKING:
    from uuid import UUID

    from kiosk.domain.journey import Journey
    from kiosk.domain.procedure import Procedure
    from offline_queue.queue import EncryptedQueue
    from tests.fakes.queue import MemoryQueue

NAME = "Nguyễn Thị Canary"
NUMBER = "001190012345"
PHONE = "0987654321"
PAPER = b"%PDF-1.7 canary-of-the-paper " + bytes(range(256)) * 20
CANARIES = (NAME, "Canary", NUMBER, PHONE, "canary-of-the-paper", "canary-off-the-path")


def _words(text: str) -> dict[str, str]:
    return {"vi": text}


def _document(code: str, kind: str, *papers: dict[str, Any]) -> dict[str, Any]:
    return {
        "schema": 1,
        "code": code,
        "version": "2026.1",
        "kind": kind,
        "title": _words("Thủ tục"),
        "short_title": _words("Thủ tục"),
        "level": "full",
        "source": {
            "legal_basis": [],
            "source": "tests",
            "checked_on": "2026-11-21",
            "effective_from": "2026-01-01",
            "effective_to": None,
            "form_version": "1",
            "verified": False,
        },
        "duration": _words("1 ngày"),
        "cost": _words("0 đồng"),
        "who": _words("Ai cũng được"),
        "declaration": _words("Tôi cam đoan."),
        "applicant": "name",
        "tasks": [
            {
                "id": "requester",
                "kind": "questions",
                "title": _words("Người yêu cầu"),
                "steps": [
                    _step("name", "name", "name"),
                    _step("number", "personal-number", "personal_number"),
                    _step("phone", "phone", "phone"),
                    {
                        "id": "more",
                        "question": _words("Thêm?"),
                        "fields": [
                            {"id": "more", "kind": "yes-no", "name": _words("Thêm")},
                            {
                                "id": "note",
                                "kind": "text",
                                "name": _words("Ghi chú"),
                                "when": "more",
                                "required": False,
                            },
                        ],
                    },
                ],
            }
        ],
        "papers": list(papers),
    }


def _step(name: str, kind: str, fact: str) -> dict[str, Any]:
    return {
        "id": name,
        "question": _words("Câu hỏi?"),
        "fields": [
            {
                "id": name,
                "kind": kind,
                "name": _words(name),
                "known_as": {"person": "requester", "fact": fact},
            }
        ],
    }


def account_form() -> Procedure:
    return parse_procedure(_document("account", "account"))


def birth_form() -> Procedure:
    paper = {
        "id": "birth-paper",
        "title": _words("Giấy chứng sinh"),
        "form": _words("Bản chụp"),
        "required": False,
    }
    document = _document("1.001193", "dossier", paper)
    document["tasks"].append({"id": "papers", "kind": "papers", "title": _words("Giấy tờ")})
    return parse_procedure(document)


def nobodys_form() -> Procedure:
    """A form that knows none of its fields as a person's."""
    document = _document("nobody", "dossier")
    for step in document["tasks"][0]["steps"][:3]:
        del step["fields"][0]["known_as"]
    return parse_procedure(document)


ANSWERS: dict[str, Any] = {
    "name": NAME,
    "number": NUMBER,
    "phone": PHONE,
    "more": False,
    "note": "canary-off-the-path",
}


def consent(purpose: str) -> Consent:
    return Consent(purpose, agreed=True, wording="0" * 64, language="vi", at=START)


def begun(
    queue: EncryptedQueue | MemoryQueue, form: Procedure, depends_on: UUID | None = None
) -> Journey:
    """A journey with every answer, kept."""
    journey = queue.begin(form.kind, form).result()
    journey = replace(journey, depends_on=depends_on).answer(ANSWERS)
    journey = journey.consent((consent("submit"), consent("messages")))
    queue.save(journey).result()
    return journey


def with_paper(queue: EncryptedQueue | MemoryQueue, journey: Journey) -> Journey:
    """The journey with one paper, kept."""
    paper = queue.keep_attachment(
        journey.id, "birth-paper", PAPER, "application/pdf", pages=1
    ).result()
    journey = journey.attach(paper)
    queue.save(journey).result()
    return journey


def finished(
    queue: EncryptedQueue | MemoryQueue,
    form: Procedure | None = None,
    depends_on: UUID | None = None,
) -> Journey:
    """A journey that was finished, with a paper where the form is the dossier's."""
    form = form or birth_form()
    journey = begun(queue, form, depends_on)
    if form.kind is Kind.DOSSIER:
        journey = with_paper(queue, journey)
    queue.finish(journey, form, "N. T. C.").result()
    return journey
