"""What the middle of the house asks of its edges: one Protocol a port, and its named failures."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol

if TYPE_CHECKING:
    from concurrent.futures import Future
    from datetime import date, datetime, timedelta
    from uuid import UUID

    from kiosk.domain.helping import Remark
    from kiosk.domain.journey import Journey
    from kiosk.domain.procedure import Procedure
    from kiosk.domain.profile import CardKey, Profile
    from kiosk.domain.slip import Slip, Ticket
    from kiosk.domain.submission import (
        Attachment,
        Kind,
        Parcel,
        Receipt,
        Refusal,
        SealedFile,
        Submission,
    )


class Clock(Protocol):
    """The time, handed in so that tests can move it."""

    def now(self) -> datetime:
        """This instant, in UTC."""

    def today(self) -> date:
        """This day in Asia/Ho_Chi_Minh."""

    def monotonic(self) -> float:
        """Seconds that only grow, from an arbitrary start."""


# --- the portal -----------------------------------------------------------------------------------


class PortalFailure(Exception):
    """The portal did not give what was asked; each kind says what can be done about it."""


class PortalUnreachable(PortalFailure):
    """Later: no answer, or not our portal's. `retry_after` (seconds) costs no attempt.

    `turned_away` says that it was our portal, and that it did not take what was handed over.
    `arrived` is how many bytes of a file it had before this try, as far as it said so.
    """

    def __init__(
        self,
        reason: str,
        retry_after: float | None = None,
        *,
        turned_away: bool = False,
        arrived: int = 0,
    ) -> None:
        super().__init__(reason)
        self.retry_after = retry_after
        self.turned_away = turned_away
        self.arrived = arrived


class CertificateNotInForce(PortalUnreachable):
    """By this machine's clock the portal's certificate is not yet, or no longer, in force.

    Staff must look at the clock first: it is more often wrong than a certificate.
    """


class PortalNotAuthorised(PortalFailure):
    """Staff: the portal doesn't accept this kiosk (401, 403) or finds it too old (426)."""


class PortalRefused(PortalFailure):
    """A person must look: the portal won't have this document."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.type)
        self.refusal = refusal


class PortalConflict(PortalFailure):
    """The portal holds other bytes under this id (409): their digest, and their receipt."""

    def __init__(self, digest: str, receipt: Receipt) -> None:
        super().__init__(digest)
        self.digest = digest
        self.receipt = receipt


class PortalDescription(NamedTuple):
    """What the portal says of itself: limits in bytes, `recipients` are its public age keys.

    `receipt_keys` are the Ed25519 keys (RFC 8037, base64url) with which it signs receipts that
    come on a stick; none where it gives none.
    """

    name: str
    version: str
    time: datetime
    most_bytes: int
    media_types: tuple[str, ...]
    account_door: str
    recipients: tuple[str, ...]
    receipt_keys: tuple[str, ...] = ()


class Progress(NamedTuple):
    """How far a dossier has come: `status` is the portal's number, 1 to 10."""

    id: UUID
    ticket: str
    code: str
    procedure: str
    status: int
    changed_at: datetime
    reason: str | None = None
    promised_on: date | None = None


class Activation(NamedTuple):
    """The account lives: the portal's code of the account, never the one-time code."""

    id: UUID
    code: str
    activated_at: datetime


class Heartbeat(NamedTuple):
    """How a kiosk is, in counts alone; nothing of it is about a person.

    `oldest_age` is in seconds, of the oldest that is `unsent`; `set_aside` counts refusals that
    nobody has settled. `drift` is in seconds, what this kiosk's clock lacks to the portal's.
    """

    unsent: int
    oldest_age: int
    set_aside: int
    version: str
    drift: int
    free_bytes: int


class Notice(StrEnum):
    """What the portal tells a kiosk in answer to its heartbeat."""

    UPDATE_AVAILABLE = "update-available"
    PACK_CHANGED = "pack-changed"
    SYNC_NOW = "sync-now"


class HeartbeatAnswer(NamedTuple):
    """What the portal says to a heartbeat: `spread_seconds` is the window after an outage."""

    spread_seconds: float | None
    notices: tuple[Notice, ...]


