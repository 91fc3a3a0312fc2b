"""Makes words of what staff may see: rows, facts, the line to the portal, the doctor's findings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kiosk.clock import VIETNAM
from kiosk.domain.staff import CLOCK_OFF_S, LineState, Soundness
from kiosk.domain.submission import ReceiptState, State
from ui.components.tones import Tone
from ui.page import Door, Place
from ui.screens.checkup import FindingShown
from ui.screens.desk_line import LineShown
from ui.screens.desk_row import Heap, RowShown
from ui.screens.desk_submission import FactShown, SubmissionShown
from ui.screens.notice import NoticePage, Way
from ui.staff_words import finding_fix, finding_words, happened_words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date, datetime

    from kiosk.domain.ports import QueueSummary
    from kiosk.domain.procedure import Procedure
    from kiosk.domain.staff import Finding, JournalLine, Line, QueueHealth, Standing
    from kiosk.domain.submission import Refusal
    from ui.look import Look

_HEAPS: Final = {
    State.REFUSED: Heap.REFUSED,
    State.WAITING: Heap.WAITING,
    State.HELD: Heap.HELD,
    State.DELIVERED: Heap.DELIVERED,
    State.WITHDRAWN: Heap.WITHDRAWN,
}
_NEXT: Final = {State.WAITING: "retry", State.HELD: "let_go"}
_TONES: Final = {
    Soundness.SOUND: Tone.SUCCESS,
    Soundness.POOR: Tone.WARNING,
    Soundness.BROKEN: Tone.DANGER,
}
_WORST_FIRST: Final = (Soundness.BROKEN, Soundness.POOR, Soundness.SOUND)
_LINES: Final = {
    LineState.REACHED: ("wifi", "success"),
    LineState.LOST: ("wifi-off", "warning"),
    LineState.SHUT: ("shield-alert", "danger"),
    LineState.UNKNOWN: ("clock", "secondary"),
}


@dataclass(frozen=True, slots=True)
class DeskView:
    """What words are made with: the look, this moment (UTC), the line, and the packs."""

    look: Look
    now: datetime
    line: Line
    procedure: Callable[[str, str], Procedure | None]

    @property
    def today(self) -> date:
        """This day in Vietnam."""
        return self.now.astimezone(VIETNAM).date()

    def moment(self, at: datetime | None) -> str:
        """When something was, in words; "" for None."""
        if at is None:
            return ""
        return self.look.texts.moment(at.astimezone(VIETNAM), self.today)

    def since(self, at: datetime | None) -> str:
        """How long ago something was, in words; "" for None."""
        if at is None:
            return ""
        return self.look.texts.span(max(0.0, (self.now - at).total_seconds()))


# --- one submission -------------------------------------------------------------------------------


def row_shown(view: DeskView, standing: Standing) -> RowShown:
    """A submission as a row of the list."""
    submission = standing.submission
    state = submission.state
    settled = state not in {State.WAITING, State.HELD}
    since = view.since(standing.settled_at if settled else standing.finished_at)
    action = _NEXT.get(state, "open")
    if state is State.WAITING and standing.blocked:
        action = "open"
    return RowShown(
        id=str(submission.id),
        ticket=str(submission.ticket),
        age=view.look.say(f"desk.age.{state}", span=since) if since else "",
        procedure=_title(view, standing),
        person=submission.masked_name or view.look.say("desk.no-name"),
        heap=_HEAPS[standing.submission.state],
        reason=reason(view, standing),
        action=action,
        action_words=view.look.say(f"desk.{action}"),
    )


def reason(view: DeskView, standing: Standing) -> str:
    """Why it stands as it does, in one plain sentence."""
    say, submission = view.look.say, standing.submission
    match submission.state:
        case State.REFUSED if submission.refusal is not None:
            key = "set-aside" if submission.refusal.is_ours else "refused"
            key = key if standing.told_at is None else f"{key}-told"
            return say(f"desk.why.{key}", reason=_refusal(view.look, submission.refusal))
        case State.DELIVERED if submission.receipt is not None:
            confirm = submission.receipt.state is ReceiptState.NEEDS_CONFIRMATION
            key = "confirm" if confirm else "delivered"
            return say(f"desk.why.{key}", code=submission.receipt.code)
        case State.WAITING:
            return _why_waiting(view, standing)
    return say(f"desk.why.{submission.state}")


def _why_waiting(view: DeskView, standing: Standing) -> str:
    """What it waits for: the nearest cause that somebody could do something about."""
    line, sent, files = view.line, standing.files_sent, standing.files
    seconds = standing.next_try_in or 0.0
    causes = (
        (standing.blocked, "blocked"),
        (standing.in_doubt, "in-doubt"),
        (0 < sent < files, "files"),
        (line.paused, "paused"),
        (not standing.sealed, "unsealed"),
        (line.state is LineState.SHUT, "shut"),
        (line.state is LineState.UNKNOWN, "unknown"),
        (line.state is LineState.LOST, "offline"),
        (seconds >= 1, "later"),
    )
    cause = next((name for so, name in causes if so), "turn")
    span = view.look.texts.span(seconds)
    return view.look.say(f"desk.why.{cause}", sent=sent, count=files, span=span)


def submission_shown(
    view: DeskView, standing: Standing, history: Sequence[JournalLine]
) -> SubmissionShown:
    """A submission as a page of its own."""
    return SubmissionShown(
        title=_title(view, standing),
        facts=tuple(_facts(view, standing)),
        history=tuple(
            FactShown(view.moment(line.at), happened_words(view.look.texts, line.what))
            for line in reversed(history)
        ),
        heap=_HEAPS[standing.submission.state],
        reason=reason(view, standing),
        advice=_advice(view, standing),
        actions=_actions(standing),
    )


def _facts(view: DeskView, standing: Standing) -> list[FactShown]:
    """Everything outside the seal that says something; what isn't there is left out."""
    say, texts, submission = view.look.say, view.look.texts, standing.submission
    known: list[tuple[str, str]] = [
        ("name", submission.masked_name),
        ("kind", say(f"desk.fact.kind.{submission.kind}")),
        ("finished", view.moment(standing.finished_at)),
        ("phone", _spaced(standing.phone or "")),
        ("told", view.moment(standing.told_at)),
    ]
    if submission.receipt is not None:
        known.append(("code", submission.receipt.code))
    if submission.state not in {State.DELIVERED, State.WITHDRAWN}:
        sealed = "yes" if standing.sealed else "no"
        known.append(("sealed", say(f"desk.fact.sealed.{sealed}")))
    if standing.files:
        files = say("desk.fact.files-of", sent=standing.files_sent, count=standing.files)
        known.append(("files", files))
    if standing.size:
        known.append(("size", texts.size(standing.size)))
    known.append(("attempts", str(standing.attempts)))
    if standing.next_try_in is not None:
        known.append(("next", texts.span(standing.next_try_in)))
    facts = [FactShown(say(f"desk.fact.{name}"), value) for name, value in known if value]
    return [FactShown(say("desk.fact.ticket"), str(submission.ticket), code=True), *facts]


