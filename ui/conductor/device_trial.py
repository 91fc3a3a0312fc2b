"""Lets staff try what is plugged in. Of what is read it keeps kind and length, never a letter."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from kiosk.domain.damage import lost_letters
from kiosk.domain.person import CardUnreadable, IdentityCard
from kiosk.domain.slip import is_slip
from ui.components.tones import Tone
from ui.conductor.slips import print_at_point
from ui.printing.trial import trial_drawing
from ui.screens.checkup import FindingShown
from ui.screens.desk_devices import DeskCameraPage, DevicesPage, DevicesShown
from ui.window import Voice

if TYPE_CHECKING:
    from collections.abc import Callable

    from kiosk.settings import Settings
    from ui.background import Background
    from ui.camera.device import Camera
    from ui.edges import Flatbed, ScanSource
    from ui.look import Look
    from ui.page import Page
    from ui.stage import Stage

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Read:
    """What came last: from where, what it seems to be, and how many letters it had."""

    source: ScanSource
    kind: str
    count: int


@dataclass(frozen=True, slots=True)
class Devices:
    """What can be tried; `scanner_ready` tells whether the serial scanner answers now."""

    settings: Settings
    flatbed: Flatbed
    camera: Camera | None
    scanner_ready: Callable[[], bool]


class DeviceTrial(QObject):
    """`done`: staff have seen enough."""

    done = Signal()

    def __init__(
        self,
        stage: Stage,
        background: Background,
        devices: Devices,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._stage = stage
        self._background = background
        self._devices = devices
        self._read: _Read | None = None
        self._flatbed: bool | None = None
        self._printed: str | None = None

    @property
    def hears(self) -> bool:
        """Whether a scan is a trial now."""
        return self._stage.shows("desk.devices") or self._stage.shows("desk.camera")

    @Slot()
    def begin(self) -> None:
        """Look at everything anew."""
        self._read = self._flatbed = self._printed = None
        if self._devices.camera is not None:
            self._devices.camera.look()
        self._show()
        found = self._devices.flatbed.find()
        self._background.watch(found, self._flatbed_found, _raise)

    def scanned(self, text: str, source: ScanSource) -> None:
        """Something was read: say what it seems to be."""
        self._read = _Read(source, _kind(text), len(text))
        self._show()

    def _flatbed_found(self, found: bool) -> None:  # noqa: FBT001 — what a Future brings
        self._flatbed = found
        if self._stage.shows("desk.devices"):
            self._show()

    @Slot()
    def _show(self) -> None:
        self._stage.show(self._page)

    def _page(self, look: Look) -> Page:
        page = DevicesPage(look, self._shown(look))
        page.print_wanted.connect(self._print)
        page.sound_wanted.connect(self._sound)
        page.film_wanted.connect(self._film)
        page.primary.connect(self.begin)
        page.back.connect(self.done)
        return page

    def _film_page(self, look: Look) -> Page:
        camera = self._devices.camera
        if camera is None:
            return self._page(look)
        page = DeskCameraPage(look, camera)
        page.back.connect(self._show)
        camera.lost.connect(page.back)  # the list says that it is gone
        return page

    @Slot()
    def _film(self) -> None:
        self._stage.show(self._film_page)

    @Slot()
    def _sound(self) -> None:
        self._stage.frame.sound_wanted.emit("attention")

    @Slot()
    def _print(self) -> None:
        point = self._devices.settings.point
        drawing = trial_drawing(point.name, point.address, self._stage.look.texts)
        failed = print_at_point(self._devices.settings, drawing, "trial")
        if failed is not None:
            _log.warning("the trial was not printed", extra={"failure": failed})
        self._printed = failed or "sent"
        self._show()

    # --- in words ---

    def _shown(self, look: Look) -> DevicesShown:
        camera = self._devices.camera
        read = self._read
        said = ""
        if read is not None:
            kind = look.say(f"devices.read.{read.kind}")
            source = look.say(f"devices.from.{read.source.value}")
            said = look.say("devices.read", source=source, count=read.count, kind=kind)
        return DevicesShown(
            devices=tuple(
                FindingShown(
                    look.say(f"devices.{name}.{state}"),
                    look.say(f"devices.{name}.{state}.fix") if tone is Tone.WARNING else "",
                    tone,
                )
                for name, (state, tone) in self._states().items()
            ),
            read=said,
            can_film=camera is not None and camera.found,
        )

    def _states(self) -> dict[str, tuple[str, Tone]]:
        """Each device with the word for how it is."""
        devices, settings = self._devices, self._devices.settings
        serial = ("none", Tone.INFO)
        if settings.scanner is not None:
            serial = ("there", Tone.SUCCESS) if devices.scanner_ready() else ("lost", Tone.WARNING)
        filmed = devices.camera is not None and devices.camera.found
        flatbed = {None: ("asked", Tone.INFO), True: ("there", Tone.SUCCESS)}
        printer = ("there", Tone.INFO) if settings.printer else ("none", Tone.WARNING)
        if self._printed is not None:
            sent = self._printed == "sent"
            printer = ("sent", Tone.SUCCESS) if sent else ("failed", Tone.WARNING)
        voice = self._stage.frame.voice is not Voice.NONE
        return {
            "serial": serial,
            "keys": ("how", Tone.INFO),
            "camera": ("there", Tone.SUCCESS) if filmed else ("none", Tone.INFO),
            "flatbed": flatbed.get(self._flatbed, ("none", Tone.INFO)),
            "printer": printer,
            "speaker": ("there", Tone.SUCCESS) if voice else ("none", Tone.WARNING),
        }


def _kind(text: str) -> str:
    """What it seems to be: a slip, a card, a card that has lost letters, or anything else."""
    if is_slip(text):
        return "slip"
    try:
        card = IdentityCard.parse(text)
    except CardUnreadable:
        return "other"
    lost = card.name_damaged or lost_letters(card.residence_text)
    return "card-damaged" if lost else "card"


def _raise(failure: Exception) -> None:
    """Whether there is a flatbed can always be told."""
    raise failure
