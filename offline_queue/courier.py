"""Delivers what is due until told to stop: files first, then the document that names them."""

from __future__ import annotations

import logging
import threading
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
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
    CertificateNotInForce,
    PortalConflict,
    PortalFailure,
    PortalNotAuthorised,
    PortalRefused,
    PortalUnreachable,
    QueueDamaged,
    QueueFailure,
    WrongState,
)
from kiosk.domain.staff import Line, LineState
from kiosk.domain.submission import Refusal
from offline_queue.retry import Breaker, pause

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from random import Random

    from kiosk.domain.events import Event
    from kiosk.domain.ports import Clock, Heartbeat, Outbox, Portal
    from kiosk.domain.submission import Parcel, Receipt, SealedFile

CONNECTION_TEST: Final = 60.0
"""Seconds between connection tests while nothing is sent: 10,000 kiosks make 185 a second of it."""

FRESH: Final = 10.0
"""Seconds for which a connection test is good enough for who is at the screen."""

HEARTBEAT: Final = 15 * 60.0
"""Seconds between two heartbeats, at most."""

FURTHER: Final = 16 * 1024
"""Bytes by which a file must have come further for a cut not to count as an attempt."""

_LOOK_EVERY: Final = 10.0
"""Seconds after which `stop` is looked at though nobody nudged: a rarely woken processor rests."""

_COUNT_EVERY: Final = 1.0
_TROUBLE: Final = 60.0
"""Seconds of rest after a failure that is nobody's beyond this machine."""

_FILES_WANTED: Final = "attachment-missing"
ATTACHMENT_DAMAGED: Final = Refusal("attachment-damaged", "")
_CONFLICT: Final = "conflict"

_log = logging.getLogger(__name__)


