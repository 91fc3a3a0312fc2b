"""A help point's queue and stick before a training portal that is reached by stick alone."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from kiosk.operations.stick import Stick
from offline_queue.key import FileSecrets
from offline_queue.queue import EncryptedQueue
from tests.offline_queue.forms import account_form, birth_form
from tests.training.world import world

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kiosk.domain.events import Event
    from kiosk.domain.journey import Journey
    from kiosk.domain.procedure import Procedure
    from kiosk.domain.staff import Standing
    from kiosk.domain.submission import State
    from tests.training.world import World


class HelpPoint:
    """The kiosk's side: everything real but the network."""

    def __init__(self, here: World, folder: Path, *, sealed: bool = True) -> None:
        self.here = here
        self.sealed = sealed
        self.receipt_keys = here.portal.describe().receipt_keys
        self.queue = EncryptedQueue(
            folder / "data",
            FileSecrets(folder / "keys.json"),
            clock=here.clock,
            point="TK",
            recipients=lambda: here.kiosk.recipients if self.sealed else (),
        )
        self.usb = folder / "usb"
        self.usb.mkdir()
        self.told: list[Event] = []
        self.stick = Stick(
            self.queue, here.device, lambda: self.receipt_keys, here.clock, self.told.append
        )

    def state(self, journey: Journey) -> State:
        return self.queue.submission(journey.id).result().state

    def standing(self, journey: Journey) -> Standing:
        standing = self.queue.standing(journey.slip.ticket).result()
        assert standing is not None
        return standing


@contextmanager
def help_point(folder: Path, *forms: Procedure, sealed: bool = True) -> Iterator[HelpPoint]:
    """A help point whose portal knows those forms, or all."""
    known = {(it.code, it.version): it for it in forms or (account_form(), birth_form())}
    with world(folder, known) as here:
        point = HelpPoint(here, folder, sealed=sealed)
        yield point
        point.queue.close()
