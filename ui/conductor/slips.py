"""Makes the slip of a journey and sends it to the printer of the point."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from kiosk.domain.person import masked_name
from kiosk.settings import SlipPaper
from ui.printing.slip import Paper, SlipContent, SlipState

if TYPE_CHECKING:
    from datetime import date

    from kiosk.domain.journey import Journey
    from kiosk.domain.procedure import Procedure
    from kiosk.domain.submission import Submission
    from ui.conductor.scene import Scene

KEPT: Final = timedelta(days=30)
"""How long a draft waits for its slip before it is erased."""


def kept_until(scene: Scene) -> date:
    """The last day on which a slip taken today opens its draft."""
    return scene.today + KEPT


def slip_content(
    scene: Scene,
    journey: Journey,
    procedure: Procedure,
    submission: Submission | None,
    steps: tuple[str, ...] = (),
) -> SlipContent:
    """What the slip says of a journey put aside (`submission` None) or finished."""
    look, point = scene.stage.look, scene.settings.point
    path = procedure.path(journey.answers, scene.today)
    facts = {
        field.known_as.fact: str(path.answers.get(field.id, ""))
        for step in procedure.steps()
        for field in step.fields
        if field.known_as is not None and field.known_as.person == "requester"
    }
    attached = path.attached(journey.attachments)
    return SlipContent(
        state=SlipState.of(submission),
        kind=journey.kind,
        slip=journey.slip,
        point=point.name,
        commune=point.address,
        phone=point.phone,
        printed_at=scene.local_now,
        procedure=scene.said(look, procedure.short_title),
        person=masked_name(facts.get("name", "")),
        number_ending=facts.get("personal_number", "")[-4:],
        papers=tuple(
            scene.said(look, paper.title)
            for paper in path.papers
            if any(it.paper == paper.id for it in attached)
        ),
        helping=journey.helping,
        code=submission.receipt.code if submission and submission.receipt else None,
        steps=steps,
        kept_until=kept_until(scene) if submission is None else None,
    )


def print_on_paper(scene: Scene, content: SlipContent) -> str | None:
    """Print the slip; the reason (a key under `printing.failed`) where that failed."""
    from ui.printing.printer import PrintingFailed, print_slip

    paper = Paper.A5 if scene.settings.slip_paper is SlipPaper.SHEET else Paper.ROLL
    try:
        print_slip(content, scene.stage.look.texts, scene.settings.printer or "", paper)
    except PrintingFailed as failure:
        return failure.reason
    return None
