"""Calls a helper, hears that they came, and has them type for the person where all can see it."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal, Slot

from kiosk.domain.helping import HelpMode
from ui.conductor.front import helper_page, helper_shown, on_duty
from ui.screens.helper_choice import HelperChoicePage, HelpReasonPage
from ui.screens.notice import NoticePage, Way
from ui.screens.who_presses import WhoPressesPage
from ui.window import Help

if TYPE_CHECKING:
    from collections.abc import Callable

    from kiosk.domain.helping import Reason
    from kiosk.settings import HelperToday
    from ui.conductor.scene import Scene
    from ui.look import Look
    from ui.page import Page
    from ui.screens.consent import ConsentAsked

_HELPED: Final = (HelpMode.GUIDED, HelpMode.ON_BEHALF)
_SAYING: Final = {"helper_choice", "help_reason", "helper.arrived", "helper.consent"}


def may_they_page(look: Look, asked: ConsentAsked) -> NoticePage:
    """Whether a helper may press the keys for the person."""
    return NoticePage(
        look,
        name="helper.consent",
        title=asked.title,
        lines=(asked.text,),
        ways=(Way("yes", look.say("consent.agree")), Way("no", look.say("consent.decline"))),
        picture="hand",
    )


class Assisting(QObject):
    """One person's help. What comes of it stands in the session; `changed` says that it did.

    `settled`: who presses was said, by who was asked at the start; `back`: they want to say it
    again.
    """

    changed = Signal()
    settled = Signal()
    back = Signal()

    def __init__(self, scene: Scene, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._scene = scene
        self._mode = HelpMode.GUIDED
        self._helper: HelperToday | None = None
        self._reason: Reason | None = None
        self._meanwhile = False

    # --- at the start ---

    def begin(self, mode: HelpMode) -> None:
        """Take in who presses; ask who helps, and why, where somebody does."""
        self._meanwhile = False
        self._take(mode)

    # --- called for ---

    def call(self) -> None:
        """Call somebody; the page waits behind, and the header says so until they are there."""
        here = on_duty(self._scene.opening)
        if here and not self._scene.session.typing:
            self._scene.stage.frame.show_help(Help.CALLED)
        page = self._scene.stage.frame.page
        # Who is just saying who helps has no need to say that somebody has come.
        saying = page is not None and page.objectName() in _SAYING
        if page is not None and not saying:
            self._scene.session.called_at |= {page.objectName().removeprefix("question.")}
        self._meanwhile = self._meanwhile or not saying
        self._scene.stage.cover(partial(self._called, arrives=not saying))

    def _called(self, look: Look, *, arrives: bool) -> Page:
        page = helper_page(look, self._scene.opening, arrives=arrives)
        page.chosen.connect(self._called_chosen)
        return page

    @Slot(str)
    def _called_chosen(self, meaning: str) -> None:
        if meaning == "arrived":
            self.show()
            self._show(self._arrived)
        else:
            self._scene.stage.uncover()

    def _arrived(self, look: Look) -> Page:
        page = WhoPressesPage(look, _HELPED, name="helper.arrived")
        page.chosen.connect(self._take)
        page.back.connect(self._scene.stage.uncover)
        return page

    # --- who, and why ---

    @Slot(object)
    def _take(self, mode: HelpMode) -> None:
        helpers = self._scene.settings.helpers
        self._mode = mode
        self._helper = helpers[0] if len(helpers) == 1 and mode in _HELPED else None
        self._reason = None
        if mode in _HELPED and len(helpers) > 1:
            self._show(self._who)
        else:
            self._who_is_known()

    def _who(self, look: Look) -> Page:
        helpers = [helper_shown(it) for it in self._scene.settings.helpers]
        page = HelperChoicePage(look, helpers)
        page.chosen.connect(self._chosen)
        page.back.connect(self._step_back)
        return page

    @Slot(int)
    def _chosen(self, place: int) -> None:
        self._helper = self._scene.settings.helpers[place]
        self._who_is_known()

    def _who_is_known(self) -> None:
        if self._mode is not HelpMode.ON_BEHALF:
            self._settle()
        elif self._agreed_today and self._scene.session.reason is not None:
            self._reason = self._scene.session.reason
            self._settle()
        else:
            self._show(self._why)

    def _why(self, look: Look) -> Page:
        page = HelpReasonPage(look)
        page.chosen.connect(self._reason_given)
        page.back.connect(self._step_back)
        return page

    @Slot(object)
    def _reason_given(self, reason: Reason) -> None:
        self._reason = reason
        # Who has not been asked for any agreement yet is asked for this one among them.
        if self._agreed_today or not self._scene.session.consents:
            self._settle()
        else:
            self._show(self._may_they)

    @Slot()
    def _step_back(self) -> None:
        if self._meanwhile:
            self._show(self._arrived)
        else:
            self.back.emit()

    # --- the person's word ---

    @property
    def _agreed_today(self) -> bool:
        """Whether the person has agreed to it, which counts for that helper and day alone."""
        return any(
            it.agreed and it.helper == self._code and self._scene.is_today(it.at)
            for it in self._scene.session.consents
            if it.purpose == "helper"
        )

    @property
    def _code(self) -> str | None:
        return self._helper.code if self._helper is not None else None

    def _may_they(self, look: Look) -> Page:
        asked = self._scene.consent_asked(look, "helper", self._code)
        page = may_they_page(look, asked)
        page.chosen.connect(self._answered)
        return page

    @Slot(str)
    def _answered(self, meaning: str) -> None:
        session = self._scene.session
        agreed = meaning == "yes"
        look = self._scene.stage.look
        given = self._scene.consent(look, "helper", self._code, agreed=agreed)
        session.consents = (*(it for it in session.consents if it.purpose != "helper"), given)
        if not agreed:
            self._mode, self._reason = HelpMode.GUIDED, None
        self._settle()

    # --- what comes of it ---

    def _settle(self) -> None:
        session = self._scene.session
        session.helping = session.helping.lessened(self._mode, self._code)
        session.typing = self._mode is HelpMode.ON_BEHALF
        session.reason = self._reason or session.reason
        self.show()
        self.changed.emit()
        if self._meanwhile:
            self._scene.stage.uncover()
        else:
            self.settled.emit()

    def declined(self) -> None:
        """The person would rather press themselves: nothing has been typed for them yet."""
        session = self._scene.session
        session.helping = replace(session.helping, mode=HelpMode.GUIDED)
        session.reason = None
        self.stop()

    @Slot()
    def stop(self) -> None:
        """The helper has let go of the keys. How the journey came about stays as it is."""
        self._scene.session.typing = False
        self.show()

    def show(self) -> None:
        """Show, or no longer, that a helper types."""
        frame = self._scene.stage.frame
        if self._scene.session.typing:
            frame.show_help(Help.TYPING, self._name())
        else:
            frame.show_help(Help.OFFERED)

    def _name(self) -> str:
        code = self._scene.session.helping.helper
        named = [it.name for it in self._scene.settings.helpers if it.code == code]
        return named[0] if named else self._scene.stage.look.say("helping.nobody")

    def _show(self, make: Callable[[Look], Page]) -> None:
        """The next page of it: in place of the last one, or still over what waits behind."""
        if self._meanwhile:
            self._scene.stage.uncover()
            self._scene.stage.cover(make)
        else:
            self._scene.stage.show(make)
