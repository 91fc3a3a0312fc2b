"""What may be kept of the person for next time: asked back with card and phone, or erased."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal, Slot

from kiosk.domain.consent import Consent
from kiosk.domain.person import masked_phone, printed_name
from kiosk.domain.ports import ProfileLocked, QueueFailure
from kiosk.domain.procedure import Step
from kiosk.domain.profile import Profile
from kiosk.domain.validation import check_field
from ui.background import ignore
from ui.conductor.by_hand import phone_ending_field
from ui.conductor.session import REQUESTER
from ui.inputs.saying import fault_words
from ui.screens.notice import NoticePage, Way
from ui.screens.question import Asked, QuestionPage

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kiosk.domain.journey import Journey
    from kiosk.domain.procedure import Answer
    from ui.conductor.scene import Scene
    from ui.look import Look
    from ui.page import Page

_ENDING: Final = "kept_phone_ending"

_log = logging.getLogger(__name__)


def remembered_page(look: Look, lines: Sequence[str]) -> NoticePage:
    """What was kept of the card's owner, and what may become of it."""
    return NoticePage(
        look,
        name="notice.remembered",
        title=look.say("remember.title"),
        lines=lines,
        ways=(
            Way("use", look.say("remember.use")),
            Way("decline", look.say("remember.decline")),
            Way("forget", look.say("remember.forget"), "trash-2"),
            Way("erase", look.say("footer.leave")),
        ),
        picture="history",
    )


class Remembering(QObject):
    """`done`: go on, with whatever came back standing in the session."""

    done = Signal()
    back = Signal()
    left = Signal()

    def __init__(self, scene: Scene, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._scene = scene
        self._field = phone_ending_field(scene, _ENDING)
        self.may_forget = False
        """Whether there may be something here that whoever has the card could want erased."""
        self._asked: object | None = None

    # --- asking it back ---

    def ask(self) -> None:
        """Ask for the phone's last digits, where a card was read and anything is kept of anybody.

        Whether anything is kept of this very person is told to nobody before the digits are right.
        """
        if self._scene.session.card is None:
            self.may_forget = False
            self.done.emit()
            return
        self._scene.background.watch(
            self._scene.edges.queue.keeps_profiles(), self._ask_where_kept, self._failed
        )

    def _ask_where_kept(self, kept: bool) -> None:  # noqa: FBT001 — what a Future brings
        self.may_forget = kept
        if kept and not self._scene.session.remembered:
            self._scene.stage.show(self._question)
        else:
            self.done.emit()

    def _question(self, look: Look) -> Page:
        step = Step(
            id=_ENDING,
            question=self._scene.words("remember.question"),
            hint=self._scene.words("remember.hint"),
            fields=(self._field,),
        )
        place = self._scene.place(look, look.say("identity.caption"))
        page = QuestionPage(self._scene.known(look), Asked(step, step.fields, {}, place))
        page.answered.connect(self._answered)
        page.went_back.connect(self._went_back)
        page.leave.connect(self.left)
        return page

    @Slot(object)
    def _answered(self, answers: dict[str, Answer | None]) -> None:
        ending, card = answers.get(_ENDING), self._scene.session.card
        if ending is None or card is None:
            self._asked = None
            self.done.emit()
            return
        if self._asked is not None:  # each time would be another try
            return
        faults = check_field(self._field, ending)
        page = self._scene.stage.frame.page
        if faults and isinstance(page, QuestionPage):
            known = self._scene.known(page.look)
            page.show_faults([(_ENDING, fault_words(known, self._field, it)) for it in faults])
            return
        self._asked = mine = object()
        self._scene.background.watch(
            self._scene.edges.queue.profile(card, str(ending)),
            self._opened,
            self._failed,
            wanted=lambda: self._asked is mine,
            named=(QueueFailure,),
        )

    @Slot()
    def _went_back(self) -> None:
        """What was asked of the digits is not wanted any more."""
        self._asked = None
        self.back.emit()

    def _opened(self, profile: Profile | None) -> None:
        self._asked = None
        if profile is None:
            self._notice("not_remembered", ("notice.not_remembered.again", "tasks.next"))
        else:
            self._scene.stage.show(lambda look: self._found(look, profile))

    def _failed(self, failure: Exception) -> None:
        self._asked = None
        if isinstance(failure, ProfileLocked):
            self._notice("remember_locked", ("tasks.next",))
        else:
            self._scene.not_kept(failure, self.done.emit)

    def _notice(self, name: str, ways: tuple[str, ...]) -> None:
        self._scene.notice(name, self._noticed, ways=ways)

    def _noticed(self, meaning: str) -> None:
        if meaning == "again":
            self._scene.stage.show(self._question)
        else:
            self.done.emit()

    def _found(self, look: Look, profile: Profile) -> Page:
        facts = profile.facts
        written = self._scene.edges.library.addresses.written(facts.get("residence", {}))
        lines = (
            printed_name(str(facts.get("name", ""))),
            look.say("remember.phone", phone=masked_phone(str(facts.get("phone", "")))),
            look.say("remember.residence", residence=written) if written else "",
            look.say("remember.kept_on", date=look.texts.date(profile.kept_on)),
        )
        page = remembered_page(look, [line for line in lines if line])
        page.chosen.connect(lambda meaning: self._chosen(meaning, profile))
        return page

    def _chosen(self, meaning: str, profile: Profile) -> None:
        if meaning == "erase":
            self.left.emit()
            return
        if meaning == "forget":
            self.forget()
            return
        self._scene.session.remembered = True
        if meaning == "use":
            self._use(profile)
        self.done.emit()

    def _use(self, profile: Profile) -> None:
        """What the card says stays as it says it; phone and home are what it doesn't know."""
        people, facts = self._scene.session.people, profile.facts
        residence = facts.get("residence")
        there = self._scene.edges.library.addresses.commune(str((residence or {}).get("commune")))
        people[REQUESTER] = replace(
            people[REQUESTER],
            phone=facts.get("phone"),
            residence=residence if there is not None else None,
        )

    # --- keeping and erasing ---

    def keep(self, journey: Journey) -> None:
        """Keep who the person is, where they agreed to it and their card was read."""
        session = self._scene.session
        if session.card is None or session.requester is None or not journey.agreed("reuse"):
            return
        profile = Profile(dict(session.requester.facts()), self._scene.today)
        kept = self._scene.edges.queue.keep_profile(session.card, profile)
        self._scene.background.watch(kept, ignore, _not_kept, lasting=True)

    @Slot()
    def forget(self) -> None:
        """Erase what is kept of the card's owner, and keep nothing of this visit either."""
        session = self._scene.session
        if session.card is None:
            return
        look = self._scene.stage.look
        said = Consent.of(
            "reuse",
            look.say("remember.forget"),
            agreed=False,
            language=look.texts.language,
            at=self._scene.opening.clock.now(),
        )
        session.consents = (*session.consents, said)
        session.remembered = True
        self._scene.background.watch(
            self._scene.edges.queue.forget_profile(session.card),
            lambda _none: self._notice("forgotten", ("tasks.next",)),
            self._failed,
        )


def _not_kept(failure: Exception) -> None:
    """The dossier is kept all the same; next time it is typed again."""
    if not isinstance(failure, QueueFailure):
        raise failure
    _log.error("a profile is not kept", extra={"failure": type(failure).__name__})
