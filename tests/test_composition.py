"""The parts as they are put together: what one of them can't do stops no other."""

from __future__ import annotations

import webbrowser
from typing import TYPE_CHECKING, NoReturn

import pytest

from kiosk import __version__, app
from kiosk.backroom import Backroom
from kiosk.clock import SystemClock
from kiosk.domain.events import PortalReached
from kiosk.domain.ports import PortalUnreachable, QueueLocked
from kiosk.operations.desk import Question
from kiosk.operations.enrolment import DeviceIdentity, Enrolment
from kiosk.operations.hatch import PLACE
from kiosk.settings import demo_settings
from tests.fakes.clock import ManualClock
from tests.fakes.portal import PortalSimulator
from tests.fakes.queue import MemoryQueue

if TYPE_CHECKING:
    from pathlib import Path
    from uuid import UUID

    from kiosk.domain.events import Event


class _Portal(PortalSimulator):
    def __init__(self, clock: ManualClock, failure: Exception | None = None) -> None:
        super().__init__(clock)
        self.failure = failure
        self.enrolled: list[UUID] = []

    def enrol(self, device: UUID, _code: str, _key: dict[str, str]) -> None:
        if self.failure is not None:
            raise self.failure
        self.enrolled.append(device)


def _stepped(portal: _Portal, folder: Path) -> list[Event]:
    """What a courier tells whose kiosk is enrolled when the portal is first reached."""
    told: list[Event] = []
    secrets: dict[str, bytes] = {}
    device = DeviceIdentity(secrets.get, secrets.__setitem__)
    enrolment = Enrolment(device, secrets.get, secrets.__setitem__, "7K3M-Q2XW")
    courier = app._courier(
        demo_settings(data_folder=folder, portal_url="http://127.0.0.1:1"),
        MemoryQueue(portal.clock),  # type: ignore[arg-type]
        portal,  # type: ignore[arg-type]
        portal.clock,
        enrolment,
        told.append,
    )
    courier.step()
    return told


def test_a_kiosk_enrols_itself_when_the_portal_is_first_reached(tmp_path: Path) -> None:
    portal = _Portal(ManualClock())
    assert _stepped(portal, tmp_path) == [PortalReached()]
    assert len(portal.enrolled) == 1


def test_the_portal_hears_how_the_kiosk_is_and_nothing_of_anybody(tmp_path: Path) -> None:
    portal = _Portal(ManualClock())
    _stepped(portal, tmp_path)
    (heard,) = portal.heartbeats
    assert (heard.unsent, heard.oldest_age, heard.set_aside, heard.drift) == (0, 0, 0, 0)
    assert heard.version == __version__
    assert heard.free_bytes > 0


@pytest.mark.parametrize("failure", [PortalUnreachable("down"), QueueLocked("locked")])
def test_the_portal_is_told_to_be_there_though_the_enrolment_failed(
    failure: Exception, tmp_path: Path
) -> None:
    portal = _Portal(ManualClock(), failure)
    assert _stepped(portal, tmp_path) == [PortalReached()]


def test_nothing_is_left_open_where_the_shelves_can_not_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unreadable(_clock: object) -> NoReturn:
        raise OSError

    settings = demo_settings(data_folder=tmp_path, portal_url="http://127.0.0.1:1")
    with monkeypatch.context() as patched:
        patched.setattr(app, "_library", unreadable)
        with pytest.raises(OSError):  # noqa: PT011 — the disk's own
            app.open_edges(settings, ManualClock())
    app.open_edges(settings, ManualClock()).close()


def test_the_running_program_hears_staffs_commands(tmp_path: Path) -> None:
    clock = SystemClock()
    shown = demo_settings(data_folder=tmp_path / "data", portal_url="http://127.0.0.1:9")
    settings = shown._replace(demo=False)
    edges = app.open_edges(settings, clock)
    assert edges.staff.practice_pin is None
    room = Backroom(settings, clock)
    assert room.answer(Question(verb="pin-set", new_pin="274914")) == {"ok": True}
    listed = Question(verb="ls", pin="274914")
    assert room.answer(listed)["line"] is None
    edges.make_courier(lambda _event: None)
    line = room.answer(listed)["line"]
    assert (line["state"], line["drift"], line["paused"]) == ("unknown", 0, False)
    edges.close()
    assert not list(tmp_path.rglob(PLACE))


def test_a_demonstration_has_a_pin_that_opens_nothing_once_it_is_real(tmp_path: Path) -> None:
    shown = demo_settings(data_folder=tmp_path / "data", portal_url="http://127.0.0.1:9")
    edges = app.open_edges(shown, SystemClock())
    assert edges.staff.practice_pin is not None
    edges.staff.pin.check(edges.staff.practice_pin)
    edges.close()
    assert not Backroom(shown._replace(demo=False), SystemClock()).pin.is_set()


def test_a_kiosk_without_a_hatch_works_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_room(*_: object) -> NoReturn:
        raise OSError

    monkeypatch.setattr("kiosk.backroom.Hatch", no_room)
    settings = demo_settings(data_folder=tmp_path / "data", portal_url="http://127.0.0.1:9")
    edges = app.open_edges(settings, SystemClock())
    assert edges.queue.summary().result().waiting == 0
    edges.close()


def test_a_machine_without_a_browser_cannot_play_the_phone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    opened: list[str] = []

    def found(address: str) -> bool:
        opened.append(address)
        return True

    monkeypatch.setattr(webbrowser, "open", found)
    app._open_here("http://127.0.0.1:1/phone#1.x")
    assert opened == ["http://127.0.0.1:1/phone#1.x"]
    monkeypatch.setattr(webbrowser, "open", lambda _address: False)
    with pytest.raises(OSError, match=r"^$"):
        app._open_here("http://127.0.0.1:1/phone#1.x")
