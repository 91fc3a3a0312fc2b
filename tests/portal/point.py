"""A help point without its window: queue, client and courier over one data folder."""

from __future__ import annotations

import hashlib
import time
from datetime import UTC, datetime
from random import Random
from typing import TYPE_CHECKING, Self

from kiosk.clock import VIETNAM
from kiosk.domain.events import Delivered, SetAside
from kiosk.domain.submission import Kind, State
from kiosk.operations.enrolment import DeviceIdentity, Enrolment
from kiosk.portal import HttpPortal
from kiosk.portal.connection import Patience
from offline_queue.courier import Courier
from offline_queue.key import FileSecrets
from offline_queue.queue import EncryptedQueue
from tests.offline_queue.forms import ANSWERS, account_form, begun, birth_form

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path
    from types import TracebackType
    from uuid import UUID

    from kiosk.domain.events import Event
    from kiosk.domain.journey import Journey
    from kiosk.domain.submission import Receipt, Submission
    from kiosk.training.controls import TrainingControls

HASTY = Patience(connect=0.3, read=0.15, total=0.4)
"""Of a line on which answers are held up on purpose: whatever comes too late is tried again."""

KEPT = {name: it for name, it in ANSWERS.items() if name != "note"}
"""The answers that are on the path."""


class WaitingClock:
    """Tells the time as it is, as the portal does; to wait for seconds takes none."""

    def __init__(self) -> None:
        self._waited = 0.0

    def now(self) -> datetime:
        return datetime.now(UTC)

    def today(self) -> date:
        return datetime.now(VIETNAM).date()

    def monotonic(self) -> float:
        return time.monotonic() + self._waited

    def pass_(self, seconds: float) -> None:
        self._waited += seconds


class Point:
    """What is under `folder` is the machine: another point over a copy of it is its clone."""

    def __init__(
        self, folder: Path, url: str, code: str | None = None, *, patience: Patience | None = None
    ) -> None:
        if code is not None:
            enrol(folder, url, code)
        self.events: list[Event] = []
        self.clock = WaitingClock()
        secrets = _secrets(folder)
        self._device = DeviceIdentity(secrets.get, secrets.put)
        self._patience = patience
        self.portal = self._client(url)
        enrolment = Enrolment(self._device, secrets.get, secrets.put, None)
        self.queue = EncryptedQueue(
            folder / "queue",
            secrets,
            clock=self.clock,
            point="TK",
            recipients=enrolment.recipients,
        )
        self.connect(url, patience)

    def connect(self, url: str, patience: Patience | None = None) -> None:
        """Begin anew with the portal, as after a start: no token, nothing known of it."""
        self._patience = patience
        self.portal.close()
        self.portal = self._client(url)
        self.courier = Courier(self.queue, self.portal, self.clock, Random(7), self.events.append)

    def _client(self, url: str) -> HttpPortal:
        return HttpPortal(
            url,
            lambda audience: self._device.assertion(audience, self.clock.now()),
            "0.1.0",
            patience=self._patience,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        self.queue.close()
        self.portal.close()

    def over(self, seconds: float) -> None:
        """Let so many seconds pass, and the courier do what comes due in them."""
        end = self.clock.monotonic() + seconds
        while (left := end - self.clock.monotonic()) > 0:
            self.clock.pass_(min(max(self.courier.step(), 0.001), left))

    def until_sent(self, seconds: float = 3600) -> None:
        """As `over`, but no longer than something waits."""
        end = self.clock.monotonic() + seconds
        while self.queue.waiting() and (left := end - self.clock.monotonic()) > 0:
            self.clock.pass_(min(max(self.courier.step(), 0.001), left))

    def hand_in(
        self,
        *papers: bytes,
        depends_on: UUID | None = None,
        answers: Mapping[str, str] | None = None,
    ) -> Journey:
        """A dossier that was finished, with these papers."""
        form = birth_form()
        journey = begun(self.queue, form, depends_on).answer(answers or {})
        for paper in papers:
            kept = self.queue.keep_attachment(journey.id, "birth-paper", paper, "image/png", 1)
            journey = journey.attach(kept.result())
        self.queue.finish(journey, form, "N. T. C.").result()
        return journey

    def hand_in_account(self, number: str, phone: str) -> Journey:
        """A request for an account that was finished."""
        form = account_form()
        journey = begun(self.queue, form).answer({"number": number, "phone": phone})
        self.queue.finish(journey, form, "N. T. C.").result()
        return journey

    def submission(self, journey: Journey) -> Submission:
        return self.queue.submission(journey.id).result()

    def receipts(self) -> dict[UUID, Receipt]:
        """What screens were told is delivered."""
        return {it.id: it.receipt for it in self.events if isinstance(it, Delivered)}

    def set_aside(self) -> dict[UUID, str]:
        """What screens were told is set aside, and why."""
        return {it.id: it.refusal.type for it in self.events if isinstance(it, SetAside)}

    def faults(
        self, controls: TrainingControls, journey: Journey, *papers: bytes, **answers: object
    ) -> list[str]:
        """What is not as it must be in the end: there once, as it was handed in, receipt kept."""
        known = self.submission(journey)
        there = controls.dossier(str(journey.id))
        if there is None:
            return [f"{journey.kind} {known.state} here, but not at the portal"]
        told = self.receipts().get(journey.id)
        wanted = {
            "state": (known.state, State.DELIVERED),
            "receipt kept": (known.receipt and known.receipt.code, there["code"]),
            "receipt told": (told and told.code, there["code"]),
            "answers": (there["answers"], KEPT | answers),
            "papers": (there["contents"], [hashlib.sha256(it).hexdigest() for it in papers]),
        }
        return [f"{name}: {is_} not {must}" for name, (is_, must) in wanted.items() if is_ != must]


def enrol(folder: Path, url: str, code: str) -> None:
    """Make the kiosk of this folder known to the portal, with a one-time code."""
    secrets = _secrets(folder)
    device = DeviceIdentity(secrets.get, secrets.put)
    portal = HttpPortal(url, lambda _audience: "", "0.1.0")
    Enrolment(device, secrets.get, secrets.put, code).complete(portal.enrol, portal.describe)
    portal.close()


def _secrets(folder: Path) -> FileSecrets:
    return FileSecrets(folder / "keys" / "keys.json")


def counted(controls: TrainingControls, kind: Kind = Kind.DOSSIER) -> int:
    """How many of a kind the portal has."""
    return controls.counts()[f"{kind}s"]
