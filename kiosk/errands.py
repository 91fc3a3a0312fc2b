"""Staff's commands: asks for PIN and code, has the question answered, and words the answer."""

from __future__ import annotations

import getpass
import json
import logging
import os
import sys
import time
from contextlib import nullcontext, suppress
from datetime import datetime
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol

import msgspec

from kiosk.app import LOG_FOLDER
from kiosk.backroom import Backroom
from kiosk.clock import VIETNAM, SystemClock
from kiosk.domain.ports import QueueFailure
from kiosk.domain.staff import CLOCK_OFF_S, Finding, LineState, Soundness
from kiosk.domain.submission import Refusal
from kiosk.logs import logging_to
from kiosk.operations.desk import Question, examined, failure
from kiosk.operations.doctor import broken
from kiosk.settings import SettingsInvalid, load_settings
from ui.staff_words import finding_fix, finding_words, happened_words
from ui.texts import Languages, Texts

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

    from kiosk.operations.desk import Answer

_MARKS: Final = {Soundness.SOUND: "✓", Soundness.POOR: "!", Soundness.BROKEN: "✗"}


class Answers(Protocol):
    """Whatever answers questions: `Backroom`, or another in its place."""

    def answer(self, question: Question) -> Answer:
        """The answer to a question."""


class NothingSaid(Exception):
    """Nobody typed what was asked for; `name` is the failure's."""

    def __init__(self, name: str = "nothing-said") -> None:
        super().__init__(name)
        self.name = name


def queue(asked: argparse.Namespace) -> int:
    """Ask one thing of the queue, with the PIN."""

    def question(texts: Texts, _room: Backroom) -> Question:
        verb = asked.queue_verb
        return Question(
            verb=verb,
            pin=ask_hidden(texts.say("command.pin")),
            ticket=getattr(asked, "ticket", ""),
            code=ask_hidden(texts.say("command.code")) if verb == "withdraw" else "",
            folder=str(getattr(asked, "folder", Path()).absolute()),
            start=getattr(asked, "start", 0),
            count=getattr(asked, "count", 50),
        )

    return _ask(asked.settings, question, as_json=asked.json)


def set_pin(asked: argparse.Namespace) -> int:
    """Set the PIN of this kiosk's staff."""

    def question(texts: Texts, room: Backroom) -> Question:
        asks_old = not asked.reset and room.pin.is_set()
        old = ask_hidden(texts.say("command.pin.old")) if asks_old else ""
        new = ask_hidden(texts.say("command.pin.new"))
        if sys.stdin.isatty() and new != ask_hidden(texts.say("command.pin.again")):
            raise NothingSaid("pin.differs")
        return Question(verb="pin-set", pin=old, new_pin=new, reset=asked.reset)

    return _ask(asked.settings, question)


def doctor(asked: argparse.Namespace) -> int:
    """Say whether this help point is sound; 1 where it isn't."""
    try:
        load_settings(asked.settings)
    except SettingsInvalid as error:
        finding = broken("settings", "invalid", reason=str(error))
        told = _Told(Texts.read("vi"), as_json=asked.json)
        return told.answer(Question(verb="doctor"), examined((finding,)))
    return _ask(asked.settings, lambda *_: Question(verb="doctor"), as_json=asked.json)


def _ask(
    file: Path | None, question: Callable[[Texts, Backroom], Question], *, as_json: bool = False
) -> int:
    """Have a question answered and tell the answer; the exit code of the command."""
    try:
        settings = load_settings(file)
    except SettingsInvalid as error:
        sys.stderr.write(f"{error}\n")
        return 2
    texts = Languages.read(settings.languages).first
    told = _Told(texts, as_json=as_json)
    with _logging(settings.data):
        try:
            room = Backroom(settings, SystemClock())
            asked = question(texts, room)
            return told.answer(asked, once_unlocked(room, asked, texts, time.sleep))
        except NothingSaid as nothing:
            return told.failure({"ok": False, "failure": nothing.name, "values": {}})
        except KeyboardInterrupt:
            return told.failure({"ok": False, "failure": "nothing-said", "values": {}})
        except QueueFailure as error:
            return told.failure(failure(error))


def _logging(data: Path) -> AbstractContextManager[object]:
    """What goes wrong beside the answer goes into the kiosk's log, where there is one."""
    folder = data / LOG_FOLDER
    if folder.is_dir():
        with suppress(OSError):
            return logging_to(folder)
    logging.getLogger().addHandler(logging.NullHandler())
    return nullcontext()


def ask_hidden(prompt: str) -> str:
    """What is typed without being shown, or the next line of what is piped in.

    Raises NothingSaid.
    """
    if sys.stdin.isatty():
        said = getpass.getpass(f"{prompt}: ")
    else:
        said = sys.stdin.readline(4096).rstrip("\r\n")
    if not said:
        raise NothingSaid
    return said


def once_unlocked(
    room: Answers, question: Question, texts: Texts, sleep: Callable[[float], None]
) -> Answer:
    """The answer; where the PIN rests, after waiting for it: each start begins the pause anew."""
    answer = room.answer(question)
    if answer.get("failure") == "pin.locked":
        seconds = answer["values"]["seconds"]
        sys.stderr.write(texts.say("command.failure.pin.locked", seconds=seconds) + "\n")
        sleep(seconds)
        answer = room.answer(question)
    return answer


