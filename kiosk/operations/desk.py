"""What staff ask for, by one way: the verbs of the command line, wherever the queue is open.

Questions and answers are JSON values without words: they cross the hatch, and `--json` shows them.
"""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal, Protocol

import msgspec
from msgspec import Meta

from kiosk.domain.ports import (
    QueueDamaged,
    QueueFailure,
    QueueFull,
    QueueInUse,
    QueueLocked,
    QueueTooNew,
    SlipTooLate,
    SlipUnknown,
    WrongState,
)
from kiosk.domain.slip import Slip, SlipUnreadable, Ticket
from kiosk.domain.staff import (
    Pin,
    PinFailure,
    PinLocked,
    PinNotSet,
    PinUnfit,
    PinWrong,
    StickUnusable,
)
from kiosk.domain.submission import State

if TYPE_CHECKING:
    from collections.abc import Callable

    from kiosk.domain.ports import Clock
    from kiosk.domain.staff import Finding, Line, Standing
    from kiosk.operations.stick import Stick, WholeQueue

Answer = dict[str, Any]

OPEN: Final = frozenset({State.REFUSED, State.HELD, State.WAITING})
MOST_LISTED: Final = 200

_NAMES: Final[dict[type[Exception], str]] = {
    PinNotSet: "pin.not-set",
    PinUnfit: "pin.unfit",
    QueueDamaged: "queue.damaged",
    QueueTooNew: "queue.too-new",
    QueueInUse: "queue.in-use",
    QueueFull: "queue.full",
    WrongState: "wrong-state",
    SlipUnknown: "slip.unknown",
    SlipTooLate: "slip.too-late",
    QueueFailure: "queue.not-now",
}
"""What comes first names a failure of several kinds."""

_Text = Annotated[str, Meta(max_length=4096)]


class Question(msgspec.Struct, forbid_unknown_fields=True, frozen=True, omit_defaults=True):
    """One question: a verb, and what that verb needs."""

    verb: Literal[
        "doctor",
        "export",
        "hold",
        "import-receipts",
        "ls",
        "pin-set",
        "release",
        "retry",
        "show",
        "told",
        "withdraw",
    ]
    pin: _Text = ""
    ticket: _Text = ""
    code: _Text = ""
    folder: _Text = ""
    new_pin: _Text = ""
    reset: bool = False
    start: Annotated[int, Meta(ge=0, le=2**31)] = 0
    count: Annotated[int, Meta(ge=1, le=MOST_LISTED)] = 50


class SettablePin(Pin, Protocol):
    """A PIN that can be set."""

    def set(self, pin: str) -> None:
        """Let this be the PIN. Raises PinUnfit, QueueLocked."""


class Carrier(Protocol):
    """The courier beside the window, as far as staff's commands know it."""

    def line(self) -> Line:
        """How it stands with the portal; answers at once."""

    def nudge(self) -> None:
        """Try at once."""

    def send_now(self) -> None:
        """Try everything at once, files at any hour too."""


def failure(error: Exception) -> Answer:
    """What can't be done as an answer: a stable name, and what belongs to it.

    Raises what isn't a failure with a name: that is a bug.
    """
    name, values = next((it for kind, it in _NAMES.items() if isinstance(error, kind)), None), {}
    match error:
        case PinWrong():
            name, values = "pin.wrong", {"left": error.left}
        case PinLocked():
            name, values = "pin.locked", {"seconds": int(error.seconds) + 1}
        case QueueLocked():
            name = f"key.{error.reason}"
        case StickUnusable():
            name = f"stick.{error.reason}"
        case SlipUnreadable():
            name = f"slip.unreadable.{error.reason}"
    if name is None:
        raise error
    return {"ok": False, "failure": name, "values": values}


