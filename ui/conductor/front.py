"""The pages that belong to nobody yet: home, the wait, and the call for a helper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.art.people import Portrait
from ui.screens.home import HelperShown, HomePage, HomeShown

if TYPE_CHECKING:
    from ui.edges import Opening
    from ui.look import Look
    from ui.screens.notice import NoticePage


def home_page(look: Look, opening: Opening, closed: str | None, *, teaches: bool) -> HomePage:
    """Home; `closed` says why nothing can be done here, as a key under `home.closed`.

    `teaches`: there is a guide, as far as that is known.
    """
    point = opening.settings.point
    helpers = tuple(
        HelperShown(helper.name, helper.role, Portrait(helper.drawing))
        for helper in opening.settings.helpers
    )
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


def helper_page(look: Look, opening: Opening) -> NoticePage:
    """A helper is wanted; the page waits behind."""
    from ui.screens.notice import NoticePage, Way  # noqa: PLC0415 — not on the way to home

    helpers = opening.settings.helpers
    name = helpers[0].name if helpers else look.say("notice.helper.nobody")
    return NoticePage(
        look,
        name="helper",
        title=look.say("notice.helper.title"),
        lines=(look.say("notice.helper.text", helper=name, phone=opening.settings.point.phone),),
        ways=(Way("back", look.say("notice.helper.back")),),
        picture="hand",
    )