class _Told:
    """Where answers go: as JSON without words, or in words."""

    def __init__(self, texts: Texts, *, as_json: bool) -> None:
        self._texts = texts
        self._as_json = as_json
        for stream in (sys.stdin, sys.stdout, sys.stderr):
            if isinstance(stream, TextIOWrapper):
                stream.reconfigure(errors="replace")  # letters that a terminal doesn't have

    def answer(self, question: Question, answer: Answer) -> int:
        """Tell it; the exit code of the command."""
        if not answer["ok"]:
            return self.failure(answer)
        lines = (
            [json.dumps(answer, ensure_ascii=False)]
            if self._as_json
            else said(self._texts, question, answer)
        )
        try:
            for line in lines:
                sys.stdout.write(f"{line}\n")
            sys.stdout.flush()
        except BrokenPipeError:
            # Who reads has read enough; what is left must not fail once more at the end.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        findings = answer.get("findings", [])
        return int(any(it["soundness"] != Soundness.SOUND for it in findings))

    def failure(self, answer: Answer) -> int:
        """Tell why not."""
        if self._as_json:
            sys.stdout.write(json.dumps(answer, ensure_ascii=False) + "\n")
        else:
            sys.stderr.write(failure_words(self._texts, answer) + "\n")
        return 1


def failure_words(texts: Texts, answer: Answer) -> str:
    """Why not, in words."""
    name = answer["failure"]
    if name.startswith("stick."):
        return texts.say(f"stick.unusable.{name.removeprefix('stick.')}")
    if name.startswith("key."):
        return "\n".join(texts.say(f"doctor.{name}{it}") for it in ("", ".fix"))
    return texts.say(f"command.failure.{name}", **answer["values"])


def said(texts: Texts, question: Question, answer: Answer) -> Iterator[str]:
    """A good answer in words, line by line."""
    match question.verb:
        case "ls":
            yield from _listed(texts, answer)
        case "show":
            yield from _submission(texts, answer["submission"])
            for line in answer["history"]:
                yield f"  {_moment(line['at'])}  {happened_words(texts, line['what'])}"
        case "doctor":
            for it in msgspec.convert(answer["findings"], list[Finding]):
                yield from finding_lines(texts, it)
        case _:
            values = {name: it for name, it in answer.items() if name != "ok"}
            yield texts.say(f"command.done.{question.verb}", **values, ticket=question.ticket)
            if answer.get("left_out"):
                yield texts.say("command.done.export.left-out", count=answer["left_out"])


def finding_lines(texts: Texts, finding: Finding) -> Iterator[str]:
    """A finding as it is told: a mark, what it is, and what to do about it."""
    yield f"{_MARKS[finding.soundness]} {finding_words(texts, finding)}"
    if fix := finding_fix(texts, finding):
        yield f"    → {fix}"


def _listed(texts: Texts, answer: Answer) -> Iterator[str]:
    yield from _line(texts, answer["line"])
    yield texts.say("command.disk", size=texts.size(answer["health"]["free_bytes"]))
    summary = answer["summary"]
    yield texts.say(
        "command.summary",
        waiting=summary["waiting"],
        held=summary["held"],
        refused=summary["refused"],
    )
    now = datetime.fromisoformat(answer["now"])
    for submission in answer["submissions"]:
        yield ""
        yield from _submission(texts, submission, now)


def _line(texts: Texts, line: dict[str, Any] | None) -> Iterator[str]:
    if line is None:
        yield texts.say("command.line.none")
        return
    state = "doubted" if line["clock_doubted"] else LineState(line["state"])
    yield texts.say(f"command.line.{'paused' if line['paused'] else state}")
    if abs(line["drift"]) >= CLOCK_OFF_S:
        way = "slow" if line["drift"] > 0 else "fast"
        yield texts.say(f"command.clock.{way}", span=texts.span(abs(line["drift"])))


def _submission(
    texts: Texts, submission: dict[str, Any], now: datetime | None = None
) -> Iterator[str]:
    since = submission["settled_at"] or submission["finished_at"]
    kind = texts.say(f"desk.fact.kind.{submission['kind']}")
    head = [submission["ticket"], submission["masked_name"], kind]
    if submission["kind"] == "dossier":
        head.append(submission["procedure"])
    if now is not None and since is not None:
        age = max(0.0, (now - datetime.fromisoformat(since)).total_seconds())
        head.append(texts.span(age))
    yield "  ".join(it for it in head if it)
    yield f"  {_why(texts, submission)}"
    if submission["state"] == "refused" and submission["told_at"] is None:
        phone = submission["phone"]
        todo = "call" if phone else "tell"
        if msgspec.convert(submission["refusal"], Refusal).is_of_lost_content:
            todo = "anew"
        said = texts.say(f"command.todo.{todo}", phone=phone, ticket=submission["ticket"])
        yield f"  → {said}"


def _why(texts: Texts, submission: dict[str, Any]) -> str:
    """How it stands, and why."""
    match submission["state"]:
        case "waiting":
            return texts.say(_waits_for(submission))
        case "held":
            return texts.say("command.why.held", ticket=submission["ticket"])
        case "refused":
            refusal = msgspec.convert(submission["refusal"], Refusal)
            key = f"refusal.{refusal.type}"
            reason = texts.say(key if key in texts else "refusal.other")
            which = "set-aside" if refusal.is_ours else "refused"
            return texts.say(f"desk.why.{which}", reason=reason)
        case "delivered":
            return texts.say("desk.why.delivered", code=submission["receipt"]["code"])
    return texts.say(f"desk.why.{submission['state']}")


def _waits_for(submission: dict[str, Any]) -> str:
    """The key of the words for it."""
    if submission["blocked"]:
        return "desk.why.blocked"
    if not submission["sealed"]:
        return "command.why.unsealed"
    return "desk.why.in-doubt" if submission["in_doubt"] else "command.why.waiting"


def _moment(at: str) -> str:
    return datetime.fromisoformat(at).astimezone(VIETNAM).strftime("%d/%m/%Y %H:%M")
