"""The pages that belong to nobody yet: home, the wait, and the call for a helper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.clock import VIETNAM
from ui.art.people import Portrait
from ui.screens.home import HelperShown, HomePage, HomeShown
from ui.screens.home_yard import unbroken

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kiosk.settings import HelperToday
    from ui.edges import Opening
    from ui.look import Look
    from ui.screens.notice import NoticePage


def home_page(look: Look, opening: Opening, closed: str | None, *, teaches: bool) -> HomePage:
    """Home; `closed` says why nothing can be done here, as a key under `home.closed`.

    `teaches`: there is a guide, as far as that is known.
    """
    point = opening.settings.point
    helpers = tuple(helper_shown(helper) for helper in opening.settings.helpers)
    shown = HomeShown(
        today=opening.clock.today(),
        phone=point.phone,
        helpers=helpers,
        hours=point.hours,
        closed=closed,
        teaches=teaches,
    )
    return HomePage(look, shown)


def wait_page(look: Look) -> NoticePage:
    """Everything behind the screens is still being opened."""
    from ui.screens.notice import NoticePage  # noqa: PLC0415 — not on the way to home

    return NoticePage(
        look,
        name="wait",
        title=look.say("notice.wait.title"),
        lines=(look.say("notice.wait.text"),),
        ways=(),
        waiting=True,
    )


def helper_shown(helper: HelperToday) -> HelperShown:
    """A helper of today as screens show them."""
    return HelperShown(helper.name, helper.role, Portrait(helper.drawing))


def on_duty(opening: Opening) -> bool:
    """Whether somebody is here to help now, as far as hours are known."""
    settings = opening.settings
    hours = settings.point.hours
    now = opening.clock.now().astimezone(VIETNAM)
    here = hours is None or hours[0] <= now.time() < hours[1]
    return bool(settings.helpers) and here


def helper_page(look: Look, opening: Opening, *, arrives: bool = False) -> NoticePage:
    """A helper is wanted; the page waits behind. `arrives` lets them say that they are there."""
    settings = opening.settings
    names = [it.name for it in settings.helpers] if on_duty(opening) else []
    return called_page(look, names, settings.point.phone, arrives=arrives)


def called_page(look: Look, names: Sequence[str], phone: str, *, arrives: bool) -> NoticePage:
    """These helpers were called, or (without any) nobody is here; whom to ring, if anybody."""
    from ui.screens.notice import NoticePage, Way  # noqa: PLC0415 — not on the way to home

    here = bool(names)
    key = "notice.helper" if here else "notice.helper.away"
    lines = [look.say(f"{key}.text", helper=look.say("notice.helper.or").join(names))]
    if phone:
        lines.append(look.say(f"{key}.phone", phone=unbroken(phone)))
    ways = [Way("back", look.say("notice.helper.back"))]
    if arrives:
        ways.append(Way("arrived", look.say("notice.helper.arrived"), icon="hand"))
    return NoticePage(
        look,
        name="helper",
        title=look.say(f"{key}.title"),
        lines=lines,
        ways=ways,
        picture="hand" if here else "phone",
    )
