"""What the screens are handed by the composition root: the queue, the portal and the shelves."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable, Sequence
    from concurrent.futures import Executor, Future
    from pathlib import Path
    from uuid import UUID

    from PySide6.QtCore import QObject

    from kiosk.domain.address import Addresses
    from kiosk.domain.events import Event
    from kiosk.domain.ports import Clock, HandOffs, OfflineQueue, Portal, ReadPaper
    from kiosk.domain.staff import Exported, Finding, Imported, Line, Pin, StaffQueue
    from kiosk.packs import Packs
    from kiosk.papers import PaperFile
    from kiosk.papers.advice import Corners, Findings
    from kiosk.papers.darkroom import Developed, Picture
    from kiosk.settings import Settings
    from ui.keyboard.suggestions import NameLists
    from ui.speech.speaker import Speaker


class ScanSource(Enum):
    """By what a code was read: on a serial line, by a scanner that types, by the camera."""

    SERIAL = "serial"
    KEYS = "keys"
    CAMERA = "camera"


class Library(NamedTuple):
    """What the packs hold: procedures, addresses, names."""

    packs: Packs
    addresses: Addresses
    names: NameLists


class Darkroom(Protocol):
    """Where pictures of papers are made ready; Futures fail with PaperUnusable."""

    def look(self, take: Callable[[], Picture]) -> Future[Findings]:
        """What is seen in a grey picture; `take` gets it, on another thread."""

    def develop(
        self, take: Callable[[], Picture], most_bytes: int, corners: Corners | None = None
    ) -> Future[Developed]:
        """The sheet in a picture as a page, laid straight between its corners (or these)."""

    def bind(
        self, pages: Sequence[tuple[bytes, int]], most_bytes: int, *, pdf: bool
    ) -> Future[ReadPaper]:
        """A whole paper of pages, each with its quarter turns clockwise."""

    def rest(self) -> None:
        """Nobody takes pictures now: let go of all that was seen."""


class Flatbed(Protocol):
    """The flat-bed scanner for papers."""

    def find(self) -> Future[bool]:
        """Whether there is one."""

    def scan(self, progress: Callable[[float], None]) -> Future[Picture]:
        """What lies on the glass; fails with ScanFailed."""

    def stop(self) -> None:
        """Break off what is being scanned."""


class Papers(NamedTuple):
    """Where papers come from: sticks, the camera's pictures, the flatbed.

    `listed` is what lies on the sticks, `fetch` the bytes of such a file, `read` what is in them,
    to be kept in so many bytes. `fetch` and `read` raise PaperUnusable; all three block.
    """

    listed: Callable[[], tuple[PaperFile, ...]]
    fetch: Callable[[Path, int], bytes]
    read: Callable[[bytes, int], ReadPaper]
    darkroom: Darkroom
    flatbed: Flatbed


class OwnPhone(NamedTuple):
    """Pictures from a person's own phone, through the portal.

    `thread` alone waits for the portal, however long that takes; what else blocks is not held up.
    `practise` opens an address on this very machine, in a demonstration alone; it blocks, and
    raises OSError where there is no browser.
    """

    hand_offs: HandOffs
    thread: Executor
    practise: Callable[[str], None] | None


class Carrier(Protocol):
    """The courier, as far as the screens know it."""

    def run(self, stop: threading.Event) -> None:
        """Deliver what is due until told to stop."""

    def nudge(self) -> None:
        """Try at once."""

    def look(self) -> None:
        """Somebody is at the screen: have the connection tested, unless that was done just now."""

    def send_now(self) -> None:
        """Try everything at once, files at any hour too."""

    def pause(self) -> None:
        """Send nothing until `resume`."""

    def resume(self) -> None:
        """Go on sending."""

    def line(self) -> Line:
        """How it stands with the portal; answers at once."""


class Staff(NamedTuple):
    """What staff work with behind their PIN. All but the queue blocks.

    `sticks` are the folders of the USB sticks that are plugged in. `export` and `import_receipts`
    raise StickUnusable, and a QueueFailure where the queue can't do its part. `practice_pin` is the
    PIN in a demonstration alone, where it is shown. `keep_screen` keeps the screen's diagonal, in
    inches, as staff measured it; it raises OSError.
    """

    queue: StaffQueue
    pin: Pin
    examine: Callable[[], tuple[Finding, ...]]
    sticks: Callable[[], tuple[Path, ...]]
    export: Callable[[Path], Exported]
    import_receipts: Callable[[Path], Imported]
    practice_pin: str | None
    keep_screen: Callable[[float], None]


class Edges(NamedTuple):
    """Everything beyond the screens.

    `practice_message` gives the message on the practice phone, in a demonstration alone.
    """

    queue: OfflineQueue
    staff: Staff
    portal: Portal
    library: Library
    papers: Papers
    phone: OwnPhone
    make_courier: Callable[[Callable[[Event], None]], Carrier]
    practice_message: Callable[[UUID], str | None] | None
    close: Callable[[], None]


class Sounds(NamedTuple):
    """Where what is read aloud lies; folders that aren't there are empty ones.

    A later folder of recordings lies over the others. `make_speaker` makes another speaker than
    that of this machine.
    """

    clips: Path
    recordings: tuple[Path, ...] = ()
    make_speaker: Callable[[QObject], Speaker] | None = None


class Opening(NamedTuple):
    """What a window starts with: everything that is slow is still on its way.

    `edges` fails with a QueueFailure where the queue can't be opened; `examine` is then what can
    still be done: it blocks, and says what the doctor finds. `show_example` plays the tour in a
    program of its own. Without `sounds` nothing is read aloud. `free` is set while no touch is
    being answered: what goes on behind the screens waits for it, for a moment.
    """

    settings: Settings
    clock: Clock
    pool: Executor
    edges: Callable[[], Future[Edges]]
    show_example: Callable[[], None] | None
    examine: Callable[[], tuple[Finding, ...]]
    sounds: Sounds | None
    free: threading.Event
