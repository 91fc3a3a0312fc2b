"""One person's way through one procedure, not yet finished."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime  # noqa: TC003 — this and the next are read by the JSON form
from typing import TYPE_CHECKING, Any
from uuid import UUID  # noqa: TC003

from kiosk.domain.consent import Consent  # noqa: TC001
from kiosk.domain.helping import Helping, HelpMode, call_line, step_line, whole_line
from kiosk.domain.slip import Slip  # noqa: TC001
from kiosk.domain.submission import Attachment, Kind, written

if TYPE_CHECKING:
    from collections.abc import Mapping
    from collections.abc import Set as AbstractSet

    from kiosk.domain.helping import Remark
    from kiosk.domain.procedure import Answer
    from kiosk.domain.validation import Fault


class Unfinished(ValueError):
    """The journey can't be finished yet: what is missing or can't be, field by field."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__(", ".join(fault.field for fault in faults))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Journey:
    """What one person has answered, attached and agreed to so far, under the kiosk's own id.

    `answers` may hold answers that are off the path by now; they are never submitted.
    `accepted` names the questions (rule ids) that the person has answered with "it is right so".
    `origins` says of a field where its answer came from ("card", "typed", "reused"). `helped_at`
    has the steps that did not come about alone; at the screens of `called_at` help was called for.
    """

    id: UUID
    kind: Kind
    procedure: str
    version: str
    slip: Slip
    started_at: datetime
    answers: dict[str, Any] = field(default_factory=dict)
    attachments: tuple[Attachment, ...] = ()
    consents: tuple[Consent, ...] = ()
    helping: Helping = Helping(HelpMode.SELF)  # noqa: RUF009 — a frozen value
    accepted: frozenset[str] = frozenset()
    origins: dict[str, str] = field(default_factory=dict)
    depends_on: UUID | None = None
    helped_at: dict[str, HelpMode] = field(default_factory=dict)
    called_at: frozenset[str] = frozenset()

    def answer(self, answers: Mapping[str, Answer | None], origin: str = "typed") -> Journey:
        """The journey with these answers; `None` takes an answer back.

        A question accepted before about one of these fields is asked again, since it spoke of
        another answer: rule ids in `accepted` are `field:rule`.
        """
        kept = {name: value for name, value in self.answers.items() if name not in answers}
        given = {name: value for name, value in answers.items() if value is not None}
        changed = {name for name, value in answers.items() if self.answers.get(name) != value}
        origins = {name: where for name, where in self.origins.items() if name not in changed}
        return replace(
            self,
            answers=kept | given,
            origins=origins | {name: origin for name in given if name in changed},
            accepted=frozenset(it for it in self.accepted if it.split(":", 1)[0] not in changed),
        )

    def accept(self, question: str) -> Journey:
        """The person has looked at a question (`field:rule`) and says that it is right so."""
        return replace(self, accepted=self.accepted | {question})

    def reconsider(self, rules: AbstractSet[str]) -> Journey:
        """The journey in which the questions of these rules are asked again."""
        kept = frozenset(it for it in self.accepted if it.split(":")[1] not in rules)
        return replace(self, accepted=kept)

    def attach(self, attachment: Attachment) -> Journey:
        """The journey with one more paper."""
        return replace(self, attachments=(*self.attachments, attachment))

    def detach(self, attachment: UUID) -> Journey:
        """The journey without that paper."""
        return replace(
            self, attachments=tuple(it for it in self.attachments if it.id != attachment)
        )

    def consent(self, consents: tuple[Consent, ...]) -> Journey:
        """The journey with the person's answers to what was asked of them."""
        return replace(self, consents=consents)

    def helped(self, helping: Helping) -> Journey:
        """The journey with who presses the keys."""
        return replace(self, helping=helping)

    def step_came_about(self, step: str, mode: HelpMode) -> Journey:
        """The journey with who pressed at a step: that only gets less independent, as its mode."""
        order = list(HelpMode)
        mode = max(mode, self.helped_at.get(step, HelpMode.SELF), key=order.index)
        if mode is HelpMode.SELF:
            return self
        return replace(self, helped_at=self.helped_at | {step: mode})

    def called(self, places: AbstractSet[str]) -> Journey:
        """The journey in which help was called for at these screens too."""
        return replace(self, called_at=self.called_at | places)

    def help_lines(self, steps: int) -> tuple[Remark, ...]:
        """What the journal is told of the help, once it is finished with so many steps."""
        return (
            *(call_line(self.procedure, place) for place in sorted(self.called_at)),
            *(step_line(self.procedure, it, mode) for it, mode in sorted(self.helped_at.items())),
            whole_line(self.helping.mode, steps),
        )

    def after(self, submission: UUID | None) -> Journey:
        """The journey, which is to wait for that submission's receipt."""
        return replace(self, depends_on=submission)

    def agreed(self, purpose: str) -> bool:
        """Whether the person agreed to `purpose`; their last word counts, and none is no."""
        told = [it.agreed for it in self.consents if it.purpose == purpose]
        return told[-1] if told else False


def journey_to_json(journey: Journey) -> bytes:
    """The journey as it is kept, in UTF-8."""
    return written(journey)
