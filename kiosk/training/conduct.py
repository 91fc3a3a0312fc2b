"""How the training portal behaves when it is told to behave badly."""

from __future__ import annotations

import asyncio
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Final

import msgspec
from msgspec import Meta
from starlette.responses import Response

from kiosk.training.problems import PROBLEM_JSON, Problem

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

CUT: Final = "kiosk.cut"
"""The scope's key of the callable that cuts the connection, where the server gives one."""

_PAGE: Final = "<!doctype html><title>Wi-Fi</title><p>Chào mừng! Bấm để vào mạng."


class Mode(StrEnum):
    """What the portal does with requests under /v1."""

    NORMAL = "normal"
    DOWN = "down"
    SLOW = "slow"
    LOSE_ANSWER = "lose-answer"
    HTML = "html"
    REDIRECT = "redirect"
    FAULT = "500"
    BUSY = "busy"
    FULL = "full"


class Conduct(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """A mode, for requests whose path begins with `path`, for `times` requests (null: always).

    `seconds` is how long `slow` waits, and what `busy` and `full` say in Retry-After.
    """

    mode: Mode
    path: str = "/v1"
    method: str | None = None
    times: Annotated[int, Meta(ge=1)] | None = None
    seconds: Annotated[float, Meta(ge=0, le=3600)] = 5


class ConductLayer:
    """Stands before the contract and misbehaves as told; /training is always answered."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._conduct = Conduct(Mode.NORMAL)

    def behave(self, conduct: Conduct) -> None:
        """From now on behave like this."""
        self._conduct = conduct

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or don't."""
        seconds = self._conduct.seconds
        mode = self._mode(scope)
        match mode:
            case Mode.NORMAL:
                await self._app(scope, receive, send)
            case Mode.SLOW:
                await asyncio.sleep(seconds)
                await self._app(scope, receive, send)
            case Mode.DOWN:
                await _cut(scope)
            case Mode.LOSE_ANSWER:
                await self._app(scope, receive, _lost)
                await _cut(scope)
            case Mode.HTML:
                await Response(_PAGE, media_type="text/html")(scope, receive, send)
            case Mode.REDIRECT:
                elsewhere = {"Location": "http://login.invalid/"}
                await Response(status_code=302, headers=elsewhere)(scope, receive, send)
            case Mode.FAULT:
                await Response("Internal Server Error", 500)(scope, receive, send)
            case Mode.BUSY | Mode.FULL:
                name = "too-many-requests" if mode is Mode.BUSY else "portal-busy"
                problem = Problem(name, headers={"Retry-After": str(round(seconds))})
                await answer(problem)(scope, receive, send)

    def _mode(self, scope: Scope) -> Mode:
        """The mode for this request; one of a limited number is used up by it."""
        conduct = self._conduct
        if (
            scope["type"] != "http"
            or scope["path"].startswith("/training")
            or not scope["path"].startswith(conduct.path)
            or conduct.method not in {None, scope["method"]}
        ):
            return Mode.NORMAL
        if conduct.times == 1:
            self._conduct = Conduct(Mode.NORMAL)
        elif conduct.times is not None:
            self._conduct = msgspec.structs.replace(conduct, times=conduct.times - 1)
        return conduct.mode


def answer(problem: Problem) -> Response:
    """A problem as it is answered."""
    return Response(problem.body(), problem.status, problem.headers, media_type=PROBLEM_JSON)


async def _cut(scope: Scope) -> None:
    """End the connection without a word. Raises ConnectionAbortedError where no server can."""
    cut: Callable[[], None] | None = scope.get(CUT)
    if cut is None:
        raise ConnectionAbortedError
    cut()
    await asyncio.sleep(0)  # the server notices that nobody is there to be answered


async def _lost(_message: Message) -> None:
    """Where an answer goes that nobody hears."""
