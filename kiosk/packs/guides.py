"""What a pack teaches: cards, real cases, three questions, and a card to take home."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final, cast

from kiosk.domain.procedure import Words
from kiosk.packs.manifest import FileRefused, checked_document

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

MOST_GUIDE_BYTES: Final = 64 * 1024
QUESTIONS: Final = 3
"""So many does a quiz ask; the screens say so beforehand."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a case was published: the paper's name, the page, and the day."""

    name: str
    url: str
    published_on: date


@dataclass(frozen=True, slots=True)
class Card:
    """One thing to know; `drawing` is a name of the program's own drawings.

    A real case has a `source`, and the day on which somebody looked it up there.
    """

    id: str
    drawing: str
    title: Words
    text: Words
    source: Source | None = None
    checked_on: date | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """One question of the quiz; `answers` are pairs of an id and its words."""

    id: str
    question: Words
    answers: tuple[tuple[str, Words], ...]
    right: str
    explanation: Words


@dataclass(frozen=True, slots=True)
class Hotline:
    """Whom to ring. Until somebody has rung it (`confirmed_on`) it is shown to nobody."""

    name: Words
    number: str
    confirmed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Warned:
    """What stands in the strip at one sort of page: a short sentence, and one more."""

    title: Words
    text: Words


@dataclass(frozen=True, slots=True)
class Guide:
    """What a pack teaches about one thing, with what of it goes home on paper.

    `warnings` are by what is asked for: `code`, `pin`, `payment`; each may be missing.
    `reminder` are the lines of the card to take home, `headline` its title.
    """

    id: str
    title: Words
    checked_on: date
    warnings: Mapping[str, Warned]
    cards: tuple[Card, ...]
    cases: tuple[Card, ...]
    questions: tuple[Question, ...]
    hotlines: tuple[Hotline, ...]
    headline: Words
    reminder: tuple[Words, ...]

    @property
    def confirmed_hotlines(self) -> tuple[Hotline, ...]:
        """Those that people may be told."""
        return tuple(it for it in self.hotlines if it.confirmed_on is not None)


def read_guide(content: bytes) -> Guide:
    """The guide in a file's bytes. Raises FileRefused."""
    if len(content) > MOST_GUIDE_BYTES:
        raise FileRefused("", f"is larger than {MOST_GUIDE_BYTES} bytes")
    document = cast("dict[str, Any]", checked_document(content, "guide"))
    cards, cases = document["cards"], document.get("cases", [])
    _each_once("/cards", (it["id"] for it in cards + cases))
    _each_once("/questions", (it["id"] for it in document["questions"]))
    if len(document["questions"]) != QUESTIONS:
        count = len(document["questions"])
        raise FileRefused("/questions", f"a quiz has {QUESTIONS} questions, this one {count}")
    take_home = document["take_home"]
    return Guide(
        id=document["id"],
        title=Words(document["title"]),
        checked_on=date.fromisoformat(document["checked_on"]),
        warnings={
            name: Warned(Words(it["title"]), Words(it["text"]))
            for name, it in document.get("warnings", {}).items()
        },
        cards=tuple(_card(it) for it in cards),
        cases=tuple(_card(it) for it in cases),
        questions=tuple(
            _question(f"/questions/{place}", it) for place, it in enumerate(document["questions"])
        ),
        hotlines=tuple(
            Hotline(Words(it["name"]), it["number"], _day(it.get("confirmed_on")))
            for it in document.get("hotlines", [])
        ),
        headline=Words(take_home["title"]),
        reminder=tuple(Words(line) for line in take_home["lines"]),
    )


def _card(document: dict[str, Any]) -> Card:
    source = document.get("source")
    return Card(
        id=document["id"],
        drawing=document["drawing"],
        title=Words(document["title"]),
        text=Words(document["text"]),
        source=source
        and Source(source["name"], source["url"], date.fromisoformat(source["published_on"])),
        checked_on=_day(document.get("checked_on")),
    )


def _question(pointer: str, document: dict[str, Any]) -> Question:
    answers = tuple((it["id"], Words(it["text"])) for it in document["answers"])
    ids = [name for name, _ in answers]
    _each_once(f"{pointer}/answers", ids)
    right = document["right"]
    if right not in ids:
        raise FileRefused(f"{pointer}/right", f"there is no answer '{right}'")
    return Question(
        id=document["id"],
        question=Words(document["question"]),
        answers=answers,
        right=right,
        explanation=Words(document["explanation"]),
    )


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _each_once(pointer: str, ids: Iterable[str]) -> None:
    twice = [name for name, count in Counter(ids).items() if count > 1]
    if twice:
        raise FileRefused(pointer, f"the id '{twice[0]}' stands there twice")
