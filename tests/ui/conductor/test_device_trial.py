"""Staff try what is plugged in: what came is told by kind and length, and nothing is kept of it."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import pytest

from tests.ui.camera.filming import Film, code, frame, scene
from tests.ui.conductor.house import CARD, House
from tests.ui.staff_area import PIN
from ui.edges import ScanSource
from ui.screens.checkup import FindingRow

if TYPE_CHECKING:
    from collections.abc import Callable

LOST = CARD.replace("Lê Thị Hoa", "L? Th? Hoa")


@pytest.fixture
def at_the_devices(build: Callable[..., House]) -> House:
    """A kiosk whose staff have gone to try the devices."""
    house = build().open()
    house.tap("header.staff")
    house.wait_page("pin")
    house.digits(PIN)
    house.tap("footer.primary")
    house.wait_page("desk.queue")
    house.tap("desk.more")
    house.wait_page("desk.more")
    house.tap("desk.more.devices")
    house.wait_page("desk.devices")
    return house


def said(house: House, kind: str, source: str, count: int) -> str:
    """The words for what was read."""
    return house.say(
        "devices.read",
        source=house.say(f"devices.from.{source}"),
        count=count,
        kind=house.say(f"devices.read.{kind}"),
    )


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (CARD, "card"),
        (LOST, "card-damaged"),
        (CARD.replace("Hòa Trị", "H?a Tr?"), "card-damaged"),
        ("KIOSK1:TK-3K7-52Y:whatever", "slip"),
        ("https://example.vn", "other"),
    ],
)
@pytest.mark.parametrize("source", list(ScanSource))
def test_what_was_read_is_told_by_kind_and_length_alone(
    at_the_devices: House, text: str, kind: str, source: ScanSource
) -> None:
    house = at_the_devices
    house.conductor.scanned(text, source)
    house.wait_page("desk.devices")
    words = house.words()
    assert said(house, kind, source.value, len(text)) in words
    for part in text.replace(":", "|").split("|"):
        assert len(part) < 4 or part not in words


def test_a_scanner_that_types_is_told_as_one(at_the_devices: House) -> None:
    house = at_the_devices
    house.type_as_scanner(CARD)
    house.wait(lambda: said(house, "card", "keys", len(CARD)) in house.words())


def test_nothing_of_a_trial_is_logged_or_stays(
    at_the_devices: House, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    house = at_the_devices
    house.scan(CARD)
    house.tap("footer.back")
    house.wait_page("desk.more")
    house.tap("desk.more.devices")
    house.wait_page("desk.devices")
    assert house.say("devices.nothing-read") in house.words()
    assert "054198001234" not in caplog.text


def test_a_slip_beside_the_trial_is_still_its_persons(at_the_devices: House) -> None:
    house = at_the_devices
    house.tap("footer.back")
    house.wait_page("desk.more")
    house.scan("KIOSK1:TK-3K7-52Y:whatever")
    house.wait(lambda: not house.name.startswith("desk."))


def test_each_device_is_told_as_it_is(at_the_devices: House) -> None:
    house = at_the_devices
    house.wait(lambda: house.say("devices.flatbed.none") in house.words())
    rows = house.page.findChildren(FindingRow)
    assert len(rows) == 6
    words = house.words()
    for state in ("serial.none", "keys.how", "camera.none", "printer.none", "printer.none.fix"):
        assert house.say(f"devices.{state}") in words
    assert house.find("devices.film") is None


def test_what_the_camera_sees_is_tried_until_it_is_pulled_out(at_the_devices: House) -> None:
    house = at_the_devices
    camera = house.program.camera
    assert camera is not None
    film = Film(house.qtbot)
    film.put_before(camera)
    house.tap("footer.primary", "devices.film")
    house.wait_page("desk.camera")
    film.send(frame(scene(code(CARD, 4))))
    house.wait_page("desk.devices")
    assert said(house, "card", "camera", len(CARD)) in house.words()
    house.tap("devices.film")
    house.wait_page("desk.camera")
    camera.feed(None)
    house.wait_page("desk.devices")
    assert house.say("devices.camera.none") in house.words()


def test_a_sheet_that_does_not_print_is_said(at_the_devices: House) -> None:
    house = at_the_devices
    house.tap("devices.print")
    house.wait(lambda: house.say("devices.printer.failed") in house.words())
    assert house.say("devices.printer.failed.fix") in house.words()
