"""What is known of the person at the screen, until they leave."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from kiosk.domain.helping import Helping, HelpMode
from ui.conductor.tempo import Tempo
from ui.keyboard.habits import TypingHabits

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from kiosk.domain.consent import Consent
    from kiosk.domain.helping import Reason
    from kiosk.domain.journey import Journey
    from kiosk.domain.person import Person
    from kiosk.domain.procedure import Answer, Answers, Procedure
    from kiosk.domain.profile import CardKey

REQUESTER: Final = "requester"


@dataclass(frozen=True, slots=True)
class Met:
    """Somebody whom an earlier journey of this visit was about, as they were read or told then."""

    person: Person
    from_card: bool
    at: datetime


@dataclass(slots=True)
class Session:
    """One person's time at the screen: nothing here is asked twice, nothing outlives it.

    `people` are those whose cards were read or who were entered by hand, by their part in the
    procedure; the person at the screen is the `requester`, and `card_read` says how they came.
    `read` has when whose card was read. `homes` are the communes, by whose home is there, of which
    hamlet and street are still to be told. `household` are those of earlier journeys in this visit:
    they are offered, and take no part by themselves, since a second child is not the first.
    `card` opens what is kept of its owner; `remembered` says that this was settled in this visit.
    `typing`: a helper presses the keys now; `reason` is why they do. `called_at` are the screens
    at which help was called for.
    """

    helping: Helping = field(default_factory=lambda: Helping(HelpMode.SELF))
    typing: bool = False
    reason: Reason | None = None
    called_at: frozenset[str] = frozenset()
    consents: tuple[Consent, ...] = ()
    people: dict[str, Person] = field(default_factory=dict)
    read: dict[str, datetime] = field(default_factory=dict)
    homes: dict[str, Answers] = field(default_factory=dict)
    household: list[Met] = field(default_factory=list)
    card_read: bool = False
    card: CardKey | None = None
    remembered: bool = False
    account: UUID | None = None
    greeted: bool = False
    habits: TypingHabits = field(default_factory=TypingHabits)
    tempo: Tempo = field(default_factory=Tempo)

    @property
    def requester(self) -> Person | None:
        """The person at the screen, once known."""
        return self.people.get(REQUESTER)

    @property
    def pressing(self) -> HelpMode:
        """Who presses the keys at this moment: a helper who has let go of them shows how."""
        if self.typing:
            return HelpMode.ON_BEHALF
        mode = self.helping.mode
        return HelpMode.GUIDED if mode is HelpMode.ON_BEHALF else mode

    def surnames(self) -> tuple[str, ...]:
        """The surnames of those met: a child's is mostly among them."""
        names = [it.name for it in self.people.values() if it.name]
        return tuple(dict.fromkeys(name.split()[0] for name in names if name.split()))

    def marked(self, journey: Journey) -> Journey:
        """The journey with what the person has agreed to, and with who presses the keys."""
        return journey.consent(self.consents).helped(self.helping).called(self.called_at)

    def learn(self, procedure: Procedure, answers: Answers) -> None:
        """Remember what was answered about people.

        What is known of the person at the screen already stays: an address for this result alone
        is not where they live.
        """
        from kiosk.domain.person import Person  # noqa: PLC0415 — not on the way to home

        told: dict[str, dict[str, Any]] = {}
        for step in procedure.steps():
            for asked in step.fields:
                about = asked.known_as
                if about is not None and asked.id in answers:
                    told.setdefault(about.person, {})[about.fact] = answers[asked.id]
        for who, facts in told.items():
            person = self.people.get(who, Person())
            stays = dict(person.facts()) if who == REQUESTER else {}
            self.people[who] = replace(person, **facts | stays)

    def begin_another(self, now: datetime) -> None:
        """Another journey begins: those of this one become the household."""
        self.called_at = frozenset()
        for who in [it for it in self.people if it != REQUESTER]:
            person, read = self.people.pop(who), self.read.pop(who, None)
            self.homes.pop(who, None)
            if person.name is not None and not any(
                _same(it.person, person) for it in self.household
            ):
                self.household.append(Met(person, read is not None, read or now))

    def known_answers(
        self, procedure: Procedure, who: str | None = None, person: Person | None = None
    ) -> dict[str, Answer]:
        """What the procedure asks and we know: of everybody, or of `who` alone.

        `person` answers in place of the one who has the part of `who`.
        """
        people = self.people if person is None or who is None else {who: person}
        known: dict[str, Answer] = {}
        for step in procedure.steps():
            for asked in step.fields:
                about = asked.known_as
                if about is None or about.person not in people:
                    continue
                if who is not None and about.person != who:
                    continue
                fact = people[about.person].facts().get(about.fact)
                if fact is not None:
                    known[asked.id] = fact
        return known


def _same(one: Person, other: Person) -> bool:
    """Whether two are one person, as far as anything tells."""
    if one.personal_number is not None and other.personal_number is not None:
        return one.personal_number == other.personal_number
    return (one.name, one.birth_date) == (other.name, other.birth_date)
