"""The resources under /v1, as `docs/portal-api.yaml` has them."""

from __future__ import annotations

import base64
import urllib.parse
from email.utils import format_datetime
from typing import TYPE_CHECKING, Annotated, Final

import msgspec
from msgspec import Meta
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from kiosk import __version__
from kiosk.domain.submission import Kind
from kiosk.training import reading
from kiosk.training.database import written_instant
from kiosk.training.devices import Counts
from kiosk.training.problems import Problem
from kiosk.training.reading import TUS_VERSION
from kiosk.training.submissions import SEALED
from kiosk.training.uploads import MOST_BYTES, Upload

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping
    from datetime import datetime

    from starlette.types import Receive, Scope, Send

    from kiosk.training.accounts import Accounts
    from kiosk.training.devices import Devices
    from kiosk.training.submissions import Submissions
    from kiosk.training.uploads import Uploads

    Endpoint = Callable[[Request], Awaitable[Response]]

_JSON: Final = "application/json"
_FORM: Final = "application/x-www-form-urlencoded"
_TUS_BODY: Final = "application/offset+octet-stream"
_ASSERTION: Final = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
_NAME: Final = "Cổng tập huấn"
_KINDS: Final = ["application/pdf", "image/jpeg", "image/png"]
_ID: Final = r"^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"

_Id = Annotated[str, Meta(pattern=_ID)]


class _Activation(msgspec.Struct, forbid_unknown_fields=True):
    code: Annotated[str, Meta(pattern=r"^[0-9]{6}\Z")]


class _Question(msgspec.Struct, forbid_unknown_fields=True):
    """One of three ways of asking; `_find` sees to it that it is one."""

    ids: Annotated[list[_Id], Meta(min_length=1, max_length=200)] | msgspec.UnsetType = (
        msgspec.UNSET
    )
    ticket: (
        Annotated[str, Meta(pattern=r"^[A-Z]{2}-[2-9A-HJKMNP-Z]{3}-[2-9A-HJKMNP-Z]{3}\Z")]
        | msgspec.UnsetType
    ) = msgspec.UNSET
    code: Annotated[str, Meta(pattern=r"^[!-~]{1,64}\Z")] | msgspec.UnsetType = msgspec.UNSET
    phone_ending: Annotated[str, Meta(pattern=r"^[0-9]{4}\Z")] | msgspec.UnsetType = msgspec.UNSET


