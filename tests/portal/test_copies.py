"""A backup put back, a cloned kiosk, an id from long ago: the portal has each dossier once."""

from __future__ import annotations

import shutil
import threading
from typing import TYPE_CHECKING

import pytest

from kiosk.domain.submission import State
from tests.offline_queue.forms import birth_form
from tests.portal.point import Point, counted
from tests.training.making import attachment, dossier
from tests.training.world import world

if TYPE_CHECKING:
    from pathlib import Path

    from kiosk.domain.journey import Journey
    from tests.portal.apart import Apart

PAPER = b"a paper"
ANOTHER = {"phone": "0912000111"}


class Copies:
    """A kiosk's folder before a portal, and copies of it taken at one time or another."""

    def __init__(self, folder: Path, there: Apart) -> None:
        self._folder = folder
        self._taken = 0
        self.there = there
        self.kiosk = folder / "kiosk"
        self.before = counted(there.controls)
        Point(self.kiosk, there.url, there.controls.enrolment_code()).close()

    def start(self, folder: Path | None = None) -> Point:
        return Point(folder or self.kiosk, self.there.url)

    def copy(self) -> Path:
        """All of the kiosk as it is now, while it is off."""
        self._taken += 1
        copy = self._folder / str(self._taken)
        shutil.copytree(self.kiosk, copy)
        return copy

    def arrived(self) -> int:
        return counted(self.there.controls) - self.before


@pytest.fixture
def copies(tmp_path: Path, there: Apart) -> Copies:
    return Copies(tmp_path, there)


@pytest.fixture
def waiting(copies: Copies) -> Journey:
    with copies.start() as point:
        return point.hand_in(PAPER)


def corrected(point: Point, journey: Journey) -> None:
    """The person comes back with the slip, and another phone number."""
    again = point.queue.reopen(journey.slip).result().answer(ANOTHER)
    point.queue.finish(again, birth_form(), "N. T. C.").result()


def test_a_backup_put_back_sends_again_and_there_is_still_one(
    copies: Copies, waiting: Journey
) -> None:
    backup = copies.copy()
    with copies.start() as point:
        point.until_sent()
        code = point.receipts()[waiting.id].code
        later = point.hand_in(PAPER)
        point.until_sent()
    assert copies.arrived() == 2
    with copies.start(backup) as restored:
        restored.until_sent()
        assert restored.receipts()[waiting.id].code == code
        assert restored.faults(copies.there.controls, waiting, PAPER) == []
    assert copies.there.controls.dossier(str(later.id)) is not None
    assert copies.arrived() == 2


def test_a_backup_from_before_a_correction_is_set_aside_with_the_reason(
    copies: Copies, waiting: Journey
) -> None:
    backup = copies.copy()
    with copies.start() as point:
        corrected(point, waiting)
        point.until_sent()
    with copies.start(backup) as restored:
        restored.until_sent()
        assert restored.set_aside() == {waiting.id: "conflict"}
        assert restored.submission(waiting).state is State.REFUSED
        assert restored.receipts() == {}
    there = copies.there.controls.dossier(str(waiting.id))
    assert there is not None
    assert there["answers"]["phone"] == ANOTHER["phone"]
    assert copies.arrived() == 1


def test_a_backup_taken_between_answer_lost_and_answer_heard_knows_its_delivery(
    copies: Copies, waiting: Journey
) -> None:
    controls = copies.there.controls
    controls.behave("lose-answer", method="PUT", path=f"/v1/dossiers/{waiting.id}", times=1)
    with copies.start() as point:
        while not copies.arrived():
            point.courier.step()
    backup = copies.copy()
    for folder in (copies.kiosk, backup):
        with copies.start(folder) as point:
            point.until_sent()
            assert point.faults(controls, waiting, PAPER) == []
    assert copies.arrived() == 1


def test_two_clones_that_send_at_once_bring_each_dossier_once(copies: Copies) -> None:
    with copies.start() as point:
        journeys = [point.hand_in(PAPER * (1 + number)) for number in range(12)]
    with copies.start(copies.copy()) as other, copies.start() as one:
        threads = [threading.Thread(target=it.until_sent) for it in (one, other)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        for number, journey in enumerate(journeys):
            for point in (one, other):
                papers = [PAPER * (1 + number)]
                assert point.faults(copies.there.controls, journey, *papers) == []
    assert copies.arrived() == len(journeys)


def test_a_clone_of_which_one_was_corrected_sends_one_of_the_two(
    copies: Copies, waiting: Journey
) -> None:
    with copies.start(copies.copy()) as clone, copies.start() as point:
        corrected(clone, waiting)
        threads = [threading.Thread(target=it.until_sent) for it in (point, clone)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        delivered = [it for it in (point, clone) if it.receipts()]
        aside = [it.set_aside() for it in (point, clone) if it.set_aside()]
    assert len(delivered) == 1
    assert aside == [{waiting.id: "conflict"}]
    assert copies.arrived() == 1


def test_an_id_is_known_for_ever(tmp_path: Path) -> None:
    with world(tmp_path) as here:
        file = here.kiosk.file(PAPER)
        parcel = here.kiosk.parcel(dossier(attachment(file)), file)
        here.portal.upload(file)
        receipt = here.portal.deliver(parcel)
        here.clock.pass_(10 * 365 * 24 * 3600)
        again = here.client()
        assert again.deliver(parcel) == receipt
        again.close()
        assert here.controls.counts()["dossiers"] == 1