class Courier:
    """Carries submissions from the outbox to the portal, one at a time.

    `run` is one thread's whole job. `notify` and `heartbeat` are called on that thread; the others
    may be called from any. A pause outlives the program. `heartbeat` counts what the portal is
    told while nothing is sent; it may raise QueueFailure and OSError. `files_may_go` says whether
    this is an hour for files; documents without any go always.
    """

    def __init__(
        self,
        outbox: Outbox,
        portal: Portal,
        clock: Clock,
        random: Random,
        notify: Callable[[Event], None],
        *,
        heartbeat: Callable[[], Heartbeat] | None = None,
        files_may_go: Callable[[], bool] = lambda: True,
    ) -> None:
        self._outbox = outbox
        self._portal = portal
        self._clock = clock
        self._random = random
        self._notify = notify
        self._heartbeat = heartbeat
        self._files_may_go = files_may_go
        self._breaker = Breaker(random, CONNECTION_TEST)
        self._wake = threading.Event()
        self._nudged = threading.Event()
        self._looked = threading.Event()
        self._all_wanted = threading.Event()
        self._files_too = False
        self._paused = threading.Event()
        self._stop = threading.Event()
        self._pause_said = False
        self._pause_kept: bool | None = None
        self._known: Event | None = None
        self._following: Parcel | None = None
        self._sending = Sending(0)
        self._counted_at = float("-inf")
        self._rest_until = float("-inf")
        self._fresh_until = float("-inf")
        self._beat_at = float("-inf")
        self._arrived: dict[str, int] = {}
        self._next_at = clock.monotonic()
        self._line = Line(LineState.UNKNOWN, False, None, None, 0.0, timedelta())

    def run(self, stop: threading.Event) -> None:
        """Deliver until `stop` is set; a nudge after that ends it at once."""
        self._stop = stop
        while not stop.is_set():
            self._wake.wait(min(self.step(), _LOOK_EVERY))
            self._wake.clear()

    def nudge(self) -> None:
        """Try at once: something was finished. A time that the portal itself named is kept."""
        self._nudged.set()
        self._wake.set()

    def look(self) -> None:
        """Somebody is at the screen: have the connection tested, unless that was done just now.

        Nothing is sent any sooner or later for it, and a time that the portal named is kept.
        """
        self._looked.set()
        self._wake.set()

    def send_now(self) -> None:
        """Try everything at once ("Gửi ngay"), files too, outside the hours that are theirs."""
        self._all_wanted.set()
        self.nudge()

    def pause(self) -> None:
        """Send nothing, retries neither, until `resume`; the connection is still tested."""
        self._pause_said = True
        self._paused.set()
        self._wake.set()

    def resume(self) -> None:
        """Go on sending."""
        self._pause_said = True
        self._paused.clear()
        self._wake.set()

    def line(self) -> Line:
        """How it stands between this kiosk and the portal, now."""
        return replace(
            self._line,
            paused=self._paused.is_set(),
            next_try_in=max(0.0, self._next_at - self._clock.monotonic()),
            drift=self._portal.drift,
        )

    def step(self) -> float:
        """Do the next thing, if there is one; answers the seconds until there may be another."""
        seconds = self._step()
        now = self._clock.monotonic()
        self._next_at = now + seconds
        if not self._looked.is_set():
            return seconds
        return min(seconds, max(0.0, self._fresh_until - now, self._rest_until - now))

    def _step(self) -> float:
        if self._nudged.is_set():
            self._rest_until = float("-inf")
        if (resting := self._rest_until - self._clock.monotonic()) > 0:
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
        self._tell_of_trouble()
        return _TROUBLE

    def _next(self) -> float:
        self._keep_pause()
        if self._nudged.is_set():
            self._nudged.clear()
            if self._all_wanted.is_set():
                self._all_wanted.clear()
                self._files_too = True
            self._breaker.hurry(self._clock.monotonic())
            self._outbox.hasten()
        if self._looked.is_set() and self._clock.monotonic() >= self._fresh_until:
            self._test()  # however long nothing is sent yet
        if closed := self._breaker.seconds_closed(self._clock.monotonic()):
            self._tell_rest()
            return closed
        if not self._breaker.seconds_until_test(self._clock.monotonic()) and not self._test():
            return self._breaker.seconds_closed(self._clock.monotonic())
        if spread := self._breaker.seconds_until_sending(self._clock.monotonic()):
            return spread
        parcel = None
        if not self._paused.is_set():
            parcel = self._outbox.next_due(with_files=self._with_files())
        if parcel is None:
            self._files_too = False
            self._tell_rest()
            self._beat()
            return self._seconds_idle()
        self._tell_sending()
        self._carry(parcel)
        while (parcel := self._following) is not None:
            self._follow_up(parcel)
        return 0.0

    def _with_files(self) -> bool:
        return self._files_too or self._files_may_go()

    def _seconds_idle(self) -> float:
        test = self._breaker.seconds_until_test(self._clock.monotonic())
        if self._paused.is_set():
            return test
        due = self._outbox.seconds_until_due(with_files=self._files_may_go())
        return test if due is None else min(test, due)

    def _keep_pause(self) -> None:
        """Have the pause outlive the program, and begin with that of the last run."""
        if self._pause_kept is None:
            self._begin()
        paused = self._paused.is_set()
        if paused != self._pause_kept:
            self._outbox.set_paused(paused=paused)
            self._pause_kept = paused

    def _begin(self) -> None:
        # A start with something waiting is the end of an outage too: of power, or of the program.
        if (oldest := self._outbox.oldest()) is not None:
            age = abs(self._clock.now() - oldest)  # by a clock that was set back, too
            self._breaker.started(self._clock.monotonic(), age.total_seconds())
        paused = self._outbox.paused()
        if paused and not self._pause_said:
            self._paused.set()
        self._pause_kept = paused

    def _beat(self) -> None:
        """Tell the portal how this kiosk is. Whatever goes wrong with that harms nothing."""
        now = self._clock.monotonic()
        if self._heartbeat is None or now < self._beat_at:
            return
        self._beat_at = now + HEARTBEAT * self._random.uniform(0.9, 1.0)
        try:
            answer = self._portal.heartbeat(self._heartbeat())
        except (PortalFailure, QueueFailure, OSError) as failure:
            _log.info("no heartbeat", extra={"failure": type(failure).__name__})
            named = failure.retry_after if isinstance(failure, PortalUnreachable) else None
            self._beat_at = max(self._beat_at, now + (named or 0.0))
            return
        self._breaker.widen(answer.spread_seconds)
        _log.info("heartbeat answered", extra={"count": len(answer.notices)})

    def _test(self) -> bool:
        self._looked.clear()
        self._fresh_until = self._clock.monotonic() + FRESH
        try:
            self._portal.describe()
        except PortalUnreachable as error:
            self._lost(error)
        except PortalNotAuthorised:
            self._shut()
        else:
            self._breaker.reached(self._clock.monotonic())
            self._tell_reached()
            return True
        return False

    def _carry(self, parcel: Parcel) -> None:
        with self._failing(parcel):
            # What may be there already is asked for first. Its files may be forgotten by now, and
            # what is wrong with a file says nothing of a document that the portal has taken.
            tried = bool(parcel.files) and self._outbox.was_sent(parcel.id, parcel.digest)
            if tried and self._handed_over(parcel, files_later=True):
                return
            if self._uploaded(parcel):
                self._handed_over(parcel)

    def _follow_up(self, parcel: Parcel) -> None:
        """Send the document that was `attempted` together with the receipt before it."""
        self._following = None
        if self._halted():
            self._outbox.postponed(parcel.id, 0.0, counts=False, turned_away=True)
            return
        self._tell_sending()
        with self._failing(parcel):
            self._sent(parcel)

    @contextmanager
    def _failing(self, parcel: Parcel) -> Iterator[None]:
        """What becomes of a parcel that fails in the block."""
        try:
            yield
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
        return self._sent(parcel, files_later=files_later)

    def _sent(self, parcel: Parcel, *, files_later: bool = False) -> bool:
        try:
            self._delivered(parcel, self._portal.deliver(parcel))
        except PortalConflict as conflict:
            self._settle(parcel, conflict)
        except PortalNotAuthorised:
            self._outbox.postponed(parcel.id, 0.0, counts=False, turned_away=True)
            raise
        except PortalUnreachable as error:
            self._postpone(parcel, error, turned_away=error.turned_away)
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
            except PortalUnreachable as cut:
                if cut.retry_after is not None or not self._came_further(file, cut.arrived):
                    raise
                _log.info("a file of submission %s was cut on its way", parcel.id)
                self._outbox.postponed(parcel.id, pause(0, self._random), counts=False)
                self._breaker.doubted(self._clock.monotonic())
                return False
            except QueueDamaged:
                _log.exception("a file of submission %s is damaged", parcel.id)
                self._set_aside(parcel, ATTACHMENT_DAMAGED)
                return False
            except (QueueFailure, OSError):
                # The disk may give it back next time; the others don't wait for it.
                _log.exception("a file of submission %s can't be read now", parcel.id)
                seconds = pause(parcel.attempts, self._random)
                self._outbox.postponed(parcel.id, seconds, counts=True)
                return False
            self._arrived.pop(file.digest, None)
            self._outbox.file_sent(parcel.id, parcel.digest, sent)
        return True

    def _came_further(self, file: SealedFile, arrived: int) -> bool:
        """Whether an earlier try has brought so much that it was none in vain.

        A slow line is cut often, and long pauses would have a large file take days. What is sent
        again from its beginning counts only where it comes further than it ever was.
        """
        if arrived < self._arrived.get(file.digest, 0) + FURTHER:
            return False
        self._arrived[file.digest] = arrived
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
        following = None
        if self._halted() or self._nudged.is_set():
            self._outbox.delivered(receipt)
        else:
            following = self._outbox.delivered_and_next(receipt, with_files=self._with_files())
        self._breaker.answered(self._clock.monotonic())
        now = self._clock.now()
        self._line = replace(self._line, reached_at=now, delivered_at=now)
        _log.info("submission %s was delivered", receipt.id)
        self._notify(Delivered(receipt.id, receipt))
        self._following = following

    def _set_aside(self, parcel: Parcel, refusal: Refusal) -> None:
        for submission in self._outbox.refused(parcel.id, refusal, digest=parcel.digest):
            _log.warning("submission %s was set aside: %s", submission, refusal.type)
            self._notify(SetAside(submission, refusal))

    def _postpone(
        self, parcel: Parcel, error: PortalUnreachable, *, turned_away: bool = False
    ) -> None:
        """Not now. `turned_away` is of the document: of a file it says nothing about that."""
        _log.info("submission %s could not be delivered: %s", parcel.id, error)
        if error.retry_after is None:
            seconds = pause(parcel.attempts, self._random)
            self._outbox.postponed(parcel.id, seconds, counts=True, turned_away=turned_away)
            self._breaker.stumbled(self._clock.monotonic())
        else:
            self._lost(error)
            # Later than those that weren't tried: they go first once the time has come.
            seconds = self._breaker.seconds_closed(self._clock.monotonic())
            self._outbox.postponed(parcel.id, seconds, counts=False, turned_away=turned_away)

    def _lost(self, error: PortalUnreachable) -> None:
        doubted = isinstance(error, CertificateNotInForce)
        now = self._clock.monotonic()
        if error.retry_after is not None:
            self._breaker.lost(now, error.retry_after)
            self._leave_alone()
        elif self._breaker.seconds_closed(now):
            self._breaker.doubted(now)  # somebody only looked: the next try comes when it would
        else:
            self._breaker.lost(now, None)
        self._line = replace(self._line, state=LineState.LOST, clock_doubted=doubted)
        self._tell_rest()
        self._tell(PortalLost(clock_doubted=doubted))

    def _shut(self) -> None:
        self._breaker.shut(self._clock.monotonic())
        self._leave_alone()
        self._line = replace(self._line, state=LineState.SHUT, clock_doubted=False)
        self._tell_rest()
        self._tell(PortalShut())

    def _leave_alone(self) -> None:
        """Nobody's look is a reason to ask before the breaker opens."""
        now = self._clock.monotonic()
        self._fresh_until = now + self._breaker.seconds_closed(now)

    def _tell_reached(self) -> None:
        self._line = replace(
            self._line,
            state=LineState.REACHED,
            reached_at=self._clock.now(),
            clock_doubted=False,
        )
        self._tell(PortalReached())

    def _tell_of_trouble(self) -> None:
        """Nothing is sent now, and no screen may go on saying otherwise before the next test."""
        self._breaker.doubted(self._clock.monotonic())
        self._line = replace(self._line, state=LineState.LOST, clock_doubted=False)
        try:
            self._tell_rest()
            self._tell(PortalLost())
        except Exception:  # noqa: BLE001 — who is told may be what stumbled
            _log.exception("nobody could be told")

    def _tell(self, state: Event) -> None:
        if state != self._known:
            self._notify(state)  # who could not be told is told again
            self._known = state

    def _tell_sending(self) -> None:
        # Counting costs more the more there is: once a second is enough for a screen.
        now = self._clock.monotonic()
        if not self._sending.waiting or now - self._counted_at >= _COUNT_EVERY:
            self._counted_at = now
            self._sending = Sending(self._outbox.waiting())
            self._notify(self._sending)

    def _tell_rest(self) -> None:
        if self._sending.waiting:
            self._sending = Sending(0)
            self._notify(self._sending)
