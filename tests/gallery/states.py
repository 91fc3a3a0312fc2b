"""Every screen as it usually is, when something went wrong on it, and without the portal.

A scene belongs to the screen whose page it is, and is usual unless it stands here. What may go
wrong on a screen is shown by the page itself, or by the page that comes in its place or over it.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from tests.gallery.scenes import SCENES
from tests.ui.inputs import shown as shown_questions
from tests.ui.screens import shown, shown_first, shown_staff
from ui.screens.bring import BringPage
from ui.screens.corners import CornersPage
from ui.screens.desk_devices import DeskCameraPage
from ui.screens.desk_help import DeskHelpPage
from ui.screens.desk_more import DeskMorePage
from ui.screens.desk_queue import QueuePage
from ui.screens.fee import FeePage
from ui.screens.find import FindPage, ProceduresPage
from ui.screens.guide import GuidePage
from ui.screens.helper_choice import HelperChoicePage, HelpReasonPage
from ui.screens.how_to_use import HowToUsePage
from ui.screens.idle import IdlePage
from ui.screens.languages import LanguagesPage
from ui.screens.measure import MeasurePage
from ui.screens.mend_name import MendNamePage
from ui.screens.more_ways import MoreWaysPage
from ui.screens.paper_ways import PaperWaysPage
from ui.screens.papers import PapersPage
from ui.screens.rating import RatingPage
from ui.screens.reuse import ReusePage
from ui.screens.submit import SubmitPage
from ui.screens.suitability import SuitabilityPage
from ui.screens.task_list import TaskListPage
from ui.screens.who_presses import WhoPressesPage
from ui.screens.wiped import WipedPage
from ui.window import Network

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from tests.gallery.matrix import Way
    from ui.look import Look
    from ui.page import Page

    Make = Callable[[Look], Page]


class State(Enum):
    """How it stands with a screen in a scene."""

    USUAL = "usual"
    ERROR = "error"
    OFFLINE = "offline"


WRONG: Collection[str] = {
    make.__name__
    for make in (
        shown_first.home_closed,
        shown_first.home_full,
        shown_first.not_printed,
        shown_first.voice_silent,
        shown_questions.name_wrong,
        shown_questions.personal_number_wrong,
        shown_questions.day_wrong,
        shown_questions.yes_no_wrong,
        shown_questions.two_fields_wrong,
        shown_questions.code_wrong,
        shown_questions.slip_unknown,
        shown.quiz_answered,
        shown.reminder_not_printed,
        shown.consent_missing,
        shown.identity_alone,
        shown.identity_unread,
        shown.confirm_unchosen,
        shown.search_nothing,
        shown.from_phone_failed,
        shown.pick_nothing,
        shown.pick_unusable,
        shown.shoot_lost,
        shown.shoot_failed,
        shown.review_poor,
        shown.review_many,
        shown.flatbed_silent,
        shown.check_with_faults,
        shown.put_aside_not_printed,
        shown.progress_refused,
        shown.refused,
        shown.not_kept,
        shown.not_erased,
        shown.account_known,
        shown.wrong_phone,
        shown.doubt,
        shown.not_remembered,
        shown.remember_locked,
        shown.not_open,
        shown.too_old,
        shown.slip_too_late,
        shown_staff.changed,
        shown_staff.pin_wrong,
        shown_staff.pin_locked,
        shown_staff.pin_not_set,
        shown_staff.pin_practice,
        shown_staff.submission,
        shown_staff.stick_none,
        shown_staff.stick_fault,
        shown_staff.checkup,
        shown_staff.trouble,
        shown_staff.measure_failed,
        shown_staff.devices_failing,
    )
}
"""Scenes after a wrong answer, a refusal, or with a device or a disk that fails."""

AWAY: Mapping[str, str] = {
    offline.__name__: online.__name__
    for offline, online in {
        shown_first.queued: shown_first.received,
        shown_first.account_queued: shown_first.account_lives,
        shown.ways_offline: shown.ways,
        shown.pick_offline: shown.pick,
        shown.from_phone_lost: shown.from_phone_arrived,
        shown.submit_offline: shown.submit,
        shown.progress_cached: shown.progress_sent,
        shown.code_later: shown_questions.code,
        shown_staff.queue_offline: shown_staff.queue,
    }.items()
}
"""Scenes in which the page itself says that the portal can't be reached, and what it is with it."""

INSTEAD: Mapping[type[Page], Make] = dict.fromkeys(
    (
        FeePage,
        HelperChoicePage,
        HelpReasonPage,
        IdlePage,
        PapersPage,
        ReusePage,
        SubmitPage,
        TaskListPage,
        WhoPressesPage,
    ),
    shown.not_kept,
) | {
    CornersPage: shown.review_many,
    MeasurePage: shown_staff.measure_failed,
    QueuePage: shown_staff.trouble,
    DeskCameraPage: shown_staff.devices_failing,
    DeskHelpPage: shown_staff.trouble,
    DeskMorePage: shown_staff.trouble,
}
"""Where what was done can fail after the tap: the scene that comes over the page, or after it."""

_ASKS_FOR_NOTHING = "shows what was read and checked at the start; each tap only chooses a page"
_LOOKS = "changes how screens look and sound, in memory alone"

SOUND: Mapping[type[Page], str] = dict.fromkeys(
    (
        BringPage,
        FindPage,
        GuidePage,
        MendNamePage,
        PaperWaysPage,
        ProceduresPage,
        SuitabilityPage,
    ),
    _ASKS_FOR_NOTHING,
) | {
    HowToUsePage: _LOOKS,
    LanguagesPage: _LOOKS,
    MoreWaysPage: _LOOKS,
    RatingPage: "a remark that can't be noted is told to the log; no person's matter hangs on it",
    WipedPage: "says what has happened already",
}
"""Why nothing can go wrong on a screen."""


def state_of(scene: str) -> State:
    """How it stands with the screen in a scene."""
    if scene in AWAY:
        return State.OFFLINE
    return State.ERROR if scene in WRONG else State.USUAL


def network_of(scene: str, way: Way) -> tuple[Network, int]:
    """What the header says of the line: what the page says too, or else what the way tries."""
    if scene in AWAY:
        return Network.OFFLINE, 0
    return (Network.ONLINE, 0) if scene in AWAY.values() else way.network


def screens(look: Look) -> dict[type[Page], dict[State, list[str]]]:
    """The scenes of every screen by their state; the pages are made to be asked, and destroyed.

    Every screen is seen without the portal: by itself where it then says something else, and with
    the header's words alone where it doesn't.
    """
    found: dict[type[Page], dict[State, list[str]]] = {}
    kinds: dict[str, type[Page]] = {}
    for scene, make in SCENES.items():
        page = make(look)
        kinds[scene] = type(page)
        page.deleteLater()
    for scene, kind in kinds.items():
        of_kind = found.setdefault(kind, {state: [] for state in State})
        of_kind[state_of(scene)].append(scene)
    for offline, online in AWAY.items():
        if kinds[offline] is not kinds[online]:
            found[kinds[online]][State.OFFLINE].append(offline)
    for kind, make in INSTEAD.items():
        found[kind][State.ERROR].append(make.__name__)
    for of_kind in found.values():
        of_kind[State.OFFLINE] = of_kind[State.OFFLINE] or of_kind[State.USUAL]
    return found
