"""From the first touch to a known person: how to use, who presses, consent, identity."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal, Slot

from kiosk.domain.dates import completed_years, earliest, is_partial
from kiosk.domain.helping import HelpMode
from kiosk.domain.person import (
    CardUnreadable,
    IdentityCard,
    Person,
    grouped_number,
    masked_number,
    printed_name,
)
from kiosk.domain.profile import CardKey
from ui.conductor.by_hand import ByHand
from ui.conductor.mending import Mending
from ui.conductor.remembering import Remembering
from ui.conductor.scene import answered
from ui.conductor.session import REQUESTER
from ui.screens.confirm_person import (
    ConfirmPersonPage,
    PersonShown,
    PlaceChoice,
    ResidenceShown,
)
from ui.screens.consent import ConsentAsked, ConsentFacts, ConsentPage
from ui.screens.how_to_use import HowToUsePage
from ui.screens.identity import IdentityPage
from ui.screens.more_ways import MoreWaysPage, WaysShown
from ui.screens.notice import NoticePage, Way
from ui.screens.who_presses import WhoPressesPage
from ui.window import Voice

if TYPE_CHECKING:
    from kiosk.domain.address import Conversion
    from kiosk.domain.journey import Journey
    from ui.conductor.assisting import Assisting
    from ui.conductor.scene import Scene
    from ui.look import Look
    from ui.page import Page

_PURPOSES: Final = ("submit", "reuse", "messages")


def recover_page(look: Look, procedure: str) -> NoticePage:
    """Somebody has come back to what they broke off: a `procedure`, in words."""
    return NoticePage(
        look,
        name="recover",
        title=look.say("recover.title"),
        lines=(look.say("recover.text", procedure=procedure),),
        ways=(Way("go_on", look.say("recover.go_on")), Way("anew", look.say("recover.anew"))),
        picture="history",
    )


class Arrival(QObject):
    """Welcomes one person. `greeted` comes first, `known` once they are confirmed.

    `unfinished` brings back a journey that a cut or an idle wipe broke off on this machine.
    """

    greeted = Signal()
    known = Signal()
    unfinished = Signal(object)
    left = Signal()
    back = Signal()

    def __init__(self, scene: Scene, assisting: Assisting, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._scene = scene
        self._assisting = assisting
        self._assisting.settled.connect(self._said_who_presses)
        self._assisting.back.connect(self._ask_who_presses)
        self._by_hand = ByHand(scene, self)
        self._by_hand.entered.connect(self._entered_by_hand)
        self._by_hand.back.connect(self.identify)
        self._by_hand.left.connect(self.left)
        self._remembering = Remembering(scene, self)
        self._remembering.done.connect(self._remembered)
        self._remembering.back.connect(self.identify)
        self._remembering.left.connect(self.left)
        self._mending = Mending(scene, self)
        self._mending.mended.connect(self._mended)
        self._mending.typing.connect(self._type_name)
        self._mending.back.connect(self.identify)
        self._mending.left.connect(self.left)
        self._conversion: Conversion | None = None
        self._read_at = ""
        self._name_damaged = False

    # --- welcome ---

    def greet(self) -> None:
        """How to use the machine, and who presses; once a person."""
        if self._scene.camera is not None:
            self._scene.camera.look()  # so that it is known when the card is asked for
        if self._scene.session.greeted:
            self.greeted.emit()
            return
        self._scene.stage.show(self._how_to_use)

    def _how_to_use(self, look: Look) -> Page:
        stage = self._scene.stage
        heard = stage.frame.voice is not Voice.NONE
        page = HowToUsePage(look, reads=stage.choices.read_aloud if heard else None)
        page.text_size_chosen.connect(stage.choose_text_size)
        page.theme_chosen.connect(stage.choose_theme)
        page.reads_chosen.connect(stage.choose_read_aloud)
        page.voice_wanted.connect(stage.frame.voice_wanted)
        page.back.connect(self.left)
        page.more_wanted.connect(self._offer_more_ways)
        page.finished.connect(self._ask_who_presses)
        return page

    @Slot()
    def _offer_more_ways(self) -> None:
        self._scene.stage.show(self._more_ways)

    def _more_ways(self, look: Look) -> Page:
        stage = self._scene.stage
        now = stage.choices
        page = MoreWaysPage(look, WaysShown(now.steady, now.still, now.switches))
        page.steady_chosen.connect(stage.choose_steady)
        page.still_chosen.connect(stage.choose_still)
        page.switches_chosen.connect(stage.choose_switches)
        page.back.connect(self.greet)
        page.finished.connect(self.greet)
        return page

    @Slot()
    def _ask_who_presses(self) -> None:
        self._scene.stage.show(self._who_presses)

    def _who_presses(self, look: Look) -> Page:
        page = WhoPressesPage(look, name="who_presses")
        page.chosen.connect(self._assisting.begin)
        page.back.connect(self.greet)
        return page

    @Slot()
    def _said_who_presses(self) -> None:
        self._scene.session.greeted = True
        self.greeted.emit()

    # --- consent ---

    def ask_consent(self) -> None:
        """Ask for agreement, then for the person; at once `known` where both are there."""
        if not self._scene.session.consents:
            self._scene.stage.show(self._consent)
        elif self._scene.session.requester is None:
            self.identify()
        else:
            self.known.emit()

    def _asked(self, look: Look) -> tuple[ConsentAsked, ...]:
        scene = self._scene
        left_out = set() if scene.settings.profile_months else {"reuse"}
        left_out |= set() if scene.session.helping.mode is HelpMode.ON_BEHALF else {"helper"}
        return tuple(
            scene.consent_asked(look, purpose, scene.session.helping.helper)
            for purpose in (*_PURPOSES, "helper")
            if purpose not in left_out
        )

    def _consent(self, look: Look) -> Page:
        point = self._scene.settings.point
        facts = ConsentFacts(point.commune_line, point.name, point.phone)
        page = ConsentPage(look, self._asked(look), facts)
        page.place = self._scene.place(look, look.say("consent.caption"))
        page.decided.connect(self._decided)
        page.back.connect(self.back)
        return page

    @Slot(dict)
    def _decided(self, agreed: dict[str, bool]) -> None:
        if not agreed["submit"]:
            point = self._scene.settings.point
            self._scene.notice(
                "declined",
                lambda _meaning: self.left.emit(),
                ways=("progress.home",),
                commune=point.commune_line,
                phone=point.phone,
            )
            return
        look = self._scene.stage.look
        helper = self._scene.session.helping.helper
        self._scene.session.consents = tuple(
            self._scene.consent(look, asked.purpose, helper, agreed=agreed[asked.purpose])
            for asked in self._asked(look)
        )
        if not agreed.get("helper", True):
            self._assisting.declined()
        self.ask_consent()

    # --- identity ---

    @Slot()
    def identify(self) -> None:
        """Wait for the card, or the person's own words."""
        self._scene.stage.show(self._identity)

    def _identity(self, look: Look) -> Page:
        page = IdentityPage(
            look,
            heading=look.say("identity.title"),
            scanner_ready=self._scene.scanner_ready,
            camera=self._scene.camera,
        )
        page.place = self._scene.place(look, look.say("identity.caption"))
        page.by_hand.connect(self._enter_by_hand)
        page.without_card.connect(self._enter_by_hand)
        page.back.connect(self.back)
        page.leave.connect(self.left)
        return page

    def scanned(self, text: str) -> None:
        """A scan came: a card counts only where the person was asked for it."""
        page = self._scene.stage.frame.page
        if not isinstance(page, IdentityPage):
            return
        try:
            card = IdentityCard.parse(text)
        except CardUnreadable as error:
            page.show_unread(page.look.say(f"card.unreadable.{error.reason}"))
            return
        self._read_at = self._scene.stage.look.texts.clock(self._scene.local_now)
        issued, session = card.issued_on, self._scene.session
        session.card = None if issued is None else CardKey(str(card.number), issued)
        session.remembered = False
        self._found(card.person(), name_damaged=card.name_damaged, from_card=True)

    @Slot()
    def _enter_by_hand(self) -> None:
        self._name_damaged = False
        self._by_hand.begin(self._scene.session.requester)

    @Slot(object, str)
    def _entered_by_hand(self, person: Person, phone_ending: str) -> None:
        if self._name_damaged:
            self._mended(person.name or "")
            return
        self._read_at = ""
        known = self._scene.session.card
        if known is not None and known.number != person.personal_number:
            self._scene.session.card = None
        self._found(person, from_card=False, phone_ending=phone_ending)

    def _found(
        self,
        person: Person,
        *,
        from_card: bool,
        name_damaged: bool = False,
        phone_ending: str = "",
    ) -> None:
        """A person was read or entered: is there something of theirs, else confirm them."""
        self._name_damaged = name_damaged
        self._scene.session.people[REQUESTER] = person
        self._scene.session.homes.pop(REQUESTER, None)
        self._scene.session.card_read = from_card
        self._scene.address_requester()
        text = person.residence_text
        self._conversion = self._scene.edges.library.addresses.convert(text) if text else None
        number = person.personal_number
        if number is None or (not from_card and not phone_ending):
            self._remembering.ask()
            return
        ending = None if from_card else phone_ending
        self._scene.background.watch(
            self._scene.edges.queue.recover(number, ending),
            self._recovered,
            lambda failure: self._scene.not_kept(failure, self._confirm),
        )

    def _recovered(self, journey: Journey | None) -> None:
        if journey is None:
            self._remembering.ask()
            return
        procedure = self._scene.procedure(journey.procedure, journey.version)
        if procedure is None:
            self._remembering.ask()
            return

        def make(look: Look) -> NoticePage:
            return recover_page(look, self._scene.said(look, procedure.title))

        def chosen(meaning: str) -> None:
            if meaning == "go_on":
                self.unfinished.emit(journey)
            else:
                self._scene.background.watch(
                    self._scene.edges.queue.discard(journey.id),
                    lambda _none: self._remembering.ask(),
                    lambda failure: self._scene.not_kept(failure, self._confirm),
                )

        self._scene.stage.show(answered(make, chosen))

    # --- confirm ---

    @Slot()
    def _remembered(self) -> None:
        """A home that came back needs no asking where the card's old commune is today."""
        requester = self._scene.session.requester
        if requester is not None and requester.residence is not None:
            self._conversion = None
        self._confirm()

    def remember(self, journey: Journey) -> None:
        """The journey is handed in: keep for next time what its person lets us keep."""
        self._remembering.keep(journey)

    def _confirm(self) -> None:
        name = self._scene.session.people[REQUESTER].name
        if self._name_damaged and name is not None:
            self._mending.begin(name)
        else:
            self._scene.stage.show(self._confirm_page)

    @Slot(str)
    def _mended(self, name: str) -> None:
        """The name is whole; all else stands as the card has it."""
        self._name_damaged = False
        people = self._scene.session.people
        people[REQUESTER] = replace(people[REQUESTER], name=name)
        self._confirm()

    @Slot(str)
    def _type_name(self, name: str) -> None:
        people = self._scene.session.people
        self._by_hand.correct_name(replace(people[REQUESTER], name=name))

    def _confirm_page(self, look: Look) -> Page:
        page = ConfirmPersonPage(look, self._shown(look), heading=look.say("confirm.title"))
        page.place = self._scene.place(look, look.say("identity.caption"))
        page.confirmed.connect(self._confirmed)
        page.edit.connect(self._enter_by_hand)
        page.forget.connect(self._remembering.forget)
        page.back.connect(self.identify)
        page.leave.connect(self.left)
        return page

    def _shown(self, look: Look) -> PersonShown:
        person = self._scene.session.people[REQUESTER]
        number = person.personal_number or ""
        origin = (
            look.say("confirm.read_at", time=self._read_at)
            if self._read_at
            else look.say("confirm.entered")
        )
        return PersonShown(
            name=printed_name(person.name or ""),
            birth_date=self._born(look, person.birth_date or ""),
            sex=look.say(f"identity.sex.{person.sex}") if person.sex else "",
            number=grouped_number(number),
            masked=masked_number(number),
            origin=origin,
            residence=self._residence(),
            may_forget=self._remembering.may_forget,
        )

    def _born(self, look: Look, birth_date: str) -> str:
        if not birth_date:
            return ""
        said = look.texts.partial_date(birth_date)
        if is_partial(birth_date):
            return said
        age = completed_years(earliest(birth_date), self._scene.today)
        return look.say("confirm.age", date=said, age=age)

    def _residence(self) -> ResidenceShown | None:
        conversion = self._conversion
        if conversion is None:
            return None
        addresses = self._scene.edges.library.addresses
        return ResidenceShown(
            on_card=conversion.text,
            former=conversion.former.name if conversion.former else "",
            choices=tuple(
                PlaceChoice(
                    commune.code,
                    commune.name,
                    commune.province.name,
                    addresses.written(conversion.answer(commune)),
                )
                for commune in conversion.candidates
            ),
            unsure=conversion.unsure,
            details_lost=conversion.details_lost,
        )

    @Slot(str)
    def _confirmed(self, code: str) -> None:
        session, conversion = self._scene.session, self._conversion
        if code and conversion is not None:
            commune = next(it for it in conversion.candidates if it.code == code)
            session.people[REQUESTER] = self._scene.at_home(
                session.people[REQUESTER], REQUESTER, conversion, commune
            )
        self.known.emit()