class Portal(Protocol):
    """The server side behind one HTTP contract. Every call blocks; none may run on the GUI thread.

    Every method raises PortalUnreachable or PortalNotAuthorised; the ones that hand over or ask
    for something raise PortalRefused too.
    """

    @property
    def drift(self) -> timedelta:
        """What to add to this kiosk's clock to have the portal's; 0 where they agree."""

    def describe(self) -> PortalDescription:
        """Who the portal is; the connection test."""

    def heartbeat(self, heartbeat: Heartbeat) -> HeartbeatAnswer:
        """Tell how this kiosk is."""

    def upload(self, file: SealedFile) -> None:
        """Hand over one file, going on from the byte where an earlier try was cut."""

    def deliver(self, parcel: Parcel) -> Receipt:
        """Hand over the document; its files must be there. Raises PortalConflict on 409."""

    def send_code(self, account: UUID) -> datetime:
        """Have a one-time code sent to the account's phone; the instant until it is good."""

    def activate(self, account: UUID, code: str) -> Activation:
        """Open the account with the one-time code. Refused as `code-wrong` and the like.

        The code is never kept: not in the queue, not in a log.
        """

    def find(
        self,
        *,
        ids: tuple[UUID, ...] = (),
        ticket: str | None = None,
        code: str | None = None,
        phone_ending: str | None = None,
    ) -> tuple[Progress, ...]:
        """Progress of our own ids, of a ticket, or of a code with the phone's last four digits."""


# --- pictures from a person's own phone -----------------------------------------------------------


class HandOffEnded(PortalFailure):
    """Over: its time ran out, or the portal has let go of it. Another one can be begun."""


class HandedPictureUnreadable(PortalFailure):
    """What arrived as a picture wasn't sealed with the key on our screen, or not for this place."""


MOST_HANDED: Final = 20
MOST_HANDED_BYTES: Final = 10 * 1024 * 1024
LONGEST_TITLE: Final = 200
"""What the contract grants a hand-off: so many pictures, bytes of each, characters of the title."""

HAND_OFF_SEAL_BYTES: Final = 28
"""Nonce and tag (see "Hand-offs" in the contract): by so much a sealed picture is longer."""


class HandOffWanted(NamedTuple):
    """What a phone is asked for: pictures of the paper `title`, said in `language` (vi, en).

    At most `most_files` of them, each of at most `most_bytes`, of one of these media types.
    """

    title: str
    language: str
    media_types: tuple[str, ...]
    most_files: int
    most_bytes: int


class HandOff(NamedTuple):
    """A way for one phone, open for `seconds` from when it was begun.

    `address` is what the phone opens: whoever sees it may send pictures, so it stands on the screen
    and nowhere else. `key` opens what arrives; it never leaves this machine but in the address.
    """

    id: UUID
    address: str
    key: bytes
    wanted: HandOffWanted
    seconds: float

    def __repr__(self) -> str:
        """Without what lets whoever reads it send pictures, or look at them."""
        return f"HandOff(id={self.id!r}, wanted={self.wanted!r}, seconds={self.seconds!r})"


class HandOffState(StrEnum):
    """Whether a phone has opened the address."""

    WAITING = "waiting"
    JOINED = "joined"
    ENDED = "ended"


class HandedPicture(NamedTuple):
    """One picture that waits at the portal: its number from 1, size and SHA-256 as sealed."""

    number: int
    size: int
    digest: str


class HandOffStanding(NamedTuple):
    """How a hand-off stands, and for how many more seconds."""

    state: HandOffState
    pictures: tuple[HandedPicture, ...]
    seconds: float


class HandOffs(Protocol):
    """Pictures from a person's own phone, through the portal. Every call blocks.

    Every method raises PortalUnreachable, PortalNotAuthorised or PortalRefused; all but `begin` and
    `end` raise HandOffEnded too.
    """

    def begin_hand_off(self, wanted: HandOffWanted) -> HandOff:
        """Let one phone send pictures of one paper; what was begun before ends with it."""

    def hand_off_standing(self, hand_off: HandOff) -> HandOffStanding:
        """Whether a phone has come, and what it has sent so far; cheap enough for every 2 s."""

    def handed_picture(self, hand_off: HandOff, picture: HandedPicture) -> bytes:
        """The picture itself, proven by its digest and opened. Raises HandedPictureUnreadable."""

    def end_hand_off(self, hand_off: HandOff) -> None:
        """Have the portal erase all of it; harmless when it has ended already."""


