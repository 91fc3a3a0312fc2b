"""From a checked journey to the portal's receipt, or to a place in the queue; never in between."""

from __future__ import annotations

import logging
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from kiosk.domain.events import Delivered, SetAside
from kiosk.domain.person import masked_name
from kiosk.domain.ports import QueueFailure
from kiosk.domain.submission import Kind
from ui.conductor.afterwards import Afterwards
from ui.conductor.opening_account import OpeningAccount
from ui.conductor.scene import answered, notice_page
from ui.conductor.slips import finished_slip, print_on_paper
from ui.screens.notice import NoticePage
from ui.screens.outcome import OutcomePage, OutcomeShown
from ui.screens.submit import SubmitPage, SubmitShown

if TYPE_CHECKING:
    from uuid import UUID

    from kiosk.domain.events import Event
    from kiosk.domain.journey import Journey
    from kiosk.domain.ports import Activation
    from kiosk.domain.procedure import Procedure
    from kiosk.domain.submission import Refusal, Submission
    from ui.conductor.scene import Scene
    from ui.look import Look
    from ui.page import Page

_log = logging.getLogger(__name__)

_PATIENCE_MS: Final = 45_000
"""So long a person waits for the receipt before the screen says, truly, that it is kept."""

_KNOWN_ACCOUNT: Final = "number-already-registered"


def waiting_page(look: Look, *, sending: bool) -> NoticePage:
    """What is handed in is being sent, or at least kept."""
    return NoticePage(
        look,
        name="sending",
        title=look.say("submit.sending" if sending else "submit.keeping"),
        lines=(look.say("submit.sending_hint"),) if sending else (),
        ways=(),
        waiting=True,
    )


def refused_page(look: Look, refusal: Refusal) -> NoticePage:
    """The portal has refused it: why, and what can be done now."""
    key = f"refusal.{refusal.type}"
    reason = look.say(key if key in look.texts else "refusal.other")
    ways = ("progress.reopen", "progress.home")
    return notice_page(look, "refused", ways=ways, picture="triangle-alert", reason=reason)