class Contract:
    """The endpoints of the contract; each reads, asks one part of the portal, and writes."""

    def __init__(
        self,
        devices: Devices,
        uploads: Uploads,
        accounts: Accounts,
        submissions: Submissions,
        *,
        recipients: tuple[str, ...],
        receipt_key: Mapping[str, str],
        now: Callable[[], datetime],
    ) -> None:
        self._devices = devices
        self._uploads = uploads
        self._accounts = accounts
        self._submissions = submissions
        self._recipients = recipients
        self._receipt_key = receipt_key
        self._now = now

    def routes(self) -> list[Route]:
        """All resources; `find` stands before the dossiers' ids."""
        return [
            resource("/v1/portal", GET=self._describe),
            resource("/v1/devices/{id}", PUT=self._enrol),
            resource("/v1/token", POST=self._token),
            resource("/v1/accounts/{id}", PUT=self._put_account),
            resource("/v1/accounts/{id}/code", POST=self._send_code),
            resource("/v1/accounts/{id}/activation", POST=self._activate),
            resource("/v1/files", OPTIONS=self._describe_uploads, POST=self._create_upload),
            resource("/v1/files/{file}", HEAD=self._ask_upload, PATCH=self._continue_upload),
            resource("/v1/dossiers/find", POST=self._find),
            resource("/v1/dossiers/{id}", PUT=self._put_dossier),
            resource("/v1/heartbeat", POST=self._heartbeat),
        ]

    async def _describe(self, _request: Request) -> Response:
        return _json(
            {
                "contract": "help-point-portal/1",
                "name": _NAME,
                "version": __version__,
                "time": written_instant(self._now()),
                "limits": {"attachment_bytes": MOST_BYTES, "attachment_kinds": _KINDS},
                "account_door": "portal",
                "recipients": self._recipients,
                "receipt_keys": [self._receipt_key],
            }
        )

    async def _enrol(self, request: Request) -> Response:
        device = reading.path_id(request)
        reading.media_type(request, _JSON)
        content = await reading.proven_body(request)
        answer, new = await run_in_threadpool(self._devices.enrol, device, content)
        return _answer(answer, 201 if new else 200)

    async def _token(self, request: Request) -> Response:
        reading.media_type(request, _FORM)
        try:
            form = urllib.parse.parse_qs(
                (await reading.body(request)).decode("ascii"),
                strict_parsing=True,
                max_num_fields=20,
            )
        except ValueError as error:
            raise Problem("body-unreadable") from error
        if form.get("grant_type") != ["client_credentials"]:
            raise Problem("grant-unknown")
        assertions = form.get("client_assertion", [])
        if form.get("client_assertion_type") != [_ASSERTION] or len(assertions) != 1:
            raise Problem("grant-unknown")
        audience = str(request.url.replace(query="", fragment=""))
        answer = await run_in_threadpool(self._devices.token, assertions[0], audience)
        return _answer(answer, headers={"Cache-Control": "no-store"})

    async def _put_account(self, request: Request) -> Response:
        return await self._put(Kind.ACCOUNT, request)

    async def _put_dossier(self, request: Request) -> Response:
        return await self._put(Kind.DOSSIER, request)

    async def _put(self, kind: Kind, request: Request) -> Response:
        await self._device(request)
        name = reading.path_id(request)
        spoken = reading.media_type(request, SEALED, _JSON)
        content = await reading.proven_body(request)
        taken = await run_in_threadpool(self._submissions.take, kind, name, content, spoken)
        return _answer(taken.receipt, 201 if taken.new else 200)

    async def _send_code(self, request: Request) -> Response:
        await self._device(request)
        name = reading.path_id(request)
        return _answer(await run_in_threadpool(self._accounts.send_code, name))

    async def _activate(self, request: Request) -> Response:
        await self._device(request)
        name = reading.path_id(request)
        reading.media_type(request, _JSON)
        asked = await reading.json_body(request, _Activation)
        return _answer(await run_in_threadpool(self._accounts.activate, name, asked.code))

    async def _find(self, request: Request) -> Response:
        await self._device(request)
        reading.media_type(request, _JSON)
        asked = await reading.json_body(request, _Question)
        given = {
            name: value
            for name in ("ids", "ticket", "code", "phone_ending")
            if (value := getattr(asked, name)) is not msgspec.UNSET
        }
        if set(given) not in ({"ids"}, {"ticket"}, {"code", "phone_ending"}):
            raise Problem("question-unreadable")
        found = await run_in_threadpool(lambda: self._submissions.find(**given))
        return _json({"dossiers": found})

    async def _heartbeat(self, request: Request) -> Response:
        device = await self._device(request)
        reading.media_type(request, _JSON)
        counts = await reading.json_body(request, Counts)
        return _answer(await run_in_threadpool(self._devices.beat, device, counts))

    async def _describe_uploads(self, _request: Request) -> Response:
        return Response(
            status_code=204,
            headers={
                "Tus-Resumable": TUS_VERSION,
                "Tus-Version": TUS_VERSION,
                "Tus-Extension": "creation,checksum,expiration",
                "Tus-Checksum-Algorithm": "sha256",
                "Tus-Max-Size": str(MOST_BYTES),
            },
        )

    async def _create_upload(self, request: Request) -> Response:
        reading.check_tus(request)
        device = await self._device(request)
        length = reading.number(request, "Upload-Length")
        digest = reading.upload_digest(request)
        upload = await run_in_threadpool(self._uploads.create, device, digest, length)
        headers = _upload_headers(upload) | {"Location": f"/v1/files/{upload.id}"}
        return Response(status_code=201, headers=headers)

    async def _ask_upload(self, request: Request) -> Response:
        reading.check_tus(request)
        device = await self._device(request)
        upload = self._uploads.ask(device, request.path_params["file"])
        headers = {"Cache-Control": "no-store", "Upload-Length": str(upload.length)}
        return Response(status_code=200, headers=_upload_headers(upload) | headers)

    async def _continue_upload(self, request: Request) -> Response:
        reading.check_tus(request)
        device = await self._device(request)
        reading.media_type(request, _TUS_BODY)
        upload = await self._uploads.append(
            device,
            request.path_params["file"],
            reading.number(request, "Upload-Offset"),
            request.stream(),
            reading.upload_checksum(request),
        )
        return Response(status_code=204, headers=_upload_headers(upload))

    async def _device(self, request: Request) -> str:
        return await run_in_threadpool(self._devices.device, reading.bearer(request))


class Resource:
    """One resource with all its methods, so that 405 can name them all."""

    def __init__(self, methods: Mapping[str, Endpoint], *, kiosk: bool) -> None:
        self._methods = dict(methods)
        self._kiosk = kiosk
        if "GET" in methods:
            self._methods["HEAD"] = methods["GET"]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request. Raises Problem."""
        request = Request(scope, receive, send)
        method = self._methods.get(request.method)
        if method is None:
            raise Problem("method-not-allowed", headers={"Allow": ", ".join(sorted(self._methods))})
        if self._kiosk:
            reading.check_version(request)
        response = await method(request)
        await response(scope, receive, send)


def resource(path: str, *, kiosk: bool = True, **methods: Endpoint) -> Route:
    """A resource of the contract; a `kiosk` that asks for it tells its version."""
    return Route(path, Resource(methods, kiosk=kiosk))


def _answer(
    content: bytes, status: int = 200, headers: Mapping[str, str] | None = None
) -> Response:
    return Response(content, status, headers, media_type=_JSON)


def _json(value: object) -> Response:
    return _answer(msgspec.json.encode(value))


def _upload_headers(upload: Upload) -> dict[str, str]:
    """Offset and expiry while it is under way; Repr-Digest, its receipt, once it is whole."""
    headers = {"Tus-Resumable": TUS_VERSION, "Upload-Offset": str(upload.offset)}
    if upload.finished:
        digest = base64.b64encode(bytes.fromhex(upload.digest)).decode()
        headers["Repr-Digest"] = f"sha-256=:{digest}:"
    else:
        headers["Upload-Expires"] = format_datetime(upload.until, usegmt=True)
    return headers