# --- the queue ------------------------------------------------------------------------------------


class QueueFailure(Exception):
    """The queue can't do it; nothing was half done."""


class QueueLocked(QueueFailure):
    """The key can't be had, or is another queue's: stop, say so, never make a new one.

    `reason` says to staff which: `missing`, `locked`, `unavailable`, `unsafe` (a key file that
    others may read), `unreadable` or `wrong`.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class QueueDamaged(QueueFailure):
    """The database can't be read."""


class QueueTooNew(QueueFailure):
    """A later version of the program has written this database."""


class QueueInUse(QueueFailure):
    """Another program has this data folder open."""


class QueueFull(QueueFailure):
    """The disk is full or read-only: what is on the screen is not yet kept."""


class WrongState(QueueFailure):
    """It was finished, reopened, held or wiped meanwhile, or never kept: not what this asks for."""


class SlipUnknown(QueueFailure):
    """No draft or submission of this kiosk opens with that slip."""


class ProfileLocked(QueueFailure):
    """Too many wrong digits were tried with this card: none is looked at for an hour."""


class SlipTooLate(QueueFailure):
    """The portal has it already (or may have): it can't be changed here any more."""


class QueueSummary(NamedTuple):
    """Counts for the screen, never names: `oldest` is when the oldest waiting one was finished.

    Those `held` by staff wait too.
    """

    drafts: int
    waiting: int
    held: int
    refused: int
    delivered: int
    oldest: datetime | None


class OfflineQueue(Protocol):
    """Keeps journeys and submissions, encrypted, until the portal has them.

    Every call answers at once with a Future; its result means "durable on the disk". The Future
    raises a QueueFailure. No call touches the network.
    """

    def begin(self, kind: Kind, procedure: Procedure) -> Future[Journey]:
        """A new journey with id (UUIDv7) and slip; nothing is on the disk before `save`."""

    def save(self, journey: Journey) -> Future[None]:
        """Keep the journey as it stands: called at each Continue after consent."""

    def discard(self, journey: UUID) -> Future[None]:
        """Wipe the journey and its papers from the disk; unknown ids are fine."""

    def put_aside(self, journey: UUID) -> Future[None]:
        """Seal the draft for its slip: after this the slip alone opens it."""

    def reopen(self, slip: Slip) -> Future[Journey]:
        """Open a draft put aside, or a submission not yet with the portal, to go on or correct.

        Raises SlipUnknown, SlipTooLate.
        """

    def withdraw(self, slip: Slip) -> Future[None]:
        """Take back a submission that the portal doesn't have. Raises as `reopen` does."""

    def recover(self, personal_number: str, phone_ending: str | None) -> Future[Journey | None]:
        """The journey that a cut or the idle wipe broke off, for 30 minutes.

        Offered to who scans the same card (`phone_ending` None), or types the number and the last
        four digits of the phone.
        """

    def keep_profile(self, card: CardKey, profile: Profile) -> Future[None]:
        """Keep what the person lets us keep, locked by card and phone; nothing without a phone."""

    def profile(self, card: CardKey, phone_ending: str) -> Future[Profile | None]:
        """What is kept of the card's owner; None for wrong digits, and where nothing is kept.

        Raises ProfileLocked for an hour after five wrong tries, whether or not anything is kept.
        """

    def forget_profile(self, card: CardKey) -> Future[None]:
        """Erase what is kept of the card's owner, if anything is."""

    def keeps_profiles(self) -> Future[bool]:
        """Whether anything is kept of anybody here."""

    def keep_attachment(
        self, journey: UUID, paper: str, content: bytes, media_type: str, pages: int
    ) -> Future[Attachment]:
        """Keep the content encrypted beside the database, durable before the answer."""

    def attachment(self, journey: UUID, attachment: UUID) -> Future[bytes]:
        """The content of a captured paper of an open journey."""

    def drop_attachment(self, journey: UUID, attachment: UUID) -> Future[None]:
        """Erase a captured paper: key and file."""

    def finish(
        self, journey: Journey, procedure: Procedure, masked_name: str
    ) -> Future[Submission]:
        """Seal the journey once for portal and slip, and let it wait for the courier.

        Answers off the path are left out. `masked_name` is kept outside the seal, and the phone
        where the person agreed to be called.
        """

    def remark(self, journey: UUID, remark: Remark) -> Future[None]:
        """Add to the journal what the person said of the help; nothing else changes by it.

        Raises WrongState where nothing of that id was ever kept.
        """

    def look_up(self, ticket: Ticket) -> Future[Submission | None]:
        """What is known here of a ticket, without opening it."""

    def submission(self, id: UUID) -> Future[Submission]:  # noqa: A002 — the field's word
        """One submission by id."""

    def summary(self) -> Future[QueueSummary]:
        """How many wait."""

    def tidy(self) -> Future[None]:
        """Seal or wipe what was broken off over 30 minutes ago: to be called once a minute.

        What was settled long enough ago is forgotten too.
        """


