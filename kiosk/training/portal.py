"""The training portal, put together: one folder holds its database, its key and its files."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import format_datetime
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from kiosk.training.accounts import Accounts
from kiosk.training.conduct import Conduct, ConductLayer, answer
from kiosk.training.contract import Contract
from kiosk.training.database import Database
from kiosk.training.devices import Devices
from kiosk.training.hand_off_pages import HandOffPages
from kiosk.training.hand_offs import HandOffs
from kiosk.training.practice import Practice
from kiosk.training.problems import Problem
from kiosk.training.reading import TUS_VERSION
from kiosk.training.seals import ReceiptKey, Seals
from kiosk.training.sticks import Sticks
from kiosk.training.submissions import Submissions
from kiosk.training.uploads import Uploads

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from kiosk.training.checking import FindProcedure


def _system_time() -> datetime:
    return datetime.now(UTC)


class TrainingPortal:
    """The whole portal as an ASGI application: `app`.

    `sealed` publishes the portal's key, so that kiosks seal for it. `demo` gives an enrolment
    code to whoever asks. `database` is an SQLAlchemy address where many points share one.
    """

    def __init__(
        self,
        folder: Path,
        find: FindProcedure,
        *,
        now: Callable[[], datetime] = _system_time,
        sealed: bool = True,
        demo: bool = True,
        database: str | None = None,
    ) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.chmod(0o700)
        self._now = now
        self._database = Database(database or f"sqlite:///{folder / 'portal.sqlite'}")
        self.devices = Devices(self._database, now)
        uploads = Uploads(self._database, folder / "files", now)
        accounts = Accounts(self._database, now)
        seals = Seals(folder / "portal.key")
        submissions = Submissions(self._database, uploads, accounts, seals, find, now)
        recipients = (seals.recipient,) if sealed else ()
        key = ReceiptKey(folder / "receipt.key")
        self.sticks = Sticks(self.devices, uploads, submissions, key, now)
        contract = Contract(
            self.devices,
            uploads,
            accounts,
            submissions,
            recipients=recipients,
            receipt_key=key.public,
            now=now,
        )
        practice = Practice(
            self.devices, uploads, accounts, submissions, self.sticks, self.behave, demo=demo
        )
        self.hand_offs = HandOffs(now)
        pages = HandOffPages(self.devices, self.hand_offs)
        served = Starlette(
            routes=[*contract.routes(), *pages.routes(), *practice.routes()],
            exception_handlers={
                Problem: _problem,
                HTTPException: _http_problem,
                ClientDisconnect: _nobody,
                Exception: _fault,
            },
        )
        served.router.redirect_slashes = False
        self._conduct = ConductLayer(served)
        self.app: ASGIApp = self._dated

    def behave(self, conduct: Conduct) -> None:
        """From now on behave like this, for practice and tests."""
        self._conduct.behave(conduct)

    def close(self) -> None:
        """Let go of the database."""
        self._database.close()

    async def _dated(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Every answer has `Date`: a kiosk whose clock is off uses it."""

        async def send_dated(message: Message) -> None:
            if message["type"] == "http.response.start":
                date = format_datetime(self._now(), usegmt=True).encode("ascii")
                message["headers"] = [*message.get("headers", []), (b"date", date)]
            await send(message)

        await self._conduct(scope, receive, send_dated)


def _problem(request: Request, problem: Exception) -> Response:
    """What was refused; of files with the version of tus, which every answer of tus has."""
    if not isinstance(problem, Problem):
        raise problem
    if request.scope["path"].startswith("/v1/files"):
        problem.headers["Tus-Resumable"] = TUS_VERSION
    return answer(problem)


def _http_problem(_request: Request, error: Exception) -> Response:
    """What the router itself refuses: an unknown path, or a method that isn't served."""
    if not isinstance(error, HTTPException):
        raise error
    name = "method-not-allowed" if error.status_code == 405 else "not-found"
    return answer(Problem(name, headers=error.headers))


def _nobody(_request: Request, _error: Exception) -> Response:
    """Who asked has hung up: what they sent so far is kept, and nobody hears this."""
    return answer(Problem("body-unreadable"))


def _fault(_request: Request, _error: Exception) -> Response:
    """A fault of our own, answered as every error is; the server's log has its traceback."""
    return answer(Problem("portal-fault"))
