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
    masked_number,
    printed_name,
)
from ui.conductor.by_hand import ByHand
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
from ui.screens.notice import NoticePage, Way
from ui.screens.who_presses import WhoPressesPage

if TYPE_CHECKING:
    from kiosk.domain.address import Conversion
    from kiosk.domain.journey import Journey
    from ui.conductor.assisting import Assisting
    from ui.conductor.scene import Scene
    from ui.look import Look
    from ui.page import Page

_PURPOSES: Final = ("submit", "messages")


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
        self._conversion: Conversion | None = None
        self._read_at = ""
        self._name_damaged = False

    # --- welcome ---

    def greet(self) -> None:
        """How to use the machine, and who presses; once a person."""
        if self._scene.session.greeted:
            self.greeted.emit()
            return
        self._scene.stage.show(self._how_to_use)

    def _how_to_use(self, look: Look) -> Page:
        page = HowToUsePage(look)
        page.text_size_chosen.connect(self._scene.stage.choose_text_size)
        page.theme_chosen.connect(self._scene.stage.choose_theme)
        page.back.connect(self.left)
        page.finished.connect(self._ask_who_presses)
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
        typed_for = self._scene.session.helping.mode is HelpMode.ON_BEHALF
        purposes = (*_PURPOSES, "helper") if typed_for else _PURPOSES
        return tuple(
            ConsentAsked(
                purpose,
                look.say(f"consent.{purpose}.title"),
                look.say(f"consent.{purpose}.text"),
                needed=purpose == "submit",
            )
            for purpose in purposes
        )

    def _consent(self, look: Look) -> Page:
        point = self._scene.settings.point
        facts = ConsentFacts(point.commune_line, point.name, point.phone)
        page = ConsentPage(look, self._asked(look), facts)
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
        self._scene.session.consents = tuple(
            self._scene.consent(look, asked.purpose, agreed=agreed[asked.purpose])
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
        )
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
        self._found(card.person(), name_damaged=card.name_damaged, from_card=True)

    @Slot()
    def _enter_by_hand(self) -> None:
        self._by_hand.begin(self._scene.session.requester)

    @Slot(object, str)
    def _entered_by_hand(self, person: Person, phone_ending: str) -> None:
        self._read_at = ""
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
        self._scene.session.card_read = from_card
        self._scene.address_requester()
        text = person.residence_text
        self._conversion = self._scene.edges.library.addresses.convert(text) if text else None
        number = person.personal_number
        if number is None or (not from_card and not phone_ending):
            self._confirm()
            return
        ending = None if from_card else phone_ending
        self._scene.background.watch(
            self._scene.edges.queue.recover(number, ending),
            self._recovered,
            lambda failure: self._scene.not_kept(failure, self._confirm),
        )

    def _recovered(self, journey: Journey | None) -> None:
        if journey is None:
            self._confirm()
            return
        procedure = self._scene.procedure(journey.procedure, journey.version)
        if procedure is None:
            self._confirm()
            return

        def make(look: Look) -> Page:
            page = NoticePage(
                look,
                name="recover",
                title=look.say("recover.title"),
                lines=(
                    look.say("recover.text", procedure=self._scene.said(look, procedure.title)),
                ),
                ways=(
                    Way("go_on", look.say("recover.go_on")),
                    Way("anew", look.say("recover.anew")),
                ),
                picture="history",
            )
            page.chosen.connect(answered)
            return page

        def answered(meaning: str) -> None:
            if meaning == "go_on":
                self.unfinished.emit(journey)
            else:
                self._scene.background.watch(
                    self._scene.edges.queue.discard(journey.id),
                    lambda _none: self._confirm(),
                    lambda failure: self._scene.not_kept(failure, self._confirm),
                )

        self._scene.stage.show(make)

    # --- confirm ---

    def _confirm(self) -> None:
        self._scene.stage.show(self._confirm_page)

    def _confirm_page(self, look: Look) -> Page:
        page = ConfirmPersonPage(look, self._shown(look), heading=look.say("confirm.title"))
        page.confirmed.connect(self._confirmed)
        page.edit.connect(self._enter_by_hand)
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
            number=number,
            masked=masked_number(number),
            origin=origin,
            name_damaged=self._name_damaged,
            residence=self._residence(),
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
        )

    @Slot(str)
    def _confirmed(self, code: str) -> None:
        session, conversion = self._scene.session, self._conversion
        if code and conversion is not None:
            commune = next(it for it in conversion.candidates if it.code == code)
            session.people[REQUESTER] = replace(
                session.people[REQUESTER], residence=conversion.answer(commune)
            )
        self.known.emit()
