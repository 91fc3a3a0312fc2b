"""A help point without its screens: what the window and staff's commands both are built on."""

from __future__ import annotations

import logging
import os
from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING, Final

import msgspec

from kiosk import __version__
from kiosk.domain.ports import QueueFailure, QueueFull, QueueInUse
from kiosk.operations.desk import Desk, Question, examined, failure, set_pin
from kiosk.operations.doctor import Point, examine
from kiosk.operations.enrolment import DeviceIdentity, Enrolment
from kiosk.operations.hatch import Hatch, HatchClosed, ask, hatch_key
from kiosk.operations.pin import StaffPin, practice_pin
from kiosk.operations.stick import Stick
from kiosk.papers import try_darkroom
from kiosk.portal import HttpPortal, Pace
from offline_queue.key import DATABASE_KEY, FileSecrets, KeyringSecrets
from offline_queue.queue import EncryptedQueue
from offline_queue.store import DATABASE, FolderLock
from ui.texts import Languages

if TYPE_CHECKING:
    from collections.abc import Callable

    from kiosk.domain.events import Event
    from kiosk.domain.ports import Clock
    from kiosk.domain.staff import Finding
    from kiosk.operations.desk import Answer, Carrier
    from kiosk.operations.stick import WholeQueue
    from kiosk.settings import Settings
    from offline_queue.key import SecretStore

_QUEUE_FOLDER: Final = "queue"
_DAYS_OF_A_MONTH: Final = 365 / 12

_log = logging.getLogger(__name__)


class Backroom:
    """Secrets, identity, portal and PIN of this help point; the queue is opened when asked for.

    One program at a time has the data folder: where that is another one, it is asked through its
    hatch.
    """

    def __init__(
        self, settings: Settings, clock: Clock, give_way: Callable[[], None] | None = None
    ) -> None:
        """`give_way` may make what is sealed and sent wait for what is more urgent."""
        self._give_way = give_way
        self._settings = settings
        self._clock = clock
        self._folder = settings.data / _QUEUE_FOLDER
        self._secrets = _secrets(settings)
        get, put = self._secrets.get, self._secrets.put
        self.identity = DeviceIdentity(get, put)
        self.enrolment = Enrolment(self.identity, get, put, settings.enrolment_code)
        self.pin = practice_pin(clock) if settings.demo else StaffPin(get, put, clock)
        self.portal = HttpPortal(
            settings.portal_url,
            lambda audience: self.identity.assertion(audience, clock.now() + self.portal.drift),
            __version__,
            now=clock.now,
            pace=Pace(settings.sending.most_kbit_s * 1000 / 8, give_way=give_way),
        )

    def open_queue(self) -> EncryptedQueue:
        """The queue, made where there is none. Raises a QueueFailure."""
        return EncryptedQueue(
            self._folder,
            self._secrets,
            clock=self._clock,
            point=self._settings.point.letters,
            recipients=self.enrolment.recipients,
            lead=self._settings.lead_key,
            profiles_kept=timedelta(days=_DAYS_OF_A_MONTH * self._settings.profile_months),
            give_way=self._give_way,
        )

    def stick(
        self, queue: WholeQueue, tell: Callable[[Event], None] = lambda _event: None
    ) -> Stick:
        """The way out on a stick, and back; `tell` hears what came back."""
        return Stick(queue, self.identity, self.enrolment.receipt_keys, self._clock, tell)

    def desk(self, queue: WholeQueue, stick: Stick, courier: Callable[[], Carrier | None]) -> Desk:
        """What answers staff's questions."""
        return Desk(
            self.pin,
            queue,
            stick,
            self._clock,
            courier,
            lambda: self.examine(queue),
        )

    def open_hatch(self, answer: Callable[[dict[str, object]], Answer]) -> Callable[[], None]:
        """Let staff's commands ask this program; answers what closes the hatch.

        Without a hatch the kiosk works all the same.
        """
        try:
            key = self._secrets.get(DATABASE_KEY)
            if key is not None:
                return Hatch(self._folder, hatch_key(key), answer).close
        except (OSError, QueueFailure) as failed:
            _log.error("no hatch for staff", extra={"failure": type(failed).__name__})
        return lambda: None

    def examine(self, queue: WholeQueue | QueueFailure | None) -> tuple[Finding, ...]:
        """What the doctor finds, with the queue as it was opened, or not."""
        from kiosk.packs import PACKS, load_packs  # noqa: PLC0415 — not at the start: it takes its time

        point = Point(
            data=self._settings.data,
            key_store=self._settings.key_store,
            has_code=self._settings.enrolment_code is not None,
            queue=queue,
            pin=self.pin,
            identity=self.identity,
            enrolment=self.enrolment,
            portal=self.portal,
            drift=lambda: self.portal.drift,
            clock=self._clock,
            refused=Languages.read(self._settings.languages).refused,
            packs=load_packs(PACKS, self._clock.today()).refused,
            darkroom=try_darkroom,
        )
        try:
            return examine(point)
        finally:
            self.portal.close()  # this thread's connections

    def doctor(self) -> tuple[Finding, ...]:
        """What the doctor finds where no window has the queue; makes none where there is none."""
        if not self._has_queue():
            return self.examine(None)
        try:
            queue = self.open_queue()
        except QueueFailure as error:
            return self.examine(error)
        try:
            return self.examine(queue)
        finally:
            queue.close()

    def answer(self, question: Question) -> Answer:
        """The answer to a question, by whichever program has the data folder."""
        try:
            match question.verb:
                case "doctor":
                    return self._by_hatch(question) or examined(self.doctor())
                case "pin-set":
                    return self._pin_set(question)
                case _:
                    return self._by_hatch(question) or self._by_queue(question)
        except QueueFailure as error:
            return failure(error)

    def _pin_set(self, question: Question) -> Answer:
        """Works with a damaged queue too; never while another program writes secrets."""
        lock = None
        # Where the folder can't be written, or isn't there yet, no program has it.
        with suppress(QueueFull):
            try:
                lock = FolderLock(self._folder)
            except QueueInUse:
                return self._by_hatch(question) or failure(QueueInUse())
        try:
            return set_pin(self.pin, question)
        finally:
            if lock is not None:
                lock.release()

    def _by_queue(self, question: Question) -> Answer:
        if not self._has_queue():
            return {"ok": False, "failure": "queue.none", "values": {}}
        queue = self.open_queue()
        try:
            desk = self.desk(queue, self.stick(queue), lambda: None)
            return desk.answer(msgspec.to_builtins(question))
        finally:
            queue.close()

    def _by_hatch(self, question: Question) -> Answer | None:
        """The running program's answer; None where none answers."""
        with suppress(HatchClosed, QueueFailure):
            key = self._secrets.get(DATABASE_KEY)
            if key is not None:
                return ask(self._folder, hatch_key(key), msgspec.to_builtins(question))
        return None

    def _has_queue(self) -> bool:
        return (self._folder / DATABASE).exists()


def _secrets(settings: Settings) -> SecretStore:
    if settings.key_file is not None:
        return FileSecrets(settings.key_file)
    return KeyringSecrets.windows() if os.name == "nt" else KeyringSecrets.secret_service()
