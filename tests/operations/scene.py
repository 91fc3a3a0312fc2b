"""A help point that is sound, for the doctor to look at."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from kiosk.domain.staff import Finding, Soundness
from kiosk.operations.doctor import Point, examine
from kiosk.operations.enrolment import DeviceIdentity, Enrolment
from kiosk.operations.pin import StaffPin
from tests.fakes.clock import ManualClock
from tests.fakes.portal import PortalSimulator
from tests.fakes.queue import MemoryQueue
from tests.operations.house import PIN, QUICK
from ui.staff_words import finding_fix, finding_words
from ui.texts import Texts

if TYPE_CHECKING:
    from pathlib import Path

    from kiosk.domain.ports import QueueLocked


class Scene:
    """A help point that is sound, until a test breaks something of it."""

    def __init__(self, folder: Path) -> None:
        self.clock = ManualClock()
        self.locked: QueueLocked | None = None
        self.secrets: dict[str, bytes] = {}
        self.portal = PortalSimulator(self.clock)
        self.portal.recipients = ("age1key",)
        self.queue = MemoryQueue(self.clock)
        self.identity = DeviceIdentity(self.load, self.secrets.__setitem__)
        self.enrolment = Enrolment(self.identity, self.load, self.secrets.__setitem__, "CODE")
        self.pin = StaffPin(self.load, self.secrets.__setitem__, self.clock, QUICK)
        self.pin.set(PIN)
        self.enrolment.complete(lambda *_: None, self.portal.describe)
        self.drift = timedelta()
        self.point = Point(
            data=folder,
            key_store="keyring",
            has_code=True,
            queue=self.queue,
            pin=self.pin,
            identity=self.identity,
            enrolment=self.enrolment,
            portal=self.portal,
            drift=lambda: self.drift,
            clock=self.clock,
            refused={},
            packs=(),
            darkroom=lambda: None,
        )

    def load(self, name: str) -> bytes | None:
        if self.locked is not None:
            raise self.locked
        return self.secrets.get(name)

    def found(self, **changed: object) -> dict[str, Finding]:
        """What isn't sound, by name."""
        findings = examine(replace(self.point, **changed))  # type: ignore[arg-type]
        check_words(findings)
        return {
            f"{it.part}.{it.what}": it for it in findings if it.soundness is not Soundness.SOUND
        }


def check_words(findings: tuple[Finding, ...]) -> None:
    """Every finding has words in every language, and the values that they want."""
    for texts in map(Texts.read, ("vi", "en")):
        for it in findings:
            others = texts.say("doctor.other", part=it.part, what=it.what)
            assert finding_words(texts, it) not in {"", others}
            others = texts.say("doctor.other.fix")
            assert finding_fix(texts, it) != others
            assert bool(finding_fix(texts, it)) is (it.soundness is not Soundness.SOUND)
