"""A clock that leaps by years, back or ahead, or stands: nothing is lost by it or lies about."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from kiosk.domain.submission import Refusal, State
from tests.offline_queue.disks import SimulatedDisk
from tests.offline_queue.forms import (
    NUMBER,
    PAPER,
    account_form,
    begun,
    birth_form,
    finished,
    with_paper,
)
from tests.offline_queue.life import LIFE, Kiosk, found, parcels

if TYPE_CHECKING:
    from collections.abc import Callable

    from offline_queue.queue import EncryptedQueue
    from tests.fakes import ManualClock

    Opening = Callable[[], EncryptedQueue]

YEAR = timedelta(days=366)
TWENTY_YEARS = 20 * YEAR
LEAPS = [TWENTY_YEARS, -TWENTY_YEARS, timedelta(hours=-1)]


@pytest.mark.parametrize("leap", LEAPS)
def test_a_clock_that_leaps_wipes_no_journey_under_a_persons_hands(
    encrypted: EncryptedQueue, clock: ManualClock, leap: timedelta
) -> None:
    journey = with_paper(encrypted, begun(encrypted, birth_form()))
    clock.jump(leap)
    encrypted.tidy().result()
    assert encrypted.attachment(journey.id, journey.attachments[0].id).result() == PAPER
    assert encrypted.recover(NUMBER, None).result() == journey
    encrypted.finish(journey, birth_form(), "N.").result()
    assert encrypted.next_due() is not None


@pytest.mark.parametrize("leap", LEAPS)
@pytest.mark.parametrize("restarted", [False, True])
def test_a_clock_that_leaps_leaves_no_journey_lying_about(
    open_queue: Opening, clock: ManualClock, leap: timedelta, *, restarted: bool
) -> None:
    queue = open_queue()
    journey = begun(queue, birth_form())
    clock.jump(leap)
    if restarted:
        queue.close()
        queue = open_queue()
    clock.pass_(1801)
    assert queue.recover(NUMBER, None).result() is None
    queue.tidy().result()
    assert queue.look_up(journey.slip.ticket).result() is None


def test_a_journey_broken_off_by_a_cut_is_offered_for_the_rest_of_its_half_hour(
    open_queue: Opening, clock: ManualClock
) -> None:
    queue = open_queue()
    journey = begun(queue, birth_form())
    queue.close()
    clock.pass_(1000)
    queue = open_queue()
    assert queue.recover(NUMBER, None).result() == journey
    clock.pass_(801)
    assert queue.recover(NUMBER, None).result() is None


@pytest.mark.parametrize("restarted", [False, True])
def test_a_clock_years_ahead_does_not_destroy_what_a_person_must_look_at(
    open_queue: Opening, clock: ManualClock, *, restarted: bool
) -> None:
    queue = open_queue()
    journey = finished(queue, account_form())
    queue.refused(journey.id, Refusal("identity-mismatch", ""))
    clock.jump(TWENTY_YEARS)
    if restarted:
        queue.close()
        queue = open_queue()
    for _ in range(30):
        clock.pass_(60)
        queue.tidy().result()
    clock.jump(-TWENTY_YEARS)
    for _ in range(120):
        clock.pass_(60)
        queue.tidy().result()
    assert queue.submission(journey.id).result().state is State.REFUSED


@pytest.mark.parametrize("leap", LEAPS)
@pytest.mark.parametrize("restarted", [False, True])
def test_a_clock_that_leaps_changes_neither_order_nor_what_is_due(
    open_queue: Opening, clock: ManualClock, leap: timedelta, *, restarted: bool
) -> None:
    queue = open_queue()
    first = finished(queue, account_form())
    clock.jump(leap)
    second = finished(queue, account_form())
    if restarted:
        queue.close()
        queue = open_queue()
    parcel = queue.next_due()
    assert parcel is not None
    assert parcel.id == first.id
    queue.postponed(first.id, 5.0, counts=True)
    clock.jump(-leap)
    parcel = queue.next_due()
    assert parcel is not None
    assert parcel.id == second.id
    clock.pass_(5)
    assert queue.seconds_until_due() == 0.0


@pytest.mark.parametrize("leap", [*LEAPS, timedelta(0)])
def test_a_whole_life_is_the_same_by_any_clock(leap: timedelta) -> None:
    kiosk = Kiosk(SimulatedDisk())
    months_away = [step.name for step in LIFE].index("a month goes by")
    for turn, step in enumerate(LIFE[:months_away]):
        kiosk.clock.jump(leap if turn % 2 else -leap)
        if not leap:
            kiosk.clock.pass_(1)
            kiosk.clock.jump(timedelta(seconds=-1))  # it stands
        kiosk.queue.tidy().result()
        step.does(kiosk)
    waiting = [kiosk.journeys[name].id for name in ("plain", "last")]
    assert [parcel.id for parcel in parcels(kiosk.queue)] == waiting
    assert found(kiosk, kiosk.known) == kiosk.known
    tickets = [journey.slip.ticket for journey in kiosk.journeys.values()]
    assert len(set(tickets)) == len(tickets)
    kiosk.close()


def test_a_clock_that_stands_still_delays_no_retry_and_ends_the_half_hour(
    open_queue: Opening, clock: ManualClock
) -> None:
    queue = open_queue()
    waiting = finished(queue, account_form())
    queue.postponed(waiting.id, 60.0, counts=True)
    begun(queue, birth_form())
    for _ in range(31):
        clock.pass_(60)
        clock.jump(timedelta(seconds=-60))
        queue.tidy().result()
    assert queue.recover(NUMBER, None).result() is None
    parcel = queue.next_due()
    assert parcel is not None
    assert parcel.id == waiting.id
