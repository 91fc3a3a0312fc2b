"""The journey on the screen as it stands now, and where its answers lead."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kiosk.domain.person import PersonalNumber, personal_number_fault
from kiosk.domain.validation import check_step

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kiosk.domain.journey import Journey
    from kiosk.domain.path import Path
    from kiosk.domain.procedure import Answer, Procedure
    from kiosk.domain.validation import Fault
    from ui.conductor.scene import Scene


@dataclass(slots=True)
class Course:
    """One journey with its procedure; whoever leads through a part of it works on this."""

    scene: Scene
    journey: Journey
    procedure: Procedure

    @property
    def path(self) -> Path:
        """Where the answers lead, computed anew each time."""
        return self.procedure.path(self.journey.answers, self.scene.today)

    def asked(self) -> set[str]:
        """Every field that the path asks for now."""
        return {field.id for step in self.path.steps for field in step.fields}

    def years(self) -> dict[str, str]:
        """The years of birth that personal numbers tell, by the fields that ask for the dates."""
        answers = self.path.answers
        asked = {
            (it.known_as.person, it.known_as.fact): it.id
            for step in self.procedure.steps()
            for it in step.fields
            if it.known_as is not None
        }
        found = {}
        for (person, fact), field in asked.items():
            number = str(answers.get(asked.get((person, "personal_number"), ""), ""))
            if fact == "birth_date" and number and personal_number_fault(number) is None:
                found[field] = str(PersonalNumber(number).birth_year)
        return found

    def homes(self) -> dict[str, Answer]:
        """The communes that are known where hamlet and street are not, by the fields for them."""
        return {
            it.id: self.scene.session.homes[it.known_as.person]
            for step in self.procedure.steps()
            for it in step.fields
            if it.known_as is not None
            and it.known_as.fact == "residence"
            and it.known_as.person in self.scene.session.homes
        }

    def faults(self, step: str) -> tuple[Fault, ...]:
        """What is not right, or doubtful, in the answers of a step."""
        return check_step(self.procedure, self.path, step, self.journey.accepted)

    def answer(self, answers: Mapping[str, Answer | None], origin: str = "typed") -> None:
        """Take answers in.

        A question that was answered "it is right so" comes again when what it reads changed.
        """
        before = self.journey.answers
        journey = self.journey.answer(answers, origin)
        after = journey.answers
        changed = {
            name for name in before.keys() | after.keys() if before.get(name) != after.get(name)
        }
        rules = {rule.id for rule in self.procedure.rules_reading(changed)}
        self.journey = journey.reconsider(rules)
