"""Shows staff how people's journeys came about, and which steps needed help."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from kiosk.domain.helping import HelpMode
from ui.screens.desk_help import HelpShown

if TYPE_CHECKING:
    from collections.abc import Callable

    from kiosk.domain.helping import HelpedStep, HelpFigures
    from kiosk.domain.procedure import Procedure
    from ui.look import Look

HELP_SPAN: Final = timedelta(days=30)
"""Over how long it is counted."""

_WAYS: Final = ("called", "typed", "guided")


def help_shown(
    look: Look, figures: HelpFigures, procedure: Callable[[str], Procedure | None]
) -> HelpShown:
    """The figures in words; a share is always told with how many it is of."""
    say, whole = look.say, figures.journeys
    if not whole:
        return HelpShown(say("desk.help.none", days=HELP_SPAN.days), (), ())
    shares = (("alone", figures.alone), ("themselves", figures.themselves))
    who = [
        (
            say(f"desk.help.{name}"),
            say("desk.help.share", count=count, whole=whole, percent=round(100 * count / whole)),
        )
        for name, count in shares
    ]
    helped = [it for it in HelpMode if it is not HelpMode.SELF]
    who += [(say(f"desk.help.mode.{it}"), str(figures.modes[it])) for it in helped]
    who.append((say("desk.help.differs"), str(figures.differs)))
    return HelpShown(
        span=say("desk.help.span", days=HELP_SPAN.days, count=whole),
        who=who,
        steps=[(_place(look, it, procedure), _needed(look, it)) for it in figures.steps],
    )


def _needed(look: Look, step: HelpedStep) -> str:
    """How often which help was needed there."""
    times = {name: getattr(step, name) for name in _WAYS}
    return ", ".join(
        look.say(f"desk.help.{name}", count=count) for name, count in times.items() if count
    )


def _place(look: Look, helped: HelpedStep, procedure: Callable[[str], Procedure | None]) -> str:
    """A step as it was asked, with its procedure; another screen by what it is for."""
    language = look.texts.language
    known = procedure(helped.procedure)
    if known is None:
        return f"{look.say('desk.unknown-procedure')}: {_screen(look, helped.step)}"
    title = known.short_title.said(language)
    asked = {it.id: it.title for it in known.tasks} | {it.id: it.question for it in known.steps()}
    if helped.step not in asked or f"desk.help.at.{helped.step}" in look.texts:
        return f"{title}: {_screen(look, helped.step)}"
    return f"{title}: {look.texts.addressed(asked[helped.step].said(language))}"


def _screen(look: Look, name: str) -> str:
    key = f"desk.help.at.{name}"
    return look.say(key if key in look.texts else "desk.help.at.other")