def set_pin(pin: SettablePin, question: Question) -> Answer:
    """Set the PIN: the old one is asked for first, unless the machine's owner resets it."""
    try:
        if not question.reset and pin.is_set():
            pin.check(question.pin)
        pin.set(question.new_pin)
    except (PinFailure, QueueFailure) as error:
        return failure(error)
    return {"ok": True}


def examined(findings: tuple[Finding, ...]) -> Answer:
    """What the doctor found, as an answer."""
    return {"ok": True, "findings": msgspec.to_builtins(findings)}


class Desk:
    """Answers questions of staff, each with the PIN; for any thread.

    `courier` is the one that runs here, if one does. Only `doctor` needs no PIN: it names
    nobody and changes nothing.
    """

    def __init__(
        self,
        pin: SettablePin,
        queue: WholeQueue,
        stick: Stick,
        clock: Clock,
        courier: Callable[[], Carrier | None],
        examine: Callable[[], tuple[Finding, ...]],
    ) -> None:
        self._pin = pin
        self._queue = queue
        self._stick = stick
        self._clock = clock
        self._courier = courier
        self._examine = examine

    def answer(self, asked: dict[str, Any]) -> Answer:
        """The answer to a question; what can't be done is an answer too."""
        try:
            question = msgspec.convert(asked, Question)
        except (msgspec.ValidationError, RecursionError):
            return {"ok": False, "failure": "question", "values": {}}
        if question.verb == "doctor":
            return examined(self._examine())
        if question.verb == "pin-set":
            return set_pin(self._pin, question)
        try:
            self._pin.check(question.pin)
            return {"ok": True} | self._done(question)
        except (PinFailure, QueueFailure, StickUnusable, SlipUnreadable) as error:
            return failure(error)

    def _done(self, question: Question) -> Answer:
        match question.verb:
            case "ls":
                return self._listed(question.start, question.count)
            case "export":
                exported = self._stick.export(Path(question.folder))
                return asdict(exported) | {"folder": str(exported.folder)}
            case "import-receipts":
                return asdict(self._stick.import_receipts(Path(question.folder)))
        return self._done_to_one(question, Ticket.parse(question.ticket))

    def _done_to_one(self, question: Question, ticket: Ticket) -> Answer:
        if question.verb == "withdraw":
            self._queue.withdraw(Slip.from_typed(ticket, question.code)).result()
            return {}
        standing = self._queue.standing(ticket).result()
        if standing is None:
            return {"ok": False, "failure": "ticket.unknown", "values": {}}
        if question.verb == "show":
            lines = self._queue.history(standing.submission.id).result()
            return {"submission": shown(standing), "history": msgspec.to_builtins(lines)}
        moves = {
            "hold": self._queue.hold,
            "release": self._queue.let_go,
            "retry": self._queue.retry,
            "told": self._queue.told,
        }
        moves[question.verb](standing.submission.id).result()
        self._wake(question.verb)
        return {}

    def _wake(self, verb: str) -> None:
        """What may go now goes now: left alone, the courier looks seldom."""
        courier = self._courier()
        if courier is None:
            return
        if verb == "retry":
            courier.send_now()
        elif verb == "release":
            courier.nudge()

    def _listed(self, start: int, count: int) -> Answer:
        standings = self._queue.standings(OPEN, start=start, count=count).result()
        courier = self._courier()
        line = None if courier is None else courier.line()
        return {
            "now": msgspec.to_builtins(self._clock.now()),
            "submissions": [shown(standing) for standing in standings],
            "summary": msgspec.to_builtins(self._queue.summary().result()._asdict()),
            "health": msgspec.to_builtins(self._queue.health().result()),
            "line": None
            if line is None
            else msgspec.to_builtins(line) | {"drift": round(line.drift.total_seconds())},
        }


def shown(standing: Standing) -> Answer:
    """A standing as it is printed: flat, the ticket as people say it."""
    told: Answer = msgspec.to_builtins(standing)
    submission: Answer = told.pop("submission")
    return submission | told | {"ticket": str(standing.submission.ticket)}
