"""What staff may see and do behind their PIN; nothing of it opens a seal."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    from concurrent.futures import Future
    from datetime import datetime, timedelta
    from pathlib import Path
    from uuid import UUID

    from kiosk.domain.helping import HelpFigures
    from kiosk.domain.slip import Ticket
    from kiosk.domain.submission import Parcel, Receipt, State, Submission


@dataclass(frozen=True, slots=True)
class Standing:
    """How one submission stands: all of it is outside the seal.

    `size` is in bytes of everything that is sent; `files_sent` of `files` are with the portal.
    `next_try_in` is in seconds, None where no time is set: it doesn't wait, or waits for another.
    `blocked` says that this is its account, `in_doubt` that an attempt's outcome is unknown: then
    it can't be corrected or withdrawn. `phone` is there where the person agreed to be called;
    `told_at` says since when the person knows of the refusal.
    """

    submission: Submission
    finished_at: datetime | None
    settled_at: datetime | None
    size: int
    files: int
    files_sent: int
    attempts: int
    next_try_in: float | None
    blocked: bool
    in_doubt: bool
    sealed: bool
    phone: str | None
    told_at: datetime | None


@dataclass(frozen=True, slots=True)
class JournalLine:
    """Something that happened to a submission; `what` is the journal's word for it."""

    at: datetime
    what: str


@dataclass(frozen=True, slots=True)
class QueueHealth:
    """What the store knows of itself, found without a look at everything it holds.

    `set_aside` names the damaged databases that were kept when the store was recovered;
    `unreadable` waiting submissions can't be read, `unsealed` ones wait for the portal's keys.
    `free_bytes` are left on the disk.
    """

    schema: int
    set_aside: tuple[str, ...]
    unreadable: int
    unsealed: int
    free_bytes: int


class StaffQueue(Protocol):
    """The queue as staff see it. Every Future raises a QueueFailure; none waits for a network."""

    def standings(
        self, states: frozenset[State], *, start: int = 0, count: int = 50
    ) -> Future[tuple[Standing, ...]]:
        """Submissions in those states, `count` at most from `start` on.

        Refused ones come first, then held, waiting, withdrawn and delivered. Of the last two the
        newest come first, of the others the oldest. Drafts are not told.
        """

    def standing(self, ticket: Ticket) -> Future[Standing | None]:
        """The one with that ticket; None where there is none, or where it is a draft."""

    def history(self, submission: UUID) -> Future[tuple[JournalLine, ...]]:
        """What the journal says of one submission, in order; the lines of figures left out."""

    def help_given(self, since: datetime) -> Future[HelpFigures]:
        """How what was finished since then came about, and which steps needed help."""

    def retry(self, submission: UUID) -> Future[None]:
        """Try again now: one that waits, or was refused, with the same bytes.

        Raises WrongState for any other: where it followed its account into a refusal, that is
        what must be tried again.
        """

    def hold(self, submission: UUID) -> Future[None]:
        """Keep a waiting submission back. Raises WrongState."""

    def let_go(self, submission: UUID) -> Future[None]:
        """Let a held submission wait again. Raises WrongState."""

    def told(self, submission: UUID) -> Future[None]:
        """The person knows of the refusal; their phone number goes. Raises WrongState."""

    def health(self) -> Future[QueueHealth]:
        """What the store knows of itself."""

    def outgoing(self) -> Future[tuple[UUID, ...]]:
        """The sealed submissions that wait, in the order of their finishing."""

    def handed_out(self, submission: UUID) -> Future[Parcel]:
        """What leaves on a stick: durable first that these bytes may reach the portal.

        Raises WrongState where it doesn't wait or isn't sealed.
        """

    def receipt_came(self, receipt: Receipt) -> Future[bool]:
        """A receipt that came on a stick, whose portal is proven; False where it is known already.

        Raises WrongState where these bytes never left here.
        """


CLOCK_OFF_S: Final = 30
"""Less than this is the way of the portal's answer, or nobody's trouble."""


class LineState(StrEnum):
    """How it stands between this kiosk and the portal."""

    UNKNOWN = "unknown"
    REACHED = "reached"
    LOST = "lost"
    SHUT = "shut"


@dataclass(frozen=True, slots=True)
class Line:
    """The connection, for staff: when it last worked, and when it is tried next.

    `next_try_in` is in seconds. `drift` is what must be added to this kiosk's clock to have the
    portal's. `paused` holds until somebody lets it go on. `clock_doubted` says that by this
    machine's clock the portal's certificate is not in force: look at the clock.
    """

    state: LineState
    paused: bool
    reached_at: datetime | None
    delivered_at: datetime | None
    next_try_in: float
    drift: timedelta
    clock_doubted: bool = False


# --- the PIN --------------------------------------------------------------------------------------


class PinFailure(Exception):
    """The staff area stays closed."""


class PinNotSet(PinFailure):
    """There is none yet: `kiosk pin set`."""


class PinWrong(PinFailure):
    """It isn't that one; `left` tries remain before a pause."""

    def __init__(self, left: int) -> None:
        super().__init__(str(left))
        self.left = left


class PinLocked(PinFailure):
    """Too many were wrong; `seconds` until the next try."""

    def __init__(self, seconds: float) -> None:
        super().__init__(str(seconds))
        self.seconds = seconds


class PinUnfit(PinFailure):
    """Not a PIN: six to twelve digits, not all alike and not in a row."""


class Pin(Protocol):
    """The PIN of this kiosk's staff. The calls block, for a tenth of a second or so."""

    def is_set(self) -> bool:
        """Whether there is one. Raises QueueLocked where the keyring can't be asked."""

    def check(self, pin: str) -> None:
        """Silence means that it is right. Raises PinNotSet, PinWrong, PinLocked, QueueLocked."""


# --- the doctor -----------------------------------------------------------------------------------


class Soundness(StrEnum):
    """How one thing that was looked at is."""

    SOUND = "sound"
    POOR = "poor"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that the doctor looked at.

    Its words are the texts `doctor.<part>.<what>` and, unless it is sound, `….fix`; `values` are
    put into both.
    """

    part: str
    what: str
    soundness: Soundness
    values: dict[str, str | int]


# --- the way out on a stick -----------------------------------------------------------------------


class StickUnusable(Exception):
    """A folder can't be exported to or imported from; `reason` is a key under `stick.unusable`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written to a stick: how many submissions, in which folder, and how many stayed.

    Those `left_out` aren't sealed, so they never leave on a stick.
    """

    submissions: int
    folder: Path
    left_out: int


@dataclass(frozen=True, slots=True)
class Imported:
    """What receipts brought: `delivered` are new, `refused` were set aside, `known` were here."""

    delivered: int
    refused: int
    known: int
