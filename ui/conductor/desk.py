"""Staff's time at the machine, from their PIN to the lock: the queue, and the way out of it."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeVar
from uuid import UUID

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from kiosk.domain.ports import QueueFailure, WrongState
from kiosk.domain.submission import State
from ui.conductor.desk_showing import (
    DeskView,
    counts_shown,
    desk_notice,
    line_shown,
    row_shown,
    submission_shown,
)
from ui.conductor.device_trial import DeviceTrial
from ui.conductor.examination import Examination
from ui.conductor.help_given import HELP_SPAN, help_shown
from ui.conductor.measuring import Measuring
from ui.conductor.staff_entry import StaffEntry
from ui.conductor.stick_errand import StickErrand
from ui.screens.desk_help import DeskHelpPage
from ui.screens.desk_more import DeskMorePage
from ui.screens.desk_queue import QueuePage, QueueShown
from ui.screens.desk_submission import DeskSubmissionPage
from ui.screens.notice import Way

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future

    from kiosk.domain.helping import HelpFigures
    from kiosk.domain.ports import QueueSummary
    from kiosk.domain.staff import JournalLine, QueueHealth, Standing
    from ui.background import Background
    from ui.conductor.device_trial import Devices
    from ui.courier_thread import CourierThread
    from ui.edges import Edges, Opening, ScanSource
    from ui.look import Look
    from ui.page import Page
    from ui.stage import Stage

T = TypeVar("T")

_HEAPS: Final = {
    None: frozenset({State.REFUSED, State.HELD, State.WAITING}),
    "refused": frozenset({State.REFUSED}),
    "waiting": frozenset({State.WAITING}),
    "held": frozenset({State.HELD}),
    "delivered": frozenset({State.DELIVERED}),
}
_AT_ONCE: Final = 50
"""So many rows are asked for and laid out; those after them are fetched when turned to."""

_SECOND_MS: Final = 1000
_LOOK_EVERY: Final = 30
"""Seconds after which the list is asked for again, even where nothing was heard of."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Listed:
    """What was asked for and what came: `rows` of a heap from the place `start` on."""

    heap: str | None
    start: int
    rows: tuple[Standing, ...]
    summary: QueueSummary
    health: QueueHealth


