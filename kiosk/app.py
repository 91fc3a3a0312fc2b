"""Builds every part by hand, in order, and runs the window."""

from __future__ import annotations

import gc
import json
import logging
import os
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kiosk import __version__
from kiosk.clock import VIETNAM, SystemClock

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable
    from concurrent.futures import Future
    from datetime import timedelta
    from uuid import UUID

    from kiosk.backroom import Backroom
    from kiosk.domain.events import Event
    from kiosk.domain.ports import Clock, Heartbeat, OfflineQueue, ReadPaper
    from kiosk.domain.staff import Finding
    from kiosk.operations.enrolment import Enrolment
    from kiosk.operations.stick import Stick
    from kiosk.portal import HttpPortal
    from kiosk.settings import Settings
    from kiosk.training.sticks import StickTaken
    from offline_queue.courier import Courier
    from offline_queue.queue import EncryptedQueue
    from ui.application import Program
    from ui.edges import Edges, Library, Staff

ASSETS: Final = Path(__file__).resolve().parent.parent / "assets"
CLIPS: Final = ASSETS / "sounds" / "clips"
RECORDINGS: Final = ASSETS / "sounds" / "recordings"
LOG_FOLDER: Final = "logs"
_LONGEST_WAIT: Final = 0.05
"""Seconds that work behind the screens waits for them at a time."""

_log = logging.getLogger(__name__)


def own_command() -> list[str]:
    """How this program starts itself, from source and from a packed folder alike."""
    if getattr(sys, "frozen", False):
        return [sys.executable]
    return [sys.executable, "-m", "kiosk"]


def run_window(settings: Settings, *, until_painted: bool = False, tour: bool = False) -> int:
    """Open the kiosk's window and stay until it is closed; the exit code of the program.

    `until_painted` leaves once the first screen is on the glass and says when that was; `tour`
    reads its orders from stdin and plays them.
    """
    _keep_to_ourselves()
    gc.disable()  # what is loaded for home stays; the window enables it once home is painted
    from ui.binding import bring_in_qt

    bring_in_qt()
    from kiosk.logs import crashes_to, logging_to
    from ui.application import run
    from ui.edges import Opening, Sounds

    clock = SystemClock()
    pool = ThreadPoolExecutor(max_workers=2, thread_name_prefix="pool")
    free = threading.Event()
    take_turns()

    def edges() -> Future[Edges]:
        return pool.submit(open_edges, settings, clock, partial(give_way, free))

    show_example = None if tour else Example().play
    sounds = Sounds(CLIPS, (RECORDINGS, settings.data / RECORDINGS.name))
    opening = Opening(
        settings, clock, pool, edges, show_example, lambda: _examine(settings, clock), sounds, free
    )
    with ExitStack() as stack:
        stack.callback(pool.shutdown, cancel_futures=True)
        try:
            stack.enter_context(logging_to(settings.data / LOG_FOLDER))
            stack.enter_context(crashes_to(settings.data / LOG_FOLDER))
        except OSError as failure:
            # The screen will say what is the matter with the disk.
            _log.error("no log can be written", extra={"failure": type(failure).__name__})
        return run(opening, until_painted=until_painted, play=_tour() if tour else None)


def take_turns() -> None:
    """Have a thread ask for the interpreter's lock after a millisecond, not after five.

    A frame of the screen lasts 16: what seals and sends would have a third of it at each turn.
    """
    sys.setswitchinterval(0.001)


def give_way(free: threading.Event) -> None:
    """Wait until the screens have nothing to do, but never long: what waits is to be sent too."""
    if not free.is_set():
        free.wait(_LONGEST_WAIT)


def _tour() -> Callable[[Program], None]:
    """What plays a leg of a tour; its orders come on stdin."""
    from ui.tour.leg import play_when_open

    return play_when_open


def _keep_to_ourselves() -> None:
    """What this program writes is its user's alone, and a crash leaves no picture of memory."""
    os.umask(0o077)
    if os.name == "posix":
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def open_edges(
    settings: Settings, clock: Clock, give_way: Callable[[], None] | None = None
) -> Edges:
    """Open everything beyond the screens; takes its time, so never on the GUI thread.

    `give_way` is called again and again by what seals and sends, and may wait. Raises a
    QueueFailure where the queue can't be opened.
    """
    from kiosk.backroom import Backroom
    from kiosk.papers import Darkroom, Flatbed, fetch_paper, list_papers
    from ui.edges import Edges, OwnPhone, Papers

    library = _library(clock)
    room = Backroom(settings, clock, give_way)
    portal = room.portal
    queue = room.open_queue()
    couriers: list[Courier] = []
    listening: list[Callable[[Event], None]] = []

    def tell(event: Event) -> None:
        for notify in listening:
            notify(event)

    stick = room.stick(queue, tell)

    def make_courier(notify: Callable[[Event], None]) -> Courier:
        listening.append(notify)
        couriers.append(_courier(settings, queue, portal, clock, room.enrolment, notify))
        return couriers[-1]

    def courier() -> Courier | None:
        return couriers[-1] if couriers else None

    close_hatch = room.open_hatch(room.desk(queue, stick, courier).answer)

    darkroom, flatbed = Darkroom(), Flatbed(settings.paper_scanner)
    phone = ThreadPoolExecutor(max_workers=1, thread_name_prefix="phone")

    def close() -> None:
        close_hatch()
        phone.shutdown(cancel_futures=True)
        flatbed.close()
        darkroom.close()
        queue.close()
        portal.close()

    return Edges(
        queue=queue,
        staff=_staff(room, queue, stick, settings),
        portal=portal,
        library=library,
        papers=Papers(
            lambda: list_papers(settings.media), fetch_paper, _read_paper, darkroom, flatbed
        ),
        phone=OwnPhone(portal, phone, _open_here if settings.demo else None),
        make_courier=make_courier,
        practice_message=_practice_message(settings),
        close=close,
    )


