"""Leads each person from home to home again, and hears what happens meanwhile."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from kiosk.domain.ports import QueueFailure, WrongState
from ui.conductor.backstage import Backstage
from ui.conductor.front import guide_page, helper_page, home_page, wait_page
from ui.window import Network

if TYPE_CHECKING:
    from collections.abc import Callable

    from kiosk.domain.events import Event
    from kiosk.domain.journey import Journey
    from kiosk.domain.procedure import Procedure
    from ui.background import Background
    from ui.conductor.scene import Scene
    from ui.conductor.stretches import Stretches
    from ui.conductor.walk import Walk
    from ui.edges import Edges, Opening
    from ui.look import Look
    from ui.page import Page
    from ui.screens.idle import Then
    from ui.stage import Stage

_ACCOUNT = "account.portal"

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
        self._way: Stretches | None = None
        self._wanted: Callable[[], None] | None = None
        self._wants_account = False
        self._beginning = False
        self._walk: Walk | None = None
        self._walk_open = False
        self._settled = False
        self._online = False
        self._scanner_ready = False
        self._behind = Backstage(background, opening, self._open_journey, self)
        self._behind.ready.connect(self._edges_opened)
        self._behind.shut.connect(self._close_shop)
        self._behind.happened.connect(self._happened)
        self._behind.broke.connect(self._courier_broke)

    # --- opening and closing ---

    def open(self) -> None:
        """Have everything behind the screens opened; home is on the glass meanwhile."""
        self._behind.open()

    @Slot(object)
    def _edges_opened(self, edges: Edges) -> None:
        """Everything that a person meets after home is loaded here, with home on the glass."""
        from ui.conductor.scene import Scene  # noqa: PLC0415

        self._scene = Scene(self._stage, self._background, self._opening, edges, self.go_home)
        self._scene.scanner_ready = self._scanner_ready
        self._lead_anew()
        wanted, self._wanted = self._wanted, None
        if not edges.library.packs.procedures:
            self._close_shop("packs")
        elif wanted is not None:
            wanted()
        self.opened.emit()

    def _when_open(self, go: Callable[[], None]) -> None:
        """Go on at once, or as soon as everything behind the screens is there."""
        if self._scene is not None:
            go()
        elif self._closed is None:
            self._wanted = go
            self._stage.show(wait_page)

    def _open_journey(self) -> Journey | None:
        """The journey that somebody is at."""
        return self._walk.journey if self._walk is not None and self._walk_open else None

    @Slot(str)
    def _close_shop(self, reason: str) -> None:
        self._closed = reason
        self.go_home()

    def close(self) -> None:
        """End the courier, then the queue; called once, when the window goes."""
        self._background.forget()
        self._behind.close()

    def _lead_anew(self) -> None:
        """Nobody's answers, people or codes outlive their time at the screen."""
        from ui.conductor.session import Session  # noqa: PLC0415 — not on the way to home
        from ui.conductor.stretches import Stretches  # noqa: PLC0415 — not on the way to home

        if self._scene is None:
            return
        self._scene.session = Session()
        if self._way is not None:
            self._way.deleteLater()
        self._way = Stretches(self._scene, self)
        self._connect(self._way)

    def _connect(self, way: Stretches) -> None:
        way.arrival.greeted.connect(self._greeted)
        way.arrival.known.connect(self._known)
        way.arrival.unfinished.connect(self._take_up)
        way.arrival.back.connect(self._greeted)
        way.arrival.left.connect(self.go_home)
        way.finding.chosen.connect(self._procedure_chosen)
        way.finding.back.connect(self._before_finding)
        way.finding.left.connect(self.go_home)
        way.handing_in.nudged.connect(self._behind.nudge)
        way.handing_in.settled.connect(self._journey_settled)
        way.handing_in.another.connect(self._another)
        way.handing_in.done.connect(self.go_home)
        way.handing_in.back.connect(self._back_to_check)
        way.handing_in.correct.connect(self._take_up)
        way.handing_in.leave_wanted.connect(self._leave)
        way.handing_in.help_wanted.connect(self.call_helper)
        way.looking_up.reopened.connect(self._take_up)
        way.looking_up.left.connect(self.go_home)
        way.leaving.closing.connect(self._journey_closing)
        way.leaving.sealed.connect(self._journey_settled)
        way.leaving.stayed.connect(self._stay)
        way.leaving.gone.connect(self.go_home)
        way.leaving.resume_wanted.connect(self._resume)

    # --- home ---

    @Slot()
    def go_home(self) -> None:
        """Forget the person and show home."""
        self._background.forget()
        self._wanted = None
        self._beginning = False
        self._stage.drop_covered()
        self._stage.reset()
        if self._way is not None:
            self._drop_walk()
            self._settled = False
            self._way.leaving.forget_codes()
            self._lead_anew()
        self._stage.show(self._home)

    def _home(self, look: Look) -> Page:
        page = home_page(look, self._opening, self._closed)
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
        page = guide_page(look)
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
        self._when_open(lambda: self._way.arrival.greet() if self._way else None)

    @Slot()
    def _look_up(self) -> None:
        self._when_open(lambda: self._ask_slip(to_resume=False))

    @Slot()
    def _resume(self) -> None:
        self._when_open(lambda: self._ask_slip(to_resume=True))

    def _ask_slip(self, *, to_resume: bool) -> None:
        if self._way is not None:
            self._way.looking_up.ask(to_resume=to_resume)

    @Slot()
    def _greeted(self) -> None:
        if self._way is None:
            return
        account = self._way.scene.edges.library.packs.procedure(_ACCOUNT)
        if self._wants_account and account is not None:
            self._way.finding.consider(account)
        else:
            self._way.finding.find()

    @Slot()
    def _before_finding(self) -> None:
        """Back from the first question about the need."""
        self.go_home()

    @Slot(object)
    def _procedure_chosen(self, procedure: Procedure) -> None:
        self._procedure = procedure
        if self._way is not None:
            self._way.arrival.ask_consent()

    @Slot()
    def _known(self) -> None:
        if self._scene is None or self._beginning:
            return
        self._beginning = True
        begun = self._scene.edges.queue.begin(self._procedure.kind, self._procedure)
        self._background.watch(begun, self._begun, self._not_begun)

    def _not_begun(self, failure: Exception) -> None:
        self._beginning = False
        if self._scene is not None:
            self._scene.not_kept(failure, self.go_home)

    def _begun(self, journey: Journey) -> None:
        """A new journey: what is known of the person is filled in, and kept from here on."""
        self._beginning = False
        scene = self._scene
        if scene is None:
            return
        session = scene.session
        journey = journey.consent(session.consents).helped(session.helping)
        if not self._wants_account:
            journey = journey.after(session.account)
        known = session.known_answers(self._procedure)
        origin = "card" if session.card_read else "typed"
        self._set_out(journey.answer(known, origin), self._procedure)
        if self._walk is not None:
            self._walk.keep()

    @Slot(object)
    def _take_up(self, journey: Journey) -> None:
        """Go on with a journey that was put aside, broken off or refused."""
        scene = self._scene
        procedure = scene.procedure(journey.procedure, journey.version) if scene else None
        if scene is None:
            return
        if procedure is None:
            self._too_old(journey)
            return
        scene.session.consents = journey.consents
        scene.session.helping = journey.helping
        scene.session.greeted = True
        self._set_out(journey, procedure)

    def _too_old(self, journey: Journey) -> None:
        """Its procedure in that version is not here any more: it goes back under its slip."""
        if self._scene is None:
            return
        self._background.watch(
            self._scene.edges.queue.put_aside(journey.id), _nothing, self._not_sealed, lasting=True
        )
        self._scene.notice(
            "too_old",
            lambda _meaning: self.go_home(),
            ways=("progress.home",),
            phone=self._scene.phone,
        )

    def _not_sealed(self, failure: Exception) -> None:
        """It is sealed later, when it is tidied away."""
        if not isinstance(failure, QueueFailure):
            raise failure
        _log.error("not put aside", extra={"failure": type(failure).__name__})

    def _set_out(self, journey: Journey, procedure: Procedure) -> None:
        self._drop_walk()
        if self._way is None:
            return
        self._procedure = procedure
        walk = self._way.walk(journey, procedure)
        walk.checked.connect(self._checked)
        walk.aside_wanted.connect(self.put_aside)
        walk.leave_wanted.connect(self._leave)
        walk.back.connect(self._leave)
        self._walk = walk
        self._walk_open = True
        self._settled = False
        walk.show_tasks()

    def _drop_walk(self) -> None:
        if self._walk is not None:
            self._walk.deleteLater()
            self._walk = None
        self._walk_open = False

    @Slot()
    def _journey_closing(self) -> None:
        """It is being erased or sealed: to keep it once more now would bring it back."""
        self._walk_open = False

    @Slot()
    def _journey_settled(self) -> None:
        """It is in the queue, or under its slip: whoever leaves now loses nothing."""
        self._walk_open = False
        self._settled = True

    @Slot()
    def _checked(self) -> None:
        if self._walk is not None and self._way is not None:
            self._way.handing_in.ask(self._walk.journey, self._walk.procedure)

    @Slot()
    def _back_to_check(self) -> None:
        if self._walk is not None:
            self._walk.check()

    @Slot()
    def _another(self) -> None:
        """The same person does something else: nothing is asked twice."""
        self._drop_walk()
        self._settled = False
        self._wants_account = False
        if self._way is not None:
            self._way.finding.find()

    # --- leaving ---

    @Slot()
    def put_aside(self) -> None:
        """Seal the journey for its slip, and show the slip."""
        if self._walk is not None and self._way is not None:
            self._way.leaving.put_aside(self._walk.journey, self._walk.procedure)

    @Slot()
    def _leave(self) -> None:
        if self._walk is not None and self._way is not None:
            self._way.leaving.ask(self._walk.journey, self._walk.procedure)
        else:
            self.go_home()

    @Slot()
    def _stay(self) -> None:
        if self._walk is not None:
            self._walk_open = True
            self._walk.show_tasks()

    @Slot()
    def erase(self) -> None:
        """The person wants everything erased at once: the screen first, then the disk."""
        journey = self._open_journey()
        self.go_home()
        if journey is not None and self._scene is not None:
            erased = self._scene.edges.queue.discard(journey.id)
            self._background.watch(erased, _nothing, self._not_erased, lasting=True)

    def _not_erased(self, failure: Exception) -> None:
        """What was finished or put aside meanwhile is not ours to erase any more."""
        if isinstance(failure, WrongState):
            return
        if self._scene is not None:
            self._scene.notice(
                "not_erased",
                lambda _meaning: self.go_home(),
                ways=("progress.home",),
                picture="triangle-alert",
                phone=self._scene.phone,
            )
        if not isinstance(failure, QueueFailure):
            raise failure
        _log.error("not erased", extra={"failure": type(failure).__name__})

    @Slot()
    def call_helper(self) -> None:
        """Say on the screen that a helper is wanted; the page waits behind."""
        page = self._stage.frame.page
        shown = page.objectName() if page is not None else ""
        if shown == "helper":
            return
        if shown == "idle":
            self._stage.uncover()

        def make(look: Look) -> Page:
            page = helper_page(look, self._opening)
            page.chosen.connect(self._stage.uncover)
            return page

        self._stage.cover(make)

    @Slot()
    def scanner_is_ready(self) -> None:
        """The code scanner answers."""
        self._show_scanner(ready=True)

    @Slot()
    def scanner_is_lost(self) -> None:
        """The code scanner was pulled out."""
        self._show_scanner(ready=False)

    def _show_scanner(self, *, ready: bool) -> None:
        self._scanner_ready = ready
        if self._scene is not None:
            self._scene.scanner_ready = ready
        page = self._stage.frame.page
        if page is not None and page.objectName() == "identity":
            self._stage.choose()

    @Slot()
    def gone(self) -> None:
        """Nobody is there any more: what was kept stays kept, the screen tells nothing."""
        from ui.screens.idle import Then  # noqa: PLC0415 — not on the way to home

        then = self.then
        self.go_home()
        if then is not Then.HOME and self._way is not None:
            self._way.leaving.tell_gone(kept=then is Then.KEPT)

    @property
    def then(self) -> Then:
        """What becomes of the screen when nobody is there any more."""
        from ui.screens.idle import Then  # noqa: PLC0415 — not on the way to home

        if self._open_journey() is not None:
            return Then.KEPT
        return Then.WIPED if self.has_person and not self._settled else Then.HOME

    @property
    def edges(self) -> Edges | None:
        """Everything behind the screens, once it is open."""
        return self._behind.edges

    @property
    def online(self) -> bool:
        """Whether the portal's last answer was as agreed."""
        return self._online

    @property
    def account_code(self) -> str | None:
        """The portal's code of the account that was opened last in this session."""
        return self._way.handing_in.account_code if self._way is not None else None

    @property
    def progress_heard(self) -> bool:
        """Whether the progress on the screen came from the portal just now."""
        return self._way is not None and self._way.looking_up.heard

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
        if self._way is None:
            return
        self._stage.uncover()
        if text.upper().startswith("KIOSK1:"):
            if self._walk is None:
                self._way.looking_up.scanned(text)
        elif self._walk is not None:
            self._walk.scanned(text)
        else:
            self._way.arrival.scanned(text)

    @Slot(object)
    def _happened(self, event: Event) -> None:
        from kiosk.domain.events import (  # noqa: PLC0415 — not on the way to home
            PortalLost,
            PortalReached,
            PortalShut,
            Sending,
        )

        match event:
            case PortalReached():
                self._set_online(online=True)
            case PortalLost() | PortalShut():
                self._set_online(online=False)
            case Sending() if self._online:
                state = Network.SENDING if event.waiting else Network.ONLINE
                self._stage.frame.show_network(state, event.waiting)
        if self._way is not None:
            self._way.handing_in.happened(event)

    @Slot(object)
    def _courier_broke(self, failure: Exception) -> None:
        """Nothing is sent any more, and the screen must not say otherwise."""
        self._set_online(online=False)
        raise failure

    def _set_online(self, *, online: bool) -> None:
        self._online = online
        self._stage.frame.show_network(Network.ONLINE if online else Network.OFFLINE)
        if self._scene is not None and self._way is not None:
            self._scene.online = online
            self._way.handing_in.network_changed()


def _nothing(_none: None) -> None:
    """What is done about something that went well."""

