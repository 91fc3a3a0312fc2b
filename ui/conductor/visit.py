"""One person's time at the screen, from the first touch to the last page."""

from __future__ import annotations

import logging
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from kiosk.domain.helping import Remark
from kiosk.domain.ports import QueueFailure, WrongState
from kiosk.domain.slip import is_slip
from ui.background import ignore
from ui.conductor.afterwards import note
from ui.conductor.arrival import Arrival
from ui.conductor.assisting import Assisting
from ui.conductor.cautions import FRAUD
from ui.conductor.finding import Finding
from ui.conductor.handing_in import HandingIn
from ui.conductor.leaving import Leaving, tell_not_erased
from ui.conductor.looking_up import LookingUp
from ui.conductor.session import Session
from ui.conductor.teaching import Teaching
from ui.conductor.walk import Walk
from ui.screens.idle import Then

if TYPE_CHECKING:
    from kiosk.domain.events import Event
    from kiosk.domain.journey import Journey
    from kiosk.domain.procedure import Procedure
    from kiosk.packs import Guide
    from ui.conductor.scene import Scene

_ACCOUNT = "account.portal"
_SCANNING = ("identity", "slip_entry.progress", "slip_entry.resume")
"""Pages that are made otherwise where a scanner answers."""

_log = logging.getLogger(__name__)