def _actions(standing: Standing) -> tuple[str, ...]:
    """What makes sense now; the first is what staff most likely came for."""
    correct = () if standing.in_doubt else ("correct",)
    match standing.submission.state:
        case State.REFUSED:
            told = ("told",) if standing.told_at is None else ()
            if _is_lost(standing):
                return told
            again = () if _followed(standing) else ("again",)
            return (*correct, *told, *again)
        case State.WAITING if standing.blocked:
            return ("hold", *correct)
        case State.WAITING:
            return ("retry", "hold", *correct)
        case State.HELD:
            return ("let_go", *correct)
    return ()


def _followed(standing: Standing) -> bool:
    """Whether its account was taken back: as it is, it can't be sent."""
    refusal = standing.submission.refusal
    return refusal is not None and refusal.type.startswith("account-")


def _advice(view: DeskView, standing: Standing) -> str:
    say, state = view.look.say, standing.submission.state
    if state is State.REFUSED:
        if _is_lost(standing):
            return say("desk.advice.lost")
        if standing.told_at is not None:
            return say("desk.advice.told")
        if standing.phone:
            return say("desk.advice.refused-call", phone=_spaced(standing.phone))
    if state is State.WAITING:
        if standing.in_doubt:
            return say("desk.advice.in-doubt")
        if view.line.state is LineState.SHUT:
            return say("desk.advice.shut")
    key = "delivered" if state is State.WITHDRAWN else state
    return say(f"desk.advice.{key}")


