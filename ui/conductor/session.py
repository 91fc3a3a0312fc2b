"""What is known of the person at the screen, until they leave."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from kiosk.domain.helping import Helping, HelpMode
from ui.keyboard.habits import TypingHabits

if TYPE_CHECKING:
    from uuid import UUID

    from kiosk.domain.consent import Consent
    from kiosk.domain.helping import Reason
    from kiosk.domain.journey import Journey
    from kiosk.domain.person import Person
    from kiosk.domain.procedure import Answer, Answers, Procedure

REQUESTER: Final = "requester"


@dataclass(slots=True)
class Session:
    """One person's time at the screen: nothing here is asked twice, nothing outlives it.

    `people` are those whose cards were read or who were entered by hand, by their part in the
    procedure; the person at the screen is the `requester`, and `card_read` says how they came.
    `typing`: a helper presses the keys now; `reason` is why they do.
    """

    helping: Helping = field(default_factory=lambda: Helping(HelpMode.SELF))
    typing: bool = False
    reason: Reason | None = None
    consents: tuple[Consent, ...] = ()
    people: dict[str, Person] = field(default_factory=dict)
    card_read: bool = False
    account: UUID | None = None
    greeted: bool = False
    habits: TypingHabits = field(default_factory=TypingHabits)

    @property
    def requester(self) -> Person | None:
        """The person at the screen, once known."""
        return self.people.get(REQUESTER)

    def marked(self, journey: Journey) -> Journey:
        """The journey with what the person has agreed to, and with who presses the keys."""
        return journey.consent(self.consents).helped(self.helping)

    def learn(self, procedure: Procedure, answers: Answers) -> None:
        """Remember what the person at the screen has answered about themselves.

        What is known already stays: an address for this result alone is not where they live.
        """
        from kiosk.domain.person import Person  # noqa: PLC0415 — not on the way to home

        told: dict[str, Any] = {
            asked.known_as.fact: answers[asked.id]
            for step in procedure.steps()
            for asked in step.fields
            if asked.known_as is not None
            and asked.known_as.person == REQUESTER
            and asked.id in answers
        }
        person = self.people.get(REQUESTER, Person())
        self.people[REQUESTER] = replace(person, **told | dict(person.facts()))

    def known_answers(self, procedure: Procedure, who: str | None = None) -> dict[str, Answer]:
        """What the procedure asks and we know: of everybody, or of `who` alone."""
        known: dict[str, Answer] = {}
        for step in procedure.steps():
            for asked in step.fields:
                about = asked.known_as
                if about is None or about.person not in self.people:
                    continue
                if who is not None and about.person != who:
                    continue
                fact = self.people[about.person].facts().get(about.fact)
                if fact is not None:
                    known[asked.id] = fact
        return known
