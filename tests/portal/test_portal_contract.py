"""What every portal does, the training portal over HTTP and the simulator in memory alike."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from kiosk.domain.ports import (
    Heartbeat,
    HeartbeatAnswer,
    PortalConflict,
    PortalRefused,
    PortalUnreachable,
)
from tests.fakes.portal import PortalSimulator
from tests.training.making import Kiosk, attachment, dossier
from tests.training.world import world

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from kiosk.domain.ports import Portal
    from kiosk.domain.submission import Document, SealedFile

CONTENT = b"\xff\xd8\xff picture"


class Played:
    """A portal, how its next answer is lost, and how many dossiers it has."""

    def __init__(
        self, portal: Portal, lose_one: Callable[[], None], count: Callable[[], int]
    ) -> None:
        self.portal = portal
        self.lose_one = lose_one
        self.count = count


@pytest.fixture(params=["training", "simulator"])
def played(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Played]:
    if request.param == "simulator":
        simulator = PortalSimulator()

        def lose() -> None:
            simulator.lost = 1

        yield Played(simulator, lose, lambda: len(simulator.receipts))
        return
    with world(tmp_path, sealed=False) as it:
        yield Played(
            it.portal,
            lambda: it.controls.behave("lose-answer", path="/v1/dossiers", times=1),
            lambda: it.controls.counts()["dossiers"],
        )


def _made() -> tuple[Document, SealedFile]:
    file = Kiosk().file(CONTENT)
    return dossier(attachment(file)), file


def test_a_file_first_and_then_the_dossier(played: Played) -> None:
    document, file = _made()
    parcel = Kiosk().parcel(document, file)
    with pytest.raises(PortalRefused) as refused:
        played.portal.deliver(parcel)
    assert refused.value.refusal.type == "attachment-missing"
    assert refused.value.refusal.detail == file.digest
    played.portal.upload(file)
    played.portal.upload(file)
    receipt = played.portal.deliver(parcel)
    assert (receipt.id, receipt.digest) == (parcel.id, parcel.digest)
    assert played.count() == 1


def test_the_same_bytes_have_the_same_receipt(played: Played) -> None:
    document, file = _made()
    played.portal.upload(file)
    parcel = Kiosk().parcel(document, file)
    assert played.portal.deliver(parcel) == played.portal.deliver(parcel)
    assert played.count() == 1


def test_other_bytes_under_the_same_id_are_a_conflict(played: Played) -> None:
    document, file = _made()
    played.portal.upload(file)
    parcel = Kiosk().parcel(document, file)
    receipt = played.portal.deliver(parcel)
    other = Kiosk().parcel(replace(document, ticket="AB-222-22B"), file)
    with pytest.raises(PortalConflict) as conflict:
        played.portal.deliver(other)
    assert (conflict.value.digest, conflict.value.receipt) == (parcel.digest, receipt)
    assert played.count() == 1


def test_a_lost_answer_does_not_send_two(played: Played) -> None:
    document, file = _made()
    played.portal.upload(file)
    parcel = Kiosk().parcel(document, file)
    played.lose_one()
    with pytest.raises(PortalUnreachable):
        played.portal.deliver(parcel)
    assert played.count() == 1
    assert played.portal.deliver(parcel).digest == parcel.digest
    assert played.count() == 1


def test_what_was_delivered_is_found(played: Played) -> None:
    document, file = _made()
    played.portal.upload(file)
    receipt = played.portal.deliver(Kiosk().parcel(document, file))
    (progress,) = played.portal.find(ids=(document.id,))
    assert (progress.id, progress.code) == (document.id, receipt.code)
    with pytest.raises(PortalRefused, match=r"code-wrong|not-found"):
        played.portal.activate(document.id, "000000")


def test_a_heartbeat_is_answered(played: Played) -> None:
    answered = played.portal.heartbeat(Heartbeat(0, 0, 0, "0.1.0", 0, 1))
    assert answered == HeartbeatAnswer(None, ())