class Desk(QObject):
    """Made when somebody comes to the staff's door, and ended with the lock: nothing of it stays.

    `left`: to home. `slip_wanted`: the person is there with their slip. `paused` says that sending
    was stopped, or goes on.
    """

    left = Signal()
    slip_wanted = Signal()
    paused = Signal()

    def __init__(
        self,
        stage: Stage,
        background: Background,
        opening: Opening,
        edges: Edges,
        courier: CourierThread,
        parent: QObject | None = None,
        *,
        devices: Devices,
    ) -> None:
        super().__init__(parent)
        self._stage = stage
        self._background = background
        self._clock = opening.clock
        self._edges = edges
        self._queue = edges.staff.queue
        self._courier = courier
        self._heap: str | None = None
        self._start = 0
        self._first = 0
        self._listed: _Listed
        self._standing: Standing
        self._history: tuple[JournalLine, ...] = ()
        self._asked = 0
        self._asking = False
        self._unheard = 0
        self._stale = False
        self._busy = False
        self._open = False
        self._entry = StaffEntry(stage, background, edges, self)
        self._entry.opened.connect(self._opened)
        self._entry.left.connect(self.left)
        self._stick = StickErrand(stage, background, edges.staff, self)
        self._stick.done.connect(self._show_list)
        self._stick.failed.connect(self._failed)
        self._examination = Examination(stage, background, edges.staff.examine, self)
        self._examination.done.connect(self._show_list)
        self._measuring = Measuring(stage, background, edges.staff.keep_screen, self)
        self._examination.measure_wanted.connect(self._measuring.begin)
        self._measuring.done.connect(self._examination.begin)
        self._trial = DeviceTrial(stage, background, devices, self)
        self._trial.done.connect(self._show_more)
        self._second = QTimer(self)
        self._second.setInterval(_SECOND_MS)
        self._second.timeout.connect(self._tick)

    @property
    def is_open(self) -> bool:
        """Whether the PIN was right, and nobody has locked it since."""
        return self._open

    def tries(self, text: str, source: ScanSource) -> bool:
        """Whether a scan was a trial of what reads it, and nobody's card or slip."""
        if not self._open or not self._trial.hears:
            return False
        self._trial.scanned(text, source)
        return True

    def enter(self) -> None:
        """Ask for the PIN."""
        self._entry.ask()

    def end(self) -> None:
        """It is locked: whatever comes back from now on is nobody's."""
        self._open = False
        self._second.stop()
        self._measuring.end()
        self.deleteLater()

    @Slot()
    def _opened(self) -> None:
        self._open = True
        self._second.start()
        self._show_list()

    # --- the list ---

    @Slot()
    def _show_list(self) -> None:
        """Ask for the list, and show it anew: a touch meant for the former page doesn't count."""
        self._busy = False
        self._ask_list(self._put_list)

    def _put_list(self) -> None:
        self._stage.show(self._queue_page)

    def _queue_page(self, look: Look) -> Page:
        page = QueuePage(look, self._queue_shown(look))
        page.show_first(self._first)
        page.heap_chosen.connect(self._choose_heap)
        page.opened.connect(self._open_row)
        page.wanted.connect(self._row_wanted)
        page.further.connect(self._further)
        page.nearer.connect(self._nearer)
        page.turned.connect(self._turned)
        page.pause_wanted.connect(self._pause)
        page.resume_wanted.connect(self._resume)
        page.stick_wanted.connect(self._take_stick)
        page.checkup_wanted.connect(self._examine)
        page.more_wanted.connect(self._show_more)
        page.primary.connect(self._send_all)
        page.back.connect(self.left)
        return page

    def _queue_shown(self, look: Look) -> QueueShown:
        view, listed = self._view(look), self._listed
        counts = counts_shown(listed.summary)
        whole = {heap: int(count) for heap, count in counts.items()}
        open_ones = whole["refused"] + whole["held"] + whole["waiting"]
        return QueueShown(
            counts=counts,
            chosen=listed.heap,
            rows=tuple(row_shown(view, standing) for standing in listed.rows),
            start=listed.start,
            count=open_ones if listed.heap is None else whole[listed.heap],
            line=line_shown(view, listed.summary, listed.health),
        )

    def _view(self, look: Look) -> DeskView:
        procedure = self._edges.library.packs.procedure
        return DeskView(look, self._clock.now(), self._courier.line(), procedure)

    def _ask_list(self, then: Callable[[], None]) -> None:
        """Ask for the counts, the rows, and what the store knows of itself."""
        self._asked += 1
        self._asking = True
        self._unheard, self._stale = 0, False
        asked, heap, start = self._asked, self._heap, self._start

        def counted(summary: QueueSummary) -> None:
            rows = self._queue.standings(_HEAPS[heap], start=start, count=_AT_ONCE)
            self._watch(rows, lambda found: found_rows(summary, found))

        def found_rows(summary: QueueSummary, rows: tuple[Standing, ...]) -> None:
            health = self._queue.health()
            self._watch(health, lambda how: found(_Listed(heap, start, rows, summary, how)))

        def found(listed: _Listed) -> None:
            if asked != self._asked:
                return
            self._asking = False
            if start and not listed.rows:
                # What was there has been sent meanwhile: the list ends before this place.
                self._start = self._first = 0
                self._ask_list(then)
                return
            self._listed = listed
            then()

        self._watch(self._edges.queue.summary(), counted)

    def _leave_list(self) -> None:
        """A list that is still on its way must not push aside what is shown next."""
        self._asked += 1
        self._asking = False

    @Slot()
    def _take_stick(self) -> None:
        self._leave_list()
        self._stick.begin()

    @Slot()
    def _examine(self) -> None:
        self._leave_list()
        self._examination.begin()

    # --- what is done seldom ---

    @Slot()
    def _show_more(self) -> None:
        self._leave_list()
        self._stage.show(self._more_page)

    def _more_page(self, look: Look) -> Page:
        page = DeskMorePage(look)
        page.chosen.connect(self._more_chosen)
        page.back.connect(self._show_list)
        return page

    @Slot(str)
    def _more_chosen(self, errand: str) -> None:
        match errand:
            case "devices":
                self._trial.begin()
            case "help":
                since = self._clock.now() - HELP_SPAN
                self._watch(self._queue.help_given(since), self._show_help_given)

    def _show_help_given(self, figures: HelpFigures) -> None:
        def make(look: Look) -> Page:
            page = DeskHelpPage(
                look, help_shown(look, figures, self._edges.library.packs.procedure)
            )
            page.back.connect(self._show_more)
            return page

        self._stage.show(make)

    @Slot(str)
    def _choose_heap(self, heap: str) -> None:
        """Show this heap alone; chosen again, all that is open."""
        self._heap = None if heap == self._heap else heap
        self._start = self._first = 0
        self._show_list()

    @Slot()
    def _further(self) -> None:
        self._start += _AT_ONCE
        self._first = self._start
        self._show_list()

    @Slot()
    def _nearer(self) -> None:
        self._start = max(0, self._start - _AT_ONCE)
        self._first = self._start + _AT_ONCE - 1
        self._show_list()

    @Slot(int)
    def _turned(self, first: int) -> None:
        """Staff come back to the rows that they left."""
        if not self._asking:
            self._first = first

    # --- as it goes on ---

    def happened(self) -> None:
        """The courier has told something: the list is asked for again within a second."""
        self._stale = True

    @Slot()
    def _tick(self) -> None:
        self._unheard += 1
        page = self._stage.frame.page
        if not isinstance(page, QueuePage) or self._asking:
            return
        if self._stale or self._unheard >= _LOOK_EVERY:
            self._ask_list(self._refresh)
        else:
            self._refresh()

    def _refresh(self) -> None:
        """Show in place how it stands now; not under a finger that is about to press."""
        page = self._stage.frame.page
        if not isinstance(page, QueuePage):
            return
        if page.pressed:
            self._stale = True
        else:
            page.show_queue(self._queue_shown(page.look))

    @Slot()
    def _send_all(self) -> None:
        self._courier.send_now()
        self._show_list()

    @Slot()
    def _pause(self) -> None:
        self._courier.pause()
        self._paused_or_not()

    @Slot()
    def _resume(self) -> None:
        self._courier.resume()
        self._courier.nudge()
        self._paused_or_not()

    def _paused_or_not(self) -> None:
        self.paused.emit()
        self._show_list()

    # --- one submission ---

    @Slot(str)
    def _open_row(self, submission: str) -> None:
        standing = self._row(submission)
        if standing is not None:
            self._look_at(standing)

    def _row(self, submission: str) -> Standing | None:
        wanted = UUID(submission)
        return next((it for it in self._listed.rows if it.submission.id == wanted), None)

    def _look_at(self, standing: Standing) -> None:
        """Ask how it stands now, and what happened to it."""
        self._leave_list()
        self._busy = False
        ticket = standing.submission.ticket

        def found(now: Standing | None) -> None:
            if now is None:
                self._tell_changed()
                return
            self._standing = now
            self._watch(self._queue.history(now.submission.id), told)

        def told(history: tuple[JournalLine, ...]) -> None:
            self._history = history
            self._stage.show(self._submission_page)

        self._watch(self._queue.standing(ticket), found)

    def _submission_page(self, look: Look) -> Page:
        shown = submission_shown(self._view(look), self._standing, self._history)
        page = DeskSubmissionPage(look, shown)
        page.wanted.connect(self._wanted)
        page.back.connect(self._show_list)
        return page

    @Slot(str, str)
    def _row_wanted(self, action: str, submission: str) -> None:
        standing = self._row(submission)
        if standing is None:
            return
        if action == "open":
            self._look_at(standing)
        else:
            self._do(action, standing, self._show_list)

    @Slot(str)
    def _wanted(self, action: str) -> None:
        standing = self._standing
        match action:
            case "correct":
                self.slip_wanted.emit()
            case "told":
                self._stage.show(self._told_page)
            case _:
                self._do(action, standing, lambda: self._look_at(standing))

    def _told_page(self, look: Look) -> Page:
        say = look.say
        ways = (Way("told", say("desk.told.yes")), Way("back", say("desk.told.no")))
        page = desk_notice(look, "desk.told", (say("desk.told.text"),), ways, picture="phone")
        page.chosen.connect(self._told_chosen)
        return page

    @Slot(str)
    def _told_chosen(self, meaning: str) -> None:
        standing = self._standing
        if meaning == "told":
            self._do("told", standing, lambda: self._look_at(standing))
        else:
            self._look_at(standing)

    def _do(self, action: str, standing: Standing, then: Callable[[], None]) -> None:
        """Have it done once, however often it was pressed."""
        if self._busy:
            return
        self._busy = True
        done = {
            "retry": self._queue.retry,
            "again": self._queue.retry,
            "hold": self._queue.hold,
            "let_go": self._queue.let_go,
            "told": self._queue.told,
        }[action](standing.submission.id)

        def succeeded(_none: None) -> None:
            if action in {"retry", "again"}:
                self._courier.send_now()
            elif action == "let_go":
                self._courier.nudge()
            then()

        self._watch(done, succeeded)

    # --- failures ---

    def _watch(self, future: Future[T], done: Callable[[T], None]) -> None:
        self._background.watch(future, done, self._failed)

    @Slot(object)
    def _failed(self, failure: Exception) -> None:
        self._busy = self._asking = False
        if isinstance(failure, WrongState):
            self._tell_changed()
            return
        if not isinstance(failure, QueueFailure):
            raise failure
        _log.error("not done for staff", extra={"failure": type(failure).__name__})
        self._tell("desk.trouble", "triangle-alert")

    def _tell_changed(self) -> None:
        self._tell("desk.changed", "info")

    def _tell(self, name: str, picture: str) -> None:
        def make(look: Look) -> Page:
            ways = [Way("back", look.say("desk.back"))]
            if name == "desk.trouble":
                ways.append(Way("checkup", look.say("desk.checkup")))
            page = desk_notice(look, name, (look.say(f"{name}.text"),), ways, picture=picture)
            page.chosen.connect(self._told_what)
            return page

        self._stage.show(make)

    @Slot(str)
    def _told_what(self, meaning: str) -> None:
        if meaning == "checkup":
            self._examine()
        else:
            self._show_list()
