"""From a slip to what has become of it: progress, a draft to go on with, a correction."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal, Slot

from kiosk.domain.events import Delivered, SetAside
from kiosk.domain.ports import (
    PortalFailure,
    QueueFailure,
    SlipTooLate,
    SlipUnknown,
)
from kiosk.domain.slip import Slip, SlipUnreadable, Ticket
from kiosk.domain.submission import Kind, State
from ui.components.tones import Tone
from ui.conductor.scene import answered
from ui.screens.notice import NoticePage, Way
from ui.screens.progress import CanBe, ProgressPage, ProgressShown
from ui.screens.slip_entry import SlipEntryPage

if TYPE_CHECKING:
    from kiosk.domain.events import Event
    from kiosk.domain.journey import Journey
    from kiosk.domain.ports import Progress
    from kiosk.domain.submission import Submission
    from ui.conductor.scene import Scene
    from ui.look import Look
    from ui.page import Page

_DONE: Final = frozenset({9, 10})
_STOPPED: Final = frozenset({3, 7, 8})
_WANTED: Final = frozenset({5, 6})


def told_page(look: Look, what: str, phone: str) -> NoticePage:
    """What a slip can't do here, or what was done with it: the texts of `progress.<what>`."""
    return NoticePage(
        look,
        name=f"progress_{what}",
        title=look.say(f"progress.{what}"),
        lines=(look.say(f"progress.{what}.text", phone=phone),),
        ways=(Way("home", look.say("progress.home")),),
    )


def withdraw_page(look: Look) -> NoticePage:
    """Ask before anything is taken back."""
    return NoticePage(
        look,
        name="withdraw",
        title=look.say("progress.withdraw.title"),
        lines=(look.say("progress.withdraw.text"),),
        ways=(
            Way("keep", look.say("notice.back")),
            Way("withdraw", look.say("progress.withdraw.yes")),
        ),
        picture="triangle-alert",
    )