def _examine(settings: Settings, clock: Clock) -> tuple[Finding, ...]:
    from kiosk.backroom import Backroom

    return Backroom(settings, clock).doctor()


def _staff(room: Backroom, queue: EncryptedQueue, stick: Stick, settings: Settings) -> Staff:
    from kiosk.operations.pin import PRACTICE_PIN
    from kiosk.papers import find_sticks
    from kiosk.settings.glass import keep_measured
    from ui.edges import Staff

    def sticks() -> tuple[Path, ...]:
        # In a demonstration a folder stands for the stick.
        return settings.media if settings.demo else find_sticks(settings.media)

    return Staff(
        queue,
        room.pin,
        lambda: room.examine(queue),
        sticks,
        stick.export,
        stick.import_receipts,
        PRACTICE_PIN if settings.demo else None,
        partial(keep_measured, settings.data),
    )


def _courier(
    settings: Settings,
    queue: EncryptedQueue,
    portal: HttpPortal,
    clock: Clock,
    enrolment: Enrolment,
    notify: Callable[[Event], None],
) -> Courier:
    """The courier; a kiosk that isn't enrolled becomes so when the portal is first reached."""
    import random

    from kiosk.domain.events import PortalLost
    from kiosk.domain.ports import PortalFailure, QueueFailure
    from offline_queue.courier import Courier

    def enrol_then_notify(event: Event) -> None:
        if not isinstance(event, PortalLost):
            try:
                enrolment.complete(portal.enrol, portal.describe)
            except PortalFailure as failure:
                _log.warning("not enrolled", extra={"failure": type(failure).__name__})
            except QueueFailure as failure:  # the keyring is locked, the disk is full
                _log.error("not enrolled", extra={"failure": type(failure).__name__})
        notify(event)

    def files_may_go() -> bool:
        # by the portal's clock: that of the machine may be off
        return settings.sending.files_may_go(
            (clock.now() + portal.drift).astimezone(VIETNAM).time()
        )

    return Courier(
        queue,
        portal,
        clock,
        random.Random(),  # noqa: S311 — spreads
        enrol_then_notify,
        heartbeat=lambda: _heartbeat(settings.data, queue, clock, portal.drift),
        files_may_go=files_may_go,
    )


def _heartbeat(data: Path, queue: OfflineQueue, clock: Clock, drift: timedelta) -> Heartbeat:
    """How this kiosk is, in counts alone. Raises QueueFailure, OSError."""
    import shutil

    from kiosk.domain.ports import Heartbeat

    summary = queue.summary().result()
    age = 0.0 if summary.oldest is None else (clock.now() - summary.oldest).total_seconds()
    return Heartbeat(
        unsent=summary.waiting,
        oldest_age=max(0, round(age)),
        set_aside=summary.refused,
        version=__version__,
        drift=round(drift.total_seconds()),
        free_bytes=shutil.disk_usage(data).free,
    )


def _library(clock: Clock) -> Library:
    from kiosk.packs import PACKS, load_packs
    from kiosk.packs.addresses import read_addresses
    from ui.edges import Library
    from ui.keyboard.suggestions import NameLists

    packs = load_packs(PACKS, clock.today())
    for refused in packs.refused:
        _log.error("a file of a pack is refused", extra={"pack": Path(refused.file).name})
    national = PACKS / "national"
    names = NameLists.parse(json.loads((national / "names.json").read_bytes()))
    return Library(packs, read_addresses(national / "addresses"), names)


def _read_paper(content: bytes, most_bytes: int) -> ReadPaper:
    from kiosk.papers import PaperReader

    return PaperReader(most_bytes).read(content)


def _practice_message(settings: Settings) -> Callable[[UUID], str | None] | None:
    """The newest message on the practice phone, in a demonstration; it raises OSError."""
    if not settings.demo:
        return None

    def newest(account: UUID) -> str | None:
        from http.client import HTTPException

        from kiosk.training.controls import TrainingControls, TrainingControlsFailed

        try:
            messages = TrainingControls(settings.portal_url).messages(account)
        except (HTTPException, TrainingControlsFailed) as failure:
            raise ConnectionError from failure
        return messages[0]["code"] if messages else None

    return newest


def _open_here(address: str) -> None:
    """Have this machine's browser play the phone. Raises OSError where there is none."""
    import webbrowser

    if not webbrowser.open(address):
        raise FileNotFoundError


class Example:
    """The tour in a program of its own, over this one's window; it ends at a touch."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None

    def play(self) -> None:
        """Play it, unless it is playing."""
        import subprocess

        if self._process is not None and self._process.poll() is None:
            return
        with suppress(OSError):
            self._process = subprocess.Popen(
                [*own_command(), "demo", "--watch"], stdin=subprocess.DEVNULL
            )


def serve_training(folder: Path, port: int, ready: Path) -> None:
    """Serve the training portal on loopback until told to stop."""
    from kiosk.packs import PACKS
    from kiosk.training.serve import TrainingSettings, run

    run(TrainingSettings(folder, PACKS, ready, port))


def import_stick(folder: Path, export: Path) -> StickTaken:
    """Take an export at the training portal in `folder`. Raises StickRefused."""
    from kiosk.packs import PACKS
    from kiosk.training.serve import import_stick

    return import_stick(folder, PACKS, export)
