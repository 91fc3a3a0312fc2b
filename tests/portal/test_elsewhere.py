"""The portal's name leads nowhere, elsewhere or through a hole: nothing is lost, or left there."""

from __future__ import annotations

import socket
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

import pytest

from kiosk.domain.events import Delivered, PortalLost, PortalReached, SetAside
from kiosk.portal.connection import Patience
from offline_queue.courier import FRESH
from tests.portal.hostile import HTML, HostilePortal, answer
from tests.portal.point import Point

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    from tests.portal.apart import Apart

    Address = tuple[socket.AddressFamily, str, int]
    Dead = Callable[[socket.AddressFamily, str], AbstractContextManager[Address]]

NAME: Final = "portal.invalid"
PAPER: Final = b"a paper"


class Names:
    """What the network says where the portal's name leads; nothing: that there is no such name."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.addresses: list[Address] = []
        self._real = socket.getaddrinfo
        monkeypatch.setattr(socket, "getaddrinfo", self._told)

    def _told(self, host: str, *more: object, **how: object) -> list[object]:
        if host != NAME:
            return list(self._real(host, *more, **how))  # type: ignore[arg-type]
        if not self.addresses:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return [
            (family, socket.SOCK_STREAM, socket.IPPROTO_TCP, "", (host, port))
            for family, host, port in self.addresses
        ]


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> Names:
    return Names(monkeypatch)


def address(url: str) -> Address:
    there = urlsplit(url)
    return socket.AF_INET, str(there.hostname), int(there.port or 0)


@pytest.fixture
def point(tmp_path: Path, there: Apart, names: Names) -> Iterator[Point]:
    """A point that was enrolled while the name led to the portal."""
    names.addresses = [address(there.url)]
    patience = Patience(connect=0.2)
    code = there.controls.enrolment_code()
    with Point(tmp_path, f"http://{NAME}", code, patience=patience) as point:
        yield point


def test_a_name_that_leads_nowhere_is_a_portal_to_be_tried_again(
    point: Point, names: Names, there: Apart
) -> None:
    journey = point.hand_in(PAPER)
    names.addresses = []
    point.over(600)
    assert point.events == [PortalLost()]
    names.addresses = [address(there.url)]
    point.until_sent()
    assert point.faults(there.controls, journey, PAPER) == []


def test_the_usual_patience_suits_a_slow_line_and_a_dead_first_address() -> None:
    way, sent_again = 0.6, (1, 3)  # a first packet that is lost goes again after so many seconds
    usual = Patience().connect
    assert usual > sent_again[-1] + way
    assert usual + way < FRESH  # who is at the screen is told in time all the same


@pytest.mark.parametrize(
    "page",
    [
        answer("200 OK", "text/html", HTML),
        answer("200 OK", "application/json", b"{}"),
        answer("302 Found", "", b"", "Location: http://login.invalid/"),
        answer("407 Proxy Authentication Required", "text/html", HTML, "Proxy-Authenticate: Basic"),
        answer("511 Network Authentication Required", "text/html", HTML),
    ],
    ids=["page", "JSON", "redirect", "407", "511"],
)
def test_a_name_that_leads_elsewhere_gets_nothing_but_a_question(
    point: Point, names: Names, there: Apart, hostile: HostilePortal, page: bytes
) -> None:
    journey = point.hand_in(PAPER)
    hostile.token = page
    hostile.answers(*[page] * 50)
    names.addresses = [address(hostile.url)]
    point.over(600)
    assert point.events == [PortalLost()]
    assert {it.path for it in hostile.heard} == {"/v1/portal"}
    names.addresses = [address(there.url)]
    point.until_sent()
    assert point.faults(there.controls, journey, PAPER) == []


def test_a_name_that_leads_elsewhere_midway_is_believed_nothing(
    point: Point, names: Names, there: Apart, hostile: HostilePortal
) -> None:
    first = point.hand_in(PAPER)
    point.until_sent()
    journey = point.hand_in(PAPER)
    page = answer("200 OK", "text/html", HTML)
    hostile.token = page
    hostile.answers(*[page] * 50)
    names.addresses = [address(hostile.url)]
    point.portal.close()  # as the line falls away
    point.over(600)
    assert [type(it) for it in point.events if isinstance(it, (Delivered, SetAside))] == [Delivered]
    names.addresses = [address(there.url)]
    point.until_sent()
    assert point.faults(there.controls, first, PAPER) == []
    assert point.faults(there.controls, journey, PAPER) == []


@contextmanager
def hole(family: socket.AddressFamily, host: str) -> Iterator[Address]:
    """An address where nobody ever takes a connection, and nobody refuses one."""
    with ExitStack() as opened:
        listener = opened.enter_context(socket.socket(family))
        listener.bind((host, 0))
        listener.listen(0)
        place = listener.getsockname()[:2]
        for _ in range(4):
            waiting = opened.enter_context(socket.socket(family))
            waiting.setblocking(False)
            waiting.connect_ex(place)
        with pytest.raises(TimeoutError):
            socket.create_connection(place, timeout=0.05)
        yield family, host, int(place[1])


@contextmanager
def refused(family: socket.AddressFamily, host: str) -> Iterator[Address]:
    """An address that nobody listens at."""
    with socket.socket(family) as unheard:
        unheard.bind((host, 0))
        yield family, host, int(unheard.getsockname()[1])


@pytest.mark.parametrize("dead", [hole, refused])
@pytest.mark.parametrize("family", [socket.AF_INET6, socket.AF_INET])
def test_behind_an_address_that_is_dead_the_living_one_is_found(
    point: Point, names: Names, there: Apart, dead: Dead, family: socket.AddressFamily
) -> None:
    journey = point.hand_in(PAPER)
    point.portal.close()
    with dead(family, "::1" if family is socket.AF_INET6 else "127.0.0.1") as first:
        names.addresses = [first, address(there.url)]
        point.until_sent()
    assert PortalReached() in point.events
    assert PortalLost() not in point.events
    assert point.faults(there.controls, journey, PAPER) == []
