"""A clock that leaps by years, back or ahead, or stands: nothing is lost by it or lies about."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from kiosk.domain.submission import Refusal, State
from offline_queue.store import DATABASE
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
    from pathlib import Path

    from kiosk.domain.journey import Journey
    from kiosk.domain.slip import Ticket
    from offline_queue.queue import EncryptedQueue
    from tests.fakes.clock import ManualClock

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


# --- what is forgotten in time --------------------------------------------------------------------

HOUR, DAY = 3600.0, 86400.0
FLAT_BATTERY = datetime(2006, 1, 1, tzinfo=UTC)


def on_for(queue: EncryptedQueue, clock: ManualClock, seconds: float) -> None:
    """Time goes by while the kiosk is on."""
    while seconds > 0:
        queue.tidy().result()
        step = min(seconds, 12 * HOUR)
        clock.pass_(step)
        seconds -= step
    queue.tidy().result()


def refused(queue: EncryptedQueue) -> Journey:
    journey = finished(queue, account_form())
    queue.refused(journey.id, Refusal("identity-mismatch", ""))
    return journey


def aside(queue: EncryptedQueue) -> Journey:
    journey = begun(queue, birth_form())
    queue.put_aside(journey.id).result()
    return journey


@pytest.mark.parametrize("restarted", [False, True])
def test_what_a_flat_battery_dated_is_kept_for_its_whole_term(
    open_queue: Opening, clock: ManualClock, *, restarted: bool
) -> None:
    queue = open_queue()
    on_for(queue, clock, 2 * HOUR)
    right = clock.now()
    clock.jump(FLAT_BATTERY - right)
    kept = [refused(queue), aside(queue)]
    clock.jump(right - FLAT_BATTERY)
    if restarted:
        queue.close()
        queue = open_queue()
    on_for(queue, clock, 29 * DAY)
    for journey in kept:
        assert queue.reopen(journey.slip).result() is not None


def test_what_a_clock_ahead_dated_is_not_kept_for_years(
    open_queue: Opening, clock: ManualClock
) -> None:
    queue = open_queue()
    on_for(queue, clock, 2 * HOUR)
    clock.jump(TWENTY_YEARS)
    kept = [refused(queue), aside(queue)]
    on_for(queue, clock, 2 * HOUR)
    clock.jump(-TWENTY_YEARS)
    on_for(queue, clock, 91 * DAY)
    for journey in kept:
        assert queue.look_up(journey.slip.ticket).result() is None


@pytest.mark.parametrize("restarted", [False, True])
def test_a_clock_set_a_month_ahead_and_left_forgets_nothing_early(
    open_queue: Opening, clock: ManualClock, *, restarted: bool
) -> None:
    queue = open_queue()
    on_for(queue, clock, 2 * HOUR)
    draft = aside(queue)
    clock.jump(timedelta(days=31))
    if restarted:
        queue.close()
        queue = open_queue()
    on_for(queue, clock, 29 * DAY)
    assert queue.look_up(draft.slip.ticket).result() is not None
    on_for(queue, clock, 2 * DAY)
    assert queue.look_up(draft.slip.ticket).result() is None


def test_a_kiosk_that_is_mostly_off_forgets_in_time(
    open_queue: Opening, clock: ManualClock
) -> None:
    queue = open_queue()
    draft = aside(queue)
    for _ in range(5):
        on_for(queue, clock, 2 * HOUR)
        assert queue.look_up(draft.slip.ticket).result() is not None
        queue.close()
        clock.pass_(6 * DAY)
        queue = open_queue()
    on_for(queue, clock, 2 * HOUR)
    assert queue.look_up(draft.slip.ticket).result() is None


def test_a_damaged_database_aside_outlives_a_leap_too(
    open_queue: Opening, clock: ManualClock, folder: Path
) -> None:
    open_queue().close()
    (folder / DATABASE).write_bytes(bytes(5000))
    queue = open_queue()
    on_for(queue, clock, 2 * HOUR)
    clock.jump(TWENTY_YEARS)
    on_for(queue, clock, 89 * DAY)
    assert queue.health().result().set_aside
    on_for(queue, clock, 2 * DAY)
    assert not queue.health().result().set_aside


TERMS = {"refused": 90, "told": 30, "aside": 30}
"""Days."""


class Days:
    """A kiosk's days by a clock that leaps, and what must still be there by a right one."""

    def __init__(self) -> None:
        self.kiosk = Kiosk(SimulatedDisk())
        self.hours = 0
        self.kept: dict[Ticket, tuple[int, int]] = {}

    def keep(self, what: str) -> None:
        queue = self.kiosk.queue
        journey = aside(queue) if what == "aside" else refused(queue)
        if what == "told":
            queue.told(journey.id).result()
        self.kept[journey.slip.ticket] = (self.hours, TERMS[what])

    def on(self, hours: int) -> None:
        for hour in range(0, hours, 24):
            on_for(self.kiosk.queue, self.kiosk.clock, min(24, hours - hour) * HOUR)
            self.hours += min(24, hours - hour)
            self._look()

    def leap(self, days: int) -> None:
        self.kiosk.settle()
        self.kiosk.clock.jump(timedelta(days=days))

    def off(self, hours: int, leap: int) -> None:
        self.kiosk.close()
        self.kiosk.clock.pass_(hours * HOUR)
        self.hours += hours
        self.leap(leap)

    def _look(self) -> None:
        for ticket, (since, days) in list(self.kept.items()):
            if self.kiosk.queue.look_up(ticket).result() is None:
                assert self.hours - since > days * 24
                del self.kept[ticket]


LEAPS_OF_DAYS = some.integers(8, 8000) | some.integers(-8000, -8)
EVENTS = some.one_of(
    some.builds(lambda what: partial(Days.keep, what=what), some.sampled_from(list(TERMS))),
    some.builds(lambda hours: partial(Days.on, hours=hours), some.integers(1, 1000)),
    some.builds(lambda days: partial(Days.leap, days=days), LEAPS_OF_DAYS),
    some.builds(
        lambda hours, leap: partial(Days.off, hours=hours, leap=leap),
        some.integers(0, 24),
        some.just(0) | LEAPS_OF_DAYS,
    ),
)


@settings(max_examples=20)
@given(some.lists(EVENTS, min_size=3, max_size=12))
def test_whatever_the_clock_does_nothing_is_forgotten_early_or_kept_for_ever(
    events: list[Callable[[Days], None]],
) -> None:
    days = Days()
    days.on(2)
    days.keep("refused")
    days.keep("aside")
    for event in events:
        event(days)
    days.on(2 * 90 * 24)
    days.kiosk.close()
    assert days.kept == {}
