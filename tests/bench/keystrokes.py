"""How much a person has to touch and type here, against the same answers in a plain web form.

The plain form: every text, number and date of what was handed in typed in full, one tap to enter
each field, one a choice, one to send. It is taken as kinder than it is: a letter with its marks
counts once (typed in Telex it is up to three keys), a date is eight digits, and who comes, consent,
reading and checking cost it nothing, while here every touch from home to the last page counts.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from kiosk.domain.procedure import FieldKind
from tests.bench.figures import at_most, figure
from tests.ui.journeys import people
from tests.ui.journeys.people import HOA, HOA_CARD, HOI, NAM, NAM_CARD, child, parent, requester
from tests.ui.journeys.visiting import QuickFinger, Size, Traveller, kiosk, town
from ui.tour.story import Story

if TYPE_CHECKING:
    from pathlib import Path

    from kiosk.domain.procedure import Answer, Answers, Field, Procedure
    from tests.bench.figures import Figure
    from tests.ui.journeys.visiting import Town

MOST_OF_PLAIN: Final = 0.6
MOST_TYPED: Final = 40
"""Characters of a birth registration with both parents' cards."""

_TYPED: Final = {
    FieldKind.NAME,
    FieldKind.TEXT,
    FieldKind.NUMBER,
    FieldKind.PERSONAL_NUMBER,
    FieldKind.PHONE,
    FieldKind.EMAIL,
}
_CHOSEN: Final = 1
_ENTERED: Final = 1
_DATE: Final = {4: 4, 7: 6, 10: 8}
"""Digits of a date by the length of its answer."""


@dataclass(frozen=True)
class Cost:
    """Touches of the glass, and those of them (or of a web form's keys) that typed something."""

    touches: int
    typed: int


class Counting(Traveller):
    """Visits as the journeys do, and notes what each page cost."""

    def __init__(self, *visiting: object) -> None:
        super().__init__(*visiting)  # type: ignore[arg-type]
        self.touches: Counter[str] = Counter()
        self.typed: Counter[str] = Counter()

    def _act(self, name: str) -> None:
        touches, typed = self.finger.taps, self.finger.typed
        super()._act(name)
        self.touches[name] += self.finger.taps - touches
        self.typed[name] += self.finger.typed - typed


def typing(rounds: int, folder: Path, notes: list[str]) -> list[Figure]:
    """Touches and characters of whole visits, against a plain web form with the same answers."""
    del rounds  # nothing here differs from one time to the next
    app = QApplication.instance() or QApplication([])
    figures = []
    for name, visit in _visits().items():
        figures += _counted(name, *visit, folder / name, notes)
    del app
    return figures


def _counted(
    name: str, story: Story, errand: str, most_typed: int | None, folder: Path, notes: list[str]
) -> list[Figure]:
    (folder / "portal").mkdir(parents=True)
    (folder / "kiosk").mkdir()
    with town(folder / "portal") as portal:
        ours, plain, where = _visit(folder / "kiosk", portal, story, errand, name)
    notes.append(f"{name}: {where}")
    said = name.replace("_", " ")
    return [
        figure(
            f"{said}: touches",
            "",
            "a plain form's taps and characters",
            [(ours.touches, plain.touches)],
            at_most(MOST_OF_PLAIN),
        ),
        figure(
            f"{said}: typed",
            "",
            f"{most_typed} characters" if most_typed else "a plain form's characters",
            [(ours.typed, most_typed or plain.typed)],
            at_most(1.0) if most_typed else None,
        ),
    ]


def _visit(
    folder: Path, portal: Town, story: Story, errand: str, name: str
) -> tuple[Cost, Cost, str]:
    """What the visit cost here and in a plain form, and where most was touched."""
    with kiosk(folder, portal, Size()) as program:
        traveller = Counting(program, story, errand, name, QuickFinger)
        traveller.make_papers()
        traveller.visit()
        walk = program.conductor.walk
        if walk is None:
            message = f"{name} did not come to its end"
            raise RuntimeError(message)
        document, _ = portal.document(str(walk.journey.slip.ticket))
        plain = plain_form(walk.procedure, document.answers, len(document.attachments))
    most = ", ".join(f"{page} {cost}" for page, cost in traveller.touches.most_common(9))
    return Cost(traveller.finger.taps, traveller.finger.typed), plain, most


def plain_form(procedure: Procedure, answers: Answers, files: int) -> Cost:
    """What the same answers cost in a plain web form; a file is entered and chosen."""
    costs = [
        _of_field(field, answers[field.id])
        for step in procedure.steps()
        for field in step.fields
        if field.id in answers
    ]
    costs.append(Cost(files * (_ENTERED + _CHOSEN) + 1, 0))
    return _sum(costs)


