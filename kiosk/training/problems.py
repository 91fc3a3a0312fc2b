"""What the training portal refuses, each with its stable name (RFC 9457)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kiosk.domain.submission import RefusedAnswer

PROBLEM_JSON: Final = "application/problem+json"

_KNOWN: Final[Mapping[str, tuple[int, str]]] = {
    "body-unreadable": (400, "The body can't be read."),
    "content-digest-differs": (400, "The body isn't the one that Content-Digest names."),
    "grant-unknown": (400, "Only client assertions are taken."),
    "header-unreadable": (400, "A header is missing or can't be read."),
    "kiosk-version": (400, "Kiosk-Version is missing or can't be read."),
    "assertion-refused": (401, "The assertion can't be taken."),
    "token-missing": (401, "There is no access token."),
    "token-unknown": (401, "The access token isn't known, or its time is over."),
    "device-revoked": (403, "This kiosk was shut out."),
    "enrolment-code-refused": (403, "The enrolment code isn't known, or was used."),
    "not-found": (404, "Nothing lives here."),
    "method-not-allowed": (405, "That can't be done here."),
    "device-differs": (409, "Another key is enrolled under this id."),
    "hand-off-differs": (409, "Something else was asked for under this id."),
    "number-taken": (409, "Another picture has this number."),
    "offset-differs": (409, "This isn't the offset to go on from."),
    "other-bytes-held": (409, "Other bytes are held under this id."),
    "phone-differs": (409, "Another phone has joined."),
    "hand-off-ended": (410, "The hand-off is over; begin another."),
    "upload-expired": (410, "The upload was forgotten; begin anew."),
    "tus-version": (412, "Another version of tus is spoken here."),
    "too-large": (413, "This is more than the portal takes."),
    "media-type": (415, "This media type isn't taken here."),
    "account-active": (422, "The account lives already."),
    "account-unknown": (422, "The account isn't known."),
    "answers-refused": (422, "Some answers can't be taken."),
    "attachment-missing": (422, "A named file isn't here."),
    "attachment-unreadable": (422, "A file can't be opened."),
    "code-expired": (422, "The time of the code is over; have a new one sent."),
    "code-wrong": (422, "This isn't the code that was sent."),
    "digest-differs": (422, "The file isn't the one that its digest names."),
    "document-unreadable": (422, "The document isn't as agreed."),
    "finished-in-future": (422, "The document was finished on a day that is yet to come."),
    "id-differs": (422, "The document names another id."),
    "identity-mismatch": (422, "Name and personal number don't belong together."),
    "kind-differs": (422, "A document of this kind isn't taken here."),
    "length-differs": (422, "An upload of that digest has another length."),
    "number-already-registered": (422, "The person has an account."),
    "phone-already-used": (422, "The phone number belongs to another account."),
    "phone-not-owned": (422, "The phone number isn't the person's own."),
    "procedure-expired": (422, "This version of the procedure isn't taken any more."),
    "procedure-not-yet": (422, "This version of the procedure isn't in force yet."),
    "procedure-unknown": (422, "This version of the procedure isn't known."),
    "question-unreadable": (422, "The question isn't as agreed."),
    "request-unreadable": (422, "The request isn't as agreed."),
    "seal-unreadable": (422, "The seal doesn't open with this portal's keys."),
    "too-many-codes": (422, "Too many codes were sent or tried."),
    "too-many-files": (422, "No more pictures are wanted."),
    "kiosk-too-old": (426, "This kiosk's program is too old."),
    "too-many-requests": (429, "Too many requests; later."),
    "checksum-differs": (460, "The body isn't the one that Upload-Checksum names."),
    "portal-fault": (500, "The portal's own fault."),
    "portal-busy": (503, "The portal has no room now; later."),
}


class Problem(Exception):
    """A request that isn't granted: `name` is the stable type, `errors` points at answers."""

    def __init__(
        self,
        name: str,
        *,
        detail: str | None = None,
        errors: Iterable[RefusedAnswer] = (),
        headers: Mapping[str, str] | None = None,
        held: tuple[str, bytes] | None = None,
    ) -> None:
        super().__init__(name)
        self.name = name
        self.detail = detail
        self.errors = tuple(errors)
        self.headers = dict(headers or {})
        self.held = held

    @property
    def status(self) -> int:
        """The HTTP status of this kind of problem."""
        return _KNOWN[self.name][0]

    def body(self) -> bytes:
        """The problem as `application/problem+json`; `held` adds digest and receipt of a 409."""
        status, title = _KNOWN[self.name]
        document: dict[str, object] = {
            "type": f"/problems/{self.name}",
            "title": title,
            "status": status,
        }
        if self.detail is not None:
            document["detail"] = self.detail
        if self.errors:
            document["errors"] = self.errors
        if self.held is not None:
            digest, receipt = self.held
            document |= {"digest": digest, "receipt": msgspec.Raw(receipt)}
        return msgspec.json.encode(document)
