"""What every stretch of the way works with: the stage, the edges, and the person's session."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from kiosk.clock import VIETNAM
from kiosk.domain.consent import Consent
from kiosk.domain.ports import QueueFailure, WrongState
from kiosk.domain.procedure import Words
from kiosk.settings import RealKeyboard
from ui.addressing import form_for
from ui.conductor.cautions import caution
from ui.conductor.session import Session
from ui.inputs.field_input import Known
from ui.keyboard.composition import ToneStyle
from ui.page import Place
from ui.screens.consent import ConsentAsked
from ui.screens.notice import NoticePage, Way

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date, datetime

    from kiosk.domain.address import Commune, Conversion
    from kiosk.domain.person import Person
    from kiosk.domain.procedure import Procedure
    from kiosk.settings import Settings
    from ui.background import Background
    from ui.camera.device import Camera
    from ui.edges import Edges, Opening
    from ui.look import Look
    from ui.page import Page
    from ui.screens.caution import Caution
    from ui.stage import Stage

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class Scene:
    """One person's session on the stage, with everything around it.

    `online` is what the portal's last answer said; the queue doesn't depend on it. `go_home`
    forgets the person and shows home; `leave` too, and says what is kept for when they come back.
    `call_helper` calls somebody, over whatever is shown. `camera` reads what is held before it.
    `errand` is the procedure that the person came for, from the moment it was chosen.
    """

    stage: Stage
    background: Background
    opening: Opening
    edges: Edges
    go_home: Callable[[], None]
    leave: Callable[[], None]
    call_helper: Callable[[], None]
    camera: Camera | None = None
    session: Session = field(default_factory=Session)
    online: bool = False
    scanner_ready: bool = False
    errand: Procedure | None = None

    @property
    def settings(self) -> Settings:
        """What differs between help points."""
        return self.opening.settings

    @property
    def phone(self) -> str:
        """Whom to call."""
        return self.settings.point.phone

    @property
    def today(self) -> date:
        """This day in Vietnam."""
        return self.opening.clock.today()

    @property
    def local_now(self) -> datetime:
        """This moment on the clocks of Vietnam."""
        return self.opening.clock.now().astimezone(VIETNAM)

    def is_today(self, at: datetime) -> bool:
        """Whether an instant lies on this day of Vietnam."""
        return at.astimezone(VIETNAM).date() == self.today

    def consent_asked(self, look: Look, purpose: str, helper: str | None) -> ConsentAsked:
        """What a purpose says: how long is kept, and which helper (a code) would press the keys."""
        settings = self.settings
        names = {helper.code: helper.name for helper in settings.helpers}
        somebody = look.say("consent.helper.somebody")
        values = {
            "months": settings.profile_months,
            "helper": names.get(helper or "", somebody),
        }
        return ConsentAsked(
            purpose,
            look.say(f"consent.{purpose}.title", **values),
            look.say(f"consent.{purpose}.text", **values),
            needed=purpose == "submit",
        )

    def consent(self, look: Look, purpose: str, helper: str | None, *, agreed: bool) -> Consent:
        """What the person has answered just now, with the very words that they saw."""
        asked = self.consent_asked(look, purpose, helper)
        return Consent.of(
            purpose,
            f"{asked.title}\n{asked.text}",
            agreed=agreed,
            language=look.texts.language,
            at=self.opening.clock.now(),
            helper=helper,
        )

    def known(self, look: Look) -> Known:
        """What inputs are handed besides their field."""
        return Known(
            look,
            self.today,
            self.edges.library.addresses,
            self.settings.point.commune,
            self.edges.library.names.beginning_with(self.session.surnames()),
            ToneStyle(self.settings.tone_marks),
            self.settings.point.hamlets,
            self.settings.point.streets,
            habits=self.session.habits,
            vni=self.settings.real_keyboard is RealKeyboard.VNI,
        )

    def said(self, look: Look, words: Words | None) -> str:
        """Words of a pack, the person addressed."""
        return self.known(look).said(words)

    def place(self, look: Look, steps: str, progress: float = 0.0) -> Place:
        """Where somebody is who has chosen what to do, and has answered nothing of it yet."""
        if self.errand is None:
            return Place(steps, progress=progress)
        return Place(self.said(look, self.errand.short_title), steps, progress)

    def caution(self, look: Look, about: str) -> Caution:
        """The words against fraud for a page `about` a `code` or a `payment`."""
        return caution(self.edges.library.packs, look, about)

    def words(self, key: str) -> Words:
        """A text of the program as words of a pack, which pages of questions are made from."""
        return Words({language: it.words[key] for language, it in self.stage.texts.items()})

    def address_requester(self) -> None:
        """Say ông or bà (anh or chị, where the point is used to that) as the papers do."""
        requester = self.session.requester
        sex = requester.sex if requester is not None else None
        self.stage.address(form_for(self.settings.form_of_address, sex))

    def with_residence(self, person: Person, who: str) -> Person:
        """The person with the address of their card in today's communes, where it is certain."""
        if person.residence_text is None:
            return person
        conversion = self.edges.library.addresses.convert(person.residence_text)
        if conversion.unsure or len(conversion.candidates) != 1:
            return person
        return self.at_home(person, who, conversion, conversion.candidates[0])

    def at_home(self, person: Person, who: str, conversion: Conversion, commune: Commune) -> Person:
        """The person, who lives in that commune; what their card lost of the rest is asked for."""
        home = conversion.answer(commune)
        if conversion.details_lost:
            self.session.homes[who] = home
            return person
        return replace(person, residence=home)

    def procedure(self, code: str, version: str) -> Procedure | None:
        """A procedure in the version that a journey began with."""
        return self.edges.library.packs.procedure(code, version)

    def notice(
        self,
        name: str,
        on: Callable[[str], None],
        *,
        ways: Sequence[str],
        picture: str = "info",
        **values: object,
    ) -> None:
        """Show the notice `notice.<name>`; `ways` are text keys, the meaning is their last part."""

        def make(look: Look) -> NoticePage:
            return notice_page(look, name, ways=ways, picture=picture, **values)

        self.stage.show(answered(make, on))

    def not_kept(self, failure: Exception, again: Callable[[], None]) -> None:
        """Say that it isn't kept; nothing is lost on the screen, and it can be tried again.

        The page stays as it is behind the notice, with what was typed in it. Who stops there
        loses that alone: what was kept before stays kept. A failure that nobody named is raised
        once that was said.
        """

        def chosen(meaning: str) -> None:
            if meaning == "help":
                self.call_helper()
            elif meaning == "stop":
                self.leave()
            else:
                self.stage.uncover()
                again()

        if isinstance(failure, WrongState):
            _log.warning("a journey is not open any more")
            self.stage.drop_covered()
            self.notice("not_open", lambda _meaning: self.go_home(), ways=("progress.home",))
            return
        self.stage.cover(answered(not_kept_page, chosen))
        if not isinstance(failure, QueueFailure):
            raise failure
        _log.error("not kept", extra={"failure": type(failure).__name__})


def notice_page(
    look: Look, name: str, *, ways: Sequence[str], picture: str = "info", **values: object
) -> NoticePage:
    """The notice `notice.<name>`, as `Scene.notice` shows it."""
    return NoticePage(
        look,
        name=f"notice.{name}",
        title=look.say(f"notice.{name}.title", **values),
        lines=(look.say(f"notice.{name}.text", **values),),
        ways=[Way(key.rpartition(".")[2], look.say(key)) for key in ways],
        picture=picture,
    )


def not_kept_page(look: Look) -> NoticePage:
    """What was given could not be kept: it stays on the screen, and somebody can be called."""
    ways = ("notice.again", "notice.not_kept.help", "notice.not_kept.stop")
    return notice_page(look, "not_kept", ways=ways, picture="triangle-alert")


def answered(
    make: Callable[[Look], NoticePage], on: Callable[[str], None]
) -> Callable[[Look], Page]:
    """What makes the notice in the look of the moment; `on` hears which way was chosen."""

    def made(look: Look) -> Page:
        page = make(look)
        page.chosen.connect(on)
        return page

    return made