class Visit(QObject):
    """Leads one person, with all that is known of them: made for each, so that nothing stays.

    It ends by the scene's `go_home`. `nudged` wants the courier to try at once; `help_wanted`
    wants a helper to be called; `example_wanted` wants the tour to be shown.
    """

    nudged = Signal()
    help_wanted = Signal()
    example_wanted = Signal()

    def __init__(self, scene: Scene, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._scene = scene
        self._wants_account = False
        self._procedure: Procedure
        self._beginning = False
        self._walk: Walk | None = None
        self._walk_open = False
        self._settled = False
        self._assisting = Assisting(scene, self)
        self._assisting.changed.connect(self._help_changed)
        self._arrival = Arrival(scene, self._assisting, self)
        self._finding = Finding(scene, self)
        self._handing_in = HandingIn(scene, self)
        self._looking_up = LookingUp(scene, self)
        self._leaving = Leaving(scene, self)
        self._teaching = Teaching(scene, self)
        self._teaching.left.connect(scene.go_home)
        self._teaching.example_wanted.connect(self.example_wanted)
        self._connect_the_way_in()
        self._connect_the_way_out()

    def _connect_the_way_in(self) -> None:
        self._arrival.greeted.connect(self._greeted)
        self._arrival.known.connect(self._known)
        self._arrival.unfinished.connect(self._take_up)
        self._arrival.back.connect(self._greeted)
        self._arrival.left.connect(self._scene.go_home)
        self._finding.chosen.connect(self._procedure_chosen)
        self._finding.back.connect(self._scene.go_home)
        self._finding.left.connect(self._scene.go_home)
        self._looking_up.reopened.connect(self._opened_by_slip)
        self._looking_up.left.connect(self._scene.go_home)

    def _connect_the_way_out(self) -> None:
        self._handing_in.nudged.connect(self.nudged)
        self._handing_in.settled.connect(self._handed_in)
        self._handing_in.another.connect(self._another)
        self._handing_in.done.connect(self._scene.go_home)
        self._handing_in.back.connect(self._back_to_check)
        self._handing_in.correct.connect(self._take_up)
        self._handing_in.leave_wanted.connect(self._leave)
        self._handing_in.help_wanted.connect(self.help_wanted)
        self._leaving.closing.connect(self._journey_closing)
        self._leaving.sealed.connect(self._journey_settled)
        self._leaving.open_still.connect(self._journey_open_still)
        self._leaving.stayed.connect(self._stay)
        self._leaving.gone.connect(self._scene.go_home)
        self._leaving.resume_wanted.connect(self._resume)

    # --- how it stands ---

    @property
    def scene(self) -> Scene:
        """What everything on this person's way works with."""
        return self._scene

    @property
    def walk(self) -> Walk | None:
        """The journey on the screen, if there is one."""
        return self._walk

    @property
    def open_journey(self) -> Journey | None:
        """The journey that the person is at, as long as anything in it can change."""
        return self._walk.journey if self._walk is not None and self._walk_open else None

    @property
    def has_person(self) -> bool:
        """Whether anything about somebody is on the screen."""
        return self._scene.session.requester is not None

    @property
    def then(self) -> Then:
        """What becomes of the screen when nobody is there any more."""
        if self.open_journey is not None:
            return Then.KEPT
        return Then.WIPED if self.has_person and not self._settled else Then.HOME

    @property
    def account_code(self) -> str | None:
        """The portal's code of the account that was opened last."""
        return self._handing_in.account_code

    @property
    def progress_heard(self) -> bool:
        """Whether the progress on the screen came from the portal just now."""
        return self._looking_up.heard

    # --- the errand ---

    def begin(self, *, wants_account: bool) -> None:
        """Welcome the person, who came for an account or for a dossier."""
        self._wants_account = wants_account
        self._arrival.greet()

    def ask_slip(self, *, to_resume: bool) -> None:
        """Wait for a slip: to go on with it, or to see how far it has come."""
        self._looking_up.ask(to_resume=to_resume)

    @property
    def guide(self) -> Guide | None:
        """What the packs teach about fraud."""
        return self._scene.edges.library.packs.guide(FRAUD)

    def teach(self) -> None:
        """Lead through what the packs teach; home where they teach nothing."""
        if self.guide is None:
            self._scene.go_home()
        else:
            self._teaching.begin(self.guide)

    @Slot()
    def _resume(self) -> None:
        self.ask_slip(to_resume=True)

    @Slot()
    def _greeted(self) -> None:
        account = self._scene.edges.library.packs.procedure(_ACCOUNT)
        if self._wants_account and account is not None:
            self._finding.consider(account)
        else:
            self._finding.find()

    @Slot(object)
    def _procedure_chosen(self, procedure: Procedure) -> None:
        self._procedure = self._scene.errand = procedure
        self._arrival.ask_consent()

    @Slot()
    def _another(self) -> None:
        """The same person does something else: nothing is asked twice."""
        self._drop_walk()
        self._settled = False
        self._wants_account = False
        self._scene.session.begin_another(self._scene.local_now)
        self._finding.find()

    # --- beginning a journey, or taking one up ---

    @Slot()
    def _known(self) -> None:
        if self._beginning:
            return
        self._beginning = True
        begun = self._scene.edges.queue.begin(self._procedure.kind, self._procedure)
        self._scene.background.watch(begun, self._begun, self._not_begun)

    def _not_begun(self, failure: Exception) -> None:
        self._beginning = False
        self._scene.not_kept(failure, self._known)

    def _begun(self, journey: Journey) -> None:
        """A new journey: what is known of the person is filled in, and kept from here on."""
        self._beginning = False
        session = self._scene.session
        journey = session.marked(journey)
        if not self._wants_account:
            journey = journey.after(session.account)
        known = session.known_answers(self._procedure)
        origin = "card" if session.card_read else "typed"
        walk = self._set_out(journey.answer(known, origin), self._procedure)
        walk.keep()
        self._note_reason(journey)

    @Slot(object)
    def _opened_by_slip(self, journey: Journey) -> None:
        """A slip tells who is there: nothing that was known before it is taken for theirs."""
        before = self._scene.session
        self._scene.session = Session(habits=before.habits)
        if before.typing:
            self._assisting.stop()
        self._take_up(journey)

    @Slot(object)
    def _take_up(self, journey: Journey) -> None:
        """Go on with a journey that was put aside, broken off or refused."""
        procedure = self._scene.procedure(journey.procedure, journey.version)
        if procedure is None:
            self._too_old(journey)
            return
        session = self._scene.session
        session.consents = journey.consents
        session.helping = journey.helping
        session.greeted = True
        session.learn(procedure, procedure.path(journey.answers, self._scene.today).answers)
        self._scene.address_requester()
        self._set_out(journey, procedure)

    def _too_old(self, journey: Journey) -> None:
        """Its procedure in that version is not here any more: it goes back under its slip."""
        sealed = self._scene.edges.queue.put_aside(journey.id)
        self._scene.background.watch(sealed, ignore, _not_sealed, lasting=True)
        self._scene.notice(
            "too_old",
            lambda _meaning: self._scene.go_home(),
            ways=("progress.home",),
            phone=self._scene.phone,
        )

    # --- the walk ---

    def _set_out(self, journey: Journey, procedure: Procedure) -> Walk:
        self._drop_walk()
        self._procedure = procedure
        self._walk = walk = Walk(self._scene, journey, procedure, self)
        walk.checked.connect(self._checked)
        walk.aside_wanted.connect(self.put_aside)
        walk.leave_wanted.connect(self._leave)
        walk.back.connect(self._leave)
        self._walk_open = True
        self._settled = False
        walk.show_tasks()
        return walk

    def _drop_walk(self) -> None:
        if self._walk is not None:
            self._walk.deleteLater()
            self._walk = None
        self._walk_open = False

    @Slot()
    def _checked(self) -> None:
        if self._walk is not None:
            self._handing_in.ask(self._walk.journey, self._walk.procedure)

    @Slot()
    def _back_to_check(self) -> None:
        if self._walk is not None:
            self._walk.check()

    @Slot()
    def _journey_closing(self) -> None:
        """It is being erased or sealed: to keep it once more now would bring it back."""
        self._walk_open = False

    @Slot()
    def _journey_open_still(self) -> None:
        self._walk_open = True

    @Slot()
    def _handed_in(self) -> None:
        if self._walk is not None:
            self._arrival.remember(self._walk.journey.consent(self._scene.session.consents))
        self._journey_settled()

    @Slot()
    def _journey_settled(self) -> None:
        """It is in the queue, or under its slip: whoever leaves now loses nothing."""
        self._walk_open = False
        self._settled = True

    # --- help ---

    def call_helper(self) -> None:
        """Call somebody who can help."""
        self._assisting.call()

    def stop_typing(self) -> None:
        """The helper has let go of the keys."""
        self._assisting.stop()

    def _note_reason(self, journey: Journey) -> None:
        """Why a helper types is told to the journal alone; it is no part of the submission."""
        session = self._scene.session
        if session.typing and session.reason is not None:
            note(self._scene, journey.id, Remark.because(session.reason))

    @Slot()
    def _help_changed(self) -> None:
        """Somebody helps from now on: the journey says so from here, even after a power cut."""
        if self._walk is not None and self._walk_open:
            self._walk.help_changed()
            self._note_reason(self._walk.journey)

    # --- leaving ---

    @Slot()
    def put_aside(self) -> None:
        """Seal the journey for its slip, and show the slip."""
        if self._walk is not None:
            self._leaving.put_aside(self._walk.journey, self._walk.procedure)

    @Slot()
    def _leave(self) -> None:
        if self._walk is not None:
            self._leaving.ask(self._walk.journey, self._walk.procedure)
        else:
            self._scene.go_home()

    @Slot()
    def _stay(self) -> None:
        if self._walk is not None:
            self._walk_open = True
            self._walk.show_tasks()

    def tell_gone(self, *, kept: bool) -> None:
        """Say to whoever comes back that the machine has covered what was there."""
        self._leaving.tell_gone(kept=kept)

    def end(self) -> None:
        """The person has left the screen: everything of this visit goes, and its codes first."""
        self._leaving.forget_codes()
        self.deleteLater()

    def erase(self) -> None:
        """Have what was open erased from the disk too, once the person has left the screen."""
        journey = self.open_journey
        if journey is None:
            return
        erased = self._scene.edges.queue.discard(journey.id)
        # The visit is over before the answer comes: only the scene may be needed then.
        not_erased = partial(_not_erased, self._scene)
        self._scene.background.watch(erased, ignore, not_erased, lasting=True)

    # --- what happens meanwhile ---

    def scanned(self, text: str) -> None:
        """A code was scanned: a slip anywhere, a card where somebody is asked for."""
        if is_slip(text):
            if self._walk is None:
                self._looking_up.scanned(text)
        elif self._walk is not None:
            self._walk.scanned(text)
        else:
            self._arrival.scanned(text)

    def happened(self, event: Event) -> None:
        """The courier tells what it did."""
        self._handing_in.happened(event)
        self._looking_up.happened(event)

    def network_changed(self, *, online: bool) -> None:
        """The portal answers, or does not any more."""
        self._scene.online = online
        self._handing_in.network_changed()

    def scanner_changed(self, *, ready: bool) -> None:
        """The code scanner answers, or was pulled out."""
        self._scene.scanner_ready = ready
        if self._scene.stage.shows(*_SCANNING):
            self._scene.stage.anew()


def _not_sealed(failure: Exception) -> None:
    """It is sealed later, when it is tidied away."""
    if not isinstance(failure, QueueFailure):
        raise failure
    _log.error("not put aside", extra={"failure": type(failure).__name__})


def _not_erased(scene: Scene, failure: Exception) -> None:
    """What was finished or put aside meanwhile is not ours to erase any more."""
    if not isinstance(failure, WrongState):
        tell_not_erased(scene, failure)
