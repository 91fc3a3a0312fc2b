"""What is served beside the contract, in training alone: the practice phone, counts, controls."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import msgspec
from msgspec import Meta
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response
from starlette.routing import Route

from kiosk.domain.submission import Kind
from kiosk.training import reading
from kiosk.training.conduct import Conduct
from kiosk.training.problems import Problem
from kiosk.training.sticks import StickRefused

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request

    from kiosk.training.accounts import Accounts
    from kiosk.training.devices import Devices
    from kiosk.training.sticks import Sticks
    from kiosk.training.submissions import Submissions
    from kiosk.training.uploads import Uploads


class _Move(msgspec.Struct, forbid_unknown_fields=True):
    status: Annotated[int, Meta(ge=1, le=10)]
    reason: Annotated[str, Meta(max_length=2000)] | None = None


class _Stick(msgspec.Struct, forbid_unknown_fields=True):
    folder: Annotated[str, Meta(max_length=4096)]


class Practice:
    """The endpoints under /training. A real portal has none of them."""

    def __init__(
        self,
        devices: Devices,
        uploads: Uploads,
        accounts: Accounts,
        submissions: Submissions,
        sticks: Sticks,
        behave: Callable[[Conduct], None],
        *,
        demo: bool,
    ) -> None:
        self._devices = devices
        self._uploads = uploads
        self._accounts = accounts
        self._submissions = submissions
        self._sticks = sticks
        self._behave = behave
        self._demo = demo

    def routes(self) -> list[Route]:
        """All of them."""
        return [
            Route("/training/messages", self._messages),
            Route("/training/counts", self._counts),
            Route("/training/heartbeats", self._heartbeats),
            Route("/training/enrolment", self._enrolment, methods=["POST"]),
            Route("/training/conduct", self._conduct, methods=["POST"]),
            Route("/training/sticks", self._stick, methods=["POST"]),
            Route("/training/dossiers/{name}", self._dossier),
            Route("/training/dossiers/{id}/status", self._move, methods=["POST"]),
        ]

    async def _messages(self, request: Request) -> Response:
        """What the phone of `?account=` has received, the latest first."""
        account = request.query_params.get("account", "")
        return _json({"messages": await run_in_threadpool(self._accounts.messages, account)})

    async def _counts(self, _request: Request) -> Response:
        return _json(
            {
                "accounts": await run_in_threadpool(self._submissions.count, Kind.ACCOUNT),
                "dossiers": await run_in_threadpool(self._submissions.count, Kind.DOSSIER),
                "files": await run_in_threadpool(self._uploads.count),
            }
        )

    async def _heartbeats(self, _request: Request) -> Response:
        """The last heartbeat of each kiosk."""
        return _json({"heartbeats": await run_in_threadpool(self._devices.heartbeats)})

    async def _enrolment(self, _request: Request) -> Response:
        """A fresh one-time enrolment code, in demo mode alone: the kiosk enrols by itself."""
        if not self._demo:
            raise Problem("not-found")
        return _json({"code": await run_in_threadpool(self._devices.new_code)})

    async def _conduct(self, request: Request) -> Response:
        self._behave(await reading.json_body(request, Conduct))
        return Response(status_code=204)

    async def _stick(self, request: Request) -> Response:
        """Take an export that lies in a folder of this machine; its receipts are put beside it."""
        asked = await reading.json_body(request, _Stick)
        try:
            taken = await run_in_threadpool(self._sticks.take, Path(asked.folder))
        except StickRefused as refused:
            raise Problem("request-unreadable", detail=str(refused)) from refused
        return _json(taken)

    async def _dossier(self, request: Request) -> Response:
        """A dossier by id or ticket, its seals opened, and the SHA-256 of what its files held."""
        name = request.path_params["name"]
        opened = await run_in_threadpool(self._submissions.opened, name)
        if opened is None:
            raise Problem("not-found")
        document, code, files = opened
        return _json({"code": code, "document": document, "files": files})

    async def _move(self, request: Request) -> Response:
        asked = await reading.json_body(request, _Move)
        name = reading.path_id(request)
        if not await run_in_threadpool(self._submissions.move, name, asked.status, asked.reason):
            raise Problem("not-found")
        return Response(status_code=204)


def _json(value: object) -> Response:
    return Response(msgspec.json.encode(value), media_type="application/json")