class HandingIn(QObject):
    """One journey's end. `another` and `done` come from the last page; `back` before it.

    `settled`: it is sealed and in the queue, and nothing can be changed here any more. `correct`
    brings the Journey that a refusal has opened again.
    """

    nudged = Signal()
    settled = Signal()
    another = Signal()
    done = Signal()
    back = Signal()
    correct = Signal(object)
    leave_wanted = Signal()
    help_wanted = Signal()

    def __init__(self, scene: Scene, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._scene = scene
        self._journey: Journey
        self._procedure: Procedure
        self._submission: Submission | None = None
        self._activation: Activation | None = None
        self._alive = False
        self._sending = False
        self._busy = False
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(_PATIENCE_MS)
        self._patience.timeout.connect(self._waited_enough)
        self._afterwards = Afterwards(scene, self)
        self._afterwards.done.connect(self.done)
        self._account = OpeningAccount(scene, self)
        self._account.opened.connect(self._account_opened)
        self._account.alive.connect(self._account_alive)
        self._account.later.connect(self._show_outcome)

    @property
    def account_code(self) -> str | None:
        """The portal's code of the account opened last; None where it is not open yet."""
        return self._activation.code if self._activation is not None else None

    # --- the last question ---

    def ask(self, journey: Journey, procedure: Procedure) -> None:
        """Ask whether to submit, or to keep it until the network is back."""
        self._journey = journey
        self._procedure = procedure
        self._submission = None
        self._activation = None
        self._alive = False
        self._busy = False
        self._scene.stage.show(self._submit_page)

    def network_changed(self) -> None:
        """The words of the button follow the network."""
        if isinstance(self._scene.stage.frame.page, SubmitPage) and not self._busy:
            self._scene.stage.show(self._submit_page)

    def _submit_page(self, look: Look) -> Page:
        shown = SubmitShown(
            caption=self._scene.said(look, self._procedure.short_title),
            declaration=self._scene.said(look, self._procedure.declaration),
            subject="account." if self._journey.kind is Kind.ACCOUNT else "",
            online=self._scene.online,
        )
        page = SubmitPage(look, shown)
        page.primary.connect(self._submit)
        page.back.connect(self.back)
        page.leave.connect(self.leave_wanted)
        return page

    @Slot()
    def _submit(self) -> None:
        if self._busy:
            return
        self._busy = True
        self._journey = self._scene.session.marked(self._journey)
        self._show_waiting()
        path = self._procedure.path(self._journey.answers, self._scene.today)
        name = str(path.answers.get(self._procedure.applicant, ""))
        self._scene.background.watch(
            self._scene.edges.queue.finish(self._journey, self._procedure, masked_name(name)),
            self._kept,
            self._not_kept,
        )

    def _not_kept(self, failure: Exception) -> None:
        self._busy = False
        self._scene.not_kept(failure, self.back.emit)

    # --- waiting for the receipt ---

    def _kept(self, submission: Submission) -> None:
        """It is on the disk and sealed: from here on nothing is lost."""
        self._submission = submission
        if submission.kind is Kind.ACCOUNT:
            self._scene.session.account = submission.id
        self.settled.emit()
        if submission.refusal is not None:
            self._refused(submission.refusal)
        elif not self._scene.online:
            self._show_outcome()
            self.nudged.emit()
        else:
            self._sending = True
            self._patience.start()
            self._show_waiting()
            self.nudged.emit()

    def _show_waiting(self) -> None:
        self._scene.stage.show(lambda look: waiting_page(look, sending=self._sending))

    def happened(self, event: Event) -> None:
        """The courier tells what became of it."""
        match event:
            case Delivered() | SetAside() if self._awaits(event.id):
                self._patience.stop()
                self._sending = False
                self._scene.background.watch(
                    self._scene.edges.queue.submission(event.id),
                    lambda submission: self._settled(submission, event),
                    self._not_read,
                    wanted=lambda: self._awaits(event.id),
                    named=(QueueFailure,),
                )
            case _:
                return

    def _awaits(self, submission: UUID) -> bool:
        """Whether the person waits for this one's receipt, or the last page says that it waits.

        That page may lie behind another, as while help is called.
        """
        return self._submission is not None and self._submission.id == submission

    def _not_read(self, failure: Exception) -> None:
        """It is kept and more: what can't be read now is shown as far as it is known."""
        self._show_outcome()
        if not isinstance(failure, QueueFailure):
            raise failure
        _log.error("a submission can't be read", extra={"failure": type(failure).__name__})

    def _settled(self, submission: Submission, event: Event) -> None:
        self._submission = submission
        if isinstance(event, SetAside):
            self._refused(event.refusal)
        elif submission.kind is Kind.ACCOUNT:
            self._account.send_code(submission.id, self._phone())
        else:
            self._show_outcome()

    def _phone(self) -> str:
        path = self._procedure.path(self._journey.answers, self._scene.today)
        for step in self._procedure.steps():
            for field in step.fields:
                if field.known_as is not None and field.known_as.fact == "phone":
                    return str(path.answers.get(field.id, ""))
        return ""

    @Slot()
    def _waited_enough(self) -> None:
        self._sending = False
        self._show_outcome()

    def _refused(self, refusal: Refusal) -> None:
        if refusal.type == _KNOWN_ACCOUNT:
            self._scene.notice(
                "account_known", lambda _meaning: self._go_on_to_another(), ways=("tasks.next",)
            )
            return

        self._busy = False
        make = partial(refused_page, refusal=refusal)
        self._scene.stage.show(answered(make, self._refused_chosen))

    @Slot(str)
    def _refused_chosen(self, meaning: str) -> None:
        if meaning != "reopen":
            self.done.emit()
            return
        if self._busy:
            return
        self._busy = True
        self._scene.background.watch(
            self._scene.edges.queue.reopen(self._journey.slip), self._reopened, self._not_reopened
        )

    def _reopened(self, journey: Journey) -> None:
        self._busy = False
        self._submission = None
        self.correct.emit(journey)

    def _not_reopened(self, failure: Exception) -> None:
        self._busy = False
        self._scene.not_kept(failure, lambda: None)

    # --- the end ---

    @Slot(object)
    def _account_opened(self, activation: Activation) -> None:
        self._activation = activation
        self._show_outcome()

    @Slot()
    def _account_alive(self) -> None:
        """It was activated before, with a code or on the person's own phone."""
        self._alive = True
        self._show_outcome()

    @Slot()
    def _show_outcome(self) -> None:
        self._busy = False
        self._scene.stage.show(self._outcome)

    def _outcome(self, look: Look) -> Page:
        page = OutcomePage(look, self._shown(look))
        page.print_wanted.connect(self._print)
        page.help_wanted.connect(self.help_wanted)
        page.another_wanted.connect(self._go_on_to_another)
        page.finished.connect(self._finished)
        return page

    @Slot()
    def _go_on_to_another(self) -> None:
        self._submission = None
        self.another.emit()

    @Slot()
    def _finished(self) -> None:
        self._submission = None
        self._afterwards.ask(self._journey.id)

    def _shown(self, look: Look) -> OutcomeShown:
        if self._submission is None:
            message = "nothing was finished"
            raise LookupError(message)
        said = self._scene.said
        path = self._procedure.path(self._journey.answers, self._scene.today)
        return OutcomeShown(
            submission=self._submission,
            slip=self._journey.slip,
            procedure=self._scene.said(look, self._procedure.short_title),
            at=self._scene.local_now,
            phone=self._scene.phone,
            called=self._journey.agreed("messages"),
            activation=self._activation,
            alive=self._alive,
            steps=tuple(
                (said(look, step.when), said(look, step.what))
                for step in self._procedure.next_steps
                if path.holds(step.holds)
            ),
        )

    @Slot()
    def _print(self) -> None:
        look = self._scene.stage.look
        content = finished_slip(self._scene, self._journey, self._procedure, self._shown(look))
        wrong = print_on_paper(self._scene, content)
        page = self._scene.stage.frame.page
        if not isinstance(page, OutcomePage):
            return
        if wrong is None:
            page.show_printed()
        else:
            page.show_print_failed(wrong)