def _of_field(field: Field, answer: Answer) -> Cost:
    if isinstance(answer, Mapping):
        return _sum(
            _text(str(it)) if part in {"hamlet", "street"} else Cost(_CHOSEN, 0)
            for part, it in answer.items()
        )
    if field.kind is FieldKind.GROUP and isinstance(answer, Sequence):
        rows = [row for row in answer if isinstance(row, Mapping)]
        inner = [
            [_of_field(each, row[each.id]) for each in field.fields if each.id in row]
            for row in rows
        ]
        return _sum([it for row in inner for it in [*row, Cost(1, 0)]])  # one to add the row
    if field.kind is FieldKind.DATE:
        digits = _DATE[len(str(answer))]
        return Cost(_ENTERED + digits, digits)
    if field.kind in _TYPED:
        return _text(str(answer))
    return Cost(_CHOSEN * (len(answer) if isinstance(answer, list) else 1), 0)


def _text(text: str) -> Cost:
    return Cost(_ENTERED + len(text), len(text))


def _sum(costs: Iterable[Cost]) -> Cost:
    every = list(costs)
    return Cost(sum(it.touches for it in every), sum(it.typed for it in every))


# --- who visits -----------------------------------------------------------------------------------


def _visits() -> dict[str, tuple[Story, str, int | None]]:
    """Each visit with what is tapped at home, and how many characters may be typed at most."""
    return {
        "birth_by_the_mother_both_cards": (_birth(cards=True), "dossier", MOST_TYPED),
        "birth_by_the_father_both_cards": (_by_the_father(), "dossier", MOST_TYPED),
        "birth_by_a_grandmother_three_cards": (_by_a_grandmother(), "dossier", MOST_TYPED),
        "birth_without_cards": (_birth(cards=False), "dossier", None),
        "extract_with_card": (_extract(card=True), "dossier", None),
        "extract_without_card": (_extract(card=False), "dossier", None),
        "account_with_card": (_account(card=True), "account", None),
        "account_without_card": (_account(card=False), "account", None),
    }


def _born(**told: Answer) -> dict[str, Answer]:
    answers = child() | people.result() | {"parents_vietnamese": True, "father_recorded": True}
    return answers | told


def _birth(*, cards: bool) -> Story:
    told = requester("mother", *HOA) | _born() | parent("father", *NAM)
    by_hand = {"personal_number": HOA[1], "name": HOA[0], "birth_date": HOA[2], "sex": "female"}
    return Story(
        "birth",
        "1.001193",
        told | {"mother_ethnicity": "01"} | by_hand,
        card=HOA_CARD if cards else None,
        cards={"father": NAM_CARD} if cards else {},
        suits=(False,),
        papers={"birth-certificate": "giay-chung-sinh.jpg"},
        commune="22303",
    )


def _by_the_father() -> Story:
    told = requester("father", *NAM) | _born() | parent("mother", *HOA)
    return Story(
        "birth",
        "1.001193",
        told | {"father_ethnicity": "01"},
        card=NAM_CARD,
        cards={"mother": HOA_CARD},
        suits=(False,),
        papers={"birth-certificate": "giay-chung-sinh.jpg"},
        commune="22303",
    )


def _by_a_grandmother() -> Story:
    told = requester("grandparent", *HOI) | _born() | parent("father", *NAM)
    told |= parent("mother", *HOA)
    return Story(
        "birth",
        "1.001193",
        told,
        card=people.HOI_CARD,
        cards={"mother": HOA_CARD, "father": NAM_CARD},
        suits=(False,),
        papers={"birth-certificate": "giay-chung-sinh.jpg"},
        commune="22303",
    )


def _extract(*, card: bool) -> Story:
    told: dict[str, Answer] = {
        "requester_relation": "self",
        "requester_phone": people.PHONE,
        "requester_birth_date": HOA[2],
        "requester_sex": "female",
        "extracts": [
            {"event": "birth", "place": people.HERE, "registered_on": "1998", "copies": 2}
        ],
        "exemption": "none",
        "delivery": "commune",
    }
    by_hand = {"personal_number": HOA[1], "name": HOA[0], "birth_date": HOA[2], "sex": "female"}
    return Story(
        "copies",
        "2.000635",
        told | by_hand,
        card=HOA_CARD if card else None,
        commune="22303",
    )


def _account(*, card: bool) -> Story:
    told: dict[str, Answer] = {
        "personal_number": HOA[1],
        "name": HOA[0],
        "birth_date": HOA[2],
        "sex": "female",
        "phone": people.PHONE,
        "residence": people.HERE | {"hamlet": "Thôn Đông"},
    }
    return Story(
        "",
        "account.portal",
        told,
        card=HOA_CARD if card else None,
        suits=(True, True),
        commune="22303",
    )
