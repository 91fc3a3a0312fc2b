"""The resources of hand-offs, and the page that a person's own phone opens."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response
from starlette.routing import Route

from kiosk.domain.ports import MOST_HANDED
from kiosk.training import reading
from kiosk.training.contract import resource
from kiosk.training.hand_offs import LIFE
from kiosk.training.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request

    from kiosk.training.devices import Devices
    from kiosk.training.hand_offs import HandOffs

PAGE: Final = Path(__file__).resolve().parents[2] / "assets" / "phone" / "page.html"

_JSON: Final = "application/json"
_BYTES: Final = "application/octet-stream"
_FRESH: Final = {"Cache-Control": "no-store"}
_NUMBER: Final = re.compile(r"[1-9][0-9]?")
_SCRIPTS: Final = re.compile(rb"<script>(.*?)</script>", re.DOTALL)
_STYLES: Final = re.compile(rb"<style>(.*?)</style>", re.DOTALL)


class HandOffPages:
    """The endpoints: the kiosk's with its token, the phone's with what stood in the code."""

    def __init__(self, devices: Devices, hand_offs: HandOffs) -> None:
        self._devices = devices
        self._hand_offs = hand_offs
        page = PAGE.read_bytes()
        self._page = Response(page, media_type="text/html", headers=_guarding(page))

    def routes(self) -> list[Route]:
        """All of them."""
        return [
            Route("/phone", self._show),
            resource("/v1/handoffs/{id}", PUT=self._begin, GET=self._ask, DELETE=self._end),
            resource("/v1/handoffs/{id}/files/{number}", GET=self._fetch),
            resource("/v1/handoffs/{id}/phone", PUT=self._join, kiosk=False),
            resource("/v1/handoffs/{id}/phone/files/{number}", PUT=self._send, kiosk=False),
        ]

    async def _show(self, _request: Request) -> Response:
        return self._page

    async def _begin(self, request: Request) -> Response:
        device = await self._device(request)
        name = reading.path_id(request)
        reading.media_type(request, _JSON)
        content = await reading.proven_body(request)
        answer, new = self._hand_offs.begin(device, name, content)
        # What nobody asks about any more is erased in time too.
        asyncio.get_running_loop().call_later(LIFE.total_seconds() + 1, self._hand_offs.sweep)
        return _json(answer, 201 if new else 200)

    async def _ask(self, request: Request) -> Response:
        device = await self._device(request)
        return _json(self._hand_offs.state(device, reading.path_id(request)), headers=_FRESH)

    async def _fetch(self, request: Request) -> Response:
        device = await self._device(request)
        name, number = reading.path_id(request), _number(request)
        content = self._hand_offs.file(device, name, number)
        digest = base64.b64encode(hashlib.sha256(content).digest()).decode("ascii")
        headers = {**_FRESH, "Repr-Digest": f"sha-256=:{digest}:"}
        return Response(content, media_type=_BYTES, headers=headers)

    async def _end(self, request: Request) -> Response:
        device = await self._device(request)
        self._hand_offs.end(device, reading.path_id(request))
        return Response(status_code=204)

    async def _join(self, request: Request) -> Response:
        bearer = reading.bearer(request)
        return _json(self._hand_offs.join(reading.path_id(request), bearer), headers=_FRESH)

    async def _send(self, request: Request) -> Response:
        bearer = reading.bearer(request)
        name, number = reading.path_id(request), _number(request)
        most = self._hand_offs.most(name, bearer, number)
        reading.media_type(request, _BYTES)
        content = await reading.proven_body(request, most)
        answer, new = self._hand_offs.keep(name, bearer, number, content)
        return _json(answer, 201 if new else 200)

    async def _device(self, request: Request) -> str:
        return await run_in_threadpool(self._devices.device, reading.bearer(request))


def _number(request: Request) -> int:
    """The number of a picture in the path. Raises Problem `not-found` where it can't be one."""
    text = str(request.path_params["number"])
    if _NUMBER.fullmatch(text) is None or int(text) > MOST_HANDED:
        raise Problem("not-found")
    return int(text)


def _json(value: object, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    return Response(msgspec.json.encode(value), status, headers, media_type=_JSON)


def _guarding(page: bytes) -> dict[str, str]:
    """Headers that let the page do what it must and nothing else.

    Only the very script and style that stand in it are run (Content Security Policy Level 3,
    8.4), it speaks to its own origin alone, and where it leads to hears nothing of it.
    """
    policy = {
        "default-src": "'none'",
        "script-src": _hashes(_SCRIPTS, page),
        "style-src": _hashes(_STYLES, page),
        "img-src": "blob:",
        "connect-src": "'self'",
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": "'none'",
    }
    return {
        **_FRESH,
        "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in policy.items()),
        "Cross-Origin-Opener-Policy": "same-origin",
        "Permissions-Policy": "geolocation=(), microphone=()",
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
    }


def _hashes(parts: re.Pattern[bytes], page: bytes) -> str:
    digests = (hashlib.sha256(part).digest() for part in parts.findall(page))
    return " ".join(f"'sha256-{base64.b64encode(it).decode('ascii')}'" for it in digests)
