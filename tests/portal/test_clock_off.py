"""A kiosk whose clock is off goes by the portal's, and says so."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from kiosk.domain.ports import PortalNotAuthorised, PortalUnreachable
from kiosk.portal import HttpPortal
from tests.portal.hostile import HTML, answer, problem
from tests.training.making import account
from tests.training.world import world

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.portal.hostile import HostilePortal
    from tests.training.world import World

OFF = [timedelta(minutes=-10), timedelta(minutes=30), timedelta(days=-366), timedelta(days=366)]
DESCRIBED = (
    b'{"contract":"help-point-portal/1","name":"P","version":"1","time":"2026-11-23T02:00:00Z",'
    b'"limits":{"attachment_bytes":1000,"attachment_kinds":["image/png"]},'
    b'"account_door":"portal","recipients":[]}'
)
NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


@pytest.fixture
def here(tmp_path: Path) -> Iterator[World]:
    with world(tmp_path) as it:
        yield it


class Off:
    """A client of a kiosk whose clock is off by so much."""

    def __init__(self, here: World, off: timedelta) -> None:
        self.here = here
        self.off = off
        self.portal = HttpPortal(
            here.url,
            lambda audience: here.device.assertion(audience, self.now() + self.portal.drift),
            "0.1.0",
            now=self.now,
        )

    def now(self) -> datetime:
        return self.here.clock.now() + self.off


@pytest.mark.parametrize("off", OFF)
@pytest.mark.parametrize("described", [True, False])
def test_a_kiosk_whose_clock_is_off_is_let_in(
    here: World, off: timedelta, caplog: pytest.LogCaptureFixture, *, described: bool
) -> None:
    kiosk = Off(here, off)
    if described:
        kiosk.portal.describe()
        assert abs(kiosk.portal.drift + off) < timedelta(seconds=2)
    receipt = kiosk.portal.deliver(here.kiosk.parcel(account()))
    assert receipt.code
    assert "the clock is off" in caplog.text
    assert abs(kiosk.portal.drift + off) < timedelta(seconds=2)
    kiosk.portal.close()


def test_any_proven_answer_tells_the_time(here: World) -> None:
    kiosk = Off(here, timedelta(minutes=-2))  # near enough for the portal to take what it signs
    kiosk.portal.deliver(here.kiosk.parcel(account()))
    assert abs(kiosk.portal.drift - timedelta(minutes=2)) < timedelta(seconds=2)
    kiosk.off = timedelta(minutes=-4)
    kiosk.portal.find(ticket="TK-222-222")
    assert abs(kiosk.portal.drift - timedelta(minutes=4)) < timedelta(seconds=2)
    kiosk.portal.close()


def test_a_clock_that_is_set_right_again_is_believed_again(here: World) -> None:
    kiosk = Off(here, OFF[0])
    kiosk.portal.describe()
    kiosk.off = timedelta()
    kiosk.portal.describe()
    assert kiosk.portal.drift == timedelta()
    kiosk.portal.close()


def test_a_clock_that_is_nearly_right_is_believed(
    here: World, caplog: pytest.LogCaptureFixture
) -> None:
    kiosk = Off(here, timedelta(seconds=20))
    kiosk.portal.describe()
    assert kiosk.portal.drift == timedelta()
    assert caplog.text == ""
    kiosk.portal.close()


def test_a_kiosk_that_is_shut_out_asks_no_third_time(here: World) -> None:
    here.training.devices.revoke(str(here.device.id))
    kiosk = Off(here, OFF[0])
    before = here.watched.requests.count(("POST", "/v1/token"))
    with pytest.raises(PortalNotAuthorised):
        kiosk.portal.deliver(here.kiosk.parcel(account()))
    assert here.watched.requests.count(("POST", "/v1/token")) - before <= 2
    kiosk.portal.close()


@pytest.mark.parametrize("date", ["", "Date: nonsense", "Date: Mon, 23 Nov 9999999 02:00:00 GMT"])
def test_an_answer_without_a_date_moves_no_clock(hostile: HostilePortal, date: str) -> None:
    portal = HttpPortal(hostile.url, lambda _: "signed", "0.1.0", now=lambda: NOW)
    hostile.answers(answer("200 OK", "application/json", DESCRIBED, *filter(None, [date])))
    portal.describe()
    assert portal.drift == timedelta()
    portal.close()


@pytest.mark.parametrize(
    "said",
    [
        answer("200 OK", "text/html", HTML, "Date: Mon, 23 Nov 2020 02:00:00 GMT"),
        problem("503 Busy", "portal-busy", "Date: Mon, 23 Nov 2020 02:00:00 GMT"),
    ],
)
def test_what_cannot_prove_itself_moves_no_clock(hostile: HostilePortal, said: bytes) -> None:
    portal = HttpPortal(hostile.url, lambda _: "signed", "0.1.0", now=lambda: NOW)
    hostile.answers(said)
    with pytest.raises(PortalUnreachable):
        portal.describe()
    assert portal.drift == timedelta()
    portal.close()