def _is_lost(standing: Standing) -> bool:
    refusal = standing.submission.refusal
    return refusal is not None and refusal.is_of_lost_content


def _title(view: DeskView, standing: Standing) -> str:
    submission = standing.submission
    procedure = view.procedure(submission.procedure, submission.version)
    if procedure is None:
        return view.look.say("desk.unknown-procedure")
    return procedure.short_title.said(view.look.texts.language)


def _refusal(look: Look, refusal: Refusal) -> str:
    key = f"refusal.{refusal.type}"
    return look.say(key if key in look.texts else "refusal.other")


def _spaced(phone: str) -> str:
    """A telephone number as it is read out: 0912 345 678."""
    return "\u00a0".join(part for part in (phone[:4], phone[4:7], phone[7:]) if part)


# --- all of them, and the line --------------------------------------------------------------------


def counts_shown(summary: QueueSummary) -> dict[str, str]:
    """How many there are of each heap; those held are counted among the waiting too."""
    return {
        "refused": str(summary.refused),
        "waiting": str(summary.waiting - summary.held),
        "held": str(summary.held),
        "delivered": str(summary.delivered),
    }


def line_shown(view: DeskView, summary: QueueSummary, health: QueueHealth) -> LineShown:
    """How it stands with the portal, and what else staff look at first."""
    say, line = view.look.say, view.line
    icon, ink = ("pause", "warning") if line.paused else _LINES[line.state]
    met = ("last", line.delivered_at)
    if line.delivered_at is None:
        met = ("met", line.reached_at)
    facts = (
        (met[0], view.moment(met[1]) or say("desk.line.never")),
        ("next", _next_try(view, summary)),
        ("oldest", view.since(summary.oldest) or say("desk.line.none")),
        ("free", view.look.texts.size(health.free_bytes)),
        ("clock", _clock(view)),
    )
    return LineShown(
        title=say(f"desk.line.{_state(line)}"),
        icon=icon,
        ink=ink,
        facts=tuple((say(f"desk.line.{name}"), value) for name, value in facts),
        paused=line.paused,
    )


def _state(line: Line) -> str:
    """In a word what staff must know first."""
    if line.paused:
        return "paused"
    return "doubted" if line.clock_doubted else line.state


def _next_try(view: DeskView, summary: QueueSummary) -> str:
    say, line = view.look.say, view.line
    if line.paused:
        return say("desk.line.paused")
    if line.state is LineState.REACHED and summary.waiting == summary.held:
        return say("desk.line.none")
    if line.next_try_in < 1:
        return say("desk.line.now")
    return view.look.texts.span(line.next_try_in)


def _clock(view: DeskView) -> str:
    """Whether the clock is right, as far as the portal or its certificate tells."""
    say, drift = view.look.say, view.line.drift.total_seconds()
    if view.line.clock_doubted:
        return say("desk.line.clock.doubted")
    if view.line.reached_at is None:
        return say("desk.line.clock.unknown")
    if abs(drift) < CLOCK_OFF_S:
        return say("desk.line.clock.right")
    way = "slow" if drift > 0 else "fast"
    return say(f"desk.line.clock.{way}", span=view.look.texts.span(abs(drift)))


# --- the doctor, and plain messages ---------------------------------------------------------------


def findings_shown(look: Look, findings: Sequence[Finding]) -> tuple[FindingShown, ...]:
    """What the doctor found, the worst first; a finding that nobody has words for is told too."""
    return tuple(
        FindingShown(
            words=finding_words(look.texts, finding),
            fix=finding_fix(look.texts, finding),
            tone=_TONES[soundness],
        )
        for soundness in _WORST_FIRST
        for finding in findings
        if finding.soundness is soundness
    )


def desk_notice(
    look: Look,
    name: str,
    lines: Sequence[str],
    ways: Sequence[Way],
    *,
    picture: str = "info",
    waiting: bool = False,
) -> NoticePage:
    """A message to staff: `<name>.title` over these lines, behind their door."""
    page = NoticePage(
        look,
        name=f"desk.{name.removeprefix('desk.')}",
        title=look.say(f"{name}.title"),
        lines=lines,
        ways=ways,
        picture=picture,
        waiting=waiting,
    )
    page.place = Place(look.say("desk.caption"))
    page.door = Door.BEHIND
    return page