class Outbox(Protocol):
    """The courier's side of the queue. Blocking calls, made from the courier's thread."""

    def next_due(self, *, with_files: bool = True) -> Parcel | None:
        """The next submission whose time has come and whose account has its receipt.

        Without `with_files` only one whose files, if it has any, are with the portal already.
        """

    def seconds_until_due(self, *, with_files: bool = True) -> float | None:
        """How long until the next one is due; None where nothing waits. As `next_due`."""

    def file_sent(self, submission: UUID, digest: str, sent: int) -> None:
        """So many of its files, the first ones, are with the portal.

        Nothing where it doesn't wait with these bytes any more.
        """

    def attempted(self, submission: UUID, digest: str) -> None:
        """Make durable, before the attempt, that these bytes may reach the portal.

        Raises WrongState where it doesn't wait with these bytes any more: then nothing is sent.
        """

    def delivered(self, receipt: Receipt) -> None:
        """Receipt, erasure of the content and journal row, in one transaction."""

    def delivered_and_next(self, receipt: Receipt, *, with_files: bool = True) -> Parcel | None:
        """As `delivered`; in the same transaction the next that is due counts as `attempted`.

        That one is answered, and must be sent at once, or `postponed` as turned away. None where
        nothing is due, or what is due first has files.
        """

    def refused(
        self, submission: UUID, refusal: Refusal, *, digest: str | None = None
    ) -> tuple[UUID, ...]:
        """Set it aside with its reason, and what depends on it; answers all ids set aside.

        With `digest` only while it waits with these bytes: one corrected meanwhile goes on.
        """

    def postponed(
        self, submission: UUID, seconds: float, *, counts: bool, turned_away: bool = False
    ) -> None:
        """Not now: due again in `seconds`; `counts` says whether that was an attempt.

        `turned_away` says that the portal answered, and did not take the bytes last attempted.
        """

    def hasten(self) -> None:
        """All that waits is due now."""

    def was_sent(self, submission: UUID, digest: str) -> bool:
        """Whether these bytes were ever on their way: then a 409 naming them is a delivery."""

    def waiting(self) -> int:
        """How many wait."""

    def oldest(self) -> datetime | None:
        """When the oldest one that waits was finished; None where nothing waits."""

    def paused(self) -> bool:
        """Whether sending was paused when this was last said, in this run or an earlier one."""

    def set_paused(self, *, paused: bool) -> None:
        """Make durable that sending is paused, or goes on."""


# --- the person's own doings at the edges ---------------------------------------------------------


class PaperUnusable(Exception):
    """A file can't be used as a paper; `reason` is a message key under `paper.unusable`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class ReadPaper(NamedTuple):
    """A file that was looked into: its kind by content, its pages, a small PNG of the first."""

    media_type: str
    pages: int
    content: bytes
    thumbnail: bytes
