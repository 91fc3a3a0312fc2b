"""Delivers what is due until told to stop: files first, then the document that names them."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING, Final

from kiosk.domain.events import (
    Delivered,
    PortalLost,
    PortalReached,
    PortalShut,
    Sending,
    SetAside,
)
from kiosk.domain.ports import (
    PortalConflict,
    PortalNotAuthorised,
    PortalRefused,
    PortalUnreachable,
    QueueDamaged,
    QueueFailure,
    WrongState,
)
from kiosk.domain.submission import Refusal
from offline_queue.retry import LONGEST_NAMED, Breaker, pause

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    from kiosk.domain.events import Event
    from kiosk.domain.ports import Clock, Outbox, Portal
    from kiosk.domain.submission import Parcel, Receipt

CONNECTION_TEST: Final = 30.0
"""Seconds between connection tests while nothing is sent."""

_LOOK_EVERY: Final = 1.0
_TROUBLE: Final = 60.0
"""Seconds of rest after a failure that is nobody's beyond this machine."""

_FILES_WANTED: Final = "attachment-missing"
ATTACHMENT_DAMAGED: Final = Refusal("attachment-damaged", "")
_CONFLICT: Final = "conflict"

_log = logging.getLogger(__name__)


class Courier:
    """Carries submissions from the outbox to the portal, one at a time.

    `run` is one thread's whole job. `notify` is called on that thread. `nudge`, `pause` and
    `resume` may be called from any thread.
    """

    def __init__(
        self,
        outbox: Outbox,
        portal: Portal,
        clock: Clock,
        random: Random,
        notify: Callable[[Event], None],
        *,
        test_every: float = CONNECTION_TEST,
    ) -> None:
        self._outbox = outbox
        self._portal = portal
        self._clock = clock
        self._random = random
        self._notify = notify
        self._breaker = Breaker(random, test_every)
        self._wake = threading.Event()
        self._nudged = threading.Event()
        self._paused = threading.Event()
        self._stop = threading.Event()
        self._known: Event | None = None
        self._sending = Sending(0)
        self._counted_at = float("-inf")
        self._rest_until = float("-inf")

    def run(self, stop: threading.Event) -> None:
        """Deliver until `stop` is set; looks at it at least once a second."""
        self._stop = stop
        while not stop.is_set():
            self._wake.wait(min(self.step(), _LOOK_EVERY))
            self._wake.clear()

    def nudge(self) -> None:
        """Try everything now ("Gửi ngay"); a time that the portal itself named is kept."""
        self._nudged.set()
        self._wake.set()

    def pause(self) -> None:
        """Send nothing, retries neither, until `resume`; the connection is still tested."""
        self._paused.set()

    def resume(self) -> None:
        """Go on sending."""
        self._paused.clear()
        self._wake.set()

    def step(self) -> float:
        """Do the next thing, if there is one; answers the seconds until there may be another."""
        resting = self._rest_until - self._clock.monotonic()
        if resting > 0 and not self._nudged.is_set():
            return resting
        try:
            return self._next()
        except QueueFailure:
            # What could not be written down is not lost: the portal answers the same once more.
            _log.exception("the queue failed the courier")
        except Exception:  # noqa: BLE001 — a bug of ours, or of who is told
            # Ending here would strand all that waits, in silence.
            _log.exception("the courier stumbled")
        self._rest_until = self._clock.monotonic() + _TROUBLE
        return _TROUBLE

    def _next(self) -> float:
        if self._nudged.is_set():
            self._nudged.clear()
            self._breaker.hurry(self._clock.monotonic())
            self._outbox.hasten()
        if closed := self._breaker.seconds_closed(self._clock.monotonic()):
            self._tell_rest()
            return closed
        if not self._breaker.seconds_until_test(self._clock.monotonic()) and not self._test():
            return self._breaker.seconds_closed(self._clock.monotonic())
        parcel = None if self._paused.is_set() else self._outbox.next_due()
        if parcel is None:
            self._tell_rest()
            return self._seconds_idle()
        self._tell_sending()
        self._carry(parcel)
        return 0.0

    def _seconds_idle(self) -> float:
        test = self._breaker.seconds_until_test(self._clock.monotonic())
        due = None if self._paused.is_set() else self._outbox.seconds_until_due()
        return test if due is None else min(test, due)

    def _test(self) -> bool:
        try:
            self._portal.describe()
        except PortalUnreachable as error:
            self._lost(error)
        except PortalNotAuthorised:
            self._shut()
        else:
            self._breaker.reached(self._clock.monotonic())
            self._tell(PortalReached())
            return True
        return False

    def _carry(self, parcel: Parcel) -> None:
        try:
            # What may be there already is asked for first. Its files may be forgotten by now, and
            # what is wrong with a file says nothing of a document that the portal has taken.
            tried = self._outbox.was_sent(parcel.id, parcel.digest)
            if tried and self._handed_over(parcel, files_later=True):
                return
            if self._uploaded(parcel):
                self._handed_over(parcel)
        except PortalRefused as refused:
            self._breaker.answered(self._clock.monotonic())
            self._set_aside(parcel, refused.refusal)
        except PortalNotAuthorised:
            self._shut()
        except PortalUnreachable as error:
            self._postpone(parcel, error)
        except QueueFailure:
            raise
        except Exception as error:  # noqa: BLE001 — a bug that this one brings out
            # It must not keep the others from being sent.
            _log.exception("submission %s could not be carried", parcel.id)
            self._postpone(parcel, PortalUnreachable(type(error).__name__))

    def _handed_over(self, parcel: Parcel, *, files_later: bool = False) -> bool:
        """Send the document; False where its files are to go (again) before it."""
        if self._halted():
            return True
        try:
            self._outbox.attempted(parcel.id, parcel.digest)
        except WrongState:
            _log.info("submission %s was taken back before it was sent", parcel.id)
            return True
        try:
            self._delivered(parcel, self._portal.deliver(parcel))
        except PortalConflict as conflict:
            self._settle(parcel, conflict)
        except PortalNotAuthorised:
            self._outbox.postponed(parcel.id, 0.0, counts=False, turned_away=True)
            raise
        except PortalRefused as refused:
            if not files_later or refused.refusal.type != _FILES_WANTED:
                raise
            self._outbox.postponed(parcel.id, 0.0, counts=False, turned_away=True)
            return False
        return True

    def _uploaded(self, parcel: Parcel) -> bool:
        for sent, file in enumerate(parcel.files, start=1):
            if self._halted():
                return False
            try:
                self._portal.upload(file)
            except (QueueDamaged, OSError):
                _log.exception("a file of submission %s is damaged", parcel.id)
                self._set_aside(parcel, ATTACHMENT_DAMAGED)
                return False
            self._outbox.file_sent(parcel.id, parcel.digest, sent)
        return True

    def _halted(self) -> bool:
        return self._paused.is_set() or self._stop.is_set()

    def _delivered(self, parcel: Parcel, receipt: Receipt) -> None:
        if receipt.id != parcel.id or receipt.digest != parcel.digest:
            raise PortalUnreachable("the receipt is for something else")
        self._keep(receipt)

    def _settle(self, parcel: Parcel, conflict: PortalConflict) -> None:
        receipt = conflict.receipt
        if receipt.id != parcel.id or receipt.digest != conflict.digest:
            self._postpone(parcel, PortalUnreachable("the receipt held is for something else"))
        elif self._outbox.was_sent(parcel.id, conflict.digest):
            self._keep(receipt)
        else:
            self._breaker.answered(self._clock.monotonic())
            self._set_aside(parcel, Refusal(_CONFLICT, conflict.digest))

    def _keep(self, receipt: Receipt) -> None:
        self._outbox.delivered(receipt)
        self._breaker.answered(self._clock.monotonic())
        _log.info("submission %s was delivered", receipt.id)
        self._notify(Delivered(receipt.id, receipt))

    def _set_aside(self, parcel: Parcel, refusal: Refusal) -> None:
        for submission in self._outbox.refused(parcel.id, refusal, digest=parcel.digest):
            _log.warning("submission %s was set aside: %s", submission, refusal.type)
            self._notify(SetAside(submission, refusal))

    def _postpone(self, parcel: Parcel, error: PortalUnreachable) -> None:
        _log.info("submission %s could not be delivered: %s", parcel.id, error)
        if error.retry_after is None:
            seconds = pause(parcel.attempts, self._random)
            self._outbox.postponed(parcel.id, seconds, counts=True)
            self._breaker.stumbled(self._clock.monotonic())
        else:
            # Later than those that weren't tried: they go first once the time has come.
            seconds = min(error.retry_after, LONGEST_NAMED)
            self._outbox.postponed(parcel.id, seconds, counts=False)
            self._lost(error)

    def _lost(self, error: PortalUnreachable) -> None:
        self._breaker.lost(self._clock.monotonic(), error.retry_after)
        self._tell_rest()
        self._tell(PortalLost())

    def _shut(self) -> None:
        self._breaker.shut(self._clock.monotonic())
        self._tell_rest()
        self._tell(PortalShut())

    def _tell(self, state: Event) -> None:
        if state != self._known:
            self._notify(state)  # who could not be told is told again
            self._known = state

    def _tell_sending(self) -> None:
        # Counting costs more the more there is: once a second is enough for a screen.
        now = self._clock.monotonic()
        if not self._sending.waiting or now - self._counted_at >= _LOOK_EVERY:
            self._counted_at = now
            self._sending = Sending(self._outbox.waiting())
            self._notify(self._sending)

    def _tell_rest(self) -> None:
        if self._sending.waiting:
            self._sending = Sending(0)
            self._notify(self._sending)
