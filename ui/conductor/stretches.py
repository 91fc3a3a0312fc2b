"""The stretches of one person's way: made for each person, so that nothing of the last stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from ui.conductor.arrival import Arrival
from ui.conductor.finding import Finding
from ui.conductor.handing_in import HandingIn
from ui.conductor.leaving import Leaving
from ui.conductor.looking_up import LookingUp
from ui.conductor.walk import Walk

if TYPE_CHECKING:
    from kiosk.domain.journey import Journey
    from kiosk.domain.procedure import Procedure
    from ui.conductor.scene import Scene


class Stretches(QObject):
    """Everything that leads one person, with all that it knows of them; it leaves with them."""

    def __init__(self, scene: Scene, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.scene = scene
        self.arrival = Arrival(scene, self)
        self.finding = Finding(scene, self)
        self.handing_in = HandingIn(scene, self)
        self.looking_up = LookingUp(scene, self)
        self.leaving = Leaving(scene, self)

    def walk(self, journey: Journey, procedure: Procedure) -> Walk:
        """The stretch through one journey."""
        return Walk(self.scene, journey, procedure, self)
