"""From the queue over real HTTP to the portal: whatever is lost on the way, one dossier arrives."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING
from uuid import UUID

import pytest

from kiosk.domain.events import PortalShut
from kiosk.domain.staff import LineState
from kiosk.domain.submission import State
from kiosk.portal import HttpPortal
from offline_queue.courier import Courier
from offline_queue.key import FileSecrets
from offline_queue.queue import EncryptedQueue
from tests.offline_queue.forms import NAME, account_form, birth_form, finished
from tests.training.world import world

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kiosk.domain.events import Event
    from kiosk.domain.journey import Journey
    from tests.training.world import World


class Way:
    """A kiosk's queue, client and courier before a training portal."""

    def __init__(self, here: World, folder: Path) -> None:
        self.here = here
        self.off = timedelta()
        self.events: list[Event] = []
        self.portal = HttpPortal(
            here.url,
            lambda audience: here.device.assertion(
                audience, here.clock.now() + self.off + self.portal.drift
            ),
            "0.1.0",
            now=lambda: here.clock.now() + self.off,
        )
        recipients = here.kiosk.recipients
        self.queue = EncryptedQueue(
            folder / "kiosk",
            FileSecrets(folder / "keys.json"),
            clock=here.clock,
            point="TK",
            recipients=lambda: recipients,
        )
        self.courier = Courier(self.queue, self.portal, here.clock, Random(7), self.events.append)

    def over(self, seconds: float) -> None:
        end = self.here.clock.monotonic() + seconds
        while (left := end - self.here.clock.monotonic()) > 0:
            while not (until := self.courier.step()):
                pass
            self.here.clock.pass_(min(max(until, 0.001), left))

    def state(self, journey: Journey) -> State:
        return self.queue.submission(journey.id).result().state


@pytest.fixture
def way(tmp_path: Path) -> Iterator[Way]:
    forms = {(form.code, form.version): form for form in (account_form(), birth_form())}
    with world(tmp_path, forms, kept=False) as here:
        way = Way(here, tmp_path)
        yield way
        way.queue.close()
        way.portal.close()


def arrived_once(way: Way, journey: Journey) -> bool:
    counts = way.here.controls.counts()
    dossier = way.here.controls.dossier(str(journey.id))
    return (
        counts == {"accounts": 1, "dossiers": 1, "files": 1}
        and dossier is not None
        and dossier["answers"]["name"] == NAME
    )


@pytest.mark.parametrize("mode", ["lose-answer", "down", "html", "500", "redirect"])
@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/v1/token"),
        ("POST", "/v1/files"),
        ("HEAD", "/v1/files"),
        ("PATCH", "/v1/files"),
        ("PUT", "/v1/accounts"),
        ("PUT", "/v1/dossiers"),
        ("GET", "/v1/portal"),
    ],
)
def test_whatever_goes_wrong_twice_on_the_way_one_dossier_arrives(
    way: Way, mode: str, method: str, path: str
) -> None:
    account = finished(way.queue, account_form())
    journey = finished(way.queue, depends_on=account.id)
    way.here.controls.behave(mode, method=method, path=path, times=2)
    way.over(900)
    assert (way.state(account), way.state(journey)) == (State.DELIVERED, State.DELIVERED)
    assert arrived_once(way, journey)


@pytest.mark.parametrize("seconds", [0, 1, 3600])
def test_a_portal_that_is_full_says_when_and_gets_it_then(way: Way, seconds: int) -> None:
    account = finished(way.queue, account_form())
    journey = finished(way.queue, depends_on=account.id)
    way.here.controls.behave("full", path="/v1/dossiers", times=1, seconds=seconds)
    way.over(420 + seconds)
    assert arrived_once(way, journey)


def test_a_kiosk_ten_minutes_off_delivers(way: Way) -> None:
    way.off = timedelta(minutes=-10)
    account = finished(way.queue, account_form())
    journey = finished(way.queue, depends_on=account.id)
    way.over(60)
    assert arrived_once(way, journey)


def test_a_kiosk_shut_out_midway_loses_nothing(way: Way) -> None:
    account = finished(way.queue, account_form())
    journey = finished(way.queue, depends_on=account.id)
    while way.state(account) is not State.DELIVERED:
        way.courier.step()
    way.here.training.devices.revoke(str(way.here.device.id))
    way.over(3600)
    assert PortalShut() in way.events
    assert way.state(journey) is State.WAITING
    assert way.here.controls.counts()["dossiers"] == 0
    assert way.queue.reopen(journey.slip).result().answers["name"] == NAME


def test_a_kiosk_that_is_enrolled_again_goes_on_by_itself(way: Way) -> None:
    account = finished(way.queue, account_form())
    way.here.training.devices.revoke(str(way.here.device.id))
    way.over(60)
    assert PortalShut() in way.events
    way.here.device.enrol(way.here.training.devices.new_code(), way.portal.enrol)
    way.over(1000)
    assert way.state(account) is State.DELIVERED
    assert way.courier.line().state is LineState.REACHED


@pytest.mark.parametrize("mode", ["busy", "full"])
def test_what_the_portal_had_no_room_for_can_still_be_withdrawn(way: Way, mode: str) -> None:
    account = finished(way.queue, account_form())
    way.here.controls.behave(mode, path="/v1/accounts", seconds=30)
    way.over(10)
    assert way.state(account) is State.WAITING
    way.queue.withdraw(account.slip).result()
    assert way.state(account) is State.WITHDRAWN


def test_other_bytes_after_a_refused_attempt_are_taken(way: Way) -> None:
    account = finished(way.queue, account_form())
    journey = finished(way.queue, depends_on=UUID(int=7))
    way.over(60)
    assert (way.state(account), way.state(journey)) == (State.DELIVERED, State.REFUSED)
    again = replace(way.queue.reopen(journey.slip).result(), depends_on=account.id)
    way.queue.finish(again, birth_form(), "N.").result()
    way.over(60)
    assert way.state(journey) is State.DELIVERED
    assert way.here.controls.counts()["dossiers"] == 1