class LookingUp(QObject):
    """Reads a slip. `reopened` brings back the Journey that it opens."""

    reopened = Signal(object)
    left = Signal()

    def __init__(self, scene: Scene, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._scene = scene
        self._slip: Slip | None = None
        self._submission: Submission | None = None
        self._progress: Progress | None = None
        self._asking = False
        self._to_resume = False
        self._busy = False

    @property
    def heard(self) -> bool:
        """Whether what is shown is the portal's own word of just now."""
        return self._progress is not None

    def ask(self, *, to_resume: bool) -> None:
        """Wait for a slip: to go on with it, or to see how far it has come."""
        self._to_resume = to_resume
        self._scene.stage.show(self._entry)

    def _entry(self, look: Look) -> Page:
        page = SlipEntryPage(
            look,
            opening=self._to_resume,
            camera=self._scene.camera,
            scanner_ready=self._scene.scanner_ready,
        )
        page.slip_given.connect(self._slip_given)
        page.ticket_given.connect(self._ticket_given)
        page.back.connect(self.left)
        return page

    @Slot(object)
    def _slip_given(self, slip: Slip) -> None:
        self._slip = slip
        if self._to_resume:
            self.reopen()
        else:
            self._look_up(slip.ticket)

    @Slot(object)
    def _ticket_given(self, ticket: Ticket) -> None:
        self._slip = None
        self._look_up(ticket)

    def scanned(self, text: str) -> None:
        """Something was scanned: a slip opens from any page where nobody's journey is open."""
        page = self._scene.stage.frame.page
        if isinstance(page, SlipEntryPage):
            page.show_scanned(text)
            return
        try:
            slip = Slip.from_qr(text)
        except SlipUnreadable:
            self.ask(to_resume=False)
            self.scanned(text)
            return
        self._to_resume = False
        self._slip_given(slip)

    def _look_up(self, ticket: Ticket) -> None:
        self._scene.background.watch(
            self._scene.edges.queue.look_up(ticket), self._found, self._failed
        )

    def _failed(self, failure: Exception) -> None:
        self._busy = False
        if isinstance(failure, SlipUnknown):
            self._unknown()
        elif isinstance(failure, SlipTooLate):
            self._say("too_late")
        elif isinstance(failure, QueueFailure):
            self._scene.not_kept(failure, self.left.emit)
        else:
            raise failure

    # --- progress ---

    def _found(self, submission: Submission | None) -> None:
        if submission is None:
            self._unknown()
            return
        self._submission = submission
        self._progress = None
        if submission.state is State.DRAFT and self._slip is not None:
            self.reopen()
            return
        self._asking = submission.state is State.DELIVERED and submission.kind is Kind.DOSSIER
        self._show()
        if self._asking:
            self._scene.background.run(
                lambda: self._scene.edges.portal.find(ids=(submission.id,)),
                self._heard,
                self._not_heard,
                wanted=lambda: self._submission is submission,
                named=(PortalFailure,),
            )

    def _heard(self, found: tuple[Progress, ...]) -> None:
        self._asking = False
        self._progress = found[0] if found else None
        self._show_again()

    def _not_heard(self, failure: Exception) -> None:
        """The page goes on saying what the kiosk knows by itself."""
        if not isinstance(failure, PortalFailure):
            raise failure
        self._asking = False
        self._show_again()

    def happened(self, event: Event) -> None:
        """The courier tells what became of it: the page that says how far it is follows."""
        shown = self._submission
        if isinstance(event, Delivered | SetAside) and shown and shown.id == event.id:
            self._scene.background.watch(
                self._scene.edges.queue.submission(event.id), self._found_again, self._failed
            )

    def _found_again(self, submission: Submission) -> None:
        shown = self._submission
        if shown is None or shown.id != submission.id:
            return  # another slip was read meanwhile
        if isinstance(self._scene.stage.frame.page, ProgressPage):
            self._found(submission)
        else:
            self._submission = submission  # for when the page is shown again

    def _show_again(self) -> None:
        if isinstance(self._scene.stage.frame.page, ProgressPage):
            self._show()

    def _show(self) -> None:
        self._scene.stage.show(self._progress_page)

    def _progress_page(self, look: Look) -> Page:
        page = ProgressPage(look, self._shown(look))
        page.reopen_wanted.connect(self.reopen)
        page.withdraw_wanted.connect(self._ask_withdraw)
        page.primary.connect(self.left)
        page.back.connect(self.left)
        return page

    def _shown(self, look: Look) -> ProgressShown:
        submission = self._submission
        if submission is None:
            message = "there is no submission to show"
            raise LookupError(message)
        procedure = self._scene.procedure(submission.procedure, submission.version)
        state, tone, text = self._state(look, submission)
        receipt = submission.receipt
        code = self._progress.code if self._progress else receipt.code if receipt else None
        label = "progress.account_code" if submission.kind is Kind.ACCOUNT else "progress.code"
        changeable = submission.state in {State.WAITING, State.HELD, State.REFUSED}
        clock = look.texts.clock(self._scene.local_now)
        heard = "updated" if self._progress is not None or code is None else "cached"
        return ProgressShown(
            title=self._scene.said(look, procedure.short_title)
            if procedure
            else look.say("progress.title"),
            state=state,
            tone=tone,
            text=text,
            code_label=look.say(label),
            code=code,
            ticket=str(submission.ticket),
            updated=look.say(f"progress.{'asking' if self._asking else heard}", time=clock),
            can_be=CanBe.REOPENED if changeable and self._slip else CanBe.NOTHING,
        )

    def _state(self, look: Look, submission: Submission) -> tuple[str, Tone, str]:
        if self._progress is not None:
            status = self._progress.status
            tone = Tone.SUCCESS if status in _DONE else Tone.INFO
            if status in _STOPPED | _WANTED:
                tone = Tone.WARNING
            return look.say(f"progress.status.{status}"), tone, self._progress.reason or ""
        words = look.say(f"progress.{submission.state}")
        if submission.state in {State.DELIVERED, State.WITHDRAWN}:
            return words, Tone.SUCCESS if submission.receipt else Tone.INFO, ""
        tone = Tone.DANGER if submission.state is State.REFUSED else Tone.WARNING
        name = f"progress.{submission.state}_text"
        if submission.state is State.REFUSED and self._slip is not None:
            name = "progress.refused.open"
        text = look.say(name, phone=self._scene.phone)
        return words, tone, text

    def _unknown(self) -> None:
        page = self._scene.stage.frame.page
        if isinstance(page, SlipEntryPage):
            page.show_unknown(page.look.say("progress.unknown.text", phone=self._scene.phone))
        else:
            self._say("unknown")

    def _say(self, what: str) -> None:
        make = partial(told_page, what=what, phone=self._scene.phone)
        self._scene.stage.show(answered(make, lambda _meaning: self.left.emit()))

    # --- what the slip allows ---

    @Slot()
    def reopen(self) -> None:
        """Open what the slip opens, to go on with it or to correct it."""
        if self._slip is None or self._busy:
            return
        self._busy = True
        self._scene.background.watch(
            self._scene.edges.queue.reopen(self._slip), self._reopened, self._failed
        )

    def _reopened(self, journey: Journey) -> None:
        self._busy = False
        self.reopened.emit(journey)

    @Slot()
    def _ask_withdraw(self) -> None:
        self._scene.stage.show(answered(withdraw_page, self._withdraw_chosen))

    @Slot(str)
    def _withdraw_chosen(self, meaning: str) -> None:
        if meaning != "withdraw" or self._slip is None:
            self._show()
            return
        if self._busy:
            return
        self._busy = True
        self._scene.background.watch(
            self._scene.edges.queue.withdraw(self._slip), self._withdrawn, self._failed
        )

    def _withdrawn(self, _none: None) -> None:
        self._busy = False
        self._say("withdrawn")
