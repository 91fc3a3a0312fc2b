"""Makes the slip of a journey, and sends what goes home to the printer of the point."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from kiosk.domain.person import masked_name
from kiosk.domain.procedure import KnownAs
from kiosk.settings import SlipPaper
from ui.conductor.session import REQUESTER
from ui.printing.sheet import Paper
from ui.printing.slip import SlipContent, SlipState, slip_drawing
from ui.screens.outcome import slip_of

if TYPE_CHECKING:
    from datetime import date

    from kiosk.domain.journey import Journey
    from kiosk.domain.procedure import Procedure
    from kiosk.settings import Settings
    from ui.conductor.scene import Scene
    from ui.printing.sheet import Drawing
    from ui.screens.outcome import OutcomeShown

KEPT: Final = timedelta(days=30)
"""How long a draft waits for its slip before it is erased."""


def kept_until(scene: Scene) -> date:
    """The last day on which a slip taken today opens its draft."""
    return scene.today + KEPT


def finished_slip(
    scene: Scene, journey: Journey, procedure: Procedure, shown: OutcomeShown
) -> SlipContent:
    """The slip of a finished journey: it says what its last page says."""
    point = scene.settings.point
    return slip_of(
        scene.stage.look.texts,
        shown,
        point=point.name,
        commune=point.address,
        papers=_papers(scene, journey, procedure),
        helping=journey.helping,
        number_ending=_applicant(journey, "personal_number", procedure, scene)[-4:],
    )


def draft_slip(scene: Scene, journey: Journey, procedure: Procedure) -> SlipContent:
    """The slip of a journey put aside: with it alone the draft opens."""
    look, point = scene.stage.look, scene.settings.point
    return SlipContent(
        state=SlipState.PUT_ASIDE,
        kind=journey.kind,
        slip=journey.slip,
        point=point.name,
        commune=point.address,
        phone=point.phone,
        printed_at=scene.local_now,
        procedure=scene.said(look, procedure.short_title),
        person=masked_name(_applicant(journey, "name", procedure, scene)),
        papers=_papers(scene, journey, procedure),
        helping=journey.helping,
        kept_until=kept_until(scene),
    )


def _applicant(journey: Journey, fact: str, procedure: Procedure, scene: Scene) -> str:
    """What the journey says of the person at the screen; "" where it says nothing."""
    answers = procedure.path(journey.answers, scene.today).answers
    for step in procedure.steps():
        for field in step.fields:
            if field.known_as == KnownAs(REQUESTER, fact):
                return str(answers.get(field.id, ""))
    return ""


def _papers(scene: Scene, journey: Journey, procedure: Procedure) -> tuple[str, ...]:
    """The titles of the papers that go along."""
    path = procedure.path(journey.answers, scene.today)
    attached = {attachment.paper for attachment in path.attached(journey.attachments)}
    look = scene.stage.look
    return tuple(scene.said(look, paper.title) for paper in path.papers if paper.id in attached)


def print_on_paper(scene: Scene, content: SlipContent) -> str | None:
    """Print the slip; the reason (a key under `printing.failed`) where that failed."""
    drawing = slip_drawing(content, scene.stage.look.texts)
    return print_at_point(scene.settings, drawing, str(content.slip.ticket))


def print_at_point(settings: Settings, drawing: Drawing, title: str) -> str | None:
    """Print on the point's own printer and paper; the reason, as above, where that failed."""
    # Qt's printing is loaded by the first sheet that is printed.
    from ui.printing.printer import PrintingFailed, print_out  # noqa: PLC0415

    paper = Paper.A5 if settings.slip_paper is SlipPaper.SHEET else Paper.ROLL
    try:
        print_out(drawing, title, settings.printer or "", paper)
    except PrintingFailed as failure:
        return failure.reason
    return None
