"""Leads from home to home again, one visit after the other, as long as the window lives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from ui.conductor.backstage import Backstage
from ui.conductor.front import helper_page, home_page, wait_page
from ui.window import Help, Network

if TYPE_CHECKING:
    from collections.abc import Callable

    from kiosk.domain.events import Event
    from kiosk.domain.journey import Journey
    from ui.background import Background
    from ui.camera.device import Camera
    from ui.conductor.desk import Desk
    from ui.conductor.examination import Examination
    from ui.conductor.visit import Visit
    from ui.conductor.walk import Walk
    from ui.edges import Edges, Opening, ScanSource
    from ui.look import Look
    from ui.page import Page
    from ui.screens.idle import Then
    from ui.stage import Stage


class Conductor(QObject):
    """One for the life of the window. `opened` says that everything behind the screens is there.

    Until then there is no visit: home is on the glass, and whoever presses waits.
    """

    opened = Signal()

    def __init__(self, stage: Stage, background: Background, opening: Opening) -> None:
        super().__init__(stage)
        self._stage = stage
        self._background = background
        self._opening = opening
        self._closed: str | None = None
        self._visit: Visit | None = None
        self._desk: Desk | None = None
        self._examination: Examination | None = None
        self._wanted: Callable[[Visit], None] | None = None
        self._online = False
        self._sending = 0
        self._scanner_ready = False
        self._camera: Camera | None = None
        self._behind = Backstage(background, opening, self._open_journey, self)
        self._behind.ready.connect(self._edges_opened)
        self._behind.shut.connect(self._close_shop)
        self._behind.happened.connect(self._happened)
        self._behind.broke.connect(self._courier_broke)
        stage.shown.connect(self._shown)

    # --- opening and closing ---

    def open(self, camera: Camera | None = None) -> None:
        """Have everything behind the screens opened; home is on the glass meanwhile.

        The `camera` reads codes on the pages that ask for one.
        """
        self._camera = camera
        self._behind.open()

    @Slot(object)
    def _edges_opened(self, edges: Edges) -> None:
        """Everything that a person meets after home is loaded here, with home on the glass."""
        self._visit = visit = self._new_visit(edges)
        wanted, self._wanted = self._wanted, None
        if not edges.library.packs.procedures:
            self._close_shop("packs")
        elif wanted is not None:
            wanted(visit)
        elif visit.guide is None and self._stage.shows("home"):
            self.go_home()
        self.opened.emit()

    def _new_visit(self, edges: Edges) -> Visit:
        """Nobody's answers, people or codes outlive their time at the screen."""
        from ui.conductor.scene import Scene  # noqa: PLC0415 — not on the way to home
        from ui.conductor.visit import Visit  # noqa: PLC0415 — not on the way to home

        scene = Scene(
            self._stage,
            self._background,
            self._opening,
            edges,
            self.go_home,
            self.gone,
            self.call_helper,
            self._camera,
            online=self.sends,
            scanner_ready=self._scanner_ready,
        )
        visit = Visit(scene, self)
        visit.nudged.connect(self._behind.nudge)
        visit.help_wanted.connect(self.call_helper)
        visit.example_wanted.connect(self._show_example)
        return visit

    @Slot(str)
    def _close_shop(self, reason: str) -> None:
        self._closed = reason
        self.go_home()

    def close(self) -> None:
        """End the courier, then the queue; called once, when the window goes."""
        self._background.forget()
        self._behind.close()

    # --- home ---

    @Slot()
    def go_home(self) -> None:
        """Forget the person and show home."""
        self._background.forget()
        self._wanted = None
        self._stage.drop_covered()
        self._stage.reset()
        if self._desk is not None:
            self._desk.end()
            self._desk = None
        if self._visit is not None:
            self._visit.end()
            self._visit = self._new_visit(self._visit.scene.edges)
        self._stage.frame.show_help(Help.OFFERED)
        self._stage.show(self._home)

    def _home(self, look: Look) -> Page:
        page = home_page(look, self._opening, self._closed, teaches=self._teaches)
        page.account_wanted.connect(self._begin_account)
        page.dossier_wanted.connect(self._begin_dossier)
        page.progress_wanted.connect(self._look_up)
        page.resume_wanted.connect(self._resume)
        page.guide_wanted.connect(self._guide)
        page.tour_wanted.connect(self._show_example)
        return page

    @Slot()
    def _begin_account(self) -> None:
        self._when_open(lambda visit: visit.begin(wants_account=True))

    @Slot()
    def _begin_dossier(self) -> None:
        self._when_open(lambda visit: visit.begin(wants_account=False))

    @Slot()
    def _look_up(self) -> None:
        self._when_open(lambda visit: visit.ask_slip(to_resume=False))

    @Slot()
    def _resume(self) -> None:
        self._when_open(lambda visit: visit.ask_slip(to_resume=True))

    def _when_open(self, go: Callable[[Visit], None]) -> None:
        """Go on at once, or as soon as everything behind the screens is there."""
        if self._visit is not None:
            go(self._visit)
        elif self._closed is None:
            self._wanted = go
            self._stage.show(wait_page)

    @Slot()
    def _guide(self) -> None:
        self._when_open(lambda visit: visit.teach())

    @property
    def _teaches(self) -> bool:
        """Whether home has a door to the guide: also while nobody knows yet."""
        return self._visit is None or self._visit.guide is not None

    @Slot()
    def _show_example(self) -> None:
        if self._opening.show_example is not None:
            self._opening.show_example()

    # --- staff ---

    @Slot()
    def staff_comes(self) -> None:
        """Somebody is at the staff's door, which is on home alone: no person's visit is open."""
        if self._closed is not None and self._behind.edges is None:
            self._examine()
        else:
            self._when_open(lambda _visit: self._open_desk())

    def _examine(self) -> None:
        """All that can be done where the queue isn't open; it tells nothing about anybody."""
        from ui.conductor.examination import Examination  # noqa: PLC0415 — not on the way to home
        from ui.page import Door  # noqa: PLC0415 — likewise

        if self._examination is None:
            self._examination = Examination(
                self._stage, self._background, self._opening.examine, self, door=Door.NONE
            )
            self._examination.done.connect(self.go_home)
        self._examination.begin()

    def _open_desk(self) -> None:
        from ui.conductor.desk import Desk  # noqa: PLC0415 — not on the way to home
        from ui.conductor.device_trial import Devices  # noqa: PLC0415 — likewise

        edges, courier = self._behind.edges, self._behind.courier
        if edges is None or courier is None:
            return
        devices = Devices(
            self._opening.settings, edges.papers.flatbed, self._camera, self._scanner_answers
        )
        self._desk = desk = Desk(
            self._stage, self._background, self._opening, edges, courier, self, devices=devices
        )
        desk.left.connect(self.go_home)
        desk.slip_wanted.connect(self._take_slip)
        desk.paused.connect(self._sending_changed)
        desk.enter()

    def _scanner_answers(self) -> bool:
        return self._scanner_ready

    @Slot()
    def _take_slip(self) -> None:
        """The person has come with their slip: from here on the screen is theirs."""
        self.go_home()
        self._resume()

    # --- the person at the screen ---

    @property
    def walk(self) -> Walk | None:
        """The journey on the screen, if there is one."""
        return self._visit.walk if self._visit is not None else None

    def _open_journey(self) -> Journey | None:
        """The journey that somebody is at."""
        return self._visit.open_journey if self._visit is not None else None

    @property
    def has_person(self) -> bool:
        """Whether anything about somebody is on the screen."""
        return self._visit is not None and self._visit.has_person

    @property
    def account_code(self) -> str | None:
        """The portal's code of the account that was opened last in this visit."""
        return self._visit.account_code if self._visit is not None else None

    @property
    def progress_heard(self) -> bool:
        """Whether the progress on the screen came from the portal just now."""
        return self._visit is not None and self._visit.progress_heard

    def scanned(self, text: str, source: ScanSource) -> None:
        """A code was scanned: a slip anywhere, a card where somebody is asked for."""
        from kiosk.domain.slip import is_slip  # noqa: PLC0415 — not on the way to home

        if self._visit is None:
            return
        if self._desk is not None:
            if self._desk.tries(text, source) or not is_slip(text):
                return
            # A person's slip is read on the person's screen, never behind the staff's door.
            self.go_home()
        if self._stage.shows("notice.not_kept"):
            return  # what has failed waits behind it to be tried again
        self._stage.uncover()
        self._visit.scanned(text)

    @Slot()
    def put_aside(self) -> None:
        """Seal the journey for its slip, and show the slip."""
        if self._visit is not None:
            self._visit.put_aside()

    @Slot()
    def erase(self) -> None:
        """The person wants everything erased at once: the screen first, then the disk."""
        visit = self._visit
        self.go_home()
        if visit is not None:
            visit.erase()

    @property
    def then(self) -> Then:
        """What becomes of the screen when nobody is there any more."""
        from ui.screens.idle import Then  # noqa: PLC0415 — not on the way to home

        if self._desk is not None and self._desk.is_open:
            return Then.LOCKED
        return self._visit.then if self._visit is not None else Then.HOME

    @Slot()
    def gone(self) -> None:
        """Nobody is there any more: what was kept stays kept, the screen tells nothing."""
        from ui.screens.idle import Then  # noqa: PLC0415 — not on the way to home

        then = self.then
        self.go_home()
        if then in {Then.KEPT, Then.WIPED} and self._visit is not None:
            self._visit.tell_gone(kept=then is Then.KEPT)

    @Slot()
    def call_helper(self) -> None:
        """Say on the screen that a helper is wanted; the page waits behind."""
        if not self._may_cover("helper"):
            return
        if self._visit is not None:
            self._visit.call_helper()
            return

        def make(look: Look) -> Page:
            page = helper_page(look, self._opening)
            page.chosen.connect(self._stage.uncover)
            return page

        self._stage.cover(make)

    def offer_languages(self) -> None:
        """Let the person choose from more languages than two; the page waits behind."""
        if self._may_cover("languages"):
            self._stage.cover(self._languages_page)

    def _may_cover(self, name: str) -> bool:
        """Whether the page of this name isn't there already; a warning makes way for it."""
        if self._stage.shows("idle"):
            self._stage.uncover()
        return not self._stage.shows(name)

    def _languages_page(self, look: Look) -> Page:
        from ui.screens.languages import LanguagesPage  # noqa: PLC0415 — not on the way to home

        names = {it.language: it.name for it in self._stage.texts.values()}
        page = LanguagesPage(look, names)
        page.chosen.connect(self._language_chosen)
        page.back.connect(self._stage.uncover)
        return page

    @Slot(object)
    def _language_chosen(self, language: str) -> None:
        self._stage.uncover()
        self._stage.choose(language=language)

    @Slot()
    def stop_typing(self) -> None:
        """The helper at the machine has let go of the keys."""
        if self._visit is not None:
            self._visit.stop_typing()

    # --- what happens meanwhile ---

    @property
    def edges(self) -> Edges | None:
        """Everything behind the screens, once it is open."""
        return self._behind.edges

    @property
    def online(self) -> bool:
        """Whether the portal's last answer was as agreed."""
        return self._online

    @property
    def sends(self) -> bool:
        """Whether what is finished now goes to the portal at once."""
        return self._online and not self._behind.paused

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
                self._sending = event.waiting
                self._show_network()
        if self._visit is not None:
            self._visit.happened(event)
        if self._desk is not None:
            self._desk.happened()

    @Slot(object)
    def _shown(self, page: Page) -> None:
        """Home comes by itself; for any other page somebody is there, who reads the header."""
        if page.objectName() != "home":
            self._behind.look()

    @Slot(object)
    def _courier_broke(self, failure: Exception) -> None:
        """Nothing is sent any more, and the screen must not say otherwise."""
        self._set_online(online=False)
        raise failure

    def _set_online(self, *, online: bool) -> None:
        self._online, self._sending = online, 0
        self._sending_changed()

    @Slot()
    def _sending_changed(self) -> None:
        """What is finished now goes to the portal at once, or does not any more."""
        self._show_network()
        if self._visit is not None:
            self._visit.network_changed(online=self.sends)

    def _show_network(self) -> None:
        """Say in the header how it stands."""
        state = Network.ONLINE if self._online else Network.OFFLINE
        if self._behind.paused:
            state = Network.PAUSED
        elif self._sending:
            state = Network.SENDING
        self._stage.frame.show_network(state, self._sending)

    @Slot()
    def scanner_is_ready(self) -> None:
        """The code scanner answers."""
        self._set_scanner(ready=True)

    @Slot()
    def scanner_is_lost(self) -> None:
        """The code scanner was pulled out."""
        self._set_scanner(ready=False)

    def _set_scanner(self, *, ready: bool) -> None:
        self._scanner_ready = ready
        if self._visit is not None:
            self._visit.scanner_changed(ready=ready)
