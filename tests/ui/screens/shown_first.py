"""What stands on the first and the last screens in tests. All of it is invented."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING

from kiosk.domain.ports import Activation
from kiosk.domain.submission import Kind, ReceiptState
from tests.ui.outcomes import ID, outcome
from ui.art.people import Portrait
from ui.conductor.front import wait_page
from ui.look import Switches
from ui.screens.home import HelperShown, HomePage, HomeShown
from ui.screens.how_to_use import HowToUsePage
from ui.screens.idle import IdlePage, IdleShown, Then
from ui.screens.languages import LanguagesPage
from ui.screens.more_ways import MoreWaysPage, WaysShown
from ui.screens.outcome import OutcomePage
from ui.screens.voice import VoicePage
from ui.screens.who_presses import WhoPressesPage
from ui.screens.wiped import WipedPage
from ui.speech.pace import Pace

if TYPE_CHECKING:
    from ui.look import Look
    from ui.screens.notice import NoticePage

HOME = HomeShown(
    today=date(2026, 11, 26),
    phone="0257 000 1234",
    helpers=(
        HelperShown("Chị Trần Thị Lan", "Đoàn thanh niên"),
        HelperShown("Bác Phạm Phúc", "Trưởng thôn", Portrait.MAN),
    ),
    hours=(time(7, 30), time(11)),
)
ACTIVATION = Activation(ID, "TK-000-123", datetime(2026, 11, 26, 2, 14, tzinfo=UTC))


def home(look: Look) -> HomePage:
    return HomePage(look, HOME)


def home_alone(look: Look) -> HomePage:
    return HomePage(look, HOME._replace(helpers=(), hours=None))


def home_closed(look: Look) -> HomePage:
    return HomePage(look, HOME._replace(closed="damaged"))


def home_full(look: Look) -> HomePage:
    return HomePage(look, HOME._replace(closed="full"))


def how_to_use(look: Look) -> HowToUsePage:
    return HowToUsePage(look)


def how_to_hear(look: Look) -> HowToUsePage:
    return HowToUsePage(look, reads=True)


def more_ways(look: Look) -> MoreWaysPage:
    return MoreWaysPage(look, WaysShown(steady=True, still=False, switches=Switches.NONE))


def voice(look: Look) -> VoicePage:
    return VoicePage(look, reads=True, pace=Pace.SLOW, volume=3)


def voice_silent(look: Look) -> VoicePage:
    """The loudspeaker was pulled out while the page was open."""
    page = voice(look)
    page.show_voice(heard=False)
    return page


def wait(look: Look) -> NoticePage:
    return wait_page(look)


def who_presses(look: Look) -> WhoPressesPage:
    return WhoPressesPage(look)


def idle(look: Look) -> IdlePage:
    page = IdlePage(look, IdleShown(45, Then.KEPT, "Đăng ký khai sinh", 0.4))
    page.show_left(45)
    return page


def idle_last_seconds(look: Look) -> IdlePage:
    page = IdlePage(look, IdleShown(45, Then.WIPED))
    page.show_left(20)
    return page


def idle_locked(look: Look) -> IdlePage:
    page = IdlePage(look, IdleShown(60, Then.LOCKED))
    page.show_left(60)
    return page


def wiped(look: Look) -> WipedPage:
    return WipedPage(look, kept=False)


def wiped_kept(look: Look) -> WipedPage:
    return WipedPage(look, kept=True)


def received(look: Look) -> OutcomePage:
    return OutcomePage(look, outcome(receipt=ReceiptState.RECEIVED))


def queued(look: Look) -> OutcomePage:
    return OutcomePage(look, outcome())


def confirming(look: Look) -> OutcomePage:
    return OutcomePage(look, outcome(receipt=ReceiptState.NEEDS_CONFIRMATION))


def account_lives(look: Look) -> OutcomePage:
    shown = outcome(Kind.ACCOUNT, ReceiptState.RECEIVED, activation=ACTIVATION, alive=True)
    return OutcomePage(look, shown)


def account_queued(look: Look) -> OutcomePage:
    return OutcomePage(look, outcome(Kind.ACCOUNT))


def not_printed(look: Look) -> OutcomePage:
    page = OutcomePage(look, outcome())
    page.show_print_failed("printer")
    return page


def languages(look: Look) -> LanguagesPage:
    names = {"vi": "Tiếng Việt", "en": "English", "jrai": "Jrai", "cham": "Chăm", "hmong": "Hmoob"}
    return LanguagesPage(look, names)


EVERY = (
    home,
    home_alone,
    home_closed,
    home_full,
    how_to_use,
    how_to_hear,
    more_ways,
    voice,
    voice_silent,
    wait,
    languages,
    who_presses,
    idle,
    idle_last_seconds,
    idle_locked,
    wiped,
    wiped_kept,
    received,
    queued,
    confirming,
    account_lives,
    account_queued,
    not_printed,
)
"""A page of each first and last screen, made for a look."""
