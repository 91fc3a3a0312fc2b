"""How a kiosk is reaches the portal, and what the portal says to it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from kiosk.domain.ports import Heartbeat, HeartbeatAnswer, Notice, PortalRefused
from tests.portal.hostile import answer, problem, unreachable
from tests.training.world import world

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kiosk.portal import HttpPortal
    from tests.portal.hostile import HostilePortal
    from tests.training.world import World

COUNTS = Heartbeat(3, 5400, 1, "0.1.0", -2, 48_318_382_080)


@pytest.fixture
def here(tmp_path: Path) -> Iterator[World]:
    with world(tmp_path) as it:
        yield it


def said(**answered: object) -> bytes:
    return answer("200 OK", "application/json", json.dumps(answered).encode())


def test_the_training_portal_keeps_the_last_of_each_kiosk(here: World) -> None:
    assert here.portal.heartbeat(Heartbeat(9, 9, 9, "0.1.0", 9, 9)) == HeartbeatAnswer(None, ())
    here.clock.pass_(900)
    here.portal.heartbeat(COUNTS)
    assert here.controls.heartbeats() == [
        {
            "device": str(here.device.id),
            "seen_at": here.clock.now().strftime("%Y-%m-%dT%H:%M:%SZ"),
            "counts": COUNTS._asdict(),
        }
    ]


def test_only_counts_go_over_the_wire(hostile: HostilePortal, portal: HttpPortal) -> None:
    hostile.answers(said(spread_seconds=None, notices=[]))
    portal.heartbeat(COUNTS)
    (heard,) = hostile.asked
    assert (heard.method, heard.path) == ("POST", "/v1/heartbeat")
    assert json.loads(heard.body) == COUNTS._asdict()


def test_a_notice_from_a_later_portal_is_passed_over(
    hostile: HostilePortal, portal: HttpPortal
) -> None:
    hostile.answers(said(spread_seconds=900.5, notices=["sync-now", "dance"], more=True))
    assert portal.heartbeat(COUNTS) == HeartbeatAnswer(900.5, (Notice.SYNC_NOW,))


@pytest.mark.parametrize(
    "wrong",
    [
        said(spread_seconds=-1, notices=[]),
        said(spread_seconds=3601, notices=[]),
        said(spread_seconds=1),
        said(spread_seconds=None, notices=["n"] * 17),
        answer("204 No Content"),
    ],
)
def test_an_answer_of_another_shape_says_nothing(
    hostile: HostilePortal, portal: HttpPortal, wrong: bytes
) -> None:
    hostile.answers(wrong)
    with unreachable():
        portal.heartbeat(COUNTS)


def test_a_portal_without_heartbeats_refuses_them(
    hostile: HostilePortal, portal: HttpPortal
) -> None:
    hostile.answers(problem("404 Not Found", "not-found"))
    with pytest.raises(PortalRefused):
        portal.heartbeat(COUNTS)
