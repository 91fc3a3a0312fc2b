"""A dossier at the training portal, over real HTTP: once, whole, and as the packs want it."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pyrage
import pytest
import uuid6

from kiosk.domain.ports import PortalConflict, PortalRefused, PortalUnreachable
from kiosk.domain.submission import Kind, Parcel, RefusedAnswer
from tests.training.making import NOW, TODAY, Kiosk, account, attachment, dossier, procedures

if TYPE_CHECKING:
    from collections.abc import Callable

    from kiosk.domain.submission import Document, Refusal, SealedFile
    from tests.training.world import World

JPEG = b"\xff\xd8\xff" + b"picture" * 1000
CODE = re.compile(r"^(?:\d{3}\.\d{2}\.\d{2}\.)?[A-Z]\d{2}(?:\.\d{1,3}){0,3}-\d{6}-\d{4,}$")
"""The tolerant check of real dossier codes."""


def _with_paper(
    world: World,
    content: bytes = JPEG,
    **answers: Any,  # noqa: ANN401 — answers of every kind
) -> Document:
    """A dossier whose one paper is at the portal already."""
    file = world.kiosk.file(content)
    world.portal.upload(file)
    return dossier(attachment(file), **answers)


def _refused(world: World, document: Document) -> Refusal:
    with pytest.raises(PortalRefused) as refused:
        world.portal.deliver(world.kiosk.parcel(document))
    assert world.portal.find(ids=(document.id,)) == ()
    return refused.value.refusal


def test_a_dossier_with_two_files_arrives_once_and_whole(either: World) -> None:
    contents = [JPEG, b"%PDF-1.7" + bytes(range(256)) * 12_000]
    files = [either.kiosk.file(content) for content in contents]
    for file in files:
        either.portal.upload(file)
    document = dossier(*(attachment(it) for it in files))
    receipt = either.portal.deliver(either.kiosk.parcel(document, *files))
    assert CODE.match(receipt.code)
    assert receipt.code.startswith("T")
    assert receipt.promised_on == date(2026, 11, 27)
    assert either.controls.counts() == {"accounts": 0, "dossiers": 1, "files": 2}
    arrived: dict[str, Any] = either.controls.dossier(document.ticket) or {}
    assert arrived["code"] == receipt.code
    assert arrived["answers"] == document.answers
    assert arrived["contents"] == [hashlib.sha256(it).hexdigest() for it in contents]
    assert either.controls.dossier(str(document.id)) == arrived


def test_the_same_bytes_have_the_same_receipt_for_ever(either: World) -> None:
    document = _with_paper(either)
    parcel = either.kiosk.parcel(document)
    first = either.portal.deliver(parcel)
    either.clock.pass_(400 * 24 * 3600)
    assert either.portal.deliver(parcel) == first
    assert either.controls.counts()["dossiers"] == 1


def test_other_bytes_are_told_what_is_held(either: World) -> None:
    document = _with_paper(either)
    parcel = either.kiosk.parcel(document)
    first = either.portal.deliver(parcel)
    other = replace(document, answers=document.answers | {"phone": "0987654321"})
    with pytest.raises(PortalConflict) as conflict:
        either.portal.deliver(either.kiosk.parcel(other))
    assert (conflict.value.digest, conflict.value.receipt) == (parcel.digest, first)


def test_a_lost_answer_does_not_make_two(here: World) -> None:
    document = _with_paper(here)
    parcel = here.kiosk.parcel(document)
    here.controls.behave("lose-answer", path="/v1/dossiers", times=1)
    with pytest.raises(PortalUnreachable):
        here.portal.deliver(parcel)
    assert here.controls.counts()["dossiers"] == 1
    assert here.portal.deliver(parcel).digest == parcel.digest
    assert here.controls.counts()["dossiers"] == 1


def test_a_refusal_binds_nothing(here: World) -> None:
    document = _with_paper(here, full_name=None)
    refusal = _refused(here, document)
    assert refusal.errors == (RefusedAnswer("/answers/full_name", "missing"),)
    mended = replace(document, answers=document.answers | {"full_name": "TRẦN VĂN AN"})
    assert here.portal.deliver(here.kiosk.parcel(mended)).id == document.id


def test_a_file_that_is_not_there_is_named(here: World) -> None:
    file = here.kiosk.file(JPEG)
    refusal = _refused(here, dossier(attachment(file)))
    assert (refusal.type, refusal.detail) == ("attachment-missing", file.digest)
    assert refusal.errors == (RefusedAnswer("/attachments/0/digest", "attachment-missing"),)


@pytest.mark.parametrize(
    ("answers", "pointer", "code"),
    [
        ({"born_on": None, "days": None}, "/answers/born_on", "missing"),
        ({"born_on": "2026-02-30", "days": None}, "/answers/born_on", None),
        ({"born_on": "2026-12-01", "days": -5}, "/answers/born_on", "past"),
        ({"born_on": "2026-08-01", "days": 117}, "/answers/born_on", "recent"),
        ({"days": 7}, "/answers/days", "differs"),
        ({"days": None}, "/answers/days", "differs"),
        ({"at_home": True}, "/answers/witness", "missing"),
        ({"witness": "TRẦN VĂN AN"}, "/answers/witness", "off-path"),
        ({"at_home": 1}, "/answers/at_home", "type"),
        ({"colour": "red"}, "/answers/colour", "off-path"),
        ({"a/b~c": "red"}, "/answers/a~1b~0c", "off-path"),
        ({"full_name": "A\0B"}, "/answers/full_name", None),
        ({"phone": "12"}, "/answers/phone", None),
        ({"others": [{"id": "1", "name": "A"}, {"id": "2"}]}, "/answers/others/1/name", "missing"),
        ({"others": "none"}, "/answers/others", "type"),
        ({"days": 1.5}, "/answers/days", "type"),
    ],
)
def test_each_wrong_answer_is_pointed_at(
    here: World, answers: dict[str, Any], pointer: str, code: str | None
) -> None:
    refusal = _refused(here, _with_paper(here, **answers))
    assert refusal.type == "answers-refused"
    assert pointer in {error.pointer for error in refusal.errors}
    if code is not None:
        assert RefusedAnswer(pointer, code) in refusal.errors


def test_null_is_no_answer(here: World) -> None:
    document = _with_paper(here)
    document.answers["phone"] = None
    assert _refused(here, document).errors == (RefusedAnswer("/answers/phone", "type"),)


def test_a_question_that_the_person_answered_is_not_asked_again(here: World) -> None:
    document = _with_paper(here, born_on="2026-08-01", days=117)
    document = replace(document, accepted=frozenset({"born_on:recent"}))
    assert here.portal.deliver(here.kiosk.parcel(document)).id == document.id


def test_papers_are_those_of_the_path(here: World) -> None:
    assert _refused(here, dossier()).errors == (
        RefusedAnswer("/attachments", "paper-missing:birth-paper"),
    )
    file = here.kiosk.file(JPEG)
    here.portal.upload(file)
    stray = dossier(attachment(file), attachment(file, "witness-paper"))
    assert _refused(here, stray).errors == (RefusedAnswer("/attachments/1/paper", "off-path"),)


def test_the_largest_paper_fits_when_it_is_sealed(here: World) -> None:
    largest = b"\xff\xd8\xff".ljust(10 * 1024 * 1024, b"x")
    document = _with_paper(here, largest)
    assert here.portal.deliver(here.kiosk.parcel(document)).id == document.id
    refusal = _refused(here, _with_paper(here, largest + b"x"))
    assert refusal.errors == (RefusedAnswer("/attachments", "paper-too-large:birth-paper"),)


def test_a_dossier_waits_for_an_account_that_is_known(here: World) -> None:
    document = replace(_with_paper(here), depends_on=uuid6.uuid7())
    assert _refused(here, document).type == "account-unknown"
    asked = account(document.depends_on)
    here.portal.deliver(here.kiosk.parcel(asked))
    assert here.portal.deliver(here.kiosk.parcel(document)).id == document.id


def test_who_had_an_account_already_may_hand_in(here: World) -> None:
    first = account()
    here.portal.deliver(here.kiosk.parcel(first))
    here.portal.send_code(first.id)
    here.portal.activate(first.id, here.controls.messages(first.id)[0]["code"])
    second = account(phone="0987654321")
    with pytest.raises(PortalRefused, match="number-already-registered"):
        here.portal.deliver(here.kiosk.parcel(second))
    document = replace(_with_paper(here), depends_on=second.id)
    assert here.portal.deliver(here.kiosk.parcel(document)).id == document.id


def _changed(**changes: object) -> Callable[[Document], Document]:
    return lambda document: replace(document, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("change", "name"),
    [
        (_changed(procedure="9.999999"), "procedure-unknown"),
        (_changed(version="2025.1"), "procedure-unknown"),
        (_changed(procedure="account.tiny"), "kind-differs"),
        (_changed(kind=Kind.ACCOUNT), "kind-differs"),
        (_changed(finished_on=TODAY + timedelta(days=2)), "finished-in-future"),
        (_changed(finished_on=date(2025, 1, 1)), "procedure-not-yet"),
        (_changed(schema=2), "document-unreadable"),
        (_changed(ticket="TK-000-000"), "document-unreadable"),
    ],
)
def test_a_document_that_is_not_as_agreed_has_a_named_reason(
    here: World, change: Callable[[Document], Document], name: str
) -> None:
    document = change(_with_paper(here))
    parcel = replace(here.kiosk.parcel(document), kind=Kind.DOSSIER)
    with pytest.raises(PortalRefused) as refused:
        here.portal.deliver(parcel)
    assert refused.value.refusal.type == name


def test_an_old_version_is_taken_for_ninety_days_after_its_end(
    make_world: Callable[..., Any],
) -> None:
    ended = procedures(effective_to=TODAY.isoformat())
    with make_world(known=ended) as world:
        early, late = _with_paper(world), _with_paper(world)
        world.clock.pass_(90 * 24 * 3600)
        assert world.portal.deliver(world.kiosk.parcel(early)).id == early.id
        world.clock.pass_(24 * 3600)
        assert _refused(world, late).type == "procedure-expired"


def _bytes(body: bytes, media_type: str) -> Parcel:
    digest = hashlib.sha256(body).hexdigest()
    return Parcel(uuid6.uuid7(), Kind.DOSSIER, body, media_type, digest, ())


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b"null", b"\xff\xfe", b"\0", b'{"schema":1}', b"[" * 100_000, b'"\\ud800"'],
)
def test_what_is_no_document_is_refused(here: World, body: bytes) -> None:
    with pytest.raises(PortalRefused, match="document-unreadable"):
        here.portal.deliver(_bytes(body, "application/json"))
    with pytest.raises(PortalRefused, match="seal-unreadable"):
        here.portal.deliver(_bytes(body, "application/age"))


def test_a_seal_for_somebody_else_does_not_open(here: World) -> None:
    stranger = pyrage.x25519.Identity.generate().to_public()
    body = pyrage.encrypt(b"{}", [stranger])
    with pytest.raises(PortalRefused, match="seal-unreadable"):
        here.portal.deliver(_bytes(body, "application/age"))
    file = _as_it_is(pyrage.encrypt(JPEG, [stranger]))
    here.portal.upload(file)
    assert _refused(here, dossier(attachment(file))).type == "attachment-unreadable"


def _as_it_is(sent: bytes) -> SealedFile:
    """A file whose bytes are sent as they are."""
    return Kiosk().file(sent)


def test_the_id_in_the_path_is_the_one_inside(here: World) -> None:
    parcel = here.kiosk.parcel(_with_paper(here))
    with pytest.raises(PortalRefused, match="id-differs"):
        here.portal.deliver(replace(parcel, id=uuid6.uuid7()))


def test_progress_is_found_by_id_by_ticket_and_by_code_with_the_phone(here: World) -> None:
    document = _with_paper(here)
    receipt = here.portal.deliver(here.kiosk.parcel(document))
    (progress,) = here.portal.find(ids=(document.id, uuid6.uuid7()))
    assert (progress.id, progress.status, progress.code) == (document.id, 1, receipt.code)
    assert progress.promised_on == receipt.promised_on
    assert here.portal.find(ticket=document.ticket) == (progress,)
    assert here.portal.find(code=receipt.code, phone_ending="5678") == (progress,)
    assert here.portal.find(code=receipt.code, phone_ending="0000") == ()
    assert here.portal.find(ticket="TK-222-222") == ()
    assert here.portal.find(ids=tuple(uuid6.uuid7() for _ in range(450))) == ()
    with pytest.raises(PortalRefused, match="request-unreadable"):
        here.portal.find(code=receipt.code, phone_ending="%")


def test_an_official_moves_a_dossier_along(here: World) -> None:
    document = _with_paper(here)
    here.portal.deliver(here.kiosk.parcel(document))
    here.clock.pass_(3600)
    here.controls.move(document.id, 5, "Thiếu trang hai")
    (progress,) = here.portal.find(ids=(document.id,))
    assert (progress.status, progress.reason) == (5, "Thiếu trang hai")
    assert progress.changed_at == NOW + timedelta(hours=1)


def test_codes_count_up_by_the_day(here: World) -> None:
    def code() -> str:
        return here.portal.deliver(here.kiosk.parcel(_with_paper(here))).code

    codes = [code(), code()]
    here.clock.pass_(24 * 3600)
    codes.append(code())
    assert codes == [
        "T00.00.01-261126-000001",
        "T00.00.01-261126-000002",
        "T00.00.01-261127-000001",
    ]
