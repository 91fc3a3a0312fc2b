"""Leads each person from home to home again, and hears what happens meanwhile."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from kiosk.domain.events import PortalLost, PortalReached, PortalShut, Sending
from kiosk.domain.ports import (
    QueueDamaged,
    QueueFailure,
    QueueFull,
    QueueInUse,
    QueueLocked,
    QueueTooNew,
)
from ui.art.people import Portrait
from ui.conductor.session import Session
from ui.courier_thread import CourierThread
from ui.screens.home import HelperShown, HomePage, HomeShown
from ui.window import Network

if TYPE_CHECKING:
    from kiosk.domain.events import Event
    from kiosk.domain.journey import Journey
    from kiosk.domain.procedure import Procedure
    from ui.background import Background
    from ui.conductor.scene import Scene
    from ui.conductor.walk import Walk
    from ui.edges import Edges, Opening
    from ui.look import Look
    from ui.page import Page
    from ui.stage import Stage

_ACCOUNT = "account.portal"
_TIDY_MS = 60_000
_CLOSED = {
    QueueLocked: "locked",
    QueueDamaged: "damaged",
    QueueTooNew: "too-new",
    QueueInUse: "in-use",
    QueueFull: "full",
}

_log = logging.getLogger(__name__)


class Conductor(QObject):
    """One for the life of the window. `opened` says that everything behind the screens is there."""

    opened = Signal()

    def __init__(self, stage: Stage, background: Background, opening: Opening) -> None:
        super().__init__(stage)
        self._stage = stage
        self._background = background
        self._opening = opening
        self._closed: str | None = None
        self._scene: Scene | None = None
        self._courier: CourierThread | None = None
        self._wants_account = False
        self._walk: Walk | None = None
        self._online = False
        self._scanner_ready = False
        self._tidying = QTimer(self)
        self._tidying.timeout.connect(self._tidy)

    # --- opening and closing ---

    def open(self) -> None:
        """Have everything behind the screens opened; home is on the glass meanwhile."""
        self._background.watch(self._opening.edges(), self._edges_opened, self._not_opened)

    def _edges_opened(self, edges: Edges) -> None:
        """Everything that a person meets after home is loaded here, with home on the glass."""
        from ui.conductor.arrival import Arrival  # noqa: PLC0415
        from ui.conductor.finding import Finding  # noqa: PLC0415
        from ui.conductor.handing_in import HandingIn  # noqa: PLC0415
        from ui.conductor.leaving import Leaving  # noqa: PLC0415
        from ui.conductor.looking_up import LookingUp  # noqa: PLC0415
        from ui.conductor.scene import Scene  # noqa: PLC0415

        scene = Scene(self._stage, self._background, self._opening, edges)
        scene.scanner_ready = self._scanner_ready
        self._scene = scene
        self._arrival = Arrival(scene, self)
        self._finding = Finding(scene, self)
        self._handing_in = HandingIn(scene, self)
        self._looking_up = LookingUp(scene, self)
        self._leaving = Leaving(scene, self)
        self._connect()
        self._courier = CourierThread(edges.make_courier, self)
        self._courier.happened.connect(self._happened)
        self._handing_in.nudged.connect(self._courier.nudge)
        self._courier.start()
        self._tidying.start(_TIDY_MS)
        if not edges.library.packs.procedures:
            self._close_shop("packs")
        self.opened.emit()

    def _not_opened(self, failure: Exception) -> None:
        if not isinstance(failure, QueueFailure):
            raise failure
        _log.error("the queue is not open", extra={"failure": type(failure).__name__})
        self._close_shop(_CLOSED[type(failure)])

    @Slot()
    def _tidy(self) -> None:
        """What nobody came back for goes when its time has come."""
        if self._scene is not None:
            self._background.watch(
                self._scene.edges.queue.tidy(), lambda _none: None, self._not_tidied
            )

    def _not_tidied(self, failure: Exception) -> None:
        if not isinstance(failure, QueueFailure):
            raise failure
        _log.error("not tidied", extra={"failure": type(failure).__name__})

    def _close_shop(self, reason: str) -> None:
        self._closed = reason
        self.go_home()

    def close(self) -> None:
        """End the courier, then the queue; called once, when the window goes."""
        self._background.forget()
        if self._courier is not None:
            self._courier.close()
        if self._scene is not None:
            self._scene.edges.close()

    def _connect(self) -> None:
        arrival, finding, handing_in = self._arrival, self._finding, self._handing_in
        arrival.greeted.connect(self._greeted)
        arrival.known.connect(self._known)
        arrival.unfinished.connect(self._take_up)
        arrival.back.connect(self._greeted)
        arrival.left.connect(self.go_home)
        finding.chosen.connect(self._procedure_chosen)
        finding.back.connect(self._before_finding)
        finding.left.connect(self.go_home)
        handing_in.another.connect(self._another)
        handing_in.done.connect(self.go_home)
        handing_in.back.connect(self._back_to_check)
        handing_in.correct.connect(self._take_up)
        handing_in.leave_wanted.connect(self._leave)
        handing_in.help_wanted.connect(self.call_helper)
        self._looking_up.reopened.connect(self._take_up)
        self._looking_up.left.connect(self.go_home)
        self._leaving.stayed.connect(self._stay)
        self._leaving.gone.connect(self.go_home)
        self._leaving.resume_wanted.connect(self._resume)

    # --- home ---

    @Slot()
    def go_home(self) -> None:
        """Forget the person and show home."""
        self._background.forget()
        self._stage.drop_covered()
        self._stage.reset()
        if self._scene is not None:
            self._scene.session = Session()
            self._drop_walk()
            self._leaving.forget_codes()
        self._stage.show(self._home)

    def _home(self, look: Look) -> Page:
        point = self._opening.settings.point
        shown = HomeShown(
            today=self._opening.clock.today(),
            phone=point.phone,
            helpers=tuple(
                HelperShown(helper.name, helper.role, Portrait(helper.drawing))
                for helper in self._opening.settings.helpers
            ),
            hours=point.hours,
            closed=self._closed,
        )
        page = HomePage(look, shown)
        page.account_wanted.connect(self._begin_account)
        page.dossier_wanted.connect(self._begin_dossier)
        page.progress_wanted.connect(self._look_up)
        page.resume_wanted.connect(self._resume)
        page.guide_wanted.connect(self._guide)
        page.tour_wanted.connect(self._show_example)
        return page

    @Slot()
    def _guide(self) -> None:
        self._stage.show(self._guide_page)

    def _guide_page(self, look: Look) -> Page:
        from ui.screens.guide import GuidePage  # noqa: PLC0415 — not on the way to home

        page = GuidePage(look)
        page.finished.connect(self.go_home)
        return page

    @Slot()
    def _show_example(self) -> None:
        if self._opening.show_example is not None:
            self._opening.show_example()

    # --- errands ---

    @Slot()
    def _begin_account(self) -> None:
        self._begin(wants_account=True)

    @Slot()
    def _begin_dossier(self) -> None:
        self._begin(wants_account=False)

    def _begin(self, *, wants_account: bool) -> None:
        self._wants_account = wants_account
        if self._scene is not None:
            self._arrival.greet()

    @Slot()
    def _look_up(self) -> None:
        if self._scene is not None:
            self._looking_up.ask(to_resume=False)

    @Slot()
    def _resume(self) -> None:
        if self._scene is not None:
            self._looking_up.ask(to_resume=True)

    @Slot()
    def _greeted(self) -> None:
        if self._scene is None:
            return
        account = self._scene.edges.library.packs.procedure(_ACCOUNT)
        if self._wants_account and account is not None:
            self._finding.consider(account)
        else:
            self._finding.find()

    @Slot()
    def _before_finding(self) -> None:
        """Back from the first question about the need."""
        self.go_home()

    @Slot(object)
    def _procedure_chosen(self, procedure: Procedure) -> None:
        self._procedure = procedure
        self._arrival.ask_consent()

    @Slot()
    def _known(self) -> None:
        if self._scene is None:
            return
        begun = self._scene.edges.queue.begin(self._procedure.kind, self._procedure)
        self._background.watch(begun, self._begun, self._not_begun)

    def _not_begun(self, failure: Exception) -> None:
        if self._scene is not None:
            self._scene.not_kept(failure, self.go_home)

    def _begun(self, journey: Journey) -> None:
        """A new journey: what is known of the person is filled in, and kept from here on."""
        scene = self._scene
        if scene is None:
            return
        session = scene.session
        journey = journey.consent(session.consents).helped(session.helping)
        if not self._wants_account:
            journey = journey.after(session.account)
        known = session.known_answers(self._procedure)
        self._set_out(journey.answer(known, "card"), self._procedure)
        if self._walk is not None:
            self._walk.keep()

    @Slot(object)
    def _take_up(self, journey: Journey) -> None:
        """Go on with a journey that was put aside, broken off or refused."""
        scene = self._scene
        procedure = scene.procedure(journey.procedure, journey.version) if scene else None
        if scene is None or procedure is None:
            self._close_shop("packs")
            return
        scene.session.consents = journey.consents
        scene.session.helping = journey.helping
        scene.session.greeted = True
        self._set_out(journey, procedure)

    def _set_out(self, journey: Journey, procedure: Procedure) -> None:
        self._drop_walk()
        if self._scene is None:
            return
        self._procedure = procedure
        from ui.conductor.walk import Walk  # noqa: PLC0415 — not on the way to home

        walk = Walk(self._scene, journey, procedure, self)
        walk.checked.connect(self._checked)
        walk.aside_wanted.connect(self.put_aside)
        walk.leave_wanted.connect(self._leave)
        walk.back.connect(self._leave)
        self._walk = walk
        walk.show_tasks()

    def _drop_walk(self) -> None:
        if self._walk is not None:
            self._walk.deleteLater()
            self._walk = None

    @Slot()
    def _checked(self) -> None:
        if self._walk is not None:
            self._handing_in.ask(self._walk.journey, self._walk.procedure)

    @Slot()
    def _back_to_check(self) -> None:
        if self._walk is not None:
            self._walk.check()

    @Slot()
    def _another(self) -> None:
        """The same person does something else: nothing is asked twice."""
        self._drop_walk()
        self._wants_account = False
        self._finding.find()

    # --- leaving ---

    @Slot()
    def put_aside(self) -> None:
        if self._walk is not None:
            self._leaving.put_aside(self._walk.journey, self._walk.procedure)

    @Slot()
    def _leave(self) -> None:
        if self._walk is not None:
            self._leaving.ask(self._walk.journey, self._walk.procedure)
        else:
            self.go_home()

    @Slot()
    def _stay(self) -> None:
        if self._walk is not None:
            self._walk.show_tasks()

    @Slot()
    def erase(self) -> None:
        """The person wants everything erased at once."""
        self._stage.drop_covered()
        if self._walk is not None and self._scene is not None:
            self._scene.edges.queue.discard(self._walk.journey.id)
        self.go_home()

    @Slot()
    def call_helper(self) -> None:
        """Say on the screen that a helper is wanted; the page waits behind."""
        if self._stage.covered:
            return
        helpers = self._opening.settings.helpers
        point = self._opening.settings.point

        from ui.screens.notice import NoticePage, Way  # noqa: PLC0415 — not on the way to home

        def make(look: Look) -> Page:
            name = helpers[0].name if helpers else look.say("notice.helper.nobody")
            page = NoticePage(
                look,
                name="helper",
                title=look.say("notice.helper.title"),
                lines=(look.say("notice.helper.text", helper=name, phone=point.phone),),
                ways=(Way("back", look.say("notice.helper.back")),),
                picture="hand",
            )
            page.chosen.connect(self._stage.uncover)
            return page

        self._stage.cover(make)

    @Slot()
    def scanner_is_ready(self) -> None:
        """The code scanner answers."""
        self._scanner_ready = True
        if self._scene is not None:
            self._scene.scanner_ready = True

    @Slot()
    def gone(self) -> None:
        """Nobody is there any more: what was kept stays kept, the screen tells nothing."""
        kept = self._walk is not None
        had_person = self.has_person
        self.go_home()
        if kept or had_person:
            self._leaving.tell_gone(kept=kept)

    @property
    def edges(self) -> Edges | None:
        """Everything behind the screens, once it is open."""
        return self._scene.edges if self._scene is not None else None

    @property
    def online(self) -> bool:
        """Whether the portal's last answer was as agreed."""
        return self._online

    @property
    def account_code(self) -> str | None:
        """The portal's code of the account that was opened last in this session."""
        return self._handing_in.account_code if self._scene is not None else None

    @property
    def progress_heard(self) -> bool:
        """Whether the progress on the screen came from the portal just now."""
        return self._scene is not None and self._looking_up.heard

    @property
    def has_person(self) -> bool:
        """Whether anything about somebody is on the screen."""
        return self._scene is not None and self._scene.session.requester is not None

    @property
    def walk(self) -> Walk | None:
        """The journey on the screen, if there is one."""
        return self._walk

    # --- what happens ---

    @Slot(str)
    def scanned(self, text: str) -> None:
        """A code was scanned: a slip anywhere, a card where somebody is asked for."""
        if self._scene is None:
            return
        if text.upper().startswith("KIOSK1:"):
            if self._walk is None:
                self._looking_up.scanned(text)
        elif self._walk is not None:
            self._walk.scanned(text)
        else:
            self._arrival.scanned(text)

    @Slot(object)
    def _happened(self, event: Event) -> None:
        match event:
            case PortalReached():
                self._set_online(online=True)
            case PortalLost() | PortalShut():
                self._set_online(online=False)
            case Sending() if self._online:
                state = Network.SENDING if event.waiting else Network.ONLINE
                self._stage.frame.show_network(state, event.waiting)
        self._handing_in.happened(event)

    def _set_online(self, *, online: bool) -> None:
        self._online = online
        if self._scene is not None:
            self._scene.online = online
        self._stage.frame.show_network(Network.ONLINE if online else Network.OFFLINE)
        self._handing_in.network_changed()
