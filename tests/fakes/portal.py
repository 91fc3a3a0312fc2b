"""A portal in memory that keeps the contract, and can be told not to."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

import uuid6

from kiosk.domain.ports import (
    HAND_OFF_SEAL_BYTES,
    Activation,
    HandedPicture,
    HandedPictureUnreadable,
    HandOff,
    HandOffEnded,
    HandOffStanding,
    HandOffState,
    HeartbeatAnswer,
    PortalConflict,
    PortalDescription,
    PortalRefused,
    PortalUnreachable,
    Progress,
)
from kiosk.domain.submission import Parcel, Receipt, Refusal, SealedFile
from tests.fakes.clock import ManualClock

if TYPE_CHECKING:
    from kiosk.domain.ports import HandOffWanted, Heartbeat, PortalFailure


class PortalSimulator:
    """A portal in memory that keeps the contract, and can be told not to.

    `down` answers nothing; `not_authorised` is raised to every call; `refusals` refuses by id;
    `lost` counts the answers to deliveries that are lost after the portal has stored; `failing`
    and `broken_files` raise in order, before anything is stored, by id and by digest.
    """

    def __init__(self, clock: ManualClock | None = None) -> None:
        self.clock = clock or ManualClock()
        self.down = False
        self.not_authorised: PortalFailure | None = None
        self.refusals: dict[UUID, Refusal] = {}
        self.failing: dict[UUID, list[PortalFailure]] = {}
        self.broken_files: dict[str, list[PortalFailure]] = {}
        self.lost = 0
        self.recipients: tuple[str, ...] = ()
        self.files: dict[str, bytes] = {}
        self.parcels: dict[UUID, Parcel] = {}
        self.receipts: dict[UUID, Receipt] = {}
        self.calls: list[tuple[str, object]] = []
        self.drift = timedelta()
        self.heartbeats: list[Heartbeat] = []
        self.to_heartbeats = HeartbeatAnswer(None, ())
        self.way: PhoneWay | None = None

    # --- HandOffs

    def begin_hand_off(self, wanted: HandOffWanted) -> HandOff:
        self._answer("begin_hand_off", wanted)
        hand_off = HandOff(
            UUID(int=uuid6.uuid7().int), "https://portal.invalid/phone#1.x", b"k" * 32, wanted, 600
        )
        self.way = PhoneWay(hand_off, self.clock.now() + timedelta(seconds=600))
        return hand_off

    def hand_off_standing(self, hand_off: HandOff) -> HandOffStanding:
        self._answer("hand_off_standing", hand_off.id)
        way = self._way(hand_off)
        if way is None:
            return HandOffStanding(HandOffState.ENDED, (), 0)
        state = HandOffState.JOINED if way.joined else HandOffState.WAITING
        pictures = tuple(
            HandedPicture(number, len(content) + HAND_OFF_SEAL_BYTES, _digest(content))
            for number, content in sorted(way.pictures.items())
        )
        return HandOffStanding(state, pictures, (way.until - self.clock.now()).total_seconds())

    def handed_picture(self, hand_off: HandOff, picture: HandedPicture) -> bytes:
        self._answer("handed_picture", picture.number)
        way = self._way(hand_off)
        if way is None:
            raise HandOffEnded("hand-off-ended")
        if picture.number in way.unreadable:
            raise HandedPictureUnreadable(str(picture.number))
        return way.pictures[picture.number]

    def end_hand_off(self, hand_off: HandOff) -> None:
        self._answer("end_hand_off", hand_off.id)
        if self._way(hand_off) is not None:
            self.way = None

    def _way(self, hand_off: HandOff) -> PhoneWay | None:
        way = self.way
        known = way is not None and way.hand_off.id == hand_off.id
        return way if way is not None and known and self.clock.now() < way.until else None

    # --- Portal

    def heartbeat(self, heartbeat: Heartbeat) -> HeartbeatAnswer:
        self._answer("heartbeat", heartbeat)
        self.heartbeats.append(heartbeat)
        return self.to_heartbeats

    def describe(self) -> PortalDescription:
        self._answer("describe", None)
        return PortalDescription(
            name="Cổng dịch vụ tập dượt",
            version="1",
            time=self.clock.now(),
            most_bytes=10 * 1024 * 1024,
            media_types=("image/jpeg", "image/png", "application/pdf"),
            account_door="portal",
            recipients=self.recipients,
        )

    def upload(self, file: SealedFile) -> None:
        self._answer("upload", file.digest)
        if failures := self.broken_files.get(file.digest):
            raise failures.pop(0)
        with file.open() as content:
            body = content.read()
        if len(body) != file.size or _digest(body) != file.digest:
            raise PortalRefused(Refusal("digest-mismatch", ""))
        self.files[file.digest] = body

    def deliver(self, parcel: Parcel) -> Receipt:
        self._answer("deliver", parcel.id)
        if failures := self.failing.get(parcel.id):
            raise failures.pop(0)
        held = self.receipts.get(parcel.id)
        if held is not None and held.digest != parcel.digest:
            raise PortalConflict(held.digest, held)
        if held is None:
            if parcel.id in self.refusals:
                raise PortalRefused(self.refusals[parcel.id])
            for file in parcel.files:
                if file.digest not in self.files:
                    raise PortalRefused(Refusal("attachment-missing", file.digest))
            held = Receipt(
                id=parcel.id,
                digest=_digest(parcel.body),
                code=f"H26.{len(self.receipts) + 1:06}",
                received_at=self.clock.now(),
            )
            self.parcels[parcel.id] = parcel
            self.receipts[parcel.id] = held
        if self.lost:
            self.lost -= 1
            raise PortalUnreachable("the answer was lost")
        return held

    def send_code(self, account: UUID) -> datetime:
        self._answer("send_code", account)
        return self.clock.now() + timedelta(minutes=5)

    def activate(self, account: UUID, code: str) -> Activation:
        self._answer("activate", account)
        if code != "123456":
            raise PortalRefused(Refusal("code-wrong", ""))
        return Activation(account, "TK-000001", self.clock.now())

    def find(
        self,
        *,
        ids: tuple[UUID, ...] = (),
        ticket: str | None = None,
        code: str | None = None,
        phone_ending: str | None = None,
    ) -> tuple[Progress, ...]:
        self._answer("find", ids or ticket or (code, phone_ending))
        return tuple(
            Progress(held.id, ticket or "", held.code, "", 1, held.received_at)
            for held in self.receipts.values()
            if held.id in ids or held.code == code
        )

    def delivered_ids(self) -> list[UUID]:
        """The submissions in the order in which the portal took them."""
        return list(self.receipts)

    def asked(self, what: str) -> int:
        """How often `what` was asked."""
        return sum(1 for name, _ in self.calls if name == what)

    def _answer(self, what: str, about: object) -> None:
        self.calls.append((what, about))
        if self.down:
            raise PortalUnreachable("down")
        if self.not_authorised is not None:
            raise self.not_authorised


@dataclass
class PhoneWay:
    """A hand-off at the simulator, and what a test lets a phone do with it."""

    hand_off: HandOff
    until: datetime
    joined: bool = False
    pictures: dict[int, bytes] = field(default_factory=dict)
    unreadable: set[int] = field(default_factory=set)

    def join(self) -> None:
        self.joined = True

    def send(self, content: bytes) -> None:
        self.pictures[len(self.pictures) + 1] = content


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
